"""What the cells of a table hold beside their text: the number or the day that is shown, for the formats that reckon with them.

A number is taken as it is shown, with its rounding, never as the value behind it: no format may say more than the paper does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite

from naravard.document import Cell, Column, Table

MOST_DIGITS = 15  # more than these neither Excel nor a float keeps
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day wrong
_NUMBER = re.compile(r"(?P<sign>[+−]?)(?P<whole>\d{1,3}(?:[\u202f\u00a0]\d{3})+(?!\d)|\d+)(?:,(?P<fraction>\d+))?")
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ShownNumber:
    """``value`` is the number as the reader sees it (92 for ``92 %``), between the words ``before`` and ``after`` it.

    ``signed`` tells that a plus is written out, ``grouped`` that thousands are set apart, and ``percent`` that the value
    behind it is a share of 1.
    """

    value: Decimal
    decimals: int
    before: str = ""
    after: str = ""
    signed: bool = False
    grouped: bool = True
    percent: bool = False


def number_in(cell: Cell) -> ShownNumber | None:
    """The number that the cell shows, or None when its value is no number or its text is not that number (a step's word)."""
    found = _NUMBER.search(cell.text)
    if not found or isinstance(cell.value, bool) or not isinstance(cell.value, int | float) or not isfinite(cell.value):
        return None
    whole, fraction = re.sub(r"\D", "", found["whole"]), found["fraction"] or ""
    if len(whole + fraction) > MOST_DIGITS:
        return None
    value = Decimal(f"{'-' if found['sign'] == '−' else ''}{whole}.{fraction or '0'}")
    after = cell.text[found.end() :]
    half = 0.500001 * 10 ** -len(fraction)
    percent = after.lstrip().startswith("%") and abs(float(value) - 100 * cell.value) <= half
    if not percent and abs(float(value) - cell.value) > half:
        return None
    return ShownNumber(
        value.quantize(Decimal(1).scaleb(-len(fraction))),
        len(fraction),
        cell.text[: found.start()],
        after,
        signed=found["sign"] == "+",
        grouped=len(whole) < 4 or whole != found["whole"],
        percent=percent,
    )


def days_in(cells: Iterable[Cell]) -> dict[str, date]:
    """The days that a column shows, by their text; empty unless all its cells are days, or words in the place of one.

    A column that also holds years or months stays text, since days among text would be sorted apart from it.
    """
    days = {}
    for text in {cell.text for cell in cells}:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            try:
                days[text] = date.fromisoformat(text)
            except ValueError:
                return {}
        elif re.search(r"\d", text):
            return {}
    return days if all(day >= _FIRST_DAY for day in days.values()) else {}


def column_cells(table: Table, position: int) -> tuple[Cell, ...]:
    """The cells of one column."""
    return tuple(row[position] for row in table.rows)


def distinct_headings(columns: Sequence[Column], longest: int = 250) -> list[str]:
    """The headings with their units, each once whether or not capitals are told apart: a second ``Utfall`` is ``Utfall (2)``."""
    taken: set[str] = set()
    headings = []
    for column in columns:
        named = f"{column.heading} ({column.unit})" if column.unit else column.heading
        base = heading = " ".join(clean(named).split())[:longest].rstrip()
        number = 1
        while heading.casefold() in taken:
            number += 1
            heading = f"{base} ({number})"
        taken.add(heading.casefold())
        headings.append(heading)
    return headings


def slug(text: str, longest: int = 60) -> str:
    """The text as a name that files and addresses can bear: ``Mål, per år`` is ``mal-per-ar``."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded)[:longest].strip("-")


def clean(text: str) -> str:
    """The text without the signs that no file format can hold; a paper has none, but a document may come from elsewhere."""
    return _UNSAFE.sub("", text)
