"""Papers made, exported and put in place together: either all of a term's papers are new, or none is."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat

from naravard.report import notebooks

FORMATS = ("html", "pdf", "ipynb")
_PACKAGES = ("naravard", "papermill", "nbconvert", "pandas", "matplotlib", "typst", "pikepdf", "pydantic")

_ABANDONED = 24 * 60 * 60
"""So many seconds after it was made, nobody works in a folder any more."""

Progress = Callable[[str], None]


def publish(
    papers: Mapping[str, Path],
    *,
    data: Path,
    term: str,
    inputs: Mapping[str, Path],
    target: Path,
    engine: str | None = None,
    progress: Progress = lambda _: None,
) -> list[Path]:
    """Run each notebook for the project in ``data`` and the term, export it, and put all of it in ``target``.

    ``inputs`` are the files that the project was read from, by name. Returns the files written, papers first and
    ``manifest.json`` last. Until every export has succeeded, nothing in ``target`` is touched. NotebookError if a
    notebook stops, ``PaperError`` if what it shows is not fit to be a paper.
    """
    root, name = _root_and_name(data)
    parameters = {"data": name, "term": term}
    with _workplace(target) as work:
        for place, (paper, path) in enumerate(papers.items(), start=1):
            progress(f"[{place}/{len(papers)}] {paper}: anteckningsboken körs …")
            executed = notebooks.run(path, parameters, root, engine)
            progress(f"[{place}/{len(papers)}] {paper}: HTML och PDF skrivs …")
            for suffix, content in _exports(executed):
                (work / f"{paper}.{suffix}").write_bytes(content)
        sources = {**inputs, **{f"notebooks/{path.name}": path for path in papers.values()}}
        manifest = _manifest(parameters, sources, sorted(work.iterdir()))
        (work / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        target.mkdir(parents=True, exist_ok=True)
        made = [target / f"{paper}.{suffix}" for paper in papers for suffix in FORMATS] + [target / "manifest.json"]
        for file in made:
            (work / file.name).replace(file)
    return made


def _root_and_name(data: Path) -> tuple[Path, str]:
    """Where the notebook runs, and the project as seen from there: a name without the path of this machine."""
    data = data.resolve()
    if data.parent.name == "data":
        return data.parent.parent, f"data/{data.name}"
    return data.parent, data.name


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk so that files move in one step; it is gone afterwards.

    A run that was killed leaves its folder: the next run takes away those that are a day old.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}-*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _exports(executed: nbformat.NotebookNode) -> Iterator[tuple[str, bytes]]:
    """Every format of one paper, from one document."""
    from naravard.report.assemble import assemble
    from naravard.report.html import HtmlExporter
    from naravard.report.pdf import pdf_from_document

    document = assemble(executed)
    yield "html", HtmlExporter().from_document(document).encode()
    yield "pdf", pdf_from_document(document)
    yield "ipynb", (nbformat.writes(executed).rstrip("\n") + "\n").encode()  # type: ignore[no-untyped-call]


def _manifest(parameters: Mapping[str, str], inputs: Mapping[str, Path], outputs: Sequence[Path]) -> dict[str, Any]:
    """What the papers were made of and with, so that each figure can be traced: no user, host or path of the machine."""
    return {
        "format": 1,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": dict(parameters),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "inputs": {name: _sha256(path) for name, path in sorted(inputs.items())},
        "outputs": {path.name: _sha256(path) for path in outputs},
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
