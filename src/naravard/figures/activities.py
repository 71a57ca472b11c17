"""The activities in time: what was planned, what became of it, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan
from typing import Any

from naravard import labels, measures, words, writing
from naravard.document import Passage, Text
from naravard.figures import calendar
from naravard.figures.drawing import (
    INK,
    OWN,
    SOFT,
    TALLEST,
    WIDTH,
    Field,
    Sheet,
    as_figures,
    block,
    pages,
    text_width,
    wrapped,
)
from naravard.figures.looks import LOOKS, MARK, WARM, WARM_INK, write_status
from naravard.model import Project
from naravard.source_lines import reported
from naravard.terms import Term
from naravard.writing import Row

_NAME, _STATE, _SIZE = 158.0, 84.0, 7.5
_HEAD, _FOOT, _BAR = 33.0, 13.0, 5.2
_EDGE = "#5d6f76"
_SAID = words.of("figures")["activities"]


@dataclass(frozen=True)
class _Row:
    """A line of the figure: a projektmål as a heading, or an activity; ``lines`` is its name."""

    lines: tuple[str, ...]
    height: float
    activity: Row | None = None


def activities(project: Project, term: str) -> Passage:
    """Each activity as two bars, the plan above what became of it, by projektmål; time past the planned end is hatched."""
    last = Term.parse(term)
    every = measures.activities.rows(project, last)
    if not every:
        return Passage(())
    rows = _rows(project, every)
    named = ("start", "end", "actual_start", "actual_end")
    days = [row[name] for row in every for name in named if row[name] is not None]
    scale = calendar.span(project, days, last)
    field = Field(_NAME, WIDTH - _NAME - _STATE - 8, (scale[0], scale[1] + 1))
    split = pages([row.height for row in rows], TALLEST - _HEAD - _FOOT)
    sheets = [_sheet(project, last, field, [rows[place] for place in places]) for places in split]
    caption = _SAID["caption"].format(term=term)
    return as_figures("tidplan", caption, _alt(project, last), sheets, reported("aktiviteter"))


def _rows(project: Project, activities: Sequence[Row]) -> list[_Row]:
    """The projektmål in the order of the plan, each followed by its activities."""
    texts = {goal.id: goal.text for goal in project.output_goals}
    found: list[_Row] = []
    for goal in dict.fromkeys((*texts, *(row["output_goal"] for row in activities))):
        own = [row for row in activities if row["output_goal"] == goal]
        if own:
            heading = wrapped(f"{goal} {texts.get(goal, '')}".strip(), WIDTH - 6, _SIZE, bold=True, lines=1)
            found.append(_Row(tuple(heading), 15))
        for row in own:
            name = wrapped(f"{row['activity']} {row['name']}", _NAME - 10, _SIZE, lines=2)
            found.append(_Row(tuple(name), max(block(name, _SIZE), 18) + 4, row))
    return found


def _sheet(project: Project, last: Term, field: Field, rows: Sequence[_Row]) -> Sheet:
    bottom = _HEAD + sum(row.height for row in rows)
    sheet = Sheet(bottom + _FOOT)
    _key(sheet, field)
    calendar.terms(sheet, project, field, _HEAD - 1, bottom)
    calendar.last_day(sheet, project, last, field, _HEAD - 1, bottom)
    top = _HEAD
    for row in rows:
        if row.activity is None:
            sheet.box(0, top + 1.5, WIDTH, row.height - 3, facecolor="white", zorder=1.6)
            sheet.lines(0, top + 3, row.lines, _SIZE, bold=True, color=OWN)
        else:
            sheet.lines(6, top + (row.height - block(row.lines, _SIZE)) / 2, row.lines, _SIZE)
            _bars(sheet, field, row.activity, top + row.height / 2, project.calendar.last_day(last))
            _state(sheet, row.activity, top + row.height / 2)
        top += row.height
    return sheet


def _bars(sheet: Sheet, field: Field, row: Row, middle: float, today: date) -> None:
    """The plan as an outline, what became of it as a filled bar; the part past the planned end is hatched."""
    dash = (0, (2.5, 1.5)) if LOOKS[row["status"]].dashed else "solid"
    start, end = row["start"].toordinal(), row["end"].toordinal() + 1
    sheet.box(start, middle - _BAR - 0.8, end - start, _BAR, field=field, facecolor="white", edgecolor=_EDGE,
              linewidth=0.8, linestyle=dash, zorder=2)  # fmt: skip
    done = row["actual_end"] is not None
    if not done and row["actual_start"] is None:
        return
    begun: date = row["actual_start"] or row["actual_end"]
    until: date = row["actual_end"] or max(today, begun)
    left, right = begun.toordinal(), until.toordinal() + 1
    sheet.box(
        left, middle + 0.8, right - left, _BAR, field=field, facecolor=OWN, edgecolor=OWN, linewidth=0.8, zorder=2
    )
    if row["slippage"] > 0:
        late = (row["end"] + timedelta(row["slippage"])).toordinal() + 1
        sheet.box(end, middle + 0.8, late - end, _BAR, field=field, facecolor=WARM, edgecolor=WARM_INK, hatch="//////",
                  linewidth=0.8, zorder=2.1)  # fmt: skip
    if not done:
        x, y = field.at(right), middle + 0.8 + _BAR / 2
        sheet.shape([(x, y - 4.2), (x + 5, y), (x, y + 4.2)], facecolor=OWN, zorder=2.2)


def _state(sheet: Sheet, row: Row, middle: float) -> None:
    """The status in words, and how late or early it is."""
    x, slip, late = WIDTH - _STATE, _slip(row), row["slippage"] > 0
    write_status(sheet, x, middle + (-1.2 if slip else 2.6), row["status"], _SIZE)
    if slip:
        sheet.write(x + MARK, middle + 7.6, slip.text, 7, color=WARM_INK if late else SOFT, bold=late)


def _slip(row: Row) -> Text:
    """How many days late or early; nothing of what is neither."""
    days = row["slippage"]
    if isnan(days) or days == 0:
        return Text()
    unit = _SAID["days"][abs(days) != 1]
    off = writing.number({**row, "slippage": abs(days)}, "slippage", unit=unit, with_unit=True)
    return writing.say(_SAID["late" if days > 0 else "early"], off=off)


def _key(sheet: Sheet, field: Field) -> None:
    """What the three kinds of bar are, in the figure's own signs."""
    x, y = field.left, 4.0
    styles: list[dict[str, Any]] = [
        {"facecolor": "white", "edgecolor": _EDGE},
        {"facecolor": OWN, "edgecolor": OWN},
        {"facecolor": WARM, "edgecolor": WARM_INK, "hatch": "//////"},
    ]
    for name, style in zip(_SAID["key"], styles, strict=True):
        sheet.box(x, y, 16, _BAR, linewidth=0.8, **style)
        sheet.write(x + 20, y + _BAR, name, _SIZE, color=INK)
        x += 20 + text_width(name, _SIZE) + 12


def _alt(project: Project, term: Term) -> Text:
    """Each activity: when it was planned, what became of it, its status and how late it is."""
    totals = measures.activity_counts.row(project, term, by="totalt")
    count = writing.counted(totals, "total", *labels.NOUNS["activities"])
    sentences = [writing.say(_SAID["alt"], count=count, term=str(term))]
    for row in measures.activities.rows(project, term):
        days = [writing.say(said, row) for name, said in _SAID["days_of"].items() if row[name] is not None]
        parts = writing.joined([*days, writing.word(row, "status"), _slip(row)], ", ")
        sentences.append(f"{row['activity']} {row['name']}: " + parts + ".")
    return writing.joined(sentences)
