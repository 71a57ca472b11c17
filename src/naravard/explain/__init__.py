"""Where the values of a paper come from: what they are, how they stand, and the rows of the data behind them, in Swedish."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from naravard import labels
from naravard.document import Block, Document
from naravard.explain.places import NotFound, Place, find, named
from naravard.explain.sources import Sources
from naravard.measures.definitions import column_description, defined
from naravard.model import Project

MOST = 10  # more values than these are listed by their places alone
MOST_PLACES = 40


@dataclass(frozen=True)
class Explanation:
    """Where one value of a paper comes from, in Swedish.

    ``measure`` and ``definition`` are of the measure, or the table, that gave the value, and ``column`` is what of it the value
    is; all are empty for a value without origin. ``rows`` are the rows of the data behind it, with the cells that matter.
    """

    place: Place
    measure: str
    definition: str
    column: str
    rows: tuple[str, ...]

    def __str__(self) -> str:
        value, place = self.place.value, str(self.place)
        lines = [place if place == f"”{value.text}”" else f"{place}: {value.text}"]
        if self.measure:
            lines.append(f"  Vad: {self.measure} – {self.column}")
        if value.unit:
            lines.append(f"  Enhet: {value.unit}")
        if value.status != "ok":
            lines.append(f"  Läge: {labels.EXPLAINED[value.status].format(below=value.below)}")
        if self.rows:
            return "\n    ".join(["\n".join([*lines, "  Underlag:"]), *self.rows])
        return "\n".join(
            [*lines, f"  Underlag: {'ingen rad' if self.measure else 'inget ursprung i projektets underlag'}."]
        )


@dataclass(frozen=True)
class Answer:
    """What is known of the values that were ``asked`` for; printed, it is Swedish text.

    ``subject`` is the caption and source of the table or figure asked for, empty for values found by what they say; ``whole``
    tells that nothing narrower was asked for. ``rows`` are the rows of the data behind it all, a line each file.
    """

    asked: str
    subject: str
    whole: bool
    explanations: tuple[Explanation, ...]
    rows: tuple[str, ...]

    def __str__(self) -> str:
        known = [found for found in self.explanations if found.measure]
        parts = [self.subject] if self.subject else []
        if self.subject and not known:
            parts.append("En egen tabell eller figur: inget i den har ursprung i projektets underlag.")
        elif not self.subject and len(self.explanations) > MOST:
            return self._places()
        parts += dict.fromkeys(f"{found.measure}. {found.definition}".strip() for found in known)
        if self.whole:
            parts += ["\n  ".join(["Underlag:", *self.rows])] if self.rows else []
        else:
            parts += map(str, self._without_repeats())
        return "\n\n".join(parts)

    def _without_repeats(self) -> Iterator[Explanation]:
        before: tuple[str, ...] = ()
        for found in self.explanations:
            same = len(found.rows) > 1 and found.rows == before
            yield replace(found, rows=("samma rader som ovan",)) if same else found
            before = found.rows

    def _places(self) -> str:
        """Where many values stand, and how to ask for one."""
        count, places = len(self.explanations), [f"  {found.place}" for found in self.explanations[:MOST_PLACES]]
        more = [f"  … och {count - MOST_PLACES} till."] if count > MOST_PLACES else []
        narrow = "Välj med --row och --column, eller fråga om en av tabellerna eller meningarna."
        return "\n".join([f"{self.asked} står på {count} ställen:", *places, *more, narrow])


def explained(
    project: Project, paper: Document | Block, what: str, row: str = "", column: str = "", *,
    folder: Path | None = None, changed: Collection[str] = (),
) -> Answer:  # fmt: skip
    """Where the values that ``what`` names come from: those of a table or figure, or those that read so.

    ``what`` is ``Tabell 5``, ``Figur 2``, a caption, a name, a value as printed, or some words of a cell or sentence. ``row``
    picks the rows of tables whose head holds the text, ``column`` the headings that do.

    ``folder`` is the project's, in which the lines of the snapshot are counted; without it they have no numbers. ``changed``
    are the files, as a manifest names them, that are not as when the paper was made: what stands in them now is not told.

    NotFound where there is no such thing in the paper.
    """
    subject, places = named(paper, what), find(paper, what, row, column)
    sources = Sources(project, folder, changed)
    return Answer(
        what,
        f"{subject[0]}. {subject[1].caption}\n{subject[1].source}".strip() if subject else "",
        bool(subject) and not row and not column,
        tuple(_explanation(place, sources) for place in places),
        sources.summary(row for place in places for row in place.value.origin.rows),
    )


def _explanation(place: Place, sources: Sources) -> Explanation:
    origin = place.value.origin
    measure, definition = defined(origin.measure) if origin.measure else ("", "")
    description = column_description(origin.measure, origin.column) if origin.measure else ""
    return Explanation(place, measure, definition, description, sources.rows(origin))
