"""Closing a term: when its papers are approved, its files are sealed with their checksums, in the project's own folder.

``stangda_terminer.json`` holds every closing and reopening in the order they were made, and nothing is ever taken out of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from naravard.disk import sha256
from naravard.terms import Term

FILE = "stangda_terminer.json"
_CLOSED, _REOPENED = "stängd", "öppnad"


@dataclass(frozen=True)
class Event:
    """A term closed or reopened. ``date`` is ISO; ``reason`` is the decision that approved it, or why it was reopened.

    ``files`` maps the term's files, seen from the project's folder, to the SHA-256 of their bytes when it was closed.
    """

    term: Term
    closed: bool
    date: str
    reason: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


def events(folder: Path) -> tuple[Event, ...]:
    """All closings and reopenings of the project in ``folder``, in order; ValueError if the file is not as it was written."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        return tuple(_event(entry) for entry in json.loads(path.read_text(encoding="utf-8"))["händelser"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{FILE} cannot be read: {error}; wanted the file as naravard close wrote it") from error


def closed(history: Sequence[Event]) -> dict[Term, Event]:
    """The terms that are closed now, each with its closing."""
    latest = {event.term: event for event in history}
    return {term: event for term, event in latest.items() if event.closed}


def close_term(folder: Path, term: Term, *, date: str, reason: str = "") -> Event:
    """Seal the term's files as they are now; returns the closing that was written."""
    files = {name: sha256(path) for name, path in files_of(folder, term).items()}
    return _add(folder, Event(term, closed=True, date=date, reason=reason, files=files))


def reopen_term(folder: Path, term: Term, *, date: str, reason: str) -> Event:
    """Take the seal off the term's files; returns the reopening that was written."""
    return _add(folder, Event(term, closed=False, date=date, reason=reason))


def changed_since(folder: Path, event: Event) -> dict[str, str]:
    """The files of a closed term that are not as they were: by name, ``changed``, ``gone`` or ``new``."""
    now = {name: sha256(path) for name, path in files_of(folder, event.term).items()}
    return {
        name: "new" if name not in event.files else "gone" if name not in now else "changed"
        for name in sorted({*now, *event.files})
        if now.get(name) != event.files.get(name)
    }


def files_of(folder: Path, term: Term) -> dict[str, Path]:
    """The files in which a term was reported: those of its folder, its workbook, and the text beside the workbook."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir() and Term.parse_or_none(path.name) == term:
            inner = (file for file in sorted(path.rglob("*")) if file.is_file())
            found |= {
                file.relative_to(folder).as_posix(): file for file in inner if not file.name.startswith((".", "~$"))
            }
        elif path.is_file() and Term.parse_or_none(path.stem.removesuffix("-texter")) == term:
            found[path.name] = path
    return found


def _event(entry: dict[str, Any]) -> Event:
    if entry["händelse"] not in (_CLOSED, _REOPENED):
        raise ValueError(f"{entry['händelse']!r} is neither {_CLOSED} nor {_REOPENED}")
    files = {str(name): str(checksum) for name, checksum in entry.get("filer", {}).items()}
    return Event(
        Term.parse(entry["termin"]), entry["händelse"] == _CLOSED, entry["datum"], entry.get("skäl", ""), files
    )


def _add(folder: Path, event: Event) -> Event:
    entries = [_entry(known) for known in (*events(folder), event)]
    text = json.dumps({"händelser": entries}, ensure_ascii=False, indent=2) + "\n"
    partial = folder / f".{FILE}.ny"
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(folder / FILE)
    return event


def _entry(event: Event) -> dict[str, Any]:
    entry = {
        "termin": str(event.term),
        "händelse": _CLOSED if event.closed else _REOPENED,
        "datum": event.date,
        "skäl": event.reason,
    }
    return entry | ({"filer": dict(event.files)} if event.closed else {})
