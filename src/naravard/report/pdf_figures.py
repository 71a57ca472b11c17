"""The words of a figure as text: a drawing holds them as outlines, which look the same anywhere; a PDF has the typeface."""

from __future__ import annotations

import re
from html import unescape

from naravard.report.pdf_fonts import FAMILY, missing_signs

_WORDS = re.compile(r'<g((?: (?:fill|fill-opacity|transform|font-weight)="[^"]*")+) data-words="([^"]*)">.*?</g>')


def with_text(svg: str) -> str:
    """The drawing with its words as text: the PDF is half the size, and a reader can search and copy them.

    The outlines of words say which words they are (``figures.scalable``), and in thousandths of their size; words with a
    sign that the typeface does not have stay outlines.
    """
    return _WORDS.sub(_text, svg)


def _text(outlines: re.Match[str]) -> str:
    style, words = outlines.groups()
    if missing_signs([("", unescape(words))]):
        return outlines[0]
    # In quotes of its own: a name with a number in it is no plain word in CSS.
    return f'<text{style} font-family="{FAMILY!r}" font-size="1000" xml:space="preserve">{words}</text>'
