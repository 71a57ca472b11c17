"""The handbook builds, its links lead somewhere, and its commands do what it says, in a copy of the project's folders."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

import naravard
from naravard import cli, figures, prose, tables
from naravard.reading.project import read_project
from naravard.run import notebooks
from naravard.template import new_project

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))
from filled_in import fill_in_project, mistake  # noqa: E402
from imports import library, rooms  # noqa: E402

PAGES = sorted(DOCS.glob("*.md"))
IN_ORDER = [
    "README.md",
    "analytikern.md",
    "eget-papper.md",
    "arkiv.md",
    "manga-kommuner.md",
    "utforska.md",
    "tio-ar.md",
]
"""The pages with commands, in the order in which a new analyst meets them: what one makes, the next may use."""
OWN_PAPER = "eget-papper.md"

NOT_RUN = {
    r"make \w+": "makes an environment of its own; that the target exists is tested",
    r"(.+python -m )?pip install .*": "installs packages; that the files and packages are ours is tested",
    r"py -3\.11 -m venv \.venv": "the launcher of Windows",
    r".+python -m pytest": "the suite itself",
    r".+jupyter lab notebooks": "opens a browser; JupyterLab has a test module of its own",
    r"conda .*": "conda is not at hand; environment.yml is held equal to pyproject.toml by tests/test_house.py",
    r"naravard kolada update.*": "asks Kolada; tests/test_kolada_update.py runs it against a server of ours",
    r"export DASK_DISTRIBUTED__WORKER__DAEMON=False": "is said to the workers of a cluster, as in tests/test_batch.py",
    r"dask .*": "starts a cluster; tests/test_batch.py has one",
    r"naravard profiles .*--scheduler.*": "needs that cluster; tests/test_batch.py has one",
}
"""Commands that the handbook shows and no test here runs, each with the reason."""

LESS = {"report": ["--format", "html"], "profiles": ["--area", "1814", "--format", "html"]}
"""What a command is given besides what the handbook says, so that it takes seconds: a later argument takes the place."""


class Fence(NamedTuple):
    """A fenced block of a page: its language and its text."""

    language: str
    text: str


class Command(NamedTuple):
    """A command of a page, as a shell reads it."""

    page: str
    line: str


def source(page):
    return ((ROOT if page == "README.md" else DOCS) / page).read_text(encoding="utf-8")


def fences(page):
    return [Fence(*found) for found in re.findall(r"^```(\w+)\n(.*?)^```", source(page), re.DOTALL | re.MULTILINE)]


def commands_of(page):
    """The commands of a page in order; those for PowerShell with the slashes of a shell, without the environment's path."""
    found = []
    for fence in fences(page):
        if fence.language in ("sh", "powershell"):
            text = fence.text.replace("\\", "/") if fence.language == "powershell" else fence.text
            lines = (shlex.join(shlex.split(line, comments=True)) for line in text.splitlines())
            found += [Command(page, re.sub(r"^\.venv/Scripts/naravard", "naravard", line)) for line in lines if line]
    return found


COMMANDS = [command for page in IN_ORDER for command in commands_of(page)]


def reason_not_to_run(line):
    return next((why for pattern, why in NOT_RUN.items() if re.fullmatch(pattern, line)), None)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What came of each command that is run, in order, in a copy of the project's folders: its exit code and its words."""
    folder = tmp_path_factory.mktemp("en mapp för prov")
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    found = {}
    with contextlib.chdir(folder):
        for command in COMMANDS:
            if not reason_not_to_run(command.line):
                if "--only anhoriga" in command.line:
                    edit_as_told(Path("notebooks/anhoriga.ipynb"), fences(OWN_PAPER))
                found[command] = run(shlex.split(command.line))
                if command.line.startswith("naravard new data/min-kommun --terms VT2024"):
                    fill_in_project(Path("data/min-kommun"), "VT2024")
        yield found


def run(words):
    if words[0] in ("cp", "Copy-Item"):
        shutil.copy(*words[1:])
        return 0, ""
    if words[0] == "naravard":
        more = LESS.get(words[1], [])
        if words[1] == "report" and "--only" not in words:
            more = [*more, "--only", "uppfoljning" if "data/min-kommun" in words else "tjansteskrivelse"]
        return in_this_process([*words[1:], *more])
    own = [sys.executable, "-m", {"papermill": "papermill", "jupyter": "jupyter"}[words[0]]]
    short = [word.replace("uppfoljning", "tjansteskrivelse") for word in words[1:]]
    ran = subprocess.run([*own, *short], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def in_this_process(arguments):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = cli.main(arguments)
        except SystemExit as error:
            code = error.code
    return code, said.getvalue()


def edit_as_told(path, blocks):
    """Do to the copied notebook what the page says: another first cell, and its other cells in place of the last."""
    edited = nbformat.read(path, as_version=4)
    title, *section = [block for block in blocks if block.language in ("markdown", "python")]
    edited.cells[0].source = title.text.strip()
    made = {"markdown": new_markdown_cell, "python": new_code_cell}
    edited.cells[-1:] = [made[block.language](block.text.strip()) for block in section]
    nbformat.write(nbformat.from_dict({**edited, "nbformat_minor": 5}), path)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{command.page}: {command.line}")
def test_every_command_of_the_handbook_is_run_or_said_not_to_be(command, outcomes):
    if reason_not_to_run(command.line):
        assert command not in outcomes
        return
    code, said = outcomes[command]
    assert code == 0, said


def test_only_the_pages_that_are_followed_here_have_commands():
    with_commands = {page.name for page in PAGES if commands_of(page.name)}
    assert with_commands <= set(IN_ORDER)


@pytest.mark.parametrize("pattern", NOT_RUN)
def test_each_exception_is_of_a_command_that_is_there(pattern):
    assert any(re.fullmatch(pattern, command.line) for command in COMMANDS)


def test_what_is_not_run_is_still_what_we_have():
    """make's targets, the files and packages that are installed, and the arguments of our own command."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    ours = {requirement for extra in extras.values() for requirement in extra}
    for _, line in COMMANDS:
        words = shlex.split(line)
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:.*## ", makefile, re.MULTILINE), line
        if "install" in words:
            wanted = [word for word in words[words.index("install") + 1 :] if not word.startswith("-")]
            assert all(word == "." or word in ours or (ROOT / word).is_file() for word in wanted), line
        if words[0] == "naravard":
            cli._parser().parse_args(words[1:])


def test_every_command_and_option_named_in_a_sentence_is_one_that_exists():
    parsers = [cli._parser()]
    names, options = set(), set()
    while parsers:
        for action in parsers.pop()._actions:
            options |= set(action.option_strings)
            if isinstance(action.choices, dict):
                names |= set(action.choices)
                parsers += action.choices.values()
    for page in ("README.md", *(page.name for page in PAGES)):
        for span in re.findall(
            r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", source(page), flags=re.DOTALL | re.MULTILINE)
        ):
            if named := re.match(r"naravard (\w+)", span):
                assert named[1] in names, f"{page}: {span}"
            if span.startswith(("naravard ", "--")):
                assert {word for word in span.split() if word.startswith("--")} <= options, f"{page}: {span}"


@pytest.mark.parametrize("page", ["README.md", "architecture.md"])
def test_the_modules_that_a_page_names_are_there(page):
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*.py")}
    for name in re.findall(r"`([\w/]+\.py)`", source(page)):
        assert any(f"/{module}".endswith(f"/{name}") for module in modules) or (ROOT / name).is_file(), name


def test_what_a_module_is_said_to_hold_is_in_it():
    """As in the way of one cell."""
    named = re.findall(r"`([\w/]+)\.py`\s`(\w+)`", source("architecture.md"))
    assert len(named) > 20
    for module, name in named:
        assert hasattr(importlib.import_module(f"naravard.{module.replace('/', '.')}"), name), (module, name)


def test_where_to_begin_reading_leads_to_files_that_are_there():
    """A figure, a finding, a format and a published file each has its line."""
    table = source("architecture.md").partition("## Where to begin reading")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.+?) \| (.+) \|$", table, re.MULTILINE)[1:]
    for wanted in ("a number", "a table", "a figure", "a sentence", "a finding", "a format", "a published file"):
        assert any(wanted in to_see for to_see, _ in lines), wanted
    for _, read in lines:
        for path in re.findall(r"`([\w/]+\.\w+)`", read):
            assert any((folder / path).is_file() for folder in (ROOT, ROOT / "src" / "naravard")), path


def test_the_own_paper_of_the_handbook_is_what_it_shows(outcomes):
    paper = Path("reports/min-kommun/VT2024/anhoriga.html").read_text(encoding="utf-8")
    assert "<title>Stöd till anhöriga" in paper
    assert "Till omsorgsnämnden" in paper
    assert "En väg in: samma telefonnummer" in paper
    assert "förslag till beslut" not in paper.lower(), "the last cell was replaced"
    assert "Budget och utfall per aktivitet" in paper


def test_what_the_handbook_says_may_be_shown_in_an_own_paper_can_be(outcomes):
    project = naravard.open("data/min-kommun")
    names = {"project": project, "term": "VT2024", "tables": tables, "figures": figures, "prose": prose}
    shown = re.findall(r"^\| `((?:tables|figures|prose)\..+?)` \|", source(OWN_PAPER), re.MULTILINE)
    assert len(shown) >= 5
    for code in shown:
        assert eval(code, names) is not None


def test_the_python_of_the_handbook_runs(outcomes):
    for fence in fences("utforska.md"):
        if fence.language == "python":
            exec(compile(fence.text, "utforska.md", "exec"), {})


def test_the_library_is_used_as_its_page_shows(monkeypatch):
    monkeypatch.chdir(ROOT)
    names = {}
    for fence in fences("biblioteket.md"):
        assert fence.language == "python"
        exec(compile(fence.text, "biblioteket.md", "exec"), names)


def test_the_page_of_the_library_imports_nothing_of_the_machinery():
    arrows = rooms()
    imported = re.findall(
        r"^(?:from|import) (naravard[\w.]*)(?: import (.+))?$", source("biblioteket.md"), re.MULTILINE
    )
    named = {word for module, names in imported for word in (module.split(".")[1:2] or names.split(", ")) if word}
    assert named <= library(arrows)
    assert {"tables", "figures", "prose", "sections", "measures", "document"} <= named


def test_an_own_folder_has_its_own_papers_beside_ours(tmp_path):
    own = tmp_path / "notebooks"
    own.mkdir()
    shutil.copy(ROOT / "notebooks" / "tjansteskrivelse.ipynb", own / "anhoriga.ipynb")
    shutil.copy(ROOT / "notebooks" / "fardplan.ipynb", own / "fardplan.ipynb")
    found = notebooks.papers(*notebooks.notebooks_folders(tmp_path))
    assert set(found) == {*notebooks.papers(ROOT / "notebooks"), "anhoriga"}
    assert found["fardplan"] == own / "fardplan.ipynb", "one of the same name takes the place of ours"
    assert found["uppfoljning"] == ROOT / "notebooks" / "uppfoljning.ipynb"


def test_a_notebook_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    own = tmp_path / "notebooks"
    own.mkdir()
    (own / "trasig.ipynb").write_text("{", encoding="utf-8")
    shutil.copytree(ROOT / "data" / "lekeberg", tmp_path / "data" / "lekeberg")
    monkeypatch.chdir(tmp_path)
    code, said = in_this_process(["report", "--data", "data/lekeberg"])
    assert code == 2
    assert "trasig.ipynb" in said


def test_the_next_term_is_made_beside_what_is_there(outcomes):
    assert Path("data/min-kommun/HT2024.xlsx").is_file()
    code, said = in_this_process(["new", "data/min-kommun", "--terms", "HT2024"])
    assert code == 2
    assert "HT2024 finns redan" in said


def test_the_two_mistakes_in_the_pictures_are_found(tmp_path):
    new_project(tmp_path, terms=["VT2024"], name="Nära vård", municipality="Exempelby kommun", code="9999")
    fill_in_project(tmp_path, "VT2024")
    assert read_project(tmp_path)[0] is not None
    mistake(tmp_path, "VT2024")
    project, found = read_project(tmp_path)
    assert project is None
    wrong = [(one.code, one.sheet, one.row, one.column) for one in found if one.severity.stops_a_report]
    assert wrong == [("unknown-status", "Aktiviteter", 3, "status"), ("bad-date", "Aktiviteter", 5, "slut")]


class Page(HTMLParser):
    """The ids of a built page, where its links lead, what it loads, and its language."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.loads, self.bare, self.language = set(), [], [], [], ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get("id"))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in ("script", "img", "iframe") and given.get("src"):
            self.loads.append(given["src"])
        if tag == "link" and given.get("href"):
            self.loads.append(given["href"])
        if tag == "img" and not given.get("alt"):
            self.bare.append(given.get("src"))
        if tag == "html":
            self.language = given.get("lang")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The handbook as a site, built with warnings as errors: the pages by their path."""
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(DOCS), str(out)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return {path: Page(path) for path in out.rglob("*.html")}


def test_the_site_has_every_page_in_its_language(site):
    languages = {path.stem: page.language for path, page in site.items()}
    assert {page.stem for page in PAGES} <= set(languages)
    assert languages["index"] == "sv"
    assert languages["architecture"] == "en"


def test_every_link_of_the_site_leads_to_something(site):
    for path, page in site.items():
        for link in page.links:
            address = urlsplit(link)
            if address.scheme:
                assert address.scheme in ("https", "mailto"), link
                assert address.netloc or address.scheme == "mailto", link
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            assert target.is_file(), f"{path.name}: {link}"
            if address.fragment and target in site:
                assert unquote(address.fragment) in site[target].ids, f"{path.name}: {link}"


def test_the_site_loads_nothing_from_other_servers_and_every_picture_is_described(site):
    for path, page in site.items():
        assert not [load for load in page.loads if urlsplit(load).netloc], path.name
        assert page.bare == [], path.name
    for style in (next(iter(site)).parents[0]).rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text(encoding="utf-8")), style.name


@pytest.mark.parametrize("page", ["README.md", *(page.name for page in PAGES)])
def test_a_page_read_as_plain_markdown_has_links_that_lead_to_files(page):
    folder = ROOT if page == "README.md" else DOCS
    for link in re.findall(r"\]\(([^)\s]+)\)", source(page)):
        address = urlsplit(link)
        if not address.scheme and address.path:
            assert (folder / unquote(address.path)).exists(), link


def test_the_pictures_are_used_and_small():
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES) + source("README.md")
    pictures = [*DOCS.glob("bilder/*"), *DOCS.glob("*.png"), *DOCS.glob("*.svg")]
    for picture in pictures:
        assert picture.name in shown
        assert picture.stat().st_size < 150_000, picture.name
    assert sum(path.stat().st_size for path in DOCS.rglob("*") if "_build" not in path.parts) < 1_500_000
