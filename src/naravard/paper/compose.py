"""An executed notebook as a ``Document``: its Markdown and the blocks its cells show, in order, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from naravard.document import (
    MIME,
    Block,
    Cover,
    Document,
    Figure,
    Heading,
    ItemList,
    NotABlock,
    Paragraph,
    Passage,
    Quote,
    Table,
    block_from_json,
    text_of,
)
from naravard.paper.checks import faults_of, short, spans_of
from naravard.paper.markdown import blocks_from_markdown

if TYPE_CHECKING:  # nbformat takes longer to import than a PDF to make
    from nbformat import NotebookNode

Placed = tuple[str, Block]

# How what matplotlib and pandas give is written where it is the value of a cell's last line.
_DRAWN = re.compile(r"<(\w*Axes\w*:|Figure size|BarContainer|matplotlib\.)")
_SERIES = re.compile(r"\bdtype: ")


class PaperError(ValueError):
    """A notebook that cannot become a paper; ``problems`` tells, in Swedish, what and in which cell, all of it at once."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def assemble(notebook: NotebookNode) -> Document:
    """The paper that an executed notebook holds, numbered and checked; ``PaperError`` when it is not fit to be one."""
    problems: list[str] = []
    placed = [pair for number, cell in enumerate(notebook.cells, start=1) for pair in _cell(number, cell, problems)]
    placed = [pair for pair in placed if _is_sound(pair, problems)]
    cover = _the_cover(placed, problems)
    title = _the_title(placed, problems)
    body = [pair for pair in placed if not isinstance(pair[1], Cover) and pair[1] is not title]
    _check_levels(placed, problems)
    blocks = tuple(_numbered(block for _, block in body))
    _check_anchors(body, blocks, problems)
    if problems or cover is None or title is None:
        raise PaperError(problems)
    return Document(" ".join(text_of(title).split()), cover, blocks, places=tuple(place for place, _ in body))


def _cell(number: int, cell: NotebookNode, problems: list[str]) -> Iterator[Placed]:
    first = next((line for line in cell.source.splitlines() if line.strip()), "")
    place = f"Cell {number} («{short(first)}»)" if first else f"Cell {number}"

    def complain(problem: str) -> None:
        if (message := f"{place}: {problem}.") not in problems:  # a plot is shown both as a value and as a picture
            problems.append(message)

    if cell.cell_type == "markdown":
        blocks = blocks_from_markdown(cell.source, complain)
    elif cell.cell_type == "code":
        blocks = tuple(block for output in cell.outputs for block in _output(output, complain))
    else:
        blocks = ()
        if cell.source.strip():
            complain("en råcell kan inte stå i en rapport. Gör om den till en Markdowncell eller ta bort den")
    return ((place, block) for block in blocks)


def _output(output: NotebookNode, complain: Callable[[str], None]) -> Iterator[Block]:
    """The blocks that one output shows; anything that is not ours is a mistake in the notebook, not part of a paper."""
    if output.output_type == "error":
        complain(f"cellen stannade med ett fel ({output.ename}: {short(output.evalue, 120)}). Rätta felet och kör om")
    elif output.output_type == "stream":
        if output.name == "stdout":  # warnings (stderr) are for the analyst, in the notebook or in the log of the run
            complain(
                f"cellen skriver ut text («{short(str(output.text))}»). Ta bort print, eller visa texten som ett stycke"
            )
    elif MIME in output.data:
        yield from _blocks(output.data[MIME], complain)
    elif foreign := {mime: str(data) for mime, data in output.data.items() if (mime, data) != ("text/plain", "None")}:
        complain(_instead_of(foreign))


def _instead_of(data: dict[str, str]) -> str:
    """What an analyst has shown, by its type, and what to write in its place."""
    value = data.get("text/plain", "")
    if any(mime.startswith("image/") for mime in data) or _DRAWN.search(value):
        return 'cellen visar en naken bild. Visa den med figures.of(fig, caption="…", alt="…", source="…")'
    if "<table" in data.get("text/html", "") or _SERIES.search(value):
        return 'cellen visar en naken tabell. Visa den med tables.of(df, caption="…", source="…")'
    kind = next((mime for mime in data if mime != "text/plain"), "text/plain")
    return (
        f"cellen visar {'ett Pythonvärde' if kind == 'text/plain' else 'något annat'} ({kind}), som inte kan stå i en rapport. "
        "Låt cellen visa en tabell, figur eller text från naravard, eller avsluta sista raden med semikolon"
    )


def _blocks(data: Any, complain: Callable[[str], None]) -> Iterator[Block]:
    if ragged := _ragged_rows(data):
        complain(
            f"tabellen «{short(data['caption'])}» har inte en cell per kolumn i rad {ragged}. Fyll i eller ta bort"
        )
        return
    try:
        block = block_from_json(data)
    except (NotABlock, RecursionError) as error:
        place = f" (fel i {error.place})" if isinstance(error, NotABlock) and error.place else ""
        complain(
            f"cellens block kan inte läsas{place}. Rätta det som cellen visar, och kör om den med samma version av naravard"
        )
        return
    yield from _flattened(block)


def _ragged_rows(data: Any) -> str:
    """The rows, counted from 1, that a table's JSON holds too many or too few cells in."""
    match data:
        case {"kind": "table", "caption": str(), "columns": list(columns), "rows": list(rows)}:
            ragged = (at for at, row in enumerate(rows, 1) if isinstance(row, list) and len(row) != len(columns))
            return ", ".join(map(str, ragged))
    return ""


def _flattened(block: Block) -> Iterator[Block]:
    if isinstance(block, Passage):
        for inner in block.blocks:
            yield from _flattened(inner)
    else:
        yield block


def _is_sound(pair: Placed, problems: list[str]) -> bool:
    place, block = pair
    faults = faults_of(block)
    problems += [f"{place}: {fault}." for fault in faults]
    return not faults


def _the_cover(placed: list[Placed], problems: list[str]) -> Cover | None:
    covers = [(place, block) for place, block in placed if isinstance(block, Cover)]
    for place, _ in covers[1:]:
        problems.append(f"{place}: rapporten har redan ett försättsblad ({covers[0][0]}). Ta bort det ena.")
    if not covers and not any("försättsblad" in problem for problem in problems):
        problems.append("Rapporten saknar försättsblad. Visa det från en kodcell.")
    return covers[0][1] if covers else None


def _the_title(placed: list[Placed], problems: list[str]) -> Heading | None:
    titles = [(place, block) for place, block in placed if isinstance(block, Heading) and block.level == 1]
    for place, block in titles[1:]:
        problems.append(
            f"{place}: «{short(text_of(block))}» är rubrik på nivå 1, men titeln ({titles[0][0]}) ska vara ensam om det. "
            "Skriv ## i stället för #."
        )
    if not titles:
        problems.append("Rapporten saknar titel. Skriv den först i anteckningsboken, som en rubrik på nivå 1 (#).")
        return None
    before = [place for place, block in placed if not isinstance(block, Cover)]
    if before[0] != titles[0][0] or next(b for _, b in placed if not isinstance(b, Cover)) is not titles[0][1]:
        problems.append(f"{titles[0][0]}: titeln ska stå först, men {before[0]} står före den.")
    return titles[0][1]


def _check_levels(placed: list[Placed], problems: list[str]) -> None:
    level = 0
    for place, block in placed:
        if not isinstance(block, Heading):
            continue
        if level and block.level > level + 1:
            problems.append(
                f"{place}: rubriken «{short(text_of(block))}» är på nivå {block.level} men rubriken före är på nivå {level}. "
                f"Skriv {'#' * (level + 1)} i stället för {'#' * block.level}."
            )
        level = block.level


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks with tables, figures and footnotes counted from 1, each by itself, and headings with their anchors."""
    tables = figures = 0
    notes = count(1)
    anchors: set[str] = set()
    for unnumbered in blocks:
        block = _with_note_numbers(unnumbered, notes)
        if isinstance(block, Table):
            tables += 1
            yield replace(block, number=tables)
        elif isinstance(block, Figure):
            figures += 1
            yield replace(block, number=figures)
        elif isinstance(block, Heading):
            yield replace(block, anchor=_anchor(text_of(block), anchors))
        else:
            yield block


def _with_note_numbers(block: Any, notes: Iterator[int]) -> Any:
    """The block with its footnotes numbered in the order they are read."""
    match block:
        case Heading() | Paragraph() if any(span.note for span in block.spans):
            numbered = (replace(span, note_number=next(notes)) if span.note else span for span in block.spans)
            return replace(block, spans=tuple(numbered))
        case ItemList():
            items = (tuple(_with_note_numbers(inner, notes) for inner in item) for item in block.items)
            return replace(block, items=tuple(items))
        case Quote():
            return replace(block, blocks=tuple(_with_note_numbers(inner, notes) for inner in block.blocks))
    return block


def _anchor(text: str, taken: set[str]) -> str:
    """The anchor that JupyterLab gives the heading, so that a link works in the notebook and in the paper alike."""
    base = anchor = "-".join(text.split())
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    taken.add(anchor)
    return anchor


def _check_anchors(body: list[Placed], blocks: tuple[Block, ...], problems: list[str]) -> None:
    anchors = {block.anchor for block in blocks if isinstance(block, Heading)}
    for place, block in body:
        for span in spans_of(block):
            if span.link.startswith("#") and unquote(span.link[1:]) not in anchors:
                problems.append(f"{place}: länken «{short(span.link)}» leder inte till någon rubrik i rapporten.")
