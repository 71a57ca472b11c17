"""A whole project: its frame, its tables, and what was reported each term."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from naravard.document import SourceRow
from naravard.model import project_tables, term_tables
from naravard.model.findings import Finding
from naravard.model.frames import frame_of, in_terms
from naravard.model.plan import Plan
from naravard.model.project_tables import PROJECT_TABLES
from naravard.model.record import Record
from naravard.model.records import Records, holding_html
from naravard.model.term_tables import TERM_TABLES
from naravard.terms import Term, TermCalendar

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, repr=False)
class TermReport:
    """What was reported one term, as in ``project.term("HT2023").activities``: one tuple of records a table.

    ``activities.to_frame()`` gives a table as a frame, and ``naravard.measures`` frames of what follows from it.
    """

    term: Term
    focus: tuple[term_tables.Focus, ...] = ()
    activities: tuple[term_tables.Activity, ...] = ()
    measurements: tuple[term_tables.Measurement, ...] = ()
    assessments: tuple[term_tables.Assessment, ...] = ()
    funding: tuple[term_tables.Funding, ...] = ()
    risks: tuple[term_tables.Risk, ...] = ()
    deviations: tuple[term_tables.Deviation, ...] = ()
    lessons: tuple[term_tables.Lesson, ...] = ()
    decisions: tuple[term_tables.Decision, ...] = ()
    assignments: tuple[term_tables.Assignment, ...] = ()
    texts: Mapping[str, tuple[str | tuple[str, ...], ...]] = field(default_factory=dict)
    """What the analyst has written, by heading: paragraphs, and lists as tuples of their items."""

    def __post_init__(self) -> None:
        _as_records(self, TERM_TABLES)

    def __repr__(self) -> str:
        held = ", ".join(f"{len(getattr(self, name))} {name}" for name in _fields(TERM_TABLES) if getattr(self, name))
        return f"<TermReport {self.term}: {held or 'nothing reported'}>"

    def _repr_html_(self) -> str:
        held = {name: getattr(self, name) for name in _fields(TERM_TABLES)}
        facts = [("texter", ", ".join(self.texts))] if self.texts else []
        return holding_html(f"termin-{self.term}", f"Redovisat {self.term}", facts, held)


@dataclass(frozen=True)
class KeyFigure:
    """Kolada's own description of one key figure; ``kind`` says whom it is about: ``K``, ``L``, or ``A`` for both."""

    id: str
    title: str
    description: str
    kind: str = "A"


@dataclass(frozen=True)
class Area:
    """A municipality (``K``) or a region or the whole country (``L``), by Kolada's code."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class KeyFigures:
    """What a project needs of a pinned snapshot of Kolada.

    ``series`` maps (key figure, area code, sex ``T``/``K``/``M``) to (year, value) pairs in order of time; None is a value
    that Kolada lists as empty: missing, suppressed or not collected, which the source does not tell apart. ``county`` are
    the municipalities of the county, and for a region all regions; ``peers_own`` tells that we have chosen the peers.
    ``folder`` is what the snapshot's folder is called.
    """

    fetched: date
    source: str = "Kolada"
    folder: str = "kolada"
    names: Mapping[str, KeyFigure] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    county: tuple[str, ...] = ()
    county_name: str = ""
    peers: tuple[str, ...] = ()
    peers_name: str = ""
    peers_own: bool = False
    series: Mapping[tuple[str, str, str], tuple[tuple[int, float | None], ...]] = field(
        default_factory=dict, repr=False
    )

    def row(self, kpi: str, area: str, year: int, sex: str = "T") -> SourceRow:
        """Where a value stands in the snapshot."""
        return SourceRow(f"{self.folder}/values/{area}.csv", key=f"{kpi},{year},{sex}")


@dataclass(frozen=True, repr=False)
class Project:
    """A project as read from its folder. ``findings`` are the notes and warnings that came with the reading.

    ``plan`` is the frame, from plan.toml; each table is a tuple of records (``project.indicators``); and what was reported a
    term is ``project.term("HT2023")``. ``project.to_frame("activities")`` is a table of all terms as a frame, and frames of what
    follows from it all are in ``naravard.measures``.
    """

    name: str
    plan: Plan
    sources: tuple[project_tables.Source, ...] = ()
    background: tuple[project_tables.Background, ...] = ()
    themes: tuple[project_tables.Theme, ...] = ()
    target_groups: tuple[project_tables.TargetGroup, ...] = ()
    actors: tuple[project_tables.Actor, ...] = ()
    roles: tuple[project_tables.Role, ...] = ()
    governing_documents: tuple[project_tables.GoverningDocument, ...] = ()
    outcome_goals: tuple[project_tables.OutcomeGoal, ...] = ()
    output_goals: tuple[project_tables.OutputGoal, ...] = ()
    indicators: tuple[project_tables.Indicator, ...] = ()
    targets: tuple[project_tables.Target, ...] = ()
    discrepancies: tuple[project_tables.Discrepancy, ...] = ()
    reports: tuple[TermReport, ...] = ()
    key_figures: KeyFigures | None = None
    logo: str = field(default="", repr=False)
    """The municipality's logo as a data address, if plan.toml names one."""
    closed: frozenset[Term] = frozenset()
    """The terms whose papers are approved and whose files are sealed."""
    findings: tuple[Finding, ...] = ()
    memory: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)
    """What has been computed of this project, so that nothing is computed twice (``measures`` keeps its frames here)."""

    def __post_init__(self) -> None:
        _as_records(self, PROJECT_TABLES)

    def __repr__(self) -> str:
        return f"<Project {self.name}: {self.plan.project.name}; terms {', '.join(map(str, self.terms)) or 'none'}>"

    def _repr_html_(self) -> str:
        frame = self.plan.project
        terms = [f"{term} (stängd)" if term in self.closed else str(term) for term in self.terms]
        facts = [
            ("mapp", self.name),
            ("kommun eller region", frame.municipality),
            ("redovisade terminer", ", ".join(terms) or "inga"),
            *([("exempeldata", "Allt i projektet är påhittat.")] if frame.example else []),
        ]
        held = {name: getattr(self, name) for name in _fields(PROJECT_TABLES)}
        return holding_html(f"projekt-{self.name}", frame.name, facts, held)

    def to_frame(self, name: str, *, exact: bool = False, swedish: bool = False) -> DataFrame:
        """A table as a frame, as ``Records.to_frame`` gives it; of what is reported each term, the rows of all terms.

        ``name`` is the attribute that holds the table (``activities``) or the table's own (``aktiviteter``). Where there are
        terms the first column is ``term`` (``termin`` if ``swedish``): a category in order of time, which may be compared,
        as in ``frame[frame["term"] >= "VT2023"]``. An unknown table is a ValueError that lists the known.
        """
        kind = table_named(name)
        if not kind.per_term:
            return frame_of(kind, records_of(self, kind.table), exact=exact, swedish=swedish)
        rows = [(report.term, record) for report in self.reports for record in records_of(report, kind.table)]
        frame = frame_of(kind, [record for _, record in rows], exact=exact, swedish=swedish)
        return in_terms(frame, "termin" if swedish else "term", [term for term, _ in rows], self.terms)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that have been reported, in order of time."""
        return tuple(report.term for report in self.reports)

    @property
    def kind(self) -> str:
        """Whom the project is about: ``K`` a municipality, ``L`` a region."""
        areas = self.key_figures.areas if self.key_figures else {}
        area = areas.get(self.plan.project.area)
        return area.kind if area else "K"

    @property
    def calendar(self) -> TermCalendar:
        """When the project's terms begin and end."""
        return self.plan.calendar.days

    def term(self, term: str | Term) -> TermReport:
        """What was reported in ``term``; a term that has not been reported is a ValueError that lists those that have."""
        wanted = Term.parse(term)
        for report in self.reports:
            if report.term == wanted:
                return report
        reported = ", ".join(map(str, self.terms)) or "none"
        raise ValueError(f"term {wanted} has not been reported in {self.name}; reported are: {reported}")

    def until(self, term: str | Term) -> Iterator[TermReport]:
        """The reports up to and including ``term``, in order of time: all that was known then."""
        last = Term.parse(term)
        return (report for report in self.reports if report.term <= last)


FIELDS: dict[str, str] = {
    "kallor": "sources",
    "bakgrund": "background",
    "teman": "themes",
    "malgrupper": "target_groups",
    "aktorer": "actors",
    "roller": "roles",
    "styrdokument": "governing_documents",
    "effektmal": "outcome_goals",
    "projektmal": "output_goals",
    "indikatorer": "indicators",
    "malvarden": "targets",
    "motstridigt": "discrepancies",
    "inriktning": "focus",
    "aktiviteter": "activities",
    "matvarden": "measurements",
    "bedomningar": "assessments",
    "medel": "funding",
    "risker": "risks",
    "avvikelser": "deviations",
    "lardomar": "lessons",
    "beslut": "decisions",
    "uppdrag": "assignments",
}
"""Which attribute of Project or TermReport holds a table's records."""

TABLES: dict[str, type[Record]] = {kind.table: kind for kind in (*PROJECT_TABLES, *TERM_TABLES)}
"""The class of each table's records, by the name of its file."""


def table_named(name: str) -> type[Record]:
    """The class of a table's records, by its file name or by the attribute; ValueError that lists the known."""
    for table, kind in TABLES.items():
        if name in (table, FIELDS[table]):
            return kind
    raise ValueError(f"no table {name!r}; known are {', '.join(FIELDS)}, or as attributes {', '.join(FIELDS.values())}")


def records_of(holder: Project | TermReport, table: str) -> Sequence[Any]:
    """The records of a table, by its file name."""
    found: Sequence[Any] = getattr(holder, FIELDS[table])
    return found


def known_in(project: Project, table: str, term: str | Term) -> Sequence[Any]:
    """The records of a table, by its file name; of what is reported each term, those of the term."""
    return records_of(project.term(term) if TABLES[table].per_term else project, table)


def _fields(tables: Sequence[type[Record]]) -> list[str]:
    return [FIELDS[kind.table] for kind in tables]


def _as_records(holder: Project | TermReport, tables: Sequence[type[Record]]) -> None:
    for kind in tables:
        object.__setattr__(holder, FIELDS[kind.table], Records(kind, records_of(holder, kind.table)))
