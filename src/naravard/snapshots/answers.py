"""What Kolada's API v3 answers, checked piece by piece, and the snapshot that is made of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, Field, InstanceOf, StringConstraints, ValidationError

from naravard.model import Area
from naravard.snapshots.client import Client, Number
from naravard.snapshots.snapshot import KPI_COLUMNS, Group, Point, Snapshot

MOST_IDS = 25
"""Kolada takes at most so many ids, or years, in one part of an address."""
MOST_PAGES = 500
"""A question is answered in some four pages; one that never ends is stopped here."""

PEER_GROUPS = ("Liknande kommuner, övergripande, ", "Liknande regioner, hälso- och sjukvård (inkl läkemedel), ")
"""So begin the titles of the groups that a profile compares with (see ``reading.areas``): they are fetched for every area."""

_ID = re.compile(r"[A-Za-z0-9]{1,20}")


class NotInKolada(ValueError):
    """What the project asks for cannot be fetched from Kolada; the text says what, in Swedish."""


@dataclass(frozen=True)
class Question:
    """What to fetch, for every area that Kolada lists: key figures and groups by id, and years from ``since`` (None: all).

    ``area`` is the municipality or region that the project is about: Kolada must know it. ``PEER_GROUPS`` are fetched too.
    """

    area: str
    key_figures: Collection[str]
    groups: Collection[str]
    since: int | None = None


@dataclass(frozen=True)
class Fetched:
    """A new snapshot, the values that Kolada says it has withdrawn (area, point), and how many pages they came in."""

    snapshot: Snapshot
    withdrawn: frozenset[tuple[str, Point]]
    pages: int


def _finite(number: Number | None) -> Number | None:
    if number is not None and not math.isfinite(float(number)):
        raise ValueError("too large")
    return number


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Code = Annotated[str, StringConstraints(pattern="^[0-9]{4}$")]


class _KeyFigure(BaseModel):
    id: str
    title: _Text
    description: str | None = None
    is_divided_by_gender: bool | None = None
    municipality_type: str | None = None
    auspice: str | None = None
    operating_area: str | None = None
    perspective: str | None = None
    prel_publication_date: str | None = None
    publication_date: str | None = None
    publ_period: str | None = None
    has_ou_data: bool | None = None


class _Area(BaseModel):
    id: _Code
    title: _Text
    type: _Text


class _Member(BaseModel):
    member_id: str
    member_title: str


class _Group(BaseModel):
    id: str
    title: str
    members: list[_Member]


class _Value(BaseModel):
    gender: Literal["T", "K", "M"]
    value: Annotated[InstanceOf[Number] | None, AfterValidator(_finite)]
    isdeleted: bool | None = None


class _Series(BaseModel):
    kpi: str
    municipality: str
    period: Annotated[int, Field(ge=1900, le=2199)]
    values: list[_Value]


_Row = TypeVar("_Row", bound=BaseModel)
_Named = TypeVar("_Named", _KeyFigure, _Area, _Group)


class _Page(BaseModel, Generic[_Row]):
    """``next_url`` must be there, if only as null: without it nobody knows whether there is more."""

    values: list[_Row]
    next_url: str | None
    count: int | None = None


def fetch(client: Client, question: Question, say: Callable[[str], None] = lambda _: None) -> Fetched:
    """Ask Kolada for all of ``question``; KoladaError if any of it cannot be had whole, NotInKolada if it does not exist."""
    if not question.key_figures:
        raise NotInKolada("Projektets indikatorer nämner inga nyckeltal ur Kolada")
    reader = _Reader(client)
    areas = {row.id: Area(row.id, row.title, row.type) for row in reader.named("municipality", [], _Area)}
    if question.area not in areas:
        raise NotInKolada(f"Kolada har inget område med kommunkoden {question.area}")
    known = {row.id: row for row in reader.named("kpi", question.key_figures, _KeyFigure)}
    if not known:
        raise NotInKolada("Kolada har inget av nyckeltalen")
    groups = {
        row.id: Group(row.title, {member.member_id: member.member_title for member in row.members})
        for row in reader.named("municipality_groups", [], _Group)
        if (row.id in question.groups or row.title.startswith(PEER_GROUPS))
        and row.members
        and all(member.member_id in areas for member in row.members)
    }
    batches = list(_batches(sorted(areas)))
    for place, batch in enumerate(batches, start=1):
        say(f"[{place}/{len(batches)}] värden för {areas[batch[0]].name}–{areas[batch[-1]].name} …")
        for kpis in _batches(sorted(known)):
            reader.read_values(kpis, batch, question.since)
    snapshot = Snapshot(
        fetched=date.today(),
        key_figures={code: _columns(row) for code, row in known.items()},
        areas=areas,
        groups=groups,
        values={area: reader.values.get(area, {}) for area in areas},
    )
    return Fetched(snapshot, frozenset(reader.withdrawn), reader.pages)


class _Reader:
    """Reads answers page by page through a client, and keeps the values; what is not as documented is a KoladaError."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.pages = 0
        self.values: dict[str, dict[Point, str]] = {}
        self.withdrawn: set[tuple[str, Point]] = set()

    def named(self, kind: str, ids: Collection[str], row: type[_Named]) -> list[_Named]:
        """The key figures, areas or groups with these ids that Kolada knows; every one if no ids are given."""
        wrong = sorted(code for code in ids if not _ID.fullmatch(code))
        if wrong:
            raise NotInKolada(f"{', '.join(map(repr, wrong))} kan inte vara ett id i Kolada")
        found: dict[str, _Named] = {}
        for batch in _batches(sorted(ids)) if ids else [[]]:
            target = self.client.first("/".join([kind, ",".join(batch)]) if batch else kind)
            for one in self.rows(target, row):
                if batch and one.id not in batch:
                    raise self.client.error(target, f"svaret innehåller {one.id}, som ingen har frågat efter")
                if found.setdefault(one.id, one) != one:
                    raise self.client.error(target, f"svaret har två olika uppgifter om {one.id}")
        return list(found.values())

    def read_values(self, kpis: Sequence[str], areas: Sequence[str], since: int | None) -> None:
        """Keep what Kolada has of these key figures for these areas, and what it has withdrawn."""
        for years in _years(since):
            path = f"data/kpi/{','.join(kpis)}/municipality/{','.join(areas)}{years}"
            target = self.client.first(path)
            for row in self.rows(target, _Series):
                if row.kpi not in kpis or row.municipality not in areas:
                    asked = f"{row.kpi} för {row.municipality}, som ingen har frågat efter"
                    raise self.client.error(target, f"svaret innehåller {asked}")
                for one in row.values:
                    point = (row.kpi, row.period, str(one.gender))
                    self._keep(target, row.municipality, point, None if one.isdeleted else str(one.value or ""))

    def _keep(self, target: str, area: str, point: Point, text: str | None) -> None:
        """Keep one value; None is a withdrawn one. Two rows may say the same thing, but not different things."""
        values = self.values.setdefault(area, {})
        is_withdrawn = (area, point) in self.withdrawn
        if (is_withdrawn and text is not None) or (point in values and values[point] != text):
            kpi, year, sex = point
            raise self.client.error(target, f"svaret har två olika uppgifter om {kpi} för {area}, {year}, kön {sex}")
        if text is None:
            self.withdrawn.add((area, point))
        else:
            values[point] = text

    def rows(self, target: str, row: type[_Row]) -> Iterator[_Row]:
        """The rows of all the pages of an answer; ``next_url`` is followed until there is none."""
        first, sizes, counts = target, [], []
        seen: set[str] = set()
        while True:
            seen.add(target)
            page = self._page(target, row)
            self.pages += 1
            sizes.append(len(page.values))
            counts.append(page.count)
            yield from page.values
            if page.next_url is None:
                break
            at, target = target, self.client.target(page.next_url, target)
            if target in seen:
                raise self.client.error(at, "svaret visar vidare till en sida som redan är läst")
            if len(seen) >= MOST_PAGES:
                raise self.client.error(first, f"svaret tar inte slut: {MOST_PAGES} sidor är lästa")
        self._check(first, sizes, counts)

    def _page(self, target: str, row: type[_Row]) -> _Page[_Row]:
        try:
            return _Page[row].model_validate(self.client.get(target))  # type: ignore[valid-type]
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "svaret"
            wrong = "saknas" if first["type"] == "missing" else f"är {str(first['input'])[:60]!r}"
            what = f"svaret har inte den form som Koladas API v3 ska ha: {place} {wrong}"
            raise self.client.error(target, what) from error

    def _check(self, target: str, sizes: list[int], counts: list[int | None]) -> None:
        """``count`` is the rows of the page, or of all pages: the documentation does not tell which."""
        each = all(count in (None, size) for count, size in zip(counts, sizes, strict=True))
        if not each and any(count not in (None, sum(sizes)) for count in counts):
            stated = next(count for count in counts if count is not None)
            raise self.client.error(
                target, f"svaret säger sig ha {stated} rader men har {sum(sizes)}", "Försök igen senare."
            )


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), MOST_IDS):
        yield ids[start : start + MOST_IDS]


def _years(since: int | None) -> Iterator[str]:
    """The part of an address that says which years; none for all of them. Forecasts may stand at a year to come."""
    if since is None:
        yield ""
        return
    for batch in _batches([str(year) for year in range(since, date.today().year + 2)]):
        yield f"/year/{','.join(batch)}"


def _columns(row: _KeyFigure) -> dict[str, str]:
    given = row.model_dump()
    return {name: "" if given[name] is None else str(given[name]) for name in KPI_COLUMNS}
