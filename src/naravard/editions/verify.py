"""Whether a published paper is whole, from which inputs it was made, and whether they still give the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args

from naravard.editions import manifest as manifests
from naravard.editions.making import Failure, Order, made_apart
from naravard.editions.manifest import Manifest, PaperRecord, checksum_of, checksums, read_manifest, sha256
from naravard.editions.paths import editions, profiles
from naravard.formats.exports import Archive, Settings
from naravard.run.worker import Limits

Inputs = Mapping[str, Path]


@dataclass(frozen=True)
class Verdict:
    """What was found of one edition, or of one file of it. ``faults`` say, in Swedish, what is not as it should be.

    ``changed`` are the inputs that are not as when the papers were made; that is no fault of a paper.
    """

    manifest: Manifest
    folder: Path
    files: tuple[str, ...]
    faults: tuple[str, ...] = ()
    changed: tuple[str, ...] = field(default=())


def edition_of(path: Path, out: Path) -> tuple[Path, Manifest, str | None] | None:
    """The edition that a folder is, or that a file belongs to, with the file's name in it; None if none is known.

    A file that has been moved or sent is known again by its content among the editions below ``out``.
    """
    if path.name == manifests.FILE:
        path = path.parent
    known = [*editions(out), *profiles(out)]
    if path.is_dir():
        manifest = _as_published(read_manifest(path), known)
        return (path, manifest, None) if manifest else None
    for folder in (path.parent, path.parent.parent):
        if manifest := _as_published(read_manifest(folder), known):
            name = path.relative_to(folder).as_posix()
            if name in manifest.files:
                return folder, manifest, name
    checksum = sha256(path)
    for folder, manifest in known:
        same = [file for file, known in manifest.files.items() if known == checksum]
        if same:
            return folder, manifest, same[0]
    return None


def _as_published(found: Manifest | None, known: Sequence[tuple[Path, Manifest]]) -> Manifest | None:
    """The manifest as it stands below ``out`` when its edition is known there: one that came along with a file may be forged."""
    if found is None:
        return None
    same = (manifest for _, manifest in known if (manifest.project, manifest.edition) == (found.project, found.edition))
    return next(same, found)


def verdict(folder: Path, manifest: Manifest, path: Path, name: str | None, inputs: Inputs, root: Path) -> Verdict:
    """Whether the files are those that were published, and whether the inputs are those that they were made from.

    ``name`` is the one file to look at, which lies at ``path``; None means all files of the edition. What a notebook read
    beside its inputs is named from ``root``.
    """
    files = {file: checksum for file, checksum in manifest.files.items() if name in (None, file)}
    faults = [fault for file in files for fault in _faults(file, path if name else folder / file, files[file])]
    if "-" in manifest.edition and manifest.edition != manifest.name:  # that of a profile has no time
        faults.append(f"{manifests.FILE} är inte som det publicerades: det stämmer inte med utgåvans namn")
    if name is None:
        known = {manifests.FILE, *manifest.files}
        found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        faults += [f"{file} hör inte till utgåvan" for file in sorted(found) if file not in known]
    papers = [paper for paper in manifest.papers.values() if name is None or name in paper.outputs]
    wanted = {file: checksum for paper in papers for file, checksum in (*paper.inputs.items(), *paper.read.items())}
    now = checksums({file: inputs.get(file, root / file) for file in wanted})
    changed = tuple(sorted(file for file in wanted if now.get(file) != wanted[file]))
    return Verdict(manifest, folder, tuple(files), tuple(faults), changed)


def rebuilt(
    folder: Path,
    manifest: Manifest,
    notebooks: Mapping[str, Path],
    root: Path,
    name: str | None = None,
    docx_template: Path | None = None,
) -> Iterator[tuple[str, str | None]]:
    """Each paper made again from the same inputs: its files, each with how it differs, in Swedish, or None if it does not."""
    for paper, record in manifest.papers.items():
        if name is not None and name not in record.outputs:
            continue
        if paper not in notebooks:
            yield paper, "anteckningsboken finns inte längre"
            continue
        if sha256(notebooks[paper]) != record.notebook:
            yield paper, "anteckningsboken är ändrad sedan papperet gjordes"
            continue
        if record.docx_template != checksum_of(docx_template):
            yield paper, "Wordmallen är inte den som papperet gjordes med. Ange den med --docx-template"
            continue
        if record.archive not in get_args(Archive):
            yield paper, f"PDF/A-{record.archive} görs inte längre"
            continue
        yield from _compared(folder, paper, record, notebooks[paper], root, docx_template)


def _compared(
    folder: Path, paper: str, record: PaperRecord, notebook: Path, root: Path, docx_template: Path | None
) -> Iterator[tuple[str, str | None]]:
    with tempfile.TemporaryDirectory(prefix="naravard-") as work:
        order = Order(
            paper=paper,
            notebook=notebook.resolve(),
            parameters=record.parameters,
            root=root,
            folder=Path(work),
            formats=tuple(record.formats),
            settings=Settings(cast("Archive", record.archive), docx_template),
            run=record.run,
            data=record.data,
        )
        outcome = made_apart(order, Path(work) / "logg.txt", Limits())
        if isinstance(outcome, Failure):
            yield paper, "; ".join(outcome.problems)
            return
        for name in record.outputs:
            yield name, _difference(folder / name, Path(work) / name)


def _difference(published: Path, again: Path) -> str | None:
    """Where two files first differ; None if they are the same bytes."""
    if not again.is_file():
        return "görs inte längre"
    one, other = published.read_bytes(), again.read_bytes()
    if one == other:
        return None
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"skiljer sig från byte {place + 1} av {len(one)} (den nya har {len(other)})"


def _faults(name: str, path: Path, wanted: str) -> Iterator[str]:
    try:
        if sha256(path) != wanted:
            yield f"{name} är inte som den publicerades: kontrollsumman stämmer inte"
    except OSError:
        yield f"{name} saknas"
