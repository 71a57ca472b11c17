"""How a value is set in a cell, why there is none, and where it comes from: shared by the tables of indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from naravard import labels, measures
from naravard.document import Cell, Tone
from naravard.model import KeyFigures, Project

_TONES: dict[str, Tone] = {"better": "good", "worse": "bad", "unchanged": "", "not_judged": "muted", "no_data": "muted"}


def shown(project: Project, row: dict[str, Any], value: Any, status: str = "missing") -> Cell:
    """A value of an indicator as it is shown: a number, or the word of its step; ``status`` says why there is none."""
    if value is None or pd.isna(value):
        return hidden(status)
    steps = measures.indicator_of(project, row["indicator"]).steps
    if steps and 0 <= value < len(steps) and value == int(value):
        return Cell(steps[int(value)], float(value))
    text = labels.number(value, row["decimals"])
    return Cell(f"{text} (prel.)" if status == "preliminary" else text, float(value))


def previous(project: Project, row: dict[str, Any]) -> Cell:
    """The nearest earlier value with its period."""
    value = shown(project, row, row["previous"])
    return value if pd.isna(row["previous_period"]) else replace(value, text=f"{value.text} ({row['previous_period']})")


def changed(row: dict[str, Any]) -> Cell:
    """The change since the earlier value, with its sign."""
    if pd.isna(row["change"]):
        return Cell(labels.MISSING, tone="muted")
    return Cell(labels.change(row["change"], row["decimals"]), float(row["change"]))


def judged(row: dict[str, Any]) -> Cell:
    """How the value has moved, in a word."""
    return Cell(labels.TRENDS[row["trend"]], row["trend"], _TONES[row["trend"]])


def mean(row: dict[str, Any], group: str) -> Cell:
    """A group's mean, with how many of its municipalities stand behind it."""
    if pd.isna(row[group]):
        return Cell(labels.MISSING, tone="muted")
    counts = f"({row[f'{group}_count']} av {row[f'{group}_members']})"
    return Cell(f"{labels.number(row[group], row['decimals'])} {counts}", float(row[group]))


def period(period: Any) -> Cell:
    """The year or term that a value is for."""
    return Cell(labels.MISSING, tone="muted") if period is None or pd.isna(period) else Cell(str(period), str(period))


def titled(row: dict[str, Any]) -> str:
    """An indicator's name with its unit, where it has one."""
    return row["name"] if row["unit"] in ("steg", "svar") else f"{row['name']} ({row['unit']})"


def figures(project: Project) -> KeyFigures:
    """The snapshot that the project's key figures come from."""
    if project.key_figures is None:
        raise ValueError("the project names no snapshot of Kolada; set uttag under [jamforelse] in plan.toml")
    return project.key_figures


def fetched(project: Project) -> str:
    """When the snapshot was taken, as a source line says it."""
    return f"hämtad {labels.day(figures(project).fetched)}"


def source_of(project: Project, frame: pd.DataFrame) -> str:
    """Where the values of some indicators come from: the snapshot, the project's own measurements, or both."""
    kpis = frame["kpi"].dropna()
    parts = [f"Källa: {figures(project).source} ({', '.join(kpis)}), {fetched(project)}."] if len(kpis) else []
    if len(kpis) < len(frame):
        parts.append(f"Egna mätningar ({', '.join(frame[frame['kpi'].isna()]['indicator'])}).")
    return " ".join(parts)


def computed_from(project: Project, frame: pd.DataFrame, what: str) -> str:
    """The source line of what was computed here: a figure processed by us is not the snapshot's own."""
    on = f" på uppgifter från {figures(project).source}" if frame["kpi"].notna().any() else ""
    return f"{source_of(project, frame)} {what}: egen beräkning{on}."


def hidden(status: str, below: Any = None) -> Cell:
    """What stands in the place of a value that is not shown, and is not the same as a value that is missing."""
    return Cell(
        labels.STATUSES[status].format(below=5 if below is None or pd.isna(below) else int(below)), status, "muted"
    )


def explained(statuses: Iterable[str]) -> tuple[str, ...]:
    """The notes under a table that holds such cells, each said once."""
    met = set(statuses)
    return tuple(text.format(below=5) for status, text in labels.EXPLAINED.items() if status in met)
