"""Which files a report of a project is made from, by names that tell nothing of the machine: ``lekeberg/plan.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from naravard import closing
from naravard.model import Project
from naravard.model.naming import fold_key

_KINDS = {".toml", ".csv", ".xlsx", ".md", ".svg", ".png"}
_SNAPSHOT = ("snapshot.toml", "kpi.csv", "municipality.csv", "municipality_groups.csv")


def input_files(folder: Path, project: Project) -> dict[str, Path]:
    """Every file of the project, and those of the snapshot that its figures come from."""
    found = project_files(folder)
    if project.plan.comparison and project.key_figures:
        snapshot = folder / project.plan.comparison.snapshot
        areas = sorted({area for _, area, _ in project.key_figures.series})
        names = [*_SNAPSHOT, *(f"values/{area}.csv" for area in areas)]
        found |= {f"{snapshot.name}/{name}": snapshot / name for name in names}
    return found


def project_files(folder: Path) -> dict[str, Path]:
    """Every file in the project's own folder that is read for a report."""
    return {
        f"{folder.resolve().name}/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.suffix.lower() in _KINDS or path.name == closing.FILE)
    }


def located(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """Where the files lie that ``input_files`` once named, as the project stands now; the project itself is not read.

    Files that have come to the project since then are there too: whether anything has changed is asked of all of them.
    """
    found = project_files(folder)
    try:
        snapshot = pinned_snapshot(folder)
    except (OSError, ValueError, AttributeError):
        return found
    own = f"{folder.resolve().name}/"
    for name in names:
        if name not in found:
            base = folder if name.startswith(own) else snapshot
            found[name] = base / name.partition("/")[2]
    return found


def pinned_snapshot(folder: Path) -> Path:
    """The snapshot of Kolada that the folder's plan.toml names, whatever else stands in it; the folder itself if none."""
    plan = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
    compared: dict[str, Any] = next((table for key, table in plan.items() if fold_key(key) == "jamforelse"), {})
    return folder / str(next((value for key, value in compared.items() if fold_key(key) == "uttag"), "."))
