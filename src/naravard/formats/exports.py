"""The formats that a paper is given in, all of them made from the one document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.formats.pdf import Archive

if TYPE_CHECKING:
    from naravard.document import Document
    from naravard.formats.html.page import HtmlExporter

    Export = Callable[["Document", str, "Settings"], Iterator[tuple[str, bytes]]]


@dataclass(frozen=True)
class Settings:
    """How the formats are made: which PDF/A (``archive``), and the municipality's own Word template if it has one."""

    archive: Archive = "2a"
    docx_template: Path | None = None


def exports(
    document: Document, paper: str, formats: tuple[str, ...], settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Every file of a paper: its name, seen from the paper's folder, and its content."""
    for name in formats:
        yield from FORMATS[name](document, paper, settings)


def _html(document: Document, paper: str, _: Settings) -> Iterator[tuple[str, bytes]]:
    yield f"{paper}.html", _page_maker().from_document(document).encode()


@cache
def _page_maker() -> HtmlExporter:
    """The exporter of pages; it compiles its template, which is the same for all of them."""
    from naravard.formats.html.page import HtmlExporter

    return HtmlExporter()  # type: ignore[no-untyped-call]


def _pdf(document: Document, paper: str, settings: Settings) -> Iterator[tuple[str, bytes]]:
    from naravard.formats.pdf.paper import pdf_from_document

    attachments = _open_data(document) if settings.archive == "3a" else {}
    yield f"{paper}.pdf", pdf_from_document(document, archive=settings.archive, attachments=attachments)


def _docx(document: Document, paper: str, settings: Settings) -> Iterator[tuple[str, bytes]]:
    from naravard.formats.word import word_from_document

    template = settings.docx_template.read_bytes() if settings.docx_template else None
    yield f"{paper}.docx", word_from_document(document, template)


def _xlsx(document: Document, paper: str, _: Settings) -> Iterator[tuple[str, bytes]]:
    from naravard.formats.excel.workbook import excel_from_document

    yield f"{paper}.xlsx", excel_from_document(document)


def _csv(document: Document, paper: str, _: Settings) -> Iterator[tuple[str, bytes]]:
    from naravard.formats.data import dcat

    files = _open_data(document)
    yield from ((f"{paper}/{name}", content) for name, content in files.items())
    if files:
        package = json.loads(files["datapackage.json"])
        yield f"{paper}/{dcat.FILE}", dcat.dcat_from_package(document, paper, package)


def _open_data(document: Document) -> dict[str, bytes]:
    from naravard.formats.data.package import open_data_from_document

    return open_data_from_document(document)


FORMATS: dict[str, Export] = {"html": _html, "pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "csv": _csv}
"""Each format's name, and what makes its files."""
