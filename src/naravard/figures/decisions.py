"""The decisions on a line of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from naravard import labels, measures
from naravard.document import Passage
from naravard.figures import calendar
from naravard.figures.drawing import OWN, SOFT, TALLEST, WIDTH, Field, Sheet, block, pages, shown, text_width, wrapped
from naravard.model import PartialDate, Project
from naravard.terms import Term

_NAME, _SIZE, _HEAD = 172.0, 8.0, 15.0


@dataclass(frozen=True)
class _Event:
    """A decision taken: who did what, when if that is known, and the term that reported it."""

    words: str
    on: PartialDate | None
    reported: Term


def decisions(project: Project, term: str) -> Passage:
    """What has been decided, on a line of time; a decision without a known day lies over the term in which it is reported."""
    frame = measures.decisions(project, Term.parse(term))
    taken = frame[frame["status"] == "fattat"]
    if taken.empty:
        return Passage(())
    events = [
        _Event(
            f"{points['body'].iloc[0]} {_does(points['kind'])}",
            points["decided_on"].iloc[0] or None,
            Term.parse(points["term"].iloc[0]),
        )
        for _, points in taken.groupby("decision", sort=False)
    ]
    return shown("beslut", f"Beslut över tid till och med {term}", _alt(events), _sheets(project, events, Term.parse(term)),
                 "Källa: samma som i tabellen över beslut.")  # fmt: skip


def _does(kinds: Iterable[str]) -> str:
    """What a decision does; one of another kind than those with a name just decides."""
    named = [kind for kind in dict.fromkeys(kinds) if kind != "övrigt"]
    return labels.listing(named) or "beslutar"


def _sheets(project: Project, events: Sequence[_Event], last: Term) -> list[Sheet]:
    days = [event.on.first_day if event.on else project.calendar.first_day(event.reported) for event in events]
    start, end = calendar.span(project, days, last)
    field = Field(_NAME, WIDTH - _NAME, (start, end + 1))
    names = [wrapped(event.words, _NAME - 12, _SIZE, lines=4) for event in events]
    heights = [block(name, _SIZE) + 8 for name in names]
    sheets = []
    for places in pages(heights, TALLEST - _HEAD):
        bottom = _HEAD + sum(heights[place] for place in places)
        sheet = Sheet(bottom + 1)
        calendar.terms(sheet, project, field, _HEAD - 2, bottom)
        top = _HEAD
        for place in places:
            sheet.lines(0, top + 4, names[place], _SIZE)
            _marked(sheet, project, field, events[place], top + heights[place] / 2)
            top += heights[place]
        sheets.append(sheet)
    return sheets


def _marked(sheet: Sheet, project: Project, field: Field, event: _Event, y: float) -> None:
    """A dot on the day; a bar over the month or year if no more is known; a dashed line over the term if not even that."""
    if event.on is None:
        first, last = (
            day(event.reported).toordinal() for day in (project.calendar.first_day, project.calendar.last_day)
        )
        sheet.line([first, last + 1], [y + 2, y + 2], field=field, color=OWN, linewidth=1.4, linestyle=(0, (2, 2)))
        half = text_width("dagen framgår inte", 7.2) / 2
        middle = (field.at(first) + field.at(last)) / 2
        middle = min(max(middle, field.left + half), WIDTH - 2 - half)
        sheet.write(middle, y - 1.5, "dagen framgår inte", 7.2, color=SOFT, align="center")
        return
    first, last = event.on.first_day.toordinal(), _last_day(event.on).toordinal()
    if event.on.precision == "day":
        sheet.line([first + 0.5], [y], field=field, color=OWN, marker="o", markersize=7, linestyle="none")
    else:
        sheet.line([first, last + 1], [y, y], field=field, color=OWN, linewidth=5)
    right = field.at(last + 1) + 6
    if right + text_width(str(event.on), _SIZE) < WIDTH - 2:
        sheet.write(right, y + 2.7, str(event.on), _SIZE)
    else:
        sheet.write(field.at(first) - 6, y + 2.7, str(event.on), _SIZE, align="right")


def _last_day(on: PartialDate) -> date:
    if on.precision == "day":
        return on.first_day
    year, month = (on.year, on.month + 1) if on.precision == "month" and on.month < 12 else (on.year + 1, 1)
    return date(year, month, 1) - timedelta(1)


def _alt(events: Sequence[_Event]) -> str:
    count = labels.counted(len(events), "beslut", "beslut", neuter=True)
    dated = [f"{event.on}: {event.words}." for event in events if event.on]
    unknown = [f"{event.words} ({event.reported})" for event in events if not event.on]
    rest = f" Dagen framgår inte för {labels.listing(unknown)}." if unknown else ""
    return f"Tidslinje med {count} från {events[0].reported} till {events[-1].reported}. {' '.join(dated)}{rest}"
