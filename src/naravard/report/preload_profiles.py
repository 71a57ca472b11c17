"""For many profiles, what only the making of one builds, such as the words of all profiles as they are drawn.

The fork server makes one and throws it away, and forgets the data that it has read: each child reads its own, and tells so.
"""

from __future__ import annotations

import contextlib
import gc
import importlib


def make_one() -> None:
    """A profile, made by the functions that the notebook calls; nothing at all where there are no profiles to make."""
    naravard = importlib.import_module("naravard")
    reading = importlib.import_module("naravard.reading.profile")
    figures, prose, tables = (importlib.import_module(f"naravard.{room}") for room in ("figures", "prose", "tables"))
    with contextlib.suppress(Exception):  # what is wrong is told by the child that meets it
        frame = reading.frame_of_profiles()
        project = naravard.profile(next(iter(frame.areas)), frame.years[-1])
        for made in (prose.profile_cover, prose.profile_summary, figures.positions, tables.profile):
            made(project)
        for made in (figures.profile_development, prose.profile_missing, prose.profile_method):
            made(project)
    reading.forget()


make_one()
gc.collect()
gc.freeze()
