"""Sentences about the project, its themes and what is not known (``words/sv/prose.toml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from naravard import labels, measures, words, writing
from naravard.document import (
    Block,
    Cover,
    ItemList,
    Look,
    Paragraph,
    Passage,
    Publication,
    Text,
    Value,
    spans,
)
from naravard.model import Project, TargetGroupKind, ThemeKind
from naravard.terms import Term
from naravard.writing import Row, joined, listing, say, word

SAID = words.of("prose")
_UNKNOWN = f"({labels.UNKNOWN})"


def cover(project: Project, term: str, *, own_page: bool = True) -> Cover:
    """The frame of a paper about one term; a short paper has it as the head of its first page."""
    plan, figures, when, said = project.plan, project.key_figures, Term.parse(term), SAID["cover"]
    given = {
        "board": plan.project.board, "project": plan.project.name, "term": when, "term_name": labels.term_name(when),
        "no_case_number": "" if plan.matter.case_number else labels.UNKNOWN, "key_figures": "",
    }  # fmt: skip
    if figures:
        given["key_figures"] = said["key_figures"].format(source=figures.source, fetched=labels.day(figures.fetched))
    marks = {"example": plan.project.example, "draft": when not in project.closed}
    return cover_of(
        project, said, given, date=labels.day(project.calendar.last_day(when)), own_page=own_page,
        case_number=plan.matter.case_number or "", publication=_publication(project, when),
        marks=tuple(SAID["marks"][mark] for mark, holds in marks.items() if holds),
    )  # fmt: skip


def cover_of(project: Project, said: Mapping[str, Any], given: Mapping[str, object], **more: Any) -> Cover:
    """A cover by what is ``said`` of it, without the facts for which nothing is ``given``."""
    facts = ((name, text.format(**given)) for name, text in said["facts"])
    return Cover(
        organisation=project.plan.project.municipality, subtitle=said["subtitle"].format(**given),
        facts=tuple(fact for fact in facts if fact[1]), look=look(project), **more,
    )  # fmt: skip


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


def purpose(project: Project) -> Paragraph:
    """What the project is for, with its time and owner."""
    said, row = SAID["purpose"], measures.subject.row(project, project.plan.project.last_term)
    purpose = say(said["purpose"], purpose=word(row, "purpose", empty=f"{labels.UNKNOWN}."))
    if (row["purpose"] or "").startswith(said["infinitive"]):
        purpose = say(said["to"], purpose=word(row, "purpose", lowered(row["purpose"])))
    return Paragraph.plain(joined([say(said["frame"], row), purpose]))


def background(project: Project) -> Block:
    """The background, point by point under its headings, each with where it stands."""
    said = SAID["background"]
    blocks: list[Block] = []
    for points in measures.grouped(measures.records(project, "bakgrund"), "heading").values():
        items = []
        for row in points:
            places = word(row, "cited", "; ".join(map(str, row["cited"])))
            cited = spans(say(said["cited"], places=places), "emphasis") if row["cited"] else ()
            items.append((Paragraph((*spans(word(row, "text") + Text(" ")), *cited)),))
        blocks += [Paragraph.plain(word(points[0], "heading"), "strong"), ItemList(tuple(items))]
    return Passage(tuple(blocks)) if blocks else writing.notice(said["subject"])


def audience(project: Project) -> Paragraph:
    """Whom the project turns to, and whom the work is for."""
    rows = [row | {"wording": _group_word(row["name"])} for row in measures.records(project, "malgrupper")]
    turned_to, worked_for = (
        _of_kind(rows, kind) or _UNKNOWN for kind in (TargetGroupKind.AUDIENCE, TargetGroupKind.RESIDENTS)
    )
    return Paragraph.plain(say(SAID["audience"]["audience"], audience=turned_to, residents=worked_for))


def themes(project: Project) -> Paragraph:
    """The themes of the target picture."""
    rows = [row | {"wording": lowered(row["name"])} for row in measures.records(project, "teman")]
    core, needed = (_of_kind(rows, kind) for kind in (ThemeKind.CORE, ThemeKind.PREREQUISITE))
    prerequisites = say(SAID["themes"]["needed"], needed=needed) if needed else ""
    return Paragraph.plain(joined([say(words.of("reform")["themes"], core=core or _UNKNOWN), prerequisites]))


def _of_kind(rows: Sequence[Row], kind: StrEnum) -> Text:
    """The names of one kind, as they are said."""
    return listing([word(row, "name", row["wording"]) for row in rows if row["kind"] is kind])


def theme(project: Project, term: str, name: str) -> Paragraph:
    """How the theme's indicators have moved, and how they stand against the county's municipalities."""
    said, row = SAID["themes"], measures.trend_counts.row(project, term, theme=name)
    if not row:
        return Paragraph.plain(said["none"].format(name=name))
    sentences: list[Text | str] = [say(said["followed"], total=_indicators(row, "total"))]
    if not row["known"]:
        return Paragraph.plain(joined([*sentences, said["no_value"][row["total"] > 1]]))
    single = SAID["trends"]["single_known"]
    sentences += [_trend_sentence(row, single), against_sentence(project, term, name)]
    if row["no_data"]:
        sentences.append(say(said["without"], indicators=writing.sentence(_indicators(row, "no_data"))))
    return Paragraph.plain(joined(sentences))


def missing(project: Project, term: str) -> Paragraph:
    """What the data does not say, in a sentence; the table lists it."""
    return Paragraph.plain(missing_sentence(project, term) or SAID["missing"]["nothing"])


def discrepancies(project: Project) -> Paragraph:
    """That the sources differ, and on how many matters."""
    said, row = SAID["discrepancies"], how_many(project, "motstridiga uppgifter")
    matters = writing.counted(row, "count", *said["matters"])
    return Paragraph.plain(say(said["discrepancies"], matters=matters) if row["count"] else said["none"])


def method(project: Project, term: str) -> Passage:
    """How the figures have come about."""
    said, row = SAID["method"], measures.subject.row(project, term or project.plan.project.last_term)
    if row["fetched"] is None:
        return Passage((Paragraph.plain(said["no_snapshot"]),))
    groups = [
        say(
            said["group"],
            name=word(group, "name", group["name"].removesuffix(" (ovägt medel)")),
            members=word(group, "members", labels.listing(group["members"])),
        )
        for group in measures.comparison_groups.rows(project, term)
    ]
    compared = joined([*groups, said["groups"]]) if groups else ""
    points = [say(said["fetched"], row), said["trend"], said["means"], compared, said["missing"]]
    return Passage((ItemList.plain(points),))


def focus_sentence(project: Project, term: str) -> Text:
    """What the term was directed at."""
    said, row = SAID["focus"], measures.subject.row(project, term or project.plan.project.last_term)
    named = measures.grouped(measures.records(project, "inriktning", term), "target_group")
    groups = [word(rows[0], "target_group", _group_word(group)) for group, rows in named.items()]
    if not groups:
        return say(said["unknown"], row, unknown=labels.UNKNOWN)
    return say(said["focus"], row, groups=listing(groups))


def _group_word(group: str) -> str:
    """A target group as it is said in running text."""
    return str(SAID["audience"]["all"]) if group == "kommunövergripande" else group


def trends_sentence(project: Project, term: str) -> Text | str:
    """How many indicators have a value, and how they have moved."""
    said, row = SAID["trends"], measures.trend_counts.rows(project, term)[-1]
    if not row["known"]:
        return str(said["none"])
    known = said["all_known" if row["known"] == row["total"] > 1 else "known"]
    return joined([say(known, row, total=_indicators(row, "total")), _trend_sentence(row, said["single"])])


def _trend_sentence(row: Row, single: str) -> Text:
    """``Två har blivit bättre, en har blivit sämre och tre bedöms inte.`` One of several is told as the ``single`` one."""
    said = SAID["trends"]
    if row["known"] == 1:
        verb = next(forms[0] for trend, forms in said["verbs"].items() if row[trend])
        return say(said["one"], single=single if row["total"] > 1 else said["single"], verb=verb)
    return writing.sentence(listing(counted_forms(row, said["verbs"]))) + "."


def counted_forms(row: Row, forms: Mapping[str, Sequence[str]], *always: str, **given: Any) -> list[Text]:
    """How many the row counts in each column, with the form that is said of so many: ``två är försenade``.

    A column that counts none is left out, but for those that are ``always`` said; ``given`` goes to ``writing.count``.
    """
    return [
        writing.count(row, column, **given) + Text((f" {form[row[column] > 1]}",))
        for column, form in forms.items()
        if row[column] or column in always
    ]


def _indicators(row: Row, column: str) -> Text:
    return writing.counted(row, column, *labels.NOUNS["indicators"])


def against_sentence(project: Project, term: str, theme: str = "totalt") -> Text | str:
    """``Av åtta värden som kan jämföras med medelvärdet för länets kommuner är fem bättre, ett lika stort och två sämre.``"""
    said, row = SAID["against"], measures.held_against.row(project, term, theme=theme, against="county")
    if not row or not row["count"]:
        return ""
    if row["count"] == 1:
        return next(str(sentence) for word, sentence in said["one"].items() if row[word])
    parts = counted_forms(row, said["words"], "better", "worse", neuter=True, none=said["none"])
    return say(said["several"], row, parts=listing(parts))


def missing_sentence(project: Project, term: str) -> Text:
    """What the data does not say, in one or two sentences; empty if nothing is missing."""
    said, rows = SAID["missing"], measures.completeness.rows(project, term)
    whole = [_table(row) for row in rows if not row["column"]]
    columns = [
        say(said["of_table"], columns=listing([word(row, "column") for row in lacking]), table=_table(lacking[0]))
        for lacking in measures.grouped((row for row in rows if row["column"]), "table").values()
    ]
    sentences = [say(said["whole"], whole=listing(whole))] if whole else []
    if columns:
        sentences.append(say(said["also_columns" if whole else "columns"], columns=listing(columns)))
    return joined(sentences)


def _table(row: Row) -> Value:
    return word(row, "table", row["table"].lower())


def how_many(project: Project, what: str) -> Row:
    """The row of ``measures.counts`` that says how many there are of something when the project ends."""
    return measures.counts.row(project, project.plan.project.last_term, what=what)


def lowered(text: str) -> str:
    """The text as it goes on within a sentence; an abbreviation such as IT keeps its capital."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
