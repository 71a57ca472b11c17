"""The attacker's problem: the least and the greatest whole number that a suppressed count may be, given all that is published.

The published cells and the marginals are linear, so the two ends of a feasibility interval are two small linear programs.
Where the answer of one is not in whole numbers it is solved again in whole numbers, so the interval is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Form = Mapping[int, int]
"""A linear form: a sum of unknowns, each times a whole number, as ``{3: 1, 1: -1}`` for unknown 3 minus unknown 1."""

Whole = NDArray[np.int64]
_OFF_WHOLE = 1e-6


@dataclass(frozen=True)
class Relation:
    """A form that is known to lie between ``low`` and ``high``."""

    form: Form
    low: float
    high: float


@dataclass(frozen=True)
class Candidate:
    """A cell that may be suppressed: the bounds that the attacker then has for its unknown, and what suppressing it costs."""

    unknown: int
    low: int
    high: int
    cost: float


class AttackerProblem:
    """What an attacker knows: the bounds of every unknown and the relations between them.

    ``consistent`` are tables of whole numbers, one a row, that agree with all of it. They spare most of the programs: a form
    that differs enough between two of them need not be worked out.
    """

    def __init__(self, low: Sequence[int], high: Sequence[int], relations: Sequence[Relation]) -> None:
        self.low = np.array(low, dtype=np.int64)
        self.high = np.array(high, dtype=np.int64)
        self.relations = tuple(relations)
        self._solver = _Program(self.low, self.high, self.relations, np.zeros(len(self.low)))
        self.consistent: Whole = np.empty((0, len(self.low)), dtype=np.int64)
        self.feasible = self._minimize(np.zeros(len(self.low), dtype=np.int64))

    def bound(self, unknown: int, low: int, high: int) -> None:
        """From now on the attacker knows this much of an unknown."""
        self.low[unknown], self.high[unknown] = low, high
        self._solver.bound(unknown, low, high)
        agree = (self.consistent[:, unknown] >= low) & (self.consistent[:, unknown] <= high)
        self.consistent = self.consistent[agree]

    def feasibility_interval(self, form: Form, enough: float = np.inf) -> tuple[int, int]:
        """The least and the greatest value of a form in any consistent table.

        Where values ``enough`` apart are found the search ends, with those.
        """
        vector = _vector(form, len(self.low))
        for objective in (vector, -vector):
            least, greatest = self._found(vector)
            if greatest - least >= enough:
                break
            if not self._minimize(objective):
                raise RuntimeError("no table is consistent with what is published; at least the original one should be")
        return self._found(vector)

    def cheapest_suppressions(self, form: Form, level: int, candidates: Sequence[Candidate]) -> list[int] | None:
        """The unknowns to suppress so that a form gets its protection level; None if suppressing all of them would not do.

        Two consistent tables are sought together, between which the form differs by the level; each step that a candidate
        must leave its present bounds costs, and the cheapest pair shows which candidates to suppress.
        """
        single = _with_steps(self.low, self.high, candidates)
        size = len(single.low)
        once = [Relation(single.stepping(known.form), known.low, known.high) for known in self.relations]
        relations = once + [Relation(_moved(known.form, size), known.low, known.high) for known in once]
        apart = single.stepping(form)
        relations.append(Relation({**apart, **_moved({i: -by for i, by in apart.items()}, size)}, level, np.inf))
        program = _Program(np.tile(single.low, 2), np.tile(single.high, 2), relations, np.tile(single.cost, 2))
        found = program.solve()
        if found is None:
            return None
        steps = found.reshape(2, size)[:, len(self.low) :].sum(axis=0).reshape(2, len(candidates)).sum(axis=0)
        return [candidate.unknown for candidate, taken in zip(candidates, steps, strict=True) if taken]

    def _found(self, vector: Whole) -> tuple[int, int]:
        values = self.consistent @ vector
        return (int(values.min()), int(values.max())) if len(values) else (0, 0)

    def _minimize(self, objective: Whole) -> bool:
        """Adds a consistent table that makes the objective as small as can be; False if no table is consistent."""
        self._solver.aim(objective)
        found = self._solver.solve()
        if found is None:
            return False
        self._verify(found)
        self.consistent = np.vstack([self.consistent, found])
        return True

    def _verify(self, table: Whole) -> None:
        """What is safe rests on the consistent tables, so none is taken on the solver's word."""
        agrees = bool(np.all(table >= self.low) and np.all(table <= self.high))
        for known in self.relations:
            agrees &= known.low <= sum(by * int(table[unknown]) for unknown, by in known.form.items()) <= known.high
        if not agrees:
            raise RuntimeError("the solver gave a table that is not consistent with what is published")


@dataclass(frozen=True)
class _Stepping:
    """The unknowns within their present bounds, followed by each candidate's steps above them and then its steps below."""

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


def _with_steps(low: Whole, high: Whole, candidates: Sequence[Candidate]) -> _Stepping:
    size, count = len(low), len(candidates)
    above = [candidate.high - high[candidate.unknown] for candidate in candidates]
    below = [low[candidate.unknown] - candidate.low for candidate in candidates]
    none = np.zeros(2 * count, dtype=np.int64)
    cost = np.array([0.0] * size + 2 * [candidate.cost for candidate in candidates])
    steps = {candidate.unknown: (size + at, size + count + at) for at, candidate in enumerate(candidates)}
    return _Stepping(np.append(low, none), np.append(high, np.array([*above, *below], np.int64)), cost, steps)


class _Program:
    """A linear program in whole numbers, kept in the solver so that the next solution starts from the last."""

    def __init__(self, low: Whole, high: Whole, relations: Iterable[Relation], cost: NDArray[np.float64]) -> None:
        import highspy  # here, since most tables have nothing to suppress and need no solver

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

    def aim(self, objective: Whole) -> None:
        """What to make as small as can be."""
        self._solver.changeColsCost(len(objective), self._columns, objective.astype(np.float64))

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
