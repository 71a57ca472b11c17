"""A grid to a table of records, by what the record's class says about its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from naravard.document import SourceRow
from naravard.grids.grid import Grid, Line, RawCell, TextGrid
from naravard.grids.log import Log
from naravard.grids.text import MAX_LENGTH, Say, clean, personal_number
from naravard.model import Finding, Record, Row, Table
from naravard.model.columns import Column
from naravard.reading.cells import UNREAD, Read, quick, reader
from naravard.reading.headings import Layout, lay_out
from naravard.reading.numbers import Wrong, is_excel_error
from naravard.reading.odd_rows import OddRows
from naravard.terms import Term

_ENOUGH = 5_000
"""After so many mistakes the rest of a table is not judged: it is not used anyway, and nobody reads more of them."""

_REMEMBERED = 5_000
"""How many different texts of a column are remembered: the same words and dates come back row after row."""


@dataclass
class _Field:
    """A column of the table at hand: how it is read, and what has been read in it without a word to say."""

    number: int
    column: Column
    read: Read
    quick: Callable[[str], Any]
    seen: dict[Any, Any] = field(default_factory=dict)


def read_rows(grid: Grid, record: type[Record], term: Term | None = None) -> tuple[Table, list[Finding]]:
    """The grid's rows as records of a class, and all findings: about the file, the headings, the rows and the cells."""
    log = Log(grid.file, grid.sheet)
    layout = lay_out(grid, record, log) if grid.header else None
    rows: list[Row] = []
    if layout is not None:
        if not grid.lines and grid.complete:
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
        self.fields = [
            _Field(number, column, reader(column), quick(column, typed=not isinstance(grid, TextGrid)))
            for number, column in layout.fields.items()
        ]
        for each in self.fields:
            if each.column.may_be_empty:
                each.seen.update({"": each.column.default, None: each.column.default})
        self.walk = [(each.number - 1, each.column.name, each.seen, each.quick, each) for each in self.fields]
        self.headings = {each.column.name: each.column.heading for each in self.fields}
        self.odd = OddRows(grid, layout, log)
        self.untitled = False
        self.mistakes = 0

    def __iter__(self) -> Iterator[Row]:
        lines = self.grid.lines
        self.odd.tell_of_gaps(line.row for line in lines)
        for line in lines:
            if self.odd.may_be_odd(line) and self.odd.is_no_record(line):
                continue
            yield self._row(line)
            if self.mistakes > _ENOUGH:
                self.grid.complete = False
                return

    def _row(self, line: Line) -> Row:
        origin = SourceRow(self.grid.file, line.row, self.grid.sheet)
        if self.odd.is_misplaced(line):
            self._look_outside(line, beyond=False)
            self.mistakes += 1
            return Row(origin, self._key(line))
        if len(line.values) > len(self.fields):
            self._look_outside(line, beyond=True)
        values: dict[str, Any] = {}
        for index, name, seen, read_plain, each in self.walk:
            value = line.values[index] if index < len(line.values) else None
            found = seen.get(value, UNREAD) if value.__class__ is str or value is None else UNREAD
            if found is UNREAD and value.__class__ is str and value:
                found = read_plain(value)
            if found is UNREAD or self.grid.unread:
                found = self._closer(each, line)
            if found is not UNREAD:
                values[name] = found
        return Row(origin, values, self._record(values, origin))

    def _record(self, values: dict[str, Any], origin: SourceRow) -> Record | None:
        if len(values) < len(self.fields) or self.layout.missing:
            return None
        return self.record.model_validate(
            {self.headings[name]: value for name, value in values.items()} | {"origin": origin}
        )

    def _closer(self, each: _Field, line: Line) -> Any:
        """The value of a cell that needs a closer look."""
        if (line.row, each.number) in self.grid.unread:
            return UNREAD
        found = self._judged(each, line.cell(each.number), self.log)
        self.mistakes += found is UNREAD
        return found

    def _key(self, line: Line) -> dict[str, Any]:
        """Of a row whose cells may be misplaced only the id is taken, so that what refers to it is not blamed."""
        key = next((each for each in self.fields if each.column.name == self.record.key[0]), None)
        found = UNREAD if key is None else self._judged(key, line.cell(key.number), Log(""))
        return {} if found is UNREAD else {self.record.key[0]: found}

    def _judged(self, each: _Field, cell: RawCell, log: Log) -> Any:
        """The value of a cell that needs a closer look; UNREAD, with a finding, if it has none."""
        remarks: list[str] = []

        def say(code: str, value: str | None = None, **words: Any) -> None:
            remarks.append(code)
            log.cell(code, cell, each.column.heading, value, **words)

        found = self._read(each, cell, say)
        if cell.value.__class__ is str and not remarks and found is not UNREAD and len(each.seen) < _REMEMBERED:
            each.seen[cell.value] = found
        return found

    def _read(self, each: _Field, cell: RawCell, say: Say) -> Any:
        column, value = each.column, cell.value
        if isinstance(value, str):
            text = clean(value, say)
            if text is None:
                return UNREAD
            if is_excel_error(text):
                say("excel-error")
                return UNREAD
            value = text
        elif isinstance(value, int) and (number := personal_number(str(value))):
            say("personal-number", number)
            return UNREAD
        if value is None or value == "":
            return self._empty(column, say)
        try:
            found = each.read(value, cell.number_format, say)
        except Wrong as wrong:
            say(wrong.code, **wrong.words)
            return UNREAD
        if column.amount and found < 0:
            say("negative")
        return found

    @staticmethod
    def _empty(column: Column, say: Say) -> Any:
        if column.may_be_empty:
            return column.default
        say("missing-value", "", wanted=column.description)
        return UNREAD

    def _look_outside(self, line: Line, beyond: bool) -> None:
        """A personal number is told of wherever it stands, also in a column that is not read."""
        for cell in line.filled:
            if cell.column in self.layout.fields and beyond:
                continue
            if number := personal_number(str(cell.value)[:MAX_LENGTH]):
                heading = self.layout.extra.get(cell.column)
                self.log.cell("personal-number", cell, str(heading.value) if heading else "", number)
            if beyond and cell.column not in self.layout.titled and not self.untitled:
                self.untitled = True
                self.log.add("extra-column", row=self.grid.header[0].row, letter=cell.letter, value="(utan rubrik)")
