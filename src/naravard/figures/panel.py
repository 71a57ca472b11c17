"""One indicator over time: the own line strong and dotted, the others thin, each named at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, isnan, log10, nan
from typing import Any

from naravard import labels, words, writing
from naravard.document import Text, Value
from naravard.figures.drawing import OWN, PALE, QUIET, SOFT, WIDTH, Field, Sheet, apart, text_width
from naravard.terms import Term
from naravard.writing import Row

COLUMNS, GUTTER, PLOT = 3, 16.0, 60.0
COLUMN = (WIDTH - (COLUMNS - 1) * GUTTER) / COLUMNS
NAMES, _SIZE = 39.0, 7.0
_TARGET = "#8a3b00"
_SAID = words.of("figures")["development"]
_GROUPS: dict[str, tuple[str, dict[str, Any]]] = {
    "peers": ("#5c7278", {"color": "#93a9af", "linewidth": 1.0, "linestyle": (0, (1, 1.2))}),
    "county": ("#8a4f10", {"color": "#b06a1f", "linewidth": 1.1}),
    "nation": (SOFT, {"color": QUIET, "linewidth": 1.1, "linestyle": (0, (4, 2))}),
}
"""The darker shade in which thin text can be read, and the line."""


@dataclass(frozen=True)
class Panel:
    """An indicator (a row of ``measures.indicators``) with its rows of the series, of the county's range, and of the own
    values with their status; ``names`` of the lines by group."""

    row: Row
    series: Sequence[Row]
    county: Sequence[Row]
    own: Sequence[Row]
    names: Mapping[str, str]
    replaces: str | None

    @property
    def title(self) -> str:
        """The indicator's name and unit; the own measurements with their id, by which the notes name them."""
        row = self.row
        name = row["name"] if isinstance(row["kpi"], str) else f"{row['indicator']} {row['name']}"
        return f"{name},{labels.NO_BREAK_SPACE if len(row['unit']) < 3 else ' '}{row['unit']}"

    @property
    def below_title(self) -> str:
        """That the series begins where another ended, which is a break."""
        if not self.replaces:
            return ""
        return str(_SAID["replaces"].format(replaces=self.replaces, period=self.known[0]["period"]))

    def number(self, row: Row, column: str = "value", *, with_unit: bool = False) -> Value:
        """A value of the indicator."""
        return writing.number(row, column, self.row["decimals"], unit=self.row["unit"], with_unit=with_unit)

    @cached_property
    def target(self) -> Text:
        """The target in words, without decimals that say nothing; nothing where there is none."""
        given = self.row["target"]
        if isnan(given):
            return Text()
        decimals = 0 if given == int(given) else self.row["decimals"]
        return writing.say(_SAID["target"], target=writing.number(self.row, "target", decimals, unit=self.row["unit"]))

    @property
    def line(self) -> tuple[list[float], list[float]]:
        """The own line: it crosses a term in which nothing was to be measured, but no value that is missing or hidden."""
        planned = {row["at"] for row in self.own if row["status"] in ("not_measured", "not_applicable")}
        points = {row["at"]: row["value"] for row in self.of_group("own") if row["at"] not in planned}
        if not isinstance(self.row["kpi"], str) and points:
            reported = [Term.parse(row["period"]) for row in self.of_group("own") if row["at"] in points]
            points = {t.at: points.get(t.at, nan) for t in reported[0].to(reported[-1]) if t.at not in planned}
        return list(points), list(points.values())

    @cached_property
    def known(self) -> list[Row]:
        """The own values that are drawn, in order of time."""
        return [row for row in self.of_group("own") if not isnan(row["value"])]

    def of_group(self, group: str) -> list[Row]:
        """The rows of the series that belong to a group, in order of time."""
        return sorted((row for row in self.series if row["group"] == group), key=lambda row: row["at"])

    @property
    def has_field(self) -> bool:
        """Whether the county's municipalities spread over a field."""
        return any(row["count"] > 1 for row in self.county)

    @cached_property
    def hidden(self) -> list[Text]:
        """The periods whose value may not be shown, each with the word that stands for it."""
        kept = [row for row in self.own if row["status"] in ("small", "protected", "withheld")]
        return [Text((writing.word(row, "period"), " ", writing.absent(row, "value"))) for row in kept]


def draw(sheet: Sheet, panel: Panel, left: float, top: float) -> None:
    """The panel on the sheet, from its upper left corner; below it stand the periods."""
    levels, decimals = _levels(panel)
    marks = [labels.number(level, decimals) for level in levels]
    axis = max(text_width(mark, _SIZE) for mark in marks) + 5
    times = sorted({row["at"] for row in (*panel.series, *panel.county)})
    room = max((times[-1] - times[0]) * 0.03, 0.05)
    field = Field(
        left + axis, COLUMN - axis - NAMES, (times[0] - room, times[-1] + room), top, PLOT, _reach(panel, levels)
    )
    for level, mark in zip(levels, marks, strict=True):
        y = field.level(level)
        sheet.line([field.left, field.left + field.width], [y, y], color="#e3eaec", linewidth=0.6, zorder=1)
        sheet.write(field.left - 4, y + 2.4, mark, _SIZE, color=SOFT, align="right")
    _field_behind(sheet, panel, field)
    _times(sheet, panel, field)
    ends = [*_others(sheet, panel, field), _own(sheet, panel, field), *_target(sheet, panel, field)]
    _named(sheet, field, ends)


def _values(panel: Panel) -> list[float]:
    """All values that are drawn."""
    values = [row["value"] for row in panel.series if not isnan(row["value"])]
    values += [row[end] for row in panel.county for end in ("low", "high")]
    return values if isnan(panel.row["target"]) else [*values, panel.row["target"]]


def _levels(panel: Panel) -> tuple[list[float], int]:
    """Two to four round levels to read from, and the decimals they need."""
    values = _values(panel)
    low, high = min(values), max(values)
    span = (high - low) or max(abs(high), 1.0) * 0.2
    power = 10.0 ** floor(log10(span / 3))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= span / 3)
    decimals = max(0, (1 if round(step / 10.0 ** floor(log10(step)), 1) == 2.5 else 0) - floor(log10(step)))
    levels = [round(n * step, 9) for n in range(floor(low / step), ceil(high / step) + 1)]
    inside = [level for level in levels if low - span * 0.15 <= level <= high + span * 0.15]
    return inside or levels[:1], decimals


def _reach(panel: Panel, levels: list[float]) -> tuple[float, float]:
    """The scale: room below and above all that is drawn."""
    values = [*_values(panel), *levels]
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or max(abs(high) * 0.1, 1.0)
    return low - room, high + room


def _field_behind(sheet: Sheet, panel: Panel, field: Field) -> None:
    """From the lowest to the highest of the county's municipalities, year by year; a year without values is a gap."""
    runs: list[list[Row]] = []
    for row in sorted((row for row in panel.county if row["count"] > 1), key=lambda row: row["year"]):
        if runs and runs[-1][-1]["year"] == row["year"] - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    for run in runs:
        upper = [(field.at(row["at"]), field.level(row["high"])) for row in run]
        lower = [(field.at(row["at"]), field.level(row["low"])) for row in run]
        if len(run) == 1:
            upper, lower = ([(end[0][0] - 3, end[0][1]), (end[0][0] + 3, end[0][1])] for end in (upper, lower))
        sheet.shape([*upper, *reversed(lower)], facecolor="#f6ead9", zorder=0.5)


def _times(sheet: Sheet, panel: Panel, field: Field) -> None:
    """The first and the last period, and where there are many one in the middle."""
    known = sorted({row["at"]: row for row in reversed(panel.series)}.values(), key=lambda row: row["at"])
    places = [0, len(known) // 2, len(known) - 1] if len(known) > 6 else [0, len(known) - 1]
    bottom = field.top + field.height
    sheet.line([field.left, field.left + field.width], [bottom, bottom], color=PALE, linewidth=0.8, zorder=1)
    taken = field.left - 20.0
    for place in dict.fromkeys(places):
        row = known[place]
        x, half = field.at(row["at"]), text_width(row["period"], _SIZE) / 2
        if x - half < taken + 3:
            continue
        sheet.line([x, x], [bottom, bottom + 2], color=QUIET, linewidth=0.6)
        sheet.write(x, bottom + 9, row["period"], _SIZE, color=SOFT, align="center")
        taken = x + half


def _others(sheet: Sheet, panel: Panel, field: Field) -> Iterator[tuple[float, str, str, bool]]:
    for group, (ink, style) in _GROUPS.items():
        other = panel.of_group(group)
        known = [row["value"] for row in other if not isnan(row["value"])]
        if not known:
            continue
        sheet.line([row["at"] for row in other], [row["value"] for row in other], field=field, zorder=2, **style)
        alone = list(_alone(other))
        dots = {"color": style["color"], "marker": ".", "markersize": 4, "linestyle": "none"}
        if alone:
            sheet.line([row["at"] for row in alone], [row["value"] for row in alone], field=field, zorder=2, **dots)
        yield field.level(known[-1]), panel.names[group], ink, False


def _own(sheet: Sheet, panel: Panel, field: Field) -> tuple[float, str, str, bool]:
    """The own line, with a dot at each value, hollow where it is preliminary; gaps are gaps."""
    sheet.line(*panel.line, field=field, color=OWN, linewidth=2.0, zorder=4)
    early = {row["at"] for row in panel.own if row["status"] == "preliminary"}
    for fill, dots in (
        (OWN, [row for row in panel.known if row["at"] not in early]),
        ("white", [row for row in panel.known if row["at"] in early]),
    ):
        if dots:
            sheet.line(
                [row["at"] for row in dots], [row["value"] for row in dots], field=field, color=OWN, linestyle="none",
                marker="o", markersize=3.8, markerfacecolor=fill, markeredgewidth=1.1, zorder=5,
            )  # fmt: skip
    return field.level(panel.known[-1]["value"]), panel.names["own"], OWN, True


def _target(sheet: Sheet, panel: Panel, field: Field) -> Iterator[tuple[float, str, str, bool]]:
    if panel.target:
        y = field.level(panel.row["target"])
        sheet.line([field.left, field.left + field.width], [y, y], color=_TARGET, linewidth=0.8, zorder=3)
        yield y, panel.target.text, _TARGET, False
    if panel.replaces:
        x = field.at(panel.known[0]["at"])
        sheet.line(
            [x, x], [field.top, field.top + field.height], color=SOFT, linewidth=0.8, linestyle=(0, (2, 2)), zorder=3
        )


def _named(sheet: Sheet, field: Field, ends: list[tuple[float, str, str, bool]]) -> None:
    """The lines' names beside their ends, moved apart where they would lie on each other."""
    ends = sorted(ends, key=lambda end: end[0])
    middles = apart([y for y, *_ in ends], [8.6] * len(ends), field.top - 6, field.top + field.height + 6)
    for middle, (_, name, color, bold) in zip(middles, ends, strict=True):
        sheet.write(field.left + field.width + 4, middle + 2.4, name, _SIZE, color=color, bold=bold)


def _alone(series: Sequence[Row]) -> Iterator[Row]:
    """The values with none in the row before or after: a line would not show them."""
    known = [False, *(not isnan(row["value"]) for row in series), False]
    for row, before, here, after in zip(series, known, known[1:], known[2:], strict=False):
        if here and not before and not after:
            yield row
