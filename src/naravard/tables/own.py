"""A frame of one's own as a table of a paper: Swedish numbers and days, words for what is missing, counts protected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isinf
from typing import Any

import pandas as pd

from naravard import labels, writing
from naravard.disclosure import protect
from naravard.document import Cell, Notice, Table
from naravard.rounding import is_known
from naravard.tables.form import Form, cell, day, number, table_of, words
from naravard.writing import Row

_BESIDE = re.compile(r".*_(origin|status|below)|origin")
_YEARS = re.compile(r"(?i).*\b(år|year|period|termin)\b.*")
_IN_ALL = {"totalt", "total", "summa", "samtliga", "alla"}
_COUNTED = "kolumn"  # the dimension that several columns of counts are protected in together
_YES_NO = {True: "ja", False: "nej"}


def of(
    frame: pd.DataFrame | pd.Series[Any],
    columns: Mapping[str, str | Form] | None = None,
    *,
    caption: str,
    source: str,
    name: str = "",
    units: Mapping[str, str] | None = None,
    persons: Sequence[str] = (),
    totals: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Table | Notice:
    """A frame as a table of a paper: one row a row of the frame, which keep their order; of none, a notice that says so.

    ``columns`` chooses the columns and gives each its heading, or a form from ``tables.form`` that says how it is written;
    without it all are shown, under their names. ``units`` are said in the headings. An index that is not just numbers heads the
    rows.
    A frame of a measure brings its origins, so that ``naravard explain`` can tell the rows behind each value.

    ``persons`` names the columns that count persons. They pass disclosure control over the first columns of words that tell
    the rows apart, and in a row with a hidden count no other number is shown, since it could give the count away. ``totals``
    says which word of a column stands for all (``{"kön": "totalt"}``); what adds up, or is called so, is taken for a total
    anyway.

    A table without caption or source, with an unknown column, or with an infinite number, is a ValueError.
    """
    for what, said in {"caption": caption, "source": source}.items():
        if not said.strip():
            raise ValueError(f"a table needs {what}; say what it {'shows' if what == 'caption' else 'builds on'}")
    heads, whole = _with_index(frame)
    chosen = _chosen(whole, columns)
    lengths = [name for name in chosen if pd.api.types.is_timedelta64_dtype(whole[name])]
    whole = whole.assign(**{name: whole[name].dt.total_seconds() / 86_400 for name in lengths})
    units = dict.fromkeys(lengths, "dagar") | dict(units or {})
    known = whole.astype("object").where(whole.notna(), None)  # pandas has three signs for what is not there
    rows = [dict(zip(whole.columns, values, strict=True)) for values in known.itertuples(index=False, name=None)]
    if not rows:
        return Notice(f"{caption}:", "inga rader.", "muted")
    if persons:
        rows = _protected(rows, chosen, persons, totals or {})
    forms = {
        column: said if isinstance(said, Form) else _form(column, said, whole[column], units.get(column, ""))
        for column, said in chosen.items()
    }
    return table_of(
        rows, forms, name=name or caption, caption=caption, source=source, notes=notes,
        missing=labels.EXPLAINED["missing"], row_headers=max(1, heads),
    )  # fmt: skip


def _with_index(frame: pd.DataFrame | pd.Series[Any]) -> tuple[int, pd.DataFrame]:
    """How many columns the index makes, and the frame with them first and all columns called by a string."""
    whole = frame.to_frame(frame.name or "värde") if isinstance(frame, pd.Series) else frame.copy(deep=False)
    whole.columns = pd.Index([_called(name) for name in whole.columns])
    index = whole.index
    numbered = index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index)
    heads = 0 if numbered else index.nlevels
    if heads:
        called = ["rad" if name is None else str(name) for name in index.names]
        whole = whole.reset_index(
            names=[f"{name} {at}" if name in called[: at - 1] else name for at, name in enumerate(called, 1)]
        )
    if whole.columns.has_duplicates:
        raise ValueError(f"the frame has two columns of the same name: {', '.join(whole.columns)}; rename one")
    return heads, whole


def _called(name: object) -> str:
    return ", ".join(str(part) for part in name if part != "") if isinstance(name, tuple) else str(name)


def _chosen(frame: pd.DataFrame, columns: Mapping[str, str | Form] | None) -> Mapping[str, str | Form]:
    """The columns to show, each with its heading or its form."""
    there = [str(column) for column in frame.columns]
    if columns is None:
        return {column: labels.sentence(column.replace("_", " ")) for column in there if not _BESIDE.fullmatch(column)}
    if unknown := [column for column in columns if column not in there]:
        raise ValueError(f"the frame has no column {', '.join(unknown)}; it has {', '.join(there)}")
    return columns


def _form(column: str, heading: str, values: pd.Series[Any], unit: str) -> Form:
    """How a column is written, by what it holds."""
    heading = f"{heading} ({unit})" if unit else heading
    known = list(values.dropna())
    if (known and all(isinstance(value, bool) for value in known)) or pd.api.types.is_bool_dtype(values):
        return Form(heading, _yes_or_no)
    if known and all(isinstance(value, date) for value in known):
        exact = all(not hasattr(value, "hour") or value.hour == value.minute == 0 for value in known)
        return day(heading, empty=None) if exact else words(heading, empty=labels.MISSING)
    real = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_complex_dtype(values)
    if real or (known and all(isinstance(value, Decimal | float) for value in known)):
        if any(isinf(value) for value in known):
            raise ValueError(f"the column {column} holds an infinite number; see to what it was divided by")
        if _is_year(column, values):
            return words(heading, empty=labels.MISSING)
        return number(heading, _decimals(known), unit=unit, empty=None)
    return words(heading, empty=labels.MISSING)


def _yes_or_no(row: Row, column: str) -> Cell:
    return cell(writing.word(row, column, _YES_NO.get(row[column])))


def _is_year(column: str, values: pd.Series[Any]) -> bool:
    """Whether a column of whole numbers holds years, which are written without a space and never added."""
    return bool(_YEARS.fullmatch(column)) and pd.api.types.is_integer_dtype(values)


def _decimals(known: Iterable[float | Decimal]) -> int:
    """As few decimals, at most two, as say every value whole; one where that is not enough."""
    given = list(known)
    enough = (places for places in (0, 1, 2) if all(abs(round(v, places) - v) < 1e-9 for v in map(float, given)))
    return next(enough, 1)


def _protected(
    rows: list[dict[str, Any]], chosen: Mapping[str, str | Form], persons: Sequence[str], totals: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The rows with their counts of persons as they may be published."""
    numbers = [column for column in chosen if _holds_numbers(rows, column)]
    if unknown := [column for column in persons if column not in numbers]:
        raise ValueError(f"persons names {', '.join(unknown)}, which are no columns of numbers that the table shows")
    dimensions = _telling(rows, [column for column in chosen if column not in numbers])
    cells = [
        {**{name: str(row[name]) for name in dimensions}, _COUNTED: column, "value": _whole(row[column], column)}
        for row in rows
        for column in persons
    ]
    frame = pd.DataFrame(cells)
    known = {**_totals(frame, [*dimensions, _COUNTED]), **totals}
    table = protect(frame, name="+".join(persons), dimensions=[*dimensions, _COUNTED], totals=known)
    return [_as_published(row, table, dimensions, persons, numbers) for row in rows]


def _telling(rows: Sequence[Row], words: Sequence[str]) -> Sequence[str]:
    """The first of the columns of words that together tell the rows apart: what follows only describes them."""
    for count in range(1, len(words) + 1):
        if len({tuple(str(row[name]) for name in words[:count]) for row in rows}) == len(rows):
            return words[:count]
    raise ValueError(
        f"two rows of counts are called the same ({', '.join(words) or 'no column of words'}); tell them apart"
    )


def _as_published(
    row: dict[str, Any], table: Any, dimensions: Sequence[str], persons: Sequence[str], numbers: Sequence[str]
) -> dict[str, Any]:
    made = dict(row)
    key = tuple(str(row[name]) for name in dimensions)
    shown = {column: table[(*key, column)] for column in persons}
    for column, one in shown.items():
        status = "ok" if one.kind.known else str(one.kind)
        made |= {column: one.value, f"{column}_status": status, f"{column}_below": one.below}
    if any(one.kind.hidden for one in shown.values()):
        for column in set(numbers) - set(persons):
            made |= {column: None, f"{column}_status": "protected"}
    return made


def _holds_numbers(rows: Sequence[Row], column: str) -> bool:
    known = [row[column] for row in rows if is_known(row[column])]
    numeric = all(isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in known)
    return bool(known) and numeric and not _YEARS.fullmatch(column)


def _whole(value: Any, column: str) -> int | None:
    if not is_known(value):
        return None
    if value != int(value) or value < 0:
        raise ValueError(f"the column {column} is said to count persons, but holds {value}; counts are whole numbers")
    return int(value)


def _totals(counts: pd.DataFrame, dimensions: Sequence[str]) -> dict[str, str]:
    """What stands for all in each dimension: what is called so, or is the sum of the others wherever they are known."""
    found = {}
    for dimension in dimensions:
        values = list(dict.fromkeys(counts[dimension]))
        named = [value for value in values if value.casefold() in _IN_ALL]
        others = [name for name in dimensions if name != dimension]
        adds_up = [value for value in values if len(values) > 2 and _is_sum(counts, dimension, others, value)]
        if total := [*named, *adds_up]:
            found[dimension] = total[0]
    return found


def _is_sum(counts: pd.DataFrame, dimension: str, others: Sequence[str], value: str) -> bool:
    """Whether one value's counts are the sums of all the others', slice by slice, with something to add."""
    slices = [part for _, part in counts.groupby(list(others))] if others else [counts]
    sums = []
    for part in slices:
        total = part[part[dimension] == value]["value"].sum()
        rest = part[part[dimension] != value]["value"].sum()
        sums.append((total, rest))
    return all(total == rest for total, rest in sums) and any(total for total, _ in sums)
