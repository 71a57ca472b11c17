"""The colours of a paper, on a light and on a dark ground, with the municipality's own where its look gives them."""

from __future__ import annotations

import colorsys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from naravard.contrast import AA, contrast
from naravard.document import Look

WHITE = "#ffffff"
COLOUR, ACCENT = "#0a3a47", "#0f4c5c"

_AAA = 7
_GIVEN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_LIGHT: dict[str, str] = _GIVEN["light"]
_DARK: dict[str, str] = _GIVEN["dark"]


def light(look: Look) -> dict[str, str]:
    """The colours on white, by their names in the style sheet, each as ``#rrggbb``.

    ``deep`` is the headings' and ``cover`` the field of the first page, both the look's own colour; ``accent`` is its
    accent. The rest is naravard's, or mixed from these. Whatever carries text holds AA.
    """
    colour, accent = _own(look)
    return _LIGHT | _cover(colour) | {"deep": colour, "accent": accent, "pale": mixed(accent, WHITE, 0.91)}


def dark(look: Look) -> dict[str, str]:
    """The colours for who reads on a dark screen: the look's own, as much lighter as the ground asks for."""
    colour, accent = _own(look)
    ground = _DARK["ground"]
    deep = mixed(_lighter(colour, ground), _DARK["ink"], 0.5)
    return (
        _DARK | _cover(colour) | {"deep": deep, "accent": _lighter(accent, ground), "pale": mixed(accent, ground, 0.72)}
    )


def _own(look: Look) -> tuple[str, str]:
    """The look's colour and accent; a look with a colour alone has it for accent too, and one without is naravard's."""
    colours = look.colour or COLOUR, look.accent or look.colour or ACCENT
    colour, accent = (_written(_parts(given)) for given in colours)  # nothing but a colour reaches the style sheet
    return colour, accent


def _cover(colour: str) -> dict[str, str]:
    """The first page's field with what stands on it; the quieter text is white where a tint would be too weak."""
    tint = mixed(WHITE, colour, 0.16)
    quiet = tint if contrast(tint, colour) >= AA else WHITE
    return {"cover": colour, "cover-ink": WHITE, "cover-quiet": quiet, "cover-rule": mixed(colour, WHITE, 0.25)}


def mixed(one: str, other: str, share: float) -> str:
    """The colour between two others; ``share`` says how much there is of the other, from 0 to 1."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return _written(mine + (theirs - mine) * share for mine, theirs in parts)


def _lighter(colour: str, ground: str) -> str:
    """The same hue, so light that it is easily read on a dark ground; not so vivid that it glares."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(round(lightness * 100), 100):
        shade = _written(colorsys.hls_to_rgb(hue, step / 100, min(saturation, 0.5)))
        if contrast(shade, ground) >= _AAA:
            return shade
    return WHITE


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def custom_properties(colours: Mapping[str, str]) -> str:
    """The colours as declarations of CSS."""
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())
