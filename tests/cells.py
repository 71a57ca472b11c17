"""Cells written short in tests: the text as a reader sees it, and the number or the status behind it."""

import re

from naravard.document import Cell, Value

_NUMBER = re.compile(r"(?P<sign>[+−]?)(?P<whole>\d{1,3}(?:[\u202f\u00a0]\d{3})+(?!\d)|\d+)(?:,(?P<fraction>\d+))?")


def typed(text, behind=None, tone=""):
    """``typed("67,3 (2021)", 67.32)``: a number with what stands around it; ``typed("skyddad", "protected")``: a status."""
    if isinstance(behind, str):
        return Cell(Value(text, status=behind), tone=tone or "muted")
    if behind is None:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return Cell(Value(text, day=text))
        return Cell(Value(text, status="missing"), tone=tone) if tone == "muted" else Cell(text, tone=tone)
    found = _NUMBER.search(text)
    if not found:
        return Cell(Value(text))  # the word of a step
    before, after = text[: found.start()], text[found.end() :]
    with_unit = after.startswith("\u00a0%")
    fraction = found["fraction"] or ""
    number = float(f"{'-' if found['sign'] == '−' else ''}{re.sub(r'[^0-9]', '', found['whole'])}.{fraction or 0}")
    if abs(number / (100 if with_unit and abs(behind) <= 1 else 1) - behind) > 0.5 * 10 ** -len(fraction):
        return Cell(Value(text))  # the word of a step
    value = Value(
        text[found.start() : found.end()] + ("\u00a0%" if with_unit else ""),
        number,
        decimals=len(fraction),
        unit="%" if with_unit else "",
        with_unit=with_unit,
        signed=found["sign"] == "+",
    )
    return Cell(*filter(None, (before, value, after[2:] if with_unit else after)), tone=tone)
