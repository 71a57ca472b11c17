"""Tables of the follow-up: goals, activities, money, risks, deviations, lessons, and own measurements by subgroup."""

from __future__ import annotations

from naravard import labels, measures, writing
from naravard.document import Block, Cell, Passage, Tone
from naravard.model import ActivityStatus, Attainment, Project
from naravard.model.naming import fold_key
from naravard.source_lines import table_source
from naravard.tables.declared import SAID, Declared
from naravard.tables.form import Form, cell, day, indicator, kronor, named, number, per_cent, word, words
from naravard.terms import Term
from naravard.writing import Row

_LEVEL_TONES: dict[str, Tone] = {
    Attainment.ACHIEVED: "good",
    Attainment.PARTLY: "neutral",
    Attainment.NOT_ACHIEVED: "bad",
}
_STATUS_TONES: dict[str, Tone] = {
    ActivityStatus.DONE: "good",
    ActivityStatus.ONGOING: "neutral",
    ActivityStatus.LATE: "bad",
}
_OPEN = {True: SAID["items"]["open"], False: SAID["items"]["closed"]}

LEVELS = Declared("goal_levels", {
    "kind": words(begin=True),
    **{str(level): number(labels.sentence(level)) for level in Attainment},
    "total": number(),
})  # fmt: skip


def goal_levels(project: Project, term: str) -> Block:
    """How many goals stand at each assessed level."""
    return LEVELS.known(measures.goal_counts.rows(project, term), "mal-per-bedomning")


def _level(row: Row, column: str) -> Cell:
    """The assessed level, and when a goal that is not due is measured."""
    level, tone = writing.word(row, column), _LEVEL_TONES.get(row[column], "muted")
    if not row["not_due"] or row["due"] is None:
        return Cell(level, tone=tone)
    return Cell(*writing.say(GOALS.said["cells"]["not_due"], row), tone=tone)


def _computed(row: Row, column: str) -> Cell:
    """The level that the indicators give, how many have reached their targets, and whether the assessment is another."""
    said = GOALS.said["cells"]
    if row[column] is None:
        return Cell(writing.absent(row, column, said["not_computed" if row["indicators"] else "no_indicators"]))
    return Cell(*writing.say(said["differs" if row["agrees"] is False else "computed"], row))


GOALS = Declared("goals", {
    "text": named(key="goal"),
    "level": Form(_level),
    "computed": Form(_computed),
    "attainment": per_cent(),
    "rationale": words(),
})  # fmt: skip


def goals(project: Project, term: str, kind: str) -> Block:
    """The goals of one kind, ``effektmål`` or ``projektmål``: assessed, and what the indicators say, side by side."""
    rows = [row for row in measures.goals.rows(project, term) if row["kind"] == kind]
    differs = any(row["agrees"] is False for row in rows)
    return GOALS.known(
        rows, fold_key(kind), kind=labels.sentence(kind), notes=[GOALS.said["notes"]["differs"]] if differs else [],
        source=table_source(project, term, "bedomningar", "matvarden", "malvarden"),
    )  # fmt: skip


def _titled(row: Row, column: str) -> Cell:
    """An indicator's id, name and unit."""
    return Cell(writing.word(row, column, f"{row['indicator']} {labels.titled(row[column], row['unit'])}"))


def _reached(row: Row, column: str) -> Cell:
    """Whether the target is reached, in words."""
    said = ATTAINMENT.said["cells"]
    if row[column] is None:
        return cell(writing.absent(row, column, said["unknown"]))
    reached = writing.word(row, column, said["reached" if row[column] else "not_reached"])
    return Cell(reached, tone="good" if row[column] else "")


ATTAINMENT = Declared("attainment", {
    "name": Form(_titled),
    "baseline": indicator(beside="baseline_period", empty=labels.DASH),
    "value": indicator(beside="period"),
    "target": indicator(beside="target_period", empty=labels.DASH),
    "attainment": per_cent(),
    "reached": Form(_reached),
})  # fmt: skip


def attainment(project: Project, term: str) -> Passage:
    """The indicators that have a target: from baseline, by the value, towards the target."""
    rows = [row for row in measures.indicators.rows(project, term) if measures.is_known(row["target"])]
    source = table_source(project, term, "indikatorer", "matvarden", "malvarden")
    return ATTAINMENT.if_any(rows, "maluppfyllelse", source=source)


ACTIVITIES = Declared("activities", {
    "name": named(key="activity"),
    "output_goal": words(),
    "status": word(tones=_STATUS_TONES),
    "end": day(),
    "actual_end": day(empty=labels.DASH),
    "slippage": number(unit=SAID["units"]["days"], signed=True),
    "budget": kronor(),
    "outcome": kronor(),
})  # fmt: skip


def activities(project: Project, term: str) -> Block:
    """The activities with their status, dates and money."""
    source = table_source(project, term, "aktiviteter")
    named = labels.term_words(project.calendar.division)
    return ACTIVITIES.known(measures.activities.rows(project, term), "aktiviteter", source=source, **named)


PARTICIPANTS = Declared("participants", {"name": named(key="activity"), "value": number(empty=None)})


def participants(project: Project, term: str) -> Passage:
    """How many took part in the activities, after disclosure control. There is no sum: it could give a suppressed count away."""
    known = {row["activity"]: row for row in measures.activities.rows(project, term)}
    names = {key: {"name": row["name"], "name_origin": row["origin"].of("name")} for key, row in known.items()}
    rows = [
        row | names[row["activity"]]
        for row in measures.participants.rows(project, term)
        if row["term"] == Term.parse(term) and row["status"] != "missing"
    ]
    return PARTICIPANTS.if_any(rows, "deltagare", source=table_source(project, term, "aktiviteter"))


ACTIVITY_COUNTS = Declared("activity_counts", {
    "by": words(empty=SAID["activity_counts"]["cells"]["unstated"], begin=True),
    **{str(status): number(labels.sentence(status)) for status in ActivityStatus},
    "total": number(),
})  # fmt: skip


def activity_counts(project: Project, term: str, by: str) -> Passage:
    """How many activities stand at each status; ``by`` as in ``measures.activity_counts``."""
    rows = measures.activity_counts.rows(project, term, by)
    said = ACTIVITY_COUNTS.said
    what, several = said["by"][by], by in ("themes", "target_groups", "actors")
    return ACTIVITY_COUNTS.if_any(
        rows if len(rows) > 1 else [], f"aktiviteter-{what}", by=what, by_heading=labels.sentence(what),
        notes=[said["notes"]["several"]] if several else [],
    )  # fmt: skip


def _funding(row: Row, column: str) -> Cell:
    name = f"{row['funding']} {row[column]}" if row["funding"] else MONEY.said["cells"]["total"]
    return Cell(writing.word(row, column, name))


MONEY = Declared("money", {
    "name": Form(_funding),
    "budget": kronor(),
    "outcome": kronor(),
    "deviation": kronor(signed=True, empty=labels.DASH),
    "deviation_share": per_cent(decimals=1, signed=True),
    "forecast": kronor(),
    "to_repay": kronor(empty=labels.DASH),
})  # fmt: skip


def money(project: Project, term: str) -> Block:
    """Budget, outcome, deviation and what is left, source by source, in kronor."""
    rows = measures.money.rows(project, term)
    halves = [
        row["funding"]
        for row in rows
        if row["funding"] and measures.is_known(row["budget"]) != measures.is_known(row["outcome"])
    ]
    left_out = MONEY.said["notes"]["left_out"].format(names=labels.listing(halves))
    notes = [left_out] if halves and not rows[-1]["funding"] else []
    return MONEY.known(rows, "medel", source=table_source(project, term, "medel"), notes=notes)


CONDITIONS = Declared("money_conditions", {
    "name": named(key="funding"),
    "condition": words(),
    "report_to": words(),
    "report_by": day(),
})  # fmt: skip


def money_conditions(project: Project, term: str) -> Passage:
    """What the money may be used for, and when it is to be reported, and to whom."""
    conditions = ("condition", "report_to", "report_by")
    rows = [
        row
        for row in measures.money.rows(project, term)
        if row["funding"] and any(row[name] is not None for name in conditions)
    ]
    return CONDITIONS.if_any(rows, "medel-villkor", source=table_source(project, term, "medel"))


def _risk_value(row: Row, column: str) -> Cell:
    factors = (" (", writing.number(row, "probability"), " × ", writing.number(row, "consequence"), ")")
    return Cell(writing.number(row, column), *factors)


RISKS = Declared("risks", {
    "text": named(key="risk"),
    "value": Form(_risk_value, align="end"),
    "previous_value": number(),
    "measure": words(),
    "owner": words(),
    "open": word(wordings=_OPEN),
})  # fmt: skip


def risks(project: Project, term: str) -> Block:
    """The risks, the greatest first."""
    source, named = table_source(project, term, "risker"), labels.term_words(project.calendar.division)
    return RISKS.known(measures.risks.rows(project, term), "risker", source=source, **named)


def _against(row: Row, column: str) -> Cell:
    """What a deviation is held against, and which activity or goal it is about."""
    concerns = (" ", writing.word(row, "concerns")) if row["concerns"] else ()
    return Cell(writing.word(row, column), *concerns)


DEVIATIONS = Declared("deviations", {
    "text": named(key="deviation"),
    "against": Form(_against),
    "cause": words(),
    "effect": words(),
    "measure": words(),
    "open": word(wordings=_OPEN),
})  # fmt: skip


def deviations(project: Project, term: str) -> Block:
    """What deviates from goal, time, budget or scope, with cause and measure."""
    source = table_source(project, term, "avvikelser")
    return DEVIATIONS.known(measures.deviations.rows(project, term), "avvikelser", source=source)


LESSONS = Declared("lessons", {
    "text": named(key="lesson"),
    "kind": words(begin=True),
    "basis": words(),
    "recommendation": words(),
})  # fmt: skip


def lessons(project: Project, term: str) -> Block:
    """What has been learnt, and what it leads to."""
    source = table_source(project, term, "lardomar")
    return LESSONS.known(measures.lessons.rows(project, term), "lardomar", source=source)


SUBGROUPS = Declared("subgroups", {
    "name": Form(lambda row, column: Cell(writing.word(row, column, f"{row['indicator']} {row['name']} ({row['unit']})"))),
    "subgroup": words(),
    "sex": words(),
    "value": indicator(),
})  # fmt: skip


def subgroups(project: Project, term: str) -> Passage:
    """The own measurements of the term that are split by unit or group, after disclosure control."""
    plan = {row["id"]: row for row in measures.records(project, "indikatorer")}
    named = {
        key: {"name_origin": row["origin"].of("name"), **{name: row[name] for name in ("name", "unit", "decimals")}}
        for key, row in plan.items()
    }
    rows = [
        row | named[row["indicator"]]
        for row in measures.own_values.rows(project, term)
        if row["term"] == Term.parse(term) and row["subgroup"]
    ]
    source = table_source(project, term, "matvarden")
    return SUBGROUPS.if_any(rows, "undergrupper", source=source, missing=labels.EXPLAINED["missing"])
