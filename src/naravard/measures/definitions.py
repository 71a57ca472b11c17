"""What measures and columns are called in Swedish, and which cells a value is made from: the words of ``definitions.toml``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from naravard.model import TABLES
from naravard.terms import Term

with Path(__file__).with_suffix(".toml").open("rb") as _file:
    _WORDS = tomllib.load(_file)

MEASURES: dict[str, tuple[str, str]] = {
    name: (entry["name"], entry["definition"]) for name, entry in _WORDS["measures"].items()
}
"""The Swedish name of each measure, and its definition in a sentence or two."""
COLUMNS: dict[str, str] = _WORDS["columns"]
BEHIND: dict[str, str] = _WORDS["behind"]
KEYS: dict[str, str] = _WORDS["keys"]

_KEYS = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(KEYS, key=len, reverse=True)))


def defined(measure: str) -> tuple[str, str]:
    """The Swedish name and definition of a measure or a table; of somebody's own measure its name alone."""
    if measure in TABLES:
        return TABLES[measure].title, f"Så som det är ifyllt i tabellen {measure}."
    return MEASURES.get(measure, (measure, ""))


def column_description(measure: str, column: str) -> str:
    """What a column of a measure or a table is, in Swedish; of somebody's own measure its name."""
    if measure in TABLES and (field := TABLES[measure].model_fields.get(column)):
        return str(field.alias)
    if column.isdigit() or Term.parse_or_none(column):
        return f"värde för {column}"
    return COLUMNS.get(f"{measure}.{column}") or COLUMNS.get(column) or column.replace("_", " ")


def fields_behind(measure: str, column: str) -> tuple[str, ...] | None:
    """The fields of records that a column of a measure is made from; None if that is not known."""
    if measure not in MEASURES and measure not in TABLES:
        return None
    usual = f"{column} {BEHIND.get(f'{measure}.*', '')}"
    return tuple(BEHIND.get(f"{measure}.{column}", BEHIND.get(column, usual)).split())


def key_description(key: str) -> str:
    """A row's key in Swedish."""
    return _KEYS.sub(lambda met: KEYS[met[0]], key)
