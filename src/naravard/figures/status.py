"""How many activities and goals stand where: bars of counts, each part with its count, and the words beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from naravard import labels, measures, words, writing
from naravard.document import Passage, Text
from naravard.figures.drawing import (
    INK,
    OWN,
    PALE,
    WIDTH,
    Field,
    Sheet,
    as_figures,
    block,
    rows_on_sheets,
    text_width,
    wrapped,
)
from naravard.figures.looks import ORDER, count, mark, part
from naravard.model import Project
from naravard.source_lines import reported
from naravard.writing import Row

_SIZE, _BAR, _LEADING, _MARK = 8.0, 15.0, 11.0, 11.0
_SAID = words.of("figures")["status"]


@dataclass(frozen=True)
class _Part:
    """How many stand at a status or level; ``wording`` is that in words."""

    word: str
    count: int
    wording: Text

    @property
    def width(self) -> float:
        """What the mark and the words take of a line, with the room after them."""
        return _MARK + text_width(self.wording.text, _SIZE) + 10


@dataclass(frozen=True)
class _Row:
    """A bar: what it counts, and its parts in the order of ``looks``, without zeros."""

    name: str
    parts: tuple[_Part, ...]
    total: int
    strong: bool = False


def activity_status(project: Project, term: str) -> Passage:
    """How many activities stand at each status: all of them, then projektmål by projektmål."""
    counts = {row["by"]: row for row in measures.activity_counts.rows(project, term)}
    if not counts["totalt"]["total"]:
        return Passage(())
    texts = {goal.id: goal.text for goal in project.output_goals}
    order = [*texts, *(name for name in counts if name not in texts and name != "totalt")]
    rows = [_row(_SAID["all_activities"], counts["totalt"], strong=True)]
    rows += [_row(f"{goal} {texts.get(goal, '')}".strip(), counts[goal]) for goal in order if goal in counts]
    caption, alt = _SAID["activities"].format(term=term), _alt(rows, _SAID["activities_alt"])
    return as_figures("aktiviteternas-status", caption, alt, _sheets(rows, 152), reported("aktiviteter"))


def goal_status(project: Project, term: str) -> Passage:
    """How many effektmål and projektmål stand at each assessed level."""
    counts = measures.goal_counts.rows(project, term)
    if not counts:
        return Passage(())
    rows = [_row(labels.sentence(row["kind"]), row) for row in counts]
    caption, alt = _SAID["goals"].format(term=term), _alt(rows, _SAID["goals_alt"])
    source = reported("effektmål", "projektmål", "bedömningar")
    return as_figures("malens-bedomning", caption, alt, _sheets(rows, 62), source)


def _row(name: str, counts: Row, *, strong: bool = False) -> _Row:
    parts = tuple(_Part(word, counts[word], _standing(counts, word)) for word in ORDER if counts.get(word))
    return _Row(name, parts, counts["total"], strong)


def _standing(counts: Row, word: str) -> Text:
    """``2 genomförda``."""
    return Text((writing.number(counts, word), f"{labels.NO_BREAK_SPACE}{labels.standing(counts[word], word)}"))


def _sheets(rows: Sequence[_Row], name_width: float) -> Iterator[Sheet]:
    """The bars on one scale, with the name to the left and what the parts are to the right."""
    widest = max(one.width for row in rows for one in row.parts)
    field = Field(name_width + 8, WIDTH - name_width - widest - 24, (0, max(row.total for row in rows)))
    names = [wrapped(row.name, name_width, _SIZE, bold=row.strong, lines=3) for row in rows]
    heights = [
        max(block(name, _SIZE), _BAR, _LEADING * len(_flow(row, field))) + 9
        for name, row in zip(names, rows, strict=True)
    ]
    for sheet, rows_here in rows_on_sheets(heights):
        for place, top in rows_here:
            _drawn(sheet, field, rows[place], names[place], top, heights[place])
        yield sheet


def _flow(row: _Row, field: Field) -> list[list[_Part]]:
    """The words of a bar's parts in lines that fit beside its end."""
    room = WIDTH - field.at(row.total) - 12
    lines: list[list[_Part]] = [[]]
    for one in row.parts:
        if lines[-1] and sum(each.width for each in lines[-1]) + one.width > room:
            lines.append([])
        lines[-1].append(one)
    return lines


def _drawn(sheet: Sheet, field: Field, row: _Row, name: Sequence[str], top: float, height: float) -> None:
    middle = top + (height - 1) / 2
    sheet.lines(0, middle - block(name, _SIZE) / 2, name, _SIZE, bold=row.strong, color=OWN if row.strong else INK)
    sheet.line([0, WIDTH], [top + height - 0.5] * 2, color=PALE, linewidth=0.5)
    begun = 0
    for one in row.parts:
        left, right, number = field.at(begun), field.at(begun + one.count), one.wording.values[0].text
        part(sheet, left, middle - _BAR / 2, right - left, _BAR, one.word)
        if right - left > text_width(number, _SIZE, True) + 4:
            count(sheet, (left + right) / 2, middle, number, one.word, _SIZE)
        begun += one.count
    lines = _flow(row, field)
    y = middle - _LEADING * (len(lines) - 1) / 2
    for line in lines:
        x = field.at(row.total) + 12
        for one in line:
            mark(sheet, x + 3.6, y, one.word)
            sheet.write(x + _MARK, y + 2.7, one.wording.text, _SIZE)
            x += one.width
        y += _LEADING


def _alt(rows: Sequence[_Row], what: str) -> Text:
    by_row = [f"{row.name.rstrip('.')}: " + writing.listing([one.wording for one in row.parts]) + "." for row in rows]
    return writing.joined([what, *by_row])
