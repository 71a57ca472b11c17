"""Blocks as HTML: the same elements in JupyterLab and in the exported page. All text is escaped."""

from __future__ import annotations

import base64
import re
from html import escape

from naravard import words
from naravard.document.blocks import (
    Block,
    Cover,
    Figure,
    Heading,
    ItemList,
    Notice,
    Paragraph,
    Passage,
    Quote,
    Span,
    Table,
    merged,
    to_html,
)

_SAID = words.of("pages")
_TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}
_LONGEST_FIGURE = 16
"""A figure with its remark, such as ``5 183 (12 av 12)``, is kept on one line; what is longer is words, and may be broken."""
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@to_html.register
def _heading(block: Heading) -> str:
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    return f"<h{block.level:d}{anchor}>{_spans(block.spans)}</h{block.level:d}>"


@to_html.register
def _paragraph(block: Paragraph) -> str:
    return f"<p>{_spans(block.spans)}</p>"


@to_html.register
def _list(block: ItemList) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{_item(item)}</li>' for item in block.items)}</{tag}>"


@to_html.register
def _quote(block: Quote) -> str:
    return f"<blockquote>{''.join(map(to_html, block.blocks))}</blockquote>"


@to_html.register
def _notice(block: Notice) -> str:
    title = f"<strong>{typed(block.title)}</strong> " if block.title else ""
    # Not <aside>: a landmark inside main would only be one more stop for who walks by landmarks.
    return f'<div class="notice {escape(block.tone)}" role="note"><p>{title}{typed(block.text)}</p></div>'


@to_html.register
def _passage(block: Passage) -> str:
    return "\n".join(map(to_html, block.blocks))


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(map(_span, merged(spans)))


def typed(text: str) -> str:
    """Text as typed; a line break in it is a line break on the page, and a date is kept on one line."""
    return _DATE.sub(r'<span class="date">\g<0></span>', escape(text)).replace("\n", "<br>")


def _span(span: Span) -> str:
    text = typed(span.text)
    if span.style:
        tag = _TAGS[span.style]
        text = f"<{tag}>{text}</{tag}>"
    if span.link:
        text = f'<a href="{escape(span.link)}">{text}</a>'
    return text + _note(span)


def _note(span: Span) -> str:
    """The reference to a footnote; in a notebook, where the notes are not yet gathered and numbered, the note itself."""
    if not span.note:
        return ""
    if not (number := span.note_number):
        return f" <small>{typed(_SAID['web']['footnote_in_notebook'].format(text=span.note))}</small>"
    called = escape(_SAID["footnote"].format(number=number))
    return (
        f'<sup><a id="fotnotshanvisning-{number:d}" href="#fotnot-{number:d}" role="doc-noteref" '
        f'aria-label="{called}">{number:d}</a></sup>'
    )


def _item(blocks: tuple[Block, ...]) -> str:
    """A list item; a single paragraph stands without its own element, as in a tight list."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return _spans(blocks[0].spans)
    return "".join(map(to_html, blocks))


def _label(word: str, block: Table | Figure) -> str:
    return f"<b>{typed(word)} {block.number}.</b> " if block.number else ""


def _source(source: str) -> str:
    return f'<p class="source">{typed(source)}</p>' if source else ""


@to_html.register
def _table(table: Table) -> str:
    head = "".join(
        f'<th scope="col"{_class(column.align == "end" and "end")}>{typed(column.heading)}</th>'
        for column in table.columns
    )
    rows = "\n".join(_row(table, position) for position in range(len(table.rows)))
    notes = "".join(f'<p class="note">{typed(note)}</p>' for note in table.notes)
    # The number is unlike on every table of a paper; a name may be shown twice.
    caption_id = f"tabell-{table.number}" if table.number else f"t-{escape('-'.join(table.name.split()))}"
    return (
        f'<div class="table"><div class="scroll" role="region" tabindex="0" aria-labelledby="{caption_id}">\n'
        f'<table><caption><span id="{caption_id}">{_label(_SAID["table"], table)}{typed(table.caption)}</span></caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>{notes}{_source(table.source)}</div>"
    )


def _row(table: Table, position: int) -> str:
    cells = []
    for place, (cell, column) in enumerate(zip(table.rows[position], table.columns, strict=True)):
        figure = column.align == "end"
        classes = _class(figure and "end", figure and len(cell.text) > _LONGEST_FIGURE and "long", cell.tone)
        text = typed(cell.text)
        cells.append(
            f'<th scope="row"{classes}>{text}</th>' if place < table.row_headers else f"<td{classes}>{text}</td>"
        )
    return f"<tr>{''.join(cells)}</tr>"


def _class(*names: str | bool) -> str:
    given = [escape(name) for name in names if isinstance(name, str) and name]
    return f' class="{" ".join(given)}"' if given else ""


@to_html.register
def _figure(figure: Figure) -> str:
    image = base64.b64encode(figure.svg.encode()).decode()
    return (
        f'<figure><img alt="{escape(figure.alt)}" src="data:image/svg+xml;base64,{image}">'
        f"<figcaption>{_label(_SAID['figure'], figure)}{typed(figure.caption)}{_source(figure.source)}</figcaption></figure>"
    )


@to_html.register
def _cover(cover: Cover) -> str:
    facts = "".join(f"<div><dt>{typed(key)}</dt><dd>{typed(text)}</dd></div>" for key, text in cover.facts)
    marks = "".join(f'<p class="mark">{typed(mark)}</p>' for mark in cover.marks)
    look = cover.look
    logo = f'<img alt="{escape(look.logo_alt)}" src="{escape(look.logo)}" height="64">' if look.logo else ""
    return (
        f'{logo}<p class="organisation">{typed(cover.organisation)}</p><p class="subtitle">{typed(cover.subtitle)}</p>'
        f"{marks}<dl>{facts}</dl>"
    )
