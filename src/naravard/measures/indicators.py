"""The indicators, Kolada's and the project's own: against before, against others, against the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isnan
from typing import Any, NamedTuple

import pandas as pd

from naravard.disclosure import Rule
from naravard.measures.key_figures import comparable, followed, groups, margin_of_change, of_group
from naravard.measures.memory import tidy
from naravard.measures.series import at, series
from naravard.model import Direction, Indicator, Project, Sex, Target
from naravard.rounding import rounded
from naravard.terms import Term

_TYPES = {
    **dict.fromkeys(("indicator", "name", "theme", "target_group", "goal", "unit", "scale", "direction"), ""),
    "decimals": "", "kpi": "", "status": "",
    "period": "", "value": "float64", "previous_period": "", "previous": "float64", "change": "float64", "trend": "",
    "year_before": "float64", "change_year": "float64",
    "women": "float64", "women_status": "", "men": "float64", "men_status": "",
    "nation": "float64", "county": "float64", "county_count": "", "county_members": "",
    "peers": "float64", "peers_count": "", "peers_members": "",
    "against_nation": "", "against_county": "", "against_peers": "",
    "baseline": "float64", "baseline_period": "", "target": "float64", "target_period": "", "attainment": "float64",
    "reached": "", "last_target": "float64", "last_target_period": "", "last_attainment": "float64", "last_reached": "",
    "moved": "",
}  # fmt: skip


@tidy(**_TYPES)
def indicators(project: Project, term: Term) -> Iterator[Sequence[object]]:
    """How the municipality stands on each indicator when the term ended: against before, against others, against the target.

    One row: one indicator in use in the term, in the order of the plan. Columns, all in the indicator's unit:

    - ``value`` and ``period``: the latest value not later than the term, for women and men together. A yearly key figure is
      known when its year has ended. ``status``: that of the latest period reported, which may have no value (``missing``,
      ``small``, ``protected`` …); ``no_data`` where nothing at all is reported.
    - ``previous`` and ``previous_period``: the nearest earlier value. ``change``: ``value`` minus ``previous``, unrounded.
    - ``trend``: ``better``, ``unchanged`` or ``worse``, by the indicator's direction, where ``unchanged`` is a change that
      rounds to nothing in the decimals shown, or lies within the margin of error where Kolada has one (see
      ``margin_of_change``); ``not_judged`` for a figure without a good direction, or without an earlier value; ``no_data``
      where there is no value at all.
    - ``year_before`` and ``change_year``: the value of the same term (or year) a year before, and the change since.
    - ``women`` and ``men``: the values for the same period; ``women_status`` and ``men_status`` say why there is none.
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
      is hidden, and the share with it.
    - ``last_target``, ``last_target_period``, ``last_attainment``, ``last_reached``: the same for the last of the indicator's
      targets, with which its goal is reached. ``moved``: whether the value has come from the baseline towards that target, be
      it a step; None where that cannot be said.

    And ``indicator`` (its id), ``name``, ``theme``, ``target_group``, ``goal``, ``unit``, ``scale``, ``direction``,
    ``decimals``, ``kpi`` from the plan.
    """
    points: dict[str, list[_Point]] = {}
    for row in series.rows(project, term):
        points.setdefault(row["indicator"], []).append(_Point(*(row[name] for name in _Point._fields)))
    for indicator in followed(project, term):
        standing = _standing(points.get(indicator.id, []))
        yield [
            *_from_plan(indicator),
            *_against_before(project, indicator, standing),
            *_against_others(project, term, indicator, standing),
            *_against_target(project, indicator, standing, term),
        ]


def of_theme(frame: pd.DataFrame, theme: str) -> pd.DataFrame:
    """The rows of ``indicators`` (or of ``activities``) that belong to the theme; all columns also where there are none."""
    return frame.loc[[theme in themes for themes in frame["theme"]]]


def of_target_group(frame: pd.DataFrame, target_group: str) -> pd.DataFrame:
    """The rows of ``indicators`` (or of ``activities``) about the target group; all columns also where there are none."""
    return frame.loc[[target_group in groups for groups in frame["target_group"]]]


def trend_counts(project: Project, term: Term) -> pd.DataFrame:
    """How many indicators have become better, worse, and so on, theme by theme.

    One row: one theme, in the order of the plan; the last row, ``totalt``, sums them, where an indicator of two themes
    counts once. Columns: ``theme``, ``better``, ``unchanged``, ``worse``, ``not_judged``, ``no_data``, ``total``.
    """
    frame = indicators(project, term)
    trends = ["better", "unchanged", "worse", "not_judged", "no_data"]
    rows = []
    for theme in project.themes:
        rows_of_theme = of_theme(frame, theme.name)
        if len(rows_of_theme):
            rows.append(
                [theme.name, *((rows_of_theme["trend"] == trend).sum() for trend in trends), len(rows_of_theme)]
            )
    rows.append(["totalt", *((frame["trend"] == trend).sum() for trend in trends), len(frame)])
    return pd.DataFrame(rows, columns=["theme", *trends, "total"])


class _Point(NamedTuple):
    """A row of ``series``."""

    period: str
    at: float
    sex: str
    value: float
    status: str


@dataclass(frozen=True)
class _Standing:
    """The last two values of one indicator, and what belongs to the last."""

    status: str
    value: float | None = None
    period: str | None = None
    previous: float | None = None
    previous_period: str | None = None
    year_before: float | None = None
    women: float | None = None
    women_status: str = "no_data"
    men: float | None = None
    men_status: str = "no_data"


def _standing(points: Sequence[_Point]) -> _Standing:
    """``points`` are the indicator's rows of ``series``, in order of time."""
    total = [point for point in points if point.sex == Sex.TOTAL]
    known = [point for point in total if not isnan(point.value)]
    if not known:
        return _Standing(status=total[-1].status if total else "no_data")
    latest = known[-1]
    earlier = known[-2] if len(known) > 1 else None
    same = {point.sex: point for point in points if point.at == latest.at}
    women, men = same.get(Sex.WOMEN), same.get(Sex.MEN)
    return _Standing(
        status=total[-1].status,
        value=latest.value,
        period=latest.period,
        previous=earlier.value if earlier else None,
        previous_period=earlier.period if earlier else None,
        year_before=next((point.value for point in known if point.at == latest.at - 1), None),
        women=_number(women.value) if women else None,
        women_status=women.status if women else "no_data",
        men=_number(men.value) if men else None,
        men_status=men.status if men else "no_data",
    )


def _from_plan(indicator: Indicator) -> list[object]:
    return [
        indicator.id, indicator.name, indicator.themes, indicator.target_groups, indicator.goals, indicator.unit,
        indicator.scale, indicator.direction, indicator.decimals, indicator.kpi,
    ]  # fmt: skip


def _against_before(project: Project, indicator: Indicator, standing: _Standing) -> list[object]:
    change = _difference(standing.value, standing.previous)
    trend = "no_data" if standing.value is None else _judged(indicator, change)
    within = change is not None and abs(change) <= margin_of_change(
        project, indicator, standing.period, standing.previous_period
    )
    if trend in ("better", "worse") and within:
        trend = "unchanged"
    return [
        standing.status, standing.period, standing.value, standing.previous_period, standing.previous, change, trend,
        standing.year_before, _difference(standing.value, standing.year_before), standing.women, standing.women_status,
        standing.men, standing.men_status,
    ]  # fmt: skip


def _against_others(project: Project, term: Term, indicator: Indicator, standing: _Standing) -> list[object]:
    """The country's value, then mean, count and size of the county and of the peers, then how the own value stands."""
    areas = groups(project)
    means: dict[str, float | None] = {}
    row: list[object] = []
    for group in ("nation", "county", "peers"):
        year = int(standing.period) if indicator.kpi and standing.period else None
        members = [] if year is None else list(of_group(project, term, indicator, group, year).values())
        means[group] = fsum(members) / len(members) if comparable(indicator) and members else None
        row += [means[group]] if group == "nation" else [means[group], len(members), len(areas[group])]
    return row + [_judged(indicator, _difference(standing.value, mean)) for mean in means.values()]


def _against_target(project: Project, indicator: Indicator, standing: _Standing, term: Term) -> list[object]:
    """Baseline and target with their periods, the share of the way between them, and whether the target is reached."""
    baseline = shown_baseline(indicator)
    row: list[object] = [baseline, indicator.baseline_period]
    targets = _targets(project, indicator)
    last = max(targets, key=lambda target: _ends(target.period), default=None)
    for target in (_target(targets, term), last):
        goal = _number(target.value) if target else None
        share = _attainment(indicator, standing.value, baseline, goal)
        reached = None if standing.value is None or goal is None else _is_reached(indicator, standing.value, goal)
        row += [goal, target.period if target else None, share, reached]
    return [*row, _has_moved(indicator, standing.value, _number(last.value) if last else None)]


def shown_baseline(indicator: Indicator) -> float | None:
    """The baseline; None if there is none, or if it is a count of persons too small to show."""
    baseline = _number(indicator.baseline)
    rule = Rule().tightened(threshold=indicator.threshold)
    hidden = indicator.counts_persons and baseline is not None and rule.hides(int(baseline))
    return None if hidden else baseline


def _attainment(
    indicator: Indicator, value: float | None, baseline: float | None, target: float | None
) -> float | None:
    if value is None or target is None or baseline is None or baseline == target:
        return None
    if indicator.direction is Direction.KEEP or not indicator.scale.may_be_averaged:
        return None
    return (value - baseline) / (target - baseline)


def _has_moved(indicator: Indicator, value: float | None, target: float | None) -> bool | None:
    """Whether the value lies on the target's side of the baseline. Of a hidden baseline: of all that it may be, or None."""
    stated = _number(indicator.baseline)
    if value is None or target is None or stated is None:
        return None
    if indicator.direction is Direction.KEEP:
        return False
    hidden = range(1, Rule().tightened(threshold=indicator.threshold).threshold)
    possible = [stated] if shown_baseline(indicator) is not None else map(float, hidden)
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


def _targets(project: Project, indicator: Indicator) -> list[Target]:
    return [target for target in project.targets if target.indicator == indicator.id]


def _target(targets: Sequence[Target], term: Term) -> Target | None:
    """The target that applies to the term."""
    by_period = {target.period: target for target in targets}
    for period in (str(term), str(term.year)):
        if period in by_period:
            return by_period[period]
    ahead = sorted((t for t in targets if _ends(t.period) > at(term)), key=lambda t: _ends(t.period))
    behind = sorted((t for t in targets if _ends(t.period) <= at(term)), key=lambda t: _ends(t.period))
    return ahead[0] if ahead else behind[-1] if behind else None


def _ends(period: str) -> float:
    """A term or a year as the number at which it ends."""
    return float(period) + 0.5 if period.isdigit() else at(Term.parse(period))


def _difference(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other


def _number(value: Any) -> float | None:
    """The value as a number; None for what is none (a marker, NaN, nothing)."""
    return None if value is None or isinstance(value, str) or pd.isna(value) else float(value)


def _judged(indicator: Indicator, difference: float | None) -> str:
    """Whether a difference is for the better, by the indicator's direction."""
    if difference is None or indicator.direction in (Direction.CONTEXT, Direction.KEEP):
        return "not_judged"
    if rounded(difference, indicator.decimals) == 0:
        return "unchanged"
    return "better" if (difference > 0) == (indicator.direction is Direction.UP) else "worse"
