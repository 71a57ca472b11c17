"""What every file is turned into before anything is understood: cells that know the row and column Excel shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from naravard.model import Finding

Value = str | int | float | Decimal | bool | date | datetime | time | None


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


@dataclass
class Grid:
    """One table as rows of cells. ``header`` is the row of headings; ``rows`` are the rows below it that hold anything.

    A row may leave out its empty cells: each cell knows its own column. ``file`` is the path from the data folder;
    ``sheet`` is empty for CSV. ``findings`` are about the file itself. ``complete`` is False when the reading had to
    stop, so that what stands in the table is not known. ``unread`` are the (row, column) of empty cells of which a finding
    has told why: a formula without a value, a cell under a merged one. ``widths``, ``last_row`` and ``cut_short``
    are for CSV alone: how many cells each row has, the last row though it may be blank, and whether it has no line end.
    """

    file: str
    sheet: str = ""
    header: list[RawCell] = field(default_factory=list)
    rows: list[list[RawCell]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    complete: bool = True
    unread: set[tuple[int, int]] = field(default_factory=set)
    widths: dict[int, int] = field(default_factory=dict)
    last_row: int = 0
    delimiter: str = ""
    cut_short: bool = False
