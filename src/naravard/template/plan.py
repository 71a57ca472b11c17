"""plan.toml as it is given to be filled in: every key, with what to write above it."""

from __future__ import annotations

import json

from naravard.model import Calendar, Comparison, Plan, ProjectFrame
from naravard.model.columns import Column, columns
from naravard.model.naming import PLACEHOLDERS, fold_key
from naravard.model.plan import SECTIONS
from naravard.template.instructions import TEXTS
from naravard.terms import Term


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
    parts = [TEXTS["plan"]["head"]]
    for field, model in SECTIONS.items():
        section, known = Plan.model_fields[field], given if model in (ProjectFrame, Calendar) else {}
        keys = (_key(column, known.get(column.name, "")) for column in columns(model))
        if model is not Comparison:
            parts.append(f"# {section.description}\n[{fold_key(section.alias or field)}]\n{''.join(keys)}")
    optional = "".join(f"# {line}\n" for column in columns(Comparison) for line in _key(column, "").splitlines())
    return "\n".join([*parts, TEXTS["plan"]["comparison"] + optional])


def _key(column: Column, value: str) -> str:
    """A key with what to write above it; an optional key stands empty, or with its default."""
    default = ", ".join(column.default) if isinstance(column.default, tuple) else column.default
    text = value or (default if isinstance(default, str) else "")
    written = "false" if column.kind == "yes/no" else json.dumps(text, ensure_ascii=False)
    optional = "" if column.required else " Frivilligt."
    return f"# {column.description}{optional}\n{fold_key(column.heading)} = {written}\n"
