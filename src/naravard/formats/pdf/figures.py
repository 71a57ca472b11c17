"""The words of a figure as text: a drawing holds them as outlines, which look the same anywhere; a PDF has the typeface."""

from __future__ import annotations

import re
from html import unescape

from naravard.formats.fonts import FAMILY, missing_signs

_WORDS = re.compile(
    r'<g((?: (?:fill|fill-opacity|transform|font-weight)="[^"]*")+) data-words="([^"]*)">(?:<use href="#\w+" x="-?\d+"/>)*</g>'
)
"""Words as our figures hold them, and nothing that somebody else has drawn."""
_LATIN = re.compile("[ -~\u00a0-\u024f\u2009\u2010-\u2027\u202f-\u203a\u2044\u20ac\u2212\u2264\u2265]*")


def with_text(svg: str) -> str:
    """The drawing with its words as text: the PDF is half the size, and a reader can search and copy them.

    The outlines of words say which words they are (``figures.scalable``), in thousandths of their size. Words with a sign
    that the typeface does not have stay outlines, and so do those with marks of their own or letters of other scripts,
    which the PDF would set otherwise.
    """
    return _WORDS.sub(_text, svg)


def _text(outlines: re.Match[str]) -> str:
    style, words = outlines.groups()
    plain = unescape(words)
    if not _LATIN.fullmatch(plain) or missing_signs([("", plain)]):
        return outlines[0]
    # In quotes of its own: a name with a number in it is no plain word in CSS.
    return f'<text{style} font-family="{FAMILY!r}" font-size="1000" xml:space="preserve">{words}</text>'
