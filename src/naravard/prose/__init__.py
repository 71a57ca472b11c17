"""The sentences of the papers. Each is whole Swedish, and says so when something is not known."""

from naravard.prose.follow_up import attention, changes, conclusion, indicator_sheet, summary, text
from naravard.prose.memo import memo
from naravard.prose.project import (
    audience,
    background,
    cover,
    discrepancies,
    method,
    missing,
    purpose,
    theme,
    themes,
)

__all__ = [
    "attention",
    "audience",
    "background",
    "changes",
    "conclusion",
    "cover",
    "discrepancies",
    "indicator_sheet",
    "memo",
    "method",
    "missing",
    "purpose",
    "summary",
    "text",
    "theme",
    "themes",
]
