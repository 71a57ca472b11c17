"""The activities as they stood at the end of a term: how far, how late, what they cost, what is new and what was dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from naravard.disclosure import ProtectedTable, protect
from naravard.measures.memory import Row, counted, counts_of, measure
from naravard.model import Activity, ActivityStatus, Project
from naravard.terms import Term


@measure(
    "activity", activity="", name="", output_goal="", status=ActivityStatus, new="bool", start="day",
    end="day", actual_start="day", actual_end="day", slippage="float64", responsible="", target_groups="",
    themes="", actors="", budget="float64", outcome="float64", deviation="float64", comment="", origin="",
)  # fmt: skip
def activities(project: Project, term: Term) -> Iterator[Row]:
    """The activities reported in the term.

    One row: one activity, in the order of the table. Columns: ``activity`` (id), ``name``, ``output_goal`` (the projektmål's id),
    ``status``, ``new`` (not reported in any earlier term, though earlier terms were reported), ``start``, ``end`` (planned),
    ``actual_start``, ``actual_end``, ``slippage``, ``responsible``, ``target_groups``, ``themes``, ``actors`` (tuples),
    ``budget``, ``outcome``, ``deviation`` (outcome minus budget) in kronor, ``comment``.

    ``slippage`` is in days: the actual end minus the planned end; for a late activity whose planned end has passed, the term's
    last day minus the planned end; else NaN. A dropped activity has none. Less than 0 is early.
    """
    earlier = [report for report in project.until(term) if report.term < term]
    known = {activity.id for report in earlier for activity in report.activities}
    last_day = project.calendar.last_day(term)
    for a in project.term(term).activities:
        yield {
            "activity": a.id, "name": a.name, "output_goal": a.output_goal, "status": str(a.status),
            "new": bool(earlier) and a.id not in known,
            "start": a.start, "end": a.end, "actual_start": a.actual_start, "actual_end": a.actual_end,
            "slippage": _slippage(a, last_day), "responsible": a.responsible,
            "target_groups": a.target_groups, "themes": a.themes, "actors": a.actors,
            "budget": _kronor(a.budget), "outcome": _kronor(a.outcome),
            "deviation": None if a.budget is None or a.outcome is None else float(a.outcome - a.budget),
            "comment": a.comment, "origin": (a.origin,),
        }  # fmt: skip


_STATUSES = [str(status) for status in ActivityStatus]


@measure("by", by="", **counts_of(_STATUSES), total="int64", origin="")
def activity_counts(project: Project, term: Term, by: str = "output_goal") -> Iterator[Row]:
    """How many activities stand at each status.

    ``by`` is ``output_goal``, ``themes``, ``target_groups``, ``actors`` or ``responsible``.

    One row: one value of ``by``, in the order met; the last row, ``totalt``, counts each activity once. Columns: ``by``, one
    for each status word (``ej påbörjad``, ``pågår``, ``genomförd``, ``försenad``, ``avförd``), ``total``. An activity of two
    themes counts in both; one of none is under the empty name.
    """
    rows = activities.rows(project, term)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        given = row[by]
        for name in (given or ("",)) if isinstance(given, tuple) else (given,):
            groups.setdefault(name, []).append(row)
    for name, group in [*groups.items(), ("totalt", rows)]:
        behind = [row["origin"] for row in group]
        yield {"by": name, "total": len(group), "origin": behind, **counted(group, "status", _STATUSES)}


@measure("activity", "term", activity="", term="", value="float64", status="", below="float64", origin="")
def participants(project: Project, term: Term) -> Iterator[Row]:
    """How many persons took part in each activity, as it may be published, for the terms until the term.

    One row: one activity and term. Columns: ``activity`` (id), ``term`` (a Term), ``value`` (persons; NaN if it may not or
    cannot be shown), ``status``: ``ok``, ``small`` (a count below ``below``), ``protected`` (suppressed so that a small count
    cannot be worked out), ``missing``. There is no sum, over goals or over the project: it would give small counts away,
    and who took part in two activities would count twice.

    A count that has never fallen may be counted from the start of the activity; then a rise too small to show is suppressed too.
    """
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
            yield {
                "activity": activity.id, "term": report.term, "value": cell.value,
                "status": "ok" if cell.status.published else str(cell.status), "below": cell.below, "origin": (activity.origin,),
            }  # fmt: skip


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
