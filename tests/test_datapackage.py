"""The data package describes the tables, and another reader agrees with ours on the example."""

import json
from pathlib import Path

import pytest

from naravard.reading import open_project
from table_schema import data_package

ROOT = Path(__file__).parents[1]
PROJECTS = ["lekeberg", "exempel"]


@pytest.mark.parametrize("name", PROJECTS)
def test_the_data_package_is_the_one_that_the_model_gives(name):
    """Write it anew with ``python tests/table_schema.py data/<project>``."""
    folder = ROOT / "data" / name
    kept = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(data_package(folder, open_project(folder))))


@pytest.mark.parametrize("name", PROJECTS)
def test_frictionless_finds_nothing_wrong_in_what_our_reader_takes(name):
    import frictionless

    report = frictionless.validate(str(ROOT / "data" / name / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])


def test_frictionless_finds_a_mistake_that_our_reader_finds(tmp_path):
    """Both readers stop at an unknown status, a broken reference and an id that stands twice."""
    import shutil

    import frictionless

    folder = tmp_path / "exempel"
    shutil.copytree(ROOT / "data" / "exempel", folder)
    table = folder / "HT2023" / "aktiviteter.csv"
    text = table.read_bytes().decode("utf-8-sig")
    lines = text.splitlines()
    broken = [*lines, lines[1].replace("genomförd", "klar").replace("PM7", "PM99")]
    table.write_bytes("\r\n".join([*broken, ""]).encode("utf-8-sig"))
    found = frictionless.validate(str(folder / "datapackage.json")).flatten(["type"])
    assert {"constraint-error", "primary-key", "foreign-key"} <= {kind for (kind,) in found}
    from naravard.reading.project import read_project

    project, findings = read_project(folder)
    assert project is None
    assert {"unknown-status", "duplicate-id", "unknown-reference"} <= {finding.code for finding in findings}
