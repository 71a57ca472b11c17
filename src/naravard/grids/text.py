"""What can be wrong with any text, whatever column it stands in: damage, hidden signs, personal numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, Protocol

MAX_LENGTH = 2_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]")
# What å, ä, ö and dashes become when UTF-8 is read as Windows-1252, Mac OS Roman or DOS, or the other way round.
_MOJIBAKE = re.compile(
    "\ufffd|Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Â[\u00a0§°´]|√[•§∂Ö¶©]|├[\u00a0-\uffff]"
    "|(?<=[a-zåäö])[ŠŒ†„‡”Ž](?=[a-zåäö])"
)
# One class of signs is searched for far faster than the forms above, and most texts have none of them.
_SUSPECT = re.compile("[\ufffdÃâÂ√├ŠŒ†„‡”Ž]")
_LOST = re.compile(r"[a-zåäö]\?[a-zåäö]")
_HYPHENS = "-+–−\u2010\u2011"
_DIGITS = re.compile(rf"\d{{6}}\s?[{_HYPHENS}]?\s?\d{{4}}")
_PERSONAL = re.compile(
    r"(?<![\d,.])(?P<century>18|19|20)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    rf"(?P<sign>[{_HYPHENS} \u00a0]?|\s[{_HYPHENS}]\s)(?P<last>\d{{4}})(?![\d,])"
)


class Say(Protocol):
    """Tells of something about the cell at hand; ``value`` is given when it is not as it stands."""

    def __call__(self, code: str, value: str | None = None, **words: Any) -> None:
        """Add a finding about the cell."""


def clean(text: str, say: Say) -> str | None:
    """The text without surrounding blanks and hidden signs, in composed form; None, with a finding, if it is damaged."""
    if len(text) > MAX_LENGTH:
        say("too-long", length=len(text), limit=MAX_LENGTH)
        return None
    if not text.isprintable() or not text.isascii():
        seen = _unusual(text, say)
        if seen is None:
            return None
        text = seen
    bare = text.strip()
    if bare and bare != text:
        say("trimmed")
    if "?" in bare and _LOST.search(bare) and "://" not in bare and "www." not in bare:
        say("mojibake")
        return None
    if number := personal_number(bare):
        say("personal-number", number)
        return None
    return bare


def _unusual(text: str, say: Say) -> str | None:
    if is_mojibake(text):
        say("mojibake", hint=lambda: _mended(text))
        return None
    if not text.isprintable():
        if sign := _CONTROL.search(text):
            say("control-character", sign=f"U+{ord(sign[0]):04X}")
            return None
        if sign := _BIDI.search(text):
            say("bidi-control", sign=f"U+{ord(sign[0]):04X}")
            text = _BIDI.sub("", text)
        if sign := _INVISIBLE.search(text):
            say("invisible-character", sign=f"U+{ord(sign[0]):04X}")
            text = _INVISIBLE.sub("", text)
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        say("unicode-nfd", composed)
    return composed


def is_mojibake(text: str) -> bool:
    """Whether the text has signs that Swedish never has, but that damaged å, ä and ö leave behind."""
    return _SUSPECT.search(text) is not None and _MOJIBAKE.search(text) is not None


def _mended(text: str) -> str:
    try:
        return f" Det var nog '{text.encode('cp1252').decode('utf-8')}'."
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""


def personal_number(text: str) -> str:
    """A personal or coordination number in the text, with its last digits hidden; empty if there is none.

    Its date must be one of the calendar (60 is added to the day of a coordination number). A form with a sign or a
    century is enough then; ten bare digits, or a blank in between, may be a telephone number or a time, so the check
    digit must be right too.
    """
    if len(text) < 10 or not _DIGITS.search(text):
        return ""
    for found in _PERSONAL.finditer(text):
        if (_is_written_as_one(found) or _has_right_check_digit(found)) and _is_a_day(found):
            return f"{found[0][:-4]}XXXX"
    return ""


def _is_a_day(found: re.Match[str]) -> bool:
    day = int(found["day"])
    for century in [found["century"]] if found["century"] else ["19", "20"]:
        try:
            date(int(century + found["year"]), int(found["month"]), day - 60 if day > 60 else day)
        except ValueError:
            continue
        return True
    return False


def _is_written_as_one(found: re.Match[str]) -> bool:
    sign = found["sign"]
    if sign.strip() != sign:
        return False
    return bool(sign or found["century"]) or not found["year"].startswith("0")


def _has_right_check_digit(found: re.Match[str]) -> bool:
    digits = [int(digit) for digit in found["year"] + found["month"] + found["day"] + found["last"]]
    doubled = [digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
