"""What a new snapshot of Kolada has that the old one has not, and the other way round, change by change."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from naravard.snapshots.answers import Fetched
from naravard.snapshots.snapshot import Point, Snapshot


class Kind(StrEnum):
    """What has changed, in the words of the list."""

    CHANGED = "ändrat värde"
    NEW = "nytt värde"
    WITHDRAWN = "återkallat värde"
    GONE = "borttaget värde"
    KEY_FIGURE_NEW = "nytt nyckeltal"
    KEY_FIGURE_GONE = "borttaget nyckeltal"
    TITLE = "ny titel på nyckeltal"
    AREA_NEW = "nytt område"
    AREA_GONE = "borttaget område"
    AREA_NAME = "nytt namn på område"
    GROUP_NEW = "ny grupp"
    GROUP_GONE = "borttagen grupp"
    GROUP_TITLE = "nytt namn på grupp"
    MEMBER_NEW = "ny medlem i grupp"
    MEMBER_GONE = "inte längre medlem i grupp"


@dataclass(frozen=True)
class Change:
    """One change. ``code`` is the key figure's or the group's id; values are text as Kolada has them."""

    kind: Kind
    code: str = ""
    title: str = ""
    area: str = ""
    area_name: str = ""
    year: int | None = None
    sex: str = ""
    before: str = ""
    now: str = ""


_HEADINGS = ("vad", "nyckeltal eller grupp", "titel", "område", "områdets namn", "år", "kön", "förr", "nu")
_SEXES = {"T": "totalt", "K": "kvinnor", "M": "män", "": ""}


def changes(old: Snapshot, fetched: Fetched, since: int | None) -> list[Change]:
    """Every change from ``old``, in the order of ``Kind`` and then of code, area, year and sex.

    Years before ``since`` are not compared: they were not asked for. Nor are the values of a key figure or an area that only
    one of the snapshots has: that it is new or gone says it all.
    """
    new = fetched.snapshot
    return [
        *sorted(_values(old, fetched, since), key=lambda change: tuple(Kind).index(change.kind)),
        *_named(old, new),
        *_groups(old, new),
    ]


def _values(old: Snapshot, fetched: Fetched, since: int | None) -> Iterator[Change]:
    new = fetched.snapshot
    both = old.key_figures.keys() & new.key_figures.keys()
    for area in sorted(old.areas.keys() & new.areas.keys()):
        before, now = old.values.get(area, {}), new.values.get(area, {})
        for point in sorted(before.keys() | now.keys()):
            kpi, year, sex = point
            kind = _kind(before, now, point, (area, point) in fetched.withdrawn)
            if kind is not None and kpi in both and year >= (since or 0):
                yield Change(kind, kpi, new.key_figures[kpi]["title"], area, new.areas[area].name, year, sex,
                             before.get(point, ""), now.get(point, ""))  # fmt: skip


def _kind(before: Mapping[Point, str], now: Mapping[Point, str], point: Point, withdrawn: bool) -> Kind | None:
    """What has become of one value. That it is written in another way, 5 or 5.0, is no change."""
    was, is_now = before.get(point, ""), now.get(point, "")
    if was == is_now:
        return None
    if not was:
        return Kind.NEW
    if not is_now:
        return Kind.WITHDRAWN if withdrawn else Kind.GONE
    return Kind.CHANGED if Decimal(was) != Decimal(is_now) else None


def _named(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Key figures and areas that have come, gone or got another name."""
    was, is_now = ({code: row["title"] for code, row in one.key_figures.items()} for one in (old, new))
    for kind, code, before, now in _differences(was, is_now, (Kind.KEY_FIGURE_NEW, Kind.KEY_FIGURE_GONE, Kind.TITLE)):
        yield Change(kind, code, now or before, before=before, now=now)
    was, is_now = ({code: area.name for code, area in one.areas.items()} for one in (old, new))
    for kind, code, before, now in _differences(was, is_now, (Kind.AREA_NEW, Kind.AREA_GONE, Kind.AREA_NAME)):
        yield Change(kind, area=code, area_name=now or before, before=before, now=now)


def _groups(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    titles, now_titles = ({code: group.title for code, group in one.groups.items()} for one in (old, new))
    for kind, code, before, now in _differences(
        titles, now_titles, (Kind.GROUP_NEW, Kind.GROUP_GONE, Kind.GROUP_TITLE)
    ):
        yield Change(kind, code, now or before, before=before, now=now)
    for code in sorted(old.groups.keys() & new.groups.keys()):
        was, is_now = old.groups[code].members, new.groups[code].members
        for kind, members, those in ((Kind.MEMBER_NEW, is_now, was), (Kind.MEMBER_GONE, was, is_now)):
            for area in sorted(members.keys() - those.keys()):
                yield Change(kind, code, new.groups[code].title, area, members[area])


def _differences(
    before: Mapping[str, str], now: Mapping[str, str], kinds: Sequence[Kind]
) -> Iterator[tuple[Kind, str, str, str]]:
    """What is new, gone and changed between two tables of names; ``kinds`` are the words for it, in that order."""
    new, gone, renamed = kinds
    yield from ((new, code, "", now[code]) for code in sorted(now.keys() - before.keys()))
    yield from ((gone, code, before[code], "") for code in sorted(before.keys() - now.keys()))
    for code in sorted(before.keys() & now.keys()):
        if " ".join(before[code].split()) != " ".join(now[code].split()):
            yield renamed, code, before[code], now[code]


def write_changes(found: Sequence[Change], path: Path) -> None:
    """All changes as a CSV that Excel opens in Sweden: semicolons and decimal commas."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_HEADINGS)
        for change in found:
            is_value = change.sex != ""
            cells = (*astuple(change)[:5], change.year or "", _SEXES[change.sex])
            ends = [end.replace(".", ",") if is_value else _as_text(end) for end in (change.before, change.now)]
            writer.writerow([*(_as_text(str(cell)) for cell in cells), *ends])


def _as_text(cell: str) -> str:
    """A cell that Excel would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
