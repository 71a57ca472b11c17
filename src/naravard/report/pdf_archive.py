"""Which archive format the PDF is made in, and the files that travel inside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from naravard.document import Document, Table
from naravard.report.exports import Archive

Standard = Literal["ua-1", "a-2a", "a-3a"]

STANDARDS: dict[Archive, list[Standard]] = {"2a": ["ua-1", "a-2a"], "3a": ["ua-1", "a-3a"]}
"""What each archive format conforms to."""

_OF_TABLE = re.compile(r"tabell-0*(\d+)\b.*\.csv")


def attached(files: Mapping[str, bytes], document: Document) -> list[dict[str, Any]]:
    """The files of the paper's data package as the template reads them; ``tabell-03-mal.csv`` is described as Tabell 3."""
    tables = {str(table.number): table for table in document.blocks if isinstance(table, Table)}
    made = []
    for name, content in sorted(files.items()):
        numbered = _OF_TABLE.fullmatch(name)
        table = tables.get(numbered[1]) if numbered else None
        made.append(
            {
                "name": name,
                "content": list(content),
                "mime": "text/csv" if name.endswith(".csv") else "application/json",
                "relationship": "data" if name.endswith(".csv") else "supplement",
                "description": f"Tabell {table.number}. {table.caption}" if table else f"Om rapportens data: {name}",
            }
        )
    return made
