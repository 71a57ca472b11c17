"""Sentences about how the project stands: first page, changes, and the analyst's own texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from naravard import labels, measures, writing
from naravard.document import Block, Heading, ItemList, Notice, Paragraph, Passage, Text, Value, spans
from naravard.model import Attainment, Project
from naravard.prose.project import against_sentence, focus_sentence, lowered, missing_sentence, trends_sentence
from naravard.writing import Row, joined, listing, say, word, words

HIGH_RISK = 15
"""A risk of this value or more is told of on the first page."""
ATTENTION = 3
_STATUS_WORDS = {
    "pågår": ("pågår", "pågår"),
    "försenad": ("är försenad", "är försenade"),
    "ej påbörjad": ("är ej påbörjad", "är ej påbörjade"),
    "avförd": ("är avförd", "är avförda"),
}
_JUDGED = [str(level) for level in (Attainment.ACHIEVED, Attainment.PARTLY, Attainment.NOT_ACHIEVED)]
_NOT_JUDGED = {
    str(Attainment.TOO_EARLY): ("{n} kan ännu inte bedömas", "kan {n} ännu inte bedömas"),
    str(Attainment.NOT_ASSESSED): ("{n} saknar bedömning", "saknar {n} bedömning"),
}
"""How it is said that goals have no level: by itself, and after an opening phrase, where Swedish has the verb first."""
_CHANGED = {"goal": "Mål", "activity": "Aktiviteter", "indicator": "Indikatorer", "money": "Medel", "risk": "Risker"}
_CHANGES: dict[str, tuple[Callable[[Row, str], Value], str]] = {
    "activity added": (word, "Ny aktivitet: {id} {name} ({after})."),
    "activity gone": (word, "Aktiviteten {id} {name} redovisas inte längre (var {before})."),
    "activity status": (word, "Aktiviteten {id} {name} gick från {before} till {after}."),
    "activity end": (
        writing.day,
        "Aktiviteten {id} {name} har fått nytt planerat slut: {after} i stället för {before}.",
    ),
    "goal level": (word, "Målet {id} gick från {before} till {after}."),
    "money outcome": (writing.kronor, "{id} {name}: utfallet ändrades från {before} till {after}."),
    "money forecast": (writing.kronor, "{id} {name}: prognosen ändrades från {before} till {after}."),
    "risk value": (writing.number, "Risken {id} gick från värdet {before} till {after}."),
    "risk closed": (writing.number, "Risken {id} är stängd."),
}
"""How the values of each kind of change are written, and its sentence."""


def conclusion(project: Project, term: str) -> Paragraph:
    """The state in a sentence or two: what was delivered, and whether the goals are reached, kept apart."""
    levels = joined(_level_sentence(row) for row in measures.goal_counts.rows(project, term))
    unknown = "Underlaget saknar mål, så det går inte att säga om de är uppnådda."
    return Paragraph.plain(joined([_delivered(project, term), levels or unknown]), "strong")


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
    return Passage((ItemList.plain(point for point in points if point),))


def attention(project: Project, term: str) -> Passage:
    """The things that need the board's attention, at most three, the gravest first."""
    points = list(_attention(project, term))[:ATTENTION]
    if not points:
        return Passage((Paragraph.plain("Underlaget pekar inte ut något som kräver särskild uppmärksamhet."),))
    return Passage((ItemList.plain(points, ordered=True),))


def money_line(project: Project, term: str) -> Text | str:
    """The money in one sentence."""
    known = measures.money_in_all.rows(project, term)
    if not known:
        reported = measures.money.rows(project, term)
        return "Uppgift om budget och utfall saknas i underlaget." if reported else "Underlaget saknar medel."
    (row,) = known
    more = "mer" if row["deviation"] > 0 else "mindre"
    gap = say("{distance} {more} än", distance=writing.kronor(row, "distance"), more=more)
    return say(
        "Av budgeten på {budget} är {outcome} använda: {gap} budget.", budget=writing.kronor(row, "budget"),
        outcome=writing.kronor(row, "outcome"), gap=gap if row["deviation"] else "lika mycket som",
    )  # fmt: skip


def changes(project: Project, term: str) -> Passage:
    """What is not as it was when the term before was reported, in sentences."""
    (subject,) = measures.subject.rows(project, term)
    if subject["before"] is None:
        first = labels.term_words(project.calendar.division)["first_term"]
        return Passage((Paragraph.plain(f"Detta är {first}. Det finns inget att jämföra med."),))
    before = writing.term(subject, "before")
    rows = measures.changes.rows(project, term)
    if not rows:
        return Passage((Paragraph.plain(say("Inget som redovisas har ändrats sedan {before}.", before=before)),))
    indicators = {row["indicator"]: row for row in measures.indicators.rows(project, term)}
    blocks: list[Block] = [Paragraph.plain(say("Detta har ändrats sedan {before}.", before=before))]
    for kind, heading in _CHANGED.items():
        of_kind = [row for row in rows if row["what"].startswith(kind)]
        if of_kind:
            said = [_change(row, indicators.get(row["id"])) for row in of_kind]
            blocks += [Paragraph.plain(heading, "strong"), ItemList.plain(said)]
    return Passage(tuple(blocks))


def text(project: Project, term: str, heading: str) -> Passage:
    """What the analyst has written under a heading in the term's texter.md; a missing text is said to be missing."""
    report = project.term(term)
    if heading not in report.texts:
        where = f"Skriv den under rubriken {heading} i {report.term}/texter.md."
        return Passage((Notice(f"{heading}:", f"texten saknas i underlaget. {where}", "muted"),))
    blocks: list[Block] = []
    for part in report.texts[heading]:
        blocks.append(ItemList.plain(part) if isinstance(part, tuple) else Paragraph.plain(part))
    return Passage(tuple(blocks))


def indicator_sheet(project: Project, term: str) -> Passage:
    """One sheet an indicator in use: definition, source, direction, values, target, and notes on quality and breaks."""
    both = zip(measures.indicators.rows(project, term), measures.indicator_definitions.rows(project, term), strict=True)
    return Passage(tuple(block for row, defined in both for block in _sheet(row, defined)))


def _sheet(row: Row, defined: Row) -> Iterator[Block]:
    titled = "{indicator} {name}" if row["indicator"] != row["kpi"] else "{name}"
    yield Heading(3, spans(say(titled, **words(row, "indicator", "name"))))
    yield Paragraph.plain(Text((word(defined, "definition", empty=labels.UNKNOWN),)))
    kpi = say("{source}, {kpi}", **words(defined, "source", "kpi"))
    facts = [
        say("Källa: {source}.", source=kpi if defined["source"] else "egen mätning"),
        say("Enhet: {unit}. Riktning: {direction}.", **words(row, "unit", "direction")),
        say("Senaste värde: {value}.", value=_with_period(row, "value", "period")),
    ]
    if measures.is_known(row["previous"]):
        facts.append(say("Tidigare värde: {value}.", value=_with_period(row, "previous", "previous_period")))
    if measures.is_known(row["year_before"]):
        change = writing.number(row, "change_year", row["decimals"], signed=True)
        year = _quantity(row, "year_before")
        facts.append(say("Ett år tidigare: {year}. Förändring: {change}.", year=year, change=change))
    if measures.is_known(row["target"]):
        facts.append(say("Målvärde: {value}.", value=_with_period(row, "target", "target_period")))
    if measures.is_known(row["county"]):
        counts = {name: writing.number(row, name) for name in ("county_count", "county_members")}
        told = "Länets kommuner: {mean} i medelvärde, {county_count} av {county_members} kommuner."
        facts.append(say(told, mean=_quantity(row, "county"), **counts))
    if defined["replaces"]:
        told = "Ersätter {replaces}: värden före och efter bytet kan inte jämföras."
        facts.append(say(told, replaces=word(defined, "replaces")))
    if defined["note"]:
        facts.append(say("Anmärkning: {note}", note=word(defined, "note")))
    yield ItemList.plain(facts)


def _with_period(row: Row, column: str, period: str) -> Text:
    """A value with the period it is for, or why there is none."""
    value = _quantity(row, column)
    return writing.told(value) + (say(" ({period})", period=word(row, period)) if value.shown else "")


def _quantity(row: Row, column: str) -> Value:
    """A value with its unit as it is said after a number; steps and yes/no have none."""
    unit = "" if row["unit"] in ("steg", "svar", "ja/nej") else row["unit"]
    return writing.number(row, column, row["decimals"], unit=unit, with_unit=True)


def _delivered(project: Project, term: str) -> Text | str:
    row = measures.activity_counts.rows(project, term, "output_goal")[-1]
    if not row["total"]:
        return "Underlaget saknar aktiviteter, så det framgår inte vad som har genomförts."
    rest = [
        say("{n} {status}", n=writing.count(row, status), status=words[row[status] > 1])
        for status, words in _STATUS_WORDS.items()
        if row[status]
    ]
    said = say(
        "Av {total} är {done} {verb}",
        total=writing.counted(row, "total", "aktivitet", "aktiviteter"),
        done=writing.count(row, "genomförd", none="ingen"),
        verb="genomförda" if row["genomförd"] > 1 else "genomförd",
    )
    return say("{said}; {rest}.", said=said, rest=listing(rest)) if rest else said + "."


def _level_sentence(row: Row) -> Text:
    """``Av fem effektmål är två uppnådda, ett delvis uppnått och ett ej uppnått; ett kan ännu inte bedömas.``"""
    total = writing.counted(row, "total", row["kind"], row["kind"], neuter=True)
    if row[str(Attainment.TOO_EARLY)] == row["total"] > 1:
        return say("Inget av {total} kan bedömas ännu.", total=total)
    levels = [level for level in _JUDGED if row[level]]
    rest = [
        say(forms[not levels], n=writing.count(row, level, neuter=True))
        for level, forms in _NOT_JUDGED.items()
        if row[level]
    ]
    if not levels:
        return say("Av {total} {rest}.", total=total, rest=listing(rest))
    judged = [
        say(
            "{n} {level}",
            n=writing.count(row, level, neuter=True, none="inget"),
            level=level.replace("uppnått", "uppnådda") if row[level] > 1 else level,
        )
        for level in dict.fromkeys((_JUDGED[0], *levels))
    ]
    said = say("Av {total} är {judged}", total=total, judged=listing(judged))
    return say("{said}; {rest}.", said=said, rest=listing(rest)) if rest else said + "."


def _differing_point(project: Project, term: str) -> Text | str:
    goals = [word(row, "goal") for row in _differing(project, term)]
    said = "Bedömningen och indikatorerna säger inte samma om {goals}."
    return say(said, goals=listing(goals)) if goals else ""


def _differing(project: Project, term: str) -> list[Row]:
    """The goals whose assessment and indicators disagree."""
    return [row for row in measures.goals.rows(project, term) if row["agrees"] is False]


def _decision_point(project: Project, term: str) -> Text:
    (row,) = measures.decision_counts.rows(project, term)
    when = writing.term(measures.subject.rows(project, term)[0], "term")
    taken = writing.counted(row, "taken", "fattat beslut", "fattade beslut", neuter=True)
    proposed = writing.counted(row, "proposed", "förslag", "förslag", neuter=True) + " till beslut"
    parts = [part for name, part in (("taken", taken), ("proposed", proposed)) if row[name]]
    if not parts:
        return say("Inga beslut är redovisade för {term}.", term=when)
    return say("För {term} redovisas {parts}.", term=when, parts=listing(parts))


def _attention(project: Project, term: str) -> Iterator[Text]:
    """What needs attention, one of each kind before a second of any, the gravest kind first."""
    kinds = (_missed_goals, _overrun_money, _late_activities, _differing_goals, _high_risks, _overdue_assignments)
    for of_each_kind in zip_longest(*(kind(project, term) for kind in kinds)):
        yield from (sentence for sentence in of_each_kind if sentence)


def _missed_goals(project: Project, term: str) -> Iterator[Text]:
    for row in measures.goals.rows(project, term):
        if row["level"] == Attainment.NOT_ACHIEVED:
            yield say("Målet {goal} är ej uppnått: {text}", goal=word(row, "goal"), text=_goes_on(row, "text"))


def _differing_goals(project: Project, term: str) -> Iterator[Text]:
    for row in _differing(project, term):
        said = "Målet {goal} är bedömt som {level}, men indikatorerna säger {computed}."
        yield say(said, **words(row, "goal", "level", "computed"))


def _overrun_money(project: Project, term: str) -> Iterator[Text]:
    for row in measures.money.rows(project, term):
        if row["funding"] and row["deviation"] > 0:
            share = writing.per_cent(row, "deviation_share", 1, signed=True)
            said = "{name} överskrider budgeten med {deviation}" + (" ({share})." if share.shown else ".")
            yield say(said, name=word(row, "name"), deviation=writing.kronor(row, "deviation"), share=share)


def _late_activities(project: Project, term: str) -> Iterator[Text]:
    late = [
        row for row in measures.activities.rows(project, term) if row["status"] == "försenad" and row["slippage"] > 0
    ]
    for row in sorted(late, key=lambda row: row["slippage"], reverse=True):
        slippage = writing.number(row, "slippage", unit="dagar")
        said = "Aktiviteten {activity} är {slippage} " + ("dag" if row["slippage"] == 1 else "dagar") + " sen: {name}."
        yield say(said, activity=word(row, "activity"), slippage=slippage, name=_goes_on(row, "name"))


def _high_risks(project: Project, term: str) -> Iterator[Text]:
    for row in measures.risks.rows(project, term):
        if row["open"] and row["value"] >= HIGH_RISK:
            numbers = {name: writing.number(row, name) for name in ("value", "highest")}
            said = "Risken {risk} har värdet {value} av {highest}: {text}"
            yield say(said, risk=word(row, "risk"), text=_goes_on(row, "text"), **numbers)


def _overdue_assignments(project: Project, term: str) -> Iterator[Text]:
    for row in measures.assignments.rows(project, term):
        if row["overdue"]:
            named = word(row, "assignment")
            yield say("Uppdraget {named} skulle ha varit klart {due}.", named=named, due=writing.day(row, "due"))


def _change(row: Row, indicator: Row | None) -> Text:
    """One change as a sentence; an indicator's own row has the words of its values."""
    if indicator and row["what"] == "indicator":
        return say(
            "{name} har blivit {trend}: från {before} till {after} ({unit}).",
            name=word(row, "name"), trend=word(indicator, "trend", labels.TRENDS[indicator["trend"]]),
            before=writing.number(row, "before", indicator["decimals"]),
            after=writing.told(writing.number(row, "after", indicator["decimals"])), unit=word(indicator, "unit"),
        )  # fmt: skip
    write, sentence = _CHANGES[row["what"]]
    return say(sentence, before=write(row, "before"), after=write(row, "after"), **words(row, "id", "name"))


def _goes_on(row: Row, column: str) -> Value:
    """A text that goes on after a colon."""
    return word(row, column, lowered(str(row[column])))
