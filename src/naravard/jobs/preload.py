"""What every report needs, imported once by the fork server and then shared by all its children.

The modules are named, not imported by statement: the fork server reaches across the house, and nothing here uses them.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import tempfile
from pathlib import Path

MODULES = (
    "naravard.run",
    "highspy",
    "nbconvert.exporters",
    "nbformat",
    "pandas",
    "papermill",
    "pikepdf",
    "typst",
    "naravard.figures",
    "naravard.prose",
    "naravard.reading.project",
    "naravard.paper.compose",
    "naravard.formats.html.page",
    "naravard.editions.making",
    "naravard.run.notebooks",
    "naravard.formats.pdf.paper",
    "naravard.run.shell",
    "naravard.sections",
    "naravard.tables",
)

for name in MODULES:
    importlib.import_module(name)


def warm_up() -> None:
    """Make a paper of one word, so that what is built at its first use is built here: validators, templates, the shell.

    No PDF: Typst starts threads, which a fork does not take along.
    """
    from naravard.formats.exports import Settings, exports
    from naravard.paper.compose import assemble
    from naravard.run.notebooks import run, written

    source = "from naravard.document import Cover\nCover('Kommun', 'Ämne', '2024-01-01')"
    made: dict[str, object] = {"metadata": {}, "execution_count": None, "outputs": []}
    cells = [
        {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "# Papper"},
        {"id": "b", "cell_type": "code", "source": "data = ''", **made, "metadata": {"tags": ["parameters"]}},
        {"id": "c", "cell_type": "code", "source": source, **made},
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "papper.ipynb"
        path.write_text(
            json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
        )
        executed = run(path, {"data": ""}, Path(folder))
    written(executed)
    dict(exports(assemble(executed), "papper", ("html",), Settings()))


# A fork server that stopped here would take all reports along; each of them tells what is wrong.
with contextlib.suppress(Exception):
    warm_up()
# The typeface is read when words are first measured.
for bold in (False, True):
    importlib.import_module("naravard.figures.drawing").text_width("Å", bold=bold)

# What is imported is never garbage: without this, each child's first collection would copy its memory. A report's process is
# short, and has no need of many.
gc.freeze()
gc.set_threshold(100_000)
