"""Tables of what goes on after the term: unfinished activities, goals measured later, report-backs."""

from __future__ import annotations

from datetime import date

from naravard import labels, measures, writing
from naravard.document import Block, Cell
from naravard.model import ActivityStatus, DecisionStatus, Project
from naravard.source_lines import table_source
from naravard.tables.declared import Declared
from naravard.tables.form import Form, day, listed, named, words
from naravard.terms import Term
from naravard.writing import Row

UNFINISHED = Declared("unfinished", {
    "name": named(key="activity"),
    "status": words(),
    "end": day(),
    "responsible": words(begin=True),
    "comment": words(empty=labels.DASH),
})  # fmt: skip


def unfinished(project: Project, term: str) -> Block:
    """The activities that are neither done nor dropped."""
    rows = measures.activities.rows(project, term)
    going_on = [row for row in rows if row["status"] not in (ActivityStatus.DONE, ActivityStatus.DROPPED)]
    if rows and not going_on:
        return UNFINISHED.notice(UNFINISHED.said["none"])
    return UNFINISHED.known(going_on, "fortsatter", source=table_source(project, term, "aktiviteter"))


GOALS_AHEAD = Declared("goals_ahead", {
    "text": named(key="goal"),
    "kind": words(begin=True),
    "due": day(),
    "owner": words(),
})  # fmt: skip


def goals_ahead(project: Project, term: str) -> Block:
    """The goals that are measured or due after the term, and when."""
    when = Term.parse(term)
    rows = measures.goals.rows(project, when)
    last_day = project.calendar.last_day(when)
    ahead = [row for row in rows if row["not_due"] or (isinstance(row["due"], date) and row["due"] > last_day)]
    if rows and not ahead:
        return GOALS_AHEAD.notice(GOALS_AHEAD.said["none"])
    return GOALS_AHEAD.known(ahead, "mal-senare", source=table_source(project, term, "effektmal", "projektmal"))


def _enjoined(row: Row, column: str) -> Cell:
    """The decision or the assignment by which something is to be reported back."""
    return Cell(writing.word(row, column, f"{row['enjoined_by']} {row[column]}"))


REPORT_BACKS = Declared("report_backs", {
    "report_back": day(),
    "id": Form(_enjoined),
    "text": words(),
    "who": listed(),
})  # fmt: skip


def report_backs(project: Project, term: str) -> Block:
    """What is to be reported back, by decision or assignment, in order of time."""
    last_day = project.calendar.last_day(Term.parse(term))
    decided = [
        _enjoined_by(REPORT_BACKS.said["cells"]["decision"], row, "decision", "body")
        for row in measures.decisions.rows(project, term)
        if row["status"] == DecisionStatus.DECIDED
    ]
    assigned = [
        _enjoined_by(labels.sentence(row["kind"]), row, "assignment", "receivers")
        for row in measures.assignments.rows(project, term)
        if row["open"]
    ]
    rows = [row for row in (*decided, *assigned) if row["report_back"] and row["report_back"].last_day > last_day]
    if not rows:
        return REPORT_BACKS.notice(REPORT_BACKS.said["none"])
    rows.sort(key=lambda row: row["report_back"])
    return REPORT_BACKS.table(rows, "aterrapporteras", source=table_source(project, term, "beslut", "uppdrag"))


def _enjoined_by(what: str, row: Row, key: str, who: str) -> Row:
    """A row of decisions or of assignments under the names that they share here."""
    behind = {"id_origin": row["origin"].of(key), "who_origin": row["origin"].of(who)}
    return {**row, "enjoined_by": what, "id": row[key], "who": row[who], **behind}
