"""papermill's engine ``naravard``: the notebook's cells run in this process, without a kernel and its sockets.

papermill imports every engine that is installed when it is itself imported; so nothing heavy is imported here, and neither is
papermill, which is only half there at that time.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode


class Engine:
    """What papermill asks of an engine; ``papermill.engines.Engine`` but for the import.

    A report is one process: whoever needs several starts several. Two runs in one process share no names, but they share
    the modules they change.
    """

    @staticmethod
    def nb_kernel_name(nb: NotebookNode, name: str | None = None) -> str:
        """The kernel that the notebook would have."""
        from papermill.utils import nb_kernel_name

        found: str = nb_kernel_name(nb, name)
        return found

    @staticmethod
    def nb_language(nb: NotebookNode, language: str | None = None) -> str:
        """The language of the notebook's cells."""
        from papermill.utils import nb_language

        found: str = nb_language(nb, language)
        return found

    @staticmethod
    def execute_notebook(
        nb: NotebookNode, kernel_name: str, execution_timeout: float | None = None, **options: Any
    ) -> NotebookNode:
        """The notebook with the outputs of its cells, as far as they ran; papermill then tells of a cell that failed.

        ``execution_timeout`` is in seconds and for each cell.
        """
        from papermill.engines import NotebookExecutionManager

        from naravard.run.shell import running

        known = ("output_path", "progress_bar", "log_output", "autosave_cell_every")
        managed = NotebookExecutionManager(nb, **{name: options[name] for name in known if name in options})
        managed.notebook_start()
        try:
            with running() as shell:
                _run_cells(managed, shell, execution_timeout)
        finally:
            managed.cleanup_pbar()
            managed.notebook_complete()
        done: NotebookNode = managed.nb
        return done


def _run_cells(managed: Any, shell: Any, seconds: float | None) -> None:
    """Every cell until one fails."""
    managed.nb.metadata.language_info = shell.language_info
    for place, cell in enumerate(managed.nb.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        managed.cell_start(cell, place)
        succeeded = False
        try:
            succeeded = shell.run(cell, seconds)
        finally:
            if not succeeded:
                managed.cell_exception(cell, place)
            managed.cell_complete(cell, place)
        if not succeeded:
            return
