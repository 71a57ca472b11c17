"""The example project with hostile text in every field that takes text: what somebody could fill in, by malice or mistake."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from naravard.model import PROJECT_TABLES, TERM_TABLES
from naravard.model.columns import Column, columns

DATA = Path(__file__).parents[1] / "data"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></tr></table></main><h1>Kapad</h1>",
    "<!-- <style>*{display:none}</style>",
    "]]></w:t></w:r><w:p/>",
    "[länk](javascript:alert(1))",
    "![bild](https://127.0.0.1:9/x.png)",
    "javascript:alert(document.domain)",
    "# Rubrik ## Ännu en",
    "**fet** _kursiv_ `kod` [^1]",
    '=HYPERLINK("http://127.0.0.1:9/?"&A1;"klicka")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{{7*7}} {% raw %} ${7*7} #{7*7}",
    '#read("/etc/passwd") #import "@preview/x:1.0.0"',
    "$x^2$ och $\\frac{1}{0}$ \\input{/etc/passwd}",
    "%PDF-1.7 endobj stream /JavaScript (app.alert)",
    "HYPERLINK \\l MERGEFIELD INCLUDETEXT DDEAUTO c:\\\\windows",
    "'; DROP TABLE papper; -- &lt;b&gt; &#60;b&#62; %3Cscript%3E",
    "Donaudampfschifffahrtselektrizitäten" * 3,
    "rad ett\nrad två <b>och tre</b>",
)
"""Texts that would do something, each somewhere, if anybody took them for anything but text."""


def write(folder: Path) -> None:
    """Write the hostile project in the folder; each text has a number of its own, so that no two fields are equal."""
    shutil.copytree(DATA / "exempel", folder, ignore=shutil.ignore_patterns("stangda_terminer.json"))
    texts = (f"{HOSTILE[number % len(HOSTILE)]} {number}" for number in count(1))
    (folder / "plan.toml").write_text(_plan(folder, texts), encoding="utf-8")
    names = _names(folder, texts)
    for kind in (*PROJECT_TABLES, *TERM_TABLES):
        for file in folder.rglob(f"{kind.table}.csv"):
            _plant(file, {column.heading: column for column in columns(kind)}, names, texts)
    for file in folder.rglob("texter.md"):
        file.write_text(_texts(file.read_text(encoding="utf-8"), texts), encoding="utf-8")


KEPT = {
    ("indikatorer", "nyckeltal"), ("indikatorer", "osäkerhetstal"), ("indikatorer", "steg"),
    ("indikatorer", "utgångsperiod"), ("malvarden", "period"), ("matvarden", "undergrupp"),
}  # fmt: skip
"""Texts that name something by a rule of their own, such as a key figure of Kolada or a term."""
NAMED = ("teman", "malgrupper", "aktorer")


def _names(folder: Path, texts: Iterator[str]) -> dict[str, str]:
    """The hostile name of each theme, target group and actor, by which other tables refer to it too."""
    rows = (row for table in NAMED for row in _rows(folder / f"{table}.csv")[1])
    return {row["namn"]: f"{row['namn']} {next(texts).replace(chr(10), ' ')}" for row in rows}


def _plant(file: Path, known: dict[str, Column], names: dict[str, str], texts: Iterator[str]) -> None:
    heads, rows = _rows(file)
    with file.open("w", encoding="utf-8-sig", newline="") as written:
        writer = csv.DictWriter(written, heads, delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({head: _cell(file.stem, known[head], row[head], names, texts) for head in heads})


def _cell(table: str, column: Column, text: str, names: dict[str, str], texts: Iterator[str]) -> str:
    if column.kind == "reference":
        return ", ".join(names.get(part.strip(), part.strip()) for part in text.split(","))
    if column.kind != "text" or (table, column.heading) in KEPT:
        return text
    return names[text] if (table, column.heading) in {(name, "namn") for name in NAMED} else next(texts)


def _rows(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    with file.open(encoding="utf-8-sig", newline="") as read:
        reader = csv.DictReader(read, delimiter=";")
        return list(reader.fieldnames or ()), list(reader)


def _plan(folder: Path, texts: Iterator[str]) -> str:
    """The plan with hostile texts for all that is not a term, a code, a citation or a date, and as headings of the memo."""
    plan = (folder / "plan.toml").read_text(encoding="utf-8")
    keys = r"namn|syfte|kommun|namnd|dnr|arendemening|undertecknas_av"
    plan = re.sub(rf'^({keys}) = ".*?"', lambda found: f"{found[1]} = {_quoted(next(texts))}", plan, flags=re.MULTILINE)
    headings = ", ".join(text for text in HOSTILE if "\n" not in text)
    return re.sub(r'^rubriker = "', lambda found: f"{found[0]}{_quoted(headings)[1:-1]}, ", plan, flags=re.MULTILINE)


def _quoted(text: str) -> str:
    """The text as TOML writes it, which is as JSON does."""
    return json.dumps(text)


def _texts(text: str, texts: Iterator[str]) -> str:
    """The texts with a hostile sentence after each line; a line that begins with # would be a heading."""
    lines = (line if not line or line.startswith("#") else f"{line} {next(texts)}" for line in text.split("\n"))
    return "\n".join(line.replace("\n", " ") for line in lines)
