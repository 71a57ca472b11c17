"""Municipalities, regions and counties: what they are called, and whom each is compared with.

The first two digits of a municipality's code are its county's: 1814 lies in county 18. A region is 00 and its county: 0018.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from naravard import words
from naravard.model import Area
from naravard.reading.kolada import NATION, Group, areas_in, rows

MUNICIPALITY, REGION = "K", "L"
_GIVEN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
COUNTIES: dict[str, str] = _GIVEN["counties"]
_OWN_FORMS: dict[str, str] = _GIVEN["own_forms"]
_NO_S = tuple("aeiouyåäösxz")
_KOLADAS = {
    MUNICIPALITY: "Liknande kommuner, övergripande, {name}, ",
    REGION: "Liknande regioner, hälso- och sjukvård (inkl läkemedel), {name}, ",
}
_NAMES = words.of("labels")["group_names"]


def full_name(area: Area) -> str:
    """``Lekebergs kommun``, ``Örebro kommun``, ``Borås kommun``; a region is called what Kolada calls it."""
    if area.kind == REGION:
        return area.name
    ending = "" if area.name.endswith(_NO_S) else "s"
    return _OWN_FORMS.get(area.name, f"{area.name}{ending} kommun")


def by_name(areas: Iterable[Area]) -> dict[str, Area]:
    """The areas by all that they are called: code, Kolada's name and the full name."""
    return {name: area for area in areas for name in (area.name, full_name(area), area.code)}


def in_county(areas: Mapping[str, Area], county: str) -> dict[str, Area]:
    """The municipalities of a county and its region, by code; nobody if there is no such county."""
    # 00 is no county: every region begins so.
    found = {code: area for code, area in areas.items() if code[:2] == county or code == f"00{county}"}
    return found if county in COUNTIES else {}


def county_of(snapshot: Path, area: Area) -> Group:
    """The municipalities of the area's county, itself included; for a region all regions. Nobody if it is alone."""
    areas = [other for other in areas_in(snapshot).values() if other.kind == area.kind and other.code != NATION]
    if area.kind == REGION:
        return Group(_NAMES["regions"], tuple(other.code for other in areas))
    county = area.code[:2]
    members = tuple(other.code for other in areas if other.code[:2] == county)
    return Group(_NAMES["county"].format(county=COUNTIES[county]), members) if len(members) > 1 else Group()


def peers_of(snapshot: Path, area: Area) -> Group:
    """Kolada's group of similar areas if the snapshot has it; else the nearest in size and age; nobody without either."""
    title = _KOLADAS[area.kind].format(name=area.name)
    koladas = [row for row in rows(snapshot / "municipality_groups.csv") if row["group_title"].startswith(title)]
    if koladas:
        newest = max(row["group_title"] for row in koladas)
        return Group(newest, tuple(row["member_id"] for row in koladas if row["group_title"] == newest))
    path = snapshot / "nearest.csv"  # see naravard.snapshots.nearest
    near = {row["id"]: row for row in rows(path)} if path.is_file() else {}
    if area.code not in near:
        return Group()
    row = near[area.code]
    return Group(_NAMES["nearest"].format(year=row["year"]), tuple(row["members"].split()), True)
