"""What a paper is made of: the blocks that a notebook shows and that every export draws.

A notebook cell shows a block; its output carries the block as JSON (``MIME``) beside HTML, so that it looks right in
JupyterLab too. The exports read the JSON back and never the HTML.
"""

from naravard.document.blocks import (
    MIME,
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Figure,
    Heading,
    ItemList,
    Look,
    Notice,
    Paragraph,
    Passage,
    Publication,
    Quote,
    Span,
    Table,
    Tone,
    leaves,
    merged,
    notebook_html,
    spans,
    text_of,
    to_html,
)
from naravard.document.from_json import NotABlock, block_from_json
from naravard.document.html import typed  # the module registers what to_html makes of each kind of block
from naravard.document.values import NOWHERE, Inline, Origin, SourceRow, Status, Text, Value
