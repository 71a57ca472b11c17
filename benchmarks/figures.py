"""What drawing the papers' figures costs: ``python benchmarks/figures.py [rounds]``.

Every figure of two reports is made round by round: what is to be drawn (``sheets``), then the same sheets written as SVG by us
and by matplotlib's own writer. Printed are medians of processor time, and of the ratios within a round.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

import naravard
from naravard import figures
from naravard.figures import drawing
from naravard.figures.drawing import Sheet
from naravard.figures.scalable import svg

ROOT = Path(__file__).parents[1]
CASES = (("exempel", "HT2023"), ("lekeberg", "HT2023"))
PLAIN = ("activities", "activity_status", "attainment", "decisions", "goal_status", "goal_tree", "money")
OF_THEME = ("county", "development")


def sheets(project: Any, term: str) -> list[Sheet]:
    """All that a report draws, not yet written."""
    found: list[Sheet] = []
    drawing.svg = lambda sheet: found.append(sheet) or ""
    for name in PLAIN:
        getattr(figures, name)(project, term)
    for name in OF_THEME:
        for theme in project.themes:
            getattr(figures, name)(project, term, theme.name)
    return found


def by_matplotlib(sheet: Sheet) -> str:
    """The sheet by matplotlib's own writer."""
    figure = Figure(figsize=(sheet.width / 72, sheet.height / 72), dpi=72)
    for artist in sheet.drawn:
        figure.add_artist(artist)
    written = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "naravard"}):
        FigureCanvasSVG(figure).print_svg(written)
    return written.getvalue()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of processor time, and what the work gave."""
    begun = time.process_time()
    result = work()
    return (time.process_time() - begun) * 1000, result


def one_round(project: Any, term: str) -> tuple[tuple[float, ...], list[float]]:
    """Milliseconds for the sheets, for our SVG and for matplotlib's, and how much longer that took; then kB of both."""
    drawn, made = timed(lambda: sheets(project, term))
    own, small = timed(lambda: [svg(sheet) for sheet in made])
    theirs, large = timed(lambda: [by_matplotlib(sheet) for sheet in made])
    return (drawn, own, theirs, theirs / own), [sum(map(len, texts)) / 1000 for texts in (small, large)]


def main(rounds: int) -> None:
    """Print a table."""
    print("| report | figures | sheets, ms | SVG, ms | matplotlib's SVG, ms | times as fast | kB | matplotlib's kB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, term in CASES:
        project = naravard.open(ROOT / "data" / name)
        count = len(sheets(project, term))  # and the measures are computed
        taken = [one_round(project, term) for _ in range(rounds)]
        drawn, own, theirs, ratio = (
            statistics.median(column) for column in zip(*(times for times, _ in taken), strict=True)
        )
        kb, kb_theirs = taken[0][1]
        print(
            f"| {name} {term} | {count} | {drawn:.0f} | {own:.0f} | {theirs:.0f} | {ratio:.1f} | {kb:.0f} | {kb_theirs:.0f} |"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
