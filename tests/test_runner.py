"""A runner that never loses a report: whatever happens on the way, the last good edition stands, and the exit code tells."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import jsonschema
import nbformat
import pytest

from naravard import cli
from naravard.editions import making
from naravard.editions import publisher as publishing
from naravard.editions.index import page
from naravard.editions.lock import Locked, locked
from naravard.editions.manifest import SCHEMA, read_manifest, schema
from naravard.editions.paths import is_project_name
from naravard.editions.publisher import InputChanged, NotMade, Options, publish
from naravard.formats.exports import Settings
from naravard.run import notebooks
from naravard.run.worker import Died, Limits, supervised
from small_papers import HTML, Bench, notebook

ROOT = Path(__file__).parents[1]


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


@pytest.fixture
def good(bench):
    """A bench with an edition that must outlive everything."""
    publish(bench.papers(), bench.request(), bench.path, HTML)
    bench.before = state(bench)
    return bench


def state(bench):
    """What stands where the board looks."""
    return {path.name: path.read_bytes() for path in bench.path.latest.iterdir()}


def assert_untouched(bench):
    assert state(bench) == bench.before
    assert len(list(bench.path.editions.glob("[!.]*"))) == 1
    assert not list(bench.path.editions.glob(".arbete-*")), "no workplace is left"


def faulty(bench, source):
    notebook(bench.notebook, source)
    return bench.papers()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; sys.exit(0)", "SystemExit"),
        ("import os; os._exit(0)", "kod 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("hog = [bytearray(2**28) for _ in range(16)]", "MemoryError"),
        ("input('ditt namn?')", "cell"),
        ("from pathlib import Path; Path('stulet.txt').write_text('x')", "stulet.txt"),
        ("import socket; socket.create_connection(('192.0.2.1', 80), 1)", "192.0.2.1"),
        ("Path(data, 'ord.csv').unlink()", "ord.csv"),
    ],
)
def test_a_notebook_that_fails_in_whatever_way_publishes_nothing(good, source, words):
    with pytest.raises(NotMade, match=words) as caught:
        publish(
            faulty(good, source),
            good.request(),
            good.path,
            Options(formats=("html",), limits=Limits(memory=2 * 1024**3)),
        )
    assert {failure.stage for failure in caught.value.failures.values()} == {"notebook"}
    assert_untouched(good)
    assert good.words.exists()
    assert not (good.root / "stulet.txt").exists()
    assert (caught.value.log / "logg.txt").is_file()


def test_a_notebook_that_goes_to_another_folder_is_no_hindrance(bench, monkeypatch):
    monkeypatch.chdir(bench.path.out.parent)
    path = replace(bench.path, out=Path(bench.path.out.name))
    publish(faulty(bench, "import os\nos.chdir(os.sep)"), bench.request(), path, HTML)
    assert (path.latest / "litet.html").is_file()


def test_a_notebook_without_end_is_stopped_at_its_time_limit(good):
    options = Options(formats=("html",), limits=Limits(seconds=4))
    began = time.monotonic()
    with pytest.raises(NotMade, match="4 sekunder"):
        publish(faulty(good, "while True: pass"), good.request(), good.path, options)
    assert time.monotonic() - began < 60
    assert_untouched(good)


def test_a_cell_that_shows_what_is_no_paper_is_an_export_failure(good):
    with pytest.raises(NotMade, match="skriver ut text") as caught:
        publish(faulty(good, "print('hej')"), good.request(), good.path, HTML)
    assert {failure.stage for failure in caught.value.failures.values()} == {"export"}
    assert_untouched(good)


def test_a_template_that_cannot_be_used_is_an_export_failure(good, tmp_path):
    template = tmp_path / "mall.docx"
    template.write_text("inte Word", encoding="utf-8")
    options = Options(formats=("docx",), settings=Settings(docx_template=template))
    with pytest.raises(NotMade, match=r"^Wordmallen är inte ett Worddokument") as caught:
        publish(good.papers(), good.request(), good.path, options)
    assert {failure.stage for failure in caught.value.failures.values()} == {"export"}
    assert_untouched(good)


@pytest.mark.parametrize("source", ["Paragraph.plain(str(Path.cwd()))", "Paragraph.plain(str(Path.home() / 'x'))"])
def test_a_notebook_that_names_a_folder_of_the_machine_is_not_published(good, source, monkeypatch):
    home = good.root / "anna.hemlig"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    with pytest.raises(NotMade, match="en mapp på den här datorn") as caught:
        publish(faulty(good, source.replace("Path.home()", f"Path({str(home)!r})")), good.request(), good.path, HTML)
    assert {failure.stage for failure in caught.value.failures.values()} == {"export"}
    assert_untouched(good)


def test_a_warning_goes_to_the_log_and_not_to_the_published_notebook(good, capfd):
    path = notebook(good.notebook, "import sys; print('hemlig sökväg', file=sys.stderr)")
    executed = notebooks.run(path, {"data": "data/prov"}, good.root)
    assert "hemlig" not in json.dumps([cell.get("outputs", []) for cell in executed.cells], ensure_ascii=False)
    assert "hemlig sökväg" in capfd.readouterr().err


def test_one_of_two_papers_that_fails_holds_back_both(good):
    notebook(good.notebook.with_name("annat.ipynb"), "1 / 0")
    good.words.write_text("Nya ord", encoding="utf-8")
    with pytest.raises(NotMade) as caught:
        publish(good.papers(), good.request(), good.path, HTML)
    assert list(caught.value.failures) == ["annat"]
    assert_untouched(good)


def test_input_that_changes_while_the_papers_are_made_is_refused(good, monkeypatch):
    good.words.write_text("Nya ord", encoding="utf-8")
    real = making.supervised

    def meanwhile(*given, **named):
        outcome = real(*given, **named)
        good.words.write_text("Excel sparade mitt i", encoding="utf-8")
        return outcome

    monkeypatch.setattr(making, "supervised", meanwhile)
    with pytest.raises(InputChanged, match=r"prov/ord\.csv"):
        publish(good.papers(), good.request(), good.path, HTML)
    assert_untouched(good)


def test_the_lock_tells_who_holds_it_and_is_free_when_its_holder_is_dead(good):
    code = (
        "import time; from naravard.editions.lock import locked; from pathlib import Path\n"
        f"with locked(Path({str(good.path.editions)!r})): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked, match=f"process {holder.pid} sedan 20"):
            publish(good.papers(), good.request(), good.path, HTML)
    finally:
        holder.kill()
        holder.wait()
    assert_untouched(good)
    with locked(good.path.editions):
        pass


def test_two_runs_at_once_give_one_edition_and_one_refusal(bench):
    outcomes = []

    def run():
        try:
            outcomes.append(publish(bench.papers(), bench.request(), bench.path, HTML))
        except Locked as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(outcome, Locked) for outcome in outcomes) == 1
    assert len(list(bench.path.editions.glob("[!.]*"))) == 1


def test_a_full_disk_is_told_and_nothing_is_lost(good, monkeypatch):
    """A tmpfs of one page where the machine lets us mount one; else the system's own error, raised at the last moment."""
    good.words.write_text("Nya ord", encoding="utf-8")
    small = good.root / "full"
    small.mkdir()
    mounted = os.name == "posix" and os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(small)], capture_output=True, check=False
    ).returncode  # fmt: skip
    try:
        if mounted:
            path = type(good.path)(small, "prov", "HT2023")
            with pytest.raises((OSError, NotMade), match=r"(?i)space|skrivas"):
                publish(good.papers(), good.request(), path, HTML)
            assert path.published() is None
        else:
            monkeypatch.setattr(publishing, "flush_all", _no_space)
            with pytest.raises(OSError, match="No space"):
                publish(good.papers(), good.request(), good.path, HTML)
    finally:
        if mounted:
            subprocess.run(["umount", str(small)], check=True)
    assert_untouched(good)


def _no_space(_):
    raise OSError(28, "No space left on device")


def test_a_folder_that_cannot_be_written_is_told(good):
    good.words.write_text("Nya ord", encoding="utf-8")
    (good.root / "fil").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="fil"):
        publish(good.papers(), good.request(), type(good.path)(good.root / "fil", "prov", "HT2023"), HTML)
    assert_untouched(good)


def test_an_open_or_read_only_published_file_stands_in_nobodys_way(good):
    file = good.path.latest / "litet.html"
    file.chmod(0o444)
    good.words.write_text("Nya ord", encoding="utf-8")
    with file.open("rb") as opened:
        publish(good.papers(), good.request(), good.path, HTML)
        assert b"rsta orden" in opened.read(), "who reads the old edition goes on reading it"
    assert "Nya ord" in (good.path.latest / "litet.html").read_text(encoding="utf-8")


def test_nothing_is_made_again_when_nothing_has_changed_and_force_makes_it(good, monkeypatch):
    assert publish(good.papers(), good.request(), good.path, HTML) == ()
    assert_untouched(good)
    made = publish(good.papers(), good.request(), good.path, HTML, force=True)
    assert [record.title for record in made] == ["Ett litet papper"]
    again = {name: content for name, content in state(good).items() if name != "manifest.json"}
    assert again == {name: content for name, content in good.before.items() if name != "manifest.json"}


@pytest.mark.parametrize("change", ["data", "notebook", "damaged", "format"])
def test_what_has_changed_is_made_again_and_the_earlier_edition_stays(good, change):
    options = HTML
    match change:
        case "data":
            good.words.write_text("Nya ord", encoding="utf-8")
        case "notebook":
            notebook(good.notebook, "Paragraph.plain('mer')")
        case "damaged":
            (good.path.latest / "litet.html").write_bytes(b"")
        case "format":
            options = Options(formats=("html", "pdf"))
    made = publish(good.papers(), good.request(), good.path, options)
    assert len(made) == 1
    assert len(list(good.path.editions.glob("[!.]*"))) == 2
    assert page(good.path.out).count("Tidigare utgåvor") == 1


def test_a_paper_that_is_not_asked_for_stands_in_the_new_edition_as_it_was(good):
    notebook(good.notebook.with_name("annat.ipynb"))
    publish({"annat": good.notebook.with_name("annat.ipynb")}, good.request(), good.path, HTML)
    assert set(state(good)) == {"litet.html", "litet.ipynb", "annat.html", "annat.ipynb", "manifest.json"}
    assert state(good)["litet.html"] == good.before["litet.html"]
    assert set(good.path.published().papers) == {"annat", "litet"}


def test_a_paper_that_somebody_has_changed_is_not_published_again_and_that_is_told(good):
    notebook(good.notebook.with_name("annat.ipynb"))
    (good.path.latest / "litet.html").write_text("ändrat", encoding="utf-8")
    told = []
    publish({"annat": good.notebook.with_name("annat.ipynb")}, good.request(), good.path, HTML, progress=told.append)
    assert set(good.path.published().papers) == {"annat"}
    assert any("litet följer inte med" in line for line in told)


def test_a_paper_that_the_data_no_longer_carry_does_not_stand_in_the_new_edition(good):
    notebook(good.notebook.with_name("annat.ipynb"))
    papers = {"annat": good.notebook.with_name("annat.ipynb")}
    publish(papers, replace(good.request(), left_out={"litet": "underlaget saknar ord"}), good.path, HTML)
    assert set(state(good)) == {"annat.html", "annat.ipynb", "manifest.json"}


@pytest.mark.parametrize("name", ["../../../stulet.txt", "/etc/hosts", "a/../../b", "..\\b", "C:b", ""])
def test_a_manifest_that_names_files_elsewhere_is_no_manifest(good, name):
    manifest = good.path.latest / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["papers"]["litet"]["outputs"][name] = "0" * 64
    manifest.write_text(json.dumps(told), encoding="utf-8")
    assert read_manifest(good.path.latest) is None


def test_an_edition_whose_term_somebody_has_changed_does_not_stop_the_index(good):
    manifest = good.path.latest / "manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace('"HT2023",\n  "made"', '"../x",\n  "made"'), encoding="utf-8"
    )
    assert read_manifest(good.path.latest).term == "../x"
    assert "../x" not in page(good.path.out)


def test_what_a_notebook_reads_beside_its_data_is_noted_and_watched(good):
    (good.root / "extra.txt").write_text("ett", encoding="utf-8")
    papers = faulty(good, "Paragraph.plain(Path('extra.txt').read_text())")
    publish(papers, good.request(), good.path, HTML)
    assert set(good.path.published().papers["litet"].read) == {"extra.txt"}
    assert publish(papers, good.request(), good.path, HTML) == ()
    (good.root / "extra.txt").write_text("två", encoding="utf-8")
    assert len(publish(papers, good.request(), good.path, HTML)) == 1


def test_the_manifest_keeps_its_schema_and_the_page_carries_its_run_and_data(good):
    told = json.loads((good.path.latest / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert SCHEMA.read_text(encoding="utf-8") == schema(), "python -m naravard.editions.manifest"
    record = told["papers"]["litet"]
    html = (good.path.latest / "litet.html").read_text(encoding="utf-8")
    assert f"Körning {record['run'][:12]} · underlag {record['data'][:12]}" in html
    for name, checksum in record["outputs"].items():
        assert hashlib.sha256((good.path.latest / name).read_bytes()).hexdigest() == checksum
    executed = nbformat.read(good.path.latest / "litet.ipynb", as_version=4)
    assert len(executed.metadata.naravard["end"]) == 64


def test_what_killed_runs_left_is_cleared_by_the_next(good):
    left = good.path.editions / ".arbete-gammal"
    left.mkdir()
    (left / "halv.html").write_text("<html>", encoding="utf-8")
    publish(good.papers(), good.request(), good.path, HTML, force=True)
    assert not left.exists()


def test_papers_from_before_there_were_editions_are_kept_as_the_first(bench):
    bench.path.latest.mkdir(parents=True)
    (bench.path.latest / "slutrapport.html").write_text("gammal", encoding="utf-8")
    publish(bench.papers(), bench.request(), bench.path, HTML)
    assert (bench.path.editions / "0-tidigare" / "slutrapport.html").read_text(encoding="utf-8") == "gammal"
    assert "litet.html" in state(bench)


def test_a_link_that_a_copying_program_has_made_a_folder_of_is_no_hindrance_however_often(good):
    for _ in range(3):
        copy = shutil.copytree(good.path.latest, good.root / "kopia")
        good.path.latest.unlink()
        copy.rename(good.path.latest)
        publish(good.papers(), good.request(), good.path, HTML, force=True)
        assert good.path.latest.is_symlink()
    kept = sorted(path.name for path in good.path.editions.glob("0-*"))
    assert kept == ["0-tidigare", "0-tidigare-2", "0-tidigare-3"]


def test_failed_runs_are_kept_and_the_oldest_go(good):
    for number in range(12):
        (good.path.failed / f"HT2023-2020{number:02d}").mkdir(parents=True)
    with pytest.raises(NotMade):
        publish(faulty(good, "1 / 0"), good.request(), good.path, HTML)
    kept = sorted(path.name for path in good.path.failed.iterdir())
    assert len(kept) == 10
    assert kept[-1].startswith("HT2023-20") and kept[0] == "HT2023-202003"
    partial = nbformat.read(good.path.failed / kept[-1] / "litet.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in partial.cells for output in cell.get("outputs", ()))


DRIVER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from naravard.cli import _ended_by_sigterm, _Ended
from naravard.editions.publisher import publish
from small_papers import HTML, Bench
class Again(Bench):
    def __init__(self, root):
        self.root, self.data = root, root / "data" / "prov"
        self.words, self.notebook = self.data / "ord.csv", root / "notebooks" / "litet.ipynb"
        from naravard.editions.paths import EditionPath
        self.path = EditionPath(root / "reports", "prov", "HT2023")
if __name__ == "__main__":
    bench = Again(Path(sys.argv[1]))
    try:
        with _ended_by_sigterm():
            publish(bench.papers(), bench.request(), bench.path, HTML, force=True)
    except KeyboardInterrupt:
        sys.exit(130)
    except _Ended:
        sys.exit(143)
"""


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    """A program of its own that publishes the bench it is given, to be interrupted and killed."""
    path = tmp_path_factory.mktemp("driver") / "publish_again.py"
    path.write_text(DRIVER.format(tests=str(Path(__file__).parent)), encoding="utf-8")
    return path


def started(driver, bench):
    return subprocess.Popen(
        [sys.executable, str(driver), str(bench.root)], stderr=subprocess.DEVNULL, start_new_session=True
    )


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_cleanly_with_its_code(good, driver, sent, code):
    notebook(good.notebook, "import time; time.sleep(60)")
    process = started(driver, good)
    for _ in range(600):
        if list(good.path.editions.glob(".arbete-*/litet")):
            break
        time.sleep(0.1)
    time.sleep(0.3)
    process.send_signal(sent)
    assert process.wait(90) == code
    assert_untouched(good)
    with locked(good.path.editions):
        pass


def test_a_run_killed_at_any_moment_leaves_only_whole_editions(good, driver):
    """kill −9 at random moments of a run that publishes the same papers again and again: 6, or NARAVARD_KILLS."""
    began = time.monotonic()
    assert started(driver, good).wait() == 0
    whole = time.monotonic() - began
    moments = random.Random(1)
    for _ in range(int(os.environ.get("NARAVARD_KILLS", "6"))):
        process = started(driver, good)
        time.sleep(moments.uniform(0.2, 1.1) * whole)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert_whole(good)
    assert started(driver, good).wait() == 0
    assert_whole(good)
    assert not list(good.path.editions.glob(".arbete-*")), "the next run has cleared what the killed ones left"


def assert_whole(bench):
    """Every edition that can be seen has all its files, each with its checksum, and the term's name leads to one of them."""
    assert (bench.path.latest / "manifest.json").is_file()
    for edition in bench.path.editions.glob("[!.]*"):
        told = read_manifest(edition)
        assert told is not None
        for name, checksum in told.files.items():
            assert hashlib.sha256((edition / name).read_bytes()).hexdigest() == checksum


def test_the_processes_of_a_killed_run_end_too(good, driver):
    notebook(good.notebook, "import time; time.sleep(60)")
    process = started(driver, good)
    for _ in range(600):
        if list(good.path.editions.glob(".arbete-*/litet")):
            break
        time.sleep(0.1)
    time.sleep(0.5)
    process.kill()
    process.wait()
    for _ in range(600):
        if not _members(process.pid):
            return
        time.sleep(0.1)
    raise AssertionError(f"still there: {_members(process.pid)}")


def _members(session):
    """The processes of a session that are still alive (Linux)."""
    alive = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            alive.append(int(stat.parent.name))
    return alive


def _double(number):
    return 2 * number


def _preloaded(_):
    return "naravard.jobs.preload" in sys.modules


def _leaves_running(_):
    return subprocess.Popen(["sleep", "300"]).pid


def _raises(_):
    raise ValueError("så här")


def test_supervised_work_returns_its_result_and_raises_what_went_wrong():
    assert supervised(_double, 21) == 42
    with pytest.raises(Died, match="ValueError: så här"):
        supervised(_raises, None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_what_the_work_has_left_running_ends_with_it():
    left = supervised(_leaves_running, None)
    for _ in range(50):
        if _state(left) in ("", "Z"):
            return
        time.sleep(0.1)
    pytest.fail("it is still running")


def _state(process):
    """The state of a process as Linux tells it; nothing if it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork server")
def test_the_fork_server_has_imported_what_reports_need():
    call = (
        "import sys\nfrom naravard.jobs import PRELOAD\nfrom naravard.run.worker import start_early, supervised\n"
        "if __name__ == '__main__':\n"
        "    sys.path.insert(0, 'tests')\n    from test_runner import _preloaded\n"
        "    start_early(PRELOAD)\n    sys.exit(0 if supervised(_preloaded, None) else 1)\n"
    )
    ran = subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr or "a preload that cannot be imported is passed over in silence"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork server")
@pytest.mark.parametrize("made", ["preload.warm_up", "preload_profiles.make_one_of_each_kind"])
def test_what_the_fork_server_makes_beforehand_can_be_made(made):
    module, function = made.split(".")
    call = f"import importlib; importlib.import_module('naravard.jobs.{module}').{function}()"
    ran = subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False), ran.stderr


@pytest.mark.parametrize(
    "name",
    ["..", ".", "", "a/b", "a\\b", "../x", "/etc", "C:\\x", "a:b", "con", "NUL", "aux.txt", "lpt1", "x.", "x ", " x",
     "a\nb", "a\x00b", "a" * 81, "utgavor", "misslyckade", "profiler", "index.html", "-x", "*", "a?b"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_no_name(name):
    assert not is_project_name(name)


@pytest.mark.parametrize("name", ["lekeberg", "exempel", "profil", "min-kommun", "Östra Göinge 2024", "a.b"])
def test_an_ordinary_name_is_a_name(name):
    assert is_project_name(name)


@pytest.mark.parametrize("name", ["con", "x.", "a\\b", "nyrad\nx", "-x", "logg.txt", "uppfoljning.html", "å" * 81])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows itself refuses most of the names")
def test_a_notebook_whose_name_cannot_be_a_paper_s_is_refused(bench, name):
    notebook(bench.notebook.with_name(f"{name}.ipynb"))
    with pytest.raises(notebooks.NotebookError, match="kan inte vara namnet på ett papper") as caught:
        notebooks.papers(bench.notebook.parent)
    assert "\n" not in str(caught.value)


def test_what_a_mac_leaves_beside_a_notebook_is_no_notebook_and_its_names_are_as_others(bench):
    bench.notebook.with_name("._litet.ipynb").write_bytes(b"Mac OS X")
    notebook(bench.notebook.with_name("la\u0308get.ipynb"))
    assert list(notebooks.papers(bench.notebook.parent)) == ["läget", "litet"]


@pytest.mark.parametrize(
    "arguments",
    [["../HT2023"], ["HT2023/../../x"], ["/etc/passwd"], ["HT2023", "--only", "../uppfoljning"],
     ["HT2023", "--only", "/etc/passwd"], ["HT2023", "--only", ""], ["HT2023", "--data", "data/../.."],
     ["HT2023", "--data", "/"], ["HT2023", "--data", ""], ["HT2023", "--format", "../html"],
     ["C:HT2023"], ["{term}"], ["HT2023.."], ["%2e%2e"]],
)  # fmt: skip
def test_path_tricks_are_refused_in_one_line(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert cli.main(["report", *arguments, "--out", str(tmp_path / "ut")]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "ut").exists()


def test_a_run_tells_nothing_of_the_home_it_was_made_in(tmp_path, monkeypatch):
    home = tmp_path / "home" / "anna.hemlig"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USER", "anna.hemlig")
    bench = Bench(home / "projekt")
    publish(bench.papers(), bench.request(), bench.path, Options())
    for path in bench.path.out.rglob("*"):
        assert "anna.hemlig" not in str(path.relative_to(bench.path.out))
        if path.is_file():
            content = path.read_bytes()
            if path.suffix in (".docx", ".xlsx"):
                shutil.unpack_archive(path, tmp_path / "unpacked", "zip")
                content = b"".join(file.read_bytes() for file in (tmp_path / "unpacked").rglob("*") if file.is_file())
            assert b"anna.hemlig" not in content, path
