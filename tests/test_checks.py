"""Promises between records: each broken in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_folder import PLAN, changed_row, read, read_activities, told

MEASURES = "indikator;värde;täljare;nämnare;kön\r\n"
FUNDS = "id;medel;enhet;budget;utfall\r\n"


def test_the_same_id_twice_names_both_rows(tmp_path: Path) -> None:
    project, (finding,) = read_activities(tmp_path, changed_row(4, id="A02"))
    assert project is None
    assert (finding.severity, finding.code, finding.row, finding.column, finding.value) == (
        "error", "duplicate-id", 4, "id", "A02",
    )  # fmt: skip
    assert "står redan på rad 3" in finding.message


def test_two_rows_with_one_id_are_not_compared_as_if_they_were_two_terms(tmp_path: Path) -> None:
    _, findings = read_activities(tmp_path, changed_row(3, id="A01", budget_kr="151,20"))
    assert told(findings) == [("error", "duplicate-id", 3)]


def test_an_ambiguous_budget_says_nothing_about_the_outcome(tmp_path: Path) -> None:
    _, findings = read_activities(tmp_path, changed_row(3, budget_kr="1,234"))
    assert told(findings) == [("error", "ambiguous-number", 3)]


def test_ids_that_differ_only_in_case_are_the_same(tmp_path: Path) -> None:
    _, findings = read_activities(tmp_path, changed_row(4, id="a02"))
    assert told(findings) == [("note", "case-normalised", 4), ("error", "duplicate-id", 4)]


def test_an_empty_sex_is_the_total(tmp_path: Path) -> None:
    _, findings = read(tmp_path, HT2023__matvarden=MEASURES + "I1;40;;;\r\nI1;50;;;totalt\r\nI1;50;;;kvinnor\r\n")
    assert told(findings) == [("error", "duplicate-id", 3)]


def test_a_reference_to_nothing_suggests_the_nearest(tmp_path: Path) -> None:
    _, (finding,) = read_activities(tmp_path, changed_row(3, projektmål="PM3"))
    assert (finding.code, finding.row, finding.column_letter) == ("unknown-reference", 3, "C")
    assert "finns inte i tabellen Projektmål. Menade du 'PM" in finding.message


def test_a_missing_table_is_one_finding_and_not_one_a_row(tmp_path: Path) -> None:
    _, findings = read(tmp_path, projektmal=None)
    assert told(findings) == [("error", "unknown-reference", 2)]
    assert "Den tabellen är tom" in findings[0].message


def test_a_goal_with_another_mistake_may_still_be_referred_to(tmp_path: Path) -> None:
    _, findings = read(tmp_path, projektmal="id;mål;förfaller\r\nPM1;Fler träffar;2023-13-01\r\nPM2;En plan;\r\n")
    assert told(findings) == [("error", "bad-date", 2)]


def test_a_goal_whose_id_is_wrong_does_not_make_every_activity_wrong(tmp_path: Path) -> None:
    _, findings = read(tmp_path, projektmal="id;mål\r\nPM 1;Fler träffar\r\nPM2;En plan\r\n")
    assert told(findings) == [("error", "bad-id", 2)]


def test_a_citation_names_a_source(tmp_path: Path) -> None:
    _, findings = read(tmp_path, effektmal="id;mål;källa\r\nEM1;Tryggare;TS stycke 1, TX stycke 2\r\n")
    assert told(findings) == [("error", "unknown-reference", 2)]
    assert "'TX'" in findings[0].message
    assert "Menade du 'TS'?" in findings[0].message


def test_an_activity_does_not_end_before_it_begins(tmp_path: Path) -> None:
    _, (finding,) = read_activities(tmp_path, changed_row(2, slut="2023-01-08"))
    assert (finding.code, finding.row, finding.column) == ("end-before-start", 2, "slut")
    assert "'2023-01-08'" in finding.message
    assert "start 2023-01-09" in finding.message


def test_an_activity_may_end_the_day_it_begins(tmp_path: Path) -> None:
    assert read_activities(tmp_path, changed_row(2, slut="2023-01-09"))[1] == []


def test_a_day_far_from_the_project_is_one_finding(tmp_path: Path) -> None:
    _, findings = read_activities(tmp_path, changed_row(3, start="2203-02-01"))
    assert told(findings) == [("error", "date-out-of-range", 3)]


def test_a_document_may_be_older_than_the_project(tmp_path: Path) -> None:
    assert read(tmp_path, kallor="id;titel;datum\r\nTS;Skrivelsen;1998-05-01\r\n")[1] == []


def test_amounts_beyond_a_municipality_are_asked_about(tmp_path: Path) -> None:
    project, findings = read(tmp_path, HT2023__medel=FUNDS + "M1;Statsbidrag;tkr;1500000;500\r\n")
    assert project is not None
    assert told(findings) == [("warn", "implausible", 2)]


def test_an_outcome_a_thousand_times_its_budget_is_asked_about(tmp_path: Path) -> None:
    _, findings = read_activities(tmp_path, changed_row(3, budget_kr="40"))
    assert told(findings) == [("warn", "implausible", 3)]
    assert findings[0].column == "utfall_kr"


def test_a_budget_a_thousand_times_last_terms_is_asked_about(tmp_path: Path) -> None:
    _, findings = read(tmp_path, VT2023__medel=FUNDS + "M1;Statsbidrag;kr;500;0\r\n",
                       HT2023__medel=FUNDS + "M1;Statsbidrag;tkr;500;0\r\n")  # fmt: skip
    assert told(findings) == [("warn", "magnitude", 2)]
    assert "VT2023" in findings[0].message


def test_three_decimals_are_fine_in_thousands_but_not_in_kronor(tmp_path: Path) -> None:
    _, findings = read(tmp_path, HT2023__medel=FUNDS + "M1;A;tkr;1,234;1\r\nM2;B;kr;1,234;1\r\n")
    assert told(findings) == [("error", "ambiguous-number", 3)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("I1;145;;;", [("warn", "implausible", 2)]),
        ("I1;-2;;;", [("warn", "negative", 2)]),
        ("I2;-2;;;", [("warn", "negative", 2)]),
        ("I1;50;9;10;", [("warn", "share-mismatch", 2)]),
        ("I1;90;9;10;", []),
        ("I1;..;;;", []),
        ("I1;.;;;", []),
    ],
)
def test_a_value_is_held_against_what_its_indicator_is(row: str, expected: list[object], tmp_path: Path) -> None:
    project, findings = read(tmp_path, HT2023__matvarden=f"{MEASURES}{row}\r\n")
    assert project is not None
    assert told(findings) == expected


def test_a_target_is_set_for_a_term_or_a_year(tmp_path: Path) -> None:
    _, findings = read(tmp_path, malvarden="indikator;period;målvärde\r\nI1;HT2023;5\r\nI1;2024;5\r\nI1;våren;5\r\n")
    assert told(findings) == [("error", "bad-period", 4)]


def test_dates_are_not_judged_without_a_plan(tmp_path: Path) -> None:
    _, findings = read(tmp_path, **{"plan.toml": PLAN.replace("=", "", 1)},
                       HT2023__aktiviteter=changed_row(3, start="1950-02-01"))  # fmt: skip
    assert [finding.code for finding in findings] == ["bad-toml"]


DATED = "id;namn;projektmål;status;start;slut;ansvarig;budget_kr;utfall_kr;verklig start;verkligt slut\r\n"


@pytest.mark.parametrize(
    ("status", "end", "began", "ended", "expected"),
    [
        ("pågår", "2023-12-30", "", "", "planerat slut, 2023-12-30, har passerat"),
        ("ej påbörjad", "2023-12-30", "", "", "planerat slut, 2023-12-30, har passerat"),
        ("ej påbörjad", "2024-12-30", "2023-10-02", "", "verklig start är 2023-10-02"),
        ("försenad", "2023-11-30", "2023-10-02", "2023-12-04", "verkligt slut är 2023-12-04"),
        ("pågår", "2023-12-31", "2023-10-02", "", ""),
        ("försenad", "2024-02-01", "2023-10-02", "", ""),
        ("avförd", "2023-11-30", "", "", ""),
        ("genomförd", "2023-11-30", "2023-10-02", "2023-12-04", ""),
    ],
)
def test_a_status_goes_with_the_days_of_its_activity(
    status: str, end: str, began: str, ended: str, expected: str, tmp_path: Path
) -> None:
    row = f"A01;Kartläggning;PM1;{status};2023-09-04;{end};processledaren;1;1;{began};{ended}\r\n"
    project, findings = read_activities(tmp_path, DATED + row)
    assert project is not None
    assert told(findings) == ([("warn", "status-date", 2)] if expected else [])
    assert all(expected in finding.message for finding in findings)


def test_what_is_done_without_a_day_is_noted_where_the_column_is_there(tmp_path: Path) -> None:
    row = "A01;Kartläggning;PM1;genomförd;2023-09-04;2023-11-30;processledaren;1;1;2023-09-04;\r\n"
    _, (finding,) = read_activities(tmp_path, DATED + row)
    assert (finding.severity, finding.code, finding.column_letter) == ("note", "no-actual-end", "K")


def test_an_outcome_below_the_term_before_is_asked_about_whatever_its_unit(tmp_path: Path) -> None:
    earlier = FUNDS + "M1;A;kr;900000;510000\r\nM2;B;kr;900000;510000\r\nM3;C;;;\r\n"
    now = FUNDS + "M1;A;tkr;900;509\r\nM2;B;tkr;900;510\r\nM3;C;;;\r\n"
    _, (finding,) = read(tmp_path, VT2023__medel=earlier, HT2023__medel=now)
    assert (finding.severity, finding.code, finding.row) == ("warn", "outcome-falls", 2)
    assert finding.message.startswith(
        "509 tkr på rad 2, kolumn E (utfall) är lägre än terminen före, 510000 kr i terminen VT2023."
    )


@pytest.mark.parametrize(("value", "differs"), [("66,7", False), ("66,66", False), ("66,6", True), ("67", True)])
def test_a_share_is_its_numerator_by_its_denominator_in_the_decimals_shown(
    value: str, differs: bool, tmp_path: Path
) -> None:
    _, findings = read(tmp_path, HT2023__matvarden=f"{MEASURES}I1;{value};20;30;\r\n")
    assert told(findings) == ([("warn", "share-mismatch", 2)] if differs else [])


PERSONS = (
    "id;namn;tema;enhet;skala;riktning;antal personer;kumulativ\r\n"
    "I1;Trygga;tillgänglighet;%;andel;öka;;\r\nI2;Deltagare;tillgänglighet;antal;antal;öka;ja;ja\r\n"
)
GROUPS = "indikator;värde;täljare;nämnare;kön;undergrupp\r\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("I2;30,5;;;;\r\n", "ett antal personer är ett heltal"),
        ("I1;;11;10;;\r\n", "täljaren är större än nämnaren"),
        ("I2;30;;;;\r\nI2;18;;;kvinnor;\r\nI2;16;;;män;\r\n", "delarna är tillsammans 34"),
        ("I2;30;;;;\r\nI2;30;;;;norr\r\nI2;6;;;;unga\r\n", "delarna är tillsammans 36"),
        ("I1;50;50;100;;\r\nI1;16,7;10;60;kvinnor;\r\nI1;75;30;40;män;\r\n", "mer än nämnaren minus täljaren"),
        ("I2;19;;;;\r\n", "det räknas från starten och var 20 tidigare"),
        ("I2;20;;;;\r\nI2;12;;;kvinnor;\r\nI2;8;;;män;\r\n", ""),
    ],
)
def test_counts_of_persons_that_cannot_be_true_are_refused_before_they_are_protected(
    rows: str, expected: str, tmp_path: Path
) -> None:
    _, findings = read(
        tmp_path, indikatorer=PERSONS, VT2023__matvarden=f"{GROUPS}I2;20;;;;\r\n", HT2023__matvarden=GROUPS + rows
    )
    assert told(findings) == ([("error", "person-count", 2)] if expected else [])
    assert all(expected in finding.message for finding in findings)


def test_the_same_seat_may_be_held_twice(tmp_path: Path) -> None:
    seats = "grupp;roll;organisation;från\r\nstyrgrupp;socialchef;K;2022-01\r\nstyrgrupp;socialchef;K;2023-04\r\n"
    assert read(tmp_path, roller=seats)[1] == []
    _, findings = read(tmp_path, roller=seats.replace("2023-04", "2022-01"))
    assert told(findings) == [("error", "duplicate-id", 3)]


def test_a_month_ends_on_its_last_day(tmp_path):
    roles = "grupp;roll;från;till\r\nstyrgrupp;ordförande;2023-03-30;{}\r\n"
    assert not read(tmp_path / "a", roller=roles.format("2023-03"))[1]
    (found,) = read(tmp_path / "b", roller=roles.format("2023-02"))[1]
    assert (found.code, found.row) == ("end-before-start", 2)
    assert not read(tmp_path / "c", roller=roles.format("2023"))[1]
