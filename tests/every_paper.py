"""Every paper of both projects, all terms: each made once a run, whichever test module or worker asks first."""

from __future__ import annotations

import functools
import os
import pickle
from pathlib import Path

from in_process import NOTEBOOKS, executed
from naravard.document import Document
from naravard.report import notebooks
from naravard.report.assemble import assemble

DATA = Path(__file__).parents[1] / "data"
PAPERS = list(notebooks.papers(NOTEBOOKS))
TERMS = [("lekeberg", t) for t in ("VT2022", "VT2023", "HT2023")] + [
    ("exempel", t) for t in ("VT2022", "HT2022", "VT2023", "HT2023")
]
EVERY = [(paper, project, term) for paper in PAPERS for project, term in TERMS]


@functools.cache
def document(paper: str, project: str, term: str) -> Document:
    """The paper of the project and the term."""
    kept = Path(os.environ["NARAVARD_TESTS_SHARED"]) / f"{paper}-{project}-{term}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    made = assemble(executed(paper, DATA / project, term))
    partial = kept.with_suffix(f".{os.getpid()}")
    partial.write_bytes(pickle.dumps(made))
    partial.replace(kept)
    return made
