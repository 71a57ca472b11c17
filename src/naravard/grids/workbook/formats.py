"""What a number format shows that the number itself does not say."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

# Built-in formats that are dates or times; 14-22 and 45-47 everywhere, the others in East Asian editions.
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BUILT_IN = {9: "0%", 10: "0.00%", 46: "[h]:mm:ss", 49: "@"}
_LITERAL = re.compile(r'"([^"]*)"?|\\(.)|\[\$([^\]-]*)[^\]]*\]|_.|\*.|\[[^\]]*\]')
_THOUSANDS = {
    "tkr", "kkr", "ksek", "tsek", "t", "k", "tusen", "tusen kr", "tusen kronor", "tkr.",
    "mkr", "mnkr", "msek", "mn", "m", "milj", "milj.", "mn kr", "milj kr", "milj. kr", "miljoner", "miljoner kronor",
    "mdkr", "md", "mdr", "miljarder",
}  # fmt: skip


class Shows(Enum):
    """What kind of thing a number format makes of a number."""

    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"
    PERCENT = "percent"
    SCALED = "scaled"


def format_code(number: int, custom: dict[int, str]) -> str:
    """The text of a number format, with a day or time form for the built-in ones that have none of their own."""
    if number in custom:
        return custom[number]
    if number in _BUILT_IN:
        return _BUILT_IN[number]
    return "yyyy-mm-dd" if number in _BUILT_IN_DATES else "General" if number == 0 else "0"


@lru_cache(maxsize=4096)
def shows(code: str) -> tuple[Shows, str]:
    """What a format shows, and the words that it adds (``0 "tkr"`` adds ``tkr``)."""
    positive = _first_section(code)
    if re.search(r"\[(h+|m+|s+)\]", positive, re.IGNORECASE):
        return Shows.DURATION, ""
    words = "".join("".join(groups) for groups in _LITERAL.findall(positive)).strip(" \u00a0\u202f")
    bare = _LITERAL.sub("", positive)
    if re.search(r"[dmyhs]", bare, re.IGNORECASE):
        return Shows.DATE, words
    if "%" in bare:
        return Shows.PERCENT, "%"
    words = words or "".join(re.findall(r"[^\W\d_]+", re.sub("general", "", bare, flags=re.IGNORECASE)))
    if re.search(r"[0#?],+(?![0#?])", bare) or words.casefold() in _THOUSANDS:
        return Shows.SCALED, words
    return Shows.NUMBER, words


def _first_section(code: str) -> str:
    """The part for positive numbers; a semicolon inside quotes does not end it."""
    found = re.match(r'(?:"[^"]*"|\\.|[^;"\\])*', code)
    return found.group() if found else code
