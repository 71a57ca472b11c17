"""The folder that a municipality fills in: made, filled in, saved by other programs, and read again."""

import subprocess
import tomllib
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from conftest import program
from naravard.model import FIELDS, PROJECT_TABLES, TERM_TABLES, Citation, Marker, PartialDate, Severity
from naravard.model.columns import columns
from naravard.reading.project import read_project
from naravard.template import new_project, new_term
from naravard.template.fields import how, words
from naravard.template.instructions import TEXTS
from naravard.terms import Term

PROJECT_ROWS = {
    "Källor": [{"id": "TS", "titel": "Tjänsteskrivelse", "datum": "2023-04"}],
    "Bakgrund": [{"rubrik": "Varför", "text": "Befolkningen blir äldre.", "källa": "TS sidan 1"}],
    "Teman": [{"namn": "tillgänglighet", "typ": "kärna"}],
    "Målgrupper": [{"namn": "Äldre", "typ": "invånare", "definition": "65 år och äldre"}],
    "Aktörer": [{"namn": "Hemtjänsten", "typ": "kommun"}],
    "Organisation": [{"grupp": "styrgrupp", "roll": "socialchef", "tillförordnad": "nej", "från": "2022"}],
    "Styrdokument": [{"id": "SD1", "titel": "Färdplan", "nivå": "län", "datum": "2021-05-03"}],
    "Effektmål": [{"id": "EM1", "mål": "Fler får hjälp i tid.", "tema": "tillgänglighet", "målgrupp": "Äldre", "mäts": "HT2024"}],
    "Projektmål": [{"id": "PM1", "mål": "Alla är utbildade.", "effektmål": "EM1", "förfaller": date(2023, 12, 31)}],
    "Indikatorer": [
        {"id": "I01", "namn": "Väntetid", "mål": "EM1, PM1", "tema": "tillgänglighet", "enhet": "dagar", "skala": "medelvärde",
         "riktning": "minska", "decimaler": 1, "utgångsvärde": 68.5, "utgångsperiod": "2022", "antal personer": "nej"},
    ],
    "Målvärden": [{"indikator": "I01", "period": "2024", "målvärde": 45.5}],
    "Motstridiga uppgifter": [
        {"fråga": "Starten", "uppgift 1": "januari", "källa 1": "TS sidan 1", "uppgift 2": "mars", "källa 2": "TS sidan 3",
         "så visas det": "Båda visas."},
    ],
}  # fmt: skip
TERM_ROWS = {
    "Terminens inriktning": [{"målgrupp": "Äldre", "inriktning": "Utbildning", "aktörer": "Hemtjänsten"}],
    "Aktiviteter": [
        {"id": "A01", "namn": "Utbildning", "projektmål": "PM1", "status": "pågår", "start": date(2023, 1, 15),
         "slut": date(2024, 3, 1), "ansvarig": "Enhetschef", "budget_kr": 151200, "utfall_kr": 98000.5, "deltagare": 12,
         "målgrupp": "Äldre", "kommentar": "=summan är rätt"},
        {"id": "A02", "namn": "Anhörigstöd", "projektmål": "PM1", "status": "försenad", "start": date(2023, 2, 1),
         "slut": date(2023, 6, 1), "ansvarig": "Samordnare"},
    ],
    "Mätvärden": [
        {"indikator": "I01", "värde": 52.3, "kön": "totalt"},
        {"indikator": "I01", "värde": "..", "kön": "kvinnor", "status": "sekretess"},
    ],
    "Bedömningar": [
        {"mål": "EM1", "bedömning": "kan ännu inte bedömas", "motivering": "Mäts 2024.", "datum": date(2023, 12, 20)},
    ],
    "Medel": [{"id": "M1", "medel": "Statsbidrag", "enhet": "tkr", "budget": 1250.5, "utfall": 800, "år": 2023}],
    "Risker": [{"id": "R1", "risk": "Personal slutar.", "sannolikhet": 3, "konsekvens": 4, "status": "öppen"}],
    "Avvikelser": [{"id": "AV1", "mot": "tid", "gäller": "A02", "avvikelse": "Försenad."}],
    "Lärdomar": [{"id": "L1", "lärdom": "Börja tidigt.", "kategori": "fungerade"}],
    "Beslut": [{"id": "B1", "punkt": 1, "organ": "Kommunstyrelsen", "datum": "2023-04", "typ": "godkänner", "status": "fattat",
                "beslut": "Godkänns.", "styrdokument": "SD1"}],
    "Uppdrag och överlämning": [{"id": "U1", "typ": "uppdrag", "givare": "Kommunstyrelsen", "mottagare": "Socialchef, skolchef",
                                 "uppdrag": "Fortsätt.", "klart senast": "2024", "enligt beslut": "B1"}],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    new_project(tmp_path / "exempel", terms=["HT2023"], name="Nära vård", municipality="Exempelby kommun", code="1814")
    return tmp_path / "exempel"


def fill_in(path, tables):
    """Fill in the sheets as a person would: under the headings, leaving the rest as it is."""
    book = openpyxl.load_workbook(path)
    for title, rows in tables.items():
        place = {cell.value: cell.column for cell in book[title][1]}
        for number, row in enumerate(rows, 2):
            for heading, value in row.items():
                cell = book[title].cell(number, place[heading], value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)


def fill_in_everything(folder):
    fill_in(folder / "projekt.xlsx", PROJECT_ROWS)
    fill_in(folder / "HT2023.xlsx", TERM_ROWS)


def records(project):
    """All records of a project by table, without where they stand."""
    holders = (project, *project.reports)
    return {
        table: [record for holder in holders for record in getattr(holder, name, ())] for table, name in FIELDS.items()
    }


def test_what_new_makes_passes_check_with_only_not_yet_filled_in(folder):
    project, found = read_project(folder)
    assert project is not None
    assert {finding.severity for finding in found} == {Severity.NOTE}
    assert {finding.code for finding in found} == {"no-rows"}
    assert len(found) == len(PROJECT_TABLES) + len(TERM_TABLES)


def test_placeholders_in_a_new_plan_are_noted(tmp_path):
    new_project(tmp_path, terms=["VT2023", "HT2022"])
    project, found = read_project(tmp_path)
    assert [finding.column for finding in found if finding.file == "plan.toml"] == ["namn", "kommun", "kommunkod"]
    assert {finding.code for finding in found} == {"not-filled-in", "no-rows"}
    assert (project.plan.project.first_term, project.plan.project.last_term) == (Term(2022, "HT"), Term(2023, "VT"))


def test_the_plan_is_toml_whose_every_key_is_explained_in_the_line_above(folder):
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["projekt"]["kommun"] == "Exempelby kommun"
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if " = " in line and not line.startswith(("#", "format")):
            assert lines[number - 1].startswith("# "), line
    uncommented = (
        text.split("härunder.\n")[1].replace("# ", "", 1).replace("\n# ", "\n").replace('uttag = ""', 'uttag = "x"')
    )
    assert tomllib.loads(uncommented)["jamforelse"] == {"uttag": "x", "lanets_kommuner": "", "liknande_kommuner": ""}


def test_a_name_with_quotes_and_backslashes_is_kept(tmp_path):
    name = 'Nära "vård" \\ 2023'
    new_project(tmp_path, terms=["HT2023"], name=name)
    assert tomllib.loads((tmp_path / "plan.toml").read_text(encoding="utf-8"))["projekt"]["namn"] == name


def test_making_it_again_gives_the_same_bytes(tmp_path):
    one = new_project(tmp_path / "one", terms=["HT2023"])
    two = new_project(tmp_path / "two", terms=["HT2023"])
    assert [path.name for path in one] == ["plan.toml", "projekt.xlsx", "HT2023.xlsx"]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_nothing_that_is_there_is_written_over(folder):
    before = (folder / "HT2023.xlsx").read_bytes()
    with pytest.raises(FileExistsError, match=r"plan\.toml"):
        new_project(folder, terms=["HT2023"])
    with pytest.raises(FileExistsError, match="HT2023"):
        new_term(folder, "ht23")
    assert (folder / "HT2023.xlsx").read_bytes() == before


def test_a_project_without_a_term_is_refused(tmp_path):
    with pytest.raises(ValueError, match="HT2023"):
        new_project(tmp_path / "x", terms=[])
    assert not (tmp_path / "x").exists()


def test_what_is_filled_in_reads_as_the_records_that_were_meant(folder):
    fill_in_everything(folder)
    project, found = read_project(folder)
    assert [
        finding for finding in found if finding.severity is not Severity.NOTE and finding.code != "formula-text"
    ] == []
    assert all(records(project).values()), "every table is filled in"
    first, second = project.term("HT2023").activities
    assert (first.id, first.start, first.budget, first.outcome) == (
        "A01",
        date(2023, 1, 15),
        151200,
        Decimal("98000.5"),
    )
    assert first.comment == "=summan är rätt"
    assert second.budget is None
    assert [value.value for value in project.term("HT2023").measurements] == [Decimal("52.3"), Marker.NOT_AVAILABLE]
    assert project.background[0].cited == (Citation("TS", "sidan 1"),)
    assert (project.sources[0].dated, project.indicators[0].goals) == (PartialDate(2023, 4), ("EM1", "PM1"))
    assert project.term("HT2023").assignments[0].receivers == ("Socialchef", "skolchef")


def test_what_libreoffice_saves_reads_as_the_same_project(folder, tmp_path):
    soffice = program("soffice", "libreoffice")
    fill_in_everything(folder)
    before, _ = read_project(folder)
    for name in ("projekt.xlsx", "HT2023.xlsx"):
        command = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
                   "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "saved"), str(folder / name)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        (tmp_path / "saved" / name).replace(folder / name)
        with zipfile.ZipFile(folder / name) as archive:
            assert b"LibreOffice" in archive.read("docProps/app.xml")
    after, found = read_project(folder)
    assert {finding.code for finding in found} <= {"formula-text"}
    assert records(after) == records(before)


def test_a_project_table_may_stand_in_the_workbook_or_in_a_file_but_not_in_both(folder):
    fill_in(folder / "projekt.xlsx", {"Teman": PROJECT_ROWS["Teman"]})
    (folder / "malgrupper.csv").write_text("namn;typ\nÄldre;invånare\n", encoding="utf-8")
    project, _ = read_project(folder)
    assert [group.name for group in project.target_groups] == ["Äldre"], "the sheet that is not filled in gives way"
    (folder / "teman.csv").write_text("namn;typ\ntillgänglighet;kärna\n", encoding="utf-8")
    project, found = read_project(folder)
    assert project is None
    twice = next(finding for finding in found if finding.code == "duplicate-file")
    assert (twice.severity, twice.file, twice.sheet) == (Severity.ERROR, "projekt.xlsx", "Teman")
    assert "'teman.csv' och 'projekt.xlsx'" in twice.message


def validations(path, title):
    sheet = openpyxl.load_workbook(path)[title]
    place = {cell.column_letter: cell.value for cell in sheet[1]}
    return {place[str(rule.sqref).split(":")[0].rstrip("0123456789")]: rule for rule in sheet.data_validations.dataValidation
            if not str(rule.sqref).endswith("1") or ":" in str(rule.sqref)}  # fmt: skip


def test_cells_offer_the_words_and_ids_that_fit(folder):
    activities = validations(folder / "HT2023.xlsx", "Aktiviteter")
    assert activities["status"].formula1 == '"ej påbörjad,pågår,genomförd,försenad,avförd"'
    assert (activities["start"].type, activities["budget_kr"].type, activities["deltagare"].type) == (
        "date",
        "decimal",
        "whole",
    )
    goals = validations(folder / "projekt.xlsx", "Projektmål")
    assert "'Effektmål'!$A$2" in goals["effektmål"].formula1
    assert not goals["effektmål"].showErrorMessage, "several ids in a cell are not for Excel to judge"
    for title in TERM_ROWS:
        for heading, rule in validations(folder / "HT2023.xlsx", title).items():
            assert rule.promptTitle == heading
            assert 10 < len(rule.prompt) <= 255
            assert not rule.prompt.endswith("…"), "nothing is cut off"


def test_the_next_terms_workbook_offers_the_ids_so_far(folder):
    path = new_term(folder, "VT2024", name="Nära vård", known={"projektmal": ["PM1", "PM2"], "effektmal": ["EM1"]})
    assert validations(path, "Aktiviteter")["projektmål"].formula1.startswith("Listor!$")
    lists = openpyxl.load_workbook(path)["Listor"]
    both = [column for column in lists.iter_cols(values_only=True) if column[0] == "Effektmål och Projektmål"]
    assert both == [("Effektmål och Projektmål", "EM1", "PM1", "PM2")]


@pytest.mark.parametrize("record", [*PROJECT_TABLES, *TERM_TABLES], ids=lambda record: record.table)
def test_every_table_is_a_sheet_with_all_its_columns_and_an_explanation(folder, record):
    book = openpyxl.load_workbook(folder / ("HT2023.xlsx" if record.per_term else "projekt.xlsx"))
    sheet = book[record.title]
    assert {cell.value for cell in sheet[1]} == {column.heading for column in columns(record)}
    assert (sheet.freeze_panes, sheet.max_row) == ("B2", 1)
    assert TEXTS["rows"][record.table].startswith("En rad för varje")
    first = [cell.value for cell in sheet[1]]
    if record is not TERM_TABLES[0] and "källa" in first:
        assert first[-2:] == ["källa", "anteckning"]
    must = [place for place, column in enumerate(columns(record), 1) if not column.may_be_empty]
    required = [sheet.cell(1, place).fill.fgColor.rgb for place in must]
    assert set(required) == {"FF17495A"}, "a heading that must be filled in is dark"
    for column in columns(record):
        text = how(column, {record.table})
        assert text
        assert text.endswith(".")
        assert len(",".join(words(column))) <= 255, "Excel holds no longer list"


def test_instructions_come_first_and_name_every_sheet(folder):
    book = openpyxl.load_workbook(folder / "HT2023.xlsx")
    assert book.sheetnames == ["Så fyller du i", *TERM_ROWS, "Kolumner"]
    assert book.active.title == "Så fyller du i"
    said = [cell.value for row in book.active.iter_rows() for cell in row if cell.value]
    assert set(TERM_ROWS) <= set(said)
    assert "Spara arbetsboken som HT2023.xlsx i projektets mapp, bredvid plan.toml." in said
    links = {cell.hyperlink.location for cell in book.active["A"] if cell.hyperlink}
    assert links == {f"'{title}'!A2" for title in [*TERM_ROWS, "Kolumner"]}


def test_ids_and_half_known_dates_are_left_as_typed(folder):
    sheet = openpyxl.load_workbook(folder / "HT2023.xlsx")["Aktiviteter"]
    formats = {cell.value: sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[1]}
    assert (formats["id"], formats["namn"], formats["start"], formats["budget_kr"]) == ("@", "@", "yyyy-mm-dd", "#,##0")
