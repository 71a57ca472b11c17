"""The command ``naravard``. What it says is in Swedish; heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from naravard.cli import check, close, datapackage, explain, kolada, new, report
from naravard.cli.arguments import Parser, Refusal

_COMMANDS = (report, new, check, close, explain, datapackage, kolada)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; returns the exit code (0 done, 2 arguments or input, 3 notebook, 4 export)."""
    given = _parser().parse_args(arguments)
    try:
        code: int = given.command(given)
    except Refusal as refusal:
        print(f"naravard: {refusal}", file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        print("naravard: avbrutet. Inget är ändrat.", file=sys.stderr)
        return 130
    return code


def _parser() -> Parser:
    parser = Parser(
        prog="naravard", description="Uppföljning och slutrapport för en kommuns omställning till Nära vård."
    )
    commands = parser.add_subparsers(required=True, metavar="kommando", parser_class=Parser)
    for command in _COMMANDS:
        command.add(commands)
    return parser
