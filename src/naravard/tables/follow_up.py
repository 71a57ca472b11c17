"""Tables of the follow-up: goals, activities, money, risks, deviations, lessons, and own measurements by subgroup."""

from __future__ import annotations

from naravard import labels, measures, writing
from naravard.document import Block, Cell, Passage, Tone
from naravard.model import ActivityStatus, Attainment, Project
from naravard.tables.form import (
    Form,
    cell,
    day,
    indicator,
    kronor,
    named,
    number,
    per_cent,
    table_of,
    word,
    words,
)
from naravard.tables.source import nothing_known, table_source
from naravard.terms import Term
from naravard.writing import Row

_LEVEL_TONES: dict[str, Tone] = {"uppnått": "good", "delvis uppnått": "neutral", "ej uppnått": "bad"}
_STATUS_TONES: dict[str, Tone] = {"genomförd": "good", "pågår": "neutral", "försenad": "bad"}
_STATUSES = {str(status): str(status) for status in ActivityStatus}
_OPEN = {True: "öppen", False: "stängd"}
_MISSING_AMOUNT = f"Saknas: {labels.UNKNOWN}."
_BY = {
    "output_goal": "projektmål",
    "themes": "tema",
    "target_groups": "målgrupp",
    "actors": "aktör",
    "responsible": "ansvarig",
}

LEVELS = {
    "kind": words("Mål", begin=True),
    **{str(level): number(labels.sentence(level)) for level in Attainment},
    "total": number("Totalt"),
}


def goal_levels(project: Project, term: str) -> Block:
    """How many goals stand at each assessed level."""
    rows = measures.goal_counts.rows(project, term)
    if not rows:
        return nothing_known("Målen")
    return table_of(
        rows, LEVELS, name="mal-per-bedomning", caption="Antal mål efter bedömning",
        source="Egen räkning ur tabellen bedomningar.",
    )  # fmt: skip


def _level(row: Row, column: str) -> Cell:
    """The assessed level, and when a goal that is not due is measured."""
    when = (" (mäts ", writing.word(row, "due"), ")") if row["not_due"] and row["due"] is not None else ()
    return Cell(writing.word(row, column), *when, tone=_LEVEL_TONES.get(row[column], "muted"))


def _computed(row: Row, column: str) -> Cell:
    """The level that the indicators give, how many have reached their targets, and whether the assessment is another."""
    if row[column] is None:
        why = "räknas inte än" if row["indicators"] else "inget att räkna på"
        return Cell(writing.absent(row, column, why))
    counts = (" (", writing.number(row, "reached"), " av ", writing.number(row, "indicators"), " målvärden nådda)")
    return Cell(writing.word(row, column), *counts, " Skiljer sig." if row["agrees"] is False else "")


GOALS = {
    "text": named("Mål", "goal"),
    "level": Form("Bedömning", _level),
    "computed": Form("Indikatorerna säger", _computed),
    "attainment": per_cent("Andel av vägen"),
    "rationale": words("Motivering"),
}
_GOALS_NOTE = (
    "Andel av vägen: hur långt indikatorerna har kommit från utgångsvärdet (0 %) till målvärdet (100 %), i medeltal. "
    "Ett streck betyder att det inte går att räkna."
)
_DIFFERS_NOTE = "Skiljer sig: bedömningen och det som indikatorerna säger är inte samma."


def goals(project: Project, term: str, kind: str) -> Block:
    """The goals of one kind, ``effektmål`` or ``projektmål``: assessed, and what the indicators say, side by side."""
    rows = [row for row in measures.goals.rows(project, term) if row["kind"] == kind]
    if not rows:
        return nothing_known(labels.sentence(kind))
    return table_of(
        rows, GOALS, name=kind.replace("å", "a"), caption=f"{labels.sentence(kind)} och hur de är bedömda",
        source=table_source(project, term, "bedomningar", "matvarden", "malvarden") + " Egen beräkning.",
        notes=(_GOALS_NOTE, *([_DIFFERS_NOTE] if any(row["agrees"] is False for row in rows) else [])),
    )  # fmt: skip


def _titled(row: Row, column: str) -> Cell:
    """An indicator's id, name and unit."""
    return Cell(writing.word(row, column, f"{row['indicator']} {labels.titled(row[column], row['unit'])}"))


def _reached(row: Row, column: str) -> Cell:
    """Whether the target is reached, in words."""
    if row[column] is None:
        return cell(writing.absent(row, column, "går inte att säga"))
    return Cell(writing.word(row, column, "nått" if row[column] else "inte nått"), tone="good" if row[column] else "")


ATTAINMENT = {
    "name": Form("Indikator", _titled),
    "baseline": indicator("Utgångsvärde", beside="baseline_period", empty=labels.DASH),
    "value": indicator("Värde", beside="period"),
    "target": indicator("Målvärde", beside="target_period", empty=labels.DASH),
    "attainment": per_cent("Andel av vägen"),
    "reached": Form("Målvärdet", _reached),
}
_ATTAINMENT_NOTE = (
    "Andel av vägen = (värde − utgångsvärde) / (målvärde − utgångsvärde). Ett streck betyder att andelen inte kan "
    "räknas eller inte får visas; värden som ska behållas, steg och ja/nej är bara nådda eller inte."
)


def attainment(project: Project, term: str) -> Passage:
    """The indicators that have a target: from baseline, by the value, towards the target."""
    rows = [row for row in measures.indicators.rows(project, term) if measures.is_known(row["target"])]
    table = table_of(
        rows, ATTAINMENT, name="maluppfyllelse", caption="Indikatorerna och deras målvärden", notes=(_ATTAINMENT_NOTE,),
        source=table_source(project, term, "indikatorer", "matvarden", "malvarden") + " Egen beräkning.",
    )  # fmt: skip
    return Passage((table,) if rows else ())


ACTIVITIES = {
    "name": named("Aktivitet", "activity"),
    "output_goal": words("Mål"),
    "status": word("Status", _STATUSES, _STATUS_TONES),
    "end": day("Planerat slut"),
    "actual_end": day("Verkligt slut", empty=labels.DASH),
    "slippage": number("Dagar sen", unit="dagar", signed=True),
    "budget": kronor("Budget, kr"),
    "outcome": kronor("Utfall, kr"),
}
_LATE_NOTE = (
    "Dagar sen: verkligt slut minus planerat; för försenade, terminens sista dag minus planerat slut. Minus är tidigt."
)


def activities(project: Project, term: str) -> Block:
    """The activities with their status, dates and money."""
    rows = measures.activities.rows(project, term)
    if not rows:
        return nothing_known("Aktiviteter")
    source = table_source(project, term, "aktiviteter")
    return table_of(
        rows, ACTIVITIES, name="aktiviteter", caption="Aktiviteter", source=source, notes=(_LATE_NOTE,),
        missing=_MISSING_AMOUNT,
    )  # fmt: skip


PARTICIPANTS = {"name": named("Aktivitet", "activity"), "value": number("Deltagare", empty=None)}


def participants(project: Project, term: str) -> Passage:
    """How many took part in the activities, after disclosure control. There is no sum: it could give a hidden count away."""
    known = {row["activity"]: row for row in measures.activities.rows(project, term)}
    names = {key: {"name": row["name"], "name_origin": row["origin"].of("name")} for key, row in known.items()}
    rows = [
        row | names[row["activity"]]
        for row in measures.participants.rows(project, term)
        if row["term"] == Term.parse(term) and row["status"] != "missing"
    ]
    source = table_source(project, term, "aktiviteter")
    table = table_of(rows, PARTICIPANTS, name="deltagare", caption="Deltagare i aktiviteterna", source=source)
    return Passage((table,) if rows else ())


def activity_counts(project: Project, term: str, by: str) -> Passage:
    """How many activities stand at each status; ``by`` as in ``measures.activity_counts``."""
    rows = measures.activity_counts.rows(project, term, by)
    if len(rows) < 2:
        return Passage(())
    forms = {
        "by": words(labels.sentence(_BY[by]), empty="Ingen angiven", begin=True),
        **{status: number(labels.sentence(status)) for status in _STATUSES},
        "total": number("Totalt"),
    }
    several = "En aktivitet med flera räknas på var och en; sista raden räknar varje aktivitet en gång."
    table = table_of(
        rows, forms, name=f"aktiviteter-{_BY[by]}", caption=f"Antal aktiviteter efter status och {_BY[by]}",
        source="Egen räkning ur tabellen aktiviteter.",
        notes=(several,) if by in ("themes", "target_groups", "actors") else (),
    )  # fmt: skip
    return Passage((table,))


def _funding(row: Row, column: str) -> Cell:
    return Cell(writing.word(row, column, f"{row['funding']} {row[column]}" if row["funding"] else "Totalt"))


MONEY = {
    "name": Form("Medel", _funding),
    "budget": kronor("Budget"),
    "outcome": kronor("Utfall"),
    "deviation": kronor("Avvikelse", signed=True, empty=labels.DASH),
    "deviation_share": per_cent("Avvikelse, %", 1, signed=True),
    "forecast": kronor("Prognos"),
    "to_repay": kronor("Kvar av mottaget", empty=labels.DASH),
}
_MONEY_NOTE = (
    "Belopp i kronor. Avvikelse = utfall − budget; plus är ett överskridande. Kvar av mottaget = mottaget − utfall − "
    "återbetalt: ska återbetalas, om det inte får användas senare."
)


def money(project: Project, term: str) -> Block:
    """Budget, outcome, deviation and what is left, source by source, in kronor."""
    rows = measures.money.rows(project, term)
    if not rows:
        return nothing_known("Medel")
    halves = [
        row["funding"]
        for row in rows
        if row["funding"] and measures.is_known(row["budget"]) != measures.is_known(row["outcome"])
    ]
    left_out = f"Totalens avvikelse räknar inte medel som saknar budget eller utfall: {labels.listing(halves)}."
    return table_of(
        rows, MONEY, name="medel", caption="Medel: budget och utfall", missing=_MISSING_AMOUNT,
        notes=(_MONEY_NOTE, *([left_out] if halves and not rows[-1]["funding"] else [])),
        source=table_source(project, term, "medel") + " Egen beräkning.",
    )  # fmt: skip


CONDITIONS = {
    "name": named("Medel", "funding"),
    "condition": words("Villkor"),
    "report_to": words("Redovisas till"),
    "report_by": day("Senast"),
}


def money_conditions(project: Project, term: str) -> Passage:
    """What the money may be used for, and when it is to be reported, and to whom."""
    told = ("condition", "report_to", "report_by")
    rows = [
        row
        for row in measures.money.rows(project, term)
        if row["funding"] and any(row[name] is not None for name in told)
    ]
    source = table_source(project, term, "medel")
    table = table_of(rows, CONDITIONS, name="medel-villkor", caption="Villkor och redovisning", source=source)
    return Passage((table,) if rows else ())


def _risk_value(row: Row, column: str) -> Cell:
    factors = (" (", writing.number(row, "probability"), " × ", writing.number(row, "consequence"), ")")
    return Cell(writing.number(row, column), *factors)


RISKS = {
    "text": named("Risk", "risk"),
    "value": Form("Riskvärde", _risk_value, "end", "Riskvärde = sannolikhet (1–5) × konsekvens (1–5)."),
    "previous_value": number("Förra terminen"),
    "measure": words("Åtgärd"),
    "owner": words("Ägare"),
    "open": word("Läge", _OPEN),
}


def risks(project: Project, term: str) -> Block:
    """The risks, the greatest first."""
    rows = measures.risks.rows(project, term)
    if not rows:
        return nothing_known("Risker")
    source = table_source(project, term, "risker")
    return table_of(rows, RISKS, name="risker", caption="Risker, de största först", source=source)


def _against(row: Row, column: str) -> Cell:
    """What a deviation is held against, and which activity or goal it is about."""
    concerns = (" ", writing.word(row, "concerns")) if row["concerns"] else ()
    return Cell(writing.word(row, column), *concerns)


DEVIATIONS = {
    "text": named("Avvikelse", "deviation"),
    "against": Form("Gäller", _against),
    "cause": words("Orsak"),
    "effect": words("Effekt"),
    "measure": words("Åtgärd"),
    "open": word("Läge", _OPEN),
}


def deviations(project: Project, term: str) -> Block:
    """What deviates from goal, time, budget or scope, with cause and measure."""
    rows = measures.deviations.rows(project, term)
    if not rows:
        return nothing_known("Avvikelser")
    source = table_source(project, term, "avvikelser")
    return table_of(rows, DEVIATIONS, name="avvikelser", caption="Avvikelser", source=source)


LESSONS = {
    "text": named("Lärdom", "lesson"),
    "kind": words("Slag", begin=True),
    "basis": words("Underlag"),
    "recommendation": words("Rekommendation"),
}


def lessons(project: Project, term: str) -> Block:
    """What has been learnt, and what it leads to."""
    rows = measures.lessons.rows(project, term)
    if not rows:
        return nothing_known("Lärdomar")
    source = table_source(project, term, "lardomar")
    return table_of(rows, LESSONS, name="lardomar", caption="Lärdomar", source=source)


SUBGROUPS = {
    "name": Form(
        "Indikator",
        lambda row, column: Cell(writing.word(row, column, f"{row['indicator']} {row['name']} ({row['unit']})")),
    ),
    "subgroup": words("Undergrupp"),
    "sex": words("Kön"),
    "value": indicator("Värde"),
}


def subgroups(project: Project, term: str) -> Passage:
    """The own measurements of the term that are split by unit or group, after disclosure control."""
    plan = {row["id"]: row for row in measures.records(project, "indikatorer")}
    told = {
        key: {"name_origin": row["origin"].of("name"), **{name: row[name] for name in ("name", "unit", "decimals")}}
        for key, row in plan.items()
    }
    rows = [
        row | told[row["indicator"]]
        for row in measures.own_values.rows(project, term)
        if row["term"] == Term.parse(term) and row["subgroup"]
    ]
    table = table_of(
        rows, SUBGROUPS, name="undergrupper", caption="Egna mätningar efter undergrupp",
        source=table_source(project, term, "matvarden"), missing=labels.EXPLAINED["missing"],
    )  # fmt: skip
    return Passage((table,) if rows else ())
