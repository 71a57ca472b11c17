"""Word's numbering of lists: one list of marks for all, and one of numbers for each ordered list, so that each begins at 1."""

from __future__ import annotations

from typing import cast

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from naravard.formats.word.elements import STEP, Element, w

LEVELS = 9  # Word's lists have no more
_MARKS = "•–"


class Numbering:
    """The lists of a document, added to those that a template has."""

    def __init__(self, word: WordDocument, accent: str) -> None:
        self._root = _root(word)
        first = 1 + max(
            (int(found.get(qn("w:abstractNumId"))) for found in self._root.iter(qn("w:abstractNum"))), default=0
        )
        self._last = max((int(found.get(qn("w:numId"))) for found in self._root.iter(qn("w:num"))), default=0)
        place = len(self._root.findall(qn("w:numPicBullet"))) + len(self._root.findall(qn("w:abstractNum")))
        for position, ordered in enumerate((False, True)):
            self._root.insert(place + position, _definition(first + position, accent, ordered=ordered))
        self._ordered = first + 1
        self.marks = self._add(first)

    def ordered(self, level: int) -> int:
        """A new list of numbers that begins at 1 on its level."""
        return self._add(self._ordered, w("lvlOverride", w("startOverride", val=1), ilvl=level))

    def _add(self, definition: int, override: Element | None = None) -> int:
        self._last += 1
        lists = self._root.findall(qn("w:num"))
        made = w("num", w("abstractNumId", val=definition), override, numId=self._last)
        if lists:
            lists[-1].addnext(made)
        else:
            self._root.findall(qn("w:abstractNum"))[-1].addnext(made)
        return self._last


def _root(word: WordDocument) -> Element:
    """The document's numbering, new if it has none."""
    try:
        part = word.part.part_related_by(RT.NUMBERING)
    except KeyError:
        part = XmlPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, w("numbering"), word.part.package)
        word.part.relate_to(part, RT.NUMBERING)
    return cast(XmlPart, part).element


def _definition(number: int, accent: str, *, ordered: bool) -> Element:
    levels = (_level(level, accent, ordered=ordered) for level in range(LEVELS))
    return w("abstractNum", w("multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=number)


def _level(level: int, accent: str, *, ordered: bool) -> Element:
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val="decimal" if ordered else "bullet"),
        w("lvlText", val=f"%{level + 1}." if ordered else _MARKS[level % 2]),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=STEP * (level + 1), hanging=STEP)),
        w("rPr", w("b", val=int(ordered)), w("i", val=0), w("color", val=accent)),
        ilvl=level,
    )
