"""The invented project as it would be in a municipality that divides the year into tertials or quarters."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from naravard.terms import Division

EXEMPEL = Path(__file__).parents[1] / "data" / "exempel"
PARTS = {Division.TERTIALS: {"VT": "T1", "HT": "T3"}, Division.QUARTERS: {"VT": "K2", "HT": "K4"}}
"""The term that each half-year becomes: the last of the year stays the last."""


def exempel_in(division: Division, folder: Path) -> Path:
    """A copy of data/exempel in ``folder`` whose every term is one of the division's, with no term closed."""
    shutil.copytree(EXEMPEL, folder)
    (folder / "stangda_terminer.json").unlink()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".csv", ".md", ".toml") and "nyckeltal" not in path.parts:
            path.write_bytes(renamed(path.read_bytes().decode(), division).encode())
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("[kalender]", f'[kalender]\nindelning = "{division}"'), encoding="utf-8")
    for path in [path for path in folder.iterdir() if re.fullmatch(r"[VH]T\d{4}", path.name)]:
        path.rename(folder / renamed(path.name, division))
    return folder


def renamed(text: str, division: Division) -> str:
    """The text with the terms of half-years as those of the division."""
    return re.sub(r"\b([VH]T)(20\d\d)\b", lambda met: f"{met[2]}{PARTS[division][met[1]]}", text)
