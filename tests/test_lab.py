"""JupyterLab as a person uses it: every notebook is opened in a real browser, all its cells run, and shows what it is for."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

import pytest

from conftest import missing, program
from pages import package

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
EXPLORING = "utforska.ipynb"
TOKEN = "prov"
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are drawn too
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
}
OWN = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR", "LAB_SETTINGS_DIR", "LAB_WORKSPACES_DIR")
"""Jupyter's folders: those of the test, so that nothing of the person who runs it is read or changed."""


@contextlib.contextmanager
def lab(top: Path) -> Iterator[str]:
    """JupyterLab over copies of the notebooks, in a process of its own that is ended with the test; gives its address."""
    (top / "data").symlink_to(ROOT / "data")
    shutil.copytree(ROOT / "notebooks", top / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for name, value in SETTINGS.items():
        path = top / "LAB_SETTINGS_DIR" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    own = {f"JUPYTER{'' if name.startswith('LAB') else '_'}{name}": str(top / name) for name in OWN}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={free_port()}",
               f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    with (top / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=top / "notebooks", env={**os.environ, **own, "IPYTHONDIR": str(top)}, stdout=log, stderr=log
        )
    try:
        yield address_of(server, top)
    finally:
        server.terminate()  # it ends its kernels; those of a server that is killed end themselves
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def address_of(server: subprocess.Popen, top: Path) -> str:
    """Where JupyterLab answers, once it does."""
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        for told in (top / "RUNTIME_DIR").glob("jpserver-*.json"):
            with contextlib.suppress(OSError, ValueError):
                url = json.loads(told.read_text())["url"]
                urlopen(f"{url}api", timeout=10).close()
                return f"{url}lab?token={TOKEN}"
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start: {(top / 'log').read_text()[-2000:]}")


def free_port() -> int:
    """A port that nobody has; if somebody takes it first, JupyterLab takes another."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What the browser saw of each notebook, by its file name."""
    for name in ("jupyterlab", "ipywidgets", "itables"):
        if find_spec(name) is None:
            missing(f"{name} (the extra lab)")
    script = str(package("playwright-core").parents[1] / "lab.js")
    browser = program("chromium", "chromium-browser", "google-chrome")
    command = [program("node"), script, browser]
    with lab(tmp_path_factory.mktemp("lab")) as address:
        names = "\n".join(NOTEBOOKS)
        ran = subprocess.run([*command, address], input=names, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return {found["name"]: found for found in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.browser
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_cell_of_the_notebook_runs_in_jupyterlab_and_what_it_shows_is_drawn(seen, name):
    shown = seen[name]
    assert (shown["ran"], shown["never_ran"], shown["errors"], shown["undrawn"]) == (True, 0, [], [])
    source = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
    assert shown["outputs"] > 0
    assert shown["tables"] > 0 or "tables." not in source  # the memo is of words alone
    assert (shown["pictures"] > 0) == ("figures." in source or "sections." in source)


@pytest.mark.browser
def test_the_notebook_to_explore_in_has_lists_to_choose_in_and_tables_to_search(seen):
    shown = seen[EXPLORING]
    assert shown["lists"] >= 5
    assert shown["searchable"] >= 4
    assert shown["changes_when_chosen"]


@pytest.mark.browser
def test_jupyterlab_asks_for_nothing_outside_the_machine(seen):
    assert seen[EXPLORING]["outside"] == []
