"""The paper as PDF for ``jupyter nbconvert``; by itself, since nbconvert takes far longer to import than a PDF to make."""

from __future__ import annotations

import copy
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets.config import Config

from naravard.report.assemble import assemble
from naravard.report.pdf import pdf_from_document


class PdfExporter(Exporter):
    """``jupyter nbconvert --to naravard-pdf``: an executed notebook as an accessible, archivable PDF."""

    export_from_notebook = "Nära vård: rapport (PDF)"
    output_mimetype = "application/pdf"

    def __init__(self, config: Config | None = None, **traits: Any) -> None:
        super().__init__(config=config, **traits)  # type: ignore[no-untyped-call]

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF for an executed notebook; ``PaperError`` when it is not fit to be one."""
        nb, made = copy.deepcopy(nb), self._init_resources(resources)  # type: ignore[no-untyped-call]
        for preprocessor in self._preprocessors:
            nb, made = preprocessor(nb, made)
        return pdf_from_document(assemble(nb)), made
