"""One class a table. A field's alias is the Swedish heading that analysts see, and nothing else names it.

A field without a default is a column that must be there; ``| None`` says that its cell may be empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from naravard.document import SourceRow
from naravard.model.columns import open_columns
from naravard.model.shown import described, record_html, said
from naravard.model.values import (
    ActivityOrGoalId,
    ActivityStatus,
    ActorKind,
    ActorName,
    AssignmentKind,
    Attainment,
    Citation,
    Count,
    DecisionId,
    DecisionKind,
    DecisionStatus,
    DeviationFrom,
    Direction,
    DocumentId,
    DocumentLevel,
    GoalId,
    Id,
    IndicatorId,
    IndicatorLevel,
    ItemStatus,
    LessonKind,
    Measured,
    Money,
    MoneyUnit,
    OutcomeGoalId,
    OutputGoalId,
    PartialDate,
    Scale,
    Sex,
    TargetGroupKind,
    TargetGroupName,
    ThemeKind,
    ThemeName,
    ValueStatus,
)
from naravard.terms import Term, TermCalendar


def column(heading: str, description: str = "", **given: Any) -> Any:
    """A column: its Swedish heading, and a sentence on what to fill in (shown in the workbook and the handbook)."""
    return Field(alias=heading, description=description, **given)


class _Frozen(BaseModel):
    """What is read from a file: never changed afterwards, and with no field that its class does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True)


class Record(_Frozen, Mapping[str, Any]):
    """One row of a table. ``origin`` says where it stands.

    What a record shows of itself, in text and in a notebook, leaves out the fields that may count persons, ``counting``. As a
    mapping from the names of the fields that it shows it gives ``pd.DataFrame(records)`` columns with those names.
    """

    table: ClassVar[str]
    title: ClassVar[str]
    per_term: ClassVar[bool] = False
    key: ClassVar[tuple[str, ...]]
    counting: ClassVar[tuple[str, ...]] = ()

    origin: SourceRow = Field(default=SourceRow(""), exclude=True, repr=False)

    def __getitem__(self, name: str) -> Any:
        if name not in open_columns(type(self)):
            raise KeyError(f"{type(self).__name__} shows no field {name!r}; those that it shows are {', '.join(self)}")
        return getattr(self, name)

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(open_columns(type(self)))

    def __len__(self) -> int:
        return len(open_columns(type(self)))

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        return ((column.name, getattr(self, column.name)) for column, _ in said(self))

    def _repr_html_(self) -> str:
        return record_html(self)

    @classmethod
    def getdoc(cls) -> str:
        """What IPython tells of ``Activity?`` and of ``activity?``."""
        return described(cls)


class Cited(Record):
    """A row that says where its statement comes from."""

    cited: tuple[Citation, ...] = column(
        "källa", "Id ur kallor, och stället i den. Flera skiljs med komma.", default=()
    )
    note: str | None = column("anteckning", "Fri text.", default=None)


class Source(Record):
    """One row: one document that the data is taken from."""

    table = "kallor"
    title = "Källor"
    key = ("id",)
    id: Id = column("id", "Kort beteckning, till exempel TS.")
    name: str = column("titel", "Handlingens titel.")
    kind: str | None = column("typ", "Till exempel tjänsteskrivelse eller protokollsutdrag.", default=None)
    publisher: str | None = column("utgivare", "Vem som har upprättat handlingen.", default=None)
    dated: PartialDate | None = column("datum", "Dag, månad eller år.", default=None)
    case_number: str | None = column("dnr", "Diarienummer, som det står.", default=None)
    paragraph: str | None = column("paragraf", "Till exempel §33.", default=None)
    headings: tuple[str, ...] = column("rubriker", "Handlingens rubriker i ordning, skilda med komma.", default=())
    signed_by: tuple[str, ...] = column("undertecknad av", "Roller, aldrig personnamn.", default=())
    note: str | None = column("anteckning", "Fri text.", default=None)


class Background(Cited):
    """One row: one statement of the background, under a heading."""

    table = "bakgrund"
    title = "Bakgrund"
    key = ("heading", "text")
    heading: str = column("rubrik", "Under vilken rubrik uppgiften hör.")
    text: str = column("text", "Uppgiften, i hela meningar.")


class Theme(Cited):
    """One row: one theme of the target picture."""

    table = "teman"
    title = "Teman"
    key = ("name",)
    name: str = column("namn", "Temats namn, som det används i andra tabeller.")
    kind: ThemeKind = column("typ", "Temats plats i målbilden.")


class TargetGroup(Cited):
    """One row: one group that the work is for, or that the project turns to."""

    table = "malgrupper"
    title = "Målgrupper"
    key = ("name",)
    name: str = column("namn", "Målgruppens namn, som det används i andra tabeller.")
    kind: TargetGroupKind = column("typ", "Vem gruppen är.")
    definition: str | None = column("definition", "Till exempel åldersgräns.", default=None)


class Actor(Cited):
    """One row: one organisation or group of organisations that takes part."""

    table = "aktorer"
    title = "Aktörer"
    key = ("name",)
    name: str = column("namn", "Aktörens namn.")
    kind: ActorKind = column("typ", "Vem som står bakom aktören.")
    unit: str | None = column("förvaltning", "Förvaltning eller enhet.", default=None)
    contract_with: str | None = column("avtal med", "Vem aktören har avtal med.", default=None)
    part: str | None = column("roll i projektet", "Vad aktören gör i projektet.", default=None)


class Role(Cited):
    """One row: one seat in the organisation of the project, by title and never by name."""

    table = "roller"
    title = "Organisation"
    key = ("group", "name", "organisation", "since")
    group: str = column("grupp", "Till exempel styrgrupp eller projektledning.")
    name: str = column("roll", "Titel, aldrig personnamn.")
    organisation: str | None = column("organisation", "Var rollen finns.", default=None)
    acting: bool | None = column("tillförordnad", "ja eller nej.", default=None)
    since: PartialDate | None = column("från", "Dag, månad eller år.", default=None)
    until: PartialDate | None = column("till", "Dag, månad eller år.", default=None)


class GoverningDocument(Cited):
    """One row: one document that steers the work."""

    table = "styrdokument"
    title = "Styrdokument"
    key = ("id",)
    id: Id = column("id", "Kort beteckning, till exempel SD1.")
    name: str = column("titel", "Dokumentets titel.")
    designation: str | None = column("beteckning", "Till exempel SOU 2017:53.", default=None)
    level: DocumentLevel | None = column("nivå", "Var dokumentet gäller.", default=None)
    publisher: str | None = column("utgivare", "Vem som har gett ut dokumentet.", default=None)
    dated: PartialDate | None = column("datum", "Dokumentets datum: dag, månad eller år.", default=None)
    valid: str | None = column("gäller", "Tid som dokumentet gäller, till exempel 2023.", default=None)
    drawn_up_by: str | None = column("upprättad av", "Roll.", default=None)
    commissioned_by: str | None = column("på uppdrag av", "Roll.", default=None)
    adopted_by: str | None = column("antagen av", "Organ.", default=None)
    adopted_on: PartialDate | None = column("antagen datum", "Dag, månad eller år.", default=None)


class OutcomeGoal(Cited):
    """One row: one effektmål, the difference for people that is to be seen, perhaps after the project."""

    table = "effektmal"
    title = "Effektmål"
    key = ("id",)
    id: Id = column("id", "Till exempel EM1.")
    text: str = column("mål", "Målet i en mening.")
    themes: tuple[ThemeName, ...] = column("tema", "Ett eller flera teman, skilda med komma.", default=())
    target_groups: tuple[TargetGroupName, ...] = column("målgrupp", "En eller flera, skilda med komma.", default=())
    owner: str | None = column("ägare", "Roll, aldrig personnamn.", default=None)
    measured_in: Term | None = column("mäts", "Terminen då målet mäts; den får ligga efter projektet.", default=None)
    rationale: str | None = column("motivering", "Varför målet finns.", default=None)


class OutputGoal(Cited):
    """One row: one projektmål, what the project is to have delivered when it ends."""

    table = "projektmal"
    title = "Projektmål"
    key = ("id",)
    id: Id = column("id", "Till exempel PM1.")
    text: str = column("mål", "Målet i en mening.")
    outcome_goals: tuple[OutcomeGoalId, ...] = column(
        "effektmål", "Effektmål som projektmålet bidrar till.", default=()
    )
    themes: tuple[ThemeName, ...] = column("tema", "Ett eller flera teman, skilda med komma.", default=())
    target_groups: tuple[TargetGroupName, ...] = column("målgrupp", "En eller flera, skilda med komma.", default=())
    owner: str | None = column("ägare", "Roll, aldrig personnamn.", default=None)
    deliverable: str | None = column("leverans", "Vad som ska vara levererat.", default=None)
    due: date | None = column("förfaller", "Datum, ÅÅÅÅ-MM-DD.", default=None)


class Indicator(Cited):
    """One row: one indicator, measured by the project or taken from Kolada (``nyckeltal``)."""

    table = "indikatorer"
    title = "Indikatorer"
    key = ("id",)
    counting = ("baseline",)
    id: Id = column("id", "Till exempel I01.")
    name: str = column("namn", "Kort namn, som det visas för nämnden.")
    definition: str | None = column(
        "definition", "Vad som mäts och hur. Tomt för nyckeltal: då gäller Koladas.", default=None
    )
    goals: tuple[GoalId, ...] = column("mål", "Effektmål eller projektmål som indikatorn följer.", default=())
    themes: tuple[ThemeName, ...] = column("tema", "Ett eller flera teman, skilda med komma.")
    target_groups: tuple[TargetGroupName, ...] = column("målgrupp", "En eller flera, skilda med komma.", default=())
    level: IndicatorLevel | None = column("nivå", "Var i effektkedjan indikatorn hör.", default=None)
    unit: str = column("enhet", "Till exempel %, dagar, antal.")
    scale: Scale = column("skala", "Vilket slags tal det är.")
    direction: Direction = column("riktning", "Vart värdet bör gå.")
    decimals: int = column("decimaler", "Antal decimaler som visas.", default=1, ge=0, le=6)
    kpi: str | None = column("nyckeltal", "Koladas id, till exempel N15608. Tomt för egen mätning.", default=None)
    margin_kpi: str | None = column(
        "osäkerhetstal", "Koladas id för nyckeltalets osäkerhetstal, om det finns.", default=None
    )
    steps: tuple[str, ...] = column("steg", "Ordinal skala: orden för 0, 1, 2 …, skilda med komma.", default=())
    counts_persons: bool | None = column("antal personer", "ja om värdet räknar personer: små tal döljs.", default=None)
    cumulative: bool | None = column("kumulativ", "ja om värdet räknas från projektets start.", default=None)
    baseline: Measured | None = column("utgångsvärde", "Värdet innan arbetet började.", default=None)
    baseline_period: str | None = column("utgångsperiod", "Termin eller år för utgångsvärdet.", default=None)
    threshold: int | None = column(
        "tröskel", "Lägsta antal som visas, om strängare än grundregelns 5.", default=None, ge=5
    )
    since: Term | None = column("från", "Första termin som indikatorn används.", default=None)
    until: Term | None = column("till", "Sista termin som indikatorn används.", default=None)
    replaces: IndicatorId | None = column("ersätter", "Id för den indikator som denna ersätter.", default=None)


class Target(Cited):
    """One row: the value that an indicator is to have reached in a term or year."""

    table = "malvarden"
    title = "Målvärden"
    key = ("indicator", "period")
    indicator: IndicatorId = column("indikator", "Id ur indikatorer.")
    period: str = column("period", "Termin eller år, till exempel HT2023 eller 2024.")
    value: Decimal = column("målvärde", "Talet som ska nås.")


class Discrepancy(Record):
    """One row: one matter on which two sources differ; both are shown, neither is smoothed."""

    table = "motstridigt"
    title = "Motstridiga uppgifter"
    key = ("matter",)
    matter: str = column("fråga", "Vad uppgifterna gäller.")
    first: str = column("uppgift 1", "Vad den ena källan säger.")
    first_cited: tuple[Citation, ...] = column("källa 1", "Id ur kallor, och stället.")
    second: str = column("uppgift 2", "Vad den andra källan säger.")
    second_cited: tuple[Citation, ...] = column("källa 2", "Id ur kallor, och stället.")
    handling: str = column("så visas det", "Hur papperen hanterar skillnaden.")


class TermRecord(Cited):
    """A row of what was reported one term."""

    per_term: ClassVar[bool] = True


class Focus(TermRecord):
    """One row: one thing that the term's work was directed at."""

    table = "inriktning"
    title = "Terminens inriktning"
    key = ("target_group", "text")
    target_group: TargetGroupName = column("målgrupp", "Målgruppens namn ur malgrupper.")
    text: str = column("inriktning", "Vad terminens arbete riktas mot.")
    actors: tuple[ActorName, ...] = column("aktörer", "Aktörer med tydlig koppling, skilda med komma.", default=())


class Activity(TermRecord):
    """One row: one activity as it stood at the end of the term. Amounts in kronor."""

    table = "aktiviteter"
    title = "Aktiviteter"
    key = ("id",)
    counting = ("participants",)
    id: Id = column("id", "Till exempel A01. Samma id varje termin.")
    name: str = column("namn", "Vad som görs.")
    output_goal: OutputGoalId = column("projektmål", "Id ur projektmal.")
    status: ActivityStatus = column("status", "Hur långt aktiviteten har kommit.")
    start: date = column("start", "Planerad start, ÅÅÅÅ-MM-DD.")
    end: date = column("slut", "Planerat slut, ÅÅÅÅ-MM-DD.")
    responsible: str = column("ansvarig", "Roll, aldrig personnamn.")
    budget: Money | None = column("budget_kr", "Hela kronor. Tomt betyder att uppgift saknas.")
    outcome: Money | None = column("utfall_kr", "Hela kronor hittills. Tomt betyder att uppgift saknas.")
    actual_start: date | None = column("verklig start", "När arbetet började.", default=None)
    actual_end: date | None = column("verkligt slut", "När arbetet var klart.", default=None)
    target_groups: tuple[TargetGroupName, ...] = column("målgrupp", "En eller flera, skilda med komma.", default=())
    themes: tuple[ThemeName, ...] = column("tema", "Ett eller flera teman, skilda med komma.", default=())
    actors: tuple[ActorName, ...] = column("aktör", "En eller flera ur aktorer, skilda med komma.", default=())
    participants: int | None = column("deltagare", "Antal personer; små tal döljs i papperen.", default=None, ge=0)
    comment: str | None = column("kommentar", "Till exempel orsak till försening.", default=None)


class Measurement(TermRecord):
    """One row: one value of an own indicator for the term, or why there is none."""

    table = "matvarden"
    title = "Mätvärden"
    key = ("indicator", "sex", "subgroup")
    counting = ("value", "numerator", "denominator")
    indicator: IndicatorId = column("indikator", "Id ur indikatorer.")
    value: Measured | None = column(
        "värde", "Talet; .. om uppgiften är skyddad, . om den inte kan finnas, tomt om den saknas."
    )
    numerator: Count | None = column("täljare", "Antal som uppfyller, om värdet är en andel.", default=None)
    denominator: Count | None = column("nämnare", "Antal som kunde uppfylla.", default=None)
    sex: Sex | None = column("kön", "totalt, kvinnor eller män. Tomt betyder totalt.", default=None)
    subgroup: str | None = column("undergrupp", "Till exempel en enhet.", default=None)
    status: ValueStatus | None = column("status", "Hur värdet ska tas. Tomt betyder ok.", default=None)
    comment: str | None = column("kommentar", "Fri text.", default=None)


class Assessment(TermRecord):
    """One row: one goal as it was assessed this term."""

    table = "bedomningar"
    title = "Bedömningar"
    key = ("goal",)
    goal: GoalId = column("mål", "Id ur effektmal eller projektmal.")
    attainment: Attainment = column("bedömning", "Hur väl målet är uppnått.")
    rationale: str | None = column("motivering", "Varför bedömningen är som den är.")
    assessed_by: str | None = column("bedömd av", "Roll, aldrig personnamn.", default=None)
    assessed_on: date | None = column("datum", "Datum, ÅÅÅÅ-MM-DD.", default=None)


class Funding(TermRecord):
    """One row: one source of money as it stood at the end of the term, in ``unit``."""

    table = "medel"
    title = "Medel"
    key = ("id",)
    id: Id = column("id", "Till exempel M1.")
    name: str = column("medel", "Varifrån pengarna kommer.")
    unit: MoneyUnit | None = column("enhet", "kr, tkr eller mnkr: gäller alla belopp på raden.")
    budget: Money | None = column("budget", "Beslutad ram.")
    outcome: Money | None = column("utfall", "Använt hittills.")
    forecast: Money | None = column("prognos", "Väntat utfall när perioden är slut.", default=None)
    received: Money | None = column("mottaget", "Utbetalt till kommunen.", default=None)
    repaid: Money | None = column("återbetalt", "Lämnat tillbaka.", default=None)
    year: int | None = column("år", "År som medlen avser.", default=None, ge=1990, le=2100)
    condition: str | None = column("villkor", "Vad medlen får användas till.", default=None)
    report_to: str | None = column("redovisas till", "Vem som ska ha redovisningen.", default=None)
    report_by: date | None = column("redovisas senast", "Datum, ÅÅÅÅ-MM-DD.", default=None)


class Risk(TermRecord):
    """One row: one risk, with probability and consequence from 1 (low) to 5 (high)."""

    table = "risker"
    title = "Risker"
    key = ("id",)
    id: Id = column("id", "Till exempel R1.")
    text: str = column("risk", "Vad som kan hända.")
    probability: int = column("sannolikhet", "1 (låg) till 5 (hög).", ge=1, le=5)
    consequence: int = column("konsekvens", "1 (låg) till 5 (hög).", ge=1, le=5)
    measure: str | None = column("åtgärd", "Vad som görs åt det.", default=None)
    owner: str | None = column("ägare", "Roll, aldrig personnamn.", default=None)
    status: ItemStatus | None = column("status", "öppen eller stängd. Tomt betyder öppen.", default=None)


class Deviation(TermRecord):
    """One row: one deviation from goal, time, budget or scope."""

    table = "avvikelser"
    title = "Avvikelser"
    key = ("id",)
    id: Id = column("id", "Till exempel AV1.")
    against: DeviationFrom = column("mot", "Vad avvikelsen gäller.")
    concerns: ActivityOrGoalId | None = column("gäller", "Id för aktivitet eller mål.", default=None)
    text: str = column("avvikelse", "Vad som avviker.")
    cause: str | None = column("orsak", "Varför.", default=None)
    effect: str | None = column("effekt", "Vad det leder till.", default=None)
    measure: str | None = column("åtgärd", "Vad som görs åt det.", default=None)
    status: ItemStatus | None = column("status", "öppen eller stängd. Tomt betyder öppen.", default=None)


class Lesson(TermRecord):
    """One row: one thing learnt, and what it leads to."""

    table = "lardomar"
    title = "Lärdomar"
    key = ("id",)
    id: Id = column("id", "Till exempel L1.")
    text: str = column("lärdom", "Vad ni har lärt er.")
    kind: LessonKind = column("kategori", "Vilket slags lärdom.")
    basis: str | None = column("underlag", "Vad lärdomen bygger på.", default=None)
    recommendation: str | None = column("rekommendation", "Vad andra bör göra.", default=None)


class Decision(TermRecord):
    """One row: one point of one decision, taken or proposed. Several points share the id."""

    table = "beslut"
    title = "Beslut"
    key = ("id", "point")
    id: Id = column("id", "Till exempel B1. Samma id för alla punkter i ett beslut.")
    point: int = column("punkt", "Punktens nummer i beslutet.", default=1, ge=1)
    body: str = column("organ", "Vem som beslutar eller föreslår.")
    decided_on: PartialDate | None = column("datum", "Dag, månad eller år. Tomt om uppgift saknas.")
    paragraph: str | None = column("paragraf", "Till exempel §33.", default=None)
    kind: DecisionKind = column("typ", "Vad beslutet gör.")
    status: DecisionStatus = column("status", "förslag eller fattat.")
    text: str = column("beslut", "Beslutet i slutlig ordalydelse.")
    documents: tuple[DocumentId, ...] = column("styrdokument", "Styrdokument som beslutet gäller.", default=())
    send_to: tuple[str, ...] = column("skickas till", "Vem som ska ha beslutet.", default=())
    report_back: PartialDate | None = column("återrapporteras", "När det ska återrapporteras.", default=None)


class Assignment(TermRecord):
    """One row: one assignment or handover: what goes on after the term, and with whom."""

    table = "uppdrag"
    title = "Uppdrag och överlämning"
    key = ("id",)
    id: Id = column("id", "Till exempel U1.")
    kind: AssignmentKind = column("typ", "uppdrag eller överlämning.")
    giver: tuple[str, ...] = column("givare", "Roll eller organ som ger uppdraget.")
    receivers: tuple[str, ...] = column("mottagare", "Roller eller organ, skilda med komma.")
    text: str = column("uppdrag", "Vad som ska göras.")
    purpose: str | None = column("syfte", "Vad det ska leda till.", default=None)
    year: int | None = column("avser år", "År som uppdraget avser.", default=None, ge=1990, le=2100)
    due: PartialDate | None = column("klart senast", "Dag, månad eller år.", default=None)
    report_back: PartialDate | None = column("återrapporteras", "När det ska återrapporteras.", default=None)
    decision: DecisionId | None = column("enligt beslut", "Id ur beslut.", default=None)
    status: ItemStatus | None = column("status", "öppen eller stängd. Tomt betyder öppen.", default=None)


TEXT_HEADINGS = (
    "Slutsats",
    "Genomförande",
    "Analys",
    "Barn- och jämlikhetsperspektiv",
    "Rekommendationer",
    "Ärende",
    "Ekonomisk bedömning",
    "Förvaltningens yttrande",
)
"""The headings under which an analyst may write in a term's texter.md, besides those of the memo."""

PROJECT_TABLES: tuple[type[Record], ...] = (
    Source,
    Background,
    Theme,
    TargetGroup,
    Actor,
    Role,
    GoverningDocument,
    OutcomeGoal,
    OutputGoal,
    Indicator,
    Target,
    Discrepancy,
)
TERM_TABLES: tuple[type[Record], ...] = (
    Focus,
    Activity,
    Measurement,
    Assessment,
    Funding,
    Risk,
    Deviation,
    Lesson,
    Decision,
    Assignment,
)


class ProjectFrame(_Frozen):
    """The section ``[projekt]`` of plan.toml: what the project is."""

    name: str = column("namn", "Projektets namn.")
    purpose: str | None = column("syfte", "Projektets syfte i en mening.", default=None)
    municipality: str = column("kommun", "Kommunens namn, till exempel Lekebergs kommun.")
    area: str = column("kommunkod", "Fyra siffror, till exempel 1814.", pattern=r"^\d{4}$")
    board: str = column("nämnd", "Den nämnd som får papperen.", default="Kommunstyrelsen")
    first_term: Term = column("första termin", "Projektets första termin.")
    last_term: Term = column("sista termin", "Projektets sista termin.")
    example: bool = column("exempeldata", "true om allt är påhittat.", default=False)
    cited: tuple[Citation, ...] = column("källa", "Id ur kallor, och stället i den.", default=())


class Matter(_Frozen):
    """The section ``[ärende]``: the matter in the municipality's register."""

    case_number: str | None = column("dnr", "Diarienummer, som det står.", default=None)
    name: str | None = column("ärendemening", "Ärendets rubrik.", default=None)
    cited: tuple[Citation, ...] = column("källa", "Id ur kallor, och stället i den.", default=())


class Comparison(_Frozen):
    """The section ``[jämförelse]``: the snapshot of Kolada and whom to compare with."""

    snapshot: str = column("uttag", "Mappen med uttaget ur Kolada, räknat från plan.toml.")
    county: str | None = column("länets kommuner", "Koladas grupp-id.", default=None)
    peers: str | None = column("liknande kommuner", "Koladas grupp-id.", default=None)


class Calendar(_Frozen):
    """The section ``[kalender]``: when the terms begin, as MM-DD."""

    spring: str = column("vt börjar", "MM-DD.", default="01-01", pattern=r"^\d\d-\d\d$")
    autumn: str = column("ht börjar", "MM-DD.", default="07-01", pattern=r"^\d\d-\d\d$")

    @property
    def days(self) -> TermCalendar:
        """When each term begins and ends."""
        return TermCalendar((int(self.spring[:2]), int(self.spring[3:])), (int(self.autumn[:2]), int(self.autumn[3:])))


class Appearance(_Frozen):
    """The section ``[utseende]``: the municipality's own look."""

    colour: str | None = column("färg", "Försättsbladets och rubrikernas färg, till exempel #0a3a47.", default=None)
    accent: str | None = column("accentfärg", "Länkarnas och linjernas färg, till exempel #0f4c5c.", default=None)
    logo: str | None = column("logotyp", "Filen med logotypen, SVG eller PNG, räknat från plan.toml.", default=None)
    logo_text: str | None = column("logotypens text", "Vad logotypen visar, för den som inte ser den.", default=None)


class OpenData(_Frozen):
    """The section ``[öppna data]``: where the papers are published, and whom a reader of the data asks."""

    address: str | None = column(
        "adress",
        "Webbadressen till mappen där projektets papper publiceras, till exempel https://www.kommunen.se/naravard/.",
        default=None,
    )
    contact: str | None = column(
        "kontakt", "En funktionsbrevlåda, till exempel oppnadata@kommunen.se; aldrig en persons adress.", default=None
    )


class Memo(_Frozen):
    """The section ``[tjänsteskrivelse]``: the headings of the official's memo, in order, and who signs it, by role."""

    headings: tuple[str, ...] = column(
        "rubriker",
        "Rubrikerna i ordning, skilda med komma.",
        default=("Sammanfattning av ärendet", "Ärende", "Förslag till beslut"),
    )
    signed_by: tuple[str, ...] = column("undertecknas av", "Roller, aldrig personnamn.", default=())


class Plan(_Frozen):
    """plan.toml: the frame of the project. Keys are the aliases without å, ä, ö, with ``_`` for a blank."""

    project: ProjectFrame = column("projekt")
    matter: Matter = column("ärende", default=Matter())
    comparison: Comparison | None = column("jämförelse", default=None)
    calendar: Calendar = column("kalender", default=Calendar())
    memo: Memo = column("tjänsteskrivelse", default=Memo())
    appearance: Appearance = column("utseende", default=Appearance())
    open_data: OpenData = column("öppna data", default=OpenData())
    format: Literal[1] = column("format", "Versionen av formatet.", default=1)
