"""Counts of one's own as a table, after disclosure control."""

from __future__ import annotations

from naravard import labels
from naravard.disclosure import ProtectedTable
from naravard.document import Cell, Table
from naravard.tables.cells import cell, columns
from naravard.tables.values import explained, hidden


def protected(table: ProtectedTable, caption: str, source: str) -> Table:
    """What ``disclosure.protect`` or ``protect_shares`` gave, as a table of a paper, with words for what is hidden.

    Of several dimensions the last goes across, as in a table with one row a unit and one column a sex. Shares are in per cent.
    """
    *down, last = table.dimensions
    unit = "andel (%)" if table.shares else "antal"
    rows: list[tuple[Cell, ...]]
    if not down:
        headings, heads = [last, unit], 1
        rows = [(cell(key[0]), _shown(table, key)) for key in table]
    else:
        across, heads = list(dict.fromkeys(key[-1] for key in table)), len(down)
        headings = [*down, *(f"{value}, {unit}" for value in across)]
        firsts = dict.fromkeys(key[:-1] for key in table)
        rows = [(*map(cell, first), *(_shown(table, (*first, value)) for value in across)) for first in firsts]
    return Table(
        table.name,
        caption,
        columns(*map(labels.sentence, headings), numeric=range(heads, len(headings))),
        tuple(rows),
        f"Källa: {source}",
        explained(map(str, table.kinds)),
        row_headers=heads,
    )


def _shown(table: ProtectedTable, key: tuple[str, ...]) -> Cell:
    if key not in table:
        return hidden("missing")
    shown = table[key]
    if shown.value is None:
        return hidden(str(shown.kind), shown.below)
    return Cell(labels.number(shown.value, 1 if table.shares else 0), float(shown.value))
