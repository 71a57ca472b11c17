"""Any table as it was filled in, as a frame to look around in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from naravard.measures.activities import participants
from naravard.measures.indicators import shown_baseline
from naravard.measures.own import own_values
from naravard.model import PROJECT_TABLES, TERM_TABLES, Project, Sex, records_of
from naravard.model.columns import columns
from naravard.terms import Term

_KINDS = {kind.table: kind for kind in (*PROJECT_TABLES, *TERM_TABLES)}
_NUMBERS: dict[str, Literal["float64", "Int64"]] = {"number": "float64", "measured": "float64", "whole": "Int64"}


def table(project: Project, name: str, term: Term | str | None = None) -> pd.DataFrame:
    """A table as it was filled in, but for counts of persons, which are as they may be published.

    ``name`` is that of the file or sheet (``aktiviteter``, ``indikatorer``, ``kallor`` …); ``term`` is needed for what is
    reported each term. One row: one row of the table. Columns: its Swedish headings, in the units that docs/tabeller.md says;
    text is empty, and a number missing, where the cell is empty. Several things in a cell stand with commas between them.

    In ``aktiviteter`` the column ``deltagare`` is what ``participants`` shows. In ``matvarden`` the column ``värde`` is what
    ``own_values`` shows (which also says why there is none), and ``täljare`` and ``nämnare`` are left out. In ``indikatorer``
    an ``utgångsvärde`` that is a small count is not there.

    An unknown table is a ValueError that lists the known.
    """
    kind = _KINDS.get(name)
    if kind is None:
        raise ValueError(f"no table {name!r}; known are {', '.join(_KINDS)}")
    if kind.per_term and term is None:
        raise ValueError(f"{name} is reported each term: say which, as in table(project, {name!r}, 'HT2023')")
    records = records_of(project.term(term) if kind.per_term and term else project, name)
    frame = pd.DataFrame(
        [[_cell(getattr(record, column.name)) for column in columns(kind)] for record in records],
        columns=[column.heading for column in columns(kind)],
    )
    for heading, values in _as_published(project, name, records, term).items():
        frame[heading] = values
    for column in columns(kind):
        if column.kind in _NUMBERS:
            frame[column.heading] = pd.to_numeric(frame[column.heading], errors="coerce").astype(_NUMBERS[column.kind])
    return frame.drop(columns=["täljare", "nämnare"], errors="ignore")


def _as_published(
    project: Project, name: str, records: Sequence[Any], term: Term | str | None
) -> dict[str, list[float | None]]:
    """What disclosure control lets be shown in the columns that may count persons, by heading."""
    if name == "indikatorer":
        return {"utgångsvärde": [shown_baseline(indicator) for indicator in records]}
    when = Term.parse(term) if term else None
    if name == "aktiviteter" and when:
        shown = {row["activity"]: row["value"] for row in participants.rows(project, when) if row["term"] == when}
        return {"deltagare": [shown[activity.id] for activity in records]}
    if name == "matvarden" and when:
        values = {
            (row["indicator"], row["sex"], row["subgroup"]): row["value"]
            for row in own_values.rows(project, when)
            if row["term"] == when
        }
        return {"värde": [values[m.indicator, str(m.sex or Sex.TOTAL), m.subgroup or ""] for m in records]}
    return {}


def _cell(value: Any) -> Any:
    """A value as a frame holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return ", ".join(map(str, value))
    return value if isinstance(value, int | float) else str(value)
