"""What the figures on the pages are, as tidy frames. The only place where a number is computed.

Every function takes a project and a term, and uses only what was known then. NaN in a frame is a value that is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import pandas as pd

from naravard.model import (
    PROJECT_TABLES,
    TERM_TABLES,
    Direction,
    Indicator,
    KeyFigures,
    Project,
    Sex,
    records_of,
)
from naravard.rounding import rounded
from naravard.terms import Term

NATION = "0000"
_Measure = Callable[[Project, Term], pd.DataFrame]
_SEXES = {"T": Sex.TOTAL, "K": Sex.WOMEN, "M": Sex.MEN}


def _remembered(measure: _Measure) -> _Measure:
    """A measure of a project and a term never changes, and several tables and figures ask for it: compute it once."""

    @wraps(measure)
    def remembered(project: Project, term: Term) -> pd.DataFrame:
        key = (measure.__name__, term)
        if key not in project.memory:
            project.memory[key] = measure(project, term)
        frame: pd.DataFrame = project.memory[key]
        return frame.copy()

    return remembered


def last_full_year(project: Project, term: Term) -> int:
    """The last year that had ended when the term ended: a yearly value is known for a whole year or not at all.

    With terms that follow the calendar year, HT2023 gives 2023 and VT2023 gives 2022.
    """
    last_day = project.calendar.last_day(term)
    return last_day.year if last_day == date(last_day.year, 12, 31) else last_day.year - 1


@_remembered
def key_figure_values(project: Project, term: Term) -> pd.DataFrame:
    """Kolada's values for the project's indicators, not later than the term.

    One row: one indicator, area, sex and year. Columns: ``indicator``, ``area`` (Kolada's code), ``sex`` (``totalt``,
    ``kvinnor``, ``män``), ``year``, ``value`` (in the indicator's unit; NaN where Kolada lists an empty value).
    Source: the pinned snapshot of Kolada, unchanged.
    """
    last_year = last_full_year(project, term)
    followed = {indicator.kpi: indicator.id for indicator in _followed(project, term) if indicator.kpi}
    rows = [
        (followed[kpi], area, str(_SEXES[sex]), year, value)
        for (kpi, area, sex), series in _key_figures(project).series.items()
        if kpi in followed
        for year, value in series
        if year <= last_year
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "area", "sex", "year", "value"])
    return frame.astype({"year": "int64", "value": "float64"})


@_remembered
def indicators(project: Project, term: Term) -> pd.DataFrame:
    """How the municipality stands on each indicator, against itself before and against others, when the term ended.

    One row: one indicator, in the order of the plan. Columns, all in the indicator's unit:

    - ``value`` and ``year``: the latest value not later than the term, for women and men together.
    - ``previous`` and ``previous_year``: the nearest earlier value. ``change``: ``value`` minus ``previous``, unrounded.
    - ``trend``: ``better``, ``unchanged`` or ``worse``, by the indicator's direction, where ``unchanged`` is a change that
      rounds to nothing in the decimals shown; ``not_judged`` for a figure without a good direction, or without an earlier
      value; ``no_data`` where there is no value at all.
    - ``women`` and ``men``: the values for the same year.
    - ``nation``: the value that Kolada gives for the whole country, the same year.
    - ``county`` and ``peers``: unweighted means, the same year, over the municipalities that have a value;
      ``county_count`` and ``peers_count`` say how many, of ``county_members`` and ``peers_members``. The own municipality
      counts in its county. Counts of people and ordinal figures are not averaged, nor compared with the country.
    - ``against_nation``, ``against_county``, ``against_peers``: whether the own value is ``better``, ``unchanged`` (the same in
      the decimals shown) or ``worse`` than that figure, by the direction; ``not_judged`` where it cannot be said.

    And ``name``, ``theme``, ``target_group``, ``unit``, ``scale``, ``direction``, ``decimals``, ``kpi`` from the plan.
    """
    values = key_figure_values(project, term)
    own_area = project.plan.project.area
    by_indicator = dict(iter(values.groupby("indicator")))
    rows = [
        _indicator_row(project, indicator, by_indicator.get(indicator.id, values.head(0)), own_area)
        for indicator in _followed(project, term)
    ]
    return pd.DataFrame(rows, columns=_INDICATOR_COLUMNS).astype({"year": "Int64", "previous_year": "Int64"})


@_remembered
def comparison_series(project: Project, term: Term) -> pd.DataFrame:
    """The indicators over time, for the municipality and for those it is compared with.

    One row: one indicator, group (``own``, ``nation``, ``county``, ``peers``) and year. Columns: ``indicator``, ``group``,
    ``year``, ``value`` (NaN for a year between two values that has none, so that no line crosses a gap), ``count`` (how
    many municipalities stand behind the value). Means are unweighted; figures that may not be averaged have ``own`` alone.
    """
    values = key_figure_values(project, term)
    values = values[(values["sex"] == Sex.TOTAL) & values["value"].notna()]
    comparable = {indicator.id for indicator in _followed(project, term) if _comparable(indicator)}
    parts = []
    for group, areas in _groups(project).items():
        members = values[values["area"].isin(areas) & ((group == "own") | values["indicator"].isin(comparable))]
        by_year = members.groupby(["indicator", "year"])["value"].agg(["mean", "count"])
        parts.append(_every_year(by_year).assign(group=group))
    frame = pd.concat(parts, ignore_index=True).rename(columns={"mean": "value"})
    return frame[["indicator", "group", "year", "value", "count"]]


def ordinal_spread(project: Project, term: Term) -> pd.DataFrame:
    """How far the county's municipalities have come on the indicators that are steps or yes/no, and so are not averaged.

    One row: one indicator and step. Columns: ``indicator``, ``step`` (0, 1, 2 …), ``label`` (the step's word), ``year`` (that
    of the own latest value), ``own`` (True for the step the municipality stands on), ``count`` (the county's
    municipalities on that step, the own one included).
    """
    values = key_figure_values(project, term)
    county = values[(values["sex"] == Sex.TOTAL) & values["area"].isin(_key_figures(project).county)].dropna(
        subset="value"
    )
    rows = []
    for row in indicators(project, term).dropna(subset="value").itertuples():
        indicator = indicator_of(project, str(row.indicator))
        if not indicator.scale.may_be_averaged:
            steps = county[(county["indicator"] == indicator.id) & (county["year"] == row.year)]["value"]
            rows += [
                (indicator.id, step, label, row.year, row.value == step, int((steps == step).sum()))
                for step, label in enumerate(indicator.steps)
            ]
    return pd.DataFrame(rows, columns=["indicator", "step", "label", "year", "own", "count"])


def trend_counts(project: Project, term: Term) -> pd.DataFrame:
    """How many indicators have become better, worse, and so on, theme by theme.

    One row: one theme, in the order of the plan; the last row, ``totalt``, sums them, where an indicator of two themes
    counts once. Columns: ``theme``, ``better``, ``unchanged``, ``worse``, ``not_judged``, ``no_data``, ``total``.
    """
    frame = indicators(project, term)
    trends = ["better", "unchanged", "worse", "not_judged", "no_data"]
    rows = []
    for theme in project.themes:
        of_theme = frame[frame["theme"].map(lambda themes, name=theme.name: name in themes)]
        if len(of_theme):
            rows.append([theme.name, *((of_theme["trend"] == trend).sum() for trend in trends), len(of_theme)])
    rows.append(["totalt", *((frame["trend"] == trend).sum() for trend in trends), len(frame)])
    return pd.DataFrame(rows, columns=["theme", *trends, "total"])


def completeness(project: Project, term: Term) -> pd.DataFrame:
    """What is still missing: tables without rows, and cells that should be filled in but are empty.

    One row: one table, or one column of a table that has rows. Columns: ``table`` (its Swedish title), ``column`` (the
    heading; empty for a whole table), ``rows``, ``missing`` (rows where it is empty; for a table without rows both are 0).
    Tables of the term are looked at as reported in the term; columns that may be left out are not counted.
    """
    rows = []
    for record in (*PROJECT_TABLES, *TERM_TABLES):
        holder = project.term(term) if record.per_term else project
        records = records_of(holder, record.table)
        if not records:
            rows.append((record.title, "", 0, 0))
        for name, field in record.model_fields.items():
            empty = sum(getattr(item, name) is None for item in records) if field.is_required() else 0
            if empty:
                rows.append((record.title, str(field.alias), len(records), empty))
    return pd.DataFrame(rows, columns=["table", "column", "rows", "missing"])


def indicator_of(project: Project, indicator_id: str) -> Indicator:
    """The indicator with that id; an unknown one is a KeyError that lists the known."""
    for indicator in project.indicators:
        if indicator.id == indicator_id:
            return indicator
    raise KeyError(f"no indicator {indicator_id!r}; known are {', '.join(i.id for i in project.indicators)}")


_INDICATOR_COLUMNS = [
    "indicator", "name", "theme", "target_group", "unit", "scale", "direction", "decimals", "kpi",
    "year", "value", "previous_year", "previous", "change", "trend", "women", "men",
    "nation", "county", "county_count", "county_members", "peers", "peers_count", "peers_members",
    "against_nation", "against_county", "against_peers",
]  # fmt: skip


def _key_figures(project: Project) -> KeyFigures:
    return project.key_figures or KeyFigures(fetched=date.min, names={}, areas={})


def _followed(project: Project, term: Term) -> list[Indicator]:
    """The indicators that are in use in the term, in the order of the plan."""
    return [
        indicator
        for indicator in project.indicators
        if (indicator.since is None or indicator.since <= term) and (indicator.until is None or term <= indicator.until)
    ]


def _comparable(indicator: Indicator) -> bool:
    """A head count says as much about the size of the place as about anything else; steps have no mean."""
    return indicator.scale.may_be_averaged and indicator.scale != "antal"


def _groups(project: Project) -> dict[str, tuple[str, ...]]:
    figures = _key_figures(project)
    return {"own": (project.plan.project.area,), "nation": (NATION,), "county": figures.county, "peers": figures.peers}


def _indicator_row(project: Project, indicator: Indicator, values: pd.DataFrame, own_area: str) -> list[object]:
    """One row of ``indicators``; ``values`` are the indicator's rows of ``key_figure_values``."""
    own = values[values["area"] == own_area].dropna(subset="value")
    total = own[own["sex"] == Sex.TOTAL].sort_values("year")
    frame = [
        indicator.id, indicator.name, indicator.themes, indicator.target_groups, indicator.unit, indicator.scale,
        indicator.direction, indicator.decimals, indicator.kpi,
    ]  # fmt: skip
    latest = total.iloc[-1] if len(total) else None
    earlier = total.iloc[-2] if len(total) > 1 else None
    change = None if latest is None or earlier is None else latest["value"] - earlier["value"]
    frame += [None, None] if latest is None else [int(latest["year"]), latest["value"]]
    frame += [None, None] if earlier is None else [int(earlier["year"]), earlier["value"]]
    frame += [change, _trend(indicator, latest is not None, change)]
    year = None if latest is None else latest["year"]
    same_year = values[(values["year"] == year) & values["value"].notna()]
    of_own = same_year[same_year["area"] == own_area].set_index("sex")["value"]
    frame += [of_own.get(Sex.WOMEN), of_own.get(Sex.MEN)]
    return frame + _compared(project, indicator, same_year[same_year["sex"] == Sex.TOTAL], latest)


def _compared(
    project: Project, indicator: Indicator, same_year: pd.DataFrame, latest: pd.Series[Any] | None
) -> list[object]:
    """The country's value, then mean, count and size of the county and of the peers, then how the own value stands."""
    groups = _groups(project)
    means: dict[str, float | None] = {}
    row: list[object] = []
    for group in ("nation", "county", "peers"):
        members = same_year[same_year["area"].isin(groups[group])]["value"]
        means[group] = float(members.mean()) if _comparable(indicator) and len(members) else None
        row += [means[group]] if group == "nation" else [means[group], len(members), len(groups[group])]
    for mean in means.values():
        row.append(_judged(indicator, None if latest is None or mean is None else float(latest["value"]) - mean))
    return row


def _trend(indicator: Indicator, has_value: bool, change: float | None) -> str:
    return _judged(indicator, change) if has_value else "no_data"


def _judged(indicator: Indicator, difference: float | None) -> str:
    """Whether a difference is for the better, by the indicator's direction."""
    if difference is None or indicator.direction in (Direction.CONTEXT, Direction.KEEP):
        return "not_judged"
    if rounded(difference, indicator.decimals) == 0:
        return "unchanged"
    return "better" if (difference > 0) == (indicator.direction is Direction.UP) else "worse"


def _every_year(by_year: pd.DataFrame) -> pd.DataFrame:
    """The rows (by indicator and year) with a row for every year from first to last, so that a gap is seen as one."""
    years: dict[str, list[int]] = {}
    for indicator, year in by_year.index:
        years.setdefault(indicator, []).append(year)
    full = [(indicator, year) for indicator, own in years.items() for year in range(min(own), max(own) + 1)]
    frame = by_year.reindex(pd.MultiIndex.from_tuples(full, names=["indicator", "year"])).reset_index()
    return frame.assign(count=frame["count"].fillna(0).astype("int64"))
