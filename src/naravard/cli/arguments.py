"""What the commands have in common: how they refuse, and how they read the project and the term they are given."""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from naravard.jobs.term import Unknown
    from naravard.model import Finding, Project
    from naravard.reading import InputError
    from naravard.terms import Term

COMMANDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("commands.toml").read_text(encoding="utf-8"))

INPUT = 2  # exit code: the arguments or the input are not right
NOTEBOOK = 3  # exit code: a notebook stopped on the way
EXPORT = 4  # exit code: what a notebook shows is not fit to be a paper, or could not be written
LOCKED = 5  # exit code: another run is making the same papers


class Refusal(Exception):
    """The command cannot be carried out; the text says why in one line."""

    def __init__(self, message: str, code: int = INPUT) -> None:
        super().__init__(message)
        self.code = code


class _Help(argparse.RawDescriptionHelpFormatter):
    """argparse's help with its few own words in Swedish."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Användning: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse in Swedish."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **given}, add_help=False, allow_abbrev=False)
        self._positionals.title, self._optionals.title = "Anges", "Kan anges"
        self.add_argument("-h", "--help", action="help", help="visa den här hjälpen")

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong with the arguments, and stop."""
        print(f"naravard: {_in_swedish(message)} Skriv {self.prog} --help för hjälp.", file=sys.stderr)
        sys.exit(INPUT)


def seconds(text: str) -> float:
    """A time limit that can be waited for: more than nothing, and at most a day."""
    try:
        limit = float(text)
    except ValueError:
        limit = 0.0
    if not 0 < limit <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} är inget antal sekunder mellan 1 och 86400")
    return limit


_TYPES: dict[str, Callable[[str], Any]] = {"path": Path, "whole": int, "seconds": seconds}


def declare(parser: Parser, commands: Mapping[str, Any], carry_out: Mapping[str, Callable[..., int]]) -> None:
    """Declare the commands below a parser, as ``commands.toml`` has them; ``carry_out`` has what does each, by its name."""
    below = parser.add_subparsers(required=True, metavar="kommando", parser_class=Parser)
    for name, said in commands.items():
        command = below.add_parser(name, help=said["help"], description=said.get("description"))
        if "commands" in said:
            declare(command, said["commands"], {part: carry_out[f"{name} {part}"] for part in said["commands"]})
            continue
        for argument in said["arguments"]:
            given = (
                {"name": argument} | COMMANDS["arguments"][argument] if isinstance(argument, str) else dict(argument)
            )
            if "type" in given:
                given["type"] = _TYPES[given["type"]]
            command.add_argument(*given.pop("name").split(), **given)
        command.set_defaults(command=carry_out[name])


def known_formats(names: Iterable[str]) -> tuple[str, ...]:
    """The formats, each once; one that there is not is refused."""
    from naravard.formats.exports import FORMATS

    formats = tuple(dict.fromkeys(names))
    if unknown := [name for name in formats if name not in FORMATS]:
        raise Refusal(f"{', '.join(map(repr, unknown))} är inget format. De som finns: {', '.join(FORMATS)}.")
    return formats


def project_in(folder: Path) -> Project:
    """The project in a folder. What is odd is told; what is wrong refuses the command."""
    from naravard.reading import InputError
    from naravard.reading.project import read_project

    project, findings = read_project(folder_of(folder))
    if project is None:
        raise mistaken(InputError(findings), folder)
    tell_what_is_odd(findings)
    return project


def tell_what_is_odd(findings: Iterable[Finding]) -> None:
    """Tell the findings that an analyst ought to look at."""
    from naravard.mending import findings_as_text
    from naravard.model import Severity

    odd = [found for found in findings if found.severity is not Severity.NOTE]
    if odd:
        say(findings_as_text(odd))


def mistaken(error: InputError, folder: Path) -> Refusal:
    """The refusal of data with mistakes, which are told."""
    tell_what_is_odd(error.findings)
    return Refusal(f"underlaget i {folder} har fel, och inget är publicerat. naravard check visar alla.")


def term_of(terms: Sequence[Term], given: argparse.Namespace) -> Term:
    """The term asked for, or the latest of those that have been reported."""
    from naravard.jobs.term import Unknown, chosen_term

    try:
        return chosen_term(terms, given.term)
    except Unknown as unknown:
        raise no_such_term(unknown, given.data) from None


def no_such_term(unknown: Unknown, data: Path) -> Refusal:
    """The refusal of a term that has not been reported, or of no term at all."""
    from naravard.terms import Term

    if not unknown.known:
        return Refusal(f"{data} har inga redovisade terminer. Lägg till en mapp, till exempel HT2023.")
    term = Term.parse_or_none(unknown.asked or "")
    if term is None:
        return Refusal(f"{unknown.asked!r} är ingen termin. Skriv till exempel {unknown.known[-1]}.")
    return Refusal(f"{term} är inte redovisad i {data}. Redovisade terminer: {', '.join(unknown.known)}.")


def folder_of(folder: Path) -> Path:
    """The folder, if it is there."""
    if not folder.is_dir():
        raise Refusal(
            f"mappen {folder} finns inte. Ange projektets mapp med --data, till exempel --data data/lekeberg."
        )
    return folder


def say(line: str) -> None:
    """Tell the analyst something that is no result: it goes to stderr."""
    print(line, file=sys.stderr, flush=True)


def _in_swedish(message: str) -> str:
    """argparse's few refusals, as an analyst should read them."""
    kind, _, rest = message.partition(": ")
    if choice := re.fullmatch(r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", message):
        return f"{choice[1]} kan inte vara {choice[2]}. Välj bland {choice[3]}."
    if wrong := re.fullmatch(r"argument (.+): (?:invalid int value: (.+)|expected one argument)", message):
        return (
            f"{wrong[1]} ska vara ett heltal, inte {wrong[2]}." if wrong[2] else f"{wrong[1]} ska följas av ett värde."
        )
    return {
        "unrecognized arguments": f"okänt argument: {rest}.",
        "the following arguments are required": f"något saknas: {rest}.",
    }.get(kind, f"argumenten kan inte läsas ({message}).")
