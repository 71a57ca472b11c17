"""What a paper is written into: the house's own empty Word document, or a municipality's template."""

from __future__ import annotations

import io
import zipfile
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, PartFactory
from docx.oxml.ns import qn
from docx.package import Package

from naravard.document import Look
from naravard.formats.word.elements import Element
from naravard.formats.word.styles import house_part
from naravard.paper.compose import PaperError

LARGEST = 100_000_000  # bytes, unpacked

_HOUSE_PARTS = (
    ("styles.xml", CT.WML_STYLES, RT.STYLES),
    ("settings.xml", CT.WML_SETTINGS, RT.SETTINGS),
    ("theme.xml", CT.OFC_THEME, RT.THEME),
    ("fontTable.xml", CT.WML_FONT_TABLE, RT.FONT_TABLE),
)
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = "Wordmallen är skadad och kan inte läsas. Öppna den i Word och spara den på nytt."
_TYPES = "[Content_Types].xml"
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/"

# What a template gives to the paper, apart from the headers and footers of its pages. All else belongs to its text, which
# goes, or lives on its own: macros' keys and buttons, building blocks, comments, thumbnails, signatures.
_KEPT = {RT.STYLES, RT.SETTINGS, RT.THEME, RT.FONT_TABLE, RT.NUMBERING, RT.CUSTOM_XML}
_KEPT_OF_PACKAGE = {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES, RT.CUSTOM_PROPERTIES}
_NOT_FOR_A_PAPER = (
    *("attachedTemplate", "mailMerge", "documentProtection", "writeProtection", "updateFields"),
    *("footnote", "endnote"),  # which of the template's notes part them from the text
)


class TemplateError(PaperError):
    """A Word template that cannot be used; the text says why, in Swedish."""

    def __init__(self, problem: str) -> None:
        super().__init__([problem])


def house_document(look: Look) -> WordDocument:
    """The house's own empty document: A4, Calibri, and the styles of ``house/styles.xml`` in the look's colours."""
    package = Package()

    def part(name: str, content_type: str, relation: str) -> Part:
        content = house_part(name, look)
        return cast(Part, PartFactory(PackURI(f"/word/{name}"), content_type, relation, content, package))

    package.relate_to(part("document.xml", CT.WML_DOCUMENT_MAIN, RT.OFFICE_DOCUMENT), RT.OFFICE_DOCUMENT)
    word: WordDocument = package.main_document_part.document
    for name, content_type, relation in _HOUSE_PARTS:
        word.part.relate_to(part(name, content_type, relation), relation)
    return word


def template_document(template: bytes) -> WordDocument:
    """A municipality's template (.docx or .dotx) without its text; ``TemplateError`` when it cannot be used."""
    readable = _as_document(template)
    try:
        word = docx.Document(io.BytesIO(readable))
        roots = [word.element.body.tag, word.styles.element.tag, word.settings.element.tag]
    except Exception as error:  # a damaged file breaks in python-docx in many ways
        raise TemplateError(_DAMAGED) from error
    if roots != [qn("w:body"), qn("w:styles"), qn("w:settings")]:
        raise TemplateError(_DAMAGED)
    _empty(word)
    return word


def _as_document(template: bytes) -> bytes:
    """The template's bytes with the content type of a document, when it is one that can be used."""
    if template.startswith(_OLD_WORD):
        raise TemplateError(
            "Wordmallen är sparad i ett äldre format (.doc, .dot) eller skyddad med lösenord. "
            "Öppna den i Word och spara den som Wordmall (.dotx) utan lösenord."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise TemplateError("Wordmallen är för stor. Ta bort bilder som inte behövs.")
            content = {name: archive.read(name) for name in archive.namelist()}
        _refuse_unfit(content[_TYPES], content["_rels/.rels"], list(content))
        content[_TYPES] = content[_TYPES].replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as document:
            for name, part in content.items():
                document.writestr(name, part)
    except TemplateError:
        raise
    except Exception as error:  # zipfile, too, has many ways to say that a file is damaged
        raise TemplateError("Wordmallen är inte ett Worddokument (.docx eller .dotx), eller är skadad.") from error
    return made.getvalue()


def _refuse_unfit(types: bytes, relations: bytes, names: list[str]) -> None:
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        raise TemplateError("Wordmallen innehåller makron. Spara den i Word som Wordmall (.dotx) utan makron.")
    if _STRICT in relations:
        raise TemplateError(
            "Wordmallen är sparad som Strikt Open XML-dokument. Spara den i Word som vanlig Wordmall (.dotx)."
        )
    if _TEMPLATE_TYPE not in types and _DOCUMENT_TYPE not in types:
        raise TemplateError("Wordmallen är inte ett Worddokument. Välj en fil som slutar på .docx eller .dotx.")


def _empty(word: WordDocument) -> None:
    """Take away the template's text and all that hung on it; its pages, styles and theme stay."""
    body = word.element.body
    pages = _pages(body)
    for child in list(body):
        body.remove(child)
    body.append(pages)
    part = word.part
    named = {reference.get(qn("r:id")) for reference in pages}
    for key in [key for key, relation in part.rels.items() if relation.reltype not in _KEPT and key not in named]:
        del part.rels[key]
    for key in [key for key, rel in part.package.rels.items() if rel.reltype not in _KEPT_OF_PACKAGE]:
        del part.package.rels[key]
    settings = word.settings.element
    for found in list(settings.iter(*(qn(f"w:{name}") for name in _NOT_FOR_A_PAPER))):
        found.getparent().remove(found)
    elsewhere = part.part_related_by(RT.SETTINGS).rels
    for key in [key for key, relation in elsewhere.items() if relation.is_external]:
        del elsewhere[key]


def _pages(body: Element) -> Element:
    """The page set-up of the template's last section, with the headers and footers that it has from those before it."""
    sections = list(body.iter(qn("w:sectPr")))
    if not sections or sections[-1].page_width is None or sections[-1].left_margin is None:
        return house_document(Look()).element.body[-1]
    inherited: dict[tuple[str, str | None], Element] = {}
    for section in sections:
        for reference in section.findall(qn("w:headerReference")) + section.findall(qn("w:footerReference")):
            inherited[reference.tag, reference.get(qn("w:type"))] = reference
    last = sections[-1]
    for reference in reversed(inherited.values()):
        last.insert(0, reference)
    for kind in last.findall(qn("w:type")):
        last.remove(kind)
    return last
