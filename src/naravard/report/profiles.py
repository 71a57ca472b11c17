"""The profile of every municipality and region: ``reports/profiler/<year>/<area>/``, and an index of them all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from naravard.report import manifest as manifests
from naravard.report.batch import Delivery, deliver, delivered, put_in_place
from naravard.report.exports import Settings
from naravard.report.making import Failure, Order
from naravard.report.manifest import Manifest, PaperRecord, Snapshot, checksums, digest, imprint, read_manifest
from naravard.report.places import PROFILES, clear
from naravard.report.supervise import Limits

PAPER = "kommunprofil"
PRELOAD = "naravard.report.preload_profiles"
_MANY = 16
"""So many profiles at least are worth the making of one more beforehand."""

__all__ = ["PAPER", "Batch", "deliver"]


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
        runs = {area: digest(PAPER, area, self.year, notebook, code, data) for area in areas}
        with ThreadPoolExecutor() as threads:  # checksums are computed beside each other
            standing = list(threads.map(lambda area: not force and self.stands(area, runs[area]), areas))
        wanted = [area for area, stands in zip(areas, standing, strict=True) if not stands]
        yield from ((area, None) for area, stands in zip(areas, standing, strict=True) if stands)
        if not wanted:
            return
        started = _now()
        surroundings = {
            **manifests.surroundings(),
            "code": code,
            "notebook": notebook,
            "data": data,
            "started": started,
        }
        surroundings |= dict(zip(("git_commit", "git_dirty"), manifests.git_state(), strict=True))
        orders = (self._order(area, runs[area], data) for area in wanted)
        for order, came in delivered(executor, orders, workers, self.limits, preload(len(wanted))):
            area, outcome = str(order.parameters["area"]), self._as_it_was(came, before)
            if isinstance(outcome, Delivery):
                self._publish(area, runs[area], outcome, prints, surroundings)
            yield area, outcome if isinstance(outcome, Failure) else None

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
        manifest = read_manifest(self.folder / area)
        record = manifest.papers.get(PAPER) if manifest else None
        if record is None or record.run != run or not set(self.formats) <= set(record.formats):
            return False
        try:
            return all(
                manifests.sha256(self.folder / area / name) == checksum for name, checksum in record.outputs.items()
            )
        except OSError:
            return False

    def _as_readings_tell(self) -> dict[str, str]:
        """Each input's name as a notebook's reading of it is told: from the root, where it or a link to it lies below it."""
        root = self.root.resolve()

        def told(path: Path) -> str:
            places = path.resolve(), Path(os.path.abspath(path))  # noqa: PTH100 - the links of resolve are not followed here
            below = next((place for place in places if place.is_relative_to(root)), None)
            return (below.relative_to(root) if below else places[0]).as_posix()

        return {name: told(path) for name, path in self.inputs.items()}

    def _order(self, area: str, run: str, data: str) -> Order:
        return Order(
            paper=PAPER,
            notebook=self.notebook,
            parameters={"area": area, "year": self.year},
            root=self.root,
            folder=Path(),
            formats=self.formats,
            settings=Settings(),
            imprint=imprint(run, data),
        )

    def _publish(
        self, area: str, run: str, delivery: Delivery, prints: Mapping[str, str], surroundings: Mapping[str, object]
    ) -> None:
        made = delivery.made

        def describe(outputs: Mapping[str, str]) -> Manifest:
            record = PaperRecord.model_validate(
                {
                    **surroundings,
                    "title": made.title,
                    "marks": made.marks,
                    "run": run,
                    "ended": _now(),
                    "parameters": {"area": area, "year": self.year},
                    "archive": "2a",
                    "docx_template": None,
                    "formats": self.formats,
                    "inputs": {},
                    "read": {name: prints[name] for name in made.read if name in prints},
                    "outputs": outputs,
                    "suppressed": made.suppressed,
                }
            )
            return Manifest(
                edition=manifests.short(run),
                project=PROFILES,
                organisation=self.names[area],
                term=str(self.year),
                made=_now(),
                snapshot=self.snapshot,
                findings=[],
                papers={PAPER: record},
                left_out={},
            )

        put_in_place(self.folder / area, delivery, describe)


def preload(count: int) -> tuple[str, ...]:
    """The modules that save work when so many profiles are made."""
    return (PRELOAD,) if count >= _MANY else ()


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Which file it is, when it was last written or put there, and its size; None for one that is gone."""
    with contextlib.suppress(OSError):
        told = path.stat()
        return told.st_ino, told.st_mtime_ns, told.st_ctime_ns, told.st_size
    return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
