"""``naravard verify``: whether a paper is whole and from which inputs it was made."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from naravard.cli.arguments import INPUT, Refusal, say

if TYPE_CHECKING:
    from naravard.editions.verify import Verdict


def verify(given: argparse.Namespace) -> int:
    """``naravard verify``: recompute the checksums, and on request the papers."""
    from naravard.editions.paths import root_and_name
    from naravard.editions.verify import edition_of, verdict
    from naravard.reading.inputs import located

    if not given.paper.exists():
        raise Refusal(f"{given.paper} finns inte.")
    found = edition_of(given.paper, given.out)
    if found is None:
        raise Refusal(
            f"{given.paper} är inte känt: det finns ingen utgåva i {given.out} med detta innehåll. "
            "Antingen är det ändrat eller så är det publicerat någon annanstans."
        )
    folder, manifest, name = found
    names = {file for paper in manifest.papers.values() for file in paper.inputs}
    inputs = located(_data(given, manifest.project), names) if names else {}
    judged = verdict(folder, manifest, given.paper, name, inputs, root_and_name(given.data)[0])
    _tell(judged)
    same = _rebuild(given, judged, name) if given.rebuild else True
    return 0 if same and not judged.faults else INPUT


def _data(given: argparse.Namespace, project: str) -> Path:
    """The project's folder: the one named, or its neighbour with the name that the papers tell."""
    from naravard.editions.paths import published_name

    folder: Path = given.data
    return folder if published_name(folder) == project else folder.parent / project


def _tell(judged: Verdict) -> None:
    manifest = judged.manifest
    print(f"{manifest.organisation}, {manifest.term}: utgåvan {manifest.edition}, gjord {manifest.made}")
    for paper, record in manifest.papers.items():
        if any(name in judged.files for name in record.outputs):
            print(f"  {paper}: {record.title}. Körning {record.run[:12]}, underlag {record.data[:12]}")
    for fault in judged.faults:
        print(f"  FEL: {fault}.")
    if not judged.faults:
        count = len(judged.files)
        print("  Filen är hel." if count == 1 else f"  Alla {count} filer är hela.")
    if judged.changed:
        print(f"  Underlaget har ändrats sedan dess: {', '.join(judged.changed)}.")
    else:
        print("  Underlaget är detsamma nu som då.")


def _rebuild(given: argparse.Namespace, judged: Verdict, name: str | None) -> bool:
    from naravard.editions.paths import root_and_name
    from naravard.editions.verify import rebuilt
    from naravard.jobs import PRELOAD
    from naravard.run import notebooks
    from naravard.run.worker import start_early

    if judged.changed:
        raise Refusal("papperen kan inte göras om: underlaget är inte detsamma som då.")
    root, _ = root_and_name(given.data)
    papers = notebooks.named(*notebooks.notebooks_folders(root))
    say("Papperen görs om …")
    start_early(PRELOAD)
    same = True
    for file, difference in rebuilt(judged.folder, judged.manifest, papers, root, name, given.docx_template):
        print(f"  {file}: {difference or 'samma, byte för byte'}")
        same = same and difference is None
    return same
