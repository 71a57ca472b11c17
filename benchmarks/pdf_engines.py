"""How long the PDF of one paper takes, by naravard and by WeasyPrint from our HTML of the same document.

    .venv/bin/python benchmarks/pdf_engines.py --weasyprint elsewhere/bin/python

WeasyPrint is no dependency of ours: install it in an environment of its own (``pip install weasyprint``, on Debian also
``apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0``) and name its Python. Each PDF is made by a cold
process, in interleaved rounds, so that a busy machine slows both; printed are medians, and the median of the ratios.
"""

from __future__ import annotations

import argparse
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

OURS = """
import pickle, sys
from naravard.report.pdf import pdf_from_document
with open(sys.argv[1] + ".pickle", "rb") as file:
    document = pickle.load(file)
with open(sys.argv[1] + "-ours.pdf", "wb") as file:
    file.write(pdf_from_document(document))
"""
THEIRS = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1] + ".html").write_pdf(sys.argv[1] + "-theirs.pdf", pdf_variant="pdf/ua-1")
"""


@dataclass(frozen=True)
class Timed:
    """One cold process: seconds on the clock and of the processor, and its greatest memory in MiB."""

    seconds: float
    cpu: float
    memory: float


def timed(python: str, program: str, name: Path) -> Timed:
    """Run a program in a new process with the paper's name, which its files begin with."""
    began = time.perf_counter()
    process = subprocess.Popen([python, "-c", program, str(name)], cwd=ROOT, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{python} ended with {os.waitstatus_to_exitcode(status)} on {name.name}")
    return Timed(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def papers(folder: Path) -> list[Path]:
    """The papers as both engines read them: the sample of the tests and a real one, by the name their files begin with."""
    from in_process import executed
    from naravard.report.assemble import assemble
    from naravard.report.html import HtmlExporter
    from paper_sample import board_notebook

    documents = {
        "sample": assemble(board_notebook()),
        "uppfoljning": assemble(executed("uppfoljning", "data/exempel", "HT2023")),
    }
    for name, document in documents.items():
        (folder / f"{name}.pickle").write_bytes(pickle.dumps(document))
        (folder / f"{name}.html").write_text(HtmlExporter().from_document(document), encoding="utf-8")
    return [folder / name for name in documents]


def pages(path: Path) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(path) as opened:
        return len(opened.pages)


def main() -> None:
    """Print a table for each paper."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weasyprint", default=sys.executable, help="the Python that has WeasyPrint")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    engines = {"ours": (sys.executable, OURS), "theirs": (arguments.weasyprint, THEIRS)}
    with tempfile.TemporaryDirectory() as folder:
        for name in papers(Path(folder)):
            for engine in engines.values():
                timed(*engine, name)  # so that everything is compiled and in the file cache
            rounds = [{key: timed(*engine, name) for key, engine in engines.items()} for _ in range(arguments.rounds)]
            print(f"\n{name.name}\n\n| | s | processor s | MiB | pages | kB |\n|---|--:|--:|--:|--:|--:|")
            for key, label in (("ours", "naravard"), ("theirs", "WeasyPrint")):
                median = [
                    statistics.median(getattr(one[key], part) for one in rounds)
                    for part in ("seconds", "cpu", "memory")
                ]
                made = Path(f"{name}-{key}.pdf")
                print(
                    f"| {label} | {median[0]:.2f} | {median[1]:.2f} | {median[2]:.0f} | {pages(made)} | {made.stat().st_size // 1000} |"
                )
            ratios = [
                statistics.median(getattr(one["ours"], part) / getattr(one["theirs"], part) for one in rounds)
                for part in ("seconds", "cpu", "memory")
            ]
            print(f"| ratio | {ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.2f} | | |")


if __name__ == "__main__":
    main()
