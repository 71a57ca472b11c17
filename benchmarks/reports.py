"""How long papers take, side by side in one run: naravard against what a user would do instead, and against the floor.

    .venv/bin/python benchmarks/reports.py            # all of it, written to benchmarks/results.md: half an hour on two cores
    .venv/bin/python benchmarks/reports.py --short    # 1 and 8 profiles, one round, printed only

All make the same papers from the same data, in interleaved rounds; the tables give medians and ratios.

(a) the shell loop: ``papermill`` and then ``jupyter nbconvert --to html --no-input``, a process each, one report after another
(b) the same two as Python calls in one process, with a kernel a report
(c) the floor: the cells as plain functions in one warm process, put together and written as our HTML

(a) and (b) take the same time for every report, so a few are timed in each round and multiplied. Run it in an environment of
requirements.txt, and ``distributed`` for the cluster: other packages slow what they are imported by.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from processes import ROOT, Timed, median, prepare, run

RESULTS = Path(__file__).with_name("results.md")
YEAR = 2022
SAMPLE = 3  # reports of (a) and (b) timed in a round
MANY = 100  # so many profiles take long enough to be their own mean: one round
PAPER, PROJECT, TERM = "uppfoljning", "data/exempel", "HT2023"
PYTHON = sys.executable

FLOOR = """
import json, sys, time
sys.path.insert(0, "tests")
from in_process import executed_with
from naravard.paper.compose import assemble
from naravard.formats.html.page import HtmlExporter
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


class Rounds:
    """What has been timed, by name."""

    def __init__(self) -> None:
        self.runs: dict[str, list[Timed]] = {}

    def note(self, name: str, timed: Timed) -> None:
        """Keep it, and tell of it: a whole run is long."""
        self.runs.setdefault(name, []).append(timed)
        print(f"  {name}: {timed.seconds:.2f} s, cpu {timed.cpu:.2f} s, {timed.memory:.0f} MB", flush=True)

    def __getitem__(self, name: str) -> Timed:
        return median(self.runs[name])

    def ratio(self, name: str, other: str) -> float:
        """How many times the seconds of ``other`` one takes: the median of the ratios, a round each."""
        pairs = zip(self.runs[name], self.runs[other], strict=False)
        return statistics.median(one.seconds / two.seconds for one, two in pairs)


def profiles(areas: list[str], out: Path, form: str, *given: str, cold: bool = True) -> Timed:
    """``naravard profiles``: ``cold`` into an empty folder, else where all of it is there already."""
    if cold:
        shutil.rmtree(out, ignore_errors=True)
    asked = ["--area", ",".join(areas), "--format", form, "--out", str(out), *given]
    return run([PYTHON, "-m", "naravard.cli", "profiles", str(YEAR), *asked])[0]


def paper(out: Path, form: str, *, cold: bool = True) -> Timed:
    """``naravard report`` for one paper of a term."""
    if cold:
        shutil.rmtree(out, ignore_errors=True)
    asked = [TERM, "--data", PROJECT, "--only", PAPER, "--format", form, "--out", str(out)]
    return run([PYTHON, "-m", "naravard.cli", "report", *asked])[0]


def shell(notebook: str, made: Path, *given: str) -> Timed:
    """(a) for one report."""
    made.parent.mkdir(parents=True, exist_ok=True)
    ran, _ = run([PYTHON, "-m", "papermill", f"notebooks/{notebook}.ipynb", str(made), *given, "--no-progress-bar"])
    shown, _ = run([PYTHON, "-m", "nbconvert", "--to", "html", "--no-input", str(made)])
    return Timed(ran.seconds + shown.seconds, ran.cpu + shown.cpu, max(ran.memory, shown.memory))


def shell_loop(areas: list[str], out: Path) -> Timed:
    """(a) for a few profiles: the mean of one. The area is given as text: 0114 is no number."""
    parts = [
        shell("kommunprofil", out / f"{area}.ipynb", "-r", "area", area, "-p", "year", str(YEAR)) for area in areas
    ]
    return _mean(parts)


def in_one(areas: list[str], out: Path) -> Timed:
    """(b) for a few profiles: the mean of one, start included."""
    out.mkdir(parents=True, exist_ok=True)
    timed, _ = run([PYTHON, "-c", IN_ONE, json.dumps(areas), str(out)])
    return Timed(timed.seconds / len(areas), timed.cpu / len(areas), timed.memory)


def floor(areas: list[str], out: Path) -> Timed:
    """(c) for a few profiles: the mean of one, in a warm process."""
    out.mkdir(parents=True, exist_ok=True)
    timed, said = run([PYTHON, "-c", FLOOR, json.dumps(areas), str(out)])
    seconds, cpu = json.loads(said)
    return Timed(seconds / len(areas), cpu / len(areas), timed.memory)


def on_a_cluster(areas: list[str], out: Path, folder: Path) -> Timed:
    """``naravard profiles --scheduler`` with two workers on this machine; the cluster itself is there before."""
    told = folder / "scheduler.json"
    dask = [PYTHON, "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    settings = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    scheduler = [*dask, "distributed.cli.dask_scheduler", "--scheduler-file", str(told), "--port", "0"]
    worker = [*dask, "distributed.cli.dask_worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny"]
    commands = [[*scheduler, "--no-dashboard", "--host", "127.0.0.1"]] + 2 * [[*worker, "--no-dashboard"]]
    running = [subprocess.Popen(command, env=settings, **quiet) for command in commands]
    try:
        from distributed import Client

        with Client(scheduler_file=str(told), timeout="60s") as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        # The cluster's own processes must not be waited for as if they were the command's: only the clock counts here.
        began = time.perf_counter()
        asked = ["--area", ",".join(areas), "--format", "html", "--out", str(out), "--scheduler", address]
        subprocess.run([PYTHON, "-m", "naravard.cli", "profiles", str(YEAR), *asked], check=True, **quiet)
        return Timed(time.perf_counter() - began, 0, 0)
    finally:
        for process in running:
            process.kill()
            process.wait()


def areas(count: int) -> list[str]:
    """So many municipalities, spread over the country."""
    with (ROOT / "data" / "kolada" / "municipality.csv").open(encoding="utf-8", newline="") as file:
        codes = sorted(row["id"] for row in csv.DictReader(file) if row["type"] == "K")
    step = max(1, len(codes) // count)
    return [codes[(place * step) % len(codes)] for place in range(min(count, len(codes)))]


def timed(counts: list[int], rounds: int) -> Rounds:
    """Everything, in interleaved rounds."""
    done = Rounds()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", flush=True)
            few = areas(SAMPLE * (number + 1))[-SAMPLE:]
            done.note("a", shell_loop(few, folder / "a"))
            done.note("b", in_one(few, folder / "b"))
            done.note("c", floor(few * 4, folder / "c"))
            given = ("-p", "data", PROJECT, "-p", "term", TERM)
            done.note("paper a", shell(PAPER, folder / "paper.ipynb", *given))
            for form in ("html", "html,pdf"):
                done.note(f"paper {form}", paper(folder / form, form))
            done.note("paper again", paper(folder / "html,pdf", "html,pdf", cold=False))
            done.note("pydantic", run([PYTHON, "-c", "import pydantic"])[0])
            done.note("--help", run([PYTHON, "-m", "naravard.cli", "--help"])[0])
            done.note("check", run([PYTHON, "-m", "naravard.cli", "check", "--data", PROJECT])[0])
            for count in counts:
                if count >= MANY and number:
                    continue
                for form in ("html", "html,pdf"):
                    done.note(f"{count} {form}", profiles(areas(count), folder / f"{count}{form}", form))
                    done.note(
                        f"{count} {form} again", profiles(areas(count), folder / f"{count}{form}", form, cold=False)
                    )
        most = max(counts)
        if find_spec("distributed"):
            done.note("cluster", on_a_cluster(areas(most), folder / "cluster", folder))
    return done


def written(done: Rounds, counts: list[int], rounds: int) -> list[str]:
    """The lines of the results."""
    a, b, c = done["a"], done["b"], done["c"]
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("papermill", "nbconvert", "matplotlib", "pandas", "typst")
    )
    lines = [
        "# How long papers take",
        "",
        f"Measured by `python benchmarks/reports.py`: {rounds} interleaved rounds, medians; one round of {MANY} profiles or "
        f"more. {platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}, {packages}.",
        "",
        f"The profiles are `kommunprofil` for municipalities of the real snapshot, {YEAR}; (a), (b) and (c) are the mean of one, "
        f"from {SAMPLE} in each round ((c): {SAMPLE * 4}). The term paper is `{PAPER}` of `{PROJECT}`, {TERM}. Memory is the "
        "greatest sum of proportional set sizes of all processes.",
        "",
        "| one profile | seconds | cpu | memory, MB |",
        "|---|--:|--:|--:|",
        f"| (a) shell loop, papermill + nbconvert | {a.seconds:.2f} | {a.cpu:.2f} | {a.memory:.0f} |",
        f"| (b) the same as Python calls in one process | {b.seconds:.2f} | {b.cpu:.2f} | {b.memory:.0f} |",
        f"| (c) the floor: warm plain functions | {c.seconds:.2f} | {c.cpu:.2f} | {c.memory:.0f} |",
        "",
        "| profiles | formats | naravard, s | × (a) HTML | × (b) HTML | cpu / floor | memory, MB | nothing changed, s |",
        "|--:|---|--:|--:|--:|--:|--:|--:|",
    ]
    for count in counts:
        for form in ("html", "html,pdf"):
            one, again = done[f"{count} {form}"], done[f"{count} {form} again"]
            lines.append(
                f"| {count} | {form} | {one.seconds:.2f} | {a.seconds * count / one.seconds:.1f} "
                f"| {b.seconds * count / one.seconds:.1f} | {one.cpu / count / c.cpu:.2f} | {one.memory:.0f} "
                f"| {again.seconds:.2f} |"
            )
    names = {
        "paper a": "(a), HTML",
        "paper html": "naravard, cold, HTML",
        "paper html,pdf": "naravard, cold, HTML + PDF",
        "paper again": "naravard, nothing changed",
    }
    lines += ["", "| one term paper | seconds | × (a) HTML | cpu | memory, MB |", "|---|--:|--:|--:|--:|"]
    for name, said in names.items():
        one = done[name]
        lines.append(
            f"| {said} | {one.seconds:.2f} | {done.ratio('paper a', name):.1f} | {one.cpu:.2f} | {one.memory:.0f} |"
        )
    lines += ["", "| command | seconds | × `import pydantic` |", "|---|--:|--:|"]
    for name in ("pydantic", "--help", "check"):
        said = "python -c 'import pydantic'" if name == "pydantic" else f"naravard {name}"
        lines.append(f"| `{said}` | {done[name].seconds:.2f} | {done.ratio(name, 'pydantic'):.1f} |")
    if "cluster" in done.runs:
        most = max(counts)
        rate = done[f"{most} html"].seconds / done["cluster"].seconds
        lines += [
            "",
            f"A Dask cluster of two workers on the same machine makes {most} profiles at {rate:.2f} of the local rate.",
        ]
    return lines


def _mean(parts: list[Timed]) -> Timed:
    count = len(parts)
    return Timed(sum(p.seconds for p in parts) / count, sum(p.cpu for p in parts) / count, max(p.memory for p in parts))


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true")
    given = parser.parse_args()
    prepare()
    counts, rounds = ([1, 8], 1) if given.short else ([1, 8, 32, 290], 3)
    lines = written(timed(counts, rounds), counts, rounds)
    print("\n".join(lines))
    if not given.short:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
