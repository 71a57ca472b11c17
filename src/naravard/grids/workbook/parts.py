"""The parts that a workbook's sheets lean on: which sheets there are, their shared texts, and how cells look."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from naravard.grids.workbook.formats import Shows, format_code, shows
from naravard.grids.workbook.package import Package, Refused
from naravard.grids.workbook.xml import Attributes, parse, relations
from naravard.rules import finding

MAX_STYLES = 66_000
"""Excel itself allows 65 490."""

MAX_TEXTS = 500_000

_ESCAPE = re.compile("_x(?!D[89A-Fa-f])([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook and where it lies in the file."""

    title: str
    part: str
    hidden: bool


@dataclass
class Contents:
    """What workbook.xml says. ``starts_1904``: days are counted as on old Macs. ``stale``: formulas await calculation."""

    sheets: list[Sheet] = field(default_factory=list)
    starts_1904: bool = False
    stale: bool = False
    texts_part: str = ""
    styles_part: str = ""


@dataclass(frozen=True)
class Style:
    """How cells of one style look, as far as it may carry meaning."""

    number_format: str = "General"
    shows: Shows = Shows.NUMBER
    words: str = ""
    struck: bool = False
    colour: str = ""

    @cached_property
    def notable(self) -> bool:
        """Whether a cell that looks so may say more than its value."""
        return self.struck or bool(self.colour) or self.shows in (Shows.PERCENT, Shows.SCALED)


def is_true(attributes: Attributes, name: str) -> bool:
    """Whether a yes/no attribute is set."""
    return attributes.get(name, "0") in ("1", "true", "on")


def read_contents(package: Package) -> Contents:
    """The list of sheets, in order; chart sheets hold no cells and are left out."""
    workbook = next(
        (part for kind, part in relations(package, "").values() if kind == "officeDocument"), "xl/workbook.xml"
    )
    parts = relations(package, workbook)
    found = Contents()

    def begin(name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            found.starts_1904 = is_true(attributes, "date1904")
        elif name == "calcPr":
            found.stale = is_true(attributes, "fullCalcOnLoad")
        elif name == "sheet":
            link = next(
                (value for key, value in attributes.items() if key.rpartition(":")[2] == "id" and ":" in key), ""
            )
            kind, part = parts.get(link, ("", ""))
            if kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                found.sheets.append(Sheet(attributes.get("name", ""), part, hidden))

    if workbook not in package.members:
        raise Refused(finding("broken-file", file=package.name, why="Arbetsbokens innehållsförteckning saknas"))
    parse(package, workbook, begin)
    for kind, part in parts.values():
        if kind == "sharedStrings":
            found.texts_part = part
        elif kind == "styles":
            found.styles_part = part
    missing = [sheet.title for sheet in found.sheets if sheet.part not in package.members]
    if missing:
        raise Refused(finding("broken-file", file=package.name, why=f"Bladet {missing[0]} saknas i filen"))
    return found


def read_texts(package: Package, part: str) -> list[str]:
    """The texts that cells point to by number. Reading aids for Japanese (``rPh``) are not part of the text."""
    texts: list[str] = []
    pieces: list[str] = []
    inside = {"t": False, "rPh": False}

    def begin(name: str, attributes: Attributes) -> None:
        if name == "si":
            pieces.clear()
        elif name in inside:
            inside[name] = True

    def end(name: str) -> None:
        if name == "si":
            texts.append(tidy("".join(pieces)))
            if len(texts) > MAX_TEXTS:
                limit = "500 000 olika texter"
                raise Refused(finding("too-large", file=package.name, value="arbetsboken har för många", limit=limit))
        elif name in inside:
            inside[name] = False

    def text(data: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(data)

    if part in package.members:
        parse(package, part, begin, end, text)
    return texts


def tidy(text: str) -> str:
    """A text without Excel's escapes (``_x000D_`` is a carriage return), and with one kind of line break."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@dataclass
class _Looks:
    """styles.xml while it is read: fonts and fills first, then the cell formats that point to them."""

    file: str
    formats: dict[int, str] = field(default_factory=dict)
    struck: list[bool] = field(default_factory=list)
    inks: list[str] = field(default_factory=list)
    fills: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    where: str = ""

    def begin(self, name: str, attributes: Attributes) -> None:
        if name in ("fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs"):
            self.where = name
        elif name == "numFmt" and self.where != "dxfs":
            self.formats[_number(attributes, "numFmtId")] = attributes.get("formatCode", "General")
        elif self.where == "fonts":
            self._font(name, attributes)
        elif self.where == "fills":
            self._fill(name, attributes)
        elif name == "xf" and self.where == "cellXfs":
            self._style(attributes)

    def _font(self, name: str, attributes: Attributes) -> None:
        if name == "font":
            self.struck.append(False)
            self.inks.append("")
        elif name == "strike":
            self.struck[-1] = attributes.get("val", "1") in ("1", "true")
        elif name == "color":
            self.inks[-1] = _colour(attributes)

    def _fill(self, name: str, attributes: Attributes) -> None:
        if name == "fill":
            self.fills.append("")
        elif name == "fgColor":
            self.fills[-1] = _colour(attributes)

    def _style(self, attributes: Attributes) -> None:
        code = format_code(_number(attributes, "numFmtId"), self.formats)
        kind, words = shows(code)
        font, fill = _number(attributes, "fontId"), _number(attributes, "fillId")
        ink = self.inks[font] if font < len(self.inks) else ""
        ground = self.fills[fill] if fill < len(self.fills) else ""
        struck = font < len(self.struck) and self.struck[font]
        if len(self.styles) > MAX_STYLES:
            limit = "66 000 cellformat"
            raise Refused(
                finding("too-large", file=self.file, value="arbetsboken har fler än vad Excel tillåter", limit=limit)
            )
        self.styles.append(Style(code, kind, words, struck, f"{ink} {ground}".strip()))


def _colour(attributes: Attributes) -> str:
    """A colour as text to compare by; black, white and automatic are no colour."""
    if attributes.get("auto") or attributes.get("indexed") in ("64", "65") or attributes.get("theme") in ("0", "1"):
        return "" if not attributes.get("tint") else f"{attributes.get('theme')}{attributes['tint']}"
    rgb = attributes.get("rgb", "")[-6:].upper()
    return "" if rgb in ("000000", "FFFFFF") else rgb or f"{attributes.get('theme', '')}{attributes.get('indexed', '')}"


def _number(attributes: Attributes, name: str) -> int:
    try:
        return max(0, int(attributes.get(name, "0")))
    except ValueError:
        return 0


def read_styles(package: Package, part: str) -> list[Style]:
    """The styles that cells point to by number."""
    looks = _Looks(package.name)
    if part in package.members:
        parse(package, part, looks.begin)
    return looks.styles or [Style()]
