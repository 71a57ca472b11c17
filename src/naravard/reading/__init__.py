"""From files to a project: every mistake in the data is a finding, and all of them are found in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from naravard.model import Finding, Project
from naravard.reading.project import read_project


class InputError(ValueError):
    """The data has mistakes that no paper may be made with; ``findings`` holds all that was found."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(f"{f.file}: {f.message}" for f in findings if f.severity.stops_a_report))
        self.findings = tuple(findings)


def open_project(folder: str | Path) -> Project:
    """The project in ``folder``, looked for from the working folder and then from each folder above it.

    FileNotFoundError if there is no such folder with a ``plan.toml``; InputError if the data has mistakes.
    """
    project, findings = read_project(folder_above(folder))
    if project is None:
        raise InputError(findings)
    return project


def folder_above(folder: str | Path, file: str = "plan.toml") -> Path:
    """The folder that has the file, looked for from the working folder and then from each folder above it."""
    here = Path.cwd()
    for start in (here, *here.parents):
        if (start / folder / file).is_file():
            return start / folder
    raise FileNotFoundError(f"no {file} in {folder}, neither from {here} nor from a folder above it")
