"""One spelling of each name: what refers to a theme, a target group or an actor is read as its own table spells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from naravard.grids.log import Log
from naravard.model import TABLES, Finding, Row, Table
from naravard.model.columns import Column, columns
from naravard.model.naming import fold_name

Spellings = Mapping[str, str]
"""How a table spells its names, by ``fold_name``."""


def with_one_spelling(tables: Sequence[Table]) -> tuple[list[Table], list[Finding]]:
    """The tables with every reference by name spelt as in the table it leads to, and a note on each column that was not.

    A name that is in no table is left as it is, for ``checks`` to tell of.
    """
    referring = {table.kind: [column for column in columns(table.kind) if column.by_name] for table in tables}
    wanted = {name for found in referring.values() for column in found for name in column.refers}
    spellings = {name: _spellings([table for table in tables if table.kind.table == name]) for name in wanted}
    respelt: list[Table] = []
    findings: list[Finding] = []
    for table in tables:
        log, mended = Log(table.file, table.sheet), table
        for column in referring[table.kind]:
            mended = _respelt(mended, column, spellings[column.refers[0]], log)
        respelt.append(mended)
        findings += log.take()
    return respelt, findings


def _spellings(tables: Sequence[Table]) -> Spellings:
    """Of two rows with the same name, which is an error of its own, the first counts."""
    names = [row.values[table.kind.key[0]] for table in tables for row in table.rows if table.kind.key[0] in row.values]
    return {fold_name(name): name for name in reversed(names)}


def _respelt(table: Table, column: Column, spellings: Spellings, log: Log) -> Table:
    # The same few values come back row after row.
    values = {row.values.get(column.name) for row in table.rows}
    changed = {value: other for value in values if (other := _otherwise(value, spellings))}
    if not changed:
        return table
    rows = list(table.rows)
    for number, row in enumerate(table.rows):
        value: Any = row.values.get(column.name)
        if value not in changed:
            continue
        other = changed[value]
        stands, wanted = next(iter(other.items()))
        log.add("name-normalised", row=row.origin.row, column=column.heading, letter=table.letters.get(column.name, ""),
                value=stands, wanted=wanted, table=TABLES[column.refers[0]].title)  # fmt: skip
        # Two spellings of one name in a cell are one.
        spelt = {column.name: tuple(dict.fromkeys(other.get(name, name) for name in value)) if column.many else wanted}
        rows[number] = Row(row.origin, {**row.values, **spelt}, row.record and row.record.model_copy(update=spelt))
    return replace(table, rows=tuple(rows))


def _otherwise(value: Any, spellings: Spellings) -> dict[str, str]:
    """The names in a cell that are spelt otherwise in their own table, with that spelling."""
    names = value if isinstance(value, tuple) else () if value is None else (value,)
    return {name: spelt for name in names if (spelt := spellings.get(fold_name(name), name)) != name}
