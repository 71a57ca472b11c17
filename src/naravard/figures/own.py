"""A drawing of one's own, made with matplotlib, as a figure of a paper."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from naravard.document import Figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing


def own(drawing: Drawing, name: str, caption: str, alt: str, source: str) -> Figure:
    """The drawing as a figure. ``alt`` says in words what it shows, for who does not see it; nobody else can write it.

    ``name`` is what its file is called. A figure without alternative text or source is a ValueError.
    """
    from matplotlib import pyplot, rc_context

    for what, said in {"alt": alt, "source": source}.items():
        if not said.strip():
            raise ValueError(
                f"a figure needs {what}; say in a sentence or two what it {'shows' if what == 'alt' else 'builds on'}"
            )
    file = StringIO()
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "path"}):
        drawing.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(drawing)  # else the notebook would show it once more, as a picture without words
    written = file.getvalue()
    return Figure(name, caption, alt, written[written.index("<svg") :], source=source)
