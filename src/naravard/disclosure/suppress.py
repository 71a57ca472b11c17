"""Which further cells to hide, so that no hidden count can be worked out: few, and no more than needed."""

from __future__ import annotations

from collections.abc import Iterable

from naravard.disclosure.attack import Attack
from naravard.disclosure.puzzle import Puzzle, Question
from naravard.disclosure.table import Key

ADVICE = (
    "Tabellen kan inte skyddas: små antal går att räkna ut ur det som visas eller redan har publicerats. "
    "Redovisa grövre: slå ihop undergrupper eller terminer, eller visa bara totalen."
)
"""What the analyst is told when a table cannot be protected."""


class CannotProtect(Exception):
    """No choice of hidden cells keeps a small count from being worked out. ``advice`` is for the analyst, in Swedish.

    ``cells`` are the keys of the counts that stay open; no number stands in the message.
    """

    advice = ADVICE

    def __init__(self, name: str, cells: Iterable[Key]) -> None:
        self.name, self.cells = name, tuple(cells)
        named = ", ".join(" × ".join(key) for key in self.cells)
        # The cause lies in the data, so the text is the analyst's.
        super().__init__(f"{self.advice} Det gäller {named} i tabellen «{name}».")


class Contradiction(ValueError):
    """The counts cannot all be true, so that nothing can be said of what a reader works out. Like the advice, in Swedish."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Antalen i tabellen «{name}» stämmer inte med varandra eller med det som redan har publicerats. Kontrollera dem "
            "termin för termin: ett antal som räknas från projektets start får inte minska, delar får inte vara fler än sin "
            "helhet, och en undergrupp som totalen räknar ska ha en egen rad, om än med uppgiften att värdet saknas."
        )


def cells_to_hide(puzzle: Puzzle, name: str) -> set[Key]:
    """The keys of the cells to hide besides those that the rule hides.

    Cells are hidden one question at a time, each time the cheapest that answer it, and those that later turned out not to
    be needed are shown again, dearest first. A cell that cannot itself be protected when hidden is left out, and the choice
    begun anew: what can be protected grows with what is hidden, so that nothing is given up that could have been done.
    """
    barred: set[int] = set()
    while True:
        search = _Search(puzzle, barred)
        if not search.attack.possible:
            raise Contradiction(name)
        stuck = search.open()
        if stuck is None:
            search.close_again()
            return {puzzle.keys[number] for number in search.opened}
        own = search.opened.intersection(stuck.form) if len(stuck.form) == 1 else set()
        if not own or stuck in puzzle.questions:
            raise CannotProtect(name, [stuck.key])
        barred |= own


class _Search:
    """One try: the doors that may be opened, those that have been, and the reader who looks in."""

    def __init__(self, puzzle: Puzzle, barred: set[int]) -> None:
        self.puzzle = puzzle
        self.opened: set[int] = set()
        self.attack = Attack(puzzle.low, puzzle.high, puzzle.relations)
        self.doors = {n: door for n, door in puzzle.doors.items() if not puzzle.opened_with(n) & barred}

    def open(self) -> Question | None:
        """Opens doors until every question is left unanswered; a question for which that is not possible is returned."""
        while (found := self._answered()) is not None:
            doors = [door for number, door in self.doors.items() if number not in self.opened]
            cheapest = self.attack.cheapest_doors(found.form, found.width, doors)
            if not cheapest:
                return found
            for number in frozenset().union(*map(self.puzzle.opened_with, cheapest)):
                self._open_door(number)
        return None

    def close_again(self) -> None:
        """Closes the doors that need not be open, dearest first."""
        for number in sorted(self.opened, key=lambda number: (-self.doors[number].cost, number)):
            group = {other for other in self.opened if number in self.puzzle.opened_with(other)}
            witnesses = self.attack.witnesses
            for other in group:
                self.attack.bound(other, self.puzzle.low[other], self.puzzle.high[other])
            self.opened -= group
            if group and self._answered() is not None:
                for other in group:
                    self._open_door(other)
                self.attack.witnesses = witnesses

    def _open_door(self, number: int) -> None:
        door = self.doors[number]
        self.attack.bound(number, door.low, door.high)
        self.opened.add(number)

    def _answered(self) -> Question | None:
        """The first question that the reader can answer too well."""
        own = [Question(self.puzzle.keys[n], {n: 1}, self.puzzle.width) for n in sorted(self.opened)]
        for question in (*self.puzzle.questions, *own):
            least, greatest = self.attack.range_of(question.form, question.width)
            if greatest - least < question.width and not question.is_harmless(least, greatest):
                return question
        return None
