"""``naravard new``: a folder to fill in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.cli.arguments import EXPORT, Refusal, project_in

if TYPE_CHECKING:
    from naravard.model import Project
    from naravard.terms import Term


def new(given: argparse.Namespace) -> int:
    """``naravard new``: a folder to fill in."""
    from datetime import date

    from naravard.template import new_project
    from naravard.terms import Term, TermCalendar

    there = project_in(given.folder) if (given.folder / "plan.toml").is_file() else None
    now = (there.calendar if there else TermCalendar()).term_of(date.today())
    try:
        terms = list(dict.fromkeys(map(Term.parse, given.terms.split(",")))) if given.terms else [now]
    except ValueError:
        raise Refusal(
            f"{given.terms!r} är inga terminer. Skriv till exempel VT2024 eller VT2024,HT2024, för tertial 2024T1 och för "
            "kvartal 2024K1."
        ) from None
    division = there.calendar.division if there else terms[0].division
    if odd := [str(term) for term in terms if term.division is not division]:
        raise Refusal(f"{', '.join(odd)} passar inte: projektet delar in året i {division}.")
    try:
        if there:
            made = _next_terms(given.folder, there, terms)
        else:
            made = new_project(
                given.folder, terms=terms, name=given.name, municipality=given.municipality, code=given.code
            )
    except FileExistsError as error:
        raise Refusal(f"{error.filename or given.folder} finns redan, och inget är ändrat. Ange en ny mapp.") from error
    except OSError as error:
        raise Refusal(f"mappen {given.folder} kunde inte skapas: {error.strerror}.", EXPORT) from error
    for path in made:
        print(path)
    return 0


def _next_terms(folder: Path, project: Project, terms: Sequence[Term]) -> list[Path]:
    """More terms of a project that is there: their workbooks offer what the project has got to refer to."""
    from naravard.model import PROJECT_TABLES, records_of
    from naravard.template import new_term

    if taken := [str(term) for term in terms if (folder / str(term)).exists() or (folder / f"{term}.xlsx").exists()]:
        raise Refusal(f"{', '.join(taken)} finns redan i {folder}, och inget är ändrat.")
    known = {
        table.table: [str(getattr(record, table.key[0])) for record in records_of(project, table.table)]
        for table in PROJECT_TABLES
        if table.key
    }
    return [new_term(folder, term, name=project.plan.project.name, known=known) for term in terms]
