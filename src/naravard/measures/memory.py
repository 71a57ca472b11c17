"""A measure of a project and a term never changes, and several tables, figures and sentences ask for it: compute it once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import update_wrapper
from math import nan
from typing import Any

import pandas as pd

from naravard.model import Project
from naravard.terms import Term

Row = dict[str, Any]


class Measure:
    """A measure, kept in the project once it is computed. Called, it gives a tidy frame, to each caller a copy of its own.

    The term may be text, as in ``measures.activities(project, "HT2023")``.

    ``rows`` gives the same as mappings, which is many times as fast where a paper asks for single rows of small frames over
    and over. ``types`` are the columns of a measure that is computed as rows; None of one that is computed as a frame.
    """

    def __init__(self, compute: Callable[[Project, Term], Any], types: dict[str, str] | None) -> None:
        update_wrapper(self, compute)
        self._name, self._compute, self._types = compute.__name__, compute, types

    def __call__(self, project: Project, term: Term | str) -> pd.DataFrame:
        """The measure as a frame."""
        kept, term = project.memory, Term.parse(term)
        if (self._name, term) not in kept:
            if self._types is None:
                kept[self._name, term] = self._compute(project, term)
            else:
                made = pd.DataFrame(self._given(project, term), columns=list(self._types))
                kept[self._name, term] = made.astype({name: type_ for name, type_ in self._types.items() if type_})
        frame: pd.DataFrame = kept[self._name, term]
        return frame.copy()

    def rows(self, project: Project, term: Term | str) -> Sequence[Row]:
        """The measure's rows, as mappings from column to value. They are shared: read them only."""
        term = Term.parse(term)
        key = (self._name, term, "rows")
        if key not in project.memory:
            if self._types is None:
                project.memory[key] = self(project, term).to_dict("records")
            else:
                numbers = [name for name, type_ in self._types.items() if type_ == "float64"]
                found = [dict(zip(self._types, row, strict=True)) for row in self._given(project, term)]
                for row in found:
                    row.update((name, nan) for name in numbers if row[name] is None)
                project.memory[key] = found
        rows: list[Row] = project.memory[key]
        return rows

    def _given(self, project: Project, term: Term) -> list[Sequence[object]]:
        key = (self._name, term, "given")
        if key not in project.memory:
            project.memory[key] = list(self._compute(project, term))
        given: list[Sequence[object]] = project.memory[key]
        return given


def remembered(compute: Callable[[Project, Term], pd.DataFrame]) -> Measure:
    """The measure that a function computes as a frame."""
    return Measure(compute, None)


def tidy(**types: str) -> Callable[[Callable[[Project, Term], Iterable[Sequence[object]]]], Measure]:
    """The measure that a function computes row by row; ``types`` are the columns in order, each with pandas' type or ''."""
    return lambda compute: Measure(compute, types)
