"""Where the findings of one table are gathered, so that a fault in every row is told of without drowning the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from naravard.grids.grid import RawCell
from naravard.model import Finding
from naravard.rules import MOST_PER_COLUMN, finding, rules


class Log:
    """The findings of one file or sheet."""

    def __init__(self, file: str, sheet: str = "") -> None:
        self.file, self.sheet = file, sheet
        self._found: list[Finding] = []
        self._count: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], int] = {}

    def add(self, code: str, *, file: str | None = None, row: int | None = None, column: str = "", letter: str = "",
            value: str = "", **words: Any) -> None:  # fmt: skip
        """Add a finding, or count it if there are enough of its kind. A word may be a function: it is asked last."""
        gathered = rules()[code].gathered
        place = self.file if file is None else file
        group = (code, f"{place}:{'' if gathered == 'file' else column}")
        self._count[group] += 1
        if self._count[group] > _most(code):
            return
        given = {name: word() if callable(word) else word for name, word in words.items()}
        self._last[group] = len(self._found)
        self._found.append(
            finding(code, file=place, sheet=self.sheet, row=row, column=column, letter=letter, value=value, **given)
        )

    def cell(self, code: str, cell: RawCell, heading: str, value: str | None = None, **words: Any) -> None:
        """Add a finding about a cell."""
        stands = value if value is not None else "" if cell.value is None else str(cell.value)
        self.add(code, row=cell.row, column=heading, letter=cell.letter, value=stands, **words)

    def take(self) -> list[Finding]:
        """All findings; the last of a kind says how many more there are."""
        found = list(self._found)
        for group, at in self._last.items():
            if (more := self._count[group] - _most(group[0])) > 0:
                where = "i filen" if group[1].endswith(":") else "i kolumnen"
                found[at] = replace(
                    found[at], message=f"{found[at].message} Samma sak gäller minst {more} till {where}."
                )
        return found


def _most(code: str) -> int:
    return MOST_PER_COLUMN if rules()[code].gathered == "cell" else 1
