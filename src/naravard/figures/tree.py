"""The goal tree: which activity serves which projektmål, and which projektmål serves which effektmål."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from naravard import labels, measures, words, writing
from naravard.document import Passage, Text
from naravard.figures.drawing import (
    INK,
    PALE,
    QUIET,
    SOFT,
    TALLEST,
    WIDTH,
    Sheet,
    apart,
    as_figures,
    block,
    pages,
    text_width,
    wrapped,
)
from naravard.figures.looks import MARK, look, mark, part
from naravard.model import Project
from naravard.source_lines import reported
from naravard.writing import Row

_OUTCOME, _OUTPUT, _ACTIVITY = 0, 1, 2
_COLUMNS = (120.0, 132.0, 151.0)
_GAP = (WIDTH - sum(_COLUMNS) - 1) / 2
_LEFT = (0.5, 0.5 + _COLUMNS[0] + _GAP, WIDTH - 0.5 - _COLUMNS[2])
_SIZE, _INSET, _STRIPE, _EDGE = 7.3, 4.5, 4.0, 3.0
_HEAD = 20.0
_BETWEEN, _BETWEEN_GROUPS = 3.5, 7.5
_SAID = words.of("figures")["tree"]


@dataclass(frozen=True)
class _Box:
    """A goal or an activity: its id, its status or level (``word``, as written in ``state``), its text, what it serves."""

    column: int
    id: str
    word: str
    state: tuple[str, ...]
    text: tuple[str, ...]
    serves: tuple[str, ...] = ()
    middle: float = 0.0

    @property
    def height(self) -> float:
        return block((*self.state, *self.text), _SIZE) + 2 * _EDGE


@dataclass(frozen=True)
class _Group:
    """A projektmål with the activities that serve it, which share a strip of the sheet; the goal may be unknown."""

    goal: _Box | None
    activities: tuple[_Box, ...]

    @property
    def height(self) -> float:
        beside = sum(box.height + _BETWEEN for box in self.activities) - _BETWEEN
        return max(beside, self.goal.height if self.goal else 0.0) + _BETWEEN_GROUPS


def goal_tree(project: Project, term: str) -> Passage:
    """The effektmål, the projektmål that serve them and the activities that serve those, with how far each has come."""
    goals, activities = (measure.rows(project, term) for measure in (measures.goals, measures.activities))
    if not goals:
        return Passage(())
    outcomes = [_goal(project, row) for row in goals if row["kind"] == "effektmål"]
    outputs = [_goal(project, row) for row in goals if row["kind"] == "projektmål"]
    outcomes, outputs = _untangled(outcomes, outputs)
    groups = _groups(outputs, [_activity(row) for row in activities])
    sheets = [
        _drawn(_on_sheet(outcomes, part_of, len(split) > 1), part_of)
        for split in [pages([group.height for group in groups], TALLEST - _HEAD)]
        for part_of in [[groups[place] for place in places] for places in split]
    ]
    caption = _SAID["caption"].format(term=term)
    source = reported("effektmål", "projektmål", "bedömningar", "aktiviteter")
    drawn = [value for row in goals for value in _state(row).values[1:]]  # when it is measured
    return as_figures("maltrad", caption, _alt(project, term, outputs), sheets, source, drawn)


def _state(row: Row) -> Text:
    """A goal's level, and when one that is not due is measured."""
    level = Text((writing.word(row, "level"),))
    return writing.say(_SAID["not_due"], row) if row["not_due"] else level


def _goal(project: Project, row: Row) -> _Box:
    serves = next((goal.outcome_goals for goal in project.output_goals if goal.id == row["goal"]), ())
    column = _OUTCOME if row["kind"] == "effektmål" else _OUTPUT
    return _box(column, row["goal"], row["level"], _state(row).text, row["text"], serves)


def _activity(row: Row) -> _Box:
    return _box(_ACTIVITY, row["activity"], row["status"], row["status"], row["name"], (row["output_goal"],))


def _box(column: int, name: str, word: str, state: str, text: str, serves: tuple[str, ...]) -> _Box:
    inner = _COLUMNS[column] - 2 * _INSET - _STRIPE
    beside = inner - text_width(f"{name}  ", _SIZE, True) - MARK
    lines = 3 if column == _ACTIVITY else 6
    return _Box(
        column, name, word, tuple(wrapped(state, beside, _SIZE, bold=bool(look(word).hatch))),
        tuple(wrapped(text, inner, _SIZE, lines=lines)), serves,
    )  # fmt: skip


def _untangled(outcomes: list[_Box], outputs: list[_Box]) -> tuple[list[_Box], list[_Box]]:
    """The order of both columns in which the fewest lines cross; among equals the one nearest to the plan's."""
    orders = permutations(outcomes) if len(outcomes) <= 6 else iter([tuple(outcomes)])
    best = (len(outputs) ** 4 + 1, outcomes, outputs)
    for order in orders:
        place = {box.id: float(n) for n, box in enumerate(order)}
        by_middle = sorted(outputs, key=lambda box: _mean([place[goal] for goal in box.serves if goal in place]))
        if (crossings := _crossings(place, by_middle)) < best[0]:
            best = (crossings, list(order), by_middle)
    return best[1], best[2]


def _mean(places: Sequence[float]) -> float:
    return sum(places) / len(places) if places else float("inf")


def _crossings(place: dict[str, float], outputs: Sequence[_Box]) -> int:
    ends = [[place[goal] for goal in box.serves if goal in place] for box in outputs]
    return sum(1 for n, upper in enumerate(ends) for lower in ends[n + 1 :] for a in upper for b in lower if a > b)


def _groups(outputs: Sequence[_Box], activities: Sequence[_Box]) -> list[_Group]:
    known = {box.id for box in outputs}
    groups = [_Group(goal, tuple(box for box in activities if box.serves == (goal.id,))) for goal in outputs]
    astray = tuple(box for box in activities if box.serves[0] not in known)
    found = [*groups, _Group(None, astray)] if astray else groups
    return found or [_Group(None, ())]


def _on_sheet(outcomes: Sequence[_Box], groups: Sequence[_Group], split: bool) -> list[_Box]:
    """The effektmål that a sheet shows: all of them, or where there are several sheets those that are served on it."""
    served = {goal for group in groups if group.goal for goal in group.goal.serves}
    return [box for box in outcomes if box.id in served or not split]


def _drawn(outcomes: Sequence[_Box], groups: Sequence[_Group]) -> Sheet:
    """One sheet: the groups from top to bottom, and the effektmål at the middle of what serves them."""
    tall = sum(group.height for group in groups)
    tall = max(tall, sum(box.height + _BETWEEN_GROUPS for box in outcomes))
    sheet = Sheet(_HEAD + tall)
    for left, name in zip(_LEFT, _SAID["columns"], strict=True):
        sheet.write(left, 11, name, 9, bold=True, color=SOFT)
    outputs: list[_Box] = []
    top = _HEAD
    for group in groups:
        if group.goal:
            outputs.append(replace(group.goal, middle=top + (group.height - _BETWEEN_GROUPS) / 2))
        _group_drawn(sheet, group, top)
        top += group.height
    placed = _placed(outcomes, outputs, sheet.height)
    for box in placed:
        _box_drawn(sheet, box)
    _served(sheet, placed, outputs)
    return sheet


def _group_drawn(sheet: Sheet, group: _Group, top: float) -> None:
    """The activities one below the other, their projektmål at their middle, and the lines between."""
    room = group.height - _BETWEEN_GROUPS
    goal = replace(group.goal, middle=top + room / 2) if group.goal else None
    used = sum(box.height + _BETWEEN for box in group.activities) - _BETWEEN
    above = top + (room - used) / 2
    for given in group.activities:
        box = replace(given, middle=above + given.height / 2)
        _box_drawn(sheet, box)
        if goal:
            _arrow(sheet, box, box.middle, goal, goal.middle)
        above += box.height + _BETWEEN
    if goal:
        _box_drawn(sheet, goal)


def _placed(outcomes: Sequence[_Box], outputs: Sequence[_Box], bottom: float) -> list[_Box]:
    """The effektmål at the middle of the projektmål that serve them."""
    if not outcomes:
        return []
    wanted = [
        _mean([output.middle for output in outputs if box.id in output.serves] or [(_HEAD + bottom) / 2])
        for box in outcomes
    ]
    heights = [box.height + _BETWEEN_GROUPS for box in outcomes]
    middles = apart(wanted, heights, _HEAD - _BETWEEN_GROUPS / 2, bottom)
    return [replace(box, middle=middle) for box, middle in zip(outcomes, middles, strict=True)]


def _served(sheet: Sheet, outcomes: Sequence[_Box], outputs: Sequence[_Box]) -> None:
    """The lines from each projektmål to the effektmål it serves, each with a place of its own on both boxes' sides."""
    links = [(outcome, output) for outcome in outcomes for output in outputs if outcome.id in output.serves]
    for outcome, output in links:
        arriving = [source for target, source in links if target is outcome]
        leaving = [target for target, source in links if source is output]
        _arrow(
            sheet, output, _port(output, leaving.index(outcome), len(leaving)),
            outcome, _port(outcome, arriving.index(output), len(arriving)),
        )  # fmt: skip


def _port(box: _Box, place: int, count: int) -> float:
    step = min(9.0, (box.height - 8) / max(count - 1, 1))
    return box.middle + (place - (count - 1) / 2) * step


def _arrow(sheet: Sheet, source: _Box, y0: float, target: _Box, y1: float) -> None:
    x0, x1 = _LEFT[source.column], _LEFT[target.column] + _COLUMNS[target.column]
    sheet.curve(x0, y0, x1 + 4, y1, edgecolor=QUIET, linewidth=0.9, zorder=0.5)
    sheet.shape([(x1, y1), (x1 + 5, y1 - 2.4), (x1 + 5, y1 + 2.4)], facecolor=SOFT)


def _box_drawn(sheet: Sheet, box: _Box) -> None:
    left, top = _LEFT[box.column], box.middle - box.height / 2
    sheet.box(left, top, _COLUMNS[box.column], box.height, facecolor="white", edgecolor=PALE, linewidth=0.8)
    part(sheet, left, top, _STRIPE, box.height, box.word, linewidth=0.4, linestyle="solid")
    x = left + _STRIPE + _INSET
    sheet.lines(x, top + _EDGE, [box.id], _SIZE, bold=True)
    beside = x + text_width(f"{box.id}  ", _SIZE, True)
    mark(sheet, beside + 3.4, top + _EDGE + _SIZE * 0.62, box.word, 3.0)
    loud = bool(look(box.word).hatch)
    below = sheet.lines(beside + MARK, top + _EDGE, box.state, _SIZE, color=INK if loud else SOFT, bold=loud)
    sheet.lines(x, below, box.text, _SIZE)


def _alt(project: Project, term: str, outputs: Sequence[_Box]) -> Text:
    """The tree in words, from the left: each goal with its level and what serves it."""
    kinds = {row["kind"]: row for row in measures.goal_counts.rows(project, term)}
    every = measures.activity_counts.row(project, term, by="totalt")
    counts = [
        writing.counted(kinds.get(kind, {"total": 0}), "total", kind, kind, neuter=True)
        for kind in ("effektmål", "projektmål")
    ]
    counts.append(writing.counted(every, "total", *labels.NOUNS["activities"]))
    sentences = [writing.say(_SAID["alt"], counts=writing.listing(counts))]
    for row in measures.goals.rows(project, term):
        beneath = _beneath(project, term, row, outputs)
        sentences.append(writing.say(_SAID["goal"], row, goal=row["goal"], beneath=beneath))
    return writing.joined(sentences)


def _beneath(project: Project, term: str, goal: Row, outputs: Sequence[_Box]) -> Text | str:
    """What serves a goal: the projektmål of an effektmål, the activities of a projektmål."""
    if goal["kind"] == "effektmål":
        serving = [box.id for box in outputs if goal["goal"] in box.serves]
        return _SAID["serving"].format(goals=labels.listing(serving)) if serving else str(_SAID["no_goal"])
    own = [row for row in measures.activities.rows(project, term) if row["output_goal"] == goal["goal"]]
    listed = [f"{row['activity']} " + Text((writing.word(row, "status"),)) for row in own]
    return writing.listing(listed) or str(_SAID["no_activity"])
