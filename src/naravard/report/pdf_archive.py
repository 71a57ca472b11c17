"""Which archive format the PDF is made in, what that format cannot hold, and the files that travel inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from naravard.document import Document, Figure, Table
from naravard.report.assemble_checks import short

Archive = Literal["2a", "3a", "1a"]
Standard = Literal["ua-1", "a-1a", "a-2a", "a-3a"]

STANDARDS: dict[Archive, list[Standard]] = {"2a": ["ua-1", "a-2a"], "3a": ["ua-1", "a-3a"], "1a": ["a-1a"]}
"""What each archive format conforms to. PDF/UA-1 needs PDF 1.7, which PDF/A-1a is older than."""

_OF_TABLE = re.compile(r"tabell-0*(\d+)\b.*\.csv")
_SEE_THROUGH = re.compile(r"opacity\s*[:=]\s*[\"']?\s*(0*\.\d|0*[;\"'\s])|rgba\(|hsla\(", re.IGNORECASE)
_PNG_COLOUR_TYPE = 25  # where in the file it stands; 4 and 6 have an alpha channel


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


def see_through(document: Document, logo: bytes | None) -> Iterator[str]:
    """The pictures that PDF/A-1a cannot hold since one sees through them, each as a refusal in Swedish."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Figure) and _SEE_THROUGH.search(block.svg):
            cell = f"{document.places[number]}: " if document.places else ""
            yield f"{cell}Figur {block.number} («{short(block.caption)}») har genomskinliga ytor. {_REMEDY}"
    if logo and (
        logo[_PNG_COLOUR_TYPE] in (4, 6) if logo.startswith(b"\x89PNG") else _SEE_THROUGH.search(logo.decode())
    ):
        yield f"Logotypen är genomskinlig. {_REMEDY}"


_REMEDY = "PDF/A-1a kan inte visa det. Gör bilden täckande, eller välj arkivformatet 2a eller 3a."
