"""The files that papers are made from, as they were when the run began."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from naravard.editions.manifest import checksums, digest


class Inputs:
    """Files by the names that a manifest has for them. What is written or put there later is told by ``changed``."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = dict(files)
        self._stamps = {name: _stamp(path) for name, path in self.files.items()}

    @cached_property
    def checksums(self) -> dict[str, str]:
        """The SHA-256 of each file that is there, by name."""
        return checksums(self.files)

    @cached_property
    def digest(self) -> str:
        """One checksum of them all."""
        return digest(self.checksums)

    def changed(self, names: Iterable[str] | None = None) -> list[str]:
        """Those of ``names``, or of all, that somebody has written or put there since: the papers' manifest would not be true."""
        asked = self.files if names is None else self.files.keys() & set(names)
        return sorted(name for name in asked if _stamp(self.files[name]) != self._stamps[name])


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Which file it is, when it was last written or put there, and its size; None for one that is gone."""
    with contextlib.suppress(OSError):
        found = path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size
    return None
