"""plan.toml as it is given to be filled in: every key, with what to write above it."""

from __future__ import annotations

import json

from pydantic import BaseModel

from naravard.model import Appearance, Calendar, Comparison, Matter, Memo, OpenData, ProjectFrame
from naravard.model.columns import Column, columns
from naravard.model.naming import PLACEHOLDERS, fold_key
from naravard.terms import Term

_HEAD = """\
# Projektets ram. Filen kan ändras i Anteckningar.
#
# - Text skrivs inom citattecken: "så här".
# - Rader som börjar med # är förklaringar och läses inte.
# - Det som är frivilligt får stå tomt: "".
# - Skriv nycklarna (ordet före =) som de står, utan å, ä och ö.
# - Resten av projektet fylls i med Excel: projekt.xlsx, och en arbetsbok för varje termin.

format = 1
"""
_SECTIONS: tuple[tuple[str, type[BaseModel], str], ...] = (
    ("projekt", ProjectFrame, "Vad projektet är. Skrivs ut på papperens första sida."),
    ("ärende", Matter, "Ärendet i kommunens diarium."),
    (
        "kalender",
        Calendar,
        "Vad året delas in i. Halvår kan börja andra dagar än kalenderns, månad och dag.",
    ),
    ("tjänsteskrivelse", Memo, "Tjänsteskrivelsens rubriker, och vem som undertecknar den."),
    ("utseende", Appearance, "Kommunens egna färger och logotyp. Tomt: naravards egna."),
    ("öppna data", OpenData, "Var papperens öppna data publiceras, för den som ska hitta dem på dataportal.se."),
)
_COMPARISON = """\
# Jämförelse med andra kommuner. När det finns ett uttag ur Kolada: ta bort det första # på varje rad härunder.
# [jamforelse]
"""


def plan_text(*, name: str, municipality: str, code: str, first: Term, last: Term) -> str:
    """The text of a new plan.toml."""
    given = {
        "name": name or PLACEHOLDERS["name"],
        "municipality": municipality or PLACEHOLDERS["municipality"],
        "area": code or PLACEHOLDERS["area"],
        "first_term": str(first),
        "last_term": str(last),
        "division": str(first.division),
    }
    parts = [_HEAD]
    for section, model, purpose in _SECTIONS:
        known = given if model in (ProjectFrame, Calendar) else {}
        keys = (_key(column, known.get(column.name, "")) for column in columns(model))
        parts.append(f"# {purpose}\n[{fold_key(section)}]\n{''.join(keys)}")
    optional = "".join(f"# {line}\n" for column in columns(Comparison) for line in _key(column, "").splitlines())
    return "\n".join([*parts, _COMPARISON + optional])


def _key(column: Column, value: str) -> str:
    """A key with what to write above it; an optional key stands empty, or with its default."""
    default = ", ".join(column.default) if isinstance(column.default, tuple) else column.default
    text = value or (default if isinstance(default, str) else "")
    written = "false" if column.kind == "yes/no" else json.dumps(text, ensure_ascii=False)
    optional = "" if column.required else " Frivilligt."
    return f"# {column.description}{optional}\n{fold_key(column.heading)} = {written}\n"
