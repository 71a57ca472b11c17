"""Cells, columns and tables of facts: what all tables are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from naravard import labels
from naravard.document import Block, Cell, Column, Notice, Table
from naravard.model import Citation, Project


def facts(
    project: Project,
    name: str,
    caption: str,
    headings: Sequence[str],
    rows: Sequence[tuple[Cell, ...]],
    cited: Iterable[Citation],
    *,
    numeric: Sequence[int] = (),
    row_headers: int = 1,
) -> Block:
    """A table of what the sources say, with the sources named under it; without rows a notice that nothing is known."""
    if not rows:
        return nothing_known(caption)
    named = {s.id: s for s in project.sources}
    used = [named[source] for source in dict.fromkeys(c.source for c in cited) if source in named]
    source = "; ".join(f"{s.id} = {s.kind}, {s.name}" if s.kind else f"{s.id} = {s.name}" for s in used)
    head = columns(*headings, numeric=numeric)
    return Table(name, caption, head, tuple(rows), f"Källa: {source}." if source else "", row_headers=row_headers)


def nothing_known(what: str) -> Notice:
    """What stands in the place of a table that the data has no rows for."""
    return Notice(f"{what}:", f"{labels.UNKNOWN}.", "muted")


def columns(*headings: str, numeric: Sequence[int] = ()) -> tuple[Column, ...]:
    """Columns with these headings; those at the places in ``numeric`` lean to the end, as figures do."""
    return tuple(Column(heading, "end" if place in numeric else "start") for place, heading in enumerate(headings))


def cell(value: object, empty: str = labels.UNKNOWN) -> Cell:
    """A cell of text; what is not there is said in words."""
    text = "" if value is None else str(value)
    return Cell(text) if text else Cell(empty, tone="muted" if empty else "")


def cited_cell(cited: Sequence[Citation]) -> Cell:
    """A cell that says where a row's statement stands."""
    return cell(places(cited))


def places(cited: Sequence[Citation]) -> str:
    """Citations as a reader sees them: ``TS, Ärende stycke 2; PU, Sammanfattning stycke 1``."""
    return "; ".join(f"{c.source}, {c.place}" if c.place else c.source for c in cited)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows, each as a mapping from column to value."""
    rows: list[dict[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]
    return rows
