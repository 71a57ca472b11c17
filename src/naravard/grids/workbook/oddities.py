"""What is wrong or odd in a sheet: said where it stands, with the heading of its column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import groupby, islice

from naravard.grids.grid import Grid, RawCell
from naravard.grids.log import Log
from naravard.grids.workbook.formats import Shows
from naravard.grids.workbook.package import Package
from naravard.grids.workbook.parts import Sheet, Style
from naravard.grids.workbook.sheet import Block, Formula, RawSheet, block
from naravard.grids.workbook.xml import Attributes, parse, relations
from naravard.model import Finding, MoneyUnit
from naravard.rules import quoted

_FETCHING = ("WEBSERVICE(", "FILTERXML(", "STOCKHISTORY(", "RTD(", "DDE(", "CUBEVALUE(")

_READ = ", men har lästs som allt annat"

_FEW = 10_000
"""How many cells under merged ones are kept account of; a file that merges more than that has one problem, not many."""


def oddities(package: Package, sheet: Sheet, raw: RawSheet, grid: Grid) -> list[Finding]:
    """Everything to say about a sheet before its values are understood."""
    view = _View(grid, raw)
    _merged(view)
    _formulas(view)
    _number_formats(view)
    _hidden(view, sheet, _filtered(package, sheet, raw))
    _struck(view)
    _coloured(view)
    _commented(view, package, sheet)
    return view.log.take()


class _View:
    """A sheet together with the names of its columns, so that findings can name their place."""

    def __init__(self, grid: Grid, raw: RawSheet) -> None:
        self.grid, self.raw, self.log = grid, raw, Log(grid.file, grid.sheet)
        self.top = grid.header[0].row
        self.bottom = max(raw.rows)
        self.headings = {cell.column: str(cell.value).strip() for cell in grid.header}
        self.right = max(line[-1].column for line in raw.rows.values())

    def say(self, code: str, row: int, column: int = 0, value: object = "", **words: object) -> None:
        """Add a finding at a cell, or at a row if ``column`` is 0."""
        self.log.cell(code, RawCell(None, row, column), self.headings.get(column, ""), str(value), **words)

    def within(self, where: Block) -> Iterator[tuple[int, int]]:
        """The places of a block, as far as the table reaches."""
        for row in range(max(where.top, self.top), min(where.bottom, self.bottom) + 1):
            yield from ((row, column) for column in range(where.left, min(where.right, self.right) + 1))


def listed(names: Iterable[object], most: int = 8) -> str:
    """``A, B och C``; of many, the first few and how many more there are."""
    words = [str(name) for name in names]
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} till"]
    return " och ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers that follow on each other, as (first, last)."""
    ordered = enumerate(sorted(set(numbers)))
    groups = ([number for _, number in group] for _, group in groupby(ordered, lambda pair: pair[1] - pair[0]))
    return [(group[0], group[-1]) for group in groups]


def _span(first: object, last: object, dash: str = "–") -> str:
    return f"{first}" if first == last else f"{first}{dash}{last}"


def _merged(view: _View) -> None:
    for ref, where in view.raw.merged:
        if where.bottom >= view.top and where.top <= view.bottom and where.left <= view.right:
            first = next((cell for cell in view.raw.rows.get(where.top, []) if cell.column == where.left), None)
            view.say("merged-cells", where.top, where.left, first.value if first else "", range=ref)
            if len(view.grid.unread) < _FEW:
                view.grid.unread.update(islice(view.within(where), _FEW))


def _formulas(view: _View) -> None:
    saved = [formula for formula in view.raw.formulas if formula.saved]
    for formula in view.raw.formulas:
        if not formula.saved:
            view.say("formula-no-value", formula.row, formula.column, "=" + formula.text)
            view.grid.unread.add((formula.row, formula.column))
    values = {(cell.row, cell.column): cell.value for line in view.raw.rows.values() for cell in line} if saved else {}
    fetching = [formula for formula in saved if any(word in formula.text.upper() for word in _FETCHING)]
    for formula in fetching:
        view.say("external-link", formula.row, formula.column, "=" + formula.text)
    by_column: dict[int, dict[int, Formula]] = {}
    for formula in saved:
        by_column.setdefault(formula.column, {})[formula.row] = formula
    for column, formulas in sorted(by_column.items()):
        for first, last in runs(formulas):
            letter = RawCell(None, first, column).letter
            value = values.get((first, column), "")
            view.say("formula", first, column, value, formula=quoted(formulas[first].text or "…"),
                           range=_span(f"{letter}{first}", f"{letter}{last}", ":"))  # fmt: skip


def _number_formats(view: _View) -> None:
    for row, line in groupby(view.raw.misleading, lambda found: found[0].row):
        # 120 shown as 120 tkr hides nothing where the row itself says tkr.
        units = {str(cell.value).strip().casefold() for cell in view.raw.rows[row]} & set(MoneyUnit)
        for cell, style in line:
            if row > view.top and style.words.casefold() not in units:
                stored = str(cell.value).replace(".", ",")
                view.grid.unread.add((row, cell.column))
                view.say("number-format", row, cell.column, stored, displayed=_displayed(cell, style))


def _displayed(cell: RawCell, style: Style) -> str:
    """Roughly what Excel shows."""
    if style.shows is Shows.PERCENT and isinstance(cell.value, int | Decimal):
        percent = f"{cell.value * 100:f}"
        return f"{percent.rstrip('0').rstrip('.') if '.' in percent else percent} %".replace(".", ",")
    stored = str(cell.value).replace(".", ",")
    return f"{stored} {style.words}" if style.words else f"{stored} i tusental"


def _filtered(package: Package, sheet: Sheet, raw: RawSheet) -> bool:
    """Whether a filter hides rows; a table's filter stands in the table's own part."""
    filtered = [raw.filtered]

    def begin(name: str, attributes: Attributes) -> None:
        if name == "filterColumn":
            filtered.append(True)

    for kind, part in relations(package, sheet.part).values():
        if kind == "table" and part in package.members:
            parse(package, part, begin)
    return any(filtered)


def _hidden(view: _View, sheet: Sheet, filtered: bool) -> None:
    raw = view.raw
    if sheet.hidden:
        view.say("hidden", view.top, what=f"Bladet är dolt{_READ}", show="Högerklicka på en bladflik och välj Ta fram")
    rows = runs(row for row in raw.hidden_rows if row in raw.rows)
    if rows or filtered:
        spans = listed(_span(*run) for run in rows)
        plural = len(rows) > 1 or bool(rows and rows[0][0] != rows[0][1])
        what = f"{'Raderna' if plural else 'Raden'} {spans} är {'dolda' if plural else 'dold'}" if rows else ""
        if filtered:
            what = f"Ett filter är på och {what[0].lower()}{what[1:]}" if rows else "Ett filter är på i tabellen"
        unhide = "Markera hela bladet, högerklicka på en rad och välj Ta fram"
        show = "Ta bort filtret under Data > Filter" if filtered else unhide
        view.say("hidden", rows[0][0] if rows else view.top, what=what + _READ, show=show)
    used = {cell.column for line in raw.rows.values() for cell in line} if raw.hidden_columns else set()
    columns = sorted(used & raw.hidden_columns)
    if columns:
        names = listed(
            f"{RawCell(None, 1, column).letter} ({view.headings.get(column, 'utan rubrik')})" for column in columns
        )
        what = (
            f"{'Kolumnerna' if len(columns) > 1 else 'Kolumnen'} {names} är {'dolda' if len(columns) > 1 else 'dold'}"
        )
        show = "Markera hela bladet, högerklicka på en kolumn och välj Ta fram"
        view.say("hidden", view.top, columns[0], what=what + _READ, show=show)


def _struck(view: _View) -> None:
    for row, line in groupby(view.raw.struck, lambda cell: cell.row):
        cells = list(line)
        column = cells[0].column if len(cells) == 1 else 0
        names = listed(f"{cell.letter}{cell.row}" for cell in cells)
        what = f"{names} är {'överstruken' if len(cells) == 1 else 'överstrukna'}"
        view.say("meaning-in-format", row, column, cells[0].value, what=what)


def _coloured(view: _View) -> None:
    """Colour that follows the columns, or every other row, is for looks; anything else may be meant to say something."""
    colours, rows = view.raw.colours, view.raw.rows
    data = [cell for row in sorted(rows) if row > view.top for cell in rows[row]] if colours else []
    if not data or _settled_by(data, colours, lambda cell: cell.column) or _is_banded(data, colours):
        return
    coloured = [cell for cell in data if (cell.row, cell.column) in colours]
    if coloured:
        names = listed(f"{cell.letter}{cell.row}" for cell in coloured)
        what = f"{names} {'är färgad' if len(coloured) == 1 else 'är färgade'} på ett annat sätt än cellerna intill"
        first = coloured[0]
        view.say("meaning-in-format", first.row, first.column, first.value, what=what)


def _settled_by(data: list[RawCell], colours: dict[tuple[int, int], str], key: Callable[[RawCell], int]) -> bool:
    """Whether all cells with the same key have the same colour."""
    seen: dict[int, str] = {}
    shades = ((key(cell), colours.get((cell.row, cell.column), "")) for cell in data)
    return all(seen.setdefault(group, shade) == shade for group, shade in shades)


def _is_banded(data: list[RawCell], colours: dict[tuple[int, int], str]) -> bool:
    """Every other row in one colour, in at least four rows; a single coloured row is no band."""
    order = {row: number for number, row in enumerate(sorted({cell.row for cell in data}))}
    return len(order) >= 4 and _settled_by(data, colours, lambda cell: order[cell.row] % 2)


def _commented(view: _View, package: Package, sheet: Sheet) -> None:
    places: set[Block] = set()

    def begin(name: str, attributes: Attributes) -> None:
        if name in ("comment", "threadedComment") and "ref" in attributes:
            places.add(block(attributes["ref"]))

    for kind, part in relations(package, sheet.part).values():
        if kind in ("comments", "threadedComment") and part in package.members:
            parse(package, part, begin)
    for place in sorted(places):
        if view.top < place.top <= view.bottom:
            cell = f"{RawCell(None, 1, place.left).letter}{place.top}"
            view.say("meaning-in-format", place.top, place.left, what=f"{cell} har en kommentar")
