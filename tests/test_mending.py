"""The mending list: what the person who filled in the folder gets to work from."""

import json
from pathlib import Path

import openpyxl
import pytest

from naravard import cli
from naravard.mending import findings_as_json, findings_as_text, in_order
from naravard.model import Finding, Severity
from naravard.template.mending_list import write_mending_list

ROOT = Path(__file__).parents[1]


def medel(code, severity, message, *place):
    return Finding(code, severity, message, "HT2023.xlsx", "Medel", *place)


FINDINGS = [
    medel("hidden", Severity.WARN, "Raden 3 är dold. Ta fram den.", 3),
    medel("not-a-number", Severity.ERROR, "'=1+1' på rad 12 är inget tal. Skriv talet.", 12, "budget", "D", "=1+1"),
    medel(
        "bad-date", Severity.ERROR, "'http://x' på rad 2 är inget datum. Skriv 2023-04-21.", 2, "start", "E", "http://x"
    ),
    Finding("encrypted", Severity.REFUSE, "Filen är krypterad. Ta bort lösenordet.", "VT2024.xlsx"),
    Finding("no-rows", Severity.NOTE, "Tabellen har inga rader. Fyll i den.", "HT2022.xlsx", "Risker"),
    Finding("no-rows", Severity.NOTE, "Tabellen har inga rader. Fyll i den.", "HT2022.xlsx", "Beslut"),
]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "rattning.xlsx"
    write_mending_list(FINDINGS, path)
    return openpyxl.load_workbook(path)


def test_the_list_has_one_row_a_finding_in_order_of_file_and_row(book):
    rows = list(book["Att rätta"].iter_rows(values_only=True))
    assert rows[0] == (
        "allvar",
        "fil",
        "blad",
        "rad",
        "kolumn",
        "värde",
        "vad som är fel och hur du rättar det",
        "rättat",
        "kod",
    )
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        ("Upplysning", "HT2022.xlsx", None),
        ("Upplysning", "HT2022.xlsx", None),
        ("Fel", "HT2023.xlsx", 2),
        ("Varning", "HT2023.xlsx", 3),
        ("Fel", "HT2023.xlsx", 12),
        ("Stopp", "VT2024.xlsx", None),
    ]
    assert rows[5][4:7] == ("D (budget)", "=1+1", "'=1+1' på rad 12 är inget tal. Skriv talet.")


def test_a_value_is_text_and_never_a_live_formula_or_link(book):
    sheet = book["Att rätta"]
    assert {cell.data_type for cell in sheet["F"] if cell.value} == {"s"}
    assert sheet._hyperlinks == []


def test_the_list_is_a_table_with_filter_and_a_header_that_stays(book):
    sheet = book["Att rätta"]
    table = sheet.tables["AttRatta"]
    assert (table.ref, table.autoFilter.ref, sheet.freeze_panes) == ("A1:I7", "A1:I7", "A2")
    assert sheet["G2"].alignment.wrap_text or sheet.column_dimensions["G"].alignment.wrap_text
    assert sheet.row_dimensions[2].height >= 15


def test_the_summary_counts_by_severity_and_file(book):
    sheet = book["Sammanfattning"]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    assert rows[0][0] == "Rättningslista"
    assert (
        rows[1][0] == "1 stopp, 2 fel, 1 varning och 2 upplysningar. Rapporten kan inte göras förrän felen är rättade."
    )
    counts = rows[-4:]
    assert counts[0] == ("fil", "Stopp", "Fel", "Varning", "Upplysning", "summa")
    assert counts[1:] == [
        ("HT2022.xlsx", 0, 0, 0, 2, 2),
        ("HT2023.xlsx", 0, 2, 1, 0, 3),
        ("VT2024.xlsx", 1, 0, 0, 0, 1),
    ]


def test_the_list_is_the_same_bytes_each_time_and_may_be_empty(tmp_path):
    for name in ("one", "two"):
        write_mending_list(FINDINGS, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    write_mending_list([], tmp_path / "none.xlsx")
    assert openpyxl.load_workbook(tmp_path / "none.xlsx")["Sammanfattning"]["A2"].value == "Inget att anmärka."


def test_what_a_workbook_cannot_hold_is_made_visible(tmp_path):
    value, message = "\x07" + "x" * 40_000, "Fel\x00 här. " * 9000
    odd = Finding("control-character", Severity.ERROR, message, "a.csv", "", 2, "na\x1bmn", "B", value)
    write_mending_list([odd], tmp_path / "odd.xlsx")
    row = next(openpyxl.load_workbook(tmp_path / "odd.xlsx")["Att rätta"].iter_rows(min_row=2, values_only=True))
    assert row[4] == "B (na\ufffdmn)"
    assert row[5].startswith("\ufffdx")


def test_json_is_a_list_of_objects_with_the_row_that_excel_shows():
    rows = json.loads(findings_as_json(FINDINGS))
    assert rows[2] == {
        "code": "bad-date",
        "severity": "error",
        "file": "HT2023.xlsx",
        "sheet": "Medel",
        "row": 2,
        "column": "start",
        "column_letter": "E",
        "value": "http://x",
        "message": "'http://x' på rad 2 är inget datum. Skriv 2023-04-21.",
    }
    assert rows[-1]["row"] is None
    assert json.loads(findings_as_json([])) == []


def test_the_terminal_shows_them_file_by_file_and_says_once_what_is_alike():
    assert findings_as_text(FINDINGS) == (
        "HT2022.xlsx\n"
        "  Upplysning, bladen Beslut och Risker: Tabellen har inga rader. Fyll i den. [no-rows]\n"
        "\n"
        "HT2023.xlsx\n"
        "  Fel, bladet Medel, cell E2: 'http://x' på rad 2 är inget datum. Skriv 2023-04-21. [bad-date]\n"
        "  Varning, bladet Medel, rad 3: Raden 3 är dold. Ta fram den. [hidden]\n"
        "  Fel, bladet Medel, cell D12: '=1+1' på rad 12 är inget tal. Skriv talet. [not-a-number]\n"
        "\n"
        "VT2024.xlsx\n"
        "  Stopp: Filen är krypterad. Ta bort lösenordet. [encrypted]\n"
        "\n"
        "1 stopp, 2 fel, 1 varning och 2 upplysningar. Rapporten kan inte göras förrän felen är rättade.\n"
    )


def test_past_two_hundred_the_mildest_are_counted_and_not_shown():
    notes = [Finding("trimmed", Severity.NOTE, f"Cell {row}.", "a.csv", "", row, "namn", "B") for row in range(2, 302)]
    error = Finding("bad-date", Severity.ERROR, "Inget datum.", "z.csv", "", 9, "start", "E")
    text = findings_as_text([*notes, error])
    assert text.count("Upplysning") == 199
    assert "[bad-date]" in text
    assert "… och 101 till." in text
    assert text.endswith("1 fel och 300 upplysningar. Rapporten kan inte göras förrän felen är rättade.\n")


def test_no_findings_is_good_news():
    assert findings_as_text([]) == "Inget att anmärka. Underlaget går att använda.\n"


def test_columns_past_z_come_after_those_before():
    wide = [Finding("x", Severity.NOTE, "M.", "a.csv", "", 1, "", letter) for letter in ("AA", "Z", "B")]
    assert [found.column_letter for found in in_order(wide)] == ["B", "Z", "AA"]


def test_a_list_that_cannot_be_written_is_told_in_swedish(tmp_path, capsys):
    there = ["--data", str(ROOT / "data" / "lekeberg"), "-o", str(tmp_path / "finns inte" / "rattning.xlsx")]
    assert cli.main(["check", "--format", "xlsx", *there]) == 4
    assert "rattning.xlsx kunde inte skrivas" in capsys.readouterr().err
