"""Measured values that their scale allows, and that agree with the numbers behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from naravard.checks.findings import cell_text, finding_at
from naravard.model import Finding, Indicator, Measurement, Plan, Row, Scale, Table
from naravard.rounding import rounded


def plausible_values(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """A share lies between 0 and 100 per cent, a count is not negative, and a value is its numerator by its denominator."""
    indicators = {
        row.values["id"]: row.values
        for table in tables
        if table.kind is Indicator
        for row in table.rows
        if {"id", "scale", "unit"} <= row.values.keys()
    }
    for table in tables:
        if table.kind is Measurement:
            for row in table.rows:
                yield from _odd_value(table, row, indicators.get(row.values.get("indicator"), {}))


def _odd_value(table: Table, row: Row, indicator: Mapping[str, Any]) -> Iterator[Finding]:
    value, numerator, denominator = (row.values.get(name) for name in ("value", "numerator", "denominator"))
    scale = indicator.get("scale")
    if isinstance(value, Decimal) and value < 0 and scale in (Scale.COUNT, Scale.SHARE):
        yield finding_at("negative", table, row, "value")
    percent = scale is Scale.SHARE and indicator.get("unit") == "%"
    if isinstance(value, Decimal) and percent and value > 100:
        yield finding_at("implausible", table, row, "value", why="en andel är högst 100 %")
    if scale is not Scale.SHARE or numerator is None or not denominator:
        return
    if numerator > denominator:
        yield finding_at(
            "person-count", table, row, "numerator", why=f"täljaren är större än nämnaren, {cell_text(denominator)}"
        )
    elif isinstance(value, Decimal) and percent:
        decimals = indicator.get("decimals", 1)
        expected = rounded(100 * numerator / denominator, decimals)
        if rounded(value, decimals) != expected:
            yield finding_at("share-mismatch", table, row, "value", numerator=cell_text(numerator),
                      denominator=cell_text(denominator), expected=cell_text(expected))  # fmt: skip
