"""Every paper of both projects, every term: fit to be a paper."""

import re
import shutil

import pytest

from every_paper import DATA, EVERY, OF_TERMS, document
from in_process import executed
from naravard.document import Heading, Notice, Table, text_of
from naravard.paper.compose import assemble
from naravard.terms import Term


@pytest.mark.parametrize(("paper", "project", "term"), OF_TERMS)
def test_a_paper_is_whole_and_says_which_term_it_is_about(paper, project, term):
    made = document(paper, project, term)
    assert str(Term.parse(term).year) in made.cover.subtitle
    assert ("Exempeldata" in made.cover.marks) == (project == "exempel")


@pytest.mark.parametrize(("paper", "project", "term"), EVERY)
def test_no_heading_stands_empty(paper, project, term):
    blocks = document(paper, project, term).blocks
    for heading, following in zip(blocks, [*blocks[1:], None], strict=True):
        if isinstance(heading, Heading):
            assert following is not None
            assert not isinstance(following, Heading) or following.level > heading.level, text_of(heading)


@pytest.mark.parametrize(("paper", "project", "term"), EVERY)
def test_no_cell_of_a_table_is_empty_of_words_or_holds_a_trace_of_the_program(paper, project, term):
    for block in document(paper, project, term).blocks:
        if isinstance(block, Table):
            assert block.caption
            assert block.rows
            for row in block.rows:
                for cell in row:
                    assert cell.text not in ("nan", "None", "NaT", "<NA>"), block.caption
                    assert cell.value != cell.value or cell.value is None or str(cell.value) != "nan", block.caption
        if isinstance(block, Notice):
            assert "None" not in block.text


def test_a_sparse_project_gives_all_papers_and_says_what_is_not_known():
    said = "\n".join(text_of(block) for block in document("slutrapport", "lekeberg", "HT2023").blocks)
    assert said.count("uppgift saknas i underlaget") > 10
    assert "Effektmål:" in said


def test_a_project_that_compares_with_nobody_gives_the_follow_up(tmp_path):
    data = tmp_path / "exempel"
    shutil.copytree(DATA / "exempel", data)
    plan = (data / "plan.toml").read_text(encoding="utf-8")
    alone = re.sub(r"\[jamforelse\]\n(.+\n)+", "", plan)
    assert alone != plan
    (data / "plan.toml").write_text(alone, encoding="utf-8")
    assert assemble(executed("uppfoljning", data, "HT2023")).blocks


def test_a_past_term_gives_what_was_known_then():
    said = "\n".join(text_of(block) for block in document("slutrapport", "exempel", "VT2022").blocks)
    assert "A13" not in said, "an activity that was added later"
    assert "2023-03-14" not in said, "a decision that was taken later"


def test_a_hidden_count_stands_nowhere_in_a_paper():
    """I13 VT2022: three men of nine; the women are hidden with them, the total is shown."""
    made = document("slutrapport", "exempel", "VT2022")
    rows = [row for b in made.blocks if isinstance(b, Table) and b.name.startswith("kon-") for row in b.rows]
    plan = next(row for row in rows if row[0].text.startswith("Personer med en aktuell"))
    assert [cell.text for cell in plan[2:]] == ["9", "skyddad", "<5"]
    assert [cell.value.status for cell in plan[3:]] == ["protected", "small"]
