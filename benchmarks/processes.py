"""A command timed with all that it starts: seconds on the clock and of the processor, and the greatest memory (Linux)."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


@dataclass(frozen=True)
class Timed:
    """One run: seconds on the clock, seconds of processor, and megabytes at the most."""

    seconds: float
    cpu: float
    memory: float


def prepare() -> None:
    """Count what commands leave behind, such as a fork server, and let Python keep its bytecode, as an analyst's does."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)


def run(command: list[str]) -> tuple[Timed, str]:
    """Run a command to its end, with all that it has started; returned with what it has printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = Peak(process.pid)
    said, wrong = process.communicate()
    seconds = time.perf_counter() - began
    memory = peak.megabytes()
    # A fork server outlives the command by a moment; adopted, it can be waited for, and then its time is counted.
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:6])} … ended with {process.returncode}:\n{wrong[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Timed(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory), said


class Peak:
    """The greatest sum of proportional set sizes of a process and all below it, looked at five times a second."""

    def __init__(self, process: int) -> None:
        self._process, self._most, self._over = process, 0.0, threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def megabytes(self) -> float:
        """The greatest of all; the looking ends."""
        self._over.set()
        self._watch.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self._most = max(self._most, sum(map(_proportional, _tree(self._process))))


def median(runs: Iterable[Timed]) -> Timed:
    """The median of each of the three."""
    runs = list(runs)
    return Timed(*(statistics.median(getattr(run, name) for run in runs) for name in ("seconds", "cpu", "memory")))


def _tree(process: int) -> list[int]:
    found, waiting = [], [process]
    while waiting:
        current = waiting.pop()
        found.append(current)
        for task in Path(f"/proc/{current}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                waiting += map(int, task.read_text().split())
    return found


def _proportional(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
