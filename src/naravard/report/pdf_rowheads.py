"""Row heads in a tagged PDF: Typst marks the heads of columns, but the PyPI wheel cannot mark those of rows.

Drop this step when ``pdf.header-cell`` can be used from the ``typst`` wheel.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from naravard.document import Table


def with_row_heads(pdf: bytes, tables: Sequence[Table]) -> bytes:
    """The PDF with the first ``row_headers`` cells of each table row tagged as its heads, and nothing else changed."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root.StructTreeRoot
        tagged = list(_elements(root.K, "/Table"))
        if len(tagged) != len(tables):
            raise ValueError(f"the PDF has {len(tagged)} tagged tables, but the document has {len(tables)}")
        names: list[tuple[bytes, Object]] = []
        for number, (element, table) in enumerate(zip(tagged, tables, strict=True), start=1):
            names += _mark_rows(opened, element, table, number)
        if names:
            _add_names(root, names)
        out = io.BytesIO()
        # The identifier is made of the content, so that the same paper is the same bytes.
        opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _mark_rows(pdf: pikepdf.Pdf, element: Object, table: Table, number: int) -> Iterator[tuple[bytes, Object]]:
    """Tags the heads of a table's rows and lets each other cell of the row name them; yields the heads by their ID."""
    rows = [row for body in _elements(element.K, "/TBody") for row in _elements(body.K, "/TR")]
    if len(rows) != len(table.rows):
        raise ValueError(
            f"table {table.number}: the PDF has {len(rows)} tagged rows, but the document has {len(table.rows)}"
        )
    if not table.row_headers:
        return
    for position, row in enumerate(rows, start=1):
        cells = list(_elements(row.K, "/TD"))
        heads = []
        for place, cell in enumerate(cells[: table.row_headers]):
            identity = f"R{number}x{place}y{position}".encode()
            cell.S = Name.TH
            cell.ID = String(identity)
            _table_attribute(cell).Scope = Name.Row
            heads.append(String(identity))
            yield identity, pdf.make_indirect(cell)
        for cell in cells[table.row_headers :]:
            attribute = _table_attribute(cell)
            attribute.Headers = Array([*attribute.get("/Headers", ()), *heads])


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
    known = [(bytes(key), value) for key, value in _names(root.get("/IDTree", Dictionary()))]
    entries = sorted([*known, *names], key=lambda entry: entry[0])
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
