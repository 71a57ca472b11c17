"""The paper as PDF: the document as JSON data to a fixed Typst template, then a small step for the tags of its tables."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import pikepdf
import typst

from naravard import words
from naravard.document import Block, Document, Figure, Heading, Span, Table, merged, text_of
from naravard.formats import palette
from naravard.formats.fonts import FONTS, missing_signs
from naravard.formats.layout import COVER_WIDTH, UPRIGHT_WIDTH, Layout, has_long_word, layout_of, runs_of, title_size
from naravard.formats.pdf import Archive
from naravard.formats.pdf.figures import with_text
from naravard.formats.pdf.tables import mark_tables
from naravard.paper.checks import document_strings, short
from naravard.paper.compose import PaperError

TEMPLATE = Path(__file__).with_name("paper.typ")
_SAID = words.of("pages")
_SHORT_LEAD = 200  # signs; a longer paragraph before a table stands on its own
HEADING_SIZES = {2: 20.0, 3: 14.0}  # as in the template
_STANDARDS: dict[Archive, list[Literal["ua-1", "a-2a", "a-3a"]]] = {"2a": ["ua-1", "a-2a"], "3a": ["ua-1", "a-3a"]}
_OF_TABLE = re.compile(r"tabell-0*(\d+)\b.*\.csv")


def pdf_from_document(
    document: Document, *, archive: Archive = "2a", attachments: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF for a document, the same bytes each time.

    ``archive`` is the format: ``2a`` and ``3a`` give PDF/A-2a and PDF/A-3a, which are PDF/UA-1 as well. ``attachments`` are
    files to embed by name, which only ``3a`` can hold. ``PaperError`` when the paper cannot be set.
    """
    if attachments and archive != "3a":
        raise ValueError(f"PDF/A-{archive} holds no attachments")
    layouts = _layouts(document)
    logo = base64.b64decode(document.cover.look.logo.partition(",")[2]) or None
    paper = _paper(document, layouts) | {
        "logo": logo and list(logo),
        "logo_format": "png" if logo and logo.startswith(b"\x89PNG") else "svg",
        "attachments": _attached(attachments or {}, document),
    }
    try:
        # The template is fixed and the document goes in as data, so that no text in it can become Typst.
        made = typst.compile(
            str(TEMPLATE),
            output=None,
            root=str(TEMPLATE.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[*_STANDARDS[archive]],
            sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise PaperError([f"PDF:en kunde inte göras: {short(str(error), 300)}."]) from error
    return _finished(made, document)


def _attached(files: Mapping[str, bytes], document: Document) -> list[dict[str, Any]]:
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
                "description": f"{_SAID['table']} {table.number}. {table.caption}"
                if table
                else _SAID["data"]["attached"].format(name=name),
            }
        )
    return made


def _finished(made: bytes, document: Document) -> bytes:
    """What Typst makes, with what it leaves out: the heads of tables."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        mark_tables(pdf, [block for block in document.blocks if isinstance(block, Table)])
        out = io.BytesIO()
        # The identifier is made of the content, so that the same paper is the same bytes.
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _layouts(document: Document) -> dict[int, Layout]:
    """The layout of each table by its number; what cannot be set is refused, all of it at once."""
    problems = [
        f"{place[:1].upper()}{place[1:]}: {_named(signs)} finns inte i rapportens typsnitt. Skriv det på annat sätt."
        for place, signs in missing_signs(document_strings(document))
    ]
    layouts: dict[int, Layout] = {}
    for table in (block for block in document.blocks if isinstance(block, Table)):
        layout = layout_of(table)
        if layout:
            layouts[table.number] = layout
        else:
            problems.append(
                f"{_cell_of(document, table)}Tabell {table.number} («{short(table.caption)}») är för bred även för "
                f"en liggande sida ({len(table.columns)} kolumner). Ta bort kolumner eller dela tabellen."
            )
    if problems:
        raise PaperError(problems)
    return layouts


def _cell_of(document: Document, block: Block) -> str:
    """Which notebook cell shows the block, as a refusal begins."""
    return f"{document.places[document.blocks.index(block)]}: " if document.places else ""


def _named(signs: str) -> str:
    named = ", ".join(f"«{sign}» (U+{ord(sign):04X})" for sign in signs)
    return f"tecknet {named}" if len(signs) == 1 else f"tecknen {named}"


def _paper(document: Document, layouts: dict[int, Layout]) -> dict[str, Any]:
    """The document as the template reads it: blocks in runs of upright and lying pages, tables with their layout."""
    lying = {number for number, layout in layouts.items() if layout.lying}
    size = title_size(document.title, own_page=document.cover.own_page)
    return {
        "title": document.title,
        "title_size": size,
        "running_head": short(f"{document.cover.organisation} · {document.title}", 90),
        "hyphenate": has_long_word(document.title, size, COVER_WIDTH),
        "language": document.language,
        "said": _SAID,
        "imprint": document.imprint,
        "colours": palette.light(document.cover.look),
        "cover": document.cover.to_json(),
        "runs": [
            {"lying": lies, "blocks": _run(blocks, layouts, first=position == 0)}
            for position, (lies, blocks) in enumerate(runs_of(document.blocks, lying))
        ],
    }


def _run(blocks: list[Block], layouts: dict[int, Layout], *, first: bool) -> list[dict[str, Any]]:
    """The blocks of one run; a sentence that leads to a table, a figure or a list stays with it."""
    made = [_block(block, layouts) for block in blocks]
    for block, after in pairwise(made):
        if block["kind"] == "paragraph":
            length = sum(len(span["text"]) for span in block["spans"])
            block["sticky"] = length <= _SHORT_LEAD and after["kind"] in ("table", "figure", "list")
    if first and made and made[0]["kind"] == "paragraph":
        made[0]["lead"] = True
    return made


def _block(block: Block, layouts: dict[int, Layout]) -> dict[str, Any]:
    data: dict[str, Any] = _with_plain_anchors(block.to_json())
    if isinstance(block, Table):
        rows = [[{"text": cell.text, "tone": cell.tone} for cell in row] for row in block.rows]
        data |= {"rows": rows, **asdict(layouts[block.number])}
    if isinstance(block, Figure):
        data |= {"svg": with_text(block.svg), "values": []}
    if isinstance(block, Heading):
        data["hyphenate"] = has_long_word(text_of(block), HEADING_SIZES.get(block.level, 11.5), UPRIGHT_WIDTH)
    return data


def _with_plain_anchors(data: Any) -> Any:
    """Links inside the paper lead to anchors as they are, not as an address writes them."""
    if isinstance(data, dict):
        link = data.get("link", "")
        inner = {key: _with_plain_anchors(_set(value) if key == "spans" else value) for key, value in data.items()}
        return inner | {"link": unquote(link)} if link.startswith("#") else inner
    return [_with_plain_anchors(value) for value in data] if isinstance(data, list | tuple) else data


def _set(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Runs of text as they are set: whatever they say is no longer a value."""
    return [span.to_json() for span in merged(Span(**span | {"value": None}) for span in spans)]
