"""The measures of a profile: where a municipality or region stands among others, theme by theme.

A profile is a project that ``naravard.profile`` has made. Its other figures are those of ``indicators``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from naravard.measures.indicators import indicators
from naravard.measures.key_figures import (
    comparable,
    followed,
    key_figures,
    latest_year,
    of_group,
    rank_in,
    source_rows,
    totals,
)
from naravard.measures.memory import Row, counted, counts_of, grouped, measure
from naravard.model import Direction, Project
from naravard.terms import Term

LEADS = 6
NAMED = 4
LEAST_YEARS = 3
_WORDS = ("better", "unchanged", "worse")
_AGAINST = {"previous": "trend", "county": "against_county", "peers": "against_peers", "nation": "against_nation"}


def placed_among(project: Project) -> str:
    """The group in which an area's place is counted: ``county``, for a region all regions; ``peers`` for an area alone there."""
    return "county" if len(key_figures(project).county) > 1 else "peers"


@measure(
    "indicator", indicator="", name="", theme="", year="", rank="", count="", place="float64", trend="", origin=""
)  # fmt: skip
def positions(project: Project, term: Term) -> Iterator[Row]:
    """The area's place on each key figure with a good direction, among those of ``placed_among`` with a value the same year.

    One row: one indicator that has a rank, in the order of the plan. Columns: ``indicator``, ``name``, ``theme`` (its first),
    ``year``, ``rank`` and ``count`` (as ``ranks``: 1 is best, the area itself counts), ``place`` ((rank - 1) / (count - 1): 0 is
    best, 1 is last), ``trend`` (as ``indicators``).
    """
    trends = {row["indicator"]: row["trend"] for row in indicators.rows(project, term)}
    for indicator in followed(project, term):
        found = rank_in(project, term, indicator, placed_among(project))
        if found:
            place = (found["rank"] - 1) / (found["count"] - 1)
            theme, trend = indicator.themes[0], trends[indicator.id]
            yield found | {"name": indicator.name, "theme": theme, "place": place, "trend": trend}


@measure("word", word="", named="", rest="int64", origin="", rest_origin="")
def twice(project: Project, term: Term) -> Iterator[Row]:
    """The key figures that have become better (or worse) and are so against the mean of ``placed_among`` too.

    One row: one way, ``better``, then ``worse``. Columns: ``word``, ``named`` (the names of the first four, in the order of the
    plan), ``rest`` (how many more there are).
    """
    against = f"against_{placed_among(project)}"
    for word in ("better", "worse"):
        found = [row for row in indicators.rows(project, term) if row["trend"] == row[against] == word]
        named, rest = found[:NAMED], found[NAMED:]
        yield {
            "word": word, "named": tuple(row["name"] for row in named), "origin": [row[f"{against}_origin"] for row in named],
            "rest": len(rest), "rest_origin": [row[f"{against}_origin"] for row in rest],
        }  # fmt: skip


@measure("theme", "against", theme="", against="", **counts_of(_WORDS), count="int64", origin="")
def held_against(project: Project, term: Term) -> Iterator[Row]:
    """How many key figures are better, the same and worse than before and than others, theme by theme.

    One row: one theme and comparison, in the order of the plan, last ``totalt``, where an indicator of two themes counts once.
    Columns: ``theme``, ``against`` (``previous``, ``county``, ``peers``, ``nation``), ``better``, ``unchanged``, ``worse`` (as
    ``indicators`` judges), ``count`` (their sum: what can be judged).
    """
    frame = indicators.rows(project, term)
    parts = {theme.name: [row for row in frame if theme.name in row["themes"]] for theme in project.themes}
    for theme, part in {**parts, "totalt": frame}.items():
        for against, column in _AGAINST.items():
            words = counted(part, column, _WORDS, f"{column}_origin")
            behind = [one for word in _WORDS for one in words[f"{word}_origin"]]
            yield {"theme": theme, "against": against, "count": len(behind), "origin": behind, **words}


@measure(
    "indicator", indicator="", theme="", year="", label="", own="", county="", county_count="", peers="", peers_count="",
    origin="", county_origin="", peers_origin="",
)  # fmt: skip
def top_steps(project: Project, term: Term) -> Iterator[Row]:
    """How many have reached the highest step of the key figures that are steps or yes/no, the year of the own latest value.

    One row: one such indicator with a value. Columns: ``indicator``, ``theme`` (its first), ``year``, ``label`` (the highest
    step's word), ``own`` (whether the area stands on it), and for ``county`` and ``peers``: how many stand on it, with
    ``county_count`` and ``peers_count``, how many have answered.
    """
    for indicator in followed(project, term):
        year = latest_year(project, term, indicator)
        if year is not None and indicator.steps:
            top = len(indicator.steps) - 1
            own = totals(project, term)[indicator.kpi or "", project.plan.project.area][year] == top
            made: Row = {"indicator": indicator.id, "theme": indicator.themes[0], "year": year, "own": own}
            for name in ("county", "peers"):
                answers = of_group(project, term, indicator, name, year)
                made |= {
                    name: list(answers.values()).count(top), f"{name}_count": len(answers),
                    f"{name}_origin": partial(source_rows, project, indicator, answers, year),
                }  # fmt: skip
            behind = partial(source_rows, project, indicator, (project.plan.project.area,), year)
            yield made | {"label": indicator.steps[top], "origin": behind}


@measure("theme", theme="", own="int64", count="int64", origin="")
def top_step_counts(project: Project, term: Term) -> Iterator[Row]:
    """On how many of a theme's key figures that are steps or yes/no the area has reached the highest step.

    One row: one theme with such a key figure (see ``top_steps``). Columns: ``theme``, ``own`` (on how many), ``count`` (of
    how many).
    """
    for theme, part in grouped(top_steps.rows(project, term), "theme").items():
        behind = (one for row in part for one in row["origin"].rows)
        yield {"theme": theme, "own": sum(row["own"] for row in part), "count": len(part), "origin": behind}


def leads(project: Project, term: Term) -> list[str]:
    """The indicators that stand for their themes when development is drawn: at most six, in the order of the plan.

    Of each theme the first with a good direction that may be averaged and has values of three years or more; then, while there
    is room, the second of each theme, and so on.
    """
    known, area = totals(project, term), project.plan.project.area
    by_theme: dict[str, list[str]] = {}
    for indicator in followed(project, term):
        judged = indicator.direction in (Direction.UP, Direction.DOWN) and comparable(indicator)
        if judged and len(known.get((indicator.kpi or "", area), {})) >= LEAST_YEARS:
            by_theme.setdefault(indicator.themes[0], []).append(indicator.id)
    in_turn = sorted(
        (turn, place, name) for place, ids in enumerate(by_theme.values()) for turn, name in enumerate(ids)
    )
    chosen = {name for _, _, name in in_turn[:LEADS]}
    return [indicator.id for indicator in followed(project, term) if indicator.id in chosen]
