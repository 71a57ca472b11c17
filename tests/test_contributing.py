"""CONTRIBUTING.md keeps what it promises: each example is applied to a copy of the project, and its commands run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import program
from test_house import MAY_IMPORT

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = {
    title: body for title, body in re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", PAGE, re.MULTILINE) if "```diff" in body
}
PROMISED = {
    "Add an indicator": ("reports/exempel/HT2023/indikatorblad/*.csv", "Anhöriga som har en egen kontakt"),
    "Add a table": ("src/naravard/tables/project.py", "def target_groups"),
    "Add a paper": ("reports/exempel/HT2023/malgruppsblad.html", "Vad arbetet riktas mot"),
    "Add a finding code": ("docs/regler.md", "| `risk-without-measure` | En öppen risk saknar åtgärd. |"),
}
"""What stands in which file when the commands have run, and did not before."""


@pytest.fixture
def copy(tmp_path):
    """As much of the project as the examples change and their commands read."""
    ignored = shutil.ignore_patterns("__pycache__", "_build", "bilder")
    for name in ("src", "notebooks", "data/exempel", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    (tmp_path / "tests").mkdir()
    for name in ("pyproject.toml", "tests/conftest.py", "tests/sample_folder.py", "tests/test_checks.py"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def blocks(title, language):
    """The fenced blocks of a section in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTIONS[title], re.MULTILINE | re.DOTALL)


def patch_of(title):
    """The section's changes as git reads them. The data files have CRLF, which a page of Markdown has not."""
    lines, data = [], False
    for line in "".join(blocks(title, "diff")).splitlines():
        data = line.startswith("+++ b/data/") or (data and not line.startswith("--- "))
        changed = data and line.startswith((" ", "+", "-")) and not line.startswith(("+++ ", "--- "))
        lines.append(f"{line}\r" if changed else line)
    return "\n".join(lines) + "\n"


def run(copy, *command):
    # The copy's own package is imported, and not the one that is installed.
    kept = {**os.environ, "PYTHONPATH": str(copy / "src")}
    return subprocess.run(command, cwd=copy, env=kept, capture_output=True, text=True, check=False, timeout=300)


def found(copy, title):
    pattern, words = PROMISED[title]
    return any(words in path.read_text(encoding="utf-8") for path in copy.glob(pattern))


@pytest.mark.parametrize("title", PROMISED)
def test_an_example_of_contributing_applies_and_does_what_the_page_says(title, copy):
    assert not found(copy, title)
    (copy / "example.patch").write_bytes(patch_of(title).encode())
    applied = run(copy, program("git"), "apply", "-C1", "--whitespace=nowarn", "example.patch")
    assert applied.returncode == 0, applied.stderr
    python = {"naravard": [sys.executable, "-m", "naravard.cli"], "python": [sys.executable]}
    commands = "".join(blocks(title, "sh")).splitlines()
    assert commands
    for command in commands:
        name, *arguments = shlex.split(command)
        done = run(copy, *python[name], *arguments)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert found(copy, title)


def test_every_section_with_a_change_is_tried():
    assert set(SECTIONS) == set(PROMISED)


def test_the_examples_keep_the_style_of_the_house(copy):
    touched = set()
    for title in PROMISED:
        touched |= set(re.findall(r"^\+\+\+ b/(.+\.(?:py|ipynb))$", patch_of(title), re.MULTILINE))
        (copy / "example.patch").write_bytes(patch_of(title).encode())
        assert run(copy, program("git"), "apply", "-C1", "--whitespace=nowarn", "example.patch").returncode == 0, title
    for command in ("check", "format --check"):
        done = run(copy, sys.executable, "-m", "ruff", *command.split(), "--no-cache", *sorted(touched))
        assert done.returncode == 0, done.stdout


def test_the_page_names_every_room_of_the_house():
    table = PAGE.partition("## The house")[2].partition("## ")[0]
    named = {
        room for cell in re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE) for room in re.findall(r"`(\w+)`", cell)
    }
    assert named == {*MAY_IMPORT, "cli"}
