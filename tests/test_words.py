"""The words of a paper are data: in another language the same code makes the same paper, and the reform has its own files."""

import ast
import base64
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from naravard import words
from naravard.model import STANDARD_THEMES, THEME_HEADINGS, ThemeKind
from naravard.reading.areas import COUNTIES
from naravard.reading.profile import open_profile

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "naravard"
AREAS = ("1814", "0018", "0980")  # the last is alone in its county
MARK = "þ"
WORD = re.compile(r"[^\W\d_]{2,}")

MAKE = """
import sys
from pathlib import Path
import in_process
from naravard.formats.html.page import HtmlExporter
in_process.NOTEBOOKS = Path("notebooks").resolve()
for area in sys.argv[1:]:
    notebook = in_process.executed_with("kommunprofil", area=area, year=2022)
    Path(f"{area}.html").write_text(HtmlExporter().from_notebook_node(notebook)[0], encoding="utf-8")
"""


def marked(text):
    """The text in the other language: each of its words begins with the mark, and what stands in braces is left."""
    return re.sub(r"({[\w:]*})|" + WORD.pattern, lambda found: found[0] if found[1] else MARK + found[0], text)


def in_other_language(given):
    """What a file of words holds, in the other language, as TOML writes it."""
    if isinstance(given, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {in_other_language(value)}' for key, value in given.items())}}}"
    if isinstance(given, list):
        return f"[{', '.join(map(in_other_language, given))}]"
    return json.dumps(marked(given) if isinstance(given, str) else given)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The profiles of two municipalities and a region in the other language, by code."""
    folder = tmp_path_factory.mktemp("words")
    package = folder / "src" / "naravard"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (package / "words" / words.LANGUAGE).iterdir():
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        lines = (f"{json.dumps(key)} = {in_other_language(value)}\n" for key, value in given.items())
        path.write_text("".join(lines), encoding="utf-8")
    notebook = json.loads((ROOT / "notebooks" / "kommunprofil.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = marked("".join(cell["source"]))
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "kommunprofil.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "data").symlink_to(ROOT / "data")
    found_first = os.pathsep.join([str(folder / "src"), str(ROOT / "tests")])
    subprocess.run(
        [sys.executable, "-c", MAKE, *AREAS], cwd=folder, env={**os.environ, "PYTHONPATH": found_first}, check=True
    )
    return {area: BeautifulSoup((folder / f"{area}.html").read_text(encoding="utf-8"), "html.parser") for area in AREAS}


def said(page):
    """All that a page says in letters, to the eye or the ear."""
    yield from (*page.title.stripped_strings, *page.body.stripped_strings)
    for attribute in ("alt", "aria-label"):
        yield from (element[attribute] for element in page.select(f"[{attribute}]"))


def drawn(page):
    """The words in the figures."""
    for image in page.select("figure img"):
        svg = base64.b64decode(image["src"].partition(",")[2]).decode()
        yield " ".join(html.unescape(text) for text in re.findall('data-words="([^"]*)"', svg))


def of_data(area):
    """What a profile takes from the data: names of areas and groups, of key figures and their themes, units and notes."""
    project = open_profile(area, 2022)
    figures, plan = project.key_figures, project.plan.project
    yield from (plan.municipality, plan.name, figures.source, figures.peers_name)
    yield from (*STANDARD_THEMES, *(f"{county}s" for county in COUNTIES.values()))
    yield from (other.name for other in figures.areas.values())
    for indicator in project.indicators:
        yield from (indicator.name, indicator.unit, indicator.note or "", *indicator.themes, *indicator.steps)


def unmarked(texts, phrases):
    """The words that are not of the other language, nor of one of the phrases."""
    longest_first = sorted(map(re.escape, filter(None, phrases)), key=len, reverse=True)
    known = re.compile(rf"(?<!\w)({'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
    rest = known.sub("", "\n".join(" ".join(text.split()) for text in texts))
    return {word for word in WORD.findall(rest) if not word.casefold().startswith(MARK)}


@pytest.mark.parametrize("area", AREAS)
def test_every_word_of_a_profile_is_of_the_other_language_or_from_the_data(pages, area):
    phrases = list(of_data(area))
    texts = list(said(pages[area]))
    assert sum(text.casefold().count(MARK) for text in texts) > 300
    assert unmarked(texts, phrases) == set()
    assert unmarked(drawn(pages[area]), [*phrases, *(word for name in phrases for word in name.split())]) == set()


def test_a_word_that_is_left_in_code_is_found():
    assert unmarked(["þPlats bland þkommuner i Örebro"], ["Örebro"]) == {"bland"}


def test_the_reform_is_named_in_its_own_file_alone():
    named = set()
    for path in PACKAGE.rglob("*"):
        if path.suffix in (".py", ".toml", ".j2", ".typ", ".xml", ".css"):
            text = path.read_text(encoding="utf-8")
            lines = [line for line in text.splitlines() if re.search("nära vård", line, re.IGNORECASE)]
            named |= {path.relative_to(PACKAGE).as_posix() for line in lines if "export_from_notebook" not in line}
    assert named == {"__init__.py", f"words/{words.LANGUAGE}/reform.toml"}
    docstring = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")))
    assert docstring.count("Nära vård") == (PACKAGE / "__init__.py").read_text(encoding="utf-8").count("Nära vård")


def test_the_themes_of_the_reform_have_their_place_as_in_the_frame_of_the_profiles():
    lines = (ROOT / "data" / "profil" / "teman.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    frame = {name: ThemeKind(kind) for name, kind, *_ in (line.split(";") for line in lines)}
    assert frame.items() <= STANDARD_THEMES.items()
    assert {STANDARD_THEMES[theme] for theme in THEME_HEADINGS} == {ThemeKind.FRAME}
