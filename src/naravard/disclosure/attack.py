"""What a reader can work out: the whole numbers that a hidden count may be, given all that is published.

The published cells and the sums between them are linear, so the least and greatest possible value of a count are two small
linear programs. Where the answer of one is not in whole numbers it is solved again in whole numbers, so the bounds are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Form = Mapping[int, int]
"""A sum of unknowns, each times a whole number: ``{3: 1, 1: -1}`` is unknown 3 minus unknown 1."""

Whole = NDArray[np.int64]
_OFF_WHOLE = 1e-6


@dataclass(frozen=True)
class Relation:
    """A form that is known to lie between ``low`` and ``high``."""

    form: Form
    low: float
    high: float


@dataclass(frozen=True)
class Door:
    """A cell that may be hidden: the bounds that the reader then has for its unknown, and what hiding it costs."""

    unknown: int
    low: int
    high: int
    cost: float


class Attack:
    """A reader who knows the bounds of every unknown and the relations between them.

    ``witnesses`` are tables of whole numbers that agree with all the reader knows, one a row. They spare most of the
    programs: a form that differs enough between two of them need not be worked out.
    """

    def __init__(self, low: Sequence[int], high: Sequence[int], relations: Sequence[Relation]) -> None:
        self.low = np.array(low, dtype=np.int64)
        self.high = np.array(high, dtype=np.int64)
        self.relations = tuple(relations)
        self._solver = _Program(self.low, self.high, self.relations, np.zeros(len(self.low)))
        first = self._solver.solve()
        self.possible = first is not None
        self.witnesses: Whole = np.empty((0, len(self.low)), dtype=np.int64) if first is None else first[None, :]

    def bound(self, unknown: int, low: int, high: int) -> None:
        """From now on the reader knows this much of an unknown."""
        self.low[unknown], self.high[unknown] = low, high
        self._solver.bound(unknown, low, high)
        agree = (self.witnesses[:, unknown] >= low) & (self.witnesses[:, unknown] <= high)
        self.witnesses = self.witnesses[agree]

    def range_of(self, form: Form) -> tuple[int, int]:
        """The least and the greatest value of a form that agree with all the reader knows."""
        vector = _vector(form, len(self.low))
        return int(self._extreme(vector) @ vector), int(self._extreme(-vector) @ vector)

    def is_wide(self, form: Form, width: int) -> bool:
        """Whether a form may differ by ``width`` or more."""
        vector = _vector(form, len(self.low))
        if self._seen_width(vector) >= width:
            return True
        self._extreme(vector)
        if self._seen_width(vector) >= width:
            return True
        self._extreme(-vector)
        return self._seen_width(vector) >= width

    def cheapest_doors(self, form: Form, width: int, doors: Sequence[Door]) -> list[int] | None:
        """The unknowns to hide so that a form may differ by ``width``; None if hiding all of them would not do.

        Two tables that agree with all the reader knows are sought together, so that the form differs by ``width`` between
        them; each step that a door must leave its present bounds costs, and the cheapest pair shows which doors to open.
        """
        size, count = len(self.low), len(doors)
        low, high = np.tile(self.low, 2), np.tile(self.high, 2)
        relations = [Relation(_moved(r.form, copy * size), r.low, r.high) for copy in (0, 1) for r in self.relations]
        relations.append(Relation({**form, **{i + size: -by for i, by in form.items()}}, width, np.inf))
        for place, door in enumerate(doors):
            for unknown in (door.unknown, door.unknown + size):
                step = 2 * size + place
                relations.append(Relation({unknown: 1, step: 1}, int(low[unknown]), np.inf))
                relations.append(Relation({unknown: 1, step: -1}, -np.inf, int(high[unknown])))
                low[unknown], high[unknown] = door.low, door.high
        low, high = np.append(low, np.zeros(count, np.int64)), np.append(high, np.full(count, max(high)))
        cost = np.append(np.zeros(2 * size), [door.cost for door in doors])
        found = _Program(low, high, relations, cost).solve()
        return None if found is None else [door.unknown for door, step in zip(doors, found[2 * size :], strict=True) if step]

    def _seen_width(self, vector: Whole) -> int:
        seen = self.witnesses @ vector
        return int(seen.max() - seen.min()) if len(seen) else 0

    def _extreme(self, vector: Whole) -> Whole:
        """A table that makes the form as small as can be."""
        self._solver.aim(vector)
        found = self._solver.solve()
        if found is None:
            raise RuntimeError("no table agrees with what is published; at least the true one should")
        self.witnesses = np.vstack([self.witnesses, found])
        return found


class _Program:
    """A linear program in whole numbers, kept in the solver so that the next question starts from the last answer."""

    def __init__(self, low: Whole, high: Whole, relations: Iterable[Relation], cost: NDArray[np.float64]) -> None:
        import highspy  # here, since most tables hide nothing and need no solver

        self._api = highspy
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        self._columns = np.arange(len(low), dtype=np.int32)
        self._solver.passModel(_model(highspy.HighsLp(), low, high, list(relations), cost))

    def bound(self, column: int, low: int, high: int) -> None:
        """New bounds for one column."""
        self._solver.changeColBounds(column, low, high)

    def aim(self, cost: Whole) -> None:
        """What to make as small as can be."""
        self._solver.changeColsCost(len(cost), self._columns, cost.astype(np.float64))

    def solve(self) -> Whole | None:
        """A best solution in whole numbers, or None if there is none."""
        found = self._run()
        if found is None or not _is_whole(found):
            found = None if found is None else self._run_in_whole_numbers()
        return None if found is None else np.rint(found).astype(np.int64)

    def _run(self) -> NDArray[np.float64] | None:
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == self._api.HighsModelStatus.kInfeasible:
            return None
        if status != self._api.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the solver stopped with {status}")
        return np.array(self._solver.getSolution().col_value)

    def _run_in_whole_numbers(self) -> NDArray[np.float64] | None:
        self._set_whole(True)
        try:
            return self._run()
        finally:
            self._set_whole(False)

    def _set_whole(self, whole: bool) -> None:
        kind = self._api.HighsVarType.kInteger if whole else self._api.HighsVarType.kContinuous
        for column in self._columns:
            self._solver.changeColIntegrality(int(column), kind)


def _model(lp: Any, low: Whole, high: Whole, relations: Sequence[Relation], cost: NDArray[np.float64]) -> Any:
    """The solver's own record of a program, row by row."""
    lp.num_col_, lp.num_row_ = len(low), len(relations)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low.astype(np.float64), high.astype(np.float64)
    lp.row_lower_ = np.array([float(relation.low) for relation in relations])
    lp.row_upper_ = np.array([float(relation.high) for relation in relations])
    lp.a_matrix_.start_ = np.cumsum([0, *(len(relation.form) for relation in relations)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([i for relation in relations for i in relation.form], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([float(by) for relation in relations for by in relation.form.values()])
    lp.a_matrix_.format_ = type(lp.a_matrix_.format_).kRowwise
    return lp


def _is_whole(values: NDArray[np.float64]) -> bool:
    return bool(np.all(np.abs(values - np.rint(values)) < _OFF_WHOLE))


def _vector(form: Form, size: int) -> Whole:
    vector = np.zeros(size, dtype=np.int64)
    for unknown, by in form.items():
        vector[unknown] = by
    return vector


def _moved(form: Form, by: int) -> Form:
    return {unknown + by: times for unknown, times in form.items()}
