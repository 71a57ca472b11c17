"""``naravard explain``: where the figures of a table or figure come from."""

from __future__ import annotations

import argparse

from naravard.cli.arguments import Parser, Refusal, add_data, add_out, project_in, published_name, term_of


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Declare the command and its arguments."""
    asked = commands.add_parser("explain", help="visa varifrån siffrorna i en tabell eller figur kommer")
    asked.add_argument("term", help="termin, till exempel HT2023")
    asked.add_argument("paper", metavar="PAPPER", help="till exempel uppfoljning")
    asked.add_argument("what", metavar="TABELL-ELLER-FIGUR", help="till exempel 'Tabell 3', eller rubriken")
    add_data(asked)
    add_out(asked)
    asked.set_defaults(command=explain)


def explain(given: argparse.Namespace) -> int:
    """``naravard explain``: where the figures of a table or figure come from."""
    from naravard.explain import find, origin_of, shown_in

    project = project_in(given.data)
    term = term_of(project.terms, given)
    executed = given.out / published_name(given.data) / str(term) / f"{given.paper}.ipynb"
    if not executed.is_file():
        first = f"naravard report {term} --data {given.data} --only {given.paper}"
        raise Refusal(f"{executed} finns inte. Gör papperet först: {first}")
    blocks = shown_in(executed)
    block = find(blocks, given.what)
    if block is None:
        raise Refusal(
            f"{given.paper} har inget som heter {given.what!r}. Det finns: {'; '.join(b.caption for b in blocks)}."
        )
    origin = origin_of(project, term, block)
    print(f"{origin.caption}\n{origin.source}\n")
    for name, definition in origin.definitions:
        print(f"Mått: measures.{name}\n{definition}\n")
    print("Rader i underlaget:")
    for row in origin.rows:
        print(f"  {row}")
    return 0
