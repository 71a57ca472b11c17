"""The terms along a time axis, as the figures of activities and decisions share them."""

from __future__ import annotations

from datetime import date, timedelta

from naravard import labels, words
from naravard.figures.drawing import SOFT, Field, Sheet, text_width
from naravard.model import Project
from naravard.terms import Term

_SAID = words.of("figures")["calendar"]
_BANDS = ("#f3f6f7", "#e4ebed")


def span(project: Project, days: list[date], last: Term) -> tuple[int, int]:
    """From the first day of the earliest day's term to the last day of the latest day's, ``last`` included."""
    calendar = project.calendar
    first = calendar.first_day(calendar.term_of(min(days)))
    end = calendar.last_day(max(last, calendar.term_of(max(days))))
    return first.toordinal(), end.toordinal()


def terms(sheet: Sheet, project: Project, field: Field, top: float, bottom: float) -> None:
    """The terms as fields behind what is drawn, with their names above; where one is too narrow for its name, the years."""
    calendar = project.calendar
    first, last = (calendar.term_of(date.fromordinal(int(day))) for day in (field.x[0], field.x[1] - 1))
    every = [
        (term, calendar.first_day(term).toordinal(), calendar.last_day(term).toordinal() + 1) for term in first.to(last)
    ]
    by_term = all(text_width(str(term), 7.5) < field.at(end) - field.at(start) - 2 for term, start, end in every)
    for place, (term, start, end) in enumerate(every):
        sheet.box(start, top, end - start, bottom - top, field=field, facecolor=_BANDS[place % 2], zorder=0)
        name, until = str(term), end
        if not by_term:
            if place and not term.is_first_of_year:
                continue
            name, until = str(term.year), calendar.last_day(term.ending(str(term.year))).toordinal() + 1
        left, right = field.at(start), field.at(min(until, field.x[1]))
        if text_width(name, 7.5) < right - left - 2:
            sheet.write((left + right) / 2, top - 4, name, 7.5, color=SOFT, align="center")


def last_day(sheet: Sheet, project: Project, term: Term, field: Field, top: float, bottom: float) -> None:
    """A line at the term's last day, which is the day the figure speaks of."""
    day = project.calendar.last_day(term)
    x = field.at((day + timedelta(1)).toordinal())
    sheet.line([x, x], [top, bottom], color="#a03b00", linewidth=1.0, zorder=1.5)
    state = _SAID["state"].format(day=labels.day(day))
    half = text_width(state, 7.5, True) / 2
    middle = min(max(x, field.left + half), field.left + field.width - half)
    sheet.write(middle, bottom + 9, state, 7.5, color="#a03b00", bold=True, align="center")
