"""A measure of a project and a term never changes, and several tables, figures and sentences ask for it: compute it once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import update_wrapper
from math import nan
from typing import TYPE_CHECKING, Any, TypeVar

from naravard.document import Origin
from naravard.model import Project
from naravard.terms import Term

if TYPE_CHECKING:  # a paper is made of rows; pandas is for those who ask for a frame
    import pandas as pd

Row = dict[str, Any]
_Row = TypeVar("_Row", bound=Mapping[str, Any])
Type = str | type[StrEnum]
_DAY = "datetime64[s]"


class Measure:
    """A measure, kept in the project once it is computed. Called, it gives a tidy frame, to each caller a copy of its own.

    The term may be text, as in ``measures.activities(project, "HT2023")``.

    ``rows`` gives the same as mappings, which is many times as fast where a paper asks for single rows of small frames over
    and over; days are ``date`` there, and in the frame ``datetime64``. ``key`` are the columns that tell a row from the others.

    A column ``origin`` tells of each row, and ``budget_origin`` of its value in ``budget``, which rows of the data it comes
    from: an ``Origin``. What computes the measure gives the rows, or what makes them.
    """

    def __init__(self, compute: Callable[..., Iterable[Row]], key: Sequence[str], types: dict[str, Type]) -> None:
        update_wrapper(self, compute)
        self.name, self.key, self._compute = compute.__name__, tuple(key), compute
        self._types = {name: types[name] for name in sorted(types, key=lambda name: name.endswith("origin"))}
        self._nothing = dict.fromkeys(types)
        self._numbers = [name for name, type_ in types.items() if type_ == "float64"]
        self._origins = [name for name in types if name.endswith("origin")]
        self.columns = [
            name for name in types if name not in self._origins and not name.endswith(("_status", "_below"))
        ]

    def __call__(self, project: Project, term: Term | str, *given: str) -> pd.DataFrame:
        """The measure as a frame."""
        import pandas as pd

        frame = pd.DataFrame(self.rows(project, term, *given), columns=list(self._types))
        return frame.astype({name: _dtype(type_) for name, type_ in self._types.items() if type_})

    def rows(self, project: Project, term: Term | str, *given: str) -> Sequence[Row]:
        """The measure's rows, as mappings from column to value. They are shared: read them only."""
        term = Term.parse(term)
        kept = (self.name, term, *given)
        if kept not in project.memory:
            project.memory[kept] = [self._whole(row) for row in self._compute(project, term, *given)]
        rows: list[Row] = project.memory[kept]
        return rows

    def row(self, project: Project, term: Term | str, **wanted: object) -> Row:
        """The first of the rows that holds what is wanted in the columns of these names; an empty one if none does."""
        return next((row for row in self.rows(project, term) if wanted.items() <= row.items()), {})

    def _whole(self, row: Row) -> Row:
        """The row with all its columns in order, NaN where there is no number, and its origins told of this measure."""
        whole = self._nothing | row
        if len(whole) != len(self._types):
            raise ValueError(f"the measure {self.name} does not declare {', '.join(row.keys() - self._types.keys())}")
        for name in self._numbers:
            if whole[name] is None:
                whole[name] = nan
        key = " ".join(str(whole[name]) for name in self.key if whole[name] not in ("", None))
        for name in self._origins:
            whole[name] = Origin(self.name, key, rows=whole[name] or ())
        return whole


def grouped(rows: Iterable[_Row], column: str) -> dict[Any, list[_Row]]:
    """The rows with each value in a column, by that value, in the order of the first of each."""
    found: dict[Any, list[_Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def counted(rows: Iterable[Row], column: str, words: Iterable[str], origin: str = "origin") -> Row:
    """How many rows hold each of the words in a column, and from which of their ``origin`` columns each count comes."""
    by_word = grouped(rows, column)
    made: Row = {}
    for word in words:
        there = by_word.get(word, [])
        made |= {word: len(there), f"{word}_origin": [row[origin] for row in there]}
    return made


def counts_of(words: Iterable[str]) -> dict[str, Type]:
    """The columns that ``counted`` gives."""
    return {name: type_ for word in words for name, type_ in ((word, "int64"), (f"{word}_origin", ""))}


def measure(*key: str, **types: Type) -> Callable[[Callable[..., Iterable[Row]]], Measure]:
    """The measure that a function computes row by row; ``types`` are the columns in order, each with pandas' type or ''.

    A column of words from a list has the list as its type, and is a category in the frame.
    """
    return lambda compute: Measure(compute, key, types)


def _dtype(type_: Type) -> Any:
    import pandas as pd

    if type_ == "day":
        return _DAY
    return type_ if isinstance(type_, str) else pd.CategoricalDtype([str(word) for word in type_])
