"""Counts of persons: what cannot be true cannot be protected either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from naravard.checks.findings import cell_text, few, finding_at
from naravard.model import Finding, Indicator, Measurement, Plan, Row, Scale, Sex, Table
from naravard.model.tables import by_term

_Counts = dict[tuple[str, str, str], tuple[Decimal, Row]]
"""The counts of one indicator and term, by what is counted (value; numerator, denominator, complement), sex and subgroup."""


def countable_persons(tables: Sequence[Table], plan: Plan | None) -> Iterator[Finding]:
    """Counts of persons are whole, their parts within the total, and what is counted from the start does not fall."""
    indicators = {row.values.get("id"): row.values for t in tables if t.kind is Indicator for row in t.rows}
    before: dict[str, dict[tuple[str, str, str], Decimal]] = {}
    for table in by_term(tables, Measurement):
        for name in dict.fromkeys(row.values.get("indicator") for row in table.rows):
            if name is None or name not in indicators:
                continue
            counts = _counts(table, name, indicators[name])
            yield from few(_uncountable(table, counts))
            if indicators[name].get("cumulative"):
                yield from few(_fallen(table, counts, before.setdefault(name, {})))


def _counts(table: Table, name: str, indicator: Mapping[str, Any]) -> _Counts:
    """What disclosure control takes as counts of persons: values that count them, and the numbers behind a share."""
    share = indicator.get("scale") is Scale.SHARE
    fields = ("value",) if indicator.get("counts_persons") else ("numerator", "denominator") if share else ()
    counts: _Counts = {}
    for row in table.rows:
        if row.values.get("indicator") == name:
            group = str(row.values.get("sex") or Sex.TOTAL), row.values.get("subgroup") or ""
            found = {field: row.values[field] for field in fields if isinstance(row.values.get(field), Decimal)}
            if len(found) == 2:
                found["complement"] = found["denominator"] - found["numerator"]
            counts |= {(field, *group): (count, row) for field, count in found.items()}
    return counts


def _uncountable(table: Table, counts: _Counts) -> Iterator[Finding]:
    for (field, sex, subgroup), (count, row) in counts.items():
        if count < 0 or count != count.to_integral_value():
            if field != "complement":
                yield finding_at("person-count", table, row, field, why="ett antal personer är ett heltal, 0 eller mer")
            continue
        by_sex = [n for (f, s, g), (n, _) in counts.items() if (f, g) == (field, subgroup) and s != Sex.TOTAL]
        by_group = [n for (f, s, g), (n, _) in counts.items() if (f, s) == (field, sex) and g]
        for parts, whole in ((by_sex, sex == Sex.TOTAL), (by_group, not subgroup)):
            if whole and sum(parts) > count:
                named = "nämnaren minus täljaren" if field == "complement" else "detta"
                why = f"delarna är tillsammans {cell_text(sum(parts))}, mer än {named}, och en person får räknas i högst en del"
                yield finding_at("person-count", table, row, "numerator" if field == "complement" else field, why=why)


def _fallen(table: Table, counts: _Counts, before: dict[tuple[str, str, str], Decimal]) -> Iterator[Finding]:
    for key, (count, row) in counts.items():
        if key in before and count < before[key]:
            why = f"det räknas från starten och var {cell_text(before[key])} tidigare"
            yield finding_at("person-count", table, row, key[0], why=why)
        before[key] = count
