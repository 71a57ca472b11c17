"""What is written to a disk: names that files can bear on every system, and that what is written is there and stays."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import unicodedata
from pathlib import Path


def slug(text: str, longest: int = 60) -> str:
    """The text as a name that files and addresses can bear: ``Mål, per år`` is ``mal-per-ar``."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded)[:longest].strip("-")


_PLAIN = re.compile(r"[\w][\w .-]{0,79}", re.UNICODE)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_plain_name(name: str) -> bool:
    """Whether a name can be a folder or a file on every system, and leads nowhere else."""
    return bool(_PLAIN.fullmatch(name)) and not _RESERVED.fullmatch(name) and not name.endswith((".", " "))


def flush(path: Path) -> None:
    """Have the system write a file, or a folder's entries, to its disk; Windows does so with folders by itself."""
    if path.is_dir() and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_all(folder: Path) -> None:
    """Have the system write all that is below a folder, and the folder itself, to its disk."""
    for path in (*folder.rglob("*"), folder):
        flush(path)


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
