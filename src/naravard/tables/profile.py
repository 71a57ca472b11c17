"""The tables of a profile: one a theme, with the area's values beside those before and those of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isnan
from typing import Any

from naravard import labels, measures
from naravard.document import Cell, Column, Passage, Table
from naravard.model import Direction, Project, ThemeKind
from naravard.tables.cells import cell, nothing_known
from naravard.tables.values import fetched, figures, judged, shown, titled

_MISSING = Cell(labels.MISSING, tone="muted")
_NO_PLACE = Cell(labels.NO_PLACE, tone="muted")
_ALWAYS = 4  # the first columns, which are there whether they have values or not


def profile(project: Project) -> Passage:
    """A table a theme: the latest value, the one before, how it has moved, the others' values, and the place among them.

    A theme without a value for the area has no table, and a column of others without a value in the theme is left out.
    """
    known = [row for row in _rows(project, measures.indicators) if not isnan(row["value"])]
    themes = (theme.name for theme in project.themes if theme.kind is not ThemeKind.FRAME)
    parts = ((theme, [row for row in known if theme in row["theme"]]) for theme in themes)
    made = tuple(_table(project, theme, part) for theme, part in parts if part)
    return Passage(made or (nothing_known("Nyckeltal"),))


def _rows(project: Project, measure: measures.Measure) -> Sequence[dict[str, Any]]:
    return measure.rows(project, project.plan.project.last_term)


def _table(project: Project, theme: str, of_theme: Sequence[dict[str, Any]]) -> Table:
    places = {row["indicator"]: row for row in _rows(project, measures.positions)}
    tops = {row["indicator"]: row for row in _rows(project, measures.top_steps)}
    rows = [
        (
            cell(titled(row)),
            _dated(project, row),
            _with_year(shown(project, row, row["previous"]), row["previous_period"]),
            judged(row),
            *_others(project, row, tops.get(row["indicator"])),
            _place(row, places.get(row["indicator"])),
        )
        for row in of_theme
    ]
    columns = [Column("Nyckeltal"), *(Column(name, "end") for name in ("Värde", "Tidigare (år)")), Column("Utveckling")]
    columns += [Column(name, "end") for name in _headings(project)]
    kept = [at for at in range(len(columns)) if at < _ALWAYS or any(row[at].value is not None for row in rows)]
    return Table(
        f"profil-{theme}",
        f"{labels.sentence(theme)}: {project.plan.project.municipality} förut, nu och bland andra",
        tuple(columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in rows),
        source=_source(project, of_theme),
        notes=tuple(_notes(project, of_theme)),
    )


def _source(project: Project, rows: Sequence[dict[str, Any]]) -> str:
    name, kpis = figures(project).source, ", ".join(row["kpi"] for row in rows)
    return f"Källa: {name} ({kpis}), {fetched(project)}, och egen beräkning."


def _notes(project: Project, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What is to be known of the key figures shown, each note once."""
    named: dict[str, list[str]] = {}
    for row in rows:
        note = measures.indicator_of(project, row["indicator"]).note
        if note:
            named.setdefault(note, []).append(row["name"])
    yield from (f"{'; '.join(names)}: {note}" for note, names in named.items())


def _headings(project: Project) -> list[str]:
    short = labels.SHORT_GROUPS[project.kind]
    among = short[measures.placed_among(project)].lower()
    return [short["county"], short["peers"], short["nation"], f"Plats, {among}"]


def _dated(project: Project, row: dict[str, Any]) -> Cell:
    """The latest value, with its year if that is not the profile's."""
    asked = str(project.plan.project.last_term.year)
    return _with_year(shown(project, row, row["value"]), None if row["period"] == asked else row["period"])


def _with_year(value: Cell, year: str | None) -> Cell:
    """A value with its year; a figure and its year stay on one line, and the words of a step may part."""
    blank = " " if value.text[-1:].isalpha() else labels.NO_BREAK_SPACE
    return replace(value, text=f"{value.text}{blank}({year})") if year else value


def _others(project: Project, row: dict[str, Any], top: dict[str, Any] | None) -> Iterator[Cell]:
    """The county, the peers and the country: means, and of steps how many have reached the highest."""
    for group in ("county", "peers"):
        known, members = row[f"{group}_count"], row[f"{group}_members"]
        if top:
            yield _share(top[group], known) if known else _MISSING
        elif isnan(row[group]):
            yield _MISSING
        else:
            behind = f"{labels.NO_BREAK_SPACE}({known})" if known < members else ""
            yield Cell(f"{labels.number(row[group], row['decimals'])}{behind}", float(row[group]))
    yield _MISSING if isnan(row["nation"]) else shown(project, row, row["nation"])


def _share(count: int, total: int) -> Cell:
    """So many of so many, on one line."""
    return Cell(labels.NO_BREAK_SPACE.join((labels.number(count), "av", labels.number(total))), count)


def _place(row: dict[str, Any], place: dict[str, Any] | None) -> Cell:
    """The place among the others; steps and figures without a good direction have none."""
    if place:
        return _share(place["rank"], place["count"])
    ranked = row["direction"] in (Direction.UP, Direction.DOWN) and row["scale"].may_be_averaged
    return _MISSING if ranked else _NO_PLACE
