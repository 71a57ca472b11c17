"""Counts of persons are published from here alone: small ones hidden, and all from which they could be worked out.

What is held: from all cells shown, the sums between them, the rule and the tables published before, no hidden count can be
narrowed to fewer than four values. What is not: a reader who runs this very program on every table that could be meant, and
learns from which of them give the same paper; and other knowledge, such as that of somebody who is counted.
"""

from naravard.disclosure.protect import protect, protect_shares
from naravard.disclosure.rule import Rule
from naravard.disclosure.suppress import ADVICE, CannotProtect, Contradiction
from naravard.disclosure.table import Cell, Key, Kind, Line, ProtectedTable
