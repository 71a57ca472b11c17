"""Draws docs/architecture.svg, the rooms of the house on their floors, from the imports: ``python docs/architecture.py``."""

from __future__ import annotations

from html import escape
from pathlib import Path

from imports import DOOR, floors, library, modules, room, rooms

PICTURE = Path(__file__).with_name("architecture.svg")
HOLDS = {
    DOOR: "opens a project",
    "checks": "what data promise",
    "cli": "the command",
    "closing": "closed terms",
    "contrast": "colours well seen",
    "disclosure": "hidden counts",
    "disk": "files that stay",
    "document": "blocks and values",
    "editions": "what is published",
    "explain": "rows of a value",
    "explore": "tables to search",
    "figures": "values as drawings",
    "formats": "HTML, PDF, Word …",
    "grids": "files as cells",
    "handbook": "pages from code",
    "jobs": "a term, a batch",
    "labels": "names, numbers",
    "measures": "every number",
    "mending": "mistakes told",
    "model": "project and records",
    "paper": "one Document",
    "prose": "values in text",
    "reading": "cells as records",
    "rounding": "half away from 0",
    "rules": "what can be wrong",
    "run": "a notebook is run",
    "sections": "a theme, a chapter",
    "snapshots": "Kolada, fetched",
    "source_lines": "where from",
    "svg": "harmless drawings",
    "tables": "values in columns",
    "template": "books to fill in",
    "terms": "parts of years",
    "words": "Swedish as data",
    "writing": "numbers as values",
}
"""What each room holds, in two or three words."""

INK, QUIET, LINE = "#0a3a47", "#4a5f66", "#c9d6da"
FILLS = {True: "#d8eaef", False: "#f6ead2"}
WIDTH, HIGH, GAP, AROUND, TOP = 150, 56, 10, 14, 112
BAND = 3 * WIDTH + 2 * GAP
LEFT = {True: 52, False: 52 + BAND + 36}
"""Where a band begins: the library's, and that of the machinery."""
WHOLE = LEFT[False] + BAND + 20
NAMES = {True: "The library", False: "The machinery behind it"}
ABOUT = {True: "what the notebooks import, and what that needs", False: "reads, runs, makes formats, publishes"}


def drawing() -> str:
    """The whole drawing. Each dot in a box is a thousand lines of Python, begun."""
    arrows = rooms()
    floor, ours, size = floors(arrows), library(arrows), _sizes()
    storeys = [sorted(name for name in floor if floor[name] == level) for level in range(max(floor.values()) + 1)]
    parts, top = [], TOP
    for level, names in reversed(list(enumerate(storeys))):
        bands = {band: _in_rows([name for name in names if (name in ours) is band]) for band in LEFT}
        high = max(map(len, bands.values())) * (HIGH + GAP) - GAP + 2 * AROUND
        parts.append(_storey(level, top, high))
        for band, rows in bands.items():
            upper = top + (high + GAP - len(rows) * (HIGH + GAP)) / 2
            for row, stand in enumerate(rows):
                left = LEFT[band] + (BAND + GAP - len(stand) * (WIDTH + GAP)) / 2
                for place, name in enumerate(stand):
                    x, y = left + place * (WIDTH + GAP), upper + row * (HIGH + GAP)
                    parts.append(_box(name, x, y, size[name], FILLS[band]))
        top += high
    heads = [
        f'<text x="{LEFT[band]}" y="70" font-size="21" font-weight="700">{NAMES[band]}</text>'
        f'<text x="{LEFT[band]}" y="93" fill="{QUIET}">{ABOUT[band]}</text>'
        for band in LEFT
    ]
    return _page([*heads, *parts], top, _in_words(storeys, ours))


def _sizes() -> dict[str, int]:
    """The lines of Python in each room."""
    found: dict[str, int] = {}
    for name, path in modules().items():
        found[room(name)] = found.get(room(name), 0) + len(path.read_text(encoding="utf-8").splitlines())
    return found


def _in_rows(names: list[str]) -> list[list[str]]:
    """At most three boxes beside each other, in rows as even as can be."""
    count = -(-len(names) // 3)
    return [names[len(names) * row // count : len(names) * (row + 1) // count] for row in range(count)]


def _storey(level: int, top: float, high: float) -> str:
    number = (
        f'<text x="24" y="{top + high / 2 + 6:g}" font-size="17" fill="{QUIET}" text-anchor="middle">{level}</text>'
    )
    return f'<path d="M10 {top:g}H{WHOLE - 10}" stroke="{LINE}"/>{number}'


def _box(name: str, x: float, y: float, lines: int, fill: str) -> str:
    dots = "".join(
        f'<circle cx="{x + WIDTH - 12 - 9 * place:g}" cy="{y + 13:g}" r="3"/>' for place in range(1 + lines // 1000)
    )
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HIGH}" rx="7" fill="{fill}"/>'
        f'<g fill="{QUIET}">{dots}</g>'
        f'<text x="{x + 11:g}" y="{y + 25:g}" font-size="17" font-weight="700">{name}</text>'
        f'<text x="{x + 11:g}" y="{y + 44:g}" font-size="13.5">{escape(HOLDS[name])}</text>'
    )


def _in_words(storeys: list[list[str]], ours: set[str]) -> str:
    """The drawing for who does not see it."""
    said = []
    for level, names in reversed(list(enumerate(storeys))):
        bands = {band: ", ".join(name for name in names if (name in ours) is band) for band in LEFT}
        said.append(f"Floor {level}: " + "; ".join(f"{NAMES[b].lower()}: {bands[b]}" for b in LEFT if bands[b]))
    return f"{len(storeys)} floors, the highest first. {'. '.join(said)}."


def _page(parts: list[str], bottom: float, words: str) -> str:
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WHOLE} {bottom + 44:g}" role="img" aria-labelledby="t d" '
        f"font-family=\"'Source Sans 3','Segoe UI',Arial,sans-serif\" font-size=\"15\" fill=\"{INK}\">",
        '<title id="t">The rooms of naravard on their floors</title>',
        f'<desc id="d">{escape(words)}</desc>',
        f'<rect width="{WHOLE}" height="{bottom + 44:g}" fill="#ffffff"/>',
        f'<text x="{LEFT[True]}" y="30" fill="{QUIET}">A room imports only from the floors below its own.</text>',
        *parts,
        f'<path d="M10 {bottom:g}H{WHOLE - 10}" stroke="{LINE}"/>',
        f'<g fill="{QUIET}"><circle cx="{LEFT[True] + 4}" cy="{bottom + 22:g}" r="3"/>'
        f'<text x="{LEFT[True] + 14}" y="{bottom + 27:g}">a thousand lines of Python, begun</text></g>',
        "</svg>",
        "",
    ])  # fmt: skip


if __name__ == "__main__":
    PICTURE.write_text(drawing(), encoding="utf-8", newline="\n")
