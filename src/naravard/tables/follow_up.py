"""Tables of the follow-up: goals, activities, money, risks, deviations, lessons, and what changed since the last term."""

from __future__ import annotations

from typing import Any

import pandas as pd

from naravard import labels, measures
from naravard.document import Block, Cell, Passage, Table, Tone
from naravard.model import Project
from naravard.tables.cells import cell, columns, nothing_known, rows_of, table_source
from naravard.tables.values import explained, hidden, shown, titled
from naravard.terms import Term

_LEVEL_TONES: dict[str, Tone] = {"uppnått": "good", "delvis uppnått": "neutral", "ej uppnått": "bad"}
_STATUS_TONES: dict[str, Tone] = {"genomförd": "good", "pågår": "neutral", "försenad": "bad"}


def goal_levels(project: Project, term: str) -> Block:
    """How many goals stand at each assessed level."""
    frame = measures.goal_counts(project, Term.parse(term))
    if frame.empty:
        return nothing_known("Målen")
    levels = [name for name in frame.columns if name not in ("kind", "total")]
    rows = [
        (cell(labels.sentence(row["kind"])), *(_count(row[level]) for level in levels), _count(row["total"]))
        for row in rows_of(frame)
    ]
    head = columns("Mål", *map(labels.sentence, levels), "Totalt", numeric=range(1, len(levels) + 2))
    return Table("mal-per-bedomning", "Antal mål efter bedömning", head, tuple(rows),
                 source="Egen räkning ur tabellen bedomningar.")  # fmt: skip


def goals(project: Project, term: str, kind: str) -> Block:
    """The goals of one kind, ``effektmål`` or ``projektmål``: assessed, and what the indicators say, side by side."""
    frame = measures.goals(project, Term.parse(term))
    frame = frame[frame["kind"] == kind]
    if frame.empty:
        return nothing_known(labels.sentence(kind))
    rows = [
        (
            cell(f"{row['goal']} {row['text']}"),
            _level(row),
            cell(_computed(row)),
            _share(row["attainment"], "–"),
            cell(row["rationale"] if isinstance(row["rationale"], str) else None),
        )
        for row in rows_of(frame)
    ]
    head = columns("Mål", "Bedömning", "Indikatorerna säger", "Andel av vägen", "Motivering", numeric=(3,))
    notes = [
        "Andel av vägen: hur långt indikatorerna har kommit från utgångsvärdet (0 %) till målvärdet (100 %), i medeltal. "
        "Ett streck betyder att det inte går att räkna."
    ]
    if (frame["agrees"].map(lambda agrees: agrees is False)).any():
        notes.append("Skiljer sig: bedömningen och det som indikatorerna säger är inte samma.")
    source = table_source(project, term, "bedomningar", "matvarden", "malvarden") + " Egen beräkning."
    caption = f"{labels.sentence(kind)} och hur de är bedömda"
    return Table(kind.replace("å", "a"), caption, head, tuple(rows), source, tuple(notes))


def attainment(project: Project, term: str) -> Passage:
    """The indicators that have a target: from baseline, by the value, towards the target."""
    frame = measures.indicators(project, Term.parse(term))
    frame = frame[frame["target"].notna()]
    rows = [
        (
            cell(f"{row['indicator']} {titled(row)}"),
            _with_period(project, row, "baseline"),
            _value_with_period(project, row),
            _with_period(project, row, "target"),
            _share(row["attainment"], "–"),
            _reached(row["reached"]),
        )
        for row in rows_of(frame)
    ]
    head = columns(
        "Indikator", "Utgångsvärde", "Värde", "Målvärde", "Andel av vägen", "Målvärdet", numeric=(1, 2, 3, 4)
    )
    notes = (
        "Andel av vägen = (värde − utgångsvärde) / (målvärde − utgångsvärde). Ett streck betyder att andelen inte kan "
        "räknas eller inte får visas; värden som ska behållas, steg och ja/nej är bara nådda eller inte.",
    )
    source = table_source(project, term, "indikatorer", "matvarden", "malvarden") + " Egen beräkning."
    table = Table("maluppfyllelse", "Indikatorerna och deras målvärden", head, tuple(rows), source, notes)
    return Passage((table,) if rows else ())


def activities(project: Project, term: str) -> Block:
    """The activities with their status, dates and money."""
    frame = measures.activities(project, Term.parse(term))
    if frame.empty:
        return nothing_known("Aktiviteter")
    rows = [
        (
            cell(f"{row['activity']} {row['name']}"),
            cell(row["goal"]),
            Cell(str(row["status"]), str(row["status"]), _STATUS_TONES.get(row["status"], "")),
            cell(labels.day(row["end"])),
            cell(labels.day(row["actual_end"]) if row["actual_end"] is not None else "–"),
            _signed(row["slippage"]),
            _kronor(row["budget"]),
            _kronor(row["outcome"]),
        )
        for row in rows_of(frame)
    ]
    head = columns("Aktivitet", "Mål", "Status", "Planerat slut", "Verkligt slut", "Dagar sen", "Budget, kr", "Utfall, kr",
                   numeric=(5, 6, 7))  # fmt: skip
    notes = (
        "Dagar sen: verkligt slut minus planerat; för försenade, terminens sista dag minus planerat slut. Minus är tidigt.",
        *_about_missing(frame[["budget", "outcome"]]),
    )
    return Table(
        "aktiviteter", "Aktiviteter", head, tuple(rows), source=table_source(project, term, "aktiviteter"), notes=notes
    )


def participants(project: Project, term: str) -> Passage:
    """How many took part in the activities, after disclosure control. There is no sum: it could give a hidden count away."""
    names = measures.activities(project, Term.parse(term)).set_index("activity")["name"]
    frame = measures.participants(project, Term.parse(term))
    frame = frame[(frame["term"] == Term.parse(term)) & (frame["status"] != "missing")]
    rows = [
        (
            cell(f"{row['activity']} {names[row['activity']]}"),
            hidden(row["status"], row["below"]) if pd.isna(row["value"]) else _whole(row["value"]),
        )
        for row in rows_of(frame)
    ]
    table = Table("deltagare", "Deltagare i aktiviteterna", columns("Aktivitet", "Deltagare", numeric=(1,)), tuple(rows),
                  table_source(project, term, "aktiviteter"), explained(frame["status"]))  # fmt: skip
    return Passage((table,) if rows else ())


def activity_counts(project: Project, term: str, by: str) -> Passage:
    """How many activities stand at each status, by ``goal``, ``theme``, ``target_group``, ``actor`` or ``responsible``."""
    frame = measures.activity_counts(project, Term.parse(term), by)
    if len(frame) < 2:
        return Passage(())
    word = {
        "goal": "projektmål",
        "theme": "tema",
        "target_group": "målgrupp",
        "actor": "aktör",
        "responsible": "ansvarig",
    }[by]
    statuses = [name for name in frame.columns if name not in ("by", "total")]
    rows = [
        (
            cell(labels.sentence(row["by"]), empty="Ingen angiven"),
            *(_count(row[s]) for s in statuses),
            _count(row["total"]),
        )
        for row in rows_of(frame)
    ]
    head = columns(
        labels.sentence(word), *map(labels.sentence, statuses), "Totalt", numeric=range(1, len(statuses) + 2)
    )
    notes = (
        ("En aktivitet med flera räknas på var och en; sista raden räknar varje aktivitet en gång.",)
        if by in ("theme", "target_group", "actor")
        else ()
    )
    table = Table(f"aktiviteter-{by}", f"Antal aktiviteter efter status och {word}", head, tuple(rows),
                  source="Egen räkning ur tabellen aktiviteter.", notes=notes)  # fmt: skip
    return Passage((table,))


def money(project: Project, term: str) -> Block:
    """Budget, outcome, deviation and what is left, source by source, in kronor."""
    frame = measures.money(project, Term.parse(term))
    if frame.empty:
        return nothing_known("Medel")
    rows = [
        (
            cell(f"{row['funding']} {row['name']}".strip() if row["funding"] else "Totalt"),
            _kronor(row["budget"]),
            _kronor(row["outcome"]),
            _kronor_signed(row["deviation"]),
            _share(row["deviation_share"], "–", signed=True),
            _kronor(row["forecast"]),
            _kronor(row["to_repay"], empty="–"),
        )
        for row in rows_of(frame)
    ]
    head = columns(
        "Medel", "Budget", "Utfall", "Avvikelse", "Avvikelse, %", "Prognos", "Kvar av mottaget", numeric=range(1, 7)
    )
    notes = (
        "Belopp i kronor. Avvikelse = utfall − budget; plus är ett överskridande. Kvar av mottaget = mottaget − utfall − "
        "återbetalt: ska återbetalas, om det inte får användas senare.",
        *_about_missing(frame[["budget", "outcome", "forecast"]]),
    )
    return Table(
        "medel",
        "Medel: budget och utfall",
        head,
        tuple(rows),
        source=table_source(project, term, "medel") + " Egen beräkning.",
        notes=notes,
    )


def money_conditions(project: Project, term: str) -> Passage:
    """What the money may be used for, and when it is to be reported, and to whom."""
    frame = measures.money(project, Term.parse(term))
    frame = frame[(frame["funding"] != "") & frame[["condition", "report_to", "report_by"]].notna().any(axis=1)]
    rows = [
        (
            cell(f"{row['funding']} {row['name']}"),
            cell(_text(row["condition"])),
            cell(_text(row["report_to"])),
            cell(labels.day(row["report_by"]) if not _is_empty(row["report_by"]) else None),
        )
        for row in rows_of(frame)
    ]
    table = Table("medel-villkor", "Villkor och redovisning", columns("Medel", "Villkor", "Redovisas till", "Senast"),
                  tuple(rows), source=table_source(project, term, "medel"))  # fmt: skip
    return Passage((table,) if rows else ())


def risks(project: Project, term: str) -> Block:
    """The risks, the greatest first."""
    frame = measures.risks(project, Term.parse(term))
    if frame.empty:
        return nothing_known("Risker")
    rows = [
        (
            cell(f"{row['risk']} {row['text']}"),
            Cell(f"{row['value']} ({row['probability']} × {row['consequence']})", float(row["value"])),
            _whole(row["previous_value"]),
            cell(_text(row["measure"])),
            cell(_text(row["owner"])),
            cell("öppen" if row["open"] else "stängd"),
        )
        for row in rows_of(frame)
    ]
    head = columns("Risk", "Riskvärde", "Förra terminen", "Åtgärd", "Ägare", "Läge", numeric=(1, 2))
    notes = ("Riskvärde = sannolikhet (1–5) × konsekvens (1–5).",)
    return Table(
        "risker",
        "Risker, de största först",
        head,
        tuple(rows),
        source=table_source(project, term, "risker"),
        notes=notes,
    )


def deviations(project: Project, term: str) -> Block:
    """What deviates from goal, time, budget or scope, with cause and measure."""
    frame = measures.deviations(project, Term.parse(term))
    if frame.empty:
        return nothing_known("Avvikelser")
    rows = [
        (
            cell(f"{row['deviation']} {row['text']}"),
            cell(" ".join(filter(None, (row["against"], _text(row["concerns"]))))),
            cell(_text(row["cause"])),
            cell(_text(row["effect"])),
            cell(_text(row["measure"])),
            cell("öppen" if row["open"] else "stängd"),
        )
        for row in rows_of(frame)
    ]
    return Table("avvikelser", "Avvikelser", columns("Avvikelse", "Gäller", "Orsak", "Effekt", "Åtgärd", "Läge"), tuple(rows),
                 source=table_source(project, term, "avvikelser"))  # fmt: skip


def lessons(project: Project, term: str) -> Block:
    """What has been learnt, and what it leads to."""
    frame = measures.lessons(project, Term.parse(term))
    if frame.empty:
        return nothing_known("Lärdomar")
    rows = [
        (
            cell(f"{row['lesson']} {row['text']}"),
            cell(labels.sentence(row["kind"])),
            cell(_text(row["basis"])),
            cell(_text(row["recommendation"])),
        )
        for row in rows_of(frame)
    ]
    return Table("lardomar", "Lärdomar", columns("Lärdom", "Slag", "Underlag", "Rekommendation"), tuple(rows),
                 source=table_source(project, term, "lardomar"))  # fmt: skip


def subgroups(project: Project, term: str) -> Passage:
    """The own measurements of the term that are split by unit or group, after disclosure control."""
    frame = measures.own_values(project, Term.parse(term))
    now = frame[(frame["term"] == Term.parse(term)) & (frame["subgroup"] != "")]
    rows = []
    for row in rows_of(now):
        indicator = measures.indicator_of(project, row["indicator"])
        value = (
            hidden(row["status"], row["below"])
            if pd.isna(row["value"])
            else Cell(labels.number(row["value"], indicator.decimals), row["value"])
        )
        rows.append(
            (
                cell(f"{indicator.id} {indicator.name} ({indicator.unit})"),
                cell(row["subgroup"]),
                cell(row["sex"]),
                value,
            )
        )
    head = columns("Indikator", "Undergrupp", "Kön", "Värde", numeric=(3,))
    table = Table("undergrupper", "Egna mätningar efter undergrupp", head, tuple(rows),
                  source=table_source(project, term, "matvarden"), notes=explained(now["status"]))  # fmt: skip
    return Passage((table,) if rows else ())


def _level(row: dict[str, Any]) -> Cell:
    text = row["level"]
    if row["not_due"] and row["due"] is not None:
        text = f"{text} (mäts {row['due']})"
    return Cell(text, row["level"], _LEVEL_TONES.get(row["level"], "muted"))


def _computed(row: dict[str, Any]) -> str:
    if _is_empty(row["computed"]):
        return "inget att räkna på" if not row["indicators"] else "räknas inte än"
    said = f"{row['computed']} ({row['reached']} av {row['indicators']} målvärden nådda)"
    return f"{said} Skiljer sig." if row["agrees"] is False else said


def _with_period(project: Project, row: dict[str, Any], name: str) -> Cell:
    value = shown(project, row, row[name])
    if pd.isna(row[name]) or _is_empty(row[f"{name}_period"]):
        return Cell("–", tone="muted") if pd.isna(row[name]) else value
    return Cell(f"{value.text} ({row[f'{name}_period']})", value.value)


def _value_with_period(project: Project, row: dict[str, Any]) -> Cell:
    value = shown(project, row, row["value"], row["status"])
    return Cell(f"{value.text} ({row['period']})", value.value) if pd.notna(row["value"]) else value


def _reached(reached: Any) -> Cell:
    if _is_empty(reached):
        return Cell("går inte att säga", tone="muted")
    return Cell("nått", "ja", "good") if reached else Cell("inte nått", "nej", "")


def _share(share: Any, empty: str, *, signed: bool = False) -> Cell:
    """A share as whole per cent."""
    if _is_empty(share):
        return Cell(empty, tone="muted")
    text = labels.change(100 * share, 1) if signed else labels.number(100 * share, 0)
    return Cell(f"{text}{labels.NO_BREAK_SPACE}%", float(share))


def _kronor(amount: Any, empty: str = labels.MISSING) -> Cell:
    return Cell(empty, tone="muted") if _is_empty(amount) else Cell(labels.number(amount), float(amount))


def _about_missing(amounts: pd.DataFrame) -> tuple[str, ...]:
    """What the word in an empty amount's place means, where there is one."""
    return (f"Saknas: {labels.UNKNOWN}.",) if amounts.isna().any(axis=None) else ()


def _kronor_signed(amount: Any) -> Cell:
    return Cell("–", tone="muted") if _is_empty(amount) else Cell(labels.change(amount), float(amount))


def _signed(days: Any) -> Cell:
    return Cell("–", tone="muted") if _is_empty(days) else Cell(labels.change(days), float(days))


def _whole(number: Any) -> Cell:
    return Cell("–", tone="muted") if _is_empty(number) else Cell(labels.number(number), float(number))


def _count(count: Any) -> Cell:
    return Cell(labels.number(count), float(count))


def _text(value: Any) -> str | None:
    return None if _is_empty(value) else str(value)


def _is_empty(value: Any) -> bool:
    return value is None or bool(pd.isna(value))
