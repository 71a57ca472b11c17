"""The tables of a paper as open data: one CSV file a table, and ``datapackage.json``, which describes them (Frictionless).

A column of numbers holds bare numbers. Words that stand around them, such as the period in ``67,3 (2021)``, go in a column of
their own beside it. A word in a number's place, such as ``skyddad``, stays in the file and is told as a missing value in the
schema, so that why there is no number is never lost.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from naravard import words
from naravard.disk import slug
from naravard.document import Cell, Column, Document, Table, Value
from naravard.formats.typed_cells import around, clean, column_cells, days_in, distinct_headings, headings_of, number_in

_LIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\n]")
_SAID: dict[str, str] = words.of("pages")["data"]
_TEXT = {"type": "string", "missingValues": [""]}  # here the words that stand in a number's place are words like others
_FREE = {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/", "title": "CC0 1.0"}
_KOLADA = {"title": "Kolada", "path": "https://www.kolada.se/"}
_KOLADA_TERMS = {"path": "https://www.kolada.se/", "title": _SAID["kolada_terms"]}


def open_data_from_document(document: Document) -> dict[str, bytes]:
    """The files of the data package by name, the same bytes each time; none for a paper without tables."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if not tables:
        return {}
    files, resources = {}, []
    for number, table in enumerate(tables, start=1):
        name = "-".join(filter(None, (f"tabell-{number:02}", slug(table.name))))
        columns = _columns(table)
        content = _csv(columns)
        files[f"{name}.csv"] = content
        resources.append(_resource(document, number, table, name, columns, content))
    package = json.dumps(_package(document, resources), ensure_ascii=False, indent=2) + "\n"
    return files | {"datapackage.json": package.encode()}


@dataclass(frozen=True)
class _Column:
    """A column of a file: its heading, its schema without the name, its cells, and the words that stand for no value."""

    heading: str
    schema: dict[str, Any]
    cells: tuple[str, ...]
    missing: tuple[str, ...] = ()


def _columns(table: Table) -> list[_Column]:
    """The columns of the table's file, their headings told apart."""
    columns = [
        made
        for position, heading in enumerate(headings_of(table.columns))
        for made in _typed(heading, table.columns[position], column_cells(table, position))
    ]
    headings = map(_inert, distinct_headings(column.heading for column in columns))
    return [replace(column, heading=heading) for heading, column in zip(headings, columns, strict=True)]


def _typed(heading: str, column: Column, cells: tuple[Cell, ...]) -> Iterator[_Column]:
    """The column or columns that one column of the paper becomes."""
    numbers = [number_in(cell, column) for cell in cells]
    if days := days_in(cells):
        texts = tuple(_inert(cell.text) for cell in cells)
        yield _Column(heading, {"type": "date"}, texts, tuple(_inert(c.text) for c in cells if c.text not in days))
    elif any(numbers) and all(number or _says_why(cell) for number, cell in zip(numbers, cells, strict=True)):
        unit = _unit(filter(None, numbers))
        schema = {"type": "number", "decimalChar": ",", "bareNumber": True}
        schema |= {"unit": unit, "description": _SAID["unit"].format(unit=unit)} if unit else {}
        texts = tuple(
            _bare(number) if number else _inert(cell.text) for number, cell in zip(numbers, cells, strict=True)
        )
        missing = tuple(text for text, number in zip(texts, numbers, strict=True) if not number)
        yield _Column(heading, schema, texts, missing)
        words = tuple(_inert(_words(cell, unit)) if number else "" for number, cell in zip(numbers, cells, strict=True))
        if any(words):
            description = _SAID["about_beside"].format(heading=heading)
            yield _Column(_SAID["beside"].format(heading=heading), _TEXT | {"description": description}, words)
    else:
        texts = tuple(
            _bare(number) if number and not _words(cell) else _inert(cell.text)
            for number, cell in zip(numbers, cells, strict=True)
        )
        yield _Column(heading, _TEXT, texts)


def _says_why(cell: Cell) -> bool:
    """Whether the cell is empty, or says in a number's place why there is none."""
    return not cell.text or (cell.value is not None and not cell.value.shown)


def _unit(values: Iterable[Value]) -> str:
    """The unit that all numbers are in; empty when they differ."""
    units = {value.unit for value in values}
    return units.pop() if len(units) == 1 else ""


def _words(cell: Cell, unit: str = "") -> str:
    """What stands around the number; a single remark without its parentheses, and no unit that the column tells."""
    value, (before, after) = cell.value, around(cell)
    own_unit = value.unit if value and value.with_unit and value.unit != unit else ""
    words = " ".join(f"{before} {own_unit} {after}".split())
    alone = re.fullmatch(r"\(([^()]*)\)", words)
    return alone[1] if alone else words


def _bare(value: Value) -> str:
    """The number as the file holds it: ``1234,50``."""
    return f"{Decimal(str(value.number)):.{value.decimals}f}".replace(".", ",")


def _inert(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    text = clean(text)
    return f"'{text}" if _LIVE.match(text) else text


def _csv(columns: list[_Column]) -> bytes:
    """The file as a Swedish Excel opens it: with a byte order mark, semicolons, and CRLF."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows(zip(*(column.cells for column in columns), strict=True))
    return target.getvalue().encode("utf-8-sig")


def _resource(
    document: Document, number: int, table: Table, name: str, columns: list[_Column], content: bytes
) -> dict[str, Any]:
    where = _SAID["table"].format(number=number, title=document.title, organisation=document.cover.organisation)
    missing = dict.fromkeys(["", *(word for column in columns for word in column.missing)])
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": table.caption,
        "description": " ".join(filter(None, (where, table.source, *table.notes))),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n"},
        "schema": {
            "fields": [{"name": column.heading, **column.schema} for column in columns],
            "missingValues": list(missing),
        },
    }
    if "Kolada" in table.source:
        resource |= {"sources": [_KOLADA, {"title": table.source}], "licenses": [_KOLADA_TERMS]}
    elif table.source:
        resource["sources"] = [{"title": table.source}]
    return resource


def _package(document: Document, resources: list[dict[str, Any]]) -> dict[str, Any]:
    cover = document.cover
    marks = f" ({', '.join(cover.marks)})" if cover.marks else ""
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": slug(f"{cover.organisation} {document.title} {cover.date}", longest=100),
        "title": f"{document.title}, {cover.organisation}{marks}",
        "description": " ".join(filter(None, (f"{cover.subtitle}." if cover.subtitle else "", _SAID["about"]))),
        "created": f"{cover.date}T00:00:00Z",
        "caseNumber": cover.case_number,
        "imprint": document.imprint,
        "contributors": [{"title": cover.organisation, "role": "publisher"}],
        "licenses": [_FREE],
    }
    if any(_KOLADA in resource.get("sources", []) for resource in resources):
        package["sources"] = [_KOLADA]
    return {key: value for key, value in package.items() if value} | {"resources": resources}
