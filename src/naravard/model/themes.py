"""The themes of the reform's national target picture, as ``themes.toml`` has them. A project has those it wants, and its own."""

from __future__ import annotations

import tomllib
from pathlib import Path

from naravard.model.values import ThemeKind

_GIVEN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

STANDARD_THEMES: dict[str, ThemeKind] = {theme: kind for kind in ThemeKind for theme in _GIVEN[kind]}
"""Each theme by name, in order, with its place in the target picture."""
THEME_HEADINGS: dict[str, str] = _GIVEN["headings"]
"""What the section of a theme of the frame is called, where its name does not say what its indicators are about."""
