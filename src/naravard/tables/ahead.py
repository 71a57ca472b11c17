"""Tables of what goes on after the term: unfinished activities, goals measured later, report-backs."""

from __future__ import annotations

from naravard import labels, measures, writing
from naravard.document import Block, Cell, Notice
from naravard.model import Project
from naravard.tables.form import Form, day, listed, named, table_of, words
from naravard.tables.source import nothing_known, table_source
from naravard.terms import Term
from naravard.writing import Row

UNFINISHED = {
    "name": named("Aktivitet", "activity"),
    "status": words("Status"),
    "end": day("Planerat slut"),
    "responsible": words("Ansvarig", begin=True),
    "comment": words("Kommentar", empty=labels.DASH),
}


def unfinished(project: Project, term: str) -> Block:
    """The activities that are neither done nor dropped."""
    rows = measures.activities.rows(project, term)
    if not rows:
        return nothing_known("Aktiviteter som fortsätter")
    rows = [row for row in rows if row["status"] not in ("genomförd", "avförd")]
    if not rows:
        return Notice("Aktiviteter som fortsätter:", "inga, alla är genomförda eller avförda.", "muted")
    source = table_source(project, term, "aktiviteter")
    return table_of(rows, UNFINISHED, name="fortsatter", caption="Aktiviteter som inte är avslutade", source=source)


GOALS_AHEAD = {
    "text": named("Mål", "goal"),
    "kind": words("Slag", begin=True),
    "due": day("Mäts eller förfaller"),
    "owner": words("Ägare"),
}


def goals_ahead(project: Project, term: str) -> Block:
    """The goals that are measured or due after the term, and when."""
    when = Term.parse(term)
    rows = measures.goals.rows(project, when)
    last_day = project.calendar.last_day(when)
    ahead = [row for row in rows if row["not_due"] or _is_later(row["due"], last_day)]
    if not rows:
        return nothing_known("Mål som mäts eller förfaller senare")
    if not ahead:
        return Notice("Mål som mäts eller förfaller senare:", "inga.", "muted")
    source = table_source(project, term, "effektmal", "projektmal")
    return table_of(ahead, GOALS_AHEAD, name="mal-senare", caption="Mål som mäts eller förfaller senare", source=source)


def _enjoined(row: Row, column: str) -> Cell:
    """The decision or the assignment by which something is to be reported back."""
    return Cell(writing.word(row, column, f"{row['enjoined_by']} {row[column]}"))


REPORT_BACKS = {
    "report_back": day("Senast"),
    "id": Form("Enligt", _enjoined),
    "text": words("Vad"),
    "who": listed("Vem"),
}


def report_backs(project: Project, term: str) -> Block:
    """What is to be reported back, by decision or assignment, in order of time."""
    last_day = project.calendar.last_day(Term.parse(term))
    decided = [
        _enjoined_by("Beslut", row, "decision", "body")
        for row in measures.decisions.rows(project, term)
        if row["status"] == "fattat"
    ]
    assigned = [
        _enjoined_by(labels.sentence(row["kind"]), row, "assignment", "receivers")
        for row in measures.assignments.rows(project, term)
        if row["open"]
    ]
    rows = [row for row in (*decided, *assigned) if row["report_back"] and row["report_back"].last_day > last_day]
    if not rows:
        return Notice("Återrapporteringar:", "inga är redovisade.", "muted")
    source = table_source(project, term, "beslut", "uppdrag")
    rows.sort(key=lambda row: row["report_back"])
    return table_of(rows, REPORT_BACKS, name="aterrapporteras", caption="Att återrapportera", source=source)


def _enjoined_by(what: str, row: Row, key: str, who: str) -> Row:
    """A row of decisions or of assignments under the names that they share here."""
    behind = {"id_origin": row["origin"].of(key), "who_origin": row["origin"].of(who)}
    return {**row, "enjoined_by": what, "id": row[key], "who": row[who], **behind}


def _is_later(due: object, last_day: object) -> bool:
    return hasattr(due, "isoformat") and due > last_day  # type: ignore[operator]
