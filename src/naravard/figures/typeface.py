"""The papers' typeface: where the letters of words stand and how they are drawn, asked of matplotlib once a word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any

from matplotlib.font_manager import FontProperties, fontManager, get_font, weight_dict
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

UNITS = 1000.0
"""Letters are measured in thousandths of the size."""

Letter = tuple[str, float]
"""A letter's name and where it stands on its line."""

_SCALE = UNITS / text_to_path.FONT_SCALE
_outlines: dict[str, Any] = {}


@cache
def face(bold: bool = False) -> FontProperties:
    """The typeface in one of its two weights."""
    name = f"SourceSans3-{'Bold' if bold else 'Regular'}.ttf"
    with as_file(files("naravard").joinpath("fonts", name)) as path:
        fontManager.addfont(path)
        return FontProperties(fname=path)


for _bold in (False, True):
    face(_bold)  # so that a style sheet can name it


def ours(font: FontProperties) -> FontProperties:
    """The typeface as large and as heavy as another font."""
    weight: Any = font.get_weight()
    bold = font.get_file() == face(bold=True).get_file() or weight_dict.get(weight, weight) >= 600
    if font.get_file() == face(bold).get_file():
        return font
    found = face(bold).copy()
    found.set_size(font.get_size_in_points())
    return found


def width(words: str, font: FontProperties) -> float:
    """How wide words on one line are."""
    file = font.get_file()
    return sum(_word(word, file)[1] for word in words.split(" ")) + words.count(" ") * _word(" ", file)[1]


def letters(words: str, font: FontProperties) -> Iterator[Letter]:
    """The letters of words on one line."""
    file = font.get_file()
    start, blank = 0.0, _word(" ", file)[1]
    for word in words.split(" "):
        placed, wide = _word(word, file)
        yield from ((name, start + x) for name, x in placed)
        start += wide + blank


def outline(letter: str) -> Path:
    """How a letter is drawn, upwards from the point it stands on."""
    points, codes = _outlines[letter]
    return Path(points * _SCALE, codes)


@lru_cache(maxsize=50_000)
def _word(word: str, file: Any) -> tuple[tuple[Letter, ...], float]:
    """The letters of a word, and where the blank after it stands."""
    font = get_font(file)
    font.set_size(text_to_path.FONT_SCALE, text_to_path.DPI)
    placed, _, _ = text_to_path.get_glyphs_with_font(font, f"{word} ", _outlines)
    *own, (_, wide, _, _) = placed
    return tuple((name, x * _SCALE) for name, x, _, _ in own), wide * _SCALE
