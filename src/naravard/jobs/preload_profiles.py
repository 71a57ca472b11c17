"""For many profiles, what only the making of one builds: the tables that all of them read, their words as they are drawn.

The fork server makes one of each kind and throws them away. What it has read is kept as long as the files do not change,
and a child that uses it tells that it reads them: the manifest of each profile names them.
"""

from __future__ import annotations

import contextlib
import gc
import importlib


def make_one_of_each_kind() -> None:
    """A profile of a municipality and one of a region, made by the functions that the notebook calls."""
    reading = importlib.import_module("naravard.reading.profile")
    figures, prose, tables = (importlib.import_module(f"naravard.{room}") for room in ("figures", "prose", "tables"))
    frame = reading.keep_for_many()
    for code in {area.kind: code for code, area in frame.areas.items()}.values():
        project = reading.open_profile(code, frame.years[-1])
        for made in (prose.profile_cover, prose.profile_summary, prose.profile_missing, prose.profile_method):
            made(project)
        for made in (figures.positions, figures.profile_development, tables.profile):
            made(project)


with contextlib.suppress(Exception):  # there may be no data here; a child that meets what is wrong tells of it
    make_one_of_each_kind()
gc.collect()
gc.freeze()
