"""Cells, columns and tables of facts: what all tables are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

import pandas as pd

from naravard import labels
from naravard.document import Block, Cell, Column, Notice, Table
from naravard.model import FIELDS, Citation, Project, records_of


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


def table_source(project: Project, term: str, *tables: str) -> str:
    """The source line of a table made from what was reported: the tables, and the documents that their rows cite."""
    records = [record for table in tables for record in _records(project, term, table)]
    cited = list(dict.fromkeys(c.source for record in records for c in getattr(record, "cited", ())))
    named = f"tabellen {tables[0]}" if len(tables) == 1 else f"tabellerna {labels.listing(tables)}"
    return f"Källa: {named}, som bygger på {labels.listing(cited)} (se Källor)." if cited else f"Källa: {named}."


def _records(project: Project, term: str, table: str) -> Sequence[Any]:
    return records_of(project if hasattr(project, FIELDS[table]) else project.term(term), table)


def nothing_known(what: str) -> Notice:
    """What stands in the place of a table that the data has no rows for."""
    return Notice(f"{what}:", f"{labels.UNKNOWN}.", "muted")


def columns(*headings: str, numeric: Sequence[int] = ()) -> tuple[Column, ...]:
    """Columns with these headings; those at the places in ``numeric`` lean to the end, as figures do."""
    return tuple(Column(heading, "end" if place in numeric else "start") for place, heading in enumerate(headings))


def cell(value: object, empty: str = labels.UNKNOWN) -> Cell:
    """A cell of text; what is not there is said in words."""
    text = "" if value is None or (isinstance(value, float) and isnan(value)) else str(value)
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
