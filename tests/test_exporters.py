"""The formats as nbconvert makes them, under the names that pyproject.toml gives them."""

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from naravard.formats.exports import Settings, exports
from naravard.paper.compose import assemble
from paper_sample import board_notebook, converted

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXPORTERS = PROJECT["entry-points"]["nbconvert.exporters"]


def test_every_format_of_one_file_has_an_exporter():
    assert EXPORTERS.keys() == {"naravard-html", "naravard-pdf", "naravard-docx", "naravard-xlsx"}


@pytest.mark.parametrize("name", EXPORTERS)
def test_nbconvert_makes_the_same_file_as_the_command(name, tmp_path):
    form = name.removeprefix("naravard-")
    exporter = EntryPoint(name, EXPORTERS[name], "nbconvert.exporters").load()
    made = converted(tmp_path, f"{exporter.__module__}.{exporter.__name__}", f".{form}")
    assert [made] == [content for _, content in exports(assemble(board_notebook()), "p", (form,), Settings())]
