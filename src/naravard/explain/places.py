"""What stands where in a paper: every value of its tables, figures and sentences, and those that are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten

from naravard.document import (
    Block,
    Document,
    Figure,
    Heading,
    Notice,
    Paragraph,
    Span,
    Table,
    Value,
    leaves,
    text_of,
)
from naravard.measures.definitions import column_description, key_description

_NEXT_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zåäö])")
_BLANKS, _DASHES = re.compile(r"\s+"), re.compile("[\u2010-\u2015\u2212]")


class NotFound(LookupError):
    """What is asked for is not in the paper; the text says so in Swedish, and what there is."""


@dataclass(frozen=True)
class Place:
    """Where a value stands: in a cell of a table, in a figure (``row`` is then what the value is of), or in a sentence.

    ``label`` is ``Tabell 5`` or ``Figur 2``, and ``words`` the whole cell or sentence.
    """

    value: Value
    words: str
    label: str = ""
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        if not self.label:
            return f"”{self.words}”"
        row, column = ("rad ", "kolumn ") if self.label.startswith("Tabell") else ("", "")
        parts = (self.label, self.row and row + shorten(self.row, 80, placeholder=" …"), column + self.column)
        return ", ".join(part for part in parts if part)


def find(paper: Document | Block, what: str, row: str = "", column: str = "") -> list[Place]:
    """The places of the values that are asked for, in the paper's order; NotFound where there are none."""
    places = list(places_of(paper))
    block, wanted = named(paper, what), _alike(what)
    if block:
        found = [place for place in places if place.label == block[0]]
    else:
        found = [place for place in places if wanted in _readings(place.value)] or _with_words(places, what)
        if not wanted or not found:
            raise NotFound(
                _refusal(f"inget heter eller lyder {what!r}", (f"{at}. {b.caption}" for at, b in _labelled(paper)))
            )
    found = _picked(found, "row", row, "rad")
    return _picked(found, "column", column, "kolumn")


def _picked(places: list[Place], part: str, text: str, called: str) -> list[Place]:
    """The places whose row or column holds the text."""
    if not text:
        return places
    found = [place for place in places if text.casefold() in getattr(place, part).casefold()]
    if not found:
        there = (getattr(place, part) for place in places)
        raise NotFound(_refusal(f"ingen {called} heter något med {text!r}", filter(None, there)))
    return found


def _refusal(nothing: str, known: Iterable[str]) -> str:
    there = list(dict.fromkeys(known))
    return "\n  ".join([f"{nothing}. {'Det här finns:' if there else 'Där finns inga.'}", *there])


def named(paper: Document | Block, what: str) -> tuple[str, Table | Figure] | None:
    """The table or figure with that number, caption or name, with its label."""
    wanted = " ".join(what.split()).rstrip(".").casefold()
    for label, block in _labelled(paper):
        if wanted in (label.casefold(), block.caption.strip().rstrip(".").casefold(), block.name.casefold()):
            return label, block
    return None


def _with_words(places: Iterable[Place], what: str) -> list[Place]:
    """The places whose cell or sentence holds the words; of a mere number that is no value, the sentences that say it."""
    words = re.compile(rf"(?<!\w){re.escape(_plain(what))}(?!\d)")
    found = [place for place in places if words.search(_plain(place.words))]
    if any(letter.isalpha() for letter in what):
        return found
    return list(dict.fromkeys(Place(Value(what), place.words) for place in found if not place.label))


def _plain(text: str) -> str:
    """Text in which blanks of any kind, and dashes and minus signs of any kind, are the same, and capitals too."""
    return _DASHES.sub("-", _BLANKS.sub(" ", text.strip())).casefold()


def _alike(text: str) -> str:
    """Text to hold against a value's, without its blanks."""
    return _plain(text).replace(" ", "")


def _readings(value: Value) -> tuple[str, str]:
    """How a value may be asked for: as it is printed, and without its unit."""
    return _alike(value.text), _alike(value.text.removesuffix(value.unit) if value.with_unit else value.text)


def _leaves(paper: Document | Block) -> Iterator[Block]:
    return leaves(*paper.blocks) if isinstance(paper, Document) else leaves(paper)


def _labelled(paper: Document | Block) -> Iterator[tuple[str, Table | Figure]]:
    """The tables and figures with what they are called, ``Tabell 3``; in a loose block they are counted from 1."""
    tables = figures = 0
    for block in _leaves(paper):
        if isinstance(block, Table):
            tables += 1
            yield f"Tabell {tables}", block
        elif isinstance(block, Figure):
            figures += 1
            yield f"Figur {figures}", block


def places_of(paper: Document | Block) -> Iterator[Place]:
    """Every value of a paper, in its order."""
    labelled = _labelled(paper)
    for block in _leaves(paper):
        match block:
            case Table():
                yield from _cells(next(labelled)[0], block)
            case Figure():
                label = next(labelled)[0]
                for value in block.values:
                    origin = value.origin
                    yield Place(
                        value, "", label, key_description(origin.key), column_description(origin.measure, origin.column)
                    )
            case Heading() | Paragraph():
                yield from _sentences(block.spans)
            case Notice():
                yield from _sentences((Span(text_of(block)),))


def _cells(label: str, table: Table) -> Iterator[Place]:
    """The values in the cells; a cell of words alone is taken for one without origin."""
    for row in table.rows:
        head = " ".join(cell.text for cell in row[: table.row_headers or None])
        for column, cell in zip(table.columns, row, strict=True):
            for value in cell.values or (Value(cell.text),):
                if value.text:
                    yield Place(value, cell.text, label, head, column.heading)


def _sentences(spans: Sequence[Span]) -> Iterator[Place]:
    """The values in running text, each with its sentence; a sentence without any is taken for a value without origin."""
    text, at, values = "", 0, []
    for span in spans:
        values += [(at, span.value)] if span.value else []
        text, at = text + span.text, at + len(span.text)
    for start, end in pairwise([0, *(met.end() for met in _NEXT_SENTENCE.finditer(text)), len(text)]):
        sentence = text[start:end].strip()
        if sentence:
            there = [value for at, value in values if start <= at < end]
            yield from (Place(value, sentence) for value in there or (Value(sentence),))
