"""The archive formats of the PDF, and what the reference validator says of them."""

import base64
import io
import struct
import zlib
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from cells import typed
from meaning_pdf import gate
from naravard.document import Look
from naravard.formats.pdf.paper import pdf_from_document
from naravard.paper.compose import assemble
from paper_sample import board_notebook, notebook, shown, small_figure, small_table, text
from test_pdf_mutants import document as noted_document
from verapdf import verdicts

CSV = b"\xef\xbb\xbfOmr\xc3\xa5de;Antal\r\nNorr;12,5\r\n"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="19" fill="#7a1f3d"/></svg>'
LOOK = Look(
    "#7a1f3d", "#8a4b00", "data:image/svg+xml;base64," + base64.b64encode(LOGO.encode()).decode(), "Kommunens vapen"
)
LONG = tuple((typed(f"Rad {number}"), typed(f"{number}")) for number in range(1000))

CASES = {
    "sample": ("2a", lambda: assemble(board_notebook())),
    "notes-and-look": ("2a", lambda: with_look(noted_document(), LOOK)),
    "no-figure": ("2a", lambda: assemble(notebook(text("## A"), shown(small_table())))),
    "no-table": ("2a", lambda: assemble(notebook(text("## A"), shown(small_figure())))),
    "long": ("2a", lambda: assemble(notebook(shown(small_table(rows=LONG))))),
    "attached": ("3a", lambda: assemble(board_notebook())),
}


def with_look(document, look):
    return replace(document, cover=replace(document.cover, look=look), imprint="Körning 3f2a9c · underlag 91bc04")


@cache
def made(case):
    archive, document = CASES[case]
    attachments = {"tabell-01-jamforelse.csv": CSV, "datapackage.json": b"{}"} if archive == "3a" else {}
    return pdf_from_document(document(), archive=archive, attachments=attachments)


@pytest.mark.parametrize("case", CASES)
def test_each_archive_format_passes_the_gate(case):
    archive, document = CASES[case]
    assert gate(made(case), document(), archive) == []


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """What the reference validator says of each case, and of a paper that is not marked as tagged."""
    folder = tmp_path_factory.mktemp("judged")
    flavours = {"2a": ("ua1", "2a"), "3a": ("ua1", "3a")}
    for case in CASES:
        (folder / f"{case}.pdf").write_bytes(made(case))
    with pikepdf.open(io.BytesIO(made("no-table"))) as opened:
        opened.Root.MarkInfo.Marked = False
        opened.save(folder / "unmarked.pdf")
    asked = [(flavours[archive], [folder / f"{case}.pdf"]) for case, (archive, _) in CASES.items()]
    return verdicts(*asked, (flavours["2a"], [folder / "unmarked.pdf"]))


@pytest.mark.java
def test_the_reference_validator_finds_no_fault(judged):
    checked = [verdict for verdict in judged if not verdict["file"].endswith("unmarked.pdf")]
    assert [(verdict["file"], verdict["failures"]) for verdict in checked if verdict["failures"]] == []
    assert len(checked) == 12
    assert all(verdict["checks"] > 1000 for verdict in checked)


@pytest.mark.java
def test_the_reference_validator_does_find_faults(judged):
    rules = {verdict["flavour"]: {failure["rule"] for failure in verdict["failures"]}
             for verdict in judged if verdict["file"].endswith("unmarked.pdf")}  # fmt: skip
    assert "6.2-1" in rules["ua1"]
    assert "6.7.2-1" in rules["2a"] or rules["2a"]


def test_the_data_travel_inside_the_paper_as_associated_files():
    with pikepdf.open(io.BytesIO(made("attached"))) as opened:
        associated = {str(entry.UF): entry for entry in opened.Root.AF}
        assert list(associated) == ["datapackage.json", "tabell-01-jamforelse.csv"]
        entry = associated["tabell-01-jamforelse.csv"]
        assert entry.EF.F.read_bytes() == CSV
        assert str(entry.AFRelationship) == "/Data"
        assert str(entry.EF.F.Subtype) == "/text/csv"
        assert str(entry.EF.F.Params.ModDate).startswith("D:20231231")
        assert (
            str(entry.Desc) == "Tabell 1. Nyckeltal för terminens målgrupp, jämförda med tidigare år och andra kommuner"
        )
        about = associated["datapackage.json"]
        assert [str(part) for part in (about.EF.F.Subtype, about.AFRelationship, about.Desc)] == [
            "/application/json",
            "/Supplement",
            "Om rapportens data: datapackage.json",
        ]
        assert {str(name) for name in opened.attachments} == set(associated)


def test_the_same_paper_with_the_same_data_is_the_same_bytes():
    document = CASES["attached"][1]()
    files = {"datapackage.json": b"{}", "tabell-01-jamforelse.csv": CSV}
    assert pdf_from_document(document, archive="3a", attachments=files) == made("attached")


def test_only_3a_takes_attachments():
    with pytest.raises(ValueError, match="no attachments"):
        pdf_from_document(noted_document(), attachments={"a.csv": CSV})


def png(colour_type, pixel):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, colour_type, 0, 0, 0)
    body = zlib.compress(b"\0" + bytes(pixel))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("colour_type", "pixel"), [(2, (122, 31, 61)), (6, (122, 31, 61, 99))])
def test_a_logo_may_be_a_png_also_one_that_is_seen_through(colour_type, pixel):
    address = "data:image/png;base64," + base64.b64encode(png(colour_type, pixel)).decode()
    document = with_look(noted_document(), replace(LOOK, logo=address))
    assert gate(pdf_from_document(document), document) == []


@pytest.mark.parametrize("case", CASES)
def test_nothing_in_the_file_runs_or_calls(case):
    with pikepdf.open(io.BytesIO(made(case))) as opened:
        kinds = {str(thing.get("/S")) for thing in opened.objects if isinstance(thing, pikepdf.Dictionary)}
        assert not kinds & {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
        assert "/OpenAction" not in opened.Root
        assert "/AA" not in opened.Root
