"""Key figures from the pinned snapshot of Kolada: the municipality, the country, the county and its peers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from math import hypot

from naravard.document import SourceRow
from naravard.measures.memory import Row, measure
from naravard.model import Direction, Indicator, KeyFigures, Project, Scale
from naravard.rounding import rounded
from naravard.terms import Term

NATION = "0000"
Totals = Mapping[tuple[str, str], Mapping[int, float]]


def last_full_year(project: Project, term: Term) -> int:
    """The last year that had ended when the term ended: a yearly value is known for a whole year or not at all.

    With terms that follow the calendar year, HT2023 gives 2023 and VT2023 gives 2022.
    """
    last_day = project.calendar.last_day(term)
    return last_day.year if last_day == date(last_day.year, 12, 31) else last_day.year - 1


def totals(project: Project, term: Term) -> Totals:
    """Kolada's known values for women and men together, not later than the term: (key figure, area) to year to value."""
    key = ("totals", term)
    if key not in project.memory:
        last_year = last_full_year(project, term)
        wanted = {indicator.kpi for indicator in followed(project, term)}
        project.memory[key] = {
            (kpi, area): {year: value for year, value in series if value is not None and year <= last_year}
            for (kpi, area, sex), series in key_figures(project).series.items()
            if sex == "T" and kpi in wanted
        }
    found: Totals = project.memory[key]
    return found


def of_group(project: Project, term: Term, indicator: Indicator, group: str, year: int) -> dict[str, float]:
    """The values of an indicator's key figure that year, by area, of the areas in a group that have one (see ``groups``)."""
    known = totals(project, term)
    values = ((area, known.get((indicator.kpi or "", area), {}).get(year)) for area in groups(project)[group])
    return {area: value for area, value in values if value is not None}


def source_rows(
    project: Project, indicator: Indicator, areas: Iterable[str], year: int | None, sex: str = "T"
) -> list[SourceRow]:
    """Where the values of an indicator's key figure stand in the snapshot, for some areas and a year."""
    figures, kpi = key_figures(project), indicator.kpi
    return [figures.row(kpi, area, year, sex) for area in areas] if kpi and year is not None else []


def latest_year(project: Project, term: Term, indicator: Indicator) -> int | None:
    """The year of the municipality's latest value of an indicator's key figure."""
    return max(totals(project, term).get((indicator.kpi or "", project.plan.project.area), {}), default=None)


@measure("indicator", "step", indicator="", step="", label="", year="", own="", count="", origin="", count_origin="")
def ordinal_spread(project: Project, term: Term) -> Iterator[Row]:
    """How far the county's municipalities have come on the indicators that are steps or yes/no, and so are not averaged.

    One row: one indicator and step. Columns: ``indicator``, ``step`` (0, 1, 2 …), ``label`` (the step's word), ``year`` (that
    of the own latest value), ``own`` (True for the step the municipality stands on), ``count`` (the county's
    municipalities on that step, the own one included).
    """
    known = totals(project, term)
    for indicator in followed(project, term):
        year = latest_year(project, term, indicator)
        if year is not None and not indicator.scale.may_be_averaged:
            own = known[indicator.kpi or "", project.plan.project.area][year]
            county = of_group(project, term, indicator, "county", year)
            for step, label in enumerate(indicator.steps):
                there = [area for area, value in county.items() if value == step]
                yield {
                    "indicator": indicator.id, "step": step, "label": label, "year": year, "own": own == step,
                    "count": len(there), "count_origin": partial(source_rows, project, indicator, there, year),
                    "origin": partial(source_rows, project, indicator, county, year),
                }  # fmt: skip


@measure("indicator", "area", indicator="", area="", name="", own="", year="", value="float64", origin="")
def county_values(project: Project, term: Term) -> Iterable[Row]:
    """How the county's municipalities lie on each key figure, in the year of the own latest value.

    One row: one indicator and municipality that has a value that year, in rising order of value. Columns: ``indicator``,
    ``area`` (Kolada's code), ``name``, ``own`` (True for the project's municipality), ``year``, ``value``. Counts of people and
    ordinal figures are not compared (see ``comparable``).
    """
    areas, own = key_figures(project).areas, project.plan.project.area
    rows: list[Row] = [
        {
            "indicator": indicator.id, "area": area, "name": areas[area].name if area in areas else area,
            "own": area == own, "year": year, "value": value, "origin": partial(source_rows, project, indicator, (area,), year),
        }
        for indicator in followed(project, term)
        if comparable(indicator) and (year := latest_year(project, term, indicator)) is not None
        for area, value in of_group(project, term, indicator, "county", year).items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["indicator"], row["value"]))


@measure("indicator", indicator="", year="", rank="", count="", origin="")
def ranks(project: Project, term: Term) -> Iterable[Row]:
    """The municipality's place among its county's, on each key figure that has a good direction.

    One row: one indicator. Columns: ``indicator``, ``year``, ``rank`` (1 is best by the indicator's direction: one more than
    the municipalities that are better), ``count`` (how many had a value that year, the own one included). Values that are
    the same in the decimals shown share the better rank. A municipality alone has no rank.
    """
    found = (rank_in(project, term, one, "county") for one in followed(project, term))
    return sorted((row for row in found if row), key=lambda row: str(row["indicator"]))


def rank_in(project: Project, term: Term, indicator: Indicator, group: str) -> Row | None:
    """A row of ``ranks``, counted in a group.

    The area itself counts in every group. None for a figure that is not compared or has no good direction, or where there is
    nobody to compare with.
    """
    year = latest_year(project, term, indicator)
    if year is None or not comparable(indicator) or indicator.direction not in (Direction.UP, Direction.DOWN):
        return None
    area = project.plan.project.area
    own = totals(project, term)[indicator.kpi or "", area][year]
    others = of_group(project, term, indicator, group, year)
    sign = 1 if indicator.direction is Direction.UP else -1
    mine = sign * rounded(own, indicator.decimals)
    better = sum(sign * rounded(value, indicator.decimals) > mine for value in others.values())
    compared = list(dict.fromkeys((area, *others)))
    if len(compared) < 2:
        return None
    behind = partial(source_rows, project, indicator, compared, year)
    return {"indicator": indicator.id, "year": year, "rank": 1 + better, "count": len(compared), "origin": behind}


@measure(
    "indicator", "year", indicator="", year="int64", at="float64", low="float64", high="float64", count="int64", origin=""
)  # fmt: skip
def county_range(project: Project, term: Term) -> Iterator[Row]:
    """Between which values the county's municipalities lie, year by year.

    One row: one indicator and year. Columns: ``indicator``, ``year``, ``at`` (the year as ``series`` has it), ``low`` and
    ``high`` (the lowest and highest value), ``count`` (how many municipalities have one; the own one counts). Counts of people
    and ordinal figures are not compared.
    """
    known = totals(project, term)
    for indicator in sorted(followed(project, term), key=lambda indicator: indicator.id):
        by_year: dict[int, dict[str, float]] = {}
        for area in key_figures(project).county if comparable(indicator) else ():
            for year, value in known.get((indicator.kpi or "", area), {}).items():
                by_year.setdefault(year, {})[area] = value
        for year, values in sorted(by_year.items()):
            low, high = min(values.values()), max(values.values())
            ends = [area for area, value in values.items() if value in (low, high)]
            yield {
                "indicator": indicator.id, "year": year, "at": term.ending(str(year)).at, "low": low, "high": high,
                "count": len(values), "origin": partial(source_rows, project, indicator, ends, year),
            }  # fmt: skip


@measure("group", group="", name="", members="", origin="")
def comparison_groups(project: Project, term: Term) -> Iterator[Row]:
    """Whom the municipality is compared with, whatever the term.

    One row: one group that has members, ``county`` or ``peers``. Columns: ``group``, ``name`` (as the snapshot has it),
    ``members`` (their names).
    """
    figures = key_figures(project)
    source = SourceRow(f"{figures.folder}/municipality_groups.csv")
    for group, name in (("county", figures.county_name), ("peers", figures.peers_name)):
        members = tuple(figures.areas[area].name for area in groups(project)[group] if area in figures.areas)
        if members:
            yield {"group": group, "name": name, "members": members, "origin": (source,)}


@measure(
    "indicator", indicator="", definition="", title="", kpi="", source="", replaces="", note="", origin="",
    definition_origin="", title_origin="", source_origin="",
)  # fmt: skip
def indicator_definitions(project: Project, term: Term) -> Iterator[Row]:
    """What the indicators in use are.

    One row: one indicator, in the order of the plan. Columns: ``indicator`` (id), ``definition`` (the plan's, else that of the
    key figure), ``title`` (what the source calls the key figure, else the plan's definition), ``kpi`` and ``source`` (the key
    figure and the snapshot's name; None for an own measurement), ``replaces`` (the id of the indicator before it), ``note``.
    """
    figures = key_figures(project)
    for indicator in followed(project, term):
        known = figures.names.get(indicator.kpi or "")
        at_source = SourceRow(f"{figures.folder}/kpi.csv", key=indicator.kpi or "")
        yield {
            "indicator": indicator.id, "kpi": indicator.kpi, "replaces": indicator.replaces, "note": indicator.note,
            "definition": indicator.definition or (known.description.strip() if known else None),
            "source": figures.source if project.key_figures and indicator.kpi else None, "origin": (indicator.origin,),
            "source_origin": (SourceRow(f"{figures.folder}/snapshot.toml"),),
            "definition_origin": (at_source if known and not indicator.definition else indicator.origin,),
            "title": known.title if known else indicator.definition,
            "title_origin": (at_source if known else indicator.origin,),
        }  # fmt: skip


def indicator_of(project: Project, indicator_id: str) -> Indicator:
    """The indicator with that id; an unknown one is a KeyError that lists the known."""
    for indicator in project.indicators:
        if indicator.id == indicator_id:
            return indicator
    raise KeyError(f"no indicator {indicator_id!r}; known are {', '.join(i.id for i in project.indicators)}")


def key_figures(project: Project) -> KeyFigures:
    """The snapshot that the project reads from; an empty one if it names none."""
    return project.key_figures or KeyFigures(fetched=date.min, names={}, areas={})


def followed(project: Project, term: Term) -> list[Indicator]:
    """The indicators that are in use in the term, in the order of the plan."""
    return [
        indicator
        for indicator in project.indicators
        if (indicator.since is None or indicator.since <= term) and (indicator.until is None or term <= indicator.until)
    ]


def margin_of_change(project: Project, indicator: Indicator, period: str | None, before: str | None) -> float:
    """How large a change may be by chance: the root of the sum of the squares of both years' margins of error.

    The margins are Kolada's key figure «Osäkerhetstal» (half a 95 per cent confidence interval), which the plan names for the
    indicator; 0 for a year without one. The root of the squares is the margin of a difference between two samples.
    """
    series = key_figures(project).series.get((indicator.margin_kpi or "", project.plan.project.area, "T"), ())
    margins = {str(year): value for year, value in series if value is not None}
    return hypot(margins.get(period or "", 0.0), margins.get(before or "", 0.0))


def comparable(indicator: Indicator) -> bool:
    """A head count says as much about the size of the place as about anything else; steps have no mean."""
    return indicator.scale.may_be_averaged and indicator.scale is not Scale.COUNT


def groups(project: Project) -> dict[str, tuple[str, ...]]:
    """The areas of ``own``, ``nation``, ``county`` and ``peers``."""
    figures = key_figures(project)
    return {"own": (project.plan.project.area,), "nation": (NATION,), "county": figures.county, "peers": figures.peers}
