"""Key figures from the pinned snapshot of Kolada: the municipality, the country, the county and its peers."""

from __future__ import annotations

from datetime import date
from math import hypot

import pandas as pd

from naravard.measures.memory import remembered
from naravard.model import Direction, Indicator, KeyFigures, Project, Scale, Sex
from naravard.rounding import rounded
from naravard.terms import Term

NATION = "0000"
_SEXES = {"T": Sex.TOTAL, "K": Sex.WOMEN, "M": Sex.MEN}


def last_full_year(project: Project, term: Term) -> int:
    """The last year that had ended when the term ended: a yearly value is known for a whole year or not at all.

    With terms that follow the calendar year, HT2023 gives 2023 and VT2023 gives 2022.
    """
    last_day = project.calendar.last_day(term)
    return last_day.year if last_day == date(last_day.year, 12, 31) else last_day.year - 1


@remembered
def key_figure_values(project: Project, term: Term) -> pd.DataFrame:
    """Kolada's values for the project's indicators, not later than the term.

    One row: one indicator, area, sex and year. Columns: ``indicator``, ``area`` (Kolada's code), ``sex`` (``totalt``,
    ``kvinnor``, ``män``), ``year``, ``value`` (in the indicator's unit; NaN where Kolada lists an empty value).
    Source: the pinned snapshot of Kolada, unchanged.
    """
    last_year = last_full_year(project, term)
    ids = {indicator.kpi: indicator.id for indicator in followed(project, term) if indicator.kpi}
    rows = [
        (ids[kpi], area, str(_SEXES[sex]), year, value)
        for (kpi, area, sex), series in key_figures(project).series.items()
        if kpi in ids
        for year, value in series
        if year <= last_year
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "area", "sex", "year", "value"])
    return frame.astype({"year": "int64", "value": "float64"})


def latest_values(project: Project, term: Term) -> pd.DataFrame:
    """The municipality's latest value of each key figure. One row: one indicator; columns as ``key_figure_values``."""
    values = key_figure_values(project, term)
    own = values[(values["area"] == project.plan.project.area) & (values["sex"] == Sex.TOTAL)].dropna(subset="value")
    return own.sort_values("year").groupby("indicator", sort=False).tail(1)


def ordinal_spread(project: Project, term: Term) -> pd.DataFrame:
    """How far the county's municipalities have come on the indicators that are steps or yes/no, and so are not averaged.

    One row: one indicator and step. Columns: ``indicator``, ``step`` (0, 1, 2 …), ``label`` (the step's word), ``year`` (that
    of the own latest value), ``own`` (True for the step the municipality stands on), ``count`` (the county's
    municipalities on that step, the own one included).
    """
    values = key_figure_values(project, term)
    county = values[(values["sex"] == Sex.TOTAL) & values["area"].isin(key_figures(project).county)].dropna(
        subset="value"
    )
    rows = []
    for row in latest_values(project, term).itertuples():
        indicator = indicator_of(project, str(row.indicator))
        if not indicator.scale.may_be_averaged:
            steps = county[(county["indicator"] == indicator.id) & (county["year"] == row.year)]["value"]
            rows += [
                (indicator.id, step, label, row.year, row.value == step, int((steps == step).sum()))
                for step, label in enumerate(indicator.steps)
            ]
    return pd.DataFrame(rows, columns=["indicator", "step", "label", "year", "own", "count"])


@remembered
def county_values(project: Project, term: Term) -> pd.DataFrame:
    """How the county's municipalities lie on each key figure, in the year of the own latest value.

    One row: one indicator and municipality that has a value that year, in rising order of value. Columns: ``indicator``,
    ``area`` (Kolada's code), ``name``, ``own`` (True for the project's municipality), ``year``, ``value``. Counts of people and
    ordinal figures are not compared (see ``comparable``).
    """
    figures = key_figures(project)
    values = key_figure_values(project, term)
    county = values[(values["sex"] == Sex.TOTAL) & values["area"].isin(figures.county)].dropna(subset="value")
    latest = latest_values(project, term)[["indicator", "year"]]
    compared = {indicator.id for indicator in followed(project, term) if comparable(indicator)}
    latest = latest[latest["indicator"].isin(compared)]
    frame = latest.merge(county, on=["indicator", "year"])
    frame["name"] = [figures.areas[code].name if code in figures.areas else code for code in frame["area"]]
    frame["own"] = frame["area"] == project.plan.project.area
    frame = frame.sort_values(["indicator", "value"], kind="stable", ignore_index=True)
    return frame[["indicator", "area", "name", "own", "year", "value"]]


@remembered
def ranks(project: Project, term: Term) -> pd.DataFrame:
    """The municipality's place among its county's, on each key figure that has a good direction.

    One row: one indicator. Columns: ``indicator``, ``year``, ``rank`` (1 is best by the indicator's direction: one more than
    the municipalities that are better), ``count`` (how many had a value that year, the own one included). Values that are
    the same in the decimals shown share the better rank. A municipality alone has no rank.
    """
    rows = []
    for name, frame in county_values(project, term).groupby("indicator", sort=False):
        indicator = indicator_of(project, str(name))
        own = frame[frame["own"]]
        if indicator.direction not in (Direction.UP, Direction.DOWN) or len(frame) < 2 or own.empty:
            continue
        sign = 1 if indicator.direction is Direction.UP else -1
        shown = [sign * rounded(value, indicator.decimals) for value in frame["value"]]
        mine = sign * rounded(float(own["value"].iloc[0]), indicator.decimals)
        rows.append([indicator.id, int(own["year"].iloc[0]), 1 + sum(value > mine for value in shown), len(shown)])
    return pd.DataFrame(rows, columns=["indicator", "year", "rank", "count"])


@remembered
def county_range(project: Project, term: Term) -> pd.DataFrame:
    """Between which values the county's municipalities lie, year by year.

    One row: one indicator and year. Columns: ``indicator``, ``year``, ``at`` (the year as ``series`` has it), ``low`` and
    ``high`` (the lowest and highest value), ``count`` (how many municipalities have one; the own one counts). Counts of people
    and ordinal figures are not compared.
    """
    values = key_figure_values(project, term)
    compared = {indicator.id for indicator in followed(project, term) if comparable(indicator)}
    county = values[(values["sex"] == Sex.TOTAL) & values["area"].isin(key_figures(project).county)]
    county = county[county["indicator"].isin(compared)].dropna(subset="value")
    by_year = county.groupby(["indicator", "year"])["value"].agg(low="min", high="max", count="count").reset_index()
    by_year["at"] = by_year["year"].astype("float64") + 0.5
    return by_year[["indicator", "year", "at", "low", "high", "count"]]


def indicator_of(project: Project, indicator_id: str) -> Indicator:
    """The indicator with that id; an unknown one is a KeyError that lists the known."""
    for indicator in project.indicators:
        if indicator.id == indicator_id:
            return indicator
    raise KeyError(f"no indicator {indicator_id!r}; known are {', '.join(i.id for i in project.indicators)}")


def key_figures(project: Project) -> KeyFigures:
    """The snapshot that the project reads from; an empty one if it names none."""
    return project.key_figures or KeyFigures(fetched=date.min, names={}, areas={})


def followed(project: Project, term: Term) -> list[Indicator]:
    """The indicators that are in use in the term, in the order of the plan."""
    return [
        indicator
        for indicator in project.indicators
        if (indicator.since is None or indicator.since <= term) and (indicator.until is None or term <= indicator.until)
    ]


def margin_of_change(project: Project, indicator: Indicator, period: str | None, before: str | None) -> float:
    """How large a change may be by chance: the root of the sum of the squares of both years' margins of error.

    The margins are Kolada's key figure «Osäkerhetstal» (half a 95 per cent confidence interval), which the plan names for the
    indicator; 0 for a year without one. The root of the squares is the margin of a difference between two samples.
    """
    series = key_figures(project).series.get((indicator.margin_kpi or "", project.plan.project.area, "T"), ())
    margins = {str(year): value for year, value in series if value is not None}
    return hypot(margins.get(period or "", 0.0), margins.get(before or "", 0.0))


def comparable(indicator: Indicator) -> bool:
    """A head count says as much about the size of the place as about anything else; steps have no mean."""
    return indicator.scale.may_be_averaged and indicator.scale is not Scale.COUNT


def groups(project: Project) -> dict[str, tuple[str, ...]]:
    """The areas of ``own``, ``nation``, ``county`` and ``peers``."""
    figures = key_figures(project)
    return {"own": (project.plan.project.area,), "nation": (NATION,), "county": figures.county, "peers": figures.peers}
