"""How small a count of persons may be before it is hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace

_GROUND_RULE = {"threshold": 5, "base": 10, "width": 3}


@dataclass(frozen=True)
class Rule:
    """The rule a table is protected by. The defaults are the ground rule; a source or plan may be stricter, never looser.

    ``threshold``: counts of persons from 1 to one below it are hidden; zero is shown. A share is hidden when its numerator
    or its complement is such a count, or when fewer than ``base`` persons stand behind it. ``width``: from all that is
    published a hidden count must still be able to differ by this much (greatest minus least possible value).

    Threshold and the hiding of further cells follow SCB's "Handbok i statistisk röjandekontroll" (2015) and the practice
    of tau-Argus (threshold rule, then an audit of every hidden cell's interval); 10 persons behind a share is what HME and
    SKR ask for in surveys, the complement is from the grade figures of Skolverket in Kolada.
    """

    threshold: int = _GROUND_RULE["threshold"]
    base: int = _GROUND_RULE["base"]
    width: int = _GROUND_RULE["width"]

    def __post_init__(self) -> None:
        for name, ground in _GROUND_RULE.items():
            _refuse_looser(name, getattr(self, name), ground)
        if self.width > self.threshold - 2:
            raise ValueError(
                f"width {self.width} cannot be held: a hidden count from 1 to {self.threshold - 1} differs by at most "
                f"{self.threshold - 2}"
            )

    def tightened(self, *, threshold: int | None = None, base: int | None = None, width: int | None = None) -> Rule:
        """This rule made stricter; None leaves a part as it is (as in ``rule.tightened(threshold=indicator.threshold)``).

        A looser number than the rule's own is a ValueError that names both.
        """
        asked = {"threshold": threshold, "base": base, "width": width}
        stricter = {name: value for name, value in asked.items() if value is not None}
        for name, value in stricter.items():
            _refuse_looser(name, value, getattr(self, name))
        return replace(self, **stricter)

    def hides(self, count: int) -> bool:
        """Whether a count of persons is too small to show."""
        return 0 < count < self.threshold

    def hides_share(self, numerator: int, base: int) -> bool:
        """Whether a share rests on too few persons to show."""
        return base < self.base or self.hides(numerator) or self.hides(base - numerator)


def _refuse_looser(name: str, asked: int, least: int) -> None:
    if asked < least:
        raise ValueError(f"{name} {asked} is looser than {least}; a rule may be tightened, never loosened")
