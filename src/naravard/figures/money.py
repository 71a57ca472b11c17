"""The money: for each source, how much was granted, how much is used, and how much will be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from naravard import labels, measures, words, writing
from naravard.document import Passage, Text
from naravard.figures.drawing import (
    INK,
    OWN,
    PALE,
    SOFT,
    TALLEST,
    WIDTH,
    Field,
    Sheet,
    as_figures,
    block,
    pages,
    text_width,
    wrapped,
)
from naravard.figures.looks import WARM, WARM_INK
from naravard.model import Project
from naravard.source_lines import reported
from naravard.writing import Row

_NAME, _SIZE, _BAR, _HEAD = 140.0, 8.0, 12.0, 18.0
_SAID = words.of("figures")["money"]
_AMOUNTS: dict[str, str] = _SAID["amounts"]


def money(project: Project, term: str) -> Passage:
    """Source by source: the budget as an outline, the outcome as a filled bar in it, the forecast as a stroke across.

    The part of an outcome that is past the budget is hatched. The total stands in words, and so does a source without amounts.
    """
    every = measures.money.rows(project, term)
    if all(isnan(row["budget"]) and isnan(row["outcome"]) for row in every):
        return Passage(())
    rows = [row for row in every if row["funding"]]
    total = next((row for row in every if not row["funding"]), None)
    greatest = max(row[name] for row in rows for name in _AMOUNTS if not isnan(row[name]))
    caption, alt = _SAID["caption"].format(term=term), _alt(project, term, rows, total, greatest)
    return as_figures("medel-och-utfall", caption, alt, _sheets(rows, total, greatest), reported("medel"))


def _sheets(rows: Sequence[Row], total: Row | None, greatest: float) -> Iterator[Sheet]:
    field = Field(_NAME, WIDTH - _NAME - 4, (0, greatest))
    names = [wrapped(row["name"], _NAME - 10, _SIZE, bold=True, lines=4) for row in rows]
    heights = [
        max(block(name, _SIZE), _BAR + 13 if _amounts(row) else 0) + 12 for name, row in zip(names, rows, strict=True)
    ]
    split = pages(heights, TALLEST - _HEAD - 24)
    for places in split:
        ends = total is not None and places is split[-1]
        sheet = Sheet(_HEAD + sum(heights[place] for place in places) + (18 if ends else 0))
        _key(sheet, any(not isnan(row["forecast"]) for row in rows))
        top = _HEAD
        for place in places:
            sheet.lines(0, top + 2, names[place], _SIZE, bold=True)
            _bar(sheet, field, rows[place], top + 4)
            below = _BAR + 14.5 if _amounts(rows[place]) else 9.5
            sheet.write(field.left, top + below, _sentence(rows[place], greatest).text, _SIZE, color=INK)
            top += heights[place]
        if ends and total:
            sheet.line([0, WIDTH], [top, top], color=PALE, linewidth=0.7)
            sheet.write(0, top + 12, _SAID["total"], _SIZE, bold=True, color=OWN)
            sheet.write(field.left, top + 12, _sentence(total, greatest).text, _SIZE, bold=True, color=OWN)
        yield sheet


def _bar(sheet: Sheet, field: Field, row: Row, top: float) -> None:
    """The outcome, what of it is past the budget, the budget around it, and the forecast across."""
    budget, outcome, forecast = (row[name] for name in ("budget", "outcome", "forecast"))
    if not isnan(outcome):
        sheet.box(0, top + 2, outcome, _BAR - 4, field=field, facecolor=OWN, zorder=1)
    if not isnan(outcome) and not isnan(budget) and outcome > budget:
        past = {"facecolor": WARM, "edgecolor": WARM_INK, "hatch": "//////", "linewidth": 0.7}
        sheet.box(budget, top + 2, outcome - budget, _BAR - 4, field=field, zorder=1.1, **past)
    if not isnan(budget):
        sheet.box(0, top, budget, _BAR, field=field, facecolor="none", edgecolor=INK, linewidth=0.9, zorder=2)
    if not isnan(forecast):
        if (
            not isnan(outcome) and field.x[1] / 50 < forecast <= outcome and forecast != budget
        ):  # set off from the dark bar
            sheet.line([forecast] * 2, [top - 3, top + _BAR + 3], field=field, color="white", linewidth=3.6, zorder=3)
        sheet.line([forecast] * 2, [top - 3, top + _BAR + 3], field=field, color="#a03b00", linewidth=1.8, zorder=3.1)


def _amounts(row: Row) -> bool:
    """Whether any amount is given."""
    return not all(isnan(row[name]) for name in _AMOUNTS)


def _sentence(row: Row, greatest: float) -> Text:
    """The amounts in words; in tkr or mnkr, whichever fits the greatest amount of the figure."""
    if not _amounts(row):
        return Text((writing.absent(row, "budget", labels.UNKNOWN),))
    return writing.joined(
        [Text((f"{word} ", writing.amount(row, name, greatest))) for name, word in _AMOUNTS.items()], ", "
    )


def _key(sheet: Sheet, forecast: bool) -> None:
    """What outline, bar and stroke are, in the figure's own signs."""
    x = _NAME
    sheet.box(x, 2, 16, 8, facecolor="none", edgecolor=INK, linewidth=0.9)
    x = _keyed(sheet, x + 20, _AMOUNTS["budget"])
    sheet.box(x, 4, 16, 4.5, facecolor=OWN)
    x = _keyed(sheet, x + 20, _AMOUNTS["outcome"])
    if forecast:
        sheet.line([x + 2, x + 2], [1, 11], color="#a03b00", linewidth=1.8)
        _keyed(sheet, x + 8, _AMOUNTS["forecast"])


def _keyed(sheet: Sheet, x: float, word: str) -> float:
    sheet.write(x, 8.8, word, 7.5, color=SOFT)
    return x + text_width(word, 7.5) + 12


def _alt(project: Project, term: str, rows: Sequence[Row], total: Row | None, greatest: float) -> Text:
    sources = measures.counts.row(project, term, what="källor till medel")
    count = writing.counted(sources, "count", *labels.NOUNS["sources"])
    sentences = [f"{row['name']}: " + _sentence(row, greatest) + "." for row in rows]
    if total:
        sentences.append(f"{_SAID['total']}: " + _sentence(total, greatest) + ".")
    return writing.joined([writing.say(_SAID["alt"], count=count), *sentences])
