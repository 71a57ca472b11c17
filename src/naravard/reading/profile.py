"""A profile is a project in memory: the key figures of ``data/profil``, for one municipality or region."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from naravard import words
from naravard.model import Area, Indicator, Plan, Project
from naravard.reading import InputError, folder_above
from naravard.reading.areas import by_name, county_of, full_name, peers_of
from naravard.reading.inputs import project_files
from naravard.reading.kolada import NATION, areas_in, compared_with, keep_totals, key_figures_in, tell_of_reading
from naravard.reading.project import read_project
from naravard.reading.suggest import picked
from naravard.terms import TermCalendar

FOLDER = "data/profil"
_METADATA = ("snapshot.toml", "kpi.csv", "municipality.csv", "municipality_groups.csv", "nearest.csv")


@dataclass(frozen=True)
class Frame:
    """What all profiles share: ``project`` has the themes and indicators, ``areas`` the municipalities and regions by code.

    ``years`` are the first and the last that the snapshot has, and ``root`` is the folder that holds ``data``.
    """

    root: Path
    project: Project
    snapshot: Path
    areas: Mapping[str, Area]
    years: tuple[int, int]
    source: str
    fetched: date

    @property
    def files(self) -> dict[str, Path]:
        """Every file that some profile is read from, by a name that tells nothing of the machine."""
        found = project_files(self.root / FOLDER)
        names = [*_METADATA, *(f"values/{area}.csv" for area in (NATION, *self.areas))]
        paths = {f"{self.snapshot.resolve().name}/{name}": self.snapshot / name for name in names}
        return found | {name: path for name, path in paths.items() if path.is_file()}


def open_profile(area: str, year: int) -> Project:
    """The project about a municipality or region, by name or Kolada's code, as the snapshot knew it when ``year`` ended.

    It has no reports; its last term is the autumn of ``year``. Its indicators are those of ``data/profil`` that are about an
    area of its kind. ``data/profil`` is looked for from the working folder and then from each folder above it.

    FileNotFoundError if there is no such folder; InputError if its tables have mistakes; ValueError for an area that the
    snapshot does not have, which suggests near ones, or a year that it does not have.
    """
    frame = frame_of_profiles()
    (where,) = picked([area], by_name(frame.areas.values()), "municipality or region")
    first, last = frame.years
    if not first <= year <= last:
        raise ValueError(f"the snapshot has the years {first} to {last}, and not {year}")
    snapshot = frame.snapshot
    indicators = _indicators(frame, where.kind)
    return replace(
        frame.project,
        name=f"profil-{where.code}",
        plan=_plan(frame.project.plan, where, year),
        indicators=indicators,
        key_figures=compared_with(
            snapshot, where.code, county_of(snapshot, where), peers_of(snapshot, where), _kpis(indicators)
        ),
        memory={},
    )


def keep_for_many() -> Frame:
    """Read what the profiles of all areas are compared with, for a process that will make many; errors as ``open_profile``."""
    frame = frame_of_profiles()
    for kind in {area.kind for area in frame.areas.values()}:
        codes = [NATION, *(code for code, area in frame.areas.items() if area.kind == kind)]
        keep_totals(frame.snapshot, codes, _kpis(_indicators(frame, kind)))
    return frame


def frame_of_profiles() -> Frame:
    """What all profiles share; errors as ``open_profile``."""
    folder = folder_above(FOLDER)
    files = sorted(folder.iterdir())
    for path in files:
        tell_of_reading(path)
    project = _read_frame(folder, tuple(path.stat().st_mtime_ns for path in files))
    snapshot = folder / (project.plan.comparison.snapshot if project.plan.comparison else ".")
    with (snapshot / "snapshot.toml").open("rb") as file:
        pinned = tomllib.load(file)
    return Frame(
        root=folder.parents[1],
        project=project,
        snapshot=snapshot,
        areas={code: area for code, area in areas_in(snapshot).items() if code != NATION},
        years=(pinned["years"][0], pinned["years"][-1]),
        source=pinned.get("source", "Kolada"),
        fetched=pinned["fetched"],
    )


@lru_cache(maxsize=2)
def _read_frame(folder: Path, _changed: tuple[int, ...]) -> Project:
    """The project in ``data/profil``, read once in a process as long as no file in it has changed."""
    project, findings = read_project(folder)
    if project is None:
        raise InputError(findings)
    return project


def _indicators(frame: Frame, kind: str) -> tuple[Indicator, ...]:
    """The indicators that are about areas of this kind."""
    about = {code: figure.kind for code, figure in key_figures_in(frame.snapshot).items()}
    return tuple(one for one in frame.project.indicators if about.get(one.kpi or "") in ("A", kind))


def _kpis(indicators: tuple[Indicator, ...]) -> list[str]:
    return [one.kpi for one in indicators if one.kpi]


def _plan(frame: Plan, where: Area, year: int) -> Plan:
    about = {
        "municipality": full_name(where),
        "area": where.code,
        "board": words.of("kommunprofil")["cover"]["board"][where.kind],
        "last_term": TermCalendar().term_of(date(year, 12, 31)),
    }
    return frame.model_copy(update={"project": frame.project.model_copy(update=about)})
