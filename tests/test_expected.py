"""What data/exempel must give, as literal numbers worked out by hand in expected_exempel.md and never taken from the code."""

from pathlib import Path

import pandas as pd
import pytest

import naravard
from naravard import measures
from naravard.rounding import rounded
from naravard.terms import Term

TERMS = ("VT2022", "HT2022", "VT2023", "HT2023")


@pytest.fixture(scope="module")
def exempel():
    return naravard.open(Path(__file__).parents[1] / "data" / "exempel")


def _rows(frame, key, *columns):
    """The columns of each row, by its key; nothing that is not there is None."""
    found = {}
    for row in frame.to_dict("records"):
        values = tuple(None if not isinstance(row[c], tuple) and pd.isna(row[c]) else row[c] for c in columns)
        found[row[key]] = values[0] if len(columns) == 1 else values
    return found


def _per_cent(share):
    """A share as the papers print it: per cent with one decimal."""
    return None if share is None else float(rounded(100 * share, 1))


# 1. Goals ------------------------------------------------------------------------------------------------------------

# Per cent of the way to the target that applies, whether it is reached, and in brackets the per cent of the way to the last.
WAY = {
    "VT2022": {
        "I01": (None, None, None), "I02": (85.3, False, 19.7), "I03": (26.7, False, 13.3), "I05": (-6.3, False, -6.3),
        "I07": (None, None, None), "I08": (0.0, False, 0.0), "I09": (13.5, False, 8.5), "I10": (None, True, None),
        "I11": (None, False, None), "I12": (None, False, None), "I13": (None, False, None), "I14": (7.8, False, 7.8),
        "I15": (None, None, None), "I16": (37.5, False, 25.0),
    },
    "HT2022": {
        "I01": (117.5, True, 36.2), "I02": (93.8, False, 86.6), "I03": (80.0, False, 40.0), "I04": (None, False, None),
        "I05": (12.5, False, 12.5), "I07": (30.0, False, 30.0), "I08": (106.7, True, 42.7), "I09": (32.7, False, 20.7),
        "I10": (None, False, None), "I11": (None, True, None), "I12": (None, False, None), "I13": (None, False, None),
        "I14": (7.8, False, 7.8), "I15": (None, None, None), "I16": (100.0, True, 66.7),
    },
    "VT2023": {
        "I01": (36.2, False, 36.2), "I02": (86.6, False, 86.6), "I03": (65.0, False, 65.0), "I04": (None, False, None),
        "I06": (0.0, False, 0.0), "I07": (30.0, False, 30.0), "I08": (92.0, False, 92.0), "I09": (84.6, False, 53.7),
        "I10": (None, True, None), "I11": (None, False, None), "I12": (None, True, None), "I13": (None, False, None),
        "I14": (7.8, False, 7.8), "I15": (55.0, False, 55.0), "I16": (66.7, False, 66.7),
    },
    "HT2023": {
        "I01": (92.3, False, 92.3), "I02": (100.0, True, 100.0), "I03": (103.3, True, 103.3), "I04": (None, True, None),
        "I06": (-25.0, False, -25.0), "I07": (70.0, False, 70.0), "I08": (98.0, False, 98.0), "I09": (-7.3, False, -7.3),
        "I10": (None, True, None), "I11": (None, True, None), "I12": (None, True, None), "I13": (None, True, None),
        "I14": (59.4, False, 59.4), "I15": (115.0, True, 115.0), "I16": (100.0, True, 100.0),
    },
}  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_every_indicator_has_come_as_far_as_worked_out_by_hand(exempel, term):
    frame = measures.indicators(exempel, Term.parse(term))
    own = frame[frame["kpi"].isna()]
    found = _rows(own, "indicator", "attainment", "reached", "last_attainment")
    shown = {name: (_per_cent(way), reached, _per_cent(last)) for name, (way, reached, last) in found.items()}
    assert shown == WAY[term]


@pytest.mark.parametrize(
    ("indicator", "term", "status", "period", "value"),
    [
        ("I01", "VT2022", "not_measured", None, None),
        ("I01", "VT2023", "not_measured", "HT2022", 66.7),
        ("I02", "VT2023", "protected", "HT2022", 91.3),
        ("I07", "VT2023", "not_measured", "HT2022", 35.0),
        ("I14", "HT2022", "missing", "VT2022", 17.9),
        ("I14", "VT2023", "withheld", "VT2022", 17.9),
        ("I15", "VT2022", "not_applicable", None, None),
        ("I15", "HT2022", "small", None, None),
        ("I16", "VT2023", "ok", "HT2022", 8.0),
        ("I03", "HT2023", "preliminary", "HT2023", 11.8),
        ("I07", "HT2023", "preliminary", "HT2023", 31.0),
    ],
)
def test_where_the_term_has_no_value_to_show_the_last_one_stands_with_its_period(
    exempel, indicator, term, status, period, value
):
    frame = measures.indicators(exempel, Term.parse(term))
    assert _rows(frame, "indicator", "status", "period", "value")[indicator] == (status, period, value)


def test_a_hidden_baseline_gives_no_share_and_no_change_that_would_tell_it(exempel):
    for term in TERMS:
        rows = _rows(
            measures.indicators(exempel, Term.parse(term)), "indicator", "baseline", "attainment", "last_attainment"
        )
        assert rows["I13"] == (None, None, None)


def test_the_change_since_a_hidden_value_is_not_told(exempel):
    row = _rows(measures.indicators(exempel, Term.parse("VT2023")), "indicator", "previous", "change", "trend")["I15"]
    assert row == (None, None, "not_judged"), "11 of which 7 new would say that there were 4 in HT2022"


TOO_EARLY, NONE, PARTLY, ACHIEVED, NOT = (
    "kan ännu inte bedömas", "bedömning saknas", "delvis uppnått", "uppnått", "ej uppnått"
)  # fmt: skip
NOT_DUE = (TOO_EARLY, None, None)
# Assessed, computed from the indicators, and whether the two agree.
GOALS = {
    "VT2022": {
        **dict.fromkeys(("EM1", "EM2", "EM3", "EM4", "EM5"), NOT_DUE),
        "PM1": (PARTLY, PARTLY, True), "PM2": (PARTLY, PARTLY, True), "PM3": (NOT, None, None), "PM4": (NOT, None, None),
        "PM5": (NOT, NOT, True), "PM6": (NONE, NOT, None), "PM7": (PARTLY, PARTLY, True),
    },
    "HT2022": {
        **dict.fromkeys(("EM1", "EM2", "EM3", "EM4", "EM5"), NOT_DUE),
        "PM1": (PARTLY, PARTLY, True), "PM2": (PARTLY, PARTLY, True), "PM3": (PARTLY, None, None),
        "PM4": (PARTLY, NOT, None), "PM5": (PARTLY, PARTLY, True), "PM6": (PARTLY, PARTLY, True), "PM7": (PARTLY, PARTLY, True),
    },
    "VT2023": {
        **dict.fromkeys(("EM1", "EM2", "EM3", "EM4"), NOT_DUE), "EM5": (PARTLY, PARTLY, True),
        "PM1": (PARTLY, PARTLY, True), "PM2": (PARTLY, PARTLY, True), "PM3": (PARTLY, None, None),
        "PM4": (PARTLY, NOT, None), "PM5": (PARTLY, PARTLY, True), "PM6": (PARTLY, PARTLY, True), "PM7": (PARTLY, PARTLY, True),
    },
    "HT2023": {
        "EM1": (PARTLY, PARTLY, True), "EM2": (ACHIEVED, ACHIEVED, True), "EM3": (ACHIEVED, NOT, False), "EM4": NOT_DUE,
        "EM5": (NOT, NOT, True), "PM1": (ACHIEVED, ACHIEVED, True), "PM2": (ACHIEVED, ACHIEVED, True), "PM3": (NONE, None, None),
        "PM4": (ACHIEVED, ACHIEVED, True), "PM5": (ACHIEVED, ACHIEVED, True), "PM6": (PARTLY, PARTLY, True),
        "PM7": (ACHIEVED, ACHIEVED, True),
    },
}  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_goals_are_assessed_computed_and_compared_as_by_hand(exempel, term):
    assert _rows(measures.goals(exempel, Term.parse(term)), "goal", "level", "computed", "agrees") == GOALS[term]


LEVELS = (ACHIEVED, PARTLY, NOT, TOO_EARLY, NONE)


@pytest.mark.parametrize(
    ("term", "outcome", "output"),
    [
        ("VT2022", (0, 0, 0, 5, 0), (0, 3, 3, 0, 1)),
        ("HT2022", (0, 0, 0, 5, 0), (0, 7, 0, 0, 0)),
        ("VT2023", (0, 1, 0, 4, 0), (0, 7, 0, 0, 0)),
        ("HT2023", (2, 1, 1, 1, 0), (5, 1, 0, 0, 1)),
    ],
)
def test_goals_are_counted_by_level_and_those_not_due_are_not_failures(exempel, term, outcome, output):
    counts = _rows(measures.goal_counts(exempel, Term.parse(term)), "kind", *LEVELS, "total")
    assert counts == {"effektmål": (*outcome, 5), "projektmål": (*output, 7)}


@pytest.mark.parametrize(
    ("term", "moved"),
    [
        ("HT2022", {"PM3": (NOT, PARTLY), "PM4": (NOT, PARTLY), "PM5": (NOT, PARTLY), "PM6": (NONE, PARTLY)}),
        ("VT2023", {"EM5": (TOO_EARLY, PARTLY)}),
        (
            "HT2023",
            {
                "EM1": (TOO_EARLY, PARTLY), "EM2": (TOO_EARLY, ACHIEVED), "EM3": (TOO_EARLY, ACHIEVED), "EM5": (PARTLY, NOT),
                **dict.fromkeys(("PM1", "PM2", "PM4", "PM5", "PM7"), (PARTLY, ACHIEVED)), "PM3": (PARTLY, NONE),
            },
        ),
    ],
)  # fmt: skip
def test_the_goals_whose_level_changed_are_told_and_no_others(exempel, term, moved):
    changes = measures.changes(exempel, Term.parse(term))
    assert _rows(changes[changes["what"] == "goal level"], "id", "before", "after") == moved


# 2. Activities -------------------------------------------------------------------------------------------------------

STATUSES = ("ej påbörjad", "pågår", "genomförd", "försenad", "avförd")


@pytest.mark.parametrize(
    ("term", "by_status"),
    [
        ("VT2022", ("A04 A06 A08 A09 A10 A11", "A02 A03 A05 A07 A12", "A01", "", "")),
        ("HT2022", ("A10 A13", "A04 A05 A06 A07 A08 A09 A11", "A01 A03 A12", "A02", "")),
        ("VT2023", ("", "A06 A07 A11 A14", "A01 A02 A03 A04 A05 A09 A12", "A08 A13", "A10")),
        ("HT2023", ("A16", "A15", "A01 A02 A03 A04 A05 A06 A07 A09 A11 A12 A13 A14", "A08", "A10")),
    ],
)
def test_activities_stand_at_the_status_they_were_reported_with(exempel, term, by_status):
    when = Term.parse(term)
    frame = measures.activities(exempel, when)
    found = tuple(" ".join(frame[frame["status"] == status]["activity"]) for status in STATUSES)
    assert found == by_status
    total = _rows(measures.activity_counts(exempel, when), "by", *STATUSES, "total")["totalt"]
    numbers = tuple(len(names.split()) for names in by_status)
    assert total == (*numbers, sum(numbers))


def test_activities_are_counted_by_the_goal_they_serve(exempel):
    counts = _rows(measures.activity_counts(exempel, Term.parse("HT2023"), "output_goal"), "by", "total")
    assert counts == {"PM1": 1, "PM2": 1, "PM3": 4, "PM4": 3, "PM5": 2, "PM6": 1, "PM7": 4, "totalt": 16}


@pytest.mark.parametrize(
    ("term", "added", "dropped"),
    [("VT2022", [], []), ("HT2022", ["A13"], []), ("VT2023", ["A14"], ["A10"]), ("HT2023", ["A15", "A16"], [])],
)
def test_activities_added_and_dropped_since_the_term_before_are_told(exempel, term, added, dropped):
    when = Term.parse(term)
    frame = measures.activities(exempel, when)
    assert frame[frame["new"]]["activity"].tolist() == added
    changes = measures.changes(exempel, when)
    assert changes[changes["what"] == "activity added"]["id"].tolist() == added
    status = changes[(changes["what"] == "activity status") & (changes["after"] == "avförd")]
    assert status["id"].tolist() == dropped


@pytest.mark.parametrize(
    ("term", "moved"), [("HT2022", {}), ("VT2023", {"A06": ("2023-06-30", "2023-09-29")}), ("HT2023", {})]
)
def test_a_planned_end_that_was_moved_is_told_with_both_dates(exempel, term, moved):
    changes = measures.changes(exempel, Term.parse(term))
    ends = _rows(changes[changes["what"] == "activity end"], "id", "before", "after")
    assert {name: tuple(map(str, days)) for name, days in ends.items()} == moved


@pytest.mark.parametrize(
    ("term", "days"),
    [
        ("VT2022", {"A01": 14}),
        ("HT2022", {"A01": 14, "A02": 15, "A03": -11, "A12": 7}),
        ("VT2023", {"A01": 14, "A02": 105, "A03": -11, "A04": 0, "A05": 77, "A08": 30, "A09": -6, "A12": 7}),
        (
            "HT2023",
            {
                "A01": 14, "A02": 105, "A03": -11, "A04": 0, "A05": 77, "A06": 7, "A07": 0, "A08": 214, "A09": -6, "A11": -3,
                "A12": 7, "A13": 61, "A14": 5,
            },
        ),
    ],
)  # fmt: skip
def test_slippage_is_counted_in_days_and_the_rest_have_none(exempel, term, days):
    slippage = _rows(measures.activities(exempel, Term.parse(term)), "activity", "slippage")
    assert {name: late for name, late in slippage.items() if late is not None} == days


@pytest.mark.parametrize(
    ("term", "budget", "outcome"),
    [
        ("VT2022", 1_795_000, 281_400),
        ("HT2022", 1_840_000, 874_300),
        ("VT2023", 1_930_000, 1_457_650),
        ("HT2023", 1_980_000, 1_682_300),
    ],
)
def test_the_money_of_the_activities_adds_up(exempel, term, budget, outcome):
    frame = measures.activities(exempel, Term.parse(term))
    assert (frame["budget"].sum(), frame["outcome"].sum()) == (budget, outcome)


@pytest.mark.parametrize(("term", "over"), [("HT2022", {}), ("VT2023", {"A05": 68_000}), ("HT2023", {"A05": 68_000})])
def test_one_activity_costs_more_than_its_budget(exempel, term, over):
    deviations = _rows(measures.activities(exempel, Term.parse(term)), "activity", "deviation")
    assert {name: more for name, more in deviations.items() if more and more > 0} == over


# 3. Money ------------------------------------------------------------------------------------------------------------

# Budget, outcome, forecast, deviation, per cent, unused, received, repaid, left to repay.
MONEY = {
    "VT2022": {
        "M1": (850_000, 371_000, 850_000, -479_000, -56.4, 479_000, 850_000, None, 479_000),
        "M3": (1_200_000, 220_000, 1_200_000, -980_000, -81.7, 980_000, None, None, None),
        "": (2_050_000, 591_000, 2_050_000, -1_459_000, -71.2, 1_459_000, 850_000, None, 479_000),
    },
    "HT2022": {
        "M1": (850_000, 786_000, 786_000, -64_000, -7.5, 64_000, 850_000, None, 64_000),
        "M2": (900_000, 0, 900_000, -900_000, -100.0, 900_000, 0, None, 0),
        "M3": (1_200_000, 710_000, 1_200_000, -490_000, -40.8, 490_000, None, None, None),
        "M4": (220_000, 0, 220_000, -220_000, -100.0, 220_000, 220_000, None, 220_000),
        "": (3_170_000, 1_496_000, 3_106_000, -1_674_000, -52.8, 1_674_000, 1_070_000, None, 284_000),
    },
    "VT2023": {
        "M1": (850_000, 786_000, 786_000, -64_000, -7.5, 64_000, 850_000, 64_000, 0),
        "M2": (900_000, 512_500, 900_000, -387_500, -43.1, 387_500, 900_000, None, 387_500),
        "M3": (1_200_000, 1_080_000, 1_250_000, -120_000, -10.0, 120_000, None, None, None),
        "M4": (220_000, 8_000, 8_000, -212_000, -96.4, 212_000, 220_000, None, 212_000),
        "": (3_170_000, 2_386_500, 2_944_000, -783_500, -24.7, 783_500, 1_970_000, 64_000, 599_500),
    },
    "HT2023": {
        "M1": (850_000, 786_000, 786_000, -64_000, -7.5, 64_000, 850_000, 64_000, 0),
        "M2": (900_000, 861_400, 861_400, -38_600, -4.3, 38_600, 900_000, None, 38_600),
        "M3": (1_200_000, 1_270_000, 1_270_000, 70_000, 5.8, 0, None, None, None),
        "M4": (220_000, 8_000, 8_000, -212_000, -96.4, 212_000, 220_000, 212_000, 0),
        "": (3_170_000, 2_925_400, 2_925_400, -244_600, -7.7, 314_600, 1_970_000, 276_000, 38_600),
    },
}


@pytest.mark.parametrize("term", TERMS)
def test_money_is_in_kronor_whatever_the_unit_and_a_row_without_unit_is_in_no_sum(exempel, term):
    columns = ("budget", "outcome", "forecast", "deviation", "deviation_share", "unused", "received", "repaid",
               "to_repay")  # fmt: skip
    found = _rows(measures.money(exempel, Term.parse(term)), "funding", *columns)
    assert {name: (*row[:4], _per_cent(row[4]), *row[5:]) for name, row in found.items()} == {
        **MONEY[term],
        "M5": (None,) * 9,
    }


def test_the_day_and_the_receiver_of_each_account_of_money_are_told(exempel):
    rows = _rows(measures.money(exempel, Term.parse("HT2023")), "funding", "report_by", "report_to")
    assert {name: (str(day.date()), to) for name, (day, to) in rows.items() if day} == {
        "M1": ("2023-03-31", "Länets samverkansgrupp"),
        "M2": ("2024-03-29", "Länets samverkansgrupp"),
        "M4": ("2023-12-15", "Exempelregionen"),
    }


# 4. Risks, deviations, assignments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "values"),
    [
        ("VT2022", {"R1": 12, "R2": 9, "R3": 10, "R4": 12}),
        ("HT2022", {"R1": 16, "R2": 12, "R3": 5, "R4": 12}),
        ("VT2023", {"R1": 16, "R2": 15, "R4": 8, "R5": 16}),
        ("HT2023", {"R1": 20, "R2": 15, "R4": 4, "R5": 20}),
    ],
)
def test_open_risks_are_valued_and_the_greatest_stands_first(exempel, term, values):
    frame = measures.risks(exempel, Term.parse(term))
    assert _rows(frame[frame["open"]], "risk", "value") == values
    assert frame[frame["open"]]["value"].is_monotonic_decreasing
    assert _rows(frame[~frame["open"]], "risk", "value") == ({"R3": 5} if term in ("VT2023", "HT2023") else {})


@pytest.mark.parametrize(
    ("term", "still_open", "closed"),
    [
        ("VT2022", "", "AV1"),
        ("HT2022", "AV2 AV3", ""),
        ("VT2023", "AV3 AV5 AV6 AV7", "AV2 AV4"),
        ("HT2023", "AV6 AV8 AV9", "AV3 AV5 AV7"),
    ],
)
def test_a_deviation_is_open_until_it_is_closed(exempel, term, still_open, closed):
    frame = measures.deviations(exempel, Term.parse(term))
    assert " ".join(frame[frame["open"]]["deviation"]) == still_open
    assert " ".join(frame[~frame["open"]]["deviation"]) == closed


@pytest.mark.parametrize(
    ("term", "due"),
    [
        ("VT2023", {"U1": ("2023-09-01", "2023-09"), "U2": ("2023-08-31", "2023-09")}),
        (
            "HT2023",
            {
                "U1": ("2024-02-01", "2024-02"), "U3": ("2024-01", None), "U4": ("2024-01-15", None),
                "U5": ("2024-03-29", "2024-05"), "U6": ("2024-12-31", "2025-02"), "U7": ("2024-06", None),
            },
        ),
    ],
)  # fmt: skip
def test_open_assignments_are_told_with_their_days(exempel, term, due):
    frame = measures.assignments(exempel, Term.parse(term))
    found = _rows(frame[frame["open"]], "assignment", "due", "report_back")
    assert {name: tuple(day and str(day) for day in days) for name, days in found.items()} == due
    assert not frame["overdue"].any()


# 5. What must be hidden ----------------------------------------------------------------------------------------------

HIDDEN = {
    "VT2022": {("I13", "män", ""): "small", ("I13", "kvinnor", ""): "protected"},
    "HT2022": {("I08", "män", ""): "small", ("I08", "kvinnor", ""): "protected", ("I15", "totalt", ""): "small"},
    "VT2023": {
        **dict.fromkeys((("I02", sex, "") for sex in ("totalt", "kvinnor", "män")), "protected"),
        ("I15", "män", ""): "small", ("I15", "kvinnor", ""): "protected", ("I14", "totalt", ""): "withheld",
    },
    "HT2023": {
        ("I01", "totalt", "endast hemsjukvård"): "protected", ("I01", "totalt", "endast hemtjänst"): "protected",
        ("I04", "män", ""): "protected", ("I04", "kvinnor", ""): "protected",
        ("I06", "totalt", "anpassad grundskola"): "protected",
        ("I07", "totalt", "område Söder"): "small", ("I07", "totalt", "område Norr"): "protected",
        ("I13", "totalt", "under 65 år"): "small", ("I13", "totalt", "65 år och äldre"): "protected",
        ("I14", "kvinnor", ""): "protected", ("I14", "män", ""): "protected",
    },
}  # fmt: skip
NOT_THERE = {
    "VT2022": {
        ("I01", "totalt", ""): "not_measured", ("I07", "totalt", ""): "not_measured",
        ("I15", "totalt", ""): "not_applicable",
    },
    "HT2022": {("I14", "totalt", ""): "missing"},
    "VT2023": {("I01", "totalt", ""): "not_measured", ("I07", "totalt", ""): "not_measured"},
    "HT2023": {},
}  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_what_must_be_hidden_is_hidden_and_every_other_cell_is_shown(exempel, term):
    frame = measures.own_values(exempel, Term.parse(term))
    now = frame[frame["term"] == Term.parse(term)]
    empty = now[now["value"].isna()]
    found = {(row.indicator, row.sex, row.subgroup): row.status for row in empty.itertuples()}
    assert found == {**HIDDEN[term], **NOT_THERE[term]}
    assert set(now[now["value"].notna()]["status"]) <= {"ok", "preliminary"}


def test_what_was_hidden_in_a_term_stays_hidden_in_later_papers(exempel):
    last = measures.own_values(exempel, Term.parse("HT2023"))
    for term in TERMS:
        then = measures.own_values(exempel, Term.parse(term))
        then = then[then["term"] == Term.parse(term)].reset_index(drop=True)
        pd.testing.assert_frame_equal(then, last[last["term"] == Term.parse(term)].reset_index(drop=True))


@pytest.mark.parametrize(
    ("term", "indicator", "sex", "value"),
    [
        ("VT2022", "I16", "totalt", 3),
        ("VT2022", "I08", "män", 0),
        ("VT2022", "I14", "totalt", 17.9),
        ("HT2022", "I01", "män", 63.0),
        ("HT2022", "I04", "män", 68.4),
        ("VT2023", "I04", "män", 77.8),
        ("VT2023", "I08", "män", 12),
        ("HT2023", "I02", "män", 100),
        ("HT2023", "I07", "män", 9),
        ("HT2023", "I08", "män", 12),
        ("HT2023", "I14", "totalt", 14.6),
        ("HT2023", "I15", "män", 5),
    ],
)
def test_what_only_looks_small_is_shown(exempel, term, indicator, sex, value):
    frame = measures.own_values(exempel, Term.parse(term))
    row = frame[(frame["term"] == Term.parse(term)) & (frame["indicator"] == indicator) & (frame["sex"] == sex)]
    assert row[row["subgroup"] == ""]["value"].item() == value


PARTICIPANTS = {
    "VT2022": {"A01": 26, "A02": 14, "A07": 12, "A12": 58},
    "HT2022": {"A01": 26, "A02": 31, "A04": 64, "A07": 48, "A08": "<5", "A09": 60, "A11": "<5", "A12": 131},
    "VT2023": {"A01": 26, "A02": 42, "A04": 138, "A07": 96, "A08": 9, "A09": 142, "A11": 11, "A12": 131, "A13": 6, "A14": 14},
    "HT2023": {
        "A01": 26, "A02": 42, "A04": 138, "A07": 141, "A08": 17, "A09": 142, "A11": 23, "A12": 131, "A13": 12, "A14": 37
    },
}  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_participants_are_told_activity_by_activity_with_small_counts_hidden_and_no_sum(exempel, term):
    frame = measures.participants(exempel, Term.parse(term))
    rows = _rows(frame[frame["term"] == Term.parse(term)], "activity", "value", "status", "below")
    told = {
        name: f"<{below:.0f}" if below else value
        for name, (value, status, below) in rows.items()
        if status != "missing"
    }
    assert told == PARTICIPANTS[term]
    assert rows.keys() == {activity.id for activity in exempel.term(term).activities}


# 6. What is missing --------------------------------------------------------------------------------------------------


def _money(rows):
    return {("Medel", column): (rows, 1) for column in ("enhet", "budget", "utfall")}


@pytest.mark.parametrize(
    ("term", "missing"),
    [
        (
            "VT2022",
            {
                ("Mätvärden", "värde"): (24, 2), ("Bedömningar", "motivering"): (12, 1), ("Beslut", "datum"): (5, 1),
                **_money(3),
            },
        ),
        ("HT2022", {("Mätvärden", "värde"): (31, 1), ("Beslut", "datum"): (5, 2), **_money(5)}),
        ("VT2023", {("Mätvärden", "värde"): (28, 2), ("Beslut", "datum"): (6, 1), **_money(5)}),
        (
            "HT2023",
            {
                ("Aktiviteter", "budget_kr"): (16, 1), ("Aktiviteter", "utfall_kr"): (16, 1),
                ("Bedömningar", "motivering"): (12, 1), ("Beslut", "datum"): (7, 4), **_money(5),
            },
        ),
    ],
)  # fmt: skip
def test_cells_that_should_be_filled_in_but_are_empty_are_counted(exempel, term, missing):
    frame = measures.completeness(exempel, Term.parse(term))
    assert {(row.table, row.column): (row.rows, row.missing) for row in frame.itertuples()} == missing


# 7. Comparison -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "kpi", "own", "before", "trend", "county", "peers", "nation"),
    [
        ("HT2023", "E10001", (531, "2023"), (512, "2022", 19), "not_judged", None, None, None),
        ("HT2023", "E10002", (71.8, "2022"), (70.2, "2020", 1.6), "better", (71.7, 4), (71.2, 3), 72.3),
        ("HT2023", "E10003", (55, "2023"), (49, "2022", 6), "worse", (61, 5), (50, 3), 62),
        ("VT2023", "E10003", (49, "2022"), (58, "2021", -9), "better", (60, 5), (51, 3), 61),
        ("VT2022", "E10002", (70.2, "2020"), (70.1, "2019", 0.1), "unchanged", (70.9, 5), (70.7, 3), 72.9),
        ("VT2022", "E10003", (58, "2021"), (71, "2020", -13), "better", (59, 4), (52, 3), 63),
    ],
)
def test_key_figures_are_compared_with_before_and_with_others(
    exempel, term, kpi, own, before, trend, county, peers, nation
):
    row = measures.indicators(exempel, Term.parse(term)).set_index("indicator").loc[kpi]
    assert (row["value"], row["period"]) == own
    assert (row["previous"], row["previous_period"]) == before[:2]
    assert row["change"] == pytest.approx(before[2])
    assert row["trend"] == trend
    for name, expected in (("county", county), ("peers", peers)):
        if expected is None:
            assert pd.isna(row[name])
        else:
            assert (float(rounded(row[name], int(row["decimals"]))), row[f"{name}_count"]) == expected
    assert (None if pd.isna(row["nation"]) else row["nation"]) == nation


@pytest.mark.parametrize(
    ("term", "places"),
    [
        ("HT2023", {"E10002": (2, 4), "E10003": (2, 5)}),
        ("VT2023", {"E10003": (2, 5)}),
        ("VT2022", {"E10002": (3, 5), "E10003": (2, 4)}),
    ],
)
def test_the_place_in_the_county_says_among_how_many(exempel, term, places):
    ranks = _rows(measures.ranks(exempel, Term.parse(term)), "indicator", "rank", "count")
    assert {**ranks, **places} == ranks
    assert "E10001" not in ranks, "a count of inhabitants has no best"


def test_the_year_that_was_not_measured_is_a_gap(exempel):
    series = measures.comparison_series(exempel, Term.parse("HT2023"))
    own = _rows(series[(series["indicator"] == "E10002") & (series["group"] == "own")], "period", "value")
    assert own == {"2019": 70.1, "2020": 70.2, "2021": None, "2022": 71.8}
