"""A file's bytes, after it has been shown that it is a regular file of a harmless size in the data folder."""

from __future__ import annotations

import stat
from pathlib import Path

from naravard.grids.log import Log

MAX_BYTES = 20 * 1024**2

_KINDS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Excel-arbetsbok eller zip, fast namnet slutar på .csv"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "gammal Excel (.xls), fast namnet slutar på .csv"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG-bild"),
    (b"\xff\xd8\xff", "JPEG-bild"),
    (b"7z\xbc\xaf", "7-zip"),
    (b"SQLite format 3", "SQLite"),
    (b"MIME-Version:", "webbarkiv (.mht), fast namnet slutar på .csv"),
)
_PAGES = (b"<!doctype", b"<!--", b"<html", b"<?xml", b"<table", b"<head", b"<body", b"<meta", b"<style", b"<div")
_RECORDS = (b"[{", b'{"')


def content(path: Path, root: Path, log: Log) -> bytes | None:
    """The bytes of a file in the data folder ``root``; None, with a finding, if it is not to be opened."""
    try:
        if not _is_harmless(path, root, log):
            return None
        # One byte more than the limit shows that the file has grown since it was looked at.
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        log.add("broken-file", why=f"Filen går inte att öppna ({error.strerror})")
        return None
    if len(data) > MAX_BYTES:
        log.add("too-large", value="mer än 20 MB", limit="20 MB")
        return None
    return data


def _is_harmless(path: Path, root: Path, log: Log) -> bool:
    if path.is_symlink() and not _leads_within(path, root):
        log.add("symlink", value=path.name)
        return False
    status = path.stat()
    # A pipe would be waited for without end, and a device has no end.
    if not stat.S_ISREG(status.st_mode):
        log.add("not-a-file", value=path.name)
        return False
    if status.st_size > MAX_BYTES:
        log.add("too-large", value=f"{status.st_size / 1024**2:.0f} MB", limit="20 MB")
        return False
    return True


def _leads_within(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def is_a_table_of_text(data: bytes, log: Log) -> bool:
    """Whether the first bytes are those of a text file; if not, a finding names what it is."""
    for start, kind in _KINDS:
        if data.startswith(start):
            log.add("format-unsupported", value=kind)
            return False
    # Without the NULs, UTF-16 begins like any other text.
    beginning = data[:1024].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if beginning.startswith(_PAGES):
        log.add("format-unsupported", value="HTML eller XML, fast namnet slutar på .csv")
        return False
    if beginning.startswith(_RECORDS):
        log.add("format-unsupported", value="JSON, fast namnet slutar på .csv")
        return False
    return True
