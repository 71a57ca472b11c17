"""What is still missing in what was reported."""

from __future__ import annotations

import pandas as pd

from naravard.model import PROJECT_TABLES, TERM_TABLES, Project, records_of
from naravard.terms import Term


def completeness(project: Project, term: Term) -> pd.DataFrame:
    """What is still missing: tables without rows, and cells that should be filled in but are empty.

    One row: one table, or one column of a table that has rows. Columns: ``table`` (its Swedish title), ``column`` (the
    heading; empty for a whole table), ``rows``, ``missing`` (rows where it is empty; for a table without rows both are 0).
    Tables of the term are looked at as reported in the term; columns that may be left out are not counted.
    """
    rows = []
    for record in (*PROJECT_TABLES, *TERM_TABLES):
        holder = project.term(term) if record.per_term else project
        records = records_of(holder, record.table)
        if not records:
            rows.append((record.title, "", 0, 0))
        for name, field in record.model_fields.items():
            empty = sum(getattr(item, name) is None for item in records) if field.is_required() else 0
            if empty:
                rows.append((record.title, str(field.alias), len(records), empty))
    return pd.DataFrame(rows, columns=["table", "column", "rows", "missing"])
