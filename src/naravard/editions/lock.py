"""One run at a time for each term of each project."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path


class Locked(RuntimeError):
    """Somebody else is making these papers; the text says who and since when, in Swedish."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; ``Locked`` at once if another process holds it. A killed process holds nothing."""
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / ".lock.json"
    lock = filelock.FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise Locked(_who_holds(holder)) from None
    try:
        since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        holder.write_text(json.dumps({"process": os.getpid(), "since": since}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who_holds(holder: Path) -> str:
    try:
        held = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {held['process']} sedan {held['since']}"
    except (OSError, ValueError, KeyError):
        return "en annan process"
