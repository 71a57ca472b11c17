"""The words that a reader meets in a paper, as data: one folder a language, and in it one file a room or a paper.

    words.of("tables")["money"]["caption"]

What stands in braces is put in by who says it. Another language is another folder of the same files.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGE = "sv"


@cache
def of(name: str) -> dict[str, Any]:
    """All that the file ``<name>.toml`` of the language says."""
    path = Path(__file__).parent / LANGUAGE / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
