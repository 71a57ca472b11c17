"""Term follow-up and final report of a Swedish municipality's Nära vård project.

    project = naravard.open("data/lekeberg")
    project.term("HT2023").decisions

The papers' tables, figures and sentences are in ``naravard.tables``, ``naravard.figures`` and ``naravard.prose``; every
number in them is computed in ``naravard.measures``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from naravard.model import Project

__version__ = "0.1.0"
__all__ = ["open", "profile"]


def open(folder: str | Path) -> Project:
    """The project in ``folder``, which is looked for from here and then from each folder above, so that a notebook finds it.

    Mistakes in the data are gathered and raised together as ``naravard.reading.InputError``, in the analyst's words.
    """
    from naravard.reading import open_project

    return open_project(folder)


def profile(area: str, year: int) -> Project:
    """The key figures of one municipality or region, by Kolada's code (``1814``, ``0018``), as known when ``year`` ended.

    ValueError for a code or a year that the snapshot of Kolada does not have.
    """
    from naravard.reading.profile import open_profile

    return open_profile(area, year)
