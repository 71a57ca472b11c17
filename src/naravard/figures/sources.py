"""The line under a figure that says where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from naravard import labels, words
from naravard.model import Project

_SAID: dict[str, str] = words.of("figures")["source"]


def reported(*tables: str) -> str:
    """What the project's own tables say."""
    said = _SAID["reported_one" if len(tables) == 1 else "reported_many"]
    return said.format(tables=labels.listing(tables))


def measured(project: Project, rows: Sequence[Mapping[str, Any]]) -> str:
    """Where the values of some indicators come from: the snapshot, the project's own measurements, or both."""
    kpis = [row["kpi"] for row in rows if isinstance(row["kpi"], str)]
    parts = [_snapshot(project, kpis)] if kpis else []
    # The area itself counts in its county, but not among its peers.
    alone = {"county": 1, "peers": 0}
    named = labels.GROUPS[project.kind]
    groups = [named[group] for group, least in alone.items() if any(row[f"{group}_count"] > least for row in rows)]
    if kpis and groups:
        name = project.key_figures.source if project.key_figures else ""
        parts.append(_SAID["means"].format(groups=labels.listing(groups), source=name))
    own = [row["indicator"] for row in rows if not isinstance(row["kpi"], str)]
    if own:
        parts.append(_SAID["own_too" if parts else "own"].format(ids=", ".join(own)))
    return " ".join(parts)


def ranked(project: Project, kpis: Iterable[str] = ()) -> str:
    """Where a comparison of municipalities comes from; without key figures, where they are listed elsewhere."""
    return f"{_snapshot(project, kpis)} {_SAID['ranked']}"


def _snapshot(project: Project, kpis: Iterable[str]) -> str:
    figures = project.key_figures
    if not figures:
        return ""
    ids = ", ".join(kpis)
    given = {"source": figures.source, "fetched": labels.day(figures.fetched)}
    return _SAID["snapshot"].format(kpis=f" ({ids})" if ids else "", **given)
