"""Dates as ÅÅÅÅ-MM-DD and nothing else: every lenient reader misreads some Swedish way of writing a date."""

from __future__ import annotations

import re
from datetime import date, timedelta

from naravard.model import PartialDate
from naravard.reading.numbers import Wrong

DAY = "ÅÅÅÅ-MM-DD"
PARTIAL = "ÅÅÅÅ-MM-DD, ÅÅÅÅ-MM eller ÅÅÅÅ"

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_SERIAL = re.compile(r"[0-9]{5}([.,][0-9]+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_WORDS = re.compile(rf"([0-9]{{1,2}})[. ]*({'|'.join(_MONTHS)})[a-zåäö]*\.?,? *([0-9]{{4}})", re.IGNORECASE)
_EPOCH = date(1899, 12, 30)


def without_time(text: str) -> str:
    """The date before a time of day, or the text as it is."""
    found = _TIME.fullmatch(text)
    return found["day"] if found else text


def day(text: str) -> date:
    """The day that a text names; ``Wrong`` with a suggestion if it is in another form or not in the calendar."""
    if found := _ISO.fullmatch(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise Wrong("bad-date", form=DAY, hint=" Den dagen finns inte i kalendern.") from None
    raise Wrong("bad-date", form=DAY, hint=lambda: _suggested(text))


def partial_date(text: str) -> PartialDate:
    """The day, month or year that a text names."""
    if found := _PARTIAL.fullmatch(text):
        try:
            value = PartialDate(int(found[1]), int(found[2] or 0), int(found[3] or 0))
        except ValueError:
            raise Wrong("bad-date", form=PARTIAL, hint=" Den dagen finns inte i kalendern.") from None
        # Month 00 would be taken for an unknown month, and year 0047 for a year.
        if str(value) == text and value.year >= 1000:
            return value
    raise Wrong("bad-date", form=PARTIAL, hint=lambda: _suggested(text))


def from_serial(serial: float) -> str:
    """A suggestion for a number that Excel may mean as a date; it is never taken for one without asking."""
    if 20_000 <= serial <= 80_000:
        return f" Är det {_EPOCH + timedelta(days=int(serial))}? Formatera kolumnen som datum."
    return ""


def _suggested(text: str) -> str:
    if _SERIAL.fullmatch(text):
        return from_serial(float(text.replace(",", ".")))
    parts = [int(part) for part in re.findall(r"[0-9]+", text)]
    if re.fullmatch("[0-9]{8}", text):
        return _asked(_dates((int(text[:4]), int(text[4:6]), int(text[6:]))))
    if found := _WORDS.fullmatch(text):
        month = _MONTHS.index(found[2].lower()) + 1
        return _asked(_dates((int(found[3]), month, int(found[1]))))
    if len(parts) != 3 or not re.fullmatch(r"[0-9]+\D{1,2}[0-9]+\D{1,2}[0-9]+", text):
        return ""
    first, second, third = parts
    if first > 99:
        return _asked(_dates((first, second, third)))
    if third > 99:
        return _asked(_dates((third, second, first), (third, first, second)))
    return _asked(_dates((2000 + first, second, third), (2000 + third, second, first)))


def _dates(*triples: tuple[int, int, int]) -> list[str]:
    found: list[str] = []
    for triple in triples:
        try:
            found.append(str(date(*triple)))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _asked(dates: list[str]) -> str:
    return f" Är det {' eller '.join(dates)}?" if dates else ""
