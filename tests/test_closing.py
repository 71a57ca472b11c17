"""A term closed after approval: its files are sealed, the draft mark goes, and opening it again leaves a trace."""

import json
import shutil
from pathlib import Path

import pytest

from naravard import cli, closing, prose
from naravard.reading.inputs import input_files
from naravard.reading.project import read_project
from naravard.terms import Term

DATA = Path(__file__).parents[1] / "data"
HT2023 = Term(2023, "HT")


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "exempel"
    shutil.copytree(DATA / "exempel", copy)
    return copy


def wrong_in(folder):
    return [found for found in read_project(folder)[1] if found.severity.stops_a_report]


def test_a_closed_term_loses_the_draft_mark_and_an_open_one_keeps_it(folder):
    project, _ = read_project(folder)
    assert "UTKAST" in prose.cover(project, "HT2023").marks
    assert cli.main(["close", "ht2023", "--data", str(folder), "--decision", "KS 2024-02-06 § 33"]) == 0
    project, _ = read_project(folder)
    assert "UTKAST" not in prose.cover(project, "HT2023").marks
    assert "exempel/stangda_terminer.json" in input_files(folder, project)
    assert closing.events(folder)[-1].reason == "KS 2024-02-06 § 33"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda path: path.write_bytes(path.read_bytes() + b"\r\n"), "har ändrats sedan dess"),
        (lambda path: path.unlink(), "saknas nu"),
        (lambda path: (path.parent / "texter.md").write_text("# x\n", encoding="utf-8"), "har tillkommit sedan dess"),
    ],
)
def test_a_change_to_a_closed_term_is_an_error_that_says_how_to_mend_it(folder, change, words):
    change(folder / "VT2023" / "aktiviteter.csv")
    found = [one for one in wrong_in(folder) if one.code == "closed-changed"]
    assert len(found) == 1
    assert words in found[0].message
    assert "naravard reopen" in found[0].message


def test_what_a_spreadsheet_leaves_behind_is_no_change(folder):
    (folder / "VT2023" / "~$aktiviteter.csv").write_bytes(b"x")
    (folder / "VT2023" / ".~lock.aktiviteter.csv#").write_bytes(b"x")
    assert [one for one in wrong_in(folder) if one.code == "closed-changed"] == []


def test_a_term_is_opened_with_a_reason_that_stays_and_can_be_closed_again(folder):
    assert cli.main(["reopen", "VT2023", "--data", str(folder), "--reason", "fel antal i A04"]) == 0
    path = folder / "VT2023" / "aktiviteter.csv"
    path.write_bytes(path.read_bytes() + b"\r\n")
    assert wrong_in(folder) == []
    assert cli.main(["close", "VT2023", "--data", str(folder)]) == 0
    assert wrong_in(folder) == []
    assert [(e.closed, e.reason) for e in closing.events(folder) if e.term == Term(2023, "VT")] == [
        (True, "EX 2022/041, påhittat beslut"),
        (False, "fel antal i A04"),
        (True, ""),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["close", "VT2023"], "redan stängd"),
        (["close", "VT2031"], "inte redovisad"),
        (["reopen", "HT2023", "--reason", "ett skäl"], "är inte stängd"),
        (["reopen", "VT2023", "--reason", " "], "varför terminen öppnas"),
        (["reopen", "VT2023", "--reason", "fel\x1b[2J antal"], "ett tecken som inte syns (U+001B)"),
        (["close", "HT2023", "--decision", "KS \u202e33"], "ett tecken som inte syns (U+202E)"),
        (["reopen", "i fjol", "--reason", "ett skäl"], "ingen termin"),
    ],
)
def test_what_cannot_be_closed_or_opened_is_refused_and_nothing_is_changed(folder, arguments, words, capsys):
    before = (folder / closing.FILE).read_bytes()
    assert cli.main([*arguments, "--data", str(folder)]) == 2
    assert words in capsys.readouterr().err
    assert (folder / closing.FILE).read_bytes() == before


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"händelser": [{"termin": "VT2023"}]}', '{"händelser": 3}', "\x00"])
def test_a_broken_record_of_closings_refuses_the_report(folder, text):
    (folder / closing.FILE).write_text(text, encoding="utf-8")
    assert [found.code for found in wrong_in(folder)] == ["closings-broken"]


def test_a_term_reported_in_a_workbook_is_sealed_with_its_text(tmp_path):
    for name in ("VT2024.xlsx", "VT2024-texter.md", "VT2025.xlsx", "projekt.xlsx"):
        (tmp_path / name).write_bytes(name.encode())
    event = closing.close_term(tmp_path, Term(2024, "VT"), date="2024-08-20")
    assert set(event.files) == {"VT2024.xlsx", "VT2024-texter.md"}
    assert closing.changed_since(tmp_path, event) == {}
    (tmp_path / "VT2024.xlsx").write_bytes(b"annat")
    assert closing.changed_since(tmp_path, event) == {"VT2024.xlsx": "changed"}
    assert json.loads((tmp_path / closing.FILE).read_text(encoding="utf-8"))["händelser"][0]["datum"] == "2024-08-20"
