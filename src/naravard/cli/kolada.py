"""``naravard kolada``: the pinned snapshot of key figures."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.cli.arguments import EXPORT, Refusal, folder_of, say

if TYPE_CHECKING:
    from naravard.model import Comparison
    from naravard.snapshots.answers import Fetched, Question
    from naravard.snapshots.snapshot import Snapshot

TEST_SERVER = "NARAVARD_KOLADA_TEST_SERVER"
"""The environment variable by which tests put a server on this machine in Kolada's place. No other address is taken."""


@dataclass(frozen=True)
class _Needs:
    """What a project needs of a snapshot; ``used`` has the ids of its indicators by the key figure that they use."""

    area: str
    comparison: Comparison
    used: Mapping[str, Sequence[str]]


def update(given: argparse.Namespace) -> int:
    """``naravard kolada update``: a new snapshot beside the old, and what is different in it."""
    from naravard.snapshots.changes import changes, write_changes
    from naravard.snapshots.client import ADDRESS
    from naravard.snapshots.nearest import write_nearest
    from naravard.snapshots.snapshot import new_folder, write_snapshot
    from naravard.snapshots.summary import missing, summary

    since = _year(given.since)
    needs = _needs(given.data)
    old_folder, into = _folders(given, needs)
    old = _old(old_folder, given.snapshot is not None)
    address = _test_server() or ADDRESS
    fetched, work_done = _fetched(address, _question(needs, old, since))
    new = fetched.snapshot
    found = changes(old, fetched, since) if old else []
    try:
        with new_folder(into) as work:
            write_snapshot(new, work, address, "Kolada" if address == ADDRESS else "en testserver", since)
            with suppress(ValueError):  # without inhabitants nobody is nearest to anybody
                write_nearest(new, work)
            if given.diff:
                write_changes(found, given.diff)
    except OSError as error:
        why = f"{error.filename or into} kunde inte skrivas: {error.strerror}"
        raise Refusal(f"{why}. Inget nytt uttag är gjort.", EXPORT) from error
    print(f"Ett nytt uttag finns i {into}:\n  {_size(new)} ({work_done}).")
    lines = [*missing(new, needs.comparison, needs.used)]
    if old is None:
        lines.append(f"\nDet finns inget uttag i {old_folder} att jämföra med.")
    else:
        lines.append(f"\nSkillnader mot {old_folder}, som hämtades {old.fetched.isoformat()}:")
        lines += summary(found, old, new, needs.area, needs.used)
    print(*lines, sep="\n")
    if given.diff:
        print(f"\nAlla skillnader ({len(found)}) finns i {given.diff}.")
    print(_next_step(given.data, into))
    return 0


def _year(text: str | None) -> int | None:
    """The year of ``--from``."""
    this_year = date.today().year
    if text is None:
        return None
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not 1900 <= int(text) <= this_year:
        raise Refusal(f"--from ska vara ett år från 1900 till {this_year}, inte {text!r}.")
    return int(text)


def _needs(folder: Path) -> _Needs:
    """Read from the plan and the indicators alone: they may name what the present snapshot has not got."""
    from naravard.mending import findings_as_text
    from naravard.reading.project import read_indicators

    plan, indicators, findings = read_indicators(folder_of(folder))
    wrong = [found for found in findings if found.severity.stops_a_report]
    if wrong:
        say(findings_as_text(wrong))
    if plan is None or wrong:
        raise Refusal(f"plan.toml eller indikatorerna i {folder} har fel, och inget är hämtat.")
    if plan.comparison is None:
        raise Refusal(f"{folder / 'plan.toml'} säger inte vilket uttag projektet använder. Lägg till [jamforelse].")
    used: dict[str, list[str]] = {}
    for indicator in indicators:
        for kpi in filter(None, (indicator.kpi, indicator.margin_kpi)):
            used.setdefault(kpi, []).append(indicator.id)
    return _Needs(plan.project.area, plan.comparison, used)


def _folders(given: argparse.Namespace, needs: _Needs) -> tuple[Path, Path]:
    """The folder of the old snapshot and that of the new; a folder that is there is never written to."""
    old = given.snapshot or Path(os.path.normpath(given.data / needs.comparison.snapshot))
    into = given.into or old.parent / f"kolada-{date.today().isoformat()}"
    if os.path.lexists(into):
        raise Refusal(f"{into} finns redan och skrivs aldrig över. Ange en annan mapp med --into.")
    if given.diff and (given.diff.is_dir() or not given.diff.parent.is_dir()):
        raise Refusal(f"skillnaderna kan inte skrivas till {given.diff}. Ange en fil i en mapp som finns.")
    return old, into


def _old(folder: Path, is_named: bool) -> Snapshot | None:
    """The snapshot to compare with; None if the plan points at one that nobody has made yet."""
    import csv

    from naravard.snapshots.snapshot import read_snapshot

    if not folder.exists() and not is_named:
        return None
    try:
        return read_snapshot(folder)
    except (OSError, ValueError, KeyError, StopIteration, csv.Error) as error:
        raise Refusal(f"{folder} är inget helt uttag ur Kolada att jämföra med: {error}.") from error


def _test_server() -> str | None:
    """The address of the server that tests put in Kolada's place; it must be on this machine."""
    from ipaddress import ip_address
    from urllib.parse import urlsplit

    address = os.environ.get(TEST_SERVER)
    if not address:
        return None
    try:
        parts = urlsplit(address)
        is_here = ip_address(parts.hostname or "").is_loopback and parts.scheme in ("http", "https")
    except ValueError:
        is_here = False
    if not is_here or not address.endswith("/"):
        raise Refusal(f"{TEST_SERVER} är till för prov mot den egna datorn, till exempel http://127.0.0.1:8000/v3/.")
    return address


def _question(needs: _Needs, old: Snapshot | None, since: int | None) -> Question:
    """What the project needs and what the old snapshot has, so that the new one can take its place for every project."""
    from naravard.snapshots.answers import Question

    key_figures = {*needs.used, *(old.key_figures if old else ())}
    groups = {*filter(None, (needs.comparison.county, needs.comparison.peers)), *(old.groups if old else ())}
    return Question(needs.area, key_figures, groups, since)


def _fetched(address: str, question: Question) -> tuple[Fetched, str]:
    """What Kolada answers, and how much work it was."""
    import time
    from contextlib import closing

    from naravard.snapshots.answers import NotInKolada, fetch
    from naravard.snapshots.client import Client, KoladaError

    began = time.monotonic()
    say(f"Hämtar {len(question.key_figures)} nyckeltal ur Kolada …")
    try:
        with closing(Client(address, say)) as client:
            fetched = fetch(client, question, say)
            took = time.monotonic() - began
            return fetched, f"{client.requests} anrop, {fetched.pages} sidor, {took:.0f} s"
    except NotInKolada as error:
        raise Refusal(f"{error}. Inget nytt uttag är gjort.") from error
    except KoladaError as error:
        raise Refusal(f"Kolada kunde inte läsas, och inget nytt uttag är gjort.\n  {error}", EXPORT) from error


def _size(new: Snapshot) -> str:
    from naravard.snapshots.summary import whole

    years = "–".join(map(str, new.years or ("inga år",)))
    return f"{whole(new.rows)} värden, {len(new.key_figures)} nyckeltal, {len(new.areas)} områden, {years}"


def _next_step(data: Path, into: Path) -> str:
    """The line of plan.toml that takes the new snapshot into use."""
    import json

    line = json.dumps(Path(os.path.relpath(into, data)).as_posix(), ensure_ascii=False)
    file = data / "plan.toml"
    return f"\nUttaget tas i bruk när raden uttag i {file} ändras; till dess gäller det gamla. Skriv:\n  uttag = {line}"


def verify(given: argparse.Namespace) -> int:
    """``naravard kolada verify``: that the snapshot is whole."""
    import tomllib

    from naravard.snapshots.snapshot import dump_sha256

    try:
        wanted = tomllib.loads((given.snapshot / "snapshot.toml").read_text(encoding="utf-8"))["dump_sha256"]
    except (OSError, KeyError, ValueError) as error:
        raise Refusal(f"{given.snapshot} är inget uttag ur Kolada: {error}.") from error
    if dump_sha256(given.snapshot) != wanted:
        raise Refusal(f"värdena i {given.snapshot} är inte de som uttaget gjordes med: kontrollsumman stämmer inte.")
    print(f"Uttaget i {given.snapshot} är helt.")
    return 0
