"""What the sheets of a form have in common: what their workbook is for, the cell formats and the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from naravard.model import Record
from naravard.terms import Term

INK, PALE, LINE = "#17495A", "#C9DFE6", "#B8C4C9"


@dataclass(frozen=True)
class Book:
    """What a workbook is for. ``known`` gives ids of tables in other workbooks, to choose from."""

    file: str
    tables: Sequence[type[Record]]
    project: str = ""
    term: Term | None = None
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def here(self) -> set[str]:
        """The tables that have a sheet in this workbook."""
        return {record.table for record in self.tables}


class Looks:
    """The cell formats of a workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        """The format with these properties; text wraps and stands at the top of its cell."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"text_wrap": True, "valign": "top", **properties})
        return self._made[key]

    def heading(self, how: str) -> Format:
        """The look of a heading: dark if the column must be filled in, pale if it may be empty, white if it is optional."""
        shade = {
            "Fyll alltid i": {"bg_color": INK, "font_color": "#FFFFFF"},
            "Fyll i om uppgiften finns": {"bg_color": PALE},
        }
        plain = {"bg_color": "#FFFFFF", "font_color": INK}
        return self(bold=how in shade, bottom=2, bottom_color=INK, right=1, right_color=LINE, valign="vcenter",
                    **{**plain, **shade.get(how, {})})  # fmt: skip


def set_paper(sheet: Worksheet, title: str, *, wide: bool = False) -> None:
    """Paper across, A4 or A3, with headings on every page and all columns on its width."""
    sheet.set_landscape()
    sheet.set_paper(8 if wide else 9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{title}&RSida &P av &N")
