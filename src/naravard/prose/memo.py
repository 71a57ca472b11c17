"""The official's memo to the board (tjänsteskrivelse), under the headings that the municipality uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter

from naravard import labels, measures, writing
from naravard.document import Block, Heading, ItemList, Notice, Paragraph, Passage, Span, Text
from naravard.model import Project
from naravard.prose.follow_up import conclusion, money_line, summary, text
from naravard.prose.project import firsts, purpose
from naravard.terms import Term
from naravard.writing import say, word

Section = Callable[[Project, str], Iterator[Block]]


def memo(project: Project, term: str) -> Passage:
    """The memo's sections in the order that plan.toml gives. A heading that is not known here takes the analyst's text."""
    blocks: list[Block] = []
    for heading in project.plan.memo.headings:
        blocks.append(Heading(2, (Span(heading),)))
        blocks += _SECTIONS.get(heading.casefold(), _written(heading))(project, term)
    return Passage((*blocks, *_signatures(project)))


def _summary(project: Project, term: str) -> Iterator[Block]:
    """Neutral: what the matter is and how it stands, not what is proposed."""
    (row,) = measures.subject.rows(project, term)
    named = {"name": word(row, "name"), "term": writing.term(row, "term")}
    yield Paragraph.plain(say("Ärendet gäller uppföljningen av {name} för {term}.", **named))
    yield conclusion(project, term)


def _matter(project: Project, term: str) -> Iterator[Block]:
    yield purpose(project)
    yield from summary(project, term).blocks
    if "Ärende" in project.term(term).texts:
        yield from text(project, term, "Ärende").blocks


def _economy(project: Project, term: str) -> Iterator[Block]:
    yield Paragraph.plain(money_line(project, term))
    if "Ekonomisk bedömning" in project.term(term).texts:
        yield from text(project, term, "Ekonomisk bedömning").blocks


def _papers(project: Project, term: str) -> Iterator[Block]:
    (row,) = measures.subject.rows(project, term)
    named = {"name": word(row, "name"), "term": writing.term(row, "term")}
    papers = ("Tjänsteskrivelse", "Terminsuppföljning", "Slutrapport")
    yield ItemList.plain(say("{paper}, {term}, {name}", paper=paper, **named) for paper in papers)


def _proposals(project: Project, term: str) -> Iterator[Block]:
    """The proposed points of the term, numbered, in wording that can be pasted into the minutes."""
    own = [
        row
        for row in measures.decisions.rows(project, term)
        if row["status"] == "förslag" and row["term"] == str(Term.parse(term))
    ]
    if not own:
        yield Notice("Förslag till beslut:", f"{labels.UNKNOWN}.", "muted")
        return
    bodies = firsts(own, "body")
    for body, first in bodies.items():
        if len(bodies) > 1:
            yield Paragraph.plain(Text((word(first, "body"),)), "strong")
        points = sorted((row for row in own if row["body"] == body), key=itemgetter("decision", "point"))
        yield ItemList.plain((Text((word(row, "text"),)) for row in points), ordered=True)


def _receivers(project: Project, term: str) -> Iterator[Block]:
    proposed = [row for row in measures.records(project, "beslut", term) if row["status"] == "förslag"]
    receivers = firsts([row | {"receiver": who} for row in proposed for who in row["send_to"]], "receiver")
    if receivers:
        said = (word(row, "send_to", labels.sentence(receiver)) for receiver, row in receivers.items())
        yield ItemList.plain(Text((value,)) for value in said)
    else:
        yield Notice("Beslutet ska skickas till:", f"{labels.UNKNOWN}.", "muted")


def _written(heading: str) -> Section:
    return lambda project, term: iter(text(project, term, heading).blocks)


def _signatures(project: Project) -> Iterator[Block]:
    signed = project.plan.memo.signed_by
    if signed:
        yield Paragraph((Span(project.plan.project.municipality.upper(), "strong"),))
        yield from (Paragraph.plain(labels.sentence(role)) for role in signed)


_SECTIONS: dict[str, Section] = {
    "sammanfattning av ärendet": _summary,
    "sammanfattning": _summary,
    "ärende": _matter,
    "ärendebeskrivning": _matter,
    "ekonomisk bedömning": _economy,
    "beslutsunderlag": _papers,
    "förslag till beslut": _proposals,
    "beslutet ska skickas till": _receivers,
}
