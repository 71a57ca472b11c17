"""The house stands as DESIGN says: who may import whom, thin notebooks, and one truth for versions."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from naravard.model import STANDARD_THEMES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "naravard"

MAY_IMPORT = {
    "terms": set(),
    "rounding": set(),
    "contrast": set(),
    "disk": set(),
    "svg": set(),
    "words": set(),
    "labels": {"rounding", "terms", "words"},
    "document": {"words"},
    "writing": {"labels", "rounding", "document"},
    "model": {"terms", "labels", "document"},
    "closing": {"terms"},
    "rules": {"model"},
    "reading": {"model", "terms", "rules", "checks", "contrast", "svg", "closing", "document", "words"},
    "checks": {"model", "terms", "rounding", "rules"},
    "snapshots": {"model", "disk", "words"},
    "disclosure": {"model"},
    "measures": {"disclosure", "model", "terms", "rounding", "document"},
    "tables": {"words", "measures", "disclosure", "writing", "rounding", "labels", "model", "terms", "document"},
    "figures": {"words", "measures", "writing", "labels", "model", "terms", "document", "contrast", "disk"},
    "prose": {"words", "measures", "writing", "labels", "model", "terms", "document"},
    "sections": {"words", "tables", "figures", "prose", "measures", "labels", "model", "terms", "document"},
    "run": {"document", "disk"},
    "paper": {"document", "contrast", "svg"},
    "formats": {"words", "document", "paper", "contrast", "disk"},
    "editions": {"words", "run", "paper", "formats", "terms", "labels", "document", "disk"},
    "jobs": {"run", "paper", "formats", "editions", "reading", "model", "labels", "terms"},
    "template": {"model", "terms", "labels", "words"},
    "mending": {"model", "rules", "labels", "template"},
    "explain": {"measures", "document", "model", "labels", "reading"},
    "handbook": {"model", "rules", "mending", "measures"},
    "explore": {"document"},
}
"""The floors of the house. ``__init__`` and ``cli`` are the roof and may import all of it."""

ONLY_IN = {
    "urllib3": {"snapshots"},
    "pandas": {"model", "reading", "measures", "disclosure", "tables", "explore"},
    "ipywidgets": {"explore"},
    "itables": {"explore"},
    "matplotlib": {"figures"},
    "papermill": {"run"},
    "nbconvert": {"formats"},
    "typst": {"formats"},
    "docx": {"formats"},
    "openpyxl": {"reading", "template", "mending"},
}


def _modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        yield room, path


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out whole"
            names = [alias.name for alias in node.names]
            yield from ([f"naravard.{name}" for name in names] if node.module == "naravard" else [node.module])


def test_every_room_imports_only_from_the_floors_below_it():
    broken = []
    for room, path in _modules():
        if room in ("__init__", "cli", "__main__"):
            continue
        for name in _imports(path):
            top, _, rest = name.partition(".")
            if top == "naravard" and rest:
                target = rest.split(".")[0]
                if target != room and target not in MAY_IMPORT[room]:
                    broken.append(f"{path.relative_to(PACKAGE)} imports {name}")
            elif top in ONLY_IN and room not in ONLY_IN[top]:
                broken.append(f"{path.relative_to(PACKAGE)} imports {top}")
    assert broken == []


def test_no_room_is_called_by_a_name_that_says_nothing():
    names = {path.stem for _, path in _modules()}
    assert not names & {"utils", "util", "helpers", "common", "core", "config", "manager"}


NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPORT_NOTEBOOKS = [path for path in NOTEBOOKS if path.stem != "utforska"]
"""All but the one to explore in, where anything may stand."""


def _cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs_and_traces(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert "papermill" not in notebook["metadata"]
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert not cell.get("execution_count")
        assert not cell["metadata"].keys() - {"tags"}


@pytest.mark.parametrize("path", REPORT_NOTEBOOKS, ids=lambda path: path.stem)
def test_a_report_notebook_opens_with_title_and_parameters(path):
    first, parameters = _cells(path)[:2]
    assert re.match(r"# \w+\n\nTill (kommun)?styrelsen: .+\.$", "".join(first["source"]))
    assert parameters["metadata"]["tags"] == ["parameters"]
    for line in "".join(parameters["source"]).splitlines():
        assert re.fullmatch(r"\w+ = (\".*\"|\d+)  # .+", line), "a literal with a comment that says what it is"


@pytest.mark.parametrize("path", REPORT_NOTEBOOKS, ids=lambda path: path.stem)
def test_a_report_notebook_is_thin(path):
    """At most 8 lines a cell; no definitions, loops, conditions, paths, formats or column names; a sentence before code."""
    cells = _cells(path)
    for cell in cells[2:]:
        if cell["cell_type"] != "code":
            assert not re.search(r"\d", "".join(cell["source"])), "no number is typed into prose"
            continue
        source = "".join(cell["source"])
        assert len(source.splitlines()) <= 8
        tree = ast.parse(source)
        forbidden = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.Lambda, ast.Subscript, ast.JoinedStr,
                     ast.ListComp, ast.With)  # fmt: skip
        assert not [node for node in ast.walk(tree) if isinstance(node, forbidden)], source
        assert not re.search(r"[/\\]|%", source)
        shown = [node for node in tree.body if isinstance(node, ast.Expr)]
        assert len(shown) == 1, "a cell shows one thing"
    sections = "".join("m" if cell["cell_type"] == "markdown" else "c" for cell in cells[3:])
    assert sections == "c" or sections.startswith("m")  # the memo brings its own headings, from plan.toml
    assert "ccccc" not in sections, "a heading or a sentence stands above what is shown"


@pytest.mark.parametrize("path", REPORT_NOTEBOOKS, ids=lambda path: path.stem)
def test_a_report_notebook_names_no_theme(path):
    """The plan does; a municipality calls its themes what it will."""
    for cell in _cells(path):
        if cell["cell_type"] == "code":
            literals = [
                node.value for node in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(node, ast.Constant)
            ]
            assert not set(STANDARD_THEMES) & {str(literal).casefold() for literal in literals}


def test_environment_yml_asks_for_the_same_packages_and_versions_as_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {*project["dependencies"], *project["optional-dependencies"]["lab"], f"python{project['requires-python']}"}
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    assert pip[-1] == "-e ."
    assert {*(entry for entry in listed if isinstance(entry, str) and entry != "pip"), *pip[:-1]} == wanted


def test_the_locks_hold_every_package_with_hashes_and_no_address():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {"requirements.txt": [], "requirements-test.txt": ["test"], "requirements-lab.txt": ["lab"]}
    for name, wanted in extras.items():
        lock = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in lock
        assert "--index" not in lock
        locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith(" ")}
        asked = project["dependencies"] + [line for extra in wanted for line in project["optional-dependencies"][extra]]
        assert {re.split(r"[<>=]", line)[0] for line in asked} <= locked
        pinned = [line for line in lock.splitlines() if re.match(r"\w", line)]
        assert lock.count("--hash=sha256:") >= len(pinned)


def test_nothing_committed_carries_a_path_or_a_user_of_some_machine():
    listed = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
        .stdout.decode()
        .split("\0")
    )
    if not any(listed):
        pytest.skip("not a git checkout")
    homes = ("home", "Users", "root")  # written apart, so that this file does not tell on itself
    telling = re.compile("|".join(f"/{home}/[A-Za-z]" for home in homes) + r"|C:\\+Users\\+[a-z]")
    for name in filter(None, listed):
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".toml", ".yml", ".ipynb", ".csv", ".txt", ".css", ".typ", ".j2"}
            and path.is_file()
        ):
            assert not telling.search(path.read_text(encoding="utf-8", errors="replace")), name
