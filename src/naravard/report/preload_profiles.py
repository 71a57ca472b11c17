"""For many profiles, what only the making of one builds: the tables that all of them read, their words as they are drawn.

The fork server makes one and throws it away. What it has read is kept as long as the files do not change, and a child that
uses it tells that it reads them: the manifest of each profile names them.
"""

from __future__ import annotations

import contextlib
import gc
import importlib


def make_one() -> None:
    """A profile, made by the functions that the notebook calls."""
    naravard = importlib.import_module("naravard")
    reading = importlib.import_module("naravard.reading.profile")
    figures, prose, tables = (importlib.import_module(f"naravard.{room}") for room in ("figures", "prose", "tables"))
    frame = reading.frame_of_profiles()
    project = naravard.profile(next(iter(frame.areas)), frame.years[-1])
    for made in (prose.profile_cover, prose.profile_summary, prose.profile_missing, prose.profile_method):
        made(project)
    for made in (figures.positions, figures.profile_development, tables.profile):
        made(project)


with contextlib.suppress(Exception):  # there may be no data here; a child that meets what is wrong tells of it
    make_one()
gc.collect()
gc.freeze()
