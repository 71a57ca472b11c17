"""What the papers of a term are about: the project, its time, and how late the figures are."""

from __future__ import annotations

from collections.abc import Iterator

from naravard.document import SourceRow
from naravard.measures.key_figures import last_full_year
from naravard.measures.memory import Row, measure
from naravard.model import Project
from naravard.terms import Term


def last_reported(project: Project, term: Term) -> Term | None:
    """The last term before ``term`` that was reported."""
    return max((reported for reported in project.terms if reported < term), default=None)


@measure(
    name="", municipality="", purpose="", first_term="", last_term="", term="", before="", year="", source="", fetched="day",
    origin="", source_origin="", fetched_origin="",
)  # fmt: skip
def subject(project: Project, term: Term) -> Iterator[Row]:
    """What the papers of the term are about.

    One row: one project, as of the term. Columns: ``name``, ``municipality``, ``purpose``, ``first_term`` and ``last_term``
    (Terms) of the project; ``term`` itself and ``before``, the last term reported before it (None if there is none); ``year``,
    the last that had ended when the term ended; ``source`` and ``fetched`` (the name and day of the snapshot of key figures;
    None without one).
    """
    frame, figures = project.plan.project, project.key_figures
    pinned = (SourceRow(f"{figures.folder}/snapshot.toml"),) if figures else ()
    yield {
        "name": frame.name, "municipality": frame.municipality, "purpose": frame.purpose, "first_term": frame.first_term,
        "last_term": frame.last_term, "term": term, "before": last_reported(project, term),
        "year": last_full_year(project, term), "source": figures.source if figures else None,
        "fetched": figures.fetched if figures else None, "origin": (SourceRow("plan.toml"),), "source_origin": pinned,
        "fetched_origin": pinned,
    }  # fmt: skip
