"""What several test modules need."""

from __future__ import annotations

import os
import shutil

import pytest

REQUIRE_ALL = os.environ.get("NARAVARD_REQUIRE_ALL") == "1"


def program(*names: str) -> str:
    """The path of the first of these programs that is installed.

    A test that needs one that is missing is skipped, unless NARAVARD_REQUIRE_ALL=1 says that nothing may be skipped.
    """
    for name in names:
        if path := shutil.which(name):
            return path
    missing = f"{' or '.join(names)} is not installed"
    if REQUIRE_ALL:
        pytest.fail(f"{missing}, and NARAVARD_REQUIRE_ALL=1 allows no skipping")
    pytest.skip(missing)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's browser, for what only a browser can tell."""
    return program("chromium", "chromium-browser", "google-chrome")
