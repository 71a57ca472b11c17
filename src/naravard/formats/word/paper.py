"""The paper as Word, from its first page to the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import cast

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from naravard import words
from naravard.document import Block, Document, Figure, Heading, ItemList, Paragraph, Table, text_of
from naravard.formats.layout import Layout, runs_of
from naravard.formats.word.draft import Draft
from naravard.formats.word.elements import Element, w
from naravard.formats.word.front import LISTED_LEVELS, contents, contents_of, front
from naravard.formats.word.pages import Pages, head_and_foot
from naravard.formats.word.tables import figure, grid_of, table
from naravard.formats.word.text import heading, text
from naravard.paper.checks import short

_SHORT_LEAD = 200  # signs; a longer paragraph before a table stands on its own
_PAGE_OF_CONTENTS = 15  # headings; so long a list of contents has its page to itself
_LONGEST_PROPERTY = 255
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def word_from_document(document: Document, template: bytes | None = None) -> bytes:
    """The document as .docx, the same bytes each time.

    ``template`` is a municipality's own .docx or .dotx: its styles, theme, page set-up, headers and footers are kept, and
    its text gives way to the paper. ``TemplateError`` when it cannot be used.
    """
    draft = Draft(document, template)
    head_and_foot(document, draft)
    pages = Pages(draft)
    pages.fill(_sections(document, draft, pages))
    draft.notes.write(draft.word)
    _set_properties(document, draft)
    _set_language(document.language, draft)
    return _packed(draft)


def _sections(document: Document, draft: Draft, pages: Pages) -> list[tuple[bool, list[Element]]]:
    """The paper in sections of upright and lying pages. The first is upright and begins with what introduces the paper."""
    listed = contents_of(document)
    grids = {block.number: grid_of(block) for block in document.blocks if isinstance(block, Table)}
    bookmarks = iter([bookmark for _, bookmark in listed])
    sections = [(False, [*front(document, draft), *([contents(listed, draft)] if listed else [])])]
    lying = {number for number, grid in grids.items() if grid.lying}
    for lies, blocks in runs_of(document.blocks, lying):
        elements = list(_body(blocks, grids, draft, pages.room(lying=lies), bookmarks))
        if lies != sections[-1][0]:
            sections.append((lies, elements))
            continue
        if len(listed) >= _PAGE_OF_CONTENTS and len(sections) == 1 and elements:
            elements[0].get_or_add_pPr().pageBreakBefore_val = True
        sections[-1][1].extend(elements)
    return sections


def _body(
    blocks: list[Block], grids: dict[int, Layout], draft: Draft, room: float, bookmarks: Iterator[str]
) -> Iterator[Element]:
    """The blocks of a run of pages; a sentence that leads to a table, figure or list stays with it."""
    for before, block, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        match block:
            case Heading():
                yield heading(block, draft, next(bookmarks, "") if block.level in LISTED_LEVELS else "")
            case Table():
                yield from table(block, grids[block.number], draft, room)
            case Figure():
                yield from figure(block, draft, room)
            case _:
                leads = isinstance(before, Heading) or len(text_of(block)) <= _SHORT_LEAD
                keep = isinstance(block, Paragraph) and isinstance(after, Table | Figure | ItemList) and leads
                yield from text(block, draft, keep=keep)


def _set_properties(document: Document, draft: Draft) -> None:
    """What the file tells of itself; a template's own, such as who made it, would be untrue of the paper."""
    cover = document.cover
    properties = draft.word.core_properties
    written = cast(XmlPart, draft.word.part.package.part_related_by(RT.CORE_PROPERTIES))
    for child in list(written.element):
        written.element.remove(child)
    properties.title = short(" – ".join(filter(None, (document.title, cover.subtitle))), _LONGEST_PROPERTY)
    properties.author = properties.last_modified_by = short(cover.organisation, _LONGEST_PROPERTY)
    if cover.case_number:
        properties.subject = short(f"{words.of('pages')['case_number']} {cover.case_number}", _LONGEST_PROPERTY)
        properties.keywords = short(cover.case_number, _LONGEST_PROPERTY)
    properties.language = document.language
    properties.created = properties.modified = datetime.fromisoformat(cover.date)
    properties.revision = 1


def _set_language(language: str, draft: Draft) -> None:
    """The language of all text; Word leaves English in many places of a template."""
    for part in draft.word.part.package.iter_parts():
        if isinstance(part, XmlPart):
            for element in part.element.iter(qn("w:lang"), qn("w:themeFontLang")):
                for name, value in element.attrib.items():
                    element.set(name, language if value.startswith("en-") else value)
    defaults = draft.word.styles.element.find("/".join(map(qn, ("w:docDefaults", "w:rPrDefault", "w:rPr"))))
    if defaults is not None:
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(w("lang", val=language, eastAsia=language, bidi="ar-SA"))


def _packed(draft: Draft) -> bytes:
    """The document as a file that does not tell when and where it was made, as python-docx would."""
    saved, made = io.BytesIO(), io.BytesIO()
    draft.word.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(made, "w") as archive:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.create_system = 3  # whatever system this is
            packing = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts.read(name), packing)
    return made.getvalue()
