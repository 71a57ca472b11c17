"""From a folder to papers: the command, papermill and nbconvert as a notebook user calls them."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pypdf
import pytest

from naravard import cli, measures
from naravard.editions.verify import _difference
from naravard.formats.excel.workbook import excel_from_document
from naravard.formats.word import word_from_document
from naravard.paper.compose import assemble
from naravard.rounding import rounded
from naravard.run import notebooks
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
    wanted = {f"{paper}.{suffix}" for paper in PAPERS for suffix in ("html", "pdf", "docx", "xlsx", "ipynb")}
    with_tables = {f"{paper}" for paper in PAPERS if (out / paper).is_dir()}
    assert {path.name for path in out.iterdir()} == wanted | with_tables | {"manifest.json"}
    assert set(LONG) <= with_tables
    descriptions = ("datapackage.json", "dcat.rdf")
    assert all((out / paper / name).is_file() for paper in with_tables for name in descriptions)
    assert {path.name for path in out.parent.iterdir()} == {"HT2023", "utgavor"}
    editions = [path for path in (out.parent / "utgavor" / "HT2023").iterdir() if not path.name.startswith(".")]
    assert [path.resolve() for path in editions] == [out.resolve()], "no workplace is left"
    index = (out.parents[1] / "index.html").read_text(encoding="utf-8")
    assert "Lekebergs kommun" in index
    assert "hösten 2023" in index.lower()
    for address in re.findall(r'href="([^"#]+)"', index):
        assert (out.parents[1] / unquote(address)).is_file(), address


def test_the_manifest_gives_the_checksum_of_everything_in_and_out_and_no_path(out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["papers"]) == set(PAPERS)
    for paper in manifest["papers"].values():
        assert paper["parameters"] == {"data": "data/lekeberg", "term": "HT2023"}
        for name, wanted in paper["outputs"].items():
            assert hashlib.sha256((out / name).read_bytes()).hexdigest() == wanted
        for name, wanted in paper["inputs"].items():
            assert hashlib.sha256((ROOT / "data" / name).read_bytes()).hexdigest() == wanted
        assert "kolada/values/1814.csv" in paper["inputs"]
        assert "kolada/values/0114.csv" not in paper["inputs"], "only what was read"
        assert "lekeberg/HT2023/beslut.csv" in paper["inputs"]
        assert paper["read"] == {}, "nothing is read that was not declared"


def test_nothing_published_tells_where_it_was_made(out):
    for path in out.rglob("*"):
        if path.suffix in (".html", ".ipynb", ".json", ".csv"):
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
    """Every latest value that the tables show stands in the executed notebook as its number, with where it comes from."""
    import naravard

    frame = measures.indicators(naravard.open(ROOT / "data" / "lekeberg"), Term(2023, "HT")).dropna(subset="value")
    notebook = nbformat.read(out / "uppfoljning.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    blocks = [table for output in outputs for table in _tables(output["data"]["application/vnd.naravard+json"])]
    shown = {}
    for table in blocks:
        if table["name"].startswith("utveckling-") and table["columns"][0]["heading"] == "Indikator":
            shown |= {row[0]["parts"][0]["text"]: row[3]["parts"][0] for row in table["rows"]}
    assert len(shown) == len(frame)
    for row in frame.to_dict("records"):
        titled = row["name"] if row["unit"] in ("steg", "svar") else f"{row['name']} ({row['unit']})"
        assert row["steps"] or shown[titled]["number"] == float(rounded(row["value"], row["decimals"]))
        assert shown[titled]["origin"]["rows"].startswith("kolada/values/1814.csv")


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
    for suffix in ("html", "pdf", "docx", "xlsx", "ipynb"):
        again = tmp_path / "lekeberg" / "HT2023" / f"uppfoljning.{suffix}"
        assert again.read_bytes() == (out / f"uppfoljning.{suffix}").read_bytes()


def test_a_paper_that_the_data_cannot_carry_is_not_made_and_it_is_said_why(tmp_path, capsys, monkeypatch):
    made = []

    def publish(papers, request, *_, **__):
        made.extend([*papers, request.left_out])
        return ()

    monkeypatch.setattr("naravard.jobs.term.publish", publish)
    monkeypatch.setattr("naravard.editions.index.write_index", lambda _: None)
    assert cli.main(["report", "VT2022", "--data", str(ROOT / "data" / "lekeberg"), "--out", str(tmp_path)]) == 0
    why = "underlaget för VT2022 saknar aktiviteter"
    assert f"fardplan görs inte: {why}" in capsys.readouterr().err
    assert made[:-1] == [paper for paper in PAPERS if paper != "fardplan"]
    assert why in made[-1]["fardplan"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "XT2023"], ["XT2023", "HT2023"]),
        (["report", "HT2035"], ["HT2035", "VT2022, VT2023, HT2023"]),
        (["report", "--data", "finns/inte"], ["finns/inte", "--data"]),
        (["report", "--only", "finnsinte"], ["finnsinte", "slutrapport, tjansteskrivelse, uppfoljning"]),
        (["report", "HT2023", "--colour", "red"], ["--colour"]),
        (["report", "HT2023", "--seconds", "nan"], ["nan", "86400"]),
        (["report", "HT2023", "--seconds", "1e9"], ["1e9", "86400"]),
        (["report", "HT2023", "--seconds", "0"], ["--seconds"]),
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


def test_a_folder_named_on_a_mac_gives_papers_that_are_found_again(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    data = tmp_path / "O\u0308verby"
    shutil.copytree(ROOT / "data" / "exempel", data)
    there = ["--data", str(data), "--out", str(tmp_path / "papper")]
    assert cli.main(["report", "HT2023", "--only", "tjansteskrivelse", "--format", "html", *there]) == 0
    paper = tmp_path / "papper" / "Överby" / "HT2023" / "tjansteskrivelse.html"
    assert cli.main(["verify", str(paper), "--rebuild", *there]) == 0


def test_papers_are_not_put_among_the_data_that_they_are_made_from(tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "data" / "exempel", tmp_path / "exempel")
    monkeypatch.chdir(tmp_path / "exempel")
    assert cli.main(["report", "HT2023", "--data", "."]) == 2
    assert "--out" in capsys.readouterr().err
    assert not Path("reports").exists()


def test_a_mistake_in_the_data_refuses_the_report_and_leaves_the_last_good_one(out, tmp_path, capsys):
    data = tmp_path / "data" / "lekeberg"
    shutil.copytree(ROOT / "data" / "lekeberg", data)
    shutil.copytree(ROOT / "data" / "kolada", tmp_path / "data" / "kolada")
    published = tmp_path / "reports" / "lekeberg" / "HT2023"
    shutil.copytree(out, published)
    before = {path.name: path.read_bytes() for path in published.rglob("*.*")}
    roles = data / "aktorer.csv"
    roles.write_bytes(roles.read_bytes().replace(b";privat;", b";okand sort;"))
    assert cli.main(["report", "HT2023", "--data", str(data), "--out", str(tmp_path / "reports")]) == 2
    said = capsys.readouterr().err
    assert "okand sort" in said
    assert "aktorer.csv" in said
    assert {path.name: path.read_bytes() for path in published.rglob("*.*")} == before


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
    before = {path.name: path.read_bytes() for path in published.rglob("*.*")}
    assert cli.main(["report"]) == 3
    assert "uppfoljning" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in published.rglob("*.*")} == before


def test_verify_knows_a_whole_paper_a_changed_one_and_a_changed_input(out, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    there = ["--out", str(out.parents[1])]
    assert cli.main(["verify", str(out), *there]) == 0
    assert "är hela" in capsys.readouterr().out
    sent = tmp_path / "skickad fil.pdf"
    shutil.copy(out / "slutrapport.pdf", sent)
    assert cli.main(["verify", str(sent), *there]) == 0
    assert "Filen är hel." in capsys.readouterr().out
    sent.write_bytes(sent.read_bytes() + b" ")
    assert cli.main(["verify", str(sent), *there]) == 2
    assert "är inte känt" in capsys.readouterr().err
    copy = tmp_path / "kopia"
    shutil.copytree(out, copy)
    page = copy / "uppfoljning.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Nära", "Fjärran"), encoding="utf-8")
    (copy / "extra.txt").write_text("x", encoding="utf-8")
    assert cli.main(["verify", str(copy), *there]) == 2
    said = capsys.readouterr().out
    assert "uppfoljning.html är inte som den publicerades" in said
    assert "extra.txt hör inte till utgåvan" in said
    assert cli.main(["verify", str(copy / "manifest.json"), *there]) == 2
    capsys.readouterr()
    (copy / "extra.txt").unlink()
    forged = (copy / "manifest.json").read_text(encoding="utf-8")
    checksums = [hashlib.sha256((folder / page.name).read_bytes()).hexdigest() for folder in (out, copy)]
    (copy / "manifest.json").write_text(forged.replace(*checksums), encoding="utf-8")
    assert cli.main(["verify", str(copy), *there]) == 2, "what was published is told by the edition, not by a copy"
    assert "uppfoljning.html är inte som den publicerades" in capsys.readouterr().out
    (copy / "manifest.json").write_text(forged.replace("Lekebergs kommun", "Örebro kommun"), encoding="utf-8")
    assert cli.main(["verify", str(copy), "--out", str(tmp_path / "tomt")]) == 2
    assert "manifest.json är inte som det publicerades" in capsys.readouterr().out
    data = tmp_path / "data" / "lekeberg"
    shutil.copytree(ROOT / "data" / "lekeberg", data)
    (data / "roller.csv").write_bytes((data / "roller.csv").read_bytes() + b"\n")
    assert cli.main(["verify", str(out), "--data", str(data), *there]) == 0
    assert "lekeberg/roller.csv" in capsys.readouterr().out


def test_a_rebuilt_paper_is_the_same_byte_for_byte_and_a_difference_is_named(out, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    there = ["--out", str(out.parents[1])]
    assert cli.main(["verify", str(out / "tjansteskrivelse.pdf"), "--rebuild", *there]) == 0
    said = capsys.readouterr().out
    for suffix in ("html", "pdf", "docx", "xlsx", "ipynb"):
        assert f"tjansteskrivelse.{suffix}: samma, byte för byte" in said
    other = (out / "tjansteskrivelse.html", tmp_path / "annan.html")
    other[1].write_bytes(other[0].read_bytes()[:100] + b"#" + other[0].read_bytes()[101:])
    assert _difference(*other).startswith("skiljer sig från byte 101 av")
    assert _difference(other[0], tmp_path / "saknas.html") == "görs inte längre"


def test_the_same_data_give_nothing_new_without_being_read(out, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("naravard.reading.project.read_project", lambda _: pytest.fail("the project was read"))
    assert cli.main(["report", "HT2023", "--out", str(out.parents[1])]) == 0
    assert capsys.readouterr().out.startswith("Inget nytt")


def test_an_index_that_is_gone_is_written_again_and_one_that_cannot_be_is_told(out, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    index = out.parents[1] / "index.html"
    index.unlink()
    assert cli.main(["report", "HT2023", "--out", str(out.parents[1])]) == 0
    assert "lekeberg/HT2023" in index.read_text(encoding="utf-8") or "lekeberg/utgavor" in index.read_text(
        encoding="utf-8"
    )
    index.unlink()
    monkeypatch.setattr("naravard.editions.index.write_index", _full)
    assert cli.main(["report", "HT2023", "--out", str(out.parents[1])]) == 4
    assert "papperen är publicerade, men" in capsys.readouterr().err


def _full(_):
    raise OSError(28, "No space left on device")


def test_a_misspelt_parameter_is_refused_where_papermill_would_let_it_pass(tmp_path):
    with pytest.raises(ValueError, match="termm"):
        notebooks.run(ROOT / "notebooks" / "uppfoljning.ipynb", {"termm": "HT2023"}, tmp_path)


def test_papermill_and_nbconvert_work_on_the_notebook_as_their_users_expect(tmp_path):
    """``papermill notebooks/indikatorblad.ipynb ut.ipynb -p term …``, then ``jupyter nbconvert --to naravard-pdf ut.ipynb``."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    executed = tmp_path / "ut.ipynb"

    def run(tool, *arguments):
        subprocess.run(
            [sys.executable, "-m", tool, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True
        )

    run("papermill", "notebooks/indikatorblad.ipynb", str(executed), "-p", "term", "VT2023")
    for form in ("html", "pdf", "docx", "xlsx"):
        run("nbconvert", "--to", f"naravard-{form}", str(executed))
    assert "våren 2023" in (tmp_path / "ut.html").read_text(encoding="utf-8")
    assert "våren 2023" in pypdf.PdfReader(tmp_path / "ut.pdf").pages[0].extract_text()
    paper = assemble(nbformat.read(executed, as_version=4))
    assert (tmp_path / "ut.docx").read_bytes() == word_from_document(paper)
    assert (tmp_path / "ut.xlsx").read_bytes() == excel_from_document(paper)


def test_the_notebook_runs_untouched_from_its_own_folder(tmp_path):
    """As JupyterLab's "Run all" does: the folder of the notebook is the working folder, and the parameters are its own."""
    import papermill

    path = ROOT / "notebooks" / "indikatorblad.ipynb"
    run = papermill.execute_notebook(str(path), str(tmp_path / "ut.ipynb"), cwd=str(path.parent), progress_bar=False)
    assert "text/html" in run.cells[2].outputs[0]["data"]
    shown = [output["data"]["text/html"] for cell in run.cells for output in cell.get("outputs", [])]
    assert any("<table>" in html for html in shown)
    assert any("data:image/svg+xml" in html for html in shown)
