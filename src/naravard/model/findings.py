"""A mistake in the data: collected, never raised one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is, mildest first."""

    NOTE = "note"
    WARN = "warn"
    ERROR = "error"
    REFUSE = "refuse"

    @property
    def rank(self) -> int:
        """0 for a note, 3 for a refusal."""
        return list(Severity).index(self)

    @property
    def stops_a_report(self) -> bool:
        """Whether no paper may be made while this stands."""
        return self.rank >= Severity.ERROR.rank


@dataclass(frozen=True)
class Finding:
    """One mistake or oddity in the data, in words for the person who filled it in.

    ``row`` is the row that Excel shows (the header is row 1); ``column`` is the heading, with its letter in
    ``column_letter``. ``message`` is whole Swedish sentences: what stands there, what was expected, how to mend it.
    """

    code: str
    severity: Severity
    message: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    column_letter: str = ""
    value: str = ""

    @property
    def place(self) -> tuple[str, str, int, str]:
        """Sort key: findings are shown file by file, row by row."""
        return (self.file, self.sheet, self.row or 0, self.column_letter.rjust(3))
