"""Time as the project counts it: spring terms (VT) and autumn terms (HT)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

_SEASONS = {"vt": "VT", "vår": "VT", "våren": "VT", "vårterminen": "VT", "vårtermin": "VT",
            "ht": "HT", "höst": "HT", "hösten": "HT", "höstterminen": "HT", "hösttermin": "HT"}  # fmt: skip
_SEASON = "|".join(sorted(_SEASONS, key=len, reverse=True))
_FORMS = (
    re.compile(rf"(?P<season>{_SEASON})[\s_-]*(?P<year>\d{{4}}|\d{{2}})"),
    re.compile(rf"(?P<year>\d{{4}})[\s_-]*(?P<season>{_SEASON})"),
)


@total_ordering
@dataclass(frozen=True)
class Term:
    """A half-year: ``Term(2023, "HT")`` is the autumn term of 2023. Ordered in time."""

    year: int
    season: str

    def __post_init__(self) -> None:
        if self.season not in ("VT", "HT") or not 1900 <= self.year <= 2100:
            raise ValueError(f"no term: {self.year!r} {self.season!r}; wanted a year 1900-2100 and 'VT' or 'HT'")

    @classmethod
    def parse(cls, text: str | Term) -> Term:
        """Read what Swedes write: ``HT2023``, ``HT 2023``, ``ht23``, ``2023-HT``, ``hösten 2023``."""
        if isinstance(text, Term):
            return text
        folded = text.strip().lower().replace("o\u0308", "ö").replace("a\u030a", "å")
        for form in _FORMS:
            if found := form.fullmatch(folded):
                year = int(found["year"])
                return cls(year if year > 99 else 2000 + year, _SEASONS[found["season"]])
        raise ValueError(f"{text!r} is not a term; write it like HT2023 or VT2023")

    @classmethod
    def parse_or_none(cls, text: str) -> Term | None:
        """The term that ``parse`` reads; None if the text is no term."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @property
    def next(self) -> Term:
        """The term after this one."""
        return Term(self.year, "HT") if self.season == "VT" else Term(self.year + 1, "VT")

    @property
    def previous(self) -> Term:
        """The term before this one."""
        return Term(self.year, "VT") if self.season == "HT" else Term(self.year - 1, "HT")

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Term):
            return NotImplemented
        return (self.year, self.season == "HT") < (other.year, other.season == "HT")

    def __str__(self) -> str:
        return f"{self.season}{self.year}"


@dataclass(frozen=True)
class TermCalendar:
    """On which day of the year each term begins, as (month, day); a term ends the day before the other begins.

    A project that counts school terms may begin its autumn on 16 August: ``TermCalendar(autumn=(8, 16))``.
    """

    spring: tuple[int, int] = (1, 1)
    autumn: tuple[int, int] = (7, 1)

    def __post_init__(self) -> None:
        spring, autumn = date(2023, *self.spring), date(2023, *self.autumn)
        if spring >= autumn:
            raise ValueError(f"spring begins {spring:%d %b}, which is not before autumn, {autumn:%d %b}")

    def first_day(self, term: Term) -> date:
        """The day on which the term begins."""
        return date(term.year, *(self.spring if term.season == "VT" else self.autumn))

    def last_day(self, term: Term) -> date:
        """The last day that belongs to the term."""
        return self.first_day(term.next) - timedelta(days=1)

    def term_of(self, day: date) -> Term:
        """The term that a day belongs to."""
        for term in (Term(day.year, "HT"), Term(day.year, "VT")):
            if day >= self.first_day(term):
                return term
        return Term(day.year - 1, "HT")
