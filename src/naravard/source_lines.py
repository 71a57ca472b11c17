"""The line under a table or a figure that says where its numbers come from (``words/sv/source_lines.toml``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from naravard import labels, words
from naravard.model import Citation, KeyFigures, Project, known_in
from naravard.writing import Row

_SAID: dict[str, str] = words.of("source_lines")


def table_source(project: Project, term: str, *tables: str) -> str:
    """Of what was reported: the tables, and the documents that their rows cite."""
    records = [record for table in tables for record in known_in(project, table, term)]
    cited = list(dict.fromkeys(c.source for record in records for c in getattr(record, "cited", ())))
    return _SAID["cited" if cited else "source"].format(source=_named(tables), cited=labels.listing(cited))


def reported(*tables: str) -> str:
    """What the project's own tables say, without the documents behind."""
    return _SAID["reported"].format(tables=_named(tables))


def _named(tables: Sequence[str]) -> str:
    return _SAID["table" if len(tables) == 1 else "tables"].format(names=labels.listing(tables))


def cited_source(project: Project, cited: Iterable[Citation]) -> str:
    """Of what the documents say: each that is cited, with its name."""
    named = {s.id: s for s in project.sources}
    used = [named[source] for source in dict.fromkeys(c.source for c in cited) if source in named]
    source = "; ".join(f"{s.id} = {s.kind}, {s.name}" if s.kind else f"{s.id} = {s.name}" for s in used)
    return _SAID["source"].format(source=source) if source else ""


def places(cited: Sequence[Citation]) -> str:
    """Citations as a reader sees them: ``TS, Ärende stycke 2; PU, Sammanfattning stycke 1``."""
    return "; ".join(f"{c.source}, {c.place}" if c.place else c.source for c in cited)


def fetched(project: Project, kpis: Iterable[str] = ()) -> str:
    """The snapshot, the key figures from it, and when it was taken, as a source line says it."""
    snapshot, ids = _snapshot_of(project), ", ".join(kpis)
    named = f"{snapshot.source} ({ids})" if ids else snapshot.source
    return _SAID["fetched"].format(snapshot=named, day=labels.day(snapshot.fetched))


def from_snapshot(project: Project, kpis: Iterable[str] = ()) -> str:
    """What the snapshot says, of these key figures or of all that are listed elsewhere."""
    return _SAID["source"].format(source=fetched(project, kpis))


def indicators_source(project: Project, rows: Sequence[Row]) -> str:
    """Where the values of some indicators come from: the snapshot, the project's own measurements, or both."""
    kpis, own = [row["kpi"] for row in rows if row["kpi"]], [row["indicator"] for row in rows if not row["kpi"]]
    parts = [from_snapshot(project, kpis)] if kpis else []
    return " ".join([*parts, *([_SAID["own"].format(indicators=", ".join(own))] if own else [])])


def means_source(project: Project, rows: Sequence[Row]) -> str:
    """``indicators_source``, and that the groups' means are our own, in a line of whole sentences."""
    # The area itself counts in its county, but not among its peers.
    alone, named = {"county": 1, "peers": 0}, labels.GROUPS[project.kind]
    groups = [named[group] for group, least in alone.items() if any(row[f"{group}_count"] > least for row in rows)]
    kpis, own = [row for row in rows if row["kpi"]], [row for row in rows if not row["kpi"]]
    if not kpis:
        return _SAID["only_own"].format(indicators=", ".join(row["indicator"] for row in own))
    means = _SAID["means"].format(groups=labels.listing(groups), source=_snapshot_of(project).source)
    return " ".join(
        filter(None, [indicators_source(project, kpis), means if groups else "", indicators_source(project, own)])
    )


def computed_source(project: Project, rows: Sequence[Row], what: str) -> str:
    """Of what was computed here: a figure processed by us is not the snapshot's own."""
    source = indicators_source(project, rows)
    if not any(row["kpi"] for row in rows):
        return _SAID["computed"].format(source=source, what=what)
    return _SAID["computed_on"].format(source=source, what=what, snapshot=_snapshot_of(project).source)


def ranked(project: Project, kpis: Iterable[str] = ()) -> str:
    """Of a comparison of municipalities, on these key figures or on all that are listed elsewhere."""
    return f"{from_snapshot(project, kpis)} {_SAID['ranked']}"


def _snapshot_of(project: Project) -> KeyFigures:
    if project.key_figures is None:
        raise ValueError("the project names no snapshot of Kolada; set uttag under [jamforelse] in plan.toml")
    return project.key_figures
