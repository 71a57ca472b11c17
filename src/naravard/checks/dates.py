"""Nothing ends before it begins, what is done lies in the years of the project, and its terms are of one division."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from naravard.checks.findings import cell_text, few, finding_at
from naravard.model import Finding, PartialDate, Plan, Table
from naravard.model.columns import columns
from naravard.terms import Term, TermCalendar

_PAIRS: tuple[tuple[str, str], ...] = (("start", "end"), ("actual_start", "actual_end"), ("since", "until"))


def ends_after_starts(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """Nothing ends before it begins."""
    for table in tables:
        headings = {column.name: column.heading for column in columns(table.kind)}
        for start, end in _PAIRS:
            if start in headings and end in headings:
                yield from few(_backwards(table, start, end, headings[start], plan))


def _backwards(table: Table, start: str, end: str, heading: str, plan: Plan | None) -> Iterator[Finding]:
    for row in table.rows:
        began, ended = row.values.get(start), row.values.get(end)
        if began is None or ended is None or _latest(ended) >= _earliest(began):
            continue
        # A day in the year 2203 is told of as such.
        if not _is_far_off(began, plan) and not _is_far_off(ended, plan):
            yield finding_at("end-before-start", table, row, end, start_heading=heading, start=cell_text(began))


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
            yield from few(
                finding_at("date-out-of-range", table, row, column.name, first=first, last=last)
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


def terms_of_one_division(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """Every term is one of those that the project divides the year into."""
    if plan is None:
        return
    for table in tables:
        for column in columns(table.kind):
            if column.kind in ("term", "period"):
                yield from few(_of_another_division(table, column.name, plan.calendar.days))


def _of_another_division(table: Table, field: str, calendar: TermCalendar) -> Iterator[Finding]:
    for row in table.rows:
        term = Term.parse_or_none(row.values.get(field) or "")
        if term and term.division is not calendar.division:
            yield finding_at(
                "other-division", table, row, field, division=calendar.division, wanted=calendar.counterpart(term)
            )
