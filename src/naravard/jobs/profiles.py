"""The profile of every municipality and region: ``reports/profiler/<year>/<area>/``, and an index of them all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from naravard import labels
from naravard.editions import manifest as manifests
from naravard.editions.index import index_stands, write_profile_index
from naravard.editions.inputs import Inputs
from naravard.editions.lock import locked
from naravard.editions.making import Failure, Order, recorded
from naravard.editions.manifest import Manifest, Snapshot, checksums, is_up_to_date, read_manifest
from naravard.editions.paths import PROFILES, clear
from naravard.editions.publisher import put_in_place
from naravard.formats.exports import Settings
from naravard.jobs import PRELOAD
from naravard.jobs.batch import Delivery, delivered
from naravard.reading.areas import COUNTIES
from naravard.reading.profile import Frame
from naravard.run import notebooks
from naravard.run.worker import Limits, start_early

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

    def published(
        self, areas: tuple[str, ...], executor: Executor, workers: int, *, force: bool = False
    ) -> Iterator[tuple[str, Failure | None]]:
        """``made``, one batch at a time (``Locked``), and then their index; OSError if they cannot be written."""
        with locked(self.folder):
            if isinstance(executor, ThreadPoolExecutor):
                missing = sum(not (self.folder / area).exists() for area in areas)
                if missing:
                    start_early(*preload(missing))  # whether the rest is up to date is found out meanwhile
            yield from self.made(areas, executor, workers, force=force)
            if not index_stands(self.out, self.folder):
                write_profile_index(self.out, self.folder, COUNTIES)

    def made(
        self, areas: tuple[str, ...], executor: Executor, workers: int, *, force: bool
    ) -> Iterator[tuple[str, Failure | None]]:
        """Make the profiles that are not there or not up to date; yields each area with its failure, if any."""
        self.folder.mkdir(parents=True, exist_ok=True)
        clear(self.folder)
        inputs, notebook = Inputs(self.inputs), Inputs({self.notebook.name: self.notebook})
        checksum, code = notebook.checksums[self.notebook.name], manifests.code()
        runs = {a: manifests.run_of(PAPER, checksum, self._parameters(a), code, inputs.digest) for a in areas}
        with ThreadPoolExecutor() as threads:  # checksums are computed beside each other
            ready = list(threads.map(lambda area: not force and self.is_up_to_date(area, runs[area]), areas))
        yield from ((area, None) for area, stands in zip(areas, ready, strict=True) if stands)
        wanted = [area for area, stands in zip(areas, ready, strict=True) if not stands]
        if not wanted:
            return
        surroundings = {**manifests.surroundings(code), "notebook": checksum}
        orders = (
            Order(PAPER, self.notebook, self._parameters(a), self.root, Path(), self.formats, runs[a], inputs.digest)
            for a in wanted
        )
        names = self._names_when_read()
        for order, came in delivered(executor, orders, workers, self.limits, preload(len(wanted))):
            outcome = came
            if isinstance(came, Delivery) and (changed := self._changed(came, inputs, names) + notebook.changed()):
                outcome = Failure("notebook", (f"underlaget ändrades under tiden ({', '.join(changed)}). Kör om.",))
            if isinstance(outcome, Delivery):
                read = {name: inputs.checksums[names[name]] for name in outcome.result.read if name in names}
                self._publish(order, outcome, read, surroundings)
            yield str(order.parameters["area"]), outcome if isinstance(outcome, Failure) else None

    def is_up_to_date(self, area: str, run: str) -> bool:
        """Whether the area's profile is the one that would be made now, and is whole."""
        folder = self.folder / area
        manifest = read_manifest(folder)
        record = manifest.papers.get(PAPER) if manifest else None
        return is_up_to_date(record, run, self.formats, Settings(), folder, None)

    def _changed(self, delivery: Delivery, inputs: Inputs, names: Mapping[str, str]) -> list[str]:
        """What the profile read that is not as it was when the batch began."""
        read = set(delivery.result.read)
        # What lies outside of the root is not told of when it is read.
        changed = inputs.changed(name for place, name in names.items() if place in read or Path(place).is_absolute())
        return changed + sorted(name for name in read - names.keys() if name.startswith("data/"))  # was not there then

    def _names_when_read(self) -> dict[str, str]:
        """Each input by the name that a notebook's reading of it has: from the root, where it or a link to it lies below it."""
        root = self.root.resolve()

        def name_of(path: Path) -> str:
            places = path.resolve(), Path(os.path.abspath(path))  # noqa: PTH100 - the links of resolve are not followed here
            below = next((place for place in places if place.is_relative_to(root)), None)
            return (below.relative_to(root) if below else places[0]).as_posix()

        return {name_of(path): name for name, path in self.inputs.items()}

    def _parameters(self, area: str) -> dict[str, str | int]:
        return {"area": area, "year": self.year}

    def _publish(
        self, order: Order, delivery: Delivery, read: Mapping[str, str], surroundings: Mapping[str, object]
    ) -> None:
        area = str(order.parameters["area"])
        work = Path(tempfile.mkdtemp(prefix=".arbete-", dir=self.folder))
        content = work / area
        try:
            for name, written in delivery.files.items():
                path = content / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(written)
            outputs = checksums({name: content / name for name in delivery.files})
            record = recorded(order, delivery.result, **surroundings, inputs={}, read=read, outputs=outputs)
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
            put_in_place(content, manifest, self.folder / area)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def batch_of(frame: Frame, year: int, out: Path, formats: tuple[str, ...], limits: Limits) -> Batch:
    """The profiles of a year, from what ``reading.profile.frame_of_profiles`` found; ValueError for a year that it has not."""
    first, last = frame.years
    if not first <= year <= last:
        raise ValueError(f"the snapshot has the years {first} to {last}, and not {year}")
    return Batch(
        out=out,
        year=year,
        root=frame.root,
        notebook=notebooks.named(*notebooks.notebooks_folders(frame.root))[PAPER],
        names={code: area.name for code, area in frame.areas.items()},
        inputs=frame.files,
        snapshot=Snapshot(source=frame.source, fetched=labels.day(frame.fetched)),
        formats=formats,
        limits=limits,
    )


def preload(count: int) -> tuple[str, ...]:
    """The modules that save work when so many profiles are made."""
    return (PRELOAD, _PRELOAD_MANY) if count >= _MANY else (PRELOAD,)
