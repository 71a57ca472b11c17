"""The tables of the papers: records and frames set in columns, with Swedish words, notes and source."""

from naravard.tables.indicators import (
    comparison,
    development,
    indicator_sources,
    indicators_without_values,
    series,
    trends,
)
from naravard.tables.project import (
    actors,
    assignments,
    decisions,
    discrepancies,
    focus,
    funding,
    governing_documents,
    missing,
    organisation,
    proposals,
    sources,
)

__all__ = [
    "actors",
    "assignments",
    "comparison",
    "decisions",
    "development",
    "discrepancies",
    "focus",
    "funding",
    "governing_documents",
    "indicator_sources",
    "indicators_without_values",
    "missing",
    "organisation",
    "proposals",
    "series",
    "sources",
    "trends",
]
