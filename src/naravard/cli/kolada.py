"""``naravard kolada``: the pinned snapshot of key figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from naravard.cli.arguments import Parser, Refusal


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Declare the command and its arguments."""
    kolada = commands.add_parser("kolada", help="uttaget ur Kolada", description="Uttaget ur Kolada.")
    snapshots = kolada.add_subparsers(required=True, metavar="kommando", parser_class=Parser)
    pinned = snapshots.add_parser("pin", help="dela en lång fil med värden i en fil per område")
    pinned.add_argument("dump", type=Path, help="CSV med kpi,municipality,period,gender,value; får vara gzip")
    pinned.set_defaults(command=pin)
    verified = snapshots.add_parser("verify", help="kontrollera att uttaget är helt")
    verified.set_defaults(command=verify)
    for command in (pinned, verified):
        command.add_argument("--snapshot", type=Path, default=Path("data/kolada"), help="uttagets mapp (data/kolada)")


def pin(given: argparse.Namespace) -> int:
    """``naravard kolada pin``: a snapshot's values from one long file."""
    from naravard.kolada import pin_values

    try:
        rows = pin_values(given.dump, given.snapshot)
    except (OSError, ValueError) as error:
        raise Refusal(f"{given.dump} kunde inte läsas: {error}.") from error
    print(f"{rows} värden skrivna i {given.snapshot / 'values'}.")
    return 0


def verify(given: argparse.Namespace) -> int:
    """``naravard kolada verify``: that the snapshot is whole."""
    import tomllib

    from naravard.kolada import dump_sha256

    try:
        wanted = tomllib.loads((given.snapshot / "snapshot.toml").read_text(encoding="utf-8"))["dump_sha256"]
    except (OSError, KeyError, ValueError) as error:
        raise Refusal(f"{given.snapshot} är inget uttag ur Kolada: {error}.") from error
    if dump_sha256(given.snapshot) != wanted:
        raise Refusal(f"värdena i {given.snapshot} är inte de som uttaget gjordes med: kontrollsumman stämmer inte.")
    print(f"Uttaget i {given.snapshot} är helt.")
    return 0
