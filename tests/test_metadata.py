"""The files that tell others what this is: one version, valid forms, and a licence for every file."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PUBLICCODE = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
HOOKS = [
    (repository["repo"], hook)
    for repository in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    for hook in repository["hooks"]
]
PUBLICCODE_KEYS = {
    "publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn", "softwareVersion", "releaseDate",
    "logo", "platforms", "categories", "usedBy", "fundedBy", "roadmap", "developmentStatus", "softwareType", "organisation",
    "intendedAudience", "description", "legal", "maintenance", "localisation", "dependsOn", "supports",
}  # fmt: skip
"""The top-level keys of publiccode.yml 0.7 that are not deprecated."""


def test_the_version_and_the_licence_are_told_alike_everywhere():
    assert {PROJECT["version"], PUBLICCODE["softwareVersion"], str(CITATION["version"])} == {PROJECT["version"]}
    assert {PROJECT["license"], PUBLICCODE["legal"]["license"], CITATION["license"]} == {"EUPL-1.2"}
    assert PROJECT["name"] == PUBLICCODE["name"]


def test_publiccode_holds_what_the_standard_demands():
    """Version 0.7; its texts are measured as the standard measures them."""
    assert PUBLICCODE["publiccodeYmlVersion"] == "0.7"
    assert PUBLICCODE.keys() <= PUBLICCODE_KEYS
    assert PUBLICCODE["url"].startswith("https://")
    assert set(PUBLICCODE["platforms"]) <= {"web", "windows", "mac", "linux", "ios", "android"}
    assert PUBLICCODE["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert PUBLICCODE["softwareType"].partition("/")[0] in {"standalone", "addon", "library", "configurationFiles"}
    for language, told in PUBLICCODE["description"].items():
        assert len(told["shortDescription"]) <= 150, language
        assert 150 <= len(told["longDescription"]) <= 10_000, language
        assert len(told["features"]) >= 5
        assert all((ROOT / path).is_file() for path in told.get("screenshots", ()))
    assert PUBLICCODE["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert PUBLICCODE["localisation"]["localisationReady"] in (True, False)
    assert "sv" in PUBLICCODE["localisation"]["availableLanguages"]


def test_the_citation_names_an_entity_and_no_person():
    assert CITATION["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "type"} <= CITATION.keys()
    assert CITATION["type"] == "software"
    assert all(author.keys() == {"name"} for author in CITATION["authors"])


def test_every_hook_is_local_and_fetches_nothing():
    assert {"ruff-format", "ruff-check", "mypy", "notebooks-stripped", "naravard-check", "reuse-lint"} <= {
        h["id"] for _, h in HOOKS
    }
    for repository, hook in HOOKS:
        assert (repository, hook["language"]) == ("local", "system")
        assert hook["entry"].startswith(".venv/bin/")
        assert hook.keys() <= {"id", "name", "language", "entry", "types", "types_or", "files", "pass_filenames"}


def test_the_hook_for_notebooks_gives_back_the_notebook_as_it_is_kept(tmp_path):
    kept = ROOT / "notebooks" / "fardplan.ipynb"
    notebook = json.loads(kept.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"], cell["metadata"]["collapsed"] = 3, True
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1"]}]
    run = tmp_path / "fardplan.ipynb"
    run.write_text(json.dumps(notebook), encoding="utf-8")
    (hook,) = [hook for _, hook in HOOKS if hook["id"] == "notebooks-stripped"]
    assert re.search(hook["files"], "notebooks/fardplan.ipynb")
    arguments = shlex.split(hook["entry"])[2:]  # after .venv/bin/jupyter nbconvert
    subprocess.run([sys.executable, "-m", "nbconvert", *arguments, run], check=True, capture_output=True)
    assert run.read_bytes() == kept.read_bytes()


@pytest.fixture(scope="module")
def lint():
    """What ``reuse lint`` says of the project, as data."""
    command = [sys.executable, "-m", "reuse", "lint", "--json"]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout)


def test_every_file_says_who_holds_the_rights_and_under_which_licence(lint):
    assert lint["summary"]["compliant"], lint["non_compliant"]
    assert lint["summary"]["files_total"] > 600


def test_a_file_under_no_licence_would_be_found(tmp_path):
    for name in ("REUSE.toml", "LICENSES"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile)(ROOT / name, tmp_path / name)
    (tmp_path / "LICENSES" / "OFL-1.1.txt").unlink()
    (tmp_path / "src" / "naravard" / "fonts").mkdir(parents=True)
    (tmp_path / "src" / "naravard" / "fonts" / "SourceSans3-Bold.ttf").write_bytes(b"font")
    done = subprocess.run(
        [sys.executable, "-m", "reuse", "lint"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "OFL-1.1" in done.stdout


@pytest.mark.parametrize(
    ("name", "licence"),
    [
        ("src/naravard/__init__.py", "EUPL-1.2"),
        ("docs/tio-ar.md", "EUPL-1.2"),
        ("data/exempel/plan.toml", "CC0-1.0"),
        ("data/lekeberg/kallor.csv", "CC0-1.0"),
        ("data/kolada/kpi.csv", "LicenseRef-Kolada"),
        ("data/kolada/values/1814.csv", "LicenseRef-Kolada"),
        ("data/kolada/kpi_selection.csv", "CC0-1.0"),
        ("src/naravard/fonts/SourceSans3-Bold.ttf", "OFL-1.1"),
    ],
)
def test_each_kind_of_file_is_under_the_licence_that_it_should_be(lint, name, licence):
    (file,) = [file for file in lint["files"] if file["path"] == name]
    assert [found["value"] for found in file["spdx_expressions"]] == [licence]


def test_the_licence_in_the_root_is_the_one_among_the_licences():
    assert (ROOT / "LICENSE").read_bytes() == (ROOT / "LICENSES" / "EUPL-1.2.txt").read_bytes()
