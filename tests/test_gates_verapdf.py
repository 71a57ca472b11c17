"""The gate of the reference validator: veraPDF has nothing to remark on in the PDF of any paper."""

from __future__ import annotations

import pytest

from every_paper import EVERY, pdf
from verapdf import verdicts


@pytest.fixture(scope="module")
def judged():
    """The failures that veraPDF finds in each paper, by its file's name, in both flavours."""
    pdfs = [pdf(*paper) for paper in reversed(EVERY)]  # another worker may be making them from the beginning
    found: dict[str, list] = {path.name: [] for path in pdfs}
    said = verdicts((("ua1", "2a"), pdfs))
    assert len(said) == 2 * len(pdfs)
    for verdict in said:
        assert verdict["checks"] > 100
        found[verdict["file"].rpartition("/")[2]] += verdict["failures"]
    return found


@pytest.mark.java
@pytest.mark.parametrize("paper", EVERY, ids="-".join)
def test_verapdf_finds_no_failure_against_pdf_ua_1_and_pdf_a_2a(paper, judged):
    assert judged[f"{'-'.join(paper)}.pdf"] == []
