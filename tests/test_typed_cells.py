"""Which cells of a paper show a number or a day, and which number: the one that is seen, not the one behind it."""

from datetime import date

import pytest

from naravard import labels
from naravard.document import Cell, Column
from naravard.report.typed_cells import days_in, distinct_headings, number_in, slug


@pytest.mark.parametrize(
    ("cell", "value", "decimals", "before", "after"),
    [
        (Cell(labels.number(67.32, 1), 67.32), "67.3", 1, "", ""),
        (Cell("67,3 (2021)", 67.32), "67.3", 1, "", " (2021)"),
        (Cell("11,8 (prel.) (HT2023)", 11.8), "11.8", 1, "", " (prel.) (HT2023)"),
        (Cell(labels.quantity(92.3, "%"), 0.923), "92", 0, "", "\u00a0%"),
        (Cell(labels.quantity(81, "%", 1), 81.0), "81.0", 1, "", "\u00a0%"),
        (Cell(labels.number(-1234567.8, 1), -1234567.8), "-1234567.8", 1, "", ""),
        (Cell(labels.change(2.0, 1), 1.999999), "2.0", 1, "", ""),
        (Cell("▼ −1,3", -1.3), "-1.3", 1, "▼ ", ""),
        (Cell("20 (5 × 4)", 20.0), "20", 0, "", " (5 × 4)"),
        (Cell("0", 0), "0", 0, "", ""),
    ],
)
def test_a_number_is_taken_as_it_is_shown_with_the_words_around_it(cell, value, decimals, before, after):
    number = number_in(cell)
    assert (str(number.value), number.decimals, number.before, number.after) == (value, decimals, before, after)


@pytest.mark.parametrize(
    "cell",
    [
        Cell("2023"),  # no value behind the text
        Cell("2023", "2023"),
        Cell("ja (VT2023)", 1.0),  # the word of a step
        Cell("skyddad", "protected"),
        Cell("<5", "small"),
        Cell("12", 13.0),  # another number than the one that is shown
        Cell("1", True),
        Cell("saknas", float("nan")),
        Cell("12", float("inf")),
        Cell("1234567890123456", 1234567890123456.0),  # more digits than a float keeps
    ],
)
def test_a_text_that_is_not_its_value_is_no_number(cell):
    assert number_in(cell) is None


def test_what_is_written_out_is_known_again():
    assert number_in(Cell("+2,0", 2.0)).signed
    assert not number_in(Cell("2,0", 2.0)).signed
    assert number_in(Cell("92 %", 0.92)).percent
    assert not number_in(Cell("92 %", 92.0)).percent
    assert number_in(Cell("12\u202f345", 12345)).grouped
    assert not number_in(Cell("2023", 2023)).grouped


def test_a_column_is_days_only_when_all_of_it_is():
    days = [Cell("2023-04-21"), Cell("–", tone="muted"), Cell("uppgift saknas i underlaget")]
    assert days_in(days) == {"2023-04-21": date(2023, 4, 21)}
    for other in ("2023", "2023-04", "2023-04-21, § 4", "2023-02-30", "1899-12-31"):
        assert days_in([*days, Cell(other)]) == {}
    assert days_in([Cell("saknas")]) == {}


def test_headings_are_told_apart_with_their_units():
    columns = [Column("Utfall"), Column("utfall"), Column("Utfall", unit="kr"), Column("UTFALL")]
    assert distinct_headings(columns) == ["Utfall", "utfall (2)", "Utfall (kr)", "UTFALL (3)"]


def test_a_slug_is_plain_letters():
    assert slug("Mål, per år/termin: ÅÄÖ") == "mal-per-ar-termin-aao"
    assert slug("…") == ""
