"""Every sentence in correct Swedish: singular and plural, numbers in words, and what is not known said so."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import naravard
from naravard import prose
from naravard.document import Heading, Notice, text_of
from naravard.model import (
    Activity,
    ActivityStatus,
    Assessment,
    Attainment,
    Funding,
    MoneyUnit,
    OutcomeGoal,
    Plan,
    Project,
    ProjectFrame,
    TermReport,
)
from naravard.prose.follow_up import _level_sentence
from naravard.terms import Term

ROOT = Path(__file__).parents[1]
VT, HT = Term(2023, "VT"), Term(2023, "HT")


def a_project(*reports, **given):
    frame = ProjectFrame(name="Projektet", municipality="Testby kommun", area="9999", first_term=VT, last_term=HT)
    return Project("p", Plan(project=frame), reports=reports or (TermReport(HT),), **given)


def an_activity(number, status, **given):
    given = {"budget": None, "outcome": None, **given}
    return Activity(id=f"A{number}", name=f"Arbete {number}", output_goal="PM1", status=status, start=date(2023, 1, 1),
                    end=date(2023, 10, 1), responsible="chef", **given)  # fmt: skip


@pytest.fixture(scope="module")
def exempel():
    return naravard.open(ROOT / "data" / "exempel")


@pytest.fixture(scope="module")
def lekeberg():
    return naravard.open(ROOT / "data" / "lekeberg")


LEVELS = [
    (["uppnått"], "Av ett mål är ett uppnått."),
    (["uppnått", "uppnått"], "Av två mål är två uppnådda."),
    (["uppnått", "delvis uppnått", "ej uppnått"], "Av tre mål är ett uppnått, ett delvis uppnått och ett ej uppnått."),
    (["delvis uppnått"] * 2, "Av två mål är inget uppnått och två delvis uppnådda."),
    (["kan ännu inte bedömas"] * 3, "Inget av tre mål kan bedömas ännu."),
    (["uppnått", "kan ännu inte bedömas"], "Av två mål är ett uppnått; ett kan ännu inte bedömas."),
    (["bedömning saknas"], "Av ett mål saknar ett bedömning."),
    (["kan ännu inte bedömas", "bedömning saknas"], "Av två mål kan ett ännu inte bedömas och saknar ett bedömning."),
]


@pytest.mark.parametrize(("levels", "sentence"), LEVELS)
def test_goals_are_counted_in_a_sentence(levels, sentence):
    counts = {str(level): levels.count(level) for level in Attainment}
    said = _level_sentence({"kind": "mål", "total": len(levels), **counts})
    assert said.text.replace("\u00a0", " ") == sentence


STATUSES = [
    ([ActivityStatus.DONE], "Av en aktivitet är en genomförd."),
    ([ActivityStatus.DONE] * 2, "Av två aktiviteter är två genomförda."),
    ([ActivityStatus.NOT_STARTED] * 2, "Av två aktiviteter är ingen genomförd; två är ej påbörjade."),
    (
        [ActivityStatus.DONE, ActivityStatus.LATE, ActivityStatus.ONGOING, ActivityStatus.DROPPED],
        "Av fyra aktiviteter är en genomförd; en pågår, en är försenad och en är avförd.",
    ),
]


@pytest.mark.parametrize(("statuses", "sentence"), STATUSES)
def test_what_was_delivered_is_counted_in_a_sentence(statuses, sentence):
    report = TermReport(HT, activities=tuple(an_activity(n, s) for n, s in enumerate(statuses, 1)))
    said = text_of(prose.conclusion(a_project(report), "HT2023")).replace("\u00a0", " ")
    assert said.startswith(sentence)


def test_a_project_without_goals_and_activities_says_so_instead_of_nought_of_nought():
    said = text_of(prose.conclusion(a_project(), "HT2023"))
    assert "Underlaget saknar aktiviteter" in said
    assert "Underlaget saknar mål" in said
    assert "0 av 0" not in said


MONEY = [
    ("100", "80", "Av budgeten på 100 kronor är 80 kronor använda: 20 kronor mindre än budget."),
    ("100", "120", "Av budgeten på 100 kronor är 120 kronor använda: 20 kronor mer än budget."),
    ("100", "100", "Av budgeten på 100 kronor är 100 kronor använda: lika mycket som budget."),
]


@pytest.mark.parametrize(("budget", "outcome", "sentence"), MONEY)
def test_the_money_is_said_in_one_sentence(budget, outcome, sentence):
    funding = Funding(id="M1", name="Medel", unit=MoneyUnit.KR, budget=Decimal(budget), outcome=Decimal(outcome))
    said = text_of(prose.summary(a_project(TermReport(HT, funding=(funding,))), "HT2023")).replace("\u00a0", " ")
    assert sentence in said


def test_money_without_a_unit_is_not_guessed():
    funding = Funding(id="M1", name="Medel", unit=None, budget=Decimal(5), outcome=Decimal(3))
    said = text_of(prose.summary(a_project(TermReport(HT, funding=(funding,))), "HT2023"))
    assert "Uppgift om budget och utfall saknas" in said


def test_an_outcome_goal_that_is_measured_later_is_never_counted_as_missed():
    goal = OutcomeGoal(id="EM1", text="Det blir bättre.", measured_in=Term(2024, "HT"))
    given = Assessment(goal="EM1", attainment=Attainment.NOT_ACHIEVED, rationale=None)
    project = a_project(TermReport(HT, assessments=(given,)), outcome_goals=(goal,))
    assert "kan ett ännu inte bedömas" in text_of(prose.conclusion(project, "HT2023"))
    assert "ej uppnått" not in text_of(prose.attention(project, "HT2023"))


def test_the_first_page_of_the_example_tells_the_three_gravest_things(exempel):
    points = text_of(prose.attention(exempel, "HT2023")).replace("\u00a0", " ").replace("\u202f", " ").splitlines()
    assert points == [
        "Målet EM5 är ej uppnått: kommunen kan bemanna den nära vården med egna medarbetare.",
        "Kommunstyrelsens egna medel överskrider budgeten med 70 000 kronor (+5,8 %).",
        "Aktiviteten A08 är 214 dagar sen: läkemedelsgenomgångar tillsammans med vårdcentralen.",
    ]


def test_the_first_term_has_nothing_to_compare_with(exempel):
    assert "första redovisade terminen" in text_of(prose.changes(exempel, "VT2022"))


def test_changes_since_the_last_term_are_sentences(exempel):
    said = text_of(prose.changes(exempel, "HT2023")).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Målet EM5 gick från delvis uppnått till ej uppnått." in said
    assert "Ny aktivitet: A15 Färdplan för nära vård 2024–2026 (pågår)." in said
    assert "M2 Statsbidrag för nära vård 2023: utfallet ändrades från 512 500 kronor till 861 400 kronor." in said
    assert "Risken R1 gick från värdet 16 till 20." in said
    assert "nan" not in said.casefold().split()


def test_a_term_like_the_one_before_says_that_nothing_changed():
    reports = (
        TermReport(VT, activities=(an_activity(1, "pågår"),)),
        TermReport(HT, activities=(an_activity(1, "pågår"),)),
    )
    assert text_of(prose.changes(a_project(*reports), "HT2023")) == "Inget som redovisas har ändrats sedan våren 2023."


def test_a_text_that_is_not_written_is_said_to_be_missing_with_where_to_write_it():
    (notice,) = prose.text(a_project(), "HT2023", "Analys").blocks
    assert isinstance(notice, Notice)
    assert "HT2023/texter.md" in notice.text


def test_the_analysts_text_is_shown_as_typed():
    report = TermReport(HT, texts={"Analys": ("Ett <b>stycke</b>.", ("en sak", "en annan"))})
    assert text_of(prose.text(a_project(report), "HT2023", "Analys")) == "Ett <b>stycke</b>.\nen sak\nen annan"


def test_the_memo_follows_the_headings_of_the_plan(exempel, lekeberg):
    def headings(project):
        return [text_of(block) for block in prose.memo(project, "HT2023").blocks if isinstance(block, Heading)]

    assert headings(lekeberg) == ["Sammanfattning av ärendet", "Ärende", "Förslag till beslut"]
    assert headings(exempel) == list(exempel.plan.memo.headings)
    said = text_of(prose.memo(exempel, "HT2023"))
    assert "Kommunstyrelsen godkänner slutrapporten" in said
    assert said.endswith("EXEMPELBY KOMMUN\nTf. kommundirektör\nProcessledare")


def test_a_term_that_is_not_closed_is_marked_as_a_draft_and_invented_data_as_invented(exempel):
    assert prose.cover(exempel, "HT2023").marks == ("Exempeldata", "UTKAST")
    assert prose.cover(exempel, "VT2023").marks == ("Exempeldata",)


@pytest.mark.parametrize("name", ["lekeberg", "exempel"])
@pytest.mark.parametrize("term", ["VT2022", "VT2023", "HT2023"])
def test_no_sentence_holds_a_trace_of_the_program(name, term, exempel, lekeberg):
    project = {"lekeberg": lekeberg, "exempel": exempel}[name]
    passages = [
        prose.conclusion(project, term), prose.summary(project, term), prose.attention(project, term),
        prose.changes(project, term), prose.memo(project, term), prose.missing(project, term), prose.purpose(project),
        prose.audience(project), prose.themes(project), prose.background(project), prose.discrepancies(project),
        prose.method(project, term),
        *(prose.theme(project, term, theme.name) for theme in project.themes),
    ]  # fmt: skip
    for passage in passages:
        said = text_of(passage)
        assert not {"nan", "None", "NaT", "dtype:"} & set(re.findall(r"[\w:]+", said)), said[:300]
        assert not [trace for trace in ("0 av 0", "{", " ,", "..", "None") if trace in said], said[:300]


def test_an_empty_purpose_is_unknown():
    assert "uppgift saknas i underlaget" in text_of(prose.purpose(a_project()))


def test_a_project_with_one_theme_value_says_den(exempel):
    assert "Den har blivit sämre." in text_of(prose.theme(exempel, "HT2023", "ekonomi"))
