"""A Word document while it is written: its styles, and the parts that the text refers to by number."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import count
from urllib.parse import unquote

from naravard.document import Document, Figure, Heading
from naravard.formats import palette
from naravard.formats.word.elements import Element, w
from naravard.formats.word.notes import Notes
from naravard.formats.word.numbering import Numbering
from naravard.formats.word.pictures import Pictures
from naravard.formats.word.styles import complete
from naravard.formats.word.template import house_document, template_document
from naravard.paper.checks import spans_of

SVG_ADDRESS = "data:image/svg+xml;base64,"


class Draft:
    """The Word document that a paper is written into, new or from a municipality's template."""

    def __init__(self, document: Document, template: bytes | None) -> None:
        look = document.cover.look
        self.templated = template is not None
        self.word = house_document(look) if template is None else template_document(template)
        self._styles = complete(self.word.styles.element, look)
        self.notes = Notes(self.style("FootnoteText"), self.style("FootnoteReference"))
        self.numbering = Numbering(self.word, palette.light(look)["accent"][1:])
        self.pictures = Pictures(self.word.part, _drawings(document))
        self.bookmarks = _bookmarks(document)
        self._ends = count(1)

    def style(self, name: str) -> str:
        """The id that one of our styles has in this document."""
        return self._styles[name]

    def look(self, name: str) -> Element:
        """One of our character styles, as a run's property."""
        return w("rStyle", val=self.style(name))

    def marked(self, bookmark: str, content: list[Element]) -> list[Element]:
        """The content between the ends of a bookmark."""
        number = next(self._ends)
        return [w("bookmarkStart", id=number, name=bookmark), *content, w("bookmarkEnd", id=number)]


def _drawings(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Figure):
            yield block.svg
    if document.cover.look.logo.startswith(SVG_ADDRESS):
        yield svg_of(document.cover.look.logo)


def svg_of(address: str) -> str:
    """The drawing that a data address holds."""
    return base64.b64decode(address.removeprefix(SVG_ADDRESS)).decode()


def _bookmarks(document: Document) -> dict[str, str]:
    """The bookmark of each heading that a link leads to, by its anchor: an anchor has signs that a bookmark cannot have."""
    linked = {unquote(span.link[1:]) for block in document.blocks for span in spans_of(block) if span.link[:1] == "#"}
    anchors = (block.anchor for block in document.blocks if isinstance(block, Heading) and block.anchor in linked)
    return {anchor: f"rubrik_{number}" for number, anchor in enumerate(anchors, start=1)}
