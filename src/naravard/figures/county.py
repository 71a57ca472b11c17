"""The municipality among its county's, key figure by key figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan

from naravard import labels, measures, words, writing
from naravard.document import Passage, Text, Value
from naravard.figures.drawing import (
    OWN,
    PALE,
    QUIET,
    SOFT,
    WIDTH,
    Field,
    Sheet,
    apart,
    as_figures,
    block,
    rows_on_sheets,
    text_width,
    wrapped,
)
from naravard.model import Project
from naravard.source_lines import ranked
from naravard.terms import Term
from naravard.writing import Row

_NAME, _RANK, _SIZE = 150.0, 74.0, 8.0
_SAID = words.of("figures")["county"]


@dataclass(frozen=True)
class _KeyFigure:
    """A row of ``measures.indicators``, with those of ``county_values``, of ``county_range`` for its year, and of ``ranks``."""

    row: Row
    county: Sequence[Row]
    spread: Row
    ranked: Row | None

    @cached_property
    def own(self) -> Row:
        """The own municipality's value."""
        return next(row for row in self.county if row["own"])

    @cached_property
    def place(self) -> Text:
        """The rank in words; nothing of a key figure without a good direction."""
        return writing.say(_SAID["place"], self.ranked) if self.ranked else Text()

    @cached_property
    def nation(self) -> Text:
        """The country's value in words, if it has one."""
        return (
            Text()
            if isnan(self.row["nation"])
            else writing.say(_SAID["nation"], nation=self.number(self.row, "nation"))
        )

    def number(self, row: Row, column: str, *, with_unit: bool = False) -> Value:
        """A value of the key figure."""
        return writing.number(row, column, self.row["decimals"], unit=self.row["unit"], with_unit=with_unit)


def county(project: Project, term: str, theme: str) -> Passage:
    """The theme's key figures: each of the county's municipalities a dot, the own one named, the country a stroke.

    Every key figure has a scale of its own, from the county's lowest to its highest value. The rank counts from the best.
    """
    key_figures = _key_figures(project, Term.parse(term), theme)
    if not key_figures:
        return Passage(())
    county_name = (project.key_figures.county_name if project.key_figures else "").removesuffix(" (ovägt medel)")
    name = project.plan.project.municipality
    caption = _SAID["caption"].format(theme=labels.sentence(theme), name=name, county=county_name)
    source = ranked(project, [one.row["kpi"] for one in key_figures])
    return as_figures(f"lanet-{theme}", caption, _alt(key_figures), _sheets(key_figures), source)


def _key_figures(project: Project, term: Term, theme: str) -> list[_KeyFigure]:
    """Those of the theme that the municipality and another of the county have a value of."""
    values = measures.grouped(measures.county_values.rows(project, term), "indicator")
    spreads = {(row["indicator"], row["year"]): row for row in measures.county_range.rows(project, term)}
    ranks = {row["indicator"]: row for row in measures.ranks.rows(project, term)}
    found = []
    for row in measures.indicators.rows(project, term):
        name = row["indicator"]
        part = values.get(name, [])
        if theme in row["themes"] and len(part) > 1 and any(one["own"] for one in part):
            found.append(_KeyFigure(row, part, spreads[name, part[0]["year"]], ranks.get(name)))
    return found


def _sheets(key_figures: Sequence[_KeyFigure]) -> Iterator[Sheet]:
    names = [wrapped(f"{one.row['name']}, {one.row['unit']}", _NAME, _SIZE, lines=3) for one in key_figures]
    heights = [max(block(name, _SIZE) + 8.4, 38.0) + 8 for name in names]
    for sheet, rows_here in rows_on_sheets(heights):
        for place, top in rows_here:
            if place != rows_here[0][0]:
                sheet.line([0, WIDTH], [top, top], color=PALE, linewidth=0.5)
            one, middle = key_figures[place], top + heights[place] / 2
            better = _SAID["better"].get(one.row["direction"])
            note = f"{one.row['period']}, {better}" if better else str(one.row["period"])
            begins = middle - (block(names[place], _SIZE) + 8.4) / 2
            sheet.lines(0, sheet.lines(0, begins, names[place], _SIZE), [note], 7, color=SOFT)
            _dots(sheet, one, middle)
            sheet.write(WIDTH, middle + 2.7, one.place.text, _SIZE, bold=True, color=OWN, align="right")
        yield sheet


def _dots(sheet: Sheet, one: _KeyFigure, y: float) -> None:
    """The municipalities on a line, the own one above it by name, the country below, and what the ends are."""
    ends = [(one.spread, "low"), (one.spread, "high"), *([(one.row, "nation")] if one.nation else [])]
    low, high = (pick(ends, key=lambda end: end[0][end[1]]) for pick in (min, max))
    room = (high[0][high[1]] - low[0][low[1]]) * 0.04 or 1.0
    field = Field(_NAME + 34, WIDTH - _NAME - _RANK - 68, (low[0][low[1]] - room, high[0][high[1]] + room))
    sheet.line([field.left, field.left + field.width], [y, y], color=QUIET, linewidth=0.8, zorder=1)
    sheet.write(field.left - 4, y + 2.4, one.number(*low).text, 7, color=SOFT, align="right")
    sheet.write(field.left + field.width + 4, y + 2.4, one.number(*high).text, 7, color=SOFT)
    others = [row["value"] for row in one.county if not row["own"]]
    levels = _levels([field.at(value) for value in others])
    sheet.line(others, [y + level for level in levels], field=field, marker="o", markersize=5.5, linestyle="none",
               color="#b9c8cc", markeredgecolor="#5d6f76", markeredgewidth=0.7, zorder=2)  # fmt: skip
    if one.nation:
        nation = one.row["nation"]
        sheet.line([nation] * 2, [y - 6.5, y + 6.5], field=field, color="#a03b00", linewidth=1.6, zorder=3)
        _named(sheet, field, nation, y + 16, labels.sentence(one.nation.text), "#8a3b00")
    own = one.own["value"]
    sheet.line([own], [y], field=field, marker="o", markersize=9, linestyle="none", color=OWN, zorder=4)
    _named(sheet, field, own, y - 9.5, f"{one.own['name']} {one.number(one.own, 'value').text}", OWN, True)


def _levels(places: Sequence[float]) -> list[float]:
    """How far above or below the line each dot stands, so that dots of the same value are seen as several."""
    free = {level: float("-inf") for level in (0.0, 5.2, -5.2)}
    found = []
    for place in places:
        level = next((level for level, taken in free.items() if place - taken > 4.8), 0.0)
        free[level] = place
        found.append(level)
    return found


def _named(sheet: Sheet, field: Field, value: float, y: float, words: str, color: str, bold: bool = False) -> None:
    """A name above or below its sign, kept on the line."""
    wide = text_width(words, 7.5, bold)
    middle = apart([field.at(value)], [wide], field.left - 30, field.left + field.width + 30)[0]
    sheet.write(middle, y, words, 7.5, color=color, bold=bold, align="center")


def _alt(key_figures: Sequence[_KeyFigure]) -> Text:
    """For each key figure: the own value, the rank, between which values the county lies, and the country's."""
    sentences = [Text([_SAID["alt"]])]
    for one in key_figures:
        value = one.number(one.own, "value", with_unit=True)
        own = writing.say(_SAID["own"], one.row, name=one.own["name"], value=value)
        ends = {end: one.number(one.spread, end) for end in ("low", "high")}
        spread = writing.say(_SAID["spread"], one.spread, **ends)
        sentences.append(f"{one.row['name']}: " + writing.joined([own, one.place, spread, one.nation], ", ") + ".")
    return writing.joined(sentences)
