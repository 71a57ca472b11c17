"""Which files a report of a project is made from, so that a manifest can name them with their checksums."""

from __future__ import annotations

from pathlib import Path

from naravard import closing
from naravard.model import Project

_KINDS = {".toml", ".csv", ".xlsx", ".md"}


def input_files(folder: Path, project: Project) -> dict[str, Path]:
    """Every file of the project, and those of the snapshot that its figures come from, by a name without the machine's path."""
    found = {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in _KINDS
    }
    if (folder / closing.FILE).is_file():
        found[f"{folder.name}/{closing.FILE}"] = folder / closing.FILE
    if project.plan.appearance.logo:
        found[f"{folder.name}/{project.plan.appearance.logo}"] = folder / project.plan.appearance.logo
    if project.plan.comparison and project.key_figures:
        snapshot = folder / project.plan.comparison.snapshot
        names = ["snapshot.toml", "kpi.csv", "municipality.csv", "municipality_groups.csv"]
        names += [f"values/{area}.csv" for area in sorted({area for _, area, _ in project.key_figures.series})]
        found |= {f"{snapshot.name}/{name}": snapshot / name for name in names}
    return found
