"""The decisions on a line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from naravard import measures, writing
from naravard.document import Passage, Text, Value
from naravard.figures import calendar
from naravard.figures.drawing import OWN, SOFT, WIDTH, Field, Sheet, block, rows_on_sheets, shown, text_width, wrapped
from naravard.model import DecisionStatus, PartialDate, Project
from naravard.terms import Term
from naravard.writing import Row

_NAME, _SIZE, _HEAD = 172.0, 8.0, 15.0


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
    taken: dict[str, list[Row]] = {}
    for row in measures.decisions.rows(project, last):
        if row["status"] == DecisionStatus.DECIDED:
            taken.setdefault(row["decision"], []).append(row)
    if not taken:
        return Passage(())
    events = [_event(points) for points in taken.values()]
    return shown("beslut", f"Beslut över tid till och med {term}", _alt(project, last, events),
                 _sheets(project, events, last), "Källa: samma som i tabellen över beslut.")  # fmt: skip


def _event(points: Sequence[Row]) -> _Event:
    """The points of a decision as one; one that is of another kind than those with a name just decides."""
    first = points[0]
    named = {row["kind"]: row for row in reversed(points) if row["kind"] != "övrigt"}
    kinds = [
        writing.word(named[kind], "kind") for kind in dict.fromkeys(row["kind"] for row in points) if kind in named
    ]
    does = writing.listing(kinds) or "beslutar"
    words = writing.say("{body} {does}", body=writing.word(first, "body"), does=does)
    return _Event(words, first["decided_on"], writing.day(first, "decided_on"), writing.word(first, "term"))


def _sheets(project: Project, events: Sequence[_Event], last: Term) -> list[Sheet]:
    days = [event.on.first_day if event.on else project.calendar.first_day(event.reported) for event in events]
    start, end = calendar.span(project, days, last)
    field = Field(_NAME, WIDTH - _NAME, (start, end + 1))
    names = [wrapped(event.words.text, _NAME - 12, _SIZE, lines=4) for event in events]
    heights = [block(name, _SIZE) + 8 for name in names]
    sheets = []
    for sheet, rows_here in rows_on_sheets(heights, _HEAD):
        calendar.terms(sheet, project, field, _HEAD - 2, sheet.height - 1)
        for place, top in rows_here:
            sheet.lines(0, top + 4, names[place], _SIZE)
            _marked(sheet, project, field, events[place], top + heights[place] / 2)
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
    if right + text_width(event.day.text, _SIZE) < WIDTH - 2:
        sheet.write(right, y + 2.7, event.day.text, _SIZE)
    else:
        sheet.write(field.at(first) - 6, y + 2.7, event.day.text, _SIZE, align="right")


def _last_day(on: PartialDate) -> date:
    if on.precision == "day":
        return on.first_day
    year, month = (on.year, on.month + 1) if on.precision == "month" and on.month < 12 else (on.year + 1, 1)
    return date(year, month, 1) - timedelta(1)


def _alt(project: Project, term: Term, events: Sequence[_Event]) -> Text:
    every = next(row for row in measures.counts.rows(project, term) if row["what"] == "fattade beslut")
    head = writing.say(
        "Tidslinje med {count} från {first} till {last}.", first=events[0].term, last=events[-1].term,
        count=writing.counted(every, "count", "beslut", "beslut", neuter=True),
    )  # fmt: skip
    dated = [event.day + (": " + event.words + ".") for event in events if event.on]
    unknown = [event.words + " (" + event.term + ")" for event in events if not event.on]
    rest = "Dagen framgår inte för " + writing.listing(unknown) + "." if unknown else ""
    return writing.joined([head, *dated, rest])
