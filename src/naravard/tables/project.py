"""Tables of what the sources say: the project's frame, its decisions, its money, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from naravard import labels, measures, writing
from naravard.document import Block, Cell, Origin, Paragraph, Passage, SourceRow
from naravard.model import FIELDS, DecisionStatus, Project, Severity
from naravard.source_lines import cited_source, places
from naravard.tables.declared import SAID, Declared
from naravard.tables.form import Form, cell, day, listed, words
from naravard.terms import Term
from naravard.writing import Row


def _cited(row: Row, column: str) -> Cell:
    """Where a row's statement stands."""
    return cell(writing.word(row, column, places(row[column]), empty=labels.UNKNOWN))


_SOURCE = {"cited": Form(_cited, SAID["cited"]["heading"])}


def _facts(project: Project, rows: Sequence[Row], declared: Declared, name: str, row_headers: int = 1) -> Block:
    """A table of what the sources say, with the sources named under it; without rows a notice that nothing is known."""
    source = cited_source(project, (c for row in rows for c in row["cited"]))
    with_source = replace(declared, forms={**declared.forms, **_SOURCE})
    named = labels.term_words(project.calendar.division)
    return with_source.known(rows, name, source=source, row_headers=row_headers, **named)


def _designated(row: Row, column: str) -> Cell:
    return Cell(writing.word(row, column, row[column] + (f" ({row['designation']})" if row["designation"] else "")))


def _dated_or_valid(row: Row, column: str) -> Cell:
    return cell(writing.day(row, column if row[column] else "valid", empty=labels.UNKNOWN))


def _adopted(row: Row, column: str) -> Cell:
    body, when = row[column], row["adopted_on"]
    written = writing.word(row, column, empty=labels.UNKNOWN)
    return cell(written, ", ", writing.day(row, "adopted_on")) if body and when else cell(written)


GOVERNING = Declared("governing_documents", {
    "name": Form(_designated),
    "level": words(),
    "dated": Form(_dated_or_valid),
    "adopted_by": Form(_adopted),
})  # fmt: skip


def governing_documents(project: Project, term: str) -> Block:
    """The documents that steer the work, with who adopted them and when."""
    last_day = project.calendar.last_day(Term.parse(term))
    known = [
        row
        for row in measures.records(project, "styrdokument")
        if row["dated"] is None or row["dated"].first_day <= last_day
    ]
    return _facts(project, known, GOVERNING, "styrdokument")


ORGANISATION = Declared("organisation", {
    "group": words(begin=True),
    "name": words(begin=True),
    "note": words(empty=""),
})  # fmt: skip


def organisation(project: Project) -> Block:
    """Who owns, steers and leads the project, by role."""
    return _facts(project, measures.records(project, "roller"), ORGANISATION, "organisation")


def _actor_kind(row: Row, column: str) -> Cell:
    if not row["contract_with"]:
        return Cell(writing.word(row, column))
    return Cell(*writing.say(ACTORS.said["cells"]["contract"], row))


ACTORS = Declared("actors", {"name": words(), "kind": Form(_actor_kind), "part": words()})


def actors(project: Project) -> Block:
    """The organisations that take part, and what they do."""
    return _facts(project, measures.records(project, "aktorer"), ACTORS, "aktorer")


FOCUS = Declared("focus", {
    "term": words(),
    "target_group": words(begin=True),
    "text": words(),
    "actors": words(),
})  # fmt: skip


def focus(project: Project, term: str) -> Block:
    """What the term's work, and the earlier terms', was directed at."""
    rows = [row for report in project.until(term) for row in measures.records(project, "inriktning", report.term)]
    return _facts(project, rows, FOCUS, "inriktning")


def decisions(project: Project, term: str) -> Block:
    """What has been decided until the term's end, in order of time as reported."""
    return _decisions(project, term, DecisionStatus.DECIDED, DECISIONS, "beslut")


def proposals(project: Project, term: str) -> Block:
    """What has been proposed until the term's end."""
    return _decisions(project, term, DecisionStatus.PROPOSED, PROPOSALS, "forslag")


def _day_and_paragraph(row: Row, column: str) -> Cell:
    if row[column] and row["paragraph"]:
        return Cell(*writing.say(DECISIONS.said["cells"]["day_and_paragraph"], row))
    return cell(writing.day(row, column if row[column] else "paragraph", empty=labels.UNKNOWN))


DECISIONS = Declared("decisions", {
    "decided_on": Form(_day_and_paragraph),
    "term": words(),
    "body": words(),
    "text": words(),
})  # fmt: skip
PROPOSALS = replace(DECISIONS, section="proposals")


def _decisions(project: Project, term: str, status: DecisionStatus, declared: Declared, name: str) -> Block:
    rows = [
        row
        for report in project.until(term)
        for row in measures.records(project, "beslut", report.term)
        if row["status"] is status
    ]
    return _facts(project, rows, declared, name, row_headers=0)


ASSIGNMENTS = Declared("assignments", {
    "kind": words(begin=True),
    "text": words(),
    "giver": listed(),
    "receivers": listed(),
    "year": words(),
    "purpose": words(),
})  # fmt: skip


def assignments(project: Project, term: str) -> Block:
    """What goes on after the term, and with whom."""
    return _facts(project, measures.records(project, "uppdrag", term), ASSIGNMENTS, "uppdrag")


def _claim(row: Row, column: str) -> Cell:
    return Cell(writing.word(row, column), f" ({places(row[f'{column}_cited'])})")


DISCREPANCIES = Declared("discrepancies", {
    "matter": words(),
    "first": Form(_claim),
    "second": Form(_claim),
    "handling": words(),
})  # fmt: skip


def discrepancies(project: Project) -> Passage:
    """Where the sources differ, with both sides."""
    rows = measures.records(project, "motstridigt")
    source = cited_source(project, (c for row in rows for c in (*row["first_cited"], *row["second_cited"])))
    return DISCREPANCIES.if_any(rows, "motstridigt", source=source)


def _case_and_paragraph(row: Row, column: str) -> Cell:
    both = [writing.word(row, name) for name in (column, "paragraph") if row[name]]
    if not both:
        return cell(writing.absent(row, column, labels.UNKNOWN))
    return cell(both[0], *(part for value in both[1:] for part in (" ", value)))


SOURCES = Declared("sources", {
    "id": words(),
    "name": words(),
    "kind": words(),
    "dated": day(),
    "case_number": Form(_case_and_paragraph),
    "note": words(empty=""),
})  # fmt: skip


def sources(project: Project, term: str) -> Block:
    """The documents that the data known in the term is taken from."""
    holders = [project, *project.until(term)]
    records = [record for table in FIELDS for holder in holders for record in getattr(holder, FIELDS[table], ())]
    cited = {c.source for record in records for c in getattr(record, "cited", ())}
    used = [row for row in measures.records(project, "kallor") if row["id"] in cited]
    return SOURCES.known(used, "kallor")


WARNINGS = Declared("warnings", {"file": words(), "place": words(), "message": words()})


def warnings(project: Project) -> Passage:
    """What the reading found that a person must look at: the papers were made all the same."""
    rows = [
        {
            "file": finding.file,
            "place": f"{finding.column_letter}{finding.row or ''}" or WARNINGS.said["cells"]["whole_file"],
            "message": finding.message,
            "origin": Origin("findings", rows=(SourceRow(finding.file, finding.row, finding.sheet),)),
        }
        for finding in project.findings
        if finding.severity is Severity.WARN
    ]
    return WARNINGS.if_any(rows, "varningar") if rows else Passage((Paragraph.plain(WARNINGS.said["none"]),))


def _lacking(row: Row, column: str) -> Cell:
    if not row["rows"]:
        return Cell(writing.absent(row, column, labels.UNKNOWN))
    return Cell(*writing.say(MISSING.said["cells"]["lacking"], row))


MISSING = Declared("missing", {
    "table": words(),
    "column": words(empty=SAID["missing"]["cells"]["whole_table"]),
    "missing": Form(_lacking),
})  # fmt: skip


def missing(project: Project, term: str) -> Passage:
    """What the data does not say."""
    return MISSING.if_any(measures.completeness.rows(project, term), "saknas", term=str(term))
