"""The figures of the papers, drawn once as SVG, each with words that say what it shows.

Colours differ in lightness too, so that a grey print is legible; lines are labelled where they end rather than in a legend.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from naravard import labels, measures
from naravard.document import Figure, Passage
from naravard.model import Decision, Project
from naravard.terms import Term

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OWN, QUIET, PALE, INK = "#0f4c5c", "#7d8d93", "#c3d0d3", "#1d2b30"
_WIDTH = 7.0  # inches: the text width of an A4 page
_COLUMNS = 3
_PANEL_HEIGHT = 1.42
_GROUPS: dict[str, tuple[str, dict[str, Any]]] = {
    "peers": ("Liknande", {"color": "#9fb3b8", "linewidth": 1.0, "linestyle": (0, (1, 1.2))}),
    "county": ("Länet", {"color": "#b06a1f", "linewidth": 1.1}),
    "nation": ("Riket", {"color": QUIET, "linewidth": 1.1, "linestyle": (0, (4, 2))}),
}


def development(project: Project, term: str, theme: str) -> Passage:
    """The theme's indicators over time as small multiples: the municipality, the country, the county and its peers."""
    frame = measures.indicators(project, Term.parse(term)).dropna(subset="value")
    frame = frame[frame["theme"].map(lambda themes: theme in themes)]
    rows: list[dict[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]
    averaged = [row for row in rows if not measures.indicator_of(project, row["indicator"]).steps]
    if not averaged:
        return Passage(())
    series = measures.comparison_series(project, Term.parse(term))
    place = project.plan.project.municipality
    figure = _panels(len(averaged))
    for axes, row in zip(figure.axes, averaged, strict=False):
        _panel(axes, row, series[series["indicator"] == row["indicator"]], _short(place))
    return Passage(
        (
            Figure(
                f"utveckling-{theme}",
                f"{labels.sentence(theme)}: {place} över tid, med riket, länets kommuner och liknande kommuner",
                _alt(project, averaged, series),
                _svg(figure),
                source=_source(project, averaged),
            ),
        )
    )


def decisions(project: Project, term: str) -> Passage:
    """What has been decided, on a line of time; a decision without a known day lies over the term in which it is reported."""
    found = [(report.term, d) for report in project.until(term) for d in report.decisions if d.status == "fattat"]
    if not found:
        return Passage(())
    last = Term.parse(term)
    figure = _figure(0.55 + 0.5 * len(found))
    axes = figure.add_subplot()
    _terms(axes, project, found[0][0], last)
    for place, (reported, decision) in enumerate(found):
        _event(axes, project, reported, decision, len(found) - place)
    axes.set_ylim(0.3, len(found) + 0.9)
    axes.set_yticks(range(len(found), 0, -1), [_wrapped(f"{d.body} {d.kind}", 34) for _, d in found], fontsize=8)
    dated = [d for _, d in found if d.decided_on]
    alt = (
        f"Tidslinje med {labels.counted(len(found), 'beslut', 'beslut', neuter=True)} från {found[0][0]} till {last}. "
        + " ".join(f"{d.decided_on}: {d.body} {d.kind}." for d in dated)
        + f" För {labels.count_word(len(found) - len(dated))} framgår inte dagen."
    )
    return Passage(
        (Figure("beslut", "Beslut över tid", alt, _svg(figure), source="Källa: samma som i tabellen över beslut."),)
    )


def _panel(axes: Axes, row: dict[str, Any], series: pd.DataFrame, place: str) -> None:
    """One indicator: thin lines for the others, a strong one with dots for the municipality, names at the lines' ends."""
    ends: list[tuple[float, float, str, str]] = []
    for group, (name, style) in _GROUPS.items():
        other = series[series["group"] == group]
        if other["value"].notna().any():
            axes.plot(other["at"], other["value"], **style)
            alone = _alone(other)
            axes.plot(alone["at"], alone["value"], ".", color=style["color"], markersize=4)
            ends.append((*_end(other), name, str(style["color"])))
    own = series[series["group"] == "own"]
    axes.plot(own["at"], own["value"], color=OWN, linewidth=2.0, marker="o", markersize=3.4, zorder=5)
    ends.append((*_end(own), place, OWN))
    title = row["name"] if row["unit"] in ("steg", "svar") else f"{row['name']},\u00a0{row['unit']}"
    axes.set_title(_wrapped(title, 34), fontsize=8, loc="left", color=INK, fontweight="bold", pad=5)
    _scale(axes, series)
    _name_lines(axes, ends)


def _scale(axes: Axes, series: pd.DataFrame) -> None:
    """Room above and below the lines, a few round levels to read from, and the first and last year."""
    from matplotlib.ticker import MaxNLocator

    values = series["value"].dropna()
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.18 or max(abs(high) * 0.1, 1.0)
    axes.set_ylim(max(0.0, low - room) if low >= 0 else low - room, high + room)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 2.5, 5, 10]))
    decimals = max(len(f"{level:.4f}".rstrip("0").partition(".")[2]) for level in axes.get_yticks())
    axes.yaxis.set_major_formatter(lambda level, _: labels.number(level, decimals))
    axes.tick_params(axis="y", labelsize=7)
    known = series.drop_duplicates("at").sort_values("at")
    first, last = known.iloc[0], known.iloc[-1]
    middle = known.iloc[len(known) // 2]
    marked = {float(row["at"]): row["period"] for row in ([first, last] if len(known) < 7 else [first, middle, last])}
    axes.set_xticks(list(marked), list(marked.values()))
    axes.tick_params(axis="x", labelsize=7)
    axes.set_xlim(first["at"] - 0.2, last["at"] + max(0.5, (last["at"] - first["at"]) * 0.42))


def _name_lines(axes: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """The lines' names beside their ends, moved apart where they would lie on each other."""
    bottom, top = axes.get_ylim()
    years = [year for year, *_ in ends]
    x = max(years) + (axes.get_xlim()[1] - max(years)) * 0.12
    ends = sorted(ends, key=lambda end: end[1])
    levels = _apart([value for _, value, *_ in ends], (top - bottom) * 0.15)
    for level, (_, _, name, color) in zip(levels, ends, strict=True):
        weight = "bold" if color == OWN else "normal"
        axes.text(x, level, name, color=_legible(color), fontsize=7, va="center", fontweight=weight)


def _apart(levels: Sequence[float], gap: float) -> list[float]:
    """Levels in rising order, moved as little as keeps them ``gap`` apart: those too close share the room around their middle."""
    clusters: list[list[float]] = []
    for level in levels:
        clusters.append([level])
        while (
            len(clusters) > 1
            and _middle(clusters[-1]) - _middle(clusters[-2]) < gap * (len(clusters[-1]) + len(clusters[-2])) / 2
        ):
            clusters[-2:] = [clusters[-2] + clusters[-1]]
    return [_middle(c) + gap * (place - (len(c) - 1) / 2) for c in clusters for place in range(len(c))]


def _too_close(lower: Sequence[float], upper: Sequence[float], gap: float) -> bool:
    return _middle(upper) - _middle(lower) < gap * (len(lower) + len(upper)) / 2


def _middle(levels: Sequence[float]) -> float:
    return sum(levels) / len(levels)


def _legible(color: str) -> str:
    """The darker shade that a line's name is written in, since thin text needs more contrast than a line."""
    return {"#9fb3b8": "#5c7278", "#b06a1f": "#8a4f10", QUIET: "#52636a"}.get(color, color)


def _end(series: pd.DataFrame) -> tuple[float, float]:
    known = series.dropna(subset="value").sort_values("at")
    return float(known["at"].iloc[-1]), float(known["value"].iloc[-1])


def _alone(series: pd.DataFrame) -> pd.DataFrame:
    """The values with none in the year before or after: a line would not show them."""
    known = series["value"].notna()
    return series[known & ~known.shift(1, fill_value=False) & ~known.shift(-1, fill_value=False)]


def _terms(axes: Axes, project: Project, first: Term, last: Term) -> None:
    """The terms as fields along the time axis."""
    calendar, term = project.calendar, first
    ticks: list[tuple[int, str]] = []
    while term <= last:
        start, end = calendar.first_day(term), calendar.last_day(term)
        axes.axvspan(_day(start), _day(end), color="#f1f5f6" if len(ticks) % 2 else "#e3ebed", linewidth=0, zorder=0)
        ticks.append((_day(start + (end - start) / 2), str(term)))
        term = term.next
    axes.set_xlim(_day(calendar.first_day(first)), _day(calendar.last_day(last)))
    axes.set_xticks([place for place, _ in ticks], [name for _, name in ticks], fontsize=8)
    axes.tick_params(axis="both", length=0)
    axes.spines[:].set_visible(False)


def _event(axes: Axes, project: Project, reported: Term, decision: Decision, level: int) -> None:
    calendar = project.calendar
    if decision.decided_on:
        axes.plot(_day(decision.decided_on.first_day), level, "o", color=OWN, markersize=8)
        axes.annotate(
            str(decision.decided_on), (_day(decision.decided_on.first_day), level), (9, 0),
            textcoords="offset points", va="center", fontsize=8, color=INK,
        )  # fmt: skip
    else:
        start, end = _day(calendar.first_day(reported) + timedelta(4)), _day(calendar.last_day(reported) - timedelta(4))
        axes.plot([start, end], [level, level], color=OWN, linewidth=1.4, linestyle=(0, (2, 2)))
        axes.text(
            (start + end) / 2, level + 0.12, "dagen framgår inte", fontsize=7, ha="center", va="bottom", color="#52636a"
        )


def _day(day: date) -> int:
    return day.toordinal()


def _alt(project: Project, rows: Sequence[dict[str, Any]], series: pd.DataFrame) -> str:
    """What the small multiples show: for each, where the own line begins and ends."""
    parts = []
    for row in rows:
        own = series[(series["indicator"] == row["indicator"]) & (series["group"] == "own")].dropna(subset="value")
        first, last = own.iloc[0], own.iloc[-1]
        value = labels.quantity(last["value"], row["unit"], row["decimals"])
        if len(own) == 1:
            parts.append(f"{row['name']}: {value} {last['period']}, det enda värdet.")
        else:
            start = labels.number(first["value"], row["decimals"])
            parts.append(f"{row['name']}: från {start} {first['period']} till {value} {last['period']}.")
    place = project.plan.project.municipality
    count = labels.counted(len(rows), "litet linjediagram", "små linjediagram", neuter=True)
    return f"{labels.sentence(count)} med värden för {place} över tid. {' '.join(parts)}"


def _source(project: Project, rows: Sequence[dict[str, Any]]) -> str:
    """Where the lines come from: the snapshot, the project's own measurements, or both."""
    figures, kpis = project.key_figures, [row["kpi"] for row in rows if row["kpi"]]
    parts = []
    if figures and kpis:
        parts.append(f"Källa: {figures.source} ({', '.join(kpis)}), hämtad {labels.day(figures.fetched)}.")
        if any(row["county_count"] > 1 for row in rows):
            parts.append(
                f"Medelvärden för länets och liknande kommuner: egen beräkning på uppgifter från {figures.source}."
            )
    if len(kpis) < len(rows):
        parts.append(f"Egna mätningar ({', '.join(row['indicator'] for row in rows if not row['kpi'])}).")
    return " ".join(parts)


def _short(municipality: str) -> str:
    """``Lekebergs kommun`` as ``Lekeberg``, for a line's name."""
    name = municipality.removesuffix(" kommun")
    return name[:-1] if name.endswith("s") and name != municipality else name


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width))


def _panels(count: int) -> Any:
    """A sheet of small axes, as many as asked for."""
    rows = -(-count // _COLUMNS)
    figure = _figure(_PANEL_HEIGHT * rows)
    for place in range(count):
        axes = figure.add_subplot(rows, _COLUMNS, place + 1)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(PALE)
        axes.tick_params(colors="#52636a", length=2, width=0.6)
        axes.grid(axis="y", color="#e8eef0", linewidth=0.6)
        axes.set_axisbelow(True)
    return figure


def _figure(height: float) -> Any:
    """An empty figure in the papers' type, laid out so that nothing is cut."""
    from matplotlib import rcParams
    from matplotlib.figure import Figure as Drawing

    _fonts()
    rcParams["font.family"] = "Source Sans 3"
    rcParams["svg.fonttype"] = "path"
    rcParams["svg.hashsalt"] = "naravard"
    rcParams["axes.unicode_minus"] = True
    return Drawing(figsize=(_WIDTH, height), layout="constrained")


@cache
def _fonts() -> None:
    """Make the papers' own typeface known to matplotlib, once."""
    from matplotlib import font_manager

    for font in files("naravard").joinpath("fonts").iterdir():
        if font.name.endswith(".ttf"):
            font_manager.fontManager.addfont(str(font))


def _svg(figure: Any) -> str:
    """The drawing as SVG, the same bytes every time."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.StringIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})  # type: ignore[no-untyped-call]
    return buffer.getvalue()
