"""The papers of one term of a project: which can be made, whether they are up to date, and how they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from naravard import labels
from naravard.editions import index
from naravard.editions import manifest as manifests
from naravard.editions.inputs import Inputs
from naravard.editions.manifest import FindingRecord, PaperRecord, Snapshot
from naravard.editions.paths import EditionPath, is_project_name, published_name, root_and_name
from naravard.editions.publisher import Options, Progress, RunRequest, publish
from naravard.jobs import PRELOAD
from naravard.model import TABLES, Project, known_in
from naravard.reading import InputError
from naravard.reading.folder import terms_in
from naravard.reading.inputs import input_files, located, project_files
from naravard.reading.project import read_project
from naravard.run import notebooks
from naravard.run.worker import start_early
from naravard.terms import Term


class Unknown(LookupError):
    """There is no such paper or term: ``asked`` is what was asked for, ``known`` what there is; None asks for the latest term."""

    def __init__(self, what: str, asked: str | None, known: Sequence[object]) -> None:
        self.what, self.asked, self.known = what, asked, tuple(map(str, known))
        super().__init__(f"there is no {what} {asked!r}; there are: {', '.join(self.known) or 'none'}")


class UnfitFolder(ValueError):
    """``folder``, the project's own or that of the papers, cannot be used as it is called or lies."""

    def __init__(self, folder: Path, why: str) -> None:
        self.folder = folder
        super().__init__(f"{folder}: {why}")


class NotIndexed(OSError):
    """The papers are published, but the index of all papers could not be written."""


@dataclass(frozen=True, repr=False)
class TermPapers:
    """The papers of one term. ``notebooks`` are those asked for, by the paper's name, and ``path`` is where they are published.

    ``asked`` says that they were asked for by name: then they are made even if the data say little.
    """

    data: Path
    term: Term
    notebooks: Mapping[str, Path]
    path: EditionPath
    options: Options
    asked: bool

    @property
    def project(self) -> Project:
        """The project, read at the first need, while the processes that will make its papers start; ``InputError``."""
        return self._reading[1]

    @cached_property
    def _reading(self) -> tuple[Inputs, Project]:
        """The project's own files as they were before they were read, and the project."""
        start_early(PRELOAD)
        files = Inputs(project_files(self.data))
        project, findings = read_project(self.data)
        if project is None:
            raise InputError(findings)
        return files, project

    @cached_property
    def left_out(self) -> dict[str, str]:
        """The papers that the term's data cannot carry, each with the reason, in Swedish; ``InputError``."""
        left_out = {}
        for name, path in self.notebooks.items():
            wanted = () if self.asked else notebooks.needs(path)
            if wanted and not any(known_in(self.project, table, self.term) for table in wanted):
                named = labels.listing([TABLES[table].title.lower() for table in wanted])
                left_out[name] = f"underlaget för {self.term} saknar {named}"
        return left_out

    @property
    def up_to_date(self) -> bool:
        """Whether the latest edition is what would be made now. The project is not read for this: checksums tell."""
        published = self.path.published()
        known = set() if published is None else {*published.papers, *(() if self.asked else published.left_out)}
        if published is None or self.notebooks.keys() - known:
            return False
        code, (root, project) = manifests.code(), root_and_name(self.data)
        parameters = {"data": project, "term": str(self.term)}
        digests: dict[frozenset[str], str] = {}
        for name in self.notebooks.keys() & published.papers.keys():
            record = published.papers[name]
            files = frozenset(record.inputs)
            if files not in digests:
                digests[files] = Inputs(located(self.data, files)).digest
            run = manifests.run_of(name, manifests.sha256(self.notebooks[name]), parameters, code, digests[files])
            formats, settings = self.options.formats, self.options.settings
            if not manifests.is_up_to_date(record, run, formats, settings, self.path.latest, root):
                return False
        return True

    def publish(self, *, force: bool = False, progress: Progress = lambda _: None) -> tuple[PaperRecord, ...]:
        """Make the papers that are not up to date, or all by ``force``, and publish them; returns those that were made.

        InputError if the data have mistakes, and the errors of ``editions.publisher.publish``; in all these cases the last
        edition stands untouched. NotIndexed when only the index failed.
        """
        files, _ = self._reading
        if files.changed() or files.files != project_files(self.data):
            return replace(self).publish(force=force, progress=progress)  # read anew
        can_be_made = {name: path for name, path in self.notebooks.items() if name not in self.left_out}
        made = publish(can_be_made, self._request(), self.path, self.options, force=force, progress=progress)
        self.write_index()
        return made

    def write_index(self, *, again: bool = True) -> None:
        """Write the index of all papers that are published beside these, or only if there is none; NotIndexed."""
        try:
            if again or not (self.path.out / index.FILE).exists():
                index.write_index(self.path.out)
        except OSError as error:
            raise NotIndexed(*error.args) from error

    def __repr__(self) -> str:
        return f"<papers of {self.path.project} {self.term}: {', '.join(self.notebooks)}>"

    def _request(self) -> RunRequest:
        figures = self.project.key_figures
        return RunRequest(
            data=self.data,
            term=str(self.term),
            organisation=self.project.plan.project.municipality,
            inputs=input_files(self.data, self.project),
            findings=tuple(
                FindingRecord.model_validate(found, from_attributes=True) for found in self.project.findings
            ),
            snapshot=Snapshot(source=figures.source, fetched=labels.day(figures.fetched)) if figures else None,
            left_out=self.left_out,
        )


def term_papers(
    data: Path, term: str | Term | None = None, *, out: Path | None = None, only: str | None = None,
    options: Options | None = None,
) -> TermPapers:  # fmt: skip
    """The papers of a project's term, of its latest if none is named; ``only`` is the name of one of them.

    They are published below ``out``, or ``reports`` beside the folder that holds the project's. FileNotFoundError if there is
    no folder ``data``, NotebookError for a notebook that cannot be read, Unknown for a paper or a term that there is not,
    UnfitFolder for a project that cannot have papers by its name or there.
    """
    if not data.is_dir():
        raise FileNotFoundError(2, "there is no such folder", str(data))
    root, _ = root_and_name(data)
    known = notebooks.papers(*notebooks.notebooks_folders(root))
    if only is not None and only not in known:
        raise Unknown("paper", only, list(known))
    chosen = chosen_term(terms_in(data), term)
    name, folder = published_name(data), out or root / "reports"
    if not is_project_name(name):
        raise UnfitFolder(data, "its name cannot be that of a folder of papers")
    if folder.resolve().is_relative_to(data.resolve()):
        raise UnfitFolder(folder, f"papers there would be taken for data of {data}")
    wanted = known if only is None else {only: known[only]}
    return TermPapers(
        data, chosen, wanted, EditionPath(folder, name, str(chosen)), options or Options(), asked=only is not None
    )


def chosen_term(terms: Sequence[Term], asked: str | Term | None) -> Term:
    """The term asked for, or the latest of those that have been reported; Unknown if it is none of them."""
    term = Term.parse_or_none(str(asked)) if asked is not None else max(terms, default=None)
    if term is None or term not in terms:
        raise Unknown("term", None if asked is None else str(asked), terms)
    return term
