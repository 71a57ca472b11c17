"""Risks, deviations, lessons, decisions and assignments: what was reported, in the order in which a board needs it."""

from __future__ import annotations

import pandas as pd

from naravard.measures.memory import remembered
from naravard.model import ItemStatus, Project, TermReport
from naravard.terms import Term


@remembered
def risks(project: Project, term: Term) -> pd.DataFrame:
    """The risks of the term, the greatest first, closed ones last.

    One row: one risk. Columns: ``risk`` (id), ``text``, ``probability``, ``consequence`` (1 to 5), ``value`` (probability ×
    consequence, 1 to 25), ``previous_value`` (in the last earlier report; NaN if there is none), ``measure``, ``owner``,
    ``open``.
    """
    earlier = {r.id: r.probability * r.consequence for report in _before(project, term) for r in report.risks}
    rows = [
        [r.id, r.text, r.probability, r.consequence, r.probability * r.consequence, earlier.get(r.id), r.measure, r.owner,
         r.status is not ItemStatus.CLOSED]
        for r in project.term(term).risks
    ]  # fmt: skip
    names = ["risk", "text", "probability", "consequence", "value", "previous_value", "measure", "owner", "open"]
    frame = pd.DataFrame(rows, columns=names).astype({"previous_value": "float64", "open": "bool"})
    return frame.sort_values(["open", "value"], ascending=False, kind="stable", ignore_index=True)


@remembered
def deviations(project: Project, term: Term) -> pd.DataFrame:
    """The deviations of the term, open ones first.

    One row: one deviation. Columns: ``deviation`` (id), ``against`` (mål, tid, budget, omfattning), ``concerns`` (id of an
    activity or goal), ``text``, ``cause``, ``effect``, ``measure``, ``open``.
    """
    rows = [
        [d.id, str(d.against), d.concerns, d.text, d.cause, d.effect, d.measure, d.status is not ItemStatus.CLOSED]
        for d in project.term(term).deviations
    ]
    names = ["deviation", "against", "concerns", "text", "cause", "effect", "measure", "open"]
    frame = pd.DataFrame(rows, columns=names).astype({"open": "bool"})
    return frame.sort_values("open", ascending=False, kind="stable", ignore_index=True)


@remembered
def lessons(project: Project, term: Term) -> pd.DataFrame:
    """The lessons of all terms until the term.

    One row: one lesson. Columns: ``lesson`` (id), ``term``, ``text``, ``kind``, ``basis``, ``recommendation``.
    """
    rows = {
        item.id: [item.id, str(report.term), item.text, str(item.kind), item.basis, item.recommendation]
        for report in project.until(term)
        for item in report.lessons
    }
    return pd.DataFrame(rows.values(), columns=["lesson", "term", "text", "kind", "basis", "recommendation"])


@remembered
def decisions(project: Project, term: Term) -> pd.DataFrame:
    """The decisions taken and proposed until the term, in the order of the terms that reported them.

    One row: one point of one decision. Columns: ``decision`` (id), ``point``, ``points`` (how many the decision has), ``term``
    (that reported it), ``body``, ``decided_on`` (None if not known), ``paragraph``, ``kind``, ``status``, ``text``,
    ``report_back`` (None if nothing is said).
    """
    rows = {
        (item.id, item.point): [
            item.id, item.point, 0, str(report.term), item.body, item.decided_on, item.paragraph, str(item.kind),
            str(item.status), item.text, item.report_back,
        ]
        for report in project.until(term)
        for item in report.decisions
    }  # fmt: skip
    names = [
        "decision",
        "point",
        "points",
        "term",
        "body",
        "decided_on",
        "paragraph",
        "kind",
        "status",
        "text",
        "report_back",
    ]
    frame = pd.DataFrame(rows.values(), columns=names)
    frame["points"] = frame.groupby("decision")["point"].transform("count") if len(frame) else frame["points"]
    return frame


@remembered
def assignments(project: Project, term: Term) -> pd.DataFrame:
    """The assignments and handovers as reported in the term, open ones first.

    One row: one assignment. Columns: ``assignment`` (id), ``kind``, ``giver``, ``receivers`` (tuples), ``text``, ``purpose``,
    ``year``, ``due``, ``report_back``, ``decision``, ``open``, ``overdue`` (open though due before the term's last day).
    """
    last_day = project.calendar.last_day(term)
    rows = [
        [a.id, str(a.kind), a.giver, a.receivers, a.text, a.purpose, a.year, a.due, a.report_back, a.decision,
         a.status is not ItemStatus.CLOSED,
         a.status is not ItemStatus.CLOSED and a.due is not None and a.due.precision == "day" and a.due.first_day < last_day]
        for a in project.term(term).assignments
    ]  # fmt: skip
    names = [
        "assignment",
        "kind",
        "giver",
        "receivers",
        "text",
        "purpose",
        "year",
        "due",
        "report_back",
        "decision",
        "open",
        "overdue",
    ]
    frame = pd.DataFrame(rows, columns=names).astype({"open": "bool", "overdue": "bool"})
    return frame.sort_values("open", ascending=False, kind="stable", ignore_index=True)


def _before(project: Project, term: Term) -> list[TermReport]:
    return [report for report in project.until(term) if report.term < term]
