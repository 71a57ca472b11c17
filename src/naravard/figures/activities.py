"""The activities in time: what was planned, what became of it, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from naravard import labels, measures
from naravard.document import Passage
from naravard.figures import calendar
from naravard.figures.drawing import (
    INK,
    OWN,
    SOFT,
    TALLEST,
    WIDTH,
    Field,
    Sheet,
    block,
    pages,
    shown,
    text_width,
    wrapped,
)
from naravard.figures.looks import LOOKS, MARK, WARM, WARM_INK, said
from naravard.figures.sources import reported
from naravard.model import Project
from naravard.terms import Term

_NAME, _STATE, _SIZE = 158.0, 84.0, 7.5
_HEAD, _FOOT, _BAR = 33.0, 13.0, 5.2
_EDGE = "#5d6f76"


@dataclass(frozen=True)
class _Row:
    """A line of the figure: a projektmål as a heading, or an activity; ``lines`` is its name."""

    lines: tuple[str, ...]
    height: float
    activity: dict[str, Any] | None = None


def activities(project: Project, term: str) -> Passage:
    """Each activity as two bars, the plan above what became of it, by projektmål; time past the planned end is hatched."""
    frame = measures.activities(project, Term.parse(term))
    if frame.empty:
        return Passage(())
    rows = _rows(project, frame)
    last = Term.parse(term)
    days = [day for name in ("start", "end", "actual_start", "actual_end") for day in frame[name] if _given(day)]
    scale = calendar.span(project, days, last)
    field = Field(_NAME, WIDTH - _NAME - _STATE - 8, (scale[0], scale[1] + 1))
    split = pages([row.height for row in rows], TALLEST - _HEAD - _FOOT)
    sheets = [_sheet(project, last, field, [rows[place] for place in places]) for places in split]
    caption = f"Aktiviteterna i tid: planerat och verkligt, läget {term}"
    return shown("tidplan", caption, _alt(frame, term), sheets, reported("aktiviteter"))


def _rows(project: Project, frame: pd.DataFrame) -> list[_Row]:
    """The projektmål in the order of the plan, each followed by its activities."""
    texts = {goal.id: goal.text for goal in project.output_goals}
    order = [*texts, *(goal for goal in dict.fromkeys(frame["goal"]) if goal not in texts)]
    found: list[_Row] = []
    for goal in order:
        own: list[dict[str, Any]] = frame[frame["goal"] == goal].to_dict("records")
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


def _bars(sheet: Sheet, field: Field, row: dict[str, Any], middle: float, today: date) -> None:
    """The plan as an outline, what became of it as a filled bar; the part past the planned end is hatched."""
    dash = (0, (2.5, 1.5)) if LOOKS[str(row["status"])].dashed else "solid"
    start, end = row["start"].toordinal(), row["end"].toordinal() + 1
    sheet.box(start, middle - _BAR - 0.8, end - start, _BAR, field=field, facecolor="white", edgecolor=_EDGE,
              linewidth=0.8, linestyle=dash, zorder=2)  # fmt: skip
    done = _given(row["actual_end"])
    if not done and not _given(row["actual_start"]):
        return
    begun: date = row["actual_start"] if _given(row["actual_start"]) else row["actual_end"]
    until: date = row["actual_end"] if done else max(today, begun)
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


def _state(sheet: Sheet, row: dict[str, Any], middle: float) -> None:
    """The status in words, and how late or early it is."""
    x, word, days = WIDTH - _STATE, str(row["status"]), row["slippage"]
    apart = _slip(days)
    said(sheet, x, middle + (-1.2 if apart else 2.6), word, size=_SIZE)
    if apart:
        late = days > 0
        sheet.write(x + MARK, middle + 7.6, apart, 7, color=WARM_INK if late else SOFT, bold=late)


def _slip(days: float) -> str:
    if pd.isna(days) or days == 0:
        return ""
    count = f"{labels.number(abs(days))}{labels.NO_BREAK_SPACE}{'dag' if abs(days) == 1 else 'dagar'}"
    return f"{count} {'sen' if days > 0 else 'före plan'}"


def _key(sheet: Sheet, field: Field) -> None:
    """What the three kinds of bar are, in the figure's own signs."""
    x, y = field.left, 4.0
    styles: tuple[tuple[str, dict[str, Any]], ...] = (
        ("planerat", {"facecolor": "white", "edgecolor": _EDGE}),
        ("verkligt", {"facecolor": OWN, "edgecolor": OWN}),
        ("efter planerat slut", {"facecolor": WARM, "edgecolor": WARM_INK, "hatch": "//////"}),
    )
    for words, style in styles:
        sheet.box(x, y, 16, _BAR, linewidth=0.8, **style)
        sheet.write(x + 20, y + _BAR, words, _SIZE, color=INK)
        x += 20 + text_width(words, _SIZE) + 12


def _given(day: Any) -> bool:
    return isinstance(day, date) and not pd.isna(day)


def _alt(frame: pd.DataFrame, term: str) -> str:
    """Each activity: when it was planned, what became of it, its status and how late it is."""
    said = [f"Tidslinje med {labels.counted(len(frame), 'aktivitet', 'aktiviteter')}, läget {term}."]
    for row in frame.to_dict("records"):
        begun = f", började {row['actual_start']}" if _given(row["actual_start"]) else ""
        ended = f", klar {row['actual_end']}" if _given(row["actual_end"]) else ""
        slip = _slip(row["slippage"])
        said.append(
            f"{row['activity']} {row['name']}: planerad {row['start']} till {row['end']}{begun}{ended}, "
            f"{row['status']}{', ' + slip if slip else ''}."
        )
    return " ".join(said)
