"""The sheets of a form that explain: how to fill in, and what every column is. They are never read back."""

from __future__ import annotations

import tomllib
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from naravard import words
from naravard.labels import sentence, term_name
from naravard.model.columns import columns
from naravard.model.naming import GUIDE, INSTRUCTIONS
from naravard.template import fields
from naravard.template.looks import INK, LINE, Book, Looks, set_paper

TEXTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def write_instructions(sheet: Worksheet, book: Book, looks: Looks) -> None:
    """Fill the first sheet: steps, colours, rules, and a list of the other sheets with links."""
    sheet.hide_gridlines(2)
    sheet.set_default_row(19)
    sheet.set_column(0, 0, 27)
    sheet.set_column(1, 1, 112)
    sheet.set_tab_color("#E0A030")
    reform = words.of("reform")["name"]
    name = book.project or reform
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, INSTRUCTIONS, looks(bold=True, font_size=20, font_color=INK, text_wrap=False))
    what = (
        f"{sentence(term_name(book.term))}: vad som har gjorts och vad det har gett" if book.term else "Projektets ram"
    )
    sheet.write_string(1, 0, f"{name}. {what}.", looks(text_wrap=False, font_color="#444444"))
    row = 3
    steps = [TEXTS["first"]["term" if book.term else "project"], *TEXTS["steps"]]
    row = _section(sheet, row, "Steg för steg", looks)
    for number, step in enumerate(steps, 1):
        row = _line(sheet, row, f"{number}.", step.format(file=book.file), looks)
    row = _section(sheet, row + 1, "Rubrikernas färger", looks)
    for how, text in TEXTS["colours"].items():
        row = _line(sheet, row, how, text, looks, looks.heading(how))
    row = _section(sheet, row + 1, "Så skriver du", looks)
    for word, text in TEXTS["rules"].items():
        row = _line(sheet, row, word, text, looks)
    row = _section(sheet, row + 1, "Bladen", looks)
    link = looks(font_color="#0B5C8A", underline=1, valign="vcenter")
    guide = "Alla kolumner på en gång: vad som ska stå i dem och om de måste fyllas i."
    rows = [(record.title, TEXTS["rows"][record.table].format(reform=reform)) for record in book.tables]
    for title, text in [*rows, (GUIDE, guide)]:
        sheet.write_url(row, 0, f"internal:'{title}'!A2", link, title)
        row = _line(sheet, row, title, text, looks, link)
    sheet.activate()
    set_paper(sheet, INSTRUCTIONS)
    sheet.fit_to_pages(1, 1)


def _section(sheet: Worksheet, row: int, title: str, looks: Looks) -> int:
    look = looks(bold=True, font_size=13, font_color=INK, bottom=1, bottom_color=LINE, text_wrap=False)
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, title, look)
    sheet.write_blank(row, 1, None, look)
    return row + 1


def _line(sheet: Worksheet, row: int, word: str, text: str, looks: Looks, look: Format | None = None) -> int:
    """A word and what it means. Excel does not fit the height of a row to text that a program has written."""
    if len(text) > 125:
        sheet.set_row(row, 34)
    sheet.write_string(row, 0, word, look or looks(bold=True, valign="vcenter"))
    sheet.write_string(row, 1, text, looks(indent=1, valign="vcenter"))
    return row + 1


def write_guide(sheet: Worksheet, book: Book, looks: Looks) -> None:
    """Fill the last sheet: one row for each column of each table."""
    rows = [
        (record.title, column.heading, fields.must(column), fields.how(column, book.here))
        for record in book.tables
        for column in columns(record)
    ]
    for place, wide in enumerate((26, 22, 26, 90)):
        sheet.set_column(place, place, wide, looks())
    look = looks.heading("Fyll alltid i")
    headings = [
        {"header": word, "header_format": look} for word in ("blad", "kolumn", "måste den fyllas i?", "vad du skriver")
    ]
    options = {"data": rows, "columns": headings, "name": "Kolumner", "style": "Table Style Light 1",
               "title": "Alla kolumner", "description": "En rad för varje kolumn i varje blad."}  # fmt: skip
    sheet.add_table(0, 0, len(rows), 3, options)
    sheet.freeze_panes(1, 0)
    sheet.set_tab_color("#E0A030")
    set_paper(sheet, GUIDE)
