"""How long the PDF of one paper takes, by naravard and by WeasyPrint from our HTML of the same document.

    .venv/bin/python benchmarks/pdf_engines.py --weasyprint elsewhere/bin/python

WeasyPrint is no dependency of ours: install it in an environment of its own (``pip install weasyprint``, on Debian also
``apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0``) and name its Python. Each PDF is made by a cold
process, in interleaved rounds, so that a busy machine slows both; printed are medians, and the medians of the ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

PAPERS = """
import pickle, sys
sys.path.insert(0, "tests")
from in_process import executed
from naravard.paper.compose import assemble
from naravard.formats.html.page import HtmlExporter
from paper_sample import board_notebook
for name, notebook in {"sample": board_notebook(), "uppfoljning": executed("uppfoljning", "data/exempel", "HT2023")}.items():
    document = assemble(notebook)
    with open(f"{sys.argv[1]}/{name}.pickle", "wb") as file:
        pickle.dump(document, file)
    with open(f"{sys.argv[1]}/{name}.html", "w", encoding="utf-8") as file:
        file.write(HtmlExporter().from_document(document))
"""
OURS = """
import pickle, sys
from naravard.formats.pdf.paper import pdf_from_document
with open(sys.argv[1] + ".pickle", "rb") as file:
    document = pickle.load(file)
with open(sys.argv[1] + "-naravard.pdf", "wb") as file:
    file.write(pdf_from_document(document))
"""
THEIRS = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1] + ".html").write_pdf(sys.argv[1] + "-WeasyPrint.pdf", pdf_variant="pdf/ua-1")
"""


@dataclass(frozen=True)
class Timed:
    """One cold process: seconds on the clock and of the processor, and its greatest memory in MiB."""

    seconds: float
    cpu: float
    memory: float


def timed(python: str, program: str, argument: str) -> Timed:
    """Run a program in a new process. This one stays small, since a process begins as large as the one that starts it."""
    began = time.perf_counter()
    process = subprocess.Popen([python, "-c", program, argument], cwd=ROOT, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{python} ended with {os.waitstatus_to_exitcode(status)} on {argument}")
    return Timed(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def table(engines: dict[str, tuple[str, str]], paper: str, rounds: int) -> str:
    """The medians of both engines for a paper, and how they are to each other."""
    for engine in engines.values():
        timed(*engine, paper)  # so that everything is compiled and in the file cache
    taken = [{name: astuple(timed(*engine, paper)) for name, engine in engines.items()} for _ in range(rounds)]
    lines = ["| | s | processor s | MiB | kB |", "|---|--:|--:|--:|--:|"]
    for name in engines:
        seconds, cpu, memory = (statistics.median(part) for part in zip(*(one[name] for one in taken), strict=True))
        size = Path(f"{paper}-{name}.pdf").stat().st_size // 1000
        lines.append(f"| {name} | {seconds:.2f} | {cpu:.2f} | {memory:.0f} | {size} |")
    ours, theirs = engines
    ratios = ([a / b for a, b in zip(one[ours], one[theirs], strict=True)] for one in taken)
    seconds, cpu, memory = (statistics.median(part) for part in zip(*ratios, strict=True))
    return "\n".join([*lines, f"| ratio | {seconds:.2f} | {cpu:.2f} | {memory:.2f} | |"])


def main() -> None:
    """Print a table for each paper."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weasyprint", default=sys.executable, help="the Python that has WeasyPrint")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    engines = {"naravard": (sys.executable, OURS), "WeasyPrint": (arguments.weasyprint, THEIRS)}
    with tempfile.TemporaryDirectory() as folder:
        timed(sys.executable, PAPERS, folder)
        for paper in ("sample", "uppfoljning"):
            print(f"\n{paper}\n\n{table(engines, f'{folder}/{paper}', arguments.rounds)}", flush=True)


if __name__ == "__main__":
    main()
