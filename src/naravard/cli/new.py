"""``naravard new``: a folder to fill in."""

from __future__ import annotations

import argparse
from pathlib import Path

from naravard.cli.arguments import EXPORT, Parser, Refusal


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Declare the command and its arguments."""
    about = "Gör en mapp att fylla i: plan.toml och arbetsböcker."
    made = commands.add_parser("new", help="gör en mapp att fylla i", description=about)
    made.add_argument("folder", type=Path, metavar="MAPP", help="mappen som görs, till exempel data/min-kommun")
    made.add_argument("--terms", metavar="TERMINER", help="terminer, skilda med komma; utan detta tas den som pågår")
    made.add_argument("--name", default="", metavar="NAMN", help="projektets namn")
    made.add_argument(
        "--municipality", default="", metavar="KOMMUN", help="kommunens namn, till exempel Lekebergs kommun"
    )
    made.add_argument("--code", default="", metavar="KOD", help="kommunkod, till exempel 1814")
    made.set_defaults(command=new)


def new(given: argparse.Namespace) -> int:
    """``naravard new``: a folder to fill in."""
    from datetime import date

    from naravard.template import new_project
    from naravard.terms import Term, TermCalendar

    try:
        terms = (
            [Term.parse(term) for term in given.terms.split(",")]
            if given.terms
            else [TermCalendar().term_of(date.today())]
        )
    except ValueError:
        raise Refusal(f"{given.terms!r} är inga terminer. Skriv till exempel VT2024 eller VT2024,HT2024.") from None
    try:
        made = new_project(given.folder, terms=terms, name=given.name, municipality=given.municipality, code=given.code)
    except FileExistsError as error:
        raise Refusal(f"{error.filename or given.folder} finns redan, och inget är ändrat. Ange en ny mapp.") from error
    except OSError as error:
        raise Refusal(f"mappen {given.folder} kunde inte skapas: {error.strerror}.", EXPORT) from error
    for path in made:
        print(path)
    return 0
