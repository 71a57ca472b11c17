"""The official's memo to the board (tjänsteskrivelse), under the headings that the municipality uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from naravard import labels, measures
from naravard.document import Block, Heading, ItemList, Notice, Paragraph, Passage, Span
from naravard.model import Project
from naravard.prose.follow_up import conclusion, money_line, summary, text
from naravard.prose.project import purpose
from naravard.terms import Term

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
    yield Paragraph.plain(
        f"Ärendet gäller uppföljningen av {project.plan.project.name} för {labels.term_name(Term.parse(term))}."
    )
    yield conclusion(project, term)


def _matter(project: Project, term: str) -> Iterator[Block]:
    yield purpose(project)
    yield from summary(project, term).blocks
    if "Ärende" in project.term(term).texts:
        yield from text(project, term, "Ärende").blocks


def _economy(project: Project, term: str) -> Iterator[Block]:
    yield Paragraph.plain(money_line(project, Term.parse(term)))
    if "Ekonomisk bedömning" in project.term(term).texts:
        yield from text(project, term, "Ekonomisk bedömning").blocks


def _papers(project: Project, term: str) -> Iterator[Block]:
    names = ["Tjänsteskrivelse", "Terminsuppföljning", "Slutrapport"]
    when = f"{labels.term_name(Term.parse(term))}, {project.plan.project.name}"
    yield ItemList.plain(f"{name}, {when}" for name in names)


def _proposals(project: Project, term: str) -> Iterator[Block]:
    """The proposed points of the term, numbered, in wording that can be pasted into the minutes."""
    frame = measures.decisions(project, Term.parse(term))
    own = frame[(frame["status"] == "förslag") & (frame["term"] == str(Term.parse(term)))]
    if own.empty:
        yield Notice("Förslag till beslut:", f"{labels.UNKNOWN}.", "muted")
        return
    for body, points in own.groupby("body", sort=False):
        if own["body"].nunique() > 1:
            yield Paragraph((Span(str(body), "strong"),))
        yield ItemList.plain(points.sort_values(["decision", "point"])["text"], ordered=True)


def _receivers(project: Project, term: str) -> Iterator[Block]:
    proposed = [d for d in project.term(term).decisions if d.status == "förslag"]
    receivers = list(dict.fromkeys(receiver for d in proposed for receiver in d.send_to))
    if receivers:
        yield ItemList.plain(labels.sentence(receiver) for receiver in receivers)
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
