"""``naravard report``: the papers of one term."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.cli.arguments import (
    EXPORT,
    LOCKED,
    NOTEBOOK,
    Refusal,
    folder_of,
    known_formats,
    mistaken,
    no_such_term,
    say,
    tell_what_is_odd,
)

if TYPE_CHECKING:
    from naravard.editions.publisher import NotMade, Options
    from naravard.jobs.term import TermPapers, Unknown


def report(given: argparse.Namespace) -> int:
    """``naravard report``: make a term's papers and publish them."""
    papers = _papers(given)
    latest = papers.path.latest
    if not given.force and papers.up_to_date:
        with _refused(papers):
            papers.write_index(again=False)
        print(f"Inget nytt: papperen i {latest} är gjorda av samma underlag.")
        return 0
    _tell_what_was_read(papers)
    with _refused(papers):
        made = papers.publish(force=given.force, progress=say)
    for record in made:
        # Of the open data it is enough to name the description, which lists the tables.
        print(*(latest / file for file in record.outputs if not file.endswith((".csv", ".rdf"))), sep="\n")
    print(latest / "manifest.json")
    return 0


def _papers(given: argparse.Namespace) -> TermPapers:
    from naravard.jobs.term import UnfitFolder, Unknown, term_papers
    from naravard.run.notebooks import NotebookError

    folder_of(given.data)
    try:
        return term_papers(given.data, given.term, out=given.out, only=given.only, options=_options(given))
    except NotebookError as error:
        raise Refusal(f"{error}. Rätta den eller flytta den ur mappen.") from error
    except Unknown as unknown:
        raise _unknown(unknown, given.data) from None
    except UnfitFolder as unfit:
        if unfit.folder == given.data:
            raise Refusal(
                f"projektets mapp heter {given.data.resolve().name!r}, vilket inte kan vara namnet på en mapp med papper. "
                "Byt namn på den."
            ) from None
        raise Refusal(
            f"papperen kan inte läggas i projektets egen mapp, {given.data}: de skulle tas för underlag. "
            "Ange en annan mapp med --out."
        ) from None


def _options(given: argparse.Namespace) -> Options:
    from naravard.editions.publisher import Options
    from naravard.formats.exports import FORMATS, Settings
    from naravard.run.worker import Limits

    formats = known_formats(FORMATS if given.format is None else re.split(r"[\s,]+", given.format.lower().strip()))
    if given.docx_template and not given.docx_template.is_file():
        raise Refusal(f"Wordmallen {given.docx_template} finns inte.")
    settings = Settings(given.archive, given.docx_template.resolve() if given.docx_template else None)
    return Options(formats, settings, Limits(seconds=given.seconds))


def _unknown(unknown: Unknown, data: Path) -> Refusal:
    if unknown.what == "term":
        return no_such_term(unknown, data)
    return Refusal(
        f"det finns ingen anteckningsbok som heter {unknown.asked!r}. De som finns: {', '.join(unknown.known)}. Ett eget papper "
        "ligger i mappen notebooks, och dess parametercell har data och term och inget mer."
    )


def _tell_what_was_read(papers: TermPapers) -> None:
    """What is odd in the data, and which papers they cannot carry."""
    from naravard.reading import InputError

    try:
        tell_what_is_odd(papers.project.findings)
    except InputError as error:
        raise mistaken(error, papers.data) from None
    for name, why in papers.left_out.items():
        say(f"{name} görs inte: {why}.")


@contextmanager
def _refused(papers: TermPapers) -> Iterator[None]:
    """What stops the publishing is told to the analyst as a refusal."""
    from naravard.editions.index import FILE
    from naravard.editions.lock import Locked
    from naravard.editions.publisher import InputChanged, NotMade
    from naravard.jobs.term import NotIndexed

    path = papers.path
    try:
        yield
    except NotMade as error:
        raise _refusal(error) from error
    except InputChanged as error:
        raise Refusal(
            f"underlaget ändrades medan papperen gjordes ({error}), och inget är publicerat. Kör om."
        ) from error
    except Locked as error:
        raise Refusal(f"papperen för {path.term} görs redan ({error}). Vänta tills det är klart.", LOCKED) from error
    except NotIndexed as error:
        raise Refusal(
            f"papperen är publicerade, men {path.out / FILE} kunde inte skrivas: {error.strerror}.", EXPORT
        ) from error
    except OSError as error:
        raise Refusal(f"papperen kunde inte sparas i {path.latest}: {error.strerror}.", EXPORT) from error


def _refusal(error: NotMade) -> Refusal:
    """What an analyst is told of papers that could not be made."""
    stages = {failure.stage for failure in error.failures.values()}
    lines = [f"{name}: {problem}" for name, failure in error.failures.items() for problem in failure.problems]
    log = f"\n  Loggen finns i {error.log}." if error.log else ""
    what = "en anteckningsbok stannade" if "notebook" in stages else "papperet kan inte skrivas"
    code = NOTEBOOK if "notebook" in stages else EXPORT
    return Refusal(f"{what} och inget är publicerat:\n  " + "\n  ".join(lines) + log, code)
