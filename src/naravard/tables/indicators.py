"""Tables of the indicators: against the municipality itself before, against others, and over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan

from naravard import labels, measures, writing
from naravard.document import Cell, Inline, Origin, Paragraph, Passage, Table, Tone
from naravard.model import Project
from naravard.tables.form import Form, Forms, cell, change, indicator, number, period, table_of, word, words
from naravard.tables.source import computed_source, fetched, indicators_source, snapshot_of
from naravard.writing import Row

SERIES_PERIODS = 8
TREND_TONES: dict[str, Tone] = {"better": "good", "worse": "bad", "not_judged": "muted", "no_data": "muted"}

TRENDS = {
    "theme": words("Tema", begin=True),
    **{trend: number(labels.sentence(said)) for trend, said in labels.TRENDS.items()},
    "total": number("Totalt"),
}
_TRENDS_NOTE = (
    "Utvecklingen är senaste värdet jämfört med närmast tidigare värde. Bedöms inte: indikatorn beskriver "
    "bakgrunden eller saknar tidigare värde. Inga uppgifter: det finns inget värde som kan visas."
)


def trends(project: Project, term: str) -> Table:
    """How many indicators have become better or worse, theme by theme."""
    return table_of(
        measures.trend_counts.rows(project, term), TRENDS, name="utveckling-per-tema",
        caption="Antal indikatorer efter utveckling, tema för tema",
        source="Egen beräkning ur tabellerna över indikatorer.", notes=(_TRENDS_NOTE,),
    )  # fmt: skip


def titled(row: Row, column: str) -> Cell:
    """An indicator's name with its unit, where it has one."""
    return Cell(writing.word(row, column, labels.titled(row[column], row["unit"])))


DEVELOPMENT = {
    "name": Form("Indikator", titled),
    "target_groups": words("Målgrupp"),
    "period": period("Period"),
    "value": indicator("Värde"),
    "previous": indicator("Tidigare (period)", beside="previous_period"),
    "change": change("Förändring"),
    "trend": word("Utveckling", labels.TRENDS, TREND_TONES),
}
_CHANGE_NOTE = "Förändringen är räknad på oavrundade värden. Vilken riktning som är bättre är projektets bedömning."


def development(project: Project, term: str, theme: str) -> Passage:
    """How the municipality stands against itself before, on the theme's indicators. No table where there is no value."""
    rows = _of_theme(project, term, theme)
    caption = f"{labels.sentence(theme)}: {project.plan.project.municipality} nu och förut"
    table = table_of(
        rows, DEVELOPMENT, name=f"utveckling-{theme}", caption=caption, notes=(_CHANGE_NOTE,),
        source=computed_source(project, rows, "Förändring"),
    )  # fmt: skip
    return Passage((table,) if rows else ())


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
    behind = (" (", writing.number(row, f"{column}_count"), " av ", writing.number(row, f"{column}_members"), ")")
    return cell(mean, *(behind if mean.shown else ()))


AVERAGES = {
    "name": Form("Indikator", titled),
    "period": period("År"),
    "value": indicator("Kommunen"),
    "nation": indicator("Riket"),
    "county": Form("Länets kommuner", _mean, "end"),
    "peers": Form("Liknande kommuner", _mean, "end"),
    "women": indicator("Kvinnor"),
    "men": indicator("Män"),
}
_AVERAGES_NOTE = (
    "Inom parentes: antalet kommuner med ett värde, av gruppens alla. Länets kommuner räknar in den egna. "
    "Saknas: Kolada har inget värde; källan skiljer inte på uppgifter som saknas och uppgifter som är skyddade."
)


def _averages(project: Project, rows: Sequence[Row], theme: str) -> Table:
    place = project.plan.project.municipality
    return table_of(
        rows, AVERAGES, name=f"jamforelse-{theme}", notes=(_AVERAGES_NOTE,),
        caption=f"{labels.sentence(theme)}: {place} och andra, samt kvinnor och män",
        source=computed_source(project, rows, "Ovägda medelvärden för länets och liknande kommuner"),
    )  # fmt: skip


SEXES = {
    "name": Form("Indikator", titled),
    "period": period("Period"),
    "value": indicator("Totalt"),
    "women": indicator("Kvinnor"),
    "men": indicator("Män"),
}


def _sexes(project: Project, own: Iterable[Row], theme: str) -> Table:
    """Women and men in the project's own measurements; what may not be shown is said to be protected, not missing."""
    rows = [row for row in own if row["women_status"] != "no_data" or row["men_status"] != "no_data"]
    return table_of(
        rows, SEXES, name=f"kon-{theme}", source=indicators_source(project, rows),
        caption=f"{labels.sentence(theme)}: kvinnor och män i projektets egna mätningar",
        missing=labels.EXPLAINED["missing"],
    )  # fmt: skip


def _spread(row: Row, column: str) -> Cell:
    """How many stand on each step: ``2 delvis infört, 9 infört``."""
    parts: list[Inline] = []
    for step in row[column]:
        parts += [", "] * bool(parts) + [writing.number(step, "count"), f" {step['label']}"]
    return Cell(*parts)


STEPS = {
    "name": words("Indikator"),
    "period": period("År"),
    "value": Form("Kommunen", indicator("").write),
    "spread": Form("Antal kommuner i länet", _spread, note="Stegen är svar i enkäter och har inget medelvärde."),
}


def _steps(project: Project, term: str, rows: Iterable[Row], theme: str) -> Table:
    """The indicators that are steps or yes/no: how many of the county's municipalities stand on each step."""
    spread: dict[str, list[Row]] = {}
    for step in measures.ordinal_spread.rows(project, term):
        spread.setdefault(step["indicator"], []).append(step)
    found = [{**row, "spread": spread[row["indicator"]]} for row in rows if row["indicator"] in spread]
    # A project without a snapshot has no such rows, and no source of them.
    source = f"Egen beräkning på uppgifter från {snapshot_of(project).source}, {fetched(project)}." if found else ""
    caption = f"{labels.sentence(theme)}: hur långt länets kommuner har kommit"
    return table_of(found, STEPS, name=f"steg-{theme}", caption=caption, source=source)


def series(project: Project, term: str) -> Passage:
    """The municipality's values over the last periods, theme by theme: the data behind the figures."""
    own: dict[str, list[Row]] = {}
    for row in measures.comparison_series.rows(project, term):
        if row["group"] == "own":
            own.setdefault(row["indicator"], []).append(row)
    tables = []
    for theme in project.themes:
        known = _of_theme(project, term, theme.name)
        for kind, of_kind in (("år", [r for r in known if r["kpi"]]), ("termin", [r for r in known if not r["kpi"]])):
            if of_kind:
                tables.append(_series_table(project, of_kind, own, theme.name, kind))
    return Passage(tuple(tables))


def _series_table(project: Project, rows: Sequence[Row], own: dict[str, list[Row]], theme: str, kind: str) -> Table:
    """The values of some indicators, one column a period; ``kind`` says what a period is."""
    values = sorted((point for row in rows for point in own.get(row["indicator"], ())), key=lambda point: point["at"])
    periods = list(dict.fromkeys(point["period"] for point in values))[-SERIES_PERIODS:]
    forms: Forms = {"name": Form("Indikator", titled), **{when: indicator(when) for when in periods}}
    wide = [row | _by_period(row["indicator"], own.get(row["indicator"], ()), periods) for row in map(dict, rows)]
    return table_of(
        wide, forms, name=f"varden-{theme}-{kind}", source=indicators_source(project, rows),
        caption=f"{labels.sentence(theme)}: värden per {kind}, {periods[0]}–{periods[-1]}",
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


WITHOUT_VALUES = {
    "name": words("Indikator"),
    "themes": words("Tema"),
    "target_groups": words("Målgrupp"),
    "kpi": words("Nyckeltal", empty="egen mätning"),
}


def indicators_without_values(project: Project, term: str) -> Passage:
    """The indicators without a value that may be shown."""
    rows = [row for row in measures.indicators.rows(project, term) if row["trend"] == "no_data"]
    if not rows:
        return Passage((Paragraph.plain("Alla indikatorer har ett värde som kan visas."),))
    return Passage(
        (
            table_of(
                rows,
                WITHOUT_VALUES,
                name="utan-varden",
                caption="Indikatorer utan värde som kan visas",
                source="Egen räkning. Urvalet av indikatorer är projektets eget.",
            ),
        )
    )


INDICATORS = {
    "name": words("Indikator"),
    "kpi": words("Nyckeltal", empty="egen mätning"),
    "title": words("Källans benämning eller definition"),
    "direction": words("Riktning"),
}


def indicator_sources(project: Project, term: str) -> Passage:
    """What each indicator is: the key figure in its source's own words, or the project's definition."""
    known = {row["indicator"]: row for row in measures.indicator_definitions.rows(project, term)}
    rows = [
        row | {name: known[row["indicator"]][name] for name in ("title", "title_origin")}
        for row in measures.indicators.rows(project, term)
        if not isnan(row["value"])
    ]
    source = f"Källa: {snapshot_of(project).source}, {fetched(project)}. " if project.key_figures else ""
    source += "Kort namn och riktning är projektets egna."
    table = table_of(rows, INDICATORS, name="indikatorer", caption="Vad indikatorerna mäter", source=source)
    return Passage((table,) if rows else ())


def _of_theme(project: Project, term: str, theme: str) -> list[Row]:
    """The rows of ``measures.indicators`` with a value that belong to the theme; an unknown theme is an error."""
    known = [t.name for t in project.themes]
    if theme not in known:
        raise ValueError(f"no theme {theme!r} in {project.name}; its themes are: {', '.join(known)}")
    return [
        row for row in measures.indicators.rows(project, term) if theme in row["themes"] and not isnan(row["value"])
    ]
