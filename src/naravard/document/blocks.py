"""The blocks of a paper, as frozen records that travel as JSON in notebook outputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import singledispatch
from typing import Any, ClassVar, Literal

from naravard import words
from naravard.document.values import Inline, Text, Value, inline_to_json, plain

MIME = "application/vnd.naravard+json"

Tone = Literal["", "good", "bad", "neutral", "muted"]
Style = Literal["", "strong", "emphasis", "code"]

_NOTEBOOK_STYLE = (
    "<style>.table .scroll{overflow-x:auto}.table .scroll table{margin:0}"
    ".table .scroll :is(caption,th,td){text-align:start}.table .scroll table .end{text-align:end}</style>"
)


@dataclass(frozen=True)
class Span:
    """A run of text in one style; ``link`` is the address it leads to, or empty.

    ``note`` is a footnote that hangs at the end of the text; its number, from 1 through the paper, is set by the report.
    ``value`` is what the text says, where it is a value: its text is the run's.
    """

    text: str
    style: Style = ""
    link: str = ""
    note: str = ""
    note_number: int = 0
    value: Value | None = None

    def to_json(self) -> dict[str, Any]:
        """The run as plain data."""
        made = _as_data(self)
        return made if self.value else {name: given for name, given in made.items() if name != "value"}


def _as_data(record: Any) -> dict[str, Any]:
    """A record's fields as plain data."""
    return {field.name: _plain_data(getattr(record, field.name)) for field in fields(record)}


def _plain_data(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain_data(member) for member in value]
    if hasattr(value, "to_json"):
        return value.to_json()
    return _as_data(value) if is_dataclass(value) else value


def spans(text: str | Value | Text, style: Style = "") -> tuple[Span, ...]:
    """Running text as runs in one style, a run of its own for each value."""
    parts = (text,) if isinstance(text, str | Value) else text
    return tuple(Span(part, style) if isinstance(part, str) else Span(part.text, style, value=part) for part in parts)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The runs as they are set: neighbours that look the same are one, whatever values they say, and empty ones are left out."""
    made: list[Span] = []
    for span in spans:
        last = made[-1] if made else None
        if last and not last.note and (last.style, last.link) == (span.style, span.link):
            made[-1] = replace(span, text=last.text + span.text, value=None)
        elif span.text or span.note:
            made.append(replace(span, value=None))
    return tuple(made)


class Block:
    """What all blocks share: they show themselves in a notebook and travel as JSON."""

    kind: ClassVar[str]

    def to_json(self) -> dict[str, Any]:
        """The block as plain data; ``block_from_json`` gives it back."""
        return {"kind": self.kind, **_as_data(self)}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {MIME: self.to_json(), "text/html": notebook_html(self), "text/plain": text_of(self)}


@singledispatch
def to_html(block: Block) -> str:
    """The block as an HTML fragment without script, style or outside reference, as ``document.html`` has it for each kind."""
    raise TypeError(f"not a block: {block!r}")


def notebook_html(block: Block) -> str:
    """The block as a notebook shows it. JupyterLab leans all cells to the right, so a table brings what sets it upright."""
    html = to_html(block)
    return _NOTEBOOK_STYLE + html if "<table>" in html else html


@dataclass(frozen=True)
class Heading(Block):
    """A heading; level 1 is the paper's title and stands once. ``anchor``, set by the report, is what links lead to."""

    kind = "heading"
    level: int
    spans: tuple[Span, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text."""

    kind = "paragraph"
    spans: tuple[Span, ...]

    @classmethod
    def plain(cls, text: str | Value | Text, style: Style = "") -> Paragraph:
        """A paragraph in one style, shown as typed."""
        return cls(spans(text, style))


@dataclass(frozen=True)
class ItemList(Block):
    """A list; each item is a run of blocks, usually one paragraph."""

    kind = "list"
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False

    @classmethod
    def plain(cls, texts: Iterable[str | Value | Text], *, ordered: bool = False) -> ItemList:
        """A list of one paragraph an item, shown as typed; empty ones are left out."""
        return cls(tuple((Paragraph.plain(text),) for text in texts if text), ordered)


@dataclass(frozen=True)
class Quote(Block):
    """Somebody else's words."""

    kind = "quote"
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Notice(Block):
    """A short text set apart from the rest, such as what is not known."""

    kind = "notice"
    title: str
    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Column:
    """A table's column: its heading, and which way its cells lean (``end`` for figures)."""

    heading: str
    align: Literal["start", "end"] = "start"


@dataclass(frozen=True, init=False)
class Cell:
    """A table's cell: its values and the words around them, and a tone that only repeats what they say.

    The first value is the cell's own: ``Cell(Value("67,3", 67.3, decimals=1), " (2021)")``.
    """

    parts: tuple[Inline, ...]
    tone: Tone = ""

    def __init__(self, *parts: Inline, tone: Tone = "") -> None:
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "tone", tone)

    @property
    def text(self) -> str:
        """The words as the reader sees them."""
        return plain(self.parts)

    @property
    def values(self) -> tuple[Value, ...]:
        """The values in the cell, its own first."""
        return tuple(part for part in self.parts if isinstance(part, Value))

    @property
    def value(self) -> Value | None:
        """The cell's own value."""
        return next(iter(self.values), None)

    def to_json(self) -> dict[str, Any]:
        """The cell as plain data."""
        made: dict[str, Any] = {"parts": [inline_to_json(part) for part in self.parts]}
        return made | {"tone": self.tone} if self.tone else made


@dataclass(frozen=True)
class Table(Block):
    """A table with its caption, its notes and its source. The first ``row_headers`` cells of a row head that row."""

    kind = "table"
    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str = ""
    notes: tuple[str, ...] = ()
    row_headers: int = 1
    number: int = 0

    def __post_init__(self) -> None:
        for position, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"table {self.name!r}: row {position} has {len(row)} cells, but there are {len(self.columns)} columns"
                )

    @property
    def values(self) -> tuple[Value, ...]:
        """The values in the cells, row by row."""
        return tuple(value for row in self.rows for cell in row for value in cell.values)


@dataclass(frozen=True)
class Figure(Block):
    """A drawing as SVG, with its caption, its source and ``alt``: what it shows, said in words.

    ``values`` are those that are drawn, or said in ``alt``.
    """

    kind = "figure"
    name: str
    caption: str
    alt: str
    svg: str
    source: str = ""
    number: int = 0
    values: tuple[Value, ...] = ()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(), "image/svg+xml": self.svg}


@dataclass(frozen=True)
class Passage(Block):
    """Several blocks that one cell shows together."""

    kind = "passage"
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Look:
    """A municipality's own look. Colours are ``#rrggbb`` with at least 4.5:1 against white; empty is naravard's own.

    ``logo`` is a data address (``data:image/svg+xml;base64,`` or ``data:image/png;base64,``), and ``logo_alt`` says in words
    what it shows.
    """

    colour: str = ""
    accent: str = ""
    logo: str = ""
    logo_alt: str = ""


@dataclass(frozen=True)
class Publication:
    """What the description of a paper's open data needs and the paper does not show.

    ``address``, which ends in a slash, is where the project's papers are published, and ``folder`` the term's folder there;
    ``contact`` is a mailbox. Both address and contact are empty if the municipality has not given them. ``area`` is the
    municipality's code of four digits, and ``period`` the first and the last day (ISO) that the figures are of.
    """

    address: str = ""
    folder: str = ""
    contact: str = ""
    area: str = ""
    period: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover(Block):
    """The frame of a paper: who gives it, about what, in which matter, as of which day.

    ``facts`` are (name, text) pairs on the first page. ``marks`` are words on every page, such as ``Exempeldata``.
    ``look`` is the municipality's own, if it has one. Without a page of its own the cover is the head of the first page, and the
    paper, a short one, has no contents in print. ``date`` (ISO) is the day the figures were fetched or the term ended,
    never the day of the run: it makes exports repeatable.
    """

    kind = "cover"
    organisation: str
    subtitle: str
    date: str
    case_number: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    look: Look = Look()
    own_page: bool = True
    publication: Publication = Publication()


@dataclass(frozen=True)
class Document:
    """A whole paper: its title, its frame and its blocks in order. Tables, figures and footnotes are numbered from 1.

    ``places`` tells for each block which notebook cell shows it, as a refusal names it. ``imprint`` is a line at the foot of
    the paper that identifies this very edition, such as the run and the checksum of its data.
    """

    title: str
    cover: Cover
    blocks: tuple[Block, ...]
    language: ClassVar[str] = words.of("pages")["language"]
    places: tuple[str, ...] = ()
    imprint: str = ""

    def to_json(self) -> dict[str, Any]:
        """The document as plain data, for the exports that take JSON."""
        blocks = [block.to_json() for block in self.blocks]
        return {"title": self.title, "language": self.language, "cover": self.cover.to_json(), "blocks": blocks}


def leaves(*blocks: Block) -> Iterator[Block]:
    """The blocks, in reading order, and in the place of one that holds others, those within it."""
    for block in blocks:
        match block:
            case ItemList():
                yield from (leaf for item in block.items for leaf in leaves(*item))
            case Quote() | Passage():
                yield from leaves(*block.blocks)
            case _:
                yield block


def text_of(block: Block) -> str:
    """A block's words in reading order, one line a paragraph or table row."""
    match block:
        case Heading() | Paragraph():
            return "".join(span.text for span in block.spans)
        case ItemList() | Quote() | Passage():
            return "\n".join(map(text_of, leaves(block)))
        case Notice():
            return f"{block.title} {block.text}".strip()
        case Table():
            lines = [block.caption, "\t".join(column.heading for column in block.columns)]
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
            return "\n".join([*lines, *block.notes, block.source])
        case Figure():
            return f"{block.caption}\n{block.alt}\n{block.source}"
        case Cover():
            return "\n".join([block.organisation, block.subtitle, *(f"{key}: {text}" for key, text in block.facts)])
    raise TypeError(f"not a block: {block!r}")
