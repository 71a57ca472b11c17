"""What every report needs, imported once by the fork server and then shared by all its children.

The modules are named, not imported by statement: the fork server reaches across the house, and nothing here uses them.
"""

from __future__ import annotations

import gc
import importlib

MODULES = (
    "highspy",
    "nbconvert.exporters",
    "nbformat",
    "pandas",
    "papermill",
    "pikepdf",
    "typst",
    "naravard.figures",
    "naravard.prose",
    "naravard.reading.project",
    "naravard.report.assemble",
    "naravard.report.html",
    "naravard.report.making",
    "naravard.report.notebooks",
    "naravard.report.pdf",
    "naravard.report.shell",
    "naravard.tables",
)

for name in MODULES:
    importlib.import_module(name)

# A shell imports more when it is made, and the typeface is read when words are first measured.
with importlib.import_module("naravard.report.shell").running():
    pass
for bold in (False, True):
    importlib.import_module("naravard.figures.drawing").text_width("Nära vård", bold=bold)

# What is imported is never garbage: without this, each child's first collection would copy its memory.
gc.freeze()
