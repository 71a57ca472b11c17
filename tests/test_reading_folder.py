"""What lies in a project's folder: files of the wrong kind, copies, links, terms twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from naravard.model import PartialDate
from naravard.reading.project import read_project
from sample_folder import ACTIVITIES, FILES, read, told, write

LYING = {
    "HT2023/aktiviter.csv": ("warn", "extra-file"),
    "anteckningar.txt": ("warn", "extra-file"),
    "HT2023/aktiviteter.xlsx": ("warn", "extra-file"),
    "HT2023/aktiviteter (1).csv": ("warn", "conflict-copy"),
    "HT2023/Kopia av aktiviteter.csv": ("warn", "conflict-copy"),
    "HT2023/aktiviteter - kopia.csv": ("warn", "conflict-copy"),
    "HT2023/aktiviteter-DESKTOP-ABC123.csv": ("warn", "conflict-copy"),
    "HT2023 (1).xlsx": ("warn", "conflict-copy"),
    "~$VT2023.xlsx": ("warn", "lock-file"),
    ".~lock.VT2023.xlsx#": ("warn", "lock-file"),
    "VT2023.xls": ("refuse", "format-unsupported"),
    "VT2023.ods": ("refuse", "format-unsupported"),
    "HT2023/risker.txt": ("refuse", "format-unsupported"),
    "VT2023.xlsm": ("refuse", "macro"),
    "aktiviteter.csv": ("warn", "misplaced-file"),
    "HT2023/teman.csv": ("warn", "misplaced-file"),
    "HT2023.xlsx": ("error", "duplicate-term"),
    "hösten 2023/risker.csv": ("error", "duplicate-term"),
    "bilagor/x.csv": ("warn", "extra-folder"),
}


@pytest.mark.parametrize("name", LYING)
def test_what_does_not_belong_is_told_of_and_not_read(name: str, tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"id;risk;sannolikhet;konsekvens\r\nR1;Brist;1;2\r\n")
    project, findings = read_project(tmp_path)
    severity, code = LYING[name]
    assert told(findings) == [(severity, code, None)]
    assert (project is not None) == (severity == "warn")
    assert "." in findings[0].message


@pytest.mark.parametrize("name", ["README.md", "Thumbs.db", ".DS_Store", "datapackage.json", "desktop.ini"])
def test_harmless_files_are_left_alone(name: str, tmp_path: Path) -> None:
    (write(tmp_path) / name).write_bytes(b"x")
    assert read_project(tmp_path)[1] == []


def test_the_same_table_in_two_spellings_is_asked_about(tmp_path: Path) -> None:
    write(tmp_path, **{"malgrupper": None, "MÅLGRUPPER.csv": FILES["malgrupper.csv"], "Malgrupper.csv": "namn;typ\r\n"})
    _, findings = read_project(tmp_path)
    assert "duplicate-file" in [finding.code for finding in findings]


def test_a_term_outside_the_plan_is_pointed_out(tmp_path: Path) -> None:
    project, findings = read(tmp_path, VT2019__risker="id;risk;sannolikhet;konsekvens\r\nR1;Brist;1;2\r\n")
    assert project is not None
    assert told(findings) == [("warn", "term-outside-plan", None)]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "symlink"),
        (lambda path: path.symlink_to("/nowhere"), "symlink"),
        (lambda path: path.symlink_to(path.name), "symlink"),
        (os.mkfifo, "not-a-file"),
        (lambda path: path.mkdir(), "not-a-file"),
    ],
)
def test_only_regular_files_in_the_folder_are_opened(make: object, code: str, tmp_path: Path) -> None:
    path = write(tmp_path) / "HT2023" / "risker.csv"
    make(path)  # type: ignore[operator]
    assert told(read_project(tmp_path)[1]) == [("refuse", code, None)]


def test_a_term_folder_is_no_way_out_of_the_data_folder(tmp_path: Path) -> None:
    (write(tmp_path / "data") / "VT2023").symlink_to(tmp_path)
    assert told(read_project(tmp_path / "data")[1]) == [("refuse", "symlink", None)]


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path, HT2023__aktiviteter=None, **{"delat.md": ACTIVITIES})
    (tmp_path / "HT2023").mkdir()
    (tmp_path / "HT2023" / "aktiviteter.csv").symlink_to(tmp_path / "delat.md")
    project, findings = read_project(tmp_path)
    assert project is not None
    assert len(project.term("HT2023").activities) == 5
    assert findings == []


def test_a_folder_that_is_not_there_is_a_mistake_in_the_call(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="wanted a project's folder"):
        read_project(tmp_path / "nowhere")


def test_a_valid_project_is_read_whole_and_every_record_knows_its_place(tmp_path: Path) -> None:
    project, findings = read(tmp_path, kallor="id;titel;datum\r\nTS;Tjänsteskrivelsen;2023-04\r\n")
    assert findings == []
    assert project is not None
    assert project.plan.project.name == "Nära vård i Exempelby"
    assert [str(term) for term in project.terms] == ["HT2023"]
    assert project.sources[0].dated == PartialDate(2023, 4)
    origin = project.term("HT2023").activities[2].origin
    assert (origin.file, origin.sheet, origin.row) == ("HT2023/aktiviteter.csv", "", 4)


def test_a_file_that_is_refused_does_not_make_what_refers_to_it_wrong(tmp_path: Path) -> None:
    _, findings = read(tmp_path, projektmal=b"%PDF-1.4")
    assert told(findings) == [("refuse", "format-unsupported", None)]


def test_findings_are_in_order_of_file_and_row(tmp_path: Path) -> None:
    _, findings = read(tmp_path, teman="namn;typ\r\ntillgänglighet;x\r\n",
                       HT2023__aktiviteter=ACTIVITIES.replace("pågår", "p").replace("2023-01-09", "9/1"))  # fmt: skip
    assert [(finding.file, finding.row) for finding in findings] == [
        ("HT2023/aktiviteter.csv", 2), ("HT2023/aktiviteter.csv", 3), ("teman.csv", 2),
    ]  # fmt: skip


def test_a_name_that_is_no_text_is_told_of_all_the_same(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(write(tmp_path)) + b"/risk\xe5er.csv")).write_bytes(b"x")
    _, (finding,) = read_project(tmp_path)
    assert finding.code == "extra-file"
    assert (finding.file + finding.message).encode()
