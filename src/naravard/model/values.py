"""What a cell may hold: ids, references, words from a list, amounts, dates of known precision, measured values."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NamedTuple


@dataclass(frozen=True)
class Refers:
    """Marks a field that names a row of other tables by its key; ``tables`` are the tables where it may stand.

    ``by_name``: the key is a name and not an id, and is the same name however it is written (``naming.fold_name``).
    """

    tables: tuple[str, ...]
    by_name: bool = False


@dataclass(frozen=True)
class Identifies:
    """Marks the field that holds the row's own id."""


@dataclass(frozen=True)
class IsPeriod:
    """Marks the field that names the term or the year that the row is for."""


@dataclass(frozen=True)
class Amount:
    """Marks a sum of money or a count: a value below zero is read, but somebody must look at it."""


Money = Annotated[Decimal, Amount()]
Count = Annotated[Decimal, Amount()]
Id = Annotated[str, Identifies()]
Period = Annotated[str, IsPeriod()]
GoalId = Annotated[str, Refers(("effektmal", "projektmal"))]
OutcomeGoalId = Annotated[str, Refers(("effektmal",))]
OutputGoalId = Annotated[str, Refers(("projektmal",))]
IndicatorId = Annotated[str, Refers(("indikatorer",))]
ActivityOrGoalId = Annotated[str, Refers(("effektmal", "projektmal", "aktiviteter"))]
ThemeName = Annotated[str, Refers(("teman",), by_name=True)]
TargetGroupName = Annotated[str, Refers(("malgrupper",), by_name=True)]
ActorName = Annotated[str, Refers(("aktorer",), by_name=True)]
DocumentId = Annotated[str, Refers(("styrdokument",))]
DecisionId = Annotated[str, Refers(("beslut",))]


class Citation(NamedTuple):
    """Where a statement stands: the id of a source (``kallor``) and the place in it, as in ``TS Ärende stycke 2``."""

    source: Annotated[str, Refers(("kallor",))]
    place: str = ""

    def __str__(self) -> str:
        return f"{self.source} {self.place}".strip()


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date that may be known to the day, to the month or to the year. Ordered by its first possible day."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        date(self.year, self.month or 1, self.day or 1)
        if self.day and not self.month:
            raise ValueError("a day needs its month")

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self) -> date:
        """The first day that the date may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day that the date may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = (f"{self.year:04d}", f"{self.month:02d}", f"{self.day:02d}")
        return "-".join(parts[: ("year", "month", "day").index(self.precision) + 1])


class Marker(StrEnum):
    """Why a measured value is not a number (Statistics Sweden's signs)."""

    NOT_AVAILABLE = ".."
    NOT_APPLICABLE = "."


Measured = Decimal | Marker


class Direction(StrEnum):
    """Which way is better for an indicator."""

    UP = "öka"
    DOWN = "minska"
    KEEP = "behålla"
    CONTEXT = "bakgrund"


class Scale(StrEnum):
    """What kind of figure an indicator is; only the first five may be averaged."""

    SHARE = "andel"
    COUNT = "antal"
    MEAN = "medelvärde"
    INDEX = "index"
    AMOUNT = "kr"
    ORDINAL = "ordinal"
    YES_NO = "ja/nej"

    @property
    def may_be_averaged(self) -> bool:
        """Whether a mean over areas or years says something."""
        return self not in (Scale.ORDINAL, Scale.YES_NO)


class Sex(StrEnum):
    """Whom a value counts."""

    TOTAL = "totalt"
    WOMEN = "kvinnor"
    MEN = "män"


class ValueStatus(StrEnum):
    """How a measured value is to be taken."""

    OK = "ok"
    PRELIMINARY = "preliminär"
    MISSING = "bortfall"
    NOT_APPLICABLE = "ej tillämplig"
    SUPPRESSED = "sekretess"
    NOT_YET_MEASURED = "ej mätt"


class IndicatorLevel(StrEnum):
    """Where in the results chain an indicator stands."""

    OUTCOME = "effekt"
    OUTPUT = "resultat"
    PROCESS = "process"
    CONTEXT = "bakgrund"


class ActivityStatus(StrEnum):
    """How far an activity has come."""

    NOT_STARTED = "ej påbörjad"
    ONGOING = "pågår"
    DONE = "genomförd"
    LATE = "försenad"
    DROPPED = "avförd"


class Attainment(StrEnum):
    """The assessed level of a goal. The last two are not failures, and are never counted as such."""

    ACHIEVED = "uppnått"
    PARTLY = "delvis uppnått"
    NOT_ACHIEVED = "ej uppnått"
    TOO_EARLY = "kan ännu inte bedömas"
    NOT_ASSESSED = "bedömning saknas"


class MoneyUnit(StrEnum):
    """The unit of a row's amounts; it is always given and never guessed."""

    KR = "kr"
    TKR = "tkr"
    MNKR = "mnkr"

    @property
    def in_kr(self) -> int:
        """How many kronor one unit is."""
        return _IN_KR[self.value]


_IN_KR = {"kr": 1, "tkr": 1_000, "mnkr": 1_000_000}


class ItemStatus(StrEnum):
    """Whether a risk, deviation or assignment is still open."""

    OPEN = "öppen"
    CLOSED = "stängd"


class DeviationFrom(StrEnum):
    """What a deviation is measured against."""

    GOAL = "mål"
    TIME = "tid"
    BUDGET = "budget"
    SCOPE = "omfattning"


class LessonKind(StrEnum):
    """What kind of lesson it is."""

    WORKED = "fungerade"
    IMPROVE = "förbättra"
    UNEXPECTED = "oväntat"


class DecisionStatus(StrEnum):
    """Whether something is proposed or decided."""

    PROPOSED = "förslag"
    DECIDED = "fattat"


class DecisionKind(StrEnum):
    """What a decision does."""

    ADOPT = "antar"
    APPROVE = "godkänner"
    FILE = "lägger till handlingarna"
    ASSIGN = "ger uppdrag"
    IMPLEMENT = "inför"
    FUND = "tilldelar medel"
    OTHER = "övrigt"


class AssignmentKind(StrEnum):
    """Whether something is to be done, or taken over."""

    ASSIGNMENT = "uppdrag"
    HANDOVER = "överlämning"


class TargetGroupKind(StrEnum):
    """Whether a group is whom the work is for, or whom the project turns to."""

    RESIDENTS = "invånare"
    AUDIENCE = "projektet vänder sig till"


class ActorKind(StrEnum):
    """Who stands behind an actor."""

    MUNICIPALITY = "kommun"
    REGION = "region"
    PRIVATE = "privat"
    STATE = "stat"
    CIVIL_SOCIETY = "civilsamhälle"
    JOINT = "samverkan"


class ThemeKind(StrEnum):
    """A theme's place in the target picture of the reform."""

    CORE = "kärna"
    PREREQUISITE = "förutsättning"
    FRAME = "ram"


class DocumentLevel(StrEnum):
    """At which level a governing document holds."""

    NATIONAL = "nationell"
    COUNTY = "län"
    MUNICIPAL = "kommun"
    PROJECT = "projekt"
