"""Counts of persons are published from here alone: sensitive cells suppressed, and all from which they could be worked out.

What is held: from all cells published, the sums between them, the rule and the linked tables published before, the feasibility
interval of a suppressed count holds at least four values. What is not: an attacker who runs this very program on every table
that could be meant, and learns from which of them give the same paper; and other knowledge, such as that of somebody counted.
"""

from naravard.disclosure.protect import protect, protect_shares
from naravard.disclosure.secondary import ADVICE, CannotProtect, Contradiction
from naravard.disclosure.sensitivity import SensitivityRule
from naravard.disclosure.table import Cell, CellStatus, Key, Marginal, ProtectedTable
