from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naravard.terms import Division, Term, TermCalendar

terms = st.sampled_from(Division).flatmap(
    lambda division: st.builds(Term, st.integers(1900, 2100), st.sampled_from(division.parts))
)


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
    "text",
    [
        "",
        "2023",
        "HT",
        "XT2023",
        "HT20233",
        "HT 2023 VT",
        "T4 2023",
        "K5 2023",
        "T123",
        "HT223",
        "hosten 2023",
        "ＨＴ２０２３",
    ],
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


@given(terms.filter(lambda t: 1900 < t.year < 2100), st.sampled_from([((1, 1), (7, 1)), ((1, 8), (8, 16))]))
def test_terms_share_out_the_days_without_gap_or_overlap(term, begins):
    calendar = TermCalendar(*begins, term.division)
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


@given(terms.filter(lambda t: 1900 < t.year < 2099))
def test_a_year_has_so_many_terms_as_its_division_and_ends_with_the_last(term):
    first, last = Term(term.year, term.division.parts[0]), term.ending(str(term.year))
    assert list(first.to(last)) == [Term(term.year, part) for part in term.division.parts]
    assert last.next == Term(term.year + 1, first.part)
    assert first.is_first_of_year and first.at == term.year
    assert term.year_before.at == pytest.approx(term.at - 1)
    assert term.ending(str(term)) == term


def test_tertials_and_quarters_begin_with_their_months():
    tertials, quarters = (TermCalendar(division=division) for division in (Division.TERTIALS, Division.QUARTERS))
    assert [tertials.first_day(Term(2024, part)).isoformat()[5:] for part in Division.TERTIALS.parts] == [
        "01-01", "05-01", "09-01"]  # fmt: skip
    assert [quarters.first_day(Term(2024, part)).isoformat()[5:] for part in Division.QUARTERS.parts] == [
        "01-01", "04-01", "07-01", "10-01"]  # fmt: skip
    assert tertials.term_of(date(2024, 8, 31)) == Term(2024, "T2")
    assert quarters.counterpart(Term(2024, "VT")) == Term(2024, "K2")
