"""The beginning of a paper in Word: who gives it, its title, in which matter, and for a long one what it contains."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from docx.shared import Pt

from naravard import words
from naravard.document import Document, Heading, Span, text_of
from naravard.formats.word.draft import SVG_ADDRESS, Draft, svg_of
from naravard.formats.word.elements import Element, field_ends, paragraph, run, w
from naravard.formats.word.text import heading

_LOGO_WIDTH, _LOGO_HEIGHT = 170.0, 51.0  # points
_AFTER_FACTS = 20  # points
_MANY_HEADINGS = 8  # a paper with as many has a list of contents
LISTED_LEVELS = (2, 3)
_SAID = words.of("pages")


def front(document: Document, draft: Draft) -> Iterator[Element]:
    """Logo, organisation, marks, title and facts. A template has a logo of its own."""
    cover, look = document.cover, document.cover.look
    if look.logo and not draft.templated:
        yield paragraph(draft.style("Organisation"), _logo(look.logo, look.logo_alt, draft))
    yield paragraph(draft.style("Organisation"), run(cover.organisation))
    if cover.marks:
        yield paragraph(draft.style("Normal"), run(" · ".join(cover.marks), draft.look("Markning")))
    yield heading(Heading(1, (Span(document.title),)), draft)
    if cover.subtitle:
        yield paragraph(draft.style("Subtitle"), run(cover.subtitle))
    case = ((_SAID["case_number"], cover.case_number),) if cover.case_number else ()
    facts = [
        paragraph(draft.style("Uppgift"), run(name, draft.look("Uppgiftsnamn")), w("r", w("tab")), run(text))
        for name, text in (*case, *cover.facts)
    ]
    for last in facts[-1:]:
        last.get_or_add_pPr().spacing_after = Pt(_AFTER_FACTS)
    yield from facts


def _logo(address: str, alt: str, draft: Draft) -> Element:
    if address.startswith(SVG_ADDRESS):
        return draft.pictures.svg(svg_of(address), _SAID["logo"], alt, _LOGO_WIDTH, _LOGO_HEIGHT)
    png = base64.b64decode(address.partition(",")[2])
    return draft.pictures.png(png, _SAID["logo"], alt, _LOGO_WIDTH, _LOGO_HEIGHT)


def contents_of(document: Document) -> list[tuple[Heading, str]]:
    """The headings that a long paper's contents list, each with its bookmark; none for a short paper."""
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.level in LISTED_LEVELS]
    if len(headings) < _MANY_HEADINGS or not document.cover.own_page:
        return []
    return [(heading, f"_Toc{number:08d}") for number, heading in enumerate(headings, start=1)]


def contents(listed: list[tuple[Heading, str]], draft: Draft) -> Element:
    """The list of contents, a field that Word updates.

    Which page a heading stands on only Word knows, and it fills that in when the field is updated or the paper printed.
    """
    entries = [
        paragraph(draft.style(f"TOC{heading.level}"), _entry(text_of(heading), mark)) for heading, mark in listed
    ]
    before, after = field_ends(f'TOC \\o "{LISTED_LEVELS[0]}-{LISTED_LEVELS[-1]}" \\h \\z \\u')
    for element in before:
        entries[0][-1].addprevious(element)
    entries[-1].extend(after)
    kind = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    title = paragraph(draft.style("TOCHeading"), run(_SAID["contents"]))
    return w("sdt", w("sdtPr", kind), w("sdtContent", title, *entries))


def _entry(text: str, bookmark: str) -> Element:
    before, after = field_ends(f"PAGEREF {bookmark} \\h")
    return w("hyperlink", run(" ".join(text.split())), w("r", w("tab")), *before, *after, anchor=bookmark, history=1)
