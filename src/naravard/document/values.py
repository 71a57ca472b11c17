"""What a page says of its data: values that know how they are written, how they stand, and which rows they come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Literal, NamedTuple, cast, get_args

Status = Literal["ok", "preliminary", "missing", "not_applicable", "not_measured", "small", "protected", "withheld"]
"""How a value stands. All but the first two have no number: it is not there (``missing``), cannot be (``not_applicable``), is
not measured yet, or is hidden: a ``small`` count, one ``protected`` so that a small count cannot be worked out, or one
``withheld`` by the source."""

STATUSES: frozenset[str] = frozenset(get_args(Status))
SHOWN: frozenset[str] = frozenset(("ok", "preliminary"))


_ROWS = re.compile(r"(?:[^\t\n]*(?:\t[0-9]{0,9}(?:\t[^\t\n]*){0,2})?(?:\n|\Z))*")  # as ``Origin.to_json`` writes them


class SourceRow(NamedTuple):
    """A row of the data: its file (relative to the data folder), its row as Excel shows it, its sheet if the file is a workbook.

    A row of a snapshot is known by ``key``, with which its line begins: ``N15419,2022,T``.
    """

    file: str
    row: int | None = None
    sheet: str = ""
    key: str = ""


class _Found(tuple[SourceRow, ...]):
    """Rows that have been asked for, and need not be looked for again."""

    __slots__ = ()


Rows = Iterable["SourceRow | Origin"] | Callable[[], Iterable["SourceRow | Origin"]]


class Origin:
    """Where a value comes from: the ``column`` of the row ``key`` of a measure, which was made from ``rows`` of the data.

    The rows may be given as other origins, or as what makes them: a mean of many is shown more often than somebody asks for its
    rows. A value of somebody's own table has no measure.
    """

    __slots__ = ("_rows", "column", "key", "measure")

    def __init__(self, measure: str = "", key: str = "", column: str = "", rows: Rows = ()) -> None:
        self.measure, self.key, self.column, self._rows = measure, key, column, rows

    @property
    def rows(self) -> tuple[SourceRow, ...]:
        """The rows of the data, each once."""
        if isinstance(self._rows, _Found):
            return self._rows
        if callable(self._rows):
            self._rows = made = _Found(cast("Iterable[SourceRow]", self._rows()))
            return made
        self._rows = origins = tuple(self._rows)
        if len(origins) == 1 and isinstance(origins[0], Origin):  # the row's own origin, told of a column
            return origins[0].rows
        flat = (row for one in origins for row in (one.rows if isinstance(one, Origin) else (one,)))
        self._rows = made = _Found(dict.fromkeys(flat))
        return made

    def of(self, column: str) -> Origin:
        """The same row's origin, told of one of its columns."""
        return self if self.column == column else Origin(self.measure, self.key, column, (self,))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def __reduce__(self) -> tuple[type[Origin], tuple[object, ...]]:  # a function that makes the rows cannot travel
        return Origin, self._parts

    def __repr__(self) -> str:
        return f"<Origin {self.measure} {self.key} {self.column}: {len(self.rows)} rows>"

    @property
    def _parts(self) -> tuple[object, ...]:
        return self.measure, self.key, self.column, self.rows

    def to_json(self) -> dict[str, str]:
        """The origin as plain data, without what is empty. Its rows are one text: notebooks hold many."""
        rows = "\n".join(
            "\t".join((row.file, str(row.row or ""), row.sheet, row.key)).rstrip("\t") for row in self.rows
        )
        parts = {"measure": self.measure, "key": self.key, "column": self.column, "rows": rows}
        return {name: part for name, part in parts.items() if part}

    @classmethod
    def from_json(cls, measure: str = "", key: str = "", column: str = "", rows: str = "") -> Origin:
        """The origin that ``to_json`` made this of; rows that it cannot have made are a ValueError."""
        if not _ROWS.fullmatch(rows):
            raise ValueError("the rows of an origin are lines of file, row, sheet and key")
        return cls(measure, key, column, partial(map, _source_row, rows.split("\n")) if rows else ())


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Value:
    """A number, a day or a word on a page. ``text`` is what the reader sees.

    ``number`` is the number as it is shown, rounded to ``decimals`` (92 for ``92 %``), and ``day`` the date (ISO); both are
    empty for a word, and for what is not shown. ``unit`` is the number's, and ``with_unit`` tells that the text says it.
    ``signed`` tells that a plus is written out. ``below`` is the bound of a small count: all that a reader may know of it.
    """

    text: str
    number: float | None = None
    day: str = ""
    decimals: int = 0
    unit: str = ""
    with_unit: bool = False
    signed: bool = False
    status: Status = "ok"
    below: int | None = None
    origin: Origin = NOWHERE

    @property
    def shown(self) -> bool:
        """Whether there is a value, and the reader sees it."""
        return self.status in SHOWN

    def to_json(self) -> dict[str, Any]:
        """The value as plain data, without what is as usual; ``block_from_json`` gives it back."""
        made: dict[str, Any] = {"text": self.text}
        for name, usual in _USUAL:
            given = getattr(self, name)
            if given != usual:
                made[name] = given
        if self.origin is not NOWHERE:
            made["origin"] = self.origin.to_json()
        return made


_USUAL = tuple((field.name, field.default) for field in fields(Value) if field.name not in ("text", "origin"))

Inline = str | Value


class Text(tuple[Inline, ...]):
    """Running text: strings, and the values among them. It is put together with ``+`` and ``writing.say``.

    It cannot be formatted into a string: its values would forget where they come from. ``text`` is what the reader sees.
    """

    __slots__ = ()

    def __new__(cls, parts: Iterable[Inline] = ()) -> Text:  # noqa: D102
        return super().__new__(cls, (part for part in parts if part != ""))

    @property
    def text(self) -> str:
        """The words as the reader sees them."""
        return plain(self)

    @property
    def values(self) -> tuple[Value, ...]:
        """The values in the text, in order."""
        return tuple(part for part in self if isinstance(part, Value))

    def __add__(self, other: object) -> Text:
        if isinstance(other, str | Value):
            return Text((*self, other))
        return Text((*self, *other)) if isinstance(other, Text) else NotImplemented

    def __radd__(self, other: object) -> Text:
        return Text((other, *self)) if isinstance(other, str | Value) else NotImplemented

    def __format__(self, spec: str) -> str:
        raise TypeError("a text with values cannot be formatted into a string; put it together with writing.say")


def plain(parts: Iterable[Inline]) -> str:
    """What a reader sees of some running text."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def inline_to_json(part: Inline) -> Any:
    """A string or a value as plain data."""
    return part if isinstance(part, str) else part.to_json()


def _source_row(line: str) -> SourceRow:
    file, row, sheet, key = (*line.split("\t"), "", "", "")[:4]
    return SourceRow(file, int(row) if row else None, sheet, key)
