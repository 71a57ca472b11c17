"""A paper in a municipality's own Word template: the template's look with the paper's text, or a refusal that says why."""

import base64
import io
import re
import zipfile
from collections import Counter
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import nsmap, qn

from meaning import of_document
from meaning_word import of_word, text_of
from naravard.formats.word import TemplateError, word_from_document
from naravard.paper.compose import assemble
from paper_sample import COVER, board_notebook, notebook, text
from test_word import LOOK, RUNNING_TEXT
from word_file import VALUE, Word, dangling, faults

SWEDISH_IDS = {"Heading1": "Rubrik1", "Heading2": "Rubrik2", "Caption": "Beskrivning", "ListNumber": "Numreradlista"}
TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"


def template(change=lambda parts: parts):
    """A municipality's template as Word saves it: English leftovers, Swedish ids, a head, and text that is to go."""
    word = docx.Document()
    word.add_heading("Skriv rubriken här", 1)
    word.add_paragraph("Brödtext som ska bort.", style="Body Text")
    word.add_picture(io.BytesIO(_pixel()))
    section = word.sections[0]
    section.page_width, section.left_margin, section.right_margin = (
        docx.shared.Mm(210),
        docx.shared.Mm(40),
        docx.shared.Mm(25),
    )
    section.page_height = docx.shared.Mm(297)
    section.header.paragraphs[0].text = "Exempelbys brevhuvud"
    saved = io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in ("word/styles.xml", "word/document.xml", "word/numbering.xml"):
        for own, swedish in SWEDISH_IDS.items():
            parts[name] = parts[name].replace(f'"{own}"'.encode(), f'"{swedish}"'.encode())
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(DOCUMENT_TYPE, TEMPLATE_TYPE)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in change(parts).items():
            archive.writestr(name, part)
    return packed.getvalue()


def _pixel():
    return base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )


def made(given):
    """The Word file of a small paper in this template."""
    return Word(word_from_document(assemble(notebook(text("Text."))), given))


@pytest.fixture(scope="module")
def document():
    return assemble(board_notebook())


@pytest.fixture(scope="module")
def templated(document):
    return word_from_document(document, template())


def test_a_template_s_styles_page_and_head_are_kept_and_its_text_goes(templated, document, tmp_path):
    word = Word(templated)
    assert of_word(templated) == of_document(document)
    assert faults(templated, tmp_path) == []
    assert dangling(word) == []
    assert word_from_document(document, template()) == templated
    assert not [words for words in word.texts() if "ska bort" in words or "Skriv rubriken" in words]
    assert word.paragraphs("heading 1")[0].style == "Rubrik1"
    assert word.paragraphs("caption")[0].style == "Beskrivning"
    assert Counter(word.styles.values())["heading 1"] == 1
    assert word.styles["Rapporttabell"] == "Rapporttabell"
    assert {round(setup.left_margin.mm) for setup in word.all("w:sectPr")} == {40}
    heads = [text_of(word.xml[name]) for name in word.parts if re.fullmatch(r"word/header\d+\.xml", name)]
    assert heads == ["Exempelbys brevhuvudExempeldata"]


def test_a_template_leaves_no_english_no_picture_and_no_name_of_who_made_it(templated):
    word = Word(templated)
    assert not [name for name, part in word.parts.items() if b'"en-US"' in part]
    assert len([name for name in word.parts if name.endswith(".png")]) == 2, "the paper's two figures"
    assert b"python-docx" not in word.parts["docProps/core.xml"]
    assert not {"docProps/thumbnail.jpeg", "docProps/app.xml", "word/stylesWithEffects.xml"} & word.parts.keys()


def test_tables_and_figures_fit_the_page_of_a_template(templated):
    word = Word(templated)
    widths = [int(table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}").get(qn("w:w"))) / 20 for table in word.all("w:tbl")]
    upright, lying = (210 - 65) * 72 / 25.4, (297 - 65) * 72 / 25.4
    assert [width <= room + 1 for width, room in zip(widths, (upright, upright, lying), strict=True)] == [True] * 3
    assert all(int(extent.get("cx")) / 12700 <= upright + 1 for extent in word.all("wp:extent"))
    assert {layout.get(qn("w:type")) for layout in word.all("w:tblLayout")} == {"autofit"}


def test_running_text_takes_the_template_s_body_text_and_the_logo_is_the_template_s_own(document):
    word = Word(word_from_document(replace(document, cover=replace(COVER, look=LOOK)), template()))
    assert len(word.paragraphs("Body Text")) > 5
    assert "Exempelköpings kommuns vapen" not in [drawing.get("descr") for drawing in word.all("wp:docPr")]


def test_a_template_s_own_lists_and_notes_are_not_mixed_with_the_paper_s(tmp_path):
    given = assemble(notebook(text(RUNNING_TEXT)))
    content = word_from_document(given, template())
    word = Word(content)
    assert faults(content, tmp_path) == []
    numbers = [int(num.get(qn("w:numId"))) for num in word.all("w:num", part="word/numbering.xml")]
    definitions = [int(d.get(qn("w:abstractNumId"))) for d in word.all("w:abstractNum", part="word/numbering.xml")]
    assert len(set(numbers)) == len(numbers) > 6
    assert len(set(definitions)) == len(definitions) > 4
    used = {int(num.get(VALUE)) for num in word.all("w:numId")}
    assert min(used) > len(numbers) - len(used) - 1


def test_the_last_section_of_a_template_has_the_heads_of_those_before_it():
    def two_sections(parts):
        sect = re.search(rb"<w:sectPr.*</w:sectPr>", parts["word/document.xml"], re.DOTALL)[0]
        later = re.sub(rb"<w:headerReference[^>]*>", b"", sect)
        before = b"<w:p><w:pPr>" + sect + b"</w:pPr></w:p>" + later
        return parts | {"word/document.xml": parts["word/document.xml"].replace(sect, before)}

    word = made(template(two_sections))
    assert len(word.all("w:sectPr")) == 1
    assert len(word.all("w:headerReference")) == 1


def test_a_template_s_protection_and_server_address_do_not_follow_the_paper():
    def protected(parts):
        kept = parts["word/settings.xml"].replace(
            b"<w:zoom",
            b'<w:attachedTemplate r:id="rId9" xmlns:r="' + nsmap["r"].encode() + b'"/><w:documentProtection/><w:zoom',
        )
        relations = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
            f'Type="{nsmap["r"]}/attachedTemplate" Target="file:///server/mall.dotx" TargetMode="External"/></Relationships>'
        )
        assert kept != parts["word/settings.xml"]
        return parts | {"word/settings.xml": kept, "word/_rels/settings.xml.rels": relations.encode()}

    word = made(template(protected))
    assert not word.all("w:documentProtection", "w:attachedTemplate", part="word/settings.xml")
    assert not [part for part in word.parts.values() if b"mall.dotx" in part]


def _with(name, change):
    """The template with one of its parts changed."""
    return template(lambda parts: parts | {name: change(parts.get(name, b""))})


def _of_type(kind):
    return _with("[Content_Types].xml", lambda types: types.replace(TEMPLATE_TYPE, kind))


def _without_document():
    return template(lambda parts: {name: part for name, part in parts.items() if name != "word/document.xml"})


OFFICE, STRICT = b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"
UNFIT = {
    "empty": (lambda: b"", "inte ett Worddokument"),
    "pdf": (lambda: b"%PDF-1.7", "inte ett Worddokument"),
    "cut off": (lambda: template()[:-2000], "inte ett Worddokument"),
    "old or locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "äldre format .* lösenord"),
    "macros": (lambda: _of_type(b"ms-word.template.macroEnabledTemplate.main+xml"), "makron"),
    "hidden macros": (lambda: _with("word/vbaProject.bin", lambda _: b"x"), "makron"),
    "excel": (lambda: _of_type(b"spreadsheetml.sheet.main+xml"), "inte ett Worddokument"),
    "broken text": (lambda: _with("word/document.xml", lambda _: b"<w:document"), "skadad"),
    "broken styles": (lambda: _with("word/styles.xml", lambda _: b"<x/>"), "skadad"),
    "no text": (_without_document, "skadad"),
    "strict": (lambda: _with("_rels/.rels", lambda relations: relations.replace(OFFICE, STRICT)), "Strikt"),
    "too large": (lambda: _with("word/media/stor.bin", lambda _: bytes(100_000_001)), "för stor"),
}


@pytest.mark.parametrize(("given", "said"), UNFIT.values(), ids=UNFIT.keys())
def test_a_template_that_cannot_be_used_is_refused_with_what_is_wrong(given, said):
    with pytest.raises(TemplateError, match=said):
        word_from_document(assemble(notebook(text("Text."))), given())


def test_a_template_with_a_letterhead_on_its_first_page_alone_has_the_paper_s_head_on_the_others():
    def first_alone(parts):
        only = parts["word/document.xml"].replace(
            b'<w:headerReference w:type="default"', b'<w:headerReference w:type="first"'
        )
        assert only != parts["word/document.xml"]
        return parts | {"word/document.xml": only}

    word = made(template(first_alone))
    relations = word.relations("word/document.xml")
    heads = {
        found.get(qn("w:type")): text_of(word.xml["word/" + relations[found.get(qn("r:id"))].get("Target")])
        for found in word.all("w:headerReference")
    }
    assert heads == {
        "first": "Exempelbys brevhuvud",
        "default": "Exempelköpings kommun · Rapportens titel · KS 2022/0147 · Exempeldata",
    }
