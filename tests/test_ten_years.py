"""The model on paper in docs/tio-ar.md: a reader who does the sums again gets what the page says."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "tio-ar.md").read_text(encoding="utf-8")
NUMBER = r"\d+(?: \d{3})*(?:,\d+)?"
SUMS = re.findall(
    rf"((?:\(?{NUMBER}\)? ?[×/+−] ?)+{NUMBER}\)?(?: ?[×/+−] ?{NUMBER})*)\s=\s({NUMBER})", " ".join(PAGE.split())
)
FORMATS = PAGE[PAGE.index("| körd anteckningsbok") : PAGE.index("| packad")]
COLUMNS = [[cell.replace(" ", "").strip("*") for cell in line.split("|")[2:5]] for line in FORMATS.splitlines()]


def value(text):
    return Decimal(text.replace(" ", "").replace(",", "."))


def test_the_page_shows_its_sums():
    assert len(SUMS) >= 20


@pytest.mark.parametrize(("sum_", "said"), SUMS)
def test_a_sum_on_the_page_is_right(sum_, said):
    python = re.sub(NUMBER, lambda found: f"Decimal('{value(found[0])}')", sum_).replace("×", "*").replace("−", "-")
    decimals = len(said.partition(",")[2])
    assert abs(eval(python) - value(said)) <= Decimal("0.501") / 10**decimals


@pytest.mark.parametrize("place", range(3))
def test_a_column_of_formats_adds_up(place):
    *parts, whole = [int(row[place] or 0) for row in COLUMNS]
    assert sum(parts) == whole
