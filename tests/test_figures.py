"""The figures say what the measures say, can be read, and are the same every time."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring

import naravard
from naravard import figures, labels, measures, writing
from naravard.figures import drawing
from naravard.figures.drawing import SMALLEST, TALLEST, WIDTH, apart, pages, text_width, wrapped
from naravard.figures.looks import LOOKS
from naravard.model import ActivityStatus, Attainment
from naravard.paper.checks import faults_of
from naravard.terms import Term

DATA = Path(__file__).parents[1] / "data"
PLAIN = ("activities", "activity_status", "attainment", "decisions", "goal_status", "goal_tree", "money")
OF_THEME = ("county", "development")
CASES = (("exempel", "HT2023"), ("exempel", "VT2022"), ("lekeberg", "HT2023"))
HT2023 = Term(2023, "HT")


@pytest.fixture(scope="module")
def projects():
    return {name: naravard.open(DATA / name) for name in ("exempel", "lekeberg")}


@pytest.fixture(scope="module")
def exempel(projects):
    return projects["exempel"]


@pytest.fixture(scope="module")
def drawn(projects):
    """Every figure of every case, as (what, Passage, drawings); only the first case's are written out, to be fast."""
    found, sheets = [], []
    kept = drawing.Sheet.svg
    try:
        for name, term in CASES:
            write = kept if (name, term) == CASES[0] else lambda figure: "<svg/>"
            drawing.Sheet.svg = lambda figure, write=write: sheets.append(figure) or write(figure)
            project = projects[name]
            wanted = [(call, ()) for call in PLAIN]
            wanted += [(call, (theme.name,)) for call in OF_THEME for theme in project.themes]
            for call, theme in wanted:
                sheets.clear()
                passage = getattr(figures, call)(project, term, *theme)
                found.append((f"{call} {name} {term} {' '.join(theme)}", passage, tuple(sheets)))
    finally:
        drawing.Sheet.svg = kept
    return found


def texts(sheet):
    """The texts of a drawing as (words, left, top, right, bottom) in points."""
    for text in sheet.texts:
        x, y = text.get_position()
        size = text.get_fontsize()
        wide = text_width(text.get_text(), size, "Bold" in str(text.get_fontproperties().get_file()))
        left = x - {"left": 0, "center": wide / 2, "right": wide}[text.get_ha()]
        yield text.get_text(), left, y - 0.62 * size, left + wide, y + 0.12 * size


def of(drawn, start):
    return next((passage, sheets) for what, passage, sheets in drawn if what.startswith(start))


def words_of(sheets):
    return [text.get_text() for sheet in sheets for text in sheet.texts]


def test_every_figure_of_the_example_project_is_drawn(drawn):
    empty = [what for what, passage, _ in drawn if "exempel HT2023" in what and not passage.blocks]
    assert {what.split()[0] for what in empty} <= {"county", "development"}
    steps_alone = [what for what in empty if what.startswith("development")]
    assert [what.split()[-1] for what in steps_alone] == ["digitalisering"]


def test_what_a_sparse_project_cannot_carry_is_left_out_whole(drawn):
    empty = {what.split()[0] for what, passage, _ in drawn if "lekeberg" in what and not passage.blocks}
    assert {"activities", "activity_status", "attainment", "goal_status", "goal_tree", "money"} <= empty


def test_no_text_is_smaller_than_seven_points(drawn):
    small = [(what, text.get_text()) for what, _, sheets in drawn for sheet in sheets for text in sheet.texts
             if text.get_fontsize() < SMALLEST]  # fmt: skip
    assert small == []
    with pytest.raises(ValueError, match="too small"):
        drawing.Sheet(10).write(0, 0, "litet", 6)


def test_no_text_is_cut_at_the_edge_of_its_sheet(drawn):
    cut = [
        (what, words)
        for what, _, sheets in drawn
        for sheet in sheets
        for words, left, top, right, bottom in texts(sheet)
        if left < -0.5 or right > WIDTH + 0.5 or top < -0.5 or bottom > sheet.height + 0.5
    ]
    assert cut == []


def test_no_two_texts_lie_on_each_other(drawn):
    laid = []
    for what, _, sheets in drawn:
        for sheet in sheets:
            boxes = sorted(texts(sheet), key=lambda box: box[2])
            for place, (one, left, top, right, bottom) in enumerate(boxes):
                for other, l2, t2, r2, b2 in boxes[place + 1 :]:
                    if t2 >= bottom:
                        break
                    if left < r2 and l2 < right and top < b2 and (one, left, top) != (other, l2, t2):
                        laid.append((what, one, other))
    assert laid == []


def test_every_sheet_fits_a_page_and_names_its_figure_once(drawn):
    for what, _, sheets in drawn:
        assert all(sheet.height <= TALLEST + 40 for sheet in sheets), what
    for name, term in CASES:
        names = [figure.name for what, passage, _ in drawn if f"{name} {term}" in what for figure in passage.blocks]
        assert len(names) == len(set(names))


def test_every_figure_passes_the_checks_of_the_papers_and_says_what_it_shows(drawn):
    for what, passage, _ in drawn:
        for figure in passage.blocks:
            assert list(faults_of(figure)) == [], what
            assert len(figure.alt) >= 20
            assert figure.source, what
            assert not re.search(r"\bnan\b|\bNone\b|NaT|\d\.\d", f"{figure.alt} {figure.caption}"), what


def test_a_figure_is_the_same_bytes_every_time_and_holds_no_idle_ones(projects):
    again = naravard.open(DATA / "exempel")
    for call in ("goal_tree", "money"):
        first, second = (
            getattr(figures, call)(project, "HT2023").blocks[0].svg for project in (projects["exempel"], again)
        )
        assert first == second
        assert "<!--" not in first
        assert "metadata" not in first
        assert len(first) < 130_000
        root = fromstring(first)
        names = {element.get("id") for element in root.iter()}
        links = {value[1:] for element in root.iter() for value in element.attrib.values() if value.startswith("#") and
                 element.tag.endswith("use")}  # fmt: skip
        assert links <= names


def test_an_empty_project_gives_empty_passages(exempel):
    bare = replace(exempel, outcome_goals=(), output_goals=(), indicators=(), targets=(), memory={},
                   reports=tuple(type(report)(report.term) for report in exempel.reports))  # fmt: skip
    assert all(getattr(figures, call)(bare, "HT2023").blocks == () for call in PLAIN)
    assert all(getattr(figures, call)(bare, "HT2023", "tillgänglighet").blocks == () for call in OF_THEME)


def test_every_status_and_level_has_a_look_and_no_two_share_it():
    assert set(LOOKS) == {*map(str, ActivityStatus), *map(str, Attainment)}
    for words in (ActivityStatus, Attainment):
        assert len({(LOOKS[word].fill, LOOKS[word].hatch, LOOKS[word].dashed) for word in words}) == len(words)
        assert len({LOOKS[word].mark for word in words}) == len(words)


def test_the_tree_has_a_box_for_every_goal_and_activity_and_a_line_for_every_link(exempel, drawn):
    passage, sheets = of(drawn, "goal_tree exempel HT2023")
    said = words_of(sheets)
    assert len(sheets) == 1, "16 activities fit on a page"
    ids = [goal.id for goal in (*exempel.outcome_goals, *exempel.output_goals)]
    ids += [activity.id for activity in exempel.term("HT2023").activities]
    assert all(said.count(name) == 1 for name in ids)
    lines = [patch for patch in sheets[0].artists if type(patch).__name__ == "PathPatch"]
    assert len(lines) == sum(len(goal.outcome_goals) for goal in exempel.output_goals) + 16
    assert (
        "PM3 (bedömning saknas): A07 genomförd, A08 försenad, A13 genomförd och A16 ej påbörjad."
        in passage.blocks[0].alt
    )


def test_an_activitys_bars_lie_on_its_days(exempel, drawn):
    """A08: planned 2022-09-01 to 2023-05-31, begun 2022-09-19, still going on 2023-12-31, 214 days late."""
    _, sheets = of(drawn, "activities exempel HT2023")
    bars = {
        (round(box.get_x()), round(box.get_width())) for box in sheets[0].artists if type(box).__name__ == "Rectangle"
    }
    plan = date(2022, 9, 1).toordinal(), (date(2023, 5, 31) - date(2022, 9, 1)).days + 1
    work = date(2022, 9, 19).toordinal(), (date(2023, 12, 31) - date(2022, 9, 19)).days + 1
    late = date(2023, 6, 1).toordinal(), 214
    assert {plan, work, late} <= bars
    said = words_of(sheets)
    assert "214\u00a0dagar sen" in said
    assert said.count("försenad") == 1


def test_the_counts_on_the_bars_are_those_of_the_measures(exempel, drawn):
    counts = measures.goal_counts(exempel, HT2023).set_index("kind")
    said = words_of(of(drawn, "goal_status exempel HT2023")[1])
    assert {"5\u00a0uppnådda", "1\u00a0delvis uppnått", "1\u00a0bedömning saknas"} <= set(said)
    assert counts.loc["projektmål", "uppnått"] == 5
    every = words_of(of(drawn, "activity_status exempel HT2023")[1])
    total = measures.activity_counts(exempel, HT2023).set_index("by").loc["totalt"]
    assert f"{total['genomförd']}\u00a0genomförda" in every


def test_the_bars_of_money_are_as_long_as_the_amounts(exempel, drawn):
    passage, sheets = of(drawn, "money exempel HT2023")
    frame = measures.money(exempel, HT2023)
    widths = {round(box.get_width()) for box in sheets[0].artists if type(box).__name__ == "Rectangle"}
    sources = frame[frame["funding"] != ""].dropna(subset="budget")
    assert set(sources["budget"].round().astype(int)) <= widths
    assert set(sources["outcome"].round().astype(int)) <= widths
    assert "uppgift saknas i underlaget" in words_of(sheets)
    assert "Verksamheternas egen arbetstid: uppgift saknas i underlaget." in passage.blocks[0].alt


def test_a_dot_lies_at_the_share_of_the_way_and_a_hidden_baseline_gives_none(exempel, drawn):
    """I13's baseline is a small count of persons: its share would give it back."""
    passage, sheets = of(drawn, "attainment exempel HT2023")
    dots = [float(line.get_xdata()[0]) for line in sheets[0].artists if getattr(line, "get_marker", str)() == "o"]
    shares = measures.indicators(exempel, HT2023)["attainment"].dropna()
    assert sorted(dots) == pytest.approx(sorted(shares))
    assert "I13 Personer med en aktuell samordnad individuell plan: nått." in passage.blocks[0].alt
    assert "I01 Trygga med att få hjälp när det behövs: 92\u00a0%, inte nått." in passage.blocks[0].alt


def test_a_target_for_a_later_time_is_not_said_to_be_missed(drawn):
    """I02's target HT2023: I07 is measured against 2024."""
    passage, _ = of(drawn, "attainment exempel HT2023")
    assert "I07 Fallskador bland personer 80 år och äldre: 70\u00a0%, inte nått än." in passage.blocks[0].alt


def test_a_hidden_value_is_a_gap_that_is_told_of(exempel, drawn):
    """I02 VT2023 may not be shown; nor may its place be worked out from a line that crosses the gap."""
    passage, sheets = of(drawn, "development exempel HT2023 kontinuitet")
    lines = [
        line for line in sheets[0].artists if type(line).__name__ == "Line2D" and list(line.get_xdata())[:1] == [2022.0]
    ]
    whole = next(line for line in lines if line.get_linewidth() == 2.0)
    assert list(whole.get_xdata()) == [2022.0, 2022.5, 2023.0, 2023.5]
    assert [pd.isna(value) for value in whole.get_ydata()] == [False, False, True, False]
    assert "VT2023 skyddad" in passage.blocks[0].alt
    assert "Ritas inte: I02 VT2023 skyddad." in passage.blocks[0].source
    assert "HT2022 <5" in of(drawn, "development exempel HT2023 personcentrering")[0].blocks[0].alt


def test_a_line_crosses_a_term_in_which_nothing_was_to_be_measured_but_none_that_was_forgotten(drawn):
    """I01 is asked every autumn (``ej mätt`` in spring); I16 was not reported in VT2023."""
    _, sheets = of(drawn, "development exempel HT2023 personcentrering")
    own = [line for line in sheets[0].artists if type(line).__name__ == "Line2D" and line.get_linewidth() == 2.0]
    assert list(own[0].get_xdata()) == [2022.5, 2023.5]
    assert [pd.isna(value) for value in own[-1].get_ydata()] == [False, False, True, False]


def test_preliminary_values_targets_breaks_and_the_countys_range_are_named(drawn):
    passage, sheets = of(drawn, "development exempel HT2023 proaktivitet")
    assert "mål 65" in words_of(sheets)
    assert "ersätter I05 från VT2023: brott" in words_of(sheets)
    assert "Ofylld punkt: preliminärt värde." in passage.blocks[0].source
    assert "Ljust fält: från lägsta till högsta värde bland länets kommuner." in passage.blocks[0].source


def test_the_dots_of_the_county_are_its_municipalities(exempel, drawn):
    passage, sheets = of(drawn, "county exempel HT2023 proaktivitet")
    values = measures.county_values(exempel, HT2023)
    values = values[values["indicator"] == "E10002"]
    dots = [list(line.get_xdata()) for line in sheets[0].artists if getattr(line, "get_marker", str)() == "o"]
    assert sorted(value for dot in dots for value in dot) == sorted(values["value"])
    assert "plats 2 av 4" in words_of(sheets)
    assert "Exempelby 71,8\u00a0% (2022), plats 2 av 4" in passage.blocks[0].alt


def test_the_rank_counts_from_the_best_among_those_with_a_value_the_same_year(exempel):
    """E10002 (öka) 2022: 74,0 71,8 71,0 70,0. E10003 (minska) 2023: 40 55 60 70 79. E10001 is only background."""

    def ranks(term):
        return [
            [row[name] for name in ("indicator", "year", "rank", "count")] for row in measures.ranks.rows(exempel, term)
        ]

    assert ranks(HT2023) == [["E10002", 2022, 2, 4], ["E10003", 2023, 2, 5]]
    assert ranks(Term(2022, "VT")) == [["E10002", 2020, 3, 5], ["E10003", 2021, 2, 4]]


def test_municipalities_with_the_same_value_share_the_better_rank(exempel):
    """Own 55 days beside 55,4 shown as 55, with one better: both are second."""
    key = ("E10003", "9991", "T")
    figures_ = exempel.key_figures
    tied = replace(figures_, series={**figures_.series, key: ((2023, 55.4),)})
    frame = measures.ranks(replace(exempel, key_figures=tied, memory={}), HT2023).set_index("indicator")
    assert frame.loc["E10003", "rank"] == 2


def test_the_countys_range_is_its_lowest_and_highest_value(exempel):
    frame = measures.county_range(exempel, HT2023)
    row = frame[(frame["indicator"] == "E10003") & (frame["year"] == 2023)].iloc[0]
    assert (row["low"], row["high"], row["count"]) == (40.0, 79.0, 5)
    assert "E10001" not in set(frame["indicator"])


def test_long_words_and_long_texts_stay_inside_their_width():
    lines = wrapped("Kommunstyrelseförvaltningsgemensamma processer", 60, 8)
    assert all(text_width(line, 8) <= 60 for line in lines)
    assert wrapped("ett två tre fyra fem sex", 30, 8, lines=1)[0].endswith("…")
    assert "80\u00a0år" in " ".join(wrapped("personer 80 år och äldre", 60, 8))


def test_things_are_moved_apart_no_more_than_needed_and_stay_on_the_sheet():
    assert apart([10, 50], [8, 8], 0, 100) == [10, 50]
    assert apart([10, 10], [8, 8], 0, 100) == [6, 14]
    assert apart([2, 2, 99], [8, 8, 8], 0, 100) == [4, 12, 96]


def test_rows_that_do_not_fit_go_on_the_next_sheet():
    assert pages([50, 50, 50], 100) == [range(2), range(2, 3)]
    assert pages([200], 100) == [range(1)]


def test_a_tree_of_forty_activities_goes_on_several_sheets(exempel):
    report = exempel.term("HT2023")
    more = tuple(
        activity.model_copy(update={"id": f"{activity.id}{letter}"})
        for activity in report.activities
        for letter in "abc"
    )
    big = replace(exempel, reports=(replace(report, activities=more),), memory={})
    for call in (figures.goal_tree, figures.activities):
        parts = call(big, "HT2023").blocks
        assert len(parts) > 1
        assert parts[0].caption.endswith(f"del 1 av {len(parts)}")
        assert all(float(re.search(r'height="([\d.]+)pt"', part.svg)[1]) <= TALLEST + 40 for part in parts)


def test_amounts_are_written_in_the_unit_that_fits_the_greatest_beside_them():
    def written(kronor, beside):
        return writing.amount({"budget": kronor}, "budget", beside).text

    assert written(8_000.0, beside=8_000) == "8\u202f000\u00a0kr"
    assert written(8_000.0, beside=900_000) == "8\u00a0tkr"
    assert written(12_400_000.0, beside=12_400_000) == "12,4\u00a0mnkr"


def test_a_status_is_said_in_the_plural_of_several():
    assert [labels.standing(n, "ej påbörjad") for n in (1, 2)] == ["ej påbörjad", "ej påbörjade"]
    assert labels.standing(5, "kan ännu inte bedömas") == "kan ännu inte bedömas"


def test_a_scale_whose_values_are_all_the_same_still_has_a_width():
    """Amounts that are all 0 once stopped the paper with a division by zero."""
    from naravard.figures.drawing import Field

    field = Field(left=10.0, top=0.0, width=100.0, height=20.0, x=(0.0, 0.0))
    assert field.at(0.0) == 10.0
    assert field.placed().transform((0.0, 0.0))[0] == 10.0
