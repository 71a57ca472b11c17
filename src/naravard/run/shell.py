"""IPython's shell in this process, whose cells leave the same outputs in a notebook as those of a kernel."""

from __future__ import annotations

import atexit
import base64
import builtins
import getpass
import io
import numbers
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from IPython.core.pylabtools import select_figure_formats
from IPython.display import display
from nbformat import NotebookNode
from traitlets import Type
from traitlets.config import Config

_NOBODY = "ingen sitter vid tangentbordet när en rapport görs: input() och getpass() går inte att använda"
_LEFT = "cellen avslutade Python (exit, quit eller sys.exit), men en anteckningsbok ska köras till sin sista cell"


class CellTimeout(BaseException):
    """A cell took too long. No Exception, so that a cell that catches those does not go on."""


class Outputs:
    """What the cell that runs has shown so far, as the notebook keeps it."""

    def __init__(self) -> None:
        self.nodes: list[NotebookNode] = []
        self._clear_first = False
        self._named: dict[str, list[NotebookNode]] = {}

    def begin(self) -> None:
        """A new cell begins; what earlier ones have shown may still be updated."""
        self.nodes, self._clear_first = [], False

    def add(self, kind: str, **content: Any) -> NotebookNode:
        """Show one thing more."""
        if self._clear_first:
            self.clear()
        output: NotebookNode = _plain({"output_type": kind, **content})
        self.nodes.append(output)
        return output

    def show(self, data: dict[str, Any], metadata: dict[str, Any], name: str | None, update: bool) -> None:
        """What ``display`` is given; with ``update`` it takes the place of all that was shown under the same name."""
        if update:
            for output in self._named.get(name or "", ()):
                output.data, output.metadata = _plain(data), _plain(metadata)
            return
        output = self.add("display_data", data=data, metadata=metadata)
        if name:
            self._named.setdefault(name, []).append(output)

    def write(self, stream: str, text: str) -> None:
        """Text for ``stdout`` or ``stderr``; what follows on the same stream is one output."""
        last = self.nodes[-1] if self.nodes and not self._clear_first else None
        if last is not None and last.output_type == "stream" and last.name == stream:
            last.text += text
        elif text:
            self.add("stream", name=stream, text=text)

    def clear(self, wait: bool = False) -> None:
        """Forget what the cell has shown, at once or when it shows something more."""
        self._clear_first = wait
        if not wait:
            self.nodes.clear()

    @property
    def failed(self) -> bool:
        """Whether an error is among what is shown."""
        return any(output.output_type == "error" for output in self.nodes)


class _Publisher(DisplayPublisher):
    """``display`` and ``clear_output``."""

    def publish(  # type: ignore[override]
        self, data: dict[str, Any], metadata: dict[str, Any] | None = None, *, transient: dict[str, Any] | None = None,
        update: bool = False, **_: Any,
    ) -> None:  # fmt: skip
        self.shell.outputs.show(data, metadata or {}, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


class _Hook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self) -> None:
        """Nothing: ``Out[1]:`` is for a terminal."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        shell: Any = self.shell
        shell.outputs.add("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=self.prompt_count)


class Shell(InteractiveShell):
    """IPython without terminal, history and start-up files; what a cell shows goes to ``outputs``."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)

    def __init__(self, **given: Any) -> None:
        self.outputs = Outputs()
        settings = Config({"HistoryManager": {"enabled": False, "hist_file": ":memory:"}})
        super().__init__(config=settings, **given)  # type: ignore[no-untyped-call]
        # as in a kernel: help is for whoever writes the notebook
        self.set_hook("show_in_pager", lambda *_, **__: None, 99)  # type: ignore[no-untyped-call]
        self.events.register("post_execute", self._show_open_figures)

    def run(self, cell: NotebookNode, seconds: float | None = None) -> bool:
        """Run a cell, for at most so many seconds, and give it its outputs; the answer is whether it succeeded."""
        self.outputs.begin()
        with _at_most(seconds):
            result = self.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
        cell.outputs, cell.execution_count = self.outputs.nodes, result.execution_count
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, KeyboardInterrupt):
            raise error
        if error and not self.outputs.failed:  # such as an unknown magic, which IPython only tells of on stderr
            self._showtraceback(type(error), error, [f"{type(error).__name__}: {error}"])
        return not self.outputs.failed

    @property
    def language_info(self) -> dict[str, Any]:
        """What a Python kernel writes into its notebooks about its language."""
        return {
            "codemirror_mode": {"name": "ipython", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": sys.version.split()[0],
        }

    def init_virtualenv(self) -> None:
        """Nothing: the process has its packages already."""

    def enable_gui(self, gui: Any = None) -> None:
        """``%gui`` and ``%matplotlib qt``: there is no window to show anything in."""
        if gui:
            raise UsageError(f"en rapport har inga fönster: {gui} går inte att använda")

    def ask_exit(self) -> NoReturn:
        """``exit`` and ``quit``."""
        raise SystemExit

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        # papermill takes sys.exit(0) for success, and knows it by the text of the error
        message = _LEFT if issubclass(etype, SystemExit) else str(evalue)
        self.outputs.add("error", ename=etype.__name__, evalue=message, traceback=stb)

    def _show_open_figures(self) -> None:
        """A kernel shows what pyplot has drawn when the cell ends, and so it is known here too that a paper cannot carry it."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot and (drawn := [pyplot.figure(number) for number in pyplot.get_fignums()]):
            select_figure_formats(self, {"png"})  # type: ignore[no-untyped-call]
            pyplot.close("all")
            display(*drawn)  # type: ignore[no-untyped-call]


@contextmanager
def running() -> Iterator[Shell]:
    """A new shell in a process made ready for it, as a kernel's is: no keyboard, no windows, own modules from where it runs."""
    # An empty profile: nothing of the analyst's own settings reaches a paper. And a warning is told once a run, not once a
    # process.
    with TemporaryDirectory(prefix="naravard-") as empty, _as_before(), warnings.catch_warnings():
        shell = Shell.instance(ipython_dir=empty, profile_dir=ProfileDir(location=empty))
        sys.path.insert(0, "")
        sys.stdin, sys.stdout, sys.stderr = io.StringIO(), _Stream(shell, "stdout"), _Stream(shell, "stderr")
        builtins.input = getpass.getpass = _nobody
        os.environ.setdefault("MPLBACKEND", "agg")
        try:
            yield shell
        finally:  # what is to be called when the process ends would keep the shell and its names until then
            atexit.unregister(shell.atexit_operations)


@contextmanager
def _as_before() -> Iterator[None]:
    """Afterwards the process is as it was, but for what cells have changed inside of modules."""
    names = ("stdin", "stdout", "stderr", "excepthook", "ps1", "ps2", "ps3")
    places: list[tuple[Any, str]] = [(sys, name) for name in names if hasattr(sys, name)]
    places += [(builtins, "input"), (getpass, "getpass"), (InteractiveShell, "_instance")]
    kept = [(place, name, getattr(place, name)) for place, name in places]
    path, main, environment = list(sys.path), sys.modules["__main__"], dict(os.environ)
    InteractiveShell._instance = None
    try:
        yield
    finally:
        Shell.clear_instance()
        for place, name, value in kept:
            setattr(place, name, value)
        sys.path[:], sys.modules["__main__"] = path, main
        os.environ.clear()
        os.environ.update(environment)


@contextmanager
def _at_most(seconds: float | None) -> Iterator[None]:
    """CellTimeout after so many seconds; without alarms (Windows, a thread) only whoever supervises the process can stop it."""
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> NoReturn:
        raise CellTimeout(f"cellen tog mer än {seconds:g} sekunder")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the cells."""

    encoding = "utf-8"

    def __init__(self, shell: Shell, name: str) -> None:
        self._outputs, self._name = shell.outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._outputs.write(self._name, _plain(text))
        return len(text)


def _nobody(*_: Any, **__: Any) -> NoReturn:
    raise StdinNotImplementedError(_NOBODY)


def _plain(value: Any) -> Any:
    """The value as it will be when the notebook is read back from its file."""
    match value:
        case str():  # half a sign, such as of a file name in an unknown encoding, cannot be written to any file
            return value.encode("utf-8", "backslashreplace").decode()
        case None | bool() | int() | float():
            return value
        case dict():
            content = {str(name): _plain(inner) for name, inner in value.items()}
            return NotebookNode(content)  # type: ignore[no-untyped-call]
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case bytes():
            return base64.b64encode(value).decode()
        case numbers.Integral():
            return int(value)
        case numbers.Real():
            return float(value)
    return value
