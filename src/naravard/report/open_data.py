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
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from naravard.document import Cell, Column, Document, Table
from naravard.report.typed_cells import ShownNumber, clean, column_cells, days_in, distinct_headings, number_in, slug

_LIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\n]")
_ABOUT = (
    "Filerna är semikolonseparerade med decimalkomma, i UTF-8. Talen är avrundade som i rapporten. Ett ord i ett tals ställe, "
    "till exempel saknas eller skyddad, står kvar i filen och anges i schemat som saknat värde; det är inte detsamma som noll. "
    "En text som börjar som en formel, med tecknet = + - eller @, har en apostrof före sig."
)
_TEXT = {"type": "string", "missingValues": [""]}  # here the words that stand in a number's place are words like others
_FREE = {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/", "title": "CC0 1.0"}
_KOLADA = {"title": "Kolada", "path": "https://www.kolada.se/"}
_KOLADA_TERMS = {
    "path": "https://www.kolada.se/",
    "title": "Uppgifter ur Kolada får användas fritt om källan anges: Källa: Kolada. En siffra som har bearbetats anges som "
    "egen beräkning på uppgifter från Kolada.",
}


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
        column
        for position, heading in enumerate(distinct_headings(table.columns))
        for column in _typed(heading, column_cells(table, position))
    ]
    headings = map(_inert, distinct_headings([Column(column.heading) for column in columns]))
    return [
        _Column(heading, column.schema, column.cells, column.missing)
        for heading, column in zip(headings, columns, strict=True)
    ]


def _typed(heading: str, cells: tuple[Cell, ...]) -> Iterator[_Column]:
    """The column or columns that one column of the paper becomes."""
    numbers = [number_in(cell) for cell in cells]
    shown = [number for number in numbers if number]
    if days := days_in(cells):
        texts = tuple(_inert(cell.text) for cell in cells)
        yield _Column(heading, {"type": "date"}, texts, tuple(_inert(c.text) for c in cells if c.text not in days))
    elif shown and all(
        number or cell.tone == "muted" or not cell.text for number, cell in zip(numbers, cells, strict=True)
    ):
        unit = _unit(shown)
        schema = {"type": "number", "decimalChar": ",", "bareNumber": True}
        schema |= {"unit": unit, "description": f"Enhet: {unit}"} if unit else {}
        texts = tuple(
            _bare(number) if number else _inert(cell.text) for number, cell in zip(numbers, cells, strict=True)
        )
        missing = tuple(text for text, number in zip(texts, numbers, strict=True) if not number)
        yield _Column(heading, schema, texts, missing)
        if not unit and any(map(_words, shown)):
            said = f"Det som står intill talet i kolumnen {heading}"
            words = tuple(_inert(_words(number)) if number else "" for number in numbers)
            yield _Column(f"{heading}, tillägg", _TEXT | {"description": said}, words)
    else:
        texts = tuple(
            _bare(number) if number and not _words(number) else _inert(cell.text)
            for number, cell in zip(numbers, cells, strict=True)
        )
        yield _Column(heading, _TEXT, texts)


def _unit(numbers: list[ShownNumber]) -> str:
    """The unit that stands after every number, such as ``%``; empty when they differ or it is a remark in parentheses."""
    units = {_words(number) for number in numbers}
    unit = units.pop() if len(units) == 1 else ""
    return "" if any(number.before or "(" in number.after for number in numbers) else unit


def _words(number: ShownNumber) -> str:
    """What stands around the number; a single remark without its parentheses."""
    words = " ".join(f"{number.before} {number.after}".split())
    alone = re.fullmatch(r"\(([^()]*)\)", words)
    return alone[1] if alone else words


def _bare(number: ShownNumber) -> str:
    return f"{number.value:f}".replace(".", ",")


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
    where = f"Tabell {number} i {document.title}, {document.cover.organisation}."
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
        "description": " ".join(filter(None, (f"{cover.subtitle}." if cover.subtitle else "", _ABOUT))),
        "created": f"{cover.date}T00:00:00Z",
        "caseNumber": cover.case_number,
        "imprint": document.imprint,
        "contributors": [{"title": cover.organisation, "role": "publisher"}],
        "licenses": [_FREE],
    }
    if any(_KOLADA in resource.get("sources", []) for resource in resources):
        package["sources"] = [_KOLADA]
    return {key: value for key, value in package.items() if value} | {"resources": resources}
