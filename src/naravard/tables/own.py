"""A frame of one's own as a table of a paper: Swedish numbers and days, words for what is missing, counts protected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from math import floor, isfinite, log10
from typing import Any

import numpy as np
import pandas as pd

from naravard import labels, writing
from naravard.disclosure import CellStatus, ProtectedTable, protect
from naravard.document import Notice, Origin, Table
from naravard.model import ValueStatus
from naravard.tables.declared import SAID
from naravard.tables.form import Form, cell, day, number, table_of, words
from naravard.writing import Row

_SAID = SAID["own"]
_BESIDE = re.compile(r"(.+)_(origin|status|below)")
_COUNTED = "kolumn"  # the dimension that several columns of counts are protected in together
_SUPPRESSED = [status for status in CellStatus if status.suppressed]
_NUMBER_IN_WORDS = re.compile(r"[\d\s.,%+−-]*\d[\d\s.,%+−-]*")
_LARGEST, _MOST_DECIMALS = 1e15, 6


def of(
    frame: pd.DataFrame | pd.Series[Any],
    columns: Mapping[str, str | Form] | Sequence[str] | None = None,
    *,
    caption: str,
    source: str,
    name: str = "",
    units: Mapping[str, str] | None = None,
    persons: Sequence[str] = (),
    totals: Mapping[str, str | None] | None = None,
    unrelated: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Table | Notice:
    """A frame as a table of a paper: one row a row of the frame, which keep their order; of none, a notice that says so.

    ``columns`` chooses the columns and may give each its heading, or a form from ``tables.form`` that says how it is written;
    without it all are shown, under their names. ``units`` are said in the headings. An index that is not just numbers heads the
    rows. A frame of a measure brings its origins, so that ``naravard explain`` can tell the rows behind each value.

    ``persons`` names the columns that count persons. They pass disclosure control over the first columns of words that tell
    the rows apart. Where a count is suppressed no other number of the table is shown, since it could give the count away, but for
    the columns that are said to be ``unrelated`` to the counts. ``totals`` says which word of a column stands for all
    (``{"kön": "totalt"}``), or None for none; without it, what adds up or is called so is taken for a total. Rows that add up
    in another way, such as subtotals, cannot be protected together.

    A table without caption or source, with an unknown column, with an infinite number, or with counts that cannot be
    protected, is a ValueError.
    """
    for what, text in {"caption": caption, "source": source}.items():
        if not text.strip():
            raise ValueError(f"a table needs {what}; say what it {'shows' if what == 'caption' else 'builds on'}")
    heads, whole = _with_index(frame)
    chosen = _chosen(whole, columns)
    lengths = [name for name in chosen if pd.api.types.is_timedelta64_dtype(whole[name])]
    whole = whole.assign(**{name: whole[name].dt.total_seconds() / 86_400 for name in lengths})
    units = dict.fromkeys(lengths, SAID["units"]["days"]) | dict(units or {})
    known = whole.astype("object").where(whole.notna(), None)  # pandas has three signs for what is not there
    rows = [
        {name: _plain(value) for name, value in zip(whole.columns, values, strict=True)}
        for values in known.itertuples(index=False, name=None)
    ]
    if not rows:
        return writing.notice(caption, _SAID["none"])
    if persons:
        rows = _protected(rows, list(chosen), _several(persons), totals or {}, _several(unrelated))
    forms = {
        column: form if isinstance(form, Form) else _form(column, form, whole[column], units.get(column, ""))
        for column, form in chosen.items()
    }
    return table_of(
        rows, forms, name=name or caption, caption=caption, source=source, notes=_several(notes),
        missing=labels.EXPLAINED["missing"], row_headers=max(1, heads),
    )  # fmt: skip


def _several(given: str | Sequence[str]) -> Sequence[str]:
    return (given,) if isinstance(given, str) else given


def _with_index(frame: Any) -> tuple[int, pd.DataFrame]:
    """How many columns the index makes, and the frame with them first and all columns called by a string."""
    frame = getattr(frame, "data", frame)  # a Styler holds its frame
    if not isinstance(frame, pd.DataFrame | pd.Series):
        raise TypeError(f"tables.of takes a DataFrame or a Series, and not a {type(frame).__name__}")
    whole = frame.to_frame(frame.name or _SAID["value"]) if isinstance(frame, pd.Series) else frame.copy(deep=False)
    whole.columns = pd.Index([_called(name) for name in whole.columns])
    index = whole.index
    numbered = index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index)
    heads = 0 if numbered else index.nlevels
    called = [_SAID["row"] if name is None else str(name) for name in index.names] if heads else []
    called = [f"{name} {at}" if name in called[: at - 1] else name for at, name in enumerate(called, 1)]
    if len({*called, *whole.columns}) < len(called) + len(whole.columns):
        raise ValueError(f"two columns have the same name: {', '.join([*called, *whole.columns])}; rename one")
    return heads, whole.reset_index(names=called) if heads else whole


def _called(name: object) -> str:
    return ", ".join(str(part) for part in name if part != "") if isinstance(name, tuple) else str(name)


def _chosen(frame: pd.DataFrame, columns: Mapping[str, str | Form] | Sequence[str] | None) -> Mapping[str, str | Form]:
    """The columns to show, each with its heading or its form."""
    there = [str(column) for column in frame.columns]
    if columns is None:
        columns = [column for column in there if not _is_beside(frame, column)]
    if not isinstance(columns, Mapping):
        columns = {str(column): labels.sentence(str(column).replace("_", " ")) for column in columns}
    chosen = {str(column): form for column, form in columns.items()}
    if unknown := [column for column in chosen if column not in there]:
        raise ValueError(f"the frame has no column {', '.join(unknown)}; it has {', '.join(there)}")
    return chosen


def _is_beside(frame: pd.DataFrame, column: str) -> bool:
    """Whether a column only tells of another, as those of measures do."""
    beside = _BESIDE.fullmatch(column)
    return bool(beside and beside[1] in frame) or all(isinstance(value, Origin) for value in frame[column])


def _plain(value: Any) -> Any:
    """A value as Python has it, and as a reader expects it: a time without its zone, an interval from its ends."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return str(_SAID["yes" if value else "no"])
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M}" if value.hour or value.minute else value.date()
    if isinstance(value, pd.Interval):
        return f"{str(value.left).replace('.', ',')}–{str(value.right).replace('.', ',')}"
    if isinstance(value, list | dict | set | np.ndarray):
        raise ValueError(f"a cell holds a {type(value).__name__}; give each of its values a row or a column of its own")
    return value


def _form(column: str, heading: str, values: pd.Series[Any], unit: str) -> Form:
    """How a column is written, by what it holds."""
    heading = f"{heading} ({unit})" if unit else heading
    known = list(map(_plain, values.dropna()))
    if known and all(isinstance(value, date) for value in known):
        return day(heading, empty=None)
    if _is_year(column, known):
        return Form(lambda row, name: cell(writing.word(row, name, f"{row[name] or 0:.0f}")), heading)
    if known and all(map(_is_number, known)):
        if not all(isfinite(value) and abs(value) < _LARGEST for value in known):
            raise ValueError(f"the column {column} holds an infinite number, or one too large to be written")
        return number(heading, _decimals(known), unit=unit, empty=None)
    return words(heading, empty=labels.MISSING)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_year(column: str, known: Sequence[Any]) -> bool:
    """Whether a column holds years, which are written without a space and never added."""
    named = column.casefold() in _SAID["called_year"]
    return named and all(_is_number(value) and 1900 <= value <= 2100 and value == int(value) for value in known)


def _decimals(known: Iterable[float | Decimal]) -> int:
    """As few decimals, at most four, as say every value whole; else two figures of the least value, and one at least."""
    given = [abs(float(value)) for value in known]
    for places in range(5):
        if all(abs(round(value, places) - value) < 1e-9 for value in given):
            return places
    least = min(value for value in given if value)
    return min(max(1 - floor(log10(least)), 1), _MOST_DECIMALS)


# Counts of persons -------------------------------------------------------------------------------------------------------


def _protected(
    rows: list[dict[str, Any]], columns: Sequence[str], persons: Sequence[str], totals: Mapping[str, str | None],
    unrelated: Sequence[str],
) -> list[dict[str, Any]]:  # fmt: skip
    """The rows with their counts of persons as they may be published."""
    numbers = [column for column in columns if _holds_numbers(rows, column)]
    if unknown := [column for column in (*persons, *unrelated) if column not in numbers]:
        raise ValueError(f"{', '.join(unknown)} in persons or unrelated is no column of numbers that the table shows")
    dimensions = _telling(rows, [column for column in columns if column not in numbers])
    cells = [
        {**{name: str(row[name]) for name in dimensions}, _COUNTED: column, **_count(row, column)}
        for row in rows
        for column in persons
    ]
    frame = pd.DataFrame(cells)
    known = _totals(frame, [*dimensions, _COUNTED], totals)
    table = protect(frame, name="+".join(persons), dimensions=[*dimensions, _COUNTED], totals=known)
    if any(table[key].status.suppressed for key in table):
        _refuse_subtotals(frame, [*dimensions, _COUNTED], known, totals)
        rows = [row | _without(column for column in numbers if column not in (*persons, *unrelated)) for row in rows]
    return [row | _published(row, table, dimensions, persons) for row in rows]


def _telling(rows: Sequence[Row], words: Sequence[str]) -> Sequence[str]:
    """The first of the columns of words that together tell the rows apart: what follows only describes them."""
    for count in range(1, len(words) + 1):
        if len({tuple(str(row[name]) for name in words[:count]) for row in rows}) == len(rows):
            return words[:count]
    raise ValueError(
        f"two rows of counts are called the same ({', '.join(words) or 'no column of words'}); tell them apart"
    )


def _holds_numbers(rows: Sequence[Row], column: str) -> bool:
    """Whether a column holds numbers, be they written as text, or is wholly suppressed; years are none."""
    known = [row[column] for row in rows if row[column] is not None]
    written = [isinstance(value, str) and bool(_NUMBER_IN_WORDS.fullmatch(value)) for value in known]
    if not known:
        return any(row.get(f"{column}_status") for row in rows)
    return (all(map(_is_number, known)) and not _is_year(column, known)) or all(written)


def _count(row: Row, column: str) -> dict[str, Any]:
    """A count as disclosure control takes it; one that is suppressed already stays so."""
    value = row[column]
    if value is None:
        return {"value": None, "status": ValueStatus.SUPPRESSED if row.get(f"{column}_status") in _SUPPRESSED else None}
    if not _is_number(value) or not 0 <= value < _LARGEST or value != int(value):
        raise ValueError(f"the column {column} is said to count persons, but holds {value}; counts are whole numbers")
    return {"value": int(value), "status": None}


def _without(columns: Iterable[str]) -> dict[str, Any]:
    return {name: kept for column in columns for name, kept in ((column, None), (f"{column}_status", "protected"))}


def _published(row: Row, table: ProtectedTable, dimensions: Sequence[str], persons: Sequence[str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in persons:
        if row[column] is None and row.get(f"{column}_status") in _SUPPRESSED:
            continue
        one = table[(*(str(row[name]) for name in dimensions), column)]
        status = "ok" if one.status.published else str(one.status)
        made |= {column: one.value, f"{column}_status": status, f"{column}_below": one.below}
    return made


def _totals(counts: pd.DataFrame, dimensions: Sequence[str], given: Mapping[str, str | None]) -> dict[str, str]:
    """What stands for all in each dimension: what is given, else what is called so, else the sum of all others."""
    found = {}
    for dimension in dimensions:
        values = list(dict.fromkeys(counts[dimension]))
        total = given.get(dimension)
        if total is not None and total not in values:
            raise ValueError(f"totals says that {total} stands for all in {dimension}, which has {', '.join(values)}")
        if dimension not in given:
            named = [value for value in values if value.casefold() in _SAID["called_total"]]
            adds_up = [value for value in values if len(values) > 2 and _is_sum(counts, dimension, dimensions, value)]
            total = next(iter([*named, *adds_up]), None)
        if total is not None:
            found[dimension] = total
    if unknown := given.keys() - dimensions:
        raise ValueError(f"totals names {', '.join(unknown)}; the counts are told apart by {', '.join(dimensions)}")
    return found


def _slices(counts: pd.DataFrame, dimension: str, dimensions: Sequence[str]) -> Iterable[pd.DataFrame]:
    """The counts that differ in one dimension alone."""
    others = [name for name in dimensions if name != dimension]
    return (part for _, part in counts.groupby(others)) if others else (counts,)


def _is_sum(counts: pd.DataFrame, dimension: str, dimensions: Sequence[str], value: str) -> bool:
    """Whether one value's counts are the sums of all the others', slice by slice, with something to add."""
    sums = [
        (part[part[dimension] == value]["value"].sum(), part[part[dimension] != value]["value"].sum())
        for part in _slices(counts, dimension, dimensions)
    ]
    return all(total == rest for total, rest in sums) and any(total for total, _ in sums)


def _refuse_subtotals(
    counts: pd.DataFrame, dimensions: Sequence[str], known: Mapping[str, str], given: Mapping[str, str | None]
) -> None:
    """No row may be the sum of the rows next to it, but for the totals that are known: it would give a suppressed one away."""
    for dimension in dimensions:
        for part in _slices(counts, dimension, dimensions) if dimension not in given else ():
            parts = part[part[dimension] != known.get(dimension)].dropna(subset="value")
            values, names = parts["value"].astype(int).tolist(), parts[dimension].tolist()
            for at, value in enumerate(values):
                sums = [*list(accumulate(reversed(values[:at])))[1:], *list(accumulate(values[at + 1 :]))[1:]]
                if value and value in sums:
                    raise ValueError(
                        f"{names[at]} in {dimension} is the sum of rows next to it: make a table of its own for each level, "
                        f"or say totals={{{dimension!r}: None}} if it is none"
                    )
