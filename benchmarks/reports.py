"""How long papers take, side by side in one run: naravard against what a user would do instead, and against the floor.

    .venv/bin/python benchmarks/reports.py                 # the whole table, written to benchmarks/results.md
    .venv/bin/python benchmarks/reports.py --counts 1,8    # a shorter one, printed only

All run the same notebook (kommunprofil) on the same data, in interleaved rounds; the table gives medians and ratios.

(a) the shell loop: ``papermill`` and then ``jupyter nbconvert --to html --no-input``, a process each, one report after another
(b) the same two as Python calls in one process, with a kernel a report
(c) the floor: the cells as plain functions in one warm process, put together and written as our HTML

(a) and (b) take the same time for every report, so a few are timed in each round and multiplied; how many stands in the table.
``cpu`` counts the process and all that it has started, the fork server and its children too (Linux). ``memory`` is the greatest sum of proportional set sizes of the tree
(Linux).
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import ctypes
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "kommunprofil.ipynb"
RESULTS = Path(__file__).with_name("results.md")
YEAR = 2022
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
SAMPLE = 3  # reports of (a) and (b) timed in a round

FLOOR = """
import json, sys, time
sys.path.insert(0, "tests")
from in_process import executed_with
from naravard.report.assemble import assemble
from naravard.report.html import HtmlExporter
areas, out = json.loads(sys.argv[1]), sys.argv[2]
exporter = HtmlExporter()
def one(area):
    page = exporter.from_document(assemble(executed_with("kommunprofil", area=area, year=2022)))
    open(f"{out}/{area}.html", "w", encoding="utf-8").write(page)
one(areas[0])  # warm
began, cpu = time.perf_counter(), time.process_time()
for area in areas:
    one(area)
print(json.dumps([time.perf_counter() - began, time.process_time() - cpu]))
"""
IN_ONE = """
import json, sys, papermill
from nbconvert.exporters import HTMLExporter
exporter = HTMLExporter(exclude_input=True)
for area in json.loads(sys.argv[1]):
    run = papermill.execute_notebook("notebooks/kommunprofil.ipynb", f"{sys.argv[2]}/{area}.ipynb",
        parameters={"area": area, "year": 2022}, kernel_name="python3", progress_bar=False)
    open(f"{sys.argv[2]}/{area}.html", "w", encoding="utf-8").write(exporter.from_notebook_node(run)[0])
"""


@dataclass(frozen=True)
class Timed:
    """One run: seconds on the clock, seconds of processor, and megabytes at the most."""

    seconds: float
    cpu: float
    memory: float


def run(command: list[str], *, output: bool = False) -> tuple[Timed, str]:
    """Run a command to its end; what it prints is returned if asked for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE if output else subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    peak = _Peak(process.pid)
    said, wrong = process.communicate()
    seconds = time.perf_counter() - began
    # A fork server outlives the command by a moment; adopted, it can be waited for, and then its time is counted.
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:6])} … ended with {process.returncode}:\n{wrong[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timed(seconds, cpu, peak.megabytes()), said or ""


class _Peak:
    """The greatest memory of a process and its children, looked at five times a second."""

    def __init__(self, process: int) -> None:
        self._process, self._most, self._over = process, 0.0, threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def megabytes(self) -> float:
        self._over.set()
        self._watch.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self._most = max(self._most, sum(map(_proportional, _tree(self._process))))


def _tree(process: int) -> list[int]:
    found, waiting = [], [process]
    while waiting:
        current = waiting.pop()
        found.append(current)
        for task in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                waiting += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _proportional(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def ours(areas: list[str], out: Path, form: str, *, cold: bool) -> Timed:
    """``naravard profiles``: ``cold`` into an empty folder, else where all of it is there already."""
    if cold:
        shutil.rmtree(out, ignore_errors=True)
    given = ["--area", ",".join(areas), "--format", form, "--out", str(out)]
    return run([sys.executable, "-m", "naravard.cli", "profiles", str(YEAR), *given])[0]


def shell_loop(areas: list[str], out: Path) -> Timed:
    """(a) for a few reports: the mean of one."""
    out.mkdir(parents=True, exist_ok=True)
    parts = []
    for area in areas:
        made = str(out / f"{area}.ipynb")
        tool = [sys.executable, "-m"]
        given = ["-r", "area", area, "-p", "year", str(YEAR)]  # as text: 0114 is no number
        parts.append(run([*tool, "papermill", str(NOTEBOOK), made, *given, "--no-progress-bar"])[0])
        parts.append(run([*tool, "nbconvert", "--to", "html", "--no-input", made])[0])
    return _each(parts, len(areas))


def in_one(areas: list[str], out: Path) -> Timed:
    """(b) for a few reports: the mean of one, start included."""
    out.mkdir(parents=True, exist_ok=True)
    return _each([run([sys.executable, "-c", IN_ONE, json.dumps(areas), str(out)])[0]], len(areas))


def floor(areas: list[str], out: Path) -> Timed:
    """(c) for a few reports: the mean of one, in a warm process."""
    out.mkdir(parents=True, exist_ok=True)
    timed, said = run([sys.executable, "-c", FLOOR, json.dumps(areas), str(out)], output=True)
    seconds, cpu = json.loads(said)
    return Timed(seconds / len(areas), cpu / len(areas), timed.memory)


def _each(parts: list[Timed], count: int) -> Timed:
    return Timed(sum(p.seconds for p in parts) / count, sum(p.cpu for p in parts) / count, max(p.memory for p in parts))


def median(runs: list[Timed]) -> Timed:
    return Timed(*(statistics.median(getattr(run, name) for run in runs) for name in ("seconds", "cpu", "memory")))


def areas(count: int) -> list[str]:
    """So many municipalities, spread over the country; more than there are are taken again."""
    with (ROOT / "data" / "kolada" / "municipality.csv").open(encoding="utf-8", newline="") as file:
        codes = sorted(row["id"] for row in csv.DictReader(file) if row["type"] == "K")
    step = max(1, len(codes) // count)
    return [codes[(place * step) % len(codes)] for place in range(min(count, len(codes)))]


def table(counts: list[int], rounds: int, say: object = print) -> list[str]:
    """The lines of the results."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs: dict[str, list[Timed]] = {}

        def note(what: str, timed: Timed) -> None:
            runs.setdefault(what, []).append(timed)
            print(f"  {what}: {timed.seconds:.2f} s, cpu {timed.cpu:.2f} s, {timed.memory:.0f} MB", flush=True)

        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", flush=True)
            few = areas(SAMPLE * (number + 1))[-SAMPLE:]
            note("a", shell_loop(few, folder / "a"))
            note("b", in_one(few, folder / "b"))
            note("c", floor(few * 4, folder / "c"))
            for count in counts:
                if count >= 100 and number >= 1:
                    continue  # long enough to be its own mean
                for form in ("html", "html,pdf"):
                    note(f"{count} {form}", ours(areas(count), folder / f"o{count}{form}", form, cold=True))
                    note(f"{count} {form} again", ours(areas(count), folder / f"o{count}{form}", form, cold=False))
    middle = {what: median(found) for what, found in runs.items()}
    return _lines(counts, rounds, middle)


def _lines(counts: list[int], rounds: int, middle: dict[str, Timed]) -> list[str]:
    a, b, c = (middle[name] for name in "abc")
    lines = [
        "# How long papers take",
        "",
        f"Measured by `python benchmarks/reports.py`, {rounds} interleaved rounds, medians. "
        f"{platform.system()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, papermill {version('papermill')}, nbconvert {version('nbconvert')}, "
        f"matplotlib {version('matplotlib')}, pandas {version('pandas')}, typst {version('typst')}.",
        "",
        "The paper is `kommunprofil` (municipalities of the real snapshot). (a), (b) and (c) are the mean of one report, "
        f"from {SAMPLE} timed in each round ((c): {SAMPLE * 4}).",
        "",
        "| one report | seconds | cpu | memory, MB |",
        "|---|---|---|---|",
        f"| (a) shell loop, papermill + nbconvert | {a.seconds:.2f} | {a.cpu:.2f} | {a.memory:.0f} |",
        f"| (b) the same as Python calls in one process | {b.seconds:.2f} | {b.cpu:.2f} | {b.memory:.0f} |",
        f"| (c) the floor: warm plain functions | {c.seconds:.2f} | {c.cpu:.2f} | {c.memory:.0f} |",
        "",
        "| reports | formats | naravard, s | × (a) HTML | × (b) | cpu a report / floor | memory, MB | nothing changed, s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for count in counts:
        for form in ("html", "html,pdf"):
            one, once_more = middle[f"{count} {form}"], middle[f"{count} {form} again"]
            lines.append(
                f"| {count} | {form} | {one.seconds:.2f} | {a.seconds * count / one.seconds:.1f} "
                f"| {b.seconds * count / one.seconds:.1f} "
                f"| {one.cpu / count / c.cpu:.2f} | {one.memory:.0f} | {once_more.seconds:.2f} |"
            )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", default="1,8,32,290")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    lines = table([int(count) for count in given.counts.split(",")], given.rounds)
    print("\n".join(lines))
    if given.counts == "1,8,32,290":
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
