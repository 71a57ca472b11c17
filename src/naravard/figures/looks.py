"""How a status and a level look: a fill, a pattern and a mark of its own, so that no meaning hangs on colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from naravard.figures.drawing import INK, OWN, QUIET, SOFT, Sheet, text_width

WARM, WARM_INK, MIDDLE = "#f2bd7a", "#7a3d00", "#86b4be"


@dataclass(frozen=True)
class Look:
    """``mark`` is ``full``, ``half``, ``empty``, ``cross``, ``alarm``, ``clock`` or ``gap``."""

    fill: str
    ink: str
    mark: str
    edge: str = INK
    hatch: str = ""
    dashed: bool = False


LOOKS = {
    "genomförd": Look(OWN, "white", "full"),
    "pågår": Look(MIDDLE, INK, "half"),
    "ej påbörjad": Look("white", INK, "empty"),
    "försenad": Look(WARM, INK, "alarm", WARM_INK, "////"),
    "avförd": Look("#e6eaeb", INK, "cross", QUIET, dashed=True),
    "uppnått": Look(OWN, "white", "full"),
    "delvis uppnått": Look(MIDDLE, INK, "half"),
    "ej uppnått": Look(WARM, INK, "cross", WARM_INK, "////"),
    "kan ännu inte bedömas": Look("white", INK, "clock"),
    "bedömning saknas": Look("#e6eaeb", INK, "gap", QUIET, dashed=True),
}
"""Each status of an activity and level of a goal, the good first."""

ORDER = tuple(LOOKS)
MARK = 11.0  # what a mark takes of a line, with the room after it


def look(word: str) -> Look:
    """The look of a status or level."""
    return LOOKS[word]


def part(sheet: Sheet, x: float, y: float, width: float, height: float, word: str, **more: Any) -> None:
    """A part of a bar."""
    style = LOOKS[word]
    given = {"linewidth": 0.7, "linestyle": (0, (2.5, 1.5)) if style.dashed else "solid", **more}
    sheet.box(x, y, width, height, facecolor=style.fill, edgecolor=style.edge, hatch=style.hatch or None, **given)


def count(sheet: Sheet, x: float, y: float, text: str, word: str, size: float = 8) -> None:
    """A count in a part of a bar, around ``x``; on a pattern it gets a plain ground."""
    style = LOOKS[word]
    if style.hatch:
        wide = text_width(text, size, bold=True) + 3
        sheet.box(x - wide / 2, y - size * 0.56, wide, size * 1.12, facecolor=style.fill, zorder=2)
    sheet.write(x, y + size * 0.34, text, size, color=style.ink, bold=True, align="center")


def mark(sheet: Sheet, x: float, y: float, word: str, radius: float = 3.2) -> None:
    """The mark of a status or level, around a point."""
    style = LOOKS[word]
    kind, edge = style.mark, style.edge
    if kind == "alarm":
        corners = [(x, y - radius * 1.15), (x + radius * 1.15, y + radius * 0.9), (x - radius * 1.15, y + radius * 0.9)]
        sheet.shape(corners, facecolor=WARM, edgecolor=edge, linewidth=1.0)
        sheet.line([x, x], [y - radius * 0.35, y + radius * 0.55], color=edge, linewidth=1.1)
        return
    if kind == "gap":
        sheet.wedge(x, y, radius, 0, 360, facecolor="white", edgecolor=edge, linewidth=0.9, linestyle=(0, (1.6, 1.4)))
        return
    sheet.line([x], [y], marker="o", markersize=radius * 2, markeredgecolor=edge, markeredgewidth=0.9, linestyle="none",
               markerfacecolor=OWN if kind in ("full", "half") else "white", markerfacecoloralt="white",
               fillstyle="left" if kind == "half" else "full")  # fmt: skip
    if kind == "cross":
        arm = radius * 0.5
        sheet.line([x - arm, x + arm], [y - arm, y + arm], color=edge, linewidth=1.1, zorder=2.5)
        sheet.line([x - arm, x + arm], [y + arm, y - arm], color=edge, linewidth=1.1, zorder=2.5)
    if kind == "clock":
        sheet.line([x, x, x + radius * 0.55], [y - radius * 0.7, y, y], color=edge, linewidth=0.9, zorder=2.5)


def write_status(sheet: Sheet, x: float, y: float, word: str, size: float) -> None:
    """A status or level in words after its mark, on the line ``y``; a late or failed one stands out."""
    style = LOOKS[word]
    mark(sheet, x + 3.6, y - size * 0.33, word)
    loud = bool(style.hatch)
    sheet.write(x + MARK, y, word, size, color=WARM_INK if loud else SOFT, bold=loud)
