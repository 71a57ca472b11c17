"""A table as it was read, whole rows and broken ones: what the rules between records are held against.

A row with one bad cell gives no record, but its id is still known. Without that, one mistake in a goal would make every
activity that serves it look wrong too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from naravard.document import SourceRow
from naravard.model.record import Record
from naravard.terms import Term


class Row(NamedTuple):
    """One row: the values that could be read, by field name. ``record`` is None if any could not."""

    origin: SourceRow
    values: Mapping[str, Any]
    record: Record | None = None


@dataclass(frozen=True)
class Table:
    """One table of one file or sheet. ``letters`` tells in which column a field stands.

    ``complete`` is False when the reading had to stop: then nobody knows which ids it holds.
    """

    kind: type[Record]
    file: str
    sheet: str = ""
    term: Term | None = None
    rows: tuple[Row, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True

    @property
    def records(self) -> tuple[Any, ...]:
        """The rows that could be read whole."""
        return tuple(row.record for row in self.rows if row.record is not None)


def by_term(tables: Iterable[Table], kind: type[Record]) -> list[Table]:
    """The tables of a kind that are reported each term, in order of time."""
    return sorted((each for each in tables if each.kind is kind and each.term), key=attrgetter("term"))
