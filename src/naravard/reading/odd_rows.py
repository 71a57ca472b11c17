"""Rows that are no records: a heading once more, a sum, a remark, a row with too few or too many cells, a gap."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from naravard.grids.grid import Grid, Line, TextGrid, fold
from naravard.grids.log import Log
from naravard.reading.headings import Layout

_TOTALS = ("summa", "totalt", "total", "delsumma", "s:a", "sum", "summering", "slutsumma", "totalsumma", "σ",
           "medelvärde", "genomsnitt", "snitt")  # fmt: skip
_NUMBERS = ("number", "measured", "whole")


class OddRows:
    """Tells the odd rows of one table from its records."""

    def __init__(self, grid: Grid, layout: Layout, log: Log) -> None:
        self.grid, self.layout, self.log = grid, layout, log
        self.headings = {fold(cell.value) for cell in grid.header if not cell.blank}
        self.required = [number for number, column in layout.fields.items() if not column.may_be_empty]
        self.places = [number - 1 for number in self.required]
        self.beginnings = {str(cell.value).casefold().strip() for cell in grid.header}
        self.text = grid if isinstance(grid, TextGrid) else None

    def tell_of_gaps(self, rows: Iterable[int]) -> None:
        """Rows that hold nothing leave a gap between the numbers of those that do."""
        top = self.grid.header[0].row
        last = max(self.text.last_row if self.text else 0, top)
        numbers = [*([] if self.layout.below_titles else [0]), top, *rows]
        for before, after in pairwise([*numbers, max(last, numbers[-1]) + 1]):
            if after - before == 2:
                self.log.add("blank-row", row=before + 1, rows=f"Rad {before + 1} är tom")
            elif after - before > 2:
                self.log.add("blank-row", row=before + 1, rows=f"Rad {before + 1}–{after - 1} är tomma")

    def may_be_odd(self, line: Line) -> bool:
        """Whether a row is worth a closer look: most have their required cells filled, and do not begin like the header."""
        values = line.values
        if len(values) < self.layout.width or not all(map(values.__getitem__, self.places)):
            return True
        return str(values[0])[:40].casefold().strip() in self.beginnings

    def is_no_record(self, line: Line) -> bool:
        """Whether a row is a heading, a sum or a remark: that is one finding, and nothing in it is judged."""
        first = next((value for value in line.values if value is not None and value != ""), None)
        if isinstance(first, str) and fold(first) in self.headings and self._is_header(line):
            return True
        empty = [number for number in self.required if line.cell(number).blank]
        return len(empty) > 1 and (self._is_total(line) or self._is_stray(line, len(empty)))

    def _is_header(self, line: Line) -> bool:
        texts = [str(cell.value) for cell in line.filled]
        if len(texts) < 2 or sum(fold(text) in self.headings for text in texts) * 2 <= len(texts):
            return False
        self.log.add("repeated-header", row=line.row, value=" ".join(texts))
        return True

    def _is_total(self, line: Line) -> bool:
        filled = line.filled
        words = [str(cell.value).strip().casefold().rstrip(":") for cell in filled if not self._is_number(cell.column)]
        named = any(word in _TOTALS or word.split(" ")[0] in _TOTALS for word in words)
        bare = not words and len(self.required) > 2 and not {cell.column for cell in filled} & set(self.required)
        if named or bare:
            self.log.add("total-row", row=line.row, value=" ".join(str(cell.value) for cell in filled))
        return named or bare

    def _is_stray(self, line: Line, empty: int) -> bool:
        filled = line.filled
        if len(filled) != 1 or empty < 3 or (self.text and len(line.values) < self.layout.width):
            return False
        self.log.cell("stray-row", filled[0], "")
        return True

    def _is_number(self, number: int) -> bool:
        return number in self.layout.fields and self.layout.fields[number].kind in _NUMBERS

    def is_misplaced(self, line: Line) -> bool:
        """Whether a row has too many cells or too few, so that they may stand under the wrong headings."""
        width = len(line.values)
        if self.text is None or width == self.layout.width:
            return False
        if width < self.layout.width:
            return self._is_cut(line, self.text)
        # A blank last cell proves nothing: a comma inside a number may have pushed the others one step to the right.
        sign = {"\t": "tabb"}.get(self.text.delimiter, self.text.delimiter)
        self.log.cell("extra-cell", line.filled[-1], "", count=width, wanted=self.layout.width, delimiter=f"({sign})")
        return True

    def _is_cut(self, line: Line, grid: TextGrid) -> bool:
        """Excel leaves out empty cells at the end of a row, but a row that ends before a required column has lost them."""
        lost = [(number, column) for number, column in self.layout.fields.items() if number > len(line.values)]
        if not lost:
            return False
        number, column = min(lost, key=lambda pair: pair[0])
        last = grid.cut_short and line.row == grid.last_row
        code = "missing-cell" if last or any(column.required for _, column in lost) else "short-row"
        self.log.cell(code, line.cell(number), column.heading, "", count=len(line.values), wanted=self.layout.width)
        return code == "missing-cell"
