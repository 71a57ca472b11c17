"""Reading a workbook's XML parts: by local name, since writers differ in prefixes and in the edition of the standard."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import dirname, join, normpath
from xml.parsers import expat

from naravard.grids.workbook.package import Package, Refused
from naravard.rules import finding

MAX_PART = 20 * 1024**2
"""No part but a sheet is larger than this in any real workbook, and a larger one would take too long to walk through."""

Attributes = dict[str, str]
Begin = Callable[[str, Attributes], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse(
    package: Package, part: str, begin: Begin, end: End | None = None, text: Text | None = None, *, most: int = MAX_PART
) -> None:
    """Walk a part; ``begin`` and ``end`` get local names. A part that is not XML, or declares entities, refuses the file."""

    def refuse(*_: object) -> None:
        raise Refused(finding("xml-entity", file=package.name, value=part))

    def first(name: str, attributes: Attributes) -> None:
        # Only if the root has a prefix are all names taken apart: it costs as much as the rest of the walk.
        direct = ":" not in name
        local = _LocalNames()
        parser.StartElementHandler = begin if direct else lambda name, attributes: begin(local[name], attributes)
        if end is not None:
            parser.EndElementHandler = end if direct else lambda name: end(local[name])
        begin(local[name], attributes)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = first
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(package.read(part, most), True)
    except (expat.ExpatError, LookupError) as error:
        why = f"Delen {part} är inte giltig XML"
        raise Refused(finding("broken-file", file=package.name, why=why)) from error


class _LocalNames(dict[str, str]):
    """``x:row`` is ``row``; each name is taken apart once."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part points to inside the file: id to (kind, part), the kind being the last word of its address."""
    listing = f"{dirname(part)}/_rels/{part.rpartition('/')[2]}.rels".lstrip("/")
    found: dict[str, tuple[str, str]] = {}

    def begin(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], whole)

    if listing in package.members:
        parse(package, listing, begin)
    return found
