"""Sentences about the project, its themes and what is not known. Each is whole Swedish."""

from __future__ import annotations

from collections.abc import Iterable

from naravard import labels, measures, words, writing
from naravard.document import (
    Block,
    Cover,
    ItemList,
    Look,
    Notice,
    Paragraph,
    Passage,
    Publication,
    Span,
    Text,
    Value,
    spans,
)
from naravard.model import Project, TargetGroupKind, ThemeKind
from naravard.terms import Term
from naravard.writing import Row, joined, listing, say, word

EXAMPLE_MARK = "Exempeldata"
DRAFT_MARK = "UTKAST"
_TREND_VERBS = {
    "better": "har blivit bättre",
    "worse": "har blivit sämre",
    "unchanged": "är oförändrade",
    "not_judged": "bedöms inte",
}
_UNKNOWN = f"({labels.UNKNOWN})"


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
    row = _subject(project)
    said = say("Syfte: {purpose}", purpose=word(row, "purpose", empty=f"{labels.UNKNOWN}."))
    if row["purpose"] and row["purpose"].startswith("Att "):
        said = say("Syftet är {purpose}", purpose=word(row, "purpose", lowered(row["purpose"])))
    frame = say(
        "{name} är ett projekt i {municipality} från {first} till {last}.",
        first=writing.term(row, "first_term"), last=writing.term(row, "last_term"), **writing.words(row, "name", "municipality"),
    )  # fmt: skip
    return Paragraph.plain(joined([frame, said]))


def background(project: Project) -> Block:
    """The background, point by point under its headings, each with where it stands."""
    rows = measures.records(project, "bakgrund")
    if not rows:
        return Notice("Bakgrund:", f"{labels.UNKNOWN}.", "muted")
    blocks: list[Block] = []
    for heading, first in firsts(rows, "heading").items():
        points = [row for row in rows if row["heading"] == heading]
        items = tuple((Paragraph((*spans(word(row, "text") + Text(" ")), *_cited(row))),) for row in points)
        blocks += [Paragraph.plain(Text((word(first, "heading"),)), "strong"), ItemList(items)]
    return Passage(tuple(blocks))


def audience(project: Project) -> Paragraph:
    """Whom the project turns to, and whom the work is for."""
    rows = measures.records(project, "malgrupper")
    named = {
        kind: listing([word(row, "name", _group_word(row["name"])) for row in rows if row["kind"] is kind])
        for kind in TargetGroupKind
    }
    return Paragraph.plain(
        say(
            "Projektet vänder sig till {audience}. Målgrupper för arbetet är {residents}.",
            audience=named[TargetGroupKind.AUDIENCE] or _UNKNOWN,
            residents=named[TargetGroupKind.RESIDENTS] or _UNKNOWN,
        )
    )


def themes(project: Project) -> Paragraph:
    """The themes of the target picture."""
    rows = measures.records(project, "teman")
    named = {
        kind: listing([word(row, "name", lowered(row["name"])) for row in rows if row["kind"] is kind])
        for kind in ThemeKind
    }
    core = say(words.of("reform")["themes"], core=named[ThemeKind.CORE] or _UNKNOWN)
    needed = named[ThemeKind.PREREQUISITE]
    return Paragraph.plain(joined([core, say("Förutsättningar är {needed}.", needed=needed) if needed else ""]))


def theme(project: Project, term: str, name: str) -> Paragraph:
    """How the theme's indicators have moved, and how they stand against the county's municipalities."""
    row = _of_theme(measures.trend_counts.rows(project, term), name)
    if row is None:
        return Paragraph.plain(f"Temat {name} har inga indikatorer i planen.")
    sentences: list[Text | str] = [say("Temat följs av {total}.", total=_indicators(row, "total"))]
    if not row["known"]:
        none = "Ingen av dem har ett värde som kan visas." if row["total"] > 1 else "Den har inget värde som kan visas."
        return Paragraph.plain(joined([*sentences, none]))
    sentences += [_trend_sentence(row, "Den som har ett värde"), against_sentence(project, term, name)]
    if row["no_data"]:
        without = writing.sentence(_indicators(row, "no_data"))
        sentences.append(without + " saknar värde som kan visas och står i bilagan om det som saknas.")
    return Paragraph.plain(joined(sentences))


def missing(project: Project, term: str) -> Paragraph:
    """What the data does not say, in a sentence; the table lists it."""
    return Paragraph.plain(missing_sentence(project, term) or "Underlaget är ifyllt: inget som ska finnas saknas.")


def discrepancies(project: Project) -> Paragraph:
    """That the sources differ, and on how many matters."""
    row = how_many(project, "motstridiga uppgifter")
    if not row["count"]:
        return Paragraph.plain("Inga uppgifter som går isär är kända.")
    matters = writing.counted(row, "count", "fråga", "frågor")
    return Paragraph.plain(
        say("Källorna går isär i {matters}. Båda uppgifterna visas, och ingen har jämkats.", matters=matters)
    )


def method(project: Project, term: str) -> Passage:
    """How the figures have come about."""
    row = _subject(project, term)
    if row["fetched"] is None:
        return Passage((Paragraph.plain("Projektet har inget uttag ur Kolada, så papperet har inga nyckeltal."),))
    fetched = "Nyckeltalen är hämtade ur Kolada {fetched} och visas oförändrade. "
    latest = "Senaste värde är det senaste som avser {year} eller tidigare."
    members = [_members(row) for row in measures.comparison_groups.rows(project, term)]
    points: list[Text | str] = [
        say(fetched + latest, fetched=writing.day(row, "fetched"), year=word(row, "year")),
        "Utvecklingen är skillnaden mellan det senaste och det närmast tidigare värdet. Den är oförändrad när "
        "skillnaden avrundas till noll med de decimaler som visas, och annars bättre eller sämre efter den "
        "riktning som projektet har satt.",
        "Riket är det värde som Kolada anger för hela landet. Länets och liknande kommuners värden är ovägda "
        "medelvärden av de kommuner som har ett värde samma år. Antal personer och svar i steg får inget medelvärde.",
        joined([*members, "Grupperna är Koladas."] if members else []),
        "Ett värde som saknas räknas aldrig som noll, och ingen linje i en figur dras över ett år utan värde.",
    ]
    return Passage((ItemList.plain(point for point in points if point),))


def _members(row: Row) -> Text:
    """Who is in one of the groups that the municipality is compared with."""
    name = word(row, "name", row["name"].removesuffix(" (ovägt medel)"))
    return say("{name} är {members}.", name=name, members=word(row, "members", labels.listing(row["members"])))


def focus_sentence(project: Project, term: str) -> Text:
    """What the term was directed at."""
    when = writing.term(_subject(project, term), "term")
    rows = firsts(measures.records(project, "inriktning", term), "target_group")
    groups = [word(row, "target_group", _group_word(group)) for group, row in rows.items()]
    if not groups:
        return say("Inriktningen för {term}: {unknown}.", term=when, unknown=labels.UNKNOWN)
    return say("Arbetet under {term} var inriktat på {groups}.", term=when, groups=listing(groups))


def _group_word(group: str) -> str:
    """A target group as it is said in running text."""
    return "hela kommunen" if group == "kommunövergripande" else group


def trends_sentence(project: Project, term: str) -> Text | str:
    """How many indicators have a value, and how they have moved."""
    row = measures.trend_counts.rows(project, term)[-1]
    if not row["known"]:
        return "Ingen indikator har ett värde som kan visas."
    total = _indicators(row, "total")
    has = say("Av {total} har {known} ett värde.", total=total, known=writing.count(row, "known"))
    if row["known"] == row["total"] > 1:
        has = say("Alla {total} har ett värde.", total=total)
    return joined([has, _trend_sentence(row)])


def _trend_sentence(row: Row, single: str = "Den") -> Text:
    """``Två har blivit bättre, en har blivit sämre och tre bedöms inte.`` One of several is told as the ``single`` one."""
    verbs = {
        trend: "är oförändrad" if trend == "unchanged" and row[trend] == 1 else verb
        for trend, verb in _TREND_VERBS.items()
        if row[trend]
    }
    if row["known"] == 1:
        return say("{single} {verb}.", single=single if row["total"] > 1 else "Den", verb=next(iter(verbs.values())))
    parts = [say("{n} {verb}", n=writing.count(row, trend), verb=verb) for trend, verb in verbs.items()]
    return writing.sentence(listing(parts)) + "."


def _indicators(row: Row, column: str) -> Text:
    return writing.counted(row, column, "indikator", "indikatorer")


def against_sentence(project: Project, term: str, theme: str = "totalt") -> Text | str:
    """``Av åtta värden som kan jämföras med medelvärdet för länets kommuner är fem bättre, ett lika stort och två sämre.``"""
    held = [row for row in measures.held_against.rows(project, term) if row["against"] == "county"]
    row = _of_theme(held, theme)
    if row is None or not row["count"]:
        return ""
    if row["count"] == 1:
        said = "bättre än" if row["better"] else "lika med" if row["unchanged"] else "sämre än"
        return f"Det enda jämförbara värdet är {said} medelvärdet för länets kommuner."
    verbs = {"better": "bättre", "unchanged": "lika" if row["unchanged"] > 1 else "lika stort", "worse": "sämre"}
    parts = [
        say("{n} {verb}", n=writing.count(row, column, neuter=True, none="inget"), verb=verb)
        for column, verb in verbs.items()
        if row[column] or column != "unchanged"
    ]
    said = "Av {count} värden som kan jämföras med medelvärdet för länets kommuner är {parts}."
    return say(said, count=writing.count(row, "count"), parts=listing(parts))


def missing_sentence(project: Project, term: str) -> Text:
    """What the data does not say, in one or two sentences; empty if nothing is missing."""
    whole: list[Value] = []
    parts: dict[str, list[Row]] = {}
    for row in measures.completeness.rows(project, term):
        if row["column"]:
            parts.setdefault(row["table"], []).append(row)
        else:
            whole.append(word(row, "table", row["table"].lower()))
    columns = [
        listing([word(row, "column") for row in rows]) + " i " + word(rows[0], "table", table.lower())
        for table, rows in parts.items()
    ]
    sentences = [say("Underlaget saknar {whole}.", whole=listing(whole))] if whole else []
    if columns:
        also = "också " if whole else ""
        sentences.append(say("Helt eller delvis saknas {also}{columns}.", also=also, columns=listing(columns)))
    return joined(sentences)


def _subject(project: Project, term: Term | str = "") -> Row:
    return measures.subject.rows(project, term or project.plan.project.last_term)[0]


def how_many(project: Project, what: str) -> Row:
    """The row of ``measures.counts`` that says how many there are of something when the project ends."""
    return next(row for row in measures.counts.rows(project, project.plan.project.last_term) if row["what"] == what)


def _of_theme(rows: Iterable[Row], theme: str) -> Row | None:
    return next((row for row in rows if row["theme"] == theme), None)


def firsts(rows: Iterable[Row], column: str) -> dict[str, Row]:
    """The first of the rows with each value in a column, by that value."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row[column], row)
    return found


def _cited(row: Row) -> tuple[Span, ...]:
    """Where a statement stands, in parentheses."""
    places = word(row, "cited", "; ".join(map(str, row["cited"])))
    return spans(say("({places})", places=places), "emphasis") if row["cited"] else ()


def lowered(text: str) -> str:
    """The text as it goes on within a sentence; an abbreviation such as IT keeps its capital."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
