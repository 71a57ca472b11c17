"""Where papers lie: ``reports/<project>/<TERM>`` points at the latest edition, and every edition is a folder of its own.

reports/index.html                            what has been published
reports/exempel/HT2023                        the latest edition (a link)
reports/exempel/utgavor/HT2023/<edition>/     an edition: its papers and manifest.json, never changed
reports/profiler/<year>/<area>/               the profile of an area
reports/exempel/misslyckade/HT2023-<time>/    a run that failed: its log and the notebooks as far as they came
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from naravard.disk import flush, is_plain_name
from naravard.editions.manifest import Manifest, read_manifest
from naravard.terms import Term

PROFILES = "profiler"
_OWN = re.compile(rf"utgavor|misslyckade|index\.html|{PROFILES}", re.IGNORECASE)


@dataclass(frozen=True)
class EditionPath:
    """Where one term's papers of one project lie."""

    out: Path
    project: str
    term: str

    @property
    def latest(self) -> Path:
        """What the board's link leads to."""
        return self.out / self.project / self.term

    @property
    def editions(self) -> Path:
        """The folder of all editions of the term, and of the lock."""
        return self.out / self.project / "utgavor" / self.term

    @property
    def failed(self) -> Path:
        """The folder of the project's failed runs."""
        return self.out / self.project / "misslyckade"

    def published(self) -> Manifest | None:
        """The manifest of the latest edition, if there is one."""
        return read_manifest(self.latest)


def published_name(folder: Path) -> str:
    """What the project in a folder is called where its papers are: a Mac parts ö into o and its dots, here it is whole."""
    return normalize("NFC", folder.resolve().name)


def root_and_name(data: Path) -> tuple[Path, str]:
    """Where the notebook runs, and the project as seen from there: a name without the path of this machine."""
    data = data.resolve()
    if data.parent.name == "data":
        return data.parent.parent, f"data/{data.name}"
    return data.parent, data.name


def is_project_name(name: str) -> bool:
    """Whether a project of this name can have papers: it is a plain name, and none that this folder uses itself."""
    return is_plain_name(name) and not _OWN.fullmatch(name)


def editions(out: Path) -> Iterator[tuple[Path, Manifest]]:
    """All editions below ``out``, the latest of a term first; none whose term somebody has changed."""
    for folder, manifest in _published(out, "*/utgavor/*/*/", latest_first=True):
        if str(Term.parse_or_none(manifest.term)) == manifest.term:
            yield folder, manifest


def profiles(out: Path) -> Iterator[tuple[Path, Manifest]]:
    """All profiles of areas below ``out``."""
    yield from _published(out, f"{PROFILES}/*/*/")


def _published(out: Path, pattern: str, *, latest_first: bool = False) -> Iterator[tuple[Path, Manifest]]:
    for folder in sorted(out.glob(pattern), reverse=latest_first):
        if not folder.name.startswith(".") and (manifest := read_manifest(folder)) is not None:
            yield folder, manifest


def switch(path: EditionPath, edition: Path) -> None:
    """Let the term's name lead to the edition, from one moment to the next where the system can do that."""
    link = path.latest
    if link.is_dir() and not is_link(link):
        _keep_what_stood_there(path)
    target = os.path.relpath(edition, link.parent)
    if sys.platform == "win32":
        import _winapi

        # A junction needs no rights of its own, but cannot be replaced: between the two lines the name leads nowhere.
        if is_link(link):
            link.rmdir()
        _winapi.CreateJunction(str(edition.resolve()), str(link))
        return
    coming = link.with_name(f".{link.name}.ny")
    coming.unlink(missing_ok=True)
    coming.symlink_to(target, target_is_directory=True)
    coming.replace(link)
    flush(link.parent)


def is_link(path: Path) -> bool:
    """Whether the path is a symbolic link, or a junction on Windows."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.readlink()
            return True
        return False
    return path.is_symlink()


def _keep_what_stood_there(path: EditionPath) -> None:
    """Papers from before there were editions, or a link that a copying or syncing program has made a folder of, are kept."""
    path.editions.mkdir(parents=True, exist_ok=True)
    names = (f"0-tidigare{number}" for number in ("", *(f"-{later}" for later in range(2, 1000))))
    path.latest.rename(next(kept for name in names if not (kept := path.editions / name).exists()))


def clear(folder: Path) -> None:
    """Take away what killed runs have left among the editions; only who holds the lock may do this."""
    for left in folder.glob(".arbete-*"):
        shutil.rmtree(left, ignore_errors=True)
