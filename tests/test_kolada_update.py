"""``naravard kolada update`` against a server on this machine: a new snapshot that is whole, or none at all."""

import csv
import errno
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import naravard
from kolada_server import Server, World
from naravard import cli
from naravard.cli.kolada import TEST_SERVER
from naravard.snapshots import client, snapshot
from naravard.snapshots.snapshot import new_folder, read_snapshot

DATA = Path(__file__).parents[1] / "data"
SNAPSHOT = DATA / "kolada"
PLAN = """format = 1
[projekt]
namn = "Nära vård"
syfte = "Att pröva uttaget."
kommun = "Lekebergs kommun"
kommunkod = "1814"
forsta_termin = "VT2022"
sista_termin = "HT2023"
[jamforelse]
uttag = "../kolada"
lanets_kommuner = "G33625"
liknande_kommuner = "G37441"
"""
HEADER = "id;namn;tema;målgrupp;enhet;skala;riktning;nyckeltal;osäkerhetstal\n"
ROW = "{};Indikator;bakgrund;alla;%;andel;bakgrund;{};{}\n"


class Place:
    """A small project with a snapshot, and a server in Kolada's place that knows the same values."""

    def __init__(self, folder: Path, server: Server, capsys) -> None:
        self.folder, self.server, self._capsys = folder, server, capsys
        self.new = folder / "ny"
        self.said = self.told = ""

    @property
    def world(self) -> World:
        return self.server.world

    def update(self, *arguments: str, into: str = "ny") -> int:
        code = cli.main(
            ["kolada", "update", "--data", str(self.folder / "projekt"), "--into", str(self.folder / into), *arguments]
        )
        self.said, self.told = self._capsys.readouterr()
        return code

    def name(self, *indicators: tuple[str, str, str]) -> None:
        """Let the project have these indicators: id, key figure, and that of its margin."""
        rows = "".join(ROW.format(*indicator) for indicator in indicators)
        (self.folder / "projekt" / "indikatorer.csv").write_text(HEADER + rows, encoding="utf-8-sig")

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture
def place(tmp_path, monkeypatch, capsys):
    areas = ["0000", "0018", "0481", "0580", "1814", "1880", "1881"]
    world = World.of(SNAPSHOT, areas, ["N00090", "N01951", "N01813", "U21401"])
    for group in world.groups:
        group["members"] = [member for member in group["members"] if member["member_id"] in areas]
    world.groups = [group for group in world.groups if group["id"] in ("G33625", "G37441", "G37606")]
    project = tmp_path / "projekt"
    project.mkdir()
    (project / "plan.toml").write_text(PLAN, encoding="utf-8")
    with Server(world).serving() as server:
        monkeypatch.setenv(TEST_SERVER, server.address)
        monkeypatch.setattr(client.time, "sleep", lambda _: None)
        place = Place(tmp_path, server, capsys)
        place.name(("I1", "N00090", ""), ("I2", "N01951", "N01813"))
        assert place.update(into="kolada") == 0
        server.asked.clear()
        yield place


def test_a_first_snapshot_is_made_where_there_is_none_to_compare_with(place):
    shutil.rmtree(place.folder / "kolada")
    assert place.update() == 0
    assert "Det finns inget uttag i" in place.said
    assert set(read_snapshot(place.new).key_figures) == {"N00090", "N01951", "N01813"}


def test_an_update_without_changes_gives_the_same_files_and_says_so(place):
    assert place.update() == 0
    assert "Inget skiljer från det förra uttaget." in place.said
    for path in (place.folder / "kolada").rglob("*.csv"):
        assert (place.new / path.relative_to(place.folder / "kolada")).read_bytes() == path.read_bytes()


def test_the_snapshot_says_where_and_when_it_was_made_and_is_found_whole(place, capsys):
    assert place.update() == 0
    about = (place.new / "snapshot.toml").read_text(encoding="utf-8")
    assert f"fetched = {date.today().isoformat()}" in about
    assert f'address = "{place.server.address}"' in about
    assert 'source = "en testserver"' in about, "what does not come from Kolada is not said to"
    assert '"G33625"' in about
    assert cli.main(["kolada", "verify", "--snapshot", str(place.new)]) == 0
    assert "anrop, " in place.said


def test_the_line_of_the_plan_to_change_is_told_and_the_plan_left_as_it_is(place):
    before = (place.folder / "projekt" / "plan.toml").read_bytes()
    assert place.update() == 0
    assert 'uttag = "../ny"' in place.said
    assert (place.folder / "projekt" / "plan.toml").read_bytes() == before


def test_the_new_folder_stands_beside_the_old_with_the_day_in_its_name(place, capsys):
    assert cli.main(["kolada", "update", "--data", str(place.folder / "projekt")]) == 0
    assert (place.folder / f"kolada-{date.today().isoformat()}" / "snapshot.toml").is_file()


@pytest.mark.parametrize("there", ["folder", "file", "dangling link"])
def test_nothing_that_is_there_is_written_over_and_nobody_is_asked(place, there):
    if there == "folder":
        place.new.mkdir()
    elif there == "file":
        place.new.write_text("mitt")
    else:
        place.new.symlink_to("ingenstans")
    assert place.update() == 2
    assert "finns redan" in place.told
    assert place.server.asked == []


def test_a_snapshot_that_appears_while_the_new_one_is_written_is_not_written_over(tmp_path):
    with pytest.raises(FileExistsError), new_folder(tmp_path / "ny") as work:
        (work / "en.csv").write_text("1")
        (tmp_path / "ny").mkdir()
        (tmp_path / "ny" / "annan.csv").write_text("2")
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["annan.csv"]


def test_a_folder_that_cannot_be_made_is_told_of(place):
    (place.folder / "fil").write_text("")
    before = place.files()
    assert place.update(into="fil/ny") == 4
    assert "Inget nytt uttag är gjort" in place.told
    assert place.files() == before


def test_a_disk_that_gets_full_while_writing_leaves_nothing(place, monkeypatch):
    def full(_: Path) -> str:
        raise OSError(errno.ENOSPC, "No space left on device", "values")

    monkeypatch.setattr(snapshot, "dump_sha256", full)
    before = place.files()
    assert place.update() == 4
    assert "No space left on device. Inget nytt uttag är gjort." in place.told
    assert place.files() == before
    assert {path.name for path in place.folder.iterdir()} == {"projekt", "kolada"}


def test_what_a_killed_run_left_is_taken_away_after_a_day(place):
    yesterday, just_now = place.folder / ".uttag-igår", place.folder / ".uttag-nyss"
    for left in (yesterday, just_now):
        (left / "values").mkdir(parents=True)
    os.utime(yesterday, (0, 0))
    assert place.update() == 0
    assert just_now.is_dir()
    assert not yesterday.exists()


def test_a_list_of_differences_that_cannot_be_written_leaves_no_snapshot(place):
    assert place.update("--diff", str(place.folder / "saknas" / "diff.csv")) == 2
    assert place.server.asked == []
    assert not place.new.exists()


def test_every_value_stands_as_it_is_written_in_the_json(place):
    texts = ["0.1000000000000000055", "1e-05", "-0.0", "12345678901234567890.5", "7", "1E+2"]
    points = {(2000 + place_in, "T"): text for place_in, text in enumerate(texts)}
    place.world.values["N00090", "1814"] = points
    assert place.update() == 0
    written = read_snapshot(place.new).values["1814"]
    assert [written["N00090", year, sex] for year, sex in points] == texts


def test_a_value_written_in_another_way_is_no_change(place):
    series = place.world.values["N01951", "1814"]
    series[2022, "T"] = str(int(float(series[2022, "T"])))
    assert place.update() == 0
    assert "Inget skiljer" in place.said


def test_null_is_an_empty_value_and_withdrawn_is_none_at_all(place):
    series = place.world.values["N00090", "1814"]
    series[2022, "T"], series[2022, "K"] = None, World.WITHDRAWN
    assert place.update() == 0
    written = read_snapshot(place.new).values["1814"]
    assert written["N00090", 2022, "T"] == ""
    assert ("N00090", 2022, "K") not in written


def test_what_has_become_of_each_value_is_told_and_counted(place):
    series, diff = place.world.values["N00090", "1814"], place.folder / "diff.csv"
    before = dict(series)
    assert all(before[year, "T"] for year in range(2018, 2022))
    series[2021, "T"], series[2020, "T"], series[2019, "T"] = "99.5", World.WITHDRAWN, None
    del series[2018, "T"]
    series[2023, "T"] = "5.25"
    assert place.update("--diff", str(diff)) == 0
    title = "Sjukfrånvaro totalt bland anställda, kommun, andel (%)"
    old = {year: before[year, "T"].replace(".", ",") for year in range(2018, 2022)}
    assert f"N00090 2021 totalt  {title}, från {old[2021]} till 99,5" in place.said
    assert f"N00090 2020 totalt  {title} (var {old[2020]})" in place.said
    assert f"N00090  2021: {old[2021]}, nu 2023: 5,25" in place.said
    rows = list(csv.DictReader(diff.open(encoding="utf-8-sig", newline=""), delimiter=";"))
    assert [(row["vad"], row["år"], row["förr"], row["nu"]) for row in rows] == [
        ("ändrat värde", "2021", old[2021], "99,5"),
        ("nytt värde", "2023", "", "5,25"),
        ("återkallat värde", "2020", old[2020], ""),
        ("borttaget värde", "2018", old[2018], ""),
        ("borttaget värde", "2019", old[2019], ""),
    ]
    assert {(row["områdets namn"], row["kön"]) for row in rows} == {("Lekeberg", "totalt")}


def test_a_changed_title_is_told_with_both_titles(place):
    kpi = next(kpi for kpi in place.world.kpis if kpi["id"] == "N00090")
    old, kpi["title"] = kpi["title"], "Sjukfrånvaro (- 2024)"
    assert place.update() == 0
    assert f"N00090  ”{old}” heter nu ”Sjukfrånvaro (- 2024)”" in place.said


def test_a_key_figure_that_is_gone_is_told_with_the_indicators_that_use_it(place):
    place.world.kpis = [kpi for kpi in place.world.kpis if kpi["id"] != "N01813"]
    assert place.update() == 0
    assert "Rätta detta innan uttaget tas i bruk. Kolada har inte:\n  N01813 (används av indikatorn I2)" in place.said
    assert "värden som inte finns längre                 0" in place.said, "its values are not counted one by one"


def test_changed_groups_and_areas_are_told(place):
    county, peers = (next(g for g in place.world.groups if g["id"] == code) for code in ("G33625", "G37606"))
    county["members"] = [*county["members"][1:], {"member_id": "0018", "member_title": "Region Örebro län"}]
    county["title"] = "Örebro län"
    place.world.groups.remove(peers)
    place.world.areas[-1]["title"] = "Nya Kumla"
    place.world.areas.append({"id": "1882", "title": "Askersund", "type": "K"})
    assert place.update() == 0
    for line in (
        "G37606  Liknande kommuner, övergripande, Örebro, 2025 finns inte längre",
        "G33625  Örebro läns kommuner (ovägt medel) heter nu Örebro län",
        "G33625  Örebro län: Region Örebro län har kommit till",
        "G33625  Örebro län: Lekeberg är inte längre med",
        "1881  Kumla heter nu Nya Kumla",
        "1882  Askersund",
    ):
        assert f"  {line}\n" in place.said


def test_the_groups_that_profiles_compare_with_are_fetched_for_every_area(place):
    members = [{"member_id": "1814", "member_title": "Lekeberg"}]
    for code, title in (
        ("G1", "Liknande kommuner, övergripande, Kumla, 2025"),
        ("G2", "Liknande kommuner LSS, Kumla, 2025"),
    ):
        place.world.groups.append({"id": code, "title": title, "members": members})
    assert place.update() == 0
    assert set(read_snapshot(place.new).groups) == {"G33625", "G37441", "G37606", "G1"}
    assert "Grupper som är nya i uttaget: 1." in place.said


def test_what_the_old_snapshot_has_is_fetched_besides_what_the_project_needs(place):
    place.name(("I3", "U21401", ""))
    assert place.update() == 0
    assert set(read_snapshot(place.new).key_figures) == {"N00090", "N01951", "N01813", "U21401"}
    assert "Nyckeltal som är nya i uttaget:\n  U21401" in place.said


def test_only_the_years_asked_for_are_fetched_and_compared(place):
    assert place.update("--from", "2015") == 0
    assert read_snapshot(place.new).years == (2015, 2022)
    assert "Inget skiljer" in place.said
    assert all("/year/2015,2016" in path for path in place.server.asked if "/data/" in path)
    assert "from = 2015" in (place.new / "snapshot.toml").read_text(encoding="utf-8")


def test_many_years_are_asked_for_25_at_a_time(place):
    assert place.update("--from", "1980") == 0
    years = [path.split("/year/")[1].split("?")[0].split(",") for path in place.server.asked if "/year/" in path]
    assert [len(batch) for batch in years] == [25, date.today().year + 1 - 2004]


@pytest.mark.parametrize("year", ["i fjol", "20", "1899", "2999", "２０１５"])
def test_a_year_that_is_none_is_refused(place, year):
    assert place.update("--from", year) == 2
    assert "--from ska vara ett år" in place.told
    assert place.server.asked == []


def test_an_answer_in_many_pages_is_read_to_the_end(place):
    place.server.page = 7
    assert place.update() == 0
    assert "Inget skiljer" in place.said
    assert len(place.server.asked) > 50


def test_a_municipality_that_kolada_does_not_know_is_refused(place):
    plan = place.folder / "projekt" / "plan.toml"
    plan.write_text(PLAN.replace('"1814"', '"9999"'), encoding="utf-8")
    assert place.update() == 2
    assert "Kolada har inget område med kommunkoden 9999" in place.told
    assert not place.new.exists()


def test_a_project_that_names_no_key_figures_has_nothing_to_fetch(place):
    shutil.rmtree(place.folder / "kolada")
    place.name()
    assert place.update() == 2
    assert "nämner inga nyckeltal" in place.told
    assert place.server.asked == []


def test_an_area_without_values_is_there_all_the_same(place):
    place.world.areas.append({"id": "1882", "title": "Askersund", "type": "K"})
    assert place.update() == 0
    assert (place.new / "values" / "1882.csv").read_text(encoding="utf-8") == "kpi,period,gender,value\n"


@pytest.mark.parametrize("members", [[], [{"member_id": "0180", "member_title": "Stockholm"}]])
def test_a_group_that_is_empty_or_has_members_that_are_no_areas_is_as_good_as_none(place, members):
    next(group for group in place.world.groups if group["id"] == "G37441")["members"] = members
    assert place.update() == 0
    assert "Kolada har inte:\n  gruppen G37441 (liknande_kommuner i plan.toml)" in place.said


def test_an_id_that_could_lead_elsewhere_never_becomes_part_of_an_address(place):
    place.name(("I3", "../../x", ""))
    assert place.update() == 2
    assert "'../../x' kan inte vara ett id i Kolada" in place.told
    assert not [path for path in place.server.asked if "x" in path.split("/")]


def test_indicators_with_errors_are_not_fetched_by_halves(place):
    indicators = place.folder / "projekt" / "indikatorer.csv"
    indicators.write_text("id;nyckeltal\nI3;U21401\n", encoding="utf-8-sig")
    assert place.update() == 2
    assert "har fel" in place.told
    assert place.server.asked == []


def test_a_project_without_comparison_or_folder_is_refused(place, capsys):
    assert cli.main(["kolada", "update", "--data", str(place.folder / "saknas")]) == 2
    (place.folder / "projekt" / "plan.toml").write_text(PLAN.split("[jamforelse]")[0], encoding="utf-8")
    assert place.update() == 2
    assert "[jamforelse]" in place.told


def test_a_damaged_old_snapshot_is_told_of_before_anything_is_fetched(place):
    (place.folder / "kolada" / "kpi.csv").unlink()
    assert place.update() == 2
    assert "kpi.csv" in place.told
    assert place.server.asked == []


def test_no_title_from_the_net_can_steer_the_terminal_or_become_a_formula(place):
    kpi = next(kpi for kpi in place.world.kpis if kpi["id"] == "N00090")
    kpi["title"] = "=HYPERLINK(\x1b[2J)\nradbyte"
    assert place.update("--diff", str(place.folder / "diff.csv")) == 0
    assert "\x1b" not in place.said
    text = (place.folder / "diff.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=";"))
    assert rows[1][2].startswith("'=HYPERLINK")


@pytest.fixture(scope="module")
def lekeberg(tmp_path_factory):
    """The real project beside a new snapshot, fetched from a server with the real values of 30 areas."""
    project = naravard.open(DATA / "lekeberg")
    mine = {area for _, area, _ in project.key_figures.series}
    others = sorted(path.stem for path in (SNAPSHOT / "values").glob("*.csv"))
    areas = [*mine, *(area for area in others if area not in mine)][:30]
    kpis = {kpi for one in project.indicators for kpi in (one.kpi, one.margin_kpi) if kpi}
    folder = tmp_path_factory.mktemp("lekeberg")
    shutil.copytree(DATA / "lekeberg", folder / "lekeberg")
    with pytest.MonkeyPatch.context() as patch, Server(World.of(SNAPSHOT, areas, kpis), page=1000).serving() as server:
        patch.setenv(TEST_SERVER, server.address)
        assert cli.main(["kolada", "update", "--data", str(folder / "lekeberg"), "--into", str(folder / "ny")]) == 0
    plan = folder / "lekeberg" / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('"../kolada"', '"../ny"'), encoding="utf-8")
    return project, naravard.open(folder / "lekeberg"), server


def test_a_report_reads_the_same_figures_from_the_new_snapshot(lekeberg):
    from naravard import measures

    before, after, _ = lekeberg
    assert len(after.key_figures.series) > 500
    known = before.key_figures
    same = {"fetched": known.fetched, "source": "Kolada", "areas": known.areas, "folder": known.folder}
    assert replace(after.key_figures, **same) == known
    frames = [measures.indicators(project, project.terms[-1]) for project in (before, after)]
    first, second = (frame[[name for name in frame if not name.endswith("origin")]] for frame in frames)
    assert second.equals(first)


def test_at_most_25_ids_are_asked_for_at_a_time_over_one_connection_that_says_who_asks(lekeberg):
    _, _, server = lekeberg
    questions = [
        path for path in server.asked if path.startswith("/v3/data/") and "&page=" not in path and "?page=" not in path
    ]
    assert len(questions) == 3 * 2, "70 key figures and 30 areas"
    assert len(server.asked) > 10, "and the pages of each"
    assert len(server.connections) == 1
    assert all(agent.startswith("naravard/") for agent in server.agents)
