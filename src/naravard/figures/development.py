"""The indicators over time as small multiples: the municipality among others, and on its way to a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from naravard import labels, measures
from naravard.document import Passage
from naravard.figures.drawing import SOFT, TALLEST, Sheet, block, pages, shown, wrapped
from naravard.figures.panel import COLUMN, COLUMNS, GUTTER, PLOT, Panel, draw
from naravard.figures.sources import measured
from naravard.model import Project
from naravard.terms import Term

_TITLE = 7.8
_FOOT = 22.0


def development(project: Project, term: str, theme: str) -> Passage:
    """The theme's indicators over time as small multiples: the municipality, the country, the county and its peers.

    Behind lies a field from the lowest to the highest of the county's municipalities; a target is a thin line. A value that
    may not be shown is a gap. Indicators that are steps or yes/no are left to the tables.
    """
    panels = _panels(project, Term.parse(term), theme)
    if not panels:
        return Passage(())
    place = project.plan.project.municipality
    others = any(len(set(panel.series["group"])) > 1 for panel in panels)
    caption = f"{labels.sentence(theme)}: {place} över tid"
    if others:
        caption += ", med riket, länets kommuner och liknande kommuner"
    rows = [panel.row for panel in panels]
    source = " ".join([measured(project, rows), *_notes(panels)])
    return shown(f"utveckling-{theme}", caption, _alt(place, panels), _sheets(panels), source)


def _panels(project: Project, term: Term, theme: str) -> list[Panel]:
    frame = measures.indicators(project, term).dropna(subset="value")
    frame = measures.of_theme(frame, theme)
    series, county, own = (
        measure(project, term) for measure in (measures.comparison_series, measures.county_range, measures.series)
    )
    own = own[own["sex"] == "totalt"]
    below = measures.own_values(project, term)
    below = below[(below["sex"] == "totalt") & (below["subgroup"] == "")]
    rows: list[dict[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]
    place = _short(project.plan.project.municipality)
    panels = []
    for row in rows:
        indicator = measures.indicator_of(project, row["indicator"])
        parts = [part[part["indicator"] == indicator.id] for part in (series, county, own, below)]
        if not indicator.steps:
            panels.append(Panel(row, parts[0], parts[1], parts[2], parts[3], place, indicator.replaces))
    return panels


def _sheets(panels: Sequence[Panel]) -> list[Sheet]:
    """The panels in rows of three; a row is as high as its longest title needs."""
    strips = [panels[start : start + COLUMNS] for start in range(0, len(panels), COLUMNS)]
    titles = [[wrapped(panel.title, COLUMN - 2, _TITLE, bold=True) for panel in strip] for strip in strips]
    heads = [
        max(
            block(title, _TITLE) + (8.4 if panel.replaces else 0)
            for panel, title in zip(strip, title_strip, strict=True)
        )
        + 4
        for strip, title_strip in zip(strips, titles, strict=True)
    ]
    sheets = []
    for places in pages([head + PLOT + _FOOT for head in heads], TALLEST):
        sheet = Sheet(sum(heads[place] + PLOT + _FOOT for place in places) - 8)
        top = 0.0
        for place in places:
            for column, (panel, title) in enumerate(zip(strips[place], titles[place], strict=True)):
                left = column * (COLUMN + GUTTER)
                below = sheet.lines(left, top, title, _TITLE, bold=True)
                sheet.lines(left, below, [panel.below_title] if panel.replaces else [], 7, color=SOFT)
                draw(sheet, panel, left, top + heads[place])
            top += heads[place] + PLOT + _FOOT
        sheets.append(sheet)
    return sheets


def _alt(place: str, panels: Sequence[Panel]) -> str:
    """What the small multiples show: for each, where the own line begins and ends, and what it is held against."""
    count = labels.counted(len(panels), "litet linjediagram", "små linjediagram", neuter=True)
    said = [f"{labels.sentence(count)} med värden för {place} över tid."]
    for panel in panels:
        row, first, last = panel.row, panel.known.iloc[0], panel.known.iloc[-1]
        value = labels.quantity(last["value"], row["unit"], row["decimals"])
        if len(panel.known) == 1:
            words = f"{value} ({last['period']}), det enda värdet"
        else:
            start = labels.number(first["value"], row["decimals"])
            words = f"från {start} ({first['period']}) till {value} ({last['period']})"
        said.append(f"{row['name']}: {'; '.join([words, *_held_against(panel)])}.")
    return " ".join(said)


def _held_against(panel: Panel) -> Iterator[str]:
    row = panel.row
    for group, name in (("nation", "riket"), ("county", "länets kommuner"), ("peers", "liknande kommuner")):
        if pd.notna(row[group]):
            yield f"{name} {labels.number(row[group], row['decimals'])}"
    if pd.notna(row["target"]):
        yield panel.target
    yield from (f"{period} {word}" for period, word in panel.hidden)


def _notes(panels: Sequence[Panel]) -> Iterator[str]:
    """What the reader must know to read the figure: the field, hollow dots, gaps, breaks."""
    if any(panel.has_field for panel in panels):
        yield "Ljust fält: från lägsta till högsta värde bland länets kommuner."
    if any((panel.own["status"] == "preliminary").any() for panel in panels):
        yield "Ofylld punkt: preliminärt värde."
    hidden = [f"{panel.row['indicator']} {period} {word}" for panel in panels for period, word in panel.hidden]
    if hidden:
        yield f"Ritas inte: {labels.listing(hidden)}."
    for panel in panels:
        if panel.replaces:
            yield (
                f"Brott i serien: {panel.row['indicator']} ersätter {panel.replaces} från {panel.known.iloc[0]['period']}, "
                "och värdena kan inte jämföras."
            )


def _short(municipality: str) -> str:
    """``Lekebergs kommun`` as ``Lekeberg``, for a line's name."""
    name = municipality.removesuffix(" kommun")
    return name[:-1] if name.endswith("s") and name != municipality else name
