"""Tables of the indicators: against the municipality itself before, against others, and over time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from naravard import labels, measures
from naravard.document import Cell, Column, Passage, Table, Tone
from naravard.model import KeyFigures, Project
from naravard.tables.cells import cell, columns, rows_of
from naravard.terms import Term

_TONES: dict[str, Tone] = {"better": "good", "worse": "bad", "unchanged": "", "not_judged": "muted", "no_data": "muted"}
SERIES_PERIODS = 8


def trends(project: Project, term: str) -> Table:
    """How many indicators have become better or worse, theme by theme."""
    frame = measures.trend_counts(project, Term.parse(term))
    keys = [*labels.TRENDS, "total"]
    rows = [
        (cell(labels.sentence(row["theme"])), *(Cell(labels.number(row[key]), float(row[key])) for key in keys))
        for row in rows_of(frame)
    ]
    headings = [labels.sentence(word) for word in labels.TRENDS.values()]
    return Table(
        "utveckling-per-tema",
        "Antal indikatorer efter utveckling, tema för tema",
        (Column("Tema"), *(Column(heading, "end") for heading in headings), Column("Totalt", "end")),
        tuple(rows),
        source=f"Egen beräkning på uppgifter från {_figures(project).source}, {_fetched(project)}.",
        notes=(
            "Utvecklingen är senaste värdet jämfört med närmast tidigare värde. Bedöms inte: nyckeltalet beskriver "
            "bakgrunden eller saknar tidigare värde. Inga uppgifter: Kolada har inget värde för kommunen i uttaget.",
        ),
    )


def development(project: Project, term: str, theme: str) -> Passage:
    """How the municipality stands against itself before, on the theme's indicators. No table where there is no value."""
    frame = _of_theme(project, term, theme).dropna(subset="value")
    rows = [
        (
            cell(_titled(row)),
            cell(", ".join(row["target_group"])),
            _period(row["period"]),
            _shown(project, row, row["value"]),
            _previous(project, row),
            _changed(row),
            Cell(labels.TRENDS[row["trend"]], row["trend"], _TONES[row["trend"]]),
        )
        for row in rows_of(frame)
    ]
    head = columns(
        "Indikator", "Målgrupp", "Period", "Värde", "Tidigare (period)", "Förändring", "Utveckling", numeric=range(2, 6)
    )
    table = Table(
        f"utveckling-{theme}",
        f"{labels.sentence(theme)}: {project.plan.project.municipality} nu och förut",
        head,
        tuple(rows),
        source=_computed(project, frame, "Förändring"),
        notes=("Förändringen är räknad på oavrundade värden. Vilken riktning som är bättre är projektets bedömning.",),
    )
    return Passage((table,) if rows else ())


def comparison(project: Project, term: str, theme: str) -> Passage:
    """The theme's indicators beside the country, the county and similar municipalities, and for women and men."""
    frame = _of_theme(project, term, theme).dropna(subset="value")
    comparable = frame[frame[["nation", "county", "peers", "women", "men"]].notna().any(axis=1)]
    tables = [_averages(project, comparable, theme), _steps(project, term, frame, theme)]
    return Passage(tuple(table for table in tables if table.rows))


def series(project: Project, term: str) -> Passage:
    """The municipality's values over the last periods, theme by theme: the data behind the figures."""
    frame = measures.comparison_series(project, Term.parse(term))
    own = frame[frame["group"] == "own"]
    tables = []
    for theme in project.themes:
        known = _of_theme(project, term, theme.name).dropna(subset="value")
        for kind, of_theme in (("år", known[known["kpi"].notna()]), ("termin", known[known["kpi"].isna()])):
            if len(of_theme):
                tables.append(_series_table(project, of_theme, own, theme.name, kind))
    return Passage(tuple(tables))


def _series_table(project: Project, of_theme: pd.DataFrame, own: pd.DataFrame, theme: str, kind: str) -> Table:
    """The values of some indicators, one column a period; ``kind`` says what a period is."""
    shown = own[own["indicator"].isin(of_theme["indicator"])]
    periods = shown.drop_duplicates("period").sort_values("at")["period"].tolist()[-SERIES_PERIODS:]
    rows = []
    for row in rows_of(of_theme):
        by_period = shown[shown["indicator"] == row["indicator"]].set_index("period")["value"]
        rows.append((cell(_titled(row)), *(_shown(project, row, by_period.get(period)) for period in periods)))
    head = (Column("Indikator"), *(Column(period, "end") for period in periods))
    caption = f"{labels.sentence(theme)}: värden per {kind}, {periods[0]}–{periods[-1]}"
    return Table(f"varden-{theme}-{kind}", caption, head, tuple(rows), source=_source(project, of_theme))


def indicators_without_values(project: Project, term: str) -> Passage:
    """The indicators that the snapshot has no value of for the municipality."""
    frame = measures.indicators(project, Term.parse(term))
    without = frame[frame["trend"] == "no_data"]
    rows = [
        (
            cell(row["name"]),
            cell(", ".join(row["theme"])),
            cell(", ".join(row["target_group"])),
            cell(row["kpi"], empty="egen mätning"),
        )
        for row in rows_of(without)
    ]
    table = Table("utan-varden", "Indikatorer utan uppgifter för kommunen",
                  columns("Indikator", "Tema", "Målgrupp", "Nyckeltal i Kolada"), tuple(rows),
                  source=f"Källa: {_figures(project).source}, {_fetched(project)}. Urvalet är projektets eget.")  # fmt: skip
    return Passage((table,) if rows else ())


def indicator_sources(project: Project, term: str) -> Table:
    """Which key figure each indicator is, in Kolada's own words."""
    frame = measures.indicators(project, Term.parse(term)).dropna(subset="value")
    names = _figures(project).names
    rows = [
        (
            cell(row["name"]),
            cell(row["kpi"]),
            cell(names[row["kpi"]].title if row["kpi"] in names else None),
            cell(str(row["direction"])),
        )
        for row in rows_of(frame)
    ]
    return Table("indikatorer", "Indikatorerna och deras nyckeltal i Kolada",
                 columns("Indikator", "Nyckeltal", "Koladas benämning", "Riktning"), tuple(rows),
                 source=f"Källa: {_figures(project).source}, {_fetched(project)}. Kort namn och riktning är projektets egna.")  # fmt: skip


def _averages(project: Project, frame: pd.DataFrame, theme: str) -> Table:
    rows = [
        (
            cell(_titled(row)),
            _period(row["period"]),
            _shown(project, row, row["value"]),
            _shown(project, row, row["nation"]),
            _mean(row, "county"),
            _mean(row, "peers"),
            _shown(project, row, row["women"]),
            _shown(project, row, row["men"]),
        )
        for row in rows_of(frame)
    ]
    place = project.plan.project.municipality
    notes = [
        "Inom parentes: antalet kommuner med ett värde, av gruppens alla. Länets kommuner räknar in den egna. "
        "Saknas: Kolada har inget värde; källan skiljer inte på uppgifter som saknas och uppgifter som är skyddade.",
    ]
    return Table(
        f"jamforelse-{theme}",
        f"{labels.sentence(theme)}: {place} och andra, samt kvinnor och män",
        columns("Indikator", "År", "Kommunen", "Riket", "Länets kommuner", "Liknande kommuner", "Kvinnor", "Män",
                 numeric=range(1, 8)),
        tuple(rows),
        source=_computed(project, frame, "Ovägda medelvärden för länets och liknande kommuner"),
        notes=tuple(notes),
    )  # fmt: skip


def _steps(project: Project, term: str, frame: pd.DataFrame, theme: str) -> Table:
    """The indicators that are steps or yes/no: how many of the county's municipalities stand on each step."""
    spread = measures.ordinal_spread(project, Term.parse(term))
    rows = []
    for row in rows_of(frame):
        of_indicator = spread[spread["indicator"] == row["indicator"]]
        if len(of_indicator):
            counts = [f"{labels.number(step['count'])} {step['label']}" for step in rows_of(of_indicator)]
            rows.append(
                (cell(row["name"]), _period(row["period"]), _shown(project, row, row["value"]), cell(", ".join(counts)))
            )
    return Table(f"steg-{theme}", f"{labels.sentence(theme)}: hur långt länets kommuner har kommit",
                 columns("Indikator", "År", "Kommunen", "Antal kommuner i länet", numeric=(1,)), tuple(rows),
                 source=f"Egen beräkning på uppgifter från {_figures(project).source}, {_fetched(project)}.",
                 notes=("Stegen är svar i enkäter och har inget medelvärde.",))  # fmt: skip


def _shown(project: Project, row: dict[str, Any], value: Any) -> Cell:
    """A value of an indicator as it is shown: a number, or the word of its step."""
    if value is None or pd.isna(value):
        return Cell(labels.MISSING, tone="muted")
    steps = measures.indicator_of(project, row["indicator"]).steps
    if steps and 0 <= value < len(steps) and value == int(value):
        return Cell(steps[int(value)], float(value))
    return Cell(labels.number(value, row["decimals"]), float(value))


def _previous(project: Project, row: dict[str, Any]) -> Cell:
    """The nearest earlier value with its year."""
    shown = _shown(project, row, row["previous"])
    return shown if pd.isna(row["previous_period"]) else replace(shown, text=f"{shown.text} ({row['previous_period']})")


def _changed(row: dict[str, Any]) -> Cell:
    if pd.isna(row["change"]):
        return Cell(labels.MISSING, tone="muted")
    return Cell(labels.change(row["change"], row["decimals"]), float(row["change"]))


def _mean(row: dict[str, Any], group: str) -> Cell:
    if pd.isna(row[group]):
        return Cell(labels.MISSING, tone="muted")
    counts = f"({row[f'{group}_count']} av {row[f'{group}_members']})"
    return Cell(f"{labels.number(row[group], row['decimals'])} {counts}", float(row[group]))


def _period(period: Any) -> Cell:
    """The year or term that a value is for."""
    return Cell(labels.MISSING, tone="muted") if period is None or pd.isna(period) else Cell(str(period), str(period))


def _titled(row: dict[str, Any]) -> str:
    return row["name"] if row["unit"] in ("steg", "svar") else f"{row['name']} ({row['unit']})"


def _of_theme(project: Project, term: str, theme: str) -> pd.DataFrame:
    """The rows of ``measures.indicators`` that belong to the theme; an unknown theme is an error, not an empty table."""
    known = [t.name for t in project.themes]
    if theme not in known:
        raise ValueError(f"no theme {theme!r}; known are {', '.join(known)}")
    frame = measures.indicators(project, Term.parse(term))
    return frame[frame["theme"].map(lambda themes: theme in themes)]


def _figures(project: Project) -> KeyFigures:
    if project.key_figures is None:
        raise ValueError("the project names no snapshot of Kolada; set uttag under [jamforelse] in plan.toml")
    return project.key_figures


def _fetched(project: Project) -> str:
    return f"hämtad {labels.day(_figures(project).fetched)}"


def _source(project: Project, frame: pd.DataFrame) -> str:
    """Where the values of some indicators come from: the snapshot, the project's own measurements, or both."""
    kpis = frame["kpi"].dropna()
    parts = [f"Källa: {_figures(project).source} ({', '.join(kpis)}), {_fetched(project)}."] if len(kpis) else []
    if len(kpis) < len(frame):
        parts.append(f"Egna mätningar ({', '.join(frame[frame['kpi'].isna()]['indicator'])}).")
    return " ".join(parts)


def _computed(project: Project, frame: pd.DataFrame, what: str) -> str:
    """The source line of what was computed here: a figure processed by us is not the snapshot's own."""
    on = f" på uppgifter från {_figures(project).source}" if frame["kpi"].notna().any() else ""
    return f"{_source(project, frame)} {what}: egen beräkning{on}."
