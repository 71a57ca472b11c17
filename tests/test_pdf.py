import base64
import hashlib
import io
import re
import subprocess
from dataclasses import replace
from functools import cache
from itertools import combinations

import pikepdf
import pytest
from defusedxml.ElementTree import fromstring
from fontTools.ttLib import TTFont
from nbconvert.exporters import get_exporter
from PIL import Image
from pypdf import PdfReader

from cells import typed
from conftest import program
from in_process import executed
from meaning_pdf import gate, nonconformities
from naravard.document import Column, Figure, Heading, ItemList, Look, Notice, Paragraph, Span, Table, text_of
from naravard.formats.exporters import PdfExporter
from naravard.formats.fonts import FONTS, face
from naravard.formats.layout import LYING_WIDTH, UPRIGHT_WIDTH, layout_of
from naravard.formats.pdf.paper import TEMPLATE, pdf_from_document
from naravard.paper.checks import document_strings
from naravard.paper.compose import PaperError, assemble
from paper_sample import COVER, board_notebook, converted, notebook, shown, small_figure, small_table, text, wide_table
from pdf_tags import tags_of
from test_html import HOSTILE, hostile_notebook


def export(node):
    return PdfExporter().from_notebook_node(node)[0]


def squeezed(words):
    """The text without blanks and hyphens of hyphenation, which a page may have anywhere."""
    return re.sub(r"[\s\u00ad\u200b‐-]", "", words)


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
    assert nonconformities(made) == []


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
    assert nonconformities(export(notebook(*cells))) == []


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


def test_short_contents_share_their_page_and_long_ones_have_their_own():
    def headings(count):
        return text("\n\n".join(f"## Rubrik {number}\n\nText." for number in range(1, count + 1)))

    assert "Text." in words_on_pages(export(notebook(headings(12))))[1]
    assert "Text." not in words_on_pages(export(notebook(headings(13))))[1]


def test_a_short_paper_has_its_cover_as_the_head_of_its_first_page_and_no_contents():
    cover = replace(COVER, own_page=False)
    short = replace(assemble(notebook(text("## A\n\nText."), shown(small_table()), cover=cover)), imprint="Utgåva 7")
    made = pdf_from_document(short)
    (words,) = words_on_pages(made)
    for told in (cover.organisation, cover.case_number, *cover.marks, "Utgåva 7", "Text.", "Sida 1 av 1"):
        assert words.count(told) == 1, told
    assert "Innehåll" not in words
    assert gate(made, short) == []


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
    table = small_table(columns=columns, rows=(tuple(typed("123 456") for _ in columns),))
    with pytest.raises(PaperError, match=r"Tabell 1 \(«Mål»\) är för bred .* \(30 kolumner\)"):
        export(notebook(shown(table)))


def test_signs_that_the_typeface_lacks_are_refused_with_their_place():
    table = small_table(rows=((typed("Trygghet"), typed("😀 漢")),))
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
    assert nonconformities(made) == []
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
    rows = tuple((typed(f"Rad {number}"), typed(f"{number}")) for number in range(1100))
    made = export(notebook(shown(small_table(rows=rows))))
    assert nonconformities(made) == []
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(tagged(opened, "Table")) == 1


def test_the_command_line_of_nbconvert_makes_the_pdf(tmp_path, made):
    assert converted(tmp_path, "naravard-pdf", ".pdf") == made


def test_a_line_break_in_a_text_is_one_on_the_page():
    blocks = [Paragraph((Span("ett\ntvå"),)), Notice("Obs", "tre\nfyra")]
    words = words_on_pages(export(notebook(*map(shown, blocks))))[-1]
    assert "ett \ntvå" in words
    assert "tre \nfyra" in words


def test_the_pdf_of_a_document_is_the_pdf_of_its_notebook(document, made):
    assert pdf_from_document(document) == made


NOTES = """## Läget[^rubrik]

Antalet har ökat[^stycke] sedan dess.

- Hemtjänsten når fler[^punkt]

> Vi ser att samarbetet bär.[^citat]

[^rubrik]: Not i rubriken.
[^stycke]: Not i stycket.
[^punkt]: Not i listan.
[^citat]: Not i citatet."""
FILLING = "\n\n".join(["Projektet fortsätter enligt planen. " * 12] * 12)
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#00e000"/></svg>'
)
LOOK = Look(
    "#7a1f3d", "#8a4b00", "data:image/svg+xml;base64," + base64.b64encode(LOGO.encode()).decode(), "Kommunens vapen"
)


def test_footnotes_stand_at_the_foot_of_the_page_that_refers_to_them():
    document = assemble(
        notebook(text(NOTES), text(f"## Sedan\n\n{FILLING}\n\nSist[^sist].\n\n[^sist]: Not på slutet."))
    )
    made = pdf_from_document(document)
    assert gate(made, document) == []  # the footnotes are tagged, and no contents or bookmark holds them
    pages = words_on_pages(made)
    first = next(words for words in pages if "Antalet har ökat" in words)
    notes = re.findall(r"^(\d)\W*(Not i .*)\.$", first, re.MULTILINE)
    assert notes == [("1", "Not i rubriken"), ("2", "Not i stycket"), ("3", "Not i listan"), ("4", "Not i citatet")]
    assert first.index("Not i rubriken") > first.index("samarbetet bär")
    assert re.search(r"^5\W*Not på slutet\.$", next(words for words in pages if "Sist5" in words), re.MULTILINE)


def test_the_cover_has_the_colours_and_the_logo_of_the_municipality(tmp_path):
    document = assemble(board_notebook())
    document = replace(document, cover=replace(document.cover, look=LOOK))
    made = pdf_from_document(document)
    assert gate(made, document) == []
    (tmp_path / "paper.pdf").write_bytes(made)
    subprocess.run(
        [program("pdftoppm"), "-r", "72", "-png", "-f", "1", "-l", "3", "paper.pdf", "page"], cwd=tmp_path, check=True
    )
    cover, *_, text_page = (Image.open(path).convert("RGB") for path in sorted(tmp_path.glob("*.png")))
    assert cover.getpixel((10, 10)) == (0x7A, 0x1F, 0x3D)
    assert {(0, 0xE0, 0), (255, 255, 255)} <= set(cover.crop((0, 0, 300, 150)).getdata())
    colours = {colour for _, colour in text_page.getcolors(1 << 20)}
    assert {(0x7A, 0x1F, 0x3D), (0x8A, 0x4B, 0x00)} <= colours  # headings and rules
    assert not {(0x0A, 0x3A, 0x47), (0x0F, 0x4C, 0x5C)} & colours


def test_the_imprint_is_on_the_cover_and_at_the_foot_of_each_page():
    document = replace(assemble(board_notebook()), imprint="Körning 3f2a9c · underlag 91bc04")
    made = pdf_from_document(document)
    assert all("Körning 3f2a9c · underlag 91bc04" in words for words in words_on_pages(made))
    assert gate(made, document) == []  # it is read once


def boxes(made, folder):
    """The words of each page with their boxes: (page width, page height, [(left, top, right, bottom, word)])."""
    (folder / "paper.pdf").write_bytes(made)
    subprocess.run([program("pdftotext"), "-bbox", "paper.pdf", "words.html"], cwd=folder, check=True)
    # Control characters that only guide the line breaking are no XML.
    written = re.sub(r"[\x00-\x08\x0b-\x1f]", "", (folder / "words.html").read_text(encoding="utf-8"))
    for sheet in fromstring(written).iter("{http://www.w3.org/1999/xhtml}page"):
        words = [
            (*(float(word.get(key)) for key in ("xMin", "yMin", "xMax", "yMax")), word.text or "") for word in sheet
        ]
        yield float(sheet.get("width")), float(sheet.get("height")), words


def overlapping(words):
    """The pairs of words of which one lies over the other."""
    for (left, top, right, bottom, word), (other_left, other_top, other_right, other_bottom, other) in combinations(
        words, 2
    ):
        across = min(right, other_right) - max(left, other_left)
        down = min(bottom, other_bottom) - max(top, other_top)
        if across > 0.5 and down > 0.5 * min(bottom - top, other_bottom - other_top):
            yield word, other


def many_columns():
    columns = (Column("Nyckeltal"), *(Column(f"{year}", "end") for year in range(2003, 2024)))
    rows = tuple(
        (typed(f"Nyckeltal {row}"), *(typed(f"{row}{column:02},5") for column in range(21))) for row in range(1, 20)
    )
    return small_table(columns=columns, rows=rows, caption="Tjugotvå kolumner")


def long_words():
    columns = tuple(Column(letter) for letter in "ABCDEFG")
    address = "https://www.exempelkoping.se/rapporter/nara-vard/2023/uppfoljning_av_hostterminen.pdf"
    words = (
        "fornamn.efternamn@exempelkopingskommun.se",
        "uppfoljning_av_hostterminen_slutlig.xlsx",
        address,
        "1234567890" * 4,
    )
    rows = tuple(tuple(typed(word if place % 2 else "En vanlig text") for place in range(7)) for word in words)
    return small_table(columns=columns, rows=rows)


@pytest.mark.parametrize(
    "node",
    [
        board_notebook(),
        notebook(shown(many_columns())),
        notebook(shown(long_words())),
        hostile_notebook(),
        notebook(text(NOTES)),
    ],
    ids=["sample", "22 columns", "long words", "hostile", "notes"],
)
def test_no_word_lies_outside_its_page_or_over_another(node, tmp_path):
    sheets = list(boxes(export(node), tmp_path))
    assert sheets
    for width, height, words in sheets:
        assert words
        assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height for box in words)
        assert list(overlapping(words)) == []


def test_22_columns_lie_down_on_one_page():
    sheets = PdfReader(io.BytesIO(export(notebook(shown(many_columns()))))).pages
    assert [sheet.mediabox.width > sheet.mediabox.height for sheet in sheets] == [False, True]


def test_long_words_are_hyphenated_where_swedish_hyphenates_them():
    word = "personuppgiftsbehandlingen"
    paragraphs = [Paragraph.plain(f"{'o' * length} {word} här.") for length in range(40, 64)]
    with pikepdf.open(io.BytesIO(export(notebook(*map(shown, paragraphs))))) as opened:
        told = tags_of(opened).text()
    broken = {tuple(found.split("\u00ad")) for found in re.findall(r"[a-z\u00ad]{26,}", told) if "\u00ad" in found}
    assert len(broken) > 3
    ends = {len("".join(parts[:1])) for parts in broken}
    parts = ("per", "son", "upp", "gifts", "be", "hand", "ling", "en")
    assert ends <= {len("".join(parts[:count])) for count in range(1, len(parts))}
    assert all("".join(parts) == word for parts in broken)


def test_the_last_rows_of_a_long_table_stand_with_its_source():
    for count in range(34, 46):  # so that the page ends at every row once
        rows = tuple((typed(f"Rad{number}x"), typed(f"{number}")) for number in range(1, count + 1))
        pages = words_on_pages(export(notebook(shown(small_table(rows=rows, notes=("En not.",), source="Källan.")))))
        last = next(words for words in pages if "Källan." in words)
        assert f"Rad{count}x" in last
        assert f"Rad{count - 1}x" in last
        assert "En not." in last


def test_a_label_stands_with_its_list():
    for count in range(20, 44):
        blocks = [*(Paragraph.plain("Ett stycke.") for _ in range(count)), Paragraph((Span("Etiketten", "strong"),))]
        pages = words_on_pages(export(notebook(*map(shown, [*blocks, ItemList.plain(["Första punkten", "Andra"])]))))
        assert "Första punkten" in next(words for words in pages if "Etiketten" in words)


def test_a_notebook_run_anew_gives_the_same_bytes():
    first, second = (pdf_from_document(assemble(executed("fardplan", "data/exempel", "HT2023"))) for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_the_template_fetches_nothing():
    template = TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(r"@preview|#import|#include|\bread\(|\bplugin\(|https?://", template)
