"""A drawing of one's own, made with matplotlib or pandas, as a figure of a paper."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase

from naravard.disk import slug
from naravard.document import Figure
from naravard.figures.drawing import TALLEST, WIDTH
from naravard.figures.scalable import SvgRenderer

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

_WANTED = {
    "caption": "say in a few words what it shows",
    "alt": "say in a sentence or two what it shows, for who does not see it",
    "source": "say where its numbers come from",
}


def of(drawing: Any, *, caption: str, alt: str, source: str, name: str = "") -> Figure:
    """The drawing as a figure of a paper: in the paper's width, typeface and colours, with Swedish numbers at its axes.

    ``drawing`` is a figure or axes of matplotlib, or what ``frame.plot()`` gives. Colours and words that were chosen stay, the
    name ``0180`` of a bar too, in lines where they are long; what is matplotlib's own is changed to ours. ``alt`` says in words
    what it shows, for who does not see it; nobody else can write it. ``name`` is what its file is called, else the caption is.

    ValueError where caption, alt or source is blank; TypeError where there is no drawing.
    """
    for what, text in {"caption": caption, "alt": alt, "source": source}.items():
        if not text.strip():
            raise ValueError(f"a figure needs {what}; {_WANTED[what]}")
    figure = _figure_of(drawing)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)  # else the notebook would show it once more, as a picture without words
    return Figure(name or slug(caption), caption, alt, _svg(figure), source=source)


def _figure_of(drawing: Any) -> Drawing:
    """The figure that a drawing is or stands on; of several axes, that of the first."""
    from matplotlib.figure import Figure as Drawing

    first = next(iter(np.ravel(np.asarray(drawing, dtype=object))), None)
    found = first.get_figure(root=True) if isinstance(first, Artist) else getattr(first, "figure", None)
    if not isinstance(found, Drawing):
        raise TypeError(
            f"figures.of takes a figure or axes of matplotlib, or what frame.plot() gives, not {type(drawing).__name__}"
        )
    return found


def _svg(figure: Drawing) -> str:
    """The figure in our style, as wide as a paper's text, with nothing cut."""
    from matplotlib.style import context

    from naravard.figures import style

    _Canvas(figure)
    figure.set_dpi(72)
    wide, high = figure.get_size_inches()
    high = min(high / wide * WIDTH, TALLEST)
    outside = [0.0] * 4  # left, above, right, below
    with context(style.SHEET):
        style.restyle(figure)
        for _ in range(2):  # what reaches outside all the same gets its room the second time
            renderer = SvgRenderer(WIDTH - outside[0] - outside[2], min(high, TALLEST - outside[1] - outside[3]))
            wide, tall = renderer.get_canvas_width_height()
            figure.set_size_inches(wide / 72, tall / 72)
            figure.draw(renderer)
            style.make_legible(figure)
            box = figure.get_tightbbox(renderer)
            outside = [max(0.0, edge) for edge in (-box.x0 * 72, box.y1 * 72 - tall, box.x1 * 72 - wide, -box.y0 * 72)]
    figure.set_size_inches(WIDTH / 72, high / 72)
    return renderer.text(*outside)


class _Canvas(FigureCanvasBase):
    """Measures words as they will be drawn."""

    def get_renderer(self) -> SvgRenderer:
        return SvgRenderer(*self.figure.bbox.size)
