"""The tables of a term: one class a table, with what was reported."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from naravard.model.record import Cited, Record, column
from naravard.model.values import (
    ActivityOrGoalId,
    ActivityStatus,
    ActorName,
    AssignmentKind,
    Attainment,
    Count,
    DecisionId,
    DecisionKind,
    DecisionStatus,
    DeviationFrom,
    DocumentId,
    GoalId,
    Id,
    IndicatorId,
    ItemStatus,
    LessonKind,
    Measured,
    Money,
    MoneyUnit,
    OutputGoalId,
    PartialDate,
    Sex,
    TargetGroupName,
    ThemeName,
    ValueStatus,
)


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
