import io
import re
from functools import cache

import page
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from nbconvert.exporters import get_exporter
from pypdf import PdfReader

from naravard.document import Cell, Column, Figure, Heading, Notice, Paragraph, Span, Table, text_of
from naravard.report.assemble import PaperError, assemble
from naravard.report.assemble_checks import document_strings
from naravard.report.pdf import PdfExporter, pdf_from_document
from naravard.report.pdf_fonts import FONTS, face
from naravard.report.pdf_layout import LYING_WIDTH, UPRIGHT_WIDTH, layout_of
from paper_sample import board_notebook, converted, notebook, shown, small_figure, small_table, text, wide_table
from test_html import HOSTILE, hostile_notebook

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
BLANKS = re.compile(r"\s+")


def export(node):
    return PdfExporter().from_notebook_node(node)[0]


def faults(pdf):
    """What the validator finds against PDF/UA-1 and PDF/A-2a."""
    unlimited = page.SafetyLimits.unlimited()
    found = [
        f"{profile.value}: {failure}"
        for profile in PROFILES
        for failure in page.validate_pdf_bytes(pdf, profile=profile, limits=unlimited).failures
    ]
    # page 0.11 takes compressed data that ends in a carriage return for a wrong length; qpdf knows better.
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        lengths_hold = not opened.check_pdf_syntax()
    return [failure for failure in found if not (lengths_hold and "STREAM-LENGTH-001" in failure)]


def squeezed(words):
    """The text without blanks and hyphens of hyphenation, which a page may have anywhere."""
    return BLANKS.sub("", words).replace("-", "").replace("\u00ad", "").replace("‐", "")


@cache
def words_on_pages(pdf):
    return [reader_page.extract_text() for reader_page in PdfReader(io.BytesIO(pdf)).pages]


def tagged(pdf, *kinds):
    """The structure elements of these kinds in reading order."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            if str(node.S)[1:] in kinds:
                found.append(node)
            walk(node.get("/K", None))

    walk(pdf.Root.StructTreeRoot.K)
    return found


def scope_of(cell):
    return next((str(part.Scope)[1:] for part in cell.A if "/Scope" in part), "")


@pytest.fixture(scope="module")
def document():
    return assemble(board_notebook())


@pytest.fixture(scope="module")
def made():
    return export(board_notebook())


@pytest.fixture(scope="module")
def pdf(made):
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def test_the_pdf_is_found_by_nbconvert_under_its_name():
    assert get_exporter("naravard-pdf") is PdfExporter


def test_the_paper_conforms_to_pdf_ua_1_and_pdf_a_2a(made):
    assert faults(made) == []


@pytest.mark.parametrize(
    "cells",
    [
        (),
        (text("Bara en mening."),),
        (shown(small_table()),),
        (text("## Rubrik"), shown(small_figure())),
        (shown(small_table(rows=())),),
        (shown(small_table(row_headers=0)), shown(small_table(row_headers=2))),
        (text("Text\n\n## A"), shown(wide_table()), shown(wide_table()), text("### x")),
        (text("1. ett\n\n   två\n\n   - tre\n\n     > fyra\n\n2. fem\n\n> sex\n>\n> - sju"),),
    ],
    ids=["empty", "sentence", "table", "figure", "no rows", "row heads", "lying", "nested"],
)
def test_small_and_odd_papers_conform_too(cells):
    assert faults(export(notebook(*cells))) == []


def test_the_paper_has_language_title_author_and_case_number(pdf, document):
    assert str(pdf.Root.Lang) == "sv-SE"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Nära vård i Exempelköping – Uppföljning av höstterminen 2023"
        assert metadata["dc:creator"] == [document.cover.organisation]
        assert document.cover.case_number in metadata["pdf:Keywords"]


def test_the_bookmarks_are_the_title_and_the_headings_down_to_level_three(made, document):
    def flat(outline, level=1):
        for entry in outline:
            if isinstance(entry, list):
                yield from flat(entry, level + 1)
            else:
                yield level, entry.title

    headings = [
        (block.level, text_of(block)) for block in document.blocks if isinstance(block, Heading) and block.level <= 3
    ]
    assert list(flat(PdfReader(io.BytesIO(made)).outline)) == [(1, document.title), *headings]


def test_headings_are_tagged_in_order_with_the_contents_first(pdf, document):
    tags = [(int(str(node.S)[2:]), str(node.T)) for node in tagged(pdf, "H1", "H2", "H3", "H4")]
    headings = [(block.level, text_of(block)) for block in document.blocks if isinstance(block, Heading)]
    assert tags == [(1, document.title), (2, "Innehåll"), *headings]


def test_alt_texts_are_those_of_the_document_in_order(pdf, document):
    alts = [str(node.Alt) for node in tagged(pdf, "Figure")]
    assert alts == [block.alt for block in document.blocks if isinstance(block, Figure)]


def test_heads_of_columns_and_rows_have_their_scope(pdf, document):
    tables = [block for block in document.blocks if isinstance(block, Table)]
    nodes = tagged(pdf, "Table")
    assert len(nodes) == len(tables)
    scopes = [scope_of(cell) for cell in tagged(pdf, "TH")]
    assert scopes.count("Column") == sum(len(table.columns) for table in tables)
    assert scopes.count("Row") == sum(len(table.rows) * table.row_headers for table in tables)
    assert len(scopes) == scopes.count("Column") + scopes.count("Row")


def test_each_cell_names_the_heads_of_its_column_and_row_and_they_can_be_found():
    with pikepdf.open(io.BytesIO(export(notebook(shown(small_table()))))) as opened:
        heads = {str(node.ID): scope_of(node) for node in tagged(opened, "TH")}
        named = [[str(name) for part in cell.A for name in part.get("/Headers", ())] for cell in tagged(opened, "TD")]
        assert [[heads[name] for name in names] for names in named] == [["Column", "Row"], ["Column", "Row"]]
        assert named[0] != named[1]
        found = pikepdf.NameTree(opened.Root.StructTreeRoot.IDTree)
        assert {name: str(found[name].ID) for name in heads} == {name: name for name in heads}


def test_two_exports_are_the_same_bytes(made):
    assert export(board_notebook()) == made


def test_each_page_but_the_cover_tells_its_number_case_and_marks(made, document):
    pages = words_on_pages(made)
    for number, words in enumerate(pages[1:], start=2):
        assert f"Sida {number} av {len(pages)}" in words
        assert document.cover.case_number in words
        assert "Exempeldata" in words
    assert "Sida" not in pages[0]
    for fact in (document.cover.organisation, document.cover.case_number, "Exempeldata", "Kommundirektören"):
        assert fact in pages[0]


def test_the_contents_tell_the_right_pages(made, document):
    pages = words_on_pages(made)
    for block in document.blocks:
        if isinstance(block, Heading):
            number = int(re.search(rf"{re.escape(text_of(block))}[ .]*(\d+)\n", pages[1] + "\n")[1])
            assert text_of(block) in pages[number - 1]


def test_a_long_table_repeats_its_head_on_every_page(made):
    pages = [words for words in words_on_pages(made) if "Samverkansöverenskommelse" in words]
    assert len(pages) >= 3
    assert all("Aktivitet" in words and "Klart till" in words for words in pages)


def test_every_word_of_the_document_is_on_the_pages(made, document):
    printed = squeezed("".join(words_on_pages(made)))
    for place, words in document_strings(document):
        assert squeezed(words) in printed or place.endswith("alternativtexten"), place


def test_wide_tables_and_only_they_lie_down(made):
    lying = [
        reader_page.mediabox.width > reader_page.mediabox.height for reader_page in PdfReader(io.BytesIO(made)).pages
    ]
    words = words_on_pages(made)
    assert [number for number, lies in enumerate(lying) if lies] == [
        number for number, page_words in enumerate(words) if "Exempelkommun 12" in page_words
    ]
    assert lying.count(True) == 1
    assert "Bilaga: ärenden per år" in words[lying.index(True)]


def test_columns_get_the_room_of_the_page_and_no_more():
    for table, room in ((small_table(), UPRIGHT_WIDTH), (wide_table(), LYING_WIDTH)):
        layout = layout_of(table)
        assert layout.lying == (room == LYING_WIDTH)
        assert sum(layout.widths) <= room + 0.1


def test_no_figure_in_a_table_is_wider_than_its_column():
    layout = layout_of(wide_table())
    for row in wide_table().rows:
        for cell, width in zip(row, layout.widths, strict=True):
            assert face().width(cell.text, layout.size) < width - 9


def test_a_table_too_wide_for_a_lying_page_is_refused_by_name():
    columns = tuple(Column(f"Kolumn{number}", "end") for number in range(30))
    table = small_table(columns=columns, rows=(tuple(Cell("123 456") for _ in columns),))
    with pytest.raises(PaperError, match=r"Tabell 1 \(«Mål»\) är för bred .* \(30 kolumner\)"):
        export(notebook(shown(table)))


def test_signs_that_the_typeface_lacks_are_refused_with_their_place():
    table = small_table(rows=((Cell("Trygghet"), Cell("😀 漢")),))
    with pytest.raises(PaperError) as caught:
        export(notebook(text("## Läget 😀"), shown(table)))
    assert caught.value.problems == [
        "Cell 3 («## Läget 😀»): rubriken «Läget 😀»: tecknet «😀» (U+1F600) "
        "finns inte i rapportens typsnitt. Skriv det på annat sätt.",
        "Cell 4 («visa()»): Tabell 1, tabellen «Mål», rad 1, kolumnen «Utfall»: tecknen «😀» (U+1F600), «漢» (U+6F22) "
        "finns inte i rapportens typsnitt. Skriv det på annat sätt.",
    ]


def test_the_signs_of_swedish_reports_are_in_all_cuts_of_the_typeface():
    needed = set("åäöÅÄÖéüáđŋŧ\u00a0\u202f\u2009\u2212–—…·•●○▲▼▶→←↑↓≥≤±§×½€”’«»✓")
    cuts = [set(TTFont(path).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))]
    assert len(cuts) == 4
    for signs in cuts:
        assert {ord(sign) for sign in needed} <= signs
        assert signs == cuts[0]


def test_narrow_blanks_and_minus_signs_come_out_as_typed():
    made = export(notebook(shown(Paragraph.plain("Från \u22121\u202f234 till 5\u202f678 ▲"))))
    assert "\u22121\u202f234 till 5\u202f678 ▲" in words_on_pages(made)[-1]


def test_all_fonts_are_embedded_and_figures_are_vector(pdf):
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor":
            assert "/FontFile2" in found or "/FontFile3" in found
    assert not [
        found for found in pdf.objects if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image"
    ]


def test_hostile_text_stands_on_the_page_as_typed():
    made = export(hostile_notebook())
    assert faults(made) == []
    printed = squeezed("".join(words_on_pages(made)))
    assert printed.count(squeezed('#read("/etc/passwd")')) >= 15
    assert squeezed("</td></table>") in printed
    assert squeezed("{{7*7}}{%raw%}") in printed
    assert "root:" not in printed
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert "/JavaScript" not in opened.Root.get("/Names", {})
        assert str(tagged(opened, "Figure")[0].Alt) == HOSTILE + " alt"
        assert str(tagged(opened, "H2")[1].T) == HOSTILE


def test_an_inner_link_leads_to_its_heading_and_an_outer_one_outwards():
    source = "## Mål & medel\n\n[inåt](#Mål-&-medel) [utåt](https://a.se/å)"
    with pikepdf.open(io.BytesIO(export(notebook(text(source))))) as opened:
        links = [note for found in opened.pages for note in found.get("/Annots", ()) if note.Subtype == "/Link"]
        outward = [str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A]
        assert outward == ["https://a.se/%C3%A5"]
        assert len(links) == 3  # the contents, the link inwards, the link outwards


def test_a_long_word_in_a_title_is_hyphenated_and_a_short_one_is_not():
    long = "Personuppgiftsbehandlingsöverenskommelseuppföljning"
    pages = words_on_pages(export(notebook(title=f"# {long}")))
    assert long not in pages[0]
    assert squeezed(long) in squeezed(pages[0])
    assert "Exempelköping" in words_on_pages(export(notebook(title="# Nära vård i Exempelköping")))[0]


def test_a_table_of_many_rows_stays_one_table():
    rows = tuple((Cell(f"Rad {number}"), Cell(f"{number}")) for number in range(1100))
    made = export(notebook(shown(small_table(rows=rows))))
    assert faults(made) == []
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(tagged(opened, "Table")) == 1


def test_the_command_line_of_nbconvert_makes_the_pdf(tmp_path, made):
    assert converted(tmp_path, "naravard-pdf", ".pdf") == made


def test_a_line_break_in_a_text_is_one_on_the_page():
    blocks = [Paragraph((Span("ett\ntvå"),)), Notice("Obs", "tre\nfyra")]
    words = words_on_pages(export(notebook(*map(shown, blocks))))[-1]
    assert "ett\ntvå" in words
    assert "tre\nfyra" in words


def test_the_pdf_of_a_document_is_the_pdf_of_its_notebook(document, made):
    assert pdf_from_document(document) == made
