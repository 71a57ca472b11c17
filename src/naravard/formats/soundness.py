"""Whether a file that was made is whole: the last look before it is published."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring


def faults_of_file(name: str, content: bytes) -> Iterator[str]:
    """What is wrong with the file, in Swedish; nothing when it is whole."""
    kind = name.rpartition(".")[2]
    if not content:
        yield f"{name} är tom"
    elif kind == "html":
        yield from _page(name, content.decode())
    elif kind == "pdf":
        yield from _pdf(name, content)
    elif kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if broken := archive.testzip():
                yield f"{name} är skadad ({broken})"
    elif kind == "rdf":
        yield from _described(name, content)
    elif kind in ("json", "ipynb"):
        read = json.loads(content)
        if kind == "ipynb" and "naravard" not in read["metadata"]:
            yield f"{name} saknar slutmärke: anteckningsboken har inte körts till sitt slut"


def _page(name: str, page: str) -> Iterator[str]:
    if not page.rstrip().endswith("</html>"):
        yield f"{name} är avhuggen"
    if "<script" in page.casefold() or "Content-Security-Policy" not in page:
        yield f"{name} har skript eller saknar skydd mot det"


def _described(name: str, content: bytes) -> Iterator[str]:
    try:
        if not str(fromstring(content).tag).endswith("}RDF"):
            yield f"{name} är inte RDF/XML"
    except ParseError:
        yield f"{name} är skadad"


def _pdf(name: str, content: bytes) -> Iterator[str]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not pdf.pages or "/StructTreeRoot" not in pdf.Root:
                yield f"{name} saknar sidor eller taggar"
    except pikepdf.PdfError:
        yield f"{name} är skadad"
