"""Which counts of persons are sensitive: too small to publish."""

from __future__ import annotations

from dataclasses import dataclass, replace

_GROUND_RULE = {"threshold": 5, "base": 10, "protection_level": 3}


@dataclass(frozen=True)
class SensitivityRule:
    """The rule a table is protected by. The defaults are the ground rule; a source or plan may be stricter, never looser.

    ``threshold``: counts of persons from 1 to one below it are sensitive; zero is published. A share is sensitive when its
    numerator or its complement is such a count, or when fewer than ``base`` persons stand behind it. ``protection_level``:
    the least width, in persons, of a suppressed count's feasibility interval (greatest minus least possible value). The field
    calls it a sliding protection level: where in the interval the true count lies is not prescribed.

    Threshold and secondary suppression follow SCB's "Handbok i statistisk röjandekontroll" (2015) and the practice of
    tau-Argus (threshold rule, then an audit of every suppressed cell's interval); 10 persons behind a share is what HME and
    SKR ask for in surveys, the complement is from the grade figures of Skolverket in Kolada.
    """

    threshold: int = _GROUND_RULE["threshold"]
    base: int = _GROUND_RULE["base"]
    protection_level: int = _GROUND_RULE["protection_level"]

    def __post_init__(self) -> None:
        for name, ground in _GROUND_RULE.items():
            _refuse_looser(name, getattr(self, name), ground)
        if self.protection_level > self.threshold - 2:
            raise ValueError(
                f"protection_level {self.protection_level} cannot be held: a sensitive count from 1 to {self.threshold - 1} "
                f"differs by at most {self.threshold - 2}"
            )

    def tightened(self, *, threshold: int | None) -> SensitivityRule:
        """This rule with a higher threshold, or as it is with None; a lower one is a ValueError that names both."""
        if threshold is None:
            return self
        _refuse_looser("threshold", threshold, self.threshold)
        return replace(self, threshold=threshold)

    def is_sensitive(self, count: int) -> bool:
        """Whether a count of persons is too small to publish."""
        return 0 < count < self.threshold

    def is_sensitive_share(self, numerator: int, base: int) -> bool:
        """Whether a share rests on too few persons to publish."""
        return base < self.base or self.is_sensitive(numerator) or self.is_sensitive(base - numerator)


def _refuse_looser(name: str, asked: int, least: int) -> None:
    if asked < least:
        raise ValueError(f"{name} {asked} is looser than {least}; a rule may be tightened, never loosened")
