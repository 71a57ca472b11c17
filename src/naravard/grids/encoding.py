"""Bytes to text: what Swedish Excel and Notepad save, read exactly or not at all. Nothing is guessed.

A byte order mark decides. Without one the text is UTF-8, or else Windows-1252 with a note. A file that is partly one and
partly the other, or that comes from an old Mac or from DOS, is refused: to guess would be wrong just on short Swedish files.
"""

from __future__ import annotations

import codecs
import re

from naravard.grids.log import Log

_LETTER = "A-Za-zåäöÅÄÖ"
# Å, ä and ö of Mac OS Roman and of DOS as they come out in Windows-1252, inside or at the edge of a word.
_ELSEWHERE = re.compile(rf"[{_LETTER}][ŒŠš€…†„”Ž™][{_LETTER}]|[{_LETTER}][ŒŠš†][ ;,\t\r\n]|[;,\t\r\n][€…Ž™][a-z]")
_JUDGED_ROWS = 200_000
_SWEDISH = re.compile("[åäöÅÄÖ]")


def decode(data: bytes, log: Log) -> str | None:
    """The text of a file; None, with a finding, if its encoding cannot be told for certain."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        _refuse(log, "Filen är sparad i UTF-32.")
        return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data, log)
    if _looks_like_utf16(data):
        _refuse(log, "Den liknar UTF-16 utan det märke som ska stå först.")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > 0 and _is_utf8(data[: error.start]):
            log.add("broken-file", why="Filen är avklippt mitt i ett tecken")
            return None
    return None if _is_mixed(data, log) else _windows(data, log)


def _utf16(data: bytes, log: Log) -> str | None:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        _refuse(log, "Den börjar som UTF-16 men är skadad.")
        return None
    log.add("encoding-utf16")
    return text


def _looks_like_utf16(data: bytes) -> bool:
    """Whether every second byte of the beginning is nearly always NUL."""
    start = data[:4096]
    return max(start[0::2].count(0), start[1::2].count(0)) > 0.4 * (len(start) / 2) > 0


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 that says something that ASCII could not."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _is_mixed(data: bytes, log: Log) -> bool:
    """Whether some lines are UTF-8 and others are not; the finding names the first line that differs from those before."""
    # In a file that is Windows-1252 throughout there is seldom even a pair of bytes that could be UTF-8.
    if not re.search(rb"[\xc2-\xf4][\x80-\xbf]", data):
        return False
    lines = re.split(rb"\r\n|\r|\n", data, maxsplit=_JUDGED_ROWS)[:_JUDGED_ROWS]
    kinds = ((row, _kind(line)) for row, line in enumerate(lines, 1) if not line.isascii())
    first, one = next(kinds, (1, "UTF-8"))
    if one == "båda":
        log.add("encoding-mixed", row=first, one="UTF-8", first=first, another="Windows-1252")
        return True
    for row, another in kinds:
        if another != one:
            log.add(
                "encoding-mixed", row=row, one=one, first=first, another="Windows-1252" if one == "UTF-8" else "UTF-8"
            )
            return True
    return False


def _kind(line: bytes) -> str:
    if _is_utf8(line):
        return "UTF-8"
    # In Windows-1252 these pairs would be Ã¥, Ã¤, Ã¶, Ã…, Ã„ and Ã–, and the mark at the start ï»¿: never Swedish.
    return "båda" if re.search(rb"\xc3[\xa5\xa4\xb6\x85\x84\x96]|^\xef\xbb\xbf", line) else "Windows-1252"


def _windows(data: bytes, log: Log) -> str | None:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        _refuse(log, "Den kan komma från en äldre Mac eller från DOS.")
        return None
    if _ELSEWHERE.search(text) and not _SWEDISH.search(text):
        _refuse(log, "Å, ä och ö står som i en fil från en äldre Mac eller från DOS.")
        return None
    log.add("encoding-cp1252")
    return text


def _refuse(log: Log, why: str) -> None:
    log.add("encoding-unknown", why=why)
