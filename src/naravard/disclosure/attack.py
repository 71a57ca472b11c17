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
        self.witnesses: Whole = np.empty((0, len(self.low)), dtype=np.int64)
        self.possible = self._find_extreme(np.zeros(len(self.low), dtype=np.int64))

    def bound(self, unknown: int, low: int, high: int) -> None:
        """From now on the reader knows this much of an unknown."""
        self.low[unknown], self.high[unknown] = low, high
        self._solver.bound(unknown, low, high)
        agree = (self.witnesses[:, unknown] >= low) & (self.witnesses[:, unknown] <= high)
        self.witnesses = self.witnesses[agree]

    def range_of(self, form: Form, enough: float = np.inf) -> tuple[int, int]:
        """The least and the greatest value of a form that agree with all the reader knows.

        Where values ``enough`` apart are found the search ends, with those.
        """
        vector = _vector(form, len(self.low))
        for aim in (vector, -vector):
            least, greatest = self._seen(vector)
            if greatest - least >= enough:
                break
            if not self._find_extreme(aim):
                raise RuntimeError("no table agrees with what is published; at least the true one should")
        return self._seen(vector)

    def cheapest_doors(self, form: Form, width: int, doors: Sequence[Door]) -> list[int] | None:
        """The unknowns to hide so that a form may differ by ``width``; None if hiding all of them would not do.

        Two tables that agree with all the reader knows are sought together, so that the form differs by ``width`` between
        them; each step that a door must leave its present bounds costs, and the cheapest pair shows which doors to open.
        """
        single = _with_steps(self.low, self.high, doors)
        size = len(single.low)
        once = [Relation(single.stepping(known.form), known.low, known.high) for known in self.relations]
        relations = once + [Relation(_moved(known.form, size), known.low, known.high) for known in once]
        apart = single.stepping(form)
        relations.append(Relation({**apart, **_moved({i: -by for i, by in apart.items()}, size)}, width, np.inf))
        program = _Program(np.tile(single.low, 2), np.tile(single.high, 2), relations, np.tile(single.cost, 2))
        found = program.solve()
        if found is None:
            return None
        steps = found.reshape(2, size)[:, len(self.low) :].sum(axis=0).reshape(2, len(doors)).sum(axis=0)
        return [door.unknown for door, taken in zip(doors, steps, strict=True) if taken]

    def _seen(self, vector: Whole) -> tuple[int, int]:
        seen = self.witnesses @ vector
        return (int(seen.min()), int(seen.max())) if len(seen) else (0, 0)

    def _find_extreme(self, vector: Whole) -> bool:
        """Adds a witness, a table that makes the form as small as can be; False if no table agrees at all."""
        self._solver.aim(vector)
        found = self._solver.solve()
        if found is None:
            return False
        self._swear_in(found)
        self.witnesses = np.vstack([self.witnesses, found])
        return True

    def _swear_in(self, witness: Whole) -> None:
        """What is safe rests on the witnesses, so none is taken on the solver's word."""
        agrees = bool(np.all(witness >= self.low) and np.all(witness <= self.high))
        for known in self.relations:
            agrees &= known.low <= sum(by * int(witness[unknown]) for unknown, by in known.form.items()) <= known.high
        if not agrees:
            raise RuntimeError("the solver gave a table that does not agree with what is published")


@dataclass(frozen=True)
class _Stepping:
    """The unknowns within their present bounds, followed by each door's steps above them and then its steps below."""

    low: Whole
    high: Whole
    cost: NDArray[np.float64]
    steps: Mapping[int, tuple[int, int]]

    def stepping(self, form: Form) -> Form:
        """The form, with the steps of its unknowns."""
        more = dict(form)
        for unknown, by in form.items():
            if unknown in self.steps:
                above, below = self.steps[unknown]
                more |= {above: by, below: -by}
        return more


def _with_steps(low: Whole, high: Whole, doors: Sequence[Door]) -> _Stepping:
    size, count = len(low), len(doors)
    above = [door.high - high[door.unknown] for door in doors]
    below = [low[door.unknown] - door.low for door in doors]
    none = np.zeros(2 * count, dtype=np.int64)
    cost = np.array([0.0] * size + 2 * [door.cost for door in doors])
    steps = {door.unknown: (size + place, size + count + place) for place, door in enumerate(doors)}
    return _Stepping(np.append(low, none), np.append(high, np.array([*above, *below], np.int64)), cost, steps)


class _Program:
    """A linear program in whole numbers, kept in the solver so that the next question starts from the last answer."""

    def __init__(self, low: Whole, high: Whole, relations: Iterable[Relation], cost: NDArray[np.float64]) -> None:
        import highspy  # here, since most tables hide nothing and need no solver

        self._api: Any = highspy
        self._solver = self._api.Highs()
        self._solver.setOptionValue("output_flag", False)
        # HiGHS 1.15.1 calls some of these programs in whole numbers solved, with a wrong optimum, after its presolve.
        self._solver.setOptionValue("presolve", "off")
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
        kinds = np.full(len(self._columns), int(kind), dtype=np.uint8)
        self._solver.changeColsIntegrality(len(kinds), self._columns, kinds)


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
