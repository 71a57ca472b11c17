"""The papers of a term by one call, from a test, a service or a notebook: which can be made, what is up to date, publish."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import naravard
from naravard.editions import publisher
from naravard.editions.publisher import NotMade, Options
from naravard.jobs.term import NotIndexed, UnfitFolder, Unknown, term_papers
from naravard.reading import InputError
from naravard.run.worker import Limits
from test_engine import with_kernel

ROOT = Path(__file__).parents[1]
HTML = Options(formats=("html",))


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A folder with data and notebooks, as an analyst has it."""
    root = tmp_path_factory.mktemp("Åre kommun")
    shutil.copytree(ROOT / "data" / "exempel", root / "data" / "exempel")
    shutil.copytree(ROOT / "data" / "kolada", root / "data" / "kolada")
    return root


def test_one_call_makes_and_publishes_what_is_not_up_to_date(root, tmp_path):
    papers = term_papers(root / "data" / "exempel", "HT2023", out=tmp_path, only="tjansteskrivelse", options=HTML)
    assert not papers.up_to_date
    assert papers.left_out == {}
    assert [record.title for record in papers.publish()] == ["Tjänsteskrivelse"]
    assert papers.up_to_date
    assert papers.publish() == ()
    assert (papers.path.latest / "tjansteskrivelse.html").is_file()
    assert "tjansteskrivelse.html" in (tmp_path / "index.html").read_text(encoding="utf-8")
    risks = root / "data" / "exempel" / "HT2023" / "risker.csv"
    before = risks.read_bytes()
    risks.write_bytes(before + b"\n")
    try:
        assert not term_papers(papers.data, "HT2023", out=tmp_path, only="tjansteskrivelse", options=HTML).up_to_date
    finally:
        risks.write_bytes(before)


def test_a_notebook_asks_for_the_papers_of_a_term_and_publishes_them_beside_its_data(root, tmp_path):
    source = 'import naravard\nmade = naravard.papers("data/exempel", "vt22", only="fardplan").publish()\n[m.title for m in made]'
    executed = with_kernel(_notebook(tmp_path / "fraga.ipynb", source), {}, root)
    (said,) = [output["data"]["text/plain"] for output in executed.cells[-1].outputs if "data" in output]
    assert said == "['Färdplan']"
    assert (root / "reports" / "exempel" / "VT2022" / "fardplan.pdf").is_file()


def test_a_script_of_one_s_own_publishes_and_is_run_once(root):
    (root / "skript.py").write_text(
        "print('en gång')\nimport naravard\n"
        "print(len(naravard.papers('data/exempel', 'VT2022', only='tjansteskrivelse').publish(force=True)))\n",
        encoding="utf-8",
    )
    ran = subprocess.run([sys.executable, "skript.py"], cwd=root, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "en gång\n1\n"), ran.stderr


def test_what_was_read_is_read_anew_when_it_has_changed(root, tmp_path):
    data = shutil.copytree(root / "data" / "exempel", tmp_path / "data" / "exempel")
    (tmp_path / "data" / "kolada").symlink_to(root / "data" / "kolada")
    papers = term_papers(data, out=tmp_path / "ut", only="tjansteskrivelse", options=HTML)
    papers.publish()
    plan = data / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("Exempelby kommun", "Annanby kommun"), encoding="utf-8")
    papers.publish()
    assert papers.path.published().organisation == "Annanby kommun"
    plan.write_text("[projekt", encoding="utf-8")
    with pytest.raises(InputError):
        papers.publish()


def test_the_notebooks_of_the_project_s_own_folder_are_taken_wherever_one_stands(root, tmp_path, monkeypatch):
    shutil.copytree(root / "data" / "exempel", tmp_path / "kommun" / "data" / "exempel")
    own = tmp_path / "kommun" / "notebooks"
    own.mkdir()
    shutil.copy(ROOT / "notebooks" / "fardplan.ipynb", own / "eget.ipynb")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "trasig.ipynb").write_text("{", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert term_papers(tmp_path / "kommun" / "data" / "exempel").notebooks["eget"] == own / "eget.ipynb"


def test_a_paper_that_was_left_out_is_made_when_it_is_asked_for_by_name(tmp_path):
    given = {"out": tmp_path, "options": HTML}
    term_papers(ROOT / "data" / "lekeberg", "VT2022", **given).publish()
    asked = term_papers(ROOT / "data" / "lekeberg", "VT2022", only="fardplan", **given)
    assert not asked.up_to_date
    assert [record.title for record in asked.publish()] == ["Färdplan"]


def _notebook(path, source):
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    nbformat.write(new_notebook(cells=[new_code_cell(source)]), path)
    return path


def test_a_paper_that_the_data_cannot_carry_is_left_out_unless_it_is_asked_for(monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    ((paper, why),) = naravard.papers("data/lekeberg", "VT2022").left_out.items()
    assert (paper, why.partition(",")[0]) == ("fardplan", "underlaget för VT2022 saknar aktiviteter")
    assert naravard.papers("data/lekeberg", "VT2022", only="fardplan").left_out == {}


@pytest.mark.parametrize(
    ("term", "only", "said"),
    [
        ("HT2035", None, r"there is no term 'HT2035'; there are: VT2022, .*HT2023"),
        ("höstas", None, "there is no term 'höstas'"),
        ("", None, "there is no term ''"),
        (None, "finnsinte", r"there is no paper 'finnsinte'; there are: .*fardplan"),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(term, only, said):
    with pytest.raises(Unknown, match=said) as caught:
        term_papers(ROOT / "data" / "exempel", term, only=only)
    assert caught.value.asked == (term if only is None else only)


def test_without_a_term_it_is_the_latest_and_papers_lie_beside_data():
    papers = term_papers(ROOT / "data" / "exempel")
    assert (str(papers.term), papers.path.latest) == ("HT2023", ROOT / "reports" / "exempel" / "HT2023")


def test_a_folder_that_cannot_be_used_is_refused(root, tmp_path):
    with pytest.raises(FileNotFoundError):
        term_papers(tmp_path / "ingen")
    with pytest.raises(UnfitFolder, match="taken for data"):
        term_papers(root / "data" / "exempel", out=root / "data" / "exempel" / "papper")
    shutil.copytree(root / "data" / "exempel", tmp_path / "utgavor")
    with pytest.raises(UnfitFolder, match="name"):
        term_papers(tmp_path / "utgavor")


def test_mistakes_in_the_data_and_papers_that_stop_leave_the_last_edition(root, tmp_path, monkeypatch):
    data = shutil.copytree(root / "data" / "exempel", tmp_path / "data" / "exempel")
    (tmp_path / "data" / "kolada").symlink_to(root / "data" / "kolada")
    asked = {"out": tmp_path / "ut", "only": "tjansteskrivelse"}
    term_papers(data, options=HTML, **asked).publish()
    latest = (tmp_path / "ut" / "exempel" / "HT2023" / "manifest.json").read_bytes()
    with pytest.raises(NotMade):
        term_papers(data, options=Options(("html",), limits=Limits(seconds=0.01)), **asked).publish(force=True)
    plan = data / "plan.toml"
    before = plan.read_text(encoding="utf-8")
    plan.write_text("[projekt", encoding="utf-8")
    with pytest.raises(InputError):
        term_papers(data, options=HTML, **asked).publish()
    assert (tmp_path / "ut" / "exempel" / "HT2023" / "manifest.json").read_bytes() == latest
    plan.write_text(before, encoding="utf-8")
    monkeypatch.setattr("naravard.editions.index.write_index", _full)
    with pytest.raises(NotIndexed):
        term_papers(data, options=HTML, **asked).publish(force=True)


def _full(_):
    raise OSError(28, "No space left on device")


def test_a_file_that_is_not_as_it_was_written_is_not_put_in_place(root, tmp_path, monkeypatch):
    papers = term_papers(root / "data" / "exempel", "VT2022", out=tmp_path, only="tjansteskrivelse", options=HTML)
    monkeypatch.setattr(publisher, "unchanged", lambda *_: False)
    with pytest.raises(OSError, match="är inte som den skrevs"):
        papers.publish()
    assert papers.path.published() is None
