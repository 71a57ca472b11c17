"""The municipality's logo, read as a data address that can stand in a page.

Only what is seen of it is published: a drawing program also writes who drew it, and where the file lay.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring

from naravard.grids.files import content
from naravard.grids.log import Log
from naravard.model import Finding, Plan
from naravard.reading.plan import FILE
from naravard.svg import svg_faults

MAX_LOGO = 500 * 1024
_LONGEST_SIDE = 10_000  # in pixels, or in the drawing's own measure
_PNG = b"\x89PNG\r\n\x1a\n"
_SEEN_OF_PNG = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"IDAT", b"IEND")
_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace",
)  # fmt: skip
_NUMBER = re.compile(r"\s*\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def read_logo(root: Path, plan: Plan) -> tuple[str, list[Finding]]:
    """The logo that the plan names, and what is wrong with it; empty if there is none."""
    look = plan.appearance
    if not look.logo:
        return "", []
    log = Log(FILE)
    row = _row(root)
    path = root / look.logo
    if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
        log.add(
            "bad-value", row=row, column="logotyp", value=look.logo, wanted="namnet på en bildfil i projektets mapp."
        )
        return "", log.take()
    data = content(path, root, log) or b""
    picture = b""
    try:
        picture = _picture(data)
    except ValueError as fault:
        log.add("bad-value", row=row, column="logotyp", value=look.logo,
                wanted=f"en SVG- eller PNG-fil om högst 500 kB. {fault}")  # fmt: skip
    if len((look.logo_text or "").strip()) < 3:
        log.add("missing-key", row=row, column="logotypens_text", section=" under [utseende]",
                wanted="vad logotypen visar, till exempel 'Exempelby kommuns vapen'.")  # fmt: skip
    kind = "png" if data.startswith(_PNG) else "svg+xml"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}", log.take()


def _row(root: Path) -> int | None:
    """The line of plan.toml that names the logo."""
    lines = (root / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.strip().startswith("logotyp")), None)


def _picture(data: bytes) -> bytes:
    """What is seen of the picture; ValueError, in Swedish, if it cannot be shown."""
    if len(data) > MAX_LOGO:
        raise ValueError(f"Den här är {len(data) // 1024} kB.")
    if data.startswith(_PNG):
        return _picture_of_png(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("Den här är inget av dem.") from None
    if faults := "; ".join(svg_faults(text)):
        raise ValueError(f"Den här går inte att använda: {faults}.")
    return _picture_of_svg(text).encode()


def _picture_of_png(data: bytes) -> bytes:
    """The parts of the file that make the picture, each proved by its own checksum."""
    parts, at = [], len(_PNG)
    while at < len(data):
        head = data[at : at + 8].ljust(8, b"\0")
        end = at + 12 + int.from_bytes(head[:4], "big")
        if zlib.crc32(data[at + 4 : end - 4]).to_bytes(4, "big") != data[end - 4 : end]:
            raise ValueError("Den här är skadad.")
        parts.append((head[4:], data[at:end]))
        at = end
    kinds = [kind for kind, _ in parts]
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND":
        raise ValueError("Den här är skadad.")
    _refuse_size([int.from_bytes(parts[0][1][at : at + 4], "big") for at in (8, 12)])
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(b"".join(part[8:-4] for kind, part in parts if kind == b"IDAT"), 8 * _LONGEST_SIDE**2)
    except zlib.error:
        raise ValueError("Den här är skadad.") from None
    if not unpacking.eof:
        raise ValueError("Den här är skadad.")
    return _PNG + b"".join(part for kind, part in parts if kind in _SEEN_OF_PNG)


def _picture_of_svg(svg: str) -> str:
    """The drawing without comments, without what is told of it, and without what drawing programs add for themselves."""
    root = fromstring(svg)
    if root.tag != f"{{{_SVG}}}svg":
        raise ValueError(f'Den här går inte att använda: den börjar inte med <svg xmlns="{_SVG}">.')
    _refuse_size(_sides(root))
    for element in list(root.iter()):
        for key in [key for key in element.attrib if key.startswith("{")]:
            if not key.startswith((f"{{{_XLINK}}}", f"{{{_XML}}}")):
                del element.attrib[key]
        for child in list(element):
            if not str(child.tag).startswith(f"{{{_SVG}}}") or child.tag == f"{{{_SVG}}}metadata":
                element.remove(child)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return ElementTree.tostring(root, encoding="unicode")


def _sides(root: ElementTree.Element) -> Iterator[float]:
    """The sides of a drawing as far as they are told, and those of what it shows; what is no number is 0."""
    box = re.split(r"[\s,]+", root.get("viewBox", "0 0 1 1").strip())
    for text in (root.get("width", "1"), root.get("height", "1"), *(*box, "", "", "", "")[2:4]):
        number = _NUMBER.match(text)
        yield float(number[0]) if number else 0.0


def _refuse_size(sides: Iterable[float]) -> None:
    if not all(0 < side <= _LONGEST_SIDE for side in sides):
        raise ValueError(f"Den här måste ha en bredd och en höjd mellan 1 och {_LONGEST_SIDE}.")
