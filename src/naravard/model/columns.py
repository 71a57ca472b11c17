"""What a record's class says about its columns: heading, what may stand in a cell, whether it may be empty."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from naravard.model.values import Amount, Citation, Identifies, IsPeriod, Marker, PartialDate, Refers
from naravard.terms import Term

Kind = Literal[
    "text",
    "id",
    "reference",
    "citation",
    "number",
    "measured",
    "whole",
    "yes/no",
    "date",
    "partial date",
    "term",
    "period",
    "word",
]

_KINDS: dict[Any, Kind] = {
    str: "text",
    Decimal: "number",
    int: "whole",
    bool: "yes/no",
    date: "date",
    PartialDate: "partial date",
    Term: "term",
    Citation: "citation",
}


_LAST = ("cited", "note")


@dataclass(frozen=True)
class Column:
    """One column of a table. ``required`` is about the column, ``may_be_empty`` about its cells."""

    name: str
    heading: str
    description: str
    kind: Kind
    many: bool
    required: bool
    may_be_empty: bool
    default: Any
    refers: tuple[str, ...] = ()
    by_name: bool = False
    amount: bool = False
    words: type[StrEnum] | None = None
    low: int | None = None
    high: int | None = None


@cache
def columns(record: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a table (or the keys of a section of plan.toml), in the order of the class.

    Where a statement comes from is filled in last, though the class has it from its base.
    """
    hints = get_type_hints(record, include_extras=True)
    # A record's origin is given by the reader: it is no column.
    names = sorted(record.model_fields.keys() - {"origin"}, key=lambda name: _place(record, name))
    return tuple(_column(name, hints[name], record.model_fields[name]) for name in names)


def _place(record: type[BaseModel], name: str) -> tuple[int, int]:
    return _LAST.index(name) + 1 if name in _LAST else 0, list(record.model_fields).index(name)


def _column(name: str, hint: Any, info: FieldInfo) -> Column:
    options = _options(hint)
    bare = [option for option in options if option is not type(None)]
    many = get_origin(_plain(bare[0])) is tuple
    member = get_args(_plain(bare[0]))[0] if many else bare[0]
    marks = member.__metadata__ if get_origin(member) is Annotated else ()
    refers = next((mark for mark in marks if isinstance(mark, Refers)), Refers(()))
    required = info.is_required()
    return Column(
        name=name,
        heading=info.alias or name,
        description=info.description or "",
        kind=_kind(bare, _plain(member), marks),
        many=many,
        required=required,
        may_be_empty=type(None) in options or not required,
        default=None if required else info.get_default(call_default_factory=True),
        refers=("kallor",) if _plain(member) is Citation else refers.tables,
        by_name=refers.by_name,
        amount=any(isinstance(mark, Amount) for mark in marks),
        words=_plain(member) if isinstance(_plain(member), type) and issubclass(_plain(member), StrEnum) else None,
        low=_bound(info, "ge"),
        high=_bound(info, "le"),
    )


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _plain(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _kind(options: list[Any], member: Any, marks: tuple[Any, ...]) -> Kind:
    if Marker in options:
        return "measured"
    if any(isinstance(mark, Identifies) for mark in marks):
        return "id"
    if any(isinstance(mark, Refers) for mark in marks):
        return "reference"
    if any(isinstance(mark, IsPeriod) for mark in marks):
        return "period"
    if isinstance(member, type) and issubclass(member, StrEnum):
        return "word"
    return _KINDS[member]


def _bound(info: FieldInfo, name: str) -> int | None:
    read: Callable[[Any], int | None] = lambda mark: getattr(mark, name, None)  # noqa: E731
    return next((bound for mark in info.metadata if (bound := read(mark)) is not None), None)
