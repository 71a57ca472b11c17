"""The official's memo to the board (tjänsteskrivelse), under the headings that the municipality uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter

from naravard import labels, measures, writing
from naravard.document import Block, Heading, ItemList, Paragraph, Passage, Span
from naravard.model import Project
from naravard.prose.follow_up import conclusion, money_line, summary, text
from naravard.prose.project import SAID, purpose
from naravard.terms import Term
from naravard.writing import say, word

_SAID = SAID["memo"]


def memo(project: Project, term: str) -> Passage:
    """The memo's sections in the order that plan.toml gives. A heading that is not known here takes the analyst's text."""
    blocks: list[Block] = []
    known = {heading: section for section, headings in _SAID["headings"].items() for heading in headings}
    for heading in project.plan.memo.headings:
        section = known.get(heading.casefold())
        blocks.append(Heading(2, (Span(heading),)))
        blocks += _SECTIONS[section](project, term) if section else text(project, term, heading).blocks
        written = _SAID["texts"].get(section)
        if written in project.term(term).texts:
            blocks += text(project, term, written).blocks
    return Passage((*blocks, *_signatures(project)))


def _summary(project: Project, term: str) -> Iterator[Block]:
    """Neutral: what the matter is and how it stands, not what is proposed."""
    yield Paragraph.plain(say(_SAID["matter"], measures.subject.row(project, term)))
    yield conclusion(project, term)


def _matter(project: Project, term: str) -> Iterator[Block]:
    yield purpose(project)
    yield from summary(project, term).blocks


def _economy(project: Project, term: str) -> Iterator[Block]:
    yield Paragraph.plain(money_line(project, term))


def _papers(project: Project, term: str) -> Iterator[Block]:
    row = measures.subject.row(project, term)
    yield ItemList.plain(say(_SAID["paper"], row, paper=paper) for paper in _SAID["papers"])


def _proposals(project: Project, term: str) -> Iterator[Block]:
    """The proposed points of the term, numbered, in wording that can be pasted into the minutes."""
    rows, when = measures.decisions.rows(project, term), str(Term.parse(term))
    bodies = measures.grouped((row for row in rows if row["status"] == "förslag" and row["term"] == when), "body")
    if not bodies:
        yield writing.notice(_SAID["no_proposals"])
    for own in bodies.values():
        if len(bodies) > 1:
            yield Paragraph.plain(word(own[0], "body"), "strong")
        points = sorted(own, key=itemgetter("decision", "point"))
        yield ItemList.plain((word(row, "text") for row in points), ordered=True)


def _receivers(project: Project, term: str) -> Iterator[Block]:
    proposed = [row for row in measures.records(project, "beslut", term) if row["status"] == "förslag"]
    receivers = measures.grouped((row | {"receiver": who} for row in proposed for who in row["send_to"]), "receiver")
    if receivers:
        yield ItemList.plain(word(rows[0], "send_to", labels.sentence(who)) for who, rows in receivers.items())
    else:
        yield writing.notice(_SAID["no_receivers"])


def _signatures(project: Project) -> Iterator[Block]:
    signed = project.plan.memo.signed_by
    if signed:
        yield Paragraph((Span(project.plan.project.municipality.upper(), "strong"),))
        yield from (Paragraph.plain(labels.sentence(role)) for role in signed)


_SECTIONS: dict[str, Callable[[Project, str], Iterator[Block]]] = {
    "summary": _summary,
    "matter": _matter,
    "economy": _economy,
    "papers": _papers,
    "proposals": _proposals,
    "receivers": _receivers,
}
"""The parts of the memo; ``words`` has the headings under which each stands."""
