"""``naravard explain``: where the values of a paper come from."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.cli.arguments import Refusal, project_in, term_of

if TYPE_CHECKING:
    from naravard.document import Document


def explain(given: argparse.Namespace) -> int:
    """``naravard explain``: where the values of a paper come from."""
    from naravard.editions.paths import published_name
    from naravard.explain import NotFound, explained

    project = project_in(given.data)
    term = term_of(project.terms, given)
    executed = given.out / published_name(given.data) / str(term) / f"{given.paper}.ipynb"
    if not executed.is_file():
        first = f"naravard report {term} --data {given.data} --only {given.paper}"
        raise Refusal(f"{executed} finns inte. Gör papperet först: {first}")
    paper, (faults, changed) = _paper(executed), _judged(executed, given.data)
    if faults:
        print(f"Papperet är inte som det publicerades, och det som står här kan vara falskt: {'; '.join(faults)}.\n")
    try:
        answer = explained(project, paper, given.what, given.row, given.column, folder=given.data, changed=changed)
    except NotFound as nothing:
        raise Refusal(f"{given.paper}, {term}: {nothing}") from None
    if changed:
        print(f"Underlaget har ändrats sedan papperet gjordes: {', '.join(changed)}.\n")
    print(answer)
    return 0


def _paper(executed: Path) -> Document:
    """The paper that an executed notebook holds."""
    import nbformat

    from naravard.paper.compose import assemble

    try:
        return assemble(nbformat.read(executed, as_version=4))  # type: ignore[no-untyped-call]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, nbformat.ValidationError):
        raise Refusal(f"{executed} kan inte läsas. Gör om papperet med naravard report och --force.") from None


def _judged(executed: Path, data: Path) -> tuple[Sequence[str], Sequence[str]]:
    """What of the paper is not as it was published, and which files that it was made from are not as they were then."""
    from naravard.editions.manifest import FILE, read_manifest
    from naravard.editions.paths import root_and_name
    from naravard.editions.verify import verdict
    from naravard.reading.inputs import located

    manifest = read_manifest(executed.parent)
    if manifest is None:
        return (f"{FILE} saknas eller kan inte läsas",), ()
    if executed.name not in manifest.files:
        return (f"{executed.name} hör inte till utgåvan",), ()
    inputs = located(data, [name for paper in manifest.papers.values() for name in paper.inputs])
    judged = verdict(executed.parent, manifest, executed, executed.name, inputs, root_and_name(data)[0])
    return judged.faults, judged.changed
