"""Whether a PDF says what its document says, and conforms: one gate for all papers.

Conformance is not enough: a PDF whose tables have no heads, whose order is reversed or whose language is wrong conforms to
every rule a machine checks. So the gate reads the paper back from its tags and compares it with the document.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest

import page
import pikepdf

from meaning import caption_of, of_document, squeezed
from naravard.document import Block, Document, Figure, Heading, Table, text_of
from naravard.paper.checks import spans_of
from pdf_tags import Tag, tags_of

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
BOOKMARKED = 3
_UNSPOKEN = ("Lbl", "Note", "TOC", "Figure")  # numbers, notes, the contents and pictures are compared by themselves
_PROFILES = {
    "2a": (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A),
    "3a": (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A),
}


def gate(pdf: bytes, document: Document, archive: str = "2a") -> list[str]:
    """All that is wrong with the PDF of the document; empty when it may be published."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = tags_of(opened)
        return [
            *nonconformities(pdf, archive),
            *_first_difference("the meaning", list(_parts(root)), of_document(document)),
            *_first_difference("the words in order", _letters(root.text(without=_UNSPOKEN)), _expected(document)),
            *_first_difference("the footnotes", _notes(root), _expected_notes(document)),
            *_frame_faults(opened, root, document),
            *_reference_faults(opened, root),
        ]


def nonconformities(pdf: bytes, archive: str = "2a") -> list[str]:
    """What page-validation finds against the standards of the archive format, without its one false alarm.

    page 0.11 counts compressed data that ends in a carriage return (one stream in 256) one byte too short. So its word on
    lengths is taken only when qpdf, which reads the streams by their lengths, finds a fault too.
    """
    unlimited = page.SafetyLimits.unlimited()
    found = [
        f"{profile.value}: {failure.rule_id} {failure.message}"
        for profile in _PROFILES[archive]
        for failure in page.validate_pdf_bytes(pdf, profile=profile, limits=unlimited).failures
    ]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        lengths_hold = not opened.check_pdf_syntax()
    return [failure for failure in found if not (lengths_hold and "STREAM-LENGTH-001" in failure)]


def of_pdf(pdf: bytes) -> list[tuple]:
    """The parts of the paper as its tags tell them, to be compared with ``meaning.of_document``."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(_parts(tags_of(opened)))


def _parts(tag: Tag) -> Iterator[tuple]:
    inner = [part for part in tag.parts if isinstance(part, Tag)]
    captions = [part for part in inner if part.kind == "Caption"]
    for part, following in zip(inner, [*inner[1:], None], strict=False):
        if part.kind in HEADINGS:
            if following is None or following.kind != "TOC":  # the heading of the contents is none of the paper's own
                yield ("heading", int(part.kind[1]), squeezed(part.text(without=_UNSPOKEN)))
        elif part.kind == "Table":
            yield _table(part)
        elif part.kind == "Figure":
            if captions:  # a picture without a caption is the logo
                yield ("figure", squeezed(part.alt), caption_of(captions[0].text()))
        else:
            yield from _parts(part)


def _table(table: Tag) -> tuple:
    head, *body = [list(row.inside("TH", "TD")) for row in table.inside("TR")] or [[]]
    headings = tuple(squeezed(cell.text()) for cell in head if (cell.kind, cell.scope) == ("TH", "Column"))
    rows = tuple(tuple(squeezed(cell.text()) for cell in row) for row in body)
    heads = {_row_heads(row) for row in body}
    caption = "".join(caption.text() for caption in table.inside("Caption"))
    return ("table", caption_of(caption), headings, rows, heads.pop() if len(heads) == 1 else -1)


def _row_heads(row: list[Tag]) -> int:
    """How many cells head the row; -1 when they are not its first ones."""
    heads = [(cell.kind, cell.scope) == ("TH", "Row") for cell in row]
    count = sum(heads)
    return count if all(heads[:count]) and not any(cell.kind == "TH" for cell in row[count:]) else -1


def _expected(document: Document) -> str:
    """All words of the document in the order they are read, with the contents' heading but not the contents."""
    cover = document.cover
    case = ("Diarienummer", cover.case_number) if cover.case_number else ()
    frame = (cover.organisation, *cover.marks, document.title, cover.subtitle, *case, *chain(*cover.facts))
    contents = "Innehåll" if cover.own_page and any(isinstance(block, Heading) for block in document.blocks) else ""
    return _letters("".join((*frame, document.imprint, contents, *map(_words, document.blocks))))


def _words(block: Block) -> str:
    match block:
        case Table():
            cells = (cell.text for row in block.rows for cell in row)
            headings = (column.heading for column in block.columns)
            return "".join((f"Tabell {block.number}.", block.caption, *headings, *cells, *block.notes, block.source))
        case Figure():
            return f"Figur {block.number}. {block.caption} {block.source}"
    return text_of(block)


def _letters(text: str) -> str:
    """The text without blanks, since the tags part neither cells nor paragraphs by them."""
    return squeezed(text).replace(" ", "")


def _notes(root: Tag) -> list[str]:
    return [squeezed(note.text(without=("Lbl",))) for note in root.inside("Note")]


def _expected_notes(document: Document) -> list[str]:
    return [squeezed(span.note) for block in document.blocks for span in spans_of(block) if span.note]


def _first_difference(name: str, found: object, expected: object) -> Iterator[str]:
    """Where the two first differ, told by the way there; words are shown with those around them."""
    if found == expected:
        return
    if not found or not expected or type(found) is not type(expected) or not isinstance(found, list | tuple | str):
        yield f"{name}: {str(found)[:100]!r} instead of {str(expected)[:100]!r}"
        return
    pairs = zip_longest(found, expected, fillvalue="nothing")
    at, (one, other) = next((at, pair) for at, pair in enumerate(pairs) if pair[0] != pair[1])
    if isinstance(found, str) and isinstance(expected, str):
        excerpts = (text[max(0, at - 20) : at + 30] for text in (found, expected))
        yield f"{name}: {next(excerpts)!r} instead of {next(excerpts)!r}"
    else:
        yield from _first_difference(f"{name}, {at}", one, other)


def _frame_faults(opened: pikepdf.Pdf, root: Tag, document: Document) -> Iterator[str]:
    """Language, title, logo and bookmarks."""
    languages = {str(opened.Root.get("/Lang", "")), *(tag.language for tag in root.inside() if tag.language)}
    if languages != {document.language}:
        yield f"the language is {sorted(languages)}"
    with opened.open_metadata() as metadata:
        title = metadata.get("dc:title")
    if title != " – ".join(filter(None, (document.title, document.cover.subtitle))):
        yield f"the title is {title!r}"
    if opened.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "the window does not show the title"
    look = document.cover.look
    logos = [figure.alt for figure in list(root.inside("Figure"))[: 1 if look.logo else 0]]
    if logos != ([look.logo_alt] if look.logo else []):
        yield f"the logo's alternative text is {logos}"
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.level <= BOOKMARKED]
    expected = [(1, document.title), *((heading.level, squeezed(text_of(heading))) for heading in headings)]
    with opened.open_outline() as outline:
        yield from _first_difference("the bookmarks", list(_bookmarks(outline.root, 1)), expected)


def _bookmarks(items: Iterable[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, squeezed(item.title)
        yield from _bookmarks(item.children, level + 1)


def _reference_faults(opened: pikepdf.Pdf, root: Tag) -> Iterator[str]:
    """Each cell names the heads of its column and its row, and a reader finds them by these names."""
    tree = opened.Root.get("/StructTreeRoot", pikepdf.Dictionary()).get("/IDTree")
    known = {bytes(name) for name in _names(tree)} if tree is not None else set()
    for number, table in enumerate(root.inside("Table"), start=1):
        rows = [list(row.inside("TH", "TD")) for row in table.inside("TR")]
        for row in rows[1:]:
            heads = {cell.identity for cell in row if cell.kind == "TH"}
            for column, cell in zip(rows[0], row, strict=False):
                wanted = {column.identity} | (heads if cell.kind == "TD" else set())
                if set(cell.headers) != wanted or not wanted <= known:
                    yield f"table {number}: the cell {squeezed(cell.text())!r} does not lead to its heads"
                    return


def _names(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield from list(node.get("/Names", []))[::2]
    for kid in node.get("/Kids", []):
        yield from _names(kid)
