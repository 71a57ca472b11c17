"""The styles of a paper: which of the document's own stand for ours, and those that it lacks."""

from __future__ import annotations

import re
from pathlib import Path

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from naravard.document import Look
from naravard.formats import palette
from naravard.formats.word.elements import Element

HOUSE = Path(__file__).with_name("house")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)


def house_part(name: str, look: Look) -> bytes:
    """A part of the house's own Word document, in the colours of the look."""
    written = _COMMENT.sub("", HOUSE.joinpath(name).read_text(encoding="utf-8"))
    return in_colours(written, look).encode()


def in_colours(text: str, look: Look) -> str:
    """The text with the house's colours exchanged for those of the look."""
    house, own = (palette.light(given) for given in (Look(), look))
    new = {house[name][1:].upper(): own[name][1:].upper() for name in house}
    return re.sub("|".join(new), lambda found: new[found[0]], text)


def complete(there: Element, look: Look) -> dict[str, str]:
    """Give a document's styles those that they lack; returns its id of each of ours.

    A style is known by its name, which Word writes in English whatever language it speaks: only ids are translated. Running
    text is in Body Text where the document has it, otherwise in Normal.
    """
    theirs = there.findall(qn("w:style"))
    ids = {_name(style): _id(style) for style in theirs}
    defaults = {style.get(qn("w:type")): _id(style) for style in theirs if style.get(qn("w:default"))}
    known: dict[str, str] = {}
    missing = []
    for style in parse_xml(house_part("styles.xml", look)).findall(qn("w:style")):
        if _name(style) in ids:
            known[_id(style)] = ids[_name(style)]
        elif style.get(qn("w:default")) and style.get(qn("w:type")) in defaults:
            known[_id(style)] = defaults[style.get(qn("w:type"))]
        else:
            known[_id(style)] = _id(style) if _id(style) not in ids.values() else f"{_id(style)}Rapport"
            missing.append(style)
    for style in missing:
        style.set(qn("w:styleId"), known[_id(style)])
        for reference in style.iter(qn("w:basedOn"), qn("w:next"), qn("w:link")):
            reference.set(qn("w:val"), known[reference.get(qn("w:val"))])
        there.append(style)
    return known | {"BodyText": ids.get("body text", known["Normal"])}


def _id(style: Element) -> str:
    return str(style.get(qn("w:styleId")))


def _name(style: Element) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"))).casefold()
