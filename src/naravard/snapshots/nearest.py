"""Which municipalities, and which regions, are alike: where the snapshot has no group of Kolada's for an area.

Kolada's own groups «Liknande kommuner» are in the snapshot for a few areas only. For the others a profile compares with the
seven of the same kind that are nearest in number of inhabitants and in the share of them who are 80 or older.
"""

from __future__ import annotations

import csv
from math import hypot, log
from pathlib import Path
from statistics import pstdev

from naravard.snapshots.snapshot import Snapshot

COUNT = 7  # as many as in Kolada's own groups
_INHABITANTS, _SHARE_80 = "N01951", "N01813"
_NATION = "0000"

Place = tuple[float, float]


def nearest(snapshot: Snapshot) -> tuple[int, dict[str, list[str]]]:
    """The year compared, and for each municipality and region the seven nearest of its kind, the nearest first.

    An area's place is the natural logarithm of its inhabitants and its share of them who are 80 or older, each divided by
    its standard deviation over the areas of the same kind, so that size and age weigh alike. Nearest is the shortest
    straight line between two places. The year is the last one for which the snapshot has inhabitants.
    """
    year = max(when for points in snapshot.values.values() for kpi, when, _ in points if kpi == _INHABITANTS)
    found: dict[str, list[str]] = {}
    for kind in ("K", "L"):
        places = _places(snapshot, kind, year)
        for area, (size, age) in places.items():
            away = {
                other: hypot(size - its_size, age - its_age)
                for other, (its_size, its_age) in places.items()
                if other != area
            }
            found[area] = sorted(away, key=lambda other: (away[other], other))[:COUNT]
    return year, found


def write_nearest(snapshot: Snapshot, folder: Path) -> None:
    """Write ``nearest.csv`` into the snapshot's folder: ``id``, ``title``, ``year``, and ``members`` with a blank between."""
    year, found = nearest(snapshot)
    with (folder / "nearest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "title", "year", "members"))
        for area, members in sorted(found.items()):
            writer.writerow((area, snapshot.areas[area].name, year, " ".join(members)))


def _places(snapshot: Snapshot, kind: str, year: int) -> dict[str, Place]:
    """Where the areas of a kind lie in size and age; those without both figures lie nowhere."""
    places: dict[str, Place] = {}
    for code, area in snapshot.areas.items():
        points = snapshot.values.get(code, {})
        size, age = points.get((_INHABITANTS, year, "T")), points.get((_SHARE_80, year, "T"))
        if area.kind == kind and code != _NATION and size and age:
            places[code] = log(float(size)), float(age)
    spread = [pstdev(values) or 1.0 for values in zip(*places.values(), strict=True)]
    return {code: (size / spread[0], age / spread[1]) for code, (size, age) in places.items()}
