"""The elements that a Word document is made of, written short. Text goes in as text, so nothing in it can become markup."""

from __future__ import annotations

import re
from typing import Any, Literal

from docx.oxml.ns import nsmap
from docx.oxml.parser import OxmlElement

Element = Any  # lxml's elements have no types

_W = f"{{{nsmap['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = re.compile(r"([\n\u00ad])")
STEP = 357  # how far each level of a list stands in, in twentieths of a point


def w(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """An element of WordprocessingML with its children and attributes; a child that is None is left out."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(_W + name, str(value))
    element.extend(child for child in children if child is not None)
    return element


def paragraph(
    style: str,
    *content: Element,
    keep: bool = False,
    num: tuple[int, int] | None = None,
    left: int = 0,
    hyphenated: bool = False,
    align: Literal["start", "end"] = "start",
) -> Element:
    """A paragraph in a style (its id in this document).

    ``keep`` holds it on the page of the next paragraph, ``num`` is its list and level, ``left`` its indent in twentieths of
    a point, and ``hyphenated`` lets its words be parted, which the styles do not.
    """
    properties = w(
        "pPr",
        w("pStyle", val=style),
        w("keepNext") if keep else None,
        w("numPr", w("ilvl", val=num[1]), w("numId", val=num[0])) if num else None,
        w("suppressAutoHyphens", val=0) if hyphenated else None,
        w("ind", left=left) if left else None,
        w("jc", val="right") if align == "end" else None,
    )
    return w("p", properties, *content)


def run(text: str, *looks: Element | None) -> Element:
    """A run of text as typed, where a line break is a line break; ``looks`` are its properties in the schema's order."""
    properties = w("rPr", *looks) if any(look is not None for look in looks) else None
    return w("r", properties, *map(_piece, filter(None, _BREAKS.split(text))))


def _piece(text: str) -> Element:
    if text == "\n":
        return w("br")
    if text == "\u00ad":  # Word shows the sign itself as a hyphen anywhere
        return w("softHyphen")
    piece = w("t")
    piece.text = text
    piece.set(_SPACE, "preserve")
    return piece


def field(code: str, result: str, *looks: Element | None) -> Element:
    """A field that Word can update, with what it shows until then."""
    return w("fldSimple", run(result, *looks), instr=f" {code} ")


def field_ends(code: str) -> tuple[list[Element], list[Element]]:
    """The runs before and after what a field shows, for a field that shows more than one run."""

    def mark(kind: str) -> Element:
        return w("r", w("fldChar", fldCharType=kind))

    instruction = w("instrText")
    instruction.text = f" {code} "
    instruction.set(_SPACE, "preserve")
    return [mark("begin"), w("r", instruction), mark("separate")], [mark("end")]
