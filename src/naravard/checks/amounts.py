"""Amounts in the unit they are said to be in: one that is a thousand times too large is kronor written as tkr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from naravard.checks.findings import cell_text, few, finding_at
from naravard.model import Activity, Finding, Funding, MoneyUnit, Plan, Row, Table
from naravard.model.columns import columns
from naravard.model.tables import by_term
from naravard.terms import Term

MOST_KRONOR = Decimal(1_000_000_000)
"""A single activity or fund above this is more than the whole budget of a small municipality."""

TIMES = 1000
"""So many times apart are an amount in kronor and the same in thousands of kronor."""


def plausible_amounts(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """No amount is larger than a municipality, nor an outcome a thousand times its budget."""
    for table in tables:
        if table.kind not in (Activity, Funding):
            continue
        for column in columns(table.kind):
            if column.amount:
                yield from few(_odd_amounts(table, column.name))
        yield from few(found for row in table.rows for found in _far_from_budget(table, row))


def _odd_amounts(table: Table, name: str) -> Iterator[Finding]:
    for row in table.rows:
        amount = row.values.get(name)
        if amount is None:
            continue
        unit = row.values.get("unit") or MoneyUnit.KR
        if abs(amount) * unit.in_kr > MOST_KRONOR:
            yield finding_at("implausible", table, row, name, why="det är mer än en miljard kronor")
        elif unit is MoneyUnit.KR and _has_thousandths(amount):
            # Kronor have two decimals at most, so 1,234 is an English 1 234, or else a slip of the pen.
            hint = f" Kronor har högst två decimaler. Menade du {cell_text(amount).replace(',', '')}?"
            yield finding_at("ambiguous-number", table, row, name, hint=hint)


def _has_thousandths(amount: Decimal) -> bool:
    return abs(amount) < 1000 and amount.as_tuple().exponent == -3


def _far_from_budget(table: Table, row: Row) -> Iterator[Finding]:
    budget, outcome = row.values.get("budget"), row.values.get("outcome")
    if budget and outcome and abs(budget) >= 1 and outcome >= TIMES * abs(budget) and not _has_thousandths(budget):
        why = f"det är minst tusen gånger budgeten, {cell_text(budget)}"
        yield finding_at("implausible", table, row, "outcome", why=why)


def steady_amounts(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """A budget is not a thousand times what the same row had the term before: then kronor and tkr have been mixed up."""
    for kind in (Activity, Funding):
        before: dict[str, tuple[Decimal, Decimal, Term]] = {}
        for table in by_term(tables, kind):
            budgets = dict(_budgets(table))
            for name, (row, kronor, amount, term) in budgets.items():
                if name in before:
                    yield from _leap(table, row, kronor, before[name])
                before[name] = (kronor, amount, term)


def _budgets(table: Table) -> Iterator[tuple[str, tuple[Row, Decimal, Decimal, Term]]]:
    """The budgets by id, in kronor and as they stand: of two rows with one id, which is a fault of its own, the last."""
    for row in table.rows:
        name, amount = row.values.get("id"), row.values.get("budget")
        if name is not None and amount and table.term is not None:
            yield name, (row, amount * (row.values.get("unit") or MoneyUnit.KR).in_kr, amount, table.term)


def _leap(table: Table, row: Row, kronor: Decimal, before: tuple[Decimal, Decimal, Term]) -> Iterator[Finding]:
    ratio = abs(kronor / before[0])
    for compared, times in (("större", ratio), ("mindre", 1 / ratio)):
        if TIMES / 2 <= times <= TIMES * 2:
            yield finding_at(
                "magnitude", table, row, "budget", compared=compared, before=cell_text(before[1]), term=before[2]
            )


def outcomes_never_fall(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """What has been used is counted from the start, so it is not less than the term before."""
    for kind in (Activity, Funding):
        before: dict[str, tuple[Decimal, str]] = {}
        for table in by_term(tables, kind):
            now: dict[str, tuple[Decimal, str]] = {}
            for row in table.rows:
                unit = row.values.get("unit") if kind is Funding else MoneyUnit.KR
                name, outcome = row.values.get("id"), row.values.get("outcome")
                if name is None or outcome is None or unit is None:
                    continue
                if name in before and outcome * unit.in_kr < before[name][0]:
                    yield finding_at("outcome-falls", table, row, "outcome", unit=unit, before=before[name][1])
                now[name] = (outcome * unit.in_kr, f"{cell_text(outcome)} {unit} i terminen {table.term}")
            before |= now
