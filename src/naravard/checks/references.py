"""References lead somewhere. One into a table that could not be read is not judged: the mistake is told where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from naravard.checks.findings import few, finding_at
from naravard.model import TABLES, Citation, Finding, Plan, Table
from naravard.model.columns import Column, columns
from naravard.rules import finding

_MAX_CANDIDATES = 500


class _Known(NamedTuple):
    """What a reference may name: the keys of a table over all terms, and whether all of them are known."""

    keys: frozenset[str]
    complete: bool


def known_references(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """Every reference leads to a row, in whichever term it was reported."""
    referred = {name for each in tables for column in columns(each.kind) for name in column.refers}
    known = {kind: _known(kind, tables) for kind in referred}
    for table in tables:
        for column in columns(table.kind):
            if column.refers and all(known[name].complete for name in column.refers):
                yield from few(_unknown(table, column, known))


def _known(name: str, tables: Sequence[Table]) -> _Known:
    here = [table for table in tables if table.kind.table == name]
    keys = {row.values[table.kind.key[0]] for table in here for row in table.rows if table.kind.key[0] in row.values}
    # A row whose id could not be read may be the one that is meant.
    whole = all(table.complete and table.kind.key[0] in row.values for table in here for row in table.rows)
    return _Known(frozenset(keys), whole and all(table.complete for table in here))


def _unknown(table: Table, column: Column, known: Mapping[str, _Known]) -> Iterator[Finding]:
    keys = frozenset().union(*(known[name].keys for name in column.refers))
    names = " eller ".join(TABLES[name].title for name in column.refers)
    for row in table.rows:
        for part in _parts(row.values.get(column.name)):
            if part in keys:
                continue
            if not keys:
                # One missing table is one mistake, however many rows refer to it.
                yield finding_at(
                    "unknown-reference", table, row, column.name, part, tables=names, hint=" Den tabellen är tom."
                )
                return
            hint = " Här får bara ett id stå." if "," in part and not column.many else _nearest(part, keys)
            yield finding_at("unknown-reference", table, row, column.name, part, tables=names, hint=hint)


def plan_citations(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """The sources that plan.toml names are among the sources."""
    known = _known("kallor", tables)
    if plan is None or not known.complete:
        return
    for section in (plan.project, plan.matter):
        for citation in section.cited:
            if citation.source not in known.keys:
                hint = _nearest(citation.source, known.keys)
                yield finding("unknown-reference", file="plan.toml", column="kalla", value=citation.source,
                              tables=TABLES["kallor"].title, hint=hint)  # fmt: skip


def _parts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value if isinstance(value, tuple) and not isinstance(value, Citation) else (value,)
    return tuple(part.source if isinstance(part, Citation) else str(part) for part in parts)


def _nearest(text: str, keys: frozenset[str]) -> str:
    candidates = {key.casefold(): key for key in sorted(keys)[:_MAX_CANDIDATES]}
    # Of two letters one may be wrong.
    near = get_close_matches(text[:60].casefold(), list(candidates), n=1, cutoff=0.5 if len(text) < 4 else 0.6)
    return f" Menade du '{candidates[near[0]]}'?" if near else ""
