"""A drawing as SVG: the same bytes every time, and no more of them than the eye needs."""

from __future__ import annotations

import io
import re
from typing import Any

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_PLACED = re.compile(r"""(\s(?:d|x|y|width|height)="|translate\()([^")]*)""")
_GLYPH = re.compile(r"""<path id="([^"]+)" d="([^"]*)" transform="scale\(0\.015625\)"/>""")
_BETWEEN = re.compile(r"\s*\n\s*")


def svg(figure: Any) -> str:
    """The drawing as SVG."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": "naravard"}):
        FigureCanvasSVG(figure).print_svg(buffer, metadata=nothing)  # type: ignore[no-untyped-call]
    return _small(buffer.getvalue())


def _small(drawn: str) -> str:
    """The same drawing in fewer bytes: no comments, no idle names, and places to a hundredth of a point.

    Every step stands alone and leaves alone what it does not know, so that another version of matplotlib does no harm.
    """
    drawn = re.sub(r"<!DOCTYPE[^>]*>|<!--.*?-->|<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    drawn = _GLYPH.sub(_letter, drawn)
    drawn = _PLACED.sub(lambda found: found[1] + _tight(_NUMBER.sub(_rounded, found[2])), drawn)
    drawn = re.sub(r'(<use [^>]*?) transform="translate\(([\d.]+) 0\)"/>', r'\1 x="\2"/>', drawn)
    drawn = re.sub(r'(?<=["#])SourceSans3-([A-Z])[a-z]*-(?=[0-9a-f]+")', lambda found: found[1].lower(), drawn)
    drawn = drawn.replace("xlink:href=", "href=").replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    drawn = re.sub(r'(?<=style=")[^"]*', lambda found: re.sub(r"([:;]) ", r"\1", found[0]), drawn)
    used = set(re.findall(r"#([\w-]+)", drawn))
    drawn = re.sub(r'(<(?!svg)\w+) id="([^"]+)"', lambda found: found[0] if found[2] in used else found[1], drawn)
    return _BETWEEN.sub("", drawn) + "\n"


def _letter(found: re.Match[str]) -> str:
    """A letter's outline in the units of its own font, a thousand to the size, in which all its points are whole."""
    outline = _NUMBER.sub(lambda number: f"{float(number[0]) * 0.15625:.0f}", found[2])
    return f'<path id="{found[1]}" d="{_tight(outline)}" transform="scale(.1)"/>'


def _rounded(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _tight(path: str) -> str:
    """A path without the blanks that say nothing."""
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", _BETWEEN.sub(" ", path)).strip()
