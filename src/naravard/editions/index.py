"""``reports/index.html``: what has been published, by project and term, with the earlier editions."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from naravard import labels, words
from naravard.document import Look
from naravard.editions.manifest import FILE as MANIFEST
from naravard.editions.manifest import Manifest, PaperRecord, read_manifest
from naravard.editions.paths import PROFILES, EditionPath, editions
from naravard.terms import Term

FILE = "index.html"
_TEMPLATES = Path(__file__).with_name("templates")
_KINDS: dict[str, str] = words.of("pages")["kinds"]


@dataclass(frozen=True)
class Link:
    """A file that can be opened: its address from the index, what it is, and its size in words."""

    address: str
    kind: str
    size: str


@dataclass(frozen=True)
class Profile:
    """The profile of one area as its index shows it."""

    area: str
    name: str
    links: list[Link]


@dataclass(frozen=True)
class Edition:
    """An edition as the index shows it."""

    folder: str
    manifest: Manifest
    papers: tuple[tuple[PaperRecord, tuple[Link, ...]], ...]

    @property
    def day(self) -> str:
        """The day it was made."""
        return self.manifest.made[:10]

    @property
    def time(self) -> str:
        """The day and the minute, in the world's time, by which two editions of a day are told apart."""
        return f"{self.manifest.made[:10]} {self.manifest.made[11:16]} UTC"


@dataclass(frozen=True)
class Published:
    """One term of one project: the latest edition, and the earlier ones, latest first."""

    term: Term
    latest: Edition
    earlier: tuple[Edition, ...]


def write_index(out: Path) -> Path:
    """Write the index of all that is published below ``out``; returns its path."""
    return _write(out / FILE, page(out))


def write_profile_index(out: Path, folder: Path, counties: Mapping[str, str]) -> Path:
    """Write the index of one year's profiles, which lie in ``folder``, and that of all that is published.

    ``counties`` are the counties' names by code.
    """
    made = _write(folder / FILE, profile_page(folder, counties))
    write_index(out)
    return made


def index_stands(out: Path, folder: Path) -> bool:
    """Whether the indexes that ``write_profile_index`` writes are there, and were written after the last profile was made."""
    if not (out / FILE).is_file() or not (folder / FILE).is_file():
        return False
    written = (folder / FILE).stat().st_mtime_ns
    return all(path.stat().st_mtime_ns <= written for path in folder.glob(f"[0-9][0-9][0-9][0-9]/{MANIFEST}"))


def page(out: Path) -> str:
    """The page for what is published below ``out``."""
    projects = [(manifests[0].latest.manifest.organisation, name, manifests) for name, manifests in _projects(out)]
    years = sorted((path.parent.name for path in out.glob(f"{PROFILES}/*/{FILE}")), reverse=True)
    return _rendered("published.html.j2", projects=sorted(projects), years=years)


def profile_page(folder: Path, names: Mapping[str, str]) -> str:
    """The page for one year's profiles: regions and municipalities, each under its county, by name."""
    counties: dict[str, list[Profile]] = {}
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]")):
        if (manifest := read_manifest(path)) is not None:
            links = [link for record in manifest.papers.values() for link in _links(folder, path, record)]
            county = path.name[2:] if path.name.startswith("00") else path.name[:2]
            counties.setdefault(county, []).append(Profile(path.name, manifest.organisation, links))
    for found in counties.values():
        found.sort(key=lambda profile: (not profile.area.startswith("00"), labels.alphabetical(profile.name)))
    named = [(names.get(code, code), found) for code, found in counties.items()]
    named.sort(key=lambda pair: labels.alphabetical(pair[0]))
    return _rendered("profiles.html.j2", counties=named, year=folder.name)


def _write(path: Path, text: str) -> Path:
    """Write a file at one stroke."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(prefix=".index-", dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    Path(partial).chmod(0o644)  # mkstemp makes it readable for nobody else
    Path(partial).replace(path)
    return path


def _rendered(template: str, **given: object) -> str:
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    from naravard.formats.html.style import style_hash, style_sheet

    style = style_sheet(Look()) + (_TEMPLATES / "published.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"said": words.of("pages"), "reform": words.of("reform")}
    environment.filters |= {"term_name": labels.term_name, "sentence": labels.sentence}
    return environment.get_template(template).render(
        **given,
        style=Markup(style),  # noqa: S704 - our own file, and the hash covers it
        style_hash=style_hash(style),
    )


def _projects(out: Path) -> list[tuple[str, list[Published]]]:
    found = sorted(editions(out), key=lambda pair: (pair[1].project, pair[1].term))
    projects: dict[str, list[Published]] = {}
    for (project, term), pairs in groupby(found, key=lambda pair: (pair[1].project, pair[1].term)):
        of_term = [
            _edition(out, folder, manifest) for folder, manifest in sorted(pairs, reverse=True, key=lambda p: p[0].name)
        ]
        place = EditionPath(out, project, term).published()
        latest = next(
            (edition for edition in of_term if place and edition.manifest.edition == place.edition), of_term[0]
        )
        earlier = tuple(edition for edition in of_term if edition is not latest)
        projects.setdefault(project, []).append(Published(Term.parse(term), latest, earlier))
    return [
        (name, sorted(terms, key=lambda published: published.term, reverse=True)) for name, terms in projects.items()
    ]


def _edition(out: Path, folder: Path, manifest: Manifest) -> Edition:
    papers = tuple((record, tuple(_links(out, folder, record))) for record in manifest.papers.values())
    return Edition(quote(folder.relative_to(out).as_posix()), manifest, papers)


def _links(out: Path, folder: Path, record: PaperRecord) -> list[Link]:
    """The files that a reader opens: of the open data, the description that names the tables."""
    links = []
    for name in record.outputs:
        kind = name.rpartition(".")[2]
        path = folder / name
        if kind in _KINDS and path.is_file():
            links.append(Link(quote(path.relative_to(out).as_posix()), _KINDS[kind], _size(path.stat().st_size)))
    return links


def _size(count: int) -> str:
    return f"{max(1, round(count / 1024))} kB" if count < 1024 * 1024 else f"{labels.number(count / 1024 / 1024, 1)} MB"
