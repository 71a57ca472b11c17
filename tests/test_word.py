"""The paper in Word: what an officer can paste from and go on writing in, and what its readers' machines are told."""

import base64
import io
import re
from collections import Counter
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from cells import typed
from every_paper import document as paper
from meaning import of_document, squeezed
from meaning_word import of_word, text_of
from naravard.document import Column, Look, Paragraph, Span, Table
from naravard.formats.fonts import face
from naravard.formats.word import word_from_document
from naravard.formats.word.tables import grid_of
from naravard.paper.compose import assemble
from paper_sample import COVER, board_notebook, notebook, shown, small_figure, small_table, text, wide_table
from test_html import HOSTILE, hostile_notebook
from word_file import ID, NAME, VALUE, Word, dangling, faults

INLINE = {"Strong", "Emphasis", "HTML Code", "Hyperlink"}
REAL = [("tjansteskrivelse", "exempel", "HT2023"), ("slutrapport", "exempel", "HT2023")]

RUNNING_TEXT = """## Text och länkar

Text med **fet**, *kursiv* och `kod`, [**fet** länk](https://www.kolada.se/å?fråga=1), [inre](#Nästa-rubrik).[^1] Rad ett  
rad två.[^2]

1. ett

   ettan går vidare

   - punkt
     1. inre ett
     2. inre två

   > citat i lista
2. två

Mellan listorna.

1. åter ett

> Citat
>
> - punkt i citat

## Nästa rubrik

[^1]: Första noten.
[^2]: Andra noten, om <b>en sak</b>."""  # noqa: W291

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="120"><path d="M0 0h90v120z" fill="#7a1f3d"/></svg>'
LOOK = Look(
    "#5a1230",
    "#7a1f3d",
    f"data:image/svg+xml;base64,{base64.b64encode(LOGO.encode()).decode()}",
    "Exempelköpings kommuns vapen",
)


def made(*cells, look=None, imprint="", **of_notebook):
    """The Word file of a paper with these cells."""
    document = assemble(notebook(*cells, cover=replace(COVER, look=look or Look()), **of_notebook))
    return Word(word_from_document(replace(document, imprint=imprint)))


@pytest.fixture(scope="module")
def document():
    return assemble(board_notebook())


@pytest.fixture(scope="module")
def word(document):
    return Word(word_from_document(document))


@pytest.fixture(scope="module")
def running():
    return made(text(RUNNING_TEXT))


# --- What it means ---------------------------------------------------------------------------------------------------


def test_word_shows_the_same_headings_tables_and_figures_as_the_paper(document):
    assert of_word(word_from_document(document)) == of_document(document)


@pytest.mark.parametrize("which", REAL, ids="-".join)
def test_word_shows_real_papers_as_they_are_in_valid_files_and_the_same_twice(which, tmp_path):
    given = paper(*which)
    content = word_from_document(given)
    assert of_word(content) == of_document(given)
    assert faults(content, tmp_path) == []
    assert dangling(Word(content)) == []
    assert word_from_document(given) == content


def _without_heading_row(word):
    for mark in word.all("w:tblHeader"):
        mark.getparent().remove(mark)


def _with_text_for_row_heads(word):
    for found in word.paragraphs("Tabellradrubrik"):
        found.style = "Tabelltext"


def _with_first_heading_last(word):
    word.body.insert(-1, word.paragraphs("heading 2")[0])


def _with_a_heading_of_another_level(word):
    word.paragraphs("heading 3")[0].style = "Heading2"


def _with_file_name_as_alt(word):
    word.all("wp:docPr")[0].set("descr", "figur1.svg")


def _with_a_cell_changed(word):
    word.all("w:tc")[-1].findall(f".//{qn('w:t')}")[0].text = "0"


@pytest.mark.parametrize(
    "harm",
    [_without_heading_row, _with_text_for_row_heads, _with_first_heading_last, _with_a_heading_of_another_level,
     _with_file_name_as_alt, _with_a_cell_changed],
)  # fmt: skip
def test_a_file_that_says_something_else_is_told_from_the_paper(document, harm):
    word = Word(word_from_document(document))
    harm(word)
    try:
        told = of_word(word.packed())
    except (AssertionError, ValueError, IndexError):
        return
    assert told != of_document(document)


# --- Whether it is a sound file ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        (),
        (text("Bara en mening."),),
        (text(RUNNING_TEXT), shown(small_table()), shown(small_figure())),
        (shown(small_table(rows=())), shown(small_table(row_headers=0)), shown(small_table(row_headers=2))),
        (text("Text\n\n## A"), shown(wide_table()), shown(wide_table()), text("### x")),
        (shown(wide_table()),),
    ],
    ids=["empty", "sentence", "kinds", "tables", "lying", "only lying"],
)
def test_small_and_odd_papers_are_valid_files_where_every_reference_leads_somewhere(cells, tmp_path):
    given = assemble(notebook(*cells, cover=replace(COVER, look=LOOK)))
    content = word_from_document(given)
    assert faults(content, tmp_path) == []
    assert dangling(Word(content)) == []
    assert of_word(content) == of_document(given)


def test_the_files_are_the_same_bytes_each_time_without_any_time_of_making(document, word):
    content = word_from_document(document)
    assert content == word_from_document(document)
    assert word.times == {(1980, 1, 1, 0, 0, 0)}
    assert next(iter(word.parts)) == "[Content_Types].xml"


def test_the_file_tells_title_organisation_case_number_language_and_the_papers_own_date(word):
    told = docx.Document(io.BytesIO(word.packed())).core_properties
    assert told.title == "Nära vård i Exempelköping – Uppföljning av höstterminen 2023"
    assert (told.author, told.last_modified_by) == ("Exempelköpings kommun", "Exempelköpings kommun")
    assert (told.subject, told.keywords) == ("Diarienummer KS 2022/0147", "KS 2022/0147")
    assert told.language == "sv-SE"
    assert told.created.date().isoformat() == told.modified.date().isoformat() == "2023-12-31"


def test_all_text_is_swedish_and_nothing_in_the_file_says_english(word):
    assert all(b"en-US" not in part and b"en-GB" not in part for part in word.parts.values())
    (default,) = word.all("w:lang", part="word/styles.xml")
    assert default.get(VALUE) == "sv-SE"
    (theme,) = word.all("w:themeFontLang", part="word/settings.xml")
    assert theme.get(VALUE) == "sv-SE"


def test_opening_the_file_asks_nothing_and_fetches_nothing(running):
    assert not running.all("w:updateFields", "w:attachedTemplate", part="word/settings.xml")
    assert not [mark for mark in running.all("w:fldChar") if mark.get(qn("w:dirty"))]
    outside = [rel for rel in running.relations("word/document.xml").values() if rel.get("TargetMode") == "External"]
    assert {rel.get("Type").rpartition("/")[2] for rel in outside} == {"hyperlink"}


# --- Tables and figures -----------------------------------------------------------------------------------------------


def test_captions_are_numbered_by_fields_that_show_the_papers_numbers(word, document):
    captions = word.paragraphs("caption")
    fields = [caption.find(f".//{qn('w:fldSimple')}") for caption in captions]
    codes = [(field.get(qn("w:instr")).split()[:2], text_of(field)) for field in fields]
    numbered = [block for block in document.blocks if block.kind in ("table", "figure")]
    words = {"table": "Tabell", "figure": "Figur"}
    assert codes == [(["SEQ", words[block.kind]], str(block.number)) for block in numbered]
    assert [squeezed(text_of(caption)) for caption in captions] == [
        squeezed(f"{words[block.kind]} {block.number}. {block.caption}") for block in numbered
    ]


def test_the_heading_row_is_repeated_on_every_page_and_no_row_is_broken(word):
    tables = word.all("w:tbl")
    for table in tables:
        first, *rest = table.findall(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not [row for row in rest if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in (first, *rest))
    assert len(tables) == 3


def test_a_table_says_what_it_is_in_words(word):
    told = [found.get(VALUE) for found in word.all("w:tblDescription")]
    assert told[1] == "Tabell med 60 rader. Kolumner: Aktivitet, Ansvarig, Läge, Klart till."


def test_no_word_of_a_table_is_wider_than_its_column_unless_it_may_be_hyphenated(word, document):
    measured = 0
    tables = [block for block in document.blocks if isinstance(block, Table)]
    for block, table in zip(tables, word.all("w:tbl"), strict=True):
        grid = grid_of(block)
        margins = sum(int(side.get(qn("w:w"))) for side in _cell_margins(word)) / 20
        for row in table.findall(qn("w:tr")):
            for cell, hyphenated in zip(row.findall(qn("w:tc")), grid.hyphenated, strict=True):
                width = int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) / 20 - margins
                bold = any(mark.get(VALUE) in ("BraUtfall", "SamreUtfall") for mark in cell.iter(qn("w:rStyle")))
                for part in text_of(cell).split():
                    if not hyphenated:
                        assert face(bold=bold).width(part, grid.size) <= width
                        measured += 1
    assert measured > 400


def _cell_margins(word):
    (style,) = [s for s in word.all("w:style", part="word/styles.xml") if s.get(qn("w:styleId")) == "Rapporttabell"]
    margins = style.find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}")
    return [margins.find(qn(f"w:{side}")) for side in ("left", "right")]


def test_a_wide_table_lies_down_with_its_heading_and_the_rest_stands(word):
    setups = word.all("w:sectPr")
    assert [setup.orientation.name for setup in setups] == ["PORTRAIT", "LANDSCAPE", "PORTRAIT"]
    lying = word.body.index(setups[0].getparent().getparent()), word.body.index(setups[1].getparent().getparent())
    between = word.body[lying[0] + 1 : lying[1] + 1]
    assert text_of(between[0]) == "Bilaga: ärenden per år"
    assert [part.tag for part in between[1:]] == [qn("w:p"), qn("w:tbl"), qn("w:p")]


def test_a_table_too_wide_for_any_page_lies_down_with_all_its_columns():
    columns = tuple(Column(f"Kolumnrubrik {number}", "end") for number in range(40))
    given = assemble(notebook(shown(small_table(columns=columns, rows=((typed("123456"),) * 40,)))))
    word = Word(word_from_document(given))
    assert of_word(word.packed()) == of_document(given)
    assert [setup.orientation.name for setup in word.all("w:sectPr")] == ["PORTRAIT", "LANDSCAPE"]
    assert sum(int(column.get(qn("w:w"))) for column in word.all("w:gridCol")) <= (297 - 48) * 56.7 + 20


def test_figures_are_pictures_everywhere_and_drawings_where_word_can_draw(word, document):
    figures = [block for block in document.blocks if block.kind == "figure"]
    relations = word.relations("word/document.xml")
    for block, blip in zip(figures, word.all("a:blip"), strict=True):
        picture = word.parts["word/" + relations[blip.get(qn("r:embed"))].get("Target")]
        (beside,) = blip.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")
        drawing = word.parts["word/" + relations[beside.get(qn("r:embed"))].get("Target")].decode()
        assert picture.startswith(b"\x89PNG")
        assert drawing.count("<path") == block.svg.count("<path")
    assert [found.get("descr") for found in word.all("wp:docPr")] == [block.alt for block in figures]


def test_a_drawing_refers_to_its_own_parts_as_word_reads_it():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path id="a" d="M0 0h9v9z"/><use x="9" href="#a"/></svg>'
    (drawing,) = [part for name, part in made(shown(small_figure(svg=svg))).parts.items() if name.endswith(".svg")]
    assert b'<use x="9" xlink:href="#a"/>' in drawing
    assert drawing.count(b'xmlns:xlink="http://www.w3.org/1999/xlink"') == 1


def test_a_figure_keeps_its_size_and_never_leaves_the_page():
    wide = '<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="100"><rect width="9" height="9"/></svg>'
    word = made(shown(small_figure()), shown(small_figure(svg=wide)))
    small, large = ([int(extent.get(side)) / 12700 for side in ("cx", "cy")] for extent in word.all("wp:extent"))
    assert small == pytest.approx([30, 15], abs=1)
    assert large == pytest.approx([459.2, 22.96], abs=1)


def test_a_table_or_figure_stays_with_its_caption_its_source_and_the_sentence_that_leads_to_it():
    table = small_table(source="Källa: egen.")
    word = made(
        text("## Rubrik\n\nTabellen visar:"), shown(table), text("Text."), shown(small_figure(source="Bild: egen."))
    )
    held = {"heading 2", "Figur", "Tabellrubrik"}  # styles that hold on to what follows
    loose = [
        text_of(found)
        for found in word.all("w:p")
        if found.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is None and word.styles[found.style] not in held
    ]
    assert loose[loose.index("Uppgifter hämtade 2023-12-31") + 1 :] == ["Källa: egen.", "Bild: egen."]


# --- Running text -----------------------------------------------------------------------------------------------------


def test_text_has_word_s_own_styles_for_weight_code_links_and_line_breaks(running):
    marks = [mark for mark in running.all("w:rStyle") if running.styles[mark.get(VALUE)] in INLINE]
    runs = [mark.getparent().getparent() for mark in marks]
    named = [(text_of(run), running.styles[mark.get(VALUE)]) for run, mark in zip(runs, marks, strict=True)]
    assert named == [
        *(("fet", "Strong"), ("kursiv", "Emphasis"), ("kod", "HTML Code")),
        *(("fet", "Hyperlink"), (" länk", "Hyperlink"), ("inre", "Hyperlink")),
    ]
    assert [run.rPr.find(qn("w:b")) is not None for run in runs[3:]] == [True, False, False]
    assert [words for words in running.texts() if words.endswith("Rad ett rad två.")]


def test_links_lead_to_addresses_and_to_headings(running):
    links = running.all("w:hyperlink")
    outer, inner = [link for link in links if not link.get(qn("w:anchor"), "").startswith("_Toc")]
    target = running.relations("word/document.xml")[outer.get(qn("r:id"))].get("Target")
    assert target == "https://www.kolada.se/%C3%A5?fr%C3%A5ga=1"
    (mark,) = [m for m in running.all("w:bookmarkStart") if m.get(NAME) == inner.get(qn("w:anchor"))]
    assert text_of(mark.getparent()) == "Nästa rubrik"


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://åäö.se/a?b=c#d", "https://xn--4cab6c.se/a?b=c#d"),
        ("mailto:namn@kommun.se", "mailto:namn@kommun.se"),
        ("tel:+4658112345", "tel:+4658112345"),
        ("https://a.se/100%|{x}[y]#a#b", "https://a.se/100%25%7C%7Bx%7D%5By%5D#a%23b"),
        ("https://[trasig/", None),
        ("https://a.se:port/", None),
        ("https://a\\b.se/", None),
        ("https://" + "a" * 70 + ".se/", None),
    ],
)
def test_an_address_that_word_would_choke_on_is_mended_or_only_text(link, target):
    document = assemble(notebook(shown(Paragraph((Span("läs mer", link=link),)))))
    word = Word(word_from_document(document))
    outside = [rel.get("Target") for rel in word.relations("word/document.xml").values() if rel.get("TargetMode")]
    assert outside == ([target] if target else [])
    assert "läs mer" in word.texts()


def test_footnotes_are_word_s_own_in_order(running):
    marks = [mark.get(ID) for mark in running.all("w:footnoteReference")]
    notes = {note.get(ID): text_of(note).strip() for note in running.all("w:footnote", part="word/footnotes.xml")}
    assert [notes[mark] for mark in marks] == ["Första noten.", "Andra noten, om <b>en sak</b>."]
    named = [note.get(ID) for note in running.all("w:footnote", part="word/settings.xml")]
    assert named == ["-1", "0"]


def test_every_ordered_list_begins_at_one_and_inner_lists_stand_further_in(running):
    items = [found for found in running.all("w:p") if found.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None]
    numbered = [item.pPr.numPr for item in items]
    placed = [
        (text_of(item), str(number.numId.val), str(number.ilvl.val))
        for item, number in zip(items, numbered, strict=True)
    ]
    lists = {words: number for words, number, _ in placed}
    assert [(words, level) for words, _, level in placed] == [
        ("ett", "0"), ("punkt", "1"), ("inre ett", "2"), ("inre två", "2"), ("två", "0"), ("åter ett", "0"),
        ("punkt i citat", "1"),
    ]  # fmt: skip
    assert lists["ett"] == lists["två"]
    assert len({lists["ett"], lists["inre ett"], lists["åter ett"], lists["punkt"]}) == 4
    starts = {
        num.get(qn("w:numId")): {(o.get(qn("w:ilvl")), o[0].get(VALUE)) for o in num.findall(qn("w:lvlOverride"))}
        for num in running.all("w:num", part="word/numbering.xml")
    }
    assert starts[lists["inre ett"]] == {("2", "1")}
    assert starts[lists["åter ett"]] == {("0", "1")}


def test_what_goes_on_in_an_item_stands_under_it_without_a_number(running):
    (more,) = running.paragraphs("List Continue")
    assert text_of(more) == "ettan går vidare"
    assert [text_of(quote) for quote in running.paragraphs("Quote")] == ["citat i lista", "Citat"]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_the_first_page_says_who_what_and_in_which_matter(word):
    texts = [" ".join(words.split()) for words in word.texts()]
    assert texts[:5] == [
        "Exempelköpings kommun",
        "Exempeldata",
        "Nära vård i Exempelköping",
        "Uppföljning av höstterminen 2023",
        "Diarienummer KS 2022/0147",
    ]


def test_every_page_after_the_first_has_case_number_and_marks_and_every_page_its_number():
    word = made(text("Text."), shown(wide_table()), imprint="Utgåva 1a2b")
    first, *later = word.all("w:sectPr")
    assert first.titlePg_val
    assert not [reference for setup in later for reference in setup.findall(qn("w:headerReference"))]
    (head,) = [name for name in word.parts if re.fullmatch(r"word/header\d+\.xml", name)]
    assert text_of(word.xml[head]) == "Exempelköpings kommun · Rapportens titel · KS 2022/0147 · Exempeldata"
    feet = [name for name in word.parts if re.fullmatch(r"word/footer\d+\.xml", name)]
    kinds = [reference.get(qn("w:type")) for reference in first.findall(qn("w:footerReference"))]
    assert sorted(kinds) == ["default", "first"]
    for foot in feet:
        assert [text_of(found) for found in word.all("w:p", part=foot)] == ["Utgåva 1a2b", "Sida 1 av 1"]
        codes = [field.get(qn("w:instr")).strip() for field in word.all("w:fldSimple", part=foot)]
        assert codes == ["PAGE", "NUMPAGES"]


def test_a_long_paper_has_its_contents_filled_in_and_a_short_one_has_none(word, document, running):
    (contents,) = word.all("w:sdt")
    headings = [block for block in document.blocks if block.kind == "heading"]
    entries = [text_of(entry).strip() for entry in contents.iter(qn("w:p"))]
    assert entries == ["Innehåll", *("".join(span.text for span in heading.spans) for heading in headings)]
    marks = {mark.get(NAME): text_of(mark.getparent()) for mark in word.all("w:bookmarkStart")}
    links = list(contents.iter(qn("w:hyperlink")))
    assert [marks[link.get(qn("w:anchor"))] for link in links] == entries[1:]
    codes = [code.text.strip() for code in contents.iter(qn("w:instrText"))]
    assert codes[0] == 'TOC \\o "2-3" \\h \\z \\u'
    assert codes[1:] == [f"PAGEREF {link.get(qn('w:anchor'))} \\h" for link in links]
    ends = [mark.get(qn("w:fldCharType")) for mark in contents.iter(qn("w:fldChar"))]
    assert Counter(ends) == {kind: len(links) + 1 for kind in ("begin", "separate", "end")}
    assert not running.all("w:sdt")


@pytest.mark.parametrize(("headings", "listed", "begins"), [(7, False, False), (14, True, False), (15, True, True)])
def test_the_text_begins_on_a_page_of_its_own_after_a_long_list_of_contents(headings, listed, begins):
    word = made(text("Första stycket.\n\n" + "\n\n".join(f"## Rubrik {number}" for number in range(headings))))
    assert bool(word.all("w:sdt")) == listed
    broken = [text_of(found.getparent().getparent()) for found in word.all("w:pageBreakBefore")]
    assert broken == (["Första stycket."] if begins else [])


def test_a_long_word_in_a_heading_is_hyphenated_and_no_other_heading_is():
    word = made(
        text("## Personuppgiftsbehandlingsöverenskommelseuppföljningsansvar i korthet\n\n## Personuppgifter i korthet")
    )
    parted = [
        found.find(f"{qn('w:pPr')}/{qn('w:suppressAutoHyphens')}") is not None for found in word.paragraphs("heading 2")
    ]
    assert parted == [True, False]


def test_a_municipality_s_look_gives_logo_and_colours():
    word = made(text("## Rubrik"), look=LOOK)
    (logo,) = word.all("wp:docPr")
    assert logo.get("descr") == "Exempelköpings kommuns vapen"
    assert word.parts["word/styles.xml"].count(b"5A1230") > 3
    assert not [name for name, part in word.parts.items() if re.search(rb"0A3A47|0F4C5C|E9EFF0", part)]
    height = int(word.all("wp:extent")[0].get("cy")) / 12700
    assert height == pytest.approx(51, abs=1)


def test_a_logo_may_be_a_picture_of_pixels():
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    word = made(look=Look(logo=f"data:image/png;base64,{pixel}", logo_alt="Vapnet"))
    assert [drawing.get("descr") for drawing in word.all("wp:docPr")] == ["Vapnet"]


# --- Hostile text -----------------------------------------------------------------------------------------------------


def test_hostile_text_is_shown_as_typed_and_nothing_of_it_lives(tmp_path):
    content = word_from_document(assemble(hostile_notebook()))
    word = Word(content)
    assert faults(content, tmp_path) == []
    assert dangling(word) == []
    assert sum(words.count(HOSTILE) for words in word.texts()) >= 15
    names = [element.tag for element in word.body.iter() if isinstance(element.tag, str)]
    assert not [name for name in names if name.endswith(("}object", "}altChunk", "}script", "}control"))]
    assert {field.get(qn("w:instr")).split()[0] for field in word.all("w:fldSimple")} == {"SEQ"}
