"""What the commands have in common, whatever they do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from naravard import cli

EXAMPLE = str(Path(__file__).parents[1] / "data" / "exempel")


@pytest.mark.parametrize(
    "asked", [["check", "--data", EXAMPLE], ["check", "--data", EXAMPLE, "--format", "json"], ["check", "--help"]]
)
def test_a_command_ends_without_a_word_when_nobody_reads_what_it_says(asked):
    """As in ``naravard check | head -1``."""
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "naravard.cli", *asked], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert ran.stderr == ""
    assert ran.returncode == 141 or "--help" in asked  # argparse itself lets its help go unread


def test_a_refusal_that_nobody_reads_ends_the_same_way():
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run([sys.executable, "-m", "naravard.cli", "check", "--data", "x"], stderr=writing, check=False)
    os.close(writing)
    assert ran.returncode == 141


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["profiles", "abc"], "ÅR ska vara ett heltal, inte 'abc'"),
        (["profiles", "2022", "--workers", "x"], "--workers ska vara ett heltal, inte 'x'"),
        (["report", "--seconds"], "--seconds ska följas av ett värde"),
        (["close", "--decision", "KS 1"], "något saknas: TERMIN"),
        (["reopen", "HT2023", "--data", "finns inte", "--reason", "fel antal"], "mappen finns inte finns inte"),
    ],
)
def test_arguments_that_cannot_be_read_are_refused_in_swedish(asked, said, capsys):
    try:
        code = cli.main(asked)
    except SystemExit as left:
        code = left.code
    assert code == 2
    assert said in capsys.readouterr().err


def test_a_term_written_twice_is_one_workbook(tmp_path, capsys):
    asked = ["new", str(tmp_path / "ny"), "--terms", "T3 2024,2024T3", "--municipality", "Åre kommun"]
    assert cli.main(asked) == 0
    assert capsys.readouterr().out.count("2024T3.xlsx") == 1
