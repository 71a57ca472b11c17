"""The gate that papers pass, tried on PDFs that have been spoiled one way each: it must notice every one."""

import io
from functools import cache

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from cells import typed
from meaning import of_document
from meaning_pdf import gate, of_pdf
from naravard.document import Column
from naravard.formats.pdf.paper import pdf_from_document
from naravard.paper.compose import assemble
from paper_sample import COVER, notebook, shown, small_figure, small_table, text

SOURCE = """## Läget[^rubrik]

Andelen trygga har ökat[^trygga] sedan 2021. Antalet besök har minskat.

### Bland äldre

- Hemtjänsten når fler.[^lista]
- Väntetiden är kortare.

> Vi ser att samarbetet bär.

[^rubrik]: Läget gäller terminens sista dag.
[^trygga]: Socialstyrelsens *Öppna jämförelser*.
[^lista]: Enligt förvaltningens egen räkning."""

ROWS = tuple(
    tuple(typed(word) for word in row) for row in (("Norr", "12", "14"), ("Söder", "7", "9"), ("Väster", "3", "4"))
)


@cache
def document():
    columns = (Column("Område"), Column("2022", "end"), Column("2023", "end"))
    other = small_figure(
        caption="Besök per månad", alt="Stapeldiagram: besöken är flest i mars, 120, och minst i juli."
    )
    cells = (
        text(SOURCE),
        shown(small_table(columns=columns, rows=ROWS, notes=("Egen räkning.",), source="Källa: förvaltningen.")),
        shown(small_figure()),
        text("## Nästa steg\n\nFärdplanen beslutas i maj."),
        shown(other),
        shown(small_table(caption="Insatser", rows=ROWS, columns=columns)),
    )
    return assemble(notebook(*cells, cover=COVER))


@cache
def good():
    return pdf_from_document(document())


def elements(pdf, *kinds):
    """The structure elements of these kinds in reading order."""

    def walk(node):
        for kid in node if isinstance(node, Array) else [node]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                if str(kid.S)[1:] in kinds or not kinds:
                    yield kid
                yield from walk(kid.get("/K", Array()))

    return list(walk(pdf.Root.StructTreeRoot.K))


def attributes(element, key):
    return [part for part in element.get("/A", Array()) if key in part]


def drop(element):
    siblings = element.P.K
    place = next(place for place, kid in enumerate(siblings) if kid == element)
    del siblings[place]


def heads_to_cells(pdf):
    for cell in elements(pdf, "TH"):
        cell.S = Name.TD


def row_heads_to_cells(pdf):
    for cell in elements(pdf, "TH"):
        if any(part.Scope == Name.Row for part in attributes(cell, "/Scope")):
            cell.S = Name.TD


def order_reversed(pdf):
    top = elements(pdf, "Document")[0]
    top.K = Array(reversed(list(top.K)))


def two_paragraphs_swapped(pdf):
    one, other = elements(pdf, "P")[-2:]
    one.K, other.K, one.Pg, other.Pg = other.K, one.K, other.Pg, one.Pg


def wrong_language(pdf):
    pdf.Root.Lang = String("en")


def wrong_language_of_a_part(pdf):
    elements(pdf, "P")[-1].Lang = String("en-GB")


def alt_is_a_file_name(pdf):
    elements(pdf, "Figure")[0].Alt = String("figur1.svg")


def alt_removed(pdf):
    del elements(pdf, "Figure")[0].Alt


def alts_swapped(pdf):
    one, other = elements(pdf, "Figure")
    one.Alt, other.Alt = other.Alt, one.Alt


def figure_hidden(pdf):
    drop(elements(pdf, "Figure")[0])


def caption_removed(pdf):
    drop(elements(pdf, "Caption")[0])


def heading_level_changed(pdf):
    elements(pdf, "H3")[0].S = Name.H2


def heading_is_a_paragraph(pdf):
    elements(pdf, "H3")[0].S = Name.P


def paragraph_removed(pdf):
    drop(elements(pdf, "P")[-1])


def list_item_removed(pdf):
    drop(elements(pdf, "LI")[0])


def row_removed(pdf):
    drop(elements(pdf, "TR")[2])


def rows_swapped(pdf):
    body = elements(pdf, "TBody")[0]
    body.K = Array(reversed(list(body.K)))


def cells_swapped(pdf):
    one, other = elements(pdf, "TD")[:2]
    one.K, other.K = other.K, one.K


def table_split_in_two(pdf):
    table = elements(pdf, "Table")[-1]
    body = elements(pdf, "TBody")[-1]
    second = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Table, P=table.P, K=Array([body])))
    drop(body)
    body.P = second
    table.P.K.append(second)


def scopes_removed(pdf):
    for cell in elements(pdf, "TH"):
        for part in attributes(cell, "/Scope"):
            del part.Scope


def headers_removed(pdf):
    for cell in elements(pdf, "TD", "TH"):
        for part in attributes(cell, "/Headers"):
            del part.Headers


def names_of_heads_removed(pdf):
    del pdf.Root.StructTreeRoot.IDTree


def heads_of_another_column(pdf):
    one, other = (attributes(cell, "/Headers")[0] for cell in elements(pdf, "TD")[:2])
    one.Headers, other.Headers = other.Headers, one.Headers


def footnote_is_a_paragraph(pdf):
    elements(pdf, "Note")[0].S = Name.P


def footnote_removed(pdf):
    drop(elements(pdf, "Note")[0])


def title_removed(pdf):
    with pdf.open_metadata() as metadata:
        del metadata["dc:title"]


def title_of_another_paper(pdf):
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "Mall för rapporter"


def window_shows_the_file_name(pdf):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def bookmarks_removed(pdf):
    del pdf.Root.Outlines


def bookmark_renamed(pdf):
    with pdf.open_outline() as outline:
        outline.root[0].children[0].title = "Kapitel 1"


def tags_removed(pdf):
    del pdf.Root.StructTreeRoot


def not_marked_as_tagged(pdf):
    pdf.Root.MarkInfo.Marked = False


def descriptors(pdf):
    return [made for made in pdf.objects if isinstance(made, Dictionary) and made.get("/Type") == Name.FontDescriptor]


def font_not_embedded(pdf):
    descriptor = descriptors(pdf)[0]
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def font_without_letters(pdf):
    fonts = [made for made in pdf.objects if isinstance(made, Dictionary) and "/ToUnicode" in made]
    del fonts[0].ToUnicode


def letters_read_as_others(pdf):
    fonts = [made for made in pdf.objects if isinstance(made, Dictionary) and "/ToUnicode" in made]
    for font in fonts:
        alphabet = font.ToUnicode.read_bytes()
        font.ToUnicode.write(alphabet.replace(b"<0061>", b"<0062>"))


def not_said_to_be_accessible(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfuaid:part"]


def said_to_be_another_archive_format(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["pdfaid:part"] = "1"


def script_on_opening(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


MUTANTS = [
    heads_to_cells,
    row_heads_to_cells,
    order_reversed,
    two_paragraphs_swapped,
    wrong_language,
    wrong_language_of_a_part,
    alt_is_a_file_name,
    alt_removed,
    alts_swapped,
    figure_hidden,
    caption_removed,
    heading_level_changed,
    heading_is_a_paragraph,
    paragraph_removed,
    list_item_removed,
    row_removed,
    rows_swapped,
    cells_swapped,
    table_split_in_two,
    scopes_removed,
    headers_removed,
    names_of_heads_removed,
    heads_of_another_column,
    footnote_is_a_paragraph,
    footnote_removed,
    title_removed,
    title_of_another_paper,
    window_shows_the_file_name,
    bookmarks_removed,
    bookmark_renamed,
    tags_removed,
    not_marked_as_tagged,
    font_not_embedded,
    font_without_letters,
    letters_read_as_others,
    not_said_to_be_accessible,
    said_to_be_another_archive_format,
    script_on_opening,
]


def spoiled(mutant):
    with pikepdf.open(io.BytesIO(good())) as opened:
        mutant(opened)
        made = io.BytesIO()
        opened.save(made, deterministic_id=True)
    return made.getvalue()


def test_the_good_paper_passes_the_gate_and_means_what_the_document_means():
    assert gate(good(), document()) == []
    assert of_pdf(good()) == of_document(document())


def test_a_paper_that_is_only_saved_anew_passes_too():
    assert gate(spoiled(lambda _: None), document()) == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_spoiled_paper_is_rejected(mutant):
    assert gate(spoiled(mutant), document())
