"""Where the findings of one table are gathered, so that a fault in every row is told of without drowning the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from naravard.model import Finding
from naravard.reading.grid import RawCell
from naravard.rules import finding, rules

SHOWN_PER_COLUMN = 50
"""How many findings of one kind in one column are told of one by one; the rest are counted."""


class Log:
    """The findings of one file or sheet."""

    def __init__(self, file: str, sheet: str = "") -> None:
        self.file, self.sheet = file, sheet
        self._found: list[Finding] = []
        self._count: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], int] = {}

    def add(self, code: str, *, file: str | None = None, row: int | None = None, column: str = "", letter: str = "",
            value: str = "", **words: Any) -> None:  # fmt: skip
        """Add a finding, or count it if enough of its kind have been told. A word may be a function: it is asked last."""
        gathered = rules()[code].gathered
        place = self.file if file is None else file
        group = (code, f"{place}:{'' if gathered == 'file' else column}")
        self._count[group] += 1
        if self._count[group] > (SHOWN_PER_COLUMN if gathered == "cell" else 1):
            return
        said = {name: word() if callable(word) else word for name, word in words.items()}
        self._last[group] = len(self._found)
        self._found.append(
            finding(code, file=place, sheet=self.sheet, row=row, column=column, letter=letter, value=value, **said)
        )

    def cell(self, code: str, cell: RawCell, heading: str, value: str | None = None, **words: Any) -> None:
        """Add a finding about a cell."""
        if self.is_told(code, heading):
            self._count[code, f"{self.file}:{heading}"] += 1
            return
        stands = value if value is not None else "" if cell.value is None else str(cell.value)
        self.add(code, row=cell.row, column=heading, letter=cell.letter, value=stands, **words)

    def is_told(self, code: str, heading: str) -> bool:
        """Whether so many of a kind in a column have been told that the next is only counted."""
        return rules()[code].gathered == "cell" and self._count[code, f"{self.file}:{heading}"] >= SHOWN_PER_COLUMN

    def take(self) -> list[Finding]:
        """All findings; the last of a kind says how many more there are."""
        found = list(self._found)
        for group, at in self._last.items():
            told = SHOWN_PER_COLUMN if rules()[group[0]].gathered == "cell" else 1
            if (more := self._count[group] - told) > 0:
                where = "i filen" if group[1].endswith(":") else "i kolumnen"
                found[at] = replace(
                    found[at], message=f"{found[at].message} Samma sak gäller minst {more} till {where}."
                )
        return found
