"""Findings about one cell of a table that was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from naravard.model import Citation, Finding, Row, Table
from naravard.model.columns import columns
from naravard.rules import MOST_PER_COLUMN, finding


def finding_at(code: str, table: Table, row: Row, field: str, value: object = None, **words: object) -> Finding:
    """A finding about one field of a row."""
    heading = next((column.heading for column in columns(table.kind) if column.name == field), field)
    stands = row.values.get(field) if value is None else value
    return finding(code, file=table.file, sheet=table.sheet, row=row.origin.row, column=heading,
                   letter=table.letters.get(field, ""), value=cell_text(stands), **words)  # fmt: skip


def cell_text(value: object) -> str:
    """A value as it is written in a cell."""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, tuple) and not isinstance(value, Citation):
        return ", ".join(map(cell_text, value))
    return "" if value is None else str(value)


def few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of one table, but at most so many of a kind in a column: one wrong column must not drown the rest."""
    seen: Counter[tuple[str, str]] = Counter()
    for found in findings:
        seen[found.code, found.column] += 1
        if seen[found.code, found.column] > MOST_PER_COLUMN:
            return
        yield found
