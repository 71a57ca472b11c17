"""An activity's status goes with its days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from naravard.checks.findings import few, finding_at
from naravard.model import Activity, ActivityStatus, Finding, Plan, Table


def steady_statuses(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """An activity's status goes with its days, and with the day on which the term ended."""
    for table in tables:
        if plan is not None and table.kind is Activity and table.term is not None:
            yield from few(_odd_status(table, plan.calendar.days.last_day(table.term)))


def _odd_status(table: Table, last_day: date) -> Iterator[Finding]:
    # A table that keeps no actual days is not asked to tell late from ongoing.
    dated = "actual_end" in table.letters
    for row in table.rows:
        status, end, began, ended = (row.values.get(name) for name in ("status", "end", "actual_start", "actual_end"))
        if status is ActivityStatus.NOT_STARTED and began is not None:
            yield finding_at("status-date", table, row, "status", why=f"verklig start är {began}")
        elif status in (ActivityStatus.NOT_STARTED, ActivityStatus.ONGOING, ActivityStatus.LATE) and ended is not None:
            yield finding_at("status-date", table, row, "status", why=f"verkligt slut är {ended}")
        elif (
            dated
            and status in (ActivityStatus.NOT_STARTED, ActivityStatus.ONGOING)
            and end is not None
            and end < last_day
        ):
            why = f"planerat slut, {end}, har passerat när terminen slutar, {last_day}"
            yield finding_at("status-date", table, row, "status", why=why)
        elif dated and status is ActivityStatus.DONE and row.values.get("actual_end", "") is None:
            yield finding_at("no-actual-end", table, row, "actual_end")
