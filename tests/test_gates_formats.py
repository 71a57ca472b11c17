"""The gates of the other formats: every paper's PDF conforms, and all formats say what the document says."""

from __future__ import annotations

import pytest

from every_paper import EVERY, document
from meaning import of_document
from meaning_excel import of_excel
from meaning_pdf import gate
from meaning_word import of_word
from naravard.report.excel import excel_from_document
from naravard.report.pdf import pdf_from_document
from naravard.report.word import word_from_document
from verapdf import verdicts


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    """The PDF of each paper, all terms."""
    folder = tmp_path_factory.mktemp("pdf")
    made = {each: folder / f"{'-'.join(each)}.pdf" for each in EVERY}
    for each, path in made.items():
        path.write_bytes(pdf_from_document(document(*each)))
    return made


@pytest.mark.parametrize("paper", EVERY, ids="-".join)
def test_the_pdf_conforms_and_says_what_the_document_says(paper, pdfs):
    assert gate(pdfs[paper].read_bytes(), document(*paper)) == []


@pytest.fixture(scope="module")
def judged(pdfs):
    """The failures that veraPDF finds in each paper, by its file's name, in both flavours."""
    found: dict[str, list] = {path.name: [] for path in pdfs.values()}
    said = verdicts(pdfs.values(), ("ua1", "2a"))
    assert len(said) == 2 * len(pdfs)
    for verdict in said:
        assert verdict["checks"] > 100
        found[verdict["file"].rpartition("/")[2]] += verdict["failures"]
    return found


@pytest.mark.java
@pytest.mark.parametrize("paper", EVERY, ids="-".join)
def test_verapdf_finds_no_failure_against_pdf_ua_1_and_pdf_a_2a(paper, pdfs, judged):
    assert judged[pdfs[paper].name] == []


@pytest.mark.parametrize("paper", EVERY, ids="-".join)
def test_the_word_document_and_the_workbook_say_what_the_document_says(paper):
    made = document(*paper)
    expected = of_document(made)
    assert of_word(word_from_document(made)) == expected
    assert of_excel(excel_from_document(made)) == [part for part in expected if part[0] == "table"]
