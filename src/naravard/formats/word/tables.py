"""Tables and figures in Word, each with its caption, notes and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from naravard import words
from naravard.document import Cell, Figure, Table
from naravard.formats.layout import LYING_WIDTH, UPRIGHT_WIDTH, Layout, layout_of
from naravard.formats.word.draft import Draft
from naravard.formats.word.elements import Element, field, paragraph, run, w

_SAID = words.of("pages")
_TONES = {"good": "BraUtfall", "bad": "SamreUtfall", "muted": "Dampat"}
_TEXT_SIZE = 18  # of the style Tabelltext, in half points


def grid_of(table: Table) -> Layout:
    """The table's layout, as in the PDF; a table too wide for any page is left for the officer to mend in Word."""
    count = len(table.columns)
    return layout_of(table) or Layout((LYING_WIDTH / count,) * count, (True,) * count, 7.0, lying=True, whole=False)


def table(block: Table, grid: Layout, draft: Draft, room: float) -> Iterator[Element]:
    """A table on a page whose text is ``room`` points wide: caption, table, notes and source."""
    under = [text for text in (*block.notes, block.source) if text]
    yield _caption(_SAID["table"], block, draft, keep=True)
    yield _table(block, grid, draft, room, followed=bool(under))
    for position, text in enumerate(under, start=1):
        yield paragraph(draft.style("Kalla"), run(text), keep=position < len(under))
    if not under:  # Word joins a table with what follows it, unless a paragraph parts them
        yield paragraph(draft.style("Kalla"))


def figure(block: Figure, draft: Draft, room: float) -> Iterator[Element]:
    """A figure no wider than ``room`` points, with its alternative text, its caption and its source."""
    picture = draft.pictures.svg(block.svg, f"{_SAID['figure']} {block.number}", block.alt, room)
    yield paragraph(draft.style("Figur"), picture)
    yield _caption(_SAID["figure"], block, draft, keep=bool(block.source))
    if block.source:
        yield paragraph(draft.style("Kalla"), run(block.source))


def _caption(word: str, block: Table | Figure, draft: Draft, *, keep: bool) -> Element:
    """A caption whose number is a field, so that it follows when an officer adds or moves tables."""
    number = field(f"SEQ {word} \\* ARABIC", str(block.number), draft.look("Etikett"))
    label = (run(f"{word} ", draft.look("Etikett")), number, run(". ", draft.look("Etikett")))
    return paragraph(draft.style("Caption"), *label, run(block.caption), keep=keep)


def _table(block: Table, grid: Layout, draft: Draft, room: float, *, followed: bool) -> Element:
    """The table itself. Its last two rows and what follows them stay together, and all of it if it is not to be broken.

    The first rows of a table that is broken are not held together: LibreOffice would lose the rest of it.
    """
    scale = min(1.0, room / (LYING_WIDTH if grid.lying else UPRIGHT_WIDTH))
    widths = [round(width * scale * 20) for width in grid.widths]
    size = int(grid.size * scale * 2)

    def row(cells: Iterable[Cell], styles: list[str], *properties: Element, keep: bool) -> Element:
        made = w("tr", w("trPr", w("cantSplit"), *properties))
        for cell, column, width, hyphenated, style in zip(
            cells, block.columns, widths, grid.hyphenated, styles, strict=True
        ):
            words = paragraph(style, *_words(cell, size, draft), keep=keep, hyphenated=hyphenated, align=column.align)
            made.append(w("tc", w("tcPr", w("tcW", w=width, type="dxa")), words))
        return made

    count, heads = len(block.columns), block.row_headers
    headings = [Cell(column.heading) for column in block.columns]
    body = [draft.style("Tabellradrubrik")] * heads + [draft.style("Tabelltext")] * (count - heads)
    last = len(block.rows) - 1
    return w(
        "tbl",
        _properties(block, sum(widths), draft),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        row(headings, [draft.style("Tabellrubrik")] * count, w("tblHeader"), keep=True),
        *(
            row(cells, body, keep=followed if position == last else grid.whole or position == last - 1)
            for position, cells in enumerate(block.rows)
        ),
    )


def _properties(block: Table, width: int, draft: Draft) -> Element:
    """What holds for the whole table: its style, its width, which cells head the others, and what it is, in words."""
    first = int(block.row_headers > 0)
    look = {"firstRow": 1, "lastRow": 0, "firstColumn": first, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    count = len(block.rows)
    headings = ", ".join(" ".join(column.heading.split()) for column in block.columns)
    described = _SAID["word"]["table"]["one" if count == 1 else "many"].format(count=count, headings=headings)
    return w(
        "tblPr",
        w("tblStyle", val=draft.style("Rapporttabell")),
        w("tblW", w=width, type="dxa"),
        # Widths are measured for the house's own typeface; in another, Word may widen a column rather than break a word.
        w("tblLayout", type="autofit" if draft.templated else "fixed"),
        w("tblLook", val="06A0" if first else "0620", **look),
        w("tblCaption", val=block.caption),
        w("tblDescription", val=described),
    )


def _words(cell: Cell, size: int, draft: Draft) -> Iterator[Element]:
    """A cell's text in its tone, and in its size where that is not the style's own."""
    if cell.text:
        tone = draft.look(_TONES[cell.tone]) if cell.tone in _TONES else None
        sizes = (None, None) if size == _TEXT_SIZE else (w("sz", val=size), w("szCs", val=size))
        yield run(cell.text, tone, *sizes)
