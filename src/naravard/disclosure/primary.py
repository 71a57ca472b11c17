"""Primary suppression: the original table, and in it what the rule alone suppresses. Never leaves this folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from naravard.disclosure.sensitivity import SensitivityRule
from naravard.disclosure.table import BASE, COMPLEMENT, NUMERATOR, CellStatus, Key, Marginal
from naravard.model import Marker, ValueStatus

_WITHOUT_NUMBER = {
    ValueStatus.MISSING: CellStatus.MISSING,
    ValueStatus.NOT_YET_MEASURED: CellStatus.MISSING,
    ValueStatus.NOT_APPLICABLE: CellStatus.NOT_APPLICABLE,
    ValueStatus.SUPPRESSED: CellStatus.WITHHELD,
    Marker.NOT_AVAILABLE: CellStatus.WITHHELD,
    Marker.NOT_APPLICABLE: CellStatus.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class OriginalTable:
    """The counts as reported. ``statuses`` has every cell, after primary suppression; ``values`` those that are known here.

    ``depth`` is in how many dimensions a key is a total.
    """

    statuses: Mapping[Key, CellStatus]
    values: Mapping[Key, int]
    marginals: tuple[Marginal, ...]
    depth: Mapping[Key, int]

    def __repr__(self) -> str:
        return f"<{len(self.statuses)} original counts, not shown here>"


def original_counts(
    frame: pd.DataFrame, dimensions: Sequence[str], totals: Mapping[str, str], rule: SensitivityRule
) -> OriginalTable:
    """The counts of a tidy frame: one row a cell, with the dimensions, ``value`` and, if need be, ``status``."""
    statuses, values = {}, {}
    for key, row in _rows(frame, dimensions, totals, ["value"]):
        status, value = _read(key, row, "value")
        statuses[key] = status if value is None else _status_of(value, rule)
        if value is not None:
            values[key] = value
    return _with_marginals(statuses, values, dimensions, totals)


def original_shares(
    frame: pd.DataFrame, dimensions: Sequence[str], totals: Mapping[str, str], rule: SensitivityRule
) -> OriginalTable:
    """The counts behind a tidy frame of shares: numerator, complement and base of every cell, as a dimension of their own.

    The frame has the dimensions, ``numerator``, ``denominator`` and, if need be, ``status``. The numerator and the
    complement are suppressed together, for each gives the other away.
    """
    statuses: dict[Key, CellStatus] = {}
    values: dict[Key, int] = {}
    for key, row in _rows(frame, dimensions, totals, ["numerator", "denominator"]):
        status, numerator = _read(key, row, "numerator")
        base_status, base = _read(key, row, "denominator")
        statuses[*key, NUMERATOR] = statuses[*key, COMPLEMENT] = status if base is not None else base_status
        statuses[*key, BASE] = base_status if base is None else _status_of(base, rule)
        if base is not None:
            values[*key, BASE] = base
        if numerator is not None and base is not None:
            if numerator > base:
                raise ValueError(f"the numerator of {key} is greater than its denominator")
            values |= {(*key, NUMERATOR): numerator, (*key, COMPLEMENT): base - numerator}
            sensitive = base > 0 and rule.is_sensitive_share(numerator, base)
            for part in (NUMERATOR, COMPLEMENT):
                statuses[*key, part] = CellStatus.PROTECTED if sensitive else _status_of(values[*key, part], rule)
    return _with_marginals(statuses, values, (*dimensions, "part"), {**totals, "part": BASE})


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


def _read(key: Key, row: Mapping[str, Any], column: str) -> tuple[CellStatus, int | None]:
    """A cell's whole number, or why it has none. No message holds the number: it may be sensitive."""
    value, status = row[column], row.get("status", "")
    if not _is_empty(status) and ValueStatus(status) in _WITHOUT_NUMBER:
        return _WITHOUT_NUMBER[ValueStatus(status)], None
    if _is_empty(value):
        return CellStatus.MISSING, None
    if value in tuple(Marker):
        return _WITHOUT_NUMBER[Marker(value)], None
    if isinstance(value, str) or value != int(value) or value < 0:
        raise ValueError(f"the {column} of {key} is no count of persons; wanted is a whole number from 0")
    return CellStatus.SHOWN, int(value)


def _status_of(value: int, rule: SensitivityRule) -> CellStatus:
    if value == 0:
        return CellStatus.ZERO
    return CellStatus.SMALL if rule.is_sensitive(value) else CellStatus.SHOWN


def _with_marginals(
    statuses: Mapping[Key, CellStatus], values: Mapping[Key, int], dimensions: Sequence[str], totals: Mapping[str, str]
) -> OriginalTable:
    axes = [tuple(dict.fromkeys(key[place] for key in statuses)) for place in range(len(dimensions))]
    total_of = [totals.get(name) for name in dimensions]
    counted = {key: 0 for key, status in statuses.items() if status is CellStatus.NOT_APPLICABLE} | dict(values)
    marginals = []
    for place, total in enumerate(total_of):
        parts = [value for value in axes[place] if value != total]
        if total is None or total not in axes[place] or not parts:
            continue
        for rest in product(*axes[:place], *axes[place + 1 :]):
            keys = [(*rest[:place], value, *rest[place:]) for value in (total, *parts)]
            # A total that is not applicable sums nothing.
            if statuses.get(keys[0]) is not CellStatus.NOT_APPLICABLE:
                marginals.append(_marginal(keys[0], tuple(keys[1:]), counted))
    depth = {key: sum(value == total for value, total in zip(key, total_of, strict=True)) for key in statuses}
    return OriginalTable(statuses, values, tuple(marginals), depth)


def _marginal(total: Key, parts: tuple[Key, ...], values: Mapping[Key, int]) -> Marginal:
    """The marginal; not additive where all of it is known here and some of the total is in none of the parts."""
    known = sum(values.get(part, 0) for part in parts)
    if total in values and known > values[total]:
        raise ValueError(f"the parts of {total} are together more than it; wanted are parts that share no person")
    whole = total in values and all(part in values for part in parts)
    return Marginal(total, parts, additive=not whole or known == values[total])


def _is_empty(value: object) -> bool:
    return value is None or value == "" or bool(pd.isna(value))  # type: ignore[call-overload]
