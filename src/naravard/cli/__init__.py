"""The command ``naravard``. What it says is in Swedish; heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from naravard import words
from naravard.cli import check, close, explain, kolada, new, profiles, report, verify
from naravard.cli.arguments import COMMANDS, Parser, Refusal, declare

# Pydantic looks through all installed packages for plug-ins of its own, which takes longer than most of its work here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

_PIPE = 141  # as the shell tells of a program that SIGPIPE has ended
_COMMANDS = {
    "report": report.report, "new": new.new, "check": check.check, "close": close.close, "reopen": close.reopen,
    "verify": verify.verify, "explain": explain.explain, "profiles": profiles.profiles,
    "kolada update": kolada.update, "kolada verify": kolada.verify,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; returns the exit code.

    0 done or nothing new, 1 a bug of ours, 2 arguments or input, 3 a notebook failed, 4 export or publication failed,
    5 another run is at it, 130 interrupted (Ctrl+C), 141 whoever read the output has left, 143 told to end (SIGTERM).
    """
    streams = [stream for stream in (sys.stdout, sys.stderr) if stream]
    try:
        try:
            return _carried_out(arguments)
        finally:
            for stream in streams:
                stream.flush()
    except BrokenPipeError:  # as after ``| head``; what is left to say goes nowhere, also when Python ends
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in streams:
            os.dup2(nowhere, stream.fileno())
        return _PIPE


def _carried_out(arguments: Sequence[str] | None) -> int:
    """Carry out a command; whatever stops it is told, and gives its exit code."""
    given = _parser().parse_args(arguments)
    try:
        with _ended_by_sigterm():
            code: int = given.command(given)
    except Refusal as refusal:
        print(f"naravard: {refusal}", file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        print("naravard: avbrutet. Inget är publicerat.", file=sys.stderr)
        return 130
    except _Ended:
        print("naravard: avslutat utifrån. Inget är publicerat.", file=sys.stderr)
        return 143
    except BrokenPipeError:
        raise
    except Exception:
        traceback.print_exc()
        print(
            "naravard: ett fel i programmet, inte i underlaget. Inget är publicerat. Skicka texten ovan till oss.",
            file=sys.stderr,
        )
        return 1
    return code


class _Ended(BaseException):
    """The system has told the process to end."""


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM unwind what is at work, as Ctrl+C does, so that nothing is left half done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise _Ended

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _parser() -> Parser:
    parser = Parser(prog="naravard", description=words.of("reform")["naravard"])
    declare(parser, COMMANDS["commands"], _COMMANDS)
    return parser
