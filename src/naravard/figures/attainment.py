"""How far each indicator has come on the way from its baseline to its target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any

from naravard import labels, measures, words, writing
from naravard.document import Passage, Text, Value
from naravard.figures.drawing import (
    INK,
    OWN,
    PALE,
    QUIET,
    SOFT,
    Field,
    Sheet,
    as_figures,
    block,
    rows_on_sheets,
    wrapped,
)
from naravard.figures.looks import WARM, WARM_INK
from naravard.model import Direction, Project
from naravard.source_lines import means_source
from naravard.terms import Term
from naravard.writing import Row

_NAME, _RESULT, _SIZE, _HEAD = 176.0, 104.0, 8.0, 22.0
_SAID = words.of("figures")["attainment"]
_FURTHEST = (-0.5, 1.5)  # what is past these is drawn at the edge, with an arrow


def attainment(project: Project, term: str) -> Passage:
    """Each indicator that has a target as a dot on the way from baseline to target, and past it.

    One without a share of the way, such as yes/no, is only said to have reached its target or not.
    """
    last = Term.parse(term)
    rows = measures.with_target(measures.indicators.rows(project, last))
    if not rows:
        return Passage(())
    shares = [*(row["attainment"] for row in rows if not isnan(row["attainment"])), 0.0, 1.0]
    low, high = max(min(shares), _FURTHEST[0]), min(max(shares), _FURTHEST[1])
    caption = _SAID["caption"].format(term=term)
    drawn = [value for row in rows for value in _against(row).values]
    alone = [{**row, "county_count": 0} for row in rows]  # the source line speaks of no other municipalities
    sheets = _sheets(last, (low - 0.03, high + 0.05), rows)
    return as_figures(
        "vagen-till-malen", caption, _alt(project, last, rows), sheets, means_source(project, alone), drawn
    )


def _sheets(term: Term, shares: tuple[float, float], rows: Sequence[Row]) -> Iterator[Sheet]:
    names = [wrapped(f"{row['indicator']} {row['name']}", _NAME, _SIZE, lines=2) for row in rows]
    heights = [max(block(name, _SIZE), block([""] * 2, 7.5)) + 7 for name in names]
    for sheet, rows_here in rows_on_sheets(heights, _HEAD):
        field = Field(_NAME + 8, sheet.width - _NAME - _RESULT - 22, shares)
        _ends(sheet, field, sheet.height - 1)
        for place, top in rows_here:
            middle = top + heights[place] / 2
            sheet.line([0, sheet.width], [top, top], color=PALE, linewidth=0.5)
            sheet.lines(0, middle - block(names[place], _SIZE) / 2, names[place], _SIZE)
            _way(sheet, field, rows[place], middle)
            _result(sheet, term, rows[place], middle)
        yield sheet


def _ends(sheet: Sheet, field: Field, bottom: float) -> None:
    """Where the way begins and ends."""
    for share, dashes in ((0, (0, (2, 2))), (1, "solid")):
        x, color = field.at(share), INK if share else QUIET
        sheet.line([x, x], [_HEAD - 4, bottom], color=color, linewidth=0.9, linestyle=dashes, zorder=0.5)
        sheet.write(x, 8, _SAID["ends"][share], 7.5, color=SOFT, bold=share == 1, align="center")
        sheet.write(x, 16.5, labels.quantity(share * 100, "%"), 7, color=SOFT, align="center")


def _way(sheet: Sheet, field: Field, row: Row, y: float) -> None:
    """The dot, with a bar from the baseline to it; filled if the target is reached, hatched if it went the wrong way."""
    share = row["attainment"]
    if isnan(share):
        middle = (field.at(0) + field.at(1)) / 2
        sheet.write(middle, y + 2.5, _SAID["no_share"], 7, color=SOFT, align="center")
        return
    drawn = min(max(share, _FURTHEST[0]), _FURTHEST[1])
    style: dict[str, Any] = (
        {"facecolor": "#a9c6cc"} if share >= 0 else {"facecolor": WARM, "edgecolor": WARM_INK, "hatch": "//////"}
    )
    sheet.box(min(0, drawn), y - 2.5, abs(drawn), 5, field=field, **style, zorder=1)
    if drawn != share:
        x, way = field.at(drawn), 1 if share > 1 else -1
        sheet.shape([(x - 3 * way, y - 4.5), (x + 5 * way, y), (x - 3 * way, y + 4.5)], facecolor=OWN, zorder=3)
        return
    sheet.line([share], [y], field=field, color=OWN, marker="o", markersize=8, markeredgewidth=1.6, linestyle="none",
               markerfacecolor=OWN if row["reached"] else "white", zorder=3)  # fmt: skip


def _result(sheet: Sheet, term: Term, row: Row, y: float) -> None:
    """Reached or not, with the share, and under it the value and the target."""
    x, color = sheet.width - _RESULT, OWN if row["reached"] else WARM_INK if _due(row, term) else INK
    sheet.write(x, y - 1.2, _verdict(row, term).text, _SIZE, bold=True, color=color)
    sheet.write(x, y + 7.8, _against(row).text, 7, color=SOFT)


def _verdict(row: Row, term: Term) -> Text:
    """Whether the target is reached, in words, after the share of the way; a target for a later time is not reached yet."""
    kept = row["direction"] == Direction.KEEP
    no, yes = _SAID["kept" if kept else "reached" if _due(row, term) else "reached_later"]
    share = [] if isnan(row["attainment"]) else [_percent(row)]
    reached = [] if row["reached"] is None else [writing.word(row, "reached", yes if row["reached"] else no)]
    return writing.joined([*share, *reached], ", ")


def _due(row: Row, term: Term) -> bool:
    """Whether the time that the target is for has come; that of a year comes with its last term."""
    return term.ending(str(row["target_period"])) <= term


def _against(row: Row) -> Text:
    """The value beside the target: ``74,0, mål 75,0 (HT2023)``; a step by its number."""
    step = _SAID["step"] if len(row["steps"]) > 2 else ""
    value, target = writing.with_status(_value(row, "value")), _value(row, "target")
    return writing.say(_SAID["against"], row, step=step, value=value, target=target)


def _value(row: Row, column: str) -> Value:
    """A number; of a yes or no the word, of more steps the number, since their words are long."""
    given = row[column]
    if len(row["steps"]) == 2 and given in (0, 1):
        return writing.word(row, column, row["steps"][int(given)])
    step = not row["scale"].may_be_averaged and given == given // 1  # what is no step is not made one
    return writing.number(row, column, 0 if step else row["decimals"], unit=row["unit"])


def _percent(row: Row) -> Value:
    """The share of the way as whole per cent; one just short of the whole does not become it."""
    whole = writing.per_cent(row, "attainment")
    return writing.per_cent(row, "attainment", 1) if whole.number == 100 and row["attainment"] < 1 else whole


def _alt(project: Project, term: Term, rows: Sequence[Row]) -> Text:
    held, reached = (measures.counts.row(project, term, what=what) for what in ("indikatorer med mål", "nådda mål"))
    count = writing.sentence(writing.counted(held, "count", *labels.NOUNS["indicators"]))
    head = writing.say(_SAID["alt"], count=count, reached=writing.count(reached, "count"))
    return writing.joined([head, *(f"{row['indicator']} {row['name']}: " + _verdict(row, term) + "." for row in rows)])
