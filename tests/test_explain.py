"""Where a value of a paper comes from: the measure in Swedish, and only the rows behind it."""

import functools
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

import naravard
from every_paper import DATA, EVERY, document
from naravard import cli, measures, tables, writing
from naravard.document import Figure, Origin, Paragraph, Passage, SourceRow, Table, Value
from naravard.explain import NotFound, explained
from naravard.explain.places import places_of
from naravard.measures.definitions import BEHIND, COLUMNS, KEYS, MEASURES, column_description, defined
from naravard.model import TABLES, ActivityStatus, Attainment

EXAMPLE = DATA / "exempel"
STATUSES = {*map(str, ActivityStatus), *map(str, Attainment)}


@functools.cache
def project_of(name, when="HT2022"):
    return naravard.profile(name, int(when)) if name.isdigit() else naravard.open(DATA / name)


def folder_of(name):
    return DATA / ("profil" if name.isdigit() else name)


def asked(paper, what, *, row="", column="", project="exempel", **given):
    return explained(project_of(project), paper, what, row, column, folder=folder_of(project), **given)


def money():
    return tables.money(project_of("exempel"), "HT2023")


def sentence():
    """A sentence that binds its values, with one after it that has none."""
    (row,) = measures.money_in_all.rows(project_of("exempel"), "HT2023")
    said = writing.say(
        "Av budgeten är {outcome} använt, {deviation} mot budget. Det var 14 möten.",
        outcome=writing.kronor(row, "outcome"),
        deviation=writing.number(row, "deviation", signed=True),
    )
    return Paragraph.plain(said)


# The rows behind a value --------------------------------------------------------------------------------------------------


def test_a_cell_is_told_with_its_row_alone_and_with_the_cells_that_it_is_made_from():
    (found,) = asked(money(), "Tabell 1", row="m2", column="avvikelse, %").explanations
    assert found.rows == ("HT2023/medel.csv, rad 3: id = M2, enhet = tkr, budget = 900, utfall = 861,4",)
    assert found.place.value.text == "−4,3\u00a0%"
    assert (found.measure, found.column) == ("Medel", COLUMNS["deviation_share"])


def test_a_sum_is_told_with_the_rows_that_it_sums_and_no_other():
    """M5 has no amounts."""
    (found,) = asked(money(), "medel", row="Totalt", column="Utfall").explanations
    assert [row.partition(":")[0] for row in found.rows] == [f"HT2023/medel.csv, rad {n}" for n in (2, 3, 4, 5)]
    (found,) = asked(money(), "medel", row="Totalt", column="Avvikelse, %").explanations
    assert len(found.rows) == 4


@pytest.mark.parametrize(
    "what", ["Tabell 1", "tabell  1.", "Medel: budget och utfall", "MEDEL: BUDGET OCH UTFALL", "medel"]
)
def test_a_whole_table_is_told_with_its_measure_and_its_rows_file_by_file(what):
    answer = asked(money(), what)
    assert answer.rows == ("HT2023/medel.csv, rad 2–6",)
    assert MEASURES["money"][1] in str(answer)
    assert "Vad:" not in str(answer)


def test_the_groups_of_an_indicator_come_from_that_indicator_and_not_from_its_target():
    theme = project_of("exempel").themes[0].name
    table = tables.development(project_of("exempel"), "HT2023", theme)
    for found in asked(table, "Tabell 1", column="Målgrupp").explanations:
        assert all(row.startswith("indikatorer.csv") for row in found.rows)


def test_a_value_over_time_is_the_value_of_its_period():
    table = tables.series(project_of("exempel"), "HT2023").blocks[0]
    found = asked(table, "Tabell 1", column="2022").explanations
    assert found
    assert {one.column for one in found if one.place.value.shown} == {"värde"}


@pytest.mark.parametrize(("paper", "project", "when"), [p for p in EVERY if p[0] == "kommunprofil"])
def test_a_row_of_kolada_is_told_with_its_number_and_value_in_the_file(paper, project, when):
    made, lines = document(paper, project, when), {}
    told = 0
    for number, _ in enumerate([block for block in made.blocks if isinstance(block, Table)], start=1):
        answer = explained(project_of(project, when), made, f"Tabell {number}", column="e", folder=folder_of(project))
        for row in (row for found in answer.explanations for row in found.rows if "kolada" in row):
            file, n, name, kpi, year, value = re.fullmatch(
                r"uttaget ur Kolada \(hämtat 2024-08-30\), (\S+), rad (\d+): (.+), (\w+), (\d+), totalt = (.+)", row
            ).groups()
            lines.setdefault(file, (DATA / file).read_text(encoding="utf-8").splitlines())
            assert lines[file][int(n) - 1] == f"{kpi},{year},T,{value.replace(',', '.')}"
            assert project_of(project, when).key_figures.areas[file[-8:-4]].name == name
            told += 1
    assert told > 100


def test_a_mean_is_told_with_all_the_municipalities_that_it_is_the_mean_of():
    project = project_of("1814", "2022")
    table = tables.profile(project).blocks[0]
    answer = explained(project, table, "Tabell 1", "Väntetid till", "Länet", folder=folder_of("1814"))
    mean, count = answer.explanations[:2]
    assert len(mean.rows) == count.place.value.number == 8
    names = [row.split(": ")[1].split(",")[0] for row in mean.rows]
    assert names == [*sorted(names[:-1]), "Örebro"]
    assert str(mean).count("uttaget ur Kolada") == 8


# Asked by what is printed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["−244 600", "-244600", "\u2013244\u00a0600", " \u2212244\u202f600 "])
def test_a_number_is_found_as_it_is_printed_whatever_its_blanks_and_minus_signs(what):
    places = [str(found.place) for found in asked(Passage((money(), sentence())), what).explanations]
    assert places[0] == "Tabell 1, rad Totalt, kolumn Avvikelse"
    assert places[1].startswith("”Av budgeten är")
    assert len(places) == 2


@pytest.mark.parametrize("what", ["2 925 400", "2 925 400 kronor", "budgeten är 2 925"])
def test_a_number_in_a_sentence_is_told_with_its_sentence_and_rows(what):
    found = asked(sentence(), what).explanations[0]
    assert str(found.place) == "”Av budgeten är 2\u202f925\u202f400\u00a0kronor använt, −244\u202f600 mot budget.”"
    assert found.measure == "Medel sammanlagt"
    assert len(found.rows) == 4
    assert "enhet = tkr, budget = 900, utfall = 861,4" in found.rows[1]


@pytest.mark.parametrize("what", ["14", "14 möten"])
def test_a_number_that_somebody_has_typed_is_said_to_have_no_origin(what):
    (found,) = asked(sentence(), what).explanations
    assert found.rows == ()
    assert "”Det var 14 möten.”" in str(found)
    assert "inget ursprung" in str(found)


def test_a_word_is_found_in_tables_and_many_hits_are_listed_with_how_to_narrow():
    table = tables.activities(project_of("exempel"), "HT2023")
    said = str(asked(table, "genomförd"))
    assert said.startswith("genomförd står på 12 ställen:\n  Tabell 1, rad A01")
    assert "--row" in said
    (found,) = asked(table, "GENOMFÖRD", row="a03").explanations
    assert found.rows == ("HT2023/aktiviteter.csv, rad 4: id = A03, status = genomförd",)


def test_what_a_figure_shows_is_told_with_what_it_is_of():
    row = measures.money.rows(project_of("exempel"), "HT2023")[0]
    figure = Figure("f", "Medlen", "", "<svg/>", "Källa: medel.", values=(writing.number(row, "budget"),))
    (found,) = asked(figure, "850 000").explanations
    assert str(found.place) == "Figur 1, M1, budget"
    assert asked(figure, "Figur 1").rows == ("HT2023/medel.csv, rad 2",)


# What cannot be told ------------------------------------------------------------------------------------------------------


def test_an_own_table_is_said_to_be_one_with_its_source():
    table = tables.of(pd.DataFrame({"väg": ["a", "b"], "antal": [3, 4]}), caption="Vägar", source="Källa: kartan.")
    whole, part = str(asked(table, "Vägar")), str(asked(table, "vägar", row="a"))
    assert whole.startswith("Tabell 1. Vägar\nKälla: kartan.\n\nEn egen tabell")
    assert "Tabell 1, rad a, kolumn Antal: 3\n  Underlag: inget ursprung i projektets underlag." in part


def test_a_measure_of_ones_own_is_told_by_its_name_and_all_that_its_rows_say():
    place = project_of("exempel").term("HT2023").risks[0].origin
    value = Value("7", 7.0, origin=Origin("mitt_mått", "R1", "min_kolumn", (place, SourceRow("annat.csv", 4))))
    (found,) = asked(Paragraph.plain(writing.say("Talet är {n}.", n=value)), "7").explanations
    assert (found.measure, found.column) == ("mitt_mått", "min kolumn")
    assert ", sannolikhet = " in found.rows[0]
    assert found.rows[1] == "annat.csv, rad 4"


def test_a_hidden_count_tells_its_bound_and_never_the_number():
    paper = document("slutrapport", "exempel", "VT2022")
    (found,) = [one for one in asked(paper, "<5").explanations if "kolumn Män" in str(one.place)]
    assert found.rows == (
        "VT2022/matvarden.csv, rad 22: indikator = I13, kön = män, värde: kan vara ett antal personer, och visas inte här",
    )
    assert "ett antal personer under 5, som inte visas" in str(found)


def behind(origin):
    """The row that is told of a number with this origin in a sentence."""
    (found,) = asked(Paragraph.plain(writing.say("Nu {n}.", n=Value("1", 1, origin=origin))), "1").explanations
    (row,) = found.rows
    return row


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"indicator": "I11"}, "indikator = I11, värde = 3"),  # a step
        ({"indicator": "I12"}, "indikator = I12, värde = 1"),  # yes
        ({"indicator": "I16"}, "indikator = I16, värde = 12"),  # a count, but not of persons
        (
            {"indicator": "I02", "sex": "kvinnor"},
            "indikator = I02, värde = 100, kön = kvinnor",
        ),  # a share of enough persons
        ({"indicator": "I13", "sex": "män"}, "indikator = I13, värde = 18, kön = män"),  # a count of enough persons
        ({"indicator": "I13", "subgroup": "under 65 år"}, "värde: kan vara ett antal personer, och visas inte här"),
        ({"indicator": "I13", "subgroup": "65 år och äldre"}, "värde: kan vara ett antal personer, och visas inte här"),
    ],
)
def test_the_cell_behind_an_own_value_is_told_where_disclosure_control_has_published_it(cells, told):
    usual = {"term": "HT2023", "sex": "totalt", "subgroup": ""}
    rows = measures.own_values.rows(project_of("exempel"), "HT2023")
    (row,) = [one for one in rows if all(str(one[name]) == cell for name, cell in (usual | cells).items())]
    assert told in behind(row["origin"].of("value"))


def test_a_published_baseline_and_number_of_participants_are_told_and_a_small_one_is_not():
    project = project_of("exempel")
    for row in measures.participants.rows(project, "HT2023"):
        told = (
            f" = {row['value']:.0f}" if row["status"] == "ok" else ": kan vara ett antal personer, och visas inte här"
        )
        assert f"deltagare{told}" in behind(row["origin"].of("value"))
    told = {
        row["indicator"]: behind(writing.origin_of(row, "baseline"))
        for row in measures.indicators.rows(project, "HT2023")
    }
    assert "utgångsvärde = 35" in told["I02"]
    assert "utgångsvärde: kan vara ett antal personer, och visas inte här" in told["I13"]


def published_counts(project):
    """What disclosure control has published of the rows that may count persons, by file, row and heading."""
    counts = {}
    for term in project.terms[-1:]:
        for heading, measure in (("värde", measures.own_values), ("deltagare", measures.participants)):
            for row in (one for one in measure.rows(project, term) if one["status"] in ("ok", "preliminary")):
                (place,) = row["origin"].rows
                counts[place.file, place.row, heading] = row["value"]
    for term in project.terms:
        for row in measures.indicators.rows(project, term):
            if row["baseline_status"] is None and row["kpi"] is None:
                (place,) = row["origin"].rows
                counts[place.file, place.row, "utgångsvärde"] = row["baseline"]
    return counts


@pytest.mark.parametrize(("paper", "project", "when"), EVERY)
def test_every_value_of_a_paper_can_be_asked_for_and_no_count_is_told_that_is_not_published(paper, project, when):
    counted = re.compile(r"\b(deltagare|värde|täljare|nämnare|utgångsvärde) = ([^,]*(?:,\d+)?)")
    published = published_counts(project_of(project, when))
    for block in document(paper, project, when).blocks:
        if isinstance(block, Table | Figure):
            answer = explained(project_of(project, when), block, block.caption)
            assert block.caption in str(answer)
            for place, _, cells in (row.partition(": ") for found in answer.explanations for row in found.rows):
                if re.search("aktiviteter|matvarden|indikatorer", place):
                    file, number = place.split(", rad ")
                    for heading, text in counted.findall(cells):
                        told = float(re.sub(r"\s", "", text).replace(",", ".").replace("−", "-"))
                        assert told == published[file, int(number), heading], (place, cells)


def test_what_stands_in_a_file_that_has_changed_is_not_told():
    (found,) = asked(money(), "medel", row="M2", column="Budget", changed={"exempel/HT2023/medel.csv"}).explanations
    (row,) = found.rows
    assert row.startswith("HT2023/medel.csv, rad 3: filen har ändrats")
    assert "900" not in row
    project = project_of("1814", "2022")
    table, changed = tables.profile(project).blocks[0], {"kolada/values/1814.csv"}
    answer = explained(project, table, "Tabell 1", "Väntetid till", "Värde", folder=folder_of("1814"), changed=changed)
    assert (
        answer.explanations[0]
        .rows[0]
        .endswith("1814.csv: Lekeberg, U23401, 2022, totalt: filen har ändrats sedan papperet gjordes")
    )


@pytest.mark.parametrize(
    ("what", "row", "column", "told"),
    [
        (
            "Tabell 9",
            "",
            "",
            "inget heter eller lyder 'Tabell 9'. Det här finns:\n  Tabell 1. Medel: budget och utfall",
        ),
        ("", "", "", "inget heter"),
        ("medel", "M9", "", "M1 Statsbidrag för nära vård 2022\n  M2"),
        ("medel", "M1", "Kostnad", "Medel\n  Budget\n  Utfall"),
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(what, row, column, told):
    with pytest.raises(NotFound, match=re.escape(told)):
        asked(money(), what, row=row, column=column)


# Words --------------------------------------------------------------------------------------------------------------------

ENGLISH = re.compile(r"\b(the|of|and|or|is|in which|value|row|year|change|count|before|after)\b")


def test_every_measure_and_column_has_swedish_words():
    """Also those that no paper shows: an analyst may show a measure's frame as a table of her own."""
    for name in vars(measures):
        measure = getattr(measures, name)
        if isinstance(measure, measures.Measure):
            assert name in MEASURES
            for column in measure.columns:
                assert {f"{name}.{column}", column} & {*COLUMNS, *STATUSES}, f"{name}.{column}"


@pytest.mark.parametrize(("paper", "project", "when"), EVERY)
def test_every_origin_met_in_a_paper_has_swedish_words(paper, project, when):
    for place in places_of(document(paper, project, when)):
        origin = place.value.origin
        if origin.measure:
            assert origin.measure in {*MEASURES, *TABLES}
            words = {*COLUMNS, *STATUSES, *(TABLES[origin.measure].model_fields if origin.measure in TABLES else ())}
            of_a_period = column_description(origin.measure, origin.column) == f"värde för {origin.column}"
            assert {f"{origin.measure}.{origin.column}", origin.column} & words or of_a_period, origin


def test_the_words_are_plain_swedish():
    texts = [*COLUMNS.values(), *KEYS.values(), *(text for both in MEASURES.values() for text in both)]
    texts += [text for table in TABLES for text in defined(table)]
    for text in texts:
        assert text
        assert not re.search(r"[`*_]", text), text
        assert not ENGLISH.search(text), text
    assert all(definition.endswith(".") for _, definition in MEASURES.values())


def test_what_a_value_is_made_from_names_measures_columns_and_fields_that_there_are():
    fields = {name for record in TABLES.values() for name in record.model_fields}
    for name, behind in BEHIND.items():
        measure, _, column = name.rpartition(".")
        assert not measure or measure in MEASURES
        assert column == "*" or f"{measure}.{column}" in COLUMNS or column in COLUMNS, name
        assert set(behind.split()) <= fields, name


# The command --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The project in a folder of its own, with one paper made."""
    there = tmp_path_factory.mktemp("explain")
    shutil.copytree(EXAMPLE, there / "data" / "exempel")
    given = ["--data", str(there / "data" / "exempel"), "--out", str(there / "reports")]
    assert cli.main(["report", "HT2023", "--only", "fardplan", "--format", "html", *given]) == 0
    return there, given


def test_the_command_tells_and_refuses_in_swedish(published, capsys):
    _, given = published
    ask = ["explain", "HT2023", "fardplan"]
    assert cli.main([*ask, "Tabell 1", "--row", "A15", "--column", "Status", *given]) == 0
    said = capsys.readouterr().out
    assert "HT2023/aktiviteter.csv, rad 16: id = A15, status = pågår" in said
    assert "ändrats" not in said
    assert cli.main([*ask, "Tabell 99", *given]) == 2
    assert "fardplan, HT2023: inget heter eller lyder 'Tabell 99'" in capsys.readouterr().err
    assert cli.main(["explain", "HT2023", "finnsinte", "x", *given]) == 2
    assert "Gör papperet först" in capsys.readouterr().err


def test_the_command_says_that_the_data_has_changed_since_the_paper_was_made(published, capsys):
    there, given = published
    file = there / "data" / "exempel" / "HT2023" / "aktiviteter.csv"
    before = file.read_bytes()
    file.write_bytes(before.replace("Färdplan för nära vård".encode(), "Färdplan för all vård".encode()))
    try:
        assert cli.main(["explain", "HT2023", "fardplan", "A15 Färdplan", *given]) == 0
    finally:
        file.write_bytes(before)
    said = capsys.readouterr().out
    assert said.startswith("Underlaget har ändrats sedan papperet gjordes: exempel/HT2023/aktiviteter.csv.\n")
    assert "all vård" not in said
    assert "A15 Färdplan för nära vård" in said


def test_the_command_says_first_that_the_paper_is_not_as_it_was_published(published, capsys):
    there, given = published
    paper = there / "reports" / "exempel" / "HT2023" / "fardplan.ipynb"
    before, manifest = paper.read_bytes(), paper.with_name("manifest.json").read_bytes()
    ask = ["--row", "A15", "--column", "Status", *given]
    try:
        paper.write_bytes(before.replace("pågår".encode(), b"pagar"))
        assert cli.main(["explain", "HT2023", "fardplan", "Tabell 1", *ask]) == 0
        first, _, rest = capsys.readouterr().out.partition("\n")
        assert first == (
            "Papperet är inte som det publicerades, och det som står här kan vara falskt: "
            "fardplan.ipynb är inte som den publicerades: kontrollsumman stämmer inte."
        )
        assert "Tabell 1, rad A15" in rest
        paper.with_name("eget.ipynb").write_bytes(before)
        assert cli.main(["explain", "HT2023", "eget", "Tabell 1", *ask]) == 0
        assert "falskt: eget.ipynb hör inte till utgåvan." in capsys.readouterr().out
        paper.with_name("manifest.json").unlink()
        assert cli.main(["explain", "HT2023", "fardplan", "Tabell 1", *ask]) == 0
        assert "falskt: manifest.json saknas eller kan inte läsas." in capsys.readouterr().out
    finally:
        paper.write_bytes(before)
        paper.with_name("eget.ipynb").unlink(missing_ok=True)
        paper.with_name("manifest.json").write_bytes(manifest)


@pytest.mark.parametrize(
    "key", ["", "E10001,2022,T", "E10001,2022,Å", "E10001", "a,b,c,d", "root:x:0:0:root:/root:/bin/bash"]
)
def test_a_row_that_is_not_of_the_data_is_told_by_its_name_and_never_opened(key, monkeypatch):
    opened, of = [], Path.open
    monkeypatch.setattr(Path, "open", lambda path, *given, **named: opened.append(path) or of(path, *given, **named))
    monkeypatch.setattr(Path, "read_text", lambda path, **_: path.open(encoding="utf-8").read())
    forged = Origin("money", "M1", "budget", (SourceRow("../../../etc/passwd", None if key else 1, key=key),))
    row = behind(forged)
    assert "../../../etc/passwd" in row
    assert "root:" not in row
    assert not [path for path in opened if path.name == "passwd"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"cells": []}', "\0", '{"nbformat": 4, "cells": [{}]}'])
def test_a_paper_that_cannot_be_read_is_refused(published, content, capsys):
    there, given = published
    paper = there / "reports" / "exempel" / "HT2023" / "trasig.ipynb"
    paper.write_text(content, encoding="utf-8")
    assert cli.main(["explain", "HT2023", "trasig", "Tabell 1", *given]) == 2
    assert "kan inte läsas" in capsys.readouterr().err
