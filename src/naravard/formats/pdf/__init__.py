"""The paper as an accessible, archivable PDF, by Typst."""

from typing import Literal

Archive = Literal["2a", "3a"]
"""Which PDF/A."""
