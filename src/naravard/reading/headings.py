"""The row of headings: which column holds which field, and what is wrong with the headings themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from naravard.grids.grid import Grid, RawCell, TextGrid, fold
from naravard.grids.log import Log
from naravard.grids.text import is_mojibake, personal_number
from naravard.model import TABLES, Record
from naravard.model.columns import Column, columns
from naravard.reading.suggest import meant

SEARCHED_ROWS = 20
"""How far down a row of headings is looked for when the first row is none."""


@dataclass
class Layout:
    """Where the fields of a table stand. ``missing`` are the required ones that stand nowhere."""

    fields: dict[int, Column] = field(default_factory=dict)
    missing: list[Column] = field(default_factory=list)
    titled: set[int] = field(default_factory=set)
    width: int = 0
    below_titles: bool = False
    extra: dict[int, RawCell] = field(default_factory=dict)

    @property
    def letters(self) -> Mapping[str, str]:
        """The letter of each field's column."""
        return {column.name: RawCell(None, 1, number).letter for number, column in self.fields.items()}


def lay_out(grid: Grid, record: type[Record], log: Log) -> Layout | None:
    """Find the fields of ``record`` in the grid's headings; None, with a finding, if there is no sense in reading on."""
    known = {fold(column.heading): column for column in columns(record)}
    damaged = next((cell for cell in grid.header if is_mojibake(str(cell.value))), None)
    if damaged is not None:
        log.cell("mojibake", damaged, "")
        return None
    titles = _skip_titles(grid, known, log)
    if _hits(grid.header, known) < 2:
        if not _tell_of_another_table(grid, record, log):
            log.cell("no-header", grid.header[0], "", _line(grid.header))
        return None
    layout = _match(grid, known, log)
    layout.below_titles = titles
    layout.missing = [column for column in known.values() if column.required and column not in layout.fields.values()]
    if len(layout.missing) > len(layout.fields) and _tell_of_another_table(grid, record, log):
        return None
    _tell_of_missing(grid, layout, log)
    _tell_of_extra(layout, known, log)
    return layout


def _hits(cells: list[RawCell], known: Mapping[str, Column]) -> int:
    return len({fold(cell.value) for cell in cells} & known.keys())


def _line(cells: list[RawCell]) -> str:
    return " ".join(str(cell.value) for cell in cells if not cell.blank)


def _skip_titles(grid: Grid, known: Mapping[str, Column], log: Log) -> bool:
    """Whether the headings stand further down. That is told, and the rest of the table is read from there and judged."""
    here = _hits(grid.header, known)
    if 2 * here >= len(known):
        return False
    below = [line.filled for line in grid.lines[:SEARCHED_ROWS]]
    best = max(below, key=lambda cells: _hits(cells, known), default=[])
    if _hits(best, known) <= max(1, 2 * here):
        return False
    hint = f" Rubrikraden står på rad {best[0].row}."
    log.cell("no-header", grid.header[0], "", _line(grid.header), hint=hint)
    place = below.index(best)
    if isinstance(grid, TextGrid):
        grid.width = len(grid.fields[place].values)
        del grid.fields[: place + 1]
    else:
        del grid.rows[: place + 1]
    grid.header = best
    return True


def _tell_of_another_table(grid: Grid, record: type[Record], log: Log) -> bool:
    """Whether the headings are those of another table, laid under the wrong name."""
    folded = {fold(cell.value) for cell in grid.header}
    for other in TABLES.values():
        required = {fold(column.heading) for column in columns(other) if column.required}
        if other is not record and len(required) > 2 and required <= folded:
            log.cell("wrong-table", grid.header[0], "", _line(grid.header), table=record.table, other=other.table)
            return True
    return False


def _match(grid: Grid, known: Mapping[str, Column], log: Log) -> Layout:
    layout = Layout(width=grid.width if isinstance(grid, TextGrid) else grid.header[-1].column)
    seen: dict[str, RawCell] = {}
    for cell in grid.header:
        if cell.blank:
            continue
        layout.titled.add(cell.column)
        folded = fold(cell.value)
        if folded in seen:
            log.cell("duplicate-column", cell, str(cell.value), other=seen[folded].letter)
            continue
        seen[folded] = cell
        if folded in known:
            layout.fields[cell.column] = known[folded]
            _tell_of_form(cell, known[folded].heading, log)
        else:
            layout.extra[cell.column] = cell
    return layout


def _tell_of_form(cell: RawCell, heading: str, log: Log) -> None:
    text = str(cell.value)
    if text == heading:
        return
    if unicodedata.normalize("NFC", text) == heading:
        log.cell("unicode-nfd", cell, heading, heading)
    else:
        log.cell("header-normalised", cell, heading, wanted=heading)


def _tell_of_missing(grid: Grid, layout: Layout, log: Log) -> None:
    unknown = {fold(cell.value): number for number, cell in layout.extra.items()}
    for column in layout.missing:
        near = get_close_matches(fold(column.heading), list(unknown), n=1, cutoff=0.7)
        hint = ""
        if near:
            cell = layout.extra.pop(unknown.pop(near[0]))
            hint = f" Menade du '{cell.value}' (kolumn {cell.letter})?"
        log.add("missing-column", row=grid.header[0].row, column=column.heading, value=column.heading, hint=hint)


def _tell_of_extra(layout: Layout, known: Mapping[str, Column], log: Log) -> None:
    absent = [column.heading for column in known.values() if column not in layout.fields.values()]
    for cell in layout.extra.values():
        heading = str(cell.value)
        if number := personal_number(heading):
            log.cell("personal-number", cell, "", number)
        else:
            log.cell("extra-column", cell, heading, hint=meant(heading, absent))
