"""How much memory a batch takes: whether it grows with the number of reports, and what one more child costs.

    .venv/bin/python benchmarks/memory.py

The growth is that of 2 900 small reports, made by the very batch that makes profiles: what does not grow with them does not
grow with profiles either. What a child costs is measured on profiles, with one worker more and less. Linux.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from processes import ROOT, Peak, prepare
from reports import areas, profiles

STEPS = (29, 290, 2900)
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "# Prov"},
        {
            "id": "b",
            "cell_type": "code",
            "metadata": {"tags": ["parameters"]},
            "source": "area = ''\nyear = 0",
            "outputs": [],
            "execution_count": None,
        },
        {
            "id": "c",
            "cell_type": "code",
            "metadata": {},
            "source": "from naravard.document import Cover\nCover(area, 'Prov', '2024-01-01')",
            "outputs": [],
            "execution_count": None,
        },
    ],
}


def growth() -> None:
    """Print the greatest memory while the last 29 of 29, of 290 and of 2 900 reports are made.

    The windows are equally long: the greatest of many looks is greater than that of few, also where nothing grows.
    """
    from naravard.editions.manifest import Snapshot
    from naravard.jobs.profiles import Batch

    names = {f"{number:04d}": f"Område {number}" for number in range(1, STEPS[-1] + 1)}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        notebook = root / "kommunprofil.ipynb"
        notebook.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
        batch = Batch(
            out=root / "reports",
            year=2022,
            root=root,
            notebook=notebook,
            names=names,
            inputs={},
            snapshot=Snapshot(source="Prov", fetched="2024-08-30"),
            formats=("html",),
        )
        with ThreadPoolExecutor(2) as threads:
            peak = Peak(os.getpid())
            for done, (area, failure) in enumerate(batch.made(tuple(names), threads, 2, force=True), start=1):
                if failure:
                    sys.exit(f"{area}: {failure.problems}")
                if done + STEPS[0] in STEPS:
                    peak = Peak(os.getpid())
                if done in STEPS:
                    print(f"{done} reports: {peak.megabytes():.0f} MB", flush=True)


def children() -> None:
    """Print the greatest memory of 24 profiles with 1, 2 and 4 workers."""
    with tempfile.TemporaryDirectory() as folder:
        for form in ("html", "html,pdf"):
            found = {
                workers: profiles(areas(24), Path(folder) / "out", form, "--workers", str(workers)).memory
                for workers in (1, 2, 4)
            }
            said = ", ".join(f"{workers} workers {memory:.0f} MB" for workers, memory in found.items())
            print(f"{form}: {said}; one more child {(found[4] - found[1]) / 3:.0f} MB", flush=True)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    prepare()
    children()
    growth()
