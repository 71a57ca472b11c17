"""Projects that divide the year into tertials or quarters: read, counted, drawn and reported as those of half-years are."""

import re
from datetime import date

import openpyxl
import pandas as pd
import pytest

import naravard
from naravard import cli, figures, labels, measures
from naravard.figures import calendar, drawing
from naravard.model import Severity
from naravard.reading.project import read_project
from naravard.terms import Division, Term, TermCalendar
from other_calendar import EXEMPEL, PARTS, exempel_in, renamed
from sample_folder import FILES, PLAN, read, told, write

HALVES = ("VT2022", "HT2022", "VT2023", "HT2023")
LAST = {Division.TERTIALS: ("2023T3", "tredje tertialet 2023"), Division.QUARTERS: ("2023K4", "fjärde kvartalet 2023")}
TERTIAL_PLAN = PLAN.replace("VT2022", "T1 2022").replace("HT2023", "T3 2023") + '\n[kalender]\nindelning = "tertial"\n'


@pytest.fixture(scope="module", params=PARTS)
def division(request):
    return request.param


@pytest.fixture(scope="module")
def folder(division, tmp_path_factory):
    return exempel_in(division, tmp_path_factory.mktemp(division) / "exempel")


@pytest.fixture(scope="module")
def project(folder):
    return naravard.open(folder)


@pytest.fixture(scope="module")
def in_halves():
    return naravard.open(EXEMPEL)


@pytest.fixture
def drawn(monkeypatch):
    """The sheets of the figures that are drawn."""
    sheets = []
    monkeypatch.setattr(drawing.Sheet, "svg", lambda sheet: sheets.append(sheet) or "<svg/>")
    return sheets


# Read -------------------------------------------------------------------------------------------------------------------


def test_the_project_is_read_without_a_warning_and_its_terms_are_in_order(folder, division):
    project, findings = read_project(folder)
    assert {found.severity for found in findings} == {Severity.NOTE}
    assert [str(term) for term in project.terms] == [renamed(term, division) for term in HALVES]
    assert {term.division for term in project.terms} == {division}


def test_folders_and_cells_are_read_as_they_are_written(tmp_path):
    named = {name.replace("HT2023", "tertial 3 2023"): text for name, text in FILES.items()}
    named |= {"plan.toml": TERTIAL_PLAN, "malvarden.csv": "indikator;period;målvärde\r\nI1;T2 2023;5\r\nI2;2023;6\r\n"}
    for name, text in named.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    project, findings = read_project(tmp_path)
    assert [str(term) for term in project.terms] == ["2023T3"]
    assert [target.period for target in project.targets] == ["2023T2", "2023"]
    assert not findings


@pytest.mark.parametrize(
    ("changed", "place", "said"),
    [
        ({"plan.toml": TERTIAL_PLAN}, ("HT2023", None, ""), "tertial, till exempel 2023T3"),
        ({"plan.toml": PLAN, "2023T2__aktiviteter": "id\r\n"}, ("2023T2", None, ""), "halvår, till exempel HT2023"),
        ({"plan.toml": PLAN.replace('"HT2023"', '"2023K1"')}, ("plan.toml", 8, "sista_termin"), "halvår, till exempel VT2023"),
        ({"malvarden": "indikator;period;målvärde\r\nI1;K4 2023;5\r\n"},
         ("malvarden.csv", 2, "period"), "halvår, till exempel HT2023"),
        ({"effektmal": "id;mål;mäts\r\nEM1;Trygga;T1 2024\r\n"}, ("effektmal.csv", 2, "mäts"), "halvår, till exempel VT2024"),
    ],
)  # fmt: skip
def test_a_term_of_another_division_is_told_of_where_it_stands_with_what_is_expected(tmp_path, changed, place, said):
    project, findings = read(tmp_path, **changed)
    (found,) = [found for found in findings if found.code == "other-division"]
    assert project is None and (found.file, found.row, found.column) == place
    assert f"passar inte: projektet delar in året i {said}. " in found.message
    assert found.message.endswith("Ändra terminen, eller indelningen under [kalender] i plan.toml.")


def test_an_unknown_division_is_refused_with_those_there_are(tmp_path):
    _, findings = read(tmp_path, **{"plan.toml": PLAN + '\n[kalender]\nindelning = "månad"\n'})
    assert told(findings) == [("error", "bad-value", 11)]
    assert "halvår, tertial eller kvartal" in findings[0].message


# Counted ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "measure",
    [
        "indicators",
        "goals",
        "own_values",
        "money",
        "risks",
        "changes",
        "decisions",
        "trend_counts",
        "counts",
        "subject",
    ],
)
@pytest.mark.parametrize("term", HALVES)
def test_what_is_measured_is_the_same_in_every_division(measure, term, project, in_halves, division):
    """A yearly figure is known only with the last term of the year, which stays the last; all else has no length in it."""
    now, then = (getattr(measures, measure)(p, t) for p, t in ((project, renamed(term, division)), (in_halves, term)))
    assert now.to_csv() == renamed(then.to_csv(), division)


def test_a_value_is_held_against_the_same_part_of_the_year_before(project, division):
    rows = measures.indicators(project, LAST[division][0]).set_index("indicator")
    own = measures.series(project, LAST[division][0])
    a_year_before = own[
        (own["indicator"] == "I02") & (own["period"] == renamed("HT2022", division)) & (own["sex"] == "totalt")
    ]
    assert rows.loc["I02", "year_before"] == a_year_before["value"].item()
    assert rows.loc["I02", "change_year"] == rows.loc["I02", "value"] - a_year_before["value"].item()


def test_what_is_late_is_late_at_the_terms_last_day(project, in_halves, division):
    spring, now = (measures.activities(p, t).set_index("activity") for p, t in (
        (in_halves, "VT2023"), (project, renamed("VT2023", division))))  # fmt: skip
    late = spring[(spring["status"] == "försenad") & (spring["slippage"] > 0)]
    days = (date(2023, 6, 30) - project.calendar.last_day(Term.parse(renamed("VT2023", division)))).days
    assert late.size
    for activity, slippage in late["slippage"].items():
        is_late = slippage > days
        assert now.loc[activity, "slippage"] == slippage - days if is_late else pd.isna(now.loc[activity, "slippage"])


# Drawn ------------------------------------------------------------------------------------------------------------------


def test_the_calendar_behind_a_figure_has_a_field_for_each_term_with_its_name(project, division, drawn):
    figures.decisions(project, LAST[division][0])
    days_of, first = project.calendar, Term(2022, division.parts[0])
    every = list(first.to(Term.parse(LAST[division][0])))
    names = {text.get_text(): text.get_position()[0] for text in drawn[0].texts}
    middles = [names[str(term)] for term in every]
    days = [(days_of.first_day(t).toordinal() + days_of.last_day(t).toordinal() + 1) / 2 for t in every]
    scale = (middles[-1] - middles[0]) / (days[-1] - days[0])
    assert middles == pytest.approx([middles[0] + scale * (day - days[0]) for day in days])


def test_where_terms_are_narrow_the_years_are_named(project, division, drawn):
    figures.activities(project, LAST[division][0])
    names = [text.get_text() for text in drawn[0].texts]
    assert {"2022", "2023"} <= set(names) and not any(re.fullmatch(r"20\d\d[TK]\d", name) for name in names)


def test_a_year_is_named_also_where_the_calendar_begins_within_it():
    class Known:
        calendar = TermCalendar(division=Division.QUARTERS)

    sheet = drawing.Sheet(100)
    field = drawing.Field(0, 240, (date(2022, 4, 1).toordinal(), date(2024, 12, 31).toordinal() + 1))
    calendar.terms(sheet, Known, field, 20, 100)
    assert [text.get_text() for text in sheet.texts] == ["2022", "2023", "2024"]


def test_a_value_stands_where_its_term_begins_and_a_term_that_was_not_reported_is_a_gap(project, division, drawn):
    figures.development(project, LAST[division][0], "kontinuitet")
    whole = next(line for line in drawn[0].artists if type(line).__name__ == "Line2D" and line.get_linewidth() == 2.0)
    reported = [Term.parse(renamed(term, division)) for term in HALVES]
    assert list(whole.get_xdata()) == [term.at for term in reported[0].to(reported[-1])]
    known = dict(zip(whole.get_xdata(), whole.get_ydata(), strict=True))
    assert [pd.isna(known[term.at]) for term in reported] == [False, False, True, False]
    assert all(pd.isna(value) for at, value in known.items() if at not in {term.at for term in reported})


# Reported ---------------------------------------------------------------------------------------------------------------


def test_every_paper_names_the_term_and_calls_it_by_the_word_of_its_division(folder, division, tmp_path, capsys):
    term, name = LAST[division]
    spelt = f"{term[4:]} {term[:4]}"
    assert cli.main(["report", spelt, "--data", str(folder), "--out", str(tmp_path), "--format", "html,xlsx"]) == 0
    papers = sorted((tmp_path / "exempel" / term).glob("*.html"))
    assert len(papers) == 5
    for paper in papers:
        page = paper.read_text(encoding="utf-8")
        assert f"{name} ({term})" in page
        assert not re.search(r"\b[VH]T20\d\d", page), paper.name
        book = openpyxl.load_workbook(paper.with_suffix(".xlsx"))
        assert not any(re.search(r"\b[VH]T20\d\d", str(cell.value)) for sheet in book for row in sheet for cell in row)
    assert f"{labels.sentence(name)} ({term})" in (tmp_path / "index.html").read_text(encoding="utf-8")
    follow_up = (papers[0].parent / "uppfoljning.html").read_text(encoding="utf-8")
    for said in ("Förra {0}et", "{0}ets sista dag", "Inriktning och målgrupper, {0} för {0}", "värden per {0}, "):
        assert said.format(division) in follow_up


def test_a_term_is_closed_and_opened(folder, division, capsys):
    term, _ = LAST[division]
    assert cli.main(["close", term, "--data", str(folder), "--decision", "KS § 1"]) == 0
    assert [str(term) for term in naravard.open(folder).closed] == [term]
    assert cli.main(["reopen", term, "--data", str(folder), "--reason", "fel antal"]) == 0
    (folder / "stangda_terminer.json").unlink()


# New --------------------------------------------------------------------------------------------------------------------


def test_a_new_project_has_the_division_of_its_terms_and_its_next_term_is_of_the_same(tmp_path, capsys):
    new = tmp_path / "ny"
    assert cli.main(["new", str(new), "--terms", "T1 2024, tertial 2 2024", "--code", "1814"]) == 0
    assert {path.name for path in new.iterdir()} == {"plan.toml", "projekt.xlsx", "2024T1.xlsx", "2024T2.xlsx"}
    assert 'indelning = "tertial"' in (new / "plan.toml").read_text(encoding="utf-8")
    assert (
        openpyxl.load_workbook(new / "2024T1.xlsx")
        .worksheets[0]["A2"]
        .value.startswith("Nära vård. Första tertialet 2024: ")
    )
    assert cli.main(["new", str(new), "--terms", "HT2024"]) == 2
    assert "HT2024 passar inte: projektet delar in året i tertial." in capsys.readouterr().err


def test_terms_of_two_divisions_make_no_project(tmp_path, capsys):
    assert cli.main(["new", str(tmp_path / "ny"), "--terms", "K1 2024,HT2024"]) == 2
    assert "HT2024 passar inte: projektet delar in året i kvartal." in capsys.readouterr().err
    assert not (tmp_path / "ny").exists()


def test_a_project_that_is_there_gets_the_term_that_is_going_on_in_its_own_calendar(tmp_path, capsys):
    write(tmp_path, **{"plan.toml": TERTIAL_PLAN, "HT2023/aktiviteter.csv": None})
    assert cli.main(["new", str(tmp_path)]) == 0
    now = TermCalendar(division=Division.TERTIALS).term_of(date.today())
    assert (tmp_path / f"{now}.xlsx").exists()
