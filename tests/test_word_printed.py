"""The paper in Word as a word processor lays it on pages."""

import re
import subprocess
from itertools import chain

import pytest

from conftest import missing, program
from every_paper import document as paper
from meaning import of_document
from naravard.document import Table
from naravard.formats.word import word_from_document
from naravard.formats.word.tables import grid_of
from naravard.paper.compose import assemble
from paper_sample import board_notebook
from test_word import REAL
from test_word_template import template

BREAKS = re.compile(r"[\s\u00ad\u2010-]")  # where a line may end, with the hyphen of hyphenation
DIVIDED = re.compile(r"[\s–-]+")


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The papers as LibreOffice prints them: the words of each page, by name."""
    soffice, pdftotext = (program("soffice", "libreoffice"), program("pdftotext")) if program("lowriter") else ("", "")
    if "Carlito" not in subprocess.run(["fc-match", "Calibri"], check=True, capture_output=True, text=True).stdout:
        missing("Carlito, the free typeface with the widths of Calibri,")
    folder = tmp_path_factory.mktemp("word")
    document = assemble(board_notebook())
    papers = {"provet": document, **{which[0]: paper(*which) for which in REAL}}
    for name, given in papers.items():
        (folder / f"{name}.docx").write_bytes(word_from_document(given))
    (folder / "mall.docx").write_bytes(word_from_document(document, template()))
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    files = sorted(folder.glob("*.docx"))
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    pages = {}
    for file in files:
        read = [pdftotext, "-raw", file.with_suffix(".pdf"), "-"]
        pages[file.stem] = subprocess.run(read, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]
    return papers | {"mall": document}, pages


@pytest.mark.parametrize("name", ["provet", "tjansteskrivelse", "slutrapport", "mall"])
def test_a_word_processor_shows_every_word_of_every_heading_caption_and_cell(printed, name):
    papers, pages = printed
    said = BREAKS.sub("", " ".join(pages[name]))
    for kind, *part in of_document(papers[name]):
        texts = (
            [part[1]] if kind == "heading" else [part[1]] if kind == "figure" else [part[0], *part[1], *chain(*part[2])]
        )
        words = {BREAKS.sub("", word) for given in texts for word in given.split()}
        assert not {word for word in words if word not in said}


@pytest.mark.parametrize("name", ["provet", "slutrapport"])
def test_a_word_processor_parts_no_word_of_a_table_but_in_columns_too_narrow_for_it(printed, name):
    papers, pages = printed
    said = set(DIVIDED.split(" ".join(pages[name])))
    for block in papers[name].blocks:
        if isinstance(block, Table):
            for place, hyphenated in enumerate(grid_of(block).hyphenated):
                texts = (block.columns[place].heading, *(row[place].text for row in block.rows))
                words = {word for given in texts for word in DIVIDED.split(given)}
                assert hyphenated or words <= said | {""}


def test_a_word_processor_repeats_the_heads_of_a_long_table_and_numbers_every_page(printed):
    _, pages = printed
    long = [page for page in pages["provet"] if "Samverkansöverenskommelse" in page]
    assert len(long) > 1
    assert all("Aktivitet Ansvarig Läge Klart till" in page for page in long)
    for number, page in enumerate(pages["provet"], start=1):
        assert f"Sida {number} av {len(pages['provet'])}" in page
        assert ("KS 2022/0147 · Exempeldata" in page) == (number > 1)
    assert all("Exempelbys brevhuvud" in page and "Exempeldata" in page for page in pages["mall"])
