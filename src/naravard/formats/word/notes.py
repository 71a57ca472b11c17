"""The footnotes of a Word document, which python-docx has no part for."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from naravard.formats.word.elements import Element, paragraph, run, w

_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))
_BEFORE = ("endnotePr", "compat", "docVars", "rsids", "themeFontLang", "clrSchemeMapping", "decimalSymbol")


class Notes:
    """The footnotes in the order they are read; Word numbers them itself, from 1."""

    def __init__(self, text_style: str, number_style: str) -> None:
        self._text_style = text_style
        self._number_style = number_style
        self._notes: list[Element] = []

    def add(self, text: str) -> Element:
        """A reference to a new footnote with this text."""
        number = len(self._notes) + 1
        mark = w("r", w("rPr", w("rStyle", val=self._number_style)), w("footnoteRef"))
        self._notes.append(w("footnote", paragraph(self._text_style, mark, run(f" {text}")), id=number))
        return w("r", w("rPr", w("rStyle", val=self._number_style)), w("footnoteReference", id=number))

    def write(self, word: WordDocument) -> None:
        """Put the notes into the document, if there are any."""
        if not self._notes:
            return
        lines = (w("footnote", w("p", w("r", w(kind))), type=kind, id=number) for number, kind in _SEPARATORS)
        part = XmlPart(
            PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, w("footnotes", *lines, *self._notes), word.part.package
        )
        word.part.relate_to(part, RT.FOOTNOTES)
        _name_separators(word.settings.element)


def _name_separators(settings: Element) -> None:
    """The settings tell which notes are the lines that part text and notes."""
    properties = settings.find(qn("w:footnotePr"))
    if properties is None:
        properties = w("footnotePr")
        after = next((child for child in settings if child.tag in {qn(f"w:{name}") for name in _BEFORE}), None)
        settings.append(properties) if after is None else after.addprevious(properties)
    properties.extend(w("footnote", id=number) for number, _ in _SEPARATORS)
