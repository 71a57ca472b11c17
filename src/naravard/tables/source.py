"""What stands under a table: where its figures come from; and what stands in its place when nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from naravard import labels
from naravard.document import Notice
from naravard.model import FIELDS, Citation, KeyFigures, Project, records_of
from naravard.writing import Row


def table_source(project: Project, term: str, *tables: str) -> str:
    """The source line of a table made from what was reported: the tables, and the documents that their rows cite."""
    records = [record for table in tables for record in _records(project, term, table)]
    cited = list(dict.fromkeys(c.source for record in records for c in getattr(record, "cited", ())))
    named = f"tabellen {tables[0]}" if len(tables) == 1 else f"tabellerna {labels.listing(tables)}"
    return f"Källa: {named}, som bygger på {labels.listing(cited)} (se Källor)." if cited else f"Källa: {named}."


def cited_source(project: Project, cited: Iterable[Citation]) -> str:
    """The source line of a table of what the documents say: each that is cited, with its name."""
    named = {s.id: s for s in project.sources}
    used = [named[source] for source in dict.fromkeys(c.source for c in cited) if source in named]
    source = "; ".join(f"{s.id} = {s.kind}, {s.name}" if s.kind else f"{s.id} = {s.name}" for s in used)
    return f"Källa: {source}." if source else ""


def places(cited: Sequence[Citation]) -> str:
    """Citations as a reader sees them: ``TS, Ärende stycke 2; PU, Sammanfattning stycke 1``."""
    return "; ".join(f"{c.source}, {c.place}" if c.place else c.source for c in cited)


def nothing_known(what: str) -> Notice:
    """What stands in the place of a table that the data has no rows for."""
    return Notice(f"{what}:", f"{labels.UNKNOWN}.", "muted")


def snapshot_of(project: Project) -> KeyFigures:
    """The snapshot that the project's key figures come from."""
    if project.key_figures is None:
        raise ValueError("the project names no snapshot of Kolada; set uttag under [jamforelse] in plan.toml")
    return project.key_figures


def fetched(project: Project) -> str:
    """When the snapshot was taken, as a source line says it."""
    return f"hämtad {labels.day(snapshot_of(project).fetched)}"


def indicators_source(project: Project, rows: Sequence[Row]) -> str:
    """Where the values of some indicators come from: the snapshot, the project's own measurements, or both."""
    kpis = [row["kpi"] for row in rows if row["kpi"]]
    parts = [f"Källa: {snapshot_of(project).source} ({', '.join(kpis)}), {fetched(project)}."] if kpis else []
    if len(kpis) < len(rows):
        parts.append(f"Egna mätningar ({', '.join(row['indicator'] for row in rows if not row['kpi'])}).")
    return " ".join(parts)


def computed_source(project: Project, rows: Sequence[Row], what: str) -> str:
    """The source line of what was computed here: a figure processed by us is not the snapshot's own."""
    on = f" på uppgifter från {snapshot_of(project).source}" if any(row["kpi"] for row in rows) else ""
    return f"{indicators_source(project, rows)} {what}: egen beräkning{on}."


def _records(project: Project, term: str, table: str) -> Sequence[Any]:
    return records_of(project if hasattr(project, FIELDS[table]) else project.term(term), table)
