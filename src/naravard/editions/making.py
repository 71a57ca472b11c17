"""One paper made, from its notebook to its files: the work that a report's own process does."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from naravard.editions.manifest import PaperRecord, checksum_of, imprint, now
from naravard.formats.exports import Settings
from naravard.run.worker import Died, Limits, supervised

SUPPRESSED = ("small", "protected")
"""The values that a cell holds where disclosure control has hidden a number."""
_LONG_PATH = 8


@dataclass(frozen=True)
class Order:
    """What is to be made. ``root`` is where the notebook runs; ``folder``, empty and its own, is where the files go.

    ``run`` identifies the making and ``data`` the inputs, as the manifest tells them.
    """

    paper: str
    notebook: Path
    parameters: Mapping[str, str | int]
    root: Path
    folder: Path
    formats: tuple[str, ...]
    run: str
    data: str
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class Result:
    """A paper that was made: its title, the words on every page, its files, and the cells that are hidden, counted by why.

    ``read`` are the files below the root that the notebook read.
    """

    title: str
    marks: tuple[str, ...]
    files: tuple[str, ...]
    suppressed: Mapping[str, int]
    read: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """A paper that could not be made: at which stage, and why, in Swedish."""

    stage: Literal["notebook", "export"]
    problems: tuple[str, ...]


def made_apart(order: Order, log: Path, limits: Limits) -> Result | Failure:
    """What ``make`` returns, called in a process of its own; one that dies is a notebook that failed."""
    try:
        outcome: Result | Failure = supervised(make, order, limits, log)
    except Died as error:
        return Failure("notebook", (str(error),))
    return outcome


def make(order: Order) -> Result | Failure:
    """Run the notebook, put the paper together and write its files. Called in a process of its own, which it guards."""
    from naravard.formats.exports import exports
    from naravard.formats.soundness import faults_of_file
    from naravard.paper.compose import PaperError, assemble
    from naravard.run import notebooks
    from naravard.run.guard import Guard

    order = replace(order, folder=order.folder.resolve())  # a notebook may go to another folder, and stay there
    scratch = order.folder / ".tillfälligt"
    scratch.mkdir()
    tempfile.tempdir = os.environ["JUPYTER_RUNTIME_DIR"] = str(scratch)
    guard = Guard(order.root, [order.folder])
    try:
        executed = notebooks.run(order.notebook, order.parameters, order.root)
    except notebooks.NotebookError as error:
        if error.executed is not None:
            (order.folder / f"{order.paper}.ipynb").write_bytes(notebooks.written(error.executed))
        return Failure("notebook", (str(error),))
    try:
        document = replace(assemble(executed), imprint=imprint(order.run, order.data))
        files = dict(exports(document, order.paper, order.formats, order.settings))
        files[f"{order.paper}.ipynb"] = notebooks.written(executed)
        if place := _place_told(files[f"{order.paper}.ipynb"].decode(), order.root):
            problem = f"anteckningsboken nämner {place}, en mapp på den här datorn, och det ska inte publiceras"
            return Failure("export", (f"{problem}. Skriv sökvägar räknade från projektets mapp.",))
        if faults := [fault for name, content in files.items() for fault in faults_of_file(name, content)]:
            return Failure("export", tuple(faults))
        for name, content in files.items():
            path = order.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    except PaperError as error:
        return Failure("export", tuple(error.problems))
    except OSError as error:
        return Failure("export", (f"filerna kunde inte skrivas: {error.strerror}",))
    except MemoryError:
        return Failure("export", ("minnet tog slut när filerna skulle göras",))
    read = tuple(sorted(path.relative_to(order.root.resolve()).as_posix() for path in guard.opened))
    return Result(document.title, document.cover.marks, tuple(files), _suppressed(document.blocks), read)


def recorded(order: Order, result: Result, **about: Any) -> PaperRecord:
    """The record of a paper that was just made; ``about`` are the checksums of its files and the run's ``surroundings``."""
    return PaperRecord(
        title=result.title,
        marks=list(result.marks),
        run=order.run,
        data=order.data,
        ended=now(),
        parameters=dict(order.parameters),
        archive=order.settings.archive,
        docx_template=checksum_of(order.settings.docx_template),
        formats=list(order.formats),
        suppressed=dict(result.suppressed),
        **about,
    )


def _place_told(notebook: str, root: Path) -> Path | None:
    """A folder of this machine that a notebook names: where it ran, or somebody's home."""
    for place in (root.resolve(), Path.home()):
        # A short path may be found in a drawing's base64, where it means nothing.
        if len(place.parts) > 2 and len(str(place)) >= _LONG_PATH and json.dumps(str(place))[1:-1] in notebook:
            return place
    return None


def _suppressed(blocks: tuple[object, ...]) -> dict[str, int]:
    """How many cells of the paper's tables disclosure control has hidden, by why."""
    from naravard.document import Table

    values = (value for block in blocks if isinstance(block, Table) for value in block.values)
    found = Counter(value.status for value in values if value.status in SUPPRESSED)
    return {str(status): count for status, count in sorted(found.items())}
