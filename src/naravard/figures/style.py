"""What is matplotlib's own look in a figure, changed to ours; what somebody chose stays."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np
from matplotlib import rc_params_from_file, rcParamsDefault
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryLocator
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.colors import to_hex, to_rgba, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle, Wedge
from matplotlib.text import Text
from matplotlib.ticker import AutoLocator, FixedLocator, MaxNLocator

from naravard.contrast import contrast
from naravard.figures.drawing import INK, QUIET, SMALLEST
from naravard.figures.ticks import FIRST_YEAR, LAST_YEAR, in_swedish, is_number_of, swedish

SHEET = str(files("naravard.figures").joinpath("naravard.mplstyle"))
"""The style sheet."""

_OURS = rc_params_from_file(SHEET, use_default_template=False)
_CYCLE = [to_hex(colour) for colour in _OURS["axes.prop_cycle"].by_key()["color"]]
_THEIRS = [to_hex(colour) for colour in rcParamsDefault["axes.prop_cycle"].by_key()["color"]]
_PLACES = {colour: place for cycle in (_THEIRS, _CYCLE) for place, colour in enumerate(cycle)}
_COLOURS = {colour: _CYCLE[place % len(_CYCLE)] for colour, place in _PLACES.items()} | {"#000000": INK}
_PAINTS = ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor")
_SIZES = {10.0: _OURS["font.size"], 12.0: _OURS["axes.titlesize"]}  # matplotlib's own, of words and of titles

# What tells the series apart beside their colours, by their place among these.
_DASHES: list[Any] = ["-", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (6, 1.6, 1.2, 1.6)), (0, (9, 2))]
_HATCHES = ["", "////", "---", "\\\\\\\\", "|||", "xxx"]
_SHAPES = [marker.get_path().transformed(marker.get_transform()) for marker in map(MarkerStyle, "os^DvP")]
_ROUND = len(_SHAPES[0])  # points in a circle, which matplotlib draws when no shape is chosen


def restyle(figure: Figure) -> None:
    """Give the figure our style: it may have been drawn before anybody knew of it."""
    if not isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine):
        laid = any(axes.get_subplotspec() for axes in figure.axes)
        scale = any(map(_is_colour_scale, figure.axes))  # which a constrained layout has to know from the start
        figure.set_layout_engine("none" if not laid else "tight" if scale else "constrained")
    for axes in figure.axes:
        _restyle_axes(axes)
    for artist in figure.findobj():
        place = _recolour(artist)
        _tell_apart(artist, place)
        if isinstance(artist, Text):
            size = float(artist.get_fontsize())
            artist.set_fontsize(max(SMALLEST, _SIZES.get(size, size)))


def make_legible(figure: Figure) -> None:
    """Give words that lie on a bar a colour that is seen on it, and a plain ground where it has a pattern; once it is drawn."""
    for axes in figure.axes:
        for text in axes.texts:
            box = text.get_window_extent()
            middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            under = next((patch for patch in reversed(axes.patches) if patch.contains_point(middle)), None)
            if under is None or to_hex(text.get_color()) != INK:
                continue
            fill = to_hex(under.get_facecolor())
            if under.get_hatch():
                text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})
            elif contrast(INK, fill) < contrast("#ffffff", fill):
                text.set_color("white")


def _restyle_axes(axes: Axes) -> None:
    legend = axes.get_legend()
    if legend:
        legend.set_frame_on(False)  # which would hide what lies under it
        for text in legend.get_texts():
            text.set_text(text.get_text().replace(" (right)", " (höger)"))  # pandas' own word
    values = _drawn(axes)
    numbers = [text for text in axes.texts if is_number_of(text.get_text(), values)]
    for text, words in zip(numbers, swedish([text.get_text() for text in numbers]), strict=True):
        text.set_text(words)
    for axis in (axes.xaxis, axes.yaxis):
        _restyle_axis(axis)
    for title in (axes.title, axes.xaxis.label, axes.yaxis.label):
        title.set_wrap(True)
    if _is_colour_scale(axes) or axes.images or any(isinstance(it, QuadMesh) for it in axes.collections):
        return
    at = axes.xaxis.get_ticks_position(), axes.yaxis.get_ticks_position()
    for side, spine in axes.spines.items():
        if to_hex(spine.get_edgecolor()) == "#000000":
            spine.set(edgecolor=QUIET, linewidth=_OURS["axes.linewidth"])
        if side in ("top", "right") and side not in at:
            spine.set_visible(False)
    if "right" not in at:  # the grid is that of the axes it shares its place with
        _restyle_grid(axes)


def _drawn(axes: Axes) -> list[float]:
    """The values that bars, lines and colours show."""
    drawn: list[Any] = [getattr(bars, "datavalues", ()) for bars in axes.containers]
    drawn += [line.get_ydata(orig=False) for line in axes.lines]
    drawn += [it.get_array() for it in (*axes.images, *axes.collections) if it.get_array() is not None]
    return [float(value) for values in drawn for value in np.ravel(values)]


def _is_colour_scale(axes: Axes) -> bool:
    return axes.get_label() == "<colorbar>"


def _restyle_grid(axes: Axes) -> None:
    """Lines from the numbers, and none from the names of bars."""
    both = (axes.xaxis, axes.yaxis)
    named = [isinstance(axis.get_major_locator(), FixedLocator | StrCategoryLocator) for axis in both]
    along, across = (axes.xaxis, axes.yaxis) if named == [False, True] else (axes.yaxis, axes.xaxis)
    if any(named):
        across.grid(False)
    along.grid(True, color=_OURS["grid.color"], linewidth=_OURS["grid.linewidth"])
    axes.set_axisbelow(True)


def _restyle_axis(axis: Axis) -> None:
    if "color" not in axis.get_tick_params():
        axis.set_tick_params(color=QUIET, width=_OURS["axes.linewidth"])
    first, last = sorted(axis.get_view_interval())
    if type(axis.get_major_locator()) is AutoLocator and FIRST_YEAR <= first <= last <= LAST_YEAR:
        axis.set_major_locator(MaxNLocator(integer=True))
    in_swedish(axis)


def _recolour(artist: Artist) -> int:
    """Change matplotlib's colours to ours; the answer is which of the series' colours it has, the first where it has none."""
    place = 0
    if getattr(artist, "get_array", lambda: None)() is not None:  # its colours are values
        return place
    for paint in _PAINTS:
        get, put = getattr(artist, f"get_{paint}", None), getattr(artist, f"set_{paint}", None)
        if get is None or put is None:
            continue
        colours = to_rgba_array(get())
        found = [to_hex(colour) for colour in colours]
        place = place or next((_PLACES[colour] for colour in found if colour in _PLACES), 0)
        if any(colour in _COLOURS and alpha for colour, alpha in zip(found, colours[:, 3], strict=True)):
            colours[:, :3] = to_rgba_array([_COLOURS.get(colour, colour) for colour in found])[:, :3]
            put(colours if len(colours) > 1 else to_hex(colours[0], keep_alpha=True))
    return place


def _tell_apart(artist: Artist, place: int) -> None:
    """A line its dashes, a bar its pattern, dots their shape: so that no meaning hangs on colour alone."""
    if isinstance(artist, Rectangle | Wedge) and not to_rgba(artist.get_edgecolor())[3]:
        hatch = artist.get_hatch() or _HATCHES[place % len(_HATCHES)]
        artist.set(edgecolor="white", linewidth=_OURS["hatch.linewidth"], hatch=hatch or None)
    elif not place:
        return
    elif isinstance(artist, Line2D) and artist.get_linestyle() == "-" and not str(artist.get_label()).startswith("_"):
        artist.set_linestyle(_DASHES[place % len(_DASHES)])
    elif isinstance(artist, PathCollection) and [len(path) for path in artist.get_paths()] == [_ROUND]:
        artist.set_paths([_SHAPES[place % len(_SHAPES)]])
