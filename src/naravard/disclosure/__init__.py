"""Counts of persons are published from here alone: small ones hidden, and all from which they could be worked out."""

from naravard.disclosure.protect import protect, protect_shares
from naravard.disclosure.rule import Rule
from naravard.disclosure.suppress import ADVICE, CannotProtect
from naravard.disclosure.table import Cell, Key, Kind, Line, ProtectedTable

__all__ = [
    "ADVICE",
    "CannotProtect",
    "Cell",
    "Key",
    "Kind",
    "Line",
    "ProtectedTable",
    "Rule",
    "protect",
    "protect_shares",
]
