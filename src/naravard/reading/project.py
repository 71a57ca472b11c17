"""A project's folder to a Project: everything is read, and everything that is wrong is said, in one go."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from naravard import closing
from naravard.checks import check
from naravard.grids.csv_file import read_csv
from naravard.grids.log import Log
from naravard.model import (
    FIELDS,
    PROJECT_TABLES,
    TERM_TABLES,
    Finding,
    Indicator,
    KeyFigures,
    Plan,
    Project,
    Record,
    Table,
    TermReport,
)
from naravard.model.columns import columns
from naravard.reading.folder import Folder, look_through
from naravard.reading.kolada import read_key_figures
from naravard.reading.names import with_one_spelling
from naravard.reading.plan import FILE, read_plan
from naravard.reading.rows import read_rows
from naravard.reading.texts import Texts, read_texts
from naravard.rules import finding
from naravard.terms import Term


def read_project(folder: Path) -> tuple[Project | None, list[Finding]]:
    """The project in a folder, and all findings in order of file and row; None if any of them stops a report.

    NotADirectoryError if there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{str(folder)!r} is not a folder; wanted a project's folder, such as data/lekeberg")
    log = Log("")
    files = look_through(folder, log)
    plan, findings = read_plan(folder)
    tables: list[Table] = []
    with _no_garbage_collection():
        for table, found in _read_tables(folder, files):
            tables.extend(table)
            findings.extend(found)
        tables, respelt = with_one_spelling(tables)
        findings.extend([*respelt, *_terms_outside(plan, files), *check(tables, plan)])
    findings.extend(log.take())
    texts = _texts(folder, plan, files, findings)
    key_figures = _key_figures(folder, plan, tables, findings)
    logo = _logo(folder, plan, findings)
    closed = _closed(folder, findings)
    findings.sort(key=lambda found: found.place)
    if plan is None or any(found.severity.stops_a_report for found in findings):
        return None, findings
    reports = tuple(TermReport(term, texts=written, **_records(tables, term)) for term, written in texts.items())
    project = Project(
        folder.resolve().name, plan, **_records(tables, None), reports=reports, key_figures=key_figures, logo=logo,
        closed=closed, findings=tuple(findings),
    )  # fmt: skip
    return project, findings


def read_indicators(folder: Path) -> tuple[Plan | None, list[Indicator], list[Finding]]:
    """The plan and the indicators alone, with what is wrong in them: what a project asks of a snapshot it has not got yet.

    NotADirectoryError if there is no such folder.
    """
    files = look_through(folder, Log(""))
    plan, findings = read_plan(folder)
    indicators: list[Indicator] = []
    for tables, found in _read_tables(folder, files):
        for table in tables:
            if table.kind is Indicator:
                indicators += table.records
                findings += [one for one in found if (one.file, one.sheet) == (table.file, table.sheet)]
    return plan, indicators, findings


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Reading makes a great many objects that are all kept: to search them for garbage takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_tables(root: Path, files: Folder) -> Iterator[tuple[list[Table], list[Finding]]]:
    """The tables of each file, those of the project first and then term by term."""
    in_book: set[str] = set()
    if files.book is not None:
        tables, findings = _read_workbook(files.book, root, PROJECT_TABLES, None)
        twice = [table for table in tables if table.kind.table in files.tables]
        # A sheet that nobody has filled in says nothing against the file that somebody has.
        findings = [*findings, *_given_twice(files, [table for table in twice if table.rows])]
        tables = [table for table in tables if table.rows or table not in twice]
        in_book = {table.kind.table for table in tables}
        yield tables, findings
    for record in PROJECT_TABLES:
        if record.table in files.tables and record.table not in in_book:
            yield _read_csv(files.tables[record.table], root, record, None)
    for term in sorted(files.terms):
        where = files.terms[term]
        if where.is_workbook:
            yield _read_workbook(where.path, root, TERM_TABLES, term)
        for record in TERM_TABLES:
            if record.table in where.tables:
                yield _read_csv(where.tables[record.table], root, record, term)


def _read_csv(path: Path, root: Path, record: type[Record], term: Term | None) -> tuple[list[Table], list[Finding]]:
    grid = read_csv(path, root, [column.heading for column in columns(record)])
    table, findings = read_rows(grid, record, term)
    return [table], findings


def _read_workbook(
    path: Path, root: Path, records: Sequence[type[Record]], term: Term | None
) -> tuple[list[Table], list[Finding]]:
    # Most projects hold CSV files alone: what reads workbooks is loaded when there is one.
    from naravard.grids.workbook import read_workbook

    name = path.relative_to(root).as_posix()
    grids, findings = read_workbook(path, name, records)
    tables: list[Table] = []
    refused = any(found.severity.stops_a_report for found in findings)
    for record in records:
        if record.table in grids:
            table, found = read_rows(grids[record.table], record, term)
            tables.append(table)
            findings.extend(found)
        elif refused:
            tables.append(Table(record, name, term=term, complete=False))
    return tables, findings


def _given_twice(files: Folder, tables: Iterable[Table]) -> Iterator[Finding]:
    """The same table both as a sheet of the project's workbook and as a file of its own."""
    for table in tables:
        other = files.tables[table.kind.table].name
        yield finding("duplicate-file", file=table.file, sheet=table.sheet, value=table.file, other=other)


def _terms_outside(plan: Plan | None, files: Folder) -> Iterator[Finding]:
    if plan is None:
        return
    first, last, calendar = plan.project.first_term, plan.project.last_term, plan.calendar.days
    for term, where in files.terms.items():
        if term.division is not calendar.division:
            yield finding("other-division", file=where.path.name, value=where.path.name, where="bland projektets filer",
                          division=calendar.division, wanted=calendar.counterpart(term))  # fmt: skip
        elif not first <= term <= last:
            yield finding("term-outside-plan", file=where.path.name, value=str(term), first=first, last=last)


def _key_figures(root: Path, plan: Plan | None, tables: list[Table], findings: list[Finding]) -> KeyFigures | None:
    """What the project's indicators need of the snapshot of Kolada, if the plan names one."""
    if plan is None or plan.comparison is None:
        return None
    named = (record for table in tables if table.kind.table == "indikatorer" for record in table.records)
    kpis = {kpi for record in named for kpi in (record.kpi, record.margin_kpi)} - {None}
    try:
        figures = read_key_figures(root / plan.comparison.snapshot, plan.project.area, plan.comparison, kpis)
    except (OSError, ValueError, KeyError, StopIteration, csv.Error) as error:
        why = _why_no_snapshot(error, plan.project.area)
        findings.append(finding("no-snapshot", file=FILE, column="uttag", value=plan.comparison.snapshot, why=why))
        return None
    findings.extend(_unknown_key_figures(tables, figures))
    return figures


def _why_no_snapshot(error: Exception, area: str) -> str:
    if isinstance(error, OSError):
        name = Path(error.filename or "").name
        if name == f"{area}.csv":
            return f"det har inga värden för kommunkoden {area}"
        return f"{name} finns inte" if isinstance(error, FileNotFoundError) else f"{name} går inte att öppna"
    # Only what the reader itself says of a group is in Swedish.
    return str(error) if str(error).startswith("gruppen") else f"en fil i det är skadad ({type(error).__name__})"


def _unknown_key_figures(tables: list[Table], figures: KeyFigures) -> Iterator[Finding]:
    for table in tables:
        if table.kind.table != "indikatorer":
            continue
        for row in table.rows:
            for field, heading in (("kpi", "nyckeltal"), ("margin_kpi", "osäkerhetstal")):
                kpi = row.values.get(field)
                if kpi is not None and kpi not in figures.names:
                    yield finding(
                        "unknown-reference", file=table.file, row=row.origin.row, column=heading,
                        letter=table.letters[field], value=kpi, tables="uttaget ur Kolada",
                    )  # fmt: skip


def _texts(root: Path, plan: Plan | None, files: Folder, findings: list[Finding]) -> dict[Term, Texts]:
    """What the analyst has written each term: ``HT2023/texter.md``, or ``HT2023-texter.md`` beside a workbook."""
    texts: dict[Term, Texts] = {}
    for term in sorted(files.terms):
        where = files.terms[term]
        path = root / f"{term}-texter.md" if where.is_workbook else where.path / "texter.md"
        texts[term] = {}
        if path.exists() or path.is_symlink():
            log = Log(path.relative_to(root).as_posix())
            texts[term] = read_texts(path, root, plan, log)
            findings.extend(log.take())
    return texts


def _closed(root: Path, findings: list[Finding]) -> frozenset[Term]:
    """The closed terms; a file of theirs that is not as it was is a finding."""
    try:
        closings = closing.closed(closing.events(root))
    except ValueError:
        findings.append(finding("closings-broken", file=closing.FILE))
        return frozenset()
    for term, event in closings.items():
        for name, how in closing.changed_since(root, event).items():
            what = {"changed": "har ändrats sedan dess", "gone": "saknas nu", "new": "har tillkommit sedan dess"}[how]
            findings.append(finding("closed-changed", file=name, value=str(term), term=term, day=event.date, what=what))
    return frozenset(closings)


def _logo(root: Path, plan: Plan | None, findings: list[Finding]) -> str:
    """The municipality's logo as a data address, if the plan names one."""
    if plan is None or not plan.appearance.logo:
        return ""
    from naravard.reading.logo import read_logo

    logo, wrong = read_logo(root, plan)
    findings.extend(wrong)
    return logo


def _records(tables: list[Table], term: Term | None) -> dict[str, Any]:
    """What was reported in a term, or holds for all of them, by the attribute that holds it."""
    return {FIELDS[table.kind.table]: table.records for table in tables if table.term == term}
