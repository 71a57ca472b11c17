"""How a table is laid on the page: the width of each column, the size of its text, upright or lying page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat, takewhile
from math import ceil
from operator import itemgetter

from naravard.document import Block, Heading, Paragraph, Table
from naravard.formats.fonts import face

MM = 72 / 25.4
UPRIGHT_WIDTH = (210 - 2 * 24) * MM  # the template's margins are 24 mm on either side
LYING_WIDTH = (297 - 2 * 24) * MM
COVER_WIDTH = 150 * MM
CELL_GAP = 10.0  # the blank between the texts of two columns, in points

_UPRIGHT_SIZES = (9.0, 8.25)
_LYING_SIZES = (9.0, 8.0, 7.25)
_TEXT_WIDTH = 72.0  # a column of words narrower than this is a column of single words
_WORD_WIDTH = 96.0  # a longer word than this is hyphenated
_SLACK = 34.0  # how much a column may be widened beyond what its text needs
_SAFETY = 1.02
_BEFORE_FIGURES = "▲▼●−–-+±≥≤<>~ \u00a0\u202f"
_TITLE_SIZES = (38.0, 32.0, 26.0, 21.0, 17.0)
_SHORT_TITLE_SIZES = _TITLE_SIZES[2:]
_TITLE_HEIGHT = 66 * MM
_NARROW_TEXT_WIDTH = 52.0  # still a column of words when that spares a lying page
_MOST_LINES = 8
_CALM_LINES = 4  # a row of more lines than this asks for a smaller size or a lying page
_WHOLE_HEIGHT = 170.0  # a table whose rows are lower than this together is not broken over pages
_FIRST_ROWS = 2  # so many rows stand at least where a table begins
_CAPTION_HEIGHT = 36.0


@dataclass(frozen=True)
class Layout:
    """A table's place: column widths and text size in points, whether its page lies down, and whether it stays whole.

    ``beginning`` is the height in points of its caption, heads and first rows, which are not parted. Only columns with a
    word wider than themselves are hyphenated: elsewhere hyphens would only unsettle the page.
    """

    widths: tuple[float, ...]
    hyphenated: tuple[bool, ...]
    size: float
    lying: bool
    whole: bool
    beginning: float = 0.0


def layout_of(table: Table) -> Layout | None:
    """The calmest layout that the table fits in, or None when it is too wide even for a lying page."""
    upright = [trial for size in _UPRIGHT_SIZES if (trial := _trial(table, size, lying=False))]
    if upright:
        return next((layout for layout, lines in upright if lines <= _CALM_LINES), upright[-1][0])
    narrow = _trial(table, _UPRIGHT_SIZES[-1], lying=False, text_width=_NARROW_TEXT_WIDTH)
    if narrow and narrow[1] <= _MOST_LINES:  # a lying page is a page of its own, so it has to be worth it
        return narrow[0]
    lying = (_trial(table, size, lying=True) for size in _LYING_SIZES)
    return next((trial[0] for trial in lying if trial), None)


def _trial(table: Table, size: float, *, lying: bool, text_width: float = _TEXT_WIDTH) -> tuple[Layout, int] | None:
    """The table in this size with the lines that its highest row takes, or None when it does not fit."""
    room = LYING_WIDTH if lying else UPRIGHT_WIDTH
    needs = [_needs(table, position, size, text_width) for position in range(len(table.columns))]
    if sum(least for least, _ in needs) > room:
        return None
    widths = tuple(_shared(needs, room))
    texts = [[column.heading for column in table.columns], *([cell.text for cell in row] for row in table.rows)]
    lines = [max(map(_lines, row, widths, repeat(size)), default=1) for row in texts]
    heights = [count * 1.25 * size + 9.2 for count in lines]
    beginning = round(_CAPTION_HEIGHT + sum(heights[: 1 + _FIRST_ROWS]))
    hyphenated = tuple(_has_wide_word(table, position, size, width) for position, width in enumerate(widths))
    layout = Layout(widths, hyphenated, size, lying, sum(heights[1:]) <= _WHOLE_HEIGHT, beginning)
    return layout, max(lines[1:], default=1)


def _has_wide_word(table: Table, position: int, size: float, width: float) -> bool:
    texts = (table.columns[position].heading, *(row[position].text for row in table.rows))
    return any(face(bold=True).width(word, size) > width - CELL_GAP for text in texts for word in text.split())


def _lines(text: str, width: float, size: float) -> int:
    """How many lines a cell takes, counted as if the words filled them by nine tenths."""
    return sum(max(1, ceil(face().width(line, size) / (0.9 * (width - CELL_GAP)) - 0.1)) for line in text.split("\n"))


def _needs(table: Table, position: int, size: float, text_width: float) -> tuple[float, float]:
    """The least and the natural width of a column with its gap: figures stand on one line, words break at blanks."""
    column = table.columns[position]
    # Good and bad cells are bold; then every cell is measured as bold.
    bold = face(bold=True)
    body = bold if any(row[position].tone in ("good", "bad") for row in table.rows) else face()
    texts = [line for row in table.rows for line in row[position].text.split("\n")]
    figures = [text for text in texts if column.align == "end" and text.lstrip(_BEFORE_FIGURES)[:1].isdigit()]
    words = [word for text in texts for word in text.split(" ")] if len(figures) < len(texts) else []
    natural = max((body.width(text, size) for text in texts), default=0.0)
    heading_word = max(bold.width(word, size) for word in column.heading.split(" "))
    heading = bold.width(column.heading, size)
    word = max((body.width(word, size) for word in words), default=0.0)
    least = max([min(max(word, heading_word), _WORD_WIDTH), *(body.width(text, size) for text in figures)])
    if column.align == "end":
        natural = max(least, min(max(natural, heading), 1.4 * least))
    else:
        natural = max(natural, heading, least)
        least = max(least, min(natural, text_width))
    return least * _SAFETY + CELL_GAP, natural * _SAFETY + CELL_GAP


def _shared(needs: list[tuple[float, float]], room: float) -> Iterator[float]:
    """Each column gets its least; the rest goes to those that want more, and what is left over a little to all."""
    spare = room - sum(least for least, _ in needs)
    wanted = sum(natural - least for least, natural in needs)
    if wanted > spare:
        yield from (round(least + (natural - least) * spare / wanted, 2) for least, natural in needs)
    else:
        slack = min((spare - wanted) / len(needs), _SLACK)
        yield from (round(natural + slack, 2) for _, natural in needs)


def title_size(title: str, *, own_page: bool) -> float:
    """The size of the title on the cover: the largest that leaves room for the subtitle within the field of colour."""
    sizes = _TITLE_SIZES if own_page else _SHORT_TITLE_SIZES
    return next((size for size in sizes if _title_height(title, size) <= _TITLE_HEIGHT), sizes[-1])


def _title_height(title: str, size: float) -> float:
    return 1.25 * size * ceil(face(bold=True).width(title, size) / (0.85 * COVER_WIDTH))


def has_long_word(heading: str, size: float, room: float) -> bool:
    """Whether a word of the heading is wider than its line, so that it must be hyphenated."""
    return any(face(bold=True).width(word, size) > room for word in heading.split())


def runs_of(blocks: tuple[Block, ...], lying: set[int]) -> list[tuple[bool, list[Block]]]:
    """The blocks in runs of upright and lying pages; ``lying`` holds the numbers of the wide tables.

    The heading of a wide table, with a sentence or two between them, goes along with it, so that it does not stay alone
    on the page before.
    """
    lies = [isinstance(block, Table) and block.number in lying for block in blocks]
    for place in [place for place, wide in enumerate(lies) if wide]:
        lead_in = _lead_in(blocks[:place])
        lies[place - lead_in : place] = [True] * lead_in
    pairs = groupby(zip(lies, blocks, strict=True), key=itemgetter(0))
    return [(wide, [block for _, block in run]) for wide, run in pairs]


def _lead_in(before: Sequence[Block]) -> int:
    """How many of the blocks before a table, at the end, belong to it: headings, and a paragraph or two after them."""
    text = 0
    while text < min(2, len(before)) and isinstance(before[-1 - text], Paragraph):
        text += 1
    headings = takewhile(lambda block: isinstance(block, Heading), reversed(before[: len(before) - text]))
    count = len(list(headings))
    return text + count if count else 0
