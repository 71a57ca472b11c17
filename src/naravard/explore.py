"""What exploring in a notebook needs beside the papers' own tables and figures: lists to choose in, tables to search, files.

ipywidgets and itables (the extra ``lab``) are used where they are installed; without them all is shown plainly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from naravard import words
from naravard.document import Block, Figure, Notice, leaves

if TYPE_CHECKING:
    from pandas import DataFrame

_SAID = words.of("explore")
_WRITTEN = """function (data, type) {
    if (type !== "display") return data;
    if (data === null || ["<NA>", "NaN", "NaT"].includes(data)) return "";
    if (typeof data === "boolean") return data ? "ja" : "nej";
    if (/^\\d{4}-\\d\\d(-\\d\\d)?$/.test(data)) return `<span style="white-space: nowrap">${data}</span>`;
    if (typeof data !== "number") return data;
    return Number.isFinite(data) ? data.toLocaleString("sv-SE", {maximumFractionDigits: 6, useGrouping: false}) : "";
}"""
_LEAN = """
.dt-container table.dataTable :is(th, td) {text-align: left; max-width: 24em}
.dt-container table.dataTable :is(th, td).dt-type-numeric {text-align: right}
"""
_LENGTHS: list[list[int | str]] = [[10, 25, 100, -1], [10, 25, 100, "alla"]]


def prepare() -> Notice:
    """Make ``browse`` ready, and tell what is there. Nothing is fetched: what the tables need is laid in this very output."""
    absent = [name for name in ("ipywidgets", "itables") if find_spec(name) is None]
    if "itables" not in absent:
        from itables import init_notebook_mode

        init_notebook_mode(all_interactive=False, connected=False)
    if absent:
        return Notice(_SAID["plain"], _SAID["absent"].format(names=" och ".join(absent)), "muted")
    return Notice(_SAID["ready"], _SAID["browse"])


def browse(frame: DataFrame) -> Any:
    """The frame as a table to search, sort and turn the leaves of; as it is, where itables is not installed.

    Numbers are written with a decimal comma, yes and no in Swedish, and nothing where there is nothing.
    """
    if find_spec("itables") is None:
        return frame
    from IPython.display import HTML
    from itables import JavascriptFunction, to_html_datatable

    joined = frame.map(lambda value: ", ".join(map(str, value)) if isinstance(value, tuple) else value)
    table = to_html_datatable(
        joined,
        connected=False,
        showIndex=False,
        scrollX=True,
        classes="display compact",
        css=_LEAN,
        columnDefs=[{"targets": "_all", "render": JavascriptFunction(_WRITTEN)}],
        language=_SAID["table"],
        lengthMenu=_LENGTHS,
        maxBytes=0,
        display_logo_when_loading=False,
    )
    return HTML(table)  # type: ignore[no-untyped-call]


def choose(show: Callable[..., Any], choices: Mapping[str, Sequence[str]]) -> Any:
    """What ``show`` gives for the values chosen in lists, one for each of its arguments; without ipywidgets, for the first.

    ``explore.choose(lambda theme: tables.development(project, term, theme), {"Tema": ["kontinuitet", "samordning"]})``
    """
    if find_spec("ipywidgets") is None:
        return show(*(values[0] for values in choices.values()))
    import ipywidgets
    from IPython.display import display

    wide, label = ipywidgets.Layout(width="36em", max_width="100%"), {"description_width": "9em"}
    lists = {
        name: ipywidgets.Dropdown(options=values, description=f"{name}:", style=label, layout=wide)
        for name, values in choices.items()
    }
    output = ipywidgets.interactive_output(lambda **chosen: display(show(*chosen.values())), lists)  # type: ignore[no-untyped-call]
    return ipywidgets.VBox([*lists.values(), output])


def save(block: Block, path: str | Path) -> list[Path]:
    """Write each figure in the block as SVG, with its caption and its alternative text in the file; gives the files' paths.

    One figure is written to ``path``; several to ``name-1.svg``, ``name-2.svg`` beside it. A block without any is a ValueError.
    """
    found, path = [leaf for leaf in leaves(block) if isinstance(leaf, Figure)], Path(path)
    if not found:
        raise ValueError("there is no figure in this block to save")
    if path.suffix != ".svg":
        raise ValueError(f"a figure is saved as SVG: {path.name!r} should end with .svg")
    paths = (
        [path] if len(found) == 1 else [path.with_stem(f"{path.stem}-{number}") for number in range(1, len(found) + 1)]
    )
    for figure, to in zip(found, paths, strict=True):
        to.write_text(described(figure), encoding="utf-8")
    return paths


def described(figure: Figure) -> str:
    """The figure's SVG, with its caption as title and its alternative text as description, which a screen reader says."""
    told = f'<title id="titel">{escape(figure.caption)}</title><desc id="beskrivning">{escape(figure.alt)}</desc>'
    tag = r'<svg\1 role="img" aria-labelledby="titel beskrivning" xml:lang="sv">'
    opened = re.sub(r"<svg([^>]*)>", lambda found: found.expand(tag) + told, figure.svg, count=1)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + opened
