"""The municipality among its county's, key figure by key figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from naravard import labels, measures
from naravard.document import Passage
from naravard.figures.drawing import (
    OWN,
    PALE,
    QUIET,
    SOFT,
    TALLEST,
    WIDTH,
    Field,
    Sheet,
    apart,
    block,
    pages,
    shown,
    text_width,
    wrapped,
)
from naravard.figures.sources import ranked
from naravard.model import Project
from naravard.terms import Term

_NAME, _RANK, _SIZE = 150.0, 74.0, 8.0
_BETTER = {"öka": "högre är bättre", "minska": "lägre är bättre"}


def county(project: Project, term: str, theme: str) -> Passage:
    """The theme's key figures: each of the county's municipalities a dot, the own one named, the country a stroke.

    Every key figure has a scale of its own, from the county's lowest to its highest value. The rank counts from the best.
    """
    last = Term.parse(term)
    frame = measures.indicators(project, last).dropna(subset="value")
    rows: list[dict[str, Any]] = measures.of_theme(frame, theme).to_dict("records")  # type: ignore[assignment]
    values = {str(name): part for name, part in measures.county_values(project, last).groupby("indicator")}
    values = {name: part for name, part in values.items() if len(part) > 1 and part["own"].any()}
    rows = [row for row in rows if row["indicator"] in values]
    if not rows:
        return Passage(())
    ranks = measures.ranks(project, last).set_index("indicator")
    places = {name: f"plats {row['rank']} av {row['count']}" for name, row in ranks.iterrows()}
    county_name = (project.key_figures.county_name if project.key_figures else "").removesuffix(" (ovägt medel)")
    caption = f"{labels.sentence(theme)}: {project.plan.project.municipality} bland länets kommuner ({county_name})"
    source = ranked(project, [row["kpi"] for row in rows])
    return shown(f"lanet-{theme}", caption, _alt(rows, values, places), _sheets(rows, values, places), source)


def _sheets(rows: Sequence[dict[str, Any]], values: dict[str, pd.DataFrame], places: dict[Any, str]) -> list[Sheet]:
    names = [wrapped(f"{row['name']}, {row['unit']}", _NAME, _SIZE, lines=3) for row in rows]
    heights = [max(block(name, _SIZE) + 8.4, 38.0) + 8 for name in names]
    sheets = []
    for part in pages(heights, TALLEST):
        sheet = Sheet(sum(heights[place] for place in part) + 1)
        top = 0.0
        for place in part:
            row, middle = rows[place], top + heights[place] / 2
            note = (
                f"{row['period']}, {_BETTER[row['direction']]}" if row["direction"] in _BETTER else str(row["period"])
            )
            begins = middle - (block(names[place], _SIZE) + 8.4) / 2
            sheet.lines(0, sheet.lines(0, begins, names[place], _SIZE), [note], 7, color=SOFT)
            _dots(sheet, row, values[row["indicator"]], middle)
            sheet.write(
                WIDTH, middle + 2.7, places.get(row["indicator"], ""), _SIZE, bold=True, color=OWN, align="right"
            )
            top += heights[place]
            if place != part[-1]:
                sheet.line([0, WIDTH], [top, top], color=PALE, linewidth=0.5)
        sheets.append(sheet)
    return sheets


def _dots(sheet: Sheet, row: dict[str, Any], values: pd.DataFrame, y: float) -> None:
    """The municipalities on a line, the own one above it by name, the country below, and what the ends are."""
    every = [*values["value"], *([row["nation"]] if pd.notna(row["nation"]) else [])]
    low, high = min(every), max(every)
    room = (high - low) * 0.04 or 1.0
    field = Field(_NAME + 34, WIDTH - _NAME - _RANK - 68, (low - room, high + room))
    ends = labels.number(low, row["decimals"]), labels.number(high, row["decimals"])
    sheet.line([field.left, field.left + field.width], [y, y], color=QUIET, linewidth=0.8, zorder=1)
    sheet.write(field.left - 4, y + 2.4, ends[0], 7, color=SOFT, align="right")
    sheet.write(field.left + field.width + 4, y + 2.4, ends[1], 7, color=SOFT)
    others = sorted(values[~values["own"]]["value"])
    levels = _levels([field.at(value) for value in others])
    sheet.line(others, [y + level for level in levels], field=field, marker="o", markersize=5.5, linestyle="none",
               color="#b9c8cc", markeredgecolor="#5d6f76", markeredgewidth=0.7, zorder=2)  # fmt: skip
    if pd.notna(row["nation"]):
        sheet.line([row["nation"]] * 2, [y - 6.5, y + 6.5], field=field, color="#a03b00", linewidth=1.6, zorder=3)
        _named(sheet, field, row["nation"], y + 16, f"Riket {labels.number(row['nation'], row['decimals'])}", "#8a3b00")
    own = values[values["own"]].iloc[0]
    sheet.line([own["value"]], [y], field=field, marker="o", markersize=9, linestyle="none", color=OWN, zorder=4)
    _named(
        sheet, field, own["value"], y - 9.5, f"{own['name']} {labels.number(own['value'], row['decimals'])}", OWN, True
    )


def _levels(places: Sequence[float]) -> list[float]:
    """How far above or below the line each dot stands, so that dots of the same value are seen as several."""
    free = {level: float("-inf") for level in (0.0, 5.2, -5.2)}
    found = []
    for place in places:
        level = next((level for level, taken in free.items() if place - taken > 4.8), 0.0)
        free[level] = place
        found.append(level)
    return found


def _named(sheet: Sheet, field: Field, value: float, y: float, words: str, color: str, bold: bool = False) -> None:
    """A name above or below its sign, kept on the line."""
    wide = text_width(words, 7.5, bold)
    middle = apart([field.at(value)], [wide], field.left - 30, field.left + field.width + 30)[0]
    sheet.write(middle, y, words, 7.5, color=color, bold=bold, align="center")


def _alt(rows: Sequence[dict[str, Any]], values: dict[str, pd.DataFrame], places: dict[Any, str]) -> str:
    """For each key figure: the own value, the rank, between which values the county lies, and the country's."""
    said = []
    for row in rows:
        of_county = values[row["indicator"]]
        number = [
            labels.number(value, row["decimals"]) for value in (of_county["value"].min(), of_county["value"].max())
        ]
        own = of_county[of_county["own"]].iloc[0]
        words = [f"{own['name']} {labels.quantity(own['value'], row['unit'], row['decimals'])} ({row['period']})"]
        words += [places[row["indicator"]]] if row["indicator"] in places else []
        words.append(f"länets {labels.number(len(of_county))} kommuner mellan {number[0]} och {number[1]}")
        words += [f"riket {labels.number(row['nation'], row['decimals'])}"] if pd.notna(row["nation"]) else []
        said.append(f"{row['name']}: {', '.join(words)}.")
    return f"Prickdiagram över länets kommuner. {' '.join(said)}"
