"""``naravard report``: the papers of one term."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.cli.arguments import EXPORT, NOTEBOOK, Parser, Refusal, add_data, add_out, project_in, say, term_of

if TYPE_CHECKING:
    from naravard.model import Project
    from naravard.terms import Term


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Declare the command and its arguments."""
    made = commands.add_parser(
        "report", help="gör en termins papper", description="Gör en termins papper som HTML och PDF."
    )
    made.add_argument("term", nargs="?", help="termin, till exempel HT2023; utan termin tas den senaste")
    add_data(made)
    add_out(made)
    made.add_argument("--only", metavar="NAMN", help="bara ett av papperen, till exempel slutrapport")
    made.set_defaults(command=report)


def report(given: argparse.Namespace) -> int:
    """``naravard report``: the papers of one term."""
    from naravard.reading.inputs import input_files
    from naravard.report import notebooks

    project = project_in(given.data)
    papers = notebooks.papers(notebooks.notebooks_folder())
    if given.only and given.only not in papers:
        known = ", ".join(papers) or "inga"
        raise Refusal(f"det finns ingen anteckningsbok som heter {given.only!r}. De som finns: {known}.")
    term = term_of(project, given)
    chosen = {given.only: papers[given.only]} if given.only else _carried(papers, project, term)
    for path in _published(chosen, given, str(term), input_files(given.data, project)):
        print(path)
    return 0


def _carried(papers: dict[str, Path], project: Project, term: Term) -> dict[str, Path]:
    """The papers that the term's data can carry; of the others it is said why not."""
    from naravard.labels import listing
    from naravard.model import FIELDS, PROJECT_TABLES, TERM_TABLES, records_of
    from naravard.report import notebooks

    titles = {record.table: record.title.lower() for record in (*PROJECT_TABLES, *TERM_TABLES)}
    carried = {}
    for name, path in papers.items():
        wanted = notebooks.needs(path)
        holders = [project.term(term) if not hasattr(project, FIELDS[table]) else project for table in wanted]
        if not wanted or any(records_of(holder, table) for holder, table in zip(holders, wanted, strict=True)):
            carried[name] = path
        else:
            say(f"{name} görs inte: underlaget för {term} saknar {listing([titles[table] for table in wanted])}.")
    return carried


def _published(papers: dict[str, Path], given: argparse.Namespace, term: str, inputs: dict[str, Path]) -> list[Path]:
    from naravard.report.assemble import PaperError
    from naravard.report.notebooks import NotebookError
    from naravard.report.publish import publish

    target = given.out / given.data.resolve().name / term
    try:
        return publish(papers, data=given.data, term=term, inputs=inputs, target=target, progress=say)
    except NotebookError as error:
        raise Refusal(f"en anteckningsbok stannade och inget är publicerat. {error}", NOTEBOOK) from error
    except PaperError as error:
        lines = "\n  ".join(error.problems)
        raise Refusal(f"papperet kan inte skrivas och inget är publicerat:\n  {lines}", EXPORT) from error
    except OSError as error:
        raise Refusal(f"papperen kunde inte sparas i {target}: {error.strerror}.", EXPORT) from error
