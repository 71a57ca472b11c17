"""How what stands in a row of a measure is written: a number, a day or a word as a value, or why there is none.

Each function takes a row and the name of one of its columns. Beside a column the row says more of it: ``value_status`` and
``value_below`` (of the column ``value`` by the bare names too), and ``value_origin`` or, of the whole row, ``origin``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from string import Formatter
from types import MappingProxyType
from typing import Any, cast

from naravard import labels
from naravard.document import NOWHERE, Notice, Origin, Status, Text, Value
from naravard.document.values import SHOWN, STATUSES
from naravard.rounding import is_known, rounded

Row = Mapping[str, Any]

MOST_DIGITS = 15  # more than these neither a float nor Excel keeps
_ALIKE = {"no_data": "missing"}
_OF_ANOTHER = re.compile(r"(.+)_(count|members|period)")


def number(
    row: Row, column: str, decimals: int = 0, *, unit: str = "", with_unit: bool = False, signed: bool = False,
    per: float = 1, empty: str | None = None,
) -> Value:  # fmt: skip
    """A number with so many decimals, in ``unit``, which is said ``with_unit``; ``per`` 100 makes a share per cent.

    ``empty`` is what stands in the place of a number that is not there, if not the word of its status.
    """
    given = row[column]
    if not is_known(given):
        return absent(row, column, empty)
    exact = rounded(given * per if per != 1 else given, decimals)
    text = labels.change(exact, decimals) if signed else labels.number(exact, decimals)
    return Value(
        labels.with_unit(text, unit) if with_unit else text,
        float(exact) if len(exact.as_tuple().digits) <= MOST_DIGITS else None,
        decimals=decimals,
        unit=unit,
        with_unit=with_unit,
        signed=signed,
        status=_status(row, column),
        origin=origin_of(row, column),
    )


def per_cent(row: Row, column: str, decimals: int = 0, *, signed: bool = False, empty: str | None = None) -> Value:
    """A share of 1 in per cent: ``92 %``."""
    return number(row, column, decimals, unit="%", with_unit=True, signed=signed, per=100, empty=empty)


def kronor(row: Row, column: str) -> Value:
    """An amount in running text: ``786 000 kronor``."""
    return number(row, column, unit=labels.KRONOR, with_unit=True)


def amount(row: Row, column: str, greatest: float) -> Value:
    """An amount, short, in the unit that fits the greatest that stands beside it: ``8 000 kr``, ``786 tkr``, ``12,4 mnkr``."""
    unit, size, decimals = labels.amount_unit(greatest)
    return number({**row, column: row[column] / size}, column, decimals, unit=unit, with_unit=True)


def count(row: Row, column: str, *, neuter: bool = False, none: str = "") -> Value:
    """A count in running text: up to twelve in words. ``none`` is what nought is called, if it has a word of its own."""
    given = int(row[column])
    text = none if none and not given else labels.count_word(given, neuter=neuter)
    return Value(text, float(given), origin=origin_of(row, column))


def counted(row: Row, column: str, one: str, many: str, *, neuter: bool = False) -> Text:
    """A count with its noun in running text: ``tre beslut``."""
    noun = one if row[column] == 1 else many
    return Text((count(row, column, neuter=neuter), f"{labels.NO_BREAK_SPACE}{noun}"))


def word(row: Row, column: str, wording: str | None = None, *, empty: str | None = None) -> Value:
    """A word or a text as it stands in the row, or in a ``wording`` of its own."""
    given = row[column]
    if not is_known(given) or given in ("", ()):
        return absent(row, column, empty)
    text = str(given) if wording is None else wording
    return Value(text, status=_status(row, column), origin=origin_of(row, column))


def day(row: Row, column: str, *, empty: str | None = None) -> Value:
    """A day, ``2023-04-21``; of a date that is known to the month or the year, that much."""
    given = row[column]
    if not is_known(given) or not isinstance(given, date):
        exact = getattr(given, "precision", "") == "day"  # a partial date that is known to the day
        written = word(row, column, empty=empty)
        return replace(written, day=written.text) if exact else written
    iso = labels.day(date(given.year, given.month, given.day))
    return Value(iso, day=iso, origin=origin_of(row, column))


def term(row: Row, column: str) -> Value:
    """A term in running text: ``hösten 2023``."""
    return word(row, column, labels.term_name(row[column]))


def absent(row: Row, column: str, text: str | None = None) -> Value:
    """What stands in the place of a value that is not shown: the word of its status, or ``text`` where it is only missing.

    A dash says that there can be none.
    """
    usual: Status = "not_applicable" if text == labels.DASH else "missing"
    status, below = _status(row, column, otherwise=usual), _beside(row, column, "below")
    bound = int(below) if is_known(below) else None
    if text is None or status != usual:
        text = labels.STATUSES[status].format(below=bound)
    return Value(text, status=status, below=bound, origin=origin_of(row, column))


def origin_of(row: Row, column: str) -> Origin:
    """Where the value in a column comes from; ``county_count`` comes from where ``county`` does.

    An origin that says its column, as one does that has been laid in a table's row from a measure's, keeps it.
    """
    of_another = _OF_ANOTHER.fullmatch(column)
    for named in (column, of_another[1] if of_another else column):
        if (origin := row.get(f"{named}_origin")) is not None:
            break
    origin = row.get("origin") if origin is None else origin
    if not isinstance(origin, Origin):
        return NOWHERE
    return origin if origin.column else origin.of(column)


def with_status(value: Value) -> Text:
    """A value in running text, which says that it is preliminary where it is."""
    return Text((value, labels.PRELIMINARY if value.status == "preliminary" else ""))


WRITTEN: dict[str, Callable[[Row, str], Value]] = {
    "": word, "number": number, "kronor": kronor, "count": count, "day": day, "term": term,
}  # fmt: skip
"""How a value is written, by what stands after the colon in a template of ``say``."""


def say(template: str, row: Row = MappingProxyType({}), /, **named: str | Value | Text) -> Text:
    """A sentence with its values in their places: ``say("Av budgeten på {budget:kronor} är …", row)``.

    What is not ``named`` is a column of the row, written as the template says after a colon.
    """
    made = Text()
    for words, name, written, _ in Formatter().parse(template):
        made += words
        if name is not None:
            made += named[name] if name in named else WRITTEN[written or ""](row, name)
    return made


def notice(subject: str, text: str = labels.UNKNOWN) -> Notice:
    """What is said in the place of something: ``Risker: uppgift saknas i underlaget.``"""
    return Notice(f"{subject}:", f"{text}.", "muted")


def listing(items: Sequence[str | Value | Text]) -> Text:
    """``a``, ``a och b``, ``a, b och c``, as ``labels.listing`` has it."""
    texts = [Text((item,)) if isinstance(item, str | Value) else item for item in items]
    made = Text()
    for joint, text in zip(labels.joints([text.text for text in texts]), texts, strict=True):
        made += joint
        made += text
    return made


def sentence(text: Text) -> Text:
    """The text with a capital first letter, as a sentence begins."""
    if not text:
        return text
    first = text[0]
    if isinstance(first, str):
        return Text((labels.sentence(first), *text[1:]))
    return Text((replace(first, text=labels.sentence(first.text)), *text[1:]))


def joined(sentences: Iterable[str | Value | Text], between: str = " ") -> Text:
    """Sentences one after another, or whatever else stands ``between``; empty ones are left out."""
    made = Text()
    for one in sentences:
        if one:
            made += between if made else ""
            made += one
    return made


def _status(row: Row, column: str, otherwise: Status = "ok") -> Status:
    """How the value in a column stands; what is not told is ``otherwise``."""
    given = str(_beside(row, column, "status") or "")
    status = _ALIKE.get(given, given)
    fits = status in STATUSES and (status in SHOWN) == (otherwise in SHOWN)
    return cast("Status", status) if fits else otherwise


def _beside(row: Row, column: str, what: str) -> Any:
    """What the row says beside a column; of the column ``value`` by the bare name."""
    return row.get(f"{column}_{what}", row.get(what) if column == "value" else None)
