"""Themes of a municipality's own, whatever they are called: each has its section, and one theme has one spelling."""

import csv
import shutil
from pathlib import Path

import pytest

import naravard
from in_process import executed
from naravard import labels, measures, prose, sections, tables
from naravard.document import Figure, Heading, Paragraph, Table, text_of
from naravard.paper.compose import assemble
from naravard.reading import InputError
from naravard.terms import Term
from sample_folder import HEADER, ROWS, read, told

EXAMPLE = Path(__file__).parents[1] / "data" / "exempel"
HT2023 = Term(2023, "HT")
OWN = {
    "tillgänglighet": "Folkhälsa", "kontinuitet": "Folkhälsa", "ekonomi": "Folkhälsa",
    "proaktivitet": "Trygg hemgång", "samordning": "Trygg hemgång", "digitalisering": "Trygg hemgång",
    "personcentrering": "Personcentrering", "kompetensförsörjning": "Personcentrering", "bakgrund": "Personcentrering",
}  # fmt: skip
PLAN = "namn;typ\r\nTrygg hemgång;förutsättning\r\nIT-stöd;kärna\r\nPersoncentrering;kärna\r\nFolkhälsa;kärna\r\n"
IN_ORDER = ["Trygg hemgång", "Personcentrering", "Folkhälsa"]
OTHERWISE = {"Folkhälsa": "FOLKHÄLSA", "Trygg hemgång": "trygg  hemgång", "Personcentrering": "personcentrering"}


def with_own_themes(folder, spell=lambda name, row: name):
    """The example with three themes of its own that indicators follow and one that none does; ``spell`` is what a row writes."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("stangda_terminer.json"))
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            heads, *rows = csv.reader(file, delimiter=";" if path.parent.name != "nyckeltal" else ",")
        if "tema" not in heads:
            continue
        for number, row in enumerate(rows):
            named = dict.fromkeys(OWN[part.strip()] for part in row[heads.index("tema")].split(",") if part.strip())
            row[heads.index("tema")] = ", ".join(spell(name, number) for name in named)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([heads, *rows])
    (folder / "teman.csv").write_text(PLAN, encoding="utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return with_own_themes(tmp_path_factory.mktemp("own") / "kommun")


@pytest.fixture(scope="module")
def project(own):
    return naravard.open(own)


def parts(blocks):
    """The blocks below each heading of level 3, by the heading's words."""
    found, at = {}, None
    for block in blocks:
        if isinstance(block, Heading):
            at = found.setdefault(text_of(block), []) if block.level == 3 else None
        elif at is not None:
            at.append(block)
    return found


@pytest.mark.parametrize("paper", ["uppfoljning", "slutrapport"])
@pytest.mark.parametrize("term", ["VT2022", "HT2023"])
def test_every_theme_has_its_section_in_the_plans_order_and_its_sentence_agrees_with_its_table(own, paper, term):
    blocks = assemble(executed(paper, own, term)).blocks
    found = parts(blocks)
    assert [name for name in found if name in (*IN_ORDER, "Teman utan indikatorer")] == [
        *IN_ORDER,
        "Teman utan indikatorer",
    ]
    for name in IN_ORDER:
        sentence, table, *others = found[name]
        assert any(isinstance(block, Figure) for block in others)
        assert any(isinstance(block, Table) for block in others)
        assert isinstance(sentence, Paragraph)
        missing = sum(name in row[1].text.split(", ") for row in without_values(blocks))
        followed = labels.counted(len(table.rows) + missing, "indikator", "indikatorer")
        assert text_of(sentence).startswith(f"Temat följs av {followed}.")
    assert [text_of(block) for block in found["Teman utan indikatorer"]] == [
        "Temat IT-stöd följs inte av någon indikator."
    ]
    assert "har inga indikatorer" not in "\n".join(map(text_of, blocks))


def without_values(blocks):
    return next((block.rows for block in blocks if isinstance(block, Table) and block.name == "utan-varden"), ())


def test_the_sheet_of_indicators_draws_the_county_for_each_theme_that_may_be_compared(own):
    blocks = assemble(executed("indikatorblad", own, "HT2023")).blocks
    drawn = [block.caption.partition(":")[0] for block in blocks if isinstance(block, Figure)]
    assert drawn == ["Trygg hemgång", "Folkhälsa"], "the key figures of the third have no values for others"


def test_other_spellings_are_the_same_theme_with_one_note_a_table(tmp_path, project):
    spellings = with_own_themes(tmp_path / "kommun", lambda name, row: OTHERWISE[name] if row % 2 else name)
    mixed = naravard.open(spellings)
    notes = [found for found in mixed.findings if found.code == "name-normalised"]
    assert {found.severity.value for found in notes} == {"note"}
    assert {found.column for found in notes} == {"tema"}
    files = [found.file for found in notes]
    assert files == sorted(set(files))
    assert "indikatorer.csv" in files
    assert sections.themes(mixed, "HT2023") == sections.themes(project, "HT2023")
    assert measures.trend_counts(mixed, HT2023).equals(measures.trend_counts(project, HT2023))
    assert measures.activity_counts(mixed, HT2023, "themes").equals(measures.activity_counts(project, HT2023, "themes"))


INDICATORS = "id;namn;tema;enhet;skala;riktning\r\n"


def indicators(*themes):
    return INDICATORS + "".join(f"I{number};Mått;{name};%;andel;öka\r\n" for number, name in enumerate(themes, 1))


@pytest.mark.parametrize(
    "written", ["trygg hemgång", "TRYGG HEMGÅNG", "Trygg  hemgång", "Trygg\u00a0hemgång", "Trygg hemga\u030ang"]
)
def test_a_name_is_the_same_whatever_its_case_its_blanks_and_its_form_of_unicode(tmp_path, written):
    project, _ = read(
        tmp_path, teman="namn;typ\r\nTrygg hemgång;kärna\r\n", indikatorer=indicators(written, "Trygg hemgång")
    )
    assert [indicator.themes for indicator in project.indicators] == [("Trygg hemgång",)] * 2


def test_the_note_says_what_stood_where_and_how_it_is_read(tmp_path):
    _, (note,) = read(tmp_path, indikatorer=indicators("tillgänglighet", *["Tillgänglighet"] * 300))
    assert (note.severity.value, note.row, note.column, note.column_letter) == ("note", 3, "tema", "C")
    assert note.message.startswith(
        "'Tillgänglighet' på rad 3, kolumn C (tema) har lästs som 'tillgänglighet', som det är skrivet i tabellen Teman."
    )
    assert note.message.endswith("Samma sak gäller minst 299 till i kolumnen.")


def test_the_two_spellings_of_one_name_in_a_cell_are_one(tmp_path):
    project, findings = read(tmp_path, indikatorer=indicators("Tillgänglighet, tillgänglighet"))
    assert project.indicators[0].themes == ("tillgänglighet",)
    assert told(findings) == [("note", "name-normalised", 2)]


def test_target_groups_and_actors_are_read_the_same_way(tmp_path):
    activities = "\r\n".join([f"{HEADER};målgrupp;aktör", f"{ROWS[0]};Barn och Unga, äldre;hemtjänsten", ""])
    project, findings = read(
        tmp_path,
        aktorer="namn;typ\r\nHemtjänsten;kommun\r\n",
        HT2023__aktiviteter=activities,
        HT2023__inriktning="målgrupp;inriktning;aktörer\r\nÄLDRE;Tryggare hem;HEMTJÄNSTEN\r\n",
    )
    (activity,), (focus,) = project.term("HT2023").activities, project.term("HT2023").focus
    assert (activity.target_groups, activity.actors) == (("barn och unga", "äldre"), ("Hemtjänsten",))
    assert (focus.target_group, focus.actors) == ("äldre", ("Hemtjänsten",))
    assert told(findings) == [("note", "name-normalised", 2)] * 4


def test_a_name_that_looks_like_an_id_is_still_a_name(tmp_path):
    project, findings = read(tmp_path, teman="namn;typ\r\nVision2030;kärna\r\n", indikatorer=indicators("Vision2030"))
    assert (project.indicators[0].themes, findings) == (("Vision2030",), [])


def test_a_name_that_is_in_no_table_is_a_mistake_as_before(tmp_path):
    _, findings = read(tmp_path, indikatorer=indicators("Tillgängligheten"))
    assert told(findings) == [("error", "unknown-reference", 2)]
    assert "Menade du 'tillgänglighet'?" in findings[0].message


def test_two_rows_with_the_same_theme_otherwise_written_are_a_duplicate(tmp_path):
    with pytest.raises(InputError, match="står redan på rad 2"):
        naravard.open(twice(tmp_path))


def twice(folder):
    read(folder, teman="namn;typ\r\ntillgänglighet;kärna\r\nTillgänglighet;ram\r\n")
    return folder


def test_themes_are_said_within_a_sentence_as_words_are(project):
    assert text_of(prose.themes(project)) == (
        "Nära vård handlar i projektet om IT-stöd, personcentrering och folkhälsa. Förutsättningar är trygg hemgång."
    )


def test_a_plan_without_themes_or_without_indicators_has_no_empty_section(tmp_path):
    bare, _ = read(tmp_path / "bare", teman=None, indikatorer=None)
    assert text_of(sections.themes(bare, "HT2023")) == "Teman: uppgift saknas i underlaget."
    unfollowed, _ = read(tmp_path / "none", teman="namn;typ\r\nA;kärna\r\nB;kärna\r\n", indikatorer=None)
    assert text_of(sections.themes(unfollowed, "HT2023")) == "Temana A och B följs inte av någon indikator."
    assert text_of(sections.counties(bare, "HT2023")) == "Det finns inga nyckeltal att jämföra länets kommuner på."


def test_a_theme_of_the_frame_is_headed_by_what_it_is_about_and_a_theme_of_the_work_by_its_name(tmp_path):
    for kind, heading in (("ram", "Kostnader"), ("kärna", "Ekonomi")):
        project, _ = read(tmp_path / kind, teman=f"namn;typ\r\nekonomi;{kind}\r\n", indikatorer=indicators("ekonomi"))
        assert text_of(sections.themes(project, "HT2023").blocks[0]) == heading


def test_a_theme_that_the_project_has_not_is_an_error_that_lists_those_it_has(project):
    with pytest.raises(ValueError, match="its themes are: Trygg hemgång, IT-stöd, Personcentrering, Folkhälsa"):
        tables.development(project, "HT2023", "kontinuitet")
