"""Any table as it was filled in, as a frame to look around in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from naravard.measures.activities import participants
from naravard.measures.indicators import published_baseline
from naravard.measures.own import own_values
from naravard.model import Project, Record, Sex, records_of, table_named
from naravard.model.columns import columns
from naravard.model.frames import frame_of, in_terms
from naravard.terms import Term

Reported = tuple[Term | None, Any]
"""A record, with the term in which it was reported if it was."""


def table(project: Project, name: str, term: Term | str | None = None) -> pd.DataFrame:
    """A table as ``project.to_frame(name, swedish=True)`` gives it, and with it the counts of persons that may be published.

    ``name`` is that of the file or sheet (``aktiviteter``, ``indikatorer``, ``kallor`` …) or of the attribute (``activities``).
    One row: one row of the table. Columns: its Swedish headings, in the units that docs/tabeller.md says, with pandas' own
    types. Of what is reported each term all terms are there if no ``term`` is given, and the first column is ``termin``, a
    category in order of time.

    In ``aktiviteter`` the column ``deltagare`` is what ``participants`` shows. In ``matvarden`` the column ``värde`` is what
    ``own_values`` shows (which also says why there is none), and ``täljare`` and ``nämnare`` are left out. In ``indikatorer``
    an ``utgångsvärde`` that is a small count is not there.

    An unknown table is a ValueError that lists the known.
    """
    kind = table_named(name)
    if not kind.per_term:
        return _published(project, kind, [(None, record) for record in records_of(project, kind.table)])
    reports = project.reports if term is None else (project.term(term),)
    rows = [(report.term, record) for report in reports for record in records_of(report, kind.table)]
    frame = _published(project, kind, rows)
    return frame if term is not None else in_terms(frame, "termin", [when for when, _ in rows], project.terms)


def _published(project: Project, kind: type[Record], rows: Sequence[Reported]) -> pd.DataFrame:
    frame = frame_of(kind, [record for _, record in rows], exact=False, swedish=True)
    counts = _counts(project, kind.table, rows)
    for place, column in enumerate(columns(kind)):
        if column.heading in counts:
            type_ = "Int64" if column.kind == "whole" else "float64"
            frame.insert(place, column.heading, pd.Series(counts[column.heading], dtype=type_))
    return frame


def _counts(project: Project, name: str, rows: Sequence[Reported]) -> dict[str, list[float | None]]:
    """What disclosure control lets be shown in the columns that may count persons, by heading."""
    if name == "indikatorer":
        return {"utgångsvärde": [published_baseline(indicator) for _, indicator in rows]}
    last = max((when for when, _ in rows if when), default=None)
    if name == "aktiviteter" and last:
        published = {(row["term"], row["activity"]): row["value"] for row in participants.rows(project, last)}
        return {"deltagare": [published[when, activity.id] for when, activity in rows]}
    if name == "matvarden" and last:
        values = {
            (row["term"], row["indicator"], row["sex"], row["subgroup"]): row["value"]
            for row in own_values.rows(project, last)
        }
        keys = [(when, m.indicator, str(m.sex or Sex.TOTAL), m.subgroup or "") for when, m in rows]
        return {"värde": [values[key] for key in keys]}
    return {}
