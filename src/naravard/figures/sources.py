"""The line under a figure that says where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from naravard import labels
from naravard.model import Project


def reported(*tables: str) -> str:
    """What the project's own tables say."""
    word = "tabellen" if len(tables) == 1 else "tabellerna"
    return f"Källa: projektets underlag, {word} {labels.listing(tables)}."


def measured(project: Project, rows: Sequence[Mapping[str, Any]]) -> str:
    """Where the values of some indicators come from: the snapshot, the project's own measurements, or both."""
    kpis = [row["kpi"] for row in rows if isinstance(row["kpi"], str)]
    parts = [_snapshot(project, kpis)] if kpis else []
    # The area itself counts in its county, but not among its peers.
    alone = {"county": 1, "peers": 0}
    words = labels.GROUPS[project.kind]
    groups = [words[group] for group, least in alone.items() if any(row[f"{group}_count"] > least for row in rows)]
    if kpis and groups:
        name = project.key_figures.source if project.key_figures else ""
        parts.append(f"Medelvärden för {labels.listing(groups)}: egen beräkning på uppgifter från {name}.")
    own = [row["indicator"] for row in rows if not isinstance(row["kpi"], str)]
    if own:
        parts.append(f"{'Egna' if parts else 'Källa: egna'} mätningar ({', '.join(own)}).")
    return " ".join(parts)


def ranked(project: Project, kpis: Iterable[str] = ()) -> str:
    """Where a comparison of municipalities comes from; without key figures, where they are listed elsewhere."""
    return f"{_snapshot(project, kpis)} Platserna är egen beräkning."


def _snapshot(project: Project, kpis: Iterable[str]) -> str:
    figures = project.key_figures
    ids = ", ".join(kpis)
    named = f" ({ids})" if ids else ""
    return f"Källa: {figures.source}{named}, hämtad {labels.day(figures.fetched)}." if figures else ""
