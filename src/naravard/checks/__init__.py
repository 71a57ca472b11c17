"""Promises between records: ids that are unique, references that lead somewhere, dates and amounts that make sense.

Each rule goes through the tables as they were read, broken rows too, and says what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from naravard.checks import amounts, dates, ids, measurements, persons, references, statuses
from naravard.model import Finding, Plan, Table

_RULES: tuple[Callable[[Sequence[Table], Plan | None], Iterator[Finding]], ...] = (
    ids.unique_ids,
    references.known_references,
    references.plan_citations,
    dates.terms_of_one_division,
    dates.ends_after_starts,
    dates.dates_near_the_project,
    amounts.plausible_amounts,
    amounts.steady_amounts,
    measurements.plausible_values,
    statuses.steady_statuses,
    amounts.outcomes_never_fall,
    persons.countable_persons,
)


def check(tables: Sequence[Table], plan: Plan | None = None) -> list[Finding]:
    """All findings between the records of a project. Without a plan, what depends on the project's time is not judged."""
    return [found for rule in _RULES for found in rule(tables, plan)]
