"""Promises between records: ids that are unique, references that lead somewhere, dates and amounts that make sense.

Each rule goes through the tables as they were read, broken rows too, and says what it finds. A reference into a table that
could not be read is not judged: the mistake is told where it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from naravard.model import (
    PROJECT_TABLES,
    TERM_TABLES,
    Activity,
    ActivityStatus,
    Citation,
    Finding,
    Funding,
    Indicator,
    Measurement,
    MoneyUnit,
    PartialDate,
    Plan,
    Record,
    Row,
    Scale,
    Sex,
    Table,
    Target,
)
from naravard.model.columns import Column, columns
from naravard.model.naming import fold_name
from naravard.rounding import rounded
from naravard.rules import finding
from naravard.terms import Term

MOST_KRONOR = Decimal(1_000_000_000)
"""A single activity or fund above this is more than the whole budget of a small municipality."""

TIMES = 1000
"""So many times apart are an amount in kronor and the same in thousands of kronor."""

_SHOWN = 50
_TITLES = {record.table: record.title for record in (*PROJECT_TABLES, *TERM_TABLES)}
_MAX_CANDIDATES = 500

Rule = Callable[[Sequence[Table], Plan | None], Iterator[Finding]]


def check(tables: Sequence[Table], plan: Plan | None = None) -> list[Finding]:
    """All findings between the records of a project. Without a plan, what depends on the project's time is not judged."""
    return [found for rule in _RULES for found in rule(tables, plan)]


def _at(code: str, table: Table, row: Row, field: str, value: object = None, **words: object) -> Finding:
    """A finding about one field of a row."""
    heading = next((column.heading for column in columns(table.kind) if column.name == field), field)
    stands = row.values.get(field) if value is None else value
    return finding(code, file=table.file, sheet=table.sheet, row=row.origin.row, column=heading,
                   letter=table.letters.get(field, ""), value=_shown(stands), **words)  # fmt: skip


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, tuple) and not isinstance(value, Citation):
        return ", ".join(map(_shown, value))
    return "" if value is None else str(value)


def _few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """At most so many findings of a kind in a column: one wrong column must not drown the rest."""
    seen: dict[tuple[str, str, str, str], int] = {}
    for found in findings:
        group = (found.code, found.file, found.sheet, found.column)
        seen[group] = seen.get(group, 0) + 1
        if seen[group] <= _SHOWN:
            yield found
        else:
            return


# Ids ----------------------------------------------------------------------------------------------------------------


def unique_ids(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """No two rows of a table are the same thing."""
    for table in tables:
        yield from _few(_repeated(table))


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
            told = " ".join(_shown(row.values[name]) for name in present if row.values[name] is not None)
            yield _at("duplicate-id", table, row, table.kind.key[0], told, first=first[key])
        else:
            first[key] = row.origin.row


def _identity(value: Any) -> Any:
    # An empty sex means the total, and a name is the same however it is written.
    return None if value is Sex.TOTAL else fold_name(value) if isinstance(value, str) else value


# References ---------------------------------------------------------------------------------------------------------


class _Known(NamedTuple):
    """What a reference may name: the keys of a table over all terms, and whether all of them are known."""

    keys: frozenset[str]
    complete: bool


def known_references(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """Every reference leads to a row, in whichever term it was reported."""
    known = {kind: _known(kind, tables) for kind in {table for each in tables for table in _referred(each.kind)}}
    for table in tables:
        for column in columns(table.kind):
            if column.refers and all(known[name].complete for name in column.refers):
                yield from _few(_unknown(table, column, known))


def _referred(kind: type[Record]) -> set[str]:
    return {name for column in columns(kind) for name in column.refers}


def _known(name: str, tables: Sequence[Table]) -> _Known:
    here = [table for table in tables if table.kind.table == name]
    keys = {row.values[table.kind.key[0]] for table in here for row in table.rows if table.kind.key[0] in row.values}
    # A row whose id could not be read may be the one that is meant.
    whole = all(table.complete and table.kind.key[0] in row.values for table in here for row in table.rows)
    return _Known(frozenset(keys), whole and all(table.complete for table in here))


def _unknown(table: Table, column: Column, known: Mapping[str, _Known]) -> Iterator[Finding]:
    keys = frozenset().union(*(known[name].keys for name in column.refers))
    names = " eller ".join(_TITLES[name] for name in column.refers)
    for row in table.rows:
        for part in _parts(row.values.get(column.name)):
            if part in keys:
                continue
            if not keys:
                # One missing table is one mistake, however many rows refer to it.
                yield _at(
                    "unknown-reference", table, row, column.name, part, tables=names, hint=" Den tabellen är tom."
                )
                return
            hint = " Här får bara ett id stå." if "," in part and not column.many else _nearest(part, keys)
            yield _at("unknown-reference", table, row, column.name, part, tables=names, hint=hint)


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
                              tables=_TITLES["kallor"], hint=hint)  # fmt: skip


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


# Time ---------------------------------------------------------------------------------------------------------------

_PAIRS: tuple[tuple[str, str], ...] = (("start", "end"), ("actual_start", "actual_end"), ("since", "until"))


def ends_after_starts(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """Nothing ends before it begins."""
    for table in tables:
        headings = {column.name: column.heading for column in columns(table.kind)}
        for start, end in _PAIRS:
            if start in headings and end in headings:
                yield from _few(_backwards(table, start, end, headings[start], plan))


def _backwards(table: Table, start: str, end: str, heading: str, plan: Plan | None) -> Iterator[Finding]:
    for row in table.rows:
        began, ended = row.values.get(start), row.values.get(end)
        if began is None or ended is None or _latest(ended) >= _earliest(began):
            continue
        # A day in the year 2203 is told of as such.
        if not _is_far_off(began, plan) and not _is_far_off(ended, plan):
            yield _at("end-before-start", table, row, end, start_heading=heading, start=_shown(began))


def _earliest(value: date | PartialDate | Term) -> Any:
    return value.first_day if isinstance(value, PartialDate) else value


def _latest(value: date | PartialDate | Term) -> Any:
    """The last day that is meant: a year ends in December, a month on its last day."""
    return value.last_day if isinstance(value, PartialDate) else value


def dates_near_the_project(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """The days of what is done and reported lie in the project's years, or the year before or after."""
    if plan is None:
        return
    first, last = _years(plan)
    for table in tables:
        for column in columns(table.kind):
            if column.kind != "date":
                continue
            far_off = {day for day in {row.values.get(column.name) for row in table.rows} if _is_far_off(day, plan)}
            yield from _few(
                _at("date-out-of-range", table, row, column.name, first=first, last=last)
                for row in table.rows
                if far_off and row.values.get(column.name) in far_off
            )


def _years(plan: Plan) -> tuple[int, int]:
    return plan.project.first_term.year - 1, plan.project.last_term.year + 1


def _is_far_off(day: Any, plan: Plan | None) -> bool:
    """Whether a day is so far from the project's years that it must be a slip of the pen. Months and years may be history."""
    if plan is None or not isinstance(day, date):
        return False
    first, last = _years(plan)
    return not first <= day.year <= last


def known_periods(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """A target is set for a term or for a year."""
    for table in tables:
        if table.kind is Target:
            yield from _few(
                _at("bad-period", table, row, "period")
                for row in table.rows
                if "period" in row.values and not _is_period(row.values["period"])
            )


def _is_period(text: str) -> bool:
    return bool(Term.parse_or_none(text) or re.fullmatch(r"(19|20)[0-9]{2}", text))


# Amounts and values -------------------------------------------------------------------------------------------------


def plausible_amounts(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """No amount is larger than a municipality, nor an outcome a thousand times its budget."""
    for table in tables:
        if table.kind not in (Activity, Funding):
            continue
        for column in columns(table.kind):
            if column.amount:
                yield from _few(_odd_amounts(table, column.name))
        yield from _few(found for row in table.rows for found in _far_from_budget(table, row))


def _odd_amounts(table: Table, name: str) -> Iterator[Finding]:
    for row in table.rows:
        amount = row.values.get(name)
        if amount is None:
            continue
        unit = row.values.get("unit") or MoneyUnit.KR
        if abs(amount) * unit.in_kr > MOST_KRONOR:
            yield _at("implausible", table, row, name, why="det är mer än en miljard kronor")
        elif unit is MoneyUnit.KR and _has_thousandths(amount):
            # Kronor have two decimals at most, so 1,234 is an English 1 234, or else a slip of the pen.
            hint = f" Kronor har högst två decimaler. Menade du {_shown(amount).replace(',', '')}?"
            yield _at("ambiguous-number", table, row, name, hint=hint)


def _has_thousandths(amount: Decimal) -> bool:
    return abs(amount) < 1000 and amount.as_tuple().exponent == -3


def _far_from_budget(table: Table, row: Row) -> Iterator[Finding]:
    budget, outcome = row.values.get("budget"), row.values.get("outcome")
    if budget and outcome and abs(budget) >= 1 and outcome >= TIMES * abs(budget) and not _has_thousandths(budget):
        why = f"det är minst tusen gånger budgeten, {_shown(budget)}"
        yield _at("implausible", table, row, "outcome", why=why)


def steady_amounts(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """A budget is not a thousand times what the same row had the term before: then kronor and tkr have been mixed up."""
    for kind in (Activity, Funding):
        before: dict[str, tuple[Decimal, Decimal, Term]] = {}
        for table in _by_term(tables, kind):
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
            yield _at("magnitude", table, row, "budget", compared=compared, before=_shown(before[1]), term=before[2])


def plausible_values(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """A share lies between 0 and 100 per cent, a count is not negative, and a value is its numerator by its denominator."""
    indicators = {
        row.values["id"]: row.values
        for table in tables
        if table.kind is Indicator
        for row in table.rows
        if {"id", "scale", "unit"} <= row.values.keys()
    }
    for table in tables:
        if table.kind is Measurement:
            for row in table.rows:
                yield from _odd_value(table, row, indicators.get(row.values.get("indicator"), {}))


def steady_statuses(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """An activity's status goes with its days, and with the day on which the term ended."""
    for table in tables:
        if plan is not None and table.kind is Activity and table.term is not None:
            yield from _few(_odd_status(table, plan.calendar.days.last_day(table.term)))


def _odd_status(table: Table, last_day: date) -> Iterator[Finding]:
    # A table that keeps no actual days is not asked to tell late from ongoing.
    dated = "actual_end" in table.letters
    for row in table.rows:
        status, end, began, ended = (row.values.get(name) for name in ("status", "end", "actual_start", "actual_end"))
        if status is ActivityStatus.NOT_STARTED and began is not None:
            yield _at("status-date", table, row, "status", why=f"verklig start är {began}")
        elif status in (ActivityStatus.NOT_STARTED, ActivityStatus.ONGOING, ActivityStatus.LATE) and ended is not None:
            yield _at("status-date", table, row, "status", why=f"verkligt slut är {ended}")
        elif (
            dated
            and status in (ActivityStatus.NOT_STARTED, ActivityStatus.ONGOING)
            and end is not None
            and end < last_day
        ):
            why = f"planerat slut, {end}, har passerat när terminen slutar, {last_day}"
            yield _at("status-date", table, row, "status", why=why)
        elif dated and status is ActivityStatus.DONE and row.values.get("actual_end", "") is None:
            yield _at("no-actual-end", table, row, "actual_end")


def outcomes_never_fall(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """What has been used is counted from the start, so it is not less than the term before."""
    for kind in (Activity, Funding):
        before: dict[str, tuple[Decimal, str]] = {}
        for table in _by_term(tables, kind):
            now: dict[str, tuple[Decimal, str]] = {}
            for row in table.rows:
                unit = row.values.get("unit") if kind is Funding else MoneyUnit.KR
                name, outcome = row.values.get("id"), row.values.get("outcome")
                if name is None or outcome is None or unit is None:
                    continue
                if name in before and outcome * unit.in_kr < before[name][0]:
                    yield _at("outcome-falls", table, row, "outcome", unit=unit, before=before[name][1])
                now[name] = (outcome * unit.in_kr, f"{_shown(outcome)} {unit} i terminen {table.term}")
            before |= now


def _odd_value(table: Table, row: Row, indicator: Mapping[str, Any]) -> Iterator[Finding]:
    value, numerator, denominator = (row.values.get(name) for name in ("value", "numerator", "denominator"))
    scale = indicator.get("scale")
    if isinstance(value, Decimal) and value < 0 and scale in (Scale.COUNT, Scale.SHARE):
        yield _at("negative", table, row, "value")
    percent = scale is Scale.SHARE and indicator.get("unit") == "%"
    if isinstance(value, Decimal) and percent and value > 100:
        yield _at("implausible", table, row, "value", why="en andel är högst 100 %")
    if scale is not Scale.SHARE or numerator is None or not denominator:
        return
    if numerator > denominator:
        yield _at("person-count", table, row, "numerator", why=f"täljaren är större än nämnaren, {_shown(denominator)}")
    elif isinstance(value, Decimal) and percent:
        decimals = indicator.get("decimals", 1)
        expected = rounded(100 * numerator / denominator, decimals)
        if rounded(value, decimals) != expected:
            yield _at("share-mismatch", table, row, "value", numerator=_shown(numerator),
                      denominator=_shown(denominator), expected=_shown(expected))  # fmt: skip


# Counts of persons: what cannot be true cannot be protected either ------------------------------------------------------

_Counts = dict[tuple[str, str, str], tuple[Decimal, Row]]
"""The counts of one indicator and term, by what is counted (value; numerator, denominator, complement), sex and subgroup."""


def countable_persons(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """Counts of persons are whole, their parts within the total, and what is counted from the start does not fall."""
    indicators = {row.values.get("id"): row.values for t in tables if t.kind is Indicator for row in t.rows}
    before: dict[str, dict[tuple[str, str, str], Decimal]] = {}
    for table in _by_term(tables, Measurement):
        for name in dict.fromkeys(row.values.get("indicator") for row in table.rows):
            if name is None or name not in indicators:
                continue
            counts = _counts(table, name, indicators[name])
            yield from _few(_uncountable(table, counts))
            if indicators[name].get("cumulative"):
                yield from _few(_fallen(table, counts, before.setdefault(name, {})))


def _by_term(tables: Sequence[Table], kind: type[Record]) -> list[Table]:
    return sorted((t for t in tables if t.kind is kind and t.term), key=lambda t: t.term or Term(1900, "VT"))


def _counts(table: Table, name: str, indicator: Mapping[str, Any]) -> _Counts:
    """What disclosure control takes as counts of persons: values that count them, and the numbers behind a share."""
    share = indicator.get("scale") is Scale.SHARE
    fields = ("value",) if indicator.get("counts_persons") else ("numerator", "denominator") if share else ()
    counts: _Counts = {}
    for row in table.rows:
        if row.values.get("indicator") == name:
            group = str(row.values.get("sex") or Sex.TOTAL), row.values.get("subgroup") or ""
            found = {field: row.values[field] for field in fields if isinstance(row.values.get(field), Decimal)}
            if len(found) == 2:
                found["complement"] = found["denominator"] - found["numerator"]
            counts |= {(field, *group): (count, row) for field, count in found.items()}
    return counts


def _uncountable(table: Table, counts: _Counts) -> Iterator[Finding]:
    for (field, sex, subgroup), (count, row) in counts.items():
        if count < 0 or count != count.to_integral_value():
            if field != "complement":
                yield _at("person-count", table, row, field, why="ett antal personer är ett heltal, 0 eller mer")
            continue
        by_sex = [n for (f, s, g), (n, _) in counts.items() if (f, g) == (field, subgroup) and s != Sex.TOTAL]
        by_group = [n for (f, s, g), (n, _) in counts.items() if (f, s) == (field, sex) and g]
        for parts, whole in ((by_sex, sex == Sex.TOTAL), (by_group, not subgroup)):
            if whole and sum(parts) > count:
                named = "nämnaren minus täljaren" if field == "complement" else "detta"
                why = f"delarna är tillsammans {_shown(sum(parts))}, mer än {named}, och en person får räknas i högst en del"
                yield _at("person-count", table, row, "numerator" if field == "complement" else field, why=why)


def _fallen(table: Table, counts: _Counts, before: dict[tuple[str, str, str], Decimal]) -> Iterator[Finding]:
    for key, (count, row) in counts.items():
        if key in before and count < before[key]:
            why = f"det räknas från starten och var {_shown(before[key])} tidigare"
            yield _at("person-count", table, row, key[0], why=why)
        before[key] = count


_RULES: tuple[Rule, ...] = (
    unique_ids,
    known_references,
    plan_citations,
    known_periods,
    ends_after_starts,
    dates_near_the_project,
    plausible_amounts,
    steady_amounts,
    plausible_values,
    steady_statuses,
    outcomes_never_fall,
    countable_persons,
)
