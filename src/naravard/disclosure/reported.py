"""What was reported, before anything is hidden: whole numbers by key, and the sums between them. Never leaves this folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from naravard.disclosure.rule import Rule
from naravard.disclosure.table import BASE, COMPLEMENT, NUMERATOR, Key, Kind, Line
from naravard.model import Marker, ValueStatus

_WITHOUT_NUMBER = {
    ValueStatus.MISSING: Kind.MISSING,
    ValueStatus.NOT_YET_MEASURED: Kind.MISSING,
    ValueStatus.NOT_APPLICABLE: Kind.NOT_APPLICABLE,
    ValueStatus.SUPPRESSED: Kind.WITHHELD,
    Marker.NOT_AVAILABLE: Kind.WITHHELD,
    Marker.NOT_APPLICABLE: Kind.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Reported:
    """The counts of a table. ``kinds`` has every cell, by the rule alone; ``values`` those that are known here.

    ``depth`` is in how many dimensions a key is a total.
    """

    kinds: Mapping[Key, Kind]
    values: Mapping[Key, int]
    lines: tuple[Line, ...]
    depth: Mapping[Key, int]

    def __repr__(self) -> str:
        return f"<{len(self.kinds)} reported counts, not shown here>"


def reported_counts(frame: pd.DataFrame, dimensions: Sequence[str], totals: Mapping[str, str], rule: Rule) -> Reported:
    """The counts of a tidy frame: one row a cell, with the dimensions, ``value`` and, if need be, ``status``."""
    kinds, values = {}, {}
    for key, row in _rows(frame, dimensions, totals, ["value"]):
        kind, value = _read(key, row, "value")
        kinds[key] = kind if value is None else _kind_of(value, rule)
        if value is not None:
            values[key] = value
    return _with_lines(kinds, values, dimensions, totals)


def reported_shares(frame: pd.DataFrame, dimensions: Sequence[str], totals: Mapping[str, str], rule: Rule) -> Reported:
    """The counts behind a tidy frame of shares: numerator, complement and base of every cell, as a dimension of their own.

    The frame has the dimensions, ``numerator``, ``denominator`` and, if need be, ``status``. The numerator and the
    complement are hidden together, for each gives the other away.
    """
    kinds: dict[Key, Kind] = {}
    values: dict[Key, int] = {}
    for key, row in _rows(frame, dimensions, totals, ["numerator", "denominator"]):
        kind, numerator = _read(key, row, "numerator")
        base_kind, base = _read(key, row, "denominator")
        kinds[*key, NUMERATOR] = kinds[*key, COMPLEMENT] = kind if base is not None else base_kind
        kinds[*key, BASE] = base_kind if base is None else _kind_of(base, rule)
        if base is not None:
            values[*key, BASE] = base
        if numerator is not None and base is not None:
            if numerator > base:
                raise ValueError(f"the numerator of {key} is greater than its denominator")
            values |= {(*key, NUMERATOR): numerator, (*key, COMPLEMENT): base - numerator}
            small = base > 0 and rule.hides_share(numerator, base)
            for part in (NUMERATOR, COMPLEMENT):
                kinds[*key, part] = Kind.PROTECTED if small else _kind_of(values[*key, part], rule)
    return _with_lines(kinds, values, (*dimensions, "part"), {**totals, "part": BASE})


def _rows(
    frame: pd.DataFrame, dimensions: Sequence[str], totals: Mapping[str, str], numbers: Sequence[str]
) -> Iterable[tuple[Key, dict[str, Any]]]:
    """The frame's rows with their keys; an empty dimension stands for its total, as in the measurements."""
    if absent := [name for name in (*dimensions, *numbers) if name not in frame.columns]:
        raise ValueError(f"the frame has no column {', '.join(absent)}; it has {', '.join(map(str, frame.columns))}")
    if unknown := totals.keys() - set(dimensions):
        raise ValueError(
            f"totals are named for {', '.join(sorted(unknown))}, which is no dimension of {tuple(dimensions)}"
        )
    seen = set()
    rows: list[dict[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]
    for row in rows:
        key = tuple(totals.get(name, "") if _is_empty(row[name]) else str(row[name]) for name in dimensions)
        if key in seen:
            raise ValueError(f"the frame has two rows for {key}")
        seen.add(key)
        yield key, row


def _read(key: Key, row: Mapping[str, Any], column: str) -> tuple[Kind, int | None]:
    """A cell's whole number, or why it has none. No message holds the number: it may be one to hide."""
    value, status = row[column], row.get("status", "")
    if not _is_empty(status) and ValueStatus(status) in _WITHOUT_NUMBER:
        return _WITHOUT_NUMBER[ValueStatus(status)], None
    if _is_empty(value):
        return Kind.MISSING, None
    if value in tuple(Marker):
        return _WITHOUT_NUMBER[Marker(value)], None
    if isinstance(value, str) or value != int(value) or value < 0:
        raise ValueError(f"the {column} of {key} is no count of persons; wanted is a whole number from 0")
    return Kind.SHOWN, int(value)


def _kind_of(value: int, rule: Rule) -> Kind:
    if value == 0:
        return Kind.ZERO
    return Kind.SMALL if rule.hides(value) else Kind.SHOWN


def _with_lines(
    kinds: Mapping[Key, Kind], values: Mapping[Key, int], dimensions: Sequence[str], totals: Mapping[str, str]
) -> Reported:
    axes = [tuple(dict.fromkeys(key[place] for key in kinds)) for place in range(len(dimensions))]
    total_of = [totals.get(name) for name in dimensions]
    lines = []
    for place, total in enumerate(total_of):
        parts = [value for value in axes[place] if value != total]
        if total is None or total not in axes[place] or not parts:
            continue
        for rest in product(*axes[:place], *axes[place + 1 :]):
            keys = [(*rest[:place], value, *rest[place:]) for value in (total, *parts)]
            # A total that is not applicable sums nothing.
            if kinds.get(keys[0]) is not Kind.NOT_APPLICABLE:
                lines.append(_line(keys[0], tuple(keys[1:]), kinds, values))
    depth = {key: sum(value == total for value, total in zip(key, total_of, strict=True)) for key in kinds}
    return Reported(kinds, values, tuple(lines), depth)


def _line(total: Key, parts: tuple[Key, ...], kinds: Mapping[Key, Kind], values: Mapping[Key, int]) -> Line:
    """The sum; loose where all of it is known here and some of the total is in none of the parts."""
    known = sum(values.get(part, 0) for part in parts)
    if total in values and known > values[total]:
        raise ValueError(f"the parts of {total} are together more than it; wanted are parts that share no person")
    whole = total in values and all(part in values or kinds.get(part) is Kind.NOT_APPLICABLE for part in parts)
    return Line(total, parts, loose=whole and known < values[total])


def _is_empty(value: object) -> bool:
    return value is None or value == "" or bool(pd.isna(value))  # type: ignore[call-overload]
