"""What a workbook means, read back by openpyxl: the tables of ``meaning.of_document``, each cell as Excel would show it."""

from __future__ import annotations

import io
import re
from datetime import datetime

import openpyxl

from meaning import caption_of, squeezed

CODES = re.compile(r'"[^"]*"|[^"]')


def of_excel(content: bytes) -> list[tuple]:
    """The tables of the workbook in the order of its sheets, between the contents and the sources."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [_table(sheet) for sheet in book.worksheets[1:-1]]


def _table(sheet) -> tuple:
    (table,) = sheet.tables.values()
    headings, *rows = [tuple(map(shown, row)) for row in sheet[table.ref]]
    row_heads = openpyxl.utils.cell.coordinate_from_string(sheet.freeze_panes)[0]
    caption = caption_of(sheet["A1"].value)
    return ("table", caption, headings, tuple(rows), openpyxl.utils.column_index_from_string(row_heads) - 1)


def shown(cell) -> str:
    """The text of a cell as a Swedish Excel shows it."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, datetime):
        assert cell.number_format == "yyyy-mm-dd"
        return cell.value.date().isoformat()
    if isinstance(cell.value, str):
        return squeezed(cell.value)
    return squeezed(_formatted(cell.value, cell.number_format))


def _formatted(value: float, code: str) -> str:
    """A number in Excel's own language of formats: sections for plus, minus and zero, words in quotes, figures as # and 0."""
    if code == "General":
        return str(value)
    sections = _sections(code)
    section = (
        sections[1] if value < 0 and len(sections) > 1 else sections[2] if value == 0 and sections[2:] else sections[0]
    )
    shape = "".join(part for part in section if part[0] in "#0,.%")
    figures = re.fullmatch(r"(#,##0|0)(?:\.(0+))?%?", shape)
    assert figures, f"not a format that is read here: {code}"
    size = abs(value) * (100 if "%" in shape else 1)
    number = f"{size:{',' if ',' in shape else ''}.{len(figures[2] or '')}f}".replace(",", "\u00a0").replace(".", ",")
    said, placed = "", False
    for part in section:
        if part[0] in "#0,.":
            said, placed = said + ("" if placed else number), True
        else:
            said += part.strip(chr(34))
    return said


def _sections(code: str) -> list[list[str]]:
    sections: list[list[str]] = [[]]
    for part in CODES.findall(code):
        if part == ";":
            sections.append([])
        else:
            sections[-1].append(part)
    return sections
