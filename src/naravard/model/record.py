"""What every record is: a row of a table that knows where it stands.

One class a table. A field's alias is the Swedish heading that analysts see, and nothing else names it. A field without a default
is a column that must be there; ``| None`` says that its cell may be empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from naravard.document import SourceRow
from naravard.model.columns import open_columns
from naravard.model.representation import described, filled, record_html
from naravard.model.values import Citation


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
        return record_html(self)

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
