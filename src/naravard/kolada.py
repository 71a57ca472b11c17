"""Key figures from Kolada, pinned as a snapshot: one small file of values an area, so that a report reads only its own.

A snapshot is a folder with ``snapshot.toml`` (from where and when), Kolada's metadata as ``kpi.csv``, ``municipality.csv`` and
``municipality_groups.csv``, and ``values/<area>.csv`` with ``kpi,period,gender,value`` in the order of key figure, year and
sex. Values stand as Kolada gives them. An empty value is missing, suppressed or not collected: never zero.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from pathlib import Path

_HEADER = ("kpi", "municipality", "period", "gender", "value")


def pin_values(dump: Path, snapshot: Path) -> int:
    """Write ``values/<area>.csv`` from one long CSV (``kpi,municipality,period,gender,value``, gzip or plain); returns the rows.

    This is how the folder in ``data/kolada`` was made, and how it is made again from the same dump.
    """
    raw = dump.read_bytes()
    text = (gzip.decompress(raw) if dump.suffix == ".gz" else raw).decode()
    rows = csv.reader(io.StringIO(text))
    header = tuple(next(rows))
    if header != _HEADER:
        raise ValueError(f"{dump} has the columns {', '.join(header)}; wanted {', '.join(_HEADER)}")
    areas: dict[str, list[str]] = {}
    for kpi, area, period, gender, value in rows:
        areas.setdefault(area, []).append(f"{kpi},{period},{gender},{value}\n")
    folder = snapshot / "values"
    folder.mkdir(parents=True, exist_ok=True)
    for area, lines in areas.items():
        (folder / f"{area}.csv").write_text(
            "kpi,period,gender,value\n" + "".join(lines), encoding="utf-8", newline="\n"
        )
    return sum(map(len, areas.values()))


def dump_sha256(snapshot: Path) -> str:
    """The SHA-256 of the long CSV that ``values`` was made from, put together again: it shows that nothing was lost."""
    rows = []
    for file in (snapshot / "values").glob("*.csv"):
        for kpi, period, gender, value in list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))[1:]:
            rows.append((kpi, file.stem, int(period), gender, value))
    rows.sort(key=lambda row: row[:4])
    text = ",".join(_HEADER) + "\n" + "".join(f"{k},{a},{p},{g},{v}\n" for k, a, p, g, v in rows)
    return hashlib.sha256(text.encode()).hexdigest()
