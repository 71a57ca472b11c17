"""Small counts stay suppressed: from the table, from its sums, and from what has been published before."""

from __future__ import annotations

import math
import pickle
import pickletools
import subprocess
import sys
import time
from itertools import product

import highspy
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naravard.disclosure import (
    ADVICE,
    CannotProtect,
    Cell,
    CellStatus,
    Contradiction,
    SensitivityRule,
    protect,
    protect_shares,
)
from naravard.disclosure.attacker import AttackerProblem, Relation
from naravard.model import Marker, ValueStatus

SEX = {"sex": "totalt"}
BOTH = {"sex": "totalt", "subgroup": "alla"}
FAR = 100_000


def by_sex(women, men, total=None, **options):
    total = women + men if total is None else total
    frame = pd.DataFrame({"sex": ["kvinnor", "män", "totalt"], "value": [women, men, total]}, dtype=object)
    return protect(frame, name="deltagare", dimensions=["sex"], totals=SEX, **options)


def shares_by_sex(women, men, total=None, **options):
    """Each is a pair: how many, of how many."""
    total = total or (women[0] + men[0], women[1] + men[1])
    frame = pd.DataFrame([women, men, total], columns=["numerator", "denominator"], dtype=object)
    frame["sex"] = ["kvinnor", "män", "totalt"]
    return protect_shares(frame, name="nöjda", dimensions=["sex"], totals=SEX, **options)


def grid(women, men, **options):
    """Women and men in subgroups A, B, C …, with all totals."""
    groups = "ABCDEFGHIJ"[: len(women)]
    cells = {("kvinnor", g): w for g, w in zip(groups, women, strict=True)}
    cells |= {("män", g): m for g, m in zip(groups, men, strict=True)}
    cells |= {("totalt", g): w + m for g, w, m in zip(groups, women, men, strict=True)}
    cells |= {("kvinnor", "alla"): sum(women), ("män", "alla"): sum(men), ("totalt", "alla"): sum(women) + sum(men)}
    frame = pd.DataFrame([(*key, value) for key, value in cells.items()], columns=["sex", "subgroup", "value"])
    return protect(frame, name="deltagare", dimensions=["sex", "subgroup"], totals=BOTH, **options)


def shown(table):
    """A table in one line: ``<5``, ``skyddad``, or what stands there."""
    words = {
        "small": "<{below}",
        "protected": "skyddad",
        "withheld": "sekretess",
        "missing": "saknas",
        "not_applicable": "ej",
    }
    cells = [table[key] for key in table]
    return [words[cell.status].format(below=cell.below) if cell.value is None else cell.value for cell in cells]


# The rule


def test_the_ground_rule_suppresses_one_to_four_and_shows_zero_and_five():
    assert [count for count in range(8) if SensitivityRule().is_sensitive(count)] == [1, 2, 3, 4]


def test_a_rule_may_be_tightened():
    assert SensitivityRule().tightened(threshold=10) == SensitivityRule(threshold=10)
    assert SensitivityRule().tightened(threshold=None) == SensitivityRule()
    assert shown(by_sex(30, 8, rule=SensitivityRule(threshold=10))) == ["skyddad", "<10", 38]


@pytest.mark.parametrize(
    "loosen", [lambda: SensitivityRule(threshold=3), lambda: SensitivityRule(threshold=5).tightened(threshold=3)]
)
def test_a_rule_is_never_loosened_and_the_message_names_both_thresholds(loosen):
    with pytest.raises(ValueError, match="threshold 3 is looser than 5"):
        loosen()


def test_a_stricter_rule_is_not_loosened_to_the_ground_rule_either():
    with pytest.raises(ValueError, match="threshold 5 is looser than 10"):
        SensitivityRule(threshold=10).tightened(threshold=5)


def test_a_protection_level_that_no_sensitive_count_can_have_is_refused():
    with pytest.raises(ValueError, match="protection_level 4 cannot be held"):
        SensitivityRule(protection_level=4)
    assert SensitivityRule(threshold=6, protection_level=4).protection_level == 4


# Counts


def test_twelve_women_and_two_men_of_fourteen_suppress_both_and_keep_the_total():
    table = by_sex(12, 2)
    assert shown(table) == ["skyddad", "<5", 14]
    assert table["kvinnor"] == Cell(CellStatus.PROTECTED)
    assert table["män"] == Cell(CellStatus.SMALL, below=5)


def test_a_small_count_that_no_sum_gives_away_is_suppressed_alone():
    frame = pd.DataFrame({"activity": ["A01", "A02", "A03"], "value": [3, 0, 17]})
    assert shown(protect(frame, name="deltagare", dimensions=["activity"], totals={})) == ["<5", 0, 17]


def test_two_small_counts_whose_total_leaves_them_free_need_no_more():
    assert shown(by_sex(3, 2)) == ["<5", "<5", 5]


def test_two_fours_of_eight_would_give_each_other_away_so_one_is_called_protected():
    """Both below five and eight together: each would have to be four. Protected may be any count above zero."""
    assert shown(by_sex(4, 4)) == ["skyddad", "<5", 8]


def test_a_total_of_two_does_not_say_that_each_part_is_one():
    assert shown(by_sex(1, 1)) == ["<5", "<5", "skyddad"]


def test_zero_is_shown_and_so_is_the_rest():
    assert shown(by_sex(0, 14)) == [0, 14, 14]
    assert shown(by_sex(0, 0)) == [0, 0, 0]


def test_a_small_count_beside_a_zero_is_suppressed_with_its_total():
    assert shown(by_sex(0, 3)) == [0, "<5", "<5"]


def test_in_a_table_with_both_totals_a_rectangle_is_suppressed():
    table = grid([20, 30, 2], [15, 25, 18])
    suppressed = [key for key in table if table[key].status.suppressed]
    assert suppressed == [("kvinnor", "A"), ("kvinnor", "C"), ("män", "A"), ("män", "C")]
    assert table["kvinnor", "C"].status is CellStatus.SMALL


def test_an_all_zero_row_is_shown_and_suppresses_nothing():
    assert shown(grid([20, 0, 12], [15, 0, 18])) == [20, 0, 12, 15, 0, 18, 35, 0, 30, 32, 33, 65]


def test_an_all_zero_row_is_no_help_to_a_small_count():
    table = grid([20, 0, 2], [15, 0, 18])
    assert [table[sex, "B"].value for sex in ("kvinnor", "män", "totalt")] == [0, 0, 0]
    assert table["kvinnor", "A"].status is CellStatus.PROTECTED


def test_a_total_suppressed_in_one_dimension_is_not_given_back_by_the_other():
    assert_nothing_is_disclosed([grid([3, 0, 0], [0, 0, 9])], BOTH)


# Missing, not applicable, withheld, zero


def test_the_five_reasons_for_a_cell_without_a_number_are_kept_apart():
    frame = pd.DataFrame(
        {
            "subgroup": ["A", "B", "C", "D", "E", "F", "G"],
            "value": [3, 0, 8, None, 8, Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE],
            "status": ["ok", None, "preliminär", "ej mätt", "bortfall", None, None],
        }
    )
    table = protect(frame, name="t", dimensions=["subgroup"], totals={})
    assert shown(table) == ["<5", 0, 8, "saknas", "saknas", "sekretess", "ej"]


def test_what_the_source_withheld_is_not_given_back_by_subtraction():
    assert shown(by_sex(12, Marker.NOT_AVAILABLE, 15)) == ["skyddad", "sekretess", 15]


def test_a_small_count_that_is_missing_is_not_given_away_by_subtraction():
    assert shown(by_sex(12, None, 14)) == ["skyddad", "saknas", 14]


def test_a_missing_count_that_can_only_be_large_or_zero_is_no_secret():
    assert shown(by_sex(12, None, 40)) == [12, "saknas", 40]
    assert shown(by_sex(12, None, 12)) == [12, "saknas", 12]


def test_a_part_that_does_not_apply_counts_as_nobody():
    assert shown(by_sex(14, Marker.NOT_APPLICABLE, 14)) == [14, "ej", 14]


def test_three_persons_in_no_part_of_the_total_are_a_small_count_too():
    """25 women, 22 men, 50 in all: three whose sex is not said."""
    assert shown(by_sex(25, 22, 50)) == [25, "skyddad", 50]


def test_a_row_that_is_not_in_the_frame_is_as_unknown_as_a_missing_value():
    frame = pd.DataFrame({"sex": ["kvinnor", "totalt"], "value": [12, 14]})
    assert shown(protect(frame, name="t", dimensions=["sex"], totals=SEX)) == ["skyddad", 14]
    rows = [("kvinnor", "A", 12), ("totalt", "A", 14), ("kvinnor", "B", 9), ("män", "B", 9), ("totalt", "B", 18)]
    frame = pd.DataFrame(rows, columns=["sex", "subgroup", "value"])
    assert shown(protect(frame, name="t", dimensions=["sex", "subgroup"], totals=SEX)) == ["skyddad", 14, 9, 9, 18]


def test_an_empty_dimension_stands_for_its_total():
    frame = pd.DataFrame({"sex": [None, "kvinnor", "män"], "value": [14, 12, 2]})
    table = protect(frame, name="t", dimensions=["sex"], totals=SEX)
    assert table["totalt"].value == 14


# Shares


def test_a_share_of_enough_persons_is_shown_in_per_cent():
    table = shares_by_sex((12, 20), (9, 18))
    assert shown(table) == [60, 50, pytest.approx(100 * 21 / 38)]
    assert (table.numerator("kvinnor").value, table.base("kvinnor").value) == (12, 20)


def test_a_share_with_a_complement_of_one_to_four_is_suppressed_and_so_is_another():
    """18 of 20 women: the two others would be known, also by subtracting the men from all."""
    table = shares_by_sex((18, 20), (12, 30))
    assert shown(table) == ["skyddad", "skyddad", 60]
    assert [table.base(key).value for key in table] == [20, 30, 50]


def test_a_share_on_fewer_than_ten_persons_is_suppressed_though_its_base_is_shown():
    frame = pd.DataFrame({"unit": ["A", "B"], "numerator": [5, 15], "denominator": [9, 30]})
    table = protect_shares(frame, name="t", dimensions=["unit"], totals={})
    assert shown(table) == ["skyddad", 50]
    assert table.base("A").value == 9


def test_a_share_on_fewer_than_five_persons_suppresses_its_base_too():
    frame = pd.DataFrame({"unit": ["A", "B"], "numerator": [0, 15], "denominator": [3, 30]})
    table = protect_shares(frame, name="t", dimensions=["unit"], totals={})
    assert shown(table) == ["skyddad", 50]
    assert table.base("A") == Cell(CellStatus.SMALL, below=5)


def test_nobody_and_everybody_are_shown_as_shares():
    table = shares_by_sex((0, 20), (30, 30))
    assert shown(table) == [0, 100, 60]
    assert table["kvinnor"].status is CellStatus.ZERO


def test_a_share_of_nobody_does_not_apply():
    table = shares_by_sex((0, 0), (10, 20))
    assert shown(table) == ["ej", 50, 50]


def test_a_suppressed_share_of_zero_per_cent_can_protect_another():
    assert_no_share_is_disclosed(shares_by_sex((18, 20), (0, 30)), SEX)


def test_a_share_without_its_base_is_missing():
    table = shares_by_sex((12, None), (9, 18), (21, None))
    assert shown(table) == ["saknas", 50, "saknas"]


def test_a_numerator_above_its_denominator_is_refused():
    with pytest.raises(ValueError, match="greater than its denominator"):
        shares_by_sex((21, 20), (9, 18))


# Earlier terms


def test_a_cumulative_count_that_rises_by_three_is_suppressed():
    before = by_sex(20, 30, cumulative=True)
    after = by_sex(23, 60, cumulative=True, earlier=[before])
    assert after["kvinnor"].status is CellStatus.PROTECTED
    assert after["män"].status is CellStatus.PROTECTED
    assert after["totalt"].value == 83


def test_a_cumulative_count_that_stands_still_or_rises_by_five_is_shown():
    before = by_sex(20, 30, cumulative=True)
    assert shown(by_sex(20, 35, cumulative=True, earlier=[before])) == [20, 35, 55]


def test_a_rise_is_measured_from_the_last_term_that_showed_the_count():
    first = by_sex(20, 30)
    second = by_sex(22, 40, cumulative=True, earlier=[first])
    third = by_sex(24, 50, cumulative=True, earlier=[first, second])
    assert second["kvinnor"].status is third["kvinnor"].status is CellStatus.PROTECTED
    assert_nothing_is_disclosed([first, second, third], SEX, cumulative=True)


def test_a_later_table_does_not_unprotect_an_earlier_one():
    """Two men below five, then protected women of 10 to 13. If 10 women were shown now, they were 10 then."""
    before = by_sex(10, 4, cumulative=True)
    assert shown(before) == ["skyddad", "<5", 14]
    after = by_sex(10, 14, cumulative=True, earlier=[before])
    assert after["kvinnor"].status is CellStatus.PROTECTED
    assert_nothing_is_disclosed([before, after], SEX, cumulative=True)


def test_counts_of_different_persons_each_term_do_not_touch_each_other():
    assert shown(by_sex(12, 20)) == shown(by_sex(12, 20, earlier=[by_sex(12, 20)])) == [12, 20, 32]


def test_a_cumulative_count_that_falls_is_refused():
    with pytest.raises(ValueError, match="lower than the one published before"):
        by_sex(19, 30, cumulative=True, earlier=[by_sex(20, 30)])


def test_what_was_suppressed_when_first_published_stays_suppressed():
    def per_term(terms, earlier=()):
        rows = [(term, sex, value) for term, cells in terms.items() for sex, value in zip(SEXES, cells, strict=True)]
        frame = pd.DataFrame(rows, columns=["term", "sex", "value"])
        return protect(frame, name="t", dimensions=["term", "sex"], totals=SEX, earlier=earlier)

    first = per_term({"VT2023": (12, 2, 14)})
    again = per_term({"VT2023": (12, 2, 14), "HT2023": (20, 30, 50)}, [first])
    assert shown(again) == ["skyddad", "<5", 14, 20, 30, 50]


def test_a_count_published_with_another_value_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match="let its key say the term"):
        by_sex(13, 20, earlier=[by_sex(12, 20)])


def test_a_later_table_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="not of the same kind"):
        by_sex(12, 20, earlier=[shares_by_sex((12, 20), (9, 18))])


# What cannot be protected


def test_a_split_of_counts_that_are_public_already_cannot_be_protected():
    """Twelve women of fourteen have been published; the men are two, whatever is suppressed now."""
    frame = pd.DataFrame({"sex": ["kvinnor", "totalt"], "value": [12, 14]})
    before = protect(frame, name="förra", dimensions=["sex"], totals={})
    with pytest.raises(CannotProtect) as refused:
        by_sex(12, 2, earlier=[before])
    assert refused.value.cells == (("män",),)
    assert refused.value.advice == ADVICE
    assert "slå ihop undergrupper eller terminer" in ADVICE
    assert "12" not in str(refused.value)
    assert "14" not in str(refused.value)


def test_a_rule_tightened_after_publication_cannot_suppress_what_is_public():
    with pytest.raises(CannotProtect):
        by_sex(7, 20, rule=SensitivityRule(threshold=10), earlier=[by_sex(7, 20)])


# Mistakes in the call


@pytest.mark.parametrize("value", [1.5, -1, "12"])
def test_what_is_no_count_of_persons_is_refused_without_telling_it(value):
    with pytest.raises(ValueError, match=r"the value of \('kvinnor',\) is no count") as refused:
        by_sex(value, 20, 40)
    assert str(value) not in str(refused.value)


def test_parts_above_their_total_are_refused():
    with pytest.raises(ValueError, match="together more than it"):
        by_sex(12, 20, 30)


def test_counts_that_cannot_all_be_true_are_told_of_in_swedish_without_a_number():
    counts = pd.DataFrame(
        [("kvinnor", "A", 12), ("män", "A", 15), ("män", "B", 2), ("totalt", "alla", 20)],
        columns=["sex", "subgroup", "value"],
    )
    with pytest.raises(Contradiction, match=r"«I9 HT2023» stämmer inte med varandra .* ska ha en egen rad") as refused:
        protect(counts, name="I9 HT2023", dimensions=["sex", "subgroup"], totals=BOTH)
    assert not {"12", "15", "20"} & set(str(refused.value).split())


def test_two_rows_for_one_cell_are_refused():
    frame = pd.DataFrame({"sex": ["kvinnor", "kvinnor"], "value": [12, 14]})
    with pytest.raises(ValueError, match="two rows"):
        protect(frame, name="t", dimensions=["sex"], totals={})


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="no column unit"):
        protect(pd.DataFrame({"sex": ["kvinnor"], "value": [12]}), name="t", dimensions=["unit"], totals={})


def test_a_cell_that_is_not_there_is_a_key_error_and_an_empty_table_is_empty():
    with pytest.raises(KeyError, match="no cell"):
        by_sex(12, 20)["barn"]
    empty = protect(pd.DataFrame(columns=["sex", "value"]), name="t", dimensions=["sex"], totals=SEX)
    assert len(empty) == 0
    assert empty.frame().empty


def test_a_table_of_counts_has_no_bases():
    with pytest.raises(ValueError, match="only shares have"):
        by_sex(12, 20).base("kvinnor")


# The table itself


def test_a_suppressed_cell_cannot_be_made_with_its_number():
    with pytest.raises(ValueError, match="may not carry a value"):
        Cell(CellStatus.SMALL, 3, below=5)


def test_a_table_cannot_be_changed():
    table = by_sex(12, 20)
    with pytest.raises(AttributeError):
        table.counts = ()
    with pytest.raises(AttributeError):
        table["kvinnor"].value = 3


def test_exports_take_the_frame():
    frame = by_sex(12, 2).frame()
    assert list(frame.columns) == ["sex", "status", "value", "below"]
    assert frame["status"].tolist() == ["protected", "small", "shown"]
    assert frame["value"].isna().tolist() == [True, True, False]
    frame = shares_by_sex((12, 20), (9, 18)).frame()
    assert frame["base"].tolist() == [20, 18, 38]
    assert frame["value"].tolist()[:2] == [60, 50]


def test_no_suppressed_number_is_left_in_what_is_kept_printed_or_sent():
    raw = {7919, 7}
    strict = SensitivityRule(threshold=8)
    before = by_sex(7916, 9000, rule=strict)
    for table in (by_sex(7919, 7, rule=strict), by_sex(7919, 9000, rule=strict, cumulative=True, earlier=[before])):
        list(table), table["kvinnor"], table.frame()
        kept = {argument for _, argument, _ in pickletools.genops(pickle.dumps(table))}
        assert not raw & {argument for argument in kept if isinstance(argument, int)}
        for text in (repr(table), str(table), table.frame().to_csv(), repr(vars(table))):
            assert "7919" not in text
        assert pickle.loads(pickle.dumps(table)) == table


def test_the_same_frame_always_gives_the_same_table():
    assert grid([20, 30, 2, 3], [15, 25, 18, 4]) == grid([20, 30, 2, 3], [15, 25, 18, 4])


def test_no_solver_is_loaded_for_a_table_without_small_counts():
    code = """
import sys, pandas as pd
from naravard.disclosure import protect
frame = pd.DataFrame({"sex": ["kvinnor", "män", "totalt"], "value": [12, 20, 32]})
protect(frame, name="t", dimensions=["sex"], totals={"sex": "totalt"})
assert "highspy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_table_of_three_by_eight_takes_a_moment():
    women, men = [20, 3, 12, 2, 40, 8, 25], [15, 10, 1, 30, 9, 4, 33]
    grid(women, men)
    start = time.perf_counter()
    grid(women, men)
    assert time.perf_counter() - start < 0.5, "50 ms when the machine is free"


def test_bounds_are_in_whole_numbers_where_the_linear_program_is_not():
    """Three pairs of at most five each: seven and a half in all by the line, seven in whole numbers."""
    pairs = [Relation({a: 1, b: 1}, 0, 5) for a, b in ((0, 1), (1, 2), (0, 2))]
    attacker = AttackerProblem([0, 0, 0], [9, 9, 9], pairs)
    assert attacker.feasibility_interval({0: 1, 1: 1, 2: 1}) == (0, 7)


# The attacker. It knows nothing of the implementation: it reads the frames, the names of the totals and the rule.

SEXES = ("kvinnor", "män", "totalt")


def bounds_of(status, value, below, least_protected):
    """What a cell says of its count."""
    if pd.notna(value):
        return int(value), int(value)
    return {
        "small": (1, (below if pd.notna(below) else 2) - 1),
        "protected": (least_protected, FAR),
        "not_applicable": (0, 0),
    }.get(status, (0, FAR))


class Attacker:
    """Linear programs over all cells of all tables, their bounds rounded inwards."""

    def __init__(self, frames, totals, *, cumulative, all_keys=()):
        self.solver = highspy.Highs()
        self.solver.silent()
        self.solver.setOptionValue("presolve", "off")
        self.cells, self.published = [], []
        for frame in frames:
            self.cells.append(self._table(frame, totals, all_keys))
        for before, after in zip(self.cells, self.cells[1:], strict=False):
            for key in before.keys() & after.keys() if cumulative else ():
                self.solver.addConstr(after[key][0] >= before[key][0])

    def _table(self, frame, totals, all_keys):
        dimensions = list(frame.columns[: list(frame.columns).index("status")])
        keys = [*frame[dimensions].itertuples(index=False, name=None), *all_keys]
        axes = {name: list(dict.fromkeys(key[place] for key in keys)) for place, name in enumerate(dimensions)}
        published = {tuple(row[name] for name in dimensions): row for row in frame.to_dict("records")}
        self.published.append({key: row["value"] for key, row in published.items()})
        cells = {}
        for key in product(*axes.values()):
            row = published.get(key, {"status": "unpublished", "value": None, "below": None})
            low, high = bounds_of(row["status"], row["value"], row["below"], row.get("least", 1))
            cells[key] = (self.solver.addVariable(low, high), row["status"])
        for place, name in enumerate(dimensions):
            parts = [value for value in axes[name] if value != totals.get(name)]
            if name in totals and totals[name] in axes[name] and parts:
                for key in cells:
                    if key[place] == totals[name]:
                        line = [cells[(*key[:place], part, *key[place + 1 :])][0] for part in parts]
                        self.solver.addConstr(sum(line) == cells[key][0])
        return cells

    def feasibility_interval(self, what):
        self.solver.minimize(what)
        assert self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        least = math.ceil(self.solver.getObjectiveValue() - 1e-6)
        self.solver.maximize(what)
        return least, math.floor(self.solver.getObjectiveValue() + 1e-6)


def find_disclosures(frames, totals, *, cumulative=False, all_keys=()):
    attacker = Attacker(frames, totals, cumulative=cumulative, all_keys=all_keys)
    disclosures = []
    for time_, cells in enumerate(attacker.cells):
        for key, (unknown, status) in cells.items():
            if status in ("shown", "zero", "not_applicable"):
                continue
            least, greatest = attacker.feasibility_interval(1 * unknown)
            safe = status in ("missing", "unpublished") and (greatest == 0 or least >= 5)
            if greatest - least < 3 and not safe:
                disclosures.append((time_, key, status, least, greatest))
    for first, second in product(range(len(attacker.cells)), repeat=2):
        earlier, later = attacker.cells[first], attacker.cells[second]
        for key in earlier.keys() & later.keys() if cumulative and first < second else ():
            (before, status_before), (after, status_after) = earlier[key], later[key]
            if {"missing", "unpublished"} & {status_before, status_after}:
                continue
            if {status_before, status_after} <= {"shown", "zero"}:
                least = greatest = attacker.published[second][key] - attacker.published[first][key]
            else:
                least, greatest = attacker.feasibility_interval(after - before)
            if greatest - least < 3 and not (greatest == 0 or least >= 5):
                disclosures.append(((first, second), key, "rise", least, greatest))
    return disclosures


def assert_nothing_is_disclosed(tables, totals, *, cumulative=False):
    assert find_disclosures([table.frame() for table in tables], totals, cumulative=cumulative) == []


def assert_no_share_is_disclosed(table, totals):
    """The counts behind the shares are a table with one dimension more, where the base is the total."""
    rows = []
    for key in table:
        cell, base, numerator = table[key], table.base(key), table.numerator(key)
        rest = None if base.value is None or numerator.value is None else base.value - numerator.value
        empty = base.value == 0
        assert empty or cell.value is None or cell.value == pytest.approx(100 * numerator.value / base.value)
        status = "zero" if empty else str(cell.status)
        rows.append((*key, "numerator", status, numerator.value, None, 0))
        rows.append((*key, "complement", status, rest, None, 0))
        rows.append((*key, "base", str(base.status), base.value, base.below, 1))
    frame = pd.DataFrame(rows, columns=[*table.dimensions, "part", "status", "value", "below", "least"])
    frame = frame.astype({"value": "Int64", "below": "Int64"})
    assert find_disclosures([frame], {**totals, "part": "base"}) == []


def test_the_attacker_finds_what_is_not_protected():
    naive = pd.DataFrame(
        {"sex": SEXES, "status": ["shown", "small", "shown"], "value": [12, None, 14], "below": [None, 5, None]}
    )
    assert find_disclosures([naive], SEX) == [(0, ("män",), "small", 2, 2)]
    half = pd.DataFrame(
        {"sex": SEXES, "status": ["small", "small", "shown"], "value": [None, None, 8], "below": [5, 5, None]}
    )
    assert find_disclosures([half], SEX) == [(0, ("kvinnor",), "small", 4, 4), (0, ("män",), "small", 4, 4)]
    terms = [pd.DataFrame({"sex": ["totalt"], "status": ["shown"], "value": [v], "below": [None]}) for v in (12, 14)]
    assert find_disclosures(terms, SEX, cumulative=True) == [((0, 1), ("totalt",), "rise", 2, 2)]


def test_every_table_of_women_and_men_up_to_fifteen_withstands_counting_by_hand():
    """No solver at all: every pair that agrees with what is shown is tried."""
    for women, men in product(range(16), repeat=2):
        table = by_sex(women, men)
        bounds = [bounds_of(str(table[s].status), table[s].value, table[s].below, 1) for s in SEXES]
        agree = [
            (w, m, w + m)
            for w, m in product(range(40), repeat=2)
            if all(low <= count <= high for count, (low, high) in zip((w, m, w + m), bounds, strict=True))
        ]
        assert (women, men, women + men) in agree
        for place, sex in enumerate(SEXES):
            counts = [pair[place] for pair in agree]
            if table[sex].status.suppressed:
                assert max(counts) - min(counts) >= 3, (women, men, sex)
            else:
                assert table[sex].value == (women, men, women + men)[place]


COUNT = st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(5, 40), st.just(0))


@st.composite
def truths(draw, most=6):
    """A table of women and men in subgroups with all its totals, as numbers by key."""
    inner = {(s, f"U{g}"): draw(COUNT) for g in range(draw(st.integers(1, most))) for s in ("kvinnor", "män")}
    return with_totals(inner)


def with_totals(inner):
    cells = dict(inner)
    for (sex, group), count in inner.items():
        for key in (("totalt", group), (sex, "alla"), ("totalt", "alla")):
            cells[key] = cells.get(key, 0) + count
    return cells


def as_frame(cells, names=("sex", "subgroup")):
    return pd.DataFrame([(*key, value) for key, value in cells.items()], columns=[*names, "value"])


def assert_true(table, cells):
    for key in table:
        assert table[key].value in (None, cells[key])
        assert table[key].status.suppressed == (table[key].value is None)
        assert not (cells[key] == 0 and table[key].status.suppressed), "zero is shown"


@settings(max_examples=75, deadline=None)
@given(truths(), st.sampled_from([{}, SEX, {"subgroup": "alla"}, BOTH]))
def test_no_suppressed_count_of_a_table_can_be_worked_out(cells, totals):
    table = protect(as_frame(cells), name="t", dimensions=["sex", "subgroup"], totals=totals)
    assert_nothing_is_disclosed([table], totals)
    assert_true(table, cells)
    for key in table:
        assert (table[key].status in (CellStatus.SMALL, CellStatus.PROTECTED)) >= (0 < cells[key] < 5)


@settings(max_examples=50, deadline=None)
@given(truths(), st.sampled_from([{}, SEX, BOTH]))
def test_nothing_is_suppressed_where_no_count_is_small(cells, totals):
    inner = {
        key: 0 if count == 0 else count + 5 for key, count in cells.items() if "totalt" not in key and "alla" not in key
    }
    table = protect(as_frame(with_totals(inner)), name="t", dimensions=["sex", "subgroup"], totals=totals)
    assert not any(table[key].status.suppressed for key in table)


MASKS = st.sampled_from(["", "", "", "", "bortfall", "sekretess", "absent"])


@settings(max_examples=75, deadline=None)
@given(truths(), st.data())
def test_missing_and_withheld_cells_disclose_nothing(cells, data):
    frame = as_frame(cells)
    frame["status"] = [data.draw(MASKS) for _ in range(len(frame))]
    frame = frame[frame["status"] != "absent"]
    frame["value"] = frame["value"].astype(object).where(frame["status"] == "", None)
    try:
        table = protect(frame, name="t", dimensions=["sex", "subgroup"], totals=BOTH)
    except (CannotProtect, ValueError) as refused:
        # Where a part has no row at all, the others have to make up a total that they do not: refused, never shown.
        rows = set(zip(frame["sex"], frame["subgroup"], strict=True))
        parts = {key for key in cells if "totalt" not in key and "alla" not in key}
        assert isinstance(refused, CannotProtect) or parts - rows
        return
    assert find_disclosures([table.frame()], BOTH, all_keys=cells) == []
    for key in table:
        assert table[key].value in (None, cells[key])


@settings(max_examples=40, deadline=None)
@given(truths(most=3), st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 9, 20]), min_size=24, max_size=24))
def test_cumulative_tables_of_three_terms_do_not_unprotect_each_other(cells, rises):
    inner = {key: count for key, count in cells.items() if "totalt" not in key and "alla" not in key}
    published = []
    for term in range(3):
        table = protect(
            as_frame(with_totals(inner)),
            name="t",
            dimensions=["sex", "subgroup"],
            totals=BOTH,
            earlier=published,
            cumulative=True,
        )
        assert_true(table, with_totals(inner))
        published.append(table)
        inner = {key: count + rises[8 * term + place] for place, (key, count) in enumerate(inner.items())}
    assert_nothing_is_disclosed(published, BOTH, cumulative=True)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(COUNT, COUNT), min_size=2, max_size=8), st.sampled_from([SEX, BOTH]))
def test_no_numerator_or_complement_of_a_suppressed_share_can_be_worked_out(pairs, totals):
    keys = [(sex, f"U{group}") for group in range(4) for sex in ("kvinnor", "män")]
    parts = [with_totals({key: pair[which] for key, pair in zip(keys, pairs, strict=False)}) for which in (0, 1)]
    rows = [(*key, parts[0][key], parts[0][key] + parts[1][key]) for key in parts[0]]
    frame = pd.DataFrame(rows, columns=["sex", "subgroup", "numerator", "denominator"])
    table = protect_shares(frame, name="t", dimensions=["sex", "subgroup"], totals=totals)
    assert_no_share_is_disclosed(table, totals)
    for key in table:
        numerator, rest = parts[0][key], parts[1][key]
        if table[key].value is not None:
            assert numerator + rest >= 10
            assert not {numerator, rest} & {1, 2, 3, 4}


@settings(max_examples=30, deadline=None)
@given(st.lists(COUNT, min_size=8, max_size=12))
def test_no_suppressed_count_of_a_table_in_three_dimensions_can_be_worked_out(counts):
    axes = (("kvinnor", "män"), ("A", "B"), ("VT2023", "HT2023", "VT2024"))
    cells = {}
    for key, count in zip(product(*axes), counts, strict=False):
        for whole in product(*((value, "alla") for value in key)):
            cells[whole] = cells.get(whole, 0) + count
    names = ("sex", "subgroup", "term")
    totals = dict.fromkeys(names, "alla")
    table = protect(as_frame(cells, names), name="t", dimensions=names, totals=totals)
    assert_nothing_is_disclosed([table], totals)
    assert_true(table, cells)


def test_every_status_of_the_model_is_read():
    statuses = {}
    for status in ValueStatus:
        frame = pd.DataFrame({"sex": ["totalt"], "value": [12], "status": [status]})
        statuses[status] = protect(frame, name="t", dimensions=["sex"], totals={})["totalt"].status
    assert statuses == {
        ValueStatus.OK: CellStatus.SHOWN,
        ValueStatus.PRELIMINARY: CellStatus.SHOWN,
        ValueStatus.MISSING: CellStatus.MISSING,
        ValueStatus.NOT_YET_MEASURED: CellStatus.MISSING,
        ValueStatus.NOT_APPLICABLE: CellStatus.NOT_APPLICABLE,
        ValueStatus.SUPPRESSED: CellStatus.WITHHELD,
    }
