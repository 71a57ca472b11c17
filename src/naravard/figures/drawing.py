"""The sheet that figures are drawn on: as wide as a paper's text, measured in points from the upper left corner.

A figure places every text itself, with the width that the text really has, so that nothing is cut and nothing overlaps; and
a sheet holds nothing but what was put on it, so that it is drawn fast and is small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle, Wedge
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from naravard.document import Figure, Passage, Value
from naravard.document import Text as RunningText
from naravard.figures.scalable import SvgRenderer
from naravard.figures.typeface import UNITS, face, width
from naravard.words import of as words_of

OWN, QUIET, PALE, FAINT, INK = "#0f4c5c", "#7d8d93", "#c3d0d3", "#eef3f4", "#1d2b30"
SOFT = "#52636a"  # words of less weight; still dark enough to read
WIDTH = 162 / 25.4 * 72  # the text width of a paper's A4 page
TALLEST = 208 / 25.4 * 72  # what a page holds beside the heading, the caption and the source
SMALLEST = 7.0  # no text is smaller
LEADING = 1.2
_KEPT = re.compile(r"(?<=\d) (?=år\b|dagar\b|kr\b|%)|(?<=\båk) (?=\d)")  # blanks at which no line may end


class Sheet:
    """A drawing surface of the papers' width and ``height`` points; x runs to the right and y down, both in points."""

    def __init__(self, height: float) -> None:
        self.width, self.height = WIDTH, height
        self.artists: list[Artist] = []
        self.texts: list[Text] = []
        self.points: Transform = Affine2D().scale(1, -1).translate(0, height)  # matplotlib draws from the lower left

    @property
    def drawn(self) -> list[Artist]:
        """All that is on the sheet, the nearest last; of what is equally near, texts and then what was put there last."""
        return sorted([*self.artists, *self.texts], key=lambda artist: artist.get_zorder())

    def write(
        self, x: float, y: float, words: str, size: float = 8, *, color: str = INK, bold: bool = False, align: str = "left"
    ) -> None:  # fmt: skip
        """Words on one line; ``y`` is the line they stand on, ``align`` is which part of them is at ``x``."""
        if size < SMALLEST:
            raise ValueError(f"text of {size} points is too small to read: {words!r}; use {SMALLEST} or more")
        self.texts.append(
            _Words(x, y, words, transform=self.points, fontproperties=face(bold), fontsize=size, color=color, ha=align)
        )

    def lines(
        self, x: float, top: float, lines: Iterable[str], size: float = 8, *, color: str = INK, bold: bool = False
    ) -> float:
        """Lines of text from ``top`` downwards; the answer is where they end."""
        for line in lines:
            self.write(x, top + size * 0.93, line, size, color=color, bold=bold)
            top += size * LEADING
        return top

    def line(self, xs: Iterable[float], ys: Iterable[float], *, field: Field | None = None, **style: Any) -> None:
        """A line through the points; on a ``field`` they are values, else points of the sheet."""
        self.artists.append(
            Line2D(list(xs), list(ys), transform=self._in(field), **{"solid_capstyle": "butt", **style})
        )

    def box(self, x: float, y: float, width: float, height: float, *, field: Field | None = None, **style: Any) -> None:
        """A rectangle from its upper left corner."""
        self.artists.append(Rectangle((x, y), width, height, transform=self._in(field), **{"linewidth": 0, **style}))

    def shape(self, corners: Sequence[tuple[float, float]], **style: Any) -> None:
        """A filled outline."""
        self.artists.append(Polygon(corners, transform=self.points, **{"linewidth": 0, **style}))

    def wedge(self, x: float, y: float, radius: float, start: float, end: float, **style: Any) -> None:
        """A part of a disc, from one angle to another, both in degrees."""
        self.artists.append(Wedge((x, y), radius, start, end, transform=self.points, **style))

    def curve(self, x0: float, y0: float, x1: float, y1: float, **style: Any) -> None:
        """A line that leaves and arrives level, as between the boxes of a tree."""
        middle = (x0 + x1) / 2
        path = Path(
            [(x0, y0), (middle, y0), (middle, y1), (x1, y1)], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
        )
        self.artists.append(PathPatch(path, transform=self.points, facecolor="none", **style))

    def svg(self) -> str:
        """The sheet as SVG. Text becomes outlines, since the fonts of a page do not reach into its pictures; ``data-words`` says
        which words they are.
        """
        written = SvgRenderer(self.width, self.height)
        for artist in self.drawn:
            artist.draw(written)
        return written.text()

    def _in(self, field: Field | None) -> Transform:
        return self.points if field is None else field.placed() + self.points


class _Words(Text):
    """Words on one line. Where their letters stand is known; matplotlib would lay them out once more."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw the words."""
        words, font, (x, y) = self.get_text(), self.get_fontproperties(), self.get_position()
        before = {"left": 0.0, "center": 0.5, "right": 1.0}[self.get_horizontalalignment()]
        x -= before * width(words, font) * font.get_size_in_points() / UNITS
        x, y = self.get_transform().transform((x, y))
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        renderer.draw_text(gc, x, y, words, font, 0)
        gc.restore()


@dataclass(frozen=True)
class Field:
    """A part of a sheet with scales of its own: ``x`` and ``y`` are the values at its left and right, bottom and top.

    Without ``y`` the upright scale is the sheet's.
    """

    left: float
    width: float
    x: tuple[float, float]
    top: float = 0
    height: float = 0
    y: tuple[float, float] | None = None

    @property
    def span(self) -> float:
        """How far the level scale reaches; one step where all its values are the same, such as amounts that are all 0."""
        return (self.x[1] - self.x[0]) or 1.0

    def at(self, x: float) -> float:
        """Where on the sheet a value of the level scale lies."""
        return self.left + (x - self.x[0]) / self.span * self.width

    def level(self, y: float) -> float:
        """Where on the sheet a value of the upright scale lies."""
        return y if self.y is None else self.top + (self.y[1] - y) / (self.y[1] - self.y[0]) * self.height

    def placed(self) -> Transform:
        """The way from values to points of the sheet."""
        across = self.width / self.span
        up = -self.height / (self.y[1] - self.y[0]) if self.y else 1.0
        return Affine2D.from_values(across, 0, 0, up, self.at(0), self.level(0))


def as_figures(
    name: str, caption: str, alt: RunningText, sheets: Iterable[Sheet], source: str, drawn: Iterable[Value] = ()
) -> Passage:
    """The sheets as figures of a paper; several are parts of one figure, whose values are told with the first.

    ``drawn`` are values that are drawn and not said in ``alt``.
    """
    drawings = [sheet.svg() for sheet in sheets]
    parts = len(drawings)
    said = words_of("figures")["parts"]
    return Passage(
        tuple(
            Figure(
                name if part == 1 else f"{name}-{part}",
                caption if parts == 1 else said["caption"].format(caption=caption, part=part, parts=parts),
                alt.text if part == 1 else said["alt"].format(caption=caption, part=part, parts=parts),
                svg,
                source=source,
                values=(*alt.values, *drawn) if part == 1 else (),
            )
            for part, svg in enumerate(drawings, start=1)
        )
    )


def pages(heights: Sequence[float], room: float = TALLEST) -> list[range]:
    """The rows that go on each sheet, so that none is taller than ``room``."""
    starts, used = [0], 0.0
    for place, height in enumerate(heights):
        if used + height > room and place > starts[-1]:
            starts.append(place)
            used = 0.0
        used += height
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(heights)], strict=True)]


def rows_on_sheets(
    heights: Sequence[float], head: float = 0.0, foot: float = 1.0
) -> Iterator[tuple[Sheet, list[tuple[int, float]]]]:
    """The sheets that rows of these heights need below a head: each with the rows on it, by number, and where they begin."""
    for places in pages(heights, TALLEST - head):
        *tops, bottom = accumulate((heights[place] for place in places), initial=head)
        yield Sheet(bottom + foot), list(zip(places, tops, strict=True))


def text_width(words: str, size: float = 8, bold: bool = False) -> float:
    """How wide words are, in points."""
    return width(words, face(bold)) * size / UNITS


def wrapped(words: str, width: float, size: float = 8, *, bold: bool = False, lines: int = 99) -> list[str]:
    """The words in lines no wider than ``width``; what does not fit in ``lines`` gives way to an ellipsis."""
    found = [""]
    words = _KEPT.sub("\u00a0", words)
    for word in (piece for given in words.split(" ") for piece in _pieces(given, width, size, bold)):
        longer = f"{found[-1]} {word}".strip()
        if text_width(longer, size, bold) <= width or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) <= lines:
        return found
    last = found[lines - 1]
    while last and text_width(f"{last}…", size, bold) > width:
        last = last[:-1].rstrip()
    return [*found[: lines - 1], f"{last}…"]


def block(lines: Sequence[str], size: float = 8) -> float:
    """How high that many lines are."""
    return len(lines) * size * LEADING


def apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Middles of things of these heights, in the order given, moved as little as keeps them off each other and on the sheet."""
    offsets, runs = [0.0], list[list[float]]()
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2)
    for middle, offset in zip(wanted, offsets, strict=True):
        runs.append([middle - offset])
        while len(runs) > 1 and _mean(runs[-2]) > _mean(runs[-1]):
            runs[-2:] = [runs[-2] + runs[-1]]
    level = [_mean(run) for run in runs for _ in run]
    first, last = top + heights[0] / 2, bottom - heights[-1] / 2 - offsets[-1]
    return [max(first, min(last, value)) + offset for value, offset in zip(level, offsets, strict=True)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """A word wider than the line is cut: after a hyphen it has, else where the line ends."""
    if text_width(word, size, bold) <= width:
        return [word]
    cut = next(
        place
        for place in range(len(word) - 1, 0, -1)
        if place == 1 or text_width(f"{word[:place]}-", size, bold) <= width
    )
    hyphen = word.rfind("-", 0, cut) + 1
    first = word[:hyphen] if hyphen else f"{word[:cut]}-"
    return [first, *_pieces(word[hyphen or cut :], width, size, bold)]
