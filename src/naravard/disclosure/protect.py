"""From reported counts to the protected table: primary suppression, then secondary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from naravard.disclosure.primary import OriginalTable, original_counts, original_shares
from naravard.disclosure.problem import suppression_problem
from naravard.disclosure.secondary import secondary_suppressions
from naravard.disclosure.sensitivity import SensitivityRule
from naravard.disclosure.table import Cell, CellStatus, Key, ProtectedTable


def protect(
    frame: pd.DataFrame,
    *,
    name: str,
    dimensions: Sequence[str],
    totals: Mapping[str, str],
    rule: SensitivityRule | None = None,
    earlier: Sequence[ProtectedTable] = (),
    cumulative: bool = False,
) -> ProtectedTable:
    """Counts of persons as they may be published.

    One row of ``frame``: one cell. Columns: the ``dimensions``, ``value`` (a whole number, or empty), and if need be
    ``status`` (``model.ValueStatus``: ``bortfall``, ``ej tillämplig``, ``sekretess`` …). ``totals`` names, for each
    dimension that has one, the value that stands for its total: ``{"sex": "totalt"}``. Totals are taken as reported; one that
    is not named here is not reckoned with, though every attacker will see that it is one.

    ``earlier`` are the linked tables: those already published of the same count, oldest first. With ``cumulative`` the same
    key there is the same group at an earlier time: counts do not fall, and a sensitive rise suppresses the new count. Without,
    it is the same count published again: it has to agree, and what was suppressed stays so.

    Raises ``CannotProtect`` when no secondary suppression will do, ``Contradiction`` when the counts do not agree.
    """
    rule = rule or SensitivityRule()
    original = original_counts(frame, dimensions, totals, rule)
    return _protected(name, dimensions, rule, original, earlier, cumulative=cumulative, shares=False)


def protect_shares(
    frame: pd.DataFrame,
    *,
    name: str,
    dimensions: Sequence[str],
    totals: Mapping[str, str],
    rule: SensitivityRule | None = None,
    earlier: Sequence[ProtectedTable] = (),
) -> ProtectedTable:
    """Shares of persons, in per cent, as they may be published.

    As ``protect``, with the columns ``numerator`` and ``denominator`` in place of ``value``. An attacker is taken to know
    both where a share is shown. The share is computed here, as 100 times numerator by denominator, unrounded.
    """
    rule = rule or SensitivityRule()
    original = original_shares(frame, dimensions, totals, rule)
    return _protected(name, dimensions, rule, original, earlier, cumulative=False, shares=True)


def _protected(
    name: str,
    dimensions: Sequence[str],
    rule: SensitivityRule,
    original: OriginalTable,
    earlier: Sequence[ProtectedTable],
    *,
    cumulative: bool,
    shares: bool,
) -> ProtectedTable:
    statuses = dict(original.statuses)
    for table in earlier:
        if (table.dimensions, table.shares) != (tuple(dimensions), shares):
            raise ValueError(f"{table.name!r} is not of the same kind and dimensions as {name!r}, {tuple(dimensions)}")
        for key, before in table.counts:
            if key in statuses:
                value = original.values.get(key)
                statuses[key] = _after(key, statuses[key], value, before, rule, cumulative=cumulative)
    problem = suppression_problem(original, statuses, rule, earlier, cumulative=cumulative, shares=shares)
    if problem.requirements and (problem.relations or earlier):
        statuses |= dict.fromkeys(secondary_suppressions(problem, name), CellStatus.PROTECTED)
    counts = tuple((key, _cell(status, original.values.get(key), rule)) for key, status in statuses.items())
    return ProtectedTable(name, tuple(dimensions), rule, counts, original.marginals, shares)


def _after(
    key: Key, status: CellStatus, value: int | None, before: Cell, rule: SensitivityRule, *, cumulative: bool
) -> CellStatus:
    """A cell's status in view of the same key in an earlier table."""
    if not cumulative and before.status.suppressed:
        return before.status
    if value is None or before.value is None:
        return status
    rise = value - int(before.value)
    if rise and not cumulative:
        raise ValueError(
            f"{key} has been published with another count; if it is not the same, let its key say the term"
        )
    if rise < 0:
        raise ValueError(f"the cumulative count of {key} is lower than the one published before")
    return CellStatus.PROTECTED if status is CellStatus.SHOWN and rule.is_sensitive(rise) else status


def _cell(status: CellStatus, value: int | None, rule: SensitivityRule) -> Cell:
    if status.published:
        return Cell(status, value)
    return Cell(status, below=rule.threshold if status is CellStatus.SMALL else None)
