"""A workbook filled in with Excel, read sheet by sheet: every table as a grid, and every oddity a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from naravard.grids.grid import Grid
from naravard.grids.text import MAX_LENGTH, personal_number
from naravard.grids.workbook import names
from naravard.grids.workbook.oddities import listed, oddities
from naravard.grids.workbook.package import UNREADABLE, Package, Refused, open_package
from naravard.grids.workbook.parts import Contents, Sheet, read_contents, read_styles, read_texts
from naravard.grids.workbook.sheet import RawSheet, SheetReader
from naravard.model import Finding, Record
from naravard.rules import finding

MAX_COLUMNS = 200


def read_workbook(path: Path, name: str, tables: Sequence[type[Record]]) -> tuple[dict[str, Grid], list[Finding]]:
    """The tables of the workbook at ``path``, by the table's file name, and what there is to say about the whole file.

    What there is to say about one sheet is in its grid's ``findings``. ``name`` is the path to show. A sheet that is blank
    gives no grid; a file that is refused gives none at all, and one finding that says why.
    """
    try:
        package = open_package(path, name)
        return _Workbook(package, tables).read()
    except Refused as refused:
        return {}, [refused.finding]
    except (*UNREADABLE, IndexError, ArithmeticError) as error:
        # A part that does not keep to the format: a number where none can be, a text that is not there.
        why = f"Filens inre hänger inte ihop ({type(error).__name__})"
        return {}, [finding("broken-file", file=name, why=why)]


class _Workbook:
    """The reading of one workbook."""

    def __init__(self, package: Package, tables: Sequence[type[Record]]) -> None:
        self.package, self.tables = package, tables
        self.contents: Contents = read_contents(package)
        texts = read_texts(package, self.contents.texts_part)
        self.reader = SheetReader(package, self.contents, texts, read_styles(package, self.contents.styles_part))
        self.findings: list[Finding] = []

    def read(self) -> tuple[dict[str, Grid], list[Finding]]:
        """Grids by table, and findings about the file."""
        if self.package.links:
            links = listed(part.rpartition("/")[2] for part in self.package.links)
            self.findings.append(finding("external-link", file=self.package.name, value=links))
        raws = {
            sheet.title: self.reader.read(sheet) for sheet in self.contents.sheets if not names.is_ours(sheet.title)
        }
        sheets = [sheet for sheet in self.contents.sheets if raws.get(sheet.title, RawSheet()).rows]
        grids: dict[str, Grid] = {}
        for sheet, table in self._paired(sheets, raws):
            grid = self._grid(sheet, raws[sheet.title])
            if not names.is_exact(sheet.title, table):
                grid.findings.insert(0, self._say("sheet-name", sheet, expected=table.title))
            if table.table in grids:
                other = grids[table.table].sheet
                grids[table.table].findings.append(self._say("duplicate-sheet", sheet, other=other, table=table.title))
            else:
                grids[table.table] = grid
        if not grids:
            self.findings.append(
                finding("no-sheets", file=self.package.name, expected=listed(t.title for t in self.tables))
            )
        return grids, self.findings

    def _paired(self, sheets: list[Sheet], raws: dict[str, RawSheet]) -> Iterator[tuple[Sheet, type[Record]]]:
        """Each sheet with its table. By name first, so that a sheet with fitting headings never takes a named one's place."""
        unclaimed = []
        free = list(self.tables)
        for sheet in sorted(
            sheets, key=lambda sheet: not any(names.is_exact(sheet.title, table) for table in self.tables)
        ):
            table = names.table_named(sheet.title, self.tables)
            if table is None:
                unclaimed.append(sheet)
                continue
            free = [other for other in free if other is not table]
            yield sheet, table
        headings = {sheet.title: self._headings(raws[sheet.title]) for sheet in unclaimed}
        for sheet in unclaimed:
            table = names.table_with_headings(headings, sheet.title, free)
            if table is not None:
                yield sheet, table
                continue
            self._look_for_persons(sheet, raws[sheet.title])
            if sheet.hidden:
                what = f"Bladet {sheet.title} är dolt och läses inte"
                self.findings.append(
                    self._say("hidden", sheet, what=what, show="Högerklicka på en bladflik och välj Ta fram")
                )
            else:
                expected = listed((table.title for table in free or self.tables), most=12)
                self.findings.append(self._say("extra-sheet", sheet, expected=expected))

    def _look_for_persons(self, sheet: Sheet, raw: RawSheet) -> None:
        """A personal number is told of also in a sheet that is not read, and once is enough."""
        cells = (cell for _, line in sorted(raw.rows.items()) for cell in line)
        for cell in cells:
            if number := personal_number(str(cell.value)[:MAX_LENGTH]):
                found = finding("personal-number", file=self.package.name, sheet=sheet.title, row=cell.row, letter=cell.letter,
                                value=number)  # fmt: skip
                self.findings.append(found)
                return

    @staticmethod
    def _headings(raw: RawSheet) -> list[str]:
        return [str(cell.value) for cell in raw.rows[min(raw.rows)]]

    def _say(self, code: str, sheet: Sheet, **words: str) -> Finding:
        return finding(code, file=self.package.name, sheet=sheet.title, value=sheet.title, row=None, **words)

    def _grid(self, sheet: Sheet, raw: RawSheet) -> Grid:
        """The sheet's first row that holds anything as header, the others as rows."""
        if len(raw.rows[min(raw.rows)]) > MAX_COLUMNS:
            what = f"bladet {sheet.title} har för många kolumner"
            raise Refused(
                finding("too-large", file=self.package.name, sheet=sheet.title, limit="200 kolumner", value=what)
            )
        lines = [sorted(line, key=lambda cell: cell.column) for _, line in sorted(raw.rows.items())]
        grid = Grid(self.package.name, sheet.title, lines[0], lines[1:])
        grid.findings.extend(oddities(self.package, sheet, raw, grid))
        return grid
