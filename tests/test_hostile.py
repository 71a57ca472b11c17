"""A project whose every text tries to be something else: nothing is run, nothing is live, and all is shown as typed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree.ElementTree import Element

import docx
import nbformat
import pandas as pd
import pikepdf
import pytest
from defusedxml.ElementTree import fromstring
from nbformat.v4 import new_code_cell, new_output, new_raw_cell

import hostile_folder
from hostile_folder import HOSTILE
from in_process import NOTEBOOKS, executed
from meaning import of_document, squeezed
from meaning_excel import of_excel
from meaning_html import of_html, tree
from meaning_pdf import gate
from meaning_word import of_word, text_of
from naravard.document import MIME
from naravard.formats.exports import FORMATS, Settings, exports
from naravard.formats.html.page import HtmlExporter
from naravard.model import Severity
from naravard.paper.checks import document_strings
from naravard.paper.compose import PaperError, assemble
from naravard.reading.project import read_project
from naravard.run import notebooks
from pages import visited
from paper_sample import bundle, notebook, text

TERM = "HT2023"
PAPERS = list(notebooks.papers(NOTEBOOKS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The hostile project."""
    made = tmp_path_factory.mktemp("hostile") / "exempel"
    hostile_folder.write(made)
    return made


@pytest.fixture(scope="module")
def run(folder):
    """Each paper's notebook, executed."""
    return {paper: executed(paper, folder, TERM) for paper in PAPERS}


@pytest.fixture(scope="module")
def documents(run):
    """Each paper's document."""
    return {paper: assemble(made) for paper, made in run.items()}


@pytest.fixture(scope="module")
def files(documents):
    """Each paper's files in every format, by paper and name."""
    return {paper: dict(exports(document, paper, tuple(FORMATS), Settings())) for paper, document in documents.items()}


def test_the_reader_tells_of_what_looks_like_code_and_lets_it_pass(folder):
    project, findings = read_project(folder)
    assert project is not None
    assert {"markup-text", "formula-text"} <= {finding.code for finding in findings}
    assert {finding.severity for finding in findings} == {Severity.NOTE, Severity.WARN}


def test_every_kind_of_hostile_text_stands_in_some_paper(documents):
    said = "\n".join(squeezed(text) for document in documents.values() for _, text in document_strings(document))
    assert [text for text in HOSTILE if squeezed(text) not in said] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_the_page_shows_every_text_as_typed(paper, documents, files):
    page = files[paper][f"{paper}.html"].decode()
    assert of_html(page) == of_document(documents[paper])
    shown = squeezed(" ".join(node.text() for node in tree(page).all("body")))
    images = [image.attributes["alt"] for image in tree(page).all("img")]
    missing = [text for _, text in document_strings(documents[paper]) if squeezed(text) not in shown]
    assert [text for text in missing if text not in images] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_the_pdf_shows_every_text_as_typed(paper, documents, files):
    assert gate(files[paper][f"{paper}.pdf"], documents[paper]) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_the_word_document_shows_every_text_as_typed(paper, documents, files):
    content = files[paper][f"{paper}.docx"]
    assert of_word(content) == of_document(documents[paper])
    shown = squeezed(" ".join(text_of(p) for p in docx.Document(io.BytesIO(content)).element.body.iter(W + "p")))
    figures = {part[1] for part in of_document(documents[paper]) if part[0] == "figure"}
    wanted = {squeezed(text) for _, text in document_strings(documents[paper])} - figures
    assert [text for text in wanted if text not in shown] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_the_workbook_shows_every_cell_as_typed(paper, documents, files):
    tables = [part for part in of_document(documents[paper]) if part[0] == "table"]
    assert of_excel(files[paper][f"{paper}.xlsx"]) == tables


LIVE_ELEMENTS = {"script", "iframe", "object", "embed", "form", "input", "button", "link", "base", "svg", "math"}
ADDRESS = re.compile(r"https?://|mailto:|tel:|#|\Z")


def live_parts(source):
    """What of the HTML could run or lead astray: elements, attributes and addresses."""
    for node in tree(source).everything():
        if node.tag in LIVE_ELEMENTS:
            yield node.tag
        for name, value in node.attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                yield f"{node.tag} {name}"
            if name in ("href", "src") and not ADDRESS.match(value) and not value.startswith("data:image/"):
                yield f"{node.tag} {name}={value}"


@pytest.mark.parametrize("paper", PAPERS)
def test_the_page_has_nothing_live(paper, files):
    assert list(live_parts(files[paper][f"{paper}.html"].decode())) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_the_notebook_has_nothing_live_in_what_its_cells_show(paper, run):
    shown = [output.data["text/html"] for cell in run[paper].cells for output in cell.get("outputs", ())]
    assert shown
    assert [part for source in shown for part in live_parts(source)] == []


@pytest.mark.browser
def test_the_browser_runs_nothing_asks_for_nothing_and_says_nothing(files, tmp_path):
    paths = [tmp_path / f"{paper}.html" for paper in PAPERS]
    for paper, path in zip(PAPERS, paths, strict=True):
        path.write_bytes(files[paper][path.name])
    assert [visit.faults for visit in visited(paths)] == [[]] * len(PAPERS)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_pdf_has_no_action_but_links_to_places_and_allowed_addresses(paper, files):
    with pikepdf.open(io.BytesIO(files[paper][f"{paper}.pdf"])) as pdf:
        dictionaries = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        actions = [part for thing in dictionaries for part in _within(thing) if "/S" in part and "/URI" in part]
        assert not [part for thing in dictionaries for part in _within(thing) if {"/JS", "/JavaScript"} & set(part)]
        kinds = {
            str(part.S) for thing in dictionaries for part in _within(thing) if isinstance(part.get("/S"), pikepdf.Name)
        }
        assert not kinds & {"/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}
        assert all(ADDRESS.match(str(action.URI)) for action in actions)
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root)


def _within(thing):
    """The dictionary and those written inside it, without following references."""
    yield thing
    for value in thing.values():
        if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
            yield from _within(value)


def parts_of(content):
    """The XML parts of an Office file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: fromstring(package.read(name)) for name in names}


def outside(parts: dict[str, Element]):
    """The addresses outside the file that its relationships lead to."""
    relations = [relation for name, root in parts.items() if name.endswith(".rels") for relation in root]
    return [relation.get("Target") for relation in relations if relation.get("TargetMode") == "External"]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_workbook_has_no_formula_and_no_way_out(paper, files):
    parts = parts_of(files[paper][f"{paper}.xlsx"])
    tags = {element.tag.rpartition("}")[2] for root in parts.values() for element in root.iter()}
    assert not tags & {"f", "calculatedColumnFormula", "ddeLink", "oleLink", "externalReference"}
    assert outside(parts) == []
    assert not [name for name in parts if "external" in name.casefold() or "vba" in name.casefold()]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIELD = re.compile(r" (PAGE|NUMPAGES|SEQ (Tabell|Figur) \\\* ARABIC|TOC [-\\\"\w ]+|PAGEREF _\w+[-\\ \w]*) ")


@pytest.mark.parametrize("paper", PAPERS)
def test_the_word_document_has_no_field_but_its_own_and_no_way_out(paper, files):
    parts = parts_of(files[paper][f"{paper}.docx"])
    elements = [element for root in parts.values() for element in root.iter()]
    codes = [element.get(W + "instr") for element in elements if element.tag == W + "fldSimple"]
    codes += [element.text for element in elements if element.tag == W + "instrText"]
    assert [code for code in codes if not FIELD.fullmatch(code)] == []
    assert [address for address in outside(parts) if not ADDRESS.match(address)] == []
    assert not {W + "object", W + "altChunk", W + "subDoc"} & {element.tag for element in elements}


def test_no_cell_of_the_open_data_is_a_formula(files):
    cells = [
        cell
        for made in files.values()
        for name, content in made.items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        for cell in row
    ]
    live = [cell for cell in cells if re.match(r"\s*[=+@\t\r-]", cell) and not re.fullmatch(r"-?[\d,]+", cell)]
    assert live == []
    assert {cell[:2] for cell in cells if cell.startswith("'")} >= {"'=", "'+", "'-", "'@"}


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x1b", "\x85"])
def test_the_reader_refuses_control_characters(folder, tmp_path, sign):
    findings = _read_with(folder, tmp_path, f"Skola{sign}n")[1]
    assert [f.severity for f in findings if f.code == "control-character"] == [Severity.ERROR]


@pytest.mark.parametrize(("sign", "code"), [("\u202e", "bidi-control"), ("\u2066", "bidi-control"),
                                            ("\u200b", "invisible-character"), ("\ufeff", "invisible-character")])  # fmt: skip
def test_the_reader_takes_signs_away_that_turn_or_hide_text_and_says_so(folder, tmp_path, sign, code):
    project, findings = _read_with(folder, tmp_path, f"Skola{sign}n")
    assert [f.code for f in findings if f.code == code] == [code]
    assert project.background[0].heading == "Skolan"


def _read_with(folder, tmp_path, heading):
    """The hostile project with this heading in its background."""
    import shutil

    copy = tmp_path / "exempel"
    shutil.copytree(folder, copy)
    (copy / "bakgrund.csv").write_text(f"rubrik;text\r\n{heading};En text\r\n", encoding="utf-8")
    return read_project(copy)


ALERT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FRAME = pd.DataFrame({"a": [ALERT]})
OUTPUTS = {
    "a data frame": {"text/html": FRAME._repr_html_(), "text/plain": str(FRAME)},
    "a cell of a Styler": {"text/html": FRAME.style.to_html(), "text/plain": "<Styler>"},
    "the caption of a Styler": {"text/html": FRAME.style.set_caption(ALERT).to_html(), "text/plain": "<Styler>"},
    "a table of great_tables": {"text/html": f'<div id="x"><style></style><table><td>{ALERT}</table></div>'},
    "HTML of one's own": {"text/html": ALERT, "text/plain": "<HTML>"},
    "Markdown of one's own": {"text/markdown": f"[x](javascript:alert(1)) {ALERT}", "text/plain": "<Markdown>"},
    "LaTeX": {"text/latex": r"\href{javascript:alert(1)}{x}", "text/plain": "<Latex>"},
    "a chart of Mermaid": {"text/vnd.mermaid": f"graph TD; A[{ALERT}]", "text/plain": "<Mermaid>"},
    "JavaScript": {"application/javascript": "alert(1)", "text/plain": "<Javascript>"},
    "SVG of one's own": {"image/svg+xml": f"<svg>{ALERT}</svg>", "text/plain": "<SVG>"},
    "a picture": {"image/png": "iVBORw0KGgo=", "text/plain": "<Image>"},
    "JSON": {"application/json": {"a": ALERT}, "text/plain": "<JSON>"},
    "a widget": {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "Button()"},
    "a chart of Plotly": {"application/vnd.plotly.v1+json": {"data": []}, "text/html": ALERT},
    "a text": {"text/plain": repr(ALERT)},
}
CELLS = {name: bundle(data, "visa_det_här()") for name, data in OUTPUTS.items()} | {
    "what is printed": new_code_cell("visa_det_här()", outputs=[new_output("stream", name="stdout", text=ALERT)]),
    "an error": new_code_cell(
        "visa_det_här()", outputs=[new_output("error", ename=ALERT, evalue=ALERT, traceback=[ALERT])]
    ),
    "a raw cell": new_raw_cell("visa_det_här() " + ALERT),
}


@pytest.mark.parametrize("name", CELLS)
def test_what_is_not_ours_is_refused_with_its_cell(name):
    assert len(CELLS) == 18
    with pytest.raises(PaperError) as refused:
        HtmlExporter().from_notebook_node(nbformat.from_dict(notebook(text("## Ett"), CELLS[name])))
    (problem,) = refused.value.problems
    assert problem.startswith("Cell 4 («visa_det_här()")


def test_our_own_output_is_read_though_others_stand_beside_it():
    ours = {
        MIME: {"kind": "paragraph", "spans": [{"text": ALERT}]},
        "text/html": ALERT,
        "application/javascript": "alert(1)",
    }
    page = HtmlExporter().from_notebook_node(nbformat.from_dict(notebook(bundle(ours))))[0]
    assert list(live_parts(page)) == []
    assert squeezed(ALERT) in squeezed(next(tree(page).all("main")).text())


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_is_text_or_refused_with_its_cell(source):
    made = nbformat.from_dict(notebook(text("## Ett"), text(source)))
    try:
        page = HtmlExporter().from_notebook_node(made)[0]
    except PaperError as refused:
        assert all(problem.startswith("Cell 4 («") for problem in refused.problems)
    else:
        assert list(live_parts(page)) == []
