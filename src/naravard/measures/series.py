"""The indicators over time: the municipality's own values, and those of the places it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum, isnan, nan
from typing import Any

from naravard.measures.key_figures import comparable, followed, groups, key_figures, last_full_year, totals
from naravard.measures.memory import tidy
from naravard.measures.own import own_values
from naravard.model import Project, Sex
from naravard.terms import Term

Row = tuple[Any, ...]

_SEXES = {"K": Sex.WOMEN, "M": Sex.MEN, "T": Sex.TOTAL}


def at(term: Term) -> float:
    """A term as a number, for sorting and drawing: 2022.0 for VT2022, 2022.5 for HT2022."""
    return term.year + (0.5 if term.season == "HT" else 0.0)


@tidy(indicator="", period="", at="float64", sex="", value="float64", status="")
def series(project: Project, term: Term) -> Iterable[Row]:
    """The municipality's own values over time, not later than the term.

    One row: one indicator, period and sex. Columns: ``indicator``, ``period`` (``2022`` for a yearly key figure, ``HT2022`` for
    an own measurement), ``at`` (the period as a number for sorting and drawing: 2022.0 for VT2022, 2022.5 for HT2022 and
    for the whole year), ``sex``, ``value`` (NaN if it is not there or may not be shown), ``status`` (as ``own_values``; for
    Kolada ``ok`` or ``missing``).
    """
    last_year, area = last_full_year(project, term), project.plan.project.area
    yearly: list[Row] = [
        (indicator.id, str(year), year + 0.5, str(sex), value, "missing" if value is None else "ok")
        for indicator in followed(project, term)
        for code, sex in _SEXES.items()
        for year, value in key_figures(project).series.get((indicator.kpi or "", area, code), ())
        if year <= last_year
    ]
    termly: list[Row] = [
        (row["indicator"], str(row["term"]), at(row["term"]), row["sex"], row["value"], row["status"])
        for row in own_values.rows(project, term)
        if row["subgroup"] == ""
    ]
    return sorted([*yearly, *termly], key=lambda row: (row[0], row[2]))


@tidy(indicator="", group="", period="", at="float64", value="float64", status="", count="int64")
def comparison_series(project: Project, term: Term) -> Iterator[Row]:
    """The indicators over time, for the municipality and for those it is compared with.

    One row: one indicator, group (``own``, ``nation``, ``county``, ``peers``) and period. Columns: ``indicator``, ``group``,
    ``period``, ``at``, ``status`` (see ``series``), ``value`` (NaN for a year of a yearly figure, or a reported term, without a
    value, so that no line crosses a gap), ``count`` (how many municipalities stand behind the value; 0 behind none). Means are
    unweighted; figures that may not be averaged have ``own`` alone.
    """
    for row in series.rows(project, term):
        if row["sex"] == Sex.TOTAL and not row["period"].isdigit():
            count = 0 if isnan(row["value"]) else 1
            yield row["indicator"], "own", row["period"], row["at"], row["value"], row["status"], count
    known = totals(project, term)
    for group, areas in groups(project).items():
        for indicator in sorted(followed(project, term), key=lambda indicator: indicator.id):
            if group == "own" or comparable(indicator):
                for point in _means([known.get((indicator.kpi or "", area), {}) for area in areas]):
                    yield indicator.id, group, *point


def _means(members: Sequence[Mapping[int, float]]) -> Iterator[tuple[str, float, float, str, int]]:
    """Period, place in time, mean, status and count for every year from first to last, so that a gap is seen as one."""
    years = {year for known in members for year in known}
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        values = [known[year] for known in members if year in known]
        mean = fsum(values) / len(values) if values else nan
        yield str(year), year + 0.5, mean, "ok" if values else "missing", len(values)
