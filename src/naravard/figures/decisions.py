"""The decisions on a line of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from naravard import labels, measures, words, writing
from naravard.document import Passage, Text, Value
from naravard.figures import calendar
from naravard.figures.drawing import (
    OWN,
    SOFT,
    WIDTH,
    Field,
    Sheet,
    as_figures,
    block,
    rows_on_sheets,
    text_width,
    wrapped,
)
from naravard.model import DecisionStatus, PartialDate, Project
from naravard.terms import Term
from naravard.writing import Row

_NAME, _SIZE, _HEAD = 172.0, 8.0, 15.0
_SAID = words.of("figures")["decisions"]


@dataclass(frozen=True)
class _Event:
    """A decision taken: who did what, when if that is known, and the term that reported it."""

    words: Text
    on: PartialDate | None
    day: Value
    term: Value

    @property
    def reported(self) -> Term:
        return Term.parse(self.term.text)


def decisions(project: Project, term: str) -> Passage:
    """What has been decided, on a line of time; a decision without a known day lies over the term in which it is reported."""
    last = Term.parse(term)
    decided = (row for row in measures.decisions.rows(project, last) if row["status"] == DecisionStatus.DECIDED)
    taken = measures.grouped(decided, "decision")
    if not taken:
        return Passage(())
    events = [_event(points) for points in taken.values()]
    caption, alt = _SAID["caption"].format(term=term), _alt(project, last, events)
    return as_figures("beslut", caption, alt, _sheets(project, events, last), _SAID["source"])


def _event(points: Sequence[Row]) -> _Event:
    """The points of a decision as one; one that is of another kind than those with a name just decides."""
    first = points[0]
    named = {row["kind"]: row for row in reversed(points) if row["kind"] != "övrigt"}
    kinds = [
        writing.word(named[kind], "kind") for kind in dict.fromkeys(row["kind"] for row in points) if kind in named
    ]
    event = writing.say(_SAID["event"], first, does=writing.listing(kinds) or _SAID["decides"])
    return _Event(event, first["decided_on"], writing.day(first, "decided_on"), writing.word(first, "term"))


def _sheets(project: Project, events: Sequence[_Event], last: Term) -> Iterator[Sheet]:
    days = [event.on.first_day if event.on else project.calendar.first_day(event.reported) for event in events]
    start, end = calendar.span(project, days, last)
    field = Field(_NAME, WIDTH - _NAME, (start, end + 1))
    names = [wrapped(event.words.text, _NAME - 12, _SIZE, lines=4) for event in events]
    heights = [block(name, _SIZE) + 8 for name in names]
    for sheet, rows_here in rows_on_sheets(heights, _HEAD):
        calendar.terms(sheet, project, field, _HEAD - 2, sheet.height - 1)
        for place, top in rows_here:
            sheet.lines(0, top + 4, names[place], _SIZE)
            _marked(sheet, project, field, events[place], top + heights[place] / 2)
        yield sheet


def _marked(sheet: Sheet, project: Project, field: Field, event: _Event, y: float) -> None:
    """A dot on the day; a bar over the month or year if no more is known; a dashed line over the term if not even that."""
    if event.on is None:
        first, last = (
            day(event.reported).toordinal() for day in (project.calendar.first_day, project.calendar.last_day)
        )
        sheet.line([first, last + 1], [y + 2, y + 2], field=field, color=OWN, linewidth=1.4, linestyle=(0, (2, 2)))
        half = text_width(_SAID["no_day"], 7.2) / 2
        middle = (field.at(first) + field.at(last)) / 2
        middle = min(max(middle, field.left + half), WIDTH - 2 - half)
        sheet.write(middle, y - 1.5, _SAID["no_day"], 7.2, color=SOFT, align="center")
        return
    first, last = event.on.first_day.toordinal(), event.on.last_day.toordinal()
    if event.on.precision == "day":
        sheet.line([first + 0.5], [y], field=field, color=OWN, marker="o", markersize=7, linestyle="none")
    else:
        sheet.line([first, last + 1], [y, y], field=field, color=OWN, linewidth=5)
    right = field.at(last + 1) + 6
    if right + text_width(event.day.text, _SIZE) < WIDTH - 2:
        sheet.write(right, y + 2.7, event.day.text, _SIZE)
    else:
        sheet.write(field.at(first) - 6, y + 2.7, event.day.text, _SIZE, align="right")


def _alt(project: Project, term: Term, events: Sequence[_Event]) -> Text:
    every = measures.counts.row(project, term, what="fattade beslut")
    count = writing.counted(every, "count", *labels.NOUNS["decisions"], neuter=True)
    head = writing.say(_SAID["alt"], first=events[0].term, last=events[-1].term, count=count)
    dated = [event.day + (": " + event.words + ".") for event in events if event.on]
    unknown = [event.words + " (" + event.term + ")" for event in events if not event.on]
    rest = writing.say(_SAID["without_day"], events=writing.listing(unknown)) if unknown else ""
    return writing.joined([head, *dated, rest])
