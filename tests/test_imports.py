"""A command imports only what it needs: nobody waits for a drawing library to hear what is wrong with a table."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"IPython", "highspy", "jinja2", "matplotlib", "nbconvert", "nbformat", "numpy", "openpyxl", "pandas", "papermill",
         "pikepdf", "typst", "xlsxwriter"}  # fmt: skip


def imported(*arguments):
    """The packages that the command has imported when it ends."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr))\n"
        "from naravard.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments", [["check", "--data", "data/exempel"], ["check", "--data", "data/lekeberg", "--format", "json"]]
)
def test_check_imports_no_heavy_library(arguments):
    found = imported(*arguments)
    assert "pydantic" in found
    assert not found & HEAVY


def test_help_imports_nothing_but_the_standard_library_and_us():
    found = imported("--help")
    assert "naravard" in found
    assert not found & {*HEAVY, "pydantic", "typing_extensions", "defusedxml", "fontTools"}
