"""The tags of a PDF with the text that is marked for each: what a screen reader gets to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

_ENTRIES = re.compile(r"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_CODE = re.compile(r"<([0-9A-Fa-f\s]*)>")

Marked = dict[tuple[tuple[int, int], int], str]


@dataclass
class Tag:
    """A tag with what is inside it in reading order: other tags, and text as it is marked on the pages."""

    kind: str
    title: str = ""
    alt: str = ""
    language: str = ""
    identity: bytes = b""
    scope: str = ""
    headers: tuple[bytes, ...] = ()
    parts: list[Tag | str] = field(default_factory=list)

    def inside(self, *kinds: str) -> Iterator[Tag]:
        """The tags of these kinds, or all of them, below this one, in reading order."""
        for part in self.parts:
            if isinstance(part, Tag):
                if part.kind in kinds or not kinds:
                    yield part
                yield from part.inside(*kinds)

    def text(self, *, without: tuple[str, ...] = ()) -> str:
        """All text below, leaving out that of some kinds of tags."""
        return "".join(
            part if isinstance(part, str) else part.text(without=without)
            for part in self.parts
            if isinstance(part, str) or part.kind not in without
        )


def tags_of(pdf: Pdf) -> Tag:
    """The root of the tags; a PDF without tags has a root with nothing in it."""
    root = Tag("")
    if "/StructTreeRoot" in pdf.Root:
        tree = pdf.Root.StructTreeRoot
        roles = {str(own): str(standard) for own, standard in tree.get("/RoleMap", Dictionary()).items()}
        _fill(root, tree.get("/K", Array()), None, _marked(pdf), roles)
    return root


def _fill(tag: Tag, kids: pikepdf.Object, page: pikepdf.Object | None, marked: Marked, roles: dict[str, str]) -> None:
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            tag.parts.append(marked.get((page.objgen, kid), "") if page is not None else "")
        elif "/S" in kid:
            inner = _tag(kid, roles)
            tag.parts.append(inner)
            _fill(inner, kid.get("/K", Array()), kid.get("/Pg", page), marked, roles)
        elif "/MCID" in kid:
            tag.parts.append(marked.get((kid.get("/Pg", page).objgen, int(kid.MCID)), ""))


def _tag(element: Dictionary, roles: dict[str, str]) -> Tag:
    kind = str(element.S)
    given = element.get("/A", Array())
    attributes = list(given.as_list()) if isinstance(given, Array) else [given]
    return Tag(
        roles.get(kind, kind)[1:],
        str(element.get("/T", "")),
        str(element.get("/Alt", "")),
        str(element.get("/Lang", "")),
        bytes(element.get("/ID", String(b""))),
        next((str(part.Scope)[1:] for part in attributes if "/Scope" in part), ""),
        tuple(bytes(name) for part in attributes for name in part.get("/Headers", ())),
    )


def _marked(pdf: Pdf) -> Marked:
    """The text of each piece of marked content, by its page and its number there."""
    found: Marked = {}
    alphabets: dict[tuple[int, int], dict[int, str]] = {}
    for page in pdf.pages:
        fonts = {}
        for name, font in page.resources.get("/Font", {}).items():
            fonts[name] = alphabets.setdefault(font.objgen, {}) or _alphabet(font)
            alphabets[font.objgen] = fonts[name]
        for number, text in _marked_on(page, fonts):
            key = (page.objgen, number)
            found[key] = found.get(key, "") + text
    return found


def _marked_on(page: pikepdf.Page, fonts: dict[str, dict[int, str]]) -> Iterator[tuple[int, str]]:
    """The pieces of text on a page with the number they are marked with; an ActualText stands for what it covers."""
    marks: list[
        tuple[int | None, str | None]
    ] = []  # the number that holds, and the text that stands for what is inside
    alphabet: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page, "BDC BMC EMC Tf Tj TJ"):
        number, stands = marks[-1] if marks else (None, None)
        match str(operator):
            case "BDC" | "BMC":
                given = operands[1] if len(operands) > 1 else Dictionary()
                inner = page.resources.Properties[given] if isinstance(given, Name) else given
                actual = str(inner.ActualText) if "/ActualText" in inner else None
                marks.append((int(inner.MCID) if "/MCID" in inner else number, actual if stands is None else ""))
                if actual is not None and stands is None and marks[-1][0] is not None:
                    yield marks[-1][0], actual
            case "EMC":
                marks.pop()
            case "Tf":
                alphabet = fonts.get(str(operands[0]), {})
            case _ if number is not None and stands is None:
                strings = operands[0] if isinstance(operands[0], Array) else [operands[0]]
                codes = b"".join(bytes(part) for part in strings if isinstance(part, String))
                pairs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
                yield number, "".join(alphabet.get(code, "\ufffd") for code in pairs)


def _alphabet(font: Dictionary) -> dict[int, str]:
    """What each two-byte code of a font means; empty when the font does not tell."""
    if "/ToUnicode" not in font:
        return {}
    known: dict[int, str] = {}
    for kind, entries in _ENTRIES.findall(font.ToUnicode.read_bytes().decode("latin-1")):
        codes = _CODE.findall(entries)
        step = 2 if kind == "bfchar" else 3
        for first, *last, meaning in (codes[at : at + step] for at in range(0, len(codes), step)):
            text = bytes.fromhex(meaning).decode("utf-16-be")
            for offset in range(int(last[0], 16) - int(first, 16) + 1 if last else 1):
                known[int(first, 16) + offset] = text[:-1] + "".join(chr(ord(sign) + offset) for sign in text[-1:])
    return known
