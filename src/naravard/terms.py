"""Time as the project counts it: terms, which are the half-years, tertials or quarters that it divides the year into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering


class Division(StrEnum):
    """What a project divides the year into."""

    HALF_YEARS = "halvår"
    TERTIALS = "tertial"
    QUARTERS = "kvartal"

    @property
    def parts(self) -> tuple[str, ...]:
        """What the parts of the year are called in a term's name, in order."""
        return tuple(_BEGINS[self])


_BEGINS = {
    Division.HALF_YEARS: {"VT": (1, 1), "HT": (7, 1)},
    Division.TERTIALS: {"T1": (1, 1), "T2": (5, 1), "T3": (9, 1)},
    Division.QUARTERS: {"K1": (1, 1), "K2": (4, 1), "K3": (7, 1), "K4": (10, 1)},
}
_DIVISIONS = {part: division for division, parts in _BEGINS.items() for part in parts}

_ORDINALS = ("första", "andra", "tredje", "fjärde")
_SPELT = {
    "VT": r"vt|vår(en|termin(en)?)?",
    "HT": r"ht|höst(en|termin(en)?)?",
    **{f"T{n}": rf"(t|tertial)[\s_-]*{n}|{_ORDINALS[n - 1]}\s+tertialet" for n in (1, 2, 3)},
    **{f"K{n}": rf"(k|q|kv|kvartal)[\s_-]*{n}|{_ORDINALS[n - 1]}\s+kvartalet" for n in (1, 2, 3, 4)},
}
# Of a year in two figures it must be seen where it begins: ht23, but not T123.
_FORMS = [
    (re.compile(rf"(?:{spelt})[\s_-]*(?P<year>\d{{4}}|(?<!\d)\d{{2}})|(?P<first>\d{{4}})[\s_-]*(?:{spelt})"), part)
    for part, spelt in _SPELT.items()
]


@total_ordering
@dataclass(frozen=True)
class Term:
    """A part of a year, in time order: ``Term(2023, "HT")`` is the autumn, ``T1`` the first tertial, ``K3`` the third quarter."""

    year: int
    part: str

    def __post_init__(self) -> None:
        if self.part not in _DIVISIONS or not 1900 <= self.year <= 2100:
            wanted = ", ".join(_DIVISIONS)
            raise ValueError(f"no term: {self.year!r} {self.part!r}; wanted a year 1900-2100 and one of {wanted}")

    @classmethod
    def parse(cls, text: str | Term) -> Term:
        """Read what Swedes write: ``HT2023``, ``ht23``, ``2023-HT``, ``hösten 2023``, ``T1 2024``, ``kvartal 3 2024``."""
        if isinstance(text, Term):
            return text
        folded = text.strip().lower().replace("o\u0308", "ö").replace("a\u030a", "å").replace("a\u0308", "ä")
        for form, part in _FORMS:
            if found := form.fullmatch(folded):
                year = int(found["year"] or found["first"])
                return cls(year if year > 99 else 2000 + year, part)
        raise ValueError(f"{text!r} is not a term; write it like HT2023 or VT2023, 2024T1 or 2024K1")

    @classmethod
    def parse_or_none(cls, text: str | Term) -> Term | None:
        """The term that ``parse`` reads; None if the text is no term."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @property
    def division(self) -> Division:
        """What the year is divided into where there is such a term."""
        return _DIVISIONS[self.part]

    @property
    def at(self) -> float:
        """Where the term begins, as a number for sorting and drawing: 2022.0 for VT2022, 2022.5 for HT2022."""
        return self.year + self._place / len(self.division.parts)

    @property
    def next(self) -> Term:
        """The term after this one."""
        return self._away(1)

    @property
    def previous(self) -> Term:
        """The term before this one."""
        return self._away(-1)

    @property
    def year_before(self) -> Term:
        """The same part of the year before."""
        return Term(self.year - 1, self.part)

    @property
    def is_first_of_year(self) -> bool:
        """Whether the year begins with this term."""
        return self._place == 0

    def ending(self, period: str) -> Term:
        """The term with which a period ends, in this term's division: of a year its last, of a term that term."""
        return Term(int(period), self.division.parts[-1]) if period.isdigit() else Term.parse(period)

    def to(self, last: Term) -> Iterator[Term]:
        """This term and those that follow, until ``last``."""
        term = self
        while term <= last:
            yield term
            term = term.next

    @property
    def _place(self) -> int:
        return self.division.parts.index(self.part)

    def _away(self, terms: int) -> Term:
        parts = self.division.parts
        years, place = divmod(self._place + terms, len(parts))
        return Term(self.year + years, parts[place])

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Term):
            return NotImplemented
        return (self.at, self.part) < (other.at, other.part)

    def __str__(self) -> str:
        return f"{self.part}{self.year}" if self.division is Division.HALF_YEARS else f"{self.year}{self.part}"


@dataclass(frozen=True)
class TermCalendar:
    """How the project divides the year, and on which day each term begins; a term ends the day before the next begins.

    Tertials and quarters begin with a month. Half-years may begin on other days, as (month, day): a project that counts school
    terms may begin its autumn on 16 August, ``TermCalendar(autumn=(8, 16))``.
    """

    spring: tuple[int, int] = _BEGINS[Division.HALF_YEARS]["VT"]
    autumn: tuple[int, int] = _BEGINS[Division.HALF_YEARS]["HT"]
    division: Division = Division.HALF_YEARS

    def __post_init__(self) -> None:
        spring, autumn = date(2023, *self.spring), date(2023, *self.autumn)
        if spring >= autumn:
            raise ValueError(f"spring begins {spring:%d %b}, which is not before autumn, {autumn:%d %b}")

    def first_day(self, term: Term) -> date:
        """The day on which the term begins."""
        own = {"VT": self.spring, "HT": self.autumn}
        return date(term.year, *own.get(term.part, _BEGINS[term.division][term.part]))

    def last_day(self, term: Term) -> date:
        """The last day that belongs to the term."""
        return self.first_day(term.next) - timedelta(days=1)

    def term_of(self, day: date) -> Term:
        """The term that a day belongs to."""
        term = Term(day.year, self.division.parts[-1])
        while self.first_day(term) > day:
            term = term.previous
        return term

    def counterpart(self, term: Term) -> Term:
        """The calendar's own term in which one of another division ends."""
        return self.term_of(self.last_day(term))
