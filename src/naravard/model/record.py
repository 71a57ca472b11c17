"""What every record is: a row of a table that knows where it stands.

One class a table. A field's alias is the Swedish heading that analysts see, and nothing else names it. A field without a default
is a column that must be there; ``| None`` says that its cell may be empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from naravard import labels
from naravard.document import SourceRow
from naravard.model.columns import Column, columns
from naravard.model.representation import table_html, text_of
from naravard.model.values import Citation

_BESIDE = ("cited", "note")  # where a statement stands is in the table; here it would only crowd out what it says


def column(heading: str, description: str = "", **given: Any) -> Any:
    """A column: its Swedish heading, and a sentence on what to fill in (shown in the workbook and the handbook)."""
    return Field(alias=heading, description=description, **given)


class Frozen(BaseModel):
    """What is read from a file: never changed afterwards, and with no field that its class does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True)


class Record(Frozen, Mapping[str, Any]):
    """One row of a table. ``origin`` says where it stands.

    What a record shows of itself, in text and in a notebook, leaves out the fields that may count persons, ``counting``. As a
    mapping from the names of the fields that it shows it gives ``pd.DataFrame(records)`` columns with those names.
    """

    table: ClassVar[str]
    title: ClassVar[str]
    per_term: ClassVar[bool] = False
    key: ClassVar[tuple[str, ...]]
    counting: ClassVar[tuple[str, ...]] = ()

    origin: SourceRow = Field(default=SourceRow(""), exclude=True, repr=False)

    def __getitem__(self, name: str) -> Any:
        if name not in open_columns(type(self)):
            raise KeyError(f"{type(self).__name__} shows no field {name!r}; those that it shows are {', '.join(self)}")
        return getattr(self, name)

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(open_columns(type(self)))

    def __len__(self) -> int:
        return len(open_columns(type(self)))

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        return ((column.name, getattr(self, column.name)) for column, _ in filled(self))

    def _repr_html_(self) -> str:
        rows = ((labels.sentence(column.heading), text) for column, text in filled(self))
        name = ", ".join(text_of(getattr(self, field)) for field in self.key)
        return table_html(self.table, f"{self.title}: {name}", ("uppgift", "innehåll"), rows)

    @classmethod
    def getdoc(cls) -> str:
        """What IPython tells of ``Activity?`` and of ``activity?``."""
        return described(cls)


class Cited(Record):
    """A row that says where its statement comes from."""

    cited: tuple[Citation, ...] = column(
        "källa", "Id ur kallor, och stället i den. Flera skiljs med komma.", default=()
    )
    note: str | None = column("anteckning", "Fri text.", default=None)


@cache
def open_columns(record: type[Record]) -> Mapping[str, Column]:
    """The columns that a table shows of itself, by field: all but those that may count persons, ``counting``."""
    return {column.name: column for column in columns(record) if column.name not in record.counting}


def filled(record: Record, published: Collection[str] = ()) -> Iterator[tuple[Column, str]]:
    """What a record shows of itself: each column that says something, with its text; what may count persons only if published."""
    for column in columns(type(record)):
        text = text_of(getattr(record, column.name))
        if text and column.name not in (*_BESIDE, *(set(record.counting) - set(published))):
            yield column, text


def described(kind: type[Record]) -> str:
    """What one row of a table is, and each of its columns: the field, its Swedish heading, and what is filled in."""
    lines = [f"``{c.name}``: {c.heading}. {c.description}".strip() for c in columns(kind)]
    return f"{kind.__doc__}\n\nFields, each with its heading in the table {kind.table}:\n\n" + "\n".join(lines)
