"""``naravard report``: the papers of one term."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.cli.arguments import (
    EXPORT,
    LOCKED,
    NOTEBOOK,
    Parser,
    Refusal,
    add_data,
    add_out,
    folder_of,
    known_formats,
    project_in,
    published_name,
    say,
    seconds,
    term_of,
    terms_in,
)

if TYPE_CHECKING:
    from naravard.editions.places import Place
    from naravard.editions.publisher import Manner, Matter, NotMade
    from naravard.model import Project
    from naravard.terms import Term


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Declare the command and its arguments."""
    made = commands.add_parser(
        "report",
        help="gör en termins papper",
        description="Gör en termins papper. Det som inte har ändrats görs inte om.",
    )
    made.add_argument("term", nargs="?", help="termin, till exempel HT2023; utan termin tas den senaste")
    add_data(made)
    add_out(made)
    made.add_argument("--only", metavar="NAMN", help="bara ett av papperen, till exempel slutrapport")
    made.add_argument(
        "--format", metavar="FORMAT", help="html, pdf, docx, xlsx, csv, skilda med komma; utan detta alla"
    )
    made.add_argument(
        "--archive",
        choices=("2a", "3a"),
        default="2a",
        help="PDF/A-nivå: 2a, eller 3a med tabellerna som bilagor",
    )
    made.add_argument("--docx-template", type=Path, metavar="FIL", help="kommunens egen Wordmall")
    made.add_argument("--force", action="store_true", help="gör papperen även om inget har ändrats")
    made.add_argument("--seconds", type=seconds, default=900, metavar="N", help="längsta tid för ett papper (900)")
    made.set_defaults(command=report)


def report(given: argparse.Namespace) -> int:
    """``naravard report``: make a term's papers and publish them."""
    from naravard.editions import index
    from naravard.jobs import PRELOAD
    from naravard.run import notebooks
    from naravard.run.worker import start_early

    folder_of(given.data)
    try:
        papers = notebooks.papers(*notebooks.notebooks_folders())
    except notebooks.NotebookError as error:
        raise Refusal(f"{error}. Rätta den eller flytta den ur mappen.") from error
    if given.only is not None and given.only not in papers:
        raise Refusal(
            f"det finns ingen anteckningsbok som heter {given.only!r}. De som finns: {', '.join(papers)}. Ett eget papper "
            "ligger i mappen notebooks, och dess parametercell har data och term och inget mer."
        )
    manner = _manner(given)
    term = term_of(terms_in(given.data), given)
    place = _place(given, term)
    chosen = papers if given.only is None else {given.only: papers[given.only]}
    if not given.force and _nothing_new(chosen, place, given.data, manner):
        if not (given.out / index.FILE).exists():
            _index(given.out)
        print(f"Inget nytt: papperen i {place.latest} är gjorda av samma underlag.")
        return 0
    start_early(PRELOAD)  # its imports run while the project is read here
    project = project_in(given.data)
    left_out = _left_out(papers, project, term) if given.only is None else {}
    for name, why in left_out.items():
        say(f"{name} görs inte: {why}.")
    carried = {name: path for name, path in chosen.items() if name not in left_out}
    _publish(carried, _matter(given, project, term), place, manner, left_out, given)
    return 0


def _manner(given: argparse.Namespace) -> Manner:
    from naravard.editions.publisher import Manner
    from naravard.formats.exports import FORMATS, Settings
    from naravard.run.worker import Limits

    formats = known_formats(FORMATS if given.format is None else re.split(r"[\s,]+", given.format.lower().strip()))
    if given.docx_template and not given.docx_template.is_file():
        raise Refusal(f"Wordmallen {given.docx_template} finns inte.")
    settings = Settings(given.archive, given.docx_template.resolve() if given.docx_template else None)
    return Manner(formats, settings, Limits(seconds=given.seconds))


def _place(given: argparse.Namespace, term: Term) -> Place:
    from naravard.editions.places import Place, is_project_name

    name = published_name(given.data)
    if not is_project_name(name):
        raise Refusal(
            f"projektets mapp heter {name!r}, vilket inte kan vara namnet på en mapp med papper. Byt namn på den."
        )
    if given.out.resolve().is_relative_to(given.data.resolve()):
        raise Refusal(
            f"papperen kan inte läggas i projektets egen mapp, {given.data}: de skulle tas för underlag. "
            "Ange en annan mapp med --out."
        )
    return Place(given.out, name, str(term))


def _nothing_new(papers: Mapping[str, Path], place: Place, data: Path, manner: Manner) -> bool:
    """Whether the latest edition is what would be made now. The project is not read for this: checksums tell."""
    from naravard.editions import manifest as manifests
    from naravard.editions.publisher import root_and_name
    from naravard.reading.inputs import located

    published = place.published()
    if published is None or any(name not in {*published.papers, *published.left_out} for name in papers):
        return False
    code, (root, project) = manifests.code(), root_and_name(data)
    parameters = {"data": project, "term": place.term}
    inputs: dict[frozenset[str], str] = {}
    for name, path in papers.items():
        record = published.papers.get(name)
        if record is None:
            continue
        names = frozenset(record.inputs)
        if names not in inputs:
            inputs[names] = manifests.digest(manifests.checksums(located(data, names)))
        run = manifests.run_of(name, manifests.sha256(path), parameters, code, inputs[names])
        if not manifests.stands(record, run, manner.formats, manner.settings, place.latest, root):
            return False
    return True


def _left_out(papers: Mapping[str, Path], project: Project, term: Term) -> dict[str, str]:
    """The papers that the term's data cannot carry, each with the reason."""
    from naravard.labels import listing
    from naravard.model import FIELDS, PROJECT_TABLES, TERM_TABLES, records_of
    from naravard.run import notebooks

    titles = {record.table: record.title.lower() for record in (*PROJECT_TABLES, *TERM_TABLES)}
    left_out = {}
    for name, path in papers.items():
        wanted = notebooks.needs(path)
        holders = [project.term(term) if not hasattr(project, FIELDS[table]) else project for table in wanted]
        if wanted and not any(records_of(holder, table) for holder, table in zip(holders, wanted, strict=True)):
            left_out[name] = f"underlaget för {term} saknar {listing([titles[table] for table in wanted])}"
    return left_out


def _matter(given: argparse.Namespace, project: Project, term: Term) -> Matter:
    from naravard import labels
    from naravard.editions.manifest import Snapshot, Told
    from naravard.editions.publisher import Matter
    from naravard.reading.inputs import input_files

    figures = project.key_figures
    return Matter(
        data=given.data,
        term=str(term),
        organisation=project.plan.project.municipality,
        inputs=input_files(given.data, project),
        findings=tuple(Told.model_validate(found, from_attributes=True) for found in project.findings),
        snapshot=Snapshot(source=figures.source, fetched=labels.day(figures.fetched)) if figures else None,
    )


def _publish(
    papers: Mapping[str, Path],
    matter: Matter,
    place: Place,
    manner: Manner,
    left_out: Mapping[str, str],
    given: argparse.Namespace,
) -> None:
    """Make and publish the papers, and print what was published."""
    from naravard.editions.lock import Locked
    from naravard.editions.publisher import InputChanged, NotMade, publish

    try:
        latest, made = publish(papers, matter, place, manner, left_out=left_out, force=given.force, progress=say)
    except NotMade as error:
        raise _refusal(error) from error
    except InputChanged as error:
        raise Refusal(
            f"underlaget ändrades medan papperen gjordes ({error}), och inget är publicerat. Kör om."
        ) from error
    except Locked as error:
        raise Refusal(f"papperen för {place.term} görs redan ({error}). Vänta tills det är klart.", LOCKED) from error
    except OSError as error:
        raise Refusal(f"papperen kunde inte sparas i {place.latest}: {error.strerror}.", EXPORT) from error
    _index(given.out)
    for record in made:
        # Of the open data it is enough to name the description, which lists the tables.
        print(*(latest / file for file in record.outputs if not file.endswith((".csv", ".rdf"))), sep="\n")
    print(latest / "manifest.json")


def _index(out: Path) -> None:
    """Write the index of all that is published; the papers themselves are in place."""
    from naravard.editions.index import FILE, write_index

    try:
        write_index(out)
    except OSError as error:
        raise Refusal(
            f"papperen är publicerade, men {out / FILE} kunde inte skrivas: {error.strerror}.", EXPORT
        ) from error


def _refusal(error: NotMade) -> Refusal:
    """What an analyst is told of papers that could not be made."""
    stages = {failure.stage for failure in error.failures.values()}
    lines = [f"{name}: {problem}" for name, failure in error.failures.items() for problem in failure.problems]
    log = f"\n  Loggen finns i {error.log}." if error.log else ""
    what = "en anteckningsbok stannade" if "notebook" in stages else "papperet kan inte skrivas"
    code = NOTEBOOK if "notebook" in stages else EXPORT
    return Refusal(f"{what} och inget är publicerat:\n  " + "\n  ".join(lines) + log, code)
