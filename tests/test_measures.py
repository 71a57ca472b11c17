"""The measures, worked out again by hand from the snapshot with plain pandas, and their rules on small projects."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import naravard
from naravard import measures, tables
from naravard.model import (
    Activity,
    Comparison,
    Direction,
    Indicator,
    KeyFigures,
    Measurement,
    Plan,
    Project,
    ProjectFrame,
    Scale,
    Target,
    TermReport,
)
from naravard.terms import Term
from sample_folder import HEADER, read

ROOT = Path(__file__).parents[1]
HT2023 = Term(2023, "HT")


@pytest.fixture(scope="module")
def lekeberg():
    return naravard.open(ROOT / "data" / "lekeberg")


@pytest.fixture(scope="module")
def snapshot():
    """The whole snapshot as one plain frame."""
    files = (ROOT / "data" / "kolada" / "values").glob("*.csv")
    return pd.concat([pd.read_csv(f).assign(area=f.stem) for f in files], ignore_index=True)


def _group(group):
    members = pd.read_csv(ROOT / "data" / "kolada" / "municipality_groups.csv", dtype=str)
    return set(members[members["group_id"] == group]["member_id"])


def test_every_figure_of_every_indicator_equals_the_one_worked_out_by_hand(lekeberg, snapshot):
    frame = measures.indicators(lekeberg, HT2023).set_index("indicator")
    county, peers = _group("G33625"), _group("G37441")
    compared = 0
    for indicator in lekeberg.indicators:
        row = frame.loc[indicator.id]
        all_areas = snapshot[(snapshot["kpi"] == indicator.kpi) & (snapshot["period"] <= 2023)].dropna(subset="value")
        own = all_areas[(all_areas["area"] == "1814") & (all_areas["gender"] == "T")].sort_values("period")
        if own.empty:
            assert row["trend"] == "no_data"
            assert pd.isna(row["value"])
            continue
        latest = own.iloc[-1]
        assert (row["period"], row["value"]) == (str(latest["period"]), latest["value"])
        if len(own) > 1:
            assert (row["previous_period"], row["previous"]) == (str(own.iloc[-2]["period"]), own.iloc[-2]["value"])
            assert row["change"] == pytest.approx(latest["value"] - own.iloc[-2]["value"])
        else:
            assert pd.isna(row["previous"])
            assert pd.isna(row["change"])
        year = all_areas[all_areas["period"] == latest["period"]]
        for column, sex in (("women", "K"), ("men", "M")):
            values = year[(year["area"] == "1814") & (year["gender"] == sex)]["value"]
            assert (values.empty and pd.isna(row[column])) or row[column] == values.item()
        total = year[year["gender"] == "T"].set_index("area")["value"]
        for name, members in (("county", county), ("peers", peers)):
            known = total[total.index.isin(members)]
            assert row[f"{name}_count"] == len(known)
            assert row[f"{name}_members"] == len(members)
            if indicator.scale in ("ordinal", "ja/nej", "antal") or known.empty:
                assert pd.isna(row[name]), "steps and head counts have no mean"
            else:
                assert row[name] == pytest.approx(known.sum() / len(known))
                compared += 1
        if "0000" in total.index and indicator.scale not in ("ordinal", "ja/nej", "antal"):
            assert row["nation"] == total["0000"]
        else:
            assert pd.isna(row["nation"])
    assert compared > 50


def test_the_trend_follows_the_direction(lekeberg):
    frame = measures.indicators(lekeberg, HT2023).set_index("indicator")
    assert frame.loc["U23401", "trend"] == "worse", "68 days to wait instead of 42"
    assert frame.loc["U23472", "trend"] == "better", "86 per cent instead of 78"
    assert frame.loc["U21340", "trend"] == "unchanged"
    assert frame.loc["N15608", "trend"] == "not_judged", "one value only"
    assert frame.loc["N01951", "trend"] == "not_judged", "background"
    assert frame.loc["N33820", "trend"] == "no_data"


def test_a_term_that_ends_in_june_does_not_know_the_year_it_stands_in(lekeberg):
    known = measures.indicators(lekeberg, Term(2022, "VT"))["period"].dropna()
    assert known.max() == "2021"
    assert measures.indicators(lekeberg, Term(2022, "HT"))["period"].dropna().max() == "2022"


def test_a_year_without_a_value_is_a_gap_and_never_zero(lekeberg):
    series = measures.comparison_series(lekeberg, HT2023)
    own = series[(series["indicator"] == "U21468") & (series["group"] == "own")].set_index("period")["value"]
    assert pd.isna(own["2021"]), "the survey of older people was not done in 2021"
    assert own["2020"] == 97
    assert own["2022"] == 95


def test_the_steps_of_the_county_add_up_to_the_municipalities_that_answered(lekeberg, snapshot):
    spread = measures.ordinal_spread(lekeberg, HT2023)
    county = _group("G33625")
    for indicator, rows in spread.groupby("indicator"):
        year = rows["year"].iloc[0]
        answers = snapshot[(snapshot["kpi"] == indicator) & (snapshot["period"] == year) & (snapshot["gender"] == "T")]
        assert rows["count"].sum() == answers[answers["area"].isin(county)]["value"].notna().sum()
        assert rows["own"].sum() == 1


def test_the_themes_add_up_to_the_total(lekeberg):
    counts = measures.trend_counts(lekeberg, HT2023).set_index("theme").select_dtypes("number")
    assert (counts.drop("totalt").sum() == counts.loc["totalt"]).all()
    assert counts.loc["totalt", "total"] == len(lekeberg.indicators)


def test_what_is_missing_is_told_table_by_table(lekeberg):
    missing = measures.completeness(lekeberg, HT2023)
    assert set(missing[missing["column"] == ""]["table"]) == {
        "Effektmål", "Projektmål", "Målvärden", "Aktiviteter", "Mätvärden", "Bedömningar", "Risker", "Avvikelser", "Lärdomar"
    }  # fmt: skip
    assert missing[missing["table"] == "Beslut"][["column", "rows", "missing"]].values.tolist() == [["datum", 5, 5]]


def _small_project(series, direction=Direction.UP, scale=Scale.SHARE, decimals=1):
    """A project in area 9999 with one indicator, I1 (key figure N1), and these values."""
    indicator = Indicator(id="I1", name="Ett mått", themes=("tema",), unit="%", scale=scale, direction=direction,
                          decimals=decimals, kpi="N1")  # fmt: skip
    frame = ProjectFrame(name="P", municipality="K kommun", area="9999", first_term=HT2023, last_term=HT2023)
    figures = KeyFigures(fetched=date(2024, 1, 1), names={}, areas={}, county=("9999", "9998", "9997"), series=series)
    plan = Plan(project=frame, comparison=Comparison(snapshot="x"))
    return Project("p", plan, indicators=(indicator,), reports=(TermReport(HT2023),), key_figures=figures)


@pytest.mark.parametrize(
    ("direction", "before", "now", "trend"),
    [
        (Direction.UP, 10.0, 12.0, "better"),
        (Direction.UP, 12.0, 10.0, "worse"),
        (Direction.DOWN, 12.0, 10.0, "better"),
        (Direction.DOWN, 10.0, 12.0, "worse"),
        (Direction.UP, 10.0, 10.04, "unchanged"),
        (Direction.UP, 10.0, 10.05, "better"),
        (Direction.CONTEXT, 10.0, 12.0, "not_judged"),
    ],
)
def test_better_and_worse_are_judged_by_direction_and_decimals(direction, before, now, trend):
    project = _small_project({("N1", "9999", "T"): ((2021, before), (2022, now))}, direction)
    assert measures.indicators(project, HT2023)["trend"].item() == trend


def test_an_empty_value_is_passed_over_for_the_last_known_one():
    project = _small_project({("N1", "9999", "T"): ((2020, 5.0), (2021, 7.0), (2022, None))})
    row = measures.indicators(project, HT2023).iloc[0]
    assert (row["period"], row["value"], row["previous"]) == ("2021", 7.0, 5.0)


def test_a_mean_says_how_many_stand_behind_it_and_counts_the_own_municipality():
    project = _small_project({("N1", "9999", "T"): ((2022, 10.0),), ("N1", "9998", "T"): ((2022, 20.0),),
                              ("N1", "9997", "T"): ((2022, None),)})  # fmt: skip
    row = measures.indicators(project, HT2023).iloc[0]
    assert (row["county"], row["county_count"], row["county_members"], row["against_county"]) == (15.0, 2, 3, "worse")


@pytest.mark.parametrize("scale", [Scale.ORDINAL, Scale.YES_NO, Scale.COUNT])
def test_steps_answers_and_head_counts_have_no_mean(scale):
    values = {("N1", area, "T"): ((2022, 1.0),) for area in ("9999", "9998", "0000")}
    row = measures.indicators(_small_project(values, scale=scale), HT2023).iloc[0]
    assert pd.isna(row["county"])
    assert pd.isna(row["nation"])
    assert row["county_count"] == 2


def test_a_project_without_a_snapshot_has_indicators_without_values():
    project = _small_project({})
    frame = measures.indicators(project, HT2023)
    assert frame["trend"].tolist() == ["no_data"]
    assert measures.comparison_series(project, HT2023).empty


@pytest.mark.parametrize(
    ("margins", "trend"),
    [
        (((2021, 1.2), (2022, 1.6)), "unchanged"),  # the root of 1.44 + 2.56 is 2.0, and so is the change
        (((2021, 1.1), (2022, 1.6)), "better"),
        (((2022, 2.0),), "unchanged"),
        (((2022, None),), "better"),
        ((), "better"),
    ],
)
def test_a_change_within_the_margin_of_error_is_no_change(margins, trend):
    project = _small_project({("N1", "9999", "T"): ((2021, 10.0), (2022, 12.0)), ("N2", "9999", "T"): margins})
    indicator = project.indicators[0].model_copy(update={"margin_kpi": "N2"})
    assert measures.indicators(replace(project, indicators=(indicator,)), HT2023)["trend"].item() == trend


def _reported_participants(*counts):
    """An activity with these counts of participants, from VT2022 on."""
    terms = [Term(2022, "VT"), Term(2022, "HT"), Term(2023, "VT"), HT2023]
    day = date(2022, 1, 10)
    given = {
        "id": "A1",
        "name": "Träffar",
        "output_goal": "PM1",
        "status": "pågår",
        "start": day,
        "end": day,
        "responsible": "r",
    }
    reports = tuple(
        TermReport(term, activities=(Activity(**given, budget=None, outcome=None, participants=count),))
        for term, count in zip(terms, counts, strict=False)
    )
    frame = measures.participants(replace(_small_project({}), reports=reports), reports[-1].term)
    return [row.value if row.status == "ok" else row.status for row in frame.itertuples()]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((20, 25), [20, 25]),
        ((0, 4, 11), [0, "small", 11]),
        ((20, 23, 40), [20, "protected", 40]),
        ((20, 20, None), [20, 20, "missing"]),
        ((20, 12, 15), [20, 12, 15]),
    ],
    ids=["plain", "small", "three came since", "none came since", "counted anew each term"],
)
def test_participants_are_hidden_when_they_or_their_rise_are_few(counts, shown):
    assert _reported_participants(*counts) == shown


@pytest.mark.parametrize(("value", "baseline", "moved"), [(9, 4, True), (0, 4, False), (3, 4, None), (9, None, None)])
def test_a_hidden_baseline_tells_of_a_move_only_what_any_small_count_would(value, baseline, moved):
    indicator = Indicator(id="I1", name="Ett mått", themes=("tema",), unit="personer", scale=Scale.COUNT, decimals=0,
                          direction=Direction.UP, counts_persons=True, baseline=baseline)  # fmt: skip
    report = TermReport(HT2023, measurements=(Measurement(indicator="I1", value=Decimal(value), numerator=None, denominator=None,
                                                          sex=None, subgroup=None),))  # fmt: skip
    target = Target(indicator="I1", period="HT2023", value=Decimal(40))
    project = replace(_small_project({}), indicators=(indicator,), reports=(report,), targets=(target,))
    assert measures.indicators(project, HT2023)["moved"].item() is moved


def test_nothing_that_a_caller_does_to_a_frame_reaches_the_next():
    project = _small_project({("N1", "9999", "T"): ((2022, 10.0),)})
    frame = measures.indicators(project, HT2023)
    frame.loc[0, "value"] = 99.0
    assert measures.indicators(project, HT2023)["value"].item() == 10.0


def test_an_unknown_indicator_is_an_error_that_lists_the_known():
    with pytest.raises(KeyError, match="I1"):
        measures.indicator_of(_small_project({}), "I2")


# What is seldom met in the two projects: made small, with the answer worked out by hand ------------------------------------

_OWN = "id;namn;tema;enhet;skala;riktning;antal personer\r\n"
_VALUES = "indikator;värde;nämnare\r\n"


def test_a_year_before_is_the_same_kind_of_term_and_not_the_term_before(tmp_path):
    values = {"VT2022": "10", "HT2022": "20", "VT2023": "13"}
    files = {f"{term}__matvarden": f"{_VALUES}I1;{value};\r\n" for term, value in values.items()}
    project, _ = read(tmp_path, indikatorer=f"{_OWN}I1;Trygga;tillgänglighet;dagar;medelvärde;öka;nej\r\n", **files)
    (row,) = measures.indicators.rows(project, "VT2023")
    assert (row["previous"], row["change"]) == (20, -7)
    assert (row["year_before"], row["change_year"]) == (10, 3)
    assert [place.file for place in row["change_year_origin"].rows] == ["VT2023/matvarden.csv", "VT2022/matvarden.csv"]


def test_a_mean_of_fewer_than_ten_persons_is_protected_and_one_of_ten_is_shown(tmp_path):
    rest = "tillgänglighet;dagar;medelvärde;minska;nej\r\n"
    indicators = f"{_OWN}I1;Väntan;{rest}I2;Kö;{rest}"
    project, _ = read(tmp_path, indikatorer=indicators, HT2023__matvarden=f"{_VALUES}I1;4,5;9\r\nI2;4,5;10\r\n")
    found = {row["indicator"]: (row["status"], row["value"]) for row in measures.own_values.rows(project, HT2023)}
    assert found["I1"][0] == "protected"
    assert found["I2"] == ("ok", 4.5)


def test_only_a_late_activity_past_its_end_is_counted_in_days_while_it_goes_on(tmp_path):
    rows = ["A1;A;PM1;pågår;2023-01-01;2023-11-30;x;;", "A2;B;PM1;försenad;2023-01-01;2023-11-30;x;;",
            "A3;C;PM1;försenad;2023-01-01;2024-01-31;x;;", "A4;D;PM1;avförd;2023-01-01;2023-11-30;x;;",
            "A5;E;PM1;försenad;2023-01-01;2023-12-31;x;;"]  # fmt: skip
    project, _ = read(tmp_path, HT2023__aktiviteter="\r\n".join([HEADER, *rows]) + "\r\n")
    slippage = {row["activity"]: row["slippage"] for row in measures.activities.rows(project, HT2023)}
    assert slippage.pop("A2") == 31
    assert all(days != days for days in slippage.values())


def test_a_value_of_a_total_comes_from_the_rows_that_give_it(tmp_path):
    money = "id;medel;enhet;budget;utfall\r\nM1;A;tkr;100;90\r\nM2;B;kr;;500\r\nM3;C;kr;1000;\r\n"
    project, _ = read(tmp_path, HT2023__medel=money)
    total = measures.money.rows(project, HT2023)[-1]
    assert (total["budget"], total["outcome"]) == (101_000, 90_500)
    assert [place.row for place in total["budget_origin"].rows] == [2, 4]
    assert [place.row for place in total["outcome_origin"].rows] == [2, 3]
    assert (total["deviation"], [place.row for place in total["deviation_origin"].rows]) == (-10_000, [2])
    assert total["deviation_share"] == -0.1
    assert (
        "Totalens avvikelse räknar inte medel som saknar budget eller utfall: M2 och M3."
        in tables.money(project, "HT2023").notes
    )
    (in_all,) = measures.money_in_all.rows(project, HT2023)
    assert (in_all["budget"], in_all["outcome"], in_all["deviation"], in_all["distance"]) == (
        100_000,
        90_000,
        -10_000,
        10_000,
    )
