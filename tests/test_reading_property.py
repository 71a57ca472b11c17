"""A valid folder is damaged at random, thousands of times: what comes out is the same project, or findings that stop it,
or a project in which every cell that was not touched has kept its value. Never another exception."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naravard.model import Finding, Project
from naravard.reading.project import read_project
from sample_folder import ACTIVITIES, FILES, HEADER, ROWS, read_activities, write

EXAMPLES = int(os.environ.get("NARAVARD_EXAMPLES", "300"))
MANY = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES == 300
)

with tempfile.TemporaryDirectory() as _folder:
    VALID = read_activities(Path(_folder), ACTIVITIES)[0]
assert VALID is not None
SIGNS = [
    ";",
    ",",
    "\t",
    '"',
    "\r",
    "\n",
    "\r\n",
    "\0",
    "\ufeff",
    "\ufffd",
    "a\u030a",
    "\u202e",
    "\u00a0",
    "\u2212",
    "-",
]
TEXTS = [
    "..",
    "=1+1",
    "<b>",
    "1.234",
    "1 234",
    "１２",
    "inf",
    "2023-02-30",
    "45901",
    "850101-1234",
    "A01",
    "PM9",
    "Summa",
]
LINES = [HEADER, ROWS[0], "åäö", "Ã¤", "#REF!", "<<<<<<< HEAD", "sep=,", "x" * 3000]
WORDS = st.sampled_from([*SIGNS, *TEXTS, *LINES])
BYTES = st.one_of(
    WORDS.map(lambda word: word.encode("utf-8")), st.binary(max_size=6), WORDS.map(lambda word: word.encode("utf-16"))
)


def read(content: bytes, name: str) -> tuple[Project | None, list[Finding]]:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), **{name: content})
        return read_project(Path(folder))


def untouched(project: Project) -> list[tuple[object, ...]]:
    return [
        tuple(value for name, value in vars(row).items() if name != "origin")
        for row in project.term("HT2023").activities
    ]


def assert_nothing_is_silently_different(content: bytes) -> None:
    project, findings = read(content, "HT2023/aktiviteter.csv")
    for finding in findings:
        assert finding.message
        assert finding.file
    if project is None:
        assert any(finding.severity.stops_a_report for finding in findings)


@MANY
@given(
    st.integers(0, len(ACTIVITIES.encode())), st.integers(0, 12), BYTES, st.sampled_from(["utf-8", "cp1252", "utf-16"])
)
def test_a_damaged_table_is_read_or_stopped_but_never_raises(place: int, cut: int, put: bytes, encoding: str) -> None:
    content = ACTIVITIES.encode(encoding)
    assert_nothing_is_silently_different(content[:place] + put + content[place + cut :])


@MANY
@given(st.sampled_from(sorted(FILES)), st.integers(0, 300), st.integers(0, 12), BYTES)
def test_a_damaged_file_of_any_kind_never_raises(name: str, place: int, cut: int, put: bytes) -> None:
    content = FILES[name].encode()
    read(content[:place] + put + content[place + cut :], name)


@MANY
@given(st.integers(2, 6), st.integers(0, 8), st.one_of(WORDS, st.text(max_size=12)))
def test_a_changed_cell_changes_no_other_cell(row: int, column: int, text: str) -> None:
    """The cell is quoted as Excel would, so its text is its own affair: all other cells keep their values or the table stops."""
    lines = [line.split(";") for line in (HEADER, *ROWS)]
    lines[row - 1][column] = '"' + text.replace('"', '""') + '"'
    content = "\r\n".join(";".join(line) for line in lines) + "\r\n"
    project, _ = read(content.encode("utf-8", "surrogatepass"), "HT2023/aktiviteter.csv")
    if project is None:
        return
    assert VALID is not None
    before, after = untouched(VALID), untouched(project)
    assert len(before) == len(after)
    different = [(r, c) for r, cells in enumerate(before) for c, cell in enumerate(cells) if cell != after[r][c]]
    assert len(different) <= 1
    assert all(r == row - 2 for r, _ in different)


@MANY
@given(st.permutations(range(9)), st.sampled_from([";", ",", "\t"]), st.sampled_from(["\n", "\r\n", "\r"]),
       st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]), st.booleans(), st.booleans())  # fmt: skip
def test_every_way_to_save_the_table_gives_the_same_project(
    order: list[int], sign: str, end: str, encoding: str, quoted: bool, capital: bool
) -> None:
    lines = [line.split(";") for line in (HEADER.upper() if capital else HEADER, *ROWS)]
    rows = [[line[place] for place in order] for line in lines]
    text = end.join(sign.join(f'"{cell}"' if quoted or sign in cell else cell for cell in row) for row in rows) + end
    project, findings = read(text.encode(encoding), "HT2023/aktiviteter.csv")
    assert VALID is not None
    assert project is not None, findings
    assert untouched(project) == untouched(VALID)
    assert all(finding.severity == "note" for finding in findings)
