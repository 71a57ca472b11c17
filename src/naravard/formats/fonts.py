"""The paper's own typeface: which signs it has, and how wide a text becomes in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped,unused-ignore]

FONTS = Path(__file__).parents[1] / "fonts"
FAMILY = "Source Sans 3"


@dataclass(frozen=True)
class Face:
    """A cut of the typeface: how far each sign it has moves the pen, in em."""

    advances: Mapping[int, float]

    def width(self, text: str, size: float) -> float:
        """The width in points of a text on one line. Kerning is left out: it only makes text narrower."""
        return size * sum(self.advances.get(ord(sign), 0.6) for sign in text)


@cache
def face(*, bold: bool = False) -> Face:
    """The upright cut, regular or bold."""
    font = TTFont(FONTS / f"SourceSans3-{'Bold' if bold else 'Regular'}.ttf", lazy=True)
    em = font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    return Face({sign: metrics[name][0] / em for sign, name in font.getBestCmap().items()})


def missing_signs(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The (place, signs) of all texts that hold signs the typeface cannot show; all cuts have the same signs."""
    known = face().advances.keys() | {ord("\n")}
    found: dict[str, str] = {}
    for place, text in texts:
        unknown = "".join(dict.fromkeys(sign for sign in text if ord(sign) not in known))
        if unknown:
            found[place] = found.get(place, "") + unknown
    return list(found.items())
