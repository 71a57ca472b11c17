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
from naravard.editions.inputs import Inputs
from naravard.editions.lock import locked
from naravard.editions.making import Failure, Order, Result, made_apart, recorded
from naravard.editions.manifest import (
    FindingRecord,
    Manifest,
    PaperRecord,
    Snapshot,
    checksums,
    is_up_to_date,
    unchanged,
)
from naravard.editions.paths import EditionPath, clear, root_and_name, switch
from naravard.formats.exports import FORMATS, Settings
from naravard.run.worker import Limits, threads

Progress = Callable[[str], None]
_KEPT_FAILURES = 10


@dataclass(frozen=True)
class RunRequest:
    """What the papers are about, as their manifest tells it. ``inputs`` are all files that they are made from, by name.

    ``left_out`` are the papers that the data cannot carry, each with the reason.
    """

    data: Path
    term: str
    organisation: str
    inputs: Mapping[str, Path]
    findings: tuple[FindingRecord, ...] = ()
    snapshot: Snapshot | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
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
    request: RunRequest,
    path: EditionPath,
    options: Options = Options(),
    *,
    force: bool = False,
    progress: Progress = lambda _: None,
) -> tuple[PaperRecord, ...]:
    """Make what is not up to date and publish it with the rest as a new edition; returns the papers made now.

    ``NotMade`` if a paper cannot be made, ``InputChanged`` if its data change meanwhile, ``Locked`` if another run is at it,
    OSError if it cannot be written. In all these cases, and when the process is killed, the last edition stands untouched.
    """
    with locked(path.editions):
        clear(path.editions)
        return _Run(papers, request, path, options, progress).edition(force=force)


def put_in_place(content: Path, manifest: Manifest, folder: Path) -> None:
    """Publish what lies in ``content``, with its manifest, as ``folder``: proved, on the disk, whole or not at all.

    What stood there is moved into a hidden neighbour of ``content``, to be cleared away with it.
    """
    for name, checksum in manifest.files.items():
        if not unchanged({name: checksum}, content):
            raise OSError(5, f"{name} är inte som den skrevs")
    (content / manifests.FILE).write_bytes(manifest.written())
    flush_all(content)
    # Between the two renames the name leads nowhere; a batch that is killed there makes the paper again.
    if folder.exists():
        folder.rename(content.with_name(".tidigare"))
    content.rename(folder)
    flush(folder.parent)


class _Run:
    """One run of ``publish``, under its lock."""

    def __init__(
        self, papers: Mapping[str, Path], request: RunRequest, path: EditionPath, options: Options, progress: Progress
    ) -> None:
        self.papers, self.request, self.path, self.options, self.progress = papers, request, path, options, progress
        self.root, name = root_and_name(request.data)
        self.parameters = {"data": name, "term": request.term}
        self.code = manifests.code()
        self.inputs, self.notebooks = Inputs(request.inputs), Inputs(papers)
        self.before = path.published()

    def edition(self, *, force: bool) -> tuple[PaperRecord, ...]:
        runs = {
            paper: manifests.run_of(paper, notebook, self.parameters, self.code, self.inputs.digest)
            for paper, notebook in self.notebooks.checksums.items()
        }
        wanted = tuple(paper for paper in self.papers if force or not self._is_up_to_date(paper, runs[paper]))
        if not wanted and self.before is not None:
            return ()
        work = Path(tempfile.mkdtemp(prefix=".arbete-", dir=self.path.editions))
        try:
            made = self._made(wanted, runs, work)
            self._publish(made | self._carried_over({*made, *self.request.left_out}, work), work)
            return tuple(made.values())
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _is_up_to_date(self, paper: str, run: str) -> bool:
        record = self.before.papers.get(paper) if self.before else None
        return is_up_to_date(record, run, self.options.formats, self.options.settings, self.path.latest, self.root)

    def _made(self, wanted: tuple[str, ...], runs: Mapping[str, str], work: Path) -> dict[str, PaperRecord]:
        """The records of the papers made now, whose files are in ``work``."""
        surroundings = manifests.surroundings(self.code)
        orders = {paper: self._order(paper, runs[paper], work) for paper in wanted}
        outcomes = self._outcomes(orders, work)
        failures = {paper: outcome for paper, outcome in outcomes.items() if isinstance(outcome, Failure)}
        if failures:
            raise NotMade(failures, self._kept(work))
        if changed := [*self.inputs.changed(), *self.notebooks.changed()]:
            raise InputChanged(", ".join(changed))
        return {
            paper: self._record(orders[paper], outcome, surroundings)
            for paper, outcome in outcomes.items()
            if isinstance(outcome, Result)
        }

    def _outcomes(self, orders: Mapping[str, Order], work: Path) -> dict[str, Result | Failure]:
        """Each paper made in a process of its own, as many at a time as there are processors."""
        done = 0

        def made(order: Order) -> Result | Failure:
            nonlocal done
            order.folder.mkdir()
            outcome = made_apart(order, work / "logg.txt", self.options.limits)
            done += 1
            ended = "klar" if isinstance(outcome, Result) else "stannade"
            self.progress(f"[{done}/{len(orders)}] {order.paper}: {ended}")
            return outcome

        with threads(self.options.workers) as executor:
            return dict(zip(orders, executor.map(made, orders.values()), strict=True))

    def _order(self, paper: str, run: str, work: Path) -> Order:
        return Order(
            paper=paper,
            notebook=self.papers[paper].resolve(),
            parameters=self.parameters,
            root=self.root,
            folder=work / paper,
            formats=self.options.formats,
            run=run,
            data=self.inputs.digest,
            settings=self.options.settings,
        )

    def _record(self, order: Order, result: Result, surroundings: Mapping[str, object]) -> PaperRecord:
        declared = {path.resolve() for path in (*self.inputs.files.values(), order.notebook)}
        read = {name: self.root / name for name in result.read if (self.root / name).resolve() not in declared}
        return recorded(
            order,
            result,
            **surroundings,
            notebook=self.notebooks.checksums[order.paper],
            inputs=self.inputs.checksums,
            read=checksums(read),
            outputs=checksums({name: order.folder / name for name in result.files}),
        )

    def _carried_over(self, others: Container[str], work: Path) -> dict[str, PaperRecord]:
        """The papers of the last edition but ``others``: they stand in the new one too, as they are.

        ``others`` are made now, or are what the data no longer carry.
        """
        records: dict[str, PaperRecord] = {}
        for paper, record in (self.before.papers if self.before else {}).items():
            if paper in others:
                continue
            if not unchanged(record.outputs, self.path.latest):
                # A paper that somebody has changed is not published again.
                self.progress(f"{paper} följer inte med: filerna är ändrade sedan de publicerades. Gör om papperet.")
                continue
            records[paper] = record
            for name in record.outputs:
                target = work / paper / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.path.latest / name, target)
        return records

    def _publish(self, records: Mapping[str, PaperRecord], work: Path) -> None:
        """Gather the papers in an edition, put it in place, and show it at one stroke."""
        made = datetime.now(UTC)
        manifest = Manifest(
            edition=f"{made:%Y%m%dT%H%M%S.%fZ}",
            project=self.path.project,
            organisation=self.request.organisation,
            term=self.request.term,
            made=made.isoformat(timespec="seconds"),
            snapshot=self.request.snapshot,
            findings=list(self.request.findings),
            papers=dict(sorted(records.items())),
            left_out=dict(self.request.left_out),
        )
        manifest = manifest.model_copy(update={"edition": manifest.name})
        content = work / ".utgåva"  # no paper has such a name
        for paper, record in records.items():
            for file in record.outputs:
                (content / file).parent.mkdir(parents=True, exist_ok=True)
                (work / paper / file).replace(content / file)
        edition = self.path.editions / manifest.edition
        put_in_place(content, manifest, edition)
        switch(self.path, edition)

    def _kept(self, work: Path) -> Path | None:
        """The failed run's log and partial notebooks, kept for who looks for the fault; None if they cannot be written."""
        folder = self.path.failed / f"{self.path.term}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in (*work.glob("*/*.ipynb"), work / "logg.txt"):
                if path.is_file():
                    shutil.copyfile(path, folder / path.name)
            for old in sorted(self.path.failed.glob(f"{self.path.term}-*"))[:-_KEPT_FAILURES]:
                shutil.rmtree(old, ignore_errors=True)
        except OSError:
            return None
        return folder
