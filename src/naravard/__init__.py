"""Term follow-up and final report of a Swedish municipality's Nära vård project.

    project = naravard.open("data/lekeberg")
    project.term("HT2023").decisions
    naravard.papers("data/lekeberg", "HT2023").publish()
    naravard.kolada("N01951", ["Lekeberg", "Riket"], range(2015, 2023))

The papers' tables, figures and sentences are in ``naravard.tables``, ``naravard.figures`` and ``naravard.prose``; every
number in them is computed in ``naravard.measures``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pandas import DataFrame

    from naravard.jobs.term import TermPapers
    from naravard.model import Project

__version__ = "0.1.0"
__all__ = ["kolada", "open", "papers", "profile"]


def open(folder: str | Path) -> Project:
    """The project in ``folder``, which is looked for from here and then from each folder above, so that a notebook finds it.

    Mistakes in the data are gathered and raised together as ``naravard.reading.InputError``, in the analyst's words.
    """
    from naravard.reading import open_project

    return open_project(folder)


def papers(folder: str | Path, term: str | None = None, *, only: str | None = None) -> TermPapers:
    """The papers of a term of the project in ``folder``, found as by ``open``; of its latest term if none is named.

    ``left_out`` tells which the data cannot carry, ``up_to_date`` whether what is published still holds, and ``publish()``
    makes and publishes them in ``reports`` beside ``data``. ``only`` is the name of one paper. Other formats, limits and
    folders, and the errors: ``naravard.jobs.term.term_papers``.
    """
    from naravard.jobs.term import term_papers
    from naravard.reading import folder_above

    return term_papers(folder_above(folder), term, only=only)


def profile(area: str, year: int) -> Project:
    """The key figures of one municipality or region, as known when ``year`` ended.

    ``area`` is its name in any case (``Hallsberg``, ``Hallsbergs kommun``, ``Region Dalarna``) or Kolada's code (``1861``,
    ``0020``). ValueError for an area that the snapshot of Kolada does not have, which suggests near ones, or a year.
    """
    from naravard.reading.profile import open_profile

    return open_profile(area, year)


def kolada(
    kpis: str | Iterable[str] | None = None,
    areas: str | Iterable[str] | None = None,
    years: int | Iterable[int] | None = None,
    sex: str | Iterable[str] | None = None,
    *,
    snapshot: str | Path | None = None,
) -> DataFrame:
    """Any key figures of the snapshot of Kolada, for any areas: ``naravard.kolada("N01951", ["Hallsberg", "Riket"], 2022)``.

    One row: one key figure, area, year and sex that Kolada lists, in that order, key figures and areas as asked for. Columns:
    ``kpi`` (id), ``title`` (Kolada's), ``unit`` (as the title tells it, ``%`` or ``antal``; empty where it does not), ``area``
    (code), ``name``, ``year``, ``sex`` (category: ``totalt``, ``kvinnor``, ``män``), ``value`` (in ``unit``; NaN where Kolada's
    is empty: missing, suppressed or not collected, which it does not tell apart), ``status`` (category: ``ok``, ``missing``).

    ``kpis`` are ids. ``areas`` are codes or names in any case, as for ``profile``, and ``Riket``. ``years`` may be a range.
    ``sex`` is one or several of the words, or of ``T``, ``K`` and ``M``. What is not given is all that there is.

    The snapshot is the one that ``profile`` uses; ``snapshot`` names the folder of another, from here or a folder above.
    ValueError for a key figure, an area, a year or a sex that it does not have, which suggests near ones; FileNotFoundError
    if there is no snapshot.
    """
    from naravard.reading.kolada_frame import read_frame

    return read_frame(kpis, areas, years, sex, snapshot)
