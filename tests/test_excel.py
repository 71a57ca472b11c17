"""The workbook: what the paper shows, as cells that can be sorted and reckoned with, and nothing that runs."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from html import unescape

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from cells import typed
from conftest import program
from every_paper import document as paper
from meaning import caption_of, of_document, squeezed
from meaning_excel import of_excel, shown
from naravard.contrast import AA, contrast
from naravard.document import Column, Cover, Document, Look, Paragraph, Table
from naravard.formats.excel.workbook import excel_from_document
from naravard.paper.compose import assemble
from paper_sample import board_notebook

COVER = Cover(
    "Exempelby kommun", "Uppföljning av våren 2023", "2023-06-30", "EX 2023/7", marks=("Exempeldata", "UTKAST")
)
REAL = [("uppfoljning", "exempel", "HT2023"), ("slutrapport", "lekeberg", "HT2023")]
EVIL = ("=1+1", '=HYPERLINK("http://ond.example";"klicka")', "+46 70", "-5", "@SUM(A1)", "\t=1", " =1", "http://ond.example",
        "internal:Sheet1!A1", "{=1}", "1e5", "007", "TRUE", "_x0041_", "</t><f>1</f>", "&amp;", '"', "'")  # fmt: skip


def made(*tables, cover=COVER, title="Terminsuppföljning"):
    return Document(title, cover, tables, imprint="Utgåva abc123")


def table(*rows, columns=None, **changes):
    columns = columns or (Column("Mål"), *(Column(f"Kolumn {n}", "end") for n in range(2, len(rows[0]) + 1)))
    return Table(**{"name": "mål per år", "caption": "Mål", "columns": columns, "rows": rows} | changes)


def sheets(document):
    return openpyxl.load_workbook(io.BytesIO(excel_from_document(document))).worksheets


def cells(*shown_cells):
    """The cells of one row, as the workbook holds them."""
    sheet = sheets(made(table((typed("rad"), *shown_cells))))[1]
    return [cell for (cell,) in sheet.iter_cols(min_row=sheet.max_row, min_col=2)]


def package(document):
    """The parts of the workbook's file, by name."""
    with zipfile.ZipFile(io.BytesIO(excel_from_document(document))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture(scope="module")
def sample():
    return assemble(board_notebook())


@pytest.mark.parametrize("which", REAL, ids="-".join)
def test_the_workbook_of_a_real_paper_shows_all_its_tables_as_the_paper_does(which):
    document = paper(*which)
    tables = [part for part in of_document(document) if part[0] == "table"]
    assert len(tables) > 30
    assert of_excel(excel_from_document(document)) == tables


def test_the_workbook_of_the_sample_shows_all_its_tables_as_the_paper_does(sample):
    assert of_excel(excel_from_document(sample)) == [part for part in of_document(sample) if part[0] == "table"]


SWEDISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>sv-SE</value></prop></item></oor:items>"""


def test_a_swedish_libreoffice_opens_the_workbook_and_shows_every_cell_as_the_paper_does(tmp_path):
    soffice = program("soffice", "libreoffice")
    document = paper(*REAL[0])
    (tmp_path / "profil" / "user").mkdir(parents=True)
    (tmp_path / "profil" / "user" / "registrymodifications.xcu").write_text(SWEDISH, encoding="utf-8")
    (tmp_path / "rapport.xlsx").write_bytes(excel_from_document(document))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "html", "--outdir", tmp_path, tmp_path / "rapport.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    page = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    seen = [_rows(part) for part in re.findall(r"<table.*?</table>", page, re.DOTALL | re.IGNORECASE)]
    wanted = [part for part in of_document(document) if part[0] == "table"]
    for (_, caption, headings, rows, _), lines in zip(wanted, seen[1:-1], strict=True):
        assert caption_of(lines[0][0]) == caption
        assert [tuple(line[: len(headings)]) for line in lines[-len(rows) - 1 :]] == [headings, *rows]


def _rows(html):
    rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL | re.IGNORECASE)
    return [
        [squeezed(unescape(re.sub(r"<[^>]+>", "", cell))) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for row in rows
    ]


@pytest.mark.parametrize(
    ("cell", "value", "text"),
    [
        (typed("1\u202f234,5", 1234.46), 1234.5, "1 234,5"),
        (typed("67,3 (2021)", 67.32), 67.3, "67,3 (2021)"),
        (typed("12,1 (10 av 12)", 12.1), 12.1, "12,1 (10 av 12)"),
        (typed("5 (cirka, [röd] 0 %)", 5.0), 5, "5 (cirka, [röd] 0 %)"),
        (typed("−25\u00a0%", -0.25), -0.25, "−25 %"),
        (typed("81,0\u00a0%", 81.0), 0.81, "81,0 %"),
        (typed("+2,0", 1.999), 2, "+2,0"),
        (typed("−1\u202f300", -1300.0), -1300, "−1 300"),
    ],
)
def test_a_number_is_a_number_that_looks_as_in_the_paper(cell, value, text):
    (written,) = cells(cell)
    assert written.data_type == "n"
    assert written.value == value
    assert shown(written) == text


def test_no_more_decimals_are_given_away_than_the_paper_shows():
    (written,) = cells(typed("92\u00a0%", 0.9230769230769231))
    assert written.value == 0.92


def test_missing_protected_not_applicable_and_zero_are_four_different_things():
    written = cells(
        typed("saknas", None, "muted"), typed("skyddad", "protected", "muted"), typed("<5", "small", "muted"),
        typed("ej tillämpligt", "not_applicable", "muted"), typed("–", None, "muted"), typed("0", 0.0),
    )  # fmt: skip
    assert [cell.value for cell in written] == ["saknas", "skyddad", "<5", "ej tillämpligt", "–", 0]
    assert [cell.data_type for cell in written] == ["s", "s", "s", "s", "s", "n"]


def test_a_text_of_figures_without_a_number_behind_it_stays_text():
    written = cells(typed("2023"), typed("2023", "2023"), typed("ja (VT2023)", 1.0), typed("KS 22-397"))
    assert [cell.data_type for cell in written] == ["s"] * 4


def test_days_are_days_and_keep_the_words_beside_them():
    rows = [(typed("A"), typed("2023-04-21")), (typed("B"), typed("–", tone="muted"))]
    sheet = sheets(made(table(*rows)))[1]
    day, word = sheet.cell(sheet.max_row - 1, 2), sheet.cell(sheet.max_row, 2)
    assert (day.value, day.number_format) == (datetime(2023, 4, 21), "yyyy-mm-dd")
    assert word.value == "–"


def test_hostile_text_stays_text_in_every_place():
    rows = [(typed(text), typed(text), typed(f"5 {text}", 5.0)) for text in EVIL]
    columns = (Column('=CMD|"/c calc"'), Column("@B_x0041_"), Column("+C", "end"))
    cover = replace(COVER, organisation="=1+1 &P", subtitle="=1+1", case_number="&D =1+1", marks=("=1+1",))
    for text in EVIL[:3] + EVIL[-5:]:
        document = made(
            table(*rows, columns=columns, caption=text, source=text, notes=(text,)), cover=cover, title=text
        )
        parts = package(document)
        assert not [name for name, part in parts.items() if "<f" in re.sub("<(font|fill|family|foot|from)", "", part)
                    and "worksheets" in name]  # fmt: skip
        assert not [name for name, part in parts.items() if "External" in part]
        sheet = sheets(document)[1]
        written = list(sheet.iter_rows(min_row=sheet.max_row - len(EVIL) + 1))
        assert [row[1].value for row in written] == list(EVIL)
        assert [squeezed(shown(row[2])) for row in written] == [squeezed(f"5 {text}") for text in EVIL]
        kinds = {text: row[2].data_type for text, row in zip(EVIL, written, strict=True)}
        assert kinds == {text: "s" if re.search(r'[";\t]', text) else "n" for text in EVIL}
        assert caption_of(sheet["A1"].value) == caption_of(text)
    assert sheet.oddFooter.left.text.startswith("&&D =1+1")


def test_a_text_that_begins_like_a_formula_stays_text_when_somebody_edits_it():
    live = cells(*(typed(text) for text in ("=1+1", "+46 70", "-5", "@SUM(A1)", " =1")))
    assert all(cell.quotePrefix for cell in live)
    assert not any(cell.quotePrefix for cell in cells(typed("Mål"), typed("5−3")))


def test_signs_that_no_workbook_can_hold_are_left_out():
    (written,) = cells(typed("a\x00b\x0bc\ud800d"))
    assert written.value == "abcd"


def test_each_sheet_is_one_real_table_that_says_what_it_is():
    document = made(table((typed("A"), typed("1", 1)), source="Källa: Kolada.", notes=("Saknas: finns inte.",)))
    sheet = sheets(document)[1]
    (found,) = sheet.tables.values()
    assert (found.name, found.ref, found.headerRowCount) == ("Tabell01_mal_per_ar", "A5:B6", 1)
    assert found.autoFilter.ref == "A5:B6"
    assert [cell.value for cell in sheet["A"][:4]] == [
        "Tabell 1. Mål", "Exempeldata, UTKAST", "Källa och anmärkningar", "Till innehållet",
    ]  # fmt: skip
    xml = package(document)["xl/tables/table2.xml"]
    assert 'altText="Tabell 1. Mål"' in xml
    assert 'altTextSummary="Källa: Kolada. Saknas: finns inte."' in xml
    assert not sheet.merged_cells.ranges


def test_headings_and_what_heads_the_rows_stay_in_sight_and_on_every_printed_page(sample):
    for sheet, block in zip(sheets(sample)[1:-1], [b for b in sample.blocks if isinstance(b, Table)], strict=True):
        (found,) = sheet.tables.values()
        _, head, last, _ = range_boundaries(found.ref)
        assert sheet.freeze_panes == f"{'AB'[block.row_headers]}{head + 1}"
        assert sheet.print_title_rows == f"${head}:${head}"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.left.text == f"{sample.cover.case_number} · {sample.title}"
        assert sheet.oddFooter.right.text == "Sida &P av &N"
        assert sheet.oddHeader.right.text == "Exempeldata"
        width = sum(sheet.column_dimensions[openpyxl.utils.get_column_letter(n)].width for n in range(1, last + 1))
        assert (sheet.page_setup.orientation == "landscape") == (width > 96 + last)


def test_every_word_has_room_in_its_column_and_every_line_in_its_row(sample):
    for sheet in sheets(sample)[1:-1]:
        (found,) = sheet.tables.values()
        for row in sheet[found.ref]:
            for cell in row:
                width = sheet.column_dimensions[cell.column_letter].width
                text = shown(cell)
                assert max(map(len, text.split())) <= 1.3 * width, text
                assert len(text) / width <= 1.4 * sheet.row_dimensions[cell.row].height / 15, text


def test_the_first_sheet_tells_what_it_is_and_leads_to_all_others(sample):
    first, *tables, last = sheets(sample)
    words = {cell.value for row in first.iter_rows() for cell in row}
    assert first["A1"].value == sample.title
    assert {"Exempelköpings kommun", "KS 2022/0147", "Exempeldata", "2023-12-31"} <= words
    links = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{sheet.title}'!A1" for sheet in tables]
    assert [cell.hyperlink.location for cell in last["A"] if cell.hyperlink] == links
    for number, sheet in enumerate(tables, start=3):
        assert sheet["A3"].hyperlink.location == f"'{last.title}'!A{number}"
        assert last.cell(number, 2).value == caption_of(sheet["A1"].value)
        assert sheet["A4"].hyperlink.location == f"'{first.title}'!A1"


def test_the_last_sheet_holds_sources_and_notes():
    last = sheets(made(table((typed("A"),), source="Källa: Kolada.", notes=("Ett.", "Två.")), table((typed("B"),))))[-1]
    rows = [[cell.value for cell in row] for row in last.iter_rows()]
    assert rows[2:] == [["Tabell 1", "Mål", "Källa: Kolada.", "Ett.\nTvå."], ["Tabell 2", "Mål", "–", "–"]]


def test_the_properties_tell_title_organisation_case_and_edition():
    document = made(table((typed("A"),)))
    book = openpyxl.load_workbook(io.BytesIO(excel_from_document(document)))
    found = book.properties
    assert (found.title, found.subject) == ("Terminsuppföljning", "Uppföljning av våren 2023")
    assert (found.creator, found.keywords) == ("Exempelby kommun", "EX 2023/7, Exempeldata, UTKAST")
    assert (found.description, found.created) == ("Utgåva abc123", datetime(2023, 6, 30))
    assert "<Company>Exempelby kommun</Company>" in package(document)["docProps/app.xml"]
    assert book.custom_doc_props["Diarienummer"].value == "EX 2023/7"


def test_two_exports_are_the_same_bytes(sample):
    assert excel_from_document(sample) == excel_from_document(sample)


@pytest.mark.parametrize("own", ["", "#7a0019"])
def test_headings_have_the_municipalitys_colour_and_are_easily_read(own):
    sheet = sheets(made(table((typed("A"),)), cover=replace(COVER, look=Look(colour=own))))[1]
    (found,) = sheet.tables.values()
    head = sheet[found.ref][0][0]
    fill, ink = (f"#{colour.rgb[2:].lower()}" for colour in (head.fill.fgColor, head.font.color))
    assert fill == (own or "#0a3a47")
    assert contrast(fill, ink) >= AA


def test_names_of_sheets_are_such_as_excel_takes():
    captions = [
        "Mål: [kommun]/län?*\\",
        "History",
        "'citat'",
        "En mycket lång rubrik om mycket långa saker",
        "😀 glad",
        "A" * 40,
    ]
    names = [sheet.title for sheet in sheets(made(*(table((typed("A"),), caption=caption) for caption in captions)))]
    assert names == [
        "Innehåll", "1 Mål kommun län", "2 History", "3 citat", "4 En mycket lång rubrik om…", "5 glad",
        f"6 {'A' * 28}…", "Källor och anmärkningar",
    ]  # fmt: skip


def test_headings_that_are_alike_are_told_apart():
    columns = (Column("Utfall"), Column("utfall", "end"), Column("Utfall (kr)", "end"))
    sheet = sheets(made(table((typed("A"), typed("1", 1), typed("2", 2)), columns=columns)))[1]
    (found,) = sheet.tables.values()
    assert [column.name for column in found.tableColumns] == ["Utfall", "utfall (2)", "Utfall (kr)"]
    assert [cell.value for cell in sheet[found.ref][0]] == ["Utfall", "utfall (2)", "Utfall (kr)"]


def test_a_text_that_is_longer_than_a_cell_says_that_it_was_cut():
    (written,) = cells(typed("ord " * 10_000))
    assert len(written.value) == 32_767
    assert written.value.endswith("… (avkortat; hela texten står i rapporten)")


def test_more_number_formats_than_excel_has_room_for_become_text_and_say_the_same():
    document = made(table(*((typed("rad"), typed(f"5 (del {n})", 5.0)) for n in range(300))))
    (found,) = of_excel(excel_from_document(document))
    assert found == of_document(document)[1]
    assert package(document)["xl/styles.xml"].count("<numFmt ") < 200


def test_a_paper_without_tables_gives_one_sheet_that_says_so():
    (only,) = sheets(made(Paragraph.plain("Text.")))
    assert "Rapporten har inga tabeller." in {cell.value for cell in only["B"]}


def test_a_table_without_rows_is_still_a_table():
    sheet = sheets(made(Table("tom", "Tom", (Column("A"), Column("B")), ())))[1]
    (found,) = sheet.tables.values()
    assert found.ref == "A5:B6"
    assert sheet["A6"].value is None
