"""One cell at a time: what is read, what is normalised with a note, and what is stopped, with a message that helps."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from naravard.grids.grid import Grid, RawCell
from naravard.model import (
    Activity,
    Finding,
    GoverningDocument,
    Indicator,
    Marker,
    Measurement,
    PartialDate,
    Record,
    Risk,
    Role,
    Target,
)
from naravard.model.columns import columns
from naravard.reading.rows import read_rows
from naravard.rules import rules
from sample_folder import changed_row, read_activities, told

Expected = list[tuple[str, str]]


def read_one(folder: Path, heading: str, text: str) -> tuple[Activity | None, list[Finding]]:
    """The second activity (row 3) with one cell changed."""
    project, findings = read_activities(folder, changed_row(3, **{heading: text}))
    return (project.term("HT2023").activities[1] if project else None), findings


NUMBERS: dict[str, tuple[Decimal | None, Expected]] = {
    "0": (Decimal(0), []),
    "1234,5": (Decimal("1234.5"), []),
    "00800": (Decimal(800), []),
    "1 234,50": (Decimal("1234.50"), [("note", "number-normalised")]),
    "1\u00a0234": (Decimal(1234), [("note", "number-normalised")]),
    "12\u202f345\u202f678": (Decimal(12345678), [("note", "number-normalised")]),
    "\u2212500": (Decimal(-500), [("note", "number-normalised"), ("warn", "negative")]),
    "-500": (Decimal(-500), [("warn", "negative")]),
    " 100 ": (Decimal(100), [("note", "trimmed")]),
    "1234567890": (Decimal(1234567890), [("warn", "implausible")]),
    "1.234": (None, [("error", "ambiguous-number")]),
    "151200.50": (None, [("error", "ambiguous-number")]),
    "1.234.567": (None, [("error", "ambiguous-number")]),
    "1.234,50": (None, [("error", "ambiguous-number")]),
    "1,234,567": (None, [("error", "ambiguous-number")]),
    "1,234.50": (None, [("error", "ambiguous-number")]),
    "12 %": (None, [("error", "unit")]),
    "120 tkr": (None, [("error", "unit")]),
    "500 kr": (None, [("error", "unit")]),
    "kr 500": (None, [("error", "unit")]),
    "500:-": (None, [("error", "unit")]),
    "80 kkr": (None, [("error", "unit")]),
    "1,2 miljoner": (None, [("error", "unit")]),
    "80 €": (None, [("error", "unit")]),
    "(500)": (None, [("error", "not-a-number")]),
    "500-": (None, [("error", "not-a-number")]),
    "+500": (None, [("error", "not-a-number")]),
    "１２": (None, [("error", "not-a-number")]),
    "1e5": (None, [("error", "not-a-number")]),
    "1,5E+05": (None, [("error", "not-a-number")]),
    "inf": (None, [("error", "not-a-number")]),
    "nan": (None, [("error", "not-a-number")]),
    "1_000": (None, [("error", "not-a-number")]),
    "0x10": (None, [("error", "not-a-number")]),
    "½": (None, [("error", "not-a-number")]),
    "1 23": (None, [("error", "not-a-number")]),
    "12 34 567": (None, [("error", "not-a-number")]),
    "1,": (None, [("error", "not-a-number")]),
    ",5": (None, [("error", "not-a-number")]),
    "ca 500": (None, [("error", "not-a-number")]),
    "500-600": (None, [("error", "not-a-number")]),
    "<5": (None, [("error", "not-a-number")]),
    "=SUMMA(H2:H5)": (None, [("error", "not-a-number")]),
    "ja": (None, [("error", "not-a-number")]),
    "-": (None, [("error", "missing-marker")]),
    "–": (None, [("error", "missing-marker")]),
    "..": (None, [("error", "missing-marker")]),
    ".": (None, [("error", "missing-marker")]),
    "N/A": (None, [("error", "missing-marker")]),
    "uppgift saknas": (None, [("error", "missing-marker")]),
    "#DIV/0!": (None, [("error", "excel-error")]),
    "#SAKNAS!": (None, [("error", "excel-error")]),
    "#####": (None, [("error", "excel-error")]),
    "12345678901234567": (None, [("error", "precision")]),
    "8501011234": (None, [("error", "personal-number")]),
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_by_one_strict_pattern_or_not_at_all(text: str, tmp_path: Path) -> None:
    value, expected = NUMBERS[text]
    activity, findings = read_one(tmp_path, "budget_kr", text)
    assert told(findings) == [(*each, 3) for each in expected]
    assert {(finding.column, finding.column_letter) for finding in findings} <= {("budget_kr", "H")}
    assert (activity.budget if activity else None) == value


def test_a_dot_may_be_either_and_the_message_says_so(tmp_path: Path) -> None:
    _, (finding,) = read_one(tmp_path, "budget_kr", "1.234")
    assert finding.message == (
        "'1.234' på rad 3, kolumn H (budget_kr) kan betyda flera tal. Är det 1234 eller 1,234? "
        "Skriv decimaler med komma och tusental med blanksteg eller inget alls."
    )


def test_three_decimals_of_a_krona_are_english_thousands(tmp_path: Path) -> None:
    activity, findings = read_one(tmp_path, "utfall_kr", "1,234")
    assert activity is None
    assert told(findings) == [("error", "ambiguous-number", 3)]
    assert "Menade du 1234?" in findings[0].message


DATES: dict[str, tuple[date | None, Expected, str]] = {
    "2023-02-28": (date(2023, 2, 28), [], ""),
    " 2023-02-01": (date(2023, 2, 1), [("note", "trimmed")], ""),
    "2023-03-01 00:00:00": (date(2023, 3, 1), [("note", "time-dropped")], "2023-03-01"),
    "2023-03-01T14:30": (date(2023, 3, 1), [("note", "time-dropped")], "2023-03-01"),
    "2023-02-30": (None, [("error", "bad-date")], "finns inte i kalendern"),
    "2023-13-01": (None, [("error", "bad-date")], "finns inte i kalendern"),
    "2023-2-1": (None, [("error", "bad-date")], "Är det 2023-02-01?"),
    "1/3/2023": (None, [("error", "bad-date")], "Är det 2023-03-01 eller 2023-01-03?"),
    "01.03.2023": (None, [("error", "bad-date")], "Är det 2023-03-01 eller 2023-01-03?"),
    "23-03-01": (None, [("error", "bad-date")], "Är det 2023-03-01 eller 2001-03-23?"),
    "20230301": (None, [("error", "bad-date")], "Är det 2023-03-01?"),
    "45000": (None, [("error", "bad-date")], "Är det 2023-03-15? Formatera kolumnen som datum."),
    "1 mars 2023": (None, [("error", "bad-date")], "Är det 2023-03-01?"),
    "2023\u201103\u201101": (None, [("error", "bad-date")], "Är det 2023-03-01?"),
    "２０２３-03-01": (None, [("error", "bad-date")], "ÅÅÅÅ-MM-DD"),
    "2023": (None, [("error", "bad-date")], "ÅÅÅÅ-MM-DD"),
    "0": (None, [("error", "bad-date")], "ÅÅÅÅ-MM-DD"),
    "2203-03-01": (None, [("error", "date-out-of-range")], "2021–2024"),
    "1900-02-28": (None, [("error", "date-out-of-range")], "2021–2024"),
    "9999-12-31": (None, [("error", "date-out-of-range")], "2021–2024"),
    "": (None, [("error", "missing-value")], "Fyll i cellen."),
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_iso_or_is_stopped_with_a_suggestion(text: str, tmp_path: Path) -> None:
    value, expected, said = DATES[text]
    activity, findings = read_one(tmp_path, "start", text)
    assert told(findings) == [(*each, 3) for each in expected]
    assert all(said in finding.message and finding.column == "start" for finding in findings)
    assert (activity.start if activity else None) == value


TEXTS: dict[tuple[str, str], tuple[Any, Expected]] = {
    ("status", "Pågår"): ("pågår", [("note", "case-normalised")]),
    ("status", "pågår\u00a0"): ("pågår", [("note", "trimmed")]),
    ("status", "Pågående"): (None, [("error", "unknown-status")]),
    ("status", "klar"): (None, [("error", "unknown-status")]),
    ("status", ""): (None, [("error", "missing-value")]),
    ("status", "p?g?r"): (None, [("error", "mojibake")]),
    ("id", "a02"): ("A02", [("note", "case-normalised")]),
    ("id", "A02 "): ("A02", [("note", "trimmed")]),
    ("id", "A 02"): (None, [("error", "bad-id")]),
    ("id", "А02"): (None, [("error", "bad-id")]),  # a Cyrillic А
    ("id", "../A02"): (None, [("error", "bad-id")]),
    ("id", "=cmd|x"): (None, [("error", "bad-id")]),
    ("id", "002"): (None, [("error", "id-as-number")]),
    ("id", "1.0"): (None, [("error", "id-as-number")]),
    ("id", ""): (None, [("error", "missing-value")]),
    ("projektmål", "pm1"): ("PM1", [("note", "case-normalised")]),
    ("namn", "Null"): ("Null", []),
    ("namn", "- punkt"): ("- punkt", []),
    ("namn", "a < b"): ("a < b", []),
    ("namn", "Org.nr 212000-1234"): ("Org.nr 212000-1234", []),
    ("namn", "070-123 45 67"): ("070-123 45 67", []),
    ("namn", "0701231234"): ("0701231234", []),  # a telephone number whose check digit is wrong
    ("namn", "=1+1"): ("=1+1", [("warn", "formula-text")]),
    ("namn", "= 1+1"): ("= 1+1", [("warn", "formula-text")]),
    ("namn", "@SUM(1)"): ("@SUM(1)", [("warn", "formula-text")]),
    ("namn", "+cmd|x"): ("+cmd|x", [("warn", "formula-text")]),
    ("namn", "<script>x</script>"): ("<script>x</script>", [("warn", "markup-text")]),
    ("namn", "<script src=//x"): ("<script src=//x", [("warn", "markup-text")]),
    ("namn", "{{ 7*7 }}"): ("{{ 7*7 }}", [("warn", "markup-text")]),
    ("namn", "anna@kommun.se"): ("anna@kommun.se", [("warn", "contact-details")]),
    ("namn", "Tr\u202effar"): ("Trffar", [("warn", "bidi-control")]),
    ("namn", "Tr\u200bffar"): ("Trffar", [("note", "invisible-character")]),
    ("namn", "x" * 2000): ("x" * 2000, []),
    ("namn", "x" * 2001): (None, [("error", "too-long")]),
    ("namn", "  "): (None, [("error", "missing-value")]),
    ("namn", "Anna 19850101-1234"): (None, [("error", "personal-number")]),
    ("namn", "850101-1234"): (None, [("error", "personal-number")]),
    ("namn", "850101+1234"): (None, [("error", "personal-number")]),
    ("namn", "850101\u20111234"): (None, [("error", "personal-number")]),
    ("namn", "811228 - 9874"): (None, [("error", "personal-number")]),
    ("namn", "811228\u00a09874"): (None, [("error", "personal-number")]),
    ("namn", "8501011239"): (None, [("error", "personal-number")]),
    ("namn", "198501611234"): (None, [("error", "personal-number")]),  # a coordination number: the day is 61
}


@pytest.mark.parametrize(("heading", "text"), TEXTS)
def test_text_is_kept_as_typed_unless_it_cannot_be_trusted(heading: str, text: str, tmp_path: Path) -> None:
    value, expected = TEXTS[heading, text]
    activity, findings = read_one(tmp_path, heading, text)
    assert told(findings) == [(*each, 3) for each in expected]
    names = {"status": "status", "id": "id", "projektmål": "output_goal", "namn": "name"}
    assert (getattr(activity, names[heading]) if activity else None) == value


def test_an_unknown_status_is_met_with_the_list_and_the_nearest_word(tmp_path: Path) -> None:
    _, (finding,) = read_one(tmp_path, "status", "Pågående")
    assert finding.value == "Pågående"
    assert finding.message == (
        "Status 'Pågående' på rad 3, kolumn D (status) är okänd. Tillåtna: ej påbörjad, pågår, genomförd, försenad, avförd. "
        "Menade du 'pågår'? Skriv ett av de tillåtna orden."
    )


def test_a_personal_number_is_not_repeated_in_the_finding(tmp_path: Path) -> None:
    _, (finding,) = read_one(tmp_path, "namn", "Anna 19850101-1234")
    assert "1234" not in finding.message + finding.value
    assert "19850101-XXXX" in finding.message


def test_a_personal_number_is_found_in_a_column_that_is_not_read(tmp_path: Path) -> None:
    content = changed_row(3).replace("utfall_kr", "utfall_kr;övrigt").replace("\r\nA", ";\r\nA")
    content = content.replace("utfall_kr;övrigt;", "utfall_kr;övrigt").replace("41250,75;", "41250,75;850101-1234")
    _, findings = read_activities(tmp_path, content.rstrip() + ";\r\n")
    assert told(findings) == [("warn", "extra-column", 1), ("error", "personal-number", 3)]


def excel(record: type[Record], heading: str, given: Any) -> tuple[Any, Expected]:
    """What one cell of a sheet is read as, and what is said of it; ``given`` is a value, or a value and a number format."""
    value, number_format = given if isinstance(given, tuple) else (given, "General")
    wanted = [column for column in columns(record) if column.required or column.heading == heading]
    header = [RawCell(column.heading, 1, number) for number, column in enumerate(wanted, 1)]
    place = next(number for number, column in enumerate(wanted, 1) if column.heading == heading)
    other = RawCell("x", 2, 1 if place > 1 else 2)
    grid = Grid("HT2023.xlsx", record.title, header, [sorted([other, RawCell(value, 2, place, number_format)], key=at)])
    table, findings = read_rows(grid, record)
    name = wanted[place - 1].name
    return table.rows[0].values.get(name), [
        (found.severity.value, found.code) for found in findings if found.column == heading and found.row == 2
    ]


def at(cell: RawCell) -> int:
    return cell.column


EXCEL: list[tuple[type[Record], str, Any, Any, Expected]] = [
    (Activity, "budget_kr", 151200.5, Decimal("151200.5"), []),
    (Activity, "budget_kr", 0.1 + 0.2, Decimal("0.3"), []),
    (Activity, "budget_kr", Decimal(80000), Decimal(80000), []),
    (Activity, "budget_kr", "80 000", Decimal(80000), [("note", "number-as-text")]),
    (Activity, "budget_kr", "80000", Decimal(80000), [("note", "number-as-text")]),
    (Activity, "budget_kr", Decimal("1E+308"), None, [("error", "precision")]),
    (Activity, "namn", 198112289874, None, [("error", "personal-number")]),
    (Activity, "budget_kr", True, None, [("error", "wrong-type")]),
    (Activity, "budget_kr", date(2023, 1, 1), None, [("error", "wrong-type")]),
    (Activity, "budget_kr", 123456789012345678, None, [("error", "precision")]),
    (Activity, "budget_kr", "#DIV/0!", None, [("error", "excel-error")]),
    (Activity, "start", datetime(2023, 3, 1), date(2023, 3, 1), []),
    (Activity, "start", datetime(2023, 3, 1, 14, 30), date(2023, 3, 1), [("note", "time-dropped")]),
    (Activity, "start", date(2023, 3, 1), date(2023, 3, 1), []),
    (Activity, "start", "2023-03-01", date(2023, 3, 1), []),
    (Activity, "start", 45901, None, [("error", "bad-date")]),
    (Activity, "start", time(12, 0), None, [("error", "wrong-type")]),
    (Activity, "namn", 12, "12", []),
    (Activity, "namn", date(2023, 1, 2), None, [("error", "wrong-type")]),
    (Activity, "id", 1, None, [("error", "id-as-number")]),
    (Activity, "id", 1.0, None, [("error", "id-as-number")]),
    (Activity, "deltagare", 12.0, 12, []),
    (Activity, "deltagare", 2.5, None, [("error", "precision")]),
    (Activity, "deltagare", -1, None, [("error", "out-of-range")]),
    (Risk, "sannolikhet", 7, None, [("error", "out-of-range")]),
    (Measurement, "värde", "..", Marker.NOT_AVAILABLE, []),
    (Measurement, "värde", ".", Marker.NOT_APPLICABLE, []),
    (Measurement, "värde", "-", None, [("error", "missing-marker")]),
    (Measurement, "värde", 12.5, Decimal("12.5"), []),
    (Role, "tillförordnad", "ja", True, []),
    (Role, "tillförordnad", "Nej", False, [("note", "case-normalised")]),
    (Role, "tillförordnad", "yes", None, [("error", "unknown-word")]),
    (Role, "tillförordnad", True, True, []),
    (Indicator, "från", "HT 2023", "HT2023", []),
    (Indicator, "från", "hösten", None, [("error", "bad-term")]),
    (Indicator, "tema", "äldre, barn,", ("äldre", "barn"), []),
    (Indicator, "tema", "äldre, äldre", ("äldre",), [("note", "duplicate-item")]),
    (Indicator, "skala", "procent", None, [("error", "unknown-word")]),
    (Target, "period", 2024, "2024", []),
    (GoverningDocument, "datum", 2023, PartialDate(2023), []),
    (GoverningDocument, "datum", "2023-04", PartialDate(2023, 4), []),
    (GoverningDocument, "datum", (datetime(2023, 4, 1), "mmm-yy"), PartialDate(2023, 4), []),
    (GoverningDocument, "datum", (datetime(2023, 4, 21), "yyyy-mm-dd"), PartialDate(2023, 4, 21), []),
    (GoverningDocument, "datum", 45901, None, [("error", "bad-date")]),
    (GoverningDocument, "datum", "2023-00", None, [("error", "bad-date")]),
]


@pytest.mark.parametrize(("record", "heading", "given", "value", "expected"), EXCEL)
def test_a_typed_cell_from_excel_is_read_as_its_column_asks(
    record: type[Record], heading: str, given: Any, value: Any, expected: Expected
) -> None:
    found, findings = excel(record, heading, given)
    assert (str(found) if heading == "från" and found else found) == value
    assert findings == expected


def test_an_unread_cell_is_not_also_told_of_as_empty() -> None:
    grid = Grid("HT2023.xlsx", "Risker", [RawCell("id", 1, 1), RawCell("risk", 1, 2)], [[RawCell("R1", 2, 1)]])
    grid.unread.add((2, 2))
    _, findings = read_rows(grid, Risk)
    assert {finding.code for finding in findings} == {"missing-column"}


def test_every_rule_has_whole_sentences_and_a_remedy() -> None:
    for rule in rules().values():
        assert rule.summary.endswith("."), rule.code
        assert rule.remedy.endswith("."), rule.code
        assert "{" not in rule.summary + rule.remedy, rule.code
