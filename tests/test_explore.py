"""The project as somebody who explores it meets it: what shows itself, what help says, what may be seen of persons."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pandas as pd
import pytest
from IPython.core.oinspect import getdoc

import naravard
from naravard import disclosure, explore, figures, measures, tables
from naravard.document import Figure, Notice, Paragraph, Passage
from naravard.model import FIELDS, Activity, Measurement, OutcomeGoal, Project, TermReport, records_of
from naravard.run import notebooks
from naravard.svg import svg_faults
from naravard.terms import Term

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "utforska.ipynb"
TERM = "HT2023"
PROTECTED = [("aktiviteter", "deltagare"), ("matvarden", "värde"), ("indikatorer", "utgångsvärde")]


@pytest.fixture(scope="module")
def project():
    return naravard.open(ROOT / "data" / "exempel")


def test_a_project_a_term_and_their_records_say_in_a_line_what_they_are(project):
    assert repr(project).startswith("<Project exempel: Nära vård – Hela vägen hem; terms VT2022,")
    assert repr(project.term(TERM)).startswith("<TermReport HT2023: 2 focus, 16 activities, 46 measurements")
    assert repr(project.outcome_goals[0]).startswith("OutcomeGoal(id='EM1', text='Äldre som har")
    assert repr(TermReport(Term(2023, "HT"))) == "<TermReport HT2023: nothing reported>"


def test_project_term_goal_and_indicator_show_themselves_as_small_tables_with_caption_and_headers(project):
    indicator = measures.indicator_of(project, "I02")
    for shown in (project, project.term(TERM), project.outcome_goals[0], indicator, project.term(TERM).activities):
        html = shown._repr_html_()
        assert "<caption>" in html
        assert 'scope="col"' in html
        assert 'scope="row"' in html
        assert len(html) < 20_000
    assert "VT2022 (stängd), HT2022 (stängd), VT2023 (stängd), HT2023" in project._repr_html_()
    assert ".activities</td><td>16 rader" in project.term(TERM)._repr_html_()
    assert "Effektmål: EM1" in project.outcome_goals[0]._repr_html_()


def test_what_a_record_shows_is_escaped():
    goal = OutcomeGoal(id="EM1", text="<script>alert(1)</script>")
    assert "<script>" not in goal._repr_html_()
    assert "&lt;script&gt;" in goal._repr_html_()


def test_a_long_table_shows_its_first_rows_and_how_many_there_are_more(project):
    html = project.term(TERM).measurements._repr_html_()
    assert html.count("<tr>") == 31
    assert "16 rader till" in html


def test_an_empty_table_says_so():
    assert "Tabellen har inga rader." in TermReport(Term(2023, "HT")).activities._repr_html_()


def test_records_are_tuples_that_survive_being_sent_to_another_process(project):
    sent = pickle.loads(pickle.dumps(project.themes))
    assert sent == project.themes
    assert isinstance(sent, tuple)
    assert sent._repr_html_() == project.themes._repr_html_()


@pytest.mark.parametrize("show", [repr, Activity._repr_html_, lambda record: TermReport(
    Term(2023, "HT"), activities=(record,)).activities._repr_html_()])  # fmt: skip
def test_no_record_shows_how_many_persons_it_counts(show):
    activity = Activity(id="A1", name="Kurs", output_goal="PM1", status="pågår", start="2023-01-01", end="2023-12-31",
                        responsible="chef", budget=None, outcome=None, participants=3987)  # fmt: skip
    assert "Kurs" in show(activity)
    assert "987" not in show(activity)


def test_no_measurement_shows_its_value_before_disclosure_control():
    measured = Measurement(indicator="I1", value="3987", numerator="4987", denominator="5987")
    assert "I1" in repr(measured)
    assert "987" not in repr(measured) + measured._repr_html_()


@pytest.mark.parametrize("name", FIELDS)
def test_every_table_is_a_frame_with_a_row_a_record_under_its_swedish_headings(project, name):
    frame = measures.table(project, name, TERM)
    holder = project if hasattr(project, FIELDS[name]) else project.term(TERM)
    assert len(frame) == len(records_of(holder, name)) > 0
    folder = ROOT / "data" / "exempel" / ("" if holder is project else TERM)
    headings = (folder / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    assert set(headings) - {"täljare", "nämnare"} <= set(frame.columns)


def test_a_table_holds_no_count_of_persons_but_those_that_may_be_published(project):
    activities, values = (measures.table(project, name, TERM) for name in ("aktiviteter", "matvarden"))
    shown = measures.participants(project, TERM)
    shown = shown[shown["term"] == Term.parse(TERM)]["value"].tolist()
    assert pd.array(activities["deltagare"].tolist(), dtype="Int64").equals(pd.array(shown, dtype="Int64"))
    published = measures.own_values(project, TERM)
    published = published[published["term"] == Term.parse(TERM)]["value"]
    assert values["värde"].tolist() == pytest.approx(published.tolist(), nan_ok=True)
    assert values["värde"].isna().sum() > sum(m.value is None for m in project.term(TERM).measurements)
    assert not {"täljare", "nämnare"} & set(values.columns)


def test_a_small_baseline_is_not_in_the_table(project):
    counting = measures.table(project, "indikatorer").query("`antal personer`")["utgångsvärde"]
    assert not ((counting > 0) & (counting < 5)).any()


@pytest.mark.parametrize("frame", [Project.to_frame, measures.table])
def test_an_unknown_table_is_an_error_that_lists_the_known(project, frame):
    with pytest.raises(ValueError, match=r"no table 'aktivitet'; known are kallor, bakgrund.+ as attributes sources"):
        frame(project, "aktivitet")


def test_a_measure_takes_the_term_as_text_or_as_a_term(project):
    assert measures.goals(project, TERM).equals(measures.goals(project, Term(2023, "HT")))
    with pytest.raises(ValueError, match="is not a term"):
        measures.goals(project, "2023")


def test_indicators_are_filtered_by_theme_and_target_group(project):
    frame = measures.indicators(project, TERM)
    of_both = measures.of_target_group(measures.of_theme(frame, "kontinuitet"), "äldre")
    assert of_both["indicator"].tolist() == ["I02", "I03"]
    assert list(measures.of_target_group(frame, "ingen").columns) == list(frame.columns)


@pytest.mark.parametrize("name", [name for name, one in vars(measures).items() if isinstance(one, measures.Measure)])
def test_the_help_of_every_measure_says_what_a_row_is_and_which_columns_it_has(project, name):
    said, frame = getdoc(getattr(measures, name)), getattr(measures, name)(project, TERM)
    assert "One row: one" in said
    told = [column for column in frame.columns if not column.endswith("origin")]  # what those are, Measure says of all
    assert [column for column in told if f"``{column}``" not in said] == []


def test_the_help_of_a_table_of_records_tells_its_fields_and_their_swedish_headings(project):
    for thing in (project.term(TERM).activities, project.term(TERM).activities[0], Activity):
        said = getdoc(thing)
        assert "One row: one activity as it stood at the end of the term. Amounts in kronor." in said
        assert "``responsible``: ansvarig. Roll, aldrig personnamn." in said


@pytest.mark.parametrize("module", [tables, figures, explore, naravard, Project])
def test_everything_useful_has_help(module):
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    told = [
        name
        for name in names
        if callable(getattr(module, name)) and getattr(module, name).__module__.startswith("naravard")
    ]
    assert told
    assert [name for name in told if not getdoc(getattr(module, name))] == []


COUNTS = pd.DataFrame(
    {"enhet": ["Eken"] * 3 + ["Linden"] * 3 + ["alla"] * 3, "kön": ["kvinnor", "män", "totalt"] * 3,
     "value": [14, 3, 17, 21, 12, 33, 35, 15, 50]}
)  # fmt: skip


def test_counts_of_ones_own_become_a_table_in_which_the_small_ones_are_hidden():
    table = tables.protected(
        disclosure.protect(COUNTS, name="prov", dimensions=["enhet", "kön"], totals={"enhet": "alla", "kön": "totalt"}),
        "Personer", "prov.",
    )  # fmt: skip
    assert [column.heading for column in table.columns] == ["Enhet", "Kvinnor, antal", "Män, antal", "Totalt, antal"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Eken", "skyddad", "<5", "17"], ["Linden", "skyddad", "skyddad", "33"], ["alla", "35", "15", "50"]
    ]  # fmt: skip
    assert len(table.notes) == 2
    assert table.source == "Källa: prov."
    assert not {"3", "14", "21", "12"} & {str(cell.value) for row in table.rows for cell in row}


def test_counts_of_one_dimension_become_a_table_of_two_columns():
    frame = pd.DataFrame({"kön": ["kvinnor", "män"], "value": [3, 12]})
    table = tables.protected(disclosure.protect(frame, name="p", dimensions=["kön"], totals={}), "Personer", "prov.")
    assert [[cell.text for cell in row] for row in table.rows] == [["kvinnor", "<5"], ["män", "12"]]


def test_shares_of_ones_own_are_in_per_cent_with_a_decimal_comma():
    frame = pd.DataFrame({"kön": ["kvinnor", "män"], "numerator": [30, 2], "denominator": [40, 41]})
    table = tables.protected(
        disclosure.protect_shares(frame, name="p", dimensions=["kön"], totals={}), "Andel", "prov."
    )
    assert [[cell.text for cell in row] for row in table.rows] == [["kvinnor", "75,0"], ["män", "skyddad"]]


def test_a_saved_figure_tells_a_screen_reader_what_it_shows(project, tmp_path):
    passage = figures.development(project, TERM, "kontinuitet")
    (path,) = explore.save(passage, tmp_path / "figur.svg")
    root = fromstring(path.read_bytes())
    title, description = root[0], root[1]
    assert (title.tag.rpartition("}")[2], description.tag.rpartition("}")[2]) == ("title", "desc")
    assert (title.text, description.text) == (passage.blocks[0].caption, passage.blocks[0].alt)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert list(svg_faults(path.read_text(encoding="utf-8"))) == []


def test_a_figure_of_ones_own_is_saved_too(tmp_path):
    own = figures.of(pd.Series([1, 2]).plot(), caption="Prov", alt="Två punkter.", source="Källa: prov.")
    (path,) = explore.save(own, tmp_path / "egen.svg")
    assert fromstring(path.read_bytes())[1].text == "Två punkter."


def test_words_in_a_figure_are_escaped_in_its_file(tmp_path):
    figure = Figure("prov", "A & B <x>", 'säger "hej"', '<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    (path,) = explore.save(figure, tmp_path / "a.svg")
    root = fromstring(path.read_bytes())
    assert (root[0].text, root[1].text) == ("A & B <x>", 'säger "hej"')


def test_several_figures_are_saved_as_files_with_numbers(tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'
    both = Passage((Figure("a", "A", "a", svg), Paragraph.plain("x"), Figure("b", "B", "b", svg)))
    assert [path.name for path in explore.save(both, tmp_path / "f.svg")] == ["f-1.svg", "f-2.svg"]
    with pytest.raises(ValueError, match="no figure"):
        explore.save(Paragraph.plain("x"), tmp_path / "f.svg")
    with pytest.raises(ValueError, match=r"'f.png' should end with .svg"):
        explore.save(both, tmp_path / "f.png")


def test_the_notebook_is_no_paper():
    assert "utforska" not in notebooks.papers(NOTEBOOK.parent)
    assert NOTEBOOK.is_file()


def test_the_notebook_runs_to_its_end_without_ipywidgets_and_itables(tmp_path):
    """As where the extra ``lab`` is not installed."""
    code = (
        "import json, sys\n"
        "from importlib import util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name in ('ipywidgets', 'itables') else found(name, *rest)\n"
        "sys.modules.update(ipywidgets=None, itables=None)\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "for cell in json.load(open(sys.argv[1], encoding='utf-8'))['cells']:\n"
        "    if cell['cell_type'] == 'code':\n"
        "        shell.run_cell(''.join(cell['source'])).raise_error()\n"
    )
    (tmp_path / "data").symlink_to(ROOT / "data")
    own = {**os.environ, "IPYTHONDIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code, str(NOTEBOOK)], cwd=tmp_path, capture_output=True, text=True,
                         env=own, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    assert "Utan listor och sökning:" in ran.stdout
    assert (tmp_path / "kommunerna.svg").is_file()


def test_without_ipywidgets_the_first_values_are_shown(monkeypatch):
    monkeypatch.setattr(explore, "find_spec", lambda name: None)
    assert explore.choose(lambda a, b: a + b, {"A": ["x", "y"], "B": ["1", "2"]}) == "x1"
    assert isinstance(explore.prepare(), Notice)


def test_a_table_to_search_in_fetches_nothing_and_is_in_swedish():
    pytest.importorskip("itables")
    html = explore.browse(pd.DataFrame({"a": [1.5, None], "b": [("x", "y"), ("z",)]})).data
    assert "Visa _MENU_ rader" in html
    assert "x, y" in html
    assert not [address for address in ("unpkg", "jsdelivr", 'src="http') if address in html]


def test_a_report_does_not_wait_for_a_grammar_that_it_never_uses(tmp_path):
    """The package comes with JupyterLab; jsonschema imports it if it can, and takes its absence for what it is."""
    (tmp_path / "rfc3987_syntax.py").write_text("raise SystemExit('imported')")
    code = "import naravard.run.notebooks, jsonschema, sys; print(sys.modules['rfc3987_syntax'])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("None\n", 0), ran.stderr


def test_where_the_grammar_is_imported_already_it_stays():
    code = "import sys, types; kept = sys.modules['rfc3987_syntax'] = types.ModuleType('x'); import naravard.run.notebooks; " \
           "print(sys.modules['rfc3987_syntax'] is kept)"  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout == "True\n", ran.stderr
