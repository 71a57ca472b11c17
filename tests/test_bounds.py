"""A stricter threshold than 5 is told everywhere: in tables, notes, figures, sentences, Excel and open data."""

import csv
import io
import shutil

import openpyxl
import pytest

from every_paper import DATA
from in_process import executed
from naravard.document import Figure, Table, text_of
from naravard.formats.data.package import open_data_from_document
from naravard.formats.excel.workbook import excel_from_document
from naravard.paper.compose import assemble


@pytest.fixture(scope="module")
def stricter(tmp_path_factory):
    """The invented project with the threshold 12 for every indicator that counts persons, and no counts of participants."""
    data = tmp_path_factory.mktemp("strängare") / "exempel"
    shutil.copytree(DATA / "exempel", data)
    _change(
        data / "indikatorer.csv", {"tröskel": lambda row: "12" if row["antal personer"] == "ja" else row["tröskel"]}
    )
    (data / "stangda_terminer.json").unlink()  # what is closed may not be changed
    for activities in data.glob("*/aktiviteter.csv"):
        _change(activities, {"deltagare": lambda row: ""})
    return data


def _change(path, columns):
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    for row in rows:
        row.update({column: change(row) for column, change in columns.items()})
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("paper", ["uppfoljning", "slutrapport", "indikatorblad", "tjansteskrivelse"])
@pytest.mark.parametrize("term", ["HT2022", "HT2023"])
def test_no_page_sheet_or_file_names_another_bound(stricter, paper, term):
    document = assemble(executed(paper, stricter, term))
    shown = "\n".join(text_of(block) for block in document.blocks)
    book = openpyxl.load_workbook(io.BytesIO(excel_from_document(document)))
    cells = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    files = "".join(content.decode() for content in open_data_from_document(document).values())
    drawn = "".join(block.svg for block in document.blocks if isinstance(block, Figure))
    for said in (shown, cells, files):
        assert "<5" not in said
        assert "under 5" not in said
    assert "&lt;5" not in drawn
    if paper == "slutrapport":
        assert "<12" in shown
        assert "<12" in cells
        assert "<12" in files
        notes = {note for block in document.blocks if isinstance(block, Table) for note in block.notes}
        assert "<12: ett antal personer under 12, som inte visas." in notes
