"""From a folder to papers: the command, papermill and nbconvert as a notebook user calls them."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pypdf
import pytest

from naravard import cli, measures
from naravard.report import notebooks
from naravard.report.publish import publish
from naravard.terms import Term

ROOT = Path(__file__).parents[1]
PAPERS = ("fardplan", "indikatorblad", "slutrapport", "tjansteskrivelse", "uppfoljning")
LONG = ("slutrapport", "uppfoljning")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The papers of data/lekeberg for HT2023, made once by the command."""
    target = tmp_path_factory.mktemp("papper för nämnden")
    assert cli.main(["report", "HT2023", "--data", str(ROOT / "data" / "lekeberg"), "--out", str(target)]) == 0
    return target / "lekeberg" / "HT2023"


def test_the_command_makes_every_paper_in_every_format_and_a_manifest(out):
    wanted = {f"{paper}.{suffix}" for paper in PAPERS for suffix in ("html", "pdf", "ipynb")} | {"manifest.json"}
    assert {path.name for path in out.iterdir()} == wanted
    assert [path.name for path in out.parent.iterdir()] == ["HT2023"], "no workplace is left"


def test_the_manifest_gives_the_checksum_of_everything_in_and_out_and_no_path(out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"] == {"data": "data/lekeberg", "term": "HT2023"}
    for name, wanted in manifest["outputs"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == wanted
    for name, wanted in manifest["inputs"].items():
        path = ROOT / name if name.startswith("notebooks/") else ROOT / "data" / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == wanted
    assert "kolada/values/1814.csv" in manifest["inputs"]
    assert "kolada/values/0114.csv" not in manifest["inputs"], "only what was read"
    assert "lekeberg/HT2023/beslut.csv" in manifest["inputs"]


def test_nothing_published_tells_where_it_was_made(out):
    for path in out.iterdir():
        if path.suffix != ".pdf":
            text = path.read_text(encoding="utf-8")
            assert str(ROOT) not in text
            assert str(out.parents[1]) not in text
            assert f"{Path.home()}{os.sep}" not in text


@pytest.mark.parametrize("paper", PAPERS)
def test_the_html_is_one_swedish_page_without_code_script_or_request(out, paper):
    page = (out / f"{paper}.html").read_text(encoding="utf-8")
    assert re.search(r'<html lang="sv', page)
    assert re.search(r"<title>[^<]+Nära vård[^<]+</title>", page)
    assert "<script" not in page
    assert "import naravard" not in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    images = re.findall(r"<img [^>]*>", page)
    assert bool(images) == (paper in {*LONG, "indikatorblad"})
    assert all(re.search(r'alt="[^"]{20,}"', image) for image in images)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_pdf_has_title_language_bookmarks_and_tags(out, paper):
    pdf = pypdf.PdfReader(out / f"{paper}.pdf")
    assert "Nära vård" in pdf.metadata.title
    assert pdf.trailer["/Root"]["/Lang"] == "sv-SE"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a PDF's own boolean)
    assert len(pdf.outline[1]) > (5 if paper in LONG else 1), "the headings, under the title"


def test_a_reader_finds_what_the_project_is_and_what_is_not_known(out):
    page = (out / "slutrapport.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for wanted in (
        "KS 22-397", "implementera omställningsarbetet", "Kultur- och fritidschef", "2022-02-15", "SOU 2017:53", "Capio",
        "avtal med Regionen", "barn och unga", "Sydnärkes folkhälsochef", "2023-04-21", "kommundirektör", "kommunchef",
        "uppgift saknas i underlaget", "Källa: Kolada", "Egen beräkning på uppgifter från Kolada", "hämtad 2024-08-30",
    ):  # fmt: skip
        assert wanted in text, wanted


def test_the_figures_on_the_page_are_the_measures(out):
    """Every latest value that the tables show stands in the executed notebook with the value behind it."""
    import naravard

    frame = measures.indicators(naravard.open(ROOT / "data" / "lekeberg"), Term(2023, "HT")).dropna(subset="value")
    notebook = nbformat.read(out / "uppfoljning.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    blocks = [table for output in outputs for table in _tables(output["data"]["application/vnd.naravard+json"])]
    shown = {}
    for table in blocks:
        if table["name"].startswith("utveckling-") and table["columns"][0]["heading"] == "Indikator":
            shown |= {row[0]["text"]: row[3]["value"] for row in table["rows"]}
    assert len(shown) == len(frame)
    for row in frame.to_dict("records"):
        titled = row["name"] if row["unit"] in ("steg", "svar") else f"{row['name']} ({row['unit']})"
        assert shown[titled] == row["value"]


def _tables(block):
    if block["kind"] == "passage":
        for inner in block["blocks"]:
            yield from _tables(inner)
    elif block["kind"] == "table":
        yield block


def test_two_runs_give_the_same_papers(out, tmp_path):
    arguments = [
        "report",
        "HT2023",
        "--data",
        str(ROOT / "data" / "lekeberg"),
        "--out",
        str(tmp_path),
        "--only",
        "uppfoljning",
    ]
    assert cli.main(arguments) == 0
    for suffix in ("html", "pdf"):
        again = tmp_path / "lekeberg" / "HT2023" / f"uppfoljning.{suffix}"
        assert again.read_bytes() == (out / f"uppfoljning.{suffix}").read_bytes()


def test_a_paper_that_the_data_cannot_carry_is_not_made_and_it_is_said_why(tmp_path, capsys, monkeypatch):
    made = []
    monkeypatch.setattr("naravard.report.publish.publish", lambda papers, **_: made.extend(papers) or [])
    assert cli.main(["report", "VT2022", "--data", str(ROOT / "data" / "lekeberg"), "--out", str(tmp_path)]) == 0
    assert "fardplan görs inte: underlaget för VT2022 saknar aktiviteter" in capsys.readouterr().err
    assert made == [paper for paper in PAPERS if paper != "fardplan"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "XT2023"], ["XT2023", "HT2023"]),
        (["report", "HT2035"], ["HT2035", "VT2022, VT2023, HT2023"]),
        (["report", "--data", "finns/inte"], ["finns/inte", "--data"]),
        (["report", "--only", "finnsinte"], ["finnsinte", "slutrapport, tjansteskrivelse, uppfoljning"]),
        (["report", "HT2023", "--colour", "red"], ["--colour"]),
        ([], ["kommando"]),
        (["kolada", "verify", "--snapshot", "finns/inte"], ["finns/inte"]),
    ],
)
def test_a_call_that_cannot_be_carried_out_gives_one_clear_line_and_exit_code_2(
    arguments, words, capsys, monkeypatch, tmp_path
):
    monkeypatch.chdir(ROOT)
    if arguments[:1] == ["report"]:
        arguments = [*arguments, "--out", str(tmp_path / "out")]
    try:
        code = cli.main(arguments)
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert all(word in said.err for word in words), said.err
    assert not (tmp_path / "out").exists()


def test_a_mistake_in_the_data_refuses_the_report_and_leaves_the_last_good_one(out, tmp_path, capsys):
    data = tmp_path / "data" / "lekeberg"
    shutil.copytree(ROOT / "data" / "lekeberg", data)
    shutil.copytree(ROOT / "data" / "kolada", tmp_path / "data" / "kolada")
    published = tmp_path / "reports" / "lekeberg" / "HT2023"
    shutil.copytree(out, published)
    before = {path.name: path.read_bytes() for path in published.iterdir()}
    roles = data / "aktorer.csv"
    roles.write_bytes(roles.read_bytes().replace(b";privat;", b";okand sort;"))
    assert cli.main(["report", "HT2023", "--data", str(data), "--out", str(tmp_path / "reports")]) == 2
    said = capsys.readouterr().err
    assert "okand sort" in said
    assert "aktorer.csv" in said
    assert {path.name: path.read_bytes() for path in published.iterdir()} == before


def test_a_notebook_that_stops_publishes_nothing_and_gives_exit_code_3(out, tmp_path, capsys, monkeypatch):
    shutil.copytree(ROOT / "data" / "lekeberg", tmp_path / "data" / "lekeberg")
    shutil.copytree(ROOT / "data" / "kolada", tmp_path / "data" / "kolada")
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.read(ROOT / "notebooks" / "uppfoljning.ipynb", as_version=4)
    notebook.cells[4].source = 'tables.development(project, term, "finns inte")'
    notebook.cells[4].cell_type = "code"
    notebook.cells[4] = nbformat.v4.new_code_cell('tables.development(project, term, "finns inte")')
    nbformat.write(notebook, tmp_path / "notebooks" / "uppfoljning.ipynb")
    monkeypatch.chdir(tmp_path)
    published = tmp_path / "reports" / "lekeberg" / "HT2023"
    shutil.copytree(out, published)
    before = {path.name: path.read_bytes() for path in published.iterdir()}
    assert cli.main(["report"]) == 3
    assert "uppfoljning" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in published.iterdir()} == before


def test_what_a_killed_run_left_is_taken_away_when_it_is_a_day_old(tmp_path):
    old, young = tmp_path / ".HT2023-old", tmp_path / ".HT2023-young"
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (0, 0))
    publish({}, data=ROOT / "data" / "lekeberg", term="HT2023", inputs={}, target=tmp_path / "HT2023")
    assert not old.exists()
    assert young.exists()


def test_a_misspelt_parameter_is_refused_where_papermill_would_let_it_pass(tmp_path):
    with pytest.raises(ValueError, match="termm"):
        notebooks.run(ROOT / "notebooks" / "uppfoljning.ipynb", {"termm": "HT2023"}, tmp_path)


def test_papermill_and_nbconvert_work_on_the_notebook_as_their_users_expect(tmp_path):
    """``papermill notebooks/uppfoljning.ipynb ut.ipynb -p term …``, then ``jupyter nbconvert --to naravard-pdf ut.ipynb``."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    executed = tmp_path / "ut.ipynb"

    def run(tool, *arguments):
        subprocess.run(
            [sys.executable, "-m", tool, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True
        )

    run("papermill", "notebooks/uppfoljning.ipynb", str(executed), "-p", "term", "VT2023")
    for form in ("html", "pdf"):
        run("nbconvert", "--to", f"naravard-{form}", str(executed))
    assert "våren 2023" in (tmp_path / "ut.html").read_text(encoding="utf-8")
    assert "våren 2023" in pypdf.PdfReader(tmp_path / "ut.pdf").pages[0].extract_text()


def test_the_notebook_runs_untouched_from_its_own_folder(tmp_path):
    """As JupyterLab's "Run all" does: the folder of the notebook is the working folder, and the parameters are its own."""
    import papermill

    path = ROOT / "notebooks" / "slutrapport.ipynb"
    run = papermill.execute_notebook(str(path), str(tmp_path / "ut.ipynb"), cwd=str(path.parent), progress_bar=False)
    assert "text/html" in run.cells[2].outputs[0]["data"]
    shown = [output["data"]["text/html"] for cell in run.cells for output in cell.get("outputs", [])]
    assert any("<table>" in html for html in shown)
    assert any("data:image/svg+xml" in html for html in shown)
