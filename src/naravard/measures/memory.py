"""A measure of a project and a term never changes, and several tables, figures and sentences ask for it: compute it once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import pandas as pd

from naravard.model import Project
from naravard.terms import Term

Measure = Callable[[Project, Term], pd.DataFrame]


def remembered(measure: Measure) -> Measure:
    """The measure, with its frames kept in the project. Each caller gets a copy of its own."""

    @wraps(measure)
    def from_memory(project: Project, term: Term) -> pd.DataFrame:
        key = (measure.__name__, term)
        if key not in project.memory:
            project.memory[key] = measure(project, term)
        frame: pd.DataFrame = project.memory[key]
        return frame.copy()

    return from_memory
