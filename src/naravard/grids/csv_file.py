"""A CSV file as Excel and Notepad save it: bytes to a grid of cells that know the row Excel shows."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from io import StringIO
from pathlib import Path
from typing import NoReturn

from naravard.grids.encoding import decode
from naravard.grids.files import content, is_a_table_of_text
from naravard.grids.grid import Grid, Line, RawCell, TextGrid, fold
from naravard.grids.log import Log

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000
EXCEL_ROWS = 1_048_576
MAX_QUOTED = 20_000

_SEP_LINE = re.compile(r'"?sep=(?P<delimiter>[;,\t|:])"?[;,]*(\r\n|\r|\n|$)', re.IGNORECASE)
_CONFLICTS = ("<<<<<<<", "=======", ">>>>>>>")
_LINE_END = re.compile(r"\r\n|\r|\n")
_DELIMITERS = (";", ",", "\t")


class _Stop(Exception):
    pass


def read_csv(path: Path, root: Path, headings: Collection[str]) -> Grid:
    """The table in a CSV file. ``headings`` are those that the table may have: they tell which sign parts the columns.

    Nothing about the file raises: what is wrong with it stands in the grid's findings, and ``complete`` is then False if
    the table could not be read to its end.
    """
    name = path.relative_to(root).as_posix()
    log, grid = Log(name), TextGrid(name)
    try:
        _read(path, root, frozenset(fold(heading) for heading in headings), grid, log)
    except _Stop:
        grid.complete = False
    grid.findings.extend(log.take())
    return grid


def _read(path: Path, root: Path, known: frozenset[str], grid: TextGrid, log: Log) -> None:
    text = _text(path, root, log)
    delimiter, text = _sep_line(text, log)
    text = _line_ends(text, log)
    _look_for_conflicts(text, log)
    grid.delimiter = delimiter or _delimiter(text, known)
    if not delimiter and grid.delimiter == ",":
        log.add("delimiter-comma")
    if not delimiter and grid.delimiter == "\t":
        log.add("delimiter-tab")
    grid.cut_short = not text.endswith(("\n", "\r"))
    _fill(grid, text, log)
    first = grid.header[0]
    if {grid.width, *(len(line.values) for line in grid.fields)} == {1} or _is_unparted(first, known):
        _tell_of_one_column(first, log)
        grid.header, grid.fields = [], []
        raise _Stop


def _is_unparted(first: RawCell, known: frozenset[str]) -> bool:
    """Whether the first cell holds several headings: then the columns are parted by another sign than the rows say."""
    return any(sum(fold(part) in known for part in str(first.value).split(sign)) > 1 for sign in ";,\t|")


def _tell_of_one_column(first: RawCell, log: Log) -> None:
    line = str(first.value)
    sign = next((sign for sign in ("|", "¦", ":", "  ") if line.count(sign) > 2), "")
    hint = f" Kolumnerna verkar vara skilda med '{sign}'." if sign else ""
    if line.count(";") > 2:
        hint = " Hela raden står inom citattecken."
    log.cell("one-column", first, "", hint=hint)


def _text(path: Path, root: Path, log: Log) -> str:
    data = content(path, root, log)
    if data is None:
        raise _Stop
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n;,"):
        log.add("empty-file")
        raise _Stop
    text = decode(data, log) if is_a_table_of_text(data, log) else None
    if text is None:
        raise _Stop
    if not text.strip("\ufeff \t\r\n;,"):
        log.add("empty-file")
        raise _Stop
    return text


def _sep_line(text: str, log: Log) -> tuple[str, str]:
    """The delimiter that a first line such as ``sep=;`` names, and the text after it: Excel does not count that line."""
    found = _SEP_LINE.match(text)
    if not found:
        return "", text
    log.add("excel-sep-line", value=found[0].strip())
    return found["delimiter"], text[found.end() :]


def _line_ends(text: str, log: Log) -> str:
    if "\r\r\n" in text:
        log.add("eol-cr", value="dubbla radslut")
        return text.replace("\r\r\n", "\r\n")
    if "\r" in text and "\n" not in text:
        log.add("eol-cr", value="som på gamla Mac")
    return text


def _look_for_conflicts(text: str, log: Log) -> None:
    """A merge in git that nobody finished leaves both versions in the file, with marks between."""
    if not any(mark in text for mark in _CONFLICTS):
        return
    lines = _LINE_END.split(text)
    for row, line in enumerate(lines, 1):
        bare = line.lstrip('"').rstrip('";,\t ')
        if bare.startswith(("<<<<<<<", ">>>>>>>")) or bare == "=======":
            log.add("merge-conflict", row=row, value=line)
            raise _Stop


def _delimiter(text: str, known: frozenset[str]) -> str:
    """The sign that gives the most known headings; if none does, the one that parts the first line into most cells."""
    lines = [line for line in _LINE_END.split(text[:50_000])[:20] if line.strip()]
    hits = {
        sign: max(sum(fold(cell) in known for cell in _split(line, sign)) for line in lines) for sign in _DELIMITERS
    }
    best = max(hits, key=lambda sign: hits[sign])
    if hits[best] > 1:
        return best
    return max(_DELIMITERS, key=lines[0].count)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _fill(grid: TextGrid, text: str, log: Log) -> None:
    """Put the header and the rows of the text into the grid."""
    filled = 0
    for row, fields in _records(text, grid.delimiter, log):
        if row > EXCEL_ROWS or len(fields) > MAX_COLUMNS or filled > MAX_CELLS:
            _refuse(grid, row, fields, log)
        grid.last_row = row
        texts = [value if value and not value.isspace() else "" for value in fields]
        if not any(texts):
            continue
        filled += len(texts)
        if grid.header:
            if len(grid.fields) == MAX_ROWS:
                _refuse(grid, row, fields, log)
            grid.fields.append(Line(row, texts))
        else:
            grid.width = len(fields)
            grid.header = [RawCell(value, row, column) for column, value in enumerate(fields, 1) if value.strip()]


def _refuse(grid: TextGrid, row: int, fields: list[str], log: Log) -> NoReturn:
    """The file is too large: nothing of it is judged."""
    log.add("too-large", row=row, value=_size(row, fields), limit="100 000 rader och 200 kolumner")
    grid.header, grid.fields = [], []
    raise _Stop


def _size(row: int, fields: list[str]) -> str:
    return f"{len(fields)} kolumner på rad {row}" if len(fields) > MAX_COLUMNS else f"tabellen fortsätter på rad {row}"


def _records(text: str, delimiter: str, log: Log) -> Iterator[tuple[int, list[str]]]:
    """The rows with the number that Excel shows: a line break inside quotes starts no new row."""
    limit = csv.field_size_limit(len(text) + 1)
    another_row = re.compile(rf"[\r\n][^\r\n]*?(?:{re.escape(delimiter)}(?! )[^\r\n]*?){{2}}")
    row = 0
    try:
        for row, fields in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            # A text of several lines that is very long, or that holds what looks like another row, has swallowed rows.
            if any(
                len(value) > MAX_QUOTED or another_row.search(value)
                for value in fields
                if "\n" in value or "\r" in value
            ):
                log.add("unclosed-quote", row=row)
                raise _Stop
            yield row, fields
    except csv.Error:
        log.add("unclosed-quote", row=row + 1)
        raise _Stop from None
    finally:
        csv.field_size_limit(limit)
