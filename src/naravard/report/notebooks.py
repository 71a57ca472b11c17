"""The papers' notebooks: where they are, which parameters they declare, and how they are run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

PARAMETERS = ("data", "term")
"""What a paper about one term of one project declares in its cell tagged ``parameters``, and nothing else."""

CELL_SECONDS = 600
# The kernel warns in English of its transport, which is local here; and it need not remember what was run.
# Only what is fatal: a kernel that is interrupted with its parent would print a traceback of its own.
_KERNEL = ["--IPKernelApp.log_level=50", "--HistoryManager.enabled=False"]


class NotebookError(RuntimeError):
    """A notebook did not run to its end. ``executed`` is as far as it came."""

    def __init__(self, name: str, reason: str, executed: NotebookNode | None = None) -> None:
        super().__init__(f"{name}: {reason}")
        self.executed = executed


def notebooks_folder() -> Path:
    """``notebooks`` here or in a folder above; else those that came with the package."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "notebooks" / "uppfoljning.ipynb").is_file():
            return folder / "notebooks"
    package = Path(__file__).parents[1]
    installed = package / "notebooks"
    return installed if installed.is_dir() else package.parents[1] / "notebooks"


def papers(folder: Path) -> dict[str, Path]:
    """The notebooks that are papers about a term, by name: those that declare ``data`` and ``term`` and nothing more."""
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        if declared_parameters(_read(path)) == set(PARAMETERS):
            found[path.stem] = path
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


def run(path: Path, parameters: Mapping[str, Any], folder: Path, engine: str | None = None) -> NotebookNode:
    """The notebook, run from its first cell to its last with these parameters, in ``folder``.

    ``engine`` is one of papermill's; None is the standard kernel. A parameter that the notebook does not declare is a
    ValueError: papermill itself would let a misspelt one pass. A run that stops on the way is a NotebookError.
    """
    if unknown := parameters.keys() - declared_parameters(_read(path)):
        raise ValueError(f"{path.name} does not declare {', '.join(sorted(unknown))} in its cell tagged parameters")
    executed = _executed(path, parameters, folder, engine)
    for number, cell in enumerate(executed.cells, start=1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise NotebookError(path.name, f"cell {number} was never run", executed)
    return _without_traces(executed)


def _executed(path: Path, parameters: Mapping[str, Any], folder: Path, engine: str | None) -> NotebookNode:
    import tempfile

    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    with tempfile.TemporaryDirectory(prefix="naravard-") as temporary:
        output = Path(temporary) / path.name
        try:
            result: NotebookNode = papermill.execute_notebook(
                str(path),
                str(output),
                parameters=dict(parameters),
                engine_name=engine,
                kernel_name="python3",
                cwd=str(folder),
                progress_bar=False,
                log_output=False,
                execution_timeout=CELL_SECONDS,
                start_timeout=60,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                extra_arguments=_KERNEL,
            )
        except papermill.PapermillExecutionError as error:
            reason = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
            raise NotebookError(path.name, reason, _read(output)) from error
        except (DeadKernelError, CellTimeoutError, NoSuchKernel) as error:
            raise NotebookError(path.name, f"{type(error).__name__}: {error}") from error
    return result


def _without_traces(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what papermill notes of paths and times: it is published, and equal runs give equal files."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return notebook


def _read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook
