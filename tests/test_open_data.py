"""The data package: files that a Swedish Excel opens, and a description by which another program reads the same values."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import frictionless
import pytest

from cells import typed
from every_paper import document as paper
from naravard.document import Cell, Column, Cover, Document, Paragraph, Table
from naravard.formats.data.package import open_data_from_document
from naravard.formats.typed_cells import number_in

COVER = Cover(
    "Exempelby kommun", "Uppföljning av våren 2023", "2023-06-30", "EX 2023/7", marks=("Exempeldata", "UTKAST")
)
REAL = [("uppfoljning", "exempel", "HT2023"), ("slutrapport", "lekeberg", "HT2023")]


def made(*tables, cover=COVER):
    return Document("Terminsuppföljning", cover, tables, imprint="Utgåva abc123")


def table(*rows, columns=None, **changes):
    columns = columns or (Column("Mål"), *(Column(f"Kolumn {n}", "end") for n in range(2, len(rows[0]) + 1)))
    return Table(**{"name": "mål per år", "caption": "Mål", "columns": columns, "rows": rows} | changes)


def column(*cells, heading="Värde"):
    """The headings, types and rows of the file of a table with these cells under one heading."""
    files = open_data_from_document(made(table(*((cell,) for cell in cells), columns=(Column(heading, "end"),))))
    (resource,) = described(files)["resources"]
    headings, *rows = lines(files[resource["path"]])
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == headings
    return {field["name"]: field["type"] for field in fields}, rows, resource["schema"]["missingValues"]


def described(files):
    return json.loads(files["datapackage.json"])


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_back(files, folder):
    """The package as frictionless reads it, found valid."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    return frictionless.Package(str(folder / "datapackage.json"))


@pytest.mark.parametrize("which", REAL, ids="-".join)
def test_another_program_reads_the_values_that_the_paper_shows(which, tmp_path):
    document = paper(*which)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    package = read_back(open_data_from_document(document), tmp_path)
    assert len(package.resources) == len(tables) > 30
    numbers = 0
    for block, resource in zip(tables, package.resources, strict=True):
        assert resource.title == block.caption
        rows = resource.read_rows()
        for cells, row in zip(block.rows, rows, strict=True):
            for column, cell in zip(block.columns, cells, strict=True):
                heading = column.heading
                number, read = number_in(cell, column), row[heading]
                if resource.schema.get_field(heading).type == "number":
                    assert read == (Decimal(str(number.number)) if number else None)
                    numbers += read is not None
                elif isinstance(read, date):
                    assert read.isoformat() == cell.text
                elif read is None:
                    assert resource.schema.get_field(heading).type == "date" or not cell.text
                else:
                    assert read in (cell.text, f"'{cell.text}") or (
                        number and read == f"{number.number:.{number.decimals}f}".replace(".", ",")
                    )
    assert numbers > 100


def test_a_swedish_excel_opens_the_file_without_asking():
    files = open_data_from_document(made(table((typed("Å; ä\noch ö"), typed("−1\u202f234,5", -1234.5)))))
    expected = 'Mål;Kolumn 2\r\n"Å; ä\noch ö";-1234,5\r\n'
    assert files["tabell-01-mal-per-ar.csv"] == b"\xef\xbb\xbf" + expected.encode()


def test_numbers_are_bare_and_say_their_unit_in_the_schema():
    files = open_data_from_document(
        made(table((typed("A"), typed("92\u00a0%", 0.923)), (typed("B"), typed("−7\u00a0%", -0.07))))
    )
    assert lines(files["tabell-01-mal-per-ar.csv"])[1:] == [["A", "92"], ["B", "-7"]]
    field = described(files)["resources"][0]["schema"]["fields"][1]
    assert (field["unit"], field["description"], field["decimalChar"]) == ("%", "Enhet: %", ",")


def test_words_beside_a_number_go_in_a_column_of_their_own():
    types, rows, _ = column(typed("67,3 (2021)", 67.3), typed("12,1 (prel.) (2022)", 12.1), typed("5", 5.0))
    assert types == {"Värde": "number", "Värde, tillägg": "string"}
    assert rows == [["67,3", "2021"], ["12,1", "(prel.) (2022)"], ["5", ""]]


def test_the_column_of_words_never_takes_the_name_of_another():
    columns = (Column("Värde", "end"), Column("Värde, tillägg"))
    files = open_data_from_document(made(table((typed("5 (2021)", 5.0), typed("x")), columns=columns)))
    assert lines(files["tabell-01-mal-per-ar.csv"])[0] == ["Värde", "Värde, tillägg", "Värde, tillägg (2)"]


def test_why_a_number_is_not_there_is_kept_in_the_file_and_told_in_the_schema(tmp_path):
    cells = [
        typed("0", 0.0),
        *(typed(word, None, "muted") for word in ("saknas", "skyddad", "<5", "ej tillämpligt", "–")),
    ]
    types, rows, missing = column(*cells)
    assert types == {"Värde": "number"}
    assert [text for (text,) in rows] == ["0", "saknas", "skyddad", "<5", "ej tillämpligt", "–"]
    assert missing == ["", "saknas", "skyddad", "<5", "ej tillämpligt", "–"]
    document = made(table(*((Cell(cell.text), cell) for cell in cells)))
    (resource,) = read_back(open_data_from_document(document), tmp_path).resources
    read = resource.read_rows()
    assert [row["Kolumn 2"] for row in read] == [Decimal(0), None, None, None, None, None]
    assert [row["Mål"] for row in read] == ["0", "saknas", "skyddad", "<5", "ej tillämpligt", "–"]


def test_a_column_that_mixes_numbers_and_words_is_text():
    types, rows, missing = column(typed("45", 45.0), typed("ja", 1.0), typed("−3,3", -3.3), typed("34 (VT2023)", 34.0))
    assert types == {"Värde": "string"}
    assert rows == [["45"], ["ja"], ["-3,3"], ["34 (VT2023)"]]
    assert missing == [""]


def test_days_are_days():
    types, rows, missing = column(typed("2023-04-21"), typed("–", None, "muted"))
    assert (types, rows, missing) == ({"Värde": "date"}, [["2023-04-21"], ["–"]], ["", "–"])


def test_hostile_text_is_no_formula_and_negative_numbers_stay_numbers():
    evil = [
        "=1+1",
        "+46 70",
        "-5 av 7",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        '=HYPERLINK("http://ond.example";"x")',
    ]
    _, rows, _ = column(*map(typed, evil), heading="=CMD()")
    assert rows == [[f"'{text}".replace("\r", "")] for text in evil]
    files = open_data_from_document(
        made(table((typed("=1"), typed("−5", -5.0)), columns=(Column("=A"), Column("@B", "end"))))
    )
    assert lines(files["tabell-01-mal-per-ar.csv"]) == [["'=A", "'@B"], ["'=1", "-5"]]
    assert "apostrof" in described(files)["description"]


def test_a_hostile_package_is_read_back_as_it_was_written(tmp_path):
    rows = [(typed(text), typed(f"5 {text}", 5.0)) for text in ("=1", ";", '"', "a\nb", "'", "\u2028", "saknas")]
    (resource,) = read_back(open_data_from_document(made(table(*rows))), tmp_path).resources
    read = resource.read_rows()
    assert [row["Mål"] for row in read] == ["'=1", ";", '"', "a\nb", "'", "\u2028", "saknas"]
    assert {row["Kolumn 2"] for row in read} == {Decimal(5)}


def test_the_package_tells_what_it_is_from_when_and_by_whom():
    package = described(open_data_from_document(made(table((typed("A"),)))))
    assert package["name"] == "exempelby-kommun-terminsuppfoljning-2023-06-30"
    assert package["title"] == "Terminsuppföljning, Exempelby kommun (Exempeldata, UTKAST)"
    assert package["created"] == "2023-06-30T00:00:00Z"
    assert (package["caseNumber"], package["imprint"]) == ("EX 2023/7", "Utgåva abc123")
    assert package["licenses"][0]["name"] == "CC0-1.0"
    assert "sources" not in package


def test_each_file_tells_its_caption_source_and_notes_and_what_its_bytes_are():
    files = open_data_from_document(made(table((typed("A"),), source="Källa: enkät.", notes=("Saknas: finns inte.",))))
    (resource,) = described(files)["resources"]
    assert resource["title"] == "Mål"
    assert resource["description"] == (
        "Tabell 1 i Terminsuppföljning, Exempelby kommun. Källa: enkät. Saknas: finns inte."
    )
    assert resource["sources"] == [{"title": "Källa: enkät."}]
    assert "licenses" not in resource
    assert resource["bytes"] == len(files[resource["path"]])


def test_values_from_kolada_name_their_source_and_its_terms():
    package = described(open_data_from_document(made(table((typed("A"),), source="Källa: Kolada (N1), hämtad 2024."))))
    (resource,) = package["resources"]
    assert resource["sources"][0]["title"] == "Kolada"
    assert resource["sources"][1]["title"] == "Källa: Kolada (N1), hämtad 2024."
    assert "Källa: Kolada" in resource["licenses"][0]["title"]
    assert package["sources"][0]["title"] == "Kolada"


def test_a_broken_file_is_found_by_its_checksum(tmp_path):
    files = open_data_from_document(made(table((typed("A"), typed("5", 5.0)))))
    files["tabell-01-mal-per-ar.csv"] = files["tabell-01-mal-per-ar.csv"].replace(b"5", b"6")
    with pytest.raises(AssertionError):
        read_back(files, tmp_path)


def test_two_exports_are_the_same_bytes():
    document = made(table((typed("A"), typed("saknas", None, "muted")), (typed("B"), typed("5 (2021)", 5.0))))
    assert open_data_from_document(document) == open_data_from_document(replace(document))


def test_a_paper_without_tables_gives_no_package():
    assert open_data_from_document(made(Paragraph.plain("Text."))) == {}
