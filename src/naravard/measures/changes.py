"""What changed since the last term that was reported: statuses, assessments, dates, money, indicators, risks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from naravard.measures.activities import activities
from naravard.measures.goals import goals
from naravard.measures.indicators import indicators
from naravard.measures.memory import remembered
from naravard.measures.money import money
from naravard.measures.register import risks
from naravard.model import Project
from naravard.terms import Term

COLUMNS = ["what", "id", "name", "before", "after"]


def last_reported(project: Project, term: Term) -> Term | None:
    """The last term before ``term`` that was reported."""
    return max((reported for reported in project.terms if reported < term), default=None)


@remembered
def changes(project: Project, term: Term) -> pd.DataFrame:
    """What is not as it was when the term before was reported; empty for the first term.

    One row: one change. Columns: ``what`` (``activity added``, ``activity gone``, ``activity status``, ``activity end``,
    ``goal level``, ``money outcome``, ``money forecast``, ``indicator``, ``risk value``, ``risk closed``), ``id``, ``name``,
    ``before``, ``after`` (words, dates, kronor or values; None where the thing was not there). An indicator is told of when its
    value is for a later period than the term before knew, and has become better or worse.
    """
    before = last_reported(project, term)
    if before is None:
        return pd.DataFrame(columns=COLUMNS)
    rows = [
        *_activities(activities(project, before), activities(project, term)),
        *_differences("goal level", goals(project, before), goals(project, term), "goal", "text", "level"),
        *_differences("money outcome", money(project, before), money(project, term), "funding", "name", "outcome"),
        *_differences("money forecast", money(project, before), money(project, term), "funding", "name", "forecast"),
        *_indicators(indicators(project, before), indicators(project, term)),
        *_risks(risks(project, before), risks(project, term)),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _pairs(
    before: pd.DataFrame, now: pd.DataFrame, key: str
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """The rows of both frames by their key: those of now in order, then those that are gone."""
    was = {row[key]: row for row in before.to_dict("records") if row[key]}
    is_now = {row[key]: row for row in now.to_dict("records") if row[key]}
    yield from ((was.get(name), row) for name, row in is_now.items())  # type: ignore[misc]
    yield from ((row, None) for name, row in was.items() if name not in is_now)  # type: ignore[misc]


def _activities(before: pd.DataFrame, now: pd.DataFrame) -> Iterable[list[object]]:
    for was, row in _pairs(before, now, "activity"):
        if row is None and was is not None:
            yield ["activity gone", was["activity"], was["name"], str(was["status"]), None]
        elif row is not None and was is None:
            yield ["activity added", row["activity"], row["name"], None, str(row["status"])]
        elif row is not None and was is not None:
            if was["status"] != row["status"]:
                yield ["activity status", row["activity"], row["name"], str(was["status"]), str(row["status"])]
            if was["end"] != row["end"]:
                yield ["activity end", row["activity"], row["name"], was["end"], row["end"]]


def _differences(
    what: str, before: pd.DataFrame, now: pd.DataFrame, key: str, name: str, value: str
) -> Iterable[list[object]]:
    """The rows of both frames whose value is known at both times and not the same."""
    for was, row in _pairs(before, now, key):
        if was and row and pd.notna(was[value]) and pd.notna(row[value]) and was[value] != row[value]:
            yield [what, row[key], row[name], was[value], row[value]]


def _indicators(before: pd.DataFrame, now: pd.DataFrame) -> Iterable[list[object]]:
    for was, row in _pairs(before, now, "indicator"):
        if was and row and was["period"] != row["period"] and row["trend"] in ("better", "worse"):
            yield ["indicator", row["indicator"], row["name"], row["previous"], row["value"]]


def _risks(before: pd.DataFrame, now: pd.DataFrame) -> Iterable[list[object]]:
    for was, row in _pairs(before, now, "risk"):
        if was and row and was["open"] and not row["open"]:
            yield ["risk closed", row["risk"], row["text"], was["value"], row["value"]]
        elif was and row and was["value"] != row["value"]:
            yield ["risk value", row["risk"], row["text"], was["value"], row["value"]]
