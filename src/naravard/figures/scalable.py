"""A drawing as SVG: matplotlib draws, and what it draws is written here in few bytes, the same every time."""
# ruff: noqa: D102  (SvgRenderer's methods are matplotlib's, which tells of them)

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from html import escape
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex, to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, BboxTransformTo, Transform

from naravard.figures import typeface

_TILE = 72  # a pattern is repeated each inch, as in matplotlib's own SVG
_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_NO_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")  # signs that XML cannot hold, or not in an attribute
_CAPS = {"projecting": "square", "round": "round"}
_FINE = 4.0  # pixels of a picture to a point: 288 to an inch


class SvgRenderer(RendererBase):
    """What a sheet is drawn on, or a figure of 72 dpi; one of its pixels is a point. All words are in our typeface."""

    def __init__(self, wide: float, high: float) -> None:
        super().__init__()
        self._wide, self._high = wide, high
        self._upright = Affine2D().scale(1, -1).translate(0, self._high)
        self._drawn: list[tuple[str, str]] = []  # what cuts an element, and the element
        self._shared: dict[str, str] = {}

    def text(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> str:
        """The whole file, with so much room more on each side."""
        right, bottom = self._wide + right, self._high + bottom
        x, y, x1, y1, wide, high = _numbers((-left, -top, right, bottom, left + right, top + bottom)).split()
        shared = "".join(form.format(name) for form, name in self._shared.items())
        drawn = ""
        for cut, elements in groupby(self._drawn, itemgetter(0)):
            inner = "".join(element for _, element in elements)
            drawn += f'<g clip-path="url(#{cut})">{inner}</g>' if cut else inner
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="{x} {y} {wide} {high}">'
            f'<defs>{shared}</defs><path d="M{x} {y}H{x1}V{y1}H{x}Z" fill="#fff"/>'
            f'<g stroke-linejoin="round">{drawn}</g></svg>\n'
        )

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._wide, self._high

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:
        style = self._style(gc, rgbFace)
        self._add(gc, f'<path d="{_outline(path, transform + self._upright)}"{style}/>')

    def draw_markers(
        self, gc: GraphicsContextBase, marker_path: Path, marker_trans: Transform, path: Path, trans: Transform,
        rgbFace: Any = None,
    ) -> None:  # fmt: skip
        outline = _outline(marker_path, marker_trans + Affine2D().scale(1, -1))
        mark = self._name(f'<path id="{{}}" d="{outline}"{self._style(gc, rgbFace)}/>')
        places = (trans + self._upright).transform(path.vertices)
        at = (_numbers(place).split() for place in places[np.isfinite(places).all(axis=1)])
        self._add(gc, "".join(f'<use href="#{mark}" x="{x}" y="{y}"/>' for x, y in at))

    def draw_image(self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None) -> None:
        from PIL import Image

        high, wide = len(im) / _FINE, len(im[0]) / _FINE
        Image.fromarray(im[::-1]).save(file := BytesIO(), "png")
        place = 'x="{}" y="{}" width="{}" height="{}"'.format(*_numbers((x, self._high - y - high, wide, high)).split())
        self._add(gc, f'<image {place} href="data:image/png;base64,{b64encode(file.getvalue()).decode()}"/>')

    def get_image_magnification(self) -> float:
        return _FINE

    def option_image_nocomposite(self) -> bool:
        return True

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        found: tuple[float, float, float] = text_to_path.get_text_width_height_descent(s, typeface.ours(prop), ismath)
        return found

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        font = typeface.ours(prop)
        letters = "".join(
            f'<use href="#{self._name(_letter(name))}" x="{place:.0f}"/>' for name, place in typeface.letters(s, font)
        )
        turned = f"rotate({-angle:g})" if angle else ""
        size = font.get_size_in_points() / typeface.UNITS
        place = f"translate({_numbers((x, y))}){turned}scale({size:g})"
        weight = ' font-weight="bold"' if font.get_file() == typeface.face(bold=True).get_file() else ""
        words = "" if _NO_XML.search(s) else f' data-words="{escape(s)}"'
        self._add(gc, f'<g{_paint("fill", gc.get_rgb())} transform="{place}"{weight}{words}>{letters}</g>')

    def _add(self, gc: GraphicsContextBase, element: str) -> None:
        """Draw an element, cut at the edges of where it may be."""
        cut, clip = "", gc.get_clip_path()
        if clip[0] is not None:
            path: Any = clip[0]
            cut = _outline(path, clip[1] + self._upright)
        elif (box := gc.get_clip_rectangle()) is not None:
            cut = _outline(Path.unit_rectangle(), BboxTransformTo(box) + self._upright)
        self._drawn.append((cut and self._name(f'<clipPath id="{{}}"><path d="{cut}"/></clipPath>'), element))

    def _name(self, form: str) -> str:
        """The name of something that is drawn in several places; ``form`` is all of it but the name."""
        return self._shared.setdefault(form, f"s{len(self._shared):x}")

    def _style(self, gc: GraphicsContextBase, face: Any) -> str:
        """Fill, pattern and line as attributes."""
        style = _paint("fill", face)
        if gc.get_hatch():
            style = f' fill="url(#{self._name(_pattern(gc, style))})"'
        if not (width := gc.get_linewidth()):
            return style
        style += f'{_paint("stroke", gc.get_rgb())} stroke-width="{width:g}"'
        offset, dashes = gc.get_dashes()
        if dashes is not None:
            style += f' stroke-dasharray="{_numbers(dashes)}"' + (f' stroke-dashoffset="{offset:g}"' if offset else "")
        if gc.get_joinstyle() != "round":
            style += f' stroke-linejoin="{gc.get_joinstyle()}"'
        if cap := _CAPS.get(gc.get_capstyle()):
            style += f' stroke-linecap="{cap}"'
        return style


def _pattern(gc: GraphicsContextBase, ground: str) -> str:
    """The pattern of a surface."""
    lines = _outline(gc.get_hatch_path(), Affine2D().scale(_TILE, -_TILE).translate(0, _TILE))
    ink = _paint("fill", gc.get_hatch_color()) + _paint("stroke", gc.get_hatch_color())
    return (
        f'<pattern id="{{}}" patternUnits="userSpaceOnUse" width="{_TILE}" height="{_TILE}">'
        f'<path d="M0 0H{_TILE}V{_TILE}H0Z"{ground}/>'
        f'<path d="{lines}"{ink} stroke-width="{gc.get_hatch_linewidth():g}"/></pattern>'
    )


def _paint(what: str, colour: Any) -> str:
    """A fill or a line in a colour; None and what cannot be seen is none."""
    alpha = 0.0 if colour is None else to_rgba(colour)[3]
    if not alpha:
        return f' {what}="none"'
    return f' {what}="{to_hex(colour)}"' + (f' {what}-opacity="{alpha:g}"' if alpha < 1 else "")


@lru_cache(maxsize=1000)
def _letter(name: str) -> str:
    return f'<path id="{{}}" d="{_outline(typeface.outline(name), Affine2D().scale(1, -1), 0)}"/>'


def _outline(path: Path, way: Transform, decimals: int = 2) -> str:
    """A path's ``d`` after a transformation; a point that is not a number is a gap."""
    clean = path.cleaned(way, remove_nans=True, curves=True)
    points = (np.asarray(clean.vertices).round(decimals) + 0.0).tolist()  # plus 0, since nobody needs a minus 0
    codes = np.asarray(clean.codes).tolist()
    written, last = [], Path.STOP
    for (x, y), code in zip(points, codes, strict=True):
        if code == Path.STOP:
            break
        if code == Path.CLOSEPOLY:
            written.append("Z")
        else:  # the letter of a command stands for all points that follow it, but for the first of a line
            written.append(f"{' ' if code == last != Path.MOVETO else _COMMANDS[code]}{x:g} {y:g}")
        last = code
    return "".join(written)


def _numbers(values: Any) -> str:
    return " ".join(f"{round(float(value), 2) + 0.0:g}" for value in values)
