"""Sentences about how the project stands: first page, changes, and the analyst's own texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pandas as pd

from naravard import labels, measures
from naravard.document import Block, Heading, ItemList, Notice, Paragraph, Passage, Span
from naravard.model import Attainment, Project
from naravard.prose.project import against_sentence, focus_sentence, missing_sentence, trends_sentence
from naravard.terms import Term

HIGH_RISK = 15
"""A risk of this value or more (of 25) is told of on the first page."""
ATTENTION = 3
_CHANGED = {"goal": "Mål", "activity": "Aktiviteter", "indicator": "Indikatorer", "money": "Medel", "risk": "Risker"}
_STATUS_WORDS = {
    "pågår": ("pågår", "pågår"),
    "försenad": ("är försenad", "är försenade"),
    "ej påbörjad": ("är ej påbörjad", "är ej påbörjade"),
    "avförd": ("är avförd", "är avförda"),
}


def conclusion(project: Project, term: str) -> Paragraph:
    """The state in a sentence or two: what was delivered, and whether the goals are reached, kept apart."""
    when = Term.parse(term)
    text = f"{_delivered(project, when)} {_reached(project, when)}"
    return Paragraph((Span(text, "strong"),))


def summary(project: Project, term: str) -> Passage:
    """The first page's points: focus, goals, money, indicators, decisions."""
    when = Term.parse(term)
    frame = measures.indicators(project, when)
    points = [
        focus_sentence(project, when),
        *_goal_points(project, when),
        money_line(project, when),
        trends_sentence(project, when),
        against_sentence(frame),
        _decision_point(project, when),
        missing_sentence(project, when),
    ]
    return Passage((ItemList.plain(point for point in points if point),))


def attention(project: Project, term: str) -> Passage:
    """The things that need the board's attention, at most three, the gravest first."""
    points = list(_attention(project, Term.parse(term)))[:ATTENTION]
    if not points:
        return Passage((Paragraph.plain("Underlaget pekar inte ut något som kräver särskild uppmärksamhet."),))
    return Passage((ItemList.plain(points, ordered=True),))


def money_line(project: Project, term: Term) -> str:
    """The money in one sentence."""
    frame = measures.money(project, term)
    known = frame[frame["funding"].ne("") & frame["outcome"].notna() & frame["budget"].notna()]
    if known.empty:
        return "Uppgift om budget och utfall saknas i underlaget." if len(frame) else "Underlaget saknar medel."
    budget, outcome = known["budget"].sum(), known["outcome"].sum()
    kept = outcome <= budget
    gap = (
        f"{_kronor(abs(outcome - budget))} {'mindre' if kept else 'mer'} än" if outcome != budget else "lika mycket som"
    )
    return f"Av budgeten på {_kronor(budget)} är {_kronor(outcome)} använda: {gap} budget."


def changes(project: Project, term: str) -> Passage:
    """What is not as it was when the term before was reported, in sentences."""
    when = Term.parse(term)
    before = measures.last_reported(project, when)
    if before is None:
        return Passage((Paragraph.plain("Detta är den första redovisade terminen. Det finns inget att jämföra med."),))
    known = measures.indicators(project, when).set_index("indicator")
    frame = measures.changes(project, when)
    if frame.empty:
        return Passage((Paragraph.plain(f"Inget som redovisas har ändrats sedan {labels.term_name(before)}."),))
    blocks: list[Block] = [Paragraph.plain(f"Detta har ändrats sedan {labels.term_name(before)}.")]
    for kind, word in _CHANGED.items():
        of_kind = frame[frame["what"].str.startswith(kind)]
        if len(of_kind):
            said = [_change(row, known) for row in of_kind.to_dict("records")]
            blocks += [Paragraph((Span(word, "strong"),)), ItemList.plain(said)]
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
    when = Term.parse(term)
    frame = measures.indicators(project, when)
    blocks: list[Block] = []
    for row in frame.to_dict("records"):
        blocks += _sheet(project, row)  # type: ignore[arg-type]
    return Passage(tuple(blocks))


def _sheet(project: Project, row: dict[str, Any]) -> Iterator[Block]:
    indicator = measures.indicator_of(project, row["indicator"])
    figures = project.key_figures
    kpi = figures.names.get(indicator.kpi) if figures and indicator.kpi else None
    yield Heading(3, (Span(f"{indicator.id} {indicator.name}" if indicator.id != indicator.kpi else indicator.name),))
    definition = indicator.definition or (kpi.description.strip() if kpi else None) or labels.UNKNOWN
    yield Paragraph.plain(definition)
    source = f"{figures.source}, {indicator.kpi}" if figures and indicator.kpi else "egen mätning"
    facts = [
        f"Källa: {source}.",
        f"Enhet: {indicator.unit}. Riktning: {indicator.direction}.",
        f"Senaste värde: {_value(row, 'value') if pd.notna(row['value']) else labels.STATUSES[row['status']].format(below=5)}.",
    ]
    if pd.notna(row["previous"]):
        facts.append(f"Tidigare värde: {_value(row, 'previous')}.")
    if pd.notna(row["year_before"]):
        year = labels.quantity(row["year_before"], _unit(row), row["decimals"])
        facts.append(f"Ett år tidigare: {year}. Förändring: {labels.change(row['change_year'], row['decimals'])}.")
    if pd.notna(row["target"]):
        facts.append(f"Målvärde: {_value(row, 'target')}.")
    if pd.notna(row["county"]):
        mean = labels.quantity(row["county"], row["unit"], row["decimals"])
        facts.append(
            f"Länets kommuner: {mean} i medelvärde, {row['county_count']} av {row['county_members']} kommuner."
        )
    if indicator.replaces:
        facts.append(f"Ersätter {indicator.replaces}: värden före och efter bytet kan inte jämföras.")
    if indicator.note:
        facts.append(f"Anmärkning: {indicator.note}")
    yield ItemList.plain(facts)


def _value(row: dict[str, Any], name: str) -> str:
    period = row[{"value": "period", "previous": "previous_period", "target": "target_period"}[name]]
    return f"{labels.quantity(row[name], _unit(row), row['decimals'])} ({period})"


def _unit(row: dict[str, Any]) -> str:
    """The unit as it is said after a number; steps and yes/no have none."""
    return "" if row["unit"] in ("steg", "svar", "ja/nej") else row["unit"]


def _delivered(project: Project, term: Term) -> str:
    frame = measures.activities(project, term)
    if frame.empty:
        return "Underlaget saknar aktiviteter, så det framgår inte vad som har genomförts."
    counts = {str(status): int(count) for status, count in frame["status"].value_counts().items()}
    done = counts.get("genomförd", 0)
    rest = [
        f"{labels.count_word(count)} {_STATUS_WORDS[status][count > 1]}"
        for status in ("pågår", "försenad", "ej påbörjad", "avförd")
        if (count := counts.get(status, 0))
    ]
    start = (
        f"Av {labels.counted(len(frame), 'aktivitet', 'aktiviteter')} är {labels.count_word(done) if done else 'ingen'}"
    )
    start += " genomförda" if done > 1 else " genomförd"
    return f"{start}; {labels.listing(rest)}." if rest else f"{start}."


def _reached(project: Project, term: Term) -> str:
    frame = measures.goals(project, term)
    if frame.empty:
        return "Underlaget saknar mål, så det går inte att säga om de är uppnådda."
    return " ".join(_level_sentence(str(kind), group["level"]) for kind, group in frame.groupby("kind", sort=False))


def _level_sentence(kind: str, levels: pd.Series[Any]) -> str:
    """``Av fem effektmål är två uppnådda, ett delvis och ett inte; ett kan ännu inte bedömas.``"""
    counts = {str(level): int(count) for level, count in levels.value_counts().items()}
    reached = counts.get(str(Attainment.ACHIEVED), 0)
    judged = [] if reached else ["inget uppnått"]
    for level in (Attainment.ACHIEVED, Attainment.PARTLY, Attainment.NOT_ACHIEVED):
        if count := counts.get(str(level), 0):
            judged.append(f"{_neuter(count)} {level if count == 1 else str(level).replace('uppnått', 'uppnådda')}")
    if judged == ["inget uppnått"]:
        judged = []
    early, none = counts.get(str(Attainment.TOO_EARLY), 0), counts.get(str(Attainment.NOT_ASSESSED), 0)
    rest = [f"{_neuter(early)} kan ännu inte bedömas"] if early else []
    rest += [f"{_neuter(none)} saknar bedömning"] if none else []
    total = f"{_neuter(len(levels))}{labels.NO_BREAK_SPACE}{kind}"
    if early == len(levels) > 1:
        return f"Inget av {total} kan bedömas ännu."
    if not judged:
        return f"Av {total} {labels.listing(_verb_first(rest))}."
    sentence = f"Av {total} är {labels.listing(judged)}"
    return f"{sentence}; {labels.listing(rest)}." if rest else f"{sentence}."


def _verb_first(parts: list[str]) -> list[str]:
    """``ett kan ännu inte bedömas`` after an opening phrase: ``kan ett ännu inte bedömas``."""
    turned = []
    for part in parts:
        subject, verb, rest = part.split(" ", 2)
        turned.append(f"{verb} {subject} {rest}")
    return turned


def _neuter(count: int) -> str:
    return labels.count_word(count, neuter=True)


def _goal_points(project: Project, term: Term) -> list[str]:
    differing = _differing(project, term)
    if differing.empty:
        return []
    return [f"Bedömningen och indikatorerna säger inte samma om {labels.listing(list(differing['goal']))}."]


def _differing(project: Project, term: Term) -> pd.DataFrame:
    """The goals whose assessment and indicators disagree."""
    frame = measures.goals(project, term)
    return frame.loc[[agrees is False for agrees in frame["agrees"]]]


def _decision_point(project: Project, term: Term) -> str:
    frame = measures.decisions(project, term)
    now = frame[frame["term"] == str(term)].drop_duplicates("decision")
    taken, proposed = (now["status"] == "fattat").sum(), (now["status"] == "förslag").sum()
    if not taken and not proposed:
        return f"Inga beslut är redovisade för {labels.term_name(term)}."
    parts = [labels.counted(taken, "fattat beslut", "fattade beslut", neuter=True)] if taken else []
    parts += [f"{labels.counted(proposed, 'förslag', 'förslag', neuter=True)} till beslut"] if proposed else []
    return f"För {labels.term_name(term)} redovisas {labels.listing(parts)}."


def _attention(project: Project, term: Term) -> Iterator[str]:
    """What needs attention, one of each kind before a second of any, the gravest kind first."""
    kinds = (_missed_goals, _overrun_money, _late_activities, _differing_goals, _high_risks, _overdue_assignments)
    for of_each_kind in zip_longest(*(kind(project, term) for kind in kinds)):
        yield from (sentence for sentence in of_each_kind if sentence)


def _missed_goals(project: Project, term: Term) -> Iterator[str]:
    goals = measures.goals(project, term)
    for row in goals[goals["level"] == str(Attainment.NOT_ACHIEVED)].to_dict("records"):
        yield f"Målet {row['goal']} är ej uppnått: {_lower(str(row['text']))}"


def _differing_goals(project: Project, term: Term) -> Iterator[str]:
    for row in _differing(project, term).to_dict("records"):
        yield f"Målet {row['goal']} är bedömt som {row['level']}, men indikatorerna säger {row['computed']}."


def _overrun_money(project: Project, term: Term) -> Iterator[str]:
    money = measures.money(project, term)
    for row in money[(money["deviation"] > 0) & (money["funding"] != "")].to_dict("records"):
        share = row["deviation_share"]
        said = "" if pd.isna(share) else f" ({labels.change(100 * share, 1)}{labels.NO_BREAK_SPACE}%)"
        yield f"{row['name']} överskrider budgeten med {_kronor(row['deviation'])}{said}."


def _late_activities(project: Project, term: Term) -> Iterator[str]:
    activities = measures.activities(project, term)
    late = activities[(activities["status"] == "försenad") & (activities["slippage"] > 0)]
    for row in late.sort_values("slippage", ascending=False).to_dict("records"):
        yield f"Aktiviteten {row['activity']} är {labels.number(row['slippage'])} dagar sen: {_lower(str(row['name']))}."


def _high_risks(project: Project, term: Term) -> Iterator[str]:
    risks = measures.risks(project, term)
    for row in risks[risks["open"] & (risks["value"] >= HIGH_RISK)].to_dict("records"):
        yield f"Risken {row['risk']} har värdet {row['value']} av 25: {_lower(str(row['text']))}"


def _overdue_assignments(project: Project, term: Term) -> Iterator[str]:
    assignments = measures.assignments(project, term)
    for row in assignments[assignments["overdue"]].to_dict("records"):
        yield f"Uppdraget {row['assignment']} skulle ha varit klart {row['due']}."


def _change(row: dict[Any, Any], indicators: pd.DataFrame) -> str:
    """One change as a sentence; ``indicators`` by their id give the words of an indicator's values."""
    name, before, after = f"{row['id']} {row['name']}", row["before"], row["after"]
    match row["what"]:
        case "activity added":
            return f"Ny aktivitet: {name} ({after})."
        case "activity gone":
            return f"Aktiviteten {name} redovisas inte längre (var {before})."
        case "activity status":
            return f"Aktiviteten {name} gick från {before} till {after}."
        case "activity end":
            return f"Aktiviteten {name} har fått nytt planerat slut: {labels.day(after)} i stället för {labels.day(before)}."
        case "goal level":
            return f"Målet {row['id']} gick från {before} till {after}."
        case "money outcome":
            return f"{name}: utfallet ändrades från {_kronor(before)} till {_kronor(after)}."
        case "money forecast":
            return f"{name}: prognosen ändrades från {_kronor(before)} till {_kronor(after)}."
        case "risk value":
            return f"Risken {row['id']} gick från värdet {labels.number(before)} till {labels.number(after)}."
        case "risk closed":
            return f"Risken {row['id']} är stängd."
        case "indicator":
            now = indicators.loc[row["id"]]
            values = [labels.number(value, int(now["decimals"])) for value in (before, after)]
            return f"{row['name']} har blivit {labels.TRENDS[now['trend']]}: från {values[0]} till {values[1]} ({now['unit']})."
    raise ValueError(f"no sentence for a change of {row['what']!r}")


def _kronor(amount: float) -> str:
    return labels.quantity(amount, "kronor")


def _lower(sentence: str) -> str:
    """A sentence that goes on after a colon; an abbreviation or a name keeps its capital only if the second letter is one too."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
