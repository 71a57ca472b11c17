"""``datapackage.json``: a project's tables described as Frictionless Table Schema, so that another reader can check ours.

The schema is made from the model, restricted to the columns that a file has. Cells that hold several values are strings.
``python tests/table_schema.py data/exempel`` writes it anew.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from naravard.grids.grid import fold
from naravard.model import PROJECT_TABLES, TERM_TABLES, Project, Record
from naravard.model.columns import Column, columns
from naravard.reading import open_project

_TYPES = {"number": "number", "measured": "number", "whole": "integer", "yes/no": "boolean", "date": "date"}
_GROUPS = " "  # Table Schema takes one sign between thousands; the reader also takes no-break blanks


def data_package(folder: Path, project: Project) -> dict[str, Any]:
    """The description of the project's CSV tables: one resource a file, in the order of the model, then term by term."""
    frame = project.plan.project
    found = {record.table: folder / f"{record.table}.csv" for record in PROJECT_TABLES}
    resources = [_resource(folder, path, record, found) for record, path in _files(folder, PROJECT_TABLES)]
    for term in project.terms:
        own = folder / str(term)
        resources += [_resource(folder, path, record, found) for record, path in _files(own, TERM_TABLES)]
    return {
        "profile": "tabular-data-package",
        "name": project.name,
        "title": f"{frame.name}, {frame.municipality}" + (" (påhittade exempeldata)" if frame.example else ""),
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "resources": resources,
    }


def _files(folder: Path, records: tuple[type[Record], ...]) -> Iterator[tuple[type[Record], Path]]:
    return ((record, path) for record in records if (path := folder / f"{record.table}.csv").is_file())


def _resource(folder: Path, path: Path, record: type[Record], tables: dict[str, Path]) -> dict[str, Any]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings = next(csv.reader(file, delimiter=";"))
    by_heading = {fold(column.heading): column for column in columns(record)}
    present = [(heading, by_heading[fold(heading)]) for heading in headings if fold(heading) in by_heading]
    key = [heading for name in record.key for heading, column in present if column.name == name]
    schema: dict[str, Any] = {
        "fields": [_field(heading, column) for heading, column in present],
        "missingValues": ["", "..", "."],
    }
    if len(key) == len(record.key) == 1:
        schema["primaryKey"] = key
    references = [_reference(folder, heading, column, tables) for heading, column in present]
    if foreign := [reference for reference in references if reference]:
        schema["foreignKeys"] = foreign
    return {
        "profile": "tabular-data-resource",
        "name": _name(folder, path),
        "title": record.title,
        "description": (record.__doc__ or "").split("\n")[0],
        "path": path.relative_to(folder).as_posix(),
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ";"},
        "schema": schema,
    }


def _name(folder: Path, path: Path) -> str:
    return "-".join(path.relative_to(folder).with_suffix("").parts).lower()


def _field(heading: str, column: Column) -> dict[str, Any]:
    kind = "string" if column.many else _TYPES.get(column.kind, "string")
    field: dict[str, Any] = {"name": heading, "type": kind, "description": column.description}
    if kind == "number":
        field |= {"decimalChar": ",", "groupChar": _GROUPS, "bareNumber": True}
    if kind == "boolean":
        field |= {"trueValues": ["ja"], "falseValues": ["nej"]}
    constraints: dict[str, Any] = {"required": True} if not column.may_be_empty else {}
    if column.words and not column.many:
        constraints["enum"] = [str(word) for word in column.words]
    if kind == "integer":
        bounds = {"minimum": column.low, "maximum": column.high}
        constraints |= {name: bound for name, bound in bounds.items() if bound is not None}
    return field | ({"constraints": constraints} if constraints else {})


def _reference(folder: Path, heading: str, column: Column, tables: dict[str, Path]) -> dict[str, Any] | None:
    """A column that names one row of one of the project's tables refers to it.

    Lists, either-or references and references to what any earlier term reported cannot be said in the schema.
    """
    table = None if column.many or len(column.refers) != 1 else tables.get(column.refers[0])
    if column.kind != "reference" or table is None or not table.is_file():
        return None
    key = "namn" if column.by_name else "id"
    return {"fields": [heading], "reference": {"resource": _name(folder, table), "fields": [key]}}


if __name__ == "__main__":
    project_folder = Path(sys.argv[1])
    described = json.dumps(data_package(project_folder, open_project(project_folder)), ensure_ascii=False, indent=2)
    (project_folder / "datapackage.json").write_text(described + "\n", encoding="utf-8", newline="\n")
