"""The words of the tables stand in ``words/sv/tables.toml``, and all of them are said by the code, which has none of its own."""

import ast
import re
import sys
from pathlib import Path

import pytest

from naravard import tables, words
from naravard.tables.declared import Declared

SAID = words.of("tables")
MODULES = sorted(Path(tables.__file__).parent.glob("*.py"))
DECLARED = {
    one.section: one
    for path in MODULES
    for one in vars(sys.modules.get(f"naravard.tables.{path.stem}", tables)).values()
    if isinstance(one, Declared)
}
SWEDISH = re.compile(r"[åäöÅÄÖ]|^\W*[A-ZÅÄÖ]|[^\W\d_].*\s|\s.*[^\W\d_]")
"""A letter that English has not, a capital first, or a word and a blank."""
NO_WORDS = {"%Y-%m-%d %H:%M", " own "}
"""A form of times, and a part of the key of a measure's row."""


def literals(path):
    """The strings that the code itself uses: neither docstrings nor what an exception says to a programmer."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    apart |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_word_for_the_reader_stands_in_the_code_of_a_table(path):
    assert [text for text in literals(path) if SWEDISH.search(text) and text not in NO_WORDS] == []


@pytest.mark.parametrize("text", ["Mål", "budget och utfall", " av ", "Kvar", "(prel. "])
def test_a_word_for_the_reader_would_be_seen(text):
    assert SWEDISH.search(text)


@pytest.mark.parametrize("section", DECLARED)
def test_a_table_has_a_heading_for_each_column_and_none_over(section):
    columns = {column for column, form in DECLARED[section].forms.items() if not form.heading}
    assert columns == SAID[section]["headings"].keys()


def test_a_column_that_has_no_heading_is_an_error():
    declared = Declared("lessons", {"cost": tables.form.kronor()})
    with pytest.raises(KeyError, match="cost"):
        declared.table([], "t")


def test_all_that_is_written_is_said():
    """Every section is a declared table or one that the code asks for, and so is every text in it."""
    asked = {text for path in MODULES for text in literals(path)}
    assert SAID.keys() - asked == set()
    assert SAID.keys() >= DECLARED.keys() == {name for name, section in SAID.items() if "headings" in section}
    keys = {key for section in SAID.values() for key in section}
    for part in ("cells", "notes", "kinds", "by"):
        keys |= {key for section in SAID.values() for key in section.get(part, ())}
    assert keys - asked == set()
