"""What a Word document means, read back as Word and its screen readers do: by styles, fields, heading rows and alt texts."""

from __future__ import annotations

import io
import re

import docx
from docx.oxml.ns import qn

from meaning import caption_of, squeezed

HEADING = re.compile(r"heading ([1-6])")
VALUE = qn("w:val")


def of_word(content: bytes) -> list[tuple]:
    """The parts of ``meaning.of_document``, from the body in order; the list of contents is not entered."""
    document = docx.Document(io.BytesIO(content))
    body = [child for child in document.element.body if child.tag in (qn("w:p"), qn("w:tbl"))]
    names = {style.style_id: style.name.casefold() for style in document.styles}
    parts: list[tuple] = []
    for before, element, after in zip([None, *body], body, [*body[1:], None], strict=False):
        if element.tag == qn("w:tbl"):
            assert names[before.style] == "caption"
            parts.append(_table(element, caption_of(text_of(before)), names))
        elif level := HEADING.fullmatch(names[element.style]):
            parts.append(("heading", int(level[1]), squeezed(text_of(element))))
        elif (drawings := element.findall(f".//{qn('wp:docPr')}")) and names[element.style] == "figur":
            assert names[after.style] == "caption"
            parts += [("figure", squeezed(drawing.get("descr")), caption_of(text_of(after))) for drawing in drawings]
    return parts


def text_of(element) -> str:
    """The words of a paragraph as shown, with a line break as a blank."""
    said = {qn("w:t"): lambda piece: piece.text or "", qn("w:br"): lambda _: " ", qn("w:tab"): lambda _: " "}
    return "".join(said[piece.tag](piece) for piece in element.iter(*said) if piece.getparent().tag == qn("w:r"))


def _table(table, caption: str, names: dict[str, str]) -> tuple:
    rows = [(row, row.findall(qn("w:tc"))) for row in table.findall(qn("w:tr"))]
    heads = [
        tuple(map(_cell, cells)) for row, cells in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    ]
    body = [cells for row, cells in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None]
    row_heads = {sum(names[cell[-1].style] == "tabellradrubrik" for cell in cells) for cells in body}
    first_column = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}").get(qn("w:firstColumn")) == "1"
    (row_head,) = row_heads or {int(first_column)}
    assert first_column == (row_head > 0), "Word is told that the first column heads the rows when it does"
    assert len(heads) == 1
    assert table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(VALUE).split() == caption.split()
    return ("table", caption, heads[0], tuple(tuple(map(_cell, cells)) for cells in body), row_head)


def _cell(cell) -> str:
    return squeezed(" ".join(text_of(paragraph) for paragraph in cell.findall(qn("w:p"))))
