"""Where the figures of a table or a drawing come from: the definition of each measure, and the rows it was made from."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from naravard import measures
from naravard.document import MIME, Figure, Passage, Table, block_from_json
from naravard.model import FIELDS, Project, records_of
from naravard.terms import Term

_INDICATORS = ("indikatorer", "matvarden")
_ORIGINS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "styrdokument": ((), ("styrdokument",)),
    "organisation": ((), ("roller",)),
    "aktorer": ((), ("aktorer",)),
    "inriktning": ((), ("inriktning",)),
    "beslut": (("decisions",), ("beslut",)),
    "forslag": (("decisions",), ("beslut",)),
    "uppdrag": (("assignments",), ("uppdrag",)),
    "motstridigt": ((), ("motstridigt",)),
    "kallor": ((), ("kallor",)),
    "saknas": (("completeness",), tuple(FIELDS)),
    "varningar": ((), ()),
    "utveckling-per-tema": (("trend_counts", "indicators"), _INDICATORS),
    "utveckling-*": (("indicators", "comparison_series"), _INDICATORS),
    "jamforelse-*": (("indicators",), _INDICATORS),
    "steg-*": (("ordinal_spread",), _INDICATORS),
    "kon-*": (("indicators", "own_values"), _INDICATORS),
    "varden-*": (("comparison_series", "series"), _INDICATORS),
    "lanet-*": (("county_values", "ranks"), ("indikatorer",)),
    "utan-varden": (("indicators",), _INDICATORS),
    "indikatorer": (("indicators",), ("indikatorer",)),
    "mal-per-bedomning": (("goal_counts", "goals"), ("bedomningar", "effektmal", "projektmal")),
    "effektmal": (("goals", "indicators"), ("effektmal", "bedomningar", "malvarden", *_INDICATORS)),
    "projektmal": (("goals", "indicators"), ("projektmal", "bedomningar", "malvarden", *_INDICATORS)),
    "maluppfyllelse": (("indicators",), ("malvarden", *_INDICATORS)),
    "undergrupper": (("own_values",), ("matvarden",)),
    "maltrad": (("goals", "activities"), ("effektmal", "projektmal", "aktiviteter", "bedomningar")),
    "maltrad-*": (("goals", "activities"), ("effektmal", "projektmal", "aktiviteter", "bedomningar")),
    "aktiviteter": (("activities",), ("aktiviteter",)),
    "aktiviteter-*": (("activity_counts", "activities"), ("aktiviteter",)),
    "aktiviteternas-status": (("activity_counts",), ("aktiviteter",)),
    "aktiviteternas-status-*": (("activity_counts",), ("aktiviteter",)),
    "tidplan": (("activities",), ("aktiviteter",)),
    "tidplan-*": (("activities",), ("aktiviteter",)),
    "malens-bedomning": (("goal_counts", "goals"), ("bedomningar", "effektmal", "projektmal")),
    "vagen-till-malen": (("indicators",), ("malvarden", *_INDICATORS)),
    "vagen-till-malen-*": (("indicators",), ("malvarden", *_INDICATORS)),
    "medel-och-utfall": (("money",), ("medel",)),
    "medel-och-utfall-*": (("money",), ("medel",)),
    "deltagare": (("participants",), ("aktiviteter",)),
    "fortsatter": (("activities",), ("aktiviteter",)),
    "mal-senare": (("goals",), ("effektmal", "projektmal")),
    "aterrapporteras": (("decisions", "assignments"), ("beslut", "uppdrag")),
    "medel": (("money",), ("medel",)),
    "medel-villkor": (("money",), ("medel",)),
    "risker": (("risks",), ("risker",)),
    "avvikelser": (("deviations",), ("avvikelser",)),
    "lardomar": (("lessons",), ("lardomar",)),
    "profil-plats": (("positions",), ("indikatorer",)),
    "profil-utveckling": (("leads", "comparison_series", "county_range"), ("indikatorer",)),
    "profil-*": (("indicators", "positions", "top_steps"), ("indikatorer",)),
}
"""What each table or figure, by its name, is made from: measures, and tables of records. ``*`` stands for a theme."""


@dataclass(frozen=True)
class Origin:
    """What a table or figure is made from. ``rows`` are places such as ``HT2023/aktiviteter.csv rad 2``."""

    caption: str
    source: str
    definitions: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]


def shown_in(executed: Path) -> list[Table | Figure]:
    """The tables and figures of an executed notebook, in order."""
    notebook = json.loads(executed.read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    blocks = [block_from_json(output["data"][MIME]) for output in outputs if MIME in output.get("data", {})]
    return [block for block in _flat(blocks) if isinstance(block, Table | Figure)]


def find(blocks: list[Table | Figure], wanted: str) -> Table | Figure | None:
    """The block that ``wanted`` names: ``Tabell 3``, ``Figur 1``, its caption, or its name."""
    if numbered := re.fullmatch(r"(tabell|figur)\s*(\d+)\.?", wanted.strip(), re.IGNORECASE):
        kind = Table if numbered[1].casefold() == "tabell" else Figure
        of_kind = [block for block in blocks if isinstance(block, kind)]
        place = int(numbered[2])
        return of_kind[place - 1] if 0 < place <= len(of_kind) else None
    said = wanted.strip().casefold()
    return next((block for block in blocks if said in (block.caption.casefold(), block.name.casefold())), None)


def origin_of(project: Project, term: Term, block: Table | Figure) -> Origin:
    """Definitions and source rows of a table or figure; a name that is not known here is a KeyError."""
    patterns = sorted((name for name in _ORIGINS if fnmatch(block.name, name)), key=lambda name: "*" in name)
    if not patterns:
        raise KeyError(f"nothing is known of the origin of {block.name!r}")
    named, tables = _ORIGINS[patterns[0]]
    definitions = tuple((name, inspect.getdoc(getattr(measures, name)) or "") for name in named)
    rows = [place for table in tables for place in _rows(project, term, table)]
    return Origin(block.caption, block.source, definitions, (*rows, *_snapshot_rows(project, block)))


def _rows(project: Project, term: Term, table: str) -> Iterator[str]:
    holders: list[Any] = [project] if hasattr(project, FIELDS[table]) else list(project.until(term))
    for holder in holders:
        places = [record.origin for record in records_of(holder, table)]
        for file in dict.fromkeys((place.file, place.sheet) for place in places):
            numbers = [place.row for place in places if (place.file, place.sheet) == file and place.row]
            sheet = f", blad {file[1]}" if file[1] else ""
            yield f"{file[0]}{sheet}, rad {', '.join(map(str, numbers))}"


def _snapshot_rows(project: Project, block: Table | Figure) -> Iterator[str]:
    """The key figures that the source line names, and the files of the snapshot that hold them."""
    figures = project.key_figures
    used = [kpi for kpi in (figures.names if figures else ()) if kpi in block.source]
    if figures and used:
        areas = sorted({area for kpi, area, _ in figures.series if kpi in used})
        yield f"uttaget ur {figures.source}: {', '.join(used)} i values/ för {len(areas)} områden ({', '.join(areas)})"


def _flat(blocks: Any) -> Iterator[Any]:
    for block in blocks:
        if isinstance(block, Passage):
            yield from _flat(block.blocks)
        else:
            yield block
