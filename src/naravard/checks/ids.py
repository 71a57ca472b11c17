"""No two rows of a table are the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from naravard.checks.findings import cell_text, few, finding_at
from naravard.model import Finding, Plan, Sex, Table
from naravard.model.columns import columns
from naravard.model.naming import fold_name


def unique_ids(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """No two rows of a table are the same thing."""
    for table in tables:
        yield from few(_repeated(table))


def _repeated(table: Table) -> Iterator[Finding]:
    first: dict[tuple[Any, ...], int | None] = {}
    defaults = {column.name: column.default for column in columns(table.kind)}
    # A key may hold a column that the file leaves out, but not a cell that could not be read.
    present = [name for name in table.kind.key if name in table.letters]
    if table.kind.key[0] not in present:
        return
    for row in table.rows:
        if not all(name in row.values for name in present):
            continue
        key = tuple(_identity(row.values.get(name, defaults[name])) for name in table.kind.key)
        if key in first:
            values = " ".join(cell_text(row.values[name]) for name in present if row.values[name] is not None)
            yield finding_at("duplicate-id", table, row, table.kind.key[0], values, first=first[key])
        else:
            first[key] = row.origin.row


def _identity(value: Any) -> Any:
    # An empty sex means the total, and a name is the same however it is written.
    return None if value is Sex.TOTAL else fold_name(value) if isinstance(value, str) else value
