"""'Menade du …?': the nearest of what may stand there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

MAX_CANDIDATES = 500

# What people write for the words of the lists, from other systems and from everyday speech.
_SAME = {
    "klar": "genomförd", "klart": "genomförd", "färdig": "genomförd", "avslutad": "genomförd", "slutförd": "genomförd",
    "genomfört": "genomförd", "påbörjad": "pågår", "startad": "pågår", "planerad": "ej påbörjad", "ej startad": "ej påbörjad",
    "inte påbörjad": "ej påbörjad", "sen": "försenad", "inställd": "avförd", "avbruten": "avförd", "struken": "avförd",
    "kvinna": "kvinnor", "man": "män", "k": "kvinnor", "m": "män", "t": "totalt", "alla": "totalt", "total": "totalt",
    "yes": "ja", "no": "nej", "true": "ja", "false": "nej", "sant": "ja", "falskt": "nej", "x": "ja", "j": "ja", "n": "nej",
}  # fmt: skip


def meant(text: str, allowed: Iterable[str]) -> str:
    """``" Menade du 'pågår'?"``, or nothing if no allowed word is near. It is only asked about what is already wrong."""
    candidates = {word.casefold(): word for word in islice(allowed, MAX_CANDIDATES)}
    wanted = text[:60].strip().casefold()
    same = _SAME.get(wanted, "")
    if same in candidates:
        return f" Menade du '{candidates[same]}'?"
    near = get_close_matches(wanted, list(candidates), n=1, cutoff=0.6)
    return f" Menade du '{candidates[near[0]]}'?" if near else ""
