"""The figures of a profile: where the area stands among others, theme by theme, and how it has moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from naravard import labels, measures, words, writing
from naravard.document import Paragraph, Passage, Text
from naravard.figures.development import over_time
from naravard.figures.drawing import (
    FAINT,
    INK,
    OWN,
    PALE,
    SOFT,
    WIDTH,
    Field,
    Sheet,
    as_figures,
    block,
    text_width,
    wrapped,
)
from naravard.figures.looks import WARM, WARM_INK
from naravard.model import Project
from naravard.source_lines import ranked
from naravard.writing import Row

_SIZE, _SMALL = 8.5, 7.8
_NAME, _STRIP, _GAP = 90.0, 126.0, 11.0
_SIGN = 7.5
_BETWEEN = 7.0  # set close: with the summary the figure fills the first page, and a profile has at most four
_WORDS = WIDTH - _NAME - _STRIP - 2 * _GAP - _SIGN
_STACK = 6.8  # how far apart signs stand that have the same place
_BLANK = labels.NO_BREAK_SPACE
_SAID = words.of("kommunprofil")
_POSITIONS = _SAID["positions"]
_MARKS: dict[str, tuple[str, str, str]] = {
    "better": ("^", OWN, OWN),
    "unchanged": ("o", "#9fb6bc", SOFT),
    "worse": ("v", WARM, WARM_INK),
    "not_judged": ("o", "white", SOFT),
}
"""Sign, fill and edge."""

_Sign = tuple[float, float, str]


@dataclass(frozen=True)
class _Row:
    """A theme: its rows of ``measures.positions``, the lines drawn beside them, and ``in_full`` what they show, in words."""

    theme: str
    placed: tuple[Row, ...]
    words: tuple[str, ...]
    in_full: Text

    @cached_property
    def levels(self) -> list[int]:
        """How high in its stack each sign stands: 0, 1, -1, 2 …, so that signs of the same place are seen as several."""
        reach: dict[int, float] = {}
        found = []
        for row in self.placed:
            at = (1 - row["place"]) * _STRIP
            level = next(n for n in range(40) if abs(reach.get(n, -99.0) - at) > _SIGN)
            reach[level] = at
            found.append((level + 1) // 2 * (1 if level % 2 else -1))
        return found

    @property
    def height(self) -> float:
        """What the row takes of the sheet."""
        stack = (max(self.levels) - min(self.levels)) * _STACK + _SIGN if self.placed else 0
        return max(block(self.words, _SMALL), stack, 14.0) + _BETWEEN


def positions(project: Project) -> Passage:
    """The area's place on each key figure among the county's municipalities (or all regions), one line a theme.

    Each sign is a key figure; its shape tells how the figure has moved. An area alone in its county stands among its peers.
    """
    term = project.plan.project.last_term
    placed = measures.positions.rows(project, term)
    if not placed:
        return Passage(())
    rows = [_row(project, theme, placed) for theme in _themes(project)]
    group = labels.GROUPS[project.kind][measures.placed_among(project)]
    caption = _POSITIONS["caption"].format(name=project.plan.project.municipality, group=group)
    return as_figures("profil-plats", caption, _alt(group, rows), [_sheet(rows)], ranked(project))


def profile_development(project: Project) -> Passage:
    """One or more key figures of each theme over time, at most six in all; a sentence where there is none to draw."""
    term = project.plan.project.last_term
    leads = measures.leads(project, term)
    if not leads:
        years = labels.count_word(measures.LEAST_YEARS, neuter=True)
        return Passage((Paragraph.plain(_SAID["development"]["nothing"].format(years=years)),))
    drawn = tuple(indicator for indicator in project.indicators if indicator.id in leads)
    alone = replace(project, indicators=drawn, memory={})  # so that only what is drawn is computed
    notes = [f"{indicator.name}: {indicator.note}" for indicator in drawn if indicator.note]
    caption = _SAID["development"]["caption"].format(name=project.plan.project.municipality)
    rows = [row for row in measures.indicators.rows(project, term) if row["indicator"] in leads]
    return over_time(alone, term, "profil-utveckling", caption, rows, notes)


def _themes(project: Project) -> list[str]:
    """The themes that have a key figure with a direction, in the order of the plan."""
    used = {
        theme for indicator in project.indicators if indicator.direction != "bakgrund" for theme in indicator.themes
    }
    return [theme.name for theme in project.themes if theme.name in used]


def _row(project: Project, theme: str, placed: Sequence[Row]) -> _Row:
    of_theme = sorted((row for row in placed if row["theme"] == theme), key=lambda row: (row["place"], row["name"]))
    drawn = [f"{row['name']} ({_rank(row, _BLANK).text})" for row in of_theme]
    if len(of_theme) > 1:
        drawn = [_POSITIONS[which].format(key_figure=drawn[at]) for which, at in (("best", 0), ("weakest", -1))]
    in_full = writing.joined(map(_place_and_trend, of_theme), "; ") or _in_steps(project, theme)
    if not of_theme:
        drawn = [f"{in_full.text}."]
    lines = [line for text in drawn for line in wrapped(text, _WORDS, _SMALL, lines=2)]
    return _Row(theme, tuple(of_theme), tuple(lines), in_full)


def _rank(row: Row, blank: str = " ") -> Text:
    """``2 av 12``."""
    return writing.say(_POSITIONS["place"].replace(" ", blank), row)


def _place_and_trend(row: Row) -> Text:
    """A key figure's place, and how it has moved."""
    return f"{row['name']} " + _rank(row) + ", " + writing.word(row, "trend", _POSITIONS["signs"][row["trend"]])


def _in_steps(project: Project, theme: str) -> Text:
    """What is said of a theme without places: its key figures are steps, or have no value."""
    rows = measures.top_step_counts.rows(project, project.plan.project.last_term)
    steps = next((row for row in rows if row["theme"] == theme), None)
    if not steps:
        return Text((_POSITIONS["nothing"],))
    return writing.say(
        _POSITIONS["steps"],
        reached=writing.count(steps, "own", neuter=True, none=_SAID["none"]),
        key_figures=writing.counted(steps, "count", *_SAID["key_figures"]),
    )


def _sheet(rows: Sequence[_Row]) -> Sheet:
    head = 25.0
    sheet = Sheet(head + sum(row.height for row in rows) + 1)
    _legend(sheet, rows)
    left, right = _NAME + _GAP, _NAME + _GAP + _STRIP
    sheet.write(left, head - 5, _POSITIONS["last"], _SMALL, color=SOFT)
    sheet.write(right, head - 5, _POSITIONS["foremost"], _SMALL, color=SOFT, align="right")
    top, signs = head, _legend(sheet, rows)
    for row in rows:
        sheet.line([0, WIDTH], [top, top], color=PALE, linewidth=0.5)
        signs += _drawn(sheet, row, Field(left, _STRIP, (1.0, 0.0)), top)
        top += row.height
    for trend, (marker, fill, edge) in _MARKS.items():  # all of a kind at once, which is drawn fastest
        xs, ys = [x for x, _, kind in signs if kind == trend], [y for _, y, kind in signs if kind == trend]
        if xs:
            sheet.line(xs, ys, marker=marker, markersize=_SIGN - 1, markerfacecolor=fill, markeredgecolor=edge,
                       markeredgewidth=0.9, linestyle="none", zorder=3)  # fmt: skip
    return sheet


def _legend(sheet: Sheet, rows: Sequence[_Row]) -> list[_Sign]:
    """What the signs say, in words; the answer is the signs themselves."""
    signs, x = [], 0.0
    used = {placed["trend"] for row in rows for placed in row.placed}
    for trend, name in _POSITIONS["signs"].items():
        if trend in used:
            signs.append((x + 3.5, 5.0, trend))
            sheet.write(x + 11, 7.6, name, _SMALL, color=SOFT)
            x += text_width(name, _SMALL) + 24
    return signs


def _drawn(sheet: Sheet, row: _Row, field: Field, top: float) -> list[_Sign]:
    """A theme's name, words and strip; the answer is the signs that stand on the strip."""
    middle = top + row.height / 2
    sheet.write(0, middle + 3, labels.sentence(row.theme), _SIZE, bold=True, color=OWN)
    sheet.lines(WIDTH - _WORDS, middle - block(row.words, _SMALL) / 2, row.words, _SMALL, color=INK)
    if not row.placed:
        return []
    sheet.box(field.left - _SIGN, top + 3, _STRIP + 2 * _SIGN, row.height - 6, facecolor=FAINT, zorder=0.5)
    sheet.line([field.left + _STRIP / 2] * 2, [top + 3, top + row.height - 3], color=PALE, linewidth=0.8, zorder=0.6)
    shift = (max(row.levels) + min(row.levels)) / 2
    return [
        (field.at(placed["place"]), middle + (level - shift) * _STACK, placed["trend"])
        for placed, level in zip(row.placed, row.levels, strict=True)
    ]


def _alt(group: str, rows: Sequence[_Row]) -> Text:
    """For each theme the place of each key figure, best first, and how it has moved."""
    head = _POSITIONS["alt"].format(group=group)
    return writing.joined([head, *(f"{labels.sentence(row.theme)}: " + row.in_full + "." for row in rows)])
