"""How wide the columns and how high the rows of a sheet are, so that all its text is seen."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from naravard.document import Cell, Column, Table
from naravard.formats.fonts import face
from naravard.formats.typed_cells import column_cells, number_in

UPRIGHT = 96  # a page of A4 in Excel's own measure, the width of a figure
ARROW = 5  # what the filter's arrow takes beside a heading, with its indent

_ROOM = 132  # what the columns of a table share: a lying page, or the width of a usual screen
_WIDEST = 60
_HEAD = 36  # what heads a row is not squeezed below this
_LONG_WORD = 24
_NARROWEST = 8
_SIZE, _LINE, _HIGHEST = 11.0, 15.0, 409.0  # points; the last is the highest row that Excel has
_FIGURE = 5.2  # points: a figure in Excel's typeface; words in ours measured by it always have room in Excel's


def widths_of(table: Table, headings: Sequence[str]) -> list[int]:
    """The columns' widths in figures: numbers stand on one line, and words share the room that is left."""
    needs = [
        _needs(column_cells(table, position), table.columns[position], heading, heads=position < table.row_headers)
        for position, heading in enumerate(headings)
    ]

    def within(widest: int) -> list[int]:
        return [min(natural, max(least, widest)) for least, natural in needs]

    calm = (widths for widest in range(_WIDEST, _NARROWEST, -1) if sum(widths := within(widest)) <= _ROOM)
    return next(calm, within(_NARROWEST))


def _needs(cells: Sequence[Cell], column: Column, heading: str, *, heads: bool) -> tuple[int, int]:
    """The least and the natural width of a column."""
    lines = [line for cell in cells for line in cell.text.split("\n")]
    natural = max(map(_wide, lines), default=0) + 3
    word = max((_wide(word) for line in lines for word in line.split(" ")), default=0) + 2
    number = max((_wide(cell.text) for cell in cells if number_in(cell, column)), default=0) + 3
    heading_word = max((_wide(word, bold=True) for word in heading.split()), default=0) + ARROW
    least = max(min(word, _LONG_WORD), min(heading_word, _LONG_WORD), number, _NARROWEST)
    if heads:
        least = max(least, min(natural, _HEAD))
    return least, max(least, min(natural, _WIDEST), min(_wide(heading, bold=True) + ARROW, _LONG_WORD))


def _wide(text: str, *, bold: bool = False) -> int:
    return ceil(face(bold=bold).width(text, _SIZE) / _FIGURE)


def height_of(texts: Sequence[str], widths: Sequence[int], *, bold: bool = False) -> float:
    """The height in points of a row with these texts. Excel finds it by itself, but other programs would cut the text."""
    lines = max(_lines(text, width, bold=bold) for text, width in zip(texts, widths, strict=True))
    return min(_LINE * lines + 4, _HIGHEST)


def _lines(text: str, width: int, *, bold: bool) -> int:
    """How many lines the text takes in a column of that width, of which the indent takes one figure."""
    letters = face(bold=bold)
    blank, room = letters.width(" ", _SIZE), (width - 1) * _FIGURE
    count = 0
    for line in text.split("\n"):
        count, end = count + 1, 0.0
        for word in (letters.width(word, _SIZE) for word in line.split(" ")):
            if end and end + blank + word > room:
                count, end = count + 1, word
            else:
                end += (blank if end else 0) + word
    return count
