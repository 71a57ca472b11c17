"""Tables of what goes on after the term: unfinished activities, goals measured later, report-backs."""

from __future__ import annotations

from naravard import labels, measures
from naravard.document import Block, Notice, Table
from naravard.model import Project
from naravard.tables.cells import cell, columns, nothing_known, rows_of, table_source
from naravard.terms import Term


def unfinished(project: Project, term: str) -> Block:
    """The activities that are neither done nor dropped."""
    frame = measures.activities(project, Term.parse(term))
    if frame.empty:
        return nothing_known("Aktiviteter som fortsätter")
    frame = frame[~frame["status"].isin(["genomförd", "avförd"])]
    if frame.empty:
        return Notice("Aktiviteter som fortsätter:", "inga, alla är genomförda eller avförda.", "muted")
    rows = [
        (
            cell(f"{row['activity']} {row['name']}"),
            cell(str(row["status"])),
            cell(labels.day(row["end"])),
            cell(labels.sentence(row["responsible"])),
            cell(row["comment"], empty="–"),
        )
        for row in rows_of(frame)
    ]
    head = columns("Aktivitet", "Status", "Planerat slut", "Ansvarig", "Kommentar")
    return Table(
        "fortsatter",
        "Aktiviteter som inte är avslutade",
        head,
        tuple(rows),
        source=table_source(project, term, "aktiviteter"),
    )


def goals_ahead(project: Project, term: str) -> Block:
    """The goals that are measured or due after the term, and when."""
    when = Term.parse(term)
    frame = measures.goals(project, when)
    last_day = project.calendar.last_day(when)
    ahead = [row for row in rows_of(frame) if row["not_due"] or _is_later(row["due"], last_day)]
    if frame.empty:
        return nothing_known("Mål som mäts eller förfaller senare")
    if not ahead:
        return Notice("Mål som mäts eller förfaller senare:", "inga.", "muted")
    rows = [
        (cell(f"{row['goal']} {row['text']}"), cell(labels.sentence(row["kind"])), cell(row["due"]), cell(row["owner"]))
        for row in ahead
    ]
    head = columns("Mål", "Slag", "Mäts eller förfaller", "Ägare")
    return Table("mal-senare", "Mål som mäts eller förfaller senare", head, tuple(rows),
                 source=table_source(project, term, "effektmal", "projektmal"))  # fmt: skip


def report_backs(project: Project, term: str) -> Block:
    """What is to be reported back, by decision or assignment, in order of time."""
    when = Term.parse(term)
    last_day = project.calendar.last_day(when)
    found = [
        (row["report_back"], f"Beslut {row['decision']}", row["text"], row["body"])
        for row in rows_of(measures.decisions(project, when))
        if row["report_back"] is not None and row["status"] == "fattat"
    ]
    found += [
        (
            row["report_back"],
            f"{labels.sentence(row['kind'])} {row['assignment']}",
            row["text"],
            labels.listing(row["receivers"]),
        )
        for row in rows_of(measures.assignments(project, when))
        if row["report_back"] is not None and row["open"]
    ]
    found = [item for item in found if item[0].last_day > last_day]
    if not found:
        return Notice("Återrapporteringar:", "inga är redovisade.", "muted")
    rows = [
        (cell(date), cell(what), cell(text), cell(labels.sentence(who)))
        for date, what, text, who in sorted(found, key=lambda item: item[0])
    ]
    head = columns("Senast", "Enligt", "Vad", "Vem")
    return Table(
        "aterrapporteras",
        "Att återrapportera",
        head,
        tuple(rows),
        source=table_source(project, term, "beslut", "uppdrag"),
    )


def _is_later(due: object, last_day: object) -> bool:
    return hasattr(due, "isoformat") and due > last_day  # type: ignore[operator]
