"""The indicators over time: the municipality's own values, and those of the places it is compared with."""

from __future__ import annotations

import pandas as pd

from naravard.measures.key_figures import comparable, followed, groups, key_figure_values
from naravard.measures.memory import remembered
from naravard.measures.own import own_values
from naravard.model import Project, Sex
from naravard.terms import Term

_NAMES = ["indicator", "period", "at", "sex", "value", "status"]


def at(term: Term) -> float:
    """A term as a number, for sorting and drawing: 2022.0 for VT2022, 2022.5 for HT2022."""
    return term.year + (0.5 if term.season == "HT" else 0.0)


@remembered
def series(project: Project, term: Term) -> pd.DataFrame:
    """The municipality's own values over time, not later than the term.

    One row: one indicator, period and sex. Columns: ``indicator``, ``period`` (``2022`` for a yearly key figure, ``HT2022`` for
    an own measurement), ``at`` (the period as a number for sorting and drawing: 2022.0 for VT2022, 2022.5 for HT2022 and
    for the whole year), ``sex``, ``value`` (NaN if it is not there or may not be shown), ``status`` (as ``own_values``; for
    Kolada ``ok`` or ``missing``).
    """
    yearly = key_figure_values(project, term)
    yearly = yearly[yearly["area"] == project.plan.project.area]
    yearly = yearly.assign(period=yearly["year"].astype(str), at=yearly["year"] + 0.5)
    yearly["status"] = yearly["value"].isna().map({True: "missing", False: "ok"})
    termly = own_values(project, term)
    termly = termly[termly["subgroup"] == ""]
    termly = termly.assign(period=termly["term"].map(str), at=termly["term"].map(at).astype("float64"))
    parts = [part[_NAMES] for part in (yearly, termly) if len(part)]
    frame = pd.concat(parts, ignore_index=True) if parts else yearly[_NAMES]
    return frame.sort_values(["indicator", "at"], kind="stable", ignore_index=True)


@remembered
def comparison_series(project: Project, term: Term) -> pd.DataFrame:
    """The indicators over time, for the municipality and for those it is compared with.

    One row: one indicator, group (``own``, ``nation``, ``county``, ``peers``) and period. Columns: ``indicator``, ``group``,
    ``period``, ``at``, ``status`` (see ``series``), ``value`` (NaN for a year of a yearly figure, or a reported term, without a
    value, so that no line crosses a gap), ``count`` (how many municipalities stand behind the value; 0 behind none). Means are
    unweighted; figures that may not be averaged have ``own`` alone.
    """
    values = key_figure_values(project, term)
    values = values[(values["sex"] == Sex.TOTAL) & values["value"].notna()]
    averaged = {indicator.id for indicator in followed(project, term) if comparable(indicator)}
    parts = [_own_measured(project, term)]
    for group, areas in groups(project).items():
        members = values[values["area"].isin(areas) & ((group == "own") | values["indicator"].isin(averaged))]
        by_year = members.groupby(["indicator", "year"])["value"].agg(["mean", "count"])
        parts.append(_every_year(by_year).assign(group=group))
    frame = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return frame[["indicator", "group", "period", "at", "value", "status", "count"]]


def _own_measured(project: Project, term: Term) -> pd.DataFrame:
    """The own measurements of ``series`` in the form of ``comparison_series``."""
    frame = series(project, term)
    termly = frame[(frame["sex"] == Sex.TOTAL) & ~frame["period"].str.isdigit().astype(bool)]
    return termly.assign(group="own", count=termly["value"].notna().astype("int64"))


def _every_year(by_year: pd.DataFrame) -> pd.DataFrame:
    """The rows (by indicator and year) with a row for every year from first to last, so that a gap is seen as one."""
    years: dict[str, list[int]] = {}
    for indicator, year in by_year.index:
        years.setdefault(indicator, []).append(year)
    full = [(indicator, year) for indicator, own in years.items() for year in range(min(own), max(own) + 1)]
    frame = by_year.reindex(pd.MultiIndex.from_tuples(full, names=["indicator", "year"])).reset_index()
    return frame.assign(
        count=frame["count"].fillna(0).astype("int64"),
        period=frame["year"].astype(str),
        at=frame["year"].astype("float64") + 0.5,
        value=frame["mean"],
        status=frame["mean"].isna().map({True: "missing", False: "ok"}),
    )
