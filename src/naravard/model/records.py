"""The rows of a table, and how they and what holds them show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from naravard import labels
from naravard.model.columns import columns
from naravard.model.frames import frame_of
from naravard.model.record import Record, described, filled
from naravard.model.representation import table_html

if TYPE_CHECKING:
    from pandas import DataFrame

R = TypeVar("R", bound=Record)

MOST_ROWS = 30
_PERSONS = (
    "Tal som kan räkna personer visas inte här. Efter röjandekontroll finns de i measures.table, measures.participants och "
    "measures.own_values."
)


class Records(tuple[R, ...]):
    """The rows of one table: a tuple of records, which a notebook shows as a table, and ``to_frame`` gives as a frame."""

    kind: type[R]

    def __new__(cls, kind: type[R], rows: Iterable[R] = ()) -> Records[R]:  # noqa: D102
        made = super().__new__(cls, rows)
        made.kind = kind
        return made

    def __getnewargs__(self) -> tuple[type[R], tuple[R, ...]]:
        return self.kind, tuple(self)

    def to_frame(self, *, exact: bool = False, swedish: bool = False) -> DataFrame:
        """The records as a frame, a row each. Columns: the fields, as docs/tabeller.md lists them, in units as filled in.

        Days are ``datetime64``; words from a list are ``category``, in the list's order; numbers and sums of money are
        ``float64``, or with ``exact`` the very Decimals; whole numbers are ``Int64`` and yes or no ``boolean``; where there may
        be several there is a tuple. Terms, and dates that may be known to the month or the year only, are text.

        Counts of persons are not in it, as records do not show them: after disclosure control they are in ``measures.table``,
        ``measures.participants`` and ``measures.own_values``. With ``swedish`` the columns have the tables' own headings.
        """
        return frame_of(self.kind, self, exact=exact, swedish=swedish)

    def getdoc(self) -> str:
        """What IPython tells of ``project.indicators?``."""
        return described(self.kind)

    def _repr_html_(self) -> str:
        rows = [dict(filled(row)) for row in self[:MOST_ROWS]]
        head = [column for column in columns(self.kind) if any(column in row for row in rows)]
        texts = [[row.get(column, "") for column in head] for row in rows]
        notes = [f"… och {len(self) - MOST_ROWS} rader till."] if len(self) > MOST_ROWS else []
        if not self:
            notes.append("Tabellen har inga rader.")
        elif self.kind.counting:
            notes.append(_PERSONS)
        return table_html(self.kind.table, self.kind.title, (column.heading for column in head), texts, notes)


def holding_html(name: str, caption: str, facts: Iterable[tuple[str, str]], held: Mapping[str, Records[Any]]) -> str:
    """A project or a term: ``facts`` about it, then its tables, with the attribute that holds each and how many rows it has."""
    rows = [(labels.sentence(key), "", text) for key, text in facts]
    for field, table in held.items():
        count = f"{labels.number(len(table))} {'rad' if len(table) == 1 else 'rader'}"
        rows.append((table.kind.title, f".{field}", count))
    return table_html(name, caption, ("uppgift", "i Python", "innehåll"), rows)
