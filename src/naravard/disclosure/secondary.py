"""Secondary suppression: which further cells to suppress, so that every requirement is met. Few, and no more than needed."""

from __future__ import annotations

from collections.abc import Iterable

from naravard.disclosure.attacker import AttackerProblem
from naravard.disclosure.problem import Requirement, SuppressionProblem
from naravard.disclosure.table import Key

ADVICE = (
    "Tabellen kan inte skyddas: små antal går att räkna ut ur det som visas eller redan har publicerats. "
    "Redovisa grövre: slå ihop undergrupper eller terminer, eller visa bara totalen."
)
"""What the analyst is told when a table cannot be protected."""


class CannotProtect(Exception):
    """No secondary suppression protects every sensitive count. ``advice`` is for the analyst, in Swedish.

    ``cells`` are the keys of the counts that stay unprotected; no number stands in the message.
    """

    advice = ADVICE

    def __init__(self, name: str, cells: Iterable[Key]) -> None:
        self.name, self.cells = name, tuple(cells)
        named = ", ".join(" × ".join(key) for key in self.cells)
        # The cause lies in the data, so the text is the analyst's.
        super().__init__(f"{self.advice} Det gäller {named} i tabellen «{name}».")


class Contradiction(ValueError):
    """No table is consistent with the counts, so the attacker's problem has no answer. Like the advice, in Swedish."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Antalen i tabellen «{name}» stämmer inte med varandra eller med det som redan har publicerats. Kontrollera dem "
            "termin för termin: ett antal som räknas från projektets start får inte minska, delar får inte vara fler än sin "
            "helhet, och en undergrupp som totalen räknar ska ha en egen rad, om än med uppgiften att värdet saknas."
        )


def secondary_suppressions(problem: SuppressionProblem, name: str) -> set[Key]:
    """The keys of the cells to suppress besides those that the rule does.

    Cells are suppressed one requirement at a time, each time the cheapest that meet it, and those that later turned out not to
    be needed are published again, dearest first. A cell that cannot itself be protected when suppressed is excluded, and the
    choice begun anew: what can be protected grows with what is suppressed, so nothing is given up that could have been done.
    """
    excluded: set[int] = set()
    while True:
        search = _Search(problem, excluded)
        if not search.attacker.feasible:
            raise Contradiction(name)
        unmet = search.suppress()
        if unmet is None:
            search.publish_again()
            return {problem.keys[number] for number in search.suppressed}
        own = search.suppressed.intersection(unmet.form) if len(unmet.form) == 1 else set()
        if not own or unmet in problem.requirements:
            raise CannotProtect(name, [unmet.key])
        excluded |= own


class _Search:
    """One try: the cells that may be suppressed, those that have been, and the attacker who audits them."""

    def __init__(self, problem: SuppressionProblem, excluded: set[int]) -> None:
        self.problem = problem
        self.suppressed: set[int] = set()
        self.attacker = AttackerProblem(problem.low, problem.high, problem.relations)
        self.candidates = {n: one for n, one in problem.candidates.items() if not problem.suppressed_with(n) & excluded}

    def suppress(self) -> Requirement | None:
        """Suppresses cells until every requirement is met; one for which that is not possible is returned."""
        while (unmet := self._audit()) is not None:
            left = [one for number, one in self.candidates.items() if number not in self.suppressed]
            cheapest = self.attacker.cheapest_suppressions(unmet.form, unmet.protection_level, left)
            if not cheapest:
                return unmet
            for number in frozenset().union(*map(self.problem.suppressed_with, cheapest)):
                self._suppress_cell(number)
        return None

    def publish_again(self) -> None:
        """Publishes the cells that need not be suppressed, dearest first."""
        for number in sorted(self.suppressed, key=lambda number: (-self.candidates[number].cost, number)):
            group = {other for other in self.suppressed if number in self.problem.suppressed_with(other)}
            consistent = self.attacker.consistent
            for other in group:
                self.attacker.bound(other, self.problem.low[other], self.problem.high[other])
            self.suppressed -= group
            if group and self._audit() is not None:
                for other in group:
                    self._suppress_cell(other)
                self.attacker.consistent = consistent

    def _suppress_cell(self, number: int) -> None:
        candidate = self.candidates[number]
        self.attacker.bound(number, candidate.low, candidate.high)
        self.suppressed.add(number)

    def _audit(self) -> Requirement | None:
        """The first requirement that is not met."""
        level = self.problem.rule.protection_level
        own = [Requirement(self.problem.keys[n], {n: 1}, level) for n in sorted(self.suppressed)]
        return next((one for one in (*self.problem.requirements, *own) if not one.is_met(self.attacker)), None)
