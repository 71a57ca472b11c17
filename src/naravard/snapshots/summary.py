"""What is said of a new snapshot: how much has changed since the old one, and what matters most to the project."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from naravard.model import Comparison
from naravard.snapshots.changes import SEXES, Change, Kind
from naravard.snapshots.snapshot import Snapshot

_MOST = 10
"""So many rows of each sort are shown; ``--diff`` has them all."""

_SAID = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_COUNTED: dict[Kind, str] = {Kind(kind): named for kind, named in _SAID["counted"].items()}
_GROUPS: dict[Kind, str] = {Kind(kind): said for kind, said in _SAID["groups"].items()}


def missing(new: Snapshot, comparison: Comparison, used: Mapping[str, Collection[str]]) -> Iterator[str]:
    """What the project uses and Kolada has not got: before it is mended the new snapshot cannot be taken into use."""
    gone = [f"{kpi}{_users(used[kpi])}" for kpi in sorted(used) if kpi not in new.key_figures]
    named = (("lanets_kommuner", comparison.county), ("liknande_kommuner", comparison.peers))
    gone += [_SAID["group"].format(group=group, key=key) for key, group in named if group and group not in new.groups]
    yield from _section(_SAID["missing"], gone)


def summary(
    found: Sequence[Change], old: Snapshot, new: Snapshot, area: str, used: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """The lines, in Swedish: counts, and the most telling changes for ``area``.

    ``used`` has the ids of the project's indicators by key figure.
    """
    name = new.areas[area].name
    if not found:
        yield _SAID["nothing"]
        return
    yield from _counts(found, area, name)
    yield from _newest(old, new, area, name, used)
    mine = [change for change in found if change.area == area and change.sex]
    yield from _largest([change for change in mine if change.kind is Kind.CHANGED], name)
    for kind in (Kind.WITHDRAWN, Kind.GONE):
        rows = [f"{_value(change)} (var {_figure(change.before)})" for change in mine if change.kind is kind]
        yield from _section(_SAID["values"][kind].format(name=name), rows)
    yield from _frame(found, used)


def _counts(found: Iterable[Change], area: str, name: str) -> Iterator[str]:
    counts = {kind: [0, 0] for kind in _COUNTED}
    for change in found:
        if change.kind in counts:
            counts[change.kind][0] += 1
            counts[change.kind][1] += change.area == area
    width = max(map(len, _COUNTED.values()))
    column = max(len(name), 9)
    yield f"  {'':{width}}  {'alla områden':>12}  {name:>{column}}"
    for kind, (everywhere, here) in counts.items():
        yield f"  {_COUNTED[kind]:{width}}  {whole(everywhere):>12}  {whole(here):>{column}}"


def _newest(old: Snapshot, new: Snapshot, area: str, name: str, used: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The key figures of the project whose latest value is of a later year than before."""
    rows = []
    for kpi in sorted(used):
        before, now = _latest(old, area, kpi), _latest(new, area, kpi)
        if now and now[0] > (before[0] if before else 0):
            was = f"{before[0]}: {_figure(before[1])}" if before else "inget värde"
            rows.append(f"{kpi}  {was}, nu {now[0]}: {_figure(now[1])}  {_title(new.key_figures[kpi]['title'])}")
    yield from _section(_SAID["newest"].format(name=name), rows)


def _latest(snapshot: Snapshot, area: str, kpi: str) -> tuple[int, str] | None:
    years = [
        (year, value)
        for (code, year, sex), value in snapshot.values.get(area, {}).items()
        if code == kpi and sex == "T" and value
    ]
    return max(years, default=None)


def _largest(found: Sequence[Change], name: str) -> Iterator[str]:
    """The changed values, those that have changed most for their size first."""

    def share(change: Change) -> Decimal:
        was, now = Decimal(change.before), Decimal(change.now)
        return abs(now - was) / max(abs(was), abs(now))

    rows = [
        f"{_value(change)}, från {_figure(change.before)} till {_figure(change.now)}"
        for change in sorted(found, key=share, reverse=True)
    ]
    yield from _section(_SAID["largest"].format(name=name), rows)


def _frame(found: Sequence[Change], used: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Key figures, areas and groups."""
    by = {kind: [change for change in found if change.kind is kind] for kind in Kind}
    for kind, heading in _SAID["frame"].items():
        yield from _section(heading, [_framed(change, used) for change in by[Kind(kind)]])
    yield from _section(_SAID["compared"], [_group(change) for kind in _GROUPS for change in by[kind]])
    if by[Kind.GROUP_NEW]:
        yield "\n" + _SAID["new_groups"].format(count=whole(len(by[Kind.GROUP_NEW])))


def _framed(change: Change, used: Mapping[str, Collection[str]]) -> str:
    """A key figure or an area that has come, gone or got another name."""
    if not change.code:
        renamed = f"{change.before} heter nu {change.now}"
        return f"{change.area}  {renamed if change.kind is Kind.AREA_NAME else change.area_name}"
    if change.kind is Kind.TITLE:
        return f"{change.code}  ”{_title(change.before, 200)}” heter nu ”{_title(change.now, 200)}”"
    users = _users(used.get(change.code, ())) if change.kind is Kind.KEY_FIGURE_GONE else ""
    return f"{change.code}  {_title(change.before or change.now)}{users}"


def _group(change: Change) -> str:
    words = {
        name: _title(text) for name, text in (("before", change.before), ("now", change.now), ("title", change.title))
    }
    return _GROUPS[change.kind].format(code=change.code, area=change.area_name, **words)


def _users(indicators: Collection[str]) -> str:
    many = "indikatorerna" if len(indicators) > 1 else "indikatorn"
    return f" (används av {many} {', '.join(sorted(indicators))})" if indicators else ""


def _section(heading: str, rows: Sequence[str]) -> Iterator[str]:
    if rows:
        yield ""
        yield f"{heading} ({whole(len(rows))}):" if len(rows) > 1 else f"{heading}:"
        yield from (f"  {row}" for row in rows[:_MOST])
        if len(rows) > _MOST:
            yield f"  … och {whole(len(rows) - _MOST)} till"


def _value(change: Change) -> str:
    return f"{change.code} {change.year} {SEXES[change.sex]}  {_title(change.title)}"


def _title(text: str, most: int = 70) -> str:
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _figure(text: str) -> str:
    return text.replace(".", ",")


def whole(count: int) -> str:
    """A count as it is read on a screen: ``301 115``."""
    return f"{count:,}".replace(",", " ")
