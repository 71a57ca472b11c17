"""``naravard profiles``: the profiles of many municipalities and regions, from the snapshot of Kolada."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.cli.arguments import EXPORT, LOCKED, NOTEBOOK, Refusal, known_formats, say

if TYPE_CHECKING:
    from naravard.editions.making import Failure
    from naravard.jobs.profiles import Batch
    from naravard.model import Area

_EVERY = 2.0  # seconds between two lines of progress
_RESTORE = "Ta tillbaka data/kolada från en kopia, eller hämta på nytt med naravard kolada update."


def profiles(given: argparse.Namespace) -> int:
    """``naravard profiles``: make what is not made, tell how it goes, and list what could not be made."""
    from naravard.editions.lock import Locked
    from naravard.run.worker import stop_all

    if given.workers is None:
        given.workers = os.cpu_count() or 1
    if given.workers < 1:
        raise Refusal("--workers ska vara minst 1.")
    batch, areas = _batch(given)
    chosen = _chosen(given.area, areas)
    failures: dict[str, Failure] = {}
    progress = _Progress(len(chosen))
    try:
        with _executor(given) as (executor, workers):
            for area, failure in batch.published(tuple(chosen), executor, workers, force=given.force):
                if failure is not None:
                    failures[area] = failure
                progress.tell(failed=len(failures))
    except Locked as error:
        raise Refusal(f"profilerna för {given.year} görs redan ({error}). Vänta tills det är klart.", LOCKED) from error
    except OSError as error:
        raise Refusal(f"profilerna kunde inte sparas i {batch.folder}: {error.strerror}.", EXPORT) from error
    finally:
        stop_all()
    for area, failure in sorted(failures.items()):
        print(f"{area} {areas[area].name}: {'; '.join(failure.problems)}", file=sys.stderr)
    print(batch.folder / "index.html")
    return NOTEBOOK if failures else 0


def _batch(given: argparse.Namespace) -> tuple[Batch, Mapping[str, Area]]:
    """The batch, and the municipalities and regions of the snapshot by code."""
    from naravard.jobs.profiles import batch_of
    from naravard.mending import findings_as_text
    from naravard.reading import InputError
    from naravard.reading.profile import frame_of_profiles
    from naravard.run.worker import Limits

    formats = known_formats(given.format.lower().split(","))
    try:
        frame = frame_of_profiles()
    except FileNotFoundError as error:
        if error.filename is None:
            raise Refusal("mappen data/profil finns inte här. Kör kommandot i projektets rot.") from None
        raise Refusal(f"uttaget ur Kolada saknar filen {Path(error.filename).name}. {_RESTORE}") from None
    except InputError as error:
        say(findings_as_text([found for found in error.findings if found.severity.stops_a_report]))
        raise Refusal("underlaget till profilerna har fel, och inget är gjort.") from None
    except (ValueError, LookupError) as error:
        raise Refusal(f"uttaget ur Kolada är skadat ({type(error).__name__}: {error}). {_RESTORE}") from None
    first, last = frame.years
    try:
        return batch_of(frame, given.year, given.out, formats, Limits(seconds=given.seconds)), frame.areas
    except ValueError:
        raise Refusal(f"uttaget ur Kolada har åren {first}–{last}, inte {given.year}.") from None


def _chosen(wanted: str, areas: Mapping[str, Area]) -> Mapping[str, Area]:
    """The areas that ``--area`` names, by code."""
    from naravard.reading.areas import by_name, in_county
    from naravard.reading.suggest import UnknownName, picked

    if wanted == "all":
        return areas
    if wanted.startswith("county:"):
        county = wanted.removeprefix("county:").zfill(2)
        if not (found := in_county(areas, county)):
            raise Refusal(f"det finns inget län med koden {county!r}. Örebro län är county:18.")
        return found
    try:
        named = picked(wanted.split(","), by_name(areas.values()), "municipality or region")
    except UnknownName as error:
        near = f" Menade du {' eller '.join(map(repr, error.near))}?" if error.near else ""
        raise Refusal(f"{error.name.strip()!r} är ingen kommun eller region i uttaget.{near}") from None
    return {area.code: area for area in named}


@contextmanager
def _executor(given: argparse.Namespace) -> Iterator[tuple[Executor, int]]:
    """Threads here, or a cluster; with how many profiles it makes at a time."""
    from naravard.jobs.batch import cluster
    from naravard.run.worker import threads

    with ExitStack() as stack:
        if not given.scheduler:
            yield stack.enter_context(threads(given.workers)), given.workers
            return
        try:
            joined = stack.enter_context(cluster(given.scheduler))
        except ImportError:
            raise Refusal("--scheduler kräver Dask: pip install 'naravard[kluster]'.") from None
        except (OSError, ValueError) as error:
            raise Refusal(f"klustret {given.scheduler} svarar inte: {error}.") from error
        yield joined


class _Progress:
    """Tells how far a batch has come: how many are done and failed, and how long it will take."""

    def __init__(self, count: int) -> None:
        self.count, self.done = count, 0
        self.began = self.last_line = time.monotonic()

    def tell(self, *, failed: int) -> None:
        self.done += 1
        now = time.monotonic()
        if now - self.last_line < _EVERY and self.done < self.count:
            return
        self.last_line = now
        left = (now - self.began) / self.done * (self.count - self.done)
        duration = f"{left:.0f} s" if left < 90 else f"{left / 60:.0f} min"
        rest = f", ungefär {duration} kvar" if self.done < self.count else ""
        say(f"[{self.done}/{self.count}] {failed} stannade{rest}" if failed else f"[{self.done}/{self.count}]{rest}")
