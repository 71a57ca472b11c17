"""The pinned snapshot of Kolada: one small file of values an area, so that a report reads only its own.

A snapshot is a folder with ``snapshot.toml`` (from where and when), Kolada's metadata as ``kpi.csv``, ``municipality.csv`` and
``municipality_groups.csv``, and ``values/<area>.csv`` with ``kpi,period,gender,value`` in the order of key figure, year and
sex. Values stand as Kolada gives them. An empty value is missing, suppressed or not collected: never zero.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from naravard.disk import flush, flush_all
from naravard.model import Area

Point = tuple[str, int, str]
"""Key figure, year and sex (``T``, ``K`` or ``M``)."""

KPI_COLUMNS = (
    "id", "title", "description", "is_divided_by_gender", "municipality_type", "auspice", "operating_area",
    "perspective", "prel_publication_date", "publication_date", "publ_period", "has_ou_data",
)  # fmt: skip
_AREA_COLUMNS = ("id", "title", "type")
_GROUP_COLUMNS = ("group_id", "group_title", "member_id", "member_title")
_VALUE_COLUMNS = ("kpi", "period", "gender", "value")
_DUMP_COLUMNS = ("kpi", "municipality", "period", "gender", "value")

_UNFINISHED = ".uttag-"
_ABANDONED = 24 * 60 * 60
"""So many seconds after it was made, nobody works in an unfinished folder any more."""


@dataclass(frozen=True)
class Group:
    """One of Kolada's groups of areas: its title, and its members' codes and names."""

    title: str
    members: Mapping[str, str]


@dataclass(frozen=True)
class Snapshot:
    """A whole snapshot: ``key_figures`` by id with the columns of ``kpi.csv``, and ``values`` by area and point as text."""

    fetched: date
    key_figures: Mapping[str, Mapping[str, str]]
    areas: Mapping[str, Area]
    groups: Mapping[str, Group]
    values: Mapping[str, Mapping[Point, str]] = field(repr=False)

    @property
    def rows(self) -> int:
        """How many values there are, empty ones included."""
        return sum(map(len, self.values.values()))

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year that there is a row for; None without rows."""
        years = {year for points in self.values.values() for _, year, _ in points}
        return (min(years), max(years)) if years else None


def read_snapshot(folder: Path) -> Snapshot:
    """The whole snapshot in ``folder``.

    OSError if a file is not there; ValueError, KeyError, StopIteration or csv.Error for one that is damaged.
    """
    with (folder / "snapshot.toml").open("rb") as file:
        fetched = tomllib.load(file)["fetched"]
    groups: dict[str, tuple[str, dict[str, str]]] = {}
    for row in _rows(folder / "municipality_groups.csv"):
        groups.setdefault(row["group_id"], (row["group_title"], {}))[1][row["member_id"]] = row["member_title"]
    return Snapshot(
        fetched=fetched,
        key_figures={row["id"]: {name: row[name] for name in KPI_COLUMNS} for row in _rows(folder / "kpi.csv")},
        areas={row["id"]: Area(row["id"], row["title"], row["type"]) for row in _rows(folder / "municipality.csv")},
        groups={code: Group(title, members) for code, (title, members) in groups.items()},
        values={path.stem: dict(_points(path)) for path in sorted((folder / "values").glob("*.csv"))},
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _points(path: Path) -> Iterator[tuple[Point, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        for kpi, period, sex, value in rows:
            yield (kpi, int(period), sex), value


def write_snapshot(snapshot: Snapshot, folder: Path, address: str, source: str, since: int | None) -> None:
    """Write the files of a snapshot into ``folder``: the same snapshot gives the same bytes."""
    (folder / "values").mkdir()
    for area, points in snapshot.values.items():
        rows: Iterable[Iterable[object]] = ((*point, value) for point, value in sorted(points.items()))
        _write(folder / "values" / f"{area}.csv", _VALUE_COLUMNS, rows)
    rows = ([row[name] for name in KPI_COLUMNS] for _, row in sorted(snapshot.key_figures.items()))
    _write(folder / "kpi.csv", KPI_COLUMNS, rows)
    rows = ((area.code, area.name, area.kind) for _, area in sorted(snapshot.areas.items()))
    _write(folder / "municipality.csv", _AREA_COLUMNS, rows)
    rows = (
        (code, group.title, member, name)
        for code, group in sorted(snapshot.groups.items())
        for member, name in sorted(group.members.items())
    )
    _write(folder / "municipality_groups.csv", _GROUP_COLUMNS, rows)
    about = _about(snapshot, address, source, since, dump_sha256(folder))
    (folder / "snapshot.toml").write_text(about, encoding="utf-8", newline="\n")


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _about(snapshot: Snapshot, address: str, source: str, since: int | None, checksum: str) -> str:
    first, last = snapshot.years or (snapshot.fetched.year, snapshot.fetched.year)
    asked = [f"from = {since}"] if since else []
    return "\n".join([
        "# Ett uttag ur Kolada, hämtat med naravard kolada update. Värdena är Koladas egna och oförändrade.",
        f'source = "{source}"',
        f'address = "{address}"',
        f"fetched = {snapshot.fetched.isoformat()}",
        f'metadata_fetched = "{snapshot.fetched.isoformat()}"',
        f"years = [{first}, {last}]",
        f"rows = {snapshot.rows}",
        f'dump_sha256 = "{checksum}"  # de filer som ligger i values, sammansatta till en',
        "",
        "[asked]  # för alla områden i municipality.csv",
        *asked,
        f"key_figures = {_toml_list(sorted(snapshot.key_figures))}",
        f"groups = {_toml_list(sorted(snapshot.groups))}",
        "",
    ])  # fmt: skip


def _toml_list(items: list[str]) -> str:
    lines = [", ".join(f'"{item}"' for item in items[start : start + 10]) for start in range(0, len(items), 10)]
    return "[" + "".join(f"\n  {line}," for line in lines) + ("\n]" if lines else "]")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill that becomes ``target`` in one step at the end; after an error there is no trace of it.

    FileExistsError if ``target`` is there, before or after. What a killed run left beside is taken away after a day.
    """
    _refuse_existing(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=target.parent))
    try:
        work.chmod(target.parent.stat().st_mode & 0o777)  # a temporary folder is for its maker alone
        yield work
        flush_all(work)
        _refuse_existing(target)
        work.rename(target)
        flush(target.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise FileExistsError(17, "finns redan", str(target))


def dump_sha256(snapshot: Path) -> str:
    """The SHA-256 of all of ``values`` put together as one long CSV: it shows that nothing was lost."""
    rows = sorted(
        (kpi, path.stem, year, sex, value)
        for path in (snapshot / "values").glob("*.csv")
        for (kpi, year, sex), value in _points(path)
    )
    text = ",".join(_DUMP_COLUMNS) + "\n" + "".join(f"{k},{a},{p},{g},{v}\n" for k, a, p, g, v in rows)
    return hashlib.sha256(text.encode()).hexdigest()
