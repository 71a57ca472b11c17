"""``dcat.rdf``: a paper's open data described by DCAT-AP-SE 3, in RDF/XML, which is what dataportal.se harvests.

The paper is a series, each of its tables a dataset, and each dataset has the table's CSV file as its one distribution: the
profile keeps distributions for the same data in several forms, which the files of a paper are not. Where the files are
published and whom to ask only the municipality knows. It says so in plan.toml; without an address every address is relative.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from naravard import words
from naravard.document import Document

FILE = "dcat.rdf"
_TEMPLATES = Path(__file__).parent


def dcat_from_package(document: Document, paper: str, package: Mapping[str, Any]) -> bytes:
    """The description of the data that ``package``, a datapackage.json, describes; the same bytes each time.

    ``paper`` is the name of the folder that the files lie in, below the one of the term.
    """
    given = document.cover.publication
    folder = f"{given.address}{quote(given.folder)}/{quote(paper)}/" if given.address else ""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return (
        environment.get_template("dcat.rdf.j2")
        .render(
            document=document,
            cover=document.cover,
            given=given,
            package=package,
            said=words.of("pages")["data"],
            reform=words.of("reform"),
            root=given.address or "../",
            folder=folder,
            here=f"{folder}{FILE}",
            terms=next((terms for resource in package["resources"] for terms in resource.get("licenses", ())), None),
        )
        .encode()
    )
