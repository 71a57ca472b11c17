"""What stands under a table: where its figures come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from naravard import labels
from naravard.model import FIELDS, Citation, KeyFigures, Project, records_of
from naravard.tables.declared import SAID
from naravard.writing import Row

_SAID: dict[str, str] = SAID["source_lines"]


def table_source(project: Project, term: str, *tables: str) -> str:
    """The source line of a table made from what was reported: the tables, and the documents that their rows cite."""
    records = [record for table in tables for record in _records(project, term, table)]
    cited = list(dict.fromkeys(c.source for record in records for c in getattr(record, "cited", ())))
    named = _SAID["table" if len(tables) == 1 else "tables"].format(names=labels.listing(tables))
    return _SAID["cited" if cited else "source"].format(source=named, cited=labels.listing(cited))


def cited_source(project: Project, cited: Iterable[Citation]) -> str:
    """The source line of a table of what the documents say: each that is cited, with its name."""
    named = {s.id: s for s in project.sources}
    used = [named[source] for source in dict.fromkeys(c.source for c in cited) if source in named]
    source = "; ".join(f"{s.id} = {s.kind}, {s.name}" if s.kind else f"{s.id} = {s.name}" for s in used)
    return _SAID["source"].format(source=source) if source else ""


def places(cited: Sequence[Citation]) -> str:
    """Citations as a reader sees them: ``TS, Ärende stycke 2; PU, Sammanfattning stycke 1``."""
    return "; ".join(f"{c.source}, {c.place}" if c.place else c.source for c in cited)


def snapshot_of(project: Project) -> KeyFigures:
    """The snapshot that the project's key figures come from."""
    if project.key_figures is None:
        raise ValueError("the project names no snapshot of Kolada; set uttag under [jamforelse] in plan.toml")
    return project.key_figures


def fetched(project: Project, kpis: Sequence[str] = ()) -> str:
    """The snapshot, the key figures from it, and when it was taken, as a source line says it."""
    snapshot = snapshot_of(project)
    named = f"{snapshot.source} ({', '.join(kpis)})" if kpis else snapshot.source
    return _SAID["fetched"].format(snapshot=named, day=labels.day(snapshot.fetched))


def indicators_source(project: Project, rows: Sequence[Row]) -> str:
    """Where the values of some indicators come from: the snapshot, the project's own measurements, or both."""
    kpis = [row["kpi"] for row in rows if row["kpi"]]
    own = [row["indicator"] for row in rows if not row["kpi"]]
    parts = [_SAID["source"].format(source=fetched(project, kpis))] if kpis else []
    return " ".join([*parts, *([_SAID["own"].format(indicators=", ".join(own))] if own else [])])


def computed_source(project: Project, rows: Sequence[Row], what: str) -> str:
    """The source line of what was computed here: a figure processed by us is not the snapshot's own."""
    source = indicators_source(project, rows)
    if not any(row["kpi"] for row in rows):
        return _SAID["computed"].format(source=source, what=what)
    return _SAID["computed_on"].format(source=source, what=what, snapshot=snapshot_of(project).source)


def _records(project: Project, term: str, table: str) -> Sequence[Any]:
    return records_of(project if hasattr(project, FIELDS[table]) else project.term(term), table)
