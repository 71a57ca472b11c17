"""The gates of the other formats: every paper's PDF conforms, and all formats say what the document says."""

from __future__ import annotations

import pytest

from every_paper import EVERY, document, pdf
from meaning import of_document
from meaning_excel import of_excel
from meaning_pdf import gate
from meaning_word import of_word
from naravard.formats.excel.workbook import excel_from_document
from naravard.formats.word import word_from_document


@pytest.mark.parametrize("paper", EVERY, ids="-".join)
def test_the_pdf_conforms_and_says_what_the_document_says(paper):
    assert gate(pdf(*paper).read_bytes(), document(*paper)) == []


@pytest.mark.parametrize("paper", EVERY, ids="-".join)
def test_the_word_document_and_the_workbook_say_what_the_document_says(paper):
    made = document(*paper)
    expected = of_document(made)
    assert of_word(word_from_document(made)) == expected
    assert of_excel(excel_from_document(made)) == [part for part in expected if part[0] == "table"]
