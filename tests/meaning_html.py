"""What a page means, read back from its HTML: the parts of ``meaning.of_document``, from ``main`` and the title."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from meaning import caption_of, squeezed

HEADINGS = {f"h{level}": level for level in range(1, 7)}
VOID = {"br", "col", "hr", "img", "link", "meta"}
FRAME_ROLES = {"doc-noteref", "doc-endnotes"}
"""Footnotes have no part of their own, and their section's heading is the page's."""


class Node:
    """An element: its name, its attributes, and what stands in it."""

    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag, self.attributes, self.inner = tag, attributes, []

    def all(self, *tags: str) -> Iterator[Node]:
        """The elements of these names anywhere in this one, in order; the frame is not entered."""
        for node in self.inner:
            if isinstance(node, Node) and node.attributes.get("role") not in FRAME_ROLES:
                if node.tag in tags:
                    yield node
                yield from node.all(*tags)

    def everything(self) -> Iterator[Node]:
        """All elements below, the frame's too."""
        for node in self.inner:
            if isinstance(node, Node):
                yield node
                yield from node.everything()

    def text(self) -> str:
        """The words in this element, a line break as a blank."""
        if self.attributes.get("role") in FRAME_ROLES:
            return ""
        own = (node.text() if isinstance(node, Node) else node for node in self.inner)
        return " " if self.tag == "br" else "".join(own)


class _Tree(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.root = Node("", {})
        self._open = [self.root]
        self.feed(source)
        assert self._open == [self.root], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self._open[-1].inner.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self._open[-1].inner.append(data)


def tree(source: str) -> Node:
    """The page's elements; an AssertionError if they are not closed in order."""
    return _Tree(source).root


def of_html(source: str) -> list[tuple]:
    """The page's headings, tables and figures in reading order."""
    page = tree(source)
    parts = [("heading", 1, squeezed(title.text())) for title in page.all("h1")]
    (main,) = page.all("main")
    for node in main.all(*HEADINGS, "table", "figure"):
        if node.tag == "table":
            parts.append(_table(node))
        elif node.tag == "figure":
            parts.append(_figure(node))
        else:
            parts.append(("heading", HEADINGS[node.tag], squeezed(node.text())))
    return parts


def _table(table: Node) -> tuple:
    (caption,), (head,), (body,) = (list(table.all(tag)) for tag in ("caption", "thead", "tbody"))
    headings = tuple(squeezed(cell.text()) for cell in head.all("th") if cell.attributes["scope"] == "col")
    rows, row_heads = [], set()
    for row in body.all("tr"):
        cells = list(row.all("th", "td"))
        rows.append(tuple(squeezed(cell.text()) for cell in cells))
        row_heads.add(sum(cell.tag == "th" and cell.attributes["scope"] == "row" for cell in cells))
    assert len(row_heads) <= 1, "every row has as many row heads"
    return ("table", caption_of(caption.text()), headings, tuple(rows), row_heads.pop() if row_heads else 1)


def _figure(figure: Node) -> tuple:
    (image,), (caption,) = figure.all("img"), figure.all("figcaption")
    words = "".join(node.text() if isinstance(node, Node) else node for node in caption.inner if not _is_source(node))
    return ("figure", squeezed(image.attributes["alt"] or ""), caption_of(words))


def _is_source(node: Node | str) -> bool:
    return isinstance(node, Node) and node.attributes.get("class") == "source"
