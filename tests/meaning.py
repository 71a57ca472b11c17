"""What a paper means, apart from its format: headings, tables and figures in reading order, to be compared between formats.

A part is ``("heading", level, text)`` (the title is level 1), ``("table", caption, headings, rows, row heads)`` or
``("figure", alt, caption)``. Captions are without ``Tabell 3.``; ``row heads`` is how many cells head each row. Each
format has its own reader: ``of_html``, ``of_pdf``, ``of_word`` and ``of_excel`` in modules beside this one.
"""

from __future__ import annotations

import re

from naravard.document import Document, Figure, Heading, Table, text_of

NUMBERED = re.compile(r"^(?:Tabell|Figur) \d+\.\s*")


def squeezed(text: str) -> str:
    """The words with one blank between them, without the signs that only guide the line breaking."""
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def caption_of(text: str) -> str:
    """A caption without its number."""
    return NUMBERED.sub("", squeezed(text))


def of_document(document: Document) -> list[tuple]:
    """The parts of the document itself, which all formats must show."""
    parts: list[tuple] = [("heading", 1, squeezed(document.title))]
    for block in document.blocks:
        match block:
            case Heading():
                parts.append(("heading", block.level, squeezed(text_of(block))))
            case Table():
                headings = tuple(squeezed(column.heading) for column in block.columns)
                rows = tuple(tuple(squeezed(cell.text) for cell in row) for row in block.rows)
                parts.append(("table", squeezed(block.caption), headings, rows, block.row_headers))
            case Figure():
                parts.append(("figure", squeezed(block.alt), squeezed(block.caption)))
    return parts
