"""The tables of a project: one class a table, with what holds for all of its terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from naravard.model.record import Cited, Record, column
from naravard.model.values import (
    ActorKind,
    Citation,
    Direction,
    DocumentLevel,
    GoalId,
    Id,
    IndicatorId,
    IndicatorLevel,
    Measured,
    OutcomeGoalId,
    PartialDate,
    Period,
    Scale,
    TargetGroupKind,
    TargetGroupName,
    ThemeKind,
    ThemeName,
)
from naravard.terms import Term


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
    period: Period = column("period", "Termin eller år, till exempel HT2023 eller 2024.")
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
