"""A grid to a table of records, by what the record's class says about its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from naravard.model import Finding, Origin, Record, Row, Table
from naravard.model.columns import Column
from naravard.reading.cells import Read, reader
from naravard.reading.grid import Grid, RawCell
from naravard.reading.headings import Layout, fold, lay_out
from naravard.reading.log import Log
from naravard.reading.numbers import Wrong, is_excel_error
from naravard.reading.text import clean
from naravard.terms import Term

_TOTALS = ("summa", "totalt", "total", "delsumma", "s:a", "sum", "summering", "slutsumma")
_NUMBERS = ("number", "measured", "whole")
_REMEMBERED = 5_000
"""How many different texts of a column are remembered: the same words and dates come back row after row."""

UNREAD = object()


@dataclass
class _Field:
    """A column of the table at hand: how it is read, and what has been read in it without a word to say."""

    column: Column
    read: Read
    seen: dict[str, Any] = field(default_factory=dict)


def read_rows(grid: Grid, record: type[Record], term: Term | None = None) -> tuple[Table, list[Finding]]:
    """The grid's rows as records of a class, and all findings: about the file, the headings, the rows and the cells."""
    log = Log(grid.file, grid.sheet)
    layout = lay_out(grid, record, log) if grid.header else None
    rows: list[Row] = []
    if layout is not None:
        if not grid.rows and grid.complete:
            log.add("no-rows")
        rows = list(_Rows(grid, layout, record, log))
    complete = layout is not None and grid.complete
    letters = layout.letters if layout else {}
    table = Table(record, grid.file, grid.sheet, term, tuple(rows), letters, complete)
    return table, [*grid.findings, *log.take()]


class _Rows:
    """Goes through the rows of a grid."""

    def __init__(self, grid: Grid, layout: Layout, record: type[Record], log: Log) -> None:
        self.grid, self.layout, self.record, self.log = grid, layout, record, log
        self.fields = {number: _Field(column, reader(column)) for number, column in layout.fields.items()}
        self.headings = {fold(cell.value) for cell in grid.header if not cell.blank}
        self.untitled = False
        self.tail = self._tail()

    def _tail(self) -> int:
        """How many blank cells every row has after the last heading: a sign too many at the end of each row harms nobody."""
        widths = {self.grid.widths.get(cells[0].row, 0) for cells in self.grid.rows}
        over = widths.pop() - self.layout.width if len(widths) == 1 else 0
        return over if all(cells[-1].column <= self.layout.width for cells in self.grid.rows) else 0

    def __iter__(self) -> Iterator[Row]:
        self._tell_of_blank()
        for cells in self.grid.rows:
            filled = {cell.column: cell for cell in cells if not cell.blank}
            if not filled or self._is_no_record(filled, cells[0].row):
                continue
            yield self._row(filled, cells[0].row)

    def _tell_of_blank(self) -> None:
        """Rows that hold nothing leave a gap between the numbers of those that do."""
        top = self.grid.header[0].row
        numbers = [] if self.layout.below_titles else [0]
        numbers += [top, *(cells[0].row for cells in self.grid.rows), max(self.grid.last_row, top) + 1]
        for before, after in pairwise(numbers):
            if after - before == 2:
                self.log.add("blank-row", row=before + 1, rows=f"Rad {before + 1} är tom")
            elif after - before > 2:
                self.log.add("blank-row", row=before + 1, rows=f"Rad {before + 1}–{after - 1} är tomma")

    def _row(self, filled: dict[int, RawCell], at: int) -> Row:
        misplaced = self._has_wrong_width(filled, at)
        # What stands in a shifted row is not judged; but its id is taken, so that what refers to it is not blamed.
        log = Log(self.log.file) if misplaced else self.log
        values = {
            field.column.name: UNREAD
            if (at, number) in self.grid.unread
            else self._value(field, filled.get(number), at, log)
            for number, field in self.fields.items()
        }
        known = {
            name: value
            for name, value in values.items()
            if value is not UNREAD and (not misplaced or name == self.record.key[0])
        }
        self._look_outside(filled, misplaced)
        origin = Origin(self.grid.file, self.grid.sheet, at)
        whole = not misplaced and not self.layout.missing and len(known) == len(values)
        return Row(origin, known, self._record(origin, known) if whole else None)

    def _record(self, origin: Origin, known: dict[str, Any]) -> Record:
        return self.record(**known, origin=origin)

    def _value(self, field: _Field, cell: RawCell | None, at: int, log: Log) -> Any:
        column = field.column
        if cell is None:
            return self._empty(column, at, log)
        if isinstance(cell.value, str) and cell.value in field.seen:
            return field.seen[cell.value]
        said: list[str] = []

        def say(code: str, **words: Any) -> None:
            said.append(code)
            log.cell(code, cell, column.heading, **words)

        value = self._judged(field, cell, say, log, said)
        if isinstance(cell.value, str) and not said and value is not UNREAD and len(field.seen) < _REMEMBERED:
            field.seen[cell.value] = value
        return value

    def _judged(self, field: _Field, cell: RawCell, say: Callable[..., None], log: Log, said: list[str]) -> Any:
        column, value = field.column, cell.value
        if isinstance(value, str):
            text = clean(value, cell, column.heading, log)
            if text is None:
                return UNREAD
            if is_excel_error(text):
                say("excel-error")
                return UNREAD
            if text != value:
                said.append("trimmed")
            value = text
        if value == "":
            return self._empty(column, cell.row, log)
        try:
            found = field.read(value, cell.number_format, say)
        except Wrong as wrong:
            log.cell(wrong.code, cell, column.heading, **wrong.words)
            return UNREAD
        if column.amount and found < 0:
            say("negative")
        return found

    def _empty(self, column: Column, at: int, log: Log) -> Any:
        if column.may_be_empty:
            return column.default
        letter = self.layout.letters[column.name]
        log.add("missing-value", row=at, column=column.heading, letter=letter, wanted=column.description)
        return UNREAD

    def _is_no_record(self, filled: dict[int, RawCell], at: int) -> bool:
        """Whether a row is a heading, a sum or a remark, and so nothing to judge cell by cell."""
        texts = [str(cell.value) for cell in filled.values()]
        first = next(iter(filled.values()))
        if len(texts) > 1 and sum(fold(text) in self.headings for text in texts) * 2 > len(texts):
            self.log.add("repeated-header", row=at, value=" ".join(texts))
            return True
        required = {number for number, field in self.fields.items() if not field.column.may_be_empty}
        empty = len(required - filled.keys())
        if empty > 1 and self._is_total(filled, required):
            self.log.add("total-row", row=at, value=" ".join(texts))
            return True
        if empty > 2 and len(filled) == 1 and self._is_wide_enough(at):
            self.log.cell("stray-row", first, "")
            return True
        return False

    def _is_total(self, filled: dict[int, RawCell], required: set[int]) -> bool:
        words = [str(cell.value).strip().casefold().rstrip(":") for number, cell in filled.items() if not self._is_number(number)]
        if any(word in _TOTALS or word.split(" ")[0] in _TOTALS for word in words):
            return True
        return not words and not required & filled.keys() and len(required) > 2

    def _is_number(self, number: int) -> bool:
        return number in self.fields and self.fields[number].column.kind in _NUMBERS

    def _is_wide_enough(self, at: int) -> bool:
        return self.grid.widths.get(at, self.layout.width) >= self.layout.width

    def _has_wrong_width(self, filled: dict[int, RawCell], at: int) -> bool:
        width = self.grid.widths.get(at, self.layout.width)
        if width > self.layout.width + max(0, self.tail):
            sign = {"\t": "tabb"}.get(self.grid.delimiter, self.grid.delimiter)
            last = list(filled.values())[-1]
            self.log.cell("extra-cell", last, "", count=width, wanted=self.layout.width, delimiter=f"({sign})")
            return True
        return width < self.layout.width and self._is_short(width, at)

    def _is_short(self, width: int, at: int) -> bool:
        """Excel leaves out empty cells at the end of a row, but a row that ends before a required column has lost them."""
        lost = [column for number, column in self.layout.fields.items() if number > width]
        if not lost:
            return False
        last = self.grid.cut_short and at == self.grid.rows[-1][0].row
        code = "missing-cell" if last or any(column.required for column in lost) else "short-row"
        self.log.add(code, row=at, column=lost[0].heading, letter=self.layout.letters[lost[0].name],
                     count=width, wanted=self.layout.width)  # fmt: skip
        return code == "missing-cell"

    def _look_outside(self, filled: dict[int, RawCell], misplaced: bool) -> None:
        """A personal number is told of wherever it stands, also in a column that is not read."""
        for number, cell in filled.items():
            if number in self.fields:
                continue
            quiet = Log(self.log.file)
            clean(str(cell.value), cell, "", quiet)
            for found in quiet.take():
                if found.code == "personal-number":
                    heading = self.layout.extra.get(number)
                    self.log.cell("personal-number", cell, str(heading.value) if heading else "", found.value)
            if number not in self.layout.titled and not self.untitled and not misplaced:
                self.untitled = True
                self.log.add("extra-column", row=self.grid.header[0].row, letter=cell.letter, value="(utan rubrik)")
