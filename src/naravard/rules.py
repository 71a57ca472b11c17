"""Every code a finding may have, from ``rules.toml``: how bad it is, how it is mended, and the words in which it is told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from naravard.model import Finding, Severity

Gathered = Literal["cell", "column", "file"]

QUOTED_LENGTH = 60
"""How much of a long value a message quotes."""

MOST_PER_COLUMN = 50
"""How many findings of one kind in one column there are at most; the rest are counted."""


@dataclass(frozen=True)
class Rule:
    """One kind of mistake. ``summary`` says what is wrong and ``remedy`` how to mend it, in Swedish, for the handbook.

    ``message`` is a template in whole Swedish sentences that ends with the remedy; its fields are given to ``finding``.
    ``{where}`` becomes the place, ``{quoted}`` the value cut to a readable length, ``{remedy}`` the remedy and ``{hint}``
    a suggestion if there is one. ``gathered`` says whether each cell is told of, or the first in its column or file.
    """

    code: str
    severity: Severity
    summary: str
    remedy: str
    message: str
    gathered: Gathered = "cell"


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code. The file is read when the first finding is told, not at the start of each command."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {code: Rule(code, Severity(rule.pop("severity")), **rule) for code, rule in read.items()}


def finding(code: str, *, file: str, sheet: str = "", row: int | None = None, column: str = "", letter: str = "",
            value: str = "", **words: Any) -> Finding:  # fmt: skip
    """A finding of a known kind at a place; ``words`` fill the rule's message (so do value, row, column and letter)."""
    rule = rules()[code]
    # A file's name may hold bytes that are no letters, which cannot be written out again.
    file, value = (text.encode("utf-8", "replace").decode() for text in (file, value[:200]))
    fields = {
        "file": file,
        "sheet": sheet,
        "row": row,
        "column": column,
        "letter": letter,
        "value": value,
        "quoted": quoted(value),
        "where": _place(row, column, letter),
        "remedy": rule.remedy,
        "hint": "",
        **words,
    }
    message = rule.message.format(**fields)
    return Finding(code, rule.severity, message, file, sheet, row, column, letter, value)


def quoted(value: str) -> str:
    """A value as a message quotes it: on one line, with what cannot be seen spelt out, and not too long."""
    tidy = value.replace("\r\n", "¶").replace("\n", "¶").replace("\r", "¶")
    seen = "".join(sign if sign.isprintable() or sign in "\u00a0\u202f" else f"[U+{ord(sign):04X}]" for sign in tidy)
    return seen if len(seen) <= QUOTED_LENGTH else f"{seen[: QUOTED_LENGTH - 1]}…"


def _place(row: int | None, column: str, letter: str) -> str:
    """``på rad 3, kolumn D (status)``."""
    at_column = f"kolumn {letter} ({column})" if column and letter else f"kolumnen {column}" if column else ""
    if row is None:
        return f"i {at_column}" if at_column else "i filen"
    return f"på rad {row}, {at_column}" if at_column else f"på rad {row}"
