"""Papers made and published: an edition is whole and proved before it is seen, and the last good one stands until then."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from naravard.disk import flush, flush_all
from naravard.editions import manifest as manifests
from naravard.editions.lock import locked
from naravard.editions.making import Failure, Made, Order, made_apart
from naravard.editions.manifest import Manifest, PaperRecord, Snapshot, Told, checksums, digest, stands, unchanged
from naravard.editions.places import Place, clear, point
from naravard.formats.exports import FORMATS, Settings
from naravard.run.worker import Limits, threads

Progress = Callable[[str], None]
_KEPT_FAILURES = 10


@dataclass(frozen=True)
class Matter:
    """What the papers are about, as their manifest tells it. ``inputs`` are all files that they are made from, by name."""

    data: Path
    term: str
    organisation: str
    inputs: Mapping[str, Path]
    findings: tuple[Told, ...] = ()
    snapshot: Snapshot | None = None


@dataclass(frozen=True)
class Manner:
    """How the papers are made: in which formats, within which limits."""

    formats: tuple[str, ...] = tuple(FORMATS)
    settings: Settings = field(default_factory=Settings)
    limits: Limits = field(default_factory=Limits)
    workers: int = os.cpu_count() or 1


class NotMade(RuntimeError):
    """Papers that could not be made; ``failures`` are by paper, and ``log`` is the folder of the failed run, if kept."""

    def __init__(self, failures: Mapping[str, Failure], log: Path | None) -> None:
        self.failures, self.log = dict(failures), log
        super().__init__("; ".join(problem for failure in failures.values() for problem in failure.problems))


class InputChanged(RuntimeError):
    """A file was changed while the papers were made from it; the text names it."""


def publish(
    papers: Mapping[str, Path],
    matter: Matter,
    place: Place,
    manner: Manner = Manner(),
    *,
    left_out: Mapping[str, str] | None = None,
    force: bool = False,
    progress: Progress = lambda _: None,
) -> tuple[Path, tuple[PaperRecord, ...]]:
    """Make what is not made yet and publish it with the rest as a new edition; returns its folder and the papers made now.

    ``NotMade`` if a paper cannot be made, ``InputChanged`` if its data change meanwhile, ``Locked`` if another run is at it,
    OSError if it cannot be written. In all these cases, and when the process is killed, the last edition stands untouched.
    """
    with locked(place.editions):
        clear(place.editions)
        return _Run(papers, matter, place, manner, progress).edition(left_out or {}, force=force)


class _Run:
    """One run of ``publish``, under its lock."""

    def __init__(
        self, papers: Mapping[str, Path], matter: Matter, place: Place, manner: Manner, progress: Progress
    ) -> None:
        self.papers, self.matter, self.place, self.manner, self.progress = papers, matter, place, manner, progress
        self.root, name = root_and_name(matter.data)
        self.parameters = {"data": name, "term": matter.term}
        self.code = manifests.code()
        self.inputs, self.notebooks = checksums(matter.inputs), checksums(papers)
        self.data = digest(self.inputs)
        self.before = place.published()

    def edition(self, left_out: Mapping[str, str], *, force: bool) -> tuple[Path, tuple[PaperRecord, ...]]:
        runs = {p: manifests.run_of(p, self.notebooks[p], self.parameters, self.code, self.data) for p in self.papers}
        wanted = tuple(p for p in self.papers if force or not self._stands(p, runs[p]))
        if not wanted and self.before is not None:
            return self.place.latest, ()
        work = Path(tempfile.mkdtemp(prefix=".arbete-", dir=self.place.editions))
        try:
            made = self._made(wanted, runs, work)
            records = made | self._carried_over({*made, *left_out}, work)
            return self._published(records, left_out, work), tuple(made.values())
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _stands(self, paper: str, run: str) -> bool:
        record = self.before.papers.get(paper) if self.before else None
        return stands(record, run, self.manner.formats, self.manner.settings, self.place.latest, self.root)

    def _made(self, wanted: tuple[str, ...], runs: Mapping[str, str], work: Path) -> dict[str, PaperRecord]:
        """The records of the papers made now, whose files are in ``work``."""
        surroundings = manifests.surroundings(self.code)
        orders = {paper: self._order(paper, runs[paper], work) for paper in wanted}
        outcomes = self._outcomes(orders, work)
        failures = {paper: outcome for paper, outcome in outcomes.items() if isinstance(outcome, Failure)}
        if failures:
            raise NotMade(failures, self._kept(work))
        now = checksums(self.matter.inputs) | checksums(self.papers)
        if changed := _differing(self.inputs | self.notebooks, now):
            raise InputChanged(", ".join(changed))
        return {
            paper: self._record(orders[paper], outcome, surroundings)
            for paper, outcome in outcomes.items()
            if isinstance(outcome, Made)
        }

    def _outcomes(self, orders: Mapping[str, Order], work: Path) -> dict[str, Made | Failure]:
        """Each paper made in a process of its own, as many at a time as there are processors."""
        done = 0

        def made(order: Order) -> Made | Failure:
            nonlocal done
            order.folder.mkdir()
            outcome = made_apart(order, work / "logg.txt", self.manner.limits)
            done += 1
            self.progress(
                f"[{done}/{len(orders)}] {order.paper}: {'klar' if isinstance(outcome, Made) else 'stannade'}"
            )
            return outcome

        with threads(self.manner.workers) as executor:
            return dict(zip(orders, executor.map(made, orders.values()), strict=True))

    def _order(self, paper: str, run: str, work: Path) -> Order:
        return Order(
            paper=paper,
            notebook=self.papers[paper].resolve(),
            parameters=self.parameters,
            root=self.root,
            folder=work / paper,
            formats=self.manner.formats,
            run=run,
            data=self.data,
            settings=self.manner.settings,
        )

    def _record(self, order: Order, made: Made, surroundings: Mapping[str, object]) -> PaperRecord:
        declared = {path.resolve() for path in (*self.matter.inputs.values(), order.notebook)}
        read = {name: self.root / name for name in made.read if (self.root / name).resolve() not in declared}
        return manifests.recorded(
            order,
            made,
            **surroundings,
            notebook=self.notebooks[order.paper],
            inputs=self.inputs,
            read=checksums(read),
            outputs=checksums({name: order.folder / name for name in made.files}),
        )

    def _carried_over(self, others: Container[str], work: Path) -> dict[str, PaperRecord]:
        """The papers of the last edition but ``others``: they stand in the new one too, as they are.

        ``others`` are made now, or are what the data no longer carry.
        """
        records: dict[str, PaperRecord] = {}
        for paper, record in (self.before.papers if self.before else {}).items():
            if paper in others:
                continue
            if not unchanged(record.outputs, self.place.latest):
                # A paper that somebody has changed is not published again.
                self.progress(f"{paper} följer inte med: filerna är ändrade sedan de publicerades. Gör om papperet.")
                continue
            records[paper] = record
            for name in record.outputs:
                target = work / paper / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.place.latest / name, target)
        return records

    def _published(self, records: dict[str, PaperRecord], left_out: Mapping[str, str], work: Path) -> Path:
        """The edition put in place: its files proved against their checksums, written to the disk, and shown at one stroke."""
        made = datetime.now(UTC)
        manifest = Manifest(
            edition=f"{made:%Y%m%dT%H%M%S.%fZ}",
            project=self.place.project,
            organisation=self.matter.organisation,
            term=self.matter.term,
            made=made.isoformat(timespec="seconds"),
            snapshot=self.matter.snapshot,
            findings=list(self.matter.findings),
            papers=dict(sorted(records.items())),
            left_out=dict(left_out),
        )
        manifest = manifest.model_copy(update={"edition": manifest.name})
        coming = work / ".utgåva"  # no paper has such a name
        for paper, record in records.items():
            for file, checksum in record.outputs.items():
                (coming / file).parent.mkdir(parents=True, exist_ok=True)
                (work / paper / file).replace(coming / file)
                if not unchanged({file: checksum}, coming):
                    raise OSError(5, f"{file} är inte som den skrevs")
        (coming / manifests.FILE).write_bytes(manifest.written())
        flush_all(coming)
        edition = self.place.editions / manifest.edition
        coming.rename(edition)
        flush(self.place.editions)
        point(self.place, edition)
        return self.place.latest

    def _kept(self, work: Path) -> Path | None:
        """The failed run's log and partial notebooks, kept for who looks for the fault; None if they cannot be written."""
        folder = self.place.failed / f"{self.place.term}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in (*work.glob("*/*.ipynb"), work / "logg.txt"):
                if path.is_file():
                    shutil.copyfile(path, folder / path.name)
            for old in sorted(self.place.failed.glob(f"{self.place.term}-*"))[:-_KEPT_FAILURES]:
                shutil.rmtree(old, ignore_errors=True)
        except OSError:
            return None
        return folder


def root_and_name(data: Path) -> tuple[Path, str]:
    """Where the notebook runs, and the project as seen from there: a name without the path of this machine."""
    data = data.resolve()
    if data.parent.name == "data":
        return data.parent.parent, f"data/{data.name}"
    return data.parent, data.name


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
