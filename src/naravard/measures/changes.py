"""What changed since the last term that was reported: statuses, assessments, dates, money, indicators, risks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from naravard.measures.activities import activities
from naravard.measures.goals import goals
from naravard.measures.indicators import indicators
from naravard.measures.memory import Row, measure
from naravard.measures.money import money
from naravard.measures.register import risks
from naravard.measures.subject import last_reported
from naravard.model import Project
from naravard.rounding import is_known
from naravard.terms import Term


@measure(
    "what", "id", what="", id="", name="", before="", after="", after_status="", origin="", before_origin="", after_origin=""
)  # fmt: skip
def changes(project: Project, term: Term) -> Iterator[Row]:
    """What is not as it was when the term before was reported; empty for the first term.

    One row: one change. Columns: ``what`` (``activity added``, ``activity gone``, ``activity status``, ``activity end``,
    ``goal level``, ``money outcome``, ``money forecast``, ``indicator``, ``risk value``, ``risk closed``), ``id``, ``name``,
    ``before``, ``after`` (words, dates, kronor or values; None where the thing was not there). An indicator is told of when its
    value is for a later period than the term before knew, and has become better or worse; ``after_status`` says whether that
    value is ``preliminary``.
    """
    before = last_reported(project, term)
    if before is None:
        return
    yield from _activities(activities.rows(project, before), activities.rows(project, term))
    yield from _differences(
        "goal level", goals.rows(project, before), goals.rows(project, term), "goal", "text", "level"
    )
    funds = money.rows(project, before), money.rows(project, term)
    yield from _differences("money outcome", *funds, "funding", "name", "outcome")
    yield from _differences("money forecast", *funds, "funding", "name", "forecast")
    yield from _indicators(indicators.rows(project, before), indicators.rows(project, term))
    yield from _risks(risks.rows(project, before), risks.rows(project, term))


def _pairs(before: Sequence[Row], now: Sequence[Row], key: str) -> Iterator[tuple[Row | None, Row | None]]:
    """The rows of both terms by their key: those of now in order, then those that are gone."""
    was = {row[key]: row for row in before if row[key]}
    is_now = {row[key]: row for row in now if row[key]}
    yield from ((was.get(name), row) for name, row in is_now.items())
    yield from ((row, None) for name, row in was.items() if name not in is_now)


def _change(what: str, key: str, name: str, was: Row | None, row: Row | None, value: str) -> Row:
    """A change of one value, with the rows that it was and is made from."""
    there = row or was or {}
    behind = {
        f"{when}_origin": (one.get(f"{value}_origin") or one["origin"],) if one else ()
        for when, one in (("before", was), ("after", row))
    }
    return {
        "what": what, "id": there[key], "name": there[name], "before": was[value] if was else None,
        "after": row[value] if row else None, "origin": (*behind["before_origin"], *behind["after_origin"]), **behind,
    }  # fmt: skip


def _activities(before: Sequence[Row], now: Sequence[Row]) -> Iterator[Row]:
    for was, row in _pairs(before, now, "activity"):
        of_row = ("activity", "name", was, row)
        if row is None:
            yield _change("activity gone", *of_row, "status")
        elif was is None:
            yield _change("activity added", *of_row, "status")
        else:
            if was["status"] != row["status"]:
                yield _change("activity status", *of_row, "status")
            if was["end"] != row["end"]:
                yield _change("activity end", *of_row, "end")


def _differences(
    what: str, before: Sequence[Row], now: Sequence[Row], key: str, name: str, value: str
) -> Iterator[Row]:
    """The rows of both terms whose value is known at both times and not the same."""
    for was, row in _pairs(before, now, key):
        if was and row and is_known(was[value]) and is_known(row[value]) and was[value] != row[value]:
            yield _change(what, key, name, was, row, value)


def _indicators(before: Sequence[Row], now: Sequence[Row]) -> Iterable[Row]:
    for was, row in _pairs(before, now, "indicator"):
        if was and row and was["period"] != row["period"] and row["trend"] in ("better", "worse"):
            yield {
                "what": "indicator", "id": row["indicator"], "name": row["name"], "before": row["previous"],
                "after": row["value"], "after_status": row["status"], "origin": (row["change_origin"],),
                "before_origin": (row["previous_origin"],), "after_origin": (row["value_origin"],),
            }  # fmt: skip


def _risks(before: Sequence[Row], now: Sequence[Row]) -> Iterator[Row]:
    for was, row in _pairs(before, now, "risk"):
        of_row = ("risk", "text", was, row)
        if was and row and was["open"] and not row["open"]:
            yield _change("risk closed", *of_row, "value")
        elif was and row and was["value"] != row["value"]:
            yield _change("risk value", *of_row, "value")
