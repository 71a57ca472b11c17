"""Making the files of a new project, or of a project's next term. Nothing that is there already is written over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from naravard.model import PROJECT_TABLES, TERM_TABLES
from naravard.model.naming import PROJECT_BOOK
from naravard.template.plan import plan_text
from naravard.template.workbook import Book, write_form
from naravard.terms import Term


def new_project(
    folder: Path, *, terms: Sequence[Term | str], name: str = "", municipality: str = "", code: str = ""
) -> list[Path]:
    """Make a project to fill in: plan.toml, a workbook for the project and one for each term. Returns the files made.

    The plan says what ``name``, ``municipality`` and ``code`` say, or how to fill it in. FileExistsError, before anything is
    written, if one of the files is there already; ValueError if no term is given, or terms of
    more than one division.
    """
    ordered = sorted(Term.parse(term) for term in terms)
    if not ordered:
        raise ValueError("no terms; give at least one, for example terms=['HT2023']")
    if len({term.division for term in ordered}) > 1:
        raise ValueError(f"terms of different divisions: {', '.join(map(str, ordered))}; give terms of one")
    plan, project = folder / "plan.toml", folder / PROJECT_BOOK
    paths = [plan, project, *(folder / f"{term}.xlsx" for term in ordered)]
    if taken := [path for path in paths if path.exists()]:
        raise FileExistsError(f"{taken[0]} exists already, and nothing is written over; give an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    text = plan_text(name=name, municipality=municipality, code=code, first=ordered[0], last=ordered[-1])
    plan.write_text(text, encoding="utf-8", newline="\n")
    write_form(project, Book(PROJECT_BOOK, PROJECT_TABLES, name))
    for term, path in zip(ordered, paths[2:], strict=True):
        write_form(path, Book(path.name, TERM_TABLES, name, term))
    return paths


def new_term(
    folder: Path, term: Term | str, *, name: str = "", known: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """Make the workbook of one more term. ``known`` gives each table's ids so far, to choose from in lists."""
    wanted = Term.parse(term)
    path = folder / f"{wanted}.xlsx"
    if path.exists() or (folder / str(wanted)).exists():
        raise FileExistsError(f"term {wanted} exists already in {folder}, and nothing is written over")
    write_form(path, Book(path.name, TERM_TABLES, name, wanted, known or {}))
    return path
