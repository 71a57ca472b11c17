"""Whether a drawing (SVG) is self-contained and still, so that it can stand in a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_SPECIAL = re.compile(r"[\\@(]|image-set", re.IGNORECASE)
"""What all that reaches outside a style has in it."""


def svg_faults(svg: str) -> Iterator[str]:
    """What is wrong with the drawing, as Swedish clauses: no script, no event, nothing fetched from elsewhere."""
    try:
        root = fromstring(svg)
    except DefusedXmlException:
        yield "bilden är inte läsbar SVG, för den har egna förkortningar (ENTITY). Spara den på nytt som vanlig SVG"
        return
    except ParseError as error:
        line, column = error.position
        yield f"bilden är inte läsbar SVG (fel på rad {line}, tecken {column + 1})"
        return
    except (ValueError, LookupError):
        yield "bilden är inte läsbar SVG"
        return
    if not str(root.tag).endswith("svg"):
        yield f"bilden är inte SVG utan {root.tag}"
    live: set[str] = set()
    for element in root.iter():  # there are thousands, and nearly all are plain
        tag = str(element.tag).rpartition("}")[2].casefold()
        if tag in ("script", "foreignobject", "set", "animate", "animatetransform", "animatemotion", "handler"):
            live.add(tag)
        for key, value in element.attrib.items():
            live.add(_live_attribute(key.rpartition("}")[2].casefold(), value))
        if tag == "style" and _outside_style(element.text or ""):
            live.add("style")
    if live := live - {""}:
        yield f"bilden får inte ha skript, händelser eller adresser till annat ({', '.join(sorted(live))})"


def _live_attribute(name: str, value: str) -> str:
    """The attribute if it acts or fetches something, else nothing."""
    if name.startswith("on"):
        return name
    if name in ("href", "src"):
        fetches = not value.startswith(("#", "data:image/png;base64,", "data:image/jpeg;base64,"))
    else:
        fetches = not name.startswith("data-") and _outside_style(value)  # nothing acts on data
    return f"{name}={value[:40]}" if fetches else ""


def _outside_style(css: str) -> bool:
    if not _SPECIAL.search(css):
        return False
    css = css.casefold()
    if "\\" in css:  # which spells any other word in disguise
        return True
    return any(word in css for word in ("@import", "image-set", "src(")) or any(
        not target.startswith("#") for target in re.findall(r"url\(\s*['\"]?([^)]*)", css)
    )
