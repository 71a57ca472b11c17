"""Blocks from their JSON, which may come from anywhere: each field is of the kind that its record declares, or is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from naravard.document.blocks import (
    Block,
    Cell,
    Cover,
    Figure,
    Heading,
    ItemList,
    Notice,
    Paragraph,
    Passage,
    Quote,
    Span,
    Table,
)
from naravard.document.values import Origin, Value

_BLOCKS: dict[str, Any] = {
    c.kind: c for c in (Heading, Paragraph, ItemList, Quote, Notice, Table, Figure, Passage, Cover)
}
_MOST_DECIMALS = 20
_LARGEST, _LARGEST_WHOLE = 1e300, 2**53  # what every format can hold

Reader = Callable[[Any], Any]


class NotABlock(ValueError):
    """The data is not what ``to_json`` writes; ``place`` is where it is not, as in ``columns.0.heading``."""

    def __init__(self, place: str = "") -> None:
        self.place = place
        super().__init__(f"not the JSON of a block of this version of naravard: {place or 'all of it'}")


def block_from_json(data: Any) -> Block:
    """The block that ``to_json`` made this of. What no block is written as is a NotABlock, since nothing may vanish."""
    if not isinstance(data, dict):
        raise NotABlock
    block = _at("kind", _one_of(tuple(_BLOCKS)), data.get("kind"))
    made: Block = _reader(_BLOCKS[block])({name: given for name, given in data.items() if name != "kind"})
    return made


@cache
def _reader(kind: Any) -> Reader:
    """What reads plain data as a type: a record, a tuple, a text …"""
    arguments = get_args(kind)
    if kind in _READERS:
        return _READERS[kind]
    if get_origin(kind) is Literal:
        return _one_of(arguments)
    if get_origin(kind) is tuple:
        return _tuple(arguments[:-1] if arguments[-1] is ... else arguments, any_number=arguments[-1] is ...)
    if get_origin(kind) is UnionType:
        return _either([_reader(one) for one in sorted(arguments, key=lambda one: one is not NoneType)])
    hints = get_type_hints(kind)
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    return _record({field.name: hints[field.name] for field in fields(kind)}, needed, _MAKERS.get(kind, kind))


def _record(kinds: Mapping[str, Any], needed: Set[str], make: Callable[..., Any]) -> Reader:
    readers = {name: _reader(kind) for name, kind in kinds.items()}

    def read(data: Any) -> Any:
        if not isinstance(data, dict) or not needed <= data.keys() <= readers.keys():
            raise NotABlock
        return make(**{name: _at(name, readers[name], given) for name, given in data.items()})

    return read


def _tuple(kinds: tuple[Any, ...], *, any_number: bool) -> Reader:
    readers = [_reader(kind) for kind in kinds]

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list) or not (any_number or len(data) == len(readers)):
            raise NotABlock
        each = readers * len(data) if any_number else readers
        return tuple(_at(place, reader, given) for place, (reader, given) in enumerate(zip(each, data, strict=True)))

    return read


def _at(place: str | int, reader: Reader, data: Any) -> Any:
    """What stands at a place of something, read."""
    try:
        return reader(data)
    except ValueError as error:
        within = error.place if isinstance(error, NotABlock) else ""
        raise NotABlock(f"{place}.{within}" if within else str(place)) from None


def _either(readers: list[Reader]) -> Reader:
    *first, last = readers

    def read(data: Any) -> Any:
        for reader in first:
            try:
                return reader(data)
            except ValueError:
                continue
        return last(data)

    return read


def _checked(fits: Callable[[Any], bool]) -> Reader:
    def read(data: Any) -> Any:
        if not fits(data):
            raise NotABlock
        return data

    return read


def _one_of(words: Collection[str]) -> Reader:
    return _checked(lambda data: isinstance(data, str) and data in words)


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise NotABlock
    data.encode()  # half of a pair of surrogates can stand in no file, and is a ValueError
    return data


def _value(**given: Any) -> Value:
    made = Value(**given)
    if made.day:
        date.fromisoformat(made.day)
    if not 0 <= made.decimals <= _MOST_DECIMALS:
        raise NotABlock("decimals")
    return made


def _span(**given: Any) -> Span:
    made = Span(**given)
    if made.value and made.value.text != made.text:
        raise NotABlock("value")
    return made


_MAKERS: dict[Any, Callable[..., Any]] = {
    Cell: lambda parts, tone="": Cell(*parts, tone=tone),
    Span: _span,
    Value: _value,
}
_READERS: dict[Any, Reader] = {
    str: _text,
    bool: _checked(lambda data: isinstance(data, bool)),
    int: _checked(lambda data: type(data) is int and abs(data) <= _LARGEST_WHOLE),
    float: _checked(lambda data: type(data) in (int, float) and -_LARGEST < data < _LARGEST),
    NoneType: _checked(lambda data: data is None),
    Block: block_from_json,
}
_READERS[Origin] = _record(dict.fromkeys(("measure", "key", "column", "rows"), str), set(), Origin.from_json)
