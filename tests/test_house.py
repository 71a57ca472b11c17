"""The house stands as docs/architecture.md says: who may import whom, thin notebooks, and one truth for versions."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import yaml

from naravard.model import STANDARD_THEMES

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
from architecture import HOLDS, PICTURE, drawing  # noqa: E402
from imports import DOOR, graph, imports, modules, room, rooms  # noqa: E402

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
    "closing": {"terms", "disk"},
    "rules": {"model"},
    "grids": {"model", "rules"},
    "reading": {"model", "terms", "rules", "checks", "grids", "contrast", "svg", "closing", "document", "words"},
    "checks": {"model", "terms", "rounding", "rules"},
    "snapshots": {"model", "disk", "words"},
    "disclosure": {"model"},
    "measures": {"disclosure", "model", "terms", "rounding", "document"},
    "source_lines": {"words", "writing", "labels", "model", "document"},
    "tables": {"words", "source_lines", "measures", "disclosure", "writing", "rounding", "labels", "model", "terms", "document"},
    "figures": {"words", "source_lines", "measures", "writing", "labels", "model", "terms", "document", "contrast", "disk"},
    "prose": {"words", "measures", "writing", "labels", "model", "terms", "document"},
    "sections": {"words", "writing", "tables", "figures", "prose", "measures", "labels", "model", "terms", "document"},
    "run": {"document", "disk"},
    "paper": {"document", "contrast", "svg"},
    "formats": {"words", "document", "paper", "contrast", "disk"},
    "editions": {"words", "run", "paper", "formats", "terms", "labels", "document", "disk"},
    "template": {"model", "terms", "labels", "words", "mending"},
    "mending": {"model", "rules", "labels"},
    "explain": {"measures", "document", "model", "labels", "reading"},
    "handbook": {"model", "rules", "mending", "measures"},
    "explore": {"document", "words"},
}  # fmt: skip
"""The floors of the house; ``naravard`` is the package's own module."""
MAY_IMPORT["jobs"] = MAY_IMPORT.keys() - {"handbook"}  # it makes papers, and loads beforehand what these will need
MAY_IMPORT["naravard"] = {"model", "reading", "jobs"}
MAY_IMPORT["cli"] = MAY_IMPORT.keys() - {"handbook"}

ONLY_IN = {
    "urllib3": {"snapshots"},
    "pandas": {DOOR, "model", "reading", "measures", "disclosure", "tables", "explore"},
    "ipywidgets": {"explore"},
    "itables": {"explore"},
    "matplotlib": {"figures"},
    "papermill": {"run"},
    "nbconvert": {"formats"},
    "typst": {"formats"},
    "docx": {"formats"},
    "xlsxwriter": {"formats", "template"},
}

LATE = {
    "IPython": ({"explore"}, "exploring needs it, and nothing else of the room"),
    "PIL": ({"figures"}, "few drawings hold a picture"),
    "distributed": ({"jobs"}, "it may not be installed"),
    "filelock": ({"editions"}, "it brings asyncio, and a reader of editions takes no lock"),
    "highspy": ({"disclosure"}, "most tables have nothing to hide"),
    "ipywidgets": ({"explore"}, "it may not be installed"),
    "itables": ({"explore"}, "it may not be installed"),
    "jinja2": ({"editions"}, "only the index of all papers needs it"),
    "markupsafe": ({"editions"}, "comes with jinja2"),
    "matplotlib": ({"figures"}, "its figures and styles are for drawings of one's own"),
    "nbformat": ({"run"}, "a paper that is up to date needs no notebook read"),
    "pandas": ({"model", "measures"}, "a paper is made of rows; a frame is for who asks for one"),
    "papermill": ({"run"}, "it imports the engine while it is itself imported"),
    "pikepdf": ({"formats"}, "only a PDF needs it"),
    "naravard.figures.style": ({"figures"}, "it brings matplotlib's figures"),
    "naravard.formats": ({"formats", "editions", "jobs"}, "each format brings a library; it comes when asked for"),
    "naravard.grids.workbook": ({"reading"}, "it brings the reading of XML, and most projects hold CSV files alone"),
    "naravard.jobs": ({DOOR}, "the package is imported with every command and every room"),
    "naravard.reading": ({DOOR}, "the package is imported with every command and every room"),
    "naravard.reading.logo": ({"reading"}, "it brings the reading of XML"),
    "naravard.run.shell": ({"run"}, "it brings IPython"),
    "_winapi": ({"editions"}, "of Windows alone"),
    "multiprocessing": ({"run"}, "the fork server is not on Windows"),
    "resource": ({"run"}, "not on Windows"),
    # The process that makes papers imports what the one that waits for it does not need.
    "naravard.document": ({"editions"}, "the children make the papers"),
    "naravard.paper": ({"editions", "jobs"}, "the children make the papers"),
    "naravard.run": ({"editions", "jobs"}, "the children make the papers"),
}
"""What is imported in functions, in which rooms and why; all else is at the top. ``cli`` imports what a command needs."""

LARGEST_SHARE = 0.16
LONGEST_MODULE = 400


def test_every_room_imports_only_from_the_floors_below_it():
    broken = []
    for module in modules():
        own = room(module)
        for name, _ in imports(module):
            top = name.partition(".")[0]
            if top == "naravard":
                below = MAY_IMPORT[own]
                allowed = own == "jobs" if name == "naravard." else room(name) in {own, *below}
                if not allowed:
                    broken.append(f"{module} imports {name}")
            elif top in ONLY_IN and own not in ONLY_IN[top]:
                broken.append(f"{module} imports {top}")
    assert broken == []


def test_no_modules_import_each_other_in_a_circle():
    """Neither at the top nor in functions nor for the type checker."""
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_what_is_imported_in_functions_is_heavy_and_listed():
    late = {(name, room(module)) for module in modules() for name, when in imports(module) if when == "late"}
    used, broken = set(), []
    for name, own in sorted(late):
        listed = [one for one in LATE if f"{name}.".startswith(f"{one}.") and own in LATE[one][0]]
        used |= {(one, own) for one in listed}
        if not listed and own != "cli":
            broken.append(f"{own} imports {name} in a function")
    assert broken == []
    assert {(one, own) for one in LATE for own in LATE[one][0]} <= used, "what is listed is so imported"


def test_no_room_and_no_module_grows_too_large():
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    whole = sum(lines.values())
    for one in {room(name) for name in lines}:
        share = sum(count for name, count in lines.items() if room(name) == one) / whole
        assert share < LARGEST_SHARE, f"{one} holds {share:.0%} of the lines"
    assert [name for name, count in lines.items() if count > LONGEST_MODULE] == []


def test_the_drawing_of_the_house_is_that_of_its_imports():
    """Draw it anew with ``python docs/architecture.py``."""
    assert HOLDS.keys() == rooms().keys()
    assert PICTURE.read_text(encoding="utf-8") == drawing()


def test_no_room_is_called_by_a_name_that_says_nothing():
    names = {name.rpartition(".")[2] for name in modules()}
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
