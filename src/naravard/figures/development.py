"""The indicators over time as small multiples: the municipality among others, and on its way to a target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isnan

from naravard import labels, measures, words, writing
from naravard.document import Passage, Text
from naravard.figures.drawing import SOFT, Sheet, as_figures, block, rows_on_sheets, text_width, wrapped
from naravard.figures.panel import COLUMN, COLUMNS, GUTTER, NAMES, PLOT, Panel, draw
from naravard.model import Project
from naravard.source_lines import means_source
from naravard.terms import Term
from naravard.writing import Row

_TITLE = 7.8
_FOOT = 22.0
_SAID = words.of("figures")["development"]


def development(project: Project, term: str, theme: str) -> Passage:
    """The theme's indicators over time as small multiples: the municipality, the country, the county and its peers.

    Behind lies a field from the lowest to the highest of the county's municipalities; a target is a thin line. A value that
    may not be shown is a gap. Indicators that are steps or yes/no are left to the tables.
    """
    last = Term.parse(term)
    rows = [row for row in measures.indicators.rows(project, last) if theme in row["themes"]]
    caption = _SAID["caption"].format(theme=labels.sentence(theme), name=project.plan.project.municipality)
    return over_time(project, last, f"utveckling-{theme}", caption, rows)


def over_time(
    project: Project, term: Term, name: str, caption: str, rows: Iterable[Row], notes: Iterable[str] = ()
) -> Passage:
    """Small multiples for rows of ``measures.indicators``; the caption tells whom the lines are held against.

    ``notes`` are sentences on what the reader should know of single series.
    """
    panels = _panels(project, term, [row for row in rows if not isnan(row["value"])])
    if not panels:
        return Passage(())
    drawn = {row["group"] for panel in panels for row in panel.series}
    others = [word for group, word in labels.GROUPS[project.kind].items() if group in drawn]
    if others:
        caption = _SAID["held_against"].format(caption=caption, groups=labels.listing(others))
    source = " ".join([means_source(project, [panel.row for panel in panels]), *_notes(project, panels), *notes])
    return as_figures(name, caption, _alt(project, panels), _sheets(panels), source)


def _panels(project: Project, term: Term, rows: Sequence[Row]) -> list[Panel]:
    names = {"own": place_of(project), **labels.SHORT_GROUPS[project.kind]}
    series, county, own = (
        measures.grouped((r for r in measure.rows(project, term) if r.get("sex", "totalt") == "totalt"), "indicator")
        for measure in (measures.comparison_series, measures.county_range, measures.series)
    )
    panels = []
    for row in rows:
        indicator = measures.indicator_of(project, row["indicator"])
        if not indicator.steps:
            series_of, county_of, own_of = (part.get(indicator.id, []) for part in (series, county, own))
            panels.append(Panel(row, series_of, county_of, own_of, names, indicator.replaces))
    return panels


def _sheets(panels: Sequence[Panel]) -> Iterator[Sheet]:
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
    for sheet, rows_here in rows_on_sheets([head + PLOT + _FOOT for head in heads], foot=-8):
        for place, top in rows_here:
            for column, (panel, title) in enumerate(zip(strips[place], titles[place], strict=True)):
                left = column * (COLUMN + GUTTER)
                below = sheet.lines(left, top, title, _TITLE, bold=True)
                sheet.lines(left, below, [panel.below_title] if panel.replaces else [], 7, color=SOFT)
                draw(sheet, panel, left, top + heads[place])
        yield sheet


def _alt(project: Project, panels: Sequence[Panel]) -> Text:
    """What the small multiples show: for each, where the own line begins and ends, and what it is held against."""
    count = labels.sentence(labels.counted(len(panels), *_SAID["panels"], neuter=True))
    sentences = [writing.say(_SAID["alt"], panels=count, name=project.plan.project.municipality)]
    for panel in panels:
        first, last = panel.known[0], panel.known[-1]
        value, period = panel.number(last, with_unit=True), writing.word(last, "period")
        if len(panel.known) == 1:
            values = writing.say(_SAID["one_value"], value=value, period=period)
        else:
            values = writing.say(_SAID["values"], start=panel.number(first), begun=writing.word(first, "period"),
                                 value=value, period=period)  # fmt: skip
        sentences.append(
            f"{panel.row['name']}: " + writing.joined([values, *_held_against(project, panel)], "; ") + "."
        )
    return writing.joined(sentences)


def _held_against(project: Project, panel: Panel) -> Iterator[Text]:
    for group, name in labels.GROUPS[project.kind].items():
        if not isnan(panel.row[group]):
            yield Text((f"{name} ", panel.number(panel.row, group)))
    yield panel.target
    yield from panel.hidden


def _notes(project: Project, panels: Sequence[Panel]) -> Iterator[str]:
    """What the reader must know to read the figure: the field, hollow dots, gaps, breaks."""
    said = _SAID["notes"]
    if any(panel.has_field for panel in panels):
        yield said["field"].format(county=labels.GROUPS[project.kind]["county"])
    if any(row["status"] == "preliminary" for panel in panels for row in panel.own):
        yield said["preliminary"]
    hidden = [f"{panel.row['indicator']} {hidden.text}" for panel in panels for hidden in panel.hidden]
    if hidden:
        yield said["hidden"].format(hidden=labels.listing(hidden))
    for panel in panels:
        if panel.replaces:
            yield said["replaces"].format(
                indicator=panel.row["indicator"], replaces=panel.replaces, period=panel.known[0]["period"]
            )


def place_of(project: Project) -> str:
    """What the own line is called: ``Lekeberg``, or what fits where the name is long."""
    areas = project.key_figures.areas if project.key_figures else {}
    area = areas.get(project.plan.project.area)
    fits = area and text_width(area.name, 7, bold=True) <= NAMES
    return area.name if area and fits else labels.sentence(labels.AREAS[project.kind])
