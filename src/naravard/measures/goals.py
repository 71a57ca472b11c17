"""The goals: how they are assessed, how far their indicators have come, and whether the two agree."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from naravard.measures.indicators import indicators
from naravard.measures.memory import remembered
from naravard.model import Assessment, Attainment, OutcomeGoal, OutputGoal, Project
from naravard.terms import Term

OUTCOME, OUTPUT = "effektmål", "projektmål"
_COLUMNS = [
    "goal", "kind", "text", "theme", "target_group", "owner", "due", "not_due", "level", "previous_level", "rationale",
    "assessed_by", "assessed_on", "indicators", "reached", "attainment", "computed", "agrees",
]  # fmt: skip


@remembered
def goals(project: Project, term: Term) -> pd.DataFrame:
    """The goals as assessed in the term, beside what their indicators say.

    One row: one goal, effektmål first, in the order of the plan. Columns: ``goal`` (id), ``kind`` (``effektmål``,
    ``projektmål``), ``text``, ``theme``, ``target_group`` (tuples), ``owner``, ``due`` (the term in which an effektmål is
    measured, the day on which a projektmål is due; None if nothing is said), and

    - ``level``: the assessed level. An effektmål that is measured later than the term is ``kan ännu inte bedömas`` whatever
      has been written (``not_due`` is True), and never counts as not achieved; without an assessment ``bedömning saknas``.
    - ``previous_level``: that of the last term reported before; None if there is none. ``rationale``, ``assessed_by``,
      ``assessed_on``: as reported.
    - ``indicators``: how many of the goal's indicators can be held against a target; ``reached``: how many have reached it.
      A goal is held against the last targets of its indicators: half-way targets say how fast it goes, not that it is reached.
    - ``attainment``: the unweighted mean of the shares of the way of those that have one (0 the baseline, 1 the last target).
    - ``computed``: the level that follows: ``uppnått`` if every such indicator has reached its last target, ``ej uppnått``
      if none has reached it nor moved towards it, else ``delvis uppnått``; None if there is none, or the goal is not due.
    - ``agrees``: whether ``level`` and ``computed`` are the same; None where one of them says nothing, and where one may be
      ``delvis uppnått`` and the other ``ej uppnått`` only because an indicator has no baseline to have moved from.
    """
    frame = indicators(project, term)
    measured = frame[frame["last_reached"].notna()]
    assessed = {a.goal: a for a in project.term(term).assessments}
    before = _level_before(project, term)
    rows = []
    for kind, goal in _all(project):
        not_due = isinstance(goal, OutcomeGoal) and goal.measured_in is not None and goal.measured_in > term
        level = _level(assessed.get(goal.id), not_due)
        own = measured.loc[[goal.id in ids for ids in measured["goal"]]]
        computed = None if not_due else _computed(own)
        due = goal.measured_in if isinstance(goal, OutcomeGoal) else goal.due
        given = assessed.get(goal.id)
        said = [given.rationale, given.assessed_by, given.assessed_on] if given else [None, None, None]
        rows.append(
            [
                goal.id, kind, goal.text, goal.themes, goal.target_groups, goal.owner, due, not_due, level,
                before.get(goal.id), *said, len(own), int(own["last_reached"].astype(bool).sum()),
                own["last_attainment"].mean(), computed, _agrees(level, computed, own),
            ]
        )  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"attainment": "float64"})


def goal_counts(project: Project, term: Term) -> pd.DataFrame:
    """How many goals stand at each assessed level.

    One row: one kind of goal (``effektmål``, ``projektmål``) that the plan has. Columns: ``kind``, one for each level, ``total``.
    """
    frame = goals(project, term)
    levels = [str(level) for level in Attainment]
    rows = [
        [kind, *((group["level"] == level).sum() for level in levels), len(group)]
        for kind, group in frame.groupby("kind", sort=False)
    ]
    return pd.DataFrame(rows, columns=["kind", *levels, "total"])


def _all(project: Project) -> Iterator[tuple[str, OutcomeGoal | OutputGoal]]:
    yield from ((OUTCOME, goal) for goal in project.outcome_goals)
    yield from ((OUTPUT, goal) for goal in project.output_goals)


def _level(given: Assessment | None, not_due: bool) -> str:
    if not_due:
        return str(Attainment.TOO_EARLY)
    return str(given.attainment if given else Attainment.NOT_ASSESSED)


def _level_before(project: Project, term: Term) -> dict[str, str]:
    """The levels of the last term reported before this one."""
    earlier = [report for report in project.until(term) if report.term < term]
    return {row["goal"]: row["level"] for row in goals(project, earlier[-1].term).to_dict("records")} if earlier else {}


def _computed(measured: pd.DataFrame) -> str | None:
    """The level that a goal's indicators give; ``measured`` are those of them that can be held against a target."""
    if measured.empty:
        return None
    reached = measured["last_reached"].astype(bool)
    if reached.all():
        return str(Attainment.ACHIEVED)
    moved = reached.any() or any(moved is True for moved in measured["moved"])
    return str(Attainment.PARTLY if moved else Attainment.NOT_ACHIEVED)


def _agrees(level: str, computed: str | None, measured: pd.DataFrame) -> bool | None:
    if computed is None or level in (Attainment.TOO_EARLY, Attainment.NOT_ASSESSED):
        return None
    unknown = any(moved is None for moved in measured["moved"])
    if unknown and (computed, level) == (Attainment.NOT_ACHIEVED, Attainment.PARTLY):
        return None
    return level == computed
