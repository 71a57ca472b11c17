"""Sentences about how the project stands: first page, changes, and the analyst's own texts (``words/sv/prose.toml``)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from naravard import labels, measures, writing
from naravard.document import Block, Heading, ItemList, Paragraph, Passage, Text, Value, spans
from naravard.model import ActivityStatus, Attainment, Project
from naravard.prose.project import (
    SAID,
    against_sentence,
    counted_forms,
    focus_sentence,
    lowered,
    missing_sentence,
    trends_sentence,
)
from naravard.writing import Row, joined, listing, say, word

HIGH_RISK = 15
"""A risk of this value or more is told of on the first page."""
ATTENTION = 3


def conclusion(project: Project, term: str) -> Paragraph:
    """The state in a sentence or two: what was delivered, and whether the goals are reached, kept apart."""
    levels = joined(_level_sentence(row) for row in measures.goal_counts.rows(project, term))
    return Paragraph.plain(joined([_delivered(project, term), levels or SAID["levels"]["none"]]), "strong")


def summary(project: Project, term: str) -> Passage:
    """The first page's points: focus, goals, money, indicators, decisions."""
    points = [
        focus_sentence(project, term),
        _differing_point(project, term),
        money_line(project, term),
        trends_sentence(project, term),
        against_sentence(project, term),
        _decision_point(project, term),
        missing_sentence(project, term),
    ]
    return Passage((ItemList.plain(points),))


def attention(project: Project, term: str) -> Passage:
    """The things that need the board's attention, at most three, the gravest first."""
    points = list(_attention(project, term))[:ATTENTION]
    none = Paragraph.plain(SAID["attention"]["none"])
    return Passage((ItemList.plain(points, ordered=True) if points else none,))


def money_line(project: Project, term: str) -> Text | str:
    """The money in one sentence."""
    said, row = SAID["money"], measures.money_in_all.row(project, term)
    if not row:
        return str(said["unknown" if measures.money.rows(project, term) else "none"])
    gap = "more" if row["deviation"] > 0 else "less" if row["deviation"] else "same"
    return say(said["used"], row, gap=say(said[gap], row))


def changes(project: Project, term: str) -> Passage:
    """What is not as it was when the term before was reported, in sentences."""
    said, subject = SAID["changes"], measures.subject.row(project, term)
    if subject["before"] is None:
        first = labels.term_words(project.calendar.division)["first_term"]
        return Passage((Paragraph.plain(said["first"].format(first_term=first)),))
    rows = measures.changes.rows(project, term)
    blocks: list[Block] = [Paragraph.plain(say(said["since" if rows else "nothing"], subject))]
    for kind, heading in said["headings"].items():
        of_kind = [row for row in rows if row["what"].startswith(kind)]
        if of_kind:
            sentences = [_change(row, measures.indicators.row(project, term, indicator=row["id"])) for row in of_kind]
            blocks += [Paragraph.plain(heading, "strong"), ItemList.plain(sentences)]
    return Passage(tuple(blocks))


def text(project: Project, term: str, heading: str) -> Passage:
    """What the analyst has written under a heading in the term's texter.md; a missing text is said to be missing."""
    report = project.term(term)
    if heading not in report.texts:
        missing = SAID["text"]["missing"].format(heading=heading, term=report.term)
        return Passage((writing.notice(heading, missing),))
    parts = report.texts[heading]
    return Passage(tuple(ItemList.plain(p) if isinstance(p, tuple) else Paragraph.plain(p) for p in parts))


def indicator_sheet(project: Project, term: str) -> Passage:
    """One sheet an indicator in use: definition, source, direction, values, target, and notes on quality and breaks."""
    both = zip(measures.indicators.rows(project, term), measures.indicator_definitions.rows(project, term), strict=True)
    return Passage(tuple(block for row, defined in both for block in _sheet(row, defined)))


def _sheet(row: Row, defined: Row) -> Iterator[Block]:
    said = SAID["sheet"]
    yield Heading(3, spans(say(said["titled" if row["indicator"] != row["kpi"] else "title"], row)))
    yield Paragraph.plain(word(defined, "definition", empty=labels.UNKNOWN))
    facts = [say(said["source" if defined["source"] else "own"], defined), say(said["unit"], row)]
    facts.append(say(said["value"], value=_with_period(row, "value", "period")))
    if measures.is_known(row["previous"]):
        facts.append(say(said["previous"], value=_with_period(row, "previous", "previous_period")))
    if measures.is_known(row["year_before"]):
        change = writing.number(row, "change_year", row["decimals"], signed=True)
        facts.append(say(said["year_before"], year=_quantity(row, "year_before"), change=change))
    if measures.is_known(row["target"]):
        facts.append(say(said["target"], value=_with_period(row, "target", "target_period")))
    if measures.is_known(row["county"]):
        facts.append(say(said["county"], row, mean=_quantity(row, "county")))
    facts += [say(said[name], defined) for name in ("replaces", "note") if defined[name]]
    yield ItemList.plain(facts)


def _with_period(row: Row, column: str, period: str) -> Text:
    """A value with the period it is for, or why there is none."""
    value = _quantity(row, column)
    when = say(SAID["sheet"]["period"], period=word(row, period)) if value.shown else ""
    return writing.with_status(value) + when


def _quantity(row: Row, column: str) -> Value:
    """A value with its unit as it is said after a number; steps and yes/no have none."""
    unit = "" if row["unit"] in SAID["sheet"]["unsaid_units"] else row["unit"]
    return writing.number(row, column, row["decimals"], unit=unit, with_unit=True)


def _delivered(project: Project, term: str) -> Text | str:
    said, row = SAID["delivered"], measures.activity_counts.rows(project, term)[-1]
    if not row["total"]:
        return str(said["none"])
    total = writing.counted(row, "total", *labels.NOUNS["activities"])
    done = writing.count(row, "genomförd", none=said["nothing"])
    return _with_rest(say(said["done"][row["genomförd"] > 1], total=total, done=done), counted_forms(row, said["rest"]))


def _level_sentence(row: Row) -> Text:
    """``Av fem effektmål är två uppnådda, ett delvis uppnått och ett ej uppnått; ett kan ännu inte bedömas.``"""
    said = SAID["levels"]
    total = writing.counted(row, "total", row["kind"], row["kind"], neuter=True)
    if row[str(Attainment.TOO_EARLY)] == row["total"] > 1:
        return say(said["too_early"], total=total)
    any_judged = any(row[level] for level in said["words"])
    rest = [
        say(forms[not any_judged], n=writing.count(row, level, neuter=True))
        for level, forms in said["rest"].items()
        if row[level]
    ]
    if not any_judged:
        return say(said["not_judged"], total=total, rest=listing(rest)) + "."
    judged = counted_forms(row, said["words"], str(Attainment.ACHIEVED), neuter=True, none=said["nothing"])
    return _with_rest(say(said["judged"], total=total, judged=listing(judged)), rest)


def _with_rest(said: Text, rest: list[Text]) -> Text:
    """A sentence with what there is beside it."""
    return said + ("; " + listing(rest) if rest else "") + "."


def _differing_point(project: Project, term: str) -> Text | str:
    goals = [word(row, "goal") for row in _differing(project, term)]
    return say(SAID["attention"]["differing_goals"], goals=listing(goals)) if goals else ""


def _differing(project: Project, term: str) -> list[Row]:
    """The goals whose assessment and indicators disagree."""
    return [row for row in measures.goals.rows(project, term) if row["agrees"] is False]


def _decision_point(project: Project, term: str) -> Text:
    said, subject = SAID["decisions"], measures.subject.row(project, term)
    row = measures.decision_counts.row(project, term)
    parts = [writing.counted(row, name, *said[name], neuter=True) for name in ("taken", "proposed") if row[name]]
    return say(said["decisions" if parts else "none"], subject, parts=listing(parts))


def _attention(project: Project, term: str) -> Iterator[Text]:
    """What needs attention, one of each kind before a second of any, the gravest kind first."""
    said = SAID["attention"]
    missed = [row for row in measures.goals.rows(project, term) if row["level"] == Attainment.NOT_ACHIEVED]
    overrun = [row for row in measures.money.rows(project, term) if row["funding"] and row["deviation"] > 0]
    known = measures.activities.rows(project, term)
    late = [row for row in known if row["status"] == ActivityStatus.LATE and row["slippage"] > 0]
    high = [row for row in measures.risks.rows(project, term) if row["open"] and row["value"] >= HIGH_RISK]
    kinds = (
        (say(said["missed_goal"], row, goes_on=_goes_on(row, "text")) for row in missed),
        (_overrun(row) for row in overrun),
        (_late(row) for row in sorted(late, key=lambda row: row["slippage"], reverse=True)),
        (say(said["differing_goal"], row) for row in _differing(project, term)),
        (say(said["risk"], row, goes_on=_goes_on(row, "text")) for row in high),
        (say(said["overdue"], row) for row in measures.assignments.rows(project, term) if row["overdue"]),
    )
    for of_each_kind in zip_longest(*kinds):
        yield from (sentence for sentence in of_each_kind if sentence)


def _overrun(row: Row) -> Text:
    share = writing.per_cent(row, "deviation_share", 1, signed=True)
    return say(SAID["attention"]["overrun_share" if share.shown else "overrun"], row, share=share)


def _late(row: Row) -> Text:
    slippage = writing.number(row, "slippage", unit=SAID["attention"]["days"])
    late = SAID["attention"]["late"][row["slippage"] != 1]
    return say(late, row, slippage=slippage, goes_on=_goes_on(row, "name"))


def _change(row: Row, indicator: Row) -> Text:
    """One change as a sentence; an indicator's own row has the words of its values."""
    said = SAID["changes"]["sentences"][row["what"]]
    if row["what"] != "indicator":
        return say(said, row)
    return say(
        said, row, trend=word(indicator, "trend", labels.TRENDS[indicator["trend"]]), unit=word(indicator, "unit"),
        was=writing.number(row, "before", indicator["decimals"]),
        now=writing.with_status(writing.number(row, "after", indicator["decimals"])),
    )  # fmt: skip


def _goes_on(row: Row, column: str) -> Value:
    """A text that goes on after a colon."""
    return word(row, column, lowered(str(row[column])))
