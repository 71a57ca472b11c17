"""The tables of a profile: one a theme, with the area's values beside those before and those of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isnan

from naravard import labels, measures, writing
from naravard.document import Cell, Origin, Passage, Table
from naravard.model import Direction, Project, ThemeKind
from naravard.source_lines import fetched
from naravard.tables.declared import Declared
from naravard.tables.form import Form, cell, indicator, indicator_value, word
from naravard.tables.indicators import TREND_TONES, titled
from naravard.writing import Row


def profile(project: Project) -> Passage:
    """A table a theme: the latest value, the one before, how it has moved, the others' values, and the place among them.

    A theme without a value for the area has no table, and a column of others without a value in the theme is left out.
    """
    known = [row for row in _rows(project) if not isnan(row["value"])]
    themes = (theme.name for theme in project.themes if theme.kind is not ThemeKind.FRAME)
    parts = ((theme, [row for row in known if theme in row["themes"]]) for theme in themes)
    made = tuple(_table(project, theme, part) for theme, part in parts if part)
    return Passage(made or (PROFILE.notice(),))


def _rows(project: Project) -> Iterator[Row]:
    """The rows of ``indicators``, with the place among the others, and of steps how many have reached the highest."""
    last = project.plan.project.last_term
    places = {row["indicator"]: row for row in measures.positions.rows(project, last)}
    tops = {row["indicator"]: row for row in measures.top_steps.rows(project, last)}
    asked = str(last.year)
    for row in measures.indicators.rows(project, last):
        place, top = places.get(row["indicator"]), tops.get(row["indicator"])
        # The value's year is said where it is not the profile's.
        year = {
            "other_year": None if row["period"] == asked else row["period"],
            "other_year_origin": row["period_origin"].of("period"),
        }
        origin = place["origin"] if place else Origin("positions", row["indicator"])
        rank = {
            "rank": place["rank"] if place else None, "rank_origin": origin.of("rank"),
            "rank_count": place["count"] if place else None, "rank_count_origin": origin.of("count"),
        }  # fmt: skip
        yield {**row, **year, **rank, "top": top}


def _table(project: Project, theme: str, rows: Sequence[Row]) -> Table:
    short = labels.SHORT_GROUPS[project.kind]
    forms = {
        name: form
        for name, form in PROFILE.forms.items()
        if name not in _OF_OTHERS or any((value := form.write(row, name).value) and value.shown for row in rows)
    }
    return replace(PROFILE, forms=forms).table(
        rows, f"profil-{theme}", theme=labels.sentence(theme), place=project.plan.project.municipality,
        county=short["county"], peers=short["peers"], nation=short["nation"],
        among=short[measures.placed_among(project)].lower(),
        source=fetched(project, [row["kpi"] for row in rows]), notes=_notes(project, rows),
    )  # fmt: skip


def _notes(project: Project, rows: Sequence[Row]) -> Iterator[str]:
    """What is to be known of the key figures shown, each note once."""
    named: dict[str, list[str]] = {}
    for row in rows:
        note = measures.indicator_of(project, row["indicator"]).note
        if note:
            named.setdefault(note, []).append(row["name"])
    yield from (f"{'; '.join(names)}: {note}" for note, names in named.items())


def _with_year(row: Row, column: str, year: str) -> Cell:
    """A value with its year; a figure and its year stay on one line, and the words of a step may part."""
    value = indicator_value(row, column)
    blank = labels.NO_BREAK_SPACE if value.number is not None else " "
    return cell(value, *((f"{blank}(", writing.word(row, year), ")") if row[year] else ()))


def _mean(row: Row, column: str) -> Cell:
    """A group's mean, with how many stand behind it when not all do; of steps, how many have reached the highest."""
    known, members = row[f"{column}_count"], row[f"{column}_members"]
    if row["top"]:
        return _share(row["top"], column, f"{column}_count") if known else cell(writing.absent(row, column))
    mean = writing.number(row, column, row["decimals"], unit=row["unit"])
    few = mean.shown and known < members
    around = (f"{labels.NO_BREAK_SPACE}(", writing.number(row, f"{column}_count"), ")") if few else ()
    return cell(mean, *around)


def _share(row: Row, count: str, total: str) -> Cell:
    """So many of so many, on one line."""
    counts = {"count": writing.number(row, count), "total": writing.number(row, total)}
    return Cell(*writing.say(PROFILE.said["cells"]["share"], **counts))


def _place(row: Row, column: str) -> Cell:
    """The place among the others; steps and figures without a good direction have none."""
    if row[column]:
        return _share(row, column, f"{column}_count")
    ranked = row["direction"] in (Direction.UP, Direction.DOWN) and row["scale"].may_be_averaged
    return cell(writing.absent(row, column, None if ranked else labels.NO_PLACE))


PROFILE = Declared("profile", {
    "name": Form(titled),
    "value": Form(lambda row, column: _with_year(row, column, "other_year"), align="end"),
    "previous": Form(lambda row, column: _with_year(row, column, "previous_period"), align="end"),
    "trend": word(wordings=labels.TRENDS, tones=TREND_TONES),
    "county": Form(_mean, align="end"),
    "peers": Form(_mean, align="end"),
    "nation": indicator(),
    "rank": Form(_place, align="end"),
})  # fmt: skip
_OF_OTHERS = ("county", "peers", "nation", "rank")
