"""The paper as one HTML file, without script or request, by nbconvert's template machinery and our own template."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode

from naravard import words
from naravard.document import Document, Heading, text_of, to_html, typed
from naravard.formats.html.style import style_hash, style_sheet
from naravard.paper.checks import spans_of
from naravard.paper.compose import assemble

TEMPLATES = Path(__file__).with_name("templates")
CONTENTS_LEVELS = (2, 3)


class HtmlExporter(TemplateExporter):
    """``jupyter nbconvert --to naravard-html``: an executed notebook as an accessible page that needs nothing beside it."""

    export_from_notebook = "Nära vård: rapport (HTML)"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_name_default(self) -> str:
        return "naravard"

    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def _create_environment(self) -> Environment:
        # nbconvert's own environment escapes nothing; ours escapes everything that is not made by to_html.
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        environment.globals["said"] = words.of("pages")
        environment.filters["words"] = text_of
        environment.filters["block_html"] = lambda block: Markup(to_html(block))  # noqa: S704 - to_html escapes all text
        environment.filters["typed"] = lambda text: Markup(typed(text))  # noqa: S704 - typed escapes it
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page for an executed notebook; ``PaperError`` when it is not fit to be one."""
        # The user's preprocessors are run, but nbconvert's validation after each of them (most of its time) is not.
        nb, made = copy.deepcopy(nb), self._init_resources(resources)  # type: ignore[no-untyped-call]
        for preprocessor in self._preprocessors:
            nb, made = preprocessor(nb, made)
        return self.from_document(assemble(nb)), made

    def from_document(self, document: Document) -> str:
        """The page for a document."""
        style = style_sheet(document.cover.look)
        page: str = self.template.render(
            document=document,
            contents=_contents(document),
            notes=[span for block in document.blocks for span in spans_of(block) if span.note],
            style=Markup(style),  # noqa: S704 - our own file and checked colours, and the hash below covers it
            style_hash=style_hash(style),
        )
        return page


def _contents(document: Document) -> list[tuple[Heading, list[Heading]]]:
    """The headings of the contents: each of the upper level with those of the lower level under it."""
    upper, lower = CONTENTS_LEVELS
    entries: list[tuple[Heading, list[Heading]]] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == upper:
            entries.append((block, []))
        elif isinstance(block, Heading) and block.level == lower and entries:
            entries[-1][1].append(block)
    return entries
