"""Numbers and months in a figure of matplotlib, as Swedish writes them; words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.ticker import FixedFormatter, Formatter, LogFormatter, NullFormatter, ScalarFormatter

from naravard import labels
from naravard.figures.drawing import LEADING, text_width, wrapped
from naravard.words import of as words_of

FIRST_YEAR, LAST_YEAR = 1900, 2100

_NUMBER = re.compile(r"([+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?)(\s?%)?")  # 0180 is a code
_MONTHS: dict[str, str] = words_of("figures")["months"]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_RAISED = str.maketrans(f"0123456789{labels.MINUS}", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def in_swedish(axis: Axis) -> None:
    """Let the axis write its numbers and months in Swedish, whatever it writes them by."""
    for which in ("major", "minor"):
        formatter = getattr(axis, f"get_{which}_formatter")()
        if type(formatter) is ScalarFormatter:
            formatter = ScalarFormatter(useOffset=False, useMathText=False)
            formatter.set_powerlimits((-6, 15))  # what is smaller it would write as 0
        elif isinstance(formatter, LogFormatter):
            formatter = LogFormatter()  # without raised figures, such as 10³
        if not isinstance(formatter, NullFormatter | _Swedish):
            getattr(axis, f"set_{which}_formatter")(_Swedish(formatter))


def swedish(words: Sequence[str]) -> list[str]:
    """The words with what is a number or a month in Swedish: ``1234.5`` is ``1 234,5``. Numbers that all can be years are."""
    found = [_number(word) for word in words]
    numbers = [Decimal(match[1]) for match in found if match]
    are_years = all(FIRST_YEAR <= number <= LAST_YEAR and number == int(number) for number in numbers)
    return [
        _written(match, are_years) if match else _MONTH.sub(lambda found: _MONTHS[found[0]], word)
        for match, word in zip(found, words, strict=True)
    ]


def is_number_of(word: str, values: Iterable[float]) -> bool:
    """Whether a word is a number for certain: one of these values, rounded as the word has it, or a number of per cent."""
    match = _number(word)
    if not match or match[2]:
        return bool(match)
    number = Decimal(match[1])
    most = 0.5001 * 10.0 ** int(number.as_tuple().exponent)
    return any(abs(value - float(number)) <= most for value in values)


def _number(word: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(word.replace(labels.MINUS, "-"))


def _written(match: re.Match[str], is_year: bool) -> str:
    number, write = Decimal(match[1]), labels.change if match[1][0] == "+" else labels.number
    text = str(int(number)) if is_year else write(number, max(0, -int(number.as_tuple().exponent)))
    return labels.with_unit(text, "%" if match[2] else "")


class _Swedish(Formatter):
    """What another formatter writes, in Swedish; words that were given stay. Long ones leave room for the drawing."""

    def __init__(self, inner: Formatter) -> None:
        self._inner = inner
        looks_up = "_format_with_dict" in str(getattr(inner, "func", ""))  # what set_ticks(…, labels=…) makes
        self._given = looks_up or isinstance(inner, FixedFormatter | StrCategoryFormatter)

    def set_axis(self, axis: Any) -> None:
        super().set_axis(axis)
        self._inner.set_axis(axis)

    def format_ticks(self, values: Any) -> list[str]:
        found = self._inner.format_ticks(values)
        words = [str(word) for word in found]
        given = self._given and all(isinstance(word, str) for word in found)
        if not given or all(is_number_of(word, [x]) for word, x in zip(words, values, strict=True) if word):
            words = swedish(words)
        return _in_lines(self.axis, words)

    def get_offset(self) -> str:
        found = self._inner.get_offset()
        return f"× 10{found[2:].translate(_RAISED)}" if found.startswith("1e") else swedish([found])[0]


def _in_lines(axis: Any, words: Sequence[str]) -> list[str]:
    """The words of an axis in lines that reach over at most a third of the axes' part of the figure."""
    label, spec, sides = axis.get_major_ticks(1)[0].label1, axis.axes.get_subplotspec(), axis.axes.figure.bbox.size
    if spec:
        sides = sides * (len(spec.colspan), len(spec.rowspan)) / spec.get_gridspec().get_geometry()[::-1]
    size, level = label.get_fontsize(), label.get_rotation() % 180 == 0
    along, across = sides if level else sides[::-1]  # the lines
    each = max(1, sum(map(bool, words)))
    room, depth = (along / 3, across / each) if level == (axis.axis_name == "y") else (along / each, across / 3)
    longest = max(text_width(piece, size) for piece in re.split("[ \n]", " ".join(words)))
    room = max(room, min(longest, along / 2))  # no word is parted that need not be
    most = max(1, int(depth / (size * LEADING)))
    lines = [[line for part in word.split("\n") for line in wrapped(part, room, size, lines=most)] for word in words]
    return [word if "$" in word else "\n".join(found) for word, found in zip(words, lines, strict=True)]
