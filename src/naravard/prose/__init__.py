"""The sentences of the papers. Each is whole Swedish, and says so when something is not known."""

from naravard.prose.follow_up import attention, changes, conclusion, indicator_sheet, summary, text
from naravard.prose.memo import memo
from naravard.prose.profile import profile_cover, profile_method, profile_missing, profile_summary
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
