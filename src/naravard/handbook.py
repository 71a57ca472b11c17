"""The pages of the handbook that are made from the code: ``python -m naravard.handbook docs`` writes them anew."""

from __future__ import annotations

import inspect
import sys
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

_KINDS: dict[str, str] = {
    "number": "tal",
    "measured": "tal, `..` eller `.`",
    "whole": "heltal",
    "yes/no": "ja eller nej",
    "date": "datum",
    "partial date": "dag, månad eller år",
    "term": "termin",
    "period": "termin eller år",
    "id": "id",
    "citation": "id ur kallor och ställe",
}
_ABOUT = {
    "goals": "Mål",
    "activities": "Aktiviteter",
    "indicators": "Indikatorer",
    "key_figures": "Nyckeltal ur Kolada",
    "own": "Egna mätningar",
    "series": "Värden över tid",
    "money": "Medel",
    "register": "Risker, avvikelser, lärdomar, beslut och uppdrag",
    "changes": "Ändrat sedan förra redovisningen",
    "counts": "Antal i allt",
    "completeness": "Det som saknas i underlaget",
    "profile": "Kommunprofilen",
    "subject": "Vad papperen handlar om",
    "table": "Tabellerna som de är ifyllda",
}
"""What each module of ``measures`` is about, in the order of the papers."""
_MADE = "<!-- Sidan är gjord ur koden: python -m naravard.handbook docs. Ändra i koden, inte här. -->\n"


def rules_page() -> str:
    """Every code of a finding: how bad, what is wrong, how it is mended."""
    parts = [
        _MADE,
        "# Regler: vad `naravard check` anmärker på\n",
        "Varje anmärkning har en kod, en plats (fil, blad, rad, kolumn) och säger hur felet rättas.\n",
    ]
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
    parts = [
        _MADE,
        "# Tabellerna: vad som fylls i var\n",
        "Kolumner med fetstil måste finnas. Cellen får vara tom där det står. Till höger står vad kolumnen heter för den som "
        "[utforskar i Python](utforska.md).\n",
    ]
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
    parts = [
        _MADE,
        "# Metod: hur siffrorna räknas\n",
        "Varje siffra i papperen räknas på ett ställe, i en funktion i `src/naravard/measures/`. Här står vad var och en ger: "
        "först på svenska, med samma ord som `naravard explain` säger om en tabell eller ett tal, och sedan, på engelska, "
        "den noggranna beskrivningen ur koden. Det som är med i ett visst papper beskrivs också i dess bilaga *Så är siffrorna "
        "framtagna*.\n",
    ]
    for module, found in groupby(sorted(_measures(), key=_place), key=_module):
        parts.append(f"## {_ABOUT[module]}\n\n`src/naravard/measures/{module}.py`\n")
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


def _measures() -> list[Callable[..., Any]]:
    """The public measures and functions of ``measures``; a mere tool has no place in a method."""
    return [one for one in vars(measures).values() if _module(one) in _ABOUT]


def _place(measure: Callable[..., Any]) -> tuple[int, str]:
    return list(_ABOUT).index(_module(measure)), measure.__name__


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
