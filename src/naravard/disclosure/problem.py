"""The cell suppression problem: the new table and the linked ones published before it, as unknowns, relations and levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from naravard.disclosure.attacker import AttackerProblem, Candidate, Form, Relation
from naravard.disclosure.primary import OriginalTable
from naravard.disclosure.sensitivity import SensitivityRule
from naravard.disclosure.table import BASE, COMPLEMENT, NUMERATOR, CellStatus, Key, Marginal, ProtectedTable

_ESCALATION = 0.25  # little information is lost when a cell says that it is protected in place of that it is small


@dataclass(frozen=True)
class Requirement:
    """A form whose feasibility interval may not be narrower than its protection level.

    For a suppressed count that is all. A count that nobody reported (a missing cell, the remainder of a marginal that is not
    additive, a rise between two suppressed counts) is safe too where it can only be zero or is surely ``safe_from`` or more.
    """

    key: Key
    form: Form
    protection_level: int
    safe_from: int | None = None

    def is_met(self, attacker: AttackerProblem) -> bool:
        """Whether the form is protected from this attacker."""
        least, greatest = attacker.feasibility_interval(self.form, self.protection_level)
        safe = self.safe_from is not None and (greatest == 0 or least >= self.safe_from)
        return safe or greatest - least >= self.protection_level


@dataclass
class SuppressionProblem:
    """The unknowns of all linked tables, numbered in the order met: the attacker's bounds, and what may be suppressed."""

    shares: bool
    ceiling: int
    rule: SensitivityRule
    number_of: dict[tuple[int, Key], int] = field(default_factory=dict)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    candidates: dict[int, Candidate] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)

    def suppressed_with(self, unknown: int) -> frozenset[int]:
        """The unknowns that are suppressed when this one is: the parts of a share go together, and with their base."""
        key = self.keys[unknown]
        if not self.shares:
            return frozenset({unknown})
        names = (NUMERATOR, COMPLEMENT, BASE) if key[-1] == BASE else (NUMERATOR, COMPLEMENT)
        return frozenset(n for n in self.candidates if self.keys[n][:-1] == key[:-1] and self.keys[n][-1] in names)

    def bounds(self, key: Key, status: CellStatus, value: int | None, rule: SensitivityRule) -> tuple[int, int]:
        """What an attacker knows of a cell by its status alone. Zeros are never suppressed, but in the parts of a share."""
        if value is not None and status.published:
            return value, value
        match status:
            case CellStatus.NOT_APPLICABLE:
                return 0, 0
            case CellStatus.SMALL:
                return 1, rule.threshold - 1
            case CellStatus.PROTECTED if not self.shares or key[-1] == BASE:
                return 1, self.ceiling
        return 0, self.ceiling

    def add_cell(self, moment: int, key: Key, low: int, high: int) -> int:
        """The number of a cell's unknown; what was known of it from an earlier table stays known."""
        if (moment, key) not in self.number_of:
            self.number_of[moment, key] = self._new(key, low, high)
        number = self.number_of[moment, key]
        self.low[number], self.high[number] = max(self.low[number], low), min(self.high[number], high)
        return number

    def _new(self, key: Key, low: int, high: int) -> int:
        self.low.append(low)
        self.high.append(high)
        self.keys.append(key)
        return len(self.keys) - 1

    def add_marginals(self, moment: int, marginals: Sequence[Marginal], rule: SensitivityRule) -> None:
        """The marginals, with the cells in them that no table has; one that is not additive has an unknown remainder."""
        for marginal in marginals:
            form = {self._reported_or_not(moment, part, rule): 1 for part in marginal.parts}
            form[self._reported_or_not(moment, marginal.total, rule)] = -1
            if not marginal.additive:
                # No cell of any table: what is in no part now may be in one the next term.
                remainder = self._new(marginal.total, 0, self.ceiling)
                self._require_unreported(marginal.total, {remainder: 1}, rule)
                form[remainder] = 1
            self.relations.append(Relation(form, 0, 0))

    def _reported_or_not(self, moment: int, key: Key, rule: SensitivityRule) -> int:
        if (moment, key) not in self.number_of:
            self._require_unreported(key, {self.add_cell(moment, key, 0, self.ceiling): 1}, rule)
        return self.number_of[moment, key]

    def _require_unreported(self, key: Key, form: Form, rule: SensitivityRule) -> None:
        self.requirements.append(Requirement(key, form, rule.protection_level, rule.threshold))

    def require(self, key: Key, status: CellStatus, number: int, rule: SensitivityRule) -> None:
        """Adds the requirement that a cell of this status calls for."""
        if status.suppressed:
            self.requirements.append(Requirement(key, {number: 1}, rule.protection_level))
        elif status is CellStatus.MISSING:
            self._require_unreported(key, {number: 1}, rule)

    def add_rises(self) -> None:
        """Differencing of cumulative counts: none falls from one table to the next, and a rise is itself a count of persons."""
        met: dict[Key, list[int]] = {}
        for (_, key), number in sorted(self.number_of.items(), key=lambda item: item[0][0]):
            before = met.setdefault(key, [])
            if before:
                self.relations.append(Relation({number: 1, before[-1]: -1}, 0, float("inf")))
            # Beside a published count the rise is as unknown as the suppressed one, which has its own requirement.
            for other in before:
                if not (self._is_fixed(number) or self._is_fixed(other)):
                    self._require_unreported(key, {number: 1, other: -1}, self.rule)
            before.append(number)

    def eliminate_fixed(self) -> None:
        """Takes out of the relations what is known and stays so: most cells of earlier tables."""
        left = []
        for known in self.relations:
            form = {i: by for i, by in known.form.items() if not self._is_fixed(i)}
            fixed = sum(by * self.low[i] for i, by in known.form.items() if i not in form)
            if form or not known.low <= fixed <= known.high:
                left.append(Relation(form, known.low - fixed, known.high - fixed))
        self.relations = left

    def _is_fixed(self, number: int) -> bool:
        return self.low[number] >= self.high[number] and number not in self.candidates


def suppression_problem(
    original: OriginalTable,
    statuses: Mapping[Key, CellStatus],
    rule: SensitivityRule,
    earlier: Sequence[ProtectedTable],
    *,
    cumulative: bool,
    shares: bool,
) -> SuppressionProblem:
    """The problem that is left when a table is published with these statuses after the earlier ones, which it is linked to.

    Counts of the same key in tables of a cumulative count are of different times; otherwise they are the same count.
    """
    published = [int(cell.value) for table in earlier for _, cell in table.counts if cell.value is not None]
    # Above all that can matter: the solver needs an end, and an attacker who thinks of one learns nothing from it.
    ceiling = sum(original.values.values()) + sum(published) + 1000
    problem = SuppressionProblem(shares, ceiling, rule)
    for moment, table in enumerate(earlier):
        when = moment if cumulative else 0
        for key, cell in table.counts:
            bounds = problem.bounds(key, cell.status, None if cell.value is None else int(cell.value), table.rule)
            problem.require(key, cell.status, problem.add_cell(when, key, *bounds), table.rule)
        problem.add_marginals(when, table.marginals, table.rule)
    now = len(earlier) if cumulative else 0
    linked = {key for table in earlier for key, cell in table.counts if cell.status.published or cell.status.suppressed}
    for key, status in statuses.items():
        number = problem.add_cell(now, key, *problem.bounds(key, status, original.values.get(key), rule))
        problem.require(key, status, number, rule)
        if cumulative or key not in linked:
            _add_candidate(problem, number, status, original)
    problem.add_marginals(now, original.marginals, rule)
    if cumulative:
        problem.add_rises()
    problem.eliminate_fixed()
    return problem


def _add_candidate(problem: SuppressionProblem, number: int, status: CellStatus, original: OriginalTable) -> None:
    """A shown count may be suppressed, a small one be called protected; few cells, then inner cells, then low counts first."""
    key = problem.keys[number]
    base = original.values.get((*key[:-1], BASE), 0) if problem.shares else 0
    zero_of_share = status is CellStatus.ZERO and base > 0 and key[-1] != BASE
    if zero_of_share or status in (CellStatus.SHOWN, CellStatus.SMALL):
        size = 1 + original.values[key] / (1 + max(original.values.values()))
        cost = 2 ** original.depth[key] * size * (_ESCALATION if status is CellStatus.SMALL else 1)
        low, high = problem.bounds(key, CellStatus.PROTECTED, None, problem.rule)
        problem.candidates[number] = Candidate(number, low, high, cost)
