"""How a column is filled in: what the person is told, which words there are to choose from, how wide it is."""

from __future__ import annotations

import re

from naravard.model import TABLES
from naravard.model.columns import Column

_LONG = {"text", "rationale", "definition", "comment", "note", "cause", "effect", "measure", "recommendation", "purpose",
         "condition", "first", "second", "handling", "deliverable", "matter"}  # fmt: skip
_NAMES = {"name", "cited", "headings", "organisation", "responsible", "owner", "basis", "part"}
_WIDTHS = {"id": 9, "date": 13, "partial date": 13, "term": 11, "yes/no": 11, "whole": 11, "number": 13, "measured": 13}

TEXT = "@"
"""Excel leaves a cell of this format as typed: 01 is not made 1, and 2023-04 is not made the first of April."""

NUMBERS = ("number", "measured", "whole")
FORMATS = {"date": "yyyy-mm-dd", "whole": "0", "number": "General", "measured": "General"}


def number_format(column: Column) -> str:
    """The Excel format of a column's cells."""
    return "#,##0" if column.heading.endswith("_kr") else FORMATS.get(column.kind, TEXT)


def width(column: Column) -> int:
    """The width of a column, in characters."""
    room = max(map(len, words(column)), default=0)
    by_kind = 46 if column.name in _LONG else 28 if column.name in _NAMES else _WIDTHS.get(column.kind, 18)
    return max(by_kind, min(room + 4, 40), len(column.heading) + 3)


def words(column: Column) -> list[str]:
    """The words that a cell may hold, if they are few and known."""
    if column.kind == "yes/no":
        return ["ja", "nej"]
    if column.kind == "whole" and column.low is not None and column.high is not None and column.high - column.low < 10:
        return [str(number) for number in range(column.low, column.high + 1)]
    return [str(word) for word in column.words or ()]


def must(column: Column) -> str:
    """Whether the column must be filled in, in words."""
    return (
        "Fyll alltid i" if not column.may_be_empty else "Fyll i om uppgiften finns" if column.required else "Frivillig"
    )


def how(column: Column, here: set[str]) -> str:
    """What to write in a cell. ``here`` are the tables of the same workbook."""
    sentences = [_with_titles(column)]
    listed = words(column)
    if listed and column.kind != "whole" and not all(word in column.description for word in listed):
        sentences.append(f"Välj: {', '.join(listed)}.")
    if column.kind == "reference":
        sentences.append(f"Ska stå {_where(column.refers, here)}.")
    if column.kind == "reference" and column.many and "komma" not in column.description:
        sentences.append("Flera skiljs med komma.")
    if column.kind == "partial date" and "månad" not in column.description:
        sentences.append("Dag, månad eller år.")
    return " ".join(sentences)


def _with_titles(column: Column) -> str:
    """The description, with the sheets of tables where it names their files: ``Id ur Källor``."""
    text = column.description.rstrip()
    for table in column.refers:
        text = re.sub(rf"(?<=ur |er ){table}\b", TABLES[table].title, text)
    return text


def _where(tables: tuple[str, ...], here: set[str]) -> str:
    """``på bladet Effektmål eller Projektmål i projekt.xlsx``."""
    names = " eller ".join(TABLES[table].title for table in tables)
    if here.issuperset(tables):
        return f"på bladet {names}"
    if here.isdisjoint(tables):
        per_term = all(TABLES[table].per_term for table in tables)
        return f"på bladet {names} i {'terminens arbetsbok' if per_term else 'projekt.xlsx'}"
    return f"på bladet {names}, här eller i projekt.xlsx"
