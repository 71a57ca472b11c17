"""Swedish numbers by one strict pattern, exact as Decimal; everything else is told apart so that it can be mended."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

MAX_DIGITS = 15
"""Excel keeps no more: a number with more digits has been rounded without a word."""

_BLANKS = " \u00a0\u202f\u2009"
_NUMBER = re.compile(rf"[-\u2212]?([0-9]{{1,3}}([{_BLANKS}][0-9]{{3}})+|[0-9]+)(,[0-9]+)?")
_DOTTED = re.compile(rf"[-\u2212]?[0-9][0-9{_BLANKS}]*([.,][0-9]+)*\.[0-9]+([.,][0-9]+)*")
_ENGLISH = re.compile(r"[-\u2212]?[0-9]{1,3}(,[0-9]{3}){2,}")
_UNIT = r"%|procent|kr|kronor|sek|tkr|kkr|tusen|mkr|mnkr|msek|miljoner|miljon|€|eur|euro|st|styck|personer|dagar|timmar|tim|h|:-"
_WITH_UNIT = re.compile(
    rf"([-\u2212]?[0-9][0-9{_BLANKS}.,]*)\s*({_UNIT})\.?|({_UNIT})\.?\s*([-\u2212]?[0-9][0-9{_BLANKS}.,]*)",
    re.IGNORECASE,
)
_LARGE = ("tkr", "kkr", "tusen", "mkr", "mnkr", "msek", "miljoner", "miljon", "€", "eur", "euro")
_MARKERS = frozenset(
    """- – — − -- --- * ? x … ... .. . / na n/a n.a. null none nil okänt okänd saknas uppgift_saknas ingen_uppgift ej ingen
    inga inget noll tbd ej_aktuellt ej_tillämpligt ej_tillämplig ej_klart ej_känt vet_ej i.u. bortfall sekretess""".split()  # noqa: SIM905
)
_EXCEL_ERRORS = frozenset(
    """#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #SPILL! #CALC! #GETTING_DATA
    #DIVISION/0! #SAKNAS! #NAMN? #SKÄRNING! #OGILTIGT! #REFERENS! #VÄRDEFEL! #BERÄKNA!""".split()  # noqa: SIM905
)


class Wrong(Exception):
    """What is wrong with one cell; it never leaves the reading of the row."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def is_excel_error(text: str) -> bool:
    """Whether the text is one of Excel's error values, in English or Swedish, or a column too narrow to show."""
    return text.upper() in _EXCEL_ERRORS or (len(text) > 2 and set(text) == {"#"})


def number(text: str) -> Decimal:
    """The number that a text is in Swedish; ``Wrong`` if it is anything else."""
    if not _NUMBER.fullmatch(text):
        raise _why_not(text)
    plain = text.replace("\u2212", "-").replace(",", ".").translate({ord(blank): None for blank in _BLANKS})
    check_digits(plain)
    return Decimal(plain)


def is_plain(text: str) -> bool:
    """Whether a number is written with nothing to normalise: digits, a hyphen, a comma."""
    return not any(sign in text for sign in _BLANKS + "\u2212")


def check_digits(plain: str) -> None:
    """Refuse a number with more digits than Excel keeps."""
    if len(plain.lstrip("-0.").replace(".", "")) > MAX_DIGITS:
        raise Wrong("precision", wanted=f"högst {MAX_DIGITS} siffror, för fler kan Excel inte hålla")


def swedish(value: Decimal) -> str:
    """A number as it is shown in a finding."""
    return f"{value:f}".replace(".", ",")


def _why_not(text: str) -> Wrong:
    if text.casefold().replace(" ", "_") in _MARKERS:
        hint = " Tecknen '..' och '.' används bara i kolumnen värde." if text in ("..", ".", "…", "...") else ""
        return Wrong("missing-marker", hint=hint)
    if found := _WITH_UNIT.fullmatch(text):
        bare = (found[1] or found[4] or "").strip()
        unit = found[2] or found[3]
        return Wrong("unit", unit=unit, hint=_bare(bare, unit))
    if _DOTTED.fullmatch(text) or _ENGLISH.fullmatch(text):
        return Wrong("ambiguous-number", hint=_readings(text))
    return Wrong("not-a-number", hint=_hint(text))


def _bare(bare: str, unit: str) -> str:
    if unit.casefold() in _LARGE:
        return " Räkna om talet till kolumnens enhet."
    return f" Menade du '{bare}'?" if _NUMBER.fullmatch(bare) else ""


def _readings(text: str) -> str:
    """What a number with dots may have meant."""
    signs = [sign for sign in text if sign in ".,"]
    digits = re.sub(rf"[{_BLANKS}]", "", text)
    if len(signs) == 1:
        whole, part = digits.split(".")
        decimal = f"{whole},{part}"
        return f" Är det {whole}{part} eller {decimal}?" if len(part) == 3 else f" Menade du {decimal}?"
    last = max(digits.rfind("."), digits.rfind(","))
    if len(set(signs)) == 1:
        return f" Menade du {re.sub('[.,]', '', digits)}?"
    return f" Menade du {re.sub('[.,]', '', digits[:last])},{digits[last + 1 :]}?"


def _hint(text: str) -> str:
    if re.fullmatch(r"\(\s*[0-9][^()]*\)", text):
        return f" Är det ett negativt tal? Skriv då -{text.strip('() ')}."
    if re.fullmatch(r"[0-9].*[-\u2212]", text):
        return f" Är det ett negativt tal? Skriv då -{text.rstrip('-− ')}."
    if re.fullmatch(r"[-+\u2212]?[0-9]+([.,][0-9]+)?[eE][-+]?[0-9]+", text):
        return " Det är Excels korta skrivsätt för ett stort tal: formatera cellen som tal och skriv alla siffror."
    if text.casefold() in ("ja", "nej"):
        return " I en indikator med skalan ja/nej skrivs ja som 1 och nej som 0."
    if text.startswith(("=", "@")):
        return " Det är en formel som har blivit text: skriv in värdet."
    if text.startswith("+"):
        return f" Skriv talet utan plustecken: '{text[1:]}'."
    if any(sign.isdigit() and not sign.isascii() for sign in text):
        return " Siffrorna är ovanliga tecken som bara liknar 0–9: skriv om dem för hand."
    if re.fullmatch(r"(ca|cirka|c:a|drygt|knappt|runt|omkring|<|>|~|≈|minst|högst)\.?\s*[0-9].*", text, re.IGNORECASE):
        return " Det är ett ungefärligt tal."
    return ""
