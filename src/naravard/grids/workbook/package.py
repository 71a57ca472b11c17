"""A workbook's zip file, opened only after it has been shown to be harmless.

A workbook is a zip of XML parts, and whoever made it may wish us ill: a small file that unpacks to gigabytes, a part that
asks the XML parser for other files, a macro. All of that is looked for before any part is understood.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from naravard.grids.files import content
from naravard.grids.log import Log
from naravard.model import Finding
from naravard.rules import finding

MAX_UNPACKED = 100 * 1024**2
MAX_RATIO = 100
MAX_MEMBERS = 2_000
HARMLESS_UNPACKED = 1024**2
"""A part that unpacks to less than this harms nobody, however well it was packed."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_DOCTYPES = tuple(
    sign.encode(coding) for sign in ("<!DOCTYPE", "<!ENTITY") for coding in ("ascii", "utf-16-le", "utf-16-be")
)
_MACROS = ("vbaproject.bin", "/macrosheets/", "/dialogsheets/")
_LINKS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)
"""What Python's zipfile raises for a damaged, cut or unusual archive."""


class Refused(Exception):
    """Ends the reading of one workbook; it never leaves this package."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.code)
        self.finding = found


@dataclass(frozen=True)
class Package:
    """The parts of a workbook that has passed every check of its container."""

    name: str
    archive: zipfile.ZipFile
    members: frozenset[str]

    def read(self, part: str, most: int = MAX_UNPACKED) -> bytes:
        """A part's bytes, of which there may be ``most``."""
        size = self.archive.getinfo(part).file_size
        if size > most:
            value, limit = f"delen {part} är på {size // 1024**2} MB", f"{most // 1024**2} MB"
            raise Refused(finding("too-large", file=self.name, value=value, limit=limit))
        return self.archive.read(part)

    @property
    def links(self) -> list[str]:
        """Parts that fetch data from elsewhere."""
        return sorted(part for part in self.members if part.lower().startswith(_LINKS) and "/_rels/" not in part)


def open_package(path: Path, name: str) -> Package:
    """The workbook at ``path``, or ``Refused`` with the finding that says why not. ``name`` is its path from the data folder."""
    log = Log(name)
    data = content(path, path.parents[name.count("/")], log)
    if data is None:
        raise Refused(*log.take())
    if data.startswith(_OLE):
        raise Refused(finding("encrypted" if _ENCRYPTED in data else "format-unsupported", file=name, value=".xls"))
    if not data:
        raise Refused(finding("empty-file", file=name))
    if not data.startswith(b"PK"):
        raise Refused(finding("broken-file", file=name, why="Filens innehåll är inte en arbetsbok"))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
        _check_names(parts, name)
        _check_sizes(parts, name)
        _check_kind(archive, name)
        _check_xml(archive, name)
    except UNREADABLE as error:
        raise Refused(finding("broken-file", file=name, why="Filen är skadad eller avkortad")) from error
    return Package(name, archive, frozenset(archive.namelist()))


def _check_names(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Nothing is ever unpacked to disk; a member with such a name shows that the file is made to fool someone."""
    if len(parts) > MAX_MEMBERS:
        raise Refused(finding("too-large", file=name, limit=f"{MAX_MEMBERS} delar", value=f"{len(parts)} delar"))
    seen: set[str] = set()
    for part in parts:
        # ZipInfo.filename has backslashes and NULs already tidied away; the name as stored is what tells.
        stored = part.orig_filename
        climbs = ".." in stored.replace("\\", "/").split("/")
        absolute = stored.startswith("/") or stored[1:2] == ":"
        if climbs or absolute or "\\" in stored or "\x00" in stored or stored.lower() in seen:
            raise Refused(finding("zip-member-name", file=name, value=stored))
        seen.add(stored.lower())
        if part.flag_bits & 1:
            raise Refused(finding("encrypted", file=name))


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    """By the sizes that the zip states; zipfile never unpacks more than that, so a lie ends as a broken file."""
    total = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bombs = [part for part in parts if part.file_size > HARMLESS_UNPACKED and _ratio(part) > MAX_RATIO]
    if bombs or total > max(HARMLESS_UNPACKED, MAX_RATIO * packed):
        raise Refused(finding("zip-ratio", file=name, value=f"{total // 1024**2} MB", packed=max(1, packed // 1024)))
    if total > MAX_UNPACKED:
        raise Refused(finding("too-large", file=name, limit="100 MB uppackat", value=f"{total // 1024**2} MB"))


def _ratio(part: zipfile.ZipInfo) -> float:
    return part.file_size / max(1, part.compress_size)


def _check_kind(archive: zipfile.ZipFile, name: str) -> None:
    """Only an .xlsx without macros is read; other kinds of zip are named, so that the remedy fits."""
    names = [part.lower() for part in archive.namelist()]
    if any(sign in part for part in names for sign in _MACROS):
        raise Refused(finding("macro", file=name))
    if "[content_types].xml" not in names:
        kind = ".ods" if "mimetype" in names else "zip"
        raise Refused(finding("format-unsupported", file=name, value=kind))
    if "xl/workbook.bin" in names:
        raise Refused(finding("format-unsupported", file=name, value=".xlsb"))
    if not any(part.startswith("xl/") for part in names):
        raise Refused(finding("format-unsupported", file=name, value="zip"))


def _check_xml(archive: zipfile.ZipFile, name: str) -> None:
    """No part may declare a document type: entities are how XML is made to read other files or to grow without end.

    In a cell the text would stand as ``&lt;!DOCTYPE``, so the bytes themselves tell. ``xml.parse`` looks once more.
    """
    for part in archive.namelist():
        content = archive.read(part)
        if content.lstrip().startswith(_XML_STARTS) and any(sign in content for sign in _DOCTYPES):
            raise Refused(finding("xml-entity", file=name, value=part))
