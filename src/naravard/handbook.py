"""The pages of the handbook that are made from the code: ``python -m naravard.handbook docs`` writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

from naravard.mending import NAMES
from naravard.model import PROJECT_TABLES, TERM_TABLES, Record, Severity
from naravard.model.columns import Column, columns
from naravard.rules import RULES

_KINDS: dict[str, str] = {
    "number": "tal",
    "measured": "tal, `..` eller `.`",
    "whole": "heltal",
    "yes/no": "ja eller nej",
    "date": "datum",
    "partial date": "dag, månad eller år",
    "term": "termin",
    "id": "id",
    "citation": "id ur kallor och ställe",
}
_MADE = "<!-- Sidan är gjord ur koden: python -m naravard.handbook docs. Ändra i koden, inte här. -->\n"


def rules_page() -> str:
    """Every code of a finding: how bad, what is wrong, how it is mended."""
    parts = [
        _MADE,
        "# Regler: vad `naravard check` anmärker på\n",
        "Varje anmärkning har en kod, en plats (fil, blad, rad, kolumn) och säger hur felet rättas.\n",
    ]
    for severity in sorted(Severity, key=lambda s: -s.rank):
        rules = sorted((rule for rule in RULES.values() if rule.severity is severity), key=lambda rule: rule.code)
        name, _, meaning = NAMES[severity]
        parts.append(
            f"## {name} (`{severity}`)\n\n{meaning}\n\n| kod | vad som är fel | så rättas det |\n|---|---|---|"
        )
        parts += [f"| `{rule.code}` | {_plain(rule.summary)} | {_plain(rule.remedy)} |" for rule in rules]
        parts.append("")
    return "\n".join(parts)


def tables_page() -> str:
    """Every table and its columns: what to fill in where."""
    parts = [
        _MADE,
        "# Tabellerna: vad som fylls i var\n",
        "Kolumner med fetstil måste finnas. Cellen får vara tom där det står.\n",
    ]
    for heading, records in (("Bredvid plan.toml", PROJECT_TABLES), ("I terminens mapp", TERM_TABLES)):
        parts.append(f"## {heading}\n")
        parts += [_table(record) for record in records]
    return "\n".join(parts)


def _table(record: type[Record]) -> str:
    lines = [f"### {record.title}: `{record.table}.csv`\n", "| kolumn | vad som står där | värden |", "|---|---|---|"]
    for column in columns(record):
        name = f"**{column.heading}**" if column.required else column.heading
        lines.append(f"| {name} | {_plain(column.description)} | {_values(column)} |")
    return "\n".join([*lines, ""])


def _values(column: Column) -> str:
    kinds = {**_KINDS, "reference": f"id eller namn ur {', '.join(column.refers)}"}
    said = ", ".join(map(str, column.words)) if column.words else kinds.get(column.kind, "text")
    if column.many:
        said += "; flera skiljs med komma"
    return said + ("; får vara tom" if column.may_be_empty else "")


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES = {"regler.md": rules_page, "tabeller.md": tables_page}

if __name__ == "__main__":
    for page, made in PAGES.items():
        (Path(sys.argv[1]) / page).write_text(made(), encoding="utf-8", newline="\n")
