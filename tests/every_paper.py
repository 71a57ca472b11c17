"""Every paper of both projects, all terms, and some profiles: each made once a run, whichever module or worker asks first."""

from __future__ import annotations

import functools
import os
import pickle
from collections.abc import Callable
from pathlib import Path

from in_process import NOTEBOOKS, executed, executed_with
from naravard.document import Document
from naravard.formats.pdf.paper import pdf_from_document
from naravard.jobs.profiles import PAPER as PROFILE
from naravard.paper.compose import assemble
from naravard.run import notebooks

DATA = Path(__file__).parents[1] / "data"
TERMS = [("lekeberg", t) for t in ("VT2022", "VT2023", "HT2023")] + [
    ("exempel", t) for t in ("VT2022", "HT2022", "VT2023", "HT2023")
]
PROFILES = [(PROFILE, area, "2022") for area in ("1814", "2403", "0018")]
OF_TERMS = [(paper, project, term) for paper in notebooks.papers(NOTEBOOKS) for project, term in TERMS]
EVERY = OF_TERMS + PROFILES


@functools.cache
def document(paper: str, matter: str, when: str) -> Document:
    """The paper of a project and a term, or the profile of an area and a year."""
    return pickle.loads(_kept(f"{paper}-{matter}-{when}.pickle", lambda: pickle.dumps(_made(paper, matter, when))))


def pdf(paper: str, matter: str, when: str) -> Path:
    """The same paper's PDF."""
    name = f"{paper}-{matter}-{when}.pdf"
    _kept(name, lambda: pdf_from_document(document(paper, matter, when)))
    return _shared() / name


def _made(paper: str, matter: str, when: str) -> Document:
    if paper == PROFILE:
        return assemble(executed_with(paper, area=matter, year=int(when)))
    return assemble(executed(paper, DATA / matter, when))


def _shared() -> Path:
    return Path(os.environ["NARAVARD_TESTS_SHARED"])


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    """What another test has made under this name, or else what is made now."""
    kept = _shared() / name
    if kept.exists():
        return kept.read_bytes()
    made = make()
    partial = kept.with_suffix(f".{os.getpid()}")
    partial.write_bytes(made)
    partial.replace(kept)
    return made
