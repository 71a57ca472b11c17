"""What a block must hold before it may stand in a paper; every fault is told in Swedish, with its place in the block."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from naravard.contrast import AA, contrast
from naravard.document import (
    Block,
    Cover,
    Document,
    Figure,
    Heading,
    ItemList,
    Look,
    Notice,
    Paragraph,
    Passage,
    Quote,
    Span,
    Table,
    leaves,
)
from naravard.svg import svg_faults

SHORTEST_ALT = 20
SHORTEST_LOGO_ALT = 3
LOWEST_LEVEL = 6

_LINK = re.compile(r"(https?://[^/]|mailto:.|tel:[+0-9]|#.)[^\s<>\"]*\Z(?<!\s)", re.IGNORECASE)
_FILE_NAME = re.compile(r"\S+\.(svg|png|jpe?g|gif|pdf)", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PNG = b"\x89PNG\r\n\x1a\n"
_INNER = (Paragraph, ItemList, Quote)


def faults_of(block: Block) -> list[str]:
    """What is wrong with the block, as Swedish clauses without their cell; empty when it may stand in a paper."""
    found = list(_unprintable(block))
    match block:
        case Heading():
            found += _spans_faults(block.spans, "rubriken")
            if not 1 <= block.level <= LOWEST_LEVEL:
                found.append(f"en rubrik är på nivå {block.level}. Skriv en mellan 1 och {LOWEST_LEVEL}")
            if not "".join(span.text for span in block.spans).strip():
                found.append("en rubrik är tom. Skriv rubriken eller ta bort den")
        case Paragraph():
            found += _spans_faults(block.spans, "stycket")
        case ItemList() | Quote():
            found += _inner_faults(block)
        case Table():
            found += _table_faults(block)
        case Figure():
            found += _figure_faults(block)
        case Cover():
            found += _cover_faults(block)
    return found


def strings(block: Block) -> Iterator[tuple[str, str]]:
    """Every text of the block that a reader may meet, each with its place in Swedish."""
    match block:
        case Heading() | Paragraph():
            word = "rubriken" if isinstance(block, Heading) else "stycket"
            text = "".join(span.text for span in block.spans)
            yield f"{word} «{short(text)}»", text
            yield from ((f"{word} «{short(text)}», fotnoten", span.note) for span in block.spans if span.note)
        case ItemList():
            yield from (("listan, " + place, text) for inner in _flat(block.items) for place, text in strings(inner))
        case Quote() | Passage():
            yield from (string for inner in block.blocks for string in strings(inner))
        case Notice():
            yield from ((f"notisen «{short(block.title)}»", text) for text in (block.title, block.text))
        case Table():
            yield from _table_strings(block)
        case Figure():
            name = f"figuren «{short(block.caption)}»"
            yield from ((f"{name}, {word}", text) for word, text in _figure_texts(block))
        case Cover():
            for text in (block.organisation, block.subtitle, block.case_number, *block.marks, *_flat(block.facts)):
                yield "försättsbladet", text
            yield "logotypens alternativtext", block.look.logo_alt


def document_strings(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of the paper with its place, the title first."""
    yield "titeln", document.title
    yield from strings(document.cover)
    for number, block in enumerate(document.blocks):
        cell = f"{document.places[number]}: " if document.places else ""
        yield from ((cell + _numbered(block) + place, text) for place, text in strings(block))


def _numbered(block: Block) -> str:
    match block:
        case Table():
            return f"Tabell {block.number}, "
        case Figure():
            return f"Figur {block.number}, "
    return ""


def spans_of(block: Block) -> Iterator[Span]:
    """All runs of text in the block, in order."""
    yield from (span for leaf in leaves(block) if isinstance(leaf, Heading | Paragraph) for span in leaf.spans)


def short(text: str, length: int = 40) -> str:
    """The beginning of a text, for pointing it out in a message."""
    words = " ".join(text.split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _flat(groups: Iterable[Iterable[Any]]) -> Iterator[Any]:
    return (member for group in groups for member in group)


def _table_strings(table: Table) -> Iterator[tuple[str, str]]:
    name = f"tabellen «{short(table.caption)}»"
    yield f"{name}, rubriken", table.caption
    for column in table.columns:
        yield f"{name}, kolumnen «{short(column.heading)}»", column.heading
    for number, row in enumerate(table.rows, start=1):
        for column, cell in zip(table.columns, row, strict=True):
            yield f"{name}, rad {number}, kolumnen «{short(column.heading)}»", cell.text
    for note in table.notes:
        yield f"{name}, noten", note
    yield f"{name}, källan", table.source


def _figure_texts(figure: Figure) -> Iterator[tuple[str, str]]:
    yield from (("bildtexten", figure.caption), ("alternativtexten", figure.alt), ("källan", figure.source))


def _unprintable(block: Block) -> Iterator[str]:
    for place, text in strings(block):
        # Line breaks are the one control character that a text may hold.
        for sign in sorted({c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and c != "\n"}):
            yield f"{place} innehåller styrtecknet U+{ord(sign):04X}, som inte går att visa. Ta bort det i underlaget"


def _spans_faults(spans: Iterable[Span], place: str) -> Iterator[str]:
    for span in spans:
        if span.link and not _LINK.match(span.link):
            yield (
                f"{place} har en länk till «{short(span.link)}». "
                "En länk ska börja med https://, http://, mailto:, tel: eller #"
            )


def _inner_faults(block: ItemList | Quote) -> Iterator[str]:
    word = "en lista" if isinstance(block, ItemList) else "ett citat"
    for inner in _flat(block.items) if isinstance(block, ItemList) else block.blocks:
        if not isinstance(inner, _INNER):
            yield f"i {word} kan bara text, listor och citat stå. Flytta ut blocket {inner.kind}"
        else:
            yield from faults_of(inner)


def _table_faults(table: Table) -> Iterator[str]:
    name = f"tabellen «{short(table.caption) or table.name}»"
    if not table.caption.strip():
        yield f"{name} saknar rubrik. Skriv vad tabellen visar"
    if not table.columns:
        yield f"{name} har inga kolumner"
    for number, column in enumerate(table.columns, start=1):
        if not column.heading.strip():
            yield f"{name}: kolumn {number} saknar rubrik, så att den inte kan läsas upp. Ge den en rubrik"
    if not 0 <= table.row_headers <= len(table.columns):
        yield f"{name} har row_headers = {table.row_headers!r}, men {len(table.columns)} kolumner"


def _figure_faults(figure: Figure) -> Iterator[str]:
    name = f"figuren «{short(figure.caption) or figure.name}»"
    alt = figure.alt.strip()
    if not figure.caption.strip():
        yield f"{name} saknar bildtext. Skriv vad figuren visar"
    if not alt:
        yield f"{name} saknar alternativtext. Skriv i ord vad figuren visar, för den som inte ser den"
    elif len(alt) < SHORTEST_ALT or _FILE_NAME.fullmatch(alt):
        yield f"{name} har alternativtexten «{short(alt)}». Skriv i minst {SHORTEST_ALT} tecken vad figuren visar"
    elif alt.casefold() == figure.caption.strip().casefold():
        yield f"{name} har samma alternativtext som bildtext. Skriv i alternativtexten vad figuren visar"
    yield from (f"{name}: {fault}" for fault in svg_faults(figure.svg))


def _cover_faults(cover: Cover) -> Iterator[str]:
    if not cover.organisation.strip():
        yield "försättsbladet saknar organisation"
    try:
        date.fromisoformat(cover.date)
    except ValueError:
        yield f"försättsbladet har datumet «{short(cover.date)}». Skriv det som 2023-12-31"
    look = cover.look
    for colour in (look.colour, look.accent):
        if colour and not _COLOUR.fullmatch(colour):
            yield f"färgen «{short(colour)}» kan inte läsas. Skriv den som #0f4c5c"
        elif colour and contrast(colour, "#ffffff") < AA:
            yield f"färgen «{colour}» är för ljus mot vitt. Välj en mörkare"
    if look.logo:
        yield from _logo_faults(look)


def _logo_faults(look: Look) -> Iterator[str]:
    kind, _, content = look.logo.partition(";base64,")
    try:
        data = base64.b64decode(content, validate=True)
    except ValueError:
        data = b""
    if kind == "data:image/svg+xml" and data:
        yield from (f"logotypen: {fault}" for fault in svg_faults(data.decode("utf-8", "replace")))
    elif kind != "data:image/png" or not data.startswith(_PNG):
        yield "logotypen är varken SVG eller PNG"
    if len(look.logo_alt.strip()) < SHORTEST_LOGO_ALT:
        yield "logotypen saknar text som säger vad den visar. Skriv till exempel «Exempelby kommuns vapen»"
