"""All that a reader holds together: the new table and those published before it, as unknowns, relations and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from naravard.disclosure.attack import Door, Form, Relation
from naravard.disclosure.reported import Reported
from naravard.disclosure.rule import Rule
from naravard.disclosure.table import BASE, COMPLEMENT, NUMERATOR, Key, Kind, Line, ProtectedTable

_ESCALATION = 0.25  # a reader loses little when a cell says that it is protected in place of that it is small


@dataclass(frozen=True)
class Question:
    """A form that the reader may not pin down to an interval narrower than ``width``.

    For a hidden count that is all. A count that nobody stated (a missing cell, the rest of a loose sum, a rise between two
    hidden counts) is no secret where it can only be zero or is surely ``harmless_from`` or more.
    """

    key: Key
    form: Form
    width: int
    harmless_from: int | None = None

    def is_harmless(self, least: int, greatest: int) -> bool:
        """Whether the form is no secret though it has been pinned down to this."""
        return self.harmless_from is not None and (greatest == 0 or least >= self.harmless_from)


@dataclass
class Puzzle:
    """The reader's unknowns, numbered in the order they were met, and what may not be found out about them."""

    shares: bool
    ceiling: int
    width: int
    number_of: dict[tuple[int, Key], int] = field(default_factory=dict)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    doors: dict[int, Door] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)

    def opened_with(self, unknown: int) -> frozenset[int]:
        """The unknowns that are hidden when this one is: the parts of a share go together, and with their base."""
        key = self.keys[unknown]
        if not self.shares:
            return frozenset({unknown})
        names = (NUMERATOR, COMPLEMENT, BASE) if key[-1] == BASE else (NUMERATOR, COMPLEMENT)
        return frozenset(door for door in self.doors if self.keys[door] in {(*key[:-1], name) for name in names})

    def bounds(self, key: Key, kind: Kind, value: int | None, rule: Rule) -> tuple[int, int]:
        """What the reader knows of a cell by its kind alone. Zeros are never hidden, but in the parts of a share."""
        if value is not None and kind.known:
            return value, value
        match kind:
            case Kind.NOT_APPLICABLE:
                return 0, 0
            case Kind.SMALL:
                return 1, rule.threshold - 1
            case Kind.PROTECTED if not self.shares or key[-1] == BASE:
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

    def add_lines(self, moment: int, lines: Sequence[Line], rule: Rule) -> None:
        """The sums, with the cells in them that no table has; a loose sum has an unknown rest."""
        for line in lines:
            form = {self._stated_or_not(moment, part, rule): 1 for part in line.parts}
            form[self._stated_or_not(moment, line.total, rule)] = -1
            if line.loose:
                # No cell of any table: what is in no part now may be in one the next term.
                rest = self._new(line.total, 0, self.ceiling)
                self._ask_unstated(line.total, rest, rule)
                form[rest] = 1
            self.relations.append(Relation(form, 0, 0))

    def _stated_or_not(self, moment: int, key: Key, rule: Rule) -> int:
        if (moment, key) not in self.number_of:
            self._ask_unstated(key, self.add_cell(moment, key, 0, self.ceiling), rule)
        return self.number_of[moment, key]

    def _ask_unstated(self, key: Key, number: int, rule: Rule) -> None:
        self.questions.append(Question(key, {number: 1}, rule.width, rule.threshold))

    def ask(self, key: Key, kind: Kind, number: int, rule: Rule) -> None:
        """Puts the question that a cell of this kind calls for."""
        if kind.hidden:
            self.questions.append(Question(key, {number: 1}, rule.width))
        elif kind is Kind.MISSING:
            self._ask_unstated(key, number, rule)

    def add_rises(self, rule: Rule) -> None:
        """Cumulative counts: none falls from one table to the next, and a rise is itself a count of persons."""
        met: dict[Key, list[int]] = {}
        for (_, key), number in sorted(self.number_of.items(), key=lambda item: item[0][0]):
            before = met.setdefault(key, [])
            if before:
                self.relations.append(Relation({number: 1, before[-1]: -1}, 0, float("inf")))
            # Beside a shown count the rise is as unknown as the hidden one, which has its own question.
            hidden = (
                (one for one in before if self._is_open(one)) if self._is_open(number) or number in self.doors else ()
            )
            self.questions += [Question(key, {number: 1, one: -1}, rule.width, rule.threshold) for one in hidden]
            before.append(number)

    def settle(self) -> None:
        """Takes out of the relations what is known and stays so: most cells of earlier tables."""
        settled = []
        for known in self.relations:
            form = {i: by for i, by in known.form.items() if self._is_open(i) or i in self.doors}
            rest = sum(by * self.low[i] for i, by in known.form.items() if i not in form)
            if form or not known.low <= rest <= known.high:
                settled.append(Relation(form, known.low - rest, known.high - rest))
        self.relations = settled

    def _is_open(self, number: int) -> bool:
        return self.low[number] < self.high[number]


def puzzle_of(
    reported: Reported,
    kinds: Mapping[Key, Kind],
    rule: Rule,
    earlier: Sequence[ProtectedTable],
    *,
    cumulative: bool,
    shares: bool,
) -> Puzzle:
    """The puzzle that a reader has when a table is published with these kinds of cells after the earlier ones.

    Counts of the same key in tables of a cumulative count are of different times; otherwise they are the same count.
    """
    shown = [int(cell.value) for table in earlier for _, cell in table.counts if cell.value is not None]
    # Above all that can matter: the solver needs an end, and a reader who thinks of one learns nothing from it.
    puzzle = Puzzle(shares, ceiling=sum(reported.values.values()) + sum(shown) + 1000, width=rule.width)
    for moment, table in enumerate(earlier):
        when = moment if cumulative else 0
        for key, cell in table.counts:
            bounds = puzzle.bounds(key, cell.kind, None if cell.value is None else int(cell.value), table.rule)
            puzzle.ask(key, cell.kind, puzzle.add_cell(when, key, *bounds), table.rule)
        puzzle.add_lines(when, table.lines, table.rule)
    now = len(earlier) if cumulative else 0
    published = (
        set() if cumulative else {key for t in earlier for key, cell in t.counts if cell.kind.known or cell.kind.hidden}
    )
    for key, kind in kinds.items():
        number = puzzle.add_cell(now, key, *puzzle.bounds(key, kind, reported.values.get(key), rule))
        puzzle.ask(key, kind, number, rule)
        if key not in published:
            _add_door(puzzle, number, kind, reported, rule)
    puzzle.add_lines(now, reported.lines, rule)
    if cumulative:
        puzzle.add_rises(rule)
    puzzle.settle()
    return puzzle


def _add_door(puzzle: Puzzle, number: int, kind: Kind, reported: Reported, rule: Rule) -> None:
    """A shown count may be hidden, and a small one be called protected; few cells, then inner cells, then low counts first."""
    key = puzzle.keys[number]
    base = reported.values.get((*key[:-1], BASE), 0) if puzzle.shares else 0
    hideable = kind in (Kind.SHOWN, Kind.SMALL) or (kind is Kind.ZERO and base > 0 and key[-1] != BASE)
    if hideable:
        weight = 1 + reported.values[key] / (1 + max(reported.values.values()))
        cost = 2 ** reported.depth[key] * weight * (_ESCALATION if kind is Kind.SMALL else 1)
        low, high = puzzle.bounds(key, Kind.PROTECTED, None, rule)
        puzzle.doors[number] = Door(number, low, high, cost)
