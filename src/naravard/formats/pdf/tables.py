"""The tables of a tagged PDF as they are meant: heads of rows, one body, and the fine print as text after the table.

Typst marks the heads of columns, but the PyPI wheel cannot mark those of rows: drop that part when ``pdf.header-cell`` can be
used from the ``typst`` wheel. The template lays a long table's last rows and its fine print as
the table's foot, so that a page break does not part them; here they become rows of the body and paragraphs again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from naravard.document import Table


def mark_tables(pdf: pikepdf.Pdf, tables: Sequence[Table]) -> None:
    """Tags the heads of all columns and rows, so that they are found by the cells that they head."""
    root = pdf.Root.StructTreeRoot
    tagged = list(_elements(root.K, "/Table"))
    if len(tagged) != len(tables):
        raise ValueError(f"the PDF has {len(tagged)} tagged tables, but the document has {len(tables)}")
    names: list[tuple[bytes, Object]] = []
    for element, table in zip(tagged, tables, strict=True):
        names += _mark_heads(pdf, *_head_and_rows(element, table), table)
    if names:
        _add_names(root, names)


def _head_and_rows(element: Object, table: Table) -> tuple[Object, list[Object]]:
    """The table's row of heads and its other rows, all in one body; the fine print is moved out of the table."""
    head, *rows = _elements(element.K, "/TR")
    if len(rows) == len(table.rows) + 1:
        _move_out(rows.pop(), element)
    if len(rows) != len(table.rows):
        raise ValueError(
            f"table {table.number}: the PDF has {len(rows)} tagged rows, but the document has {len(table.rows)}"
        )
    for foot in list(_elements(element.K, "/TFoot")):
        body = next(_elements(element.K, "/TBody"))
        for row in foot.K:
            row.P = body
            body.K.append(row)
        _remove(foot)
    return head, rows


def _move_out(row: Object, element: Object) -> None:
    """The paragraphs of a table's last row as what follows the table."""
    siblings = element.P.K
    place = _place(siblings, element) + 1
    for paragraph in reversed([kid for cell in row.K for kid in cell.K]):
        paragraph.P = element.P
        siblings.insert(place, paragraph)
    _remove(row)


def _remove(element: Object) -> None:
    del element.P.K[_place(element.P.K, element)]


def _place(kids: Object, element: Object) -> int:
    return next(place for place, kid in enumerate(kids) if kid.objgen == element.objgen)


def _mark_heads(pdf: pikepdf.Pdf, head: Object, rows: Sequence[Object], table: Table) -> Iterator[tuple[bytes, Object]]:
    """Tags the heads of the table and lets each other cell name its own; yields those that got an ID, by their ID."""
    columns = list(_elements(head.K, "/TH"))
    for place, column in enumerate(columns):
        yield _named(pdf, column, f"C{table.number}x{place}", Name.Column)
    for position, row in enumerate(rows, start=1):
        cells = list(_elements(row.K, "/TD"))
        row_heads = cells[: table.row_headers]
        for place, cell in enumerate(row_heads):
            cell.S = Name.TH
            yield _named(pdf, cell, f"R{table.number}x{place}y{position}", Name.Row)
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            above = [column.ID, *([head.ID for head in row_heads] if place >= table.row_headers else [])]
            _table_attribute(cell).Headers = Array(above)


def _named(pdf: pikepdf.Pdf, head: Object, identity: str, scope: Object) -> tuple[bytes, Object]:
    """The head with its ID and with what it is the head of."""
    head.ID = String(identity)
    _table_attribute(head).Scope = scope
    return identity.encode(), pdf.make_indirect(head)


def _table_attribute(cell: Object) -> Object:
    """The cell's attributes as a table cell, made if it has none."""
    given = cell.get("/A")
    attributes = list(given.as_list()) if isinstance(given, Array) else [given] if given is not None else []
    for attribute in attributes:
        if attribute.get("/O") == Name.Table:
            return attribute
    made = Dictionary(O=Name.Table)
    cell.A = Array([*attributes, made])
    attached: Object = cell.A[-1]
    return attached


def _add_names(root: Object, names: list[tuple[bytes, Object]]) -> None:
    """Enters the IDs into the tree by which a reader finds an element from its ID."""
    known = ((bytes(key), value) for key, value in _names(root.get("/IDTree", Dictionary())))
    kept = [(key, value) for key, value in known if value.get("/ID") == String(key)]  # the rest have got another ID
    entries = sorted([*kept, *names], key=lambda entry: entry[0])
    flat = Array([part for key, value in entries for part in (String(key), value)])
    leaf = Dictionary(Limits=Array([String(entries[0][0]), String(entries[-1][0])]), Names=flat)
    root.IDTree = Dictionary(Kids=Array([leaf]))


def _names(node: Object) -> Iterator[tuple[Object, Object]]:
    pairs = node.get("/Names", Array())
    for position in range(0, len(pairs), 2):
        yield pairs[position], pairs[position + 1]
    for kid in node.get("/Kids", ()):
        yield from _names(kid)


def _elements(kids: Object, kind: str) -> Iterator[Object]:
    """The structure elements of a kind below, in reading order, not looking inside those found."""
    for kid in kids if isinstance(kids, Array) else (kids,):
        if not isinstance(kid, Dictionary) or "/S" not in kid:
            continue
        if str(kid.S) == kind:
            yield kid
        elif "/K" in kid:
            yield from _elements(kid.K, kind)
