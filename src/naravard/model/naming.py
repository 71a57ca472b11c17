"""What a project's files, sheets and keys are called: the one who makes the folder and the one who reads it must agree."""

from __future__ import annotations

import re
import unicodedata

PROJECT_BOOK = "projekt.xlsx"
"""The workbook that may hold the project's own tables, beside plan.toml."""

INSTRUCTIONS, GUIDE, LISTS = "Så fyller du i", "Kolumner", "Listor"
"""The sheets of a template that explain. They are never read."""

PLACEHOLDERS = {"name": "Projektets namn", "municipality": "Kommunens namn", "area": "0000"}
"""What stands in a new plan.toml, by field of the project's frame, until someone fills it in."""


def fold_name(text: str) -> str:
    """A name as it is compared: the same whatever its case, its blanks and its form of Unicode."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def fold_key(text: str) -> str:
    """A heading as a key of plan.toml: å, ä and ö without their marks, ``_`` for a blank."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return re.sub(r"[\s_-]+", "_", bare.strip()).casefold()
