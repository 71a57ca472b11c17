"""Markdown cells as blocks. Raw HTML is text; what a paper cannot hold is refused, never dropped."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Literal

import mistune

from naravard.document import Block, Heading, ItemList, Paragraph, Quote, Span, merged

Complain = Callable[[str], None]
Token = dict[str, Any]
Style = Literal["", "strong", "emphasis", "code"]

# The plugins are there to be refused: without them a table or a formula would stand in the paper as bars and dollar signs.
_PLUGINS = ["table", "math", "footnotes"]

_REFUSED: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SKIPPED = {"blank_line", "footnotes"}  # a footnote is read where the text refers to it
_LOST_NOTE = re.compile(r"\[\^[^\]\s]+\]")


def blocks_from_markdown(source: str, complain: Complain) -> tuple[Block, ...]:
    """The blocks of one Markdown cell; what is refused is told to ``complain``, in Swedish."""
    tokens, _ = _parser().parse(source)
    if not isinstance(tokens, list):
        return ()
    written = (item for token in tokens if token["type"] == "footnotes" for item in token["children"])
    _hang(tokens, {item["attrs"]["index"]: _plain(item) for item in written})
    return tuple(_blocks(tokens, complain, inside=""))


def _hang(tokens: list[Token], notes: dict[int, str]) -> None:
    """Give each reference to a footnote the footnote's text."""
    for token in tokens:
        if token["type"] == "footnote_ref":
            token["note"] = notes[token["attrs"]["index"]]
        _hang(token.get("children", []), notes)


def _plain(token: Token) -> str:
    """A footnote's words; the address of a link in it is written out."""
    words = (
        " ".join(unescape(token.get("raw", "")).split(" ")) if token["type"] not in ("softbreak", "linebreak") else " "
    )
    between = " " if token["type"] == "footnote_item" else ""
    words += between.join(_plain(child) for child in token.get("children", ()) if child["type"] != "blank_line")
    return f"{words} ({token['attrs']['url']})" if token["type"] == "link" else words


@cache
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None, plugins=_PLUGINS)


def _blocks(tokens: list[Token], complain: Complain, inside: str) -> Iterator[Block]:
    for token in tokens:
        match token["type"]:
            case "heading" if inside:
                complain(f"en rubrik kan inte stå i {inside}. Flytta ut den")
            case "heading":
                yield Heading(token["attrs"]["level"], _spans(token["children"], complain))
            case "paragraph" | "block_text":
                yield Paragraph(_spans(token["children"], complain))
            case "block_html":
                yield Paragraph.plain(token["raw"].rstrip("\n"))
            case "list":
                items = (tuple(_blocks(item["children"], complain, "en lista")) for item in token["children"])
                yield ItemList(tuple(items), token["attrs"]["ordered"])
            case "block_quote":
                yield Quote(tuple(_blocks(token["children"], complain, "ett citat")))
            case kind if kind not in _SKIPPED:
                complain(_refusal(token))


def _spans(tokens: list[Token], complain: Complain) -> tuple[Span, ...]:
    """The inline tokens as runs of text, neighbours of one style joined."""
    return merged(_inline(tokens, "", "", complain))


def _inline(tokens: list[Token], style: Style, link: str, complain: Complain) -> Iterator[Span]:
    for token in tokens:
        match token["type"]:
            case "text":
                if lost := _LOST_NOTE.search(token["raw"]):
                    complain(f"fotnoten {lost[0]} har ingen text. Skriv den på en egen rad: {lost[0]}: Förklaringen")
                yield Span(unescape(token["raw"]), style, link)
            case "footnote_ref":
                yield Span("", style, link, note=token["note"])
            case "inline_html":
                yield Span(token["raw"], style, link)
            case "softbreak":
                yield Span(" ", style, link)
            case "linebreak":
                yield Span("\n", style, link)
            case "codespan":
                yield Span(token["raw"], "code", link)
            case "strong":
                yield from _inline(token["children"], "strong", link, complain)
            case "emphasis":  # a span has one style, and strong is the one that must not be lost
                yield from _inline(token["children"], style or "emphasis", link, complain)
            case "link":
                yield from _inline(token["children"], style, token["attrs"]["url"], complain)
            case _:
                complain(_refusal(token))


def _refusal(token: Token) -> str:
    raw = " ".join(token.get("raw", "").split())
    sentence = _REFUSED.get(token["type"], f"Markdown av slaget {token['type']} kan inte stå i en rapport. Ta bort det")
    return sentence.format(raw=raw if len(raw) <= 40 else raw[:39] + "…")
