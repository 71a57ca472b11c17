"""Many papers: each in its own process, published as it comes, made once; threads and a real Dask cluster do the same."""

import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from naravard import cli
from naravard.editions.index import profile_page
from naravard.editions.making import Failure
from naravard.editions.manifest import Snapshot, read_manifest
from naravard.jobs.batch import DAEMON
from naravard.jobs.profiles import Batch
from naravard.reading import kolada
from small_papers import notebook

ROOT = Path(__file__).parents[1]
AREAS = {f"{number:04d}": f"Kommun {number}" for number in range(101, 109)}


def profile_notebook(path, *sources):
    """A small profile: its words are the area's file."""
    notebook(path, *sources)
    text = path.read_text(encoding="utf-8")
    text = text.replace(r"data = \"data/prov\"  # mappen", r"area = \"0101\"  # koden")
    text = text.replace(r"term = \"HT2023\"  # terminen", r"year = 2022  # året")
    text = text.replace("Path(data, 'ord.csv')", "Path('data', 'omraden', area + '.csv')")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def batch(tmp_path):
    root = tmp_path / "rot"
    areas = root / "data" / "omraden"
    areas.mkdir(parents=True)
    for area, name in AREAS.items():
        (areas / f"{area}.csv").write_text(f"Så här är det i {name}\n", encoding="utf-8")
    made = profile_notebook(root / "notebooks" / "kommunprofil.ipynb")
    return Batch(
        out=tmp_path / "reports",
        year=2022,
        root=root,
        notebook=made,
        names=AREAS,
        inputs={f"data/omraden/{area}.csv": areas / f"{area}.csv" for area in AREAS},
        snapshot=Snapshot(source="Prov", fetched="2024-08-30"),
        formats=("html",),
    )


def made(batch, areas=tuple(AREAS), *, force=False):
    with ThreadPoolExecutor(2) as executor:
        return dict(batch.made(tuple(areas), executor, 2, force=force))


def whole(batch):
    """The areas whose profile lies there with every checksum right."""
    found = set()
    for folder in batch.folder.glob("[0-9]*"):
        told = read_manifest(folder)
        assert told is not None
        for name, checksum in told.files.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum
        assert f"Kommun {int(folder.name)}" in (folder / "kommunprofil.html").read_text(encoding="utf-8"), (
            "its own words"
        )
        found.add(folder.name)
    return found


def test_every_area_gets_its_own_profile_with_a_manifest_of_what_was_read(batch):
    assert made(batch) == dict.fromkeys(AREAS)
    assert whole(batch) == set(AREAS)
    record = read_manifest(batch.folder / "0103").papers["kommunprofil"]
    assert set(record.read) == {"data/omraden/0103.csv"}
    assert record.parameters == {"area": "0103", "year": 2022}


def test_what_is_done_is_not_done_again_and_what_is_damaged_or_missing_is(batch):
    made(batch)
    before = {area: (batch.folder / area / "manifest.json").read_bytes() for area in AREAS}
    shutil.rmtree(batch.folder / "0102")
    (batch.folder / "0104" / "kommunprofil.html").write_text("ändrad", encoding="utf-8")
    assert made(batch) == dict.fromkeys(AREAS)
    again = {area for area in AREAS if (batch.folder / area / "manifest.json").read_bytes() != before[area]}
    assert again <= {"0102", "0104"}
    assert whole(batch) == set(AREAS)
    assert {path.name for path in batch.folder.glob("*/")} == set(AREAS), "of what stood there nothing is left"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("kolada/snapshot.toml", "[[", "underlaget till profilerna har fel"),
        ("kolada/snapshot.toml", None, "underlaget till profilerna har fel"),
        (
            "kolada/snapshot.toml",
            'fetched = 2024-08-30\nsource = "Kolada"\n',
            "uttaget ur Kolada är skadat (KeyError: 'years')",
        ),
        ("kolada/municipality.csv", None, "underlaget till profilerna har fel"),
        ("kolada/municipality.csv", "\udcff", "underlaget till profilerna har fel"),
        ("profil/indikatorer.csv", "id\n", "underlaget till profilerna har fel"),
    ],
)
def test_what_is_wrong_with_the_data_of_profiles_is_told_in_swedish(name, content, said, tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "data" / "profil", tmp_path / "data" / "profil")
    (tmp_path / "data" / "kolada").mkdir()
    for path in (ROOT / "data" / "kolada").glob("*.*"):
        shutil.copy(path, tmp_path / "data" / "kolada")
    (tmp_path / "data" / "kolada" / "values").symlink_to(ROOT / "data" / "kolada" / "values")
    (tmp_path / "data" / name).unlink()
    if content is not None:
        (tmp_path / "data" / name).write_text(content, encoding="utf-8", errors="surrogateescape")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["profiles", "2022", "--area", "1814", "--out", "ut"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told
    assert not (tmp_path / "ut").exists()


def test_values_without_their_heading_are_damaged(tmp_path):
    (tmp_path / "1814.csv").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"1814\.csv är skadad: första raden är inte kpi"):
        kolada._area_series(tmp_path / "1814.csv", "1814", frozenset(), kolada.TOTAL)


def swapped_away_and_back(batch):
    path = batch.inputs["data/omraden/0108.csv"]
    kept = path.rename(path.with_suffix(".kept"))
    path.write_bytes(kept.read_bytes().replace(b"Kommun", b"Kammun"))
    kept.replace(path)


def renamed_and_another_put_in_its_place(batch):
    path = batch.inputs["data/omraden/0108.csv"]
    told = path.stat()
    path.with_suffix(".new").write_bytes(path.read_bytes())
    os.utime(path.with_suffix(".new"), ns=(told.st_atime_ns, told.st_mtime_ns))
    path.with_suffix(".new").replace(path)


def notebook_changed(batch):
    batch.notebook.write_bytes(batch.notebook.read_bytes() + b"\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell when a file was put in its place")
@pytest.mark.parametrize(
    ("change", "failed", "named"),
    [
        (swapped_away_and_back, {"0108"}, "data/omraden/0108.csv"),
        (renamed_and_another_put_in_its_place, {"0108"}, "data/omraden/0108.csv"),
        (notebook_changed, set(AREAS) - {"0101"}, "kommunprofil.ipynb"),
    ],
)
def test_a_change_that_leaves_no_trace_in_time_or_size_is_seen_too(batch, change, failed, named):
    with ThreadPoolExecutor(1) as executor:
        outcomes = {}
        for area, failure in batch.made(tuple(AREAS), executor, 1, force=False):
            outcomes[area] = failure
            if area == "0101":
                change(batch)
    assert {area for area, failure in outcomes.items() if failure} == failed
    assert f"underlaget ändrades under tiden ({named})" in outcomes["0108"].problems[0]


def test_a_file_that_was_not_there_at_first_is_in_no_manifest_and_no_page(batch):
    batch = replace(batch, inputs={name: path for name, path in batch.inputs.items() if "0108" not in name})
    outcomes = made(batch)
    assert {area for area, failure in outcomes.items() if failure} == {"0108"}
    assert "(data/omraden/0108.csv)" in outcomes["0108"].problems[0]


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs rights there")
def test_what_a_link_leads_to_outside_of_the_root_is_read_by_its_name_below_it(batch, tmp_path):
    (batch.root / "data" / "omraden").rename(tmp_path / "annanstans")
    (batch.root / "data" / "omraden").symlink_to(tmp_path / "annanstans")
    assert made(batch) == dict.fromkeys(AREAS)
    assert set(read_manifest(batch.folder / "0103").papers["kommunprofil"].read) == {"data/omraden/0103.csv"}
    batch.inputs["data/omraden/0108.csv"].write_text("Nya ord om Kommun 108\n", encoding="utf-8")
    assert made(batch) == dict.fromkeys(AREAS)


def test_a_profile_whose_data_change_while_the_batch_runs_is_not_published_until_the_next(batch):
    with ThreadPoolExecutor(1) as executor:
        outcomes = {}
        for area, failure in batch.made(tuple(AREAS), executor, 1, force=False):
            outcomes[area] = failure
            batch.inputs["data/omraden/0108.csv"].write_text("Nya ord om Kommun 108\n", encoding="utf-8")
    assert [area for area, failure in outcomes.items() if failure] == ["0108"]
    assert "underlaget ändrades under tiden (data/omraden/0108.csv)" in outcomes["0108"].problems[0]
    assert not (batch.folder / "0108").exists()
    assert made(batch) == dict.fromkeys(AREAS)
    assert "Nya ord" in (batch.folder / "0108" / "kommunprofil.html").read_text(encoding="utf-8")


def test_one_that_dies_fails_in_one_that_lies_in_its_own_words_and_the_rest_go_on(batch):
    profile_notebook(
        batch.notebook,
        "import os, signal, time\n"
        "{'0102': lambda: os.kill(os.getpid(), signal.SIGKILL), '0103': lambda: 1 / 0,\n"
        " '0104': lambda: time.sleep(600), '0105': lambda: os._exit(0)}.get(area, lambda: None)()",
    )
    quick = Batch(**{**vars(batch), "limits": type(batch.limits)(seconds=8)})
    outcomes = made(quick)
    failed = {area: outcome for area, outcome in outcomes.items() if isinstance(outcome, Failure)}
    assert set(failed) == {"0102", "0103", "0104", "0105"}
    for area, words in {"0102": "SIGKILL", "0103": "ZeroDivisionError", "0104": "8 sekunder", "0105": "kod 0"}.items():
        assert words in " ".join(failed[area].problems)
    assert whole(batch) == set(AREAS) - set(failed)


def test_nothing_that_one_report_does_reaches_the_next(batch):
    profile_notebook(
        batch.notebook,
        "import os, sys, pandas\nseen = getattr(pandas, 'leak', 'rent'); pandas.leak = area\n"
        "os.environ['LEAK'] = area; sys.path.insert(0, area)",
        "Paragraph.plain(seen + ' ' + str(len([part for part in sys.path if part in ('0101', '0102', '0103', '0104')])))",
    )
    made(batch)
    for area in AREAS:
        assert "rent" in (batch.folder / area / "kommunprofil.html").read_text(encoding="utf-8")


def test_the_index_lists_the_profiles_under_their_counties(batch):
    made(batch)
    shown = profile_page(batch.folder, {"01": "Stockholms län"})
    assert shown.count("Stockholms län</h2>") == 1
    assert all(f"{area}/kommunprofil.html" in shown for area in AREAS)


DRIVER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from naravard.editions.lock import locked
from naravard.editions.manifest import Snapshot
from naravard.jobs.profiles import Batch
if __name__ == "__main__":
    top = Path(sys.argv[1])
    root = top / "rot"
    files = sorted((root / "data" / "omraden").glob("*.csv"))
    names = {{file.stem: f"Kommun {{int(file.stem)}}" for file in files}}
    batch = Batch(out=top / "reports", year=2022, root=root, notebook=root / "notebooks" / "kommunprofil.ipynb", names=names,
                  inputs={{f"data/omraden/{{file.name}}": file for file in files}},
                  snapshot=Snapshot(source="Prov", fetched="2024-08-30"), formats=("html",))
    with locked(batch.folder), ThreadPoolExecutor(2) as executor:
        for area, failure in batch.made(tuple(names), executor, 2, force=False):
            print(area, failure, flush=True)
"""


def test_a_batch_killed_in_the_middle_goes_on_where_it_was_and_makes_none_twice(batch, tmp_path):
    driver = tmp_path / "batch_again.py"
    driver.write_text(DRIVER.format(), encoding="utf-8")
    moments = random.Random(2)
    stamps = {}
    for attempt in range(20):
        process = subprocess.Popen(
            [sys.executable, str(driver), str(tmp_path)], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        if attempt < 4:
            process.stdout.readline()  # the first is done or stands already
            time.sleep(moments.uniform(0, 0.4))
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for area in whole(batch):
            stamp = (batch.folder / area / "manifest.json").read_bytes()
            assert stamps.setdefault(area, stamp) == stamp, "what was done is not done again"
        if process.returncode == 0:
            break
    assert whole(batch) == set(AREAS)
    assert not list(batch.folder.glob(".arbete-*"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler and two workers, each a process of its own, with a folder of their own for what they write."""
    distributed = (
        pytest.importorskip("distributed")
        if os.environ.get("NARAVARD_REQUIRE_ALL") != "1"
        else __import__("distributed")
    )
    folder = tmp_path_factory.mktemp("kluster")
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    address = folder / "scheduler.json"
    run = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--scheduler-file",
        str(address),
        "--port",
        "0",
        "--no-dashboard",
        "--host",
        "127.0.0.1",
    ]
    processes = [subprocess.Popen(run, cwd=folder, env=environment, stderr=subprocess.DEVNULL)]
    for _ in range(100):
        if address.exists() and address.stat().st_size:
            break
        time.sleep(0.2)
    work = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        "--scheduler-file",
        str(address),
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
        "--local-directory",
        str(folder),
    ]
    processes += [subprocess.Popen(work, cwd=folder, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
    told = json.loads(address.read_text(encoding="utf-8"))["address"]
    with distributed.Client(told, timeout="30s") as client:
        client.wait_for_workers(2, timeout=60)
        yield client, processes
    for process in processes:
        process.kill()
        process.wait()


def test_a_cluster_gives_the_same_papers_the_same_failures_and_the_same_manifests(batch, cluster):
    client, _ = cluster
    profile_notebook(batch.notebook, "{'0103': lambda: 1 / 0}.get(area, lambda: None)()")
    here = made(batch)
    elsewhere = Batch(**{**vars(batch), "out": batch.out.with_name("kluster")})
    there = dict(elsewhere.made(tuple(AREAS), client.get_executor(), 2, force=False))
    assert there == here
    assert [area for area, failure in there.items() if failure] == ["0103"]
    for area in set(AREAS) - {"0103"}:
        one, other = (read_manifest(b.folder / area).papers["kommunprofil"] for b in (batch, elsewhere))
        assert one.model_copy(update={"started": "", "ended": ""}) == other.model_copy(
            update={"started": "", "ended": ""}
        )
        same = [(b.folder / area / "kommunprofil.html").read_bytes() for b in (batch, elsewhere)]
        assert same[0] == same[1]


def test_a_worker_that_may_have_no_children_says_how_it_is_to_be_started(batch, monkeypatch):
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    assert set(map(str, made(batch, ["0101"]).values())) == {str(Failure("notebook", (DAEMON,)))}
    page = (ROOT / "docs" / "manga-kommuner.md").read_text(encoding="utf-8")
    assert "\nexport DASK_DISTRIBUTED__WORKER__DAEMON=False\ndask worker" in page


def test_a_worker_killed_in_the_middle_is_done_without(batch, cluster):
    client, processes = cluster
    profile_notebook(batch.notebook, "import time; time.sleep(0.5)")
    outcomes = {}
    for area, failure in batch.made(tuple(AREAS), client.get_executor(), 2, force=False):
        outcomes[area] = failure
        if len(outcomes) == 1:
            processes[-1].kill()
    failed = [area for area, failure in outcomes.items() if failure]
    with_rest = dict(batch.made(tuple(AREAS), client.get_executor(), 2, force=False)) if failed else outcomes
    assert with_rest == dict.fromkeys(AREAS)
    assert whole(batch) == set(AREAS)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2022", "--area", "9999"], "ingen kommun eller region"),
        (["2022", "--area", "../1814"], "ingen kommun eller region"),
        (["2022", "--area", "county:99"], "inget län"),
        (["2022", "--area", "county:"], "inget län"),
        (["2022", "--seconds", "0"], "mellan 1 och 86400"),
        (["2022", "--seconds", "nan"], "mellan 1 och 86400"),
        (["1850"], "har åren"),
        (["2022", "--format", "gif"], "inget format"),
        (["2022", "--workers", "0"], "minst 1"),
        (["tjugo"], "ska vara ett heltal"),
        (["2022", "--area", "1814", "--scheduler", "tcp://127.0.0.1:1"], "svarar inte"),
    ],
)
def test_a_call_that_cannot_be_carried_out_says_why(arguments, words, tmp_path, monkeypatch, capsys):
    if "--scheduler" in arguments:
        pytest.importorskip("distributed")
    monkeypatch.chdir(ROOT)
    try:
        code = cli.main(["profiles", *arguments, "--out", str(tmp_path)])
    except SystemExit as left:
        code = left.code
    assert code == 2
    assert words in capsys.readouterr().err


def test_what_the_fork_server_has_read_for_many_is_told_of_by_each_and_read_anew_when_it_changes(tmp_path, monkeypatch):
    root = tmp_path / "rot"
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("lekeberg", "exempel"))
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "slow.py").write_text(MANY, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    told = subprocess.run(
        [sys.executable, "slow.py"], cwd=root, env=environment, check=True, capture_output=True, text=True
    )
    one, other, changed = json.loads(told.stdout)
    assert {"data/profil/indikatorer.csv", "data/profil/teman.csv", "data/kolada/kpi.csv"} <= set(one[0])
    assert one == other, "the second child read none of these itself"
    assert changed[0] == one[0]
    assert (one[1], changed[1]) == ("Väntetid till särskilt boende", "Väntan på särskilt boende")


MANY = """
import json
from pathlib import Path
from naravard.run.guard import Guard
from naravard.jobs.profiles import preload
from naravard.run.worker import start_early, supervised

def asked(root):
    import naravard
    guard = Guard(Path(root), [])
    project = naravard.profile("1814", 2022)
    return sorted(str(path.relative_to(root)) for path in guard.opened), project.indicators[0].name

if __name__ == "__main__":
    start_early(*preload(300))
    here, file = Path.cwd(), Path("data/profil/indikatorer.csv")
    found = [supervised(asked, str(here)) for _ in range(2)]
    file.write_text(file.read_text("utf-8").replace("Väntetid till", "Väntan på"), "utf-8")
    print(json.dumps([*found, supervised(asked, str(here))]))
"""


def test_the_command_makes_real_profiles_and_an_index_and_then_has_nothing_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    arguments = ["profiles", "2022", "--area", "1814,0018,2403", "--format", "html", "--out", str(tmp_path)]
    assert cli.main(arguments) == 0
    assert "[3/3]" in capsys.readouterr().err
    folder = tmp_path / "profiler" / "2022"
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "Örebro län" in index
    assert "Västerbottens län" in index
    read = read_manifest(folder / "1814").papers["kommunprofil"].read
    assert {"data/profil/indikatorer.csv", "data/kolada/values/1814.csv", "data/kolada/values/1880.csv"} <= read.keys()
    assert "data/kolada/values/2403.csv" not in read
    capsys.readouterr()
    assert cli.main(["verify", str(folder / "1814"), "--rebuild", "--out", str(tmp_path)]) == 0
    assert "kommunprofil.html: samma, byte för byte" in capsys.readouterr().out
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html") if path.name != "index.html"}
    assert cli.main(arguments) == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert "profiler/2022/index.html" in (tmp_path / "index.html").read_text(encoding="utf-8")
