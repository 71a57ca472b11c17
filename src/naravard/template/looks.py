"""What the sheets of a form have in common: what their workbook is for, the cell formats and the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from naravard.model import Record
from naravard.terms import Term

_PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
UNCHANGING = datetime(2024, 1, 1)
"""The day that workbooks say they were made, so that the same form is the same file to the last byte."""
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


@contextmanager
def new_workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that is written to ``path`` at the end; OSError if it cannot be."""
    # What stands in a cell of the data may begin with = or http: here it is always text.
    workbook = Workbook(str(path), _PLAIN_TEXT)
    yield workbook
    try:
        workbook.close()
    except FileCreateError as error:  # no OSError, but it holds one
        raise OSError(*error.args[0].args) from error
