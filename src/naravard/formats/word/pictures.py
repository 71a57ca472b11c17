"""Drawings as pictures in a Word document: sharp in new Word (SVG), and there in every other (PNG)."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence
from itertools import count

import typst
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.oxml.shape import CT_Inline
from docx.parts.document import DocumentPart
from docx.shared import Pt

from naravard.formats.fonts import FONTS
from naravard.formats.word.elements import Element, w
from naravard.formats.word.styles import HOUSE

_PPI = 192.0
_REFERENCE = re.compile(r"(<(?:use|image)\b[^>]*?)\shref=")
_BESIDE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{}"/></a:ext></a:extLst>'
)


class Pictures:
    """The pictures of a document; ``drawings`` are the SVG that it will show, which are drawn all at once."""

    def __init__(self, part: DocumentPart, drawings: Iterable[str]) -> None:
        self._part = part
        taken = (element.get("id", "") for story in part.package.iter_parts() for element in _named(story))
        self._numbers = count(1 + max((int(number) for number in taken if number.isdigit()), default=0))
        unlike = list(dict.fromkeys(drawings))
        self._drawn = dict(zip(unlike, _drawn(unlike), strict=True))

    def svg(self, svg: str, name: str, alt: str, width: float, height: float = 0.0) -> Element:
        """A drawing, no larger than ``width`` and ``height`` (if given) in points."""
        picture = self.png(self._drawn[svg], name, alt, width, height, _PPI)
        if "<text" in svg:  # a reader's Word may lack the typeface
            return picture
        package = self._part.package
        content = Part(package.next_partname("/word/media/drawing%d.svg"), "image/svg+xml", _for_word(svg), package)
        beside = parse_xml(_BESIDE.format(self._part.relate_to(content, RT.IMAGE)))
        picture.xpath(".//a:blip")[0].append(beside)
        return picture

    def png(self, png: bytes, name: str, alt: str, width: float, height: float = 0.0, ppi: float = 96.0) -> Element:
        """A picture of pixels, no larger than ``width`` and ``height`` (if given) in points."""
        relation, image = self._part.get_or_add_image(io.BytesIO(png))
        across, down = (pixels * 72 / ppi for pixels in (image.px_width, image.px_height))
        scale = min(1.0, width / across, height / down if height else 1.0)
        inline = CT_Inline.new_pic_inline(next(self._numbers), relation, name, Pt(across * scale), Pt(down * scale))
        inline.docPr.set("name", name)
        inline.docPr.set("descr", alt)
        for side in "TBLR":
            inline.set(f"dist{side}", "0")
        return w("r", w("drawing", inline))


def _named(part: Part) -> Sequence[Element]:
    """The drawings of a part; their numbers must be unlike in the whole document."""
    element = getattr(part, "element", None)
    return [] if element is None else list(element.iter("{*}docPr"))


def _drawn(drawings: list[str]) -> list[bytes]:
    """Each drawing as PNG."""
    if not drawings:
        return []
    made = typst.compile(
        str(HOUSE / "drawings.typ"),
        output=None,
        root=str(HOUSE),
        format="png",
        ppi=_PPI,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"drawings": json.dumps(drawings)},
    )
    return made if isinstance(made, list) else [made]


def _for_word(svg: str) -> bytes:
    """The drawing as Word reads it: with references as SVG 1.1 wrote them."""
    named = _REFERENCE.sub(r"\1 xlink:href=", svg)
    if "xlink:href=" in named and "xmlns:xlink" not in named:
        named = named.replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ', 1)
    return named.encode()
