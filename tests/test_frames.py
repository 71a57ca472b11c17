"""pandas people feel at home: records and the snapshot of Kolada as frames, and areas by name."""

import csv
import pickle
import subprocess
import sys
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import pandas as pd
import pytest

import naravard
from naravard import cli, measures
from naravard.model import (
    FIELDS,
    PROJECT_TABLES,
    TERM_TABLES,
    Activity,
    ActivityStatus,
    Sex,
    TermReport,
    records_of,
)
from naravard.model.columns import columns
from naravard.reading.areas import by_name
from naravard.reading.kolada import areas_in
from naravard.reading.kolada_frame import unit_in
from naravard.terms import Term

ROOT = Path(__file__).parents[1]
SNAPSHOT = ROOT / "data" / "kolada"
TERM = "HT2023"
KINDS = {FIELDS[kind.table]: kind for kind in (*PROJECT_TABLES, *TERM_TABLES)}
NAMES = {kind.table for kind in KINDS.values()} | set(KINDS)


@pytest.fixture(scope="module")
def project():
    return naravard.open(ROOT / "data" / "exempel")


@pytest.fixture(scope="module")
def everything():
    return naravard.kolada()


def holder_of(project, kind):
    return project.term(TERM) if kind.per_term else project


@pytest.mark.parametrize("name", KINDS)
def test_every_table_is_a_frame_whose_columns_are_the_fields_that_count_no_persons(project, name):
    kind = KINDS[name]
    records = getattr(holder_of(project, kind), name)
    frame, swedish = records.to_frame(), records.to_frame(swedish=True)
    shown = [column for column in columns(kind) if column.name not in kind.counting]
    assert len(frame) == len(records) > 0
    assert list(frame.columns) == [column.name for column in shown]
    assert list(swedish.columns) == [column.heading for column in shown]
    assert swedish.set_axis(frame.columns, axis=1).equals(frame)


@pytest.mark.parametrize("name", KINDS)
def test_a_frame_of_pandas_own_has_the_same_labels_and_the_records_own_values(project, name):
    records = getattr(holder_of(project, KINDS[name]), name)
    for frame in (pd.DataFrame(records), pd.DataFrame(list(records))):
        assert list(frame.columns) == list(records.to_frame().columns)
        for field in frame:
            pairs = zip(frame[field], records, strict=True)
            assert all(pd.isna(value) if one[field] is None else value == one[field] for value, one in pairs)


def test_each_kind_of_value_has_the_type_that_pandas_has_for_it(project):
    frame = project.term(TERM).activities.to_frame()
    first = project.term(TERM).activities[0]
    assert frame["start"].dtype.kind == frame["actual_end"].dtype.kind == "M"
    assert frame["start"][0] == pd.Timestamp(first.start)
    assert frame["status"].dtype == pd.CategoricalDtype(list(map(str, ActivityStatus)))
    assert frame["budget"].dtype == "float64"
    assert frame["budget"][0] == first.budget
    assert frame["themes"][0] == first.themes
    assert frame["cited"][0] == tuple(map(str, first.cited))
    indicators = project.indicators.to_frame()
    assert indicators["decimals"].dtype == "Int64"
    assert indicators["counts_persons"].dtype == "boolean"
    assert set(indicators["since"].dropna()) <= {str(indicator.since) for indicator in project.indicators}
    decisions = project.term(TERM).decisions
    assert decisions.to_frame()["decided_on"].dropna().tolist() == [
        str(d.decided_on) for d in decisions if d.decided_on
    ]


def test_what_is_not_there_is_missing_and_no_word(project):
    made = Activity(id="A1", name="Kurs", output_goal="PM1", status="pågår", start="2023-01-01", end="2023-12-31",
                    responsible="chef", budget=None, outcome=None)  # fmt: skip
    frame = TermReport(Term(2023, "HT"), activities=(made,)).activities.to_frame()
    assert frame[["budget", "outcome", "actual_start", "comment", "note"]].isna().all(axis=None)
    assert frame["actual_start"].dtype.kind == "M"
    assert frame["target_groups"][0] == ()


def test_an_empty_table_has_all_its_columns_and_their_types(project):
    full, empty = project.term(TERM).activities.to_frame(), TermReport(Term(2023, "HT")).activities.to_frame()
    assert len(empty) == 0
    assert empty.dtypes.map(lambda dtype: dtype.kind).equals(full.dtypes.map(lambda dtype: dtype.kind))


def test_exact_amounts_are_the_decimals_that_were_filled_in(project):
    exact = project.term(TERM).funding.to_frame(exact=True)
    assert exact["budget"].tolist() == [funding.budget for funding in project.term(TERM).funding]
    assert isinstance(exact["budget"][0], Decimal)
    assert exact["report_by"].dtype.kind == "M"


@pytest.mark.parametrize("name", ["activities", "measurements", "indicators"])
def test_no_frame_and_no_mapping_holds_a_count_of_persons(project, name):
    kind = KINDS[name]
    record = getattr(holder_of(project, kind), name)[0]
    for shown in (record, pd.DataFrame([record]), project.to_frame(name), project.to_frame(name, swedish=True)):
        assert not {*kind.counting, *(c.heading for c in columns(kind) if c.name in kind.counting)} & {*shown}
    with pytest.raises(
        KeyError, match=f"shows no field '{kind.counting[0]}'; those that it shows are id, |indicator, "
    ):
        record[kind.counting[0]]


def test_a_record_is_a_mapping_and_all_that_it_was_before(project):
    record = project.term(TERM).activities[0]
    assert isinstance(record, Mapping)
    assert (record["id"], record.get("participants"), "status" in record) == ("A01", None, True)
    assert dict(record) == {name: getattr(record, name) for name in record}
    match record:
        case {"id": found}:
            assert found == "A01"
    for same in (pickle.loads(pickle.dumps(record)), deepcopy(record), record.model_copy(), Activity(**record)):
        assert (same.id, same.status, same.cited) == (record.id, record.status, record.cited)
    assert {record, deepcopy(record)} == {record}
    assert Activity.model_validate(record) is record
    assert record.model_dump()["participants"] == record.participants
    assert record.model_copy(update={"participants": 7}) != record


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_project_gives_any_table_by_either_name_with_all_terms_in_one_frame(project, name):
    kind = next(kind for kind in KINDS.values() if name in (kind.table, FIELDS[kind.table]))
    frame = project.to_frame(name)
    if not kind.per_term:
        assert frame.equals(records_of(project, kind.table).to_frame())
        return
    assert frame.columns[0] == "term"
    assert project.to_frame(name, swedish=True).columns[0] == "termin"
    for report in project.reports:
        rows = frame[frame["term"] == str(report.term)].drop(columns="term").reset_index(drop=True)
        assert rows["cited"].tolist() == records_of(report, kind.table).to_frame()["cited"].tolist()


def test_terms_are_in_order_of_time_and_may_be_compared(project):
    frame = project.to_frame("activities")
    assert list(frame["term"].cat.categories) == list(map(str, project.terms))
    assert frame["term"].is_monotonic_increasing
    assert set(frame[frame["term"] >= "HT2022"]["term"]) == {"HT2022", "VT2023", "HT2023"}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_filled_in_table_of_all_terms_is_the_tables_of_the_terms_as_they_may_be_published(project, name):
    whole = measures.table(project, name)
    if whole.columns[0] != "termin":
        assert not next(kind for kind in KINDS.values() if name in (kind.table, FIELDS[kind.table])).per_term
        return
    for term in project.terms:
        of_term = whole[whole["termin"] == str(term)].drop(columns="termin").reset_index(drop=True)
        pd.testing.assert_frame_equal(of_term, measures.table(project, name, term), check_dtype=False)


def test_a_project_without_reports_has_frames_without_rows(project):
    bare = replace(project, reports=(), memory={})
    for frame in (bare.to_frame("activities"), measures.table(bare, "aktiviteter"), measures.table(bare, "matvarden")):
        assert len(frame) == 0
        assert frame.columns[0].startswith("term")


def test_the_frame_of_kolada_is_the_snapshot_value_for_value(everything):
    words = dict(zip("TKM", map(str, Sex), strict=True))
    rows = zip(*(everything[name] for name in ("kpi", "area", "year", "sex", "value")), strict=True)
    found = {key: value for *key, value in rows for key in [tuple(key)]}
    assert len(found) == len(everything) == 301_115
    for path in (SNAPSHOT / "values").glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            for kpi, year, sex, value in list(csv.reader(file))[1:]:
                had = found.pop((kpi, path.stem, int(year), words[sex]))
                assert had == float(value) if value else pd.isna(had)
    assert found == {}
    assert (everything["status"] == "missing").equals(everything["value"].isna().rename("status"))


def test_the_frame_of_kolada_has_the_columns_and_types_that_its_help_says(everything):
    assert [name for name in everything if f"``{name}``" not in naravard.kolada.__doc__] == []
    assert everything["year"].dtype == "int64"
    assert everything["value"].dtype == "float64"
    assert list(everything["sex"].cat.categories) == ["totalt", "kvinnor", "män"]
    assert list(everything["status"].cat.categories) == ["ok", "missing"]
    titles = everything.drop_duplicates("kpi").set_index("kpi")
    assert titles.loc["N01951", ["title", "unit"]].tolist() == ["Invånare totalt, antal", "antal"]
    assert everything[["kpi", "title", "unit"]].drop_duplicates()["kpi"].is_unique
    assert everything[["area", "name"]].drop_duplicates()["area"].is_unique
    assert set(everything["area"]) == set(areas_in(SNAPSHOT))


def test_rows_come_in_the_order_asked_for():
    frame = naravard.kolada(["U21401", "N01951"], ["Riket", "lekebergs kommun"], [2022, 2021])
    assert frame["kpi"].unique().tolist() == ["U21401", "N01951"]
    inhabitants = frame[frame["kpi"] == "N01951"]
    assert inhabitants["name"].tolist() == ["Riket"] * 6 + ["Lekeberg"] * 6
    assert inhabitants["year"].tolist() == [2021] * 3 + [2022] * 3 + [2021] * 3 + [2022] * 3
    assert inhabitants["sex"].tolist() == ["totalt", "kvinnor", "män"] * 4
    assert inhabitants["value"].iloc[9] == 8756


def test_a_choice_is_the_same_rows_of_all_that_there_is(everything):
    chosen = naravard.kolada(["N01813", "N20891"], ["1814", "0018"], range(2015, 2020), ["kvinnor", "M"])
    same = everything[everything["kpi"].isin(["N01813", "N20891"]) & everything["area"].isin(["1814", "0018"])
                      & everything["year"].between(2015, 2019) & (everything["sex"] != "totalt")]  # fmt: skip
    by = ["kpi", "area", "year", "sex"]
    pd.testing.assert_frame_equal(chosen.sort_values(by, ignore_index=True), same.sort_values(by, ignore_index=True))
    assert len(chosen) == 30


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ({"kpis": "n01951"}, {"kpis": ["N01951"]}),
        ({"areas": " region örebro LÄN"}, {"areas": "0018"}),
        ({"areas": normalize("NFD", "Örebro")}, {"areas": ["1880"]}),
        ({"areas": ["Falu kommun", "Falun", "2080"]}, {"areas": "2080"}),
        ({"areas": pd.Series(["Borås kommun"])}, {"areas": "1490"}),
        ({"years": 2022}, {"years": range(2022, 2023)}),
        ({"years": pd.Series([2022])[0]}, {"years": [2022]}),
        ({"sex": "t"}, {"sex": Sex.TOTAL}),
    ],
)
def test_one_or_several_and_any_way_to_write_it_is_understood(asked, same):
    few = {"kpis": "N01951", "areas": "1814"}
    frame = naravard.kolada(**{**few, **asked})
    assert len(frame) > 0
    assert frame.equals(naravard.kolada(**{**few, **same}))


def test_what_is_asked_for_and_not_listed_gives_no_rows_but_all_columns(everything):
    for empty in (naravard.kolada("N01919"), naravard.kolada([]), naravard.kolada(areas=[])):
        assert len(empty) == 0
        assert list(empty.columns) == list(everything.columns)
        assert empty.dtypes.equals(everything.dtypes)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kpis": "N0195"}, "no key figure 'N0195'; did you mean 'N01957' or 'N01951'"),
        ({"kpis": "@"}, "no key figure '@'; write for example 'N00090' or 'N00091'"),
        ({"areas": "Halsberg"}, "no area 'Halsberg'; did you mean 'Hallsberg'"),
        ({"areas": ["Örebro", "Region Örebro"]}, "no area 'Region Örebro'; did you mean 'Region Örebro län'"),
        ({"years": range(2020, 2024)}, "the years 1994 to 2022, and not 2023"),
        ({"years": "2022"}, "the years 1994 to 2022, and not '2022'"),
        ({"sex": "kvinna"}, "no sex 'kvinna'; did you mean 'kvinnor'"),
    ],
)
def test_what_the_snapshot_has_not_got_is_an_error_that_suggests_what_it_has(asked, said):
    with pytest.raises(ValueError, match=said):
        naravard.kolada(**asked)


def test_a_profile_is_opened_by_any_name_of_its_area_and_a_wrong_one_suggests():
    for name in ("1861", "Hallsberg", "HALLSBERG", "Hallsbergs kommun"):
        assert naravard.profile(name, 2022).plan.project.area == "1861"
    assert naravard.profile("region dalarna", 2022).name == "profil-0020"
    with pytest.raises(ValueError, match="did you mean 'Hallsberg'"):
        naravard.profile("Halsberg", 2022)


def test_no_two_areas_go_by_the_same_name():
    areas = areas_in(SNAPSHOT)
    names = by_name(areas.values())
    assert len({name.casefold() for name in names}) == len(names)
    assert {area.code for area in names.values()} == set(areas)
    assert names["Lekebergs kommun"] == names["Lekeberg"] == names["1814"] == areas["1814"]


def test_the_command_for_profiles_suggests_areas_in_swedish(capsys, tmp_path):
    assert cli.main(["profiles", "2022", "--area", "Örebro, Halsberg", "--out", str(tmp_path)]) == 2
    assert "'Halsberg' är ingen kommun eller region i uttaget. Menade du 'Hallsberg'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Invånare 80+, andel (%)", "%"),
        ("Invånare 65+ och ensamboende, andel (%) av 65+", "%"),
        ('Andel som har svarat "Ganska bra" (%)', "%"),
        ("Hemtjänsttagare som möter fler än 20 personal, andel (%) (- 2024)", "%"),
        ("Invånare 0-19 år, antal", "antal"),
        ("Vårdtid som utskrivningsklar, antal dagar/inv 65+", "antal dagar/inv 65+"),
        ("Nettokostnad äldreomsorg, kr/inv", "kr/inv"),
        ("Personalkontinuitet, antal personal som en hemtjänsttagare möter, medelvärde (- 2024)", ""),
        ("Digitala lås, (Breddinfört=2, testverksamhet=1, Nej=0)", ""),
        ("Patientupplevd kvalitet, index (-2024)", ""),
        ("", ""),
    ],
)
def test_a_unit_is_read_from_the_title_where_it_can_be_told(title, unit):
    assert unit_in(title) == unit


def a_snapshot(folder, rows):
    (folder / "values").mkdir(parents=True)
    (folder / "snapshot.toml").write_text(f"fetched = {date(2024, 1, 1)}\nyears = [2020, 2022]\n", encoding="utf-8")
    (folder / "kpi.csv").write_text("id,title,description\nN1,Ett,\nN2,Två,\n", encoding="utf-8")
    (folder / "municipality.csv").write_text("id,title,type\n9998,Aby,K\n9999,Beby,K\n", encoding="utf-8")
    for area, text in rows.items():
        (folder / "values" / f"{area}.csv").write_text(text, encoding="utf-8")


def test_another_snapshot_is_named_by_its_folder_from_here_or_above(tmp_path, monkeypatch):
    head = "kpi,period,gender,value\n"
    a_snapshot(tmp_path / "data" / "nytt", {"9998": f"{head}N1,2021,T,\nN2,2022,T,1.5", "9999": f"{head}N1,2020,T,2\n"})
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    for folder in ("data/nytt", tmp_path / "data" / "nytt"):
        frame = naravard.kolada(snapshot=folder)
        assert frame[["kpi", "name", "year", "status"]].to_numpy().tolist() == [
            ["N1", "Aby", 2021, "missing"], ["N1", "Beby", 2020, "ok"], ["N2", "Aby", 2022, "ok"]
        ]  # fmt: skip
    with pytest.raises(FileNotFoundError, match=r"no snapshot\.toml in data/annat, neither from"):
        naravard.kolada(snapshot="data/annat")
    with pytest.raises(FileNotFoundError, match="say where the snapshot is, as in snapshot='data/kolada'"):
        naravard.kolada()


def test_a_damaged_file_is_named(tmp_path):
    a_snapshot(tmp_path, {"9998": "kpi;period;gender;value\n", "9999": "kpi,period,gender,value\n"})
    with pytest.raises(ValueError, match=r"9998\.csv är skadad"):
        naravard.kolada(snapshot=tmp_path)


def test_naravard_is_imported_without_pandas_until_a_frame_is_asked_for():
    code = (
        "import sys, naravard\n"
        "assert not {'pandas', 'pydantic', 'naravard.reading'} & set(sys.modules)\n"
        "project = naravard.open('data/exempel')\n"
        "assert 'pandas' not in sys.modules\n"
        "project.indicators.to_frame()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
