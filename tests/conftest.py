"""What several test modules need."""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import NoReturn

import pytest

SHARED = "NARAVARD_TESTS_SHARED"
LONGEST = (
    "test_gates_verapdf", "test_gates", "test_gates_formats", "test_report", "test_runner", "test_hostile", "test_batch",
    "test_pdf_archive", "test_lab", "test_reading_limits", "test_reading_workbook", "test_pdf", "test_disclosure", "test_new",
    "test_contributing", "test_jobs", "test_calendars", "test_reading_property",
    "test_engine", "test_docs", "test_profile", "test_word_printed", "test_word",
)  # fmt: skip
REQUIRE_ALL = os.environ.get("NARAVARD_REQUIRE_ALL") == "1"


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the workers of one run share; they learn of it by the environment that they inherit."""
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="naravard-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the shared folder away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than there are cores: many tests wait, for browsers and for time limits."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest, so that no worker is left with one of them alone at the end."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def program(*names: str) -> str:
    """The path of the first of these programs that is installed.

    A test that needs one that is missing is skipped, unless NARAVARD_REQUIRE_ALL=1 says that nothing may be skipped.
    """
    for name in names:
        if path := shutil.which(name):
            return path
    return missing(" or ".join(names))


def missing(what: str) -> NoReturn:
    """Skip the test since this is not installed, or fail it where nothing may be skipped."""
    if REQUIRE_ALL:
        pytest.fail(f"{what} is not installed, and NARAVARD_REQUIRE_ALL=1 allows no skipping")
    pytest.skip(f"{what} is not installed")
