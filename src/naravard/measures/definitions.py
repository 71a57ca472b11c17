"""What every measure and each of its columns is called in Swedish, and which cells of the data a value is made from."""

from __future__ import annotations

import re

from naravard.model import PROJECT_TABLES, TERM_TABLES

MEASURES: dict[str, tuple[str, str]] = {
    "activities": ("Aktiviteter", "Terminens redovisade aktiviteter, så som de stod när terminen var slut."),
    "activity_counts": (
        "Antal aktiviteter efter status",
        "Hur många av terminens aktiviteter som har varje status, efter mål, tema, målgrupp, aktör eller ansvarig. "
        "En aktivitet med flera räknas på var och en; raden totalt räknar varje aktivitet en gång.",
    ),
    "participants": (
        "Deltagare",
        "Hur många personer som har deltagit i varje aktivitet, termin för termin, efter röjandekontroll. "
        "Små antal visas inte, och inte heller det som de skulle kunna räknas ut ur.",
    ),
    "goals": (
        "Mål",
        "Målen så som de är bedömda under terminen, och det som deras indikatorer säger. "
        "Ett mål hålls mot indikatorernas sista målvärden.",
    ),
    "goal_counts": ("Antal mål efter bedömning", "Hur många effektmål och projektmål som har varje bedömning."),
    "indicators": (
        "Indikatorer",
        "Hur kommunen eller regionen står på varje indikator när terminen är slut: mot förut, mot andra och mot målvärdet. "
        "Ett årligt nyckeltal är känt när året är slut.",
    ),
    "trend_counts": (
        "Antal indikatorer efter utveckling",
        "Hur många indikatorer som har blivit bättre, sämre och så vidare, tema för tema. "
        "En indikator med två teman räknas i båda, men bara en gång i raden totalt.",
    ),
    "ordinal_spread": (
        "Spridning över steg",
        "Hur många av länets kommuner, eller av landets regioner, som står på varje steg av de indikatorer som inte har något "
        "medelvärde. Året är det egna senaste värdets.",
    ),
    "county_values": (
        "Värden i länet",
        "Hur länets kommuner, eller landets regioner, ligger på varje nyckeltal. Året är det egna senaste värdets. "
        "Antal och steg jämförs inte.",
    ),
    "ranks": (
        "Plats i länet",
        "Platsen bland länets kommuner, eller bland landets regioner, på varje nyckeltal som har en bättre riktning. "
        "Ett är bäst, och värden som är lika så som de visas delar den bättre platsen.",
    ),
    "county_range": (
        "Spannet i länet",
        "Mellan vilka värden länets kommuner, eller landets regioner, ligger, år för år. Antal och steg jämförs inte.",
    ),
    "own_values": (
        "Egna mätvärden",
        "De värden som projektet själv har mätt, termin för termin, efter röjandekontroll. "
        "En andel är den som är ifylld, eller räknad ur täljare och nämnare.",
    ),
    "series": (
        "Egna värden över tid",
        "Kommunens eller regionens egna värden, period för period, till och med terminen.",
    ),
    "comparison_series": (
        "Värden över tid",
        "Indikatorernas värden, period för period, för kommunen eller regionen och för dem den jämförs med. "
        "Medelvärden är ovägda: alla väger lika.",
    ),
    "money": (
        "Medel",
        "Projektets pengar så som de stod när terminen var slut, i kronor. "
        "Raden totalt summerar de rader som har beloppet ifyllt.",
    ),
    "money_in_all": ("Medel sammanlagt", "Summan över de medel där både budget och utfall är kända, i kronor."),
    "risks": ("Risker", "Terminens risker, de största först och de stängda sist."),
    "deviations": ("Avvikelser", "Terminens avvikelser, de öppna först."),
    "lessons": ("Lärdomar", "Lärdomarna till och med terminen."),
    "decisions": ("Beslut", "Besluten och förslagen till beslut till och med terminen, punkt för punkt."),
    "decision_counts": (
        "Antal beslut",
        "Hur många beslut som är redovisade under terminen. Ett beslut med flera punkter räknas en gång.",
    ),
    "assignments": ("Uppdrag och överlämning", "Uppdragen och överlämningarna så som de är redovisade under terminen."),
    "changes": (
        "Ändrat sedan förra redovisningen",
        "Det som inte är som när den närmast tidigare terminen redovisades. En indikator är med när den har ett värde för en "
        "senare period och har blivit bättre eller sämre.",
    ),
    "completeness": (
        "Uppgifter som saknas",
        "Tabeller utan rader, och celler som borde vara ifyllda men är tomma. Kolumner som får utelämnas räknas inte.",
    ),
    "positions": (
        "Plats bland andra",
        "Platsen på varje nyckeltal som har en bättre riktning, bland länets kommuner, eller bland landets regioner. "
        "En kommun som är ensam i sitt län jämförs med liknande kommuner.",
    ),
    "held_against": (
        "Bättre, lika och sämre",
        "Hur många nyckeltal som är bättre, lika och sämre än förut och än andras, tema för tema. "
        "Ett nyckeltal med två teman räknas i båda, men bara en gång i raden totalt.",
    ),
    "top_steps": (
        "Högsta steget",
        "Hur många som har nått det högsta steget på de nyckeltal som är steg eller ja och nej. "
        "Året är det egna senaste värdets.",
    ),
    "findings": ("Varningar", "Det som läsningen av underlaget har anmärkt på."),
}
"""The Swedish name of each measure, and its definition in a sentence or two."""

COLUMNS: dict[str, str] = {
    "activity": "aktivitetens id",
    "actor": "aktörer",
    "actual_end": "verkligt slut",
    "actual_start": "verklig start",
    "against": "det som jämförs med",
    "against_county": "det egna värdet mot medelvärdet i länet, efter indikatorns riktning",
    "against_nation": "det egna värdet mot rikets, efter indikatorns riktning",
    "against_peers": "det egna värdet mot medelvärdet för liknande, efter indikatorns riktning",
    "agrees": "om bedömningen och det som indikatorerna säger är samma",
    "area": "kommunkod i Kolada",
    "assessed_by": "bedömd av",
    "assessed_on": "dag för bedömningen",
    "assignment": "uppdragets id",
    "at": "perioden som ett tal",
    "attainment": "andel av vägen från utgångsvärdet till målvärdet: (värde − utgångsvärde) / (målvärde − utgångsvärde)",
    "baseline": "utgångsvärde",
    "baseline_period": "utgångsvärdets period",
    "basis": "underlag",
    "below": "gränsen under vilken antal inte visas",
    "better": "bättre",
    "body": "organ",
    "budget": "budget",
    "by": "det som aktiviteterna är uppdelade efter",
    "cause": "orsak",
    "change": "förändring: värdet minus det närmast tidigare, räknad på oavrundade värden",
    "change_year": "förändring sedan ett år tidigare, räknad på oavrundade värden",
    "column": "kolumn",
    "comment": "kommentar",
    "computed": "det som indikatorerna säger: uppnått om alla har nått sitt sista målvärde, ej uppnått om ingen har nått det "
    "eller närmat sig det, annars delvis uppnått",
    "concerns": "det som avvikelsen gäller",
    "condition": "villkor",
    "consequence": "konsekvens, 1 till 5",
    "count": "antal som har ett värde",
    "county": "ovägt medelvärde för länets kommuner, eller landets regioner, samma år",
    "county_count": "antal i länet som har ett värde",
    "county_members": "antal i länet",
    "decided_on": "dag för beslutet",
    "decimals": "antal decimaler som visas",
    "decision": "beslutets id",
    "definition": "definition",
    "deviation": "avvikelse: utfall minus budget",
    "deviation_share": "avvikelse som andel av budgeten: (utfall − budget) / budget",
    "direction": "riktning",
    "distance": "avvikelsens storlek, utan tecken",
    "due": "när det mäts eller förfaller",
    "effect": "effekt",
    "end": "planerat slut",
    "file": "fil",
    "forecast": "prognos",
    "funding": "medlens id",
    "giver": "givare",
    "goal": "mål",
    "group": "vem värdet gäller",
    "high": "högsta värdet",
    "id": "id",
    "indicator": "indikatorns id",
    "kind": "slag",
    "known": "antal som har ett värde",
    "kpi": "nyckeltal i Kolada",
    "label": "stegets namn",
    "last_attainment": "andel av vägen från utgångsvärdet till det sista målvärdet",
    "last_reached": "om det sista målvärdet är nått",
    "last_target": "sista målvärdet",
    "last_target_period": "sista målvärdets period",
    "lesson": "lärdomens id",
    "level": "bedömning",
    "low": "lägsta värdet",
    "measure": "åtgärd",
    "men": "värde för män, samma period",
    "message": "det som anmärks",
    "missing": "antal rader där uppgiften saknas",
    "moved": "om värdet har närmat sig det sista målvärdet",
    "name": "namn",
    "nation": "rikets värde enligt Kolada, samma år",
    "new": "om den är ny",
    "no_data": "inga uppgifter",
    "not_due": "om målet mäts efter terminen",
    "not_judged": "bedöms inte",
    "open": "om den är öppen",
    "other_year": "värdets år, när det är ett annat än profilens",
    "outcome": "utfall",
    "overdue": "öppen fast tiden har gått ut",
    "own": "om det gäller den egna kommunen eller regionen",
    "owner": "ägare",
    "paragraph": "paragraf",
    "peers": "ovägt medelvärde för liknande kommuner eller regioner, samma år",
    "peers_count": "antal liknande som har ett värde",
    "peers_members": "antal liknande",
    "period": "period",
    "place": "plats",
    "point": "punkt",
    "points": "antal punkter i beslutet",
    "previous": "närmast tidigare värde",
    "previous_level": "bedömning i den närmast tidigare redovisningen",
    "previous_period": "det tidigare värdets period",
    "previous_status": "status i den närmast tidigare redovisningen",
    "previous_value": "riskvärde i den närmast tidigare redovisningen",
    "probability": "sannolikhet, 1 till 5",
    "proposed": "förslag till beslut",
    "purpose": "syfte",
    "rank": "plats, där 1 är bäst efter indikatorns riktning",
    "rank_count": "antal som platsen räknas bland",
    "rationale": "motivering",
    "reached": "om målvärdet är nått, så som talen visas",
    "receivers": "mottagare",
    "received": "mottaget",
    "recommendation": "rekommendation",
    "repaid": "återbetalt",
    "report_back": "när det återrapporteras",
    "report_by": "redovisas senast",
    "report_to": "redovisas till",
    "responsible": "ansvarig",
    "risk": "riskens id",
    "rows": "antal rader",
    "scale": "skala",
    "sex": "kön",
    "slippage": "dagar sen: verkligt slut minus planerat slut; för en försenad aktivitet vars planerade slut har passerat, "
    "terminens sista dag minus planerat slut. Minus är tidigt",
    "start": "planerad start",
    "status": "status",
    "step": "steg",
    "steps": "stegens namn",
    "subgroup": "undergrupp",
    "table": "tabell",
    "taken": "fattade beslut",
    "target": "målvärde",
    "target_group": "målgrupper",
    "target_period": "målvärdets period",
    "term": "termin",
    "text": "texten så som den är ifylld",
    "theme": "teman",
    "to_repay": "kvar av mottaget: mottaget − utfall − återbetalt, men aldrig under noll",
    "total": "totalt antal",
    "trend": "utveckling: värdet mot det närmast tidigare, efter indikatorns riktning; oförändrat om skillnaden "
    "avrundas till noll eller ryms i felmarginalen",
    "unchanged": "oförändrat",
    "unit": "enhet",
    "unused": "kvar av budgeten: budget − utfall, men aldrig under noll",
    "value": "värde",
    "what": "det som har ändrats",
    "who": "vem",
    "women": "värde för kvinnor, samma period",
    "worse": "sämre",
    "year": "år",
    "year_before": "värde ett år tidigare",
    "after": "så är det nu",
    "before": "så var det när den närmast tidigare terminen redovisades",
    "activity_counts.total": "antal aktiviteter",
    "comparison_series.count": "antal som har ett värde och ingår i medelvärdet",
    "decisions.term": "termin som redovisade beslutet",
    "deviations.against": "det som avviker: mål, tid, budget eller omfattning",
    "deviations.deviation": "avvikelsens id",
    "goals.attainment": "andel av vägen från utgångsvärdet till det sista målvärdet, i ovägt medeltal över målets indikatorer",
    "goals.goal": "målets id",
    "goals.indicators": "antal av målets indikatorer som kan hållas mot ett målvärde",
    "goals.reached": "antal av målets indikatorer som har nått sitt sista målvärde",
    "held_against.count": "antal som kan bedömas",
    "held_against.unchanged": "lika",
    "indicators.period": "period för det senaste värdet",
    "indicators.status": "hur värdet för den senaste perioden står",
    "indicators.value": "senaste värdet som var känt när terminen var slut",
    "ordinal_spread.count": "antal på steget",
    "ordinal_spread.own": "om det egna värdet är på steget",
    "participants.value": "antal deltagare",
    "positions.place": "plats som andel: 0 är först och 1 är sist",
    "risks.value": "riskvärde: sannolikhet × konsekvens",
    "top_steps.county": "antal i länet på det högsta steget",
    "top_steps.county_count": "antal i länet som har svarat",
    "top_steps.own": "om det egna värdet är på det högsta steget",
    "top_steps.peers": "antal liknande på det högsta steget",
    "top_steps.peers_count": "antal liknande som har svarat",
}
"""What a column is called, and how it is computed where its name does not say so: in all, or in one measure."""

BEHIND: dict[str, str] = {
    "actor": "actors",
    "open": "status",
    "target_group": "target_groups target_group",
    "theme": "themes",
    "activities.deviation": "budget outcome",
    "activities.goal": "output_goal",
    "activities.slippage": "status end actual_end",
    "activity_counts.*": "status",
    "assignments.overdue": "status due",
    "assignments.who": "receivers",
    "changes.*": "status end attainment unit outcome forecast value probability consequence",
    "decision_counts.*": "status",
    "decisions.who": "body",
    "goal_counts.*": "attainment",
    "goals.*": "value",
    "goals.attainment": "value baseline baseline_period",
    "goals.due": "measured_in due",
    "goals.level": "attainment",
    "indicators.*": "value",
    "indicators.attainment": "period value baseline baseline_period",
    "indicators.baseline": "baseline baseline_period",
    "indicators.goal": "goals",
    "indicators.last_attainment": "period value baseline baseline_period",
    "money.*": "unit",
    "money.deviation": "unit budget outcome",
    "money.deviation_share": "unit budget outcome",
    "money.to_repay": "unit received outcome repaid",
    "money.unused": "unit budget outcome",
    "money_in_all.*": "unit budget outcome",
    "own_values.value": "value status",
    "participants.value": "participants",
    "risks.previous_value": "probability consequence",
    "risks.value": "probability consequence",
    "trend_counts.*": "value",
}
"""Which fields of the records a value is made from: of a column in all measures, or in one. Where nothing is said it is the field
of the column's own name, and those of ``*``."""

KEYS: dict[str, str] = {
    "own": "egna värdet",
    "nation": "riket",
    "county": "länet",
    "peers": "liknande",
    "previous": "förut",
    "activity added": "ny aktivitet",
    "activity gone": "borttagen aktivitet",
    "activity status": "aktivitetens status",
    "activity end": "aktivitetens planerade slut",
    "goal level": "målets bedömning",
    "money outcome": "medlens utfall",
    "money forecast": "medlens prognos",
    "indicator": "indikator",
    "risk value": "riskvärde",
    "risk closed": "stängd risk",
}
"""What the words of a row's key are called."""

TABLES = {record.table: record for record in (*PROJECT_TABLES, *TERM_TABLES)}
_PERIOD = re.compile(r"(VT|HT)?\d{4}")
_KEYS = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(KEYS, key=len, reverse=True)))


def defined(measure: str) -> tuple[str, str]:
    """The Swedish name and definition of a measure or a table; of somebody's own measure its name alone."""
    if measure in TABLES:
        return TABLES[measure].title, f"Så som det är ifyllt i tabellen {measure}."
    return MEASURES.get(measure, (measure, ""))


def column_said(measure: str, column: str) -> str:
    """What a column of a measure or a table is, in Swedish; of somebody's own measure its name."""
    if measure in TABLES and (field := TABLES[measure].model_fields.get(column)):
        return str(field.alias)
    if _PERIOD.fullmatch(column):
        return f"värde för {column}"
    return COLUMNS.get(f"{measure}.{column}") or COLUMNS.get(column) or column.replace("_", " ")


def fields_behind(measure: str, column: str) -> tuple[str, ...] | None:
    """The fields of records that a column of a measure is made from; None if that is not known."""
    if measure not in MEASURES and measure not in TABLES:
        return None
    usual = f"{column} {BEHIND.get(f'{measure}.*', '')}"
    return tuple(BEHIND.get(f"{measure}.{column}", BEHIND.get(column, usual)).split())


def key_said(key: str) -> str:
    """A row's key in Swedish."""
    return _KEYS.sub(lambda met: KEYS[met[0]], key)
