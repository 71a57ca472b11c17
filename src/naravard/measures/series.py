"""The indicators over time: the municipality's own values, and those of the places it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import fsum, isnan, nan

from naravard.measures.key_figures import (
    comparable,
    followed,
    groups,
    key_figures,
    last_full_year,
    source_rows,
    totals,
)
from naravard.measures.memory import Row, measure
from naravard.measures.own import own_values
from naravard.model import Indicator, Project, Sex
from naravard.terms import Term

_SEXES = {"K": Sex.WOMEN, "M": Sex.MEN, "T": Sex.TOTAL}


@measure(
    "indicator", "period", "sex", indicator="", period="", at="float64", sex=Sex, value="float64", status="", below="float64",
    origin="",
)  # fmt: skip
def series(project: Project, term: Term) -> Iterable[Row]:
    """The municipality's own values over time, not later than the term.

    One row: one indicator, period and sex. Columns: ``indicator``, ``period`` (``2022`` for a yearly key figure, ``HT2022`` for
    an own measurement), ``at`` (the period as a number for sorting and drawing: 2022.0 for VT2022, 2022.5 for HT2022; a
    year stands with its last term), ``sex``, ``value`` (NaN if it is not there or may not be shown), ``status`` and ``below`` (as
    ``own_values``; for Kolada ``ok`` or ``missing``).
    """
    last_year, area, figures = last_full_year(project, term), project.plan.project.area, key_figures(project)
    yearly: list[Row] = [
        {
            "indicator": indicator.id, "period": str(year), "at": term.ending(str(year)).at, "sex": str(sex), "value": value,
            "status": "missing" if value is None else "ok",
            "origin": partial(source_rows, project, indicator, (area,), year, code),
        }
        for indicator in followed(project, term)
        if indicator.kpi
        for code, sex in _SEXES.items()
        for year, value in figures.series.get((indicator.kpi, area, code), ())
        if year <= last_year
    ]  # fmt: skip
    termly: list[Row] = [
        {
            "indicator": row["indicator"], "period": str(row["term"]), "at": row["term"].at, "sex": row["sex"],
            "value": row["value"], "status": row["status"], "below": row["below"], "origin": (row["origin"],),
        }
        for row in own_values.rows(project, term)
        if row["subgroup"] == ""
    ]  # fmt: skip
    return sorted([*yearly, *termly], key=lambda row: (row["indicator"], row["at"]))


@measure(
    "indicator", "group", "period", indicator="", group="", period="", at="float64", value="float64", status="",
    below="float64", count="int64", origin="",
)  # fmt: skip
def comparison_series(project: Project, term: Term) -> Iterator[Row]:
    """The indicators over time, for the municipality and for those it is compared with.

    One row: one indicator, group (``own``, ``nation``, ``county``, ``peers``) and period. Columns: ``indicator``, ``group``,
    ``period``, ``at``, ``status`` and ``below`` (see ``series``), ``value`` (NaN for a year of a yearly figure, or a reported
    term, without a value, so that no line crosses a gap), ``count`` (how many municipalities stand behind the value; 0 behind
    none). Means are unweighted; figures that may not be averaged have ``own`` alone.
    """
    for row in series.rows(project, term):
        if row["sex"] == Sex.TOTAL and not row["period"].isdigit():
            told = {name: row[name] for name in ("indicator", "period", "at", "value", "status", "below")}
            yield {**told, "group": "own", "count": 0 if isnan(row["value"]) else 1, "origin": (row["origin"],)}
    for group, areas in groups(project).items():
        for indicator in sorted(followed(project, term), key=lambda indicator: indicator.id):
            if group == "own" or comparable(indicator):
                yield from _means(project, term, indicator, group, areas)


def _means(project: Project, term: Term, indicator: Indicator, group: str, areas: Sequence[str]) -> Iterator[Row]:
    """A row for every year from first to last, so that a gap is seen as one."""
    known, kpi = totals(project, term), indicator.kpi or ""
    members = {area: known.get((kpi, area), {}) for area in areas}
    years = {year for values in members.values() for year in values}
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        there = {area: values[year] for area, values in members.items() if year in values}
        yield {
            "indicator": indicator.id, "group": group, "period": str(year), "at": term.ending(str(year)).at,
            "value": fsum(there.values()) / len(there) if there else nan, "status": "ok" if there else "missing",
            "count": len(there), "origin": partial(source_rows, project, indicator, there, year),
        }  # fmt: skip
