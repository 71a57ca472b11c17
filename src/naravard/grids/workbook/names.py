"""Which sheet holds which table: by the table's title or file name, else by headings that fit one table only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from naravard.model import Record
from naravard.model.naming import GUIDE, INSTRUCTIONS, LISTS

_OURS = {INSTRUCTIONS, GUIDE, LISTS, "Instruktion", "Instruktioner", "Läs mig", "Läsmig", "Om arbetsboken"}


def folded(text: str) -> str:
    """A name without what people vary: case, blanks, ``_`` and ``-``, and how å, ä and ö are put together."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFC", text).casefold())


def is_ours(title: str) -> bool:
    """Whether a sheet only explains, and is never read."""
    return folded(title) in {folded(name) for name in _OURS}


def is_exact(title: str, table: type[Record]) -> bool:
    """Whether the sheet is named just as the table is, so that nothing needs to be said."""
    return title in (table.title, table.table)


def table_named(title: str, tables: Iterable[type[Record]]) -> type[Record] | None:
    """The table that a sheet's name means, if any."""
    wanted = folded(title)
    return next((table for table in tables if wanted in (folded(table.title), folded(table.table))), None)


def table_with_headings(
    headings: Mapping[str, Sequence[str]], title: str, free: Sequence[type[Record]]
) -> type[Record] | None:
    """The one table whose required columns a sheet has, if no other sheet and no other table fits as well.

    ``headings`` are those of each unclaimed sheet. Four required columns are asked for: ``namn`` and ``typ`` fit too much.
    """
    fitting = [table for table in free if _fits(table, headings[title])]
    if len(fitting) != 1:
        return None
    rivals = [other for other in headings if _fits(fitting[0], headings[other])]
    return fitting[0] if rivals == [title] else None


def _fits(table: type[Record], headings: Sequence[str]) -> bool:
    required = {folded(field.alias or "") for field in table.model_fields.values() if field.is_required()}
    return len(required) >= 4 and required <= {folded(heading) for heading in headings}
