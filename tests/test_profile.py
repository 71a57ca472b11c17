"""Profiles: any municipality and region from the pinned snapshot, worked out again by hand, and fit to be papers."""

import csv
import functools
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import naravard
from in_process import NOTEBOOKS, executed_with
from naravard import figures, measures, prose, tables
from naravard.document import Figure, Heading, Notice, Passage, Table, text_of
from naravard.formats.pdf.paper import pdf_from_document
from naravard.model import Area, Scale
from naravard.paper.checks import faults_of
from naravard.paper.compose import assemble
from naravard.reading.areas import county_of, full_name
from naravard.reading.inputs import input_files
from naravard.reading.profile import frame_of_profiles
from naravard.run import notebooks
from naravard.snapshots.nearest import nearest, write_nearest
from naravard.snapshots.snapshot import read_snapshot

ROOT = Path(__file__).parents[1]
SNAPSHOT = ROOT / "data" / "kolada"
LOOKED_AT = {
    "1814": "Lekebergs kommun",
    "1880": "Örebro kommun",
    "0180": "Stockholms kommun",
    "1480": "Göteborgs kommun",
    "0980": "Gotlands kommun",
    "2403": "Bjurholms kommun",
    "2425": "Dorotea kommun",
    "1864": "Ljusnarsbergs kommun",
    "0018": "Region Örebro län",
    "0009": "Region Gotland",
}
"""Large and small, alone in its county, with Kolada's own group and without, and with many values missing."""


@functools.cache
def profile(area, year=2022):
    return naravard.profile(area, year)


@functools.cache
def document(area, year=2022):
    return assemble(executed_with("kommunprofil", area=area, year=year))


@functools.cache
def row(area, indicator, year=2022):
    project = profile(area, year)
    rows = measures.indicators.rows(project, project.plan.project.last_term)
    return next(row for row in rows if row["indicator"] == indicator)


@functools.cache
def _raw(area):
    """The file of an area as plain rows: (key figure, year) to total."""
    with (SNAPSHOT / "values" / f"{area}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (line["kpi"], int(line["period"])): float(line["value"])
            for line in csv.DictReader(file)
            if line["gender"] == "T" and line["value"]
        }


def _blocks(project):
    """All that the notebook's cells show, as plain functions."""
    shown = Passage(
        (
            prose.profile_cover(project),
            prose.profile_summary(project),
            figures.positions(project),
            tables.profile(project),
            figures.profile_development(project),
            prose.profile_missing(project),
            prose.profile_method(project),
        )
    )
    return list(_flat(shown))


def _flat(block):
    if isinstance(block, Passage):
        for inner in block.blocks:
            yield from _flat(inner)
    else:
        yield block


def test_the_values_of_lekeberg_are_those_worked_out_by_hand():
    """Eight of the county's twelve have a waiting time for 2022: 68, 39, 101, 94, 32, 19, 38 and 3 days."""
    waiting = row("1814", "U23401")
    assert (waiting["value"], waiting["previous"], waiting["trend"]) == (68, 42, "worse")
    assert waiting["county"] == 394 / 8
    assert (waiting["county_count"], waiting["county_members"]) == (8, 12)
    assert waiting["peers"] == pytest.approx((61 + 62.75 + 37 + 134) / 4)
    term = profile("1814").plan.project.last_term
    places = measures.positions(profile("1814"), term).set_index("indicator")
    assert places.loc["U23401", ["rank", "count"]].tolist() == [6, 8], "five wait for a shorter time"
    assert places.loc["N20402", ["rank", "count"]].tolist() == [1, 12], "3 485 falls; the next has 4 321"
    shown = {cells[0].text: cells for table in _tables(document("1814")) for cells in table.rows}
    cells = shown["Väntetid till särskilt boende (dagar)"]
    assert [_plain(cell) for cell in cells[1:]] == ["68", "42 (2021)", "sämre", "49 (8)", "74 (4)", "saknas", "6 av 8"]


def test_the_values_of_a_region_are_those_worked_out_by_hand():
    """444 avoidable admissions in 2021 is the fewest of all 21 regions; Kolada's seven similar ones have 614 in mean."""
    admitted = row("0018", "U79133")
    assert (admitted["period"], admitted["trend"]) == ("2021", "better")
    assert (admitted["value"], admitted["previous"]) == (443.6899273, 471.1407179)
    similar = (600.2352331, 568.6543641, 566.0489131, 619.289397, 828.8506669, 573.8669987, 539.607955)
    assert admitted["peers"] == pytest.approx(sum(similar) / 7)
    shown = {cells[0].text: cells for table in _tables(document("0018")) for cells in table.rows}
    cells = shown["Påverkbar slutenvård vid kronisk sjukdom (per 100 000 inv.)"]
    assert [_plain(cell) for cell in cells[1:4]] == ["444 (2021)", "471 (2020)", "bättre"]
    assert [_plain(cell) for cell in cells[-3:]] == ["614", "585", "1 av 21"]


@pytest.mark.parametrize("area", ["1864", "0009", "0980", "2425"])
def test_every_mean_and_place_equals_the_one_worked_out_from_the_files(area):
    project = profile(area)
    term, snapshot = project.plan.project.last_term, project.key_figures
    places = {row["indicator"]: row for row in measures.positions.rows(project, term)}
    group = snapshot.county or snapshot.peers
    compared = 0
    for row_ in measures.indicators.rows(project, term):
        indicator = measures.indicator_of(project, row_["indicator"])
        years = [year for kpi, year in _raw(area) if kpi == indicator.kpi]
        if not years:
            assert row_["trend"] == "no_data"
            continue
        year = max(years)
        own = _raw(area)[indicator.kpi, year]
        assert (row_["period"], row_["value"]) == (str(year), own)
        for name, members in (("county", snapshot.county), ("peers", snapshot.peers)):
            known = [_raw(one)[indicator.kpi, year] for one in members if (indicator.kpi, year) in _raw(one)]
            assert row_[f"{name}_count"] == len(known)
            if known and indicator.scale.may_be_averaged and indicator.scale is not Scale.COUNT:
                assert row_[name] == pytest.approx(sum(known) / len(known))
        if indicator.id in places:
            others = [_raw(one).get((indicator.kpi, year)) for one in group if one != area]
            decimals = 10**indicator.decimals
            shown = [int(abs(value) * decimals + 0.5 + 1e-9) for value in [own, *(v for v in others if v is not None)]]
            sign = 1 if indicator.direction == "öka" else -1
            rank = 1 + sum(sign * value > sign * shown[0] for value in shown[1:])
            assert (places[indicator.id]["rank"], places[indicator.id]["count"]) == (rank, len(shown))
            compared += 1
    assert compared >= 8


@pytest.mark.parametrize("area", LOOKED_AT)
def test_a_profile_is_a_whole_paper_about_its_area(area):
    made = document(area)
    assert made.cover.organisation == LOOKED_AT[area]
    assert "2022" in made.cover.subtitle
    assert made.cover.date == "2024-08-30"
    assert not made.cover.marks, "it is no draft"
    found = [block for block in made.blocks if isinstance(block, Table | Figure)]
    assert len([block for block in found if isinstance(block, Figure)]) == 2
    assert all(block.rows for block in found if isinstance(block, Table))
    for heading, following in zip(made.blocks, [*made.blocks[1:], None], strict=True):
        if isinstance(heading, Heading):
            assert following is not None
            assert not isinstance(following, Heading)


@pytest.mark.parametrize("area", ["1262", "1814", "2425", "2506"])
def test_a_profile_has_at_most_four_pages(area):
    """Those with the longest summaries: where the figure after it did not go in on the first page there were five."""
    whole = replace(document(area), imprint="Körning 0123456789ab · underlag 0123456789ab")
    with pikepdf.open(io.BytesIO(pdf_from_document(whole))) as pdf:
        assert len(pdf.pages) == 4


@pytest.mark.parametrize("area", LOOKED_AT)
def test_every_table_and_figure_of_a_profile_says_its_source(area):
    for block in document(area).blocks:
        if isinstance(block, Table | Figure):
            assert block.source.startswith("Källa: Kolada")
            assert "egen beräkning" in block.source


def test_every_eighth_area_gives_blocks_fit_for_a_paper():
    """All 311 take a minute on one core; each county and all sizes are among these."""
    areas = list(frame_of_profiles().areas)
    assert len(areas) == 311
    for area in areas[::8]:
        for block in _blocks(naravard.profile(area, 2022)):
            assert faults_of(block) == [], area
            assert not re.search(r"\bnan\b|None|\(\)", text_of(block)), area


@pytest.mark.parametrize("area", ["1814", "0018", "0980"])
@pytest.mark.parametrize("year", [1994, 2001, 2012])
def test_a_year_with_few_values_is_said_in_words_and_gives_no_empty_table(area, year):
    blocks = _blocks(naravard.profile(area, year))
    assert not [block for block in blocks if isinstance(block, Table) and not block.rows]
    said = "\n".join(map(text_of, blocks))
    assert "saknar värde för" in said
    for block in blocks:
        assert faults_of(block) == []
    if year == 1994:
        assert "har värden för tre år" in said or area == "0018"
        assert [block for block in blocks if isinstance(block, Notice)]


def test_a_profile_knows_nothing_that_came_later():
    early = naravard.profile("1814", 2015)
    frame = measures.comparison_series(early, early.plan.project.last_term)
    assert frame["period"].max() == "2015"
    assert row("1814", "U21468", 2015)["value"] == _raw("1814")["U21468", 2015]


def test_an_area_or_a_year_that_the_snapshot_has_not_got_is_refused():
    for area in ("9999", "0000", "181", "Riket", "../1814", ""):
        with pytest.raises(ValueError, match=f"no municipality or region '{area}'"):
            naravard.profile(area, 2022)
    for year in (1993, 2023):
        with pytest.raises(ValueError, match=str(year)):
            naravard.profile("1814", year)


def test_a_municipality_has_the_key_figures_of_municipalities_and_a_region_those_of_regions():
    municipality = {indicator.id for indicator in profile("1814").indicators}
    region = {indicator.id for indicator in profile("0018").indicators}
    assert (len(municipality), len(region)) == (44, 13)
    assert {"U79133", "U79029", "U79092"} == region - municipality
    assert "N20403" in municipality & region
    assert "inga nyckeltal för regioner om tillgänglighet" in text_of(prose.profile_missing(profile("0018")))


def test_a_county_is_the_first_two_digits_of_the_code():
    areas = frame_of_profiles().areas
    koladas = profile("1814").key_figures.county
    with (SNAPSHOT / "municipality_groups.csv").open(encoding="utf-8", newline="") as file:
        members = {row["member_id"] for row in csv.DictReader(file) if row["group_id"] == "G33625"}
    assert set(koladas) == members, "as in Kolada's own group of the county"
    assert sum(len(county_of(SNAPSHOT, area).members) for area in areas.values() if area.code == "1480") == 49
    assert county_of(SNAPSHOT, areas["0980"]).members == (), "Gotland is alone"
    assert len(county_of(SNAPSHOT, areas["0018"]).members) == 21


def test_an_area_alone_in_its_county_is_placed_among_its_peers_and_the_paper_says_so():
    said = "\n".join(map(text_of, document("0980").blocks))
    assert "ensam i sitt län" in said
    assert "länets kommuner" not in said
    assert "Plats, liknande" in said
    assert len({column.heading for table in _tables(document("0980")) for column in table.columns} & {"Länet"}) == 0


def test_koladas_own_group_of_similar_areas_goes_before_ours():
    assert not profile("1814").key_figures.peers_own
    assert profile("1814").key_figures.peers_name == "Liknande kommuner, övergripande, Lekeberg, 2025"
    assert profile("0018").key_figures.peers_name.startswith("Liknande regioner, hälso- och sjukvård")
    assert profile("1864").key_figures.peers_own
    method = text_of(prose.profile_method(profile("1864")))
    assert "Uttaget har ingen av Koladas grupper för kommunen" in method
    assert "Munkfors" in method


def test_the_nearest_areas_in_the_snapshot_are_those_that_its_values_give(tmp_path):
    snapshot = read_snapshot(SNAPSHOT)
    year, found = nearest(snapshot)
    with (SNAPSHOT / "nearest.csv").open(encoding="utf-8", newline="") as file:
        kept = {row["id"]: row["members"].split() for row in csv.DictReader(file)}
    assert (year, found) == (2022, kept)
    assert len(kept) == 311
    assert all(len(members) == 7 and area not in members for area, members in kept.items())
    assert found["0180"][:2] == ["1480", "1280"], "Stockholm is nearest to Göteborg and Malmö"
    assert {snapshot.areas[code].kind for code in found["0001"]} == {"L"}
    write_nearest(snapshot, tmp_path)
    assert (tmp_path / "nearest.csv").read_bytes() == (SNAPSHOT / "nearest.csv").read_bytes()


@pytest.fixture
def without_groups(tmp_path, monkeypatch):
    """A working folder whose snapshot does not say which areas are alike."""
    shutil.copytree(ROOT / "data" / "profil", tmp_path / "data" / "profil")
    (tmp_path / "data" / "kolada").mkdir()
    for path in SNAPSHOT.iterdir():
        if path.name != "nearest.csv":
            (tmp_path / "data" / "kolada" / path.name).symlink_to(path)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("area", ["1864", "0980", "0009"])
def test_a_snapshot_that_does_not_say_who_is_alike_gives_a_profile_that_says_so(without_groups, area):
    project = naravard.profile(area, 2022)
    assert project.key_figures.peers == ()
    blocks = _blocks(project)
    assert "Uttaget säger inte vilka som är liknande" in "\n".join(map(text_of, blocks))
    assert not [block for block in blocks if isinstance(block, Table) and not block.rows]
    headings = {column.heading for block in blocks if isinstance(block, Table) for column in block.columns}
    assert "Liknande" not in headings


def test_only_the_area_and_those_it_is_compared_with_are_read():
    figures_ = profile("1864").key_figures
    read = {area for _, area, _ in figures_.series}
    assert read == {"1864", "0000", *figures_.county, *figures_.peers}
    assert {sex for _, area, sex in figures_.series if area != "1864"} == {"T"}
    assert {sex for _, area, sex in figures_.series if area == "1864"} == {"T", "K", "M"}
    names = input_files(ROOT / "data" / "profil", profile("1864"))
    assert "kolada/values/1864.csv" in names
    assert "profil/indikatorer.csv" in names


def test_every_file_that_a_profile_is_read_from_is_among_those_of_the_frame():
    files = frame_of_profiles().files
    assert len([name for name in files if name.startswith("kolada/values/")]) == 312
    assert {"profil/plan.toml", "profil/indikatorer.csv", "profil/teman.csv", "kolada/nearest.csv"} <= files.keys()
    assert input_files(ROOT / "data" / "profil", profile("0018")).items() <= files.items()


@pytest.mark.parametrize(
    ("name", "said"),
    [("Lekeberg", "Lekebergs kommun"), ("Örebro", "Örebro kommun"), ("Borås", "Borås kommun"), ("Falun", "Falu kommun"),
     ("Kalix", "Kalix kommun"), ("Dals-Ed", "Dals-Eds kommun"), ("Orust", "Orust kommun"), ("Kalmar", "Kalmar kommun")],
)  # fmt: skip
def test_a_municipality_is_called_what_it_calls_itself(name, said):
    assert full_name(Area("1", name, "K")) == said


def test_a_profile_is_not_one_of_the_papers_about_a_term():
    assert "kommunprofil" not in notebooks.papers(NOTEBOOKS)
    assert (NOTEBOOKS / "kommunprofil.ipynb").is_file()


def test_the_figure_has_a_sign_for_each_place_and_says_all_of_them_in_words():
    figure = next(block for block in document("1814").blocks if isinstance(block, Figure))
    project = profile("1814")
    places = measures.positions.rows(project, project.plan.project.last_term)
    assert figure.alt != figure.caption
    assert len(places) > 20
    for place in places:
        assert f"{place['name']} {place['rank']} av {place['count']}" in figure.alt


def test_the_sentences_count_what_the_measure_counts():
    project = profile("1814")
    counts = measures.held_against(project, project.plan.project.last_term).set_index(["theme", "against"])
    counts = counts.sort_index()
    total = counts.loc[("totalt", "county")]
    assert total[["better", "unchanged", "worse", "count"]].tolist() == [16, 0, 10, 26]
    said = text_of(prose.profile_summary(project))
    assert "bättre än medelvärdet för länets kommuner på 16 av 26\u00a0nyckeltal och sämre på tio" in said
    themes = [theme.name for theme in project.themes]
    assert sum(counts.loc[(theme, "county"), "better"] for theme in themes) == 16, "no key figure has two themes"


def test_steps_are_told_by_how_many_have_reached_the_highest():
    table = next(table for table in _tables(document("1814")) if table.name == "profil-digitalisering")
    locks = next(cells for cells in table.rows if cells[0].text == "Digitala lås")
    answers = [_raw(area).get(("U21349", 2022)) for area in profile("1814").key_figures.county]
    assert locks[1].text == "breddinfört"
    assert _plain(locks[4]) == f"{answers.count(2)} av {12 - answers.count(None)}"
    assert "Riket" not in [column.heading for column in table.columns], "a column without a value is left out"


def _tables(made):
    return [block for block in made.blocks if isinstance(block, Table)]


def _plain(cell):
    return cell.text.replace("\u00a0", " ")
