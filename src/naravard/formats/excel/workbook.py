"""The tables of a paper as an Excel workbook: one sheet a table, between a sheet of contents and a sheet of sources.

A cell that shows a number holds that number, and its number format holds what stands around it: ``67,3 (2021)`` is 67.3 with
the words ``(2021)`` in its format, and ``92 %`` is 0.92. So the sheet shows what the paper shows, and can still be sorted and
reckoned with. What is missing, protected or not applicable is a word in the cell, never empty and never zero.

Each sheet has its caption in A1, where a screen reader begins, and no blank row before the table.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from naravard import words
from naravard.disk import slug
from naravard.document import Cell, Column, Document, Table, Value
from naravard.formats.excel.layout import ARROW, UPRIGHT, height_of, widths_of
from naravard.formats.palette import WHITE, light
from naravard.formats.typed_cells import around, clean, column_cells, days_in, headings_of, number_in

_SAID = words.of("pages")
_EXCEL = _SAID["excel"]
CONTENTS: str = _SAID["contents"]
SOURCES: str = _EXCEL["sources"]

_LONGEST_TEXT, _LONGEST_FORMAT, _LONGEST_SHEET_NAME, _LONGEST_PROPERTY = 32_767, 250, 31, 255
_MOST_NUMBER_FORMATS = 180  # Excel promises room for 200 at least
_LIVE = re.compile(r"\s*[=+\-@]")
_UNIT_BLANK = "\u00a0"
_ALIGN = {"start": "left", "end": "right"}


def excel_from_document(document: Document) -> bytes:
    """The workbook for a document, the same bytes each time. A paper without tables gives one sheet, which says so."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        workbook = _Workbook(book, document, light(document.cover.look))
        workbook.set_properties()
        tables = [block for block in document.blocks if isinstance(block, Table)]
        names = [_sheet_name(number, table.caption) for number, table in enumerate(tables, start=1)]
        _write_contents(workbook, tables, names)
        for number, (table, name) in enumerate(zip(tables, names, strict=True), start=1):
            _write_table(workbook, number, table, name)
        if tables:
            _write_sources(workbook, tables, names)
    return target.getvalue()


@dataclass
class _Workbook:
    """The workbook that is written, its paper with its colours, and its formats: Excel counts them, so each is made once."""

    book: Any
    document: Document
    colours: dict[str, str]
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    number_formats: set[str] = field(default_factory=set)

    def set_properties(self) -> None:
        """The properties by which a case system files the workbook; the date is the paper's, never that of the run."""
        cover = self.document.cover
        properties = {
            "title": self.document.title,
            "subject": cover.subtitle,
            "author": cover.organisation,
            "company": cover.organisation,
            "keywords": ", ".join(filter(None, (cover.case_number, *cover.marks))),
            "comments": self.document.imprint,
        }
        created = datetime.combine(date.fromisoformat(cover.date), time())
        self.book.set_properties({name: clean(text) for name, text in properties.items()} | {"created": created})
        if cover.case_number:
            self.book.set_custom_property(_SAID["case_number"], clean(cover.case_number)[:_LONGEST_PROPERTY], "text")

    def sheet(self, name: str, title: str, widths: Sequence[int]) -> Any:
        """A new sheet with its title in A1; printed one page wide, with marks above and the case and the page below."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # a year is text on purpose
        if sum(widths) > UPRIGHT:
            sheet.set_landscape()
        cover = self.document.cover
        case = " · ".join(filter(None, (cover.case_number, self.document.title)))
        page = _SAID["page_of"].format(page="&P", pages="&N")
        sheet.set_footer(f"&L{_in_margin(case)}&R{page}")
        sheet.set_header(f"&R{_in_margin(', '.join(cover.marks))}" if cover.marks else "")
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, _text(title), self.style(bold=True, font_size=14, font_color=self.colours["deep"]))
        return sheet

    def style(self, **properties: Any) -> Any:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    def body(self, place: tuple[int, int], align: str = "left", tone: str = "", **properties: Any) -> Any:
        """The format of a table's cell; from the second column on it keeps a little off its neighbour."""
        colour = self.colours.get({"muted": "quiet"}.get(tone, tone))
        toned = {"font_color": colour, "bold": tone != "muted"} if colour else {}
        indent = 1 if place[1] else 0
        return self.style(
            bottom=1, bottom_color=self.colours["rule"], align=align, indent=indent, **toned, **properties
        )

    def head(self, position: int, align: str) -> Any:
        """The format of a table's heading; one that leans right stands free of the filter's arrow."""
        fill = {"bold": True, "font_color": WHITE, "bg_color": self.colours["deep"]}
        indent = (2 if align == "right" else 1) if position else 0
        return self.style(text_wrap=True, valign="vcenter", align=align, indent=indent, **fill)

    def may_have(self, number_format: str) -> bool:
        """Whether Excel takes this number format too; the empty one it never takes."""
        if 0 < len(number_format) <= _LONGEST_FORMAT and len(self.number_formats) < _MOST_NUMBER_FORMATS:
            self.number_formats.add(number_format)
        return number_format in self.number_formats

    def write_link(self, sheet: Any, place: tuple[int, int], target: str, text: str, *, in_table: bool = False) -> None:
        """A link to the first cell of a row in this workbook; ``target`` is written ``sheet!row``."""
        name, _, line = target.rpartition("!")
        properties: dict[str, Any] = {"font_color": self.colours["deep"], "underline": 1}
        look = self.body(place, text_wrap=True, **properties) if in_table else self.style(**properties)
        sheet.write_url(*place, f"internal:'{name}'!A{line}", look, _text(text))


def _write_contents(workbook: _Workbook, tables: list[Table], names: list[str]) -> None:
    document, cover = workbook.document, workbook.document.cover
    widths = (18, 78)
    sheet = workbook.sheet(CONTENTS, document.title, widths)
    facts = [
        (_EXCEL["organisation"], cover.organisation),
        (_EXCEL["report"], cover.subtitle),
        (_SAID["case_number"], cover.case_number),
        (_EXCEL["marks"], ", ".join(cover.marks)),
        *cover.facts,
        (_EXCEL["date"], cover.date),
        (_EXCEL["edition"], document.imprint),
        (_EXCEL["workbook"], _EXCEL["about" if tables else "no_tables"]),
    ]
    given = [(name, text) for name, text in facts if text]
    for row, (name, text) in enumerate(given, start=1):
        sheet.set_row(row, height_of([name, text], widths))
        sheet.write_string(row, 0, _text(name), workbook.style(text_wrap=True, font_color=workbook.colours["quiet"]))
        sheet.write_string(row, 1, _text(text), workbook.style(text_wrap=True))
    if not tables:
        return
    head = len(given) + 1
    columns = [(_SAID["table"], "left"), (CONTENTS, "left")]
    _add_table(workbook, sheet, head, len(tables), columns, name="Innehall", title=CONTENTS, autofilter=False)
    for row, (table, name) in enumerate(zip(tables, names, strict=True), start=head + 1):
        sheet.set_row(row, height_of([table.caption], widths[1:]))
        sheet.write_number(row, 0, row - head, workbook.body((row, 0)))
        workbook.write_link(sheet, (row, 1), f"{name}!1", table.caption, in_table=True)


def _write_table(workbook: _Workbook, number: int, table: Table, sheet_name: str) -> None:
    headings = headings_of(table.columns)
    widths = widths_of(table, headings)
    title = f"{_SAID['table']} {number}. {table.caption}"
    sheet = workbook.sheet(sheet_name, title, widths)
    marks = ", ".join(workbook.document.cover.marks)
    if marks:
        sheet.write_string(1, 0, _text(marks), workbook.style(bold=True))
    head = 4 if marks else 3
    workbook.write_link(sheet, (head - 2, 0), f"{SOURCES}!{number + 2}", _EXCEL["to_sources"])
    workbook.write_link(sheet, (head - 1, 0), f"{CONTENTS}!1", _EXCEL["to_contents"])
    aligns = [_ALIGN[column.align] for column in table.columns]
    _add_table(
        workbook, sheet, head, len(table.rows), list(zip(headings, aligns, strict=True)),
        name="_".join(filter(None, (f"Tabell{number:02}", slug(table.name).replace("-", "_")))),
        title=title, description=" ".join(filter(None, (table.source, *table.notes))),
    )  # fmt: skip
    sheet.set_row(head, height_of(headings, [width + 1 - ARROW for width in widths], bold=True))
    days = [days_in(column_cells(table, position)) for position in range(len(headings))]
    for row, cells in enumerate(table.rows, start=head + 1):
        sheet.set_row(row, height_of([cell.text for cell in cells], widths))
        for position, cell in enumerate(cells):
            column, day = table.columns[position], days[position].get(cell.text)
            _write_cell(workbook, sheet, (row, position), cell, column, day)
    sheet.freeze_panes(head + 1, table.row_headers)


def _write_sources(workbook: _Workbook, tables: list[Table], names: list[str]) -> None:
    widths = (11, 36, 44, 44)
    sheet = workbook.sheet(SOURCES, _EXCEL["sources_title"], widths)
    columns = [(_SAID[name], "left") for name in ("table", "contents", "source", "notes")]
    _add_table(workbook, sheet, 1, len(tables), columns, name="Kallor", title=SOURCES)
    for row, (table, name) in enumerate(zip(tables, names, strict=True), start=2):
        texts = [f"{_SAID['table']} {row - 1}", table.caption, table.source or "–", "\n".join(table.notes) or "–"]
        sheet.set_row(row, height_of(texts, widths))
        workbook.write_link(sheet, (row, 0), f"{name}!1", texts[0], in_table=True)
        for position, text in enumerate(texts[1:], start=1):
            sheet.write_string(row, position, _text(text), workbook.body((row, position), text_wrap=True))
    sheet.freeze_panes(2, 0)


def _add_table(
    workbook: _Workbook, sheet: Any, head: int, rows: int, columns: list[tuple[str, str]], *, name: str, title: str,
    description: str = "", autofilter: bool = True,
) -> None:  # fmt: skip
    """A table object with its headings in the row ``head``; one without rows keeps an empty one, as Excel itself does."""
    last = head + max(rows, 1)
    # In a heading, Excel reads a code such as _x0041_ as the letter that it stands for; without its first sign it is text.
    headings = [re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "", heading) for heading, _ in columns]
    looks = [workbook.head(position, align) for position, (_, align) in enumerate(columns)]
    options = {
        "name": name,
        "columns": [{"header": heading, "header_format": look} for heading, look in zip(headings, looks, strict=True)],
        "style": None,
        "autofilter": autofilter,
        "title": _text(title),
        "description": _text(description),
    }
    sheet.add_table(head, 0, last, len(columns) - 1, options)
    sheet.repeat_rows(head)


def _write_cell(
    workbook: _Workbook, sheet: Any, place: tuple[int, int], cell: Cell, column: Column, day: date | None
) -> None:
    align, value = _ALIGN[column.align], number_in(cell, column)
    if value and value.number is not None and workbook.may_have(shape := _number_format(value, *around(cell))):
        number = float(Decimal(str(value.number)) / 100) if _is_per_cent(value) else value.number
        sheet.write_number(*place, number, workbook.body(place, align, cell.tone, num_format=shape))
    elif day:
        sheet.write_datetime(*place, day, workbook.body(place, align, cell.tone, num_format="yyyy-mm-dd"))
    elif text := _text(cell.text):
        # The prefix keeps a text that begins like a formula a text, even when somebody edits the cell.
        look = workbook.body(place, align, cell.tone, text_wrap=True, quote_prefix=bool(_LIVE.match(text)))
        sheet.write_string(*place, text, look)
    else:
        sheet.write_blank(*place, None, workbook.body(place, align))


def _number_format(value: Value, before: str, after: str) -> str:
    """How Excel shows the number as the paper does: ``#,##0.0" (2021)"``, which a Swedish Excel writes ``67,3 (2021)``.

    Empty when the words around it cannot stand in a format. A quotation mark or a semicolon could, but other programs than
    Excel stumble on them.
    """
    unit = _UNIT_BLANK + value.unit if value.with_unit else ""
    if re.search(r'[";\t\n]', before + unit + after):
        return ""
    digits = "#,##0" + ("." + "0" * value.decimals if value.decimals else "")
    # Excel multiplies by 100 where a per cent sign stands free.
    ending = f"{_literal(_UNIT_BLANK)}%{_literal(after)}" if _is_per_cent(value) else _literal(unit + after)
    plain, plus, minus = (f"{_literal(before)}{sign}{digits}{ending}" for sign in ("", '"+"', '"−"'))
    return f"{plus};{minus};{plain}" if value.signed else f"{plain};{minus}"


def _is_per_cent(value: Value) -> bool:
    return value.with_unit and value.unit == "%"


def _literal(text: str) -> str:
    """The text as a number format holds it."""
    return f'"{clean(text)}"' if text else ""


def _sheet_name(number: int, caption: str) -> str:
    """``9 Tillgänglighet Exempelby…``: the table's number and as much of its caption as fits, without signs Excel refuses."""
    words = re.sub(r"[\[\]:*?/\\']|[^\u0020-\uffff]", " ", clean(caption)).split()
    name = " ".join((str(number), *words))
    if len(name) <= _LONGEST_SHEET_NAME:
        return name
    whole_words = name[:_LONGEST_SHEET_NAME].rpartition(" ")[0]
    kept = whole_words if len(whole_words) > _LONGEST_SHEET_NAME // 2 else name[: _LONGEST_SHEET_NAME - 1]
    return kept.rstrip(" ,;–-") + "…"


def _in_margin(text: str) -> str:
    """A text as a page's head or foot holds it, where ``&`` begins a code."""
    return clean(" ".join(text.split()))[:100].replace("&", "&&")


def _text(text: str) -> str:
    """A text that a cell can hold; one that is too long says that it was cut."""
    text = clean(text)
    cut = _EXCEL["cut"]
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - len(cut)] + cut
