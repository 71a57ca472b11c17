"""The style sheet of the pages: one text, which their Content-Security-Policy knows by its hash."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from naravard.document import Look
from naravard.formats import palette

_SHEET = Path(__file__).with_name("templates") / "naravard" / "style.css"


def style_sheet(look: Look) -> str:
    """The style sheet in the look's colours: for a screen as its reader has set it, on paper always light."""
    light, dark = (palette.custom_properties(colours(look)) for colours in (palette.light, palette.dark))
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark; {dark} }} }}\n"
        + _SHEET.read_text(encoding="utf-8")
    )


def style_hash(style: str) -> str:
    """The hash that lets exactly this style sheet apply, as ``style-src`` writes it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"
