"""Workbooks as people save them, and as nobody should: each test makes its own."""

import os
import re
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from naravard.grids.workbook import read_workbook
from naravard.grids.workbook.formats import Shows, shows
from naravard.grids.workbook.parts import tidy
from naravard.grids.workbook.sheet import day_of, number_of
from naravard.model import TERM_TABLES, Activity, Severity
from naravard.reading.rows import read_rows
from naravard.rules import rules

HEADINGS = ["id", "namn", "projektmål", "status", "start", "slut", "ansvarig", "budget_kr", "utfall_kr"]
FIRST = ["A01", "Utbildning", "PM1", "pågår", date(2023, 1, 15), date(2023, 12, 1), "Enhetschef", 151200, 98000.5]
SECOND = ["A02", "Anhörigstöd", "PM1", "försenad", date(2023, 2, 1), date(2023, 6, 1), "Samordnare", 20000, 0]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "HT2023.xlsx"


def filled(title="Aktiviteter", rows=(FIRST, SECOND)):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in (HEADINGS, *rows):
        sheet.append(row)
    return book, sheet


def read(path):
    return read_workbook(path, path.name, TERM_TABLES)


def everything(path):
    """All findings of the workbook, those of its sheets among them."""
    grids, found = read(path)
    return [*found, *(finding for grid in grids.values() for finding in grid.findings)]


def only(path, code):
    """The one finding that there is. Its words are whole Swedish sentences, the last of which says what to do."""
    found = [finding for finding in everything(path) if finding.code == code]
    assert len(found) == 1, everything(path)
    assert found[0].severity is rules()[code].severity
    assert re.search(r"[a-zåäö]", found[0].message)
    assert found[0].message.endswith(".")
    assert "{" not in found[0].message
    return found[0]


def repacked(source, target, change, extra=()):
    """The workbook with each part run through ``change(name, bytes)``; None leaves the part out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
        for name, content in extra:
            new.writestr(name, content)


def in_sheet(pattern, replacement):
    """A change of the first sheet's XML."""

    def change(name, content):
        if name != "xl/worksheets/sheet1.xml":
            return content
        changed = re.sub(pattern, replacement, content.decode(), count=1)
        assert re.search(pattern, content.decode()), content.decode()
        return changed.encode()

    return change


def unchanged(name, content):
    return content


# What is read ---------------------------------------------------------------------------------------------------------


def test_a_sheet_becomes_cells_that_know_their_place_in_excel(path):
    book, _ = filled()
    book.save(path)
    grids, found = read(path)
    grid = grids["aktiviteter"]
    assert (found, grid.findings, grid.sheet, grid.file) == ([], [], "Aktiviteter", "HT2023.xlsx")
    assert [cell.value for cell in grid.header] == HEADINGS
    assert [cell.value for cell in grid.rows[0]] == [*FIRST[:8], Decimal("98000.5")]
    assert [(cell.row, cell.letter) for cell in grid.rows[1]][::8] == [(3, "A"), (3, "I")]


def test_the_nine_columns_are_read_as_activities_with_exactly_the_right_values(path):
    book, _ = filled()
    book.save(path)
    table, found = read_rows(read(path)[0]["aktiviteter"], Activity)
    assert found == []
    assert [(a.id, a.start, a.budget, a.outcome, a.origin.row) for a in table.records] == [
        ("A01", date(2023, 1, 15), Decimal(151200), Decimal("98000.5"), 2),
        ("A02", date(2023, 2, 1), Decimal(20000), Decimal(0), 3),
    ]


def test_blank_rows_keep_the_row_numbers_of_excel(path):
    book, sheet = filled()
    sheet.insert_rows(3, 2)
    book.save(path)
    grid = read(path)[0]["aktiviteter"]
    assert [row[0].row for row in grid.rows] == [2, 5]
    _, found = read_rows(grid, Activity)
    assert [(finding.code, finding.row) for finding in found] == [("blank-row", 3)]


def test_days_are_right_in_both_of_excels_calendars(path):
    book, _ = filled()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path)
    assert read(path)[0]["aktiviteter"].rows[0][4].value == date(2023, 1, 15)
    assert (day_of(1, False), day_of(59, False), day_of(61, False)) == (
        date(1900, 1, 1),
        date(1900, 2, 28),
        date(1900, 3, 1),
    )
    assert day_of(Decimal("45000.5"), False) == datetime(2023, 3, 15, 12)


@pytest.mark.parametrize("serial", [60, -1, 2_958_466, 10**12])
def test_a_day_outside_excels_calendar_stays_a_number_that_no_date_column_accepts(serial, path):
    assert day_of(serial, False) == serial
    book, sheet = filled()
    sheet["E2"] = serial
    sheet["E2"].number_format = "yyyy-mm-dd"
    book.save(path)
    _, found = read_rows(read(path)[0]["aktiviteter"], Activity)
    assert [(finding.code, finding.row, finding.column) for finding in found] == [("bad-date", 2, "start")]


@pytest.mark.parametrize(
    ("raw", "value"),
    [("1.1000000000000001", Decimal("1.1")), ("0.30000000000000004", Decimal("0.3")), ("45901.0", 45901), ("1E3", 1000),
     ("123456789012345678", 123456789012345678), ("-5", -5), ("NaN", "NaN"), ("INF", "INF"), ("1e999", "1e999")],
)  # fmt: skip
def test_a_stored_number_is_read_as_excel_shows_it(raw, value):
    assert number_of(raw) == value


def test_texts_are_read_however_they_are_stored(path):
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})  # inline texts
    sheet = book.add_worksheet("Aktiviteter")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, [" A01", "rad ett\nrad två"])
    book.close()
    assert [cell.value for cell in read(path)[0]["aktiviteter"].rows[0]] == [" A01", "rad ett\nrad två"]
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Aktiviteter")
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_rich_string(1, 0, "A", bold, "0", "1")
    sheet.write_string(1, 1, "a_x000D_\nb")
    sheet.write_boolean(1, 2, True)
    book.close()
    assert [cell.value for cell in read(path)[0]["aktiviteter"].rows[0]] == ["A01", "a_x000D_\nb", True], (
        "as it was typed"
    )
    assert tidy("a_x000D_\nb_x005F_x0041_") == "a\nb_x0041_"


def test_a_workbook_with_prefixes_on_every_name_is_read(path, tmp_path):
    book, _ = filled()
    book.save(tmp_path / "plain.xlsx")

    def prefixed(name, content):
        if name not in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
            return content
        text = re.sub(r"<(/?)(\w+)(?=[\s>/])", r"<\1x:\2", content.decode())
        return text.replace('xmlns="', 'xmlns:x="', 1).encode()

    repacked(tmp_path / "plain.xlsx", path, prefixed)
    assert read(path)[0]["aktiviteter"].rows == read(tmp_path / "plain.xlsx")[0]["aktiviteter"].rows


cell_values = st.one_of(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff_"), max_size=20
    ),
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**6), 10**6, places=3).map(float),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.booleans(),
    st.none(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cell_values, min_size=1, max_size=6), min_size=1, max_size=6))
def test_our_reader_and_openpyxl_see_the_same(path, rows):
    """Two readers that know nothing of each other must agree on every value of a file without oddities."""
    book = openpyxl.Workbook()
    book.active.title = "Aktiviteter"
    for number, row in enumerate([HEADINGS, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = book.active.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    theirs = {}
    for row in openpyxl.load_workbook(path, data_only=True).active.iter_rows():
        for cell in row:
            if cell.value is not None and str(cell.value).strip():
                theirs[cell.row, cell.column] = cell.value.date() if isinstance(cell.value, datetime) else cell.value
    grid = read(path)[0]["aktiviteter"]
    ours = {(cell.row, cell.column): cell.value for row in (grid.header, *grid.rows) for cell in row}
    assert {place: float(value) if isinstance(value, Decimal) else value for place, value in ours.items()} == theirs


# Which sheet is which table -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["aktiviteter", "AKTIVITETER", " Aktiviteter "])
def test_a_sheet_is_known_by_its_name_whatever_the_case_and_blanks(path, title):
    book, _ = filled(title)
    book.save(path)
    grids, _ = read(path)
    assert list(grids) == ["aktiviteter"]
    if title != "aktiviteter":
        assert "'AKTIVITETER' har lästs som tabellen Aktiviteter" in only(path, "sheet-name").message or title[0] == " "


def test_a_sheet_is_known_by_its_name_with_a_decomposed_letter(path):
    book = openpyxl.Workbook()
    book.active.title = "Ma\u0308tva\u0308rden"
    book.active.append(["indikator", "värde"])
    book.save(path)
    assert list(read(path)[0]) == ["matvarden"]
    assert only(path, "sheet-name").severity is Severity.NOTE


def test_a_sheet_with_a_name_that_says_nothing_is_known_by_its_headings(path):
    book, _ = filled("Blad1")
    book.save(path)
    assert list(read(path)[0]) == ["aktiviteter"]
    assert "Blad1" in only(path, "sheet-name").message


def test_of_two_sheets_with_the_same_headings_none_is_guessed(path):
    book, _ = filled("Blad1")
    other = book.create_sheet("Blad2")
    other.append(HEADINGS)
    book.save(path)
    assert read(path)[0] == {}
    assert {finding.code for finding in everything(path)} == {"extra-sheet", "no-sheets"}


def test_an_unknown_sheet_is_told_of_and_a_blank_or_explaining_one_is_not(path):
    book, _ = filled()
    book.create_sheet("Anteckningar")["A1"] = "kom ihåg"
    book.create_sheet("Blad2")
    book.create_sheet("Så fyller du i")["A1"] = "text"
    book.save(path)
    found = only(path, "extra-sheet")
    assert (found.sheet, found.severity) == ("Anteckningar", Severity.WARN)
    assert everything(path) == [found]


def test_a_personal_number_is_told_of_in_a_sheet_that_is_not_read_too(path):
    book, _ = filled()
    book.create_sheet("Deltagare")["B2"] = "811228-9874"
    book.save(path)
    found = only(path, "personal-number")
    assert (found.sheet, found.row, found.column_letter, found.value) == ("Deltagare", 2, "B", "811228-XXXX")


def test_two_sheets_for_one_table_are_an_error(path):
    book, _ = filled()
    book.create_sheet("aktiviteter_")["A1"] = "id"
    book.save(path)
    found = only(path, "duplicate-sheet")
    assert found.severity is Severity.ERROR
    assert "'Aktiviteter' och 'aktiviteter_'" in found.message


def test_a_workbook_without_any_table_says_which_there_could_be(path):
    book = openpyxl.Workbook()
    book.save(path)
    assert "Aktiviteter" in only(path, "no-sheets").message


# What Excel shows and a value does not --------------------------------------------------------------------------------


def with_formula(path, tmp_path, cell):
    """The formula =H2*2 in I2, stored as ``cell`` after the opening tag."""
    book, sheet = filled()
    sheet["I2"] = "=H2*2"
    book.save(tmp_path / "formula.xlsx")
    repacked(tmp_path / "formula.xlsx", path, in_sheet(r'<c r="I2"[^>]*>.*?</c>', cell))


def test_a_formulas_saved_value_is_read_with_a_warning(path, tmp_path):
    with_formula(path, tmp_path, '<c r="I2"><f>H2*2</f><v>302400</v></c>')
    found = only(path, "formula")
    assert (found.row, found.column, found.column_letter, found.value) == (2, "utfall_kr", "I", "302400")
    assert "=H2*2" in found.message
    assert read(path)[0]["aktiviteter"].rows[0][8].value == 302400


@pytest.mark.parametrize("saved", ["", "<v/>", "<v></v>"])
def test_a_formula_that_was_never_calculated_is_an_error_and_not_an_empty_cell(path, tmp_path, saved):
    with_formula(path, tmp_path, f'<c r="I2"><f>H2*2</f>{saved}</c>')
    found = only(path, "formula-no-value")
    assert (found.severity, found.row, found.column, found.value) == (Severity.ERROR, 2, "utfall_kr", "=H2*2")
    assert (2, 9) in read(path)[0]["aktiviteter"].unread


def test_a_formula_as_openpyxl_and_xlsxwriter_leave_it_has_no_value(path):
    book, sheet = filled()
    sheet["I2"] = "=H2*2"
    book.save(path)
    assert only(path, "formula-no-value").row == 2
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Aktiviteter")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_formula(1, 8, "=H2*2")  # XlsxWriter writes 0, which nobody has calculated
    book.close()
    assert only(path, "formula-no-value").row == 2


def test_a_formula_that_gives_an_empty_text_gives_an_empty_cell(path, tmp_path):
    with_formula(path, tmp_path, '<c r="I2" t="str"><f>IF(H2>0,"","x")</f><v></v></c>'.replace(">0", "&gt;0"))
    assert only(path, "formula").row == 2
    assert len(read(path)[0]["aktiviteter"].rows[0]) == 8


def test_a_formula_filled_down_is_told_of_once(path, tmp_path):
    rows = "".join(f'<c r="I{row}"><f>H{row}</f><v>{row}</v></c>' for row in (2,))
    with_formula(path, tmp_path, rows)
    filled_down = tmp_path / "down.xlsx"
    repacked(path, filled_down, in_sheet(r'<c r="I3"[^>]*>.*?</c>', '<c r="I3"><f>H3</f><v>7</v></c>'))
    assert "I2:I3 (utfall_kr)" in only(filled_down, "formula").message


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!"])
def test_an_error_of_excel_is_no_value(path, tmp_path, error):
    with_formula(path, tmp_path, f'<c r="I2" t="e"><f>H2/0</f><v>{error}</v></c>')
    _, found = read_rows(read(path)[0]["aktiviteter"], Activity)
    wrong = [finding for finding in found if finding.severity is Severity.ERROR]
    places = [(finding.code, finding.row, finding.column, finding.value) for finding in wrong]
    assert places == [("excel-error", 2, "utfall_kr", error)]


def test_merged_cells_are_an_error_that_names_the_range(path):
    book, sheet = filled()
    sheet.merge_cells("B2:B3")
    book.save(path)
    found = only(path, "merged-cells")
    assert (found.severity, found.row, found.column, found.value) == (Severity.ERROR, 2, "namn", "Utbildning")
    assert "B2:B3" in found.message
    _, rows = read_rows(read(path)[0]["aktiviteter"], Activity)
    assert [finding.code for finding in rows] == ["merged-cells"], "the cell below is not blamed as well"


def test_merged_cells_outside_the_table_are_left_alone(path):
    book, sheet = filled()
    sheet.merge_cells("A10:C12")
    book.save(path)
    assert everything(path) == []


def test_hidden_rows_columns_and_sheets_are_read_and_told_of(path):
    book, sheet = filled()
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet.column_dimensions["Q"].hidden = True
    sheet.sheet_state = "hidden"
    book.create_sheet("Blad2")
    book.active = 1
    book.save(path)
    found = [finding for finding in everything(path) if finding.code == "hidden"]
    assert [(finding.row, finding.column) for finding in found] == [(1, ""), (3, ""), (1, "ansvarig")]
    assert all(finding.severity is Severity.WARN for finding in found)
    assert len(read(path)[0]["aktiviteter"].rows) == 2


def test_a_filter_that_hides_rows_is_told_of(path):
    book, sheet = filled()
    sheet.auto_filter.ref = "A1:I3"
    book.save(path)
    assert everything(path) == [], "filter buttons alone hide nothing"
    sheet.auto_filter.add_filter_column(3, ["pågår"])
    sheet.row_dimensions[3].hidden = True
    book.save(path)
    found = only(path, "hidden")
    assert found.message.startswith("Ett filter är på och raden 3 är dold")


def test_a_filter_in_a_table_object_is_told_of(path):
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Aktiviteter")
    sheet.add_table(0, 0, 2, 8, {"columns": [{"header": heading} for heading in HEADINGS]})
    sheet.write_row(1, 0, ["A01", "Utbildning"])
    book.close()
    assert everything(path) == []
    filtered = path.with_name("filtered.xlsx")

    def change(name, content):
        ours = name == "xl/tables/table1.xml"
        column = b'<filterColumn colId="3"><filters><filter val="x"/></filters></filterColumn></autoFilter>'
        return re.sub(rb"(<autoFilter[^>]*)/>", rb"\1>" + column, content) if ours else content

    repacked(path, filtered, change)
    assert only(filtered, "hidden").message.startswith("Ett filter är på i tabellen")


def test_strike_through_colour_and_comments_may_carry_meaning(path):
    book, sheet = filled()
    for column in range(1, 10):
        sheet.cell(3, column).font = Font(strike=True)
    book.save(path)
    found = only(path, "meaning-in-format")
    assert (found.severity, found.row) == (Severity.WARN, 3)
    assert "överstrukna" in found.message

    book, sheet = filled()
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(path)
    assert only(path, "meaning-in-format").message.startswith("B3 är färgad")

    book, sheet = filled()
    sheet["D2"].comment = Comment("gäller inte längre", "NN")
    sheet["A1"].comment = Comment("hjälp till rubriken", "NN")
    book.save(path)
    found = only(path, "meaning-in-format")
    assert (found.row, found.column) == (2, "status")


def test_colour_for_looks_is_left_alone(path):
    book, sheet = filled(rows=[[f"A0{n}", *FIRST[1:]] for n in range(1, 7)])
    for column in range(1, 10):
        sheet.cell(1, column).fill = PatternFill("solid", fgColor="1F4E5F")
        for row in (3, 5, 7):
            sheet.cell(row, column).fill = PatternFill("solid", fgColor="EEEEEE")
    book.save(path)
    assert everything(path) == [], "bands"
    for row in range(2, 8):
        for column in range(1, 10):
            sheet.cell(row, column).fill = PatternFill("solid", fgColor="EEEEEE") if column == 2 else PatternFill()
    book.save(path)
    assert everything(path) == [], "a column"


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [("0%", 0.85, "85 %"), ("0.0%", 0.855, "85,5 %"), ('0 "tkr"', 120, "120 tkr"), ("#,##0,", 120000, "120000 i tusental"),
     ('0.0\\ "mnkr"', 1.5, "1,5 mnkr"), ("[$tkr] 0", 7, "7 tkr")],
)  # fmt: skip
def test_a_number_format_that_shows_another_number_is_an_error(path, code, value, shown):
    book, sheet = filled()
    sheet["H2"] = value
    sheet["H2"].number_format = code
    book.save(path)
    found = only(path, "number-format")
    assert (found.severity, found.row, found.column) == (Severity.ERROR, 2, "budget_kr")
    assert found.value == str(value).replace(".", ",")
    assert f"'{shown}'" in found.message


KR = '#,##0\\ "kr"'


@pytest.mark.parametrize("code", ["General", "0", "0.00", "#,##0", "@", KR, "#,##0.00\\ [$kr-41D]", f"_-* {KR}_-;-* {KR}_-",
                                  '0" %"', '# ##0" st"', "0.00E+00", "[Red]-0;0"])  # fmt: skip
def test_a_number_format_that_only_adorns_the_number_is_left_alone(path, code):
    book, sheet = filled()
    sheet["H2"].number_format = code
    book.save(path)
    assert everything(path) == []
    assert shows(code)[0] is Shows.NUMBER


def test_thousands_are_no_error_when_the_row_says_the_same_unit(path):
    book = openpyxl.Workbook()
    book.active.title = "Medel"
    book.active.append(["id", "medel", "enhet", "budget", "utfall"])
    book.active.append(["M1", "Statsbidrag", "tkr", 120, 80])
    book.active["D2"].number_format = book.active["E2"].number_format = '0 "tkr"'
    book.save(path)
    assert everything(path) == []


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "d/m/yy", 'd" "mmmm" "yyyy', "[$-41D]d mmm yy;@", "yyyy\\-mm\\-dd"])
def test_a_day_is_known_by_its_number_format(code):
    assert shows(code)[0] is Shows.DATE


# Containers that are broken or meant to harm --------------------------------------------------------------------------


def refused(path, code):
    found = only(path, code)
    assert found.severity is Severity.REFUSE
    assert read(path)[0] == {}
    return found


@pytest.fixture
def sound(tmp_path):
    """A workbook with all its parts, shared texts among them, which openpyxl does not write."""
    book = xlsxwriter.Workbook(str(tmp_path / "sound.xlsx"))
    sheet = book.add_worksheet("Aktiviteter")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate((HEADINGS, FIRST, SECOND)):
        for column, value in enumerate(row):
            sheet.write(number, column, value, day if isinstance(value, date) else None)
    book.close()
    return tmp_path / "sound.xlsx"


def test_a_password_is_named_as_such(path):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(1000))
    assert "lösenord" in refused(path, "encrypted").message
    path.write_bytes(ole)
    assert ".xls" in refused(path, "format-unsupported").message


def test_other_kinds_of_zip_are_named(path, sound):
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert ".ods" in refused(path, "format-unsupported").message
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("[Content_Types].xml", "<Types/>")
        new.writestr("word/document.xml", "<w/>")
    refused(path, "format-unsupported")
    repacked(sound, path, unchanged, [("xl/workbook.bin", b"\x00")])
    assert ".xlsb" in refused(path, "format-unsupported").message


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"id;namn\n", bytes(5000)])
def test_what_is_no_zip_is_refused(path, content):
    path.write_bytes(content)
    refused(path, "broken-file" if content else "empty-file")


BAD_NAMES = ["../evil.xml", "/etc/passwd", "xl\\..\\x.xml", "C:/x.xml", "XL/Workbook.xml", "xl/workbook.xml"]


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_with_a_name_that_excel_never_gives_is_refused(path, sound, name):
    repacked(sound, path, unchanged, [(name, "<x/>")])
    refused(path, "zip-member-name")


def test_a_bomb_is_refused_before_it_is_unpacked(path, sound):
    started = time.monotonic()
    repacked(sound, path, unchanged, [("xl/media/zeros.bin", bytes(60 * 1024**2))])
    found = refused(path, "zip-ratio")
    assert "60 MB" in found.message
    repacked(sound, path, unchanged, [(f"xl/media/noise{number}.bin", os.urandom(1024) * 100) for number in range(20)])
    assert everything(path) == [], "well packed but small"
    assert time.monotonic() - started < 5


def test_a_file_past_the_limits_is_refused(path, sound):
    path.write_bytes(b"PK" + bytes(20 * 1024**2))
    assert "20 MB" in refused(path, "too-large").message
    tenfold = b"".join(os.urandom(100) + bytes(900) for _ in range(10_000))
    repacked(sound, path, unchanged, [(f"xl/media/{number}.bin", tenfold) for number in range(11)])
    assert path.stat().st_size < 20 * 1024**2
    assert "100 MB uppackat" in refused(path, "too-large").message


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml"]
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part_and_coding(path, sound, part, coding):
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

    def change(name, content):
        if name != part:
            return content
        text = content.decode()
        declared = re.sub(
            r"^(<\?xml[^>]*\?>)?", lambda found: (found[0] if coding == "utf-8" else "") + evil, text, count=1
        )
        return declared.encode(coding)

    repacked(sound, path, change)
    assert part in refused(path, "xml-entity").message


def test_a_cell_that_speaks_of_document_types_is_only_text(path):
    book, sheet = filled()
    sheet["B2"] = '<!DOCTYPE html><!ENTITY e "x">'
    book.save(path)
    assert read(path)[0]["aktiviteter"].rows[0][1].value == '<!DOCTYPE html><!ENTITY e "x">'


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused_whatever_the_file_is_called(path, sound, name):
    repacked(sound, path, unchanged, [(name, b"<x/>")])
    assert "makron" in refused(path, "macro").message


def test_a_link_to_another_workbook_is_told_of_and_its_saved_value_read(path, sound):
    repacked(sound, path, unchanged, [("xl/externalLinks/externalLink1.xml", "<externalLink/>")])
    found = only(path, "external-link")
    assert (found.severity, found.value) == (Severity.WARN, "externalLink1.xml")
    assert len(read(path)[0]["aktiviteter"].rows) == 2


def test_a_formula_that_fetches_from_the_web_is_told_of(path, tmp_path):
    with_formula(path, tmp_path, '<c r="I2"><f>WEBSERVICE("http://x")</f><v>5</v></c>')
    assert only(path, "external-link").row == 2


def test_a_broken_part_names_itself(path, sound):
    repacked(sound, path, lambda name, content: content[:-40] if name == "xl/worksheets/sheet1.xml" else content)
    assert "xl/worksheets/sheet1.xml" in refused(path, "broken-file").message
    repacked(sound, path, lambda name, content: None if name == "xl/worksheets/sheet1.xml" else content)
    assert "Bladet Aktiviteter saknas" in refused(path, "broken-file").message
    repacked(sound, path, in_sheet(r'<c r="A1" t="s"><v>0</v>', '<c r="A1" t="s"><v>9999</v>'))
    refused(path, "broken-file")


def test_a_cut_file_is_broken(path, sound):
    path.write_bytes(sound.read_bytes()[:-200])
    refused(path, "broken-file")


def test_what_is_no_regular_file_is_not_opened(tmp_path, path):
    os.mkfifo(path)
    refused(path, "not-a-file")
    path.unlink()
    (tmp_path.parent / "outside.xlsx").write_bytes(b"PK")
    path.symlink_to(tmp_path.parent / "outside.xlsx")
    refused(path, "symlink")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_gives_findings_and_never_an_exception(path, sound, data):
    """Bytes of a part, or of the file itself, are changed at random."""
    content = sound.read_bytes()
    parts = zipfile.ZipFile(BytesIO(content)).namelist()
    chosen = data.draw(st.sampled_from([*parts, "the file itself"]))

    def damaged(whole):
        changed = bytearray(whole)
        for _ in range(data.draw(st.integers(1, 5))):
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.sampled_from(b'\x00<>"/9a&s=\xff'))
        return bytes(changed)

    if chosen in parts:
        repacked(sound, path, lambda name, part: damaged(part) if name == chosen else part)
    else:
        path.write_bytes(damaged(content))
    grids, found = read(path)
    assert grids or found
    for grid in grids.values():
        read_rows(grid, Activity)


# Time and size --------------------------------------------------------------------------------------------------------


def timed(path):
    started = time.process_time()
    found = everything(path)
    return time.process_time() - started, found


def blank_rows(path, rows, columns):
    """Cells with a border and nothing in them, down to the last row; the library itself takes long over a million."""
    book = xlsxwriter.Workbook(str(path))
    sheet, border = book.add_worksheet("Aktiviteter"), book.add_format({"border": 1})
    sheet.write_row(0, 0, HEADINGS)
    for row in (1, 1_048_575):
        sheet.write_blank(row, 0, None, border)
    book.close()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    first = re.search(rb'<row r="2".*?</row>', parts["xl/worksheets/sheet1.xml"])[0]
    style = re.search(rb's="(\d+)"', first)[1].decode()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:columns]
    blank = "".join(
        f'<row r="{row}">{"".join(f"""<c r="{letter}{row}" s="{style}"/>""" for letter in letters)}</row>'
        for row in range(2, rows + 2)
    )
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(first, blank.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_bordered_rows_down_to_the_end_of_the_sheet_cost_nothing(path):
    blank_rows(path, 3000, 9)
    seconds, found = timed(path)
    assert found == []
    assert seconds < 2


def test_a_sheet_with_a_million_blank_cells_is_refused_in_time(path):
    blank_rows(path, 110_000, 10)
    seconds, found = timed(path)
    assert [finding.code for finding in found] == ["too-large"]
    assert seconds < 10  # 3 s on a quiet machine


def test_more_cells_than_anyone_fills_in_are_refused_in_time(path):
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Aktiviteter")
    sheet.write_row(0, 0, HEADINGS)
    for row in range(1, 40_000):
        sheet.write_row(row, 0, [f"A{row}", "Utbildning", "PM1", "pågår", 45000, 45100, "Chef", row])
    book.close()
    seconds, found = timed(path)
    assert [(finding.code, "200 000" in finding.message) for finding in found] == [("too-large", True)]
    assert seconds < 8


def test_a_value_far_below_the_table_is_not_lost(path):
    book, sheet = filled()
    sheet["B5000"] = "glömd"
    book.save(path)
    _, found = read_rows(read(path)[0]["aktiviteter"], Activity)
    assert [(finding.code, finding.row) for finding in found] == [("blank-row", 4), ("stray-row", 5000)]


def test_every_rule_of_the_workbook_ends_with_what_to_do():
    codes = ["encrypted", "zip-member-name", "zip-ratio", "xml-entity", "macro", "external-link", "sheet-name", "extra-sheet",
             "duplicate-sheet", "no-sheets", "hidden", "merged-cells", "formula", "formula-no-value", "number-format",
             "meaning-in-format"]  # fmt: skip
    for code in codes:
        rule = rules()[code]
        assert rule.summary.endswith(".")
        assert rule.remedy.endswith(".")
        assert rule.message.endswith("{remedy}") or code == "hidden"
