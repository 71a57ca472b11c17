"""Findings as a workbook for the person who is to mend: what there is in each file, and a row for each to tick off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from naravard.mending import NAMES, in_order, summary
from naravard.model import Finding, Severity
from naravard.template.looks import INK, UNCHANGING, Looks, new_workbook, set_paper

_COLOURS = {Severity.REFUSE: "#F2C4B8", Severity.ERROR: "#FBE3DC", Severity.WARN: "#FFF3CC", Severity.NOTE: "#E8F1F2"}
_TITLE = "Rättningslista"
_MOST = 30_000  # Excel holds 32 767 characters a cell


def write_mending_list(findings: Sequence[Finding], path: Path) -> None:
    """Write the mending list: a sheet that sums up, and a sheet with one row a finding to filter and tick off."""
    with new_workbook(path) as workbook:
        workbook.set_properties({"title": _TITLE, "created": UNCHANGING})
        looks = Looks(workbook)
        _write_summary(looks, workbook.add_worksheet("Sammanfattning"), findings)
        _write_rows(looks, workbook.add_worksheet("Att rätta"), in_order(findings))


def _write_summary(looks: Looks, sheet: Worksheet, findings: Sequence[Finding]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 5, 12)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, _TITLE, looks(bold=True, font_size=20, font_color=INK, text_wrap=False))
    in_short = summary(findings) if findings else "Inget att anmärka."
    sheet.write_string(1, 0, in_short, looks(bold=True, text_wrap=False))
    sheet.write_string(2, 0, "Allt som ska rättas står på bladet Att rätta, med fil, rad och kolumn som i Excel.")
    for row, (severity, (name, _, meaning)) in enumerate(NAMES.items(), 4):
        sheet.write_string(row, 0, name, looks(bold=True, bg_color=_COLOURS[severity]))
        sheet.write_string(row, 1, meaning)
    _write_counts(looks, sheet, findings, 5 + len(NAMES))
    set_paper(sheet, _TITLE)


def _write_counts(looks: Looks, sheet: Worksheet, findings: Sequence[Finding], top: int) -> None:
    """How many findings of each severity there are in each file."""
    count = Counter((found.file, found.severity) for found in findings)
    files = sorted({found.file for found in findings}) or [""]
    counts = {file: [count[file, severity] for severity in NAMES] for file in files}
    rows = [[file or "Mappen", *numbers, sum(numbers)] for file, numbers in counts.items()]
    _table(looks, sheet, top, rows, ["fil", *(name for name, _, _ in NAMES.values()), "summa"],
           "AntalPerFil", "Antal fynd i varje fil")  # fmt: skip


_HEADINGS = {"allvar": 12, "fil": 24, "blad": 20, "rad": 7, "kolumn": 22, "värde": 30, "vad som är fel och hur du rättar det": 80,
             "rättat": 10, "kod": 20}  # fmt: skip


def _write_rows(looks: Looks, sheet: Worksheet, findings: Sequence[Finding]) -> None:
    formats = {"värde": {"num_format": "@"}, "rad": {"align": "center"}}
    for place, (heading, width) in enumerate(_HEADINGS.items()):
        line = {"bottom": 1, "bottom_color": "#D9E2E5"}
        sheet.set_column(place, place, width, looks(**line, **formats.get(heading, {})))
    rows = [_row(found) for found in findings] or [[None] * len(_HEADINGS)]
    _table(looks, sheet, 0, rows, list(_HEADINGS), "AttRatta", "En rad för varje fynd")
    for number, found in enumerate(findings, 1):
        # A program has to say how high a row is: Excel fits rows only to what is typed.
        sheet.set_row(number, 15.5 * max(-(-len(found.message) // 80), -(-len(found.value[:_MOST]) // 26), 1))
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for severity, (name, _, _) in NAMES.items():
        look = looks(bg_color=_COLOURS[severity])
        rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": look}
        sheet.conditional_format(1, 0, len(rows), 0, rule)
    set_paper(sheet, _TITLE)


def _row(found: Finding) -> list[str | int | None]:
    letter, heading = found.column_letter, _writable(found.column)
    column = f"{letter} ({heading})" if letter and heading else letter or heading
    value, message = _writable(found.value), _writable(found.message)
    severity, file = NAMES[found.severity][0], found.file or "Mappen"
    return [severity, file, found.sheet, found.row, column, value, message, None, found.code]


def _writable(text: str) -> str:
    """The text without what a workbook cannot hold."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)[:_MOST]


def _table(looks: Looks, sheet: Worksheet, top: int, rows: Sequence[Sequence[object]], headings: Sequence[str],
           name: str, description: str) -> None:  # fmt: skip
    """A table object: its headings are known as such to filters and to screen readers."""
    look = looks(bold=True, bg_color=INK, font_color="#FFFFFF", valign="vcenter")
    columns = [{"header": heading, "header_format": look} for heading in headings]
    options = {"columns": columns, "name": name, "style": "Table Style Light 1",
               "title": description, "description": description}  # fmt: skip
    sheet.add_table(top, 0, top + len(rows), len(headings) - 1, options)
    for number, row in enumerate(rows, top + 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, value)
            elif isinstance(value, int):
                sheet.write_number(number, place, value)
