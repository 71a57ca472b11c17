"""Counts of one's own as a table, after disclosure control."""

from __future__ import annotations

from naravard import labels
from naravard.disclosure import ProtectedTable
from naravard.document import Table
from naravard.tables.declared import SAID
from naravard.tables.form import Form, number, table_of, words
from naravard.writing import Row


def protected(table: ProtectedTable, caption: str, source: str) -> Table:
    """What ``disclosure.protect`` or ``protect_shares`` gave, as a table of a paper, with words for what is suppressed.

    Of several dimensions the last goes across, as in a table with one row a unit and one column a sex. Shares are in per cent.
    """
    *down, last = table.dimensions
    said = SAID["protected"]
    decimals, unit, count = (1, "%", said["share"]) if table.shares else (0, "", said["count"])
    forms: dict[str, Form]
    if not down:
        heads, forms = 1, {last: words(labels.sentence(last)), "value": _counts(count, decimals, unit)}
        rows = [{last: key[0], **_cell(table, key, "value")} for key in table]
    else:
        across, heads = list(dict.fromkeys(key[-1] for key in table)), len(down)
        forms = {name: words(labels.sentence(name)) for name in down}
        # A column is known by its place: what goes across may be called as a dimension is.
        forms |= {
            str(at): _counts(said["across"].format(value=value, count=count), decimals, unit)
            for at, value in enumerate(across)
        }
        rows = []
        for first in dict.fromkeys(key[:-1] for key in table):
            row: dict[str, object] = dict(zip(down, first, strict=True))
            for at, value in enumerate(across):
                row |= _cell(table, (*first, value), str(at))
            rows.append(row)
    return table_of(
        rows, forms, name=table.name, caption=caption, source=said["source"].format(source=source),
        missing=labels.EXPLAINED["missing"], row_headers=heads,
    )  # fmt: skip


def _counts(heading: str, decimals: int, unit: str) -> Form:
    return number(labels.sentence(heading), decimals, unit=unit, empty=None)


def _cell(table: ProtectedTable, key: tuple[str, ...], column: str) -> Row:
    if key not in table:
        return {column: None}
    cell = table[key]
    status = "ok" if cell.status.published else str(cell.status)
    return {column: cell.value, f"{column}_status": status, f"{column}_below": cell.below}
