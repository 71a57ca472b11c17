"""How numbers, counts, lists, dates and terms are written, and what is called alike in all papers (``words/sv/labels.toml``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from naravard import words
from naravard.rounding import rounded
from naravard.terms import Division, Term

_SAID = words.of("labels")

NO_BREAK_SPACE = "\u00a0"  # between a number and its unit
DASH = "–"
MINUS: str = _SAID["minus"]

UNKNOWN: str = _SAID["unknown"]
MISSING: str = _SAID["missing"]
NOT_APPLICABLE: str = _SAID["not_applicable"]
NO_PLACE: str = _SAID["no_place"]
PRELIMINARY: str = _SAID["preliminary"]
KRONOR: str = _SAID["kronor"]

TRENDS: dict[str, str] = _SAID["trends"]
STATUSES: dict[str, str] = _SAID["statuses"]
EXPLAINED: dict[str, str] = _SAID["explained"]
AREAS: dict[str, str] = _SAID["areas"]
GROUPS: dict[str, dict[str, str]] = _SAID["groups"]
NOUNS: dict[str, list[str]] = _SAID["nouns"]  # of one, and of several
SHORT_GROUPS: dict[str, dict[str, str]] = _SAID["short_groups"]


def number(value: float | Decimal, decimals: int = 0) -> str:
    """``12345.67`` with one decimal is written ``12 345,7``, with a narrow no-break space; a minus is a minus sign."""
    whole, _, fraction = f"{abs(rounded(value, decimals)):f}".partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    text: str = _SAID["thousands_sign"].join([whole, *groups]) + (_SAID["decimal_sign"] + fraction if fraction else "")
    return MINUS + text if rounded(value, decimals) < 0 else text


def quantity(value: float | Decimal, unit: str = "", decimals: int = 0) -> str:
    """A number with its unit: ``29,5 %``."""
    return with_unit(number(value, decimals), unit)


def with_unit(number: str, unit: str) -> str:
    """A written number with its unit, kept together."""
    return f"{number}{NO_BREAK_SPACE}{unit}" if unit else number


def titled(name: str, unit: str) -> str:
    """An indicator's name with its unit, where it has one."""
    return name if unit in _SAID["unsaid_units"] else f"{name} ({unit})"


def change(value: float | Decimal, decimals: int = 0) -> str:
    """A difference with its sign: ``+2,0``, ``−0,4``, ``0,0``."""
    text = number(value, decimals)
    return f"+{text}" if rounded(value, decimals) > 0 else text


def counted(count: int, one: str, many: str, *, neuter: bool = False) -> str:
    """A count with its noun in running text: ``ett beslut``, ``tre beslut``, ``14 beslut``."""
    return f"{count_word(count, neuter=neuter)}{NO_BREAK_SPACE}{one if count == 1 else many}"


def count_word(count: int, *, neuter: bool = False) -> str:
    """A whole number in running text: up to twelve in words, from 13 in figures."""
    if count == 1 and neuter:
        return str(_SAID["one_neuter"])
    return _SAID["counts"][count] if 0 <= count < len(_SAID["counts"]) else number(count)


def listing(items: Sequence[str]) -> str:
    """``a``, ``a och b``, ``a, b och c``; an item that holds an ``och`` itself is set off by ``samt``: ``a samt b och c``."""
    return "".join(joint + item for joint, item in zip(joints(items), items, strict=True))


def joints(items: Sequence[str]) -> list[str]:
    """What stands before each item of a listing."""
    last = _SAID["and_between_lists" if any(_SAID["and"] in item for item in items) else "and"]
    return ["", *[", "] * (len(items) - 2), last][: len(items)]


def alphabetical(text: str) -> str:
    """The key by which words are put in order: å, ä and ö come last, in that order."""
    return text.casefold().translate(
        {ord(letter): chr(ord("z") + n) for n, letter in enumerate(_SAID["last_letters"], 1)}
    )


def sentence(text: str) -> str:
    """The text with a capital first letter, as a sentence begins."""
    return text[:1].upper() + text[1:]


def term_name(term: Term) -> str:
    """The term in running text: ``hösten 2023``, ``första tertialet 2024``."""
    return str(words.of("terms")["names"][term.part].format(year=term.year))


def term_words(division: Division) -> dict[str, str]:
    """What stands for the term in sentences, headings and captions of no term in particular, by its name in their braces."""
    called: dict[str, str] = words.of("terms")["called"][division]
    return called


def day(value: date) -> str:
    """``2023-04-21``, as in Swedish documents."""
    return value.isoformat()


def amount_unit(greatest: float) -> tuple[str, int, int]:
    """The unit that fits the greatest of some amounts, ``kr``, ``tkr`` or ``mnkr``; its size in kronor, and its decimals."""
    small, middle, large = _SAID["amounts"]
    if abs(greatest) < 100_000:
        return small, 1, 0
    return (middle, 1_000, 0) if abs(greatest) < 10_000_000 else (large, 1_000_000, 1)


def standing(count: int, word: str) -> str:
    """A status or level, as it is said of so many: ``genomförd``, ``genomförda``, ``kan ännu inte bedömas``."""
    rest, _, last = word.rpartition(" ")
    ending = _SAID["of_several"].get(last, last)
    return word if count == 1 else f"{rest} {ending}".strip()
