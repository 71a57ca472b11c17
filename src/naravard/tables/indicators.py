"""Tables of the indicators: against the municipality itself before, against others, and over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import isnan

from naravard import labels, measures, writing
from naravard.document import Cell, Inline, Origin, Paragraph, Passage, Table, Tone
from naravard.model import Project
from naravard.source_lines import computed_source, fetched, from_snapshot, indicators_source
from naravard.tables.declared import SAID, Declared
from naravard.tables.form import Form, cell, change, indicator, number, period, word, words
from naravard.writing import Row

SERIES_YEARS = 4
"""Of terms; of years, twice as many."""
TREND_TONES: dict[str, Tone] = {"better": "good", "worse": "bad", "not_judged": "muted", "no_data": "muted"}

TRENDS = Declared("trends", {
    "theme": words(begin=True),
    **{trend: number(labels.sentence(name)) for trend, name in labels.TRENDS.items()},
    "total": number(),
})  # fmt: skip


def trends(project: Project, term: str) -> Table:
    """How many indicators have become better or worse, theme by theme."""
    return TRENDS.table(measures.trend_counts.rows(project, term), "utveckling-per-tema")


def titled(row: Row, column: str) -> Cell:
    """An indicator's name with its unit, where it has one."""
    return Cell(writing.word(row, column, labels.titled(row[column], row["unit"])))


DEVELOPMENT = Declared("development", {
    "name": Form(titled),
    "target_groups": words(),
    "period": period(),
    "value": indicator(),
    "previous": indicator(beside="previous_period"),
    "change": change(),
    "trend": word(wordings=labels.TRENDS, tones=TREND_TONES),
})  # fmt: skip


def development(project: Project, term: str, theme: str) -> Passage:
    """How the municipality stands against itself before, on the theme's indicators. No table where there is no value."""
    rows = _of_theme(project, term, theme)
    return DEVELOPMENT.if_any(
        rows, f"utveckling-{theme}", theme=labels.sentence(theme), place=project.plan.project.municipality,
        source=computed_source(project, rows, DEVELOPMENT.said["computed"]),
    )  # fmt: skip


def comparison(project: Project, term: str, theme: str) -> Passage:
    """The theme's indicators beside the country, the county and similar municipalities, and for women and men."""
    rows = _of_theme(project, term, theme)
    compared = ("nation", "county", "peers", "women", "men")
    comparable = [row for row in rows if row["kpi"] and any(not isnan(row[name]) for name in compared)]
    tables = [
        _averages(project, comparable, theme),
        _steps(project, term, rows, theme),
        _sexes(project, [row for row in rows if not row["kpi"]], theme),
    ]
    return Passage(tuple(table for table in tables if table.rows))


def _mean(row: Row, column: str) -> Cell:
    """A group's mean, with how many of its municipalities stand behind it."""
    mean = writing.number(row, column, row["decimals"], unit=row["unit"])
    if not mean.shown:
        return cell(mean)
    behind = {name: writing.number(row, f"{column}_{name}") for name in ("count", "members")}
    return Cell(*writing.say(AVERAGES.said["cells"]["mean"], mean=writing.with_status(mean), **behind))


AVERAGES = Declared("averages", {
    "name": Form(titled),
    "period": period(),
    "value": indicator(),
    "nation": indicator(),
    "county": Form(_mean, align="end"),
    "peers": Form(_mean, align="end"),
    "women": indicator(),
    "men": indicator(),
})  # fmt: skip


def _averages(project: Project, rows: Sequence[Row], theme: str) -> Table:
    return AVERAGES.table(
        rows, f"jamforelse-{theme}", theme=labels.sentence(theme), place=project.plan.project.municipality,
        source=computed_source(project, rows, AVERAGES.said["computed"]),
    )  # fmt: skip


SEXES = Declared("sexes", {
    "name": Form(titled),
    "period": period(),
    "value": indicator(),
    "women": indicator(),
    "men": indicator(),
})  # fmt: skip


def _sexes(project: Project, own: Iterable[Row], theme: str) -> Table:
    """Women and men in the project's own measurements; what may not be shown is said to be protected, not missing."""
    rows = [row for row in own if row["women_status"] != "no_data" or row["men_status"] != "no_data"]
    return SEXES.table(
        rows, f"kon-{theme}", theme=labels.sentence(theme), source=indicators_source(project, rows),
        missing=labels.EXPLAINED["missing"],
    )  # fmt: skip


def _spread(row: Row, column: str) -> Cell:
    """How many stand on each step: ``2 delvis infört, 9 infört``."""
    parts: list[Inline] = []
    for step in row[column]:
        parts += [", "] * bool(parts) + [writing.number(step, "count"), f" {step['label']}"]
    return Cell(*parts)


STEPS = Declared("steps", {
    "name": words(),
    "period": period(),
    "value": Form(indicator().write),
    "spread": Form(_spread),
})  # fmt: skip


def _steps(project: Project, term: str, rows: Iterable[Row], theme: str) -> Table:
    """The indicators that are steps or yes/no: how many of the county's municipalities stand on each step."""
    spread = measures.grouped(measures.ordinal_spread.rows(project, term), "indicator")
    found = [{**row, "spread": spread[row["indicator"]]} for row in rows if row["indicator"] in spread]
    # A project without a snapshot has no such rows, and no source of them.
    source = fetched(project) if found else ""
    return STEPS.table(found, f"steg-{theme}", theme=labels.sentence(theme), source=source)


SERIES = Declared("series", {"name": Form(titled)})


def series(project: Project, term: str) -> Passage:
    """The municipality's values over the last periods, theme by theme: the data behind the figures."""
    points = (row for row in measures.comparison_series.rows(project, term) if row["group"] == "own")
    own = measures.grouped(points, "indicator")
    tables, named = [], labels.term_words(project.calendar.division)
    for theme in project.themes:
        known = _of_theme(project, term, theme.name)
        for kind, of_kind in (("year", [r for r in known if r["kpi"]]), ("term", [r for r in known if not r["kpi"]])):
            if of_kind:
                tables.append(
                    _series_table(project, of_kind, own, theme.name, SERIES.said["kinds"][kind].format(**named))
                )
    return Passage(tuple(tables))


def _series_table(
    project: Project, rows: Sequence[Row], own: Mapping[str, Sequence[Row]], theme: str, kind: str
) -> Table:
    """The values of some indicators, one column a period; ``kind`` says what a period is."""
    values = sorted((point for row in rows for point in own.get(row["indicator"], ())), key=lambda point: point["at"])
    parts = 2 if rows[0]["kpi"] else len(project.calendar.division.parts)
    periods = list(dict.fromkeys(point["period"] for point in values))[-SERIES_YEARS * parts :]
    forms = {**SERIES.forms, **{when: indicator(when) for when in periods}}
    wide = [row | _by_period(row["indicator"], own.get(row["indicator"], ()), periods) for row in map(dict, rows)]
    return replace(SERIES, forms=forms).table(
        wide, f"varden-{theme}-{kind}", source=indicators_source(project, rows), theme=labels.sentence(theme), kind=kind,
        first=periods[0], last=periods[-1],
    )  # fmt: skip


def _by_period(indicator: str, points: Iterable[Row], periods: Sequence[str]) -> dict[str, object]:
    """An indicator's values as columns of one row, each with its status, bound and origin beside it."""
    made: dict[str, object] = dict.fromkeys(periods)
    made |= {f"{when}_origin": Origin("comparison_series", f"{indicator} own {when}", "value") for when in periods}
    for point in points:
        when = point["period"]
        if when in made:
            beside = {f"{when}_{what}": point[what] for what in ("status", "below")}
            made |= {when: point["value"], f"{when}_origin": point["origin"].of("value"), **beside}
    return made


_KPI = words(empty=SAID["indicator_sources"]["cells"]["own"])
WITHOUT_VALUES = Declared("indicators_without_values", {
    "name": words(),
    "themes": words(),
    "target_groups": words(),
    "kpi": _KPI,
})  # fmt: skip


def indicators_without_values(project: Project, term: str) -> Passage:
    """The indicators without a value that may be shown."""
    rows = [row for row in measures.indicators.rows(project, term) if row["trend"] == "no_data"]
    if not rows:
        return Passage((Paragraph.plain(WITHOUT_VALUES.said["none"]),))
    return Passage((WITHOUT_VALUES.table(rows, "utan-varden"),))


INDICATORS = Declared("indicator_sources", {"name": words(), "kpi": _KPI, "title": words(), "direction": words()})


def indicator_sources(project: Project, term: str) -> Passage:
    """What each indicator is: the key figure in its source's own words, or the project's definition."""
    known = {row["indicator"]: row for row in measures.indicator_definitions.rows(project, term)}
    rows = [
        row | {name: known[row["indicator"]][name] for name in ("title", "title_origin")}
        for row in measures.indicators.rows(project, term)
        if not isnan(row["value"])
    ]
    source = from_snapshot(project) + " " if project.key_figures else ""
    return INDICATORS.if_any(rows, "indikatorer", source=source)


def _of_theme(project: Project, term: str, theme: str) -> list[Row]:
    """The rows of ``measures.indicators`` with a value that belong to the theme; an unknown theme is an error."""
    known = [t.name for t in project.themes]
    if theme not in known:
        raise ValueError(f"no theme {theme!r} in {project.name}; its themes are: {', '.join(known)}")
    return [
        row for row in measures.indicators.rows(project, term) if theme in row["themes"] and not isnan(row["value"])
    ]
