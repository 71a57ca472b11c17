"""The pinned snapshot of Kolada: only the areas and key figures that a project compares with are read."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from naravard.model import Area, Comparison, KeyFigure, KeyFigures

NATION = "0000"

Series = dict[tuple[str, str, str], tuple[tuple[int, float | None], ...]]


def read_key_figures(snapshot: Path, area: str, comparison: Comparison, kpis: Iterable[str]) -> KeyFigures:
    """What a project about ``area`` needs: its own values, the country's, its county's municipalities' and its peers'.

    FileNotFoundError if the snapshot or an area's values are not there; ValueError, in Swedish, for an unknown group, and
    ValueError, KeyError, StopIteration or csv.Error for a file that is damaged.
    """
    with (snapshot / "snapshot.toml").open("rb") as file:
        pinned = tomllib.load(file)
    county, county_name = _group(snapshot, comparison.county)
    peers, peers_name = _group(snapshot, comparison.peers)
    wanted = frozenset(kpis)
    names = {
        row["id"]: KeyFigure(row["id"], row["title"], row["description"])
        for row in _rows(snapshot / "kpi.csv")
        if row["id"] in wanted
    }
    areas = {row["id"]: Area(row["id"], row["title"], row["type"]) for row in _rows(snapshot / "municipality.csv")}
    series: Series = {}
    for code in dict.fromkeys((area, NATION, *county, *peers)):
        series.update(_area_series(snapshot / "values" / f"{code}.csv", code, wanted))
    return KeyFigures(
        fetched=pinned["fetched"],
        source=pinned.get("source", "Kolada"),
        names=names,
        areas=areas,
        county=county,
        county_name=county_name,
        peers=peers,
        peers_name=peers_name,
        series=series,
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _group(snapshot: Path, group: str | None) -> tuple[tuple[str, ...], str]:
    """The members of one of Kolada's groups, and the group's title as Kolada has it."""
    if group is None:
        return (), ""
    members = [row for row in _rows(snapshot / "municipality_groups.csv") if row["group_id"] == group]
    if not members:
        raise ValueError(f"gruppen {group} finns inte i municipality_groups.csv")
    return tuple(row["member_id"] for row in members), members[0]["group_title"]


def _area_series(path: Path, area: str, wanted: frozenset[str]) -> Series:
    """The series of one area; the file's rows stand in order of key figure, year and sex."""
    found: dict[tuple[str, str, str], list[tuple[int, float | None]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for kpi, period, sex, value in rows:
            if kpi in wanted:
                found.setdefault((kpi, area, sex), []).append((int(period), float(value) if value else None))
    return {key: tuple(sorted(pairs)) for key, pairs in found.items()}
