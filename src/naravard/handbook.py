"""The pages of the handbook that are made from the code: ``python -m naravard.handbook docs`` writes them anew."""

from __future__ import annotations

import inspect
import sys
import tomllib
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

from naravard import measures
from naravard.measures.definitions import column_description, defined
from naravard.mending import NAMES
from naravard.model import FIELDS, PROJECT_TABLES, TERM_TABLES, Record, Severity
from naravard.model.columns import Column, columns
from naravard.rules import rules

_SAID = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_KINDS: dict[str, str] = _SAID["kinds"]
_MODULES: dict[str, str] = _SAID["modules"]


def rules_page() -> str:
    """Every code of a finding: how bad, what is wrong, how it is mended."""
    parts = [_SAID["made"], _SAID["rules"]]
    for severity in sorted(Severity, key=lambda s: -s.rank):
        alike = sorted((rule for rule in rules().values() if rule.severity is severity), key=lambda rule: rule.code)
        name, _, meaning = NAMES[severity]
        parts.append(
            f"## {name} (`{severity}`)\n\n{meaning}\n\n| kod | vad som är fel | så rättas det |\n|---|---|---|"
        )
        parts += [f"| `{rule.code}` | {_plain(rule.summary)} | {_plain(rule.remedy)} |" for rule in alike]
        parts.append("")
    return "\n".join(parts)


def tables_page() -> str:
    """Every table and its columns: what to fill in where."""
    parts = [_SAID["made"], _SAID["tables"]]
    for heading, records in (("Bredvid plan.toml", PROJECT_TABLES), ("I terminens mapp", TERM_TABLES)):
        parts.append(f"## {heading}\n")
        parts += [_table(record) for record in records]
    return "\n".join(parts)


def _table(record: type[Record]) -> str:
    lines = [f"### {record.title}: `{record.table}.csv`, i Python `{FIELDS[record.table]}`\n"]
    lines += ["| kolumn | vad som står där | värden | i Python |", "|---|---|---|---|"]
    for column in columns(record):
        name = f"**{column.heading}**" if column.required else column.heading
        lines.append(f"| {name} | {_plain(column.description)} | {_values(column)} | `{column.name}` |")
    return "\n".join([*lines, ""])


def _values(column: Column) -> str:
    kinds = {**_KINDS, "reference": f"id eller namn ur {', '.join(column.refers)}"}
    values = ", ".join(map(str, column.words)) if column.words else kinds.get(column.kind, "text")
    if column.many:
        values += "; flera skiljs med komma"
    return values + ("; får vara tom" if column.may_be_empty else "")


def method_page() -> str:
    """Every measure: its definition and columns in Swedish, and the docstring beside the code: rows, units and rules."""
    parts = [_SAID["made"], _SAID["method"]]
    # A mere tool of measures has no place in a method.
    public = [one for one in vars(measures).values() if _module(one) in _MODULES]
    in_order = sorted(public, key=lambda one: (list(_MODULES).index(_module(one)), one.__name__))
    for module, found in groupby(in_order, key=_module):
        parts.append(f"## {_MODULES[module]}\n\n`src/naravard/measures/{module}.py`\n")
        parts += [f'{_in_swedish(one)}<div lang="en">\n\n{_markdown(one)}\n\n</div>\n' for one in found]
    return "\n".join(parts)


def _in_swedish(measure: Callable[..., Any]) -> str:
    """What a measure is called, its definition and its columns; of a plain function its name."""
    if not isinstance(measure, measures.Measure):
        return f"### `{measure.__name__}`\n\n"
    name, definition = defined(measure.name)
    rows = [f"| `{column}` | {_plain(column_description(measure.name, column))} |" for column in measure.columns]
    return "\n".join(
        [f"### {name}: `{measure.name}`\n", f"{definition}\n", "| kolumn | vad |", "|---|---|", *rows, "\n"]
    )


def _module(measure: Any) -> str:
    return str(getattr(measure, "__module__", "")).rpartition(".")[2]


def _markdown(measure: Callable[..., Any]) -> str:
    """A docstring as Markdown: names are marked with one backtick instead of two."""
    return (inspect.getdoc(measure) or "").replace("``", "`")


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES = {"metod.md": method_page, "regler.md": rules_page, "tabeller.md": tables_page}

if __name__ == "__main__":
    for page, made in PAGES.items():
        (Path(sys.argv[1]) / page).write_text(made(), encoding="utf-8", newline="\n")
