"""The activities as they stood at the end of a term: how far, how late, what they cost, what is new and what was dropped."""

from __future__ import annotations

from datetime import date

import pandas as pd

from naravard.disclosure import ProtectedTable, protect
from naravard.measures.memory import remembered
from naravard.model import Activity, ActivityStatus, Project
from naravard.terms import Term

_COLUMNS = [
    "activity", "name", "goal", "status", "previous_status", "new", "start", "end", "actual_start", "actual_end",
    "slippage", "responsible", "target_group", "theme", "actor", "budget", "outcome", "deviation", "comment",
]  # fmt: skip


@remembered
def activities(project: Project, term: Term) -> pd.DataFrame:
    """The activities reported in the term.

    One row: one activity, in the order of the table. Columns: ``activity`` (id), ``name``, ``goal`` (the projektmål's id),
    ``status``, ``previous_status`` (that of the last earlier report of the same activity; None if there is none), ``new``
    (not reported in any earlier term, though earlier terms were reported), ``start``, ``end`` (planned), ``actual_start``,
    ``actual_end``, ``slippage``, ``responsible``, ``target_group``, ``theme``, ``actor`` (tuples), ``budget``, ``outcome``,
    ``deviation`` (outcome minus budget) in kronor, ``comment``.

    ``slippage`` is in days: the actual end minus the planned end; for a late activity whose planned end has passed, the term's
    last day minus the planned end; else NaN. A dropped activity has none. Less than 0 is early.
    """
    earlier = [report for report in project.until(term) if report.term < term]
    known = {activity.id: activity.status for report in earlier for activity in report.activities}
    last_day = project.calendar.last_day(term)
    rows = [
        [
            a.id, a.name, a.output_goal, a.status, known.get(a.id), bool(earlier) and a.id not in known, a.start, a.end,
            a.actual_start, a.actual_end, _slippage(a, last_day), a.responsible, a.target_groups, a.themes, a.actors,
            _kronor(a.budget), _kronor(a.outcome),
            None if a.budget is None or a.outcome is None else float(a.outcome - a.budget), a.comment,
        ]
        for a in project.term(term).activities
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.astype(dict.fromkeys(("slippage", "budget", "outcome", "deviation"), "float64"))


def activity_counts(project: Project, term: Term, by: str = "goal") -> pd.DataFrame:
    """How many activities stand at each status, by ``goal``, ``theme``, ``target_group``, ``actor`` or ``responsible``.

    One row: one value of ``by``, in the order met; the last row, ``totalt``, counts each activity once. Columns: ``by``, one
    for each status word, ``total``. An activity of two themes counts in both; one of none is under the empty name.
    """
    frame = activities(project, term)
    statuses = [str(status) for status in ActivityStatus]
    single = frame.assign(by=frame[by].map(lambda value: (value or ("",)) if isinstance(value, tuple) else (value,)))
    single = single.explode("by")
    rows = [
        [name, *((group["status"] == status).sum() for status in statuses), len(group)]
        for name, group in single.groupby("by", sort=False)
    ]
    rows.append(["totalt", *((frame["status"] == status).sum() for status in statuses), len(frame)])
    return pd.DataFrame(rows, columns=["by", *statuses, "total"])


@remembered
def participants(project: Project, term: Term) -> pd.DataFrame:
    """How many persons took part in each activity, as it may be published, for the terms until the term.

    One row: one activity and term. Columns: ``activity`` (id), ``term`` (a Term), ``value`` (persons; NaN if it may not or
    cannot be shown), ``status``: ``ok``, ``small`` (a count below ``below``), ``protected`` (hidden so that a small count
    cannot be worked out), ``missing``. There is no sum, over goals or over the project: it would give small counts away,
    and who took part in two activities would count twice.

    A count that has never fallen may be counted from the start of the activity; then a rise too small to show is hidden too.
    """
    rows: list[list[object]] = []
    published: dict[str, list[ProtectedTable]] = {}
    reported: dict[str, list[int]] = {}
    for report in project.until(term):
        for activity in report.activities:
            counts, earlier = reported.setdefault(activity.id, []), published.setdefault(activity.id, [])
            if activity.participants is not None:
                counts.append(activity.participants)
            never_fallen = counts == sorted(counts)
            table = protect(
                pd.DataFrame({"activity": [activity.id], "value": [activity.participants]}, dtype="object"),
                name=f"{activity.id} {report.term}",
                dimensions=["activity"],
                totals={},
                earlier=earlier if never_fallen else (),
                cumulative=never_fallen,
            )
            earlier.append(table)
            cell = table[activity.id]
            status = "ok" if cell.kind.known else str(cell.kind)
            rows.append([activity.id, report.term, cell.value, status, cell.below])
    frame = pd.DataFrame(rows, columns=["activity", "term", "value", "status", "below"])
    return frame.astype({"value": "float64", "below": "float64"})


def _slippage(activity: Activity, last_day: date) -> float | None:
    if activity.status is ActivityStatus.DROPPED:
        return None
    if activity.actual_end is not None:
        return (activity.actual_end - activity.end).days
    if activity.status is ActivityStatus.LATE and activity.end < last_day:
        return (last_day - activity.end).days
    return None


def _kronor(amount: object) -> float | None:
    return None if amount is None else float(str(amount))
