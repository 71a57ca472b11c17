"""The papers' notebooks: where they are, which parameters they declare, and how they are run."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from naravard.disk import is_plain_name
from naravard.document import MIME

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETERS = ("data", "term")
"""What a paper about one term of one project declares in its cell tagged ``parameters``, and nothing else."""

ENGINE = "naravard"
CELL_SECONDS = 600


class NotebookError(RuntimeError):
    """A notebook did not run to its end. ``executed`` is as far as it came."""

    def __init__(self, name: str, reason: str, executed: NotebookNode | None = None) -> None:
        super().__init__(f"{name}: {reason}")
        self.executed = executed


def notebooks_folders(root: Path) -> tuple[Path, ...]:
    """Where notebooks are: those of the package, then the nearest folder ``notebooks`` in ``root`` or above, if there is one."""
    package = Path(__file__).parents[1]
    installed = package / "notebooks"
    ours = installed if installed.is_dir() else package.parents[1] / "notebooks"
    near = (folder / "notebooks" for folder in (root, *root.parents))
    own = next((folder for folder in near if folder.is_dir()), ours)
    return (ours,) if own.resolve() == ours.resolve() else (ours, own)


def named(*folders: Path) -> dict[str, Path]:
    """The notebooks in the folders by name; one of a later folder takes the place of one of the same name.

    A hidden file is none: a Mac leaves ``._uppfoljning.ipynb`` beside a notebook that it copies. It also parts ä into a and
    its dots.
    """
    found = (path for folder in folders for path in sorted(folder.glob("*.ipynb")))
    return {normalize("NFC", path.stem): path for path in found if not path.name.startswith(".")}


def papers(*folders: Path) -> dict[str, Path]:
    """The notebooks that are papers about a term, by name: those that declare ``data`` and ``term`` and nothing more.

    A notebook that cannot be read is a NotebookError: it may be the very paper that is asked for. So is one whose name its
    files cannot have: a paper's folder of tables must not meet another paper's file, so there is no dot in the name.
    """
    found = {}
    for name, path in named(*folders).items():
        try:
            declared = declared_parameters(_read(path))
        except (ValueError, SyntaxError, AttributeError) as error:
            raise NotebookError(str(path), f"kan inte läsas som anteckningsbok ({error})") from error
        if declared == set(PARAMETERS):
            if not is_plain_name(name) or "." in name:
                raise NotebookError(ascii(path.name), "kan inte vara namnet på ett papper")
            found[name] = path
    return found


def declared_parameters(notebook: NotebookNode) -> set[str]:
    """The names that the cell tagged ``parameters`` gives a value."""
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    names: set[str] = set()
    for cell in cells:
        for statement in ast.parse(cell.source).body:
            if isinstance(statement, ast.Assign):
                names |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return names


def needs(path: Path) -> tuple[str, ...]:
    """The tables of which at least one must have rows for the paper to say anything; none if it always does.

    A notebook says so in its metadata: ``"naravard": {"needs": ["aktiviteter", "uppdrag"]}``.
    """
    return tuple(_read(path).metadata.get("naravard", {}).get("needs", ()))


def run(path: Path, parameters: Mapping[str, Any], folder: Path) -> NotebookNode:
    """The notebook, run from its first cell to its last with these parameters, in ``folder``.

    A parameter that the notebook does not declare is a ValueError: papermill itself would let a misspelt one pass. A run that
    stops on the way is a NotebookError.
    """
    from papermill.iorw import load_notebook_node

    try:
        loaded = load_notebook_node(str(path))
    except (ValueError, AttributeError) as error:
        raise NotebookError(path.name, "kan inte läsas som anteckningsbok") from error
    if unknown := parameters.keys() - declared_parameters(loaded):
        raise ValueError(f"{path.name} does not declare {', '.join(sorted(unknown))} in its cell tagged parameters")
    executed = _executed(loaded, parameters, folder)
    for number, cell in enumerate(executed.cells, start=1):
        if errors := [output for output in cell.get("outputs", ()) if output.output_type == "error"]:
            raise NotebookError(path.name, f"cell {number}: {errors[0].ename}: {errors[0].evalue}", executed)
    executed = _without_traces(executed)
    executed.metadata["naravard"] = {**executed.metadata.get("naravard", {}), "end": end_mark(executed)}
    return executed


def end_mark(executed: NotebookNode) -> str:
    """The SHA-256 of all that the notebook shows, in order: it says that the run came to its end, and with which figures."""
    blocks = [
        output["data"].get(MIME) for cell in executed.cells for output in cell.get("outputs", ()) if "data" in output
    ]
    return hashlib.sha256(json.dumps(blocks, sort_keys=True).encode()).hexdigest()


def written(executed: NotebookNode) -> bytes:
    """The notebook as the bytes of its file: a cell on each line, in a tenth of the time of nbformat's own layout."""
    cells = ",\n".join(_as_json(cell) for cell in executed.cells)
    rest = _as_json({name: value for name, value in executed.items() if name != "cells"})
    return f'{{"cells": [\n{cells}\n],\n{rest[1:]}\n'.encode()


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _executed(loaded: NotebookNode, parameters: Mapping[str, Any], folder: Path) -> NotebookNode:
    """The notebook as far as it ran: papermill gives it the parameters and has our engine run it.

    ``papermill.execute_notebook`` loads it and does these two steps too, but also writes the whole notebook to a file, which
    takes longer than the engine itself, and takes ``sys.exit(0)`` in a cell for success.
    """
    from papermill.engines import papermill_engines
    from papermill.parameterize import parameterize_notebook

    given = parameterize_notebook(
        loaded, dict(parameters), kernel_name="python3", language="python", engine_name=ENGINE
    )
    with contextlib.chdir(folder):
        executed: NotebookNode = papermill_engines.execute_notebook_with_engine(
            ENGINE, given, "python3", progress_bar=False, execution_timeout=CELL_SECONDS, autosave_cell_every=0
        )
    return executed


def _without_traces(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what papermill notes of paths and times: it is published, and equal runs give equal files.

    Warnings tell of paths too, those of installed packages: they go to the log of the run.
    """
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            sys.stderr.writelines(output.text for output in cell.outputs if output.get("name") == "stderr")
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.id = "parametrar"  # papermill gives it a new random one each time
    return notebook


def _read(path: Path) -> NotebookNode:
    import nbformat

    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook
