"""Which cells of a paper show a number or a day to the formats that reckon with them, and how columns are named."""

from datetime import date

from cells import typed
from naravard.disk import slug
from naravard.document import Cell, Column, Value
from naravard.formats.typed_cells import around, days_in, distinct_headings, number_in

FIGURES, WORDS = Column("Värde", "end"), Column("Läge")


def test_the_number_is_the_cells_own_value_and_the_words_stand_around_it():
    cell = typed("11,8 (prel.) (HT2023)", 11.8)
    assert number_in(cell, FIGURES).number == 11.8
    assert around(cell) == ("", " (prel.) (HT2023)")
    assert around(typed("▼ −1,3", -1.3)) == ("▼ ", "")
    of = Cell(Value("20", 20), " (", Value("5", 5), " × ", Value("4", 4), ")")
    assert number_in(of, FIGURES).number == 20
    assert around(of) == ("", " (5 × 4)")


def test_a_unit_belongs_to_the_number_and_not_to_the_words_around_it():
    assert around(typed("92\u00a0%", 0.92)) == ("", "")


def test_a_word_a_hidden_count_and_what_is_missing_are_no_numbers():
    hidden = Cell(Value("<12", status="small", below=12))
    for cell in (Cell(), Cell("2023"), Cell(Value("infört")), hidden, typed("saknas", None, "muted")):
        assert number_in(cell, FIGURES) is None


def test_a_number_among_words_is_no_figure():
    assert number_in(Cell("saknas på ", Value("3", 3), " av ", Value("12", 12)), WORDS) is None


def test_a_column_is_of_days_when_all_its_cells_are_days_or_say_why_there_is_none():
    days = [typed("2023-04-21"), typed("–", tone="muted"), typed("uppgift saknas i underlaget", tone="muted")]
    assert days_in(days) == {"2023-04-21": date(2023, 4, 21)}
    for other in (
        Cell(Value("2023-04")),
        Cell(Value("2023")),
        Cell(Value("1850-01-01", day="1850-01-01")),
        Cell("klar"),
    ):
        assert days_in([*days, other]) == {}
    assert days_in([typed("2023-04-21"), Cell(Value("2023-04-21", day="2023-04-21"), " och ", Value("§ 33"))]) == {}
    assert days_in([typed("saknas", tone="muted")]) == {}


def test_headings_are_told_apart_whether_or_not_capitals_are():
    assert distinct_headings(["Utfall", "utfall", "Utfall (kr)", "UTFALL"]) == [
        "Utfall", "utfall (2)", "Utfall (kr)", "UTFALL (3)"
    ]  # fmt: skip


def test_a_slug_bears_files_and_addresses():
    assert slug("Mål, per år") == "mal-per-ar"
