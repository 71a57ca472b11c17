"""A table is a frame with declared columns: each says how it is written, and what an empty cell says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from naravard import labels, writing
from naravard.document import Cell, Column, Inline, Table, Tone, Value
from naravard.writing import Row

Write = Callable[[Row, str], Cell]


@dataclass(frozen=True)
class Form:
    """A column of a table: how a row's cell in it is written, its heading if it brings one, and which way cells lean."""

    write: Write
    heading: str = ""
    align: Literal["start", "end"] = "start"


Forms = Mapping[str, Form]
"""The columns of a table in order, by the frame's column that each shows."""


def table_of(
    rows: Iterable[Row], forms: Forms, *, name: str, caption: str, source: str = "", notes: Iterable[str] = (),
    missing: str = "", row_headers: int = 1,
) -> Table:  # fmt: skip
    """The rows in the columns that the forms declare, with the notes that what stands in the cells asks for.

    ``missing`` is what ``saknas`` means in this table, said where it stands there.
    """
    cells = tuple(tuple(form.write(row, column) for column, form in forms.items()) for row in rows)
    values = [value for row in cells for cell in row for value in cell.values]
    head = tuple(Column(form.heading, form.align) for form in forms.values())
    under = tuple(dict.fromkeys((*notes, *explained(values, missing))))
    return Table(name, caption, head, cells, source, under, row_headers)


def explained(values: Iterable[Value], missing: str = "") -> tuple[str, ...]:
    """The notes under a table on what stands in the place of a value, each said once."""
    met = {(value.status, value.below) for value in values if _says_its_status(value)}
    notes: list[str] = []
    for status, text in (labels.EXPLAINED | {"missing": missing}).items():
        bounds = sorted({below or 0 for met_status, below in met if met_status == status})
        notes += [text.format(below=below) for below in bounds if text]
    return tuple(notes)


def _says_its_status(value: Value) -> bool:
    """Whether the reader meets the word of a status, rather than one that explains itself."""
    word = labels.STATUSES.get(value.status, "").format(below=value.below)
    return value.status == "preliminary" or (not value.shown and value.text == word)


# How a column is written -------------------------------------------------------------------------------------------------


def number(
    heading: str = "", decimals: int = 0, *, unit: str = "", empty: str | None = labels.DASH, **given: Any
) -> Form:
    """Numbers with so many decimals."""
    return _ending(heading, lambda row, column: writing.number(row, column, decimals, unit=unit, empty=empty, **given))


def kronor(heading: str = "", *, signed: bool = False, empty: str | None = None) -> Form:
    """Whole kronor, without the word."""
    return number(heading, unit="kr", signed=signed, empty=empty)


def per_cent(heading: str = "", decimals: int = 0, *, signed: bool = False, empty: str | None = labels.DASH) -> Form:
    """Shares of 1 in per cent."""
    return _ending(heading, lambda row, column: writing.per_cent(row, column, decimals, signed=signed, empty=empty))


def day(heading: str = "", *, empty: str | None = labels.UNKNOWN) -> Form:
    """Days; of a date that is known to the month or the year, that much."""
    return Form(lambda row, column: cell(writing.day(row, column, empty=empty)), heading)


def words(heading: str = "", *, empty: str = labels.UNKNOWN, begin: bool = False) -> Form:
    """Text as it stands, several things with commas between them; with ``begin`` it begins with a capital."""

    def write(row: Row, column: str) -> Cell:
        given = row[column]
        text = ", ".join(map(str, given)) if isinstance(given, tuple) and not hasattr(given, "_fields") else None
        value = writing.word(row, column, text, empty=empty)
        return cell(_begun(value) if begin else value)

    return Form(write, heading)


def listed(heading: str = "") -> Form:
    """One name or several, as one reads them, with a capital."""

    def write(row: Row, column: str) -> Cell:
        given = row[column]
        text = labels.listing(given) if isinstance(given, tuple) else None
        return cell(_begun(writing.word(row, column, text, empty=labels.UNKNOWN)))

    return Form(write, heading)


def word(heading: str = "", wordings: Mapping[Any, str] | None = None, tones: Mapping[Any, Tone] | None = None) -> Form:
    """Words from a list: ``wordings`` are what each is called, if not as it is; ``tones`` repeat in colour what it says."""

    def write(row: Row, column: str) -> Cell:
        given = row[column]
        value = writing.word(row, column, (wordings or {}).get(given))
        return cell(value, tone=(tones or {}).get(given, ""))

    return Form(write, heading)


def named(heading: str = "", key: str = "id", *, empty: str = labels.UNKNOWN) -> Form:
    """A text with its id before it: ``A01 Fast läkarkontakt``."""

    def write(row: Row, column: str) -> Cell:
        text = f"{row[key]} {row[column]}".strip()
        return cell(writing.word(row, column, text, empty=empty))

    return Form(write, heading)


def period(heading: str = "") -> Form:
    """The year or the term that a value is for."""
    return _ending(heading, writing.word)


def indicator(heading: str = "", *, beside: str = "", empty: str | None = None) -> Form:
    """An indicator's value, as a number or the word of its step; ``beside`` is the column of its period."""
    return _ending(heading, lambda row, column: indicator_value(row, column, empty=empty), beside)


def change(heading: str = "") -> Form:
    """The change of an indicator, with its sign."""
    return _ending(heading, lambda row, column: writing.number(row, column, row["decimals"], signed=True))


def indicator_value(row: Row, column: str, *, empty: str | None = None) -> Value:
    """An indicator's value; ``steps`` in the row are the words of its steps."""
    given, steps = row[column], row.get("steps") or ()
    if steps and given is not None and 0 <= given < len(steps) and given == int(given):
        return writing.word(row, column, steps[int(given)])
    return writing.number(row, column, row["decimals"], unit=row["unit"], empty=empty)


def cell(value: Value, *around: Inline, tone: Tone = "") -> Cell:
    """A cell; what is not there is muted, and what is preliminary says so."""
    if not value.shown:
        tone = "muted" if value.text else ""
    return Cell(*writing.with_status(value), *around, tone=tone)


def _begun(value: Value) -> Value:
    """A shown value with a capital."""
    return replace(value, text=labels.sentence(value.text)) if value.shown else value


def _ending(heading: str, write: Callable[[Row, str], Value], beside: str = "") -> Form:
    """Figures, which lean to the end; in parentheses ``beside`` them what another column says."""

    def written(row: Row, column: str) -> Cell:
        value = write(row, column)
        around = (" (", writing.word(row, beside), ")") if beside and value.shown and row[beside] else ()
        return cell(value, *around)

    return Form(written, heading, "end")
