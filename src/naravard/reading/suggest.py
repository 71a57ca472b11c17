"""'Menade du …?': the nearest of what may stand there, or of what may be asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

T = TypeVar("T")

MAX_CANDIDATES = 500

# What people write for the words of the lists.
_SAME: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class UnknownName(ValueError):
    """Nothing goes by the name that was asked for; ``near`` are the nearest of those that there are, at most three."""

    def __init__(self, what: str, name: object, known: Iterable[str]) -> None:
        known = list(known)
        self.name, self.near = str(name), near(str(name), known, 3)
        meant, some = (" or ".join(map(repr, names)) for names in (self.near, known[:3]))
        hint = f"did you mean {meant}?" if meant else f"write for example {some}"
        super().__init__(f"the snapshot has no {what} {name!r}; {hint}")


def picked(wanted: object, known: Mapping[str, T], what: str) -> list[T]:
    """What goes by the names wanted, in any case: each once, in the order asked; all that is known if ``wanted`` is None.

    ``wanted`` is one name or several. UnknownName for one that nothing goes by; ``what`` says in it what was looked for.
    """
    if wanted is None:
        return list(dict.fromkeys(known.values()))
    folded = {name.casefold(): value for name, value in known.items()}
    found: dict[T, None] = {}
    for name in one_or_several(wanted):
        key = " ".join(normalize("NFC", str(name)).casefold().split())
        if key not in folded:
            raise UnknownName(what, name, known)
        found[folded[key]] = None
    return list(found)


def one_or_several(wanted: Any) -> list[Any]:
    """What is wanted as a list, also if it is a single thing; a text is one thing."""
    return list(wanted) if isinstance(wanted, Iterable) and not isinstance(wanted, str) else [wanted]


def meant(text: str, allowed: Iterable[str]) -> str:
    """``" Menade du 'pågår'?"``, or nothing if no allowed word is near. It is only asked about what is already wrong."""
    found = near(text, islice(allowed, MAX_CANDIDATES))
    return f" Menade du '{found[0]}'?" if found else ""


def near(text: str, allowed: Iterable[str], most: int = 1) -> list[str]:
    """The allowed words that are near to a text, the nearest first."""
    candidates = {word.casefold(): word for word in allowed}
    wanted = text[:60].strip().casefold()
    same = _SAME.get(wanted, "")
    if same in candidates:
        return [candidates[same]]
    return [candidates[word] for word in get_close_matches(wanted, list(candidates), n=most, cutoff=0.6)]
