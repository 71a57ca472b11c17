"""Tables of what the sources say: the project's frame, its decisions, its money, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from naravard import labels, measures, writing
from naravard.document import Block, Cell, Origin, Paragraph, Passage, SourceRow, Table
from naravard.model import FIELDS, DecisionStatus, Project, Severity
from naravard.tables.form import Form, Forms, cell, day, listed, table_of, words
from naravard.tables.source import cited_source, nothing_known, places
from naravard.terms import Term
from naravard.writing import Row


def _cited(row: Row, column: str) -> Cell:
    """Where a row's statement stands."""
    return cell(writing.word(row, column, places(row[column]), empty=labels.UNKNOWN))


_SOURCE = {"cited": Form("Källa", _cited)}


def _facts(project: Project, rows: Sequence[Row], forms: Forms, name: str, caption: str, **given: Any) -> Block:
    """A table of what the sources say, with the sources named under it; without rows a notice that nothing is known."""
    if not rows:
        return nothing_known(caption)
    source = cited_source(project, (c for row in rows for c in row["cited"]))
    return table_of(rows, {**forms, **_SOURCE}, name=name, caption=caption, source=source, **given)


def _designated(row: Row, column: str) -> Cell:
    return Cell(writing.word(row, column, row[column] + (f" ({row['designation']})" if row["designation"] else "")))


def _dated_or_valid(row: Row, column: str) -> Cell:
    return cell(writing.day(row, column if row[column] else "valid", empty=labels.UNKNOWN))


def _adopted(row: Row, column: str) -> Cell:
    body, when = row[column], row["adopted_on"]
    said = writing.word(row, column, empty=labels.UNKNOWN)
    return cell(said, ", ", writing.day(row, "adopted_on")) if body and when else cell(said)


GOVERNING = {
    "name": Form("Dokument", _designated),
    "level": words("Nivå"),
    "dated": Form("Datum eller giltighet", _dated_or_valid),
    "adopted_by": Form("Antaget av", _adopted),
}


def governing_documents(project: Project, term: str) -> Block:
    """The documents that steer the work, with who adopted them and when."""
    last_day = _last_day(project, term)
    known = [
        row
        for row in measures.records(project, "styrdokument")
        if row["dated"] is None or row["dated"].first_day <= last_day
    ]
    return _facts(project, known, GOVERNING, "styrdokument", "Dokument som styr arbetet")


ORGANISATION = {
    "group": words("Uppgift", begin=True),
    "name": words("Roll", begin=True),
    "note": words("Anmärkning", empty=""),
}


def organisation(project: Project) -> Block:
    """Who owns, steers and leads the project, by role."""
    rows = measures.records(project, "roller")
    return _facts(project, rows, ORGANISATION, "organisation", "Projektets organisation")


def _actor_kind(row: Row, column: str) -> Cell:
    contract = (", avtal med ", writing.word(row, "contract_with")) if row["contract_with"] else ()
    return Cell(writing.word(row, column), *contract)


ACTORS = {"name": words("Aktör"), "kind": Form("Slag", _actor_kind), "part": words("Roll i projektet")}


def actors(project: Project) -> Block:
    """The organisations that take part, and what they do."""
    return _facts(project, measures.records(project, "aktorer"), ACTORS, "aktorer", "Aktörer")


FOCUS = {
    "term": words("Termin"),
    "target_group": words("Målgrupp", begin=True),
    "text": words("Inriktning"),
    "actors": words("Tydlig koppling till"),
}


def focus(project: Project, term: str) -> Block:
    """What the term's work, and the earlier terms', was directed at."""
    rows = [row for report in project.until(term) for row in measures.records(project, "inriktning", report.term)]
    return _facts(project, rows, FOCUS, "inriktning", "Inriktning och målgrupper, termin för termin")


def decisions(project: Project, term: str) -> Block:
    """What has been decided until the term's end, in order of time as reported."""
    return _decisions(project, term, DecisionStatus.DECIDED, "beslut", "Beslut")


def proposals(project: Project, term: str) -> Block:
    """What has been proposed until the term's end."""
    return _decisions(project, term, DecisionStatus.PROPOSED, "forslag", "Förslag till beslut")


def _day_and_paragraph(row: Row, column: str) -> Cell:
    if row[column] and row["paragraph"]:
        return Cell(writing.day(row, column), " och ", writing.word(row, "paragraph"))
    return cell(writing.day(row, column if row[column] else "paragraph", empty=labels.UNKNOWN))


DECISIONS = {
    "decided_on": Form("Datum och paragraf", _day_and_paragraph),
    "term": words("Redovisat"),
    "body": words("Organ"),
    "text": words("Beslut"),
}


def _decisions(project: Project, term: str, status: DecisionStatus, name: str, caption: str) -> Block:
    rows = [
        row
        for report in project.until(term)
        for row in measures.records(project, "beslut", report.term)
        if row["status"] is status
    ]
    return _facts(project, rows, DECISIONS, name, caption, row_headers=0)


ASSIGNMENTS = {
    "kind": words("Typ", begin=True),
    "text": words("Vad"),
    "giver": listed("Från"),
    "receivers": listed("Till"),
    "year": words("Avser"),
    "purpose": words("Syfte"),
}


def assignments(project: Project, term: str) -> Block:
    """What goes on after the term, and with whom."""
    rows = measures.records(project, "uppdrag", term)
    return _facts(project, rows, ASSIGNMENTS, "uppdrag", "Uppdrag och överlämning")


def _claim(row: Row, column: str) -> Cell:
    return Cell(writing.word(row, column), f" ({places(row[f'{column}_cited'])})")


DISCREPANCIES = {
    "matter": words("Fråga"),
    "first": Form("Den ena källan", _claim),
    "second": Form("Den andra källan", _claim),
    "handling": words("Så visas det"),
}


def discrepancies(project: Project) -> Passage:
    """Where the sources differ, with both sides."""
    rows = measures.records(project, "motstridigt")
    source = cited_source(project, (c for row in rows for c in (*row["first_cited"], *row["second_cited"])))
    table = table_of(rows, DISCREPANCIES, name="motstridigt", caption="Uppgifter som går isär", source=source)
    return Passage((table,) if rows else ())


def _case_and_paragraph(row: Row, column: str) -> Cell:
    both = [writing.word(row, name) for name in (column, "paragraph") if row[name]]
    return cell(both[0], *(part for value in both[1:] for part in (" ", value))) if both else _unknown(row, column)


def _unknown(row: Row, column: str) -> Cell:
    return cell(writing.absent(row, column, labels.UNKNOWN))


SOURCES = {
    "id": words("Id"),
    "name": words("Titel"),
    "kind": words("Typ"),
    "dated": day("Datum"),
    "case_number": Form("Dnr och paragraf", _case_and_paragraph),
    "note": words("Anmärkning", empty=""),
}


def sources(project: Project, term: str) -> Block:
    """The documents that the data known in the term is taken from."""
    holders = [project, *project.until(term)]
    records = [record for table in FIELDS for holder in holders for record in getattr(holder, FIELDS[table], ())]
    cited = {c.source for record in records for c in getattr(record, "cited", ())}
    used = [row for row in measures.records(project, "kallor") if row["id"] in cited]
    return table_of(used, SOURCES, name="kallor", caption="Källor") if used else nothing_known("Källor")


WARNINGS = {"file": words("Fil"), "place": words("Plats"), "message": words("Vad")}


def warnings(project: Project) -> Passage:
    """What the reading found that a person must look at: the papers were made all the same."""
    rows = [
        {
            "file": finding.file,
            "place": f"{finding.column_letter}{finding.row or ''}" or "hela filen",
            "message": finding.message,
            "origin": Origin("findings", rows=(SourceRow(finding.file, finding.row, finding.sheet),)),
        }
        for finding in project.findings
        if finding.severity is Severity.WARN
    ]
    table = table_of(rows, WARNINGS, name="varningar", caption="Varningar från läsningen av underlaget")
    return Passage((table,) if rows else (Paragraph.plain("Läsningen av underlaget gav inga varningar."),))


def _lacking(row: Row, column: str) -> Cell:
    if not row["rows"]:
        return Cell(writing.absent(row, column, labels.UNKNOWN))
    return Cell("saknas på ", writing.number(row, column), " av ", writing.number(row, "rows"))


MISSING = {
    "table": words("Tabell"),
    "column": words("Kolumn", empty="hela tabellen"),
    "missing": Form("Läge", _lacking),
}


def missing(project: Project, term: str) -> Passage:
    """What the data does not say."""
    rows = measures.completeness.rows(project, term)
    table: Table = table_of(
        rows, MISSING, name="saknas", caption=f"Uppgifter som saknas i underlaget för {term}",
        source="Egen räkning i projektets underlag.",
    )  # fmt: skip
    return Passage((table,) if rows else ())


def _last_day(project: Project, term: str) -> date:
    return project.calendar.last_day(Term.parse(term))
