"""The nine-column activities table as Excel, Notepad and accidents leave it: read exactly right, or stopped at the right row."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from naravard.model import Project
from sample_folder import ACTIVITIES, HEADER, ROWS, changed_row, read_activities, told

LINES = [HEADER, *ROWS]
UTF8 = ACTIVITIES.encode()


def lines(*rows: str) -> str:
    return "\r\n".join(rows) + "\r\n"


def with_commas() -> str:
    return lines(*(",".join(f'"{cell}"' if "," in cell else cell for cell in line.split(";")) for line in LINES))


def without(column: int) -> str:
    return lines(*(";".join(cell for place, cell in enumerate(line.split(";")) if place != column) for line in LINES))


def assert_values(project: Project | None) -> None:
    """The values of the table, typed by hand."""
    assert project is not None
    activities = project.term("HT2023").activities
    assert [activity.id for activity in activities] == ["A01", "A02", "A03", "A04", "A05"]
    assert [activity.budget for activity in activities] == [
        Decimal("151200.50"),
        Decimal(80000),
        Decimal(250000),
        Decimal(60000),
        None,
    ]
    assert [activity.outcome for activity in activities][1] == Decimal("41250.75")
    assert activities[0].name == "Kartläggning av hälsoläget"
    assert activities[3].name == "Hälsosamtal på Östra skolan"
    assert [str(activity.status) for activity in activities] == [
        "genomförd",
        "pågår",
        "försenad",
        "ej påbörjad",
        "avförd",
    ]
    assert (activities[0].start, activities[0].end) == (date(2023, 1, 9), date(2023, 3, 31))
    assert activities[2].output_goal == "PM2"
    assert activities[4].responsible == "socialchefen"


READ = {
    "utf-8": (UTF8, []),
    "utf-8 with mark": (b"\xef\xbb\xbf" + UTF8, []),
    "windows-1252": (ACTIVITIES.encode("cp1252"), [("note", "encoding-cp1252", None)]),
    "utf-16, little end first": (ACTIVITIES.encode("utf-16"), [("note", "encoding-utf16", None)]),
    "utf-16, big end first": (b"\xfe\xff" + ACTIVITIES.encode("utf-16-be"), [("note", "encoding-utf16", None)]),
    "unicode text from Excel": (
        ACTIVITIES.replace(";", "\t").encode("utf-16"),
        [("note", "encoding-utf16", None), ("note", "delimiter-tab", None)],
    ),
    "decomposed å, ä, ö": (unicodedata.normalize("NFD", ACTIVITIES).encode(), [("note", "unicode-nfd", 1)]),
    "commas": (with_commas().encode(), [("note", "delimiter-comma", None)]),
    "tabs": (ACTIVITIES.replace(";", "\t").encode(), [("note", "delimiter-tab", None)]),
    "a sep line": (b"sep=;\r\n" + UTF8, [("note", "excel-sep-line", None)]),
    "a sep line with mark": (b"\xef\xbb\xbfsep=;\r\n" + UTF8, [("note", "excel-sep-line", None)]),
    "old Mac line ends": (UTF8.replace(b"\r\n", b"\r"), [("note", "eol-cr", None)]),
    "doubled line ends": (UTF8.replace(b"\r\n", b"\r\r\n"), [("note", "eol-cr", None)]),
    "unix line ends": (UTF8.replace(b"\r\n", b"\n"), []),
    "no line end at the end": (UTF8.rstrip(), []),
    "capital headings": (UTF8.replace(HEADER.encode(), HEADER.upper().encode()), [("note", "header-normalised", 1)]),
    "blanks in headings": (
        ACTIVITIES.replace("budget_kr", "budget kr").replace(";namn;", "; Namn ;").encode(),
        [("note", "header-normalised", 1)],
    ),
    "columns in another order": (lines(*(";".join(reversed(line.split(";"))) for line in LINES)).encode(), []),
    "every cell in quotes": (lines(*('"' + line.replace(";", '";"') + '"' for line in LINES)).encode(), []),
    "one sign too many on each row": (lines(*(f"{line};" for line in LINES)).encode(), []),
    "blank rows at the end": (UTF8 + b";;;;;;;;\r\n;;;;;;;;\r\n", [("note", "blank-row", 7)]),
    "a blank row inside": (lines(*LINES[:3], "", *LINES[3:]).encode(), [("note", "blank-row", 4)]),
    "a blank row first": (b"\r\n" + UTF8, [("note", "blank-row", 1)]),
    "an unknown column": (
        lines(*(f"{line};{extra}" for line, extra in zip(LINES, ["enhet", *"abcde"], strict=True))).encode(),
        [("warn", "extra-column", 1)],
    ),
    "blanks in thousands": (
        ACTIVITIES.replace("151200,50", "151 200,50").replace("250000", "250 000").encode(),
        [("note", "number-normalised", 2)],
    ),
    "no-break blanks in thousands": (
        ACTIVITIES.replace("151200,50", "151\u00a0200,50").encode(),
        [("note", "number-normalised", 2)],
    ),
    "no-break blanks in Windows-1252": (
        ACTIVITIES.replace("151200,50", "151\u00a0200,50").encode("cp1252"),
        [("note", "encoding-cp1252", None), ("note", "number-normalised", 2)],
    ),
    "narrow no-break blanks in thousands": (
        ACTIVITIES.replace("250000", "250\u202f000").encode(),
        [("note", "number-normalised", 4)],
    ),
    "lower-case ids": (ACTIVITIES.replace("A03;", "a03;").encode(), [("note", "case-normalised", 4)]),
    "trailing blanks": (ACTIVITIES.replace(";pågår;", ";pågår ;").encode(), [("note", "trimmed", 3)]),
    "a time after the date": (
        ACTIVITIES.replace("2023-03-31", "2023-03-31 00:00:00").encode(),
        [("note", "time-dropped", 2)],
    ),
    "a time with its zone after the date": (
        ACTIVITIES.replace("2023-03-31", "2023-03-31T08:30:00+01:00").encode(),
        [("note", "time-dropped", 2)],
    ),
    "a no-break blank inside a status": (
        ACTIVITIES.replace("ej påbörjad", "ej\u00a0påbörjad").encode(),
        [("note", "case-normalised", 5)],
    ),
    "soft hyphens": (
        ACTIVITIES.replace("Kartläggning", "Kart\u00adläggning").encode(),
        [("note", "invisible-character", 2)],
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_harmless_form_is_read_with_exactly_the_right_values(name: str, tmp_path: Path) -> None:
    content, expected = READ[name]
    project, findings = read_activities(tmp_path, content)
    assert_values(project)
    assert sorted(told(findings), key=str) == sorted(expected, key=str)


STOPPED = {
    "old Mac letters": (ACTIVITIES.encode("mac_roman"), [("refuse", "encoding-unknown", None)]),
    "DOS letters": (ACTIVITIES.encode("cp850"), [("refuse", "encoding-unknown", None)]),
    "utf-16 without mark": (ACTIVITIES.encode("utf-16-le"), [("refuse", "encoding-unknown", None)]),
    "utf-32": (ACTIVITIES.encode("utf-32"), [("refuse", "encoding-unknown", None)]),
    "utf-8 and then windows-1252": (
        lines(*LINES[:3]).encode() + lines(*LINES[3:]).encode("cp1252"),
        [("refuse", "encoding-mixed", 4)],
    ),
    "windows-1252 and then utf-8": (
        lines(*LINES[:4]).encode("cp1252") + lines(*LINES[4:]).encode(),
        [("refuse", "encoding-mixed", 5)],
    ),
    "cut in the middle of a letter": (UTF8[: UTF8.index("Ö".encode()) + 1], [("refuse", "broken-file", None)]),
    "read as windows-1252 and saved": (UTF8.decode("cp1252").encode(), [("error", "mojibake", 1)]),
    "one damaged cell": (changed_row(3, namn="TrÃ¤ffar"), [("error", "mojibake", 3)]),
    "a replacement sign": (changed_row(3, namn="Tr\ufffdffar"), [("error", "mojibake", 3)]),
    "a question mark for a letter": (changed_row(2, namn="Kartl?ggning"), [("error", "mojibake", 2)]),
    "NUL": (changed_row(3, namn="Tr\0ffar"), [("error", "control-character", 3)]),
    "a bell": (changed_row(4, namn="Tr\x07ffar"), [("error", "control-character", 4)]),
    "nothing": (b"", [("refuse", "empty-file", None)]),
    "a mark only": (b"\xef\xbb\xbf", [("refuse", "empty-file", None)]),
    "blank lines only": (b"\r\n;;;;\r\n", [("refuse", "empty-file", None)]),
    "commas between columns and in numbers": (
        lines(HEADER, ROWS[0]).replace(";", ","),
        [("note", "delimiter-comma", None), ("error", "extra-cell", 2)],
    ),
    "bars": (ACTIVITIES.replace(";", "|"), [("error", "one-column", 1)]),
    "one column": ("namn\r\nTräffar\r\n", [("error", "one-column", 1)]),
    "whole rows in quotes": (lines(*(f'"{line}"' for line in LINES)), [("error", "one-column", 1)]),
    "a sep line that lies": (
        "sep=,\r\n" + ACTIVITIES,
        [("note", "excel-sep-line", None), ("error", "one-column", 1)],
    ),
    "no headings": (lines(*ROWS), [("error", "no-header", 1)]),
    "a title above": (lines("Aktiviteter HT2023", *LINES), [("error", "no-header", 1)]),
    "a title and a blank row above": (lines("Aktiviteter;;;;;;;;", "", *LINES), [("error", "no-header", 1)]),
    "a missing column of ids": (without(0), [("error", "missing-column", 1)]),
    "a missing column": (without(3), [("error", "missing-column", 1)]),
    "a misspelt column": (ACTIVITIES.replace("budget_kr", "bugdet_kr"), [("error", "missing-column", 1)]),
    "the same column twice": (
        lines(*(f"{line};{line.split(';')[3]}" for line in LINES)),
        [("error", "duplicate-column", 1)],
    ),
    "another table": ("id;risk;sannolikhet;konsekvens\r\nR1;Brist;2;3\r\n", [("error", "wrong-table", 1)]),
    "a short row": (lines(*LINES[:3], ";".join(LINES[3].split(";")[:5]), *LINES[4:]), [("error", "missing-cell", 4)]),
    "a cut file": (ACTIVITIES[:-30], [("error", "missing-cell", 6)]),
    "a semicolon in a cell": (changed_row(3, namn="Träffar; möten"), [("error", "extra-cell", 3)]),
    "one sign too many on each row but the header": (
        lines(HEADER, *(f"{row};" for row in ROWS)),
        [("error", "extra-cell", row) for row in range(2, 7)],
    ),
    "a sum": (ACTIVITIES + "Summa;;;;;;;541200,5;279250,75\r\n", [("error", "total-row", 7)]),
    "a sum without a word": (ACTIVITIES + ";;;;;;;541200,5;279250,75\r\n", [("error", "total-row", 7)]),
    "a mean": (ACTIVITIES + "Medelvärde;;;;;;;135300,13;69812,69\r\n", [("error", "total-row", 7)]),
    "a remark below": (ACTIVITIES + "Uppdaterad i december;;;;;;;;\r\n", [("error", "stray-row", 7)]),
    "headings once more": (lines(*LINES, HEADER, "A06" + ROWS[0][3:]), [("error", "repeated-header", 7)]),
    "a merge in git": (
        lines(*LINES[:2], "<<<<<<< HEAD", LINES[2], "=======", LINES[2], ">>>>>>> b", *LINES[3:]),
        [("error", "merge-conflict", 3)],
    ),
    "what is left of a merge in git": (lines(*LINES[:3], "=======", *LINES[3:]), [("error", "merge-conflict", 4)]),
    "a merge in git, saved by Excel": (
        lines(*LINES[:3], '"<<<<<<< HEAD";;;;;;;;', *LINES[3:]),
        [("error", "merge-conflict", 4)],
    ),
    "a quote that never closes": (ACTIVITIES.replace("Träffar", '"Träffar'), [("error", "unclosed-quote", 3)]),
    "a quote that closes in another row": (
        ACTIVITIES.replace("Träffar", '"Träffar').replace("Östra skolan;", 'Östra skolan";'),
        [("error", "unclosed-quote", 3)],
    ),
    "PDF": (b"%PDF-1.4 x", [("refuse", "format-unsupported", None)]),
    "a workbook": (b"PK\x03\x04rest", [("refuse", "format-unsupported", None)]),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", [("refuse", "format-unsupported", None)]),
    "a web page": (b"<!DOCTYPE html><html></html>", [("refuse", "format-unsupported", None)]),
    "a web page that begins in its middle": (b"<meta charset=utf-8><table>", [("refuse", "format-unsupported", None)]),
    "a web page in utf-16": ("<html><table></table></html>".encode("utf-16"), [("refuse", "format-unsupported", None)]),
    "a web archive": (b"MIME-Version: 1.0\r\n", [("refuse", "format-unsupported", None)]),
    "JSON": (b'[{"id": "A01"}]', [("refuse", "format-unsupported", None)]),
}


@pytest.mark.parametrize("name", STOPPED)
def test_a_fault_stops_the_table_with_its_code_and_row(name: str, tmp_path: Path) -> None:
    content, expected = STOPPED[name]
    project, findings = read_activities(tmp_path, content)
    assert project is None
    assert told(findings) == expected


def test_a_table_that_is_not_filled_in_is_only_noted(tmp_path: Path) -> None:
    project, findings = read_activities(tmp_path, HEADER + "\r\n")
    assert project is not None
    assert told(findings) == [("note", "no-rows", None)]


def test_text_of_several_lines_is_one_cell_and_does_not_shift_the_rows(tmp_path: Path) -> None:
    """A cell of two lines in row 3, and a fault in row 4."""
    content = ACTIVITIES.replace("Träffar för anhöriga", '"Träffar\nför ""anhöriga"""').replace("försenad", "sen")
    _, findings = read_activities(tmp_path, content)
    assert told(findings) == [("error", "unknown-status", 4)]


def test_a_row_that_ends_before_optional_columns_is_read_but_pointed_out(tmp_path: Path) -> None:
    content = lines(f"{HEADER};kommentar;deltagare", *(f"{row};x;3" for row in ROWS[:-1]), ROWS[-1])
    project, findings = read_activities(tmp_path, content)
    assert project is not None
    assert told(findings) == [("warn", "short-row", 6)]


def test_a_shifted_row_never_puts_a_number_into_a_comment(tmp_path: Path) -> None:
    """Commas between columns and in a number: ``151200,50`` becomes two cells, and an empty comment hides it."""
    content = f"{HEADER};kommentar\r\n{ROWS[0]};\r\n".replace(";", ",")
    project, findings = read_activities(tmp_path, content)
    assert project is None
    assert ("error", "extra-cell", 2) in told(findings)


def test_as_many_rows_as_are_read_are_read_and_of_one_more_nothing_is_judged(tmp_path: Path) -> None:
    content = HEADER + "\r\n" + "".join(f"A{n};{ROWS[1].split(';', 1)[1]}\r\n" for n in range(100_000))
    project, findings = read_activities(tmp_path, content + ";;;;;;;;\r\n" * 3)
    assert project is not None
    assert told(findings) == [("note", "blank-row", 100_002)]
    _, findings = read_activities(tmp_path, content + "fel\r\n")
    assert told(findings) == [("refuse", "too-large", 100_002)]


def test_many_faults_of_a_kind_are_counted_and_not_all_told(tmp_path: Path) -> None:
    content = lines(HEADER, *(f"A{i};Träff;PM1;Pågående;2023-01-09;2023-03-31;chefen;1;1" for i in range(200)))
    _, findings = read_activities(tmp_path, content)
    assert [finding.code for finding in findings] == ["unknown-status"] * 50
    assert findings[-1].message.endswith("Samma sak gäller minst 150 till i kolumnen.")
