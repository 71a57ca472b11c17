from datetime import date
from decimal import Decimal

import pytest

from naravard import labels
from naravard.rounding import rounded
from naravard.terms import Term


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (7.25, 1, "7,3"),
        (2.45, 1, "2,5"),
        (1234, 0, "1\u202f234"),
        (1234567.891, 2, "1\u202f234\u202f567,89"),
        (-0.04, 1, "0,0"),
        (-1234.5, 1, "\u22121\u202f234,5"),
        (Decimal("999.995"), 2, "1\u202f000,00"),
    ],
)
def test_numbers_have_decimal_comma_and_narrow_no_break_space(value, decimals, text):
    assert labels.number(value, decimals) == text


def test_a_quantity_keeps_number_and_unit_together():
    assert labels.quantity(29.5, "%", 1) == "29,5\u00a0%"


@pytest.mark.parametrize(("value", "text"), [(2.04, "+2,0"), (-0.4, "\u22120,4"), (0.04, "0,0"), (-0.04, "0,0")])
def test_a_change_has_its_sign_and_no_change_has_none(value, text):
    assert labels.change(value, 1) == text


def test_halves_are_rounded_away_from_zero():
    assert (rounded(0.5, 0), rounded(2.5, 0), rounded(-2.5, 0), rounded(2.675, 2)) == (1, 3, -3, Decimal("2.68"))


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "ett\u00a0beslut"), (2, "två\u00a0beslut"), (12, "tolv\u00a0beslut"), (13, "13\u00a0beslut")],
)
def test_counts_up_to_twelve_are_words(count, text):
    assert labels.counted(count, "beslut", "beslut", neuter=True) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c"),
     (["äldre", "barn och unga"], "äldre samt barn och unga")],
)  # fmt: skip
def test_a_list_ends_with_och_or_samt(items, text):
    assert labels.listing(items) == text


def test_terms_and_days_are_said_in_swedish():
    assert labels.term_name(Term(2023, "HT")) == "hösten 2023"
    assert labels.term_name(Term(2024, "T1")) == "första tertialet 2024"
    assert labels.term_name(Term(2024, "K3")) == "tredje kvartalet 2024"
    assert labels.day(date(2023, 4, 21)) == "2023-04-21"
