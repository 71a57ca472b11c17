"""The paper as PDF, Word and Excel for ``jupyter nbconvert``; by itself, since nbconvert takes far longer to import than these.

The page is made by nbconvert's own machinery, in ``formats/html/page.py``.
"""

from __future__ import annotations

import copy
from typing import Any, ClassVar

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from naravard.formats.exports import FORMATS, Settings
from naravard.paper.compose import assemble


class _FileExporter(Exporter):
    """An executed notebook as one file of a format: ``form`` is its name among ``FORMATS``, and the file's ending."""

    form: ClassVar[str]

    def _file_extension_default(self) -> str:
        return f".{self.form}"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The file for an executed notebook; ``PaperError`` when it is not fit to be one."""
        nb, made = copy.deepcopy(nb), self._init_resources(resources)  # type: ignore[no-untyped-call]
        for preprocessor in self._preprocessors:
            nb, made = preprocessor(nb, made)
        ((_name, content),) = FORMATS[self.form](assemble(nb), "", Settings())
        return content, made


class PdfExporter(_FileExporter):
    """``jupyter nbconvert --to naravard-pdf``: an executed notebook as an accessible, archivable PDF."""

    form = "pdf"
    export_from_notebook = "Nära vård: rapport (PDF)"
    output_mimetype = "application/pdf"


class DocxExporter(_FileExporter):
    """``jupyter nbconvert --to naravard-docx``: an executed notebook as a Word document."""

    form = "docx"
    export_from_notebook = "Nära vård: rapport (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class XlsxExporter(_FileExporter):
    """``jupyter nbconvert --to naravard-xlsx``: the tables of an executed notebook as an Excel workbook."""

    form = "xlsx"
    export_from_notebook = "Nära vård: rapport (Excel)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
