"""Which module of naravard imports which, read from the code: what the drawing shows and tests/test_house.py holds."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "naravard"
DOOR = "naravard"
"""The package's own module, what ``import naravard`` gives: a room of its own."""


class Import(NamedTuple):
    """A module, ours or another's, that is imported: ``when`` is top, late (in a function), typing, or named (in a text)."""

    name: str
    when: str


@cache
def modules() -> Mapping[str, Path]:
    """Our modules by their dotted names."""
    paths = {path.relative_to(PACKAGE.parent).with_suffix(""): path for path in sorted(PACKAGE.rglob("*.py"))}
    return {".".join(name.parts).removesuffix(".__init__"): path for name, path in paths.items()}


def room(module: str) -> str:
    """The first-level folder or module that a module of ours stands in."""
    return module.split(".")[1] if "." in module else DOOR


@cache
def imports(module: str) -> tuple[Import, ...]:
    """All that a module imports, also in functions, for the type checker only, and by a text that names a module of ours."""
    return tuple(_found(ast.parse(modules()[module].read_text(encoding="utf-8")), "top"))


def _found(tree: ast.AST, when: str) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import():
                yield from (Import(alias.name, when) for alias in node.names)
            case ast.ImportFrom():
                whole = (f"{node.module}.{alias.name}" for alias in node.names)
                yield from (Import(name if name in modules() else node.module or ".", when) for name in whole)
            case ast.Constant(value=str(text)) if re.fullmatch(r"naravard\.[\w.]*", text):
                # What ends with a stop is the beginning of an f-string: the name that follows is known when it runs.
                yield from [Import(text, "named")] if text in modules() or text.endswith(".") else []
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                yield from _found(node, "typing")
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from _found(node, "late")
            case _:
                yield from _found(node, when)


def graph() -> dict[str, set[str]]:
    """Each of our modules with those of ours that it imports; one that is only named is loaded beforehand, and not used."""
    used = {name: {one.name for one in imports(name) if one.when != "named"} for name in modules()}
    return {name: imported & modules().keys() - {name} for name, imported in used.items()}


def rooms() -> dict[str, set[str]]:
    """Each room with those that its modules import."""
    found: dict[str, set[str]] = {room(name): set() for name in modules()}
    for name, imported in graph().items():
        found[room(name)] |= {room(other) for other in imported} - {room(name)}
    return found


def floors(arrows: Mapping[str, set[str]]) -> dict[str, int]:
    """The floor of each room: one above the highest of those that it imports. graphlib.CycleError if there is a circle."""
    floor: dict[str, int] = {}
    for name in TopologicalSorter(arrows).static_order():
        floor[name] = max((floor[below] + 1 for below in arrows[name]), default=0)
    return floor


def library(arrows: Mapping[str, set[str]]) -> set[str]:
    """The rooms that the notebooks import, with those that they import; beside them the door, through which a project comes."""
    named = "".join(
        "".join(cell["source"]) + "\n"
        for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    )
    found: set[str] = set()
    waiting = {
        word
        for line in re.findall(r"^from naravard import (.+)$|^from naravard\.(\w+)", named, re.MULTILINE)
        for word in re.findall(r"\w+", " ".join(line))
    }
    while waiting:
        found |= waiting
        waiting = {below for name in waiting for below in arrows[name]} - found
    return found | {DOOR}
