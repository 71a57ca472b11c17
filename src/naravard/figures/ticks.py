"""Numbers and months in a figure of matplotlib, as Swedish writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from matplotlib.axis import Axis
from matplotlib.ticker import Formatter, LogFormatter, NullFormatter, ScalarFormatter

from naravard import labels

FIRST_YEAR, LAST_YEAR = 1900, 2100

_NUMBER = re.compile(r"([+-]?)(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(\s?%)?")
_WORDS = {"Jan": "jan", "Feb": "feb", "Mar": "mars", "Apr": "apr", "May": "maj", "Jun": "juni",
          "Jul": "juli", "Aug": "aug", "Sep": "sep", "Oct": "okt", "Nov": "nov", "Dec": "dec",
          "(right)": "(höger)"}  # fmt: skip
_WORD = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, _WORDS))})(?!\w)")


def in_swedish(axis: Axis) -> None:
    """Let the axis write its numbers and months in Swedish, whatever it writes them by."""
    for get, put in (
        (axis.get_major_formatter, axis.set_major_formatter),
        (axis.get_minor_formatter, axis.set_minor_formatter),
    ):
        formatter = get()
        if isinstance(formatter, ScalarFormatter):
            formatter.set_useOffset(False)
            formatter.set_scientific(False)
        elif isinstance(formatter, LogFormatter):
            formatter = LogFormatter()  # without raised figures, such as 10³
        if not isinstance(formatter, NullFormatter | _Swedish):
            put(_Swedish(formatter))


def swedish(words: Sequence[str]) -> list[str]:
    """The words with what is a number or a month in Swedish: ``1234.5`` is ``1 234,5``. Numbers that all can be years are."""
    found = [_NUMBER.fullmatch(word.replace(labels.MINUS, "-")) for word in words]
    numbers = [Decimal(match[2]) for match in found if match]
    are_years = all(FIRST_YEAR <= number <= LAST_YEAR and number == int(number) for number in numbers)
    return [
        _written(match, are_years) if match else _WORD.sub(lambda found: _WORDS[found[0]], word)
        for match, word in zip(found, words, strict=True)
    ]


def _written(match: re.Match[str], is_year: bool) -> str:
    sign, number, per_cent = match[1], Decimal(match[2]), match[3]
    exponent = number.as_tuple().exponent
    text = str(int(number)) if is_year else labels.number(number, max(0, -int(exponent)))
    sign = labels.MINUS if sign == "-" else sign
    return f"{sign}{text}{labels.NO_BREAK_SPACE}%" if per_cent else sign + text


class _Swedish(Formatter):
    """What another formatter writes, in Swedish."""

    def __init__(self, inner: Formatter) -> None:
        self._inner = inner

    def set_axis(self, axis: Any) -> None:
        super().set_axis(axis)
        self._inner.set_axis(axis)

    def __call__(self, x: float, pos: int | None = None) -> str:
        return swedish([self._inner(x, pos)])[0]

    def format_ticks(self, values: Any) -> list[str]:
        return swedish(self._inner.format_ticks(values))

    def get_offset(self) -> str:
        return self._inner.get_offset()
