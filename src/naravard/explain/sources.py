"""The rows of the data behind a value: of the tables with the cells that matter, of the snapshot with what it says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence, Set
from functools import cached_property
from pathlib import Path
from textwrap import shorten

from naravard import labels
from naravard.document import Origin, SourceRow
from naravard.document.values import SHOWN
from naravard.measures.activities import participants
from naravard.measures.definitions import fields_behind
from naravard.measures.indicators import published_baseline
from naravard.measures.key_figures import key_figures
from naravard.measures.own import own_values
from naravard.model import FIELDS, Project, Record, Sex
from naravard.model.columns import columns
from naravard.model.record import filled
from naravard.reading.inputs import located

_CHANGED = "filen har ändrats sedan papperet gjordes"
_KEY = re.compile(r"[^,]+,\d{4},[TKM]")
_SEXES = {"T": Sex.TOTAL, "K": Sex.WOMEN, "M": Sex.MEN}


class Sources:
    """The rows of the data as they stand now: those of the tables, and those of the snapshot of key figures."""

    def __init__(self, project: Project, folder: Path | None, changed: Collection[str]) -> None:
        holders = (project, *project.reports)
        held = (getattr(one, field) for one in holders for field in FIELDS.values() if hasattr(one, field))
        self._records = {record.origin: record for records in held for record in records}
        self._project, self._figures, self._changed = project, key_figures(project), changed
        areas = {area for _, area, _ in self._figures.series}
        named = ["kpi.csv", *(f"values/{area}.csv" for area in areas)]
        self._files = located(folder, [f"{self._figures.folder}/{name}" for name in named]) if folder else {}
        self._lines: dict[str, dict[str, int]] = {}

    def rows(self, origin: Origin) -> tuple[str, ...]:
        """The rows that a value comes from, each with the cells that it is made from."""
        return tuple(self._row(row, origin) for row in sorted(origin.rows, key=self._order))

    def summary(self, rows: Iterable[SourceRow]) -> tuple[str, ...]:
        """Which rows there are, file by file."""
        files: dict[tuple[str, str], list[SourceRow]] = {}
        for row in sorted(set(rows), key=self._order):
            files.setdefault((row.file, row.sheet), []).append(row)
        return tuple(f"{_file(rows[0])}{self._area(rows[0], ' ({})')}{self._numbers(rows)}" for rows in files.values())

    def _numbers(self, rows: Sequence[SourceRow]) -> str:
        """Which rows of a file: ``, rad 2–14, 16``."""
        numbers = sorted(number for number in map(self._number, rows) if number)
        first = [n for n in numbers if n - 1 not in numbers]
        last = [n for n in numbers if n + 1 not in numbers]
        spans = (f"{a}–{b}" if a < b else f"{a}" for a, b in zip(first, last, strict=True))
        numbered = f", rad {', '.join(spans)}" if numbers else ""
        return numbered + (f" ({_CHANGED})" if self._is_changed(rows[0]) else "")

    def _row(self, row: SourceRow, origin: Origin) -> str:
        """A row with the cells that a value is made from; of a file that has changed not what stands there now."""
        number, content = self._number(row), self._key_figure(row) if row.key else ""
        if self._is_changed(row):
            content = ": ".join(part for part in (content.partition(" = ")[0], _CHANGED) if part)
        elif record := self._records.get(row):
            content = self._filled_in(record, origin)
        place = f"{_file(row)}, rad {number}" if number else _file(row)
        if row.key:
            place = f"uttaget ur {self._figures.source} (hämtat {labels.day(self._figures.fetched)}), {place}"
        return f"{place}: {content}" if content else place

    def _filled_in(self, record: Record, origin: Origin) -> str:
        """The cells of a row that a value is made from, by heading, and the row's key; never a count that is not published."""
        fields = fields_behind(origin.measure, origin.column)
        behind = [one for one in columns(type(record)) if fields is None or one.name in (*record.key, *fields)]
        counting = [one for one in behind if one.name in record.counting]
        published = [one.name for one in counting if (record.origin, one.name) in self._published]
        texts = {column.name: text for column, text in filled(record, published)}
        there = (one for one in behind if one.name in texts)
        cells = [f"{one.heading} = {shorten(texts[one.name], 100, placeholder=' …')}" for one in there]
        if hidden := [one.heading for one in counting if one.name not in published]:
            cells.append(f"{labels.listing(hidden)}: kan vara ett antal personer, och visas inte här")
        return ", ".join(cells)

    @cached_property
    def _published(self) -> Set[tuple[SourceRow | None, str]]:
        """The cells that may count persons and that disclosure control has published, as filled in: their rows and fields."""
        published = {(i.origin, "baseline") for i in self._project.indicators if published_baseline(i) is not None}
        for term in self._project.terms[-1:]:
            for field, measure in (("value", own_values), ("participants", participants)):
                rows = (row for row in measure.rows(self._project, term) if row["status"] in SHOWN)
                published |= {(place, field) for row in rows for place in row["origin"].rows}
        return published

    def _key_figure(self, row: SourceRow) -> str:
        """What the snapshot says in a row: ``Lekeberg, N15419, 2022, totalt = 71,5``; nothing of a row that cannot be its."""
        if row.key in self._figures.names:  # of the key figure itself, not of a value
            return f"{row.key}, {self._figures.names[row.key].title}"
        if not _KEY.fullmatch(row.key):
            return ""
        kpi, year, sex = row.key.split(",")
        value = dict(self._figures.series.get((kpi, Path(row.file).stem, sex), ())).get(int(year))
        number = "tomt" if value is None else str(value).replace(".", ",")
        return f"{self._area(row, '{}, ')}{kpi}, {year}, {_SEXES[sex]} = {number}"

    def _number(self, row: SourceRow) -> int | None:
        """The row's number in its file; in the snapshot it is where the key stands."""
        if not row.key:
            return row.row
        if row.file not in self._lines:
            path = None if self._is_changed(row) else self._files.get(row.file)
            lines = path.read_text(encoding="utf-8").split("\n") if path and path.is_file() else []
            part = str.rpartition if "," in row.key else str.partition  # a value's key is all but the value
            self._lines[row.file] = {part(line, ",")[0]: number for number, line in enumerate(lines, start=1)}
        return self._lines[row.file].get(row.key)

    def _area(self, row: SourceRow, form: str) -> str:
        """The name of the municipality or region that a row of the snapshot is about, in a form; else nothing."""
        area = self._figures.areas.get(Path(row.file).stem) if row.key else None
        return form.format(area.name) if area else ""

    def _order(self, row: SourceRow) -> tuple[bool, str, str, int, str]:
        """The order of rows: the tables' by file and number, then the snapshot's by name and key."""
        return bool(row.key), labels.alphabetical(self._area(row, "{}")), row.file + row.sheet, row.row or 0, row.key

    def _is_changed(self, row: SourceRow) -> bool:
        return row.file in self._changed or f"{self._project.name}/{row.file}" in self._changed


def _file(row: SourceRow) -> str:
    return f"{row.file}, blad {row.sheet}" if row.sheet else row.file
