"""What every file is turned into before anything is understood: cells that know the row and column Excel shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from naravard.model import Finding

Value = str | int | float | Decimal | bool | date | datetime | time | None

_BLANKS = re.compile(r"[\s_]+")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


class RawCell(NamedTuple):
    """A cell as the file holds it. CSV gives text only; Excel gives typed values and the cell's number format."""

    value: Value
    row: int
    column: int
    number_format: str = ""

    @property
    def letter(self) -> str:
        """The column's letter in Excel: 1 is A, 27 is AA."""
        letters, number = "", self.column
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the cell."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


class Line(NamedTuple):
    """One row below the headings, with a place for each column: ``values[0]`` is column A. ``formats`` is empty for CSV."""

    row: int
    values: list[Any]
    formats: Mapping[int, str] = MappingProxyType({})

    def cell(self, column: int) -> RawCell:
        """The cell in a column (A is 1)."""
        value = self.values[column - 1] if column <= len(self.values) else None
        return RawCell(value, self.row, column, self.formats.get(column, ""))

    @property
    def filled(self) -> list[RawCell]:
        """The cells that hold anything."""
        cells = (self.cell(column) for column in range(1, len(self.values) + 1))
        return [cell for cell in cells if not cell.blank]


@dataclass
class Grid:
    """One table as rows of cells. ``header`` is the row of headings; ``rows`` are the rows below it that hold anything.

    A row may leave out its empty cells: each cell knows its own column. ``file`` is the path from the data folder;
    ``sheet`` is empty for CSV. ``findings`` are about the file itself. ``complete`` is False when the reading had to
    stop, so that what stands in the table is not known. ``unread`` are the (row, column) of empty cells of which a finding
    has told why: a formula without a value, a cell under a merged one.
    """

    file: str
    sheet: str = ""
    header: list[RawCell] = field(default_factory=list)
    rows: list[list[RawCell]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    complete: bool = True
    unread: set[tuple[int, int]] = field(default_factory=set)

    @property
    def lines(self) -> list[Line]:
        """The rows with a place for each column."""
        return [_line(cells) for cells in self.rows if cells]


def _line(cells: list[RawCell]) -> Line:
    values: list[Value] = [None] * max(cell.column for cell in cells)
    for cell in cells:
        values[cell.column - 1] = cell.value
    return Line(cells[0].row, values, {cell.column: cell.number_format for cell in cells})


@dataclass
class TextGrid(Grid):
    """A grid from CSV. ``fields`` are its rows as text, since a cell for each of a million texts would take too long.

    A row of ``fields`` is as wide as it is in the file. ``width`` is that of the header; ``last_row`` is the last row,
    though it may be blank; ``cut_short`` says that it has no line end.
    """

    fields: list[Line] = field(default_factory=list)
    delimiter: str = ""
    width: int = 0
    last_row: int = 0
    cut_short: bool = False

    @property
    def lines(self) -> list[Line]:
        """The rows with a place for each column."""
        return self.fields


def fold(heading: object) -> str:
    """A heading without what makes no difference: case, å written as two signs, blanks and underscores."""
    return _folded(str(heading))


@lru_cache(maxsize=10_000)
def _folded(heading: str) -> str:
    text = unicodedata.normalize("NFC", heading)
    return _BLANKS.sub(" ", _HIDDEN.sub("", text)).strip().casefold()
