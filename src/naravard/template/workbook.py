"""A workbook to fill in: one sheet a table, with words to choose from, formats, and help in every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from naravard import words
from naravard.model import TABLES, Record
from naravard.model.columns import Column, columns
from naravard.model.naming import GUIDE, INSTRUCTIONS, LISTS
from naravard.template import fields
from naravard.template.instructions import write_guide, write_instructions
from naravard.template.looks import INK, UNCHANGING, Book, Looks, new_workbook, set_paper

READY_ROWS = 1000
"""How many rows have lists and help; more may be filled in."""


def write_form(path: Path, book: Book) -> None:
    """Write the workbook to ``path``."""
    with new_workbook(path) as workbook:
        title = " ".join(filter(None, [book.project or words.of("reform")["name"], str(book.term or "")]))
        workbook.set_properties({"title": title, "comments": INSTRUCTIONS, "created": UNCHANGING})
        looks = Looks(workbook)
        write_instructions(workbook.add_worksheet(INSTRUCTIONS), book, looks)
        sheets = {record.table: workbook.add_worksheet(record.title) for record in book.tables}
        write_guide(workbook.add_worksheet(GUIDE), book, looks)
        lists = _write_lists(workbook, book, looks)
        for record in book.tables:
            _write_table(sheets[record.table], record, book, looks, lists)


def _write_table(
    sheet: Worksheet, record: type[Record], book: Book, looks: Looks, lists: Mapping[tuple[str, ...], str]
) -> None:
    fillable = columns(record)
    sheet.set_row(0, 32)
    sheet.set_tab_color(INK)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(fillable):
        align = "right" if column.kind in fields.NUMBERS else "left"
        look = looks(num_format=fields.number_format(column), align=align)
        sheet.set_column(place, place, fields.width(column), look)
        sheet.write_string(0, place, column.heading, looks.heading(fields.must(column)))
        message = _message(column, book)
        sheet.data_validation(0, place, 0, place, {"validate": "any", **message})
        sheet.data_validation(1, place, READY_ROWS, place, {**_allowed(column, lists), **message})
    _point_out(sheet, record, fillable, looks)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    set_paper(sheet, record.title, wide=sum(map(fields.width, fillable)) > 200)


def _message(column: Column, book: Book) -> dict[str, str]:
    """The help that shows beside the cell. Excel holds 32 characters of title and 255 of text."""
    text = f"{fields.must(column)}. {fields.how(column, book.here)}"
    return {"input_title": column.heading[:32], "input_message": text if len(text) <= 255 else f"{text[:254]}…"}


def _allowed(column: Column, lists: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    """What Excel lets a person type. What it cannot judge, such as several ids in a cell, is left to ``check``."""
    if listed := fields.words(column):
        message = "Välj ett av orden i listan. Pilen syns till höger om cellen."
        return {"validate": "list", "source": listed, "error_title": "Okänt ord", "error_message": message}
    if source := lists.get(column.refers):
        # The id may be added afterwards, so Excel asks but does not stop; a list of several is not for Excel to judge.
        asks = not column.many and column.kind != "citation"
        return {"validate": "list", "source": source, "show_error": asks, "error_type": "warning",
                "error_title": "Finns inte än", "error_message": "Det finns inte i tabellen än."}  # fmt: skip
    if column.kind == "date":
        return {"validate": "date", "criteria": "between", "minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31),
                "error_title": "Inget datum", "error_message": "Skriv datumet som 2023-04-21."}  # fmt: skip
    if column.kind in ("number", "whole"):
        whole = column.kind == "whole"
        low, high = -(10**12) if column.low is None else column.low, 10**12 if column.high is None else column.high
        message = "Skriv bara ett heltal, till exempel 12." if whole else "Skriv bara talet, till exempel 1250,5."
        return {"validate": "integer" if whole else "decimal", "criteria": "between", "minimum": low, "maximum": high,
                "error_title": "Inget tal", "error_message": message}  # fmt: skip
    return {"validate": "any"}


def _point_out(sheet: Worksheet, record: type[Record], fillable: Sequence[Column], looks: Looks) -> None:
    """Colour what is missing in a row that has been begun, and an id that stands twice."""
    last = _letter(len(fillable) - 1)
    for place, column in enumerate(fillable):
        letter = _letter(place)
        if not column.may_be_empty:
            begun = f"=AND(COUNTA($A2:${last}2)>0,LEN({letter}2)=0)"
            rule = {"type": "formula", "criteria": begun, "format": looks(bg_color="#FBE3DC")}
            sheet.conditional_format(1, place, READY_ROWS, place, rule)
        if column.kind == "id" and record.key == (column.name,):
            twice = {"type": "duplicate", "format": looks(font_color="#B03A1C", bold=True)}
            sheet.conditional_format(1, place, READY_ROWS, place, twice)


def _letter(place: int) -> str:
    return str(xl_col_to_name(place))


def _write_lists(workbook: xlsxwriter.Workbook, book: Book, looks: Looks) -> dict[tuple[str, ...], str]:
    """Where the ids stand that references choose from: on the table's own sheet, or on a sheet of lists if known."""
    wanted = sorted({column.refers for record in book.tables for column in columns(record) if column.refers})
    own = [tables for tables in wanted if len(tables) == 1 and tables[0] in book.here]
    found: dict[tuple[str, ...], str] = {tables: _own_list(tables[0]) for tables in own}
    known = {
        tables: [id for table in tables for id in book.known.get(table, ())] for tables in wanted if tables not in found
    }
    known = {tables: ids for tables, ids in known.items() if ids}
    if known:
        sheet = workbook.add_worksheet(LISTS)
        for place, (tables, ids) in enumerate(known.items()):
            sheet.set_column(place, place, 30, looks(num_format=fields.TEXT))
            heading = " och ".join(TABLES[table].title for table in tables)
            sheet.write_column(0, place, [heading], looks.heading("Fyll i om uppgiften finns"))
            sheet.write_column(1, place, ids)
            letter = _letter(place)
            found[tables] = f"={LISTS}!${letter}$2:${letter}${len(ids) + 1}"
    return found


def _own_list(table: str) -> str:
    """The filled part of a table's first column. A range with blank cells in it would make Excel accept anything."""
    title = TABLES[table].title
    column = f"'{title}'!$A$2:$A${READY_ROWS + 1}"
    return f"=OFFSET('{title}'!$A$2,0,0,MAX(1,COUNTA({column})),1)"
