"""Risks, deviations, lessons, decisions and assignments: what was reported, in the order in which a board needs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from naravard.document import Origin
from naravard.measures.memory import Row, measure
from naravard.model import (
    AssignmentKind,
    DecisionKind,
    DecisionStatus,
    DeviationFrom,
    ItemStatus,
    LessonKind,
    Project,
    TermReport,
    records_of,
)
from naravard.terms import Term

HIGHEST_RISK = 5 * 5


def records(project: Project, table: str, term: Term | str | None = None) -> Sequence[Row]:
    """The rows of one table as they are filled in, but for what may count persons; of all that is reported, in one term.

    One row: one record. Columns: its fields, ``term`` where the table is reported each term, and ``origin``.
    """
    holders = [project.term(term)] if term else [project]
    made = []
    for holder in holders:
        for record in records_of(holder, table):
            row = {name: getattr(record, name) for name in type(record).model_fields if name not in record.counting}
            key = " ".join(str(getattr(record, name)) for name in record.key if getattr(record, name) is not None)
            when = {"term": str(holder.term)} if isinstance(holder, TermReport) else {}
            made.append(row | when | {"origin": Origin(table, key, rows=(record.origin,))})
    return made


@measure(
    "risk", risk="", text="", probability="int64", consequence="int64", value="int64", highest="int64",
    previous_value="float64", measure="", owner="", open="bool", origin="", previous_value_origin="",
)  # fmt: skip
def risks(project: Project, term: Term) -> Iterator[Row]:
    """The risks of the term, the greatest first, closed ones last.

    One row: one risk. Columns: ``risk`` (id), ``text``, ``probability``, ``consequence`` (1 to 5), ``value`` (probability ×
    consequence), ``highest`` (the greatest value that there can be, 25), ``previous_value`` (in the last earlier report; NaN
    if there is none), ``measure``, ``owner``, ``open``.
    """
    earlier = {r.id: r for report in project.until(term) if report.term < term for r in report.risks}
    open_first = sorted(
        project.term(term).risks, key=lambda r: (r.status is ItemStatus.CLOSED, -r.probability * r.consequence)
    )
    for r in open_first:
        before = earlier.get(r.id)
        yield {
            "risk": r.id, "text": r.text, "probability": r.probability, "consequence": r.consequence,
            "value": r.probability * r.consequence, "highest": HIGHEST_RISK,
            "previous_value": before.probability * before.consequence if before else None, "measure": r.measure,
            "owner": r.owner, "open": r.status is not ItemStatus.CLOSED, "origin": (r.origin,),
            "previous_value_origin": (before.origin,) if before else (),
        }  # fmt: skip


@measure(
    "deviation", deviation="", against=DeviationFrom, concerns="", text="", cause="", effect="", measure="", open="bool",
    origin="",
)  # fmt: skip
def deviations(project: Project, term: Term) -> Iterator[Row]:
    """The deviations of the term, open ones first.

    One row: one deviation. Columns: ``deviation`` (id), ``against`` (mål, tid, budget, omfattning), ``concerns`` (id of an
    activity or goal), ``text``, ``cause``, ``effect``, ``measure``, ``open``.
    """
    for d in sorted(project.term(term).deviations, key=lambda d: d.status is ItemStatus.CLOSED):
        yield {
            "deviation": d.id, "against": str(d.against), "concerns": d.concerns, "text": d.text, "cause": d.cause,
            "effect": d.effect, "measure": d.measure, "open": d.status is not ItemStatus.CLOSED, "origin": (d.origin,),
        }  # fmt: skip


@measure("lesson", lesson="", term="", text="", kind=LessonKind, basis="", recommendation="", origin="")
def lessons(project: Project, term: Term) -> Iterator[Row]:
    """The lessons of all terms until the term.

    One row: one lesson. Columns: ``lesson`` (id), ``term``, ``text``, ``kind``, ``basis``, ``recommendation``.
    """
    known = {item.id: (report.term, item) for report in project.until(term) for item in report.lessons}
    for when, item in known.values():
        yield {
            "lesson": item.id, "term": str(when), "text": item.text, "kind": str(item.kind), "basis": item.basis,
            "recommendation": item.recommendation, "origin": (item.origin,),
        }  # fmt: skip


@measure(
    "decision", "point", decision="", point="int64", term="", body="", decided_on="", paragraph="",
    kind=DecisionKind, status=DecisionStatus, text="", report_back="", origin="",
)  # fmt: skip
def decisions(project: Project, term: Term) -> Iterator[Row]:
    """The decisions taken and proposed until the term, in the order of the terms that reported them.

    One row: one point of one decision. Columns: ``decision`` (id), ``point``, ``term`` (that reported it), ``body``,
    ``decided_on`` (None if not known), ``paragraph``, ``kind``, ``status``, ``text``, ``report_back`` (None if nothing is said).
    """
    known = {(item.id, item.point): (report.term, item) for report in project.until(term) for item in report.decisions}
    for when, item in known.values():
        yield {
            "decision": item.id, "point": item.point, "term": str(when), "body": item.body,
            "decided_on": item.decided_on, "paragraph": item.paragraph, "kind": str(item.kind),
            "status": str(item.status), "text": item.text, "report_back": item.report_back, "origin": (item.origin,),
        }  # fmt: skip


@measure("term", term="", taken="int64", proposed="int64", taken_origin="", proposed_origin="", origin="")
def decision_counts(project: Project, term: Term) -> Iterator[Row]:
    """How many decisions were reported in the term itself.

    One row: one term, that which is asked for. Columns: ``term``, ``taken`` and ``proposed`` (decisions, however many points).
    """
    own = [row for row in decisions.rows(project, term) if row["term"] == str(term)]
    firsts = list({row["decision"]: row for row in reversed(own)}.values())
    made: Row = {"term": str(term)}
    for name, status in (("taken", DecisionStatus.DECIDED), ("proposed", DecisionStatus.PROPOSED)):
        of_status = [row for row in firsts if row["status"] == status]
        behind = [row["origin"] for row in own if row["status"] == status]
        made |= {name: len(of_status), f"{name}_origin": behind}
    yield made


@measure(
    "assignment", assignment="", kind=AssignmentKind, giver="", receivers="", text="", purpose="", year="", due="",
    report_back="", decision="", open="bool", overdue="bool", origin="",
)  # fmt: skip
def assignments(project: Project, term: Term) -> Iterator[Row]:
    """The assignments and handovers as reported in the term, open ones first.

    One row: one assignment. Columns: ``assignment`` (id), ``kind``, ``giver``, ``receivers`` (tuples), ``text``, ``purpose``,
    ``year``, ``due``, ``report_back``, ``decision``, ``open``, ``overdue`` (open though due before the term's last day).
    """
    last_day = project.calendar.last_day(term)
    for a in sorted(project.term(term).assignments, key=lambda a: a.status is ItemStatus.CLOSED):
        is_open = a.status is not ItemStatus.CLOSED
        past = a.due is not None and a.due.precision == "day" and a.due.first_day < last_day
        yield {
            "assignment": a.id, "kind": str(a.kind), "giver": a.giver, "receivers": a.receivers, "text": a.text,
            "purpose": a.purpose, "year": a.year, "due": a.due, "report_back": a.report_back, "decision": a.decision,
            "open": is_open, "overdue": is_open and past, "origin": (a.origin,),
        }  # fmt: skip
