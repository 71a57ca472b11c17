"""The handbook's pages that are made from the code are those that the code makes."""

from pathlib import Path

import pytest

from naravard.handbook import PAGES
from naravard.rules import rules

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_made_from_the_code_is_up_to_date(page):
    """Write them anew with ``python -m naravard.handbook docs``."""
    assert (DOCS / page).read_text(encoding="utf-8") == PAGES[page]()


def test_every_code_has_an_entry_with_a_remedy():
    page = (DOCS / "regler.md").read_text(encoding="utf-8")
    for code, rule in rules().items():
        assert f"`{code}`" in page
        assert rule.remedy.strip().endswith((".", "?", "”", "’"))
        assert rule.summary.strip().endswith(".")
