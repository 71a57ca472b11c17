"""What the commands have in common, whatever they do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
