"""The protected table: the only form in which counts of persons leave the measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd

from naravard.disclosure.sensitivity import SensitivityRule

Key = tuple[str, ...]
"""Where a cell stands: one value a dimension, as in ``("kvinnor", "Hemtjänsten")``."""

NUMERATOR, COMPLEMENT, BASE = "numerator", "complement", "base"


class CellStatus(StrEnum):
    """Whether a cell is published, and why not. The words are the keys by which ``labels`` knows them.

    ``SMALL`` is a primary suppression: a sensitive count, from 1 to one below the threshold. ``PROTECTED`` is a secondary
    suppression, and may be any count above zero; a small count gets it too where saying that it is small would say too much,
    and so does a sensitive share or rise. ``WITHHELD`` was suppressed by the source already, so that nobody here knows it.
    """

    SHOWN = "shown"
    ZERO = "zero"
    SMALL = "small"
    PROTECTED = "protected"
    WITHHELD = "withheld"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"

    @property
    def suppressed(self) -> bool:
        """Whether there is a number that may not be known."""
        return self in (CellStatus.SMALL, CellStatus.PROTECTED, CellStatus.WITHHELD)

    @property
    def published(self) -> bool:
        """Whether the number is there to see."""
        return self in (CellStatus.SHOWN, CellStatus.ZERO)


@dataclass(frozen=True)
class Cell:
    """What is published of one count or share. ``value`` is None in all but shown cells and zeros.

    ``below`` is given for small counts alone: the text is ``<`` and this number. A figure draws a bar of height ``value``,
    and for None the fixed mark of the status, which has no height.
    """

    status: CellStatus
    value: int | float | None = None
    below: int | None = None

    def __post_init__(self) -> None:
        if self.status.published != (self.value is not None):
            raise ValueError(f"a {self.status} cell {'needs' if self.status.published else 'may not carry'} a value")


@dataclass(frozen=True)
class Marginal:
    """A total and the parts that make it up. It is not ``additive`` when some of the total is in none of the parts."""

    total: Key
    parts: tuple[Key, ...]
    additive: bool = True


@dataclass(frozen=True)
class ProtectedTable:
    """Counts of persons, or shares of them, after primary and secondary suppression. What is suppressed is nowhere in it.

    ``table["kvinnor", "totalt"]`` is a cell; iteration gives the keys in the order of the frame. Of a table of shares the
    cell is the share in per cent, and ``base`` and ``numerator`` are the counts behind it.

    ``counts`` are the published counts; in a table of shares each key is followed by ``numerator``, ``complement`` or
    ``base``. ``marginals`` are the sums between them. Linked tables that come later are protected against both.
    """

    name: str
    dimensions: tuple[str, ...]
    rule: SensitivityRule
    counts: tuple[tuple[Key, Cell], ...]
    marginals: tuple[Marginal, ...] = ()
    shares: bool = False

    @cached_property
    def by_key(self) -> Mapping[Key, Cell]:
        """The published counts by their key."""
        return dict(self.counts)

    def __iter__(self) -> Iterator[Key]:
        return iter(dict.fromkeys(key[: len(self.dimensions)] for key, _ in self.counts))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, key: str | Key) -> Cell:
        wanted = (key,) if isinstance(key, str) else tuple(key)
        return self._share(wanted) if self.shares else self._count(wanted)

    def base(self, key: str | Key) -> Cell:
        """How many persons a share is a share of."""
        return self._part(key, BASE)

    def numerator(self, key: str | Key) -> Cell:
        """How many of them the share counts."""
        return self._part(key, NUMERATOR)

    def frame(self) -> pd.DataFrame:
        """The table as exports take it. One row: one cell. Columns: the dimensions, ``status``, ``value`` (NA where none is
        published; shares in per cent), ``below`` (of small counts); for shares also ``base_status``, ``base``, ``numerator``.
        """
        rows = []
        for key in self:
            row: list[Any] = [*key, str(self[key].status), self[key].value, self[key].below]
            if self.shares:
                row += [str(self.base(key).status), self.base(key).value, self.numerator(key).value]
            rows.append(row)
        more = ["base_status", "base", "numerator"] if self.shares else []
        frame = pd.DataFrame(rows, columns=[*self.dimensions, "status", "value", "below", *more])
        whole = ["below", "base", "numerator"] if self.shares else ["value", "below"]
        return frame.astype({**dict.fromkeys(whole, "Int64"), "value": "Float64" if self.shares else "Int64"})

    def _part(self, key: str | Key, part: str) -> Cell:
        if not self.shares:
            raise ValueError(f"table {self.name!r} holds counts, which have no {part}; only shares have")
        return self._count((*((key,) if isinstance(key, str) else key), part))

    def _count(self, key: Key) -> Cell:
        if key not in self.by_key:
            raise KeyError(f"no cell {key!r} in table {self.name!r}; its cells are like {next(iter(self), ())!r}")
        return self.by_key[key]

    def _share(self, key: Key) -> Cell:
        numerator, base = self._count((*key, NUMERATOR)), self._count((*key, BASE))
        if numerator.value is None or base.value is None:
            return Cell(numerator.status)
        if base.value == 0:
            return Cell(CellStatus.NOT_APPLICABLE)
        return Cell(numerator.status, 100 * numerator.value / base.value)
