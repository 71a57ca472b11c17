"""A table of the papers is declared: its columns in code, and what is said of it in ``words``, under one name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from naravard import labels, words
from naravard.document import Block, Notice, Passage, Table
from naravard.tables.form import Forms, table_of
from naravard.writing import Row, notice

SAID: dict[str, Any] = words.of("tables")


@dataclass(frozen=True)
class Declared:
    """A table by its section in ``words``. A column without a heading of its own has the one that is said there.

    Each way to show rows takes the ``name`` of the table, as its CSV file is called, and what stands in for braces in the words.
    ``source`` is the source line, or stands in the one that is said there.
    """

    section: str
    forms: Forms

    @property
    def said(self) -> Any:
        """The words of the table."""
        return SAID[self.section]

    def table(
        self, rows: Iterable[Row], name: str, *, source: str = "", notes: Iterable[str] = (), missing: str = "",
        row_headers: int = 1, **named: str,
    ) -> Table:  # fmt: skip
        """The rows as a table; ``notes`` are said under it beside its own."""
        said = self.said
        headed = {
            column: form if form.heading else replace(form, heading=said["headings"][column].format(**named))
            for column, form in self.forms.items()
        }
        return table_of(
            rows, headed, name=name, caption=said["caption"].format(**named), row_headers=row_headers,
            source=said.get("source", "{source}").format(source=source), missing=missing or said.get("missing", ""),
            notes=filter(None, (said.get("note", "").format(**named), *notes)),
        )  # fmt: skip

    def known(self, rows: Sequence[Row], name: str, **given: Any) -> Block:
        """The rows as a table; in the place of one without rows, that nothing is known."""
        return self.table(rows, name, **given) if rows else self.notice(**given)

    def if_any(self, rows: Sequence[Row], name: str, **given: Any) -> Passage:
        """The rows as a table, if there are any."""
        return Passage((self.table(rows, name, **given),) if rows else ())

    def notice(self, text: str = labels.UNKNOWN, **named: str) -> Notice:
        """What is said in the place of the table."""
        return notice(self.said.get("subject", self.said["caption"]).format(**named), text)
