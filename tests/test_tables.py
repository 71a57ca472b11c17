"""Each table: a small frame in, cells out. Under a heading stands the column that it names, written as it should."""

from datetime import date

import pandas as pd
import pytest

from naravard import disclosure, tables
from naravard.document import Origin, SourceRow
from naravard.labels import term_words
from naravard.model import Citation, DecisionStatus, Direction, PartialDate, Scale
from naravard.tables import ahead, follow_up, indicators, project
from naravard.tables.form import table_of
from naravard.tables.profile import PROFILE, _mean, _place
from naravard.terms import Division, Term

NAN = float("nan")
ROW = {"indicator": "I01", "name": "Trygghet", "unit": "%", "decimals": 1, "steps": (), "kpi": None}
STEP = {**ROW, "name": "Lås", "unit": "steg", "steps": ("nej", "delvis", "infört")}


NAMED = dict.fromkeys(("kind", "theme", "place", "term"), "") | {
    "county": "Länet", "peers": "Liknande", "nation": "Riket", "among": "riket", **term_words(Division.HALF_YEARS)
}  # fmt: skip


def one(declared, row):
    """A row as a mapping from heading to what stands under it."""
    table = declared.table([row], "t", **NAMED)
    (cells,) = table.rows
    return {column.heading: cell.text for column, cell in zip(table.columns, cells, strict=True)}


def test_goals_say_what_is_assessed_and_what_the_indicators_say():
    row = {
        "goal": "PM1", "text": "Alla har en plan.", "level": "delvis uppnått", "not_due": False, "due": None,
        "computed": "uppnått", "reached": 2, "indicators": 3, "agrees": False, "attainment": 0.876, "rationale": "Nej.",
    }  # fmt: skip
    assert one(follow_up.GOALS, row) == {
        "Mål": "PM1 Alla har en plan.", "Bedömning": "delvis uppnått", "Andel av vägen": "88\u00a0%", "Motivering": "Nej.",
        "Indikatorerna säger": "uppnått (2 av 3 målvärden nådda) Skiljer sig.",
    }  # fmt: skip
    later = row | {
        "not_due": True, "due": Term(2024, "HT"), "level": "kan ännu inte bedömas", "computed": None, "indicators": 3,
        "attainment": NAN, "rationale": None, "agrees": None,
    }  # fmt: skip
    assert list(one(follow_up.GOALS, later).values())[1:] == [
        "kan ännu inte bedömas (mäts HT2024)", "räknas inte än", "–", "uppgift saknas i underlaget"
    ]  # fmt: skip
    assert one(follow_up.GOALS, later | {"indicators": 0})["Indikatorerna säger"] == "inget att räkna på"


def test_goal_levels_are_counted_under_their_own_names():
    row = {"kind": "effektmål", "uppnått": 1, "delvis uppnått": 2, "ej uppnått": 3, "kan ännu inte bedömas": 4,
           "bedömning saknas": 5, "total": 15}  # fmt: skip
    assert one(follow_up.LEVELS, row) == {
        "Mål": "Effektmål", "Uppnått": "1", "Delvis uppnått": "2", "Ej uppnått": "3", "Kan ännu inte bedömas": "4",
        "Bedömning saknas": "5", "Totalt": "15",
    }  # fmt: skip


def test_an_indicator_stands_between_its_baseline_and_its_target():
    row = ROW | {"baseline": 62.0, "baseline_period": "HT2021", "value": 74.04, "status": "preliminary", "period": "HT2023",
                 "target": 75.0, "target_period": "2023", "attainment": 0.923, "reached": False}  # fmt: skip
    assert one(follow_up.ATTAINMENT, row) == {
        "Indikator": "I01 Trygghet (%)", "Utgångsvärde": "62,0 (HT2021)", "Värde": "74,0 (prel.) (HT2023)",
        "Målvärde": "75,0 (2023)", "Andel av vägen": "92\u00a0%", "Målvärdet": "inte nått",
    }  # fmt: skip
    small = {"baseline": NAN, "baseline_status": "small", "baseline_below": 12.0, "attainment": NAN, "reached": True}
    assert list(one(follow_up.ATTAINMENT, row | small).values())[1::3] == ["<12", "–"]
    assert one(follow_up.ATTAINMENT, row | small)["Målvärdet"] == "nått"
    assert one(follow_up.ATTAINMENT, row | {"reached": None})["Målvärdet"] == "går inte att säga"
    assert one(follow_up.ATTAINMENT, row | STEP | {"value": 2.0})["Värde"] == "infört (prel.) (HT2023)"


def test_a_late_activity_has_a_plus_and_an_early_one_a_minus():
    row = {"activity": "A01", "name": "Kontakt", "output_goal": "PM1", "status": "försenad", "end": date(2023, 12, 1),
           "actual_end": None, "slippage": 30.0, "budget": 120000.0, "outcome": 98765.5}  # fmt: skip
    assert one(follow_up.ACTIVITIES, row) == {
        "Aktivitet": "A01 Kontakt", "Mål": "PM1", "Status": "försenad", "Planerat slut": "2023-12-01", "Verkligt slut": "–",
        "Dagar sen": "+30", "Budget, kr": "120\u202f000", "Utfall, kr": "98\u202f766",
    }  # fmt: skip
    early = row | {"actual_end": date(2023, 11, 24), "slippage": -7.0, "budget": NAN}
    assert list(one(follow_up.ACTIVITIES, early).values())[4:7] == ["2023-11-24", "−7", "saknas"]
    (cell,) = [row[2] for row in follow_up.ACTIVITIES.table([row], "t", **NAMED).rows]
    assert cell.tone == "bad"


def test_money_has_its_budget_under_budget_and_its_outcome_under_outcome():
    row = {"funding": "M1", "name": "Statsbidrag", "budget": 850000.0, "outcome": 786000.0, "deviation": -64000.0,
           "deviation_share": -0.0753, "forecast": 800000.0, "to_repay": 64000.0}  # fmt: skip
    assert one(follow_up.MONEY, row) == {
        "Medel": "M1 Statsbidrag", "Budget": "850\u202f000", "Utfall": "786\u202f000", "Avvikelse": "−64\u202f000",
        "Avvikelse, %": "−7,5\u00a0%", "Prognos": "800\u202f000", "Kvar av mottaget": "64\u202f000",
    }  # fmt: skip
    nothing = dict.fromkeys(("budget", "outcome", "deviation", "deviation_share", "forecast", "to_repay"), NAN)
    assert list(one(follow_up.MONEY, row | {"funding": "", "name": "totalt"} | nothing).values()) == [
        "Totalt", "saknas", "saknas", "–", "–", "saknas", "–"
    ]  # fmt: skip


def test_the_terms_of_the_money_stand_each_in_its_column():
    row = {"funding": "M1", "name": "Statsbidrag", "condition": "Till nära vård.", "report_to": "Regionen",
           "report_by": date(2024, 3, 29)}  # fmt: skip
    assert one(follow_up.CONDITIONS, row) == {
        "Medel": "M1 Statsbidrag", "Villkor": "Till nära vård.", "Redovisas till": "Regionen", "Senast": "2024-03-29",
    }  # fmt: skip


def test_a_risk_has_its_value_its_factors_and_its_value_before():
    row = {"risk": "R1", "text": "Vakanser.", "value": 20, "probability": 5, "consequence": 4, "previous_value": 16.0,
           "measure": "Rekrytera.", "owner": "chefen", "open": True}  # fmt: skip
    assert one(follow_up.RISKS, row) == {
        "Risk": "R1 Vakanser.", "Riskvärde": "20 (5 × 4)", "Förra terminen": "16", "Åtgärd": "Rekrytera.", "Ägare": "chefen",
        "Läge": "öppen",
    }  # fmt: skip
    assert list(one(follow_up.RISKS, row | {"open": False, "previous_value": NAN}).values())[2::3] == ["–", "stängd"]


def test_deviations_and_lessons_stand_under_their_headings():
    row = {"deviation": "D1", "text": "Sen.", "against": "tid", "concerns": "A01", "cause": "Sjuk.", "effect": "Väntan.",
           "measure": "Vikarie.", "open": False}  # fmt: skip
    assert one(follow_up.DEVIATIONS, row) == {
        "Avvikelse": "D1 Sen.", "Gäller": "tid A01", "Orsak": "Sjuk.", "Effekt": "Väntan.", "Åtgärd": "Vikarie.",
        "Läge": "stängd",
    }  # fmt: skip
    assert one(follow_up.DEVIATIONS, row | {"concerns": None})["Gäller"] == "tid"
    lesson = {"lesson": "L1", "text": "Börja.", "kind": "fungerade", "basis": "Enkät.", "recommendation": None}
    assert one(follow_up.LESSONS, lesson) == {
        "Lärdom": "L1 Börja.", "Slag": "Fungerade", "Underlag": "Enkät.", "Rekommendation": "uppgift saknas i underlaget",
    }  # fmt: skip


def test_a_hidden_count_is_told_with_its_own_bound_in_the_cell_and_in_the_note():
    row = {"activity": "A01", "name": "Träff", "value": NAN, "status": "small", "below": 12.0}
    table = follow_up.PARTICIPANTS.table([row], "t")
    assert [cell.text for cell in table.rows[0]] == ["A01 Träff", "<12"]
    assert table.notes == ("<12: ett antal personer under 12, som inte visas.",)
    value = table.rows[0][1].value
    assert (value.number, value.status, value.below) == (None, "small", 12)
    both = follow_up.PARTICIPANTS.table([row, row | {"below": 5.0}], "t")
    assert [note[:2] for note in both.notes] == ["<5", "<1"]


def test_own_measurements_by_subgroup_say_sex_group_and_why_there_is_no_value():
    row = ROW | {"subgroup": "Norr", "sex": "kvinnor", "value": 11.02, "status": "preliminary", "below": NAN}
    assert one(follow_up.SUBGROUPS, row) == {
        "Indikator": "I01 Trygghet (%)", "Undergrupp": "Norr", "Kön": "kvinnor", "Värde": "11,0 (prel.)"
    }  # fmt: skip
    words = {"protected": "skyddad", "withheld": "skyddad av källan", "missing": "saknas", "not_measured": "ej mätt",
             "not_applicable": "ej tillämpligt"}  # fmt: skip
    for status, word in words.items():
        assert one(follow_up.SUBGROUPS, row | {"value": NAN, "status": status})["Värde"] == word


def test_what_goes_on_stands_under_its_headings():
    row = {"activity": "A01", "name": "Kontakt", "status": "pågår", "end": date(2024, 3, 1), "responsible": "verksamhetschef",
           "comment": None}  # fmt: skip
    assert one(ahead.UNFINISHED, row) == {
        "Aktivitet": "A01 Kontakt", "Status": "pågår", "Planerat slut": "2024-03-01", "Ansvarig": "Verksamhetschef",
        "Kommentar": "–",
    }  # fmt: skip
    goal = {"goal": "EM1", "text": "Trygga.", "kind": "effektmål", "due": Term(2024, "HT"), "owner": "chefen"}
    assert one(ahead.GOALS_AHEAD, goal) == {
        "Mål": "EM1 Trygga.", "Slag": "Effektmål", "Mäts eller förfaller": "HT2024", "Ägare": "chefen"
    }  # fmt: skip
    back = {"report_back": PartialDate(2024, 5), "enjoined_by": "Beslut", "id": "B1", "text": "Redovisa.",
            "who": ("rektor", "kommundirektör")}  # fmt: skip
    assert one(ahead.REPORT_BACKS, back) == {
        "Senast": "2024-05", "Enligt": "Beslut B1", "Vad": "Redovisa.", "Vem": "Rektor och kommundirektör"
    }  # fmt: skip


def test_trends_are_counted_under_their_own_names():
    row = {"theme": "samordning", "better": 1, "unchanged": 2, "worse": 3, "not_judged": 4, "no_data": 5, "total": 15}
    assert one(indicators.TRENDS, row) == {
        "Tema": "Samordning", "Bättre": "1", "Oförändrat": "2", "Sämre": "3", "Bedöms inte": "4", "Inga uppgifter": "5",
        "Totalt": "15",
    }  # fmt: skip


MOVED = ROW | {"target_groups": ("äldre", "anhöriga"), "period": "2022", "value": 71.449, "status": "ok", "previous": 73.8,
               "previous_period": "2020", "change": -2.351, "trend": "worse"}  # fmt: skip


def test_development_is_from_before_to_now_with_the_sign_of_the_change():
    assert one(indicators.DEVELOPMENT, MOVED) == {
        "Indikator": "Trygghet (%)", "Målgrupp": "äldre, anhöriga", "Period": "2022", "Värde": "71,4",
        "Tidigare (period)": "73,8 (2020)", "Förändring": "−2,4", "Utveckling": "sämre",
    }  # fmt: skip
    assert one(indicators.DEVELOPMENT, MOVED | {"change": 2.351})["Förändring"] == "+2,4"
    alone = MOVED | {"previous": NAN, "previous_period": None, "change": NAN, "trend": "not_judged"}
    assert list(one(indicators.DEVELOPMENT, alone).values())[4:] == ["saknas", "saknas", "bedöms inte"]


OTHERS = {"nation": 70.0, "county": 69.94, "county_count": 10, "county_members": 12, "peers": NAN, "peers_count": 0,
          "peers_members": 7, "women": 72.1, "men": 70.6, "women_status": "ok", "men_status": "ok"}  # fmt: skip


def test_others_stand_each_in_their_column_with_how_many_they_are():
    assert one(indicators.AVERAGES, MOVED | OTHERS) == {
        "Indikator": "Trygghet (%)", "År": "2022", "Kommunen": "71,4", "Riket": "70,0", "Länets kommuner": "69,9 (10 av 12)",
        "Liknande kommuner": "saknas", "Kvinnor": "72,1", "Män": "70,6",
    }  # fmt: skip
    hidden = {"women": NAN, "women_status": "protected", "men": NAN, "men_status": "small", "men_below": 5.0}
    assert one(indicators.SEXES, MOVED | hidden) == {
        "Indikator": "Trygghet (%)", "Period": "2022", "Totalt": "71,4", "Kvinnor": "skyddad", "Män": "<5"
    }  # fmt: skip


def test_steps_are_words_and_those_who_stand_on_them_are_counted():
    spread = [{"count": 2, "label": "nej"}, {"count": 9, "label": "infört"}]
    assert one(indicators.STEPS, STEP | {"period": "2022", "value": 2.0, "spread": spread}) == {
        "Indikator": "Lås", "År": "2022", "Kommunen": "infört", "Antal kommuner i länet": "2 nej, 9 infört"
    }  # fmt: skip


def test_what_indicators_are_stands_under_its_headings():
    row = ROW | {
        "themes": ("samordning",),
        "target_groups": (),
        "title": "Andel trygga.",
        "direction": Direction.UP,
    }
    assert one(indicators.WITHOUT_VALUES, row) == {
        "Indikator": "Trygghet", "Tema": "samordning", "Målgrupp": "uppgift saknas i underlaget", "Nyckeltal": "egen mätning"
    }  # fmt: skip
    assert one(indicators.INDICATORS, row | {"kpi": "U21401"}) == {
        "Indikator": "Trygghet", "Nyckeltal": "U21401", "Källans benämning eller definition": "Andel trygga.",
        "Riktning": "öka",
    }  # fmt: skip


def test_a_profile_says_the_years_that_are_not_its_own_and_how_many_stand_behind_a_mean():
    row = MOVED | OTHERS | {"other_year": None, "rank": 3, "rank_count": 12, "top": None}
    assert one(PROFILE, row) == {
        "Nyckeltal": "Trygghet (%)", "Värde": "71,4", "Tidigare (år)": "73,8\u00a0(2020)", "Utveckling": "sämre",
        "Länet": "69,9\u00a0(10)", "Liknande": "saknas", "Riket": "70,0", "Plats, riket": "3\u00a0av\u00a012",
    }  # fmt: skip
    assert one(PROFILE, row | {"other_year": "2021"})["Värde"] == "71,4\u00a0(2021)"
    assert _mean(row, "county").text == "69,9\u00a0(10)"
    assert _mean(row | {"county_count": 12}, "county").text == "69,9"
    assert _place(row, "rank").text == "3\u00a0av\u00a012"
    unplaced = row | {"rank": None, "direction": Direction.UP, "scale": Scale.SHARE}
    assert _place(unplaced, "rank").text == "saknas"
    assert _place(unplaced | {"direction": Direction.CONTEXT}, "rank").text == "ingen"
    top = {"county": 4, "county_count": 11}
    assert _mean(STEP | OTHERS | {"top": top}, "county").text == "4\u00a0av\u00a011"


CITED = {"cited": (Citation("TS", "Ärende"), Citation("PU"))}


def test_what_the_sources_say_stands_under_its_headings():
    document = {"name": "God vård", "designation": "SOU 1", "level": "nationell", "dated": None, "valid": "2023",
                "adopted_by": "fullmäktige", "adopted_on": PartialDate(2023, 2, 1)}  # fmt: skip
    assert one(project.GOVERNING, document) == {
        "Dokument": "God vård (SOU 1)", "Nivå": "nationell", "Datum eller giltighet": "2023",
        "Antaget av": "fullmäktige, 2023-02-01",
    }  # fmt: skip
    assert one(project.GOVERNING, document | {"adopted_on": None})["Antaget av"] == "fullmäktige"
    role = {"group": "styrgrupp", "name": "ordförande", "note": None}
    assert one(project.ORGANISATION, role) == {"Uppgift": "Styrgrupp", "Roll": "Ordförande", "Anmärkning": ""}
    actor = {"name": "Vårdcentralen", "kind": "privat", "contract_with": "regionen", "part": "Tar emot."}
    assert one(project.ACTORS, actor) == {
        "Aktör": "Vårdcentralen", "Slag": "privat, avtal med regionen", "Roll i projektet": "Tar emot."
    }  # fmt: skip
    aim = {"term": "HT2023", "target_group": "barn och unga", "text": "Tidigt stöd.", "actors": ("skolan", "regionen")}
    assert one(project.FOCUS, aim) == {
        "Termin": "HT2023", "Målgrupp": "Barn och unga", "Inriktning": "Tidigt stöd.",
        "Tydlig koppling till": "skolan, regionen",
    }  # fmt: skip
    matter = {"matter": "Antal", "first": "tre", "first_cited": CITED["cited"], "second": "fyra",
              "second_cited": CITED["cited"][1:], "handling": "Båda visas."}  # fmt: skip
    assert one(project.DISCREPANCIES, matter) == {
        "Fråga": "Antal", "Den ena källan": "tre (TS, Ärende; PU)", "Den andra källan": "fyra (PU)",
        "Så visas det": "Båda visas.",
    }  # fmt: skip
    source = {"id": "TS", "name": "Skrivelse", "kind": "tjänsteskrivelse", "dated": PartialDate(2024, 1, 15),
              "case_number": "KS 1", "paragraph": "§ 3", "note": None}  # fmt: skip
    assert list(one(project.SOURCES, source).values()) == [
        "TS",
        "Skrivelse",
        "tjänsteskrivelse",
        "2024-01-15",
        "KS 1 § 3",
        "",
    ]
    assert table_of([CITED], project._SOURCE, name="t", caption="T").rows[0][0].text == "TS, Ärende; PU"


def test_decisions_and_assignments_stand_under_their_headings():
    row = {"decided_on": PartialDate(2024, 1, 30), "paragraph": "§ 8", "term": "HT2023", "body": "KS", "text": "Godkänns.",
           "status": DecisionStatus.DECIDED}  # fmt: skip
    assert one(project.DECISIONS, row) == {
        "Datum och paragraf": "2024-01-30 och § 8", "Redovisat": "HT2023", "Organ": "KS", "Beslut": "Godkänns."
    }  # fmt: skip
    assert one(project.DECISIONS, row | {"decided_on": None})["Datum och paragraf"] == "§ 8"
    assert one(project.DECISIONS, row | {"paragraph": None})["Datum och paragraf"] == "2024-01-30"
    given = {"kind": "uppdrag", "text": "Ta fram plan.", "giver": "kommunchefen", "receivers": ("a", "b"), "year": 2024,
             "purpose": "Fortsätta."}  # fmt: skip
    assert one(project.ASSIGNMENTS, given) == {
        "Typ": "Uppdrag", "Vad": "Ta fram plan.", "Från": "Kommunchefen", "Till": "A och b", "Avser": "2024",
        "Syfte": "Fortsätta.",
    }  # fmt: skip


def test_what_is_missing_is_counted_of_all_rows():
    assert one(project.MISSING, {"table": "Risker", "column": "ägare", "rows": 12, "missing": 3}) == {
        "Tabell": "Risker", "Kolumn": "ägare", "Läge": "saknas på 3 av 12"
    }  # fmt: skip
    whole = one(project.MISSING, {"table": "Risker", "column": "", "rows": 0, "missing": 0})
    assert list(whole.values())[1:] == ["hela tabellen", "uppgift saknas i underlaget"]


def test_a_value_knows_its_row_its_column_and_the_rows_of_the_data():
    origin = Origin("money", "M1", rows=(SourceRow("HT2023/medel.csv", 2),))
    row = {"funding": "M1", "name": "Bidrag", "budget": 1000.0, "origin": origin}
    value = table_of([row], {"budget": tables.form.kronor()}, name="t", caption="T").rows[0][0].value
    assert (value.number, value.unit) == (1000.0, "kr")
    assert value.origin == Origin("money", "M1", "budget", (SourceRow("HT2023/medel.csv", 2),))


# An analyst's own frame --------------------------------------------------------------------------------------------------


def own(frame, *args, **given):
    table = tables.of(frame, *args, caption="Egen", source="Källa: egen.", **given)
    return [column.heading for column in table.columns], *[[cell.text for cell in row] for row in table.rows]


def test_a_frame_is_shown_with_swedish_numbers_days_and_words():
    frame = pd.DataFrame({
        "enhet": ["Norr", None], "år": [2022, 2023], "dagar_i_kö": [1234.5, NAN], "öppnad": pd.to_datetime(["2023-01-05", None]),
        "aktiv": [True, False], "slag": pd.Categorical(["a", "b"]), "andel": [0.125, 2 / 3],
    })  # fmt: skip
    assert own(frame, units={"dagar_i_kö": "dagar"}) == (
        ["Enhet", "År", "Dagar i kö (dagar)", "Öppnad", "Aktiv", "Slag", "Andel"],
        ["Norr", "2022", "1\u202f234,5", "2023-01-05", "ja", "a", "0,13"],
        ["saknas", "2023", "saknas", "saknas", "nej", "b", "0,67"],
    )


def test_an_index_heads_the_rows_and_a_series_is_a_table():
    means = pd.DataFrame({"enhet": ["Norr", "Norr", "Söder"], "x": [1, 2, 5]}).groupby("enhet")["x"].mean()
    assert own(means) == (["Enhet", "X"], ["Norr", "1,5"], ["Söder", "5,0"])


def test_columns_are_chosen_and_named_or_written_by_a_form(lekeberg_money):
    headings, *_ = own(lekeberg_money, {"name": "Medel", "budget": tables.form.kronor("Budget, kr")})
    assert headings == ["Medel", "Budget, kr"]
    table = tables.of(lekeberg_money, {"budget": "Budget"}, caption="Egen", source="Källa.")
    assert table.rows[0][0].value.origin.column == "budget"
    assert table.rows[0][0].value.origin.rows


@pytest.fixture(scope="module")
def lekeberg_money():
    from pathlib import Path

    import naravard
    from naravard import measures

    return measures.money(naravard.open(Path(__file__).parents[1] / "data" / "exempel"), "HT2023")


def test_counts_of_persons_are_protected_with_totals_that_nobody_named():
    units = ["Eken", "Linden", "Boken", "Hela kommunen"]
    counts = pd.DataFrame({"enhet": units, "antal": [2, 21, 9, 32]})
    _, *rows = own(counts, persons="antal")
    assert [row[1] for row in rows] == ["<5", "21", "skyddad", "32"]
    wide = pd.DataFrame({"enhet": ["Eken", "Linden"], "kvinnor": [14, 21], "män": [3, 12], "totalt": [17, 33]})
    _, *rows = own(wide, persons=["kvinnor", "män", "totalt"])
    assert rows[0] == ["Eken", "skyddad", "<5", "17"]


def test_no_other_number_of_the_table_gives_a_hidden_count_away():
    """20 of 30 are 66,67 per cent, so the rest of the table would tell that there are three."""
    shares = [10.0, 66.67, 23.33]
    counts = pd.DataFrame({
        "enhet": ["a", "b", "c"], "antal": [3, 20, 7], "andel": shares, "text": ["10 %", "66 %", "23 %"], "andel per år": shares,
        "kö": [5, 6, 7],
    })  # fmt: skip
    _, *rows = own(counts, persons=["antal"], unrelated=["kö"])
    assert [row[1] for row in rows] == ["<5", "20", "7"]
    assert {text for row in rows for text in row[2:5]} == {"skyddad"}
    assert [row[5] for row in rows] == ["5", "6", "7"]
    _, *rows = own(counts.assign(antal=[13, 20, 7]), persons=["antal"])
    assert rows[1] == ["b", "20", "66,67", "66 %", "66,67", "6"]


def test_sums_that_cannot_be_named_as_totals_are_refused():
    names = ["A1", "A2", "Område A", "B1", "B2", "Område B", "Kommunen"]
    nested = pd.DataFrame({"enhet": names, "antal": [3, 20, 23, 11, 12, 23, 46]})
    with pytest.raises(ValueError, match="Område A in enhet is the sum of rows next to it"):
        own(nested, persons=["antal"])
    by_chance = pd.DataFrame({"enhet": ["a", "b", "c", "d"], "antal": [3, 17, 20, 50]})
    _, *rows = own(by_chance, persons=["antal"], totals={"enhet": None})
    assert [row[1] for row in rows] == ["<5", "17", "20", "50"]
    with pytest.raises(ValueError, match="totat stands for all in enhet"):
        own(by_chance, persons=["antal"], totals={"enhet": "totat"})


def test_what_was_hidden_before_stays_hidden_with_its_own_bound():
    frame = pd.DataFrame(
        {"enhet": ["a", "b"], "value": [NAN, 20.0], "value_status": ["small", "ok"], "value_below": [12.0, NAN]}
    )
    _, *rows = own(frame, persons=["value"])
    assert [row[1] for row in rows] == ["<12", "20"]


def test_whatever_pandas_holds_is_written_or_refused():
    frame = pd.DataFrame({
        "a": pd.array([1, None], dtype="Int64"), "b": pd.array([True, None], dtype="boolean"),
        "c": pd.to_timedelta([36, 12], unit="h"),
        "d": pd.to_datetime(["2024-01-01 13:30", "2024-01-02 00:00"]).tz_localize("UTC"),
        "e": pd.arrays.IntervalArray.from_breaks([0.5, 1, 2]), "år": [2022.0, NAN],
    }, index=pd.MultiIndex.from_tuples([("N", 1), ("S", 2)]))  # fmt: skip
    assert own(frame) == (
        ["Rad", "Rad 2", "A", "B", "C (dagar)", "D", "E", "År"],
        ["N", "1", "1", "ja", "1,5", "2024-01-01 13:30", "0,5–1,0", "2022"],
        ["S", "2", "saknas", "saknas", "0,5", "2024-01-02", "1,0–2,0", "saknas"],
    )
    assert own(pd.DataFrame({"andel": [0.0345, 0.9655]}))[1:] == (["0,0345"], ["0,9655"])
    assert own(pd.DataFrame({"andel": [1 / 3, 0.00123]}))[1:] == (["0,3333"], ["0,0012"])
    assert own(pd.DataFrame({2022: [1]}), {2022: "År 2022"})[0] == ["År 2022"]
    assert own(pd.DataFrame({"a": [1], "b": [2]}), ["b"]) == (["B"], ["2"])
    with pytest.raises(ValueError, match="a cell holds a list"):
        own(pd.DataFrame({"a": [[1, 2]]}))
    with pytest.raises(TypeError, match="takes a DataFrame or a Series"):
        own([1, 2])
    with pytest.raises(ValueError, match="two columns have the same name"):
        own(pd.DataFrame({"a": [1]}, index=pd.Index([5], name="a")))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"caption": " "}, "a table needs caption"),
        ({"source": ""}, "a table needs source"),
        ({"columns": {"y": "Y"}}, "no column y; it has x"),
        ({"persons": ["y"]}, "y in persons or unrelated"),
    ],
)
def test_a_call_that_cannot_be_met_says_what_to_write(given, said):
    with pytest.raises(ValueError, match=said):
        tables.of(pd.DataFrame({"x": [1]}), **{"caption": "C", "source": "S"} | given)


def test_a_frame_without_rows_says_so():
    said = tables.of(pd.DataFrame({"x": []}), caption="Sena aktiviteter", source="Källa.")
    assert (said.title, said.text) == ("Sena aktiviteter:", "inga rader.")


def test_an_infinite_number_and_half_a_person_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        own(pd.DataFrame({"x": [float("inf")]}))
    with pytest.raises(ValueError, match="whole numbers"):
        own(pd.DataFrame({"e": ["a"], "x": [1.5]}), persons=["x"])
    with pytest.raises(ValueError, match="called the same"):
        own(pd.DataFrame({"e": ["a", "a"], "x": [10, 12]}), persons=["x"])


def test_a_protected_table_is_shown_with_its_bound():
    frame = pd.DataFrame(
        {"enhet": ["Eken", "Eken", "Linden", "Linden"], "kön": ["kvinnor", "män"] * 2, "value": [14, 3, 21, 12]}
    )
    rule = disclosure.SensitivityRule().tightened(threshold=12)
    protected = disclosure.protect(frame, name="p", dimensions=["enhet", "kön"], totals={}, rule=rule)
    table = tables.protected(protected, "Personer", "påhittat.")
    assert [column.heading for column in table.columns] == ["Enhet", "Kvinnor, antal", "Män, antal"]
    assert [[cell.text for cell in row] for row in table.rows] == [["Eken", "14", "<12"], ["Linden", "21", "12"]]
    assert table.notes == ("<12: ett antal personer under 12, som inte visas.",)
