"""The project's own measurements, after disclosure control. Nothing else reads the reported counts of persons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from naravard.disclosure import Cell, ProtectedTable, SensitivityRule, protect, protect_shares
from naravard.measures.memory import Row, measure
from naravard.model import Indicator, Marker, Measurement, Project, Scale, Sex, ValueStatus
from naravard.terms import Term

_GIVEN = {
    ValueStatus.MISSING: "missing",
    ValueStatus.NOT_APPLICABLE: "not_applicable",
    ValueStatus.SUPPRESSED: "withheld",
    ValueStatus.NOT_YET_MEASURED: "not_measured",
}
_MARKED = {Marker.NOT_AVAILABLE: ValueStatus.SUPPRESSED, Marker.NOT_APPLICABLE: ValueStatus.NOT_APPLICABLE}


@measure(
    "indicator", "term", "sex", "subgroup", indicator="", term="", sex=Sex, subgroup="", value="float64", status="",
    below="float64", origin="",
)  # fmt: skip
def own_values(project: Project, term: Term) -> Iterator[Row]:
    """The values of the project's own indicators, as they may be published, for the terms until the term.

    One row: one indicator, term, sex and subgroup. Columns: ``indicator`` (id), ``term`` (a Term), ``sex`` (``totalt``,
    ``kvinnor``, ``män``), ``subgroup`` (empty for all), ``value`` (in the indicator's unit; NaN if it may not or cannot be
    shown), ``status``: ``ok``, ``preliminary``, ``small`` (a count below ``below``), ``protected`` (suppressed so that a small
    count cannot be worked out), ``withheld`` (suppressed by the source), ``missing``, ``not_applicable``, ``not_measured``.

    A share is as reported, or computed from numerator and denominator where it is not; a mean of fewer persons than a share
    needs behind it is protected too.
    """
    for indicator in project.indicators:
        earlier: list[ProtectedTable] = []
        for report in project.until(term):
            measured = [m for m in report.measurements if m.indicator == indicator.id]
            if measured:
                yield from _term_rows(indicator, report.term, measured, earlier)


def _term_rows(
    indicator: Indicator, term: Term, measured: list[Measurement], earlier: list[ProtectedTable]
) -> Iterator[Row]:
    """One indicator's values of one term; a table of cumulative counts joins ``earlier``."""
    rule = SensitivityRule().tightened(threshold=indicator.threshold)
    frame = pd.DataFrame([_reported(m) for m in measured])
    totals = {"sex": str(Sex.TOTAL), "subgroup": ""}
    name, dimensions = f"{indicator.id} {term}", ["sex", "subgroup"]
    if indicator.counts_persons:
        cumulative = bool(indicator.cumulative)
        before = earlier if cumulative else ()
        table = protect(
            frame, name=name, dimensions=dimensions, totals=totals, rule=rule, earlier=before, cumulative=cumulative
        )
        earlier.append(table)
        cells: list[Cell | None] = [table[_key(m)] for m in measured]
    elif indicator.scale is Scale.SHARE and any(m.denominator is not None for m in measured):
        counted = frame[frame["denominator"].notna() | frame["status"].notna()]
        table = protect_shares(counted, name=name, dimensions=dimensions, totals=totals, rule=rule)
        keys = set(table)
        cells = [table[_key(m)] if _key(m) in keys else None for m in measured]
    else:
        cells = [None] * len(measured)
    for m, cell in zip(measured, cells, strict=True):
        value, status, below = _published(m, cell, rule)
        yield {
            "indicator": indicator.id, "term": term, "sex": str(m.sex or Sex.TOTAL), "subgroup": m.subgroup or "",
            "value": value, "status": status, "below": below, "origin": (m.origin,),
        }  # fmt: skip


def _reported(m: Measurement) -> dict[str, object]:
    """A measurement as disclosure control takes it."""
    status = _MARKED[m.value] if isinstance(m.value, Marker) else m.status if m.status in _GIVEN else None
    return {
        "sex": str(m.sex or Sex.TOTAL),
        "subgroup": m.subgroup or "",
        "value": m.value if isinstance(m.value, Decimal) else None,
        "numerator": m.numerator,
        "denominator": m.denominator,
        "status": status,
    }


def _key(m: Measurement) -> tuple[str, str]:
    return (str(m.sex or Sex.TOTAL), m.subgroup or "")


def _published(m: Measurement, cell: Cell | None, rule: SensitivityRule) -> tuple[float | None, str, int | None]:
    """Value, status and bound of one cell: from the protected table, or as reported where no persons are counted."""
    given = "preliminary" if m.status is ValueStatus.PRELIMINARY else "ok"
    if m.status is ValueStatus.NOT_YET_MEASURED:
        return None, "not_measured", None
    if cell is not None:
        if cell.status.published:
            return float(m.value) if isinstance(m.value, Decimal) else cell.value, given, None
        return None, str(cell.status), cell.below
    if not isinstance(m.value, Decimal):
        why = _MARKED[m.value] if isinstance(m.value, Marker) else m.status or ValueStatus.MISSING
        return None, _GIVEN.get(why, "missing"), None
    if m.denominator is not None and m.denominator < rule.base:
        return None, "protected", None
    return float(m.value), given, None
