"""Sentences about the project, its themes and what is not known. Each is whole Swedish."""

from __future__ import annotations

import pandas as pd

from naravard import labels, measures
from naravard.document import Block, Cover, ItemList, Look, Notice, Paragraph, Passage, Publication, Span
from naravard.model import KeyFigures, Project, TargetGroupKind, ThemeKind
from naravard.terms import Term

EXAMPLE_MARK = "Exempeldata"
DRAFT_MARK = "UTKAST"
_TREND_VERBS = {
    "better": "har blivit bättre",
    "worse": "har blivit sämre",
    "unchanged": "är oförändrade",
    "not_judged": "bedöms inte",
}


def cover(project: Project, term: str, *, own_page: bool = True) -> Cover:
    """The frame of a paper about one term; a short paper has it as the head of its first page."""
    plan, when = project.plan, Term.parse(term)
    figures = project.key_figures
    facts = [
        ("Till", plan.project.board),
        ("Projekt", plan.project.name),
        ("Avser", f"{labels.term_name(when)} ({when})"),
    ]
    if not plan.matter.case_number:
        facts.append(("Diarienummer", labels.UNKNOWN))
    if figures:
        facts.append(("Nyckeltal", f"{figures.source}, hämtade {labels.day(figures.fetched)}"))
    return Cover(
        organisation=plan.project.municipality,
        subtitle=f"{plan.project.name}, {labels.term_name(when)}",
        date=labels.day(project.calendar.last_day(when)),
        case_number=plan.matter.case_number or "",
        facts=tuple(facts),
        marks=_marks(project, when),
        look=look(project),
        own_page=own_page,
        publication=_publication(project, when),
    )


def _publication(project: Project, term: Term) -> Publication:
    """Where the term's open data are published, as the plan gives it, and which area and time they are of."""
    given = project.plan.open_data
    return Publication(
        address=f"{given.address.rstrip('/')}/" if given.address else "",
        folder=str(term),
        contact=given.contact or "",
        area=project.plan.project.area,
        period=(project.calendar.first_day(term).isoformat(), project.calendar.last_day(term).isoformat()),
    )


def look(project: Project) -> Look:
    """The municipality's own look, as the plan gives it."""
    given = project.plan.appearance
    return Look(given.colour or "", given.accent or "", project.logo, given.logo_text or "" if project.logo else "")


def _marks(project: Project, term: Term) -> tuple[str, ...]:
    """The words on every page: that it is invented, that it is not yet approved."""
    marks = {EXAMPLE_MARK: project.plan.project.example, DRAFT_MARK: term not in project.closed}
    return tuple(mark for mark, holds in marks.items() if holds)


def purpose(project: Project) -> Paragraph:
    """What the project is for, with its time and owner."""
    plan = project.plan.project
    text = f"Syfte: {plan.purpose or labels.UNKNOWN + '.'}"
    if plan.purpose and plan.purpose.startswith("Att "):
        text = f"Syftet är {_lower(plan.purpose)}"
    return Paragraph.plain(
        f"{plan.name} är ett projekt i {plan.municipality} från {labels.term_name(plan.first_term)} "
        f"till {labels.term_name(plan.last_term)}. {text}"
    )


def background(project: Project) -> Block:
    """The background, point by point under its headings, each with where it stands."""
    if not project.background:
        return Notice("Bakgrund:", f"{labels.UNKNOWN}.", "muted")
    blocks: list[Block] = []
    for heading in dict.fromkeys(b.heading for b in project.background):
        rows = [b for b in project.background if b.heading == heading]
        items = tuple((Paragraph((Span(f"{b.text} "), Span(_places(b.cited), "emphasis"))),) for b in rows)
        blocks += [Paragraph((Span(heading, "strong"),)), ItemList(items)]
    return Passage(tuple(blocks))


def audience(project: Project) -> Paragraph:
    """Whom the project turns to, and whom the work is for."""
    groups = {kind: [g.name for g in project.target_groups if g.kind is kind] for kind in TargetGroupKind}
    turns_to, residents = groups[TargetGroupKind.AUDIENCE], groups[TargetGroupKind.RESIDENTS]
    return Paragraph.plain(
        f"Projektet vänder sig till {labels.listing(turns_to) or _unknown()}. "
        f"Målgrupper för arbetet är {labels.listing([_group_word(g) for g in residents]) or _unknown()}."
    )


def themes(project: Project) -> Paragraph:
    """The themes of the target picture."""
    named = {kind: labels.listing([_lower(t.name) for t in project.themes if t.kind is kind]) for kind in ThemeKind}
    said = f"Nära vård handlar i projektet om {named[ThemeKind.CORE] or _unknown()}."
    if needed := named[ThemeKind.PREREQUISITE]:
        said += f" Förutsättningar är {needed}."
    return Paragraph.plain(said)


def theme(project: Project, term: str, name: str) -> Paragraph:
    """How the theme's indicators have moved, and how they stand against the county's municipalities."""
    frame = measures.indicators(project, Term.parse(term))
    frame = measures.of_theme(frame, name)
    if frame.empty:
        return Paragraph.plain(f"Temat {name} har inga indikatorer i planen.")
    known = frame[frame["trend"] != "no_data"]
    sentences = [f"Temat följs av {labels.counted(len(frame), 'indikator', 'indikatorer')}."]
    if known.empty:
        sentences.append("Ingen av dem har ett värde för kommunen i uttaget ur Kolada.")
    else:
        sentences.append(_trend_sentence(known))
        sentences.append(against_sentence(known))
        if len(known) < len(frame):
            without = labels.counted(len(frame) - len(known), "indikator", "indikatorer")
            sentences.append(f"{labels.sentence(without)} saknar värde i uttaget och står i bilagan om det som saknas.")
    return Paragraph.plain(" ".join(filter(None, sentences)))


def missing(project: Project, term: str) -> Paragraph:
    """What the data does not say, in a sentence; the table lists it."""
    return Paragraph.plain(
        missing_sentence(project, Term.parse(term)) or "Underlaget är ifyllt: inget som ska finnas saknas."
    )


def discrepancies(project: Project) -> Paragraph:
    """That the sources differ, and on how many matters."""
    count = len(project.discrepancies)
    if not count:
        return Paragraph.plain("Inga uppgifter som går isär är kända.")
    return Paragraph.plain(
        f"Källorna går isär i {labels.counted(count, 'fråga', 'frågor')}. Båda uppgifterna visas, och ingen har jämkats."
    )


def method(project: Project, term: str) -> Passage:
    """How the figures have come about."""
    year = measures.last_full_year(project, Term.parse(term))
    figures = project.key_figures
    if figures is None:
        return Passage((Paragraph.plain("Projektet har inget uttag ur Kolada, så papperet har inga nyckeltal."),))
    return Passage(
        (
            ItemList.plain(
                [
                    f"Nyckeltalen är hämtade ur Kolada {labels.day(figures.fetched)} och visas oförändrade. "
                    f"Senaste värde är det senaste som avser {year} eller tidigare.",
                    "Utvecklingen är skillnaden mellan det senaste och det närmast tidigare värdet. Den är oförändrad när "
                    "skillnaden avrundas till noll med de decimaler som visas, och annars bättre eller sämre efter den "
                    "riktning som projektet har satt.",
                    "Riket är det värde som Kolada anger för hela landet. Länets och liknande kommuners värden är ovägda "
                    "medelvärden av de kommuner som har ett värde samma år. Antal personer och svar i steg får inget medelvärde.",
                    f"{figures.county_name.removesuffix(' (ovägt medel)')} är {_names(figures, figures.county)}. "
                    f"{figures.peers_name} är {_names(figures, figures.peers)}. Grupperna är Koladas.",
                    "Ett värde som saknas räknas aldrig som noll, och ingen linje i en figur dras över ett år utan värde.",
                ]
            ),
        )
    )


def _names(figures: KeyFigures, areas: tuple[str, ...]) -> str:
    return labels.listing([figures.areas[code].name for code in areas if code in figures.areas])


def focus_sentence(project: Project, term: Term) -> str:
    """What the term was directed at."""
    groups = [_group_word(f.target_group) for f in project.term(term).focus]
    if not groups:
        return f"Inriktningen för {labels.term_name(term)}: {labels.UNKNOWN}."
    return f"Arbetet under {labels.term_name(term)} var inriktat på {labels.listing(list(dict.fromkeys(groups)))}."


def _group_word(group: str) -> str:
    """A target group as it is said in running text."""
    return "hela kommunen" if group == "kommunövergripande" else group


def trends_sentence(project: Project, term: Term) -> str:
    """How many indicators have a value, and how they have moved."""
    frame = measures.indicators(project, term)
    known = frame[frame["trend"] != "no_data"]
    if known.empty:
        return "Ingen indikator har ett värde för kommunen."
    indicators = labels.counted(len(frame), "indikator", "indikatorer")
    has = f"Av {indicators} har {labels.count_word(len(known))} ett värde."
    if len(known) == len(frame) > 1:
        has = f"Alla {indicators} har ett värde."
    return f"{has} {_trend_sentence(known)}"


def _trend_sentence(known: pd.DataFrame) -> str:
    """``Två har blivit bättre, en har blivit sämre och tre bedöms inte.``"""
    if len(known) == 1:
        verb = _TREND_VERBS[known["trend"].iloc[0]].replace("oförändrade", "oförändrad")
        return f"Den {verb}."
    counts = known["trend"].value_counts()
    parts = []
    for trend, verb in _TREND_VERBS.items():
        if count := int(counts.get(trend, 0)):
            said = "är oförändrad" if trend == "unchanged" and count == 1 else verb
            parts.append(f"{labels.count_word(count)} {said}")
    return f"{labels.sentence(labels.listing(parts))}."


def against_sentence(frame: pd.DataFrame) -> str:
    """``Fem av åtta jämförbara värden är bättre än medelvärdet för länets kommuner, ett är lika och två är sämre.``"""
    counts = frame["against_county"].value_counts()
    judged = int(sum(counts.get(key, 0) for key in ("better", "unchanged", "worse")))
    if not judged:
        return ""
    better, same, worse = (int(counts.get(key, 0)) for key in ("better", "unchanged", "worse"))
    if judged == 1:
        word = "bättre än" if better else "lika med" if same else "sämre än"
        return f"Det enda jämförbara värdet är {word} medelvärdet för länets kommuner."
    parts = [f"{labels.count_word(better, neuter=True) if better else 'inget'} är bättre"]
    if same:
        parts.append(f"{labels.count_word(same, neuter=True)} är {'lika' if same > 1 else 'lika stort'}")
    parts.append(f"{labels.count_word(worse, neuter=True) if worse else 'inget'} är sämre")
    return (
        f"Av {labels.count_word(judged)} värden som kan jämföras med medelvärdet för länets kommuner {_joined(parts)}."
    )


def _joined(parts: list[str]) -> str:
    """The first part with its verb first, as Swedish wants after an opening phrase: ``är fem bättre, ett lika och …``."""
    turned = [f"{part.split(' är ', 1)[0]} {part.split(' är ', 1)[1]}" for part in parts]
    return f"är {labels.listing(turned)}"


def missing_sentence(project: Project, term: Term) -> str:
    """What the data does not say, in one or two sentences; empty if nothing is missing."""
    frame = measures.completeness(project, term)
    whole = [title.lower() for title in frame[frame["column"] == ""]["table"]]
    parts = frame[frame["column"] != ""].groupby("table", sort=False)["column"].agg(list)
    columns = [f"{labels.listing(names)} i {str(title).lower()}" for title, names in parts.items()]
    sentences = []
    if whole:
        sentences.append(f"Underlaget saknar {labels.listing(whole)}.")
    if columns:
        sentences.append(f"Helt eller delvis saknas {'också ' if whole else ''}{labels.listing(columns)}.")
    return " ".join(sentences)


def _places(cited: tuple[object, ...]) -> str:
    return f"({'; '.join(map(str, cited))})" if cited else ""


def _lower(text: str | None) -> str:
    """The text as it goes on within a sentence; an abbreviation such as IT keeps its capital."""
    return "" if not text else text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _unknown() -> str:
    return f"({labels.UNKNOWN})"
