"""How records, terms and projects show themselves in a notebook: small accessible tables, and help for the question mark."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from naravard import document, labels
from naravard.document import Cell, Table, notebook_html
from naravard.model.columns import Column, columns

if TYPE_CHECKING:
    from pandas import DataFrame

    from naravard.model.record import Record

R = TypeVar("R", bound="Record")

MOST_ROWS = 30
_BESIDE = ("cited", "note")  # where a statement stands is in the table; here it would only crowd out what it says
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
        from naravard.model.frames import frame_of

        return frame_of(self.kind, self, exact=exact, swedish=swedish)

    def getdoc(self) -> str:
        """What IPython tells of ``project.indicators?``."""
        return described(self.kind)

    def _repr_html_(self) -> str:
        rows = [dict(filled(row)) for row in self[:MOST_ROWS]]
        head = [column for column in columns(self.kind) if any(column in row for row in rows)]
        cells = tuple(tuple(Cell(row.get(column, "")) for column in head) for row in rows)
        notes = [f"… och {len(self) - MOST_ROWS} rader till."] if len(self) > MOST_ROWS else []
        if not self:
            notes.append("Tabellen har inga rader.")
        elif self.kind.counting:
            notes.append(_PERSONS)
        return notebook_html(
            Table(self.kind.table, self.kind.title, _headings(*(c.heading for c in head)), cells, notes=tuple(notes))
        )


def described(kind: type[Record]) -> str:
    """What one row of a table is, and each of its columns: the field, its Swedish heading, and what is filled in."""
    lines = [f"``{c.name}``: {c.heading}. {c.description}".strip() for c in columns(kind)]
    return f"{kind.__doc__}\n\nFields, each with its heading in the table {kind.table}:\n\n" + "\n".join(lines)


def filled(record: Record, published: Collection[str] = ()) -> Iterator[tuple[Column, str]]:
    """What a record shows of itself: each column that says something, with its text; what may count persons only if published."""
    for column in columns(type(record)):
        text = _text(getattr(record, column.name))
        if text and column.name not in (*_BESIDE, *(set(record.counting) - set(published))):
            yield column, text


def record_html(record: Record) -> str:
    """One record as a table of its headings and what they say."""
    rows = tuple((Cell(labels.sentence(column.heading)), Cell(text)) for column, text in filled(record))
    name = ", ".join(_text(getattr(record, field)) for field in record.key)
    return notebook_html(Table(record.table, f"{record.title}: {name}", _headings("uppgift", "innehåll"), rows))


def holding_html(name: str, caption: str, facts: Iterable[tuple[str, str]], held: Mapping[str, Records[Any]]) -> str:
    """A project or a term: ``facts`` about it, then its tables, with the attribute that holds each and how many rows it has."""
    rows = [(Cell(labels.sentence(key)), Cell(""), Cell(text)) for key, text in facts]
    for field, table in held.items():
        count = f"{labels.number(len(table))} {'rad' if len(table) == 1 else 'rader'}"
        rows.append((Cell(table.kind.title), Cell(f".{field}"), Cell(count)))
    return notebook_html(Table(name, caption, _headings("uppgift", "i Python", "innehåll"), tuple(rows)))


def _headings(*headings: str) -> tuple[document.Column, ...]:
    return tuple(document.Column(labels.sentence(heading)) for heading in headings)


def _text(value: object) -> str:
    """A value as a Swedish reader expects it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return labels.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)
    if isinstance(value, date):
        return labels.day(value)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return ", ".join(map(_text, value))
    return str(value)
