"""The indicators, Kolada's and the project's own: against before, against others, against the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import fsum, isnan
from typing import TYPE_CHECKING, Any

from naravard.disclosure import SensitivityRule
from naravard.document import Origin
from naravard.measures.key_figures import comparable, followed, groups, margin_of_change, of_group, source_rows
from naravard.measures.memory import Row, Type, counted, counts_of, grouped, measure
from naravard.measures.series import series
from naravard.model import Direction, Indicator, Project, Scale, Sex, Target
from naravard.rounding import is_known, rounded
from naravard.terms import Term

if TYPE_CHECKING:
    import pandas as pd

TRENDS = ("better", "unchanged", "worse", "not_judged", "no_data")
_TYPES: dict[str, Type] = {
    **dict.fromkeys(("indicator", "name", "themes", "target_groups", "goals", "unit"), ""),
    "scale": Scale, "direction": Direction, "decimals": "", "steps": "", "kpi": "", "status": "", "below": "float64",
    "period": "", "value": "float64", "previous_period": "", "previous": "float64", "change": "float64", "trend": "",
    "year_before": "float64", "change_year": "float64",
    "women": "float64", "women_status": "", "women_below": "float64",
    "men": "float64", "men_status": "", "men_below": "float64",
    "nation": "float64", "county": "float64", "county_count": "", "county_members": "",
    "peers": "float64", "peers_count": "", "peers_members": "",
    "against_nation": "", "against_county": "", "against_peers": "",
    "baseline": "float64", "baseline_status": "", "baseline_below": "float64", "baseline_period": "",
    "target": "float64", "target_period": "", "attainment": "float64", "attainment_status": "",
    "reached": "", "last_target": "float64", "last_target_period": "", "last_attainment": "float64",
    "last_attainment_status": "", "last_reached": "", "moved": "", "origin": "",
    **{f"{name}_origin": "" for name in (
        "value", "status", "period", "previous", "change", "trend", "year_before", "change_year", "women", "men",
        "nation", "county", "peers", "against_nation", "against_county", "against_peers", "target", "attainment",
        "reached", "last_target", "last_attainment", "last_reached",
    )},
}  # fmt: skip


@measure("indicator", **_TYPES)
def indicators(project: Project, term: Term) -> Iterator[Row]:
    """How the municipality stands on each indicator when the term ended: against before, against others, against the target.

    One row: one indicator in use in the term, in the order of the plan. Columns, all in the indicator's unit:

    - ``value`` and ``period``: the latest value not later than the term, for women and men together. A yearly key figure is
      known when its year has ended. ``status``: that of the latest period reported, which may have no value (``missing``,
      ``small``, ``protected`` …); ``no_data`` where nothing at all is reported. ``below``: the bound of a small count.
    - ``previous`` and ``previous_period``: the nearest earlier value. ``change``: ``value`` minus ``previous``, unrounded.
    - ``trend``: ``better``, ``unchanged`` or ``worse``, by the indicator's direction, where ``unchanged`` is a change that
      rounds to nothing in the decimals shown, or lies within the margin of error where Kolada has one (see
      ``margin_of_change``); ``not_judged`` for a figure without a good direction, or without an earlier value; ``no_data``
      where there is no value at all.
    - ``year_before`` and ``change_year``: the value of the same term (or year) a year before, and the change since.
    - ``women`` and ``men``: the values for the same period; ``women_status`` and ``men_status`` say why there is none, and
      ``women_below`` and ``men_below`` are the bounds of small counts.
    - ``nation``: the value that Kolada gives for the whole country, the same year.
    - ``county`` and ``peers``: unweighted means, the same year, over the municipalities that have a value;
      ``county_count`` and ``peers_count`` say how many, of ``county_members`` and ``peers_members``. The own municipality
      counts in its county. Counts of people and ordinal figures are not averaged, nor compared with the country.
    - ``against_nation``, ``against_county``, ``against_peers``: whether the own value is ``better``, ``unchanged`` (the same in
      the decimals shown) or ``worse`` than that figure, by the direction; ``not_judged`` where it cannot be said.
    - ``baseline``, ``target`` and their ``baseline_period``, ``target_period``: the target is that of the term, else of its
      year, else the next one ahead, else the last one before. ``attainment``: (value - baseline) / (target - baseline): 0 at
      the baseline, 1 at the target, and past it; NaN for a value to be kept, steps and yes/no, which are only ``reached`` or
      not (a value to be kept while it equals the target in the decimals shown). A baseline that is a small count of persons
      is suppressed (``baseline_status``, ``baseline_below``), and the share with it (``attainment_status``,
      ``last_attainment_status``).
    - ``last_target``, ``last_target_period``, ``last_attainment``, ``last_reached``: the same for the last of the indicator's
      targets, with which its goal is reached. ``moved``: whether the value has come from the baseline towards that target, be
      it a step; None where that cannot be said.

    And ``indicator`` (its id), ``name``, ``themes``, ``target_groups``, ``goals``, ``unit``, ``scale``, ``direction``,
    ``decimals``, ``steps`` (the words of 0, 1, 2 … of an ordinal figure or a yes/no), ``kpi`` from the plan.
    """
    points = grouped(series.rows(project, term), "indicator")
    targets = grouped(project.targets, "indicator")
    for indicator in followed(project, term):
        row = _from_plan(indicator) | _standing(points.get(indicator.id, []), term)
        row |= _against_before(project, indicator, row)
        row |= _against_others(project, term, indicator, row)
        row |= _against_target(indicator, row, targets.get(indicator.id, []), term)
        yield row


def of_theme(frame: pd.DataFrame, theme: str) -> pd.DataFrame:
    """The rows of ``indicators`` (or of ``activities``) that belong to the theme; all columns also where there are none."""
    return frame.loc[[theme in themes for themes in frame["themes"]]]


def of_target_group(frame: pd.DataFrame, target_group: str) -> pd.DataFrame:
    """The rows of ``indicators`` (or of ``activities``) about the target group; all columns also where there are none."""
    return frame.loc[[target_group in groups for groups in frame["target_groups"]]]


@measure("theme", theme="", **counts_of(TRENDS), total="int64", known="int64", origin="", known_origin="")
def trend_counts(project: Project, term: Term) -> Iterator[Row]:
    """How many indicators have become better, worse, and so on, theme by theme.

    One row: one theme, in the order of the plan; the last row, ``totalt``, sums them, where an indicator of two themes
    counts once. Columns: ``theme``, ``better``, ``unchanged``, ``worse``, ``not_judged``, ``no_data``, ``total``,
    ``known`` (those that have a value).
    """
    rows = indicators.rows(project, term)
    # What has no value was made from the rows of the plan.
    rows = [row | {"behind": row["origin" if row["trend"] == "no_data" else "trend_origin"]} for row in rows]
    parts = {theme.name: [row for row in rows if theme.name in row["themes"]] for theme in project.themes}
    for theme, part in [*parts.items(), ("totalt", rows)]:
        if part or theme == "totalt":
            known = [row["behind"] for row in part if row["trend"] != "no_data"]
            yield {
                "theme": theme, "total": len(part), "known": len(known), "origin": [row["behind"] for row in part],
                "known_origin": known, **counted(part, "trend", TRENDS, "behind"),
            }  # fmt: skip


def _standing(points: Sequence[Row], term: Term) -> Row:
    """The last two values of one indicator, and what belongs to the last; ``points`` are its rows of ``series``."""
    total = [point for point in points if point["sex"] == Sex.TOTAL]
    known = [point for point in total if not isnan(point["value"])]
    standing: Row = {
        "status": total[-1]["status"] if total else "no_data", "below": total[-1]["below"] if total else None,
        "women_status": "no_data", "men_status": "no_data",
        **_of(total[-1] if total else None, "status"), **_of(total[-1] if total else None, "value"),
    }  # fmt: skip
    if not known:
        nothing = dict.fromkeys(("value", "period", "previous", "previous_period", "year_before"))
        return standing | nothing | _of(None, "previous") | _of(None, "year_before")
    latest, earlier = known[-1], known[-2] if len(known) > 1 else None
    then = term.ending(latest["period"]).year_before
    year_before = next((point for point in known if term.ending(point["period"]) == then), None)
    for name, sex in (("women", Sex.WOMEN), ("men", Sex.MEN)):
        point = next((point for point in points if point["at"] == latest["at"] and point["sex"] == sex), None)
        if point:
            standing |= {name: point["value"], f"{name}_status": point["status"], f"{name}_below": point["below"]}
            standing |= _of(point, name)
    return standing | {
        "value": latest["value"], "period": latest["period"], **_of(latest, "value"), **_of(latest, "period"),
        "previous": earlier["value"] if earlier else None, "previous_period": earlier["period"] if earlier else None,
        **_of(earlier, "previous"), "year_before": year_before["value"] if year_before else None,
        **_of(year_before, "year_before"),
    }  # fmt: skip


def _of(point: Row | None, column: str) -> Row:
    """The origin of a column that is a point's value."""
    return {f"{column}_origin": (point["origin"],) if point else ()}


def _from_plan(indicator: Indicator) -> Row:
    return {
        "indicator": indicator.id, "name": indicator.name, "themes": indicator.themes,
        "target_groups": indicator.target_groups, "goals": indicator.goals, "unit": indicator.unit,
        "scale": indicator.scale, "direction": indicator.direction, "decimals": indicator.decimals,
        "steps": indicator.steps or (("nej", "ja") if indicator.scale is Scale.YES_NO else ()),
        "kpi": indicator.kpi, "origin": (indicator.origin,),
    }  # fmt: skip


def _against_before(project: Project, indicator: Indicator, row: Row) -> Row:
    value, previous = row["value"], row["previous"]
    change = _difference(value, previous)
    trend = "no_data" if value is None else _judged(indicator, change)
    within = change is not None and abs(change) <= margin_of_change(
        project, indicator, row["period"], row["previous_period"]
    )
    if trend in ("better", "worse") and within:
        trend = "unchanged"
    behind = (*row["value_origin"], *row["previous_origin"])
    return {
        "change": change, "trend": trend, "change_year": _difference(value, row["year_before"]), "change_origin": behind,
        "trend_origin": behind, "change_year_origin": (*row["value_origin"], *row["year_before_origin"]),
    }  # fmt: skip


def _against_others(project: Project, term: Term, indicator: Indicator, row: Row) -> Row:
    """The country's value, then mean, count and size of the county and of the peers, and how the own value stands."""
    areas = groups(project)
    made: Row = {}
    for group in ("nation", "county", "peers"):
        year = int(row["period"]) if indicator.kpi and row["period"] else None
        members = {} if year is None else of_group(project, term, indicator, group, year)
        mean = fsum(members.values()) / len(members) if comparable(indicator) and members else None
        behind = Origin(rows=partial(source_rows, project, indicator, members, year))
        made |= {
            group: mean, f"{group}_origin": (behind,), f"against_{group}": _judged(indicator, _difference(row["value"], mean)),
            f"against_{group}_origin": (*row["value_origin"], behind),
        }  # fmt: skip
        if group != "nation":
            made |= {f"{group}_count": len(members), f"{group}_members": len(areas[group])}
    return made


def _against_target(indicator: Indicator, row: Row, targets: Sequence[Target], term: Term) -> Row:
    """Baseline and target with their periods, the share of the way between them, and whether the target is reached."""
    baseline, value = published_baseline(indicator), row["value"]
    made: Row = {"baseline": baseline, "baseline_period": indicator.baseline_period}
    stated = _number(indicator.baseline)
    suppressed = baseline is None and stated is not None
    if suppressed:
        made |= {"baseline_status": "small", "baseline_below": _rule(indicator).threshold}
    last = max(targets, key=lambda target: term.ending(target.period), default=None)
    for name, target in (("", _target(targets, term)), ("last_", last)):
        goal = _number(target.value) if target else None
        behind = (*row["value_origin"], *((target.origin,) if target else ()))
        could = _attainment(indicator, value, stated, goal)
        made |= {
            f"{name}target": goal, f"{name}target_period": target.period if target else None,
            f"{name}target_origin": (target.origin,) if target else (),
            f"{name}attainment": _attainment(indicator, value, baseline, goal),
            f"{name}attainment_status": "protected" if suppressed and could is not None else None,
            f"{name}attainment_origin": (*behind, indicator.origin),
            f"{name}reached": None if value is None or goal is None else _is_reached(indicator, value, goal),
            f"{name}reached_origin": behind,
        }  # fmt: skip
    return made | {"moved": _has_moved(indicator, value, _number(last.value) if last else None)}


def _rule(indicator: Indicator) -> SensitivityRule:
    return SensitivityRule().tightened(threshold=indicator.threshold)


def published_baseline(indicator: Indicator) -> float | None:
    """The baseline; None if there is none, or if it is a count of persons too small to show."""
    baseline = _number(indicator.baseline)
    suppressed = indicator.counts_persons and baseline is not None and _rule(indicator).is_sensitive(int(baseline))
    return None if suppressed else baseline


def _attainment(
    indicator: Indicator, value: float | None, baseline: float | None, target: float | None
) -> float | None:
    if value is None or target is None or baseline is None or baseline == target:
        return None
    if indicator.direction is Direction.KEEP or not indicator.scale.may_be_averaged:
        return None
    return (value - baseline) / (target - baseline)


def _has_moved(indicator: Indicator, value: float | None, target: float | None) -> bool | None:
    """Whether the value lies on the target's side of the baseline. Of a suppressed baseline: of all that it may be, or None."""
    stated = _number(indicator.baseline)
    if value is None or target is None or stated is None:
        return None
    if indicator.direction is Direction.KEEP:
        return False
    sensitive = range(1, _rule(indicator).threshold)
    possible = [stated] if published_baseline(indicator) is not None else map(float, sensitive)
    answers = {(value - baseline) * (target - baseline) > 0 for baseline in possible}
    return answers.pop() if len(answers) == 1 else None


def _is_reached(indicator: Indicator, value: float, target: float) -> bool | None:
    difference = rounded(value, indicator.decimals) - rounded(target, indicator.decimals)
    match indicator.direction:
        case Direction.UP:
            return difference >= 0
        case Direction.DOWN:
            return difference <= 0
        case Direction.KEEP:
            return difference == 0
    return None


def _target(targets: Sequence[Target], term: Term) -> Target | None:
    """The target that applies to the term."""
    by_period = {target.period: target for target in targets}
    for period in (str(term), str(term.year)):
        if period in by_period:
            return by_period[period]
    in_time = sorted(targets, key=lambda target: term.ending(target.period))
    ahead = [target for target in in_time if term.ending(target.period) > term]
    return ahead[0] if ahead else in_time[-1] if in_time else None


def _difference(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other


def _number(value: Any) -> float | None:
    """The value as a number; None for what is none (a marker, NaN, nothing)."""
    return None if isinstance(value, str) or not is_known(value) else float(value)


def _judged(indicator: Indicator, difference: float | None) -> str:
    """Whether a difference is for the better, by the indicator's direction."""
    if difference is None or indicator.direction in (Direction.CONTEXT, Direction.KEEP):
        return "not_judged"
    if rounded(difference, indicator.decimals) == 0:
        return "unchanged"
    return "better" if (difference > 0) == (indicator.direction is Direction.UP) else "worse"
