"""The manifest of an edition: what its papers were made of and with, so that each of them can be proved years later.

``manifest.schema.json`` describes its form; ``python -m naravard.editions.manifest`` writes it anew from the classes here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from naravard.disk import sha256
from naravard.formats.exports import Settings

FILE = "manifest.json"
SCHEMA = Path(__file__).with_name("manifest.schema.json")
_PACKAGES = (
    "naravard", "papermill", "ipython", "nbconvert", "pandas", "matplotlib", "typst", "pikepdf", "pydantic", "highspy",
    "xlsxwriter", "python-docx",
)  # fmt: skip


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Snapshot(_Frozen):
    """The snapshot of key figures that a project compares with."""

    source: str
    fetched: str


class FindingRecord(_Frozen):
    """A finding that the reading told of, without the value: it may be a person's."""

    code: str
    severity: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""


class PaperRecord(_Frozen):
    """One paper of an edition. ``inputs``, ``read`` and ``outputs`` map names to SHA-256; no name tells of the machine.

    ``inputs`` are the files of the project and the snapshot, ``read`` what the notebook read beside them, such as a module.
    ``notebook`` is the SHA-256 of the notebook as it was run.

    ``run`` identifies the making: the same data, notebook, parameters and code give the same. ``data`` identifies the
    inputs alone. ``suppressed`` counts the cells that disclosure control has hidden, by why.
    """

    title: str
    marks: list[str]
    run: str
    data: str
    started: str
    ended: str
    parameters: dict[str, str | int]
    engine: str = "naravard"
    archive: str
    docx_template: str | None
    formats: list[str]
    code: str
    git_commit: str | None
    git_dirty: bool | None
    python: str
    system: str
    packages: dict[str, str]
    notebook: str
    inputs: dict[str, str]
    read: dict[str, str]
    outputs: dict[str, str]
    suppressed: dict[str, int]

    @field_validator("outputs")
    @classmethod
    def _within(cls, outputs: dict[str, str]) -> dict[str, str]:
        """A manifest that somebody has changed must not lead a reader, or the next edition, out of its folder."""
        for name in outputs:
            if name.startswith("/") or "\\" in name or ":" in name or {"", ".", ".."} & set(name.split("/")):
                raise ValueError(f"{name!r} is no name of a file in an edition")
        return outputs


class Manifest(_Frozen):
    """One edition of one term's papers. ``papers`` may hold some that were made for an earlier edition and still stand.

    ``left_out`` are the papers that the term's data cannot carry, each with the reason.
    """

    format: Literal[2] = 2
    edition: str
    project: str
    organisation: str
    term: str
    made: str
    snapshot: Snapshot | None
    findings: list[FindingRecord]
    papers: dict[str, PaperRecord]
    left_out: dict[str, str]

    @property
    def files(self) -> dict[str, str]:
        """Every file of the edition but the manifest itself, with its SHA-256."""
        return {name: checksum for paper in self.papers.values() for name, checksum in paper.outputs.items()}

    @property
    def name(self) -> str:
        """What the edition is called: when it was made, and a checksum of all else that the manifest tells."""
        rest = self.model_dump(mode="json", exclude={"edition"})
        return f"{self.edition.partition('-')[0]}-{short(digest(rest))}"

    def written(self) -> bytes:
        """The manifest as the bytes of its file."""
        return (self.model_dump_json(indent=2) + "\n").encode()


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder; None if there is none that can be read."""
    try:
        return Manifest.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return None


def checksum_of(file: Path | None) -> str | None:
    """The SHA-256 of a file that need not be given."""
    return sha256(file) if file else None


def checksums(files: Mapping[str, Path]) -> dict[str, str]:
    """The SHA-256 of each file that is there, by name."""
    return {name: sha256(path) for name, path in sorted(files.items()) if path.is_file()}


def unchanged(files: Mapping[str, str], folder: Path) -> bool:
    """Whether each of the files is there below the folder, with its SHA-256."""
    try:
        return all(sha256(folder / name) == checksum for name, checksum in files.items())
    except OSError:
        return False


def digest(*parts: object) -> str:
    """A checksum of several parts, which are plain data."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def short(checksum: str) -> str:
    """As much of a checksum as a paper shows."""
    return checksum[:12]


def imprint(run: str, data: str) -> str:
    """The line at the foot of a paper that says which making of it this is, and from which data."""
    return f"Körning {short(run)} · underlag {short(data)}"


def code() -> str:
    """A checksum of what makes the papers: this package's own files, the installed packages, and Python."""
    package = Path(__file__).parents[1]
    own = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    files = {path.relative_to(package).as_posix(): sha256(path) for path in sorted(own)}
    return digest(files, sorted(_installed()), platform.python_version(), platform.machine(), sys.platform)


def run_of(paper: str, notebook: str, parameters: Mapping[str, str | int], code: str, data: str) -> str:
    """What identifies the making of a paper: the same data, notebook, parameters and code give the same."""
    return digest(paper, notebook, dict(parameters), code, data)


def is_up_to_date(
    record: PaperRecord | None, run: str, formats: Iterable[str], settings: Settings, folder: Path, root: Path | None
) -> bool:
    """Whether a paper in ``folder`` that was made earlier is what would be made now, and is whole.

    With ``root``, what the notebook read from there beside its inputs must be as it was too.
    """
    return (
        record is not None
        and record.run == run
        and record.archive == settings.archive
        and record.docx_template == checksum_of(settings.docx_template)
        and set(formats) <= set(record.formats)
        and unchanged(record.outputs, folder)
        and (root is None or unchanged(record.read, root))
    )


def surroundings(code: str) -> dict[str, Any]:
    """What the papers of a run are made with, and when it began: the code, Python, the kind of system, the main packages."""
    packages = {}
    for name in _PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            packages[name] = version(name)
    commit, dirty = _git_state()
    return {
        "started": now(),
        "code": code,
        "git_commit": commit,
        "git_dirty": dirty,
        "python": platform.python_version(),
        "system": platform.system(),
        "packages": packages,
    }


def now() -> str:
    """The time, to the second, in the world's time."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _git_state() -> tuple[str | None, bool | None]:
    """The commit that this code is checked out at, and whether it has been changed since; None outside a checkout."""
    here = Path(__file__).parent

    def asked(*arguments: str) -> str | None:
        try:
            done = subprocess.run(["git", *arguments], cwd=here, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603, S607
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.strip()

    commit = asked("rev-parse", "HEAD")
    if commit is None or asked("ls-files", "--error-unmatch", Path(__file__).name) is None:
        return None, None
    status = asked("status", "--porcelain", "--untracked-files=no")
    return commit, None if status is None else bool(status)


def _installed() -> Iterable[str]:
    """The names of the installed packages with their versions, as pip notes them, without importing anything."""
    for folder in map(Path, sys.path):
        if folder.is_dir():
            yield from (path.name for path in folder.glob("*.dist-info"))


def schema() -> str:
    """The JSON Schema of a manifest."""
    described = Manifest.model_json_schema() | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8", newline="\n")
