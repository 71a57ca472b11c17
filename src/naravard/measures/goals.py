"""The goals: how they are assessed, how far their indicators have come, and whether the two agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from naravard.measures.indicators import indicators
from naravard.measures.memory import Row, counted, counts_of, grouped, measure
from naravard.model import Assessment, Attainment, OutcomeGoal, OutputGoal, Project
from naravard.terms import Term

OUTCOME, OUTPUT = "effektmål", "projektmål"
_LEVELS = [str(level) for level in Attainment]


@measure(
    "goal", goal="", kind="", text="", themes="", target_groups="", owner="", due="", not_due="bool", level=Attainment,
    rationale="", indicators="int64", reached="int64", attainment="float64",
    computed=Attainment, agrees="", origin="", level_origin="", rationale_origin="", indicators_origin="", reached_origin="",
    attainment_origin="", computed_origin="",
)  # fmt: skip
def goals(project: Project, term: Term) -> Iterator[Row]:
    """The goals as assessed in the term, beside what their indicators say.

    One row: one goal, effektmål first, in the order of the plan. Columns: ``goal`` (id), ``kind`` (``effektmål``,
    ``projektmål``), ``text``, ``themes``, ``target_groups`` (tuples), ``owner``, ``due`` (the term in which an effektmål is
    measured, the day on which a projektmål is due; None if nothing is said), and

    - ``level``: the assessed level. An effektmål that is measured later than the term is ``kan ännu inte bedömas`` whatever
      has been written (``not_due`` is True), and never counts as not achieved; without an assessment ``bedömning saknas``.
    - ``rationale``: as reported.
    - ``indicators``: how many of the goal's indicators can be held against a target; ``reached``: how many have reached it.
      A goal is held against the last targets of its indicators: half-way targets say how fast it goes, not that it is reached.
    - ``attainment``: the unweighted mean of the shares of the way of those that have one (0 the baseline, 1 the last target).
    - ``computed``: the level that follows: ``uppnått`` if every such indicator has reached its last target, ``ej uppnått``
      if none has reached it nor moved towards it, else ``delvis uppnått``; None if there is none, or the goal is not due.
    - ``agrees``: whether ``level`` and ``computed`` are the same; None where one of them says nothing, and where one may be
      ``delvis uppnått`` and the other ``ej uppnått`` only because an indicator has no baseline to have moved from.
    """
    measured = [row for row in indicators.rows(project, term) if row["last_reached"] is not None]
    assessed = {a.goal: a for a in project.term(term).assessments}
    for kind, goal in _all(project):
        not_due = isinstance(goal, OutcomeGoal) and goal.measured_in is not None and goal.measured_in > term
        given = assessed.get(goal.id)
        level = _level(given, not_due)
        own = [row for row in measured if goal.id in row["goals"]]
        computed = None if not_due else _computed(own)
        shares = [row["last_attainment"] for row in own if not isnan(row["last_attainment"])]
        behind = {
            name: [row[f"last_{column}_origin"] for row in own]
            for name, column in (("indicators", "reached"), ("reached", "reached"), ("attainment", "attainment"))
        }
        assessment = (given.origin,) if given else (goal.origin,)
        yield {
            "goal": goal.id, "kind": kind, "text": goal.text, "themes": goal.themes, "target_groups": goal.target_groups,
            "owner": goal.owner, "due": goal.measured_in if isinstance(goal, OutcomeGoal) else goal.due,
            "not_due": not_due, "level": level,
            "rationale": given.rationale if given else None, "indicators": len(own),
            "reached": sum(bool(row["last_reached"]) for row in own),
            "attainment": sum(shares) / len(shares) if shares else None, "computed": computed,
            "agrees": _agrees(level, computed, own), "origin": (goal.origin,), "level_origin": assessment,
            "rationale_origin": assessment, "computed_origin": behind["attainment"],
            **{f"{name}_origin": rows for name, rows in behind.items()},
        }  # fmt: skip


@measure("kind", kind="", **counts_of(_LEVELS), total="int64", origin="")
def goal_counts(project: Project, term: Term) -> Iterator[Row]:
    """How many goals stand at each assessed level.

    One row: one kind of goal (``effektmål``, ``projektmål``) that the plan has. Columns: ``kind``, one
    for each level (``uppnått``, ``delvis uppnått``, ``ej uppnått``, ``kan ännu inte bedömas``, ``bedömning saknas``), ``total``.
    """
    for kind, rows in grouped(goals.rows(project, term), "kind").items():
        behind = [row["origin"] for row in rows]
        levels = counted(rows, "level", _LEVELS, "level_origin")
        yield {"kind": kind, "total": len(rows), "origin": behind, **levels}


def _all(project: Project) -> Iterator[tuple[str, OutcomeGoal | OutputGoal]]:
    yield from ((OUTCOME, goal) for goal in project.outcome_goals)
    yield from ((OUTPUT, goal) for goal in project.output_goals)


def _level(given: Assessment | None, not_due: bool) -> str:
    if not_due:
        return str(Attainment.TOO_EARLY)
    return str(given.attainment if given else Attainment.NOT_ASSESSED)


def _computed(measured: Sequence[Row]) -> str | None:
    """The level that a goal's indicators give; ``measured`` are those of them that can be held against a target."""
    if not measured:
        return None
    reached = [bool(row["last_reached"]) for row in measured]
    if all(reached):
        return str(Attainment.ACHIEVED)
    moved = any(reached) or any(row["moved"] is True for row in measured)
    return str(Attainment.PARTLY if moved else Attainment.NOT_ACHIEVED)


def _agrees(level: str, computed: str | None, measured: Sequence[Row]) -> bool | None:
    if computed is None or level in (Attainment.TOO_EARLY, Attainment.NOT_ASSESSED):
        return None
    unknown = any(row["moved"] is None for row in measured)
    if unknown and (computed, level) == (Attainment.NOT_ACHIEVED, Attainment.PARTLY):
        return None
    return level == computed
