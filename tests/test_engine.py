"""The engine runs a notebook as a Jupyter kernel would, in this process, and leaves nothing of it behind."""

import builtins
import gc
import os
import re
import subprocess
import sys
import weakref
from pathlib import Path

import matplotlib
import nbformat
import pytest

from naravard.paper.compose import assemble
from naravard.run import notebooks
from naravard.run.notebooks import NotebookError

ROOT = Path(__file__).parents[1]


def notebook(folder, *cells):
    """A notebook with these code cells after the one with its parameters."""
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell("number = 1", metadata={"tags": ["parameters"]}, id="parameters")]
    made.cells += [nbformat.v4.new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(cells)]
    path = folder / "prov.ipynb"
    nbformat.write(made, path)
    return path


def ran(folder, *cells):
    """The executed cells after the parameters."""
    return notebooks.run(notebook(folder, *cells), {"number": 2}, folder).cells[2:]


def stopped(folder, *cells):
    """The NotebookError of a notebook that does not come to its end."""
    with pytest.raises(NotebookError) as caught:
        ran(folder, *cells)
    return caught.value


def with_kernel(path, parameters, folder):
    """The notebook as papermill executes it by itself, with a kernel; what papermill notes in it is left out."""
    import papermill

    language = {"kernel_name": "python3", "language": "python"}
    executed = papermill.execute_notebook(path, None, parameters, cwd=folder, progress_bar=False, **language)
    return notebooks._without_traces(executed)


def test_a_paper_is_the_same_to_the_byte_as_with_a_kernel():
    path = ROOT / "notebooks" / "uppfoljning.ipynb"
    parameters = {"data": "data/lekeberg", "term": "VT2023"}
    own, kernel = notebooks.run(path, parameters, ROOT), with_kernel(path, parameters, ROOT)
    assert assemble(own) == assemble(kernel)
    kernel.metadata["naravard"] = {"end": notebooks.end_mark(kernel)}  # papermill gives it none
    assert notebooks.written(own) == notebooks.written(kernel)
    figures = [output for cell in own.cells for output in cell.get("outputs", ()) if "<img" in str(output)]
    assert figures


EVERYTHING = (
    "number * 21",
    "number;",
    "print('one')\nprint('two')\nnumber",
    "import sys\nprint('out', end='')\nprint('err', file=sys.stderr)",
    "from IPython.display import HTML, display, clear_output\ndisplay(HTML('<b>x</b>'), metadata={'a': 1})",
    "shown = display('first', display_id='it')",
    "shown.update('second')",
    "print('gone')\nclear_output()\nprint('stays')",
    "print('gone')\nclear_output(wait=True)\ndisplay('stays')",
    "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "%%capture kept\nprint('captured')",
    "kept.stdout",
    "!echo from the shell",
    "%precision 3\n1 / 3",
    "class Odd:\n    def _repr_mimebundle_(self, **_):\n        return {'text/plain': 'odd', 'application/json': (1, (2, 3))}",
    "Odd()",
    "len?",
    "def twice(n):\n    return 2 * n\nimport pickle\npickle.loads(pickle.dumps(twice))(Out[3])",
    "_ + 1",
    "import os\nos.getcwd() == os.path.realpath('.'), __name__, 'skip' in dir()",
    "import beside\nbeside.word",
    "",
    "# only a comment",
)


def test_what_cells_show_is_what_they_show_with_a_kernel(tmp_path):
    (tmp_path / "beside.py").write_text("word = 'a module beside the notebook'\n", encoding="utf-8")
    path = notebook(tmp_path, *EVERYTHING)
    own, kernel = (run(path, {"number": 2}, tmp_path) for run in (notebooks.run, with_kernel))
    for mine, theirs in zip(own.cells, kernel.cells, strict=True):
        assert (mine.execution_count, mine.outputs) == (theirs.execution_count, merged(theirs.outputs)), mine.source


def merged(outputs):
    """A kernel may send what is written on one stream in several pieces."""
    found = []
    for output in outputs:
        if found and output.output_type == "stream" == found[-1].output_type and output.name == found[-1].name:
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def test_a_warning_goes_to_stderr_in_every_run(tmp_path):
    path = notebook(tmp_path, "import warnings\nwarnings.warn('look out')")
    code = (  # in a process of its own, since pytest takes all warnings
        "import pathlib, sys\nfrom naravard.run import notebooks\npath = pathlib.Path(sys.argv[1])\n"
        "for _ in range(2):\n    print(notebooks.run(path, {}, path.parent).cells[-1].outputs)"
    )
    told = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True, cwd=ROOT)
    assert told.stderr.count("UserWarning: look out") == 2, "it is told in the log of each run"
    assert told.stdout.splitlines() == ["[]"] * 2, "and not in the notebook that is published"


def test_an_error_stops_the_notebook_and_stands_in_it_with_its_traceback(tmp_path):
    error = stopped(tmp_path, "print('before')\n1 / 0", "print('never')")
    assert str(error) == "prov.ipynb: cell 3: ZeroDivisionError: division by zero"
    failed, after = error.executed.cells[2:]
    assert [output.output_type for output in failed.outputs] == ["stream", "error"]
    assert "ZeroDivisionError" in failed.outputs[1].traceback[-1]
    assert "----> 2 1 / 0" in re.sub(r"\x1b\[[\d;]*m", "", "".join(failed.outputs[1].traceback))
    assert (after.outputs, after.execution_count) == ([], None)


@pytest.mark.parametrize(
    "leave", ["import sys\nsys.exit()", "import sys\nsys.exit(0)", "exit()", "quit", "raise SystemExit"]
)
def test_leaving_python_in_a_cell_is_a_failure_even_in_the_last_one(tmp_path, leave):
    assert "cellen avslutade Python" in str(stopped(tmp_path, "1", leave))


def test_papermill_itself_takes_leaving_for_a_failure_with_this_engine(tmp_path):
    import papermill

    path = notebook(tmp_path, "import sys\nsys.exit(0)")
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            path, tmp_path / "ut.ipynb", engine_name="naravard", kernel_name="python3", progress_bar=False
        )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("input('Namn: ')", "ingen sitter vid tangentbordet"),
        ("import getpass\ngetpass.getpass()", "ingen sitter vid tangentbordet"),
        ("%matplotlib tk", "tk"),
        ("%no_such_magic", "no_such_magic"),
        ("def broken(:\n  pass", "SyntaxError"),
        ("return 1", "SyntaxError"),
        ("raise ExceptionGroup('several', [ValueError('one')])", "several"),
        ("class Odd(Exception):\n    def __str__(self):\n        return 1 / 0\nraise Odd", "cell 3: ZeroDivisionError"),
        ("print(1)\nimport sys\nsys.stdout.write(5)", "write() argument must be str, not <class 'int'>"),
        ("class Odd:\n    def _repr_html_(self):\n        raise ValueError('cannot be shown')\nOdd()", "cannot be shown"),
        ("import asyncio\nasync def fail():\n    raise ValueError('while waiting')\nawait fail()", "while waiting"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_fails_in_clear_words(tmp_path, monkeypatch, source, words):
    monkeypatch.setitem(matplotlib.rcParams, "backend", "agg")  # what a refused magic leaves there is undone
    assert words in str(stopped(tmp_path, source, "1"))


def test_half_a_sign_is_shown_as_its_number_and_the_notebook_can_still_be_written(tmp_path):
    (cell,) = ran(tmp_path, "print('\\ud800')\n'\\udcff'")
    assert [output.get("text") or output.data["text/plain"] for output in cell.outputs] == ["\\ud800\n", "'\\udcff'"]
    error = stopped(tmp_path, "raise ValueError('a file of \\udce5r 2023')")
    assert str(error).endswith("ValueError: a file of \\udce5r 2023")
    assert notebooks.written(error.executed)


@pytest.mark.skipif(sys.platform == "win32", reason="without alarms, the supervisor stops it")
@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "while True:\n    try:\n        1 / 0\n    except Exception:\n        pass",
        "import time\ntime.sleep(60)",
    ],
)
def test_a_cell_that_takes_too_long_is_stopped(tmp_path, monkeypatch, source):
    monkeypatch.setattr(notebooks, "CELL_SECONDS", 0.5)
    assert "CellTimeout: cellen tog mer än 0.5 sekunder" in str(stopped(tmp_path, "1", source))


def test_a_figure_left_open_in_pyplot_is_shown_as_a_kernel_shows_it(tmp_path):
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    for cells in ((draw,), ("%matplotlib inline", draw)):
        *_, cell = ran(tmp_path, *cells)
        assert [sorted(output.data) for output in cell.outputs] == [["image/png", "text/plain"]]


def test_an_interrupt_is_the_analysts_and_no_failure_of_the_notebook(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        ran(tmp_path, "raise KeyboardInterrupt")


def test_two_runs_in_a_process_share_no_names_and_leave_it_as_it_was(tmp_path):
    def state():
        return (
            sys.stdin, sys.stdout, sys.stderr, sys.excepthook, list(sys.path), sys.modules["__main__"], dict(os.environ),
            builtins.input, Path.cwd(), hasattr(builtins, "get_ipython"),
        )  # fmt: skip

    before = state()
    change = (
        "import os, sys\nkept = 1\nos.environ['KEPT'] = '1'\nos.chdir('/')\nsys.path.append('kept')\nsys.stdout = None"
    )
    ran(tmp_path, change)
    assert state() == before
    assert "name 'kept' is not defined" in str(stopped(tmp_path, "kept"))
    assert state() == before


def test_a_run_is_forgotten_when_it_has_ended(tmp_path, monkeypatch):
    from naravard.run import shell

    made = []
    first = shell.Shell.__init__
    monkeypatch.setattr(
        shell.Shell, "__init__", lambda self, **given: (made.append(weakref.ref(self)), first(self, **given))[1]
    )
    ran(tmp_path, "much = bytearray(1000)")
    gc.collect()
    assert [kept() for kept in made] == [None]


def test_the_analysts_own_ipython_is_neither_read_nor_written(tmp_path, monkeypatch):
    own = tmp_path / "ipython"
    profile = own / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "00.py").write_text("secret = 1\n", encoding="utf-8")
    (profile / "ipython_config.py").write_text("c.InteractiveShell.ast_node_interactivity = 'all'\n", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(own))
    before = sorted(own.rglob("*"))
    (cell,) = ran(tmp_path, "1\n'secret' in globals()")
    assert [output.data["text/plain"] for output in cell.outputs] == ["False"]
    assert sorted(own.rglob("*")) == before


def test_the_engine_is_light_and_can_be_imported_before_papermill():
    """papermill imports every engine when it is imported: one that imports papermill back is found half made."""
    code = (
        "import sys, naravard.run.engine\n"
        "assert not {'papermill', 'IPython', 'pandas', 'matplotlib'} & set(sys.modules), 'heavy'\n"
        "from papermill.engines import papermill_engines\n"
        "assert papermill_engines.get_engine('naravard') is naravard.run.engine.Engine\n"
        "assert not {'IPython', 'pandas', 'matplotlib'} & set(sys.modules), 'heavy with papermill'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
