"""Tables of what the sources say: the project's frame, its decisions, its money, and what is not known."""

from __future__ import annotations

from datetime import date

from naravard import labels, measures
from naravard.document import Block, Cell, Paragraph, Passage, Table
from naravard.model import FIELDS, Citation, DecisionStatus, Project, Severity
from naravard.tables.cells import cell, cited_cell, columns, facts, nothing_known, places, rows_of
from naravard.terms import Term


def governing_documents(project: Project, term: str) -> Block:
    """The documents that steer the work, with who adopted them and when."""
    documents = [
        d for d in project.governing_documents if d.dated is None or d.dated.first_day <= _last_day(project, term)
    ]
    rows = [
        (
            cell(d.name + (f" ({d.designation})" if d.designation else "")),
            cell(d.level),
            cell(d.dated or d.valid),
            cell(_adopted(d.adopted_by, d.adopted_on)),
            cited_cell(d.cited),
        )
        for d in documents
    ]
    return facts(project, "styrdokument", "Dokument som styr arbetet",
                  ["Dokument", "Nivå", "Datum eller giltighet", "Antaget av", "Källa"], rows,
                  [c for d in documents for c in d.cited])  # fmt: skip


def organisation(project: Project) -> Block:
    """Who owns, steers and leads the project, by role."""
    rows = [
        (cell(labels.sentence(r.group)), cell(labels.sentence(r.name)), cell(r.note, empty=""), cited_cell(r.cited))
        for r in project.roles
    ]
    return facts(project, "organisation", "Projektets organisation", ["Uppgift", "Roll", "Anmärkning", "Källa"], rows,
                  [c for r in project.roles for c in r.cited])  # fmt: skip


def actors(project: Project) -> Block:
    """The organisations that take part, and what they do."""
    rows = [
        (
            cell(a.name),
            cell(f"{a.kind}, avtal med {a.contract_with}" if a.contract_with else a.kind),
            cell(a.part),
            cited_cell(a.cited),
        )
        for a in project.actors
    ]
    return facts(project, "aktorer", "Aktörer", ["Aktör", "Slag", "Roll i projektet", "Källa"], rows,
                  [c for a in project.actors for c in a.cited])  # fmt: skip


def focus(project: Project, term: str) -> Block:
    """What the term's work, and the earlier terms', was directed at."""
    rows: list[tuple[Cell, ...]] = []
    cited: list[Citation] = []
    for report in project.until(term):
        for f in report.focus:
            rows.append((cell(str(report.term)), cell(labels.sentence(f.target_group)), cell(f.text),
                         cell(", ".join(f.actors)), cited_cell(f.cited)))  # fmt: skip
            cited += f.cited
    return facts(project, "inriktning", "Inriktning och målgrupper, termin för termin",
                  ["Termin", "Målgrupp", "Inriktning", "Tydlig koppling till", "Källa"], rows, cited)  # fmt: skip


def decisions(project: Project, term: str) -> Block:
    """What has been decided until the term's end, in order of time as reported."""
    return _decisions(project, term, DecisionStatus.DECIDED, "beslut", "Beslut")


def proposals(project: Project, term: str) -> Block:
    """What has been proposed until the term's end."""
    return _decisions(project, term, DecisionStatus.PROPOSED, "forslag", "Förslag till beslut")


def assignments(project: Project, term: str) -> Block:
    """What goes on after the term, and with whom."""
    records = project.term(term).assignments
    rows = [
        (
            cell(labels.sentence(a.kind)),
            cell(a.text),
            cell(labels.sentence(labels.listing(a.giver))),
            cell(labels.sentence(labels.listing(a.receivers))),
            cell(a.year),
            cell(a.purpose),
            cited_cell(a.cited),
        )
        for a in records
    ]
    return facts(project, "uppdrag", "Uppdrag och överlämning",
                  ["Typ", "Vad", "Från", "Till", "Avser", "Syfte", "Källa"], rows,
                  [c for a in records for c in a.cited])  # fmt: skip


def discrepancies(project: Project) -> Passage:
    """Where the sources differ, with both sides."""
    rows = [
        (
            cell(d.matter),
            cell(f"{d.first} ({places(d.first_cited)})"),
            cell(f"{d.second} ({places(d.second_cited)})"),
            cell(d.handling),
        )
        for d in project.discrepancies
    ]
    cited = [c for d in project.discrepancies for c in (*d.first_cited, *d.second_cited)]
    table = facts(project, "motstridigt", "Uppgifter som går isär",
                   ["Fråga", "Den ena källan", "Den andra källan", "Så visas det"], rows, cited)  # fmt: skip
    return Passage((table,) if rows else ())


def sources(project: Project, term: str) -> Block:
    """The documents that the data known in the term is taken from."""
    holders = [project, *project.until(term)]
    records = [record for table in FIELDS for holder in holders for record in getattr(holder, FIELDS[table], ())]
    cited = {c.source for record in records for c in getattr(record, "cited", ())}
    used = [source for source in project.sources if source.id in cited]
    if not used:
        return nothing_known("Källor")
    rows = [
        (
            cell(s.id),
            cell(s.name),
            cell(s.kind),
            cell(s.dated),
            cell(" ".join(filter(None, (s.case_number, s.paragraph)))),
            cell(s.note, empty=""),
        )
        for s in used
    ]
    return Table(
        "kallor", "Källor", columns("Id", "Titel", "Typ", "Datum", "Dnr och paragraf", "Anmärkning"), tuple(rows)
    )


def warnings(project: Project) -> Passage:
    """What the reading found that a person must look at: the papers were made all the same."""
    odd = [finding for finding in project.findings if finding.severity is Severity.WARN]
    rows = [
        (cell(finding.file), cell(f"{finding.column_letter}{finding.row or ''}" or "hela filen"), cell(finding.message))
        for finding in odd
    ]
    table = Table("varningar", "Varningar från läsningen av underlaget", columns("Fil", "Plats", "Vad"), tuple(rows))
    return Passage((table,) if rows else (Paragraph.plain("Läsningen av underlaget gav inga varningar."),))


def missing(project: Project, term: str) -> Passage:
    """What the data does not say."""
    frame = measures.completeness(project, Term.parse(term))
    rows = [
        (
            cell(row["table"]),
            cell(row["column"], empty="hela tabellen"),
            cell(
                f"saknas på {labels.number(row['missing'])} av {labels.number(row['rows'])}"
                if row["rows"]
                else labels.UNKNOWN
            ),
        )
        for row in rows_of(frame)
    ]
    table = Table("saknas", f"Uppgifter som saknas i underlaget för {term}", columns("Tabell", "Kolumn", "Läge"), tuple(rows),
                  source="Egen räkning i projektets underlag.")  # fmt: skip
    return Passage((table,) if rows else ())


def _decisions(project: Project, term: str, status: DecisionStatus, name: str, caption: str) -> Block:
    found = [(report.term, d) for report in project.until(term) for d in report.decisions if d.status is status]
    rows = [
        (
            cell(labels.listing([str(part) for part in (d.decided_on, d.paragraph) if part])),
            cell(str(reported)),
            cell(d.body),
            cell(d.text),
            cited_cell(d.cited),
        )
        for reported, d in found
    ]
    headings = ["Datum och paragraf", "Redovisat", "Organ", "Beslut", "Källa"]
    return facts(project, name, caption, headings, rows, [c for _, d in found for c in d.cited], row_headers=0)


def _adopted(body: object, day: object) -> str | None:
    return f"{body}, {day}" if body and day else str(body) if body else None


def _last_day(project: Project, term: str) -> date:
    return project.calendar.last_day(Term.parse(term))
