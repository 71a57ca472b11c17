"""What the measures say of a value on a page: found by its origin, and written anew."""

from __future__ import annotations

import functools
from pathlib import Path

import naravard
from naravard import labels, measures, writing
from naravard.document import Value
from naravard.jobs.profiles import PAPER as PROFILE
from naravard.model import Project
from naravard.rounding import rounded

DATA = Path(__file__).parents[1] / "data"
_BY = ("output_goal", "themes", "target_groups", "actors", "responsible")
_SHARES = ("attainment", "last_attainment", "deviation_share")  # of 1, shown as per cent
_SIZES = {"tkr": 1_000, "mnkr": 1_000_000}


@functools.cache
def project_of(paper: str, matter: str) -> Project:
    """The project that a paper of ``every_paper`` is about; of a profile that of its area, the year 2022."""
    return naravard.profile(matter, 2022) if paper == PROFILE else naravard.open(DATA / matter)


def row_in_measure(project: Project, term: str, value: Value):
    """The row of a measure that a value says it comes from; none is an AssertionError."""
    origin = value.origin
    measure = getattr(measures, origin.measure)
    given = [(by,) for by in _BY] if measure.name == "activity_counts" else [()]
    for row in (row for more in given for row in measure.rows(project, term, *more)):
        if row["origin"].key == origin.key and writing.origin_of(row, origin.column).rows == origin.rows:
            return row
    raise AssertionError(f"no row of {origin.measure} is {origin.key!r}")


def value_in_measure(project: Project, term: str, value: Value):
    """What stands in the row and the column of the measure that a value says it comes from."""
    return row_in_measure(project, term, value)[value.origin.column]


def is_as_measured(project: Project, term: str, value: Value) -> bool:
    """Whether a value's number, day or status is what the measure says, and its text that in writing; words are not judged."""
    row, column = row_in_measure(project, term, value), value.origin.column
    given = row[column]
    if not value.shown:
        below = row.get(f"{column}_below", row.get("below") if column == "value" else None)
        bound = int(below) if measures.is_known(below) else None
        return not measures.is_known(given) and value.number is None and value.below == bound
    if value.day:
        return value.day == value.text == str(given)
    if value.number is None:
        return True
    scaled = given * 100 if column in _SHARES else given / _SIZES.get(value.unit, 1)
    if column == "slippage" and not value.signed:  # the words beside it tell late from early
        scaled = abs(scaled)
    number = rounded(scaled, value.decimals)
    written = {labels.number(number, value.decimals), labels.change(number, value.decimals), *_counted(number)}
    unit = f"{labels.NO_BREAK_SPACE}{value.unit}" if value.with_unit else ""
    return float(number) == value.number and value.text.casefold().removesuffix(unit) in written


def _counted(number):
    words = [labels.count_word(int(number), neuter=neuter) for neuter in (True, False)] if number == int(number) else []
    return [*words, "ingen", "inget"] if number == 0 else words
