"""Tables of the indicators: against the municipality itself before, against others, and over time."""

from __future__ import annotations

import pandas as pd

from naravard import labels, measures
from naravard.document import Cell, Column, Paragraph, Passage, Table
from naravard.model import Project
from naravard.tables.cells import cell, columns, rows_of
from naravard.tables.values import (
    changed,
    computed_from,
    explained,
    fetched,
    figures,
    judged,
    mean,
    period,
    previous,
    shown,
    source_of,
    titled,
)
from naravard.terms import Term

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
        source="Egen beräkning ur tabellerna över indikatorer.",
        notes=(
            "Utvecklingen är senaste värdet jämfört med närmast tidigare värde. Bedöms inte: indikatorn beskriver "
            "bakgrunden eller saknar tidigare värde. Inga uppgifter: det finns inget värde för kommunen.",
        ),
    )


def development(project: Project, term: str, theme: str) -> Passage:
    """How the municipality stands against itself before, on the theme's indicators. No table where there is no value."""
    frame = _of_theme(project, term, theme).dropna(subset="value")
    rows = [
        (
            cell(titled(row)),
            cell(", ".join(row["target_group"])),
            period(row["period"]),
            shown(project, row, row["value"], row["status"]),
            previous(project, row),
            changed(row),
            judged(row),
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
        source=computed_from(project, frame, "Förändring"),
        notes=(
            "Förändringen är räknad på oavrundade värden. Vilken riktning som är bättre är projektets bedömning.",
            *explained(frame["status"][frame["status"] == "preliminary"]),
        ),
    )
    return Passage((table,) if rows else ())


def comparison(project: Project, term: str, theme: str) -> Passage:
    """The theme's indicators beside the country, the county and similar municipalities, and for women and men."""
    frame = _of_theme(project, term, theme).dropna(subset="value")
    comparable = frame[frame["kpi"].notna() & frame[["nation", "county", "peers", "women", "men"]].notna().any(axis=1)]
    tables = [
        _averages(project, comparable, theme),
        _steps(project, term, frame, theme),
        _sexes(project, frame[frame["kpi"].isna()], theme),
    ]
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
    values = own[own["indicator"].isin(of_theme["indicator"])]
    periods = values.drop_duplicates("period").sort_values("at")["period"].tolist()[-SERIES_PERIODS:]
    rows = []
    for row in rows_of(of_theme):
        by_period = values[values["indicator"] == row["indicator"]].set_index("period")
        cells = [
            shown(project, row, by_period["value"].get(when), str(by_period["status"].get(when, "missing")))
            for when in periods
        ]
        rows.append((cell(titled(row)), *cells))
    head = (Column("Indikator"), *(Column(when, "end") for when in periods))
    caption = f"{labels.sentence(theme)}: värden per {kind}, {periods[0]}–{periods[-1]}"
    notes = explained(values["status"][values["status"] != "missing"])
    return Table(f"varden-{theme}-{kind}", caption, head, tuple(rows), source_of(project, of_theme), notes)


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
                  columns("Indikator", "Tema", "Målgrupp", "Nyckeltal"), tuple(rows),
                  source="Egen räkning. Urvalet av indikatorer är projektets eget.")  # fmt: skip
    return Passage((table,) if rows else (Paragraph.plain("Alla indikatorer har uppgifter för kommunen."),))


def indicator_sources(project: Project, term: str) -> Passage:
    """What each indicator is: the key figure in its source's own words, or the project's definition."""
    frame = measures.indicators(project, Term.parse(term)).dropna(subset="value")
    names = figures(project).names if project.key_figures else {}
    rows = []
    for row in rows_of(frame):
        own = measures.indicator_of(project, row["indicator"])
        said = names[row["kpi"]].title if row["kpi"] in names else own.definition
        rows.append(
            (cell(row["name"]), cell(row["kpi"], empty="egen mätning"), cell(said), cell(str(row["direction"])))
        )
    source = f"Källa: {figures(project).source}, {fetched(project)}. " if project.key_figures else ""
    head = columns("Indikator", "Nyckeltal", "Källans benämning eller definition", "Riktning")
    source += "Kort namn och riktning är projektets egna."
    table = Table("indikatorer", "Vad indikatorerna mäter", head, tuple(rows), source)
    return Passage((table,) if rows else ())


def _averages(project: Project, frame: pd.DataFrame, theme: str) -> Table:
    rows = [
        (
            cell(titled(row)),
            period(row["period"]),
            shown(project, row, row["value"]),
            shown(project, row, row["nation"]),
            mean(row, "county"),
            mean(row, "peers"),
            shown(project, row, row["women"]),
            shown(project, row, row["men"]),
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
        source=computed_from(project, frame, "Ovägda medelvärden för länets och liknande kommuner"),
        notes=tuple(notes),
    )  # fmt: skip


def _sexes(project: Project, own: pd.DataFrame, theme: str) -> Table:
    """Women and men in the project's own measurements; what may not be shown is said to be protected, not missing."""
    split = own[(own["women_status"] != "no_data") | (own["men_status"] != "no_data")]
    rows = [
        (
            cell(titled(row)),
            period(row["period"]),
            shown(project, row, row["value"], row["status"]),
            shown(project, row, row["women"], row["women_status"]),
            shown(project, row, row["men"], row["men_status"]),
        )
        for row in rows_of(split)
    ]
    head = columns("Indikator", "Period", "Totalt", "Kvinnor", "Män", numeric=range(2, 5))
    caption = f"{labels.sentence(theme)}: kvinnor och män i projektets egna mätningar"
    notes = explained([*split["status"], *split["women_status"], *split["men_status"]])
    return Table(f"kon-{theme}", caption, head, tuple(rows), source=source_of(project, split), notes=notes)


def _steps(project: Project, term: str, frame: pd.DataFrame, theme: str) -> Table:
    """The indicators that are steps or yes/no: how many of the county's municipalities stand on each step."""
    spread = measures.ordinal_spread(project, Term.parse(term))
    rows = []
    for row in rows_of(frame):
        of_indicator = spread[spread["indicator"] == row["indicator"]]
        if len(of_indicator):
            counts = [f"{labels.number(step['count'])} {step['label']}" for step in rows_of(of_indicator)]
            rows.append(
                (cell(row["name"]), period(row["period"]), shown(project, row, row["value"]), cell(", ".join(counts)))
            )
    # A project without a snapshot has no such rows, and no source of them.
    source = f"Egen beräkning på uppgifter från {figures(project).source}, {fetched(project)}." if rows else ""
    return Table(f"steg-{theme}", f"{labels.sentence(theme)}: hur långt länets kommuner har kommit",
                 columns("Indikator", "År", "Kommunen", "Antal kommuner i länet", numeric=(1,)), tuple(rows), source,
                 notes=("Stegen är svar i enkäter och har inget medelvärde.",))  # fmt: skip


def _of_theme(project: Project, term: str, theme: str) -> pd.DataFrame:
    """The rows of ``measures.indicators`` that belong to the theme; an unknown theme is an error, not an empty table."""
    known = [one.name for one in project.themes]
    if theme not in known:
        raise ValueError(f"no theme {theme!r} in {project.name}; its themes are: {', '.join(known) or 'none'}")
    frame = measures.indicators(project, Term.parse(term))
    return measures.of_theme(frame, theme)
