"""The pages of a Word document: upright and lying sections, and what stands at the head and the foot of each page."""

from __future__ import annotations

import re
from copy import deepcopy

from docx.enum.section import WD_HEADER_FOOTER, WD_ORIENTATION
from docx.oxml.ns import qn

from naravard import words
from naravard.document import Document
from naravard.formats.word.draft import Draft
from naravard.formats.word.elements import Element, field, paragraph, run
from naravard.paper.checks import short

_ONLY_ONCE = ("headerReference", "footerReference", "titlePg", "pgNumType")  # later sections go on as the first began


class Pages:
    """The page set-up of a document, upright and lying."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._setup = draft.word.element.body[-1]

    def room(self, *, lying: bool) -> float:
        """The width of the text in points."""
        setup = self._setup
        width = max(setup.page_width, setup.page_height) if lying else setup.page_width
        return float((width - setup.left_margin - setup.right_margin) / 12700)

    def fill(self, sections: list[tuple[bool, list[Element]]]) -> None:
        """Put the content into the document: sections in order, each with whether its pages lie."""
        for number, (lying, elements) in enumerate(sections, start=1):
            setup = self._turned(lying=lying, first=number == 1)
            for element in elements:
                self._setup.addprevious(element)
            if number == len(sections):
                self._setup.getparent().replace(self._setup, setup)
            else:  # the set-up of a section hangs on its last paragraph
                if elements[-1].tag != qn("w:p"):
                    self._setup.addprevious(paragraph(self._draft.style("Normal")))
                self._setup.getprevious().get_or_add_pPr().append(setup)

    def _turned(self, *, lying: bool, first: bool) -> Element:
        setup = deepcopy(self._setup)
        if not first:
            for found in [child for child in setup if child.tag in {qn(f"w:{name}") for name in _ONLY_ONCE}]:
                setup.remove(found)
        if lying and setup.page_width < setup.page_height:
            setup.page_width, setup.page_height = setup.page_height, setup.page_width
            setup.orientation = WD_ORIENTATION.LANDSCAPE
        return setup


def head_and_foot(document: Document, draft: Draft) -> None:
    """What stands on every page; a template's own is kept, and its head is only given the paper's marks.

    The first page of our own set-up has no head, since it says the same itself.
    """
    setup = draft.word.element.body[-1]
    part = draft.word.part
    heads, feet = (
        {found.get(qn("w:type")): found.get(qn("r:id")) for found in setup.findall(qn(f"w:{kind}Reference"))}
        for kind in ("header", "footer")
    )
    for kind in heads.keys() - {"first"} if document.cover.marks else ():
        part.related_parts[heads[kind]].element.append(paragraph(draft.style("Header"), _marks(document, draft)))
    if "default" not in heads:
        head, relation = part.add_header_part()  # type: ignore[no-untyped-call]
        _fill(head.element, [_head(document, draft)])
        setup.add_headerReference(WD_HEADER_FOOTER.PRIMARY, relation)
    first = [WD_HEADER_FOOTER.FIRST_PAGE] if not heads and not feet else []
    for place in [WD_HEADER_FOOTER.PRIMARY, *first] if "default" not in feet else ():
        foot, relation = part.add_footer_part()  # type: ignore[no-untyped-call]
        _fill(foot.element, _foot(document, draft))
        setup.add_footerReference(place, relation)
    if first:
        setup.titlePg_val = True


def _fill(story: Element, content: list[Element]) -> None:
    for child in list(story):
        story.remove(child)
    story.extend(content)


def _head(document: Document, draft: Draft) -> Element:
    cover = document.cover
    named = short(f"{cover.organisation} · {document.title}", 90)
    known = " · ".join(filter(None, (named, cover.case_number)))
    marks = [run(" · "), _marks(document, draft)] if cover.marks else []
    return paragraph(draft.style("Header"), run(known), *marks)


def _marks(document: Document, draft: Draft) -> Element:
    return run(" · ".join(document.cover.marks), draft.look("Markning"))


def _foot(document: Document, draft: Draft) -> list[Element]:
    style = draft.style("Footer")
    imprint = [paragraph(style, run(document.imprint))] if document.imprint else []
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    parts = re.split(r"({\w+})", words.of("pages")["page_of"])
    count = [field(fields[part], "1") if part in fields else run(part) for part in parts if part]
    return [*imprint, paragraph(style, *count, align="end")]
