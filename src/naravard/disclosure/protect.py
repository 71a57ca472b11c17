"""From reported counts to the protected table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from naravard.disclosure.puzzle import puzzle_of
from naravard.disclosure.reported import Reported, reported_counts, reported_shares
from naravard.disclosure.rule import Rule
from naravard.disclosure.suppress import cells_to_hide
from naravard.disclosure.table import Cell, Key, Kind, ProtectedTable


def protect(
    frame: pd.DataFrame,
    *,
    name: str,
    dimensions: Sequence[str],
    totals: Mapping[str, str],
    rule: Rule | None = None,
    earlier: Sequence[ProtectedTable] = (),
    cumulative: bool = False,
) -> ProtectedTable:
    """Counts of persons as they may be published.

    One row of ``frame``: one cell. Columns: the ``dimensions``, ``value`` (a whole number, or empty), and if need be
    ``status`` (``model.ValueStatus``: ``bortfall``, ``ej tillämplig``, ``sekretess`` …). ``totals`` names, for each
    dimension that has one, the value that stands for its total: ``{"sex": "totalt"}``. Totals are taken as reported; one that
    is not named here is not reckoned with, though every reader will see that it is one.

    ``earlier`` are the tables already published of the same count, oldest first. With ``cumulative`` the same key there is
    the same group at an earlier time: counts do not fall, and a rise too small to show hides the new count. Without, it is
    the same count published again: it has to agree, and what was hidden stays hidden.

    Raises ``CannotProtect`` when no choice of hidden cells will do, ``Contradiction`` when the counts do not agree.
    """
    rule = rule or Rule()
    reported = reported_counts(frame, dimensions, totals, rule)
    return _protected(name, dimensions, rule, reported, earlier, cumulative=cumulative, shares=False)


def protect_shares(
    frame: pd.DataFrame,
    *,
    name: str,
    dimensions: Sequence[str],
    totals: Mapping[str, str],
    rule: Rule | None = None,
    earlier: Sequence[ProtectedTable] = (),
) -> ProtectedTable:
    """Shares of persons, in per cent, as they may be published.

    As ``protect``, with the columns ``numerator`` and ``denominator`` in place of ``value``. A reader is taken to know both
    where a share is shown. The share is computed here, as 100 times numerator by denominator, unrounded.
    """
    rule = rule or Rule()
    reported = reported_shares(frame, dimensions, totals, rule)
    return _protected(name, dimensions, rule, reported, earlier, cumulative=False, shares=True)


def _protected(
    name: str,
    dimensions: Sequence[str],
    rule: Rule,
    reported: Reported,
    earlier: Sequence[ProtectedTable],
    *,
    cumulative: bool,
    shares: bool,
) -> ProtectedTable:
    _refuse_strangers(name, dimensions, earlier, shares=shares)
    kinds = dict(reported.kinds)
    for table in earlier:
        for key, before in table.counts:
            if key in kinds:
                kinds[key] = _after(key, kinds[key], reported.values.get(key), before, rule, cumulative=cumulative)
    puzzle = puzzle_of(reported, kinds, rule, earlier, cumulative=cumulative, shares=shares)
    if puzzle.questions and (puzzle.relations or earlier):
        kinds |= dict.fromkeys(cells_to_hide(puzzle, name), Kind.PROTECTED)
    counts = tuple((key, _cell(kind, reported.values.get(key), rule)) for key, kind in kinds.items())
    return ProtectedTable(name, tuple(dimensions), rule, counts, reported.lines, shares)


def _after(key: Key, kind: Kind, value: int | None, before: Cell, rule: Rule, *, cumulative: bool) -> Kind:
    """A cell's kind in view of the same key in an earlier table."""
    if not cumulative and before.kind.hidden:
        return before.kind
    if value is None or before.value is None:
        return kind
    if not cumulative and value != before.value:
        raise ValueError(
            f"{key} has been published with another count; if it is not the same, let its key say the term"
        )
    if value < before.value:
        raise ValueError(f"the cumulative count of {key} is lower than the one published before")
    return Kind.PROTECTED if kind is Kind.SHOWN and rule.hides(value - int(before.value)) else kind


def _refuse_strangers(name: str, dimensions: Sequence[str], earlier: Sequence[ProtectedTable], *, shares: bool) -> None:
    for table in earlier:
        if table.dimensions != tuple(dimensions) or table.shares != shares:
            raise ValueError(
                f"table {table.name!r} is not of the same kind and dimensions as {name!r}, {tuple(dimensions)}"
            )


def _cell(kind: Kind, value: int | None, rule: Rule) -> Cell:
    if kind.known:
        return Cell(kind, value)
    return Cell(kind, below=rule.threshold if kind is Kind.SMALL else None)
