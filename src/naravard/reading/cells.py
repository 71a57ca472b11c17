"""One cell to one value of the kind its column holds: text from CSV, typed values from Excel, never a guess.

``Wrong`` says what is wrong with the cell; ``say`` tells of what has been normalised.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from naravard.grids.grid import Value
from naravard.grids.text import Say
from naravard.model import Citation, Marker, PartialDate
from naravard.model.columns import Column
from naravard.reading import dates, numbers
from naravard.reading.numbers import Wrong
from naravard.reading.suggest import meant
from naravard.terms import Term

_ID = re.compile(r"[A-Za-z][A-Za-z0-9]{0,19}")
_FORMULA = re.compile(r"=\s*\S|@\S|[+-][\w.]*[(|!]|[+-]\d+[-+*/]")
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]*>|<(?:script|iframe|img|svg)\b|\{\{|\{%|\$\{|\]\(|javascript:", re.IGNORECASE)
# Every form of markup has one of these, and one class of signs is searched for far faster.
_CODE_SIGN = re.compile("[<{(:]")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*[a-z]", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[0-9]{1,9}(,[0-9]{1,2})?")
_PLAIN_ID = re.compile(r"[A-Z]{1,6}[0-9]{1,8}")
# Signs that no rule asks about; six digits in a row may begin a personal number.
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789")
_PLAIN_SIGNS = _LETTERS | frozenset("éü§ .,()/%&!’–-")
_SIX_DIGITS = re.compile("[0-9]{6}")
_WORDS = {"ja": True, "nej": False}


Read = Callable[[Value, str, Say], Any]

UNREAD = object()
"""Stands for a cell that holds something that could not be read."""


def reader(column: Column) -> Read:
    """The function that reads one cell of a column, given the cell's value and its number format in Excel."""
    readers: dict[str, Read] = {
        "text": _text,
        "id": _id,
        "reference": partial(_reference, column),
        "citation": _citation,
        "number": _number,
        "measured": _measured,
        "whole": partial(_whole, column),
        "yes/no": _yes_no,
        "date": _date,
        "partial date": _partial_date,
        "term": _term,
        "period": _period,
        "word": partial(_word, column),
    }
    read = readers[column.kind]
    return partial(_many, read) if column.many else read


def quick(column: Column, *, typed: bool = False) -> Callable[[str], Any]:
    """A reader of texts in which nothing can be wrong, or to tell of: UNREAD for all others. It is for large tables.

    Where cells are ``typed``, as in Excel, a number that is text is something to tell of.
    """
    if column.many or (typed and column.kind == "number"):
        return lambda text: UNREAD
    if column.kind == "number":
        return lambda text: Decimal(text.replace(",", ".")) if _PLAIN_NUMBER.fullmatch(text) else UNREAD
    if column.kind in ("id", "reference"):
        return lambda text: text if _PLAIN_ID.fullmatch(text) else UNREAD
    if column.kind == "text":
        return _plain_text
    return lambda text: UNREAD


def _plain_text(text: str) -> Any:
    if len(text) > 1000 or text[0] not in _LETTERS or text[-1] == " " or not _PLAIN_SIGNS.issuperset(text):
        return UNREAD
    return UNREAD if _SIX_DIGITS.search(text) else text


def _many(read: Read, value: Value, number_format: str, say: Say) -> tuple[Any, ...]:
    """The parts of a cell that lists several things, skilda med komma."""
    if not isinstance(value, str):
        return (read(value, number_format, say),)
    parts = [part.strip() for part in value.split(",")]
    found: list[Any] = []
    for part in parts:
        item = read(part, number_format, say) if part else None
        if item is not None and item in found:
            say("duplicate-item", item=part)
        elif item is not None:
            found.append(item)
    return tuple(found)


def _as_text(value: Value) -> str:
    """A cell in a column of text. Excel makes numbers of what looks like numbers, and dates of §1-2: only the first is safe."""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, date, datetime, time)):
        raise _wrong_type(value, "text")
    return numbers.swedish(_decimal(value))


def _text(value: Value, number_format: str, say: Say) -> str:
    text = _as_text(value)
    if _FORMULA.match(text):
        say("formula-text")
    if _CODE_SIGN.search(text) and (found := _MARKUP.search(text)):
        say("markup-text", sign=found[0][:30])
    if "@" in text and _ADDRESS.search(text):
        say("contact-details")
    return text


def _id(value: Value, number_format: str, say: Say) -> str:
    text = _as_text(value)
    if re.fullmatch(r"[0-9]+([.,]0+)?", text):
        raise Wrong("id-as-number")
    if not _ID.fullmatch(text):
        raise Wrong("bad-id", hint=_bare_id(text))
    return _upper(text, say)


def _upper(text: str, say: Say) -> str:
    """a01 is A01; a word without digits, such as Kolada, stays as it is."""
    if text == text.upper() or not any(sign.isdigit() for sign in text):
        return text
    say("case-normalised", wanted=text.upper())
    return text.upper()


def _bare_id(text: str) -> str:
    if odd := next((sign for sign in text if sign.isalpha() and not sign.isascii()), ""):
        return f" Tecknet '{odd}' är ingen bokstav A–Z, även om det kan likna en."
    bare = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    return f" Menade du '{bare}'?" if _ID.fullmatch(bare) and len(bare) < 12 else ""


def _reference(column: Column, value: Value, number_format: str, say: Say) -> str:
    text = _as_text(value)
    return text if column.by_name or not _ID.fullmatch(text) else _upper(text, say)


def _citation(value: Value, number_format: str, say: Say) -> Citation:
    source, _, place = _as_text(value).partition(" ")
    return Citation(source, place.strip())


def _decimal(value: Value) -> Decimal:
    """A number as Excel holds it, with the fifteen digits that it shows."""
    plain = f"{value:.15g}" if isinstance(value, float) else str(value)
    found = Decimal(plain)
    numbers.check_digits(f"{found:f}")
    return found if not isinstance(value, float) else Decimal(f"{found:f}")


def _number(value: Value, number_format: str, say: Say) -> Decimal:
    if isinstance(value, (bool, date, datetime, time)):
        raise _wrong_type(value, "ett tal")
    if not isinstance(value, str):
        return _decimal(value)
    found = numbers.number(value)
    if number_format:
        say("number-as-text", read=numbers.swedish(found))
    elif not numbers.is_plain(value):
        say("number-normalised", read=numbers.swedish(found))
    return found


def _measured(value: Value, number_format: str, say: Say) -> Decimal | Marker:
    if value in ("..", "…"):
        return Marker.NOT_AVAILABLE
    if value == ".":
        return Marker.NOT_APPLICABLE
    return _number(value, number_format, say)


def _whole(column: Column, value: Value, number_format: str, say: Say) -> int:
    found = _number(value, number_format, say)
    if found != found.to_integral_value():
        raise Wrong("precision", wanted="ett heltal")
    low, high = column.low, column.high
    if (low is not None and found < low) or (high is not None and found > high):
        wanted = f"minst {low}" if high is None else f"högst {high}" if low is None else f"{low}–{high}"
        raise Wrong("out-of-range", wanted=wanted)
    return int(found)


def _yes_no(value: Value, number_format: str, say: Say) -> bool:
    if isinstance(value, bool):
        return value
    text = _as_text(value)
    if text.casefold() not in _WORDS:
        raise Wrong("unknown-word", allowed="ja, nej", hint=lambda: meant(text, _WORDS))
    if text not in _WORDS:
        say("case-normalised", wanted=text.casefold())
    return _WORDS[text.casefold()]


def _word(column: Column, value: Value, number_format: str, say: Say) -> Any:
    if column.words is None:
        raise TypeError(f"column {column.heading!r} has no list of words")
    words = {str(word): word for word in column.words}
    text = _as_text(value)
    if text in words:
        return words[text]
    # A no-break blank looks like any other, so the person would see the allowed word called unknown.
    text = " ".join(text.split())
    if text.casefold() in words:
        say("case-normalised", wanted=text.casefold())
        return words[text.casefold()]
    code = "unknown-status" if column.heading == "status" else "unknown-word"
    raise Wrong(code, allowed=", ".join(words), hint=lambda: meant(text, words))


def _date(value: Value, number_format: str, say: Say) -> date:
    if isinstance(value, datetime):
        if value.time() != time.min:
            say("time-dropped", read=str(value.date()))
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (bool, time)):
        raise _wrong_type(value, "ett datum")
    if not isinstance(value, str):
        raise Wrong("bad-date", form=dates.DAY, hint=dates.from_serial(float(value or 0)))
    return dates.day(_without_time(value, say))


def _without_time(text: str, say: Say) -> str:
    bare = dates.without_time(text)
    if bare != text:
        say("time-dropped", read=bare)
    return bare


def _partial_date(value: Value, number_format: str, say: Say) -> PartialDate:
    if isinstance(value, (date, datetime)):
        found = _date(value, number_format, say)
        # Excel makes the first of the month of 2023-04, but shows only the month.
        shows_day = not number_format or "d" in number_format.lower() or number_format == "General"
        return PartialDate(found.year, found.month, found.day if shows_day else 0)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and value > 9999:
        raise Wrong("bad-date", form=dates.PARTIAL, hint=dates.from_serial(float(value)))
    return dates.partial_date(_without_time(_as_text(value), say))


def _term(value: Value, number_format: str, say: Say) -> Term:
    try:
        return Term.parse(_as_text(value))
    except ValueError:
        raise Wrong("bad-term") from None


def _period(value: Value, number_format: str, say: Say) -> str:
    """A term as it is always written, or a year."""
    text = _as_text(value)
    if term := Term.parse_or_none(text):
        return str(term)
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise Wrong("bad-period")
    return text


def _wrong_type(value: Value, wanted: str) -> Wrong:
    kind = {bool: "ja eller nej (SANT/FALSKT)", time: "ett klockslag"}.get(type(value), "ett datum")
    return Wrong("wrong-type", kind=kind, wanted=wanted)
