"""How the handbook is built: ``make docs``, or ``sphinx-build -W docs docs/_build``. The pages are plain Markdown."""

from __future__ import annotations

import re
from typing import Any

project = "naravard"
author = "naravard"
language = "sv"
extensions = ["myst_parser"]
exclude_patterns = ["_build", "__pycache__"]
root_doc = "index"
myst_heading_anchors = 3

html_theme = "furo"
html_title = "naravard – handbok"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False

ENGLISH = {"architecture"}
"""The pages that are not in Swedish."""


def _contents(app: Any, page: str, source: list[str]) -> None:
    """Let the list of pages on the first page be the contents of the site: it is written once, and as plain links."""
    if page == root_doc:
        pages = re.findall(r"\]\(([\w-]+)\.md\)", source[0])
        source[0] += "\n```{toctree}\n:hidden:\n\n" + "\n".join(dict.fromkeys(pages)) + "\n```\n"


def _in_english(app: Any, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Say of an English page that it is in English: the site as a whole is Swedish."""
    if page in ENGLISH:
        context["language"] = "en"


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx of the two."""
    app.connect("source-read", _contents)
    app.connect("html-page-context", _in_english)
    return {"parallel_read_safe": True}
