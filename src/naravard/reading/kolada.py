"""The pinned snapshot of Kolada: only the areas and key figures that a project compares with are read."""

from __future__ import annotations

import csv
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from naravard.model import Area, Comparison, KeyFigure, KeyFigures

NATION = "0000"
TOTAL = ("T",)
SEXES = ("T", "K", "M")
VALUES_HEAD = "kpi,period,gender,value"

Series = dict[tuple[str, str, str], tuple[tuple[int, float | None], ...]]
Fields = Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """Areas that one is compared with: what they are called together, their codes, and whether we have chosen them."""

    name: str = ""
    members: tuple[str, ...] = ()
    own: bool = False


def read_key_figures(snapshot: Path, area: str, comparison: Comparison, kpis: Iterable[str]) -> KeyFigures:
    """What a project about ``area`` needs: its own values, the country's, its county's municipalities' and its peers'.

    FileNotFoundError if the snapshot or an area's values are not there; ValueError, in Swedish, for an unknown group, and
    ValueError, KeyError, StopIteration or csv.Error for a file that is damaged.
    """
    return compared_with(snapshot, area, _group(snapshot, comparison.county), _group(snapshot, comparison.peers), kpis)


def compared_with(snapshot: Path, area: str, county: Group, peers: Group, kpis: Iterable[str]) -> KeyFigures:
    """The key figures of ``area`` and of those it is compared with; errors as ``read_key_figures``.

    Of the area itself also the values for women and men are read; the others are compared as wholes.
    """
    with (snapshot / "snapshot.toml").open("rb") as file:
        pinned = tomllib.load(file)
    wanted = frozenset(kpis)
    series = dict(_area_series(snapshot / "values" / f"{area}.csv", area, wanted, SEXES))
    for code in dict.fromkeys((NATION, *county.members, *peers.members)):
        if code != area:
            series.update(_area_series(snapshot / "values" / f"{code}.csv", code, wanted, TOTAL))
    return KeyFigures(
        fetched=pinned["fetched"],
        source=pinned.get("source", "Kolada"),
        folder=snapshot.resolve().name,
        names={code: figure for code, figure in key_figures_in(snapshot).items() if code in wanted},
        areas=areas_in(snapshot),
        county=county.members,
        county_name=county.name,
        peers=peers.members,
        peers_name=peers.name,
        peers_own=peers.own,
        series=series,
    )


def keep_totals(snapshot: Path, areas: Iterable[str], kpis: Iterable[str]) -> None:
    """Read what ``compared_with`` reads of those that an area is compared with, for a process that will do so many times."""
    wanted = frozenset(kpis)
    for code in areas:
        _area_series(snapshot / "values" / f"{code}.csv", code, wanted, TOTAL)


def key_figures_in(snapshot: Path) -> dict[str, KeyFigure]:
    """The snapshot's key figures by id."""
    return {
        row["id"]: KeyFigure(row["id"], row["title"], row["description"], row.get("municipality_type") or "A")
        for row in rows(snapshot / "kpi.csv")
    }


def areas_in(snapshot: Path) -> dict[str, Area]:
    """The snapshot's municipalities and regions, and the country, by code."""
    return {row["id"]: Area(row["id"], row["title"], row["type"]) for row in rows(snapshot / "municipality.csv")}


def rows(path: Path) -> tuple[Fields, ...]:
    """The rows of one of the snapshot's tables about key figures, areas or groups."""
    tell_of_reading(path)
    return _rows(path, path.stat().st_mtime_ns)


def tell_of_reading(path: Path) -> None:
    """Tell who watches what this process reads that it reads the file, also when what it held is kept from before."""
    sys.audit("open", str(path), "r", 0)


# A process that makes many papers reads the same tables and the same neighbours again and again. What has been read is kept
# as long as the file has not changed, for a bounded number of files, so that memory does not grow with the papers.
@lru_cache(maxsize=16)
def _rows(path: Path, _changed: int) -> tuple[Fields, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _group(snapshot: Path, group: str | None) -> Group:
    """One of Kolada's groups, with the title that Kolada has given it."""
    if group is None:
        return Group()
    members = [row for row in rows(snapshot / "municipality_groups.csv") if row["group_id"] == group]
    if not members:
        raise ValueError(f"gruppen {group} finns inte i municipality_groups.csv")
    return Group(members[0]["group_title"], tuple(row["member_id"] for row in members))


def _area_series(path: Path, area: str, wanted: frozenset[str], sexes: tuple[str, ...]) -> Series:
    tell_of_reading(path)
    return _read_series(path, path.stat().st_mtime_ns, area, wanted, sexes)


@lru_cache(maxsize=1024)
def _read_series(path: Path, _changed: int, area: str, wanted: frozenset[str], sexes: tuple[str, ...]) -> Series:
    """The series of one area. Its file is plain: no quotes, a key figure's rows together, in order of year.

    A county may have fifty files, and each has a thousand lines: they are taken apart by hand, in half the time of a reader
    of any CSV. Of most areas only the totals are wanted, and the other lines are left whole.
    """
    head, *lines = path.read_text(encoding="utf-8").split("\n")
    if head != VALUES_HEAD:
        raise ValueError(f"{path.name} är skadad: första raden är inte {VALUES_HEAD}")
    if sexes == TOTAL:
        lines = [line for line in lines if ",T," in line]
    found: dict[tuple[str, str, str], list[tuple[int, float | None]]] = {}
    for line in filter(None, lines):
        kpi, period, sex, value = line.split(",")
        if kpi in wanted:
            found.setdefault((kpi, area, sex), []).append((int(period), float(value) if value else None))
    return {key: tuple(sorted(pairs)) for key, pairs in found.items()}
