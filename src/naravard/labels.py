"""Swedish words, and how numbers, dates and terms are written. The only place that knows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from naravard.rounding import rounded
from naravard.terms import Term

NARROW_SPACE = "\u202f"  # narrow no-break space, in thousands
NO_BREAK_SPACE = "\u00a0"  # between a number and its unit
MINUS = "\u2212"

UNKNOWN = "uppgift saknas i underlaget"
MISSING = "saknas"
NOT_APPLICABLE = "ej tillämpligt"
NO_PLACE = "ingen"
DASH = "–"

TRENDS = {
    "better": "bättre",
    "unchanged": "oförändrat",
    "worse": "sämre",
    "not_judged": "bedöms inte",
    "no_data": "inga uppgifter",
}
"""What a trend is called; the keys are those of ``measures.indicators``."""

STATUSES = {
    "small": "<{below}",
    "protected": "skyddad",
    "withheld": "skyddad av källan",
    "missing": MISSING,
    "not_applicable": NOT_APPLICABLE,
    "not_measured": "ej mätt",
    "no_data": MISSING,
}
"""What stands in the place of a value that is not shown; the keys are those of ``measures.own_values``."""

EXPLAINED = {
    "small": "<{below}: ett antal personer under {below}, som inte visas.",
    "protected": "Skyddad: visas inte, för att ett litet antal personer inte ska kunna räknas ut.",
    "withheld": "Skyddad av källan: källan lämnar inte ut uppgiften.",
    "missing": "Saknas: det finns inget värde.",
    "not_applicable": "Ej tillämpligt: uppgiften kan inte finnas.",
    "not_measured": "Ej mätt: mäts inte den här terminen.",
    "preliminary": "Preliminär: värdet kan ändras.",
}
"""What is said under a table that holds such a word."""

GROUPS = {
    "K": {"nation": "riket", "county": "länets kommuner", "peers": "liknande kommuner"},
    "L": {"nation": "riket", "county": "landets regioner", "peers": "liknande regioner"},
}
"""What those are called that a municipality (``K``) or a region (``L``) is compared with."""

SHORT_GROUPS = {
    "K": {"nation": "Riket", "county": "Länet", "peers": "Liknande"},
    "L": {"nation": "Riket", "county": "Regionerna", "peers": "Liknande"},
}
"""The same, where there is little room: in a table's head and beside a line."""

THEME_HEADINGS = {"bakgrund": "Befolkningen, som bakgrund", "ekonomi": "Kostnader"}
"""What the section of a theme of the frame is called, where its name does not say what its indicators are about."""

AREAS = {"K": "kommunen", "L": "regionen"}

_WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_SEASONS = {"VT": "våren", "HT": "hösten"}


def number(value: float | Decimal, decimals: int = 0) -> str:
    """``12345.67`` with one decimal is written ``12 345,7``, with a narrow no-break space; a minus is a minus sign."""
    whole, _, fraction = f"{abs(rounded(value, decimals)):f}".partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    text = NARROW_SPACE.join([whole, *groups]) + ("," + fraction if fraction else "")
    return MINUS + text if rounded(value, decimals) < 0 else text


def quantity(value: float | Decimal, unit: str = "", decimals: int = 0) -> str:
    """A number with its unit: ``29,5 %``."""
    return with_unit(number(value, decimals), unit)


def with_unit(number: str, unit: str) -> str:
    """A written number with its unit, kept together."""
    return f"{number}{NO_BREAK_SPACE}{unit}" if unit else number


def titled(name: str, unit: str) -> str:
    """An indicator's name with its unit, where it has one."""
    return name if unit in ("steg", "svar") else f"{name} ({unit})"


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
        return "ett"
    return _WORDS[count] if 0 <= count < len(_WORDS) else number(count)


def listing(items: Sequence[str]) -> str:
    """``a``, ``a och b``, ``a, b och c``; an item that holds an ``och`` itself is set off by ``samt``: ``a samt b och c``."""
    return "".join(joint + item for joint, item in zip(joints(items), items, strict=True))


def joints(items: Sequence[str]) -> list[str]:
    """What stands before each item of a listing."""
    last = " samt " if any(" och " in item for item in items) else " och "
    return ["", *[", "] * (len(items) - 2), last][: len(items)]


_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


def alphabetical(text: str) -> str:
    """The key by which Swedish words are put in order: å, ä and ö come last, in that order."""
    return text.casefold().translate(_LAST_LETTERS)


def sentence(text: str) -> str:
    """The text with a capital first letter, as a sentence begins."""
    return text[:1].upper() + text[1:]


def term_name(term: Term) -> str:
    """``hösten 2023``."""
    return f"{_SEASONS[term.season]} {term.year}"


def day(value: date) -> str:
    """``2023-04-21``, as in Swedish documents."""
    return value.isoformat()


def amount_unit(greatest: float) -> tuple[str, int, int]:
    """The unit that fits the greatest of some amounts, ``kr``, ``tkr`` or ``mnkr``; its size in kronor, and its decimals."""
    if abs(greatest) < 100_000:
        return "kr", 1, 0
    return ("tkr", 1_000, 0) if abs(greatest) < 10_000_000 else ("mnkr", 1_000_000, 1)


_ENDINGS = {
    "uppnått": "uppnådda",
    "genomförd": "genomförda",
    "påbörjad": "påbörjade",
    "försenad": "försenade",
    "avförd": "avförda",
}


def standing(count: int, word: str) -> str:
    """A status or level, as it is said of so many: ``genomförd``, ``genomförda``, ``kan ännu inte bedömas``."""
    rest, _, last = word.rpartition(" ")
    return word if count == 1 else f"{rest} {_ENDINGS.get(last, last)}".strip()
