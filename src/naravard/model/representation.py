"""What records, terms and projects show in a notebook: small accessible tables, of values as a Swedish reader expects them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from naravard import labels
from naravard.document import Cell, Column, Table, notebook_html


def table_html(
    name: str, caption: str, headings: Iterable[str], rows: Iterable[Sequence[str]], notes: Sequence[str] = ()
) -> str:
    """A table of texts."""
    columns = tuple(Column(labels.sentence(heading)) for heading in headings)
    cells = tuple(tuple(map(Cell, row)) for row in rows)
    return notebook_html(Table(name, caption, columns, cells, notes=tuple(notes)))


def text_of(value: object) -> str:
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
        return ", ".join(map(text_of, value))
    return str(value)
