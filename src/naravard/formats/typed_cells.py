"""The tables of a paper for the formats that reckon with them: what each cell holds beside its text, and names for columns.

A number is taken as it is shown, with its rounding, never as the value behind it: no format may say more than the paper does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from naravard.document import Cell, Column, Table, Value
from naravard.document.values import plain

_LONGEST_HEADING = 250  # Excel holds 255 signs of a table's heading
_FIRST_DAY = "1900-03-01"  # before it Excel counts a day wrong
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def number_in(cell: Cell, column: Column) -> Value | None:
    """The number that the cell shows in a column of figures; None if it shows a word, or there is none."""
    value = cell.value if column.align == "end" else None
    return value if value and value.shown and value.number is not None else None


def around(cell: Cell) -> tuple[str, str]:
    """What stands before the cell's own value, and after it, its unit not counted."""
    at = next(place for place, part in enumerate(cell.parts) if part is cell.value)
    return plain(cell.parts[:at]), plain(cell.parts[at + 1 :])


def days_in(cells: Iterable[Cell]) -> dict[str, date]:
    """The days that a column shows, by their text; empty unless all its cells are days, or words in the place of one.

    A column that also holds years or months stays text, since days among text would be sorted apart from it.
    """
    days = {}
    for cell in cells:
        value = cell.value
        if value and value.day and cell.parts == (value,) and value.day >= _FIRST_DAY:
            days[cell.text] = date.fromisoformat(value.day)
        elif value is None or value.shown:
            return {}
    return days


def column_cells(table: Table, position: int) -> tuple[Cell, ...]:
    """The cells of one column."""
    return tuple(row[position] for row in table.rows)


def distinct_headings(headings: Iterable[str]) -> list[str]:
    """The headings, each once whether or not capitals are told apart: a second ``Utfall`` is ``Utfall (2)``."""
    taken: set[str] = set()
    found = []
    for given in headings:
        base = heading = " ".join(clean(given).split())[:_LONGEST_HEADING].rstrip()
        number = 1
        while heading.casefold() in taken:
            number += 1
            heading = f"{base} ({number})"
        taken.add(heading.casefold())
        found.append(heading)
    return found


def headings_of(columns: Sequence[Column]) -> list[str]:
    """The headings of a table, told apart."""
    return distinct_headings(column.heading for column in columns)


def clean(text: str) -> str:
    """The text without the signs that no file format can hold; a paper has none, but a document may come from elsewhere."""
    return _UNSAFE.sub("", text)
