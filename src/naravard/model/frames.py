"""Records as a frame of pandas, with the types that pandas has for what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from naravard.model.columns import Column, Kind
from naravard.model.record import Record, open_columns
from naravard.model.values import Citation
from naravard.terms import Term

if TYPE_CHECKING:
    from pandas import DataFrame, Series

_TYPES: dict[Kind, str] = {"number": "float64", "whole": "Int64", "yes/no": "boolean"}


def frame_of(kind: type[Record], records: Iterable[Record], *, exact: bool, swedish: bool) -> DataFrame:
    """The frame that ``Records.to_frame`` describes."""
    import pandas as pd

    records = tuple(records)
    return pd.DataFrame({
        column.heading if swedish else name: _series(column, [getattr(one, name) for one in records], exact)
        for name, column in open_columns(kind).items()
    })  # fmt: skip


def in_terms(frame: DataFrame, heading: str, terms: Sequence[Term], reported: Sequence[Term]) -> DataFrame:
    """The frame with the term of each row first: a category of all terms that have been reported, in order of time."""
    import pandas as pd

    in_order = pd.Categorical(list(map(str, terms)), list(map(str, reported)), ordered=True)
    frame.insert(0, heading, pd.Series(in_order))
    return frame


def _series(column: Column, values: list[Any], exact: bool) -> Series[Any]:
    import pandas as pd

    if column.many:
        return pd.Series([tuple(map(_plain, value)) for value in values], dtype="object")
    if column.words:
        return pd.Series(pd.Categorical(values, categories=list(map(str, column.words))))
    if column.kind == "date":
        return pd.to_datetime(pd.Series(values, dtype="object"))
    if column.kind in _TYPES:
        return pd.Series(values, dtype="object" if exact and column.kind == "number" else _TYPES[column.kind])
    return pd.Series([None if value is None else str(value) for value in values], dtype="str")


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Citation) else value
