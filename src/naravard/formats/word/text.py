"""Running text in Word: headings, paragraphs, lists, quotes and notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.shared import Pt

from naravard.document import Block, Heading, ItemList, Notice, Paragraph, Quote, Span, merged, text_of
from naravard.formats.layout import UPRIGHT_WIDTH, has_long_word
from naravard.formats.word.draft import Draft
from naravard.formats.word.elements import STEP, Element, paragraph, run, w
from naravard.formats.word.numbering import LEVELS
from naravard.paper.checks import spans_of

HEADING_SIZES = {1: 28.0, 2: 18.0, 3: 14.0, 4: 12.0, 5: 11.0, 6: 11.0}  # as in styles.xml
_STYLES = {"strong": "Strong", "emphasis": "Emphasis", "code": "HTMLCode"}
_NOTICES = {"good": "NotisBra", "bad": "NotisVarning", "muted": "NotisDampad"}
_AFTER_LIST = 10  # points
_HOST = re.compile(r"([\w.~!$&'()*+,;=:-]+@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_SAFE = "/?:@!$&'()*+,;=~%"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def heading(block: Heading, draft: Draft, contents: str = "") -> Element:
    """A heading with the bookmarks that links and, if it stands there, the contents lead to."""
    content = list(spans(block.spans, draft))
    for bookmark in filter(None, (draft.bookmarks.get(block.anchor), contents)):
        content = draft.marked(bookmark, content)
    long = has_long_word(text_of(block), HEADING_SIZES[block.level], UPRIGHT_WIDTH)
    return paragraph(draft.style(f"Heading{block.level}"), *content, hyphenated=long)


def text(block: Block, draft: Draft, *, keep: bool = False) -> Iterator[Element]:
    """A block of running text; ``keep`` holds a paragraph on the page of what follows."""
    match block:
        case Paragraph():
            yield paragraph(draft.style("BodyText"), *spans(block.spans, draft), keep=keep)
        case ItemList():
            items = list(_list(block, draft))
            for last in items[-1:]:  # items stand close to each other, and what follows the list does not
                last.get_or_add_pPr().spacing_after = Pt(_AFTER_LIST)
            yield from items
        case Quote():
            yield from _quote(block, draft)
        case Notice():
            title = [run(f"{block.title} ", draft.look("Strong"))] if block.title else []
            yield paragraph(draft.style(_NOTICES.get(block.tone, "Notis")), *title, run(block.text))
        case _:
            raise TypeError(f"not a block of text: {block!r}")


def _list(block: ItemList, draft: Draft, level: int = 0) -> Iterator[Element]:
    """A list's items; what an item holds after its first paragraph stands under it, without a mark."""
    level = min(level, LEVELS - 1)
    style = draft.style("ListNumber" if block.ordered else "ListBullet")
    number = draft.numbering.ordered(level) if block.ordered else draft.numbering.marks
    for item in block.items:
        first, *rest = item if isinstance(next(iter(item), None), Paragraph) else (Paragraph(()), *item)
        yield paragraph(style, *spans(spans_of(first), draft), num=(number, level))
        for inner in rest:
            yield from _inside(inner, draft, level + 1, "ListContinue")


def _quote(block: Quote, draft: Draft, level: int = 0) -> Iterator[Element]:
    for inner in block.blocks:
        yield from _inside(inner, draft, level + isinstance(inner, ItemList), "Quote")


def _inside(block: Block, draft: Draft, level: int, style: str) -> Iterator[Element]:
    """What stands in a list or a quote, so many steps further in."""
    match block:
        case Paragraph():
            yield paragraph(draft.style(style), *spans(block.spans, draft), left=STEP * level)
        case ItemList():
            yield from _list(block, draft, level)
        case Quote():
            yield from _quote(block, draft, level + 1)
        case _:
            raise TypeError(f"cannot stand in a list or a quote: {block!r}")


def spans(given: Iterable[Span], draft: Draft) -> Iterator[Element]:
    """Runs of text with their styles, links and footnotes."""
    for link, group in groupby(merged(given), lambda span: span.link):
        runs = [made for span in group for made in _span(span, draft)]
        yield from _linked(link, runs, draft) if link else runs


def _span(span: Span, draft: Draft) -> Iterator[Element]:
    if span.text and span.link:
        # A run has one character style, and a link's is Hyperlink: the rest is said outright.
        bold, slanted = (w(tag) if span.style == style else None for tag, style in (("b", "strong"), ("i", "emphasis")))
        yield run(span.text, draft.look("Hyperlink"), bold, slanted)
    elif span.text:
        yield run(span.text, draft.look(_STYLES[span.style]) if span.style else None)
    if span.note:
        yield draft.notes.add(span.note)


def _linked(link: str, runs: list[Element], draft: Draft) -> list[Element]:
    """The runs as a link: to a heading of the paper, or to an address that Word accepts."""
    if link.startswith("#"):
        bookmark = draft.bookmarks.get(unquote(link[1:]))
        return [w("hyperlink", *runs, anchor=bookmark, history=1)] if bookmark else runs
    if not (address := _address(link)):
        return runs
    made = w("hyperlink", *runs, history=1)
    made.set(qn("r:id"), draft.word.part.relate_to(address, RT.HYPERLINK, is_external=True))
    return [made]


def _address(link: str) -> str:
    """The link in the signs of an address, or nothing when it is none: Word calls a whole file damaged for such a link."""
    try:
        parts = urlsplit(link)
        host = parts.netloc.encode("idna").decode()
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and not _HOST.fullmatch(host):
        return ""
    path, query, fragment = (_LONE_PERCENT.sub("%25", quote(part, safe=_SAFE)) for part in parts[2:])
    return urlunsplit((parts.scheme, host, path, query, fragment))
