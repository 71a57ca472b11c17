"""The pinned snapshot of Kolada as a tidy frame, for any key figures and areas: what ``naravard.kolada`` gives."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
from pandas import DataFrame

from naravard.model import Sex
from naravard.reading import folder_above
from naravard.reading.areas import by_name
from naravard.reading.inputs import pinned_snapshot
from naravard.reading.kolada import SEXES, VALUES_HEAD, areas_in, key_figures_in
from naravard.reading.profile import FOLDER
from naravard.reading.suggest import one_or_several, picked

Names = str | Iterable[str] | None

_SEX = dict(zip(SEXES, map(str, Sex), strict=True))
_VALIDITY = re.compile(r"\s*\(-\s*\d{4}\)$")  # «(- 2024)»: the key figure ended that year
_UNIT = re.compile(r"(antal|[tm]?kr|dagar|timmar|minuter)\b")


def read_frame(
    kpis: Names, areas: Names, years: int | Iterable[int] | None, sex: Names, snapshot: str | Path | None
) -> DataFrame:
    """The frame that ``naravard.kolada`` describes; errors as it, and ValueError, in Swedish, for a file that is damaged."""
    folder = _snapshot() if snapshot is None else folder_above(snapshot, "snapshot.toml")
    figures = key_figures_in(folder)
    ids = picked(kpis, {kpi: kpi for kpi in figures}, "key figure")
    where = picked(areas, by_name(areas_in(folder).values()), "area")
    chosen_years = _years(years, folder)
    sexes = picked(sex, {name: word for code, word in _SEX.items() for name in (word, code)}, "sex")

    frame = _values(folder, [area.code for area in where])
    frame["kpi"] = frame["kpi"].cat.set_categories(ids)
    kept = frame["kpi"].notna() & frame["year"].isin(chosen_years) & frame["sex"].isin(sexes)
    frame = frame[kept].sort_values(["kpi", "area", "year", "sex"], ignore_index=True)
    of_kpi, of_area = frame.pop("kpi"), frame.pop("area")
    columns = {
        "kpi": of_kpi,
        "title": of_kpi.map({kpi: figures[kpi].title for kpi in ids}),
        "unit": of_kpi.map({kpi: unit_in(figures[kpi].title) for kpi in ids}),
        "area": of_area,
        "name": of_area.map({area.code: area.name for area in where}),
    }
    status = pd.Categorical.from_codes(frame["value"].isna().to_numpy().astype("int8"), pd.Index(["ok", "missing"]))
    return pd.DataFrame(columns).astype("str").join(frame).assign(status=status)


def _values(snapshot: Path, areas: list[str]) -> DataFrame:
    """All that the areas have: parsed at once, in C, which is quicker than to look for a few rows in Python."""
    parts = [_rows(snapshot / "values" / f"{area}.csv") for area in areas]
    frame = pd.read_csv(
        BytesIO(b"".join((VALUES_HEAD.encode(), b"\n", *parts))),
        dtype={"kpi": "category", "period": "int64", "gender": "category", "value": "float64"},
    ).rename(columns={"period": "year", "gender": "sex"})
    frame["sex"] = frame["sex"].cat.set_categories(list(_SEX)).cat.rename_categories(list(_SEX.values()))
    frame["area"] = pd.Categorical(areas, categories=areas).repeat([part.count(b"\n") for part in parts])
    return frame[["kpi", "area", "year", "sex", "value"]]


def unit_in(title: str) -> str:
    """The unit that a key figure's title ends with, as ``%``, ``antal/100 000 inv`` or ``kr/elev``; empty where it has none."""
    last = _VALIDITY.sub("", title).rpartition(", ")[2]
    return "%" if "(%)" in last else last if _UNIT.match(last) else ""


def _snapshot() -> Path:
    """The snapshot that the profiles are made from."""
    try:
        return pinned_snapshot(folder_above(FOLDER))
    except FileNotFoundError as error:
        raise FileNotFoundError(f"{error}; say where the snapshot is, as in snapshot='data/kolada'") from None


def _years(asked: int | Iterable[int] | None, snapshot: Path) -> Sequence[int]:
    first, last = tomllib.loads((snapshot / "snapshot.toml").read_text(encoding="utf-8"))["years"]
    every = range(first, last + 1)
    years = every if asked is None else one_or_several(asked)
    for year in years:
        if year not in every:
            raise ValueError(f"the snapshot has the years {first} to {last}, and not {year!r}")
    return years


def _rows(path: Path) -> bytes:
    """The rows of an area's file, each with its end of line."""
    head, _, rows = path.read_bytes().partition(b"\n")
    if head.decode() != VALUES_HEAD:
        raise ValueError(f"{path.name} är skadad: första raden är inte {VALUES_HEAD}")
    return rows if rows.endswith(b"\n") or not rows else rows + b"\n"
