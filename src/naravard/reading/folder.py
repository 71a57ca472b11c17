"""What lies in a project's folder: which file is which table of which term, and what lies there that should not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from naravard.grids.log import Log
from naravard.model import PROJECT_TABLES, TABLES, TERM_TABLES, Record
from naravard.model.naming import PROJECT_BOOK
from naravard.reading.suggest import meant
from naravard.terms import Term

_SPREADSHEETS = (".xls", ".xlsb", ".ods", ".numbers", ".xlt", ".xltx", ".xltm", ".fods", ".sxc", ".gsheet")
_TABLE_LIKE = (".tsv", ".txt", ".tab", ".dat", ".json", ".xml", ".html", ".htm", ".pdf", ".doc", ".docx", ".parquet",
               ".zip")  # fmt: skip
_LEFT_ALONE = re.compile(
    r"readme(\..*)?|.*\.md|license.*|licens.*|datapackage\.json|stangda_terminer\.json|thumbs\.db|desktop\.ini|\..*",
    re.IGNORECASE,
)
_LOCK = re.compile(r"~\$(?P<opened>.+)|\.~lock\.(?P<other>.+)#")
_COPY = (
    re.compile(r"(?P<original>.+?) ?\(\d+\)"),
    re.compile(r"(?P<original>.+?) ?[-–] ?(kopia|copy|konflikt|conflict)( ?\(?\d+\)?)?.*", re.IGNORECASE),
    re.compile(r"(kopia av|copy of) (?P<original>.+)", re.IGNORECASE),
    re.compile(r"(?P<original>.+?) \(.*(konflikt|conflict|kopia|copy).*\)", re.IGNORECASE),
    re.compile(r"(?P<original>[^-]+)-(DESKTOP|LAPTOP|PC|DATOR|[A-Z]+[A-Z0-9]*\d)[-A-Z0-9]*"),
    re.compile(r"(?P<original>.+?)[ _-](kopia|copy|backup|gammal|old|ny|v\d+|\d)", re.IGNORECASE),
)


@dataclass
class TermFolder:
    """What one term was reported in: a folder of tables, or a workbook."""

    term: Term
    path: Path
    tables: dict[str, Path] = field(default_factory=dict)

    @property
    def is_workbook(self) -> bool:
        """Whether the term is one file."""
        return self.path.suffix.lower() == ".xlsx"


@dataclass
class Folder:
    """The files of a project, by what they hold. ``book`` is the workbook with the project's own tables."""

    book: Path | None = None
    tables: dict[str, Path] = field(default_factory=dict)
    terms: dict[Term, TermFolder] = field(default_factory=dict)


def look_through(root: Path, log: Log) -> Folder:
    """Find the tables and the terms of the project in ``root``; what else lies there becomes findings."""
    found = Folder()
    for path in _listed(root, root, log):
        if (term := _term(path)) is not None:
            _take_term(found, term, path, root, log)
        elif _is_folder(path):
            if not _LEFT_ALONE.fullmatch(path.name) and not (path / "snapshot.toml").exists():
                log.add("extra-folder", file=path.name, value=path.name)
        elif path.name.casefold() == PROJECT_BOOK:
            found.book = path
        elif path.name != "plan.toml":
            _take_table(found.tables, path, PROJECT_TABLES, root, log)
    return found


def terms_in(root: Path) -> list[Term]:
    """The terms that have a folder or a workbook in the project, in time; what is in them is not read."""
    return sorted(look_through(root, Log("")).terms)


def _listed(folder: Path, root: Path, log: Log) -> list[Path]:
    try:
        paths = list(folder.iterdir())
    except OSError as error:
        why = f"Mappen går inte att öppna ({error.strerror})"
        log.add("broken-file", file=folder.relative_to(root).as_posix(), why=why)
        return []
    return sorted(paths, key=lambda path: (unicodedata.normalize("NFC", path.name).casefold(), path.name))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() not in (".csv", ".xlsx")


def _term(path: Path) -> Term | None:
    name = path.stem if path.suffix.lower() == ".xlsx" else path.name
    return Term.parse_or_none(unicodedata.normalize("NFC", name))


def _take_term(found: Folder, term: Term, path: Path, root: Path, log: Log) -> None:
    if term in found.terms:
        log.add("duplicate-term", file=path.name, value=path.name, other=found.terms[term].path.name, term=str(term))
        return
    folder = found.terms[term] = TermFolder(term, path)
    if folder.is_workbook:
        return
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        log.add("symlink", file=path.name, value=path.name)
    elif not path.is_dir():
        log.add("not-a-file" if not path.is_file() else "extra-file", file=path.name, value=path.name)
    else:
        for inner in _listed(path, root, log):
            if _is_folder(inner):
                log.add("extra-folder", file=inner.relative_to(root).as_posix(), value=inner.name)
            else:
                _take_table(folder.tables, inner, TERM_TABLES, root, log)


def _take_table(tables: dict[str, Path], path: Path, wanted: Iterable[type[Record]], root: Path, log: Log) -> None:
    """Put a file among the tables, or tell why it is none."""
    name, here = path.relative_to(root).as_posix(), {record.table for record in wanted}
    if locked := _LOCK.fullmatch(path.name):
        opened = locked["opened"] or locked["other"]
        log.add("lock-file", file=name, value=path.name, opened=opened)
    elif _LEFT_ALONE.fullmatch(path.name):
        return
    elif path.suffix.lower() in _SPREADSHEETS or (path.suffix.lower() in _TABLE_LIKE and _folded(path.stem) in TABLES):
        log.add("format-unsupported", file=name, value=path.suffix.lower())
    elif path.suffix.lower() != ".csv":
        _tell_of_another(path, name, here, log)
    elif (table := _folded(path.stem)) in here:
        if table in tables:
            log.add("duplicate-file", file=name, value=path.name, other=tables[table].name)
        else:
            tables[table] = path
    else:
        _tell_of_another(path, name, here, log)


def _tell_of_another(path: Path, name: str, here: Iterable[str], log: Log) -> None:
    table = _folded(path.stem)
    if path.suffix.lower() == ".csv" and table in TABLES:
        home = "i en termins mapp, till exempel HT2023" if TABLES[table].per_term else "bredvid plan.toml"
        log.add("misplaced-file", file=name, value=path.name, home=home)
    elif original := _original(path.stem):
        log.add("conflict-copy", file=name, value=path.name, original=f"{original}{path.suffix}")
    elif path.suffix.lower() == ".xlsm":
        log.add("macro", file=name)
    elif path.suffix.lower() == ".xlsx":
        hint = " En arbetsbok ska heta som terminen, till exempel HT2023.xlsx, och ligga bredvid plan.toml."
        log.add("extra-file", file=name, value=path.name, hint=hint)
    else:
        log.add("extra-file", file=name, value=path.name, hint=meant(table, [str(other) for other in here]))


def _original(stem: str) -> str:
    """The table or term that a copy's name comes from."""
    for form in _COPY:
        if found := form.fullmatch(unicodedata.normalize("NFC", stem)):
            original = found["original"].strip()
            if _folded(original) in TABLES or Term.parse_or_none(original):
                return original
    return ""


def _folded(stem: str) -> str:
    """A file's name without what makes no difference: case, and the marks of å, ä and ö."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", stem) if not unicodedata.combining(sign))
    return bare.casefold().strip()
