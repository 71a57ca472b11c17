"""What is still missing in what was reported."""

from __future__ import annotations

from collections.abc import Iterator

from naravard.measures.memory import Row, measure
from naravard.model import TABLES, Project, known_in
from naravard.terms import Term


@measure("table", "column", table="", column="", rows="int64", missing="int64", origin="")
def completeness(project: Project, term: Term) -> Iterator[Row]:
    """What is still missing: tables without rows, and cells that should be filled in but are empty.

    One row: one table, or one column of a table that has rows. Columns: ``table`` (its Swedish title), ``column`` (the
    heading; empty for a whole table), ``rows``, ``missing`` (rows where it is empty; for a table without rows both are 0).
    Tables of the term are looked at as reported in the term; columns that may be left out are not counted.
    """
    for record in TABLES.values():
        records = known_in(project, record.table, term)
        if not records:
            yield {"table": record.title, "column": "", "rows": 0, "missing": 0}
        for name, field in record.model_fields.items():
            empty = [item.origin for item in records if getattr(item, name) is None] if field.is_required() else []
            if empty:
                yield {
                    "table": record.title, "column": str(field.alias), "rows": len(records), "missing": len(empty),
                    "origin": empty,
                }  # fmt: skip
