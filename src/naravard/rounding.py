"""Whether there is a figure, and how it is rounded: half away from zero, as Swedish readers expect (2,45 becomes 2,5)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float | Decimal, decimals: int) -> Decimal:
    """``value`` with that many decimals. A float is taken as the shortest number that writes it, so 2.45 is 2.45."""
    exact = Decimal(value) if isinstance(value, int | Decimal) else Decimal(repr(float(value)))
    result = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def is_known(value: object) -> bool:
    """Whether there is a value: neither None nor NaN."""
    return value is not None and value == value  # noqa: PLR0124 - NaN alone is not itself, nor is NaT
