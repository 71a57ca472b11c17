from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naravard.terms import Term, TermCalendar

terms = st.builds(Term, st.integers(1900, 2100), st.sampled_from(["VT", "HT"]))


@pytest.mark.parametrize(
    "text",
    ["HT2023", "HT 2023", "ht23", "Ht-2023", "2023-HT", "2023HT", "2023 ht", "hösten 2023", "Hösten 2023", "höstterminen 2023",
     "ho\u0308sten 2023", " HT2023 ", "HT_2023", "höst 2023"],
)  # fmt: skip
def test_a_term_is_read_as_swedes_write_it(text):
    assert Term.parse(text) == Term(2023, "HT")


@pytest.mark.parametrize("text", ["VT2022", "våren 2022", "vt22", "va\u030aren 2022", "vårterminen 2022"])
def test_a_spring_term_is_read_too(text):
    assert Term.parse(text) == Term(2022, "VT")


@pytest.mark.parametrize(
    "text", ["", "2023", "HT", "XT2023", "HT20233", "HT 2023 VT", "T1 2023", "HT223", "hosten 2023", "ＨＴ２０２３"]
)
def test_an_unknown_form_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="HT2023"):
        Term.parse(text)


def test_spring_comes_before_autumn_of_the_same_year():
    assert sorted([Term(2023, "HT"), Term(2022, "HT"), Term(2023, "VT")]) == [
        Term(2022, "HT"),
        Term(2023, "VT"),
        Term(2023, "HT"),
    ]


@given(terms.filter(lambda t: 1900 < t.year < 2100))
def test_the_next_term_follows_and_its_previous_is_the_term_itself(term):
    assert term < term.next
    assert term.next.previous == term
    assert Term.parse(str(term)) == term


@given(terms.filter(lambda t: 1900 < t.year < 2100), st.sampled_from([TermCalendar(), TermCalendar((1, 8), (8, 16))]))
def test_terms_share_out_the_days_without_gap_or_overlap(term, calendar):
    assert (calendar.first_day(term.next) - calendar.last_day(term)).days == 1
    assert calendar.term_of(calendar.first_day(term)) == term
    assert calendar.term_of(calendar.last_day(term)) == term


def test_terms_follow_the_calendar_year_unless_the_project_says_otherwise():
    spring, autumn = Term(2023, "VT"), Term(2023, "HT")
    assert (TermCalendar().first_day(spring), TermCalendar().last_day(spring)) == (date(2023, 1, 1), date(2023, 6, 30))
    assert (TermCalendar().first_day(autumn), TermCalendar().last_day(autumn)) == (date(2023, 7, 1), date(2023, 12, 31))
    school = TermCalendar((1, 8), (8, 16))
    assert school.last_day(spring) == date(2023, 8, 15)
    assert school.last_day(autumn) == date(2024, 1, 7)


def test_a_calendar_whose_autumn_comes_first_is_refused():
    with pytest.raises(ValueError, match="before autumn"):
        TermCalendar((9, 1), (2, 1))
