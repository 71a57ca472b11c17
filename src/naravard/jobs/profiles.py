"""The profile of every municipality and region: ``reports/profiler/<year>/<area>/``, and an index of them all."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from naravard.editions import manifest as manifests
from naravard.editions.making import Failure, Order
from naravard.editions.manifest import Manifest, Snapshot, checksums, digest, read_manifest, recorded, run_of, stands
from naravard.editions.places import PROFILES, clear
from naravard.formats.exports import Settings
from naravard.jobs import PRELOAD
from naravard.jobs.batch import Delivery, delivered, put_in_place
from naravard.run.worker import Limits

PAPER = "kommunprofil"
_PRELOAD_MANY = "naravard.jobs.preload_profiles"
_MANY = 16
"""So many profiles at least are worth the making of one more beforehand."""


@dataclass(frozen=True)
class Batch:
    """The profiles of one year. ``root`` holds ``data/``; ``names`` are the areas' names by code; ``inputs`` all that is read."""

    out: Path
    year: int
    root: Path
    notebook: Path
    names: Mapping[str, str]
    inputs: Mapping[str, Path]
    snapshot: Snapshot
    formats: tuple[str, ...] = ("html", "pdf")
    limits: Limits = Limits(seconds=300)  # noqa: RUF009 - frozen

    @property
    def folder(self) -> Path:
        """Where the year's profiles lie."""
        return self.out / PROFILES / str(self.year)

    def made(
        self, areas: tuple[str, ...], executor: Executor, workers: int, *, force: bool
    ) -> Iterator[tuple[str, Failure | None]]:
        """Make the profiles that are not there or not as they would be now; yields each area with its failure, if any."""
        clear(self.folder)
        told = self._as_readings_tell()
        before = {told[name]: (path, _stamp(path)) for name, path in self.inputs.items()}
        before[self.notebook.name] = self.notebook, _stamp(self.notebook)
        named = checksums(self.inputs)
        data, code = digest(named), manifests.code()
        prints = {told[name]: checksum for name, checksum in named.items()}
        notebook = manifests.sha256(self.notebook)
        runs = {area: run_of(PAPER, notebook, self._parameters(area), code, data) for area in areas}
        with ThreadPoolExecutor() as threads:  # checksums are computed beside each other
            standing = list(threads.map(lambda area: not force and self.stands(area, runs[area]), areas))
        wanted = [area for area, stands in zip(areas, standing, strict=True) if not stands]
        yield from ((area, None) for area, stands in zip(areas, standing, strict=True) if stands)
        if not wanted:
            return
        surroundings = {**manifests.surroundings(code), "notebook": notebook}
        orders = (
            Order(PAPER, self.notebook, self._parameters(area), self.root, Path(), self.formats, runs[area], data)
            for area in wanted
        )
        for order, came in delivered(executor, orders, workers, self.limits, preload(len(wanted))):
            outcome = self._as_it_was(came, before)
            if isinstance(outcome, Delivery):
                self._publish(order, outcome, prints, surroundings)
            yield str(order.parameters["area"]), outcome if isinstance(outcome, Failure) else None

    def _as_it_was(
        self, outcome: Delivery | Failure, before: Mapping[str, tuple[Path, tuple[int, ...] | None]]
    ) -> Delivery | Failure:
        """The outcome; a failure if something it read is not as it was when the batch began: its manifest would not be true."""
        if isinstance(outcome, Failure):
            return outcome
        read = set(outcome.made.read)
        # What lies outside of the root is not told of when it is read, and neither is an installed notebook.
        silent = {name for name in before if Path(name).is_absolute()} | {self.notebook.name}
        changed = [n for n, (path, stamp) in before.items() if n in read | silent and _stamp(path) != stamp]
        changed += sorted(name for name in read - before.keys() if name.startswith("data/"))  # was not there then
        if changed:
            return Failure("notebook", (f"underlaget ändrades under tiden ({', '.join(changed)}). Kör om.",))
        return outcome

    def stands(self, area: str, run: str) -> bool:
        """Whether the area's profile is the one that would be made now, and is whole."""
        folder = self.folder / area
        manifest = read_manifest(folder)
        return stands(manifest.papers.get(PAPER) if manifest else None, run, self.formats, Settings(), folder, None)

    def _as_readings_tell(self) -> dict[str, str]:
        """Each input's name as a notebook's reading of it is told: from the root, where it or a link to it lies below it."""
        root = self.root.resolve()

        def told(path: Path) -> str:
            places = path.resolve(), Path(os.path.abspath(path))  # noqa: PTH100 - the links of resolve are not followed here
            below = next((place for place in places if place.is_relative_to(root)), None)
            return (below.relative_to(root) if below else places[0]).as_posix()

        return {name: told(path) for name, path in self.inputs.items()}

    def _parameters(self, area: str) -> dict[str, str | int]:
        return {"area": area, "year": self.year}

    def _publish(
        self, order: Order, delivery: Delivery, prints: Mapping[str, str], surroundings: Mapping[str, object]
    ) -> None:
        area, made, files = str(order.parameters["area"]), delivery.made, sorted(delivery.files.items())
        record = recorded(
            order,
            made,
            **surroundings,
            inputs={},
            read={name: prints[name] for name in made.read if name in prints},
            outputs={name: hashlib.sha256(content).hexdigest() for name, content in files},
        )
        manifest = Manifest(
            edition=manifests.short(order.run),
            project=PROFILES,
            organisation=self.names[area],
            term=str(self.year),
            made=manifests.now(),
            snapshot=self.snapshot,
            findings=[],
            papers={PAPER: record},
            left_out={},
        )
        put_in_place(self.folder / area, {**delivery.files, manifests.FILE: manifest.written()})


def preload(count: int) -> tuple[str, ...]:
    """The modules that save work when so many profiles are made."""
    return (PRELOAD, _PRELOAD_MANY) if count >= _MANY else (PRELOAD,)


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Which file it is, when it was last written or put there, and its size; None for one that is gone."""
    with contextlib.suppress(OSError):
        told = path.stat()
        return told.st_ino, told.st_mtime_ns, told.st_ctime_ns, told.st_size
    return None
