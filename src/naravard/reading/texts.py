"""What the analyst writes in ``texter.md``: paragraphs and lists under given headings, shown as typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from naravard.grids.encoding import decode
from naravard.grids.files import content
from naravard.grids.log import Log
from naravard.grids.text import clean
from naravard.model import TEXT_HEADINGS, Plan
from naravard.reading.suggest import meant

Texts = dict[str, tuple[str | tuple[str, ...], ...]]


def read_texts(path: Path, root: Path, plan: Plan | None, log: Log) -> Texts:
    """The texts of a term by heading: each a run of paragraphs, with lists as tuples of their items.

    A heading is a line that begins with ``#``. The papers have a place for those of ``TEXT_HEADINGS`` and those of the
    plan's memo; another heading, or text before the first, is a finding and is not shown.
    """
    data = content(path, root, log)
    text = None if data is None else decode(data, log)
    if text is None:
        return {}
    memo = plan.memo.headings if plan else ()
    known = {heading.casefold(): heading for heading in (*TEXT_HEADINGS, *memo)}
    found: dict[str, list[str | list[str]]] = {}
    at: list[str | list[str]] | None = None
    headed, fresh = False, True
    for number, raw in enumerate(text.splitlines(), start=1):
        line = clean(raw, lambda code, value=None, row=number, **words: _say(log, code, value, row, **words)) or ""
        if line.startswith("#"):
            at, headed = _under(line.lstrip("# ").strip(), number, known, found, log), True
        elif line and not headed:
            log.add("text-without-heading", row=number, value=line)
        elif line and at is not None:
            _take(line, at, fresh=fresh)
        fresh = not line
    return {
        heading: tuple(tuple(p) if isinstance(p, list) else p for p in parts)
        for heading, parts in found.items()
        if parts
    }


def _say(log: Log, code: str, value: str | None, row: int, **words: Any) -> None:
    if code != "trimmed":  # blanks at a line's end mean nothing in running text
        log.add(code, row=row, value=value or "", **words)


def _under(
    heading: str, row: int, known: dict[str, str], found: dict[str, list[str | list[str]]], log: Log
) -> list[str | list[str]] | None:
    """Where the text under a heading goes; None for a heading that no paper has a place for."""
    name = known.get(heading.casefold())
    if name is None:
        log.add(
            "unknown-heading",
            row=row,
            value=heading,
            allowed=", ".join(known.values()),
            hint=meant(heading, known.values()),
        )
        return None
    return found.setdefault(name, [])


def _take(line: str, parts: list[str | list[str]], *, fresh: bool) -> None:
    """Add a line: an item of a list, a new paragraph after a blank line, or more of the paragraph at hand."""
    if line.startswith(("- ", "* ")):
        if not parts or not isinstance(parts[-1], list):
            parts.append([])
        parts[-1].append(line[2:].strip())  # type: ignore[union-attr]
    elif fresh or not parts or isinstance(parts[-1], list):
        parts.append(line)
    else:
        parts[-1] = f"{parts[-1]} {line}"
