"""``naravard datapackage``: the tables described for others who check or read them."""

from __future__ import annotations

import argparse

from naravard.cli.arguments import Parser, add_data, project_in


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Declare the command and its arguments."""
    described = commands.add_parser("datapackage", help="beskriv tabellerna i datapackage.json")
    add_data(described)
    described.set_defaults(command=datapackage)


def datapackage(given: argparse.Namespace) -> int:
    """``naravard datapackage``: the tables described for others who check or read them."""
    from naravard.datapackage import write_data_package

    print(write_data_package(given.data, project_in(given.data)))
    return 0
