"""What is said of a new snapshot: how much has changed since the old one, and what matters most to the project."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from naravard.model import Comparison
from naravard.snapshots.changes import SEXES, Change, Kind
from naravard.snapshots.snapshot import Snapshot

_MOST = 10
"""So many rows of each sort are shown; ``--diff`` has them all."""

_COUNTED = {
    Kind.CHANGED: "ändrade värden",
    Kind.NEW: "nya värden",
    Kind.WITHDRAWN: "värden som Kolada har återkallat",
    Kind.GONE: "värden som inte finns längre",
}
_GROUPS = {
    Kind.GROUP_GONE: "{code}  {title} finns inte längre",
    Kind.GROUP_TITLE: "{code}  {before} heter nu {now}",
    Kind.MEMBER_NEW: "{code}  {title}: {area} har kommit till",
    Kind.MEMBER_GONE: "{code}  {title}: {area} är inte längre med",
}


def missing(new: Snapshot, comparison: Comparison, used: Mapping[str, Collection[str]]) -> Iterator[str]:
    """What the project uses and Kolada has not got: before it is mended the new snapshot cannot be taken into use."""
    gone = [f"{kpi}{_users(used[kpi])}" for kpi in sorted(used) if kpi not in new.key_figures]
    named = (("lanets_kommuner", comparison.county), ("liknande_kommuner", comparison.peers))
    gone += [f"gruppen {group} ({key} i plan.toml)" for key, group in named if group and group not in new.groups]
    yield from _section("Rätta detta innan uttaget tas i bruk. Kolada har inte", gone)


def summary(
    found: Sequence[Change], old: Snapshot, new: Snapshot, area: str, used: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """The lines, in Swedish: counts, and the most telling changes for ``area``.

    ``used`` has the ids of the project's indicators by key figure.
    """
    name = new.areas[area].name
    if not found:
        yield "Inget skiljer från det förra uttaget."
        return
    yield from _counts(found, area, name)
    yield from _newest(old, new, area, name, used)
    mine = [change for change in found if change.area == area and change.sex]
    yield from _largest([change for change in mine if change.kind is Kind.CHANGED], name)
    for kind, words in ((Kind.WITHDRAWN, "har återkallats"), (Kind.GONE, "finns inte längre")):
        rows = [f"{_value(change)} (var {_figure(change.before)})" for change in mine if change.kind is kind]
        yield from _section(f"Värden för {name} som {words}", rows)
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
    yield from _section(f"Projektets nyckeltal med ett senare år för {name}", rows)


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
    yield from _section(f"Ändrade värden för {name}, de som ändrats mest i förhållande till sin storlek först", rows)


def _frame(found: Sequence[Change], used: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Key figures, areas and groups."""
    by = {kind: [change for change in found if change.kind is kind] for kind in Kind}
    yield from _section(
        "Nyckeltal som har bytt titel: se efter att de fortfarande mäter samma sak",
        [f"{c.code}  ”{_title(c.before, 200)}” heter nu ”{_title(c.now, 200)}”" for c in by[Kind.TITLE]],
    )
    yield from _section(
        "Nyckeltal som inte längre finns i Kolada",
        [f"{c.code}  {_title(c.before)}{_users(used.get(c.code, ()))}" for c in by[Kind.KEY_FIGURE_GONE]],
    )
    yield from _section(
        "Nyckeltal som är nya i uttaget", [f"{c.code}  {_title(c.now)}" for c in by[Kind.KEY_FIGURE_NEW]]
    )
    for kind, words in ((Kind.AREA_NEW, "Nya områden"), (Kind.AREA_GONE, "Områden som inte finns längre")):
        yield from _section(words, [f"{c.area}  {c.area_name}" for c in by[kind]])
    yield from _section("Områden med nytt namn", [f"{c.area}  {c.before} heter nu {c.now}" for c in by[Kind.AREA_NAME]])
    yield from _section("Grupper att jämföra med", [_group(change) for kind in _GROUPS for change in by[kind]])
    if by[Kind.GROUP_NEW]:
        yield f"\nGrupper som är nya i uttaget: {whole(len(by[Kind.GROUP_NEW]))}."


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
