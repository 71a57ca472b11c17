"""Every number in a sentence is a value, says what its measure says, and stands in the sentence that it should."""

import functools
import re
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

import naravard
import sample_folder
from every_paper import DATA, EVERY, PROFILES, document
from naravard import measures, prose
from naravard.document import Heading, ItemList, Paragraph, Passage, Quote, Span, Value, text_of
from naravard.model import FIELDS, Area, KeyFigures, records_of
from naravard.terms import Term

WORDS = ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]
COUNT_WORD = "|".join(WORDS[2:])
COUNTED = (
    r"(aktivitet|indikator\b|fråga|fattat|förslag|effektmål|projektmål|av\b|har|är|pågår|saknar|kan|bedöms|till\b)"
)
NUMBER = re.compile(rf"\d|\b({COUNT_WORD})\b|\b(en|ett)[ \u00a0]{COUNTED}", re.IGNORECASE)
FIXED = (
    "1 är bäst, och lika värden delar den bättre platsen",
    "medelvärden av de kommuner som har ett värde samma år",
)
"""Words of ours that are no figures: what a place is, what a mean is."""


@functools.cache
def opened(matter):
    return naravard.open(DATA / matter)


@functools.cache
def profiled(area, year):
    return naravard.profile(area, int(year))


def project_of(matter, when):
    return profiled(matter, when) if matter.isdigit() else opened(matter)


def spans_of(block):
    """The runs of the sentences and headings in a block; tables and figures have values of their own."""
    match block:
        case Paragraph() | Heading():
            yield from block.spans
        case ItemList():
            yield from (span for item in block.items for inner in item for span in spans_of(inner))
        case Passage() | Quote():
            yield from (span for inner in block.blocks for span in spans_of(inner))


def written_by_hand(project, term):
    """What the analyst has written, which is shown as typed."""
    reports = [report for report in project.reports if report.term == term]
    for part in (part for report in reports for parts in report.texts.values() for part in parts):
        yield from part if isinstance(part, tuple) else (part,)


def unbound_numbers(spans, by_hand=()):
    """The runs with a number that is no value."""
    for span in spans:
        said = span.text
        for fixed in FIXED:
            said = said.replace(fixed, "")
        if span.value is None and said not in by_hand and NUMBER.search(said):
            yield span.text


def term_of(project, when):
    return Term.parse(when) if when.startswith(("VT", "HT")) else project.plan.project.last_term


@pytest.mark.parametrize(("paper", "matter", "when"), EVERY)
def test_every_number_in_a_sentence_is_a_value(paper, matter, when):
    project = project_of(matter, when)
    by_hand = set(written_by_hand(project, term_of(project, when)))
    spans = [span for block in document(paper, matter, when).blocks for span in spans_of(block)]
    assert list(unbound_numbers(spans, by_hand)) == []


@pytest.mark.parametrize(
    "said",
    ["Av tre mål", "om 14 dagar", "två bättre", "ett\u00a0beslut är fattat, en indikator", "en har blivit bättre"],
)
def test_a_number_that_is_only_text_is_found(said):
    assert list(unbound_numbers([Span(said)])) == [said]
    assert list(unbound_numbers([Span(said, value=Value(said))])) == []


def rows_behind(project, term, origin):
    """The rows of the measure, or the records of the table, that have the origin's key."""
    measure = getattr(measures, origin.measure, None)
    if isinstance(measure, measures.Measure):
        given = ("output_goal",) if origin.measure == "activity_counts" else ()
        keys = measure.key
        rows = measure.rows(project, term, *given)
        return [row for row in rows if " ".join(str(row[k]) for k in keys if row[k] not in ("", None)) == origin.key]
    holders = [project] if hasattr(project, FIELDS[origin.measure]) else [project.term(term)]
    records = [record for holder in holders for record in records_of(holder, origin.measure)]
    return [
        dict(record)
        for record in records
        if " ".join(str(getattr(record, k)) for k in record.key if getattr(record, k) is not None) == origin.key
    ]


def figures(number, decimals, *, signed=False):
    """A number as Swedes write it, worked out apart from the package."""
    text = f"{abs(number):,.{decimals}f}".replace(",", "\u202f").replace(".", ",")
    return ("\u2212" if number < 0 else "+" if signed and number > 0 else "") + text


def listed(names):
    last = " samt " if any(" och " in name for name in names) else " och "
    return ", ".join(names[:-1]) + last + names[-1] if len(names) > 1 else names[0]


SAID = {"better": "bättre", "worse": "sämre", "kommunövergripande": "hela kommunen"}
WITHIN = {"80 år eller äldre": "80 år och äldre", "om tio år": "om tio år"}
"""What is said of a key figure's name: the words of ours, and those of its name."""


def words_for(given):
    """How a text, a term or several names may be said."""
    if isinstance(given, Term):
        yield f"{'våren' if given.part == 'VT' else 'hösten'} {given.year}"
    if isinstance(given, tuple) and given:
        names = list(map(str, given))
        yield from ("; ".join(names), listed(names), *names)
    yield from (str(given), str(given).removesuffix(" (ovägt medel)"), SAID.get(str(given), str(given)))


def says_the_same(value, row):
    """Whether the value's number and text are what the row says in the column of its origin, as it is shown."""
    given = row[value.origin.column]
    if not value.shown:
        return not measures.is_known(given)
    if value.day:
        iso = given.isoformat() if isinstance(given, date) else str(given)
        return value.text == value.day == iso
    if value.number is None:
        if value.text in WITHIN:
            return WITHIN[value.text] in given
        return value.text.casefold() in {said.casefold() for said in words_for(given)}
    exact = Decimal(repr(float(given))) * (100 if value.unit == "%" and value.origin.column.endswith("_share") else 1)
    number = float(exact.quantize(Decimal(1).scaleb(-value.decimals), ROUND_HALF_UP))
    written = {figures(number, value.decimals, signed=value.signed)}
    if not value.unit and 0 <= number <= 12 and number == int(number):
        written |= {WORDS[int(number)], *{0: ("ingen", "inget"), 1: ("ett",)}.get(int(number), ())}
    unit = f"\u00a0{value.unit}" if value.with_unit and value.unit else ""
    return value.number == number and value.text.lower() in {f"{text}{unit}".lower() for text in written}


@pytest.mark.parametrize(("paper", "matter", "when"), EVERY)
def test_every_value_in_a_sentence_says_what_its_measure_says(paper, matter, when):
    project = project_of(matter, when)
    term = term_of(project, when)
    values = [span.value for b in document(paper, matter, when).blocks for span in spans_of(b) if span.value]
    for value in values:
        (row,) = rows_behind(project, term, value.origin)
        assert says_the_same(value, row), (value, row[value.origin.column])


@pytest.mark.parametrize(("paper", "matter", "when"), EVERY)
def test_every_value_in_a_sentence_knows_the_rows_that_it_was_made_from(paper, matter, when):
    """What is nought, or not there, was made from none; so are the tables that have no rows."""
    for block in document(paper, matter, when).blocks:
        for value in (span.value for span in spans_of(block) if span.value):
            assert value.origin.rows or value.number == 0 or not value.shown or value.origin.measure == "completeness"


def test_a_value_of_another_row_or_column_is_found():
    project, term = project_of("exempel", "HT2023"), Term(2023, "HT")
    (row,) = measures.money_in_all.rows(project, term)
    right = prose.summary(project, "HT2023").blocks[0]
    values = [span.value for span in spans_of(right) if span.value and span.value.origin.measure == "money_in_all"]
    assert [value.origin.column for value in values] == ["budget", "outcome", "distance"]
    assert all(says_the_same(value, row) for value in values)
    assert not says_the_same(values[0], row | {"budget": row["outcome"]})


# What each sentence says, of a small project ---------------------------------------------------------------------------

INDICATORS = (
    "id;namn;tema;mål;enhet;skala;riktning;decimaler;antal personer;tröskel;nyckeltal;ersätter;anteckning\r\n"
    "I1;Trygga;tillgänglighet;EM1;%;andel;öka;1;nej;;;;\r\n"
    "I2;Deltar;tillgänglighet;;personer;antal;öka;0;ja;12;;I1;Räknas på hösten.\r\n"
    "N1;Väntar;väntan;;dagar;medelvärde;minska;0;;;N1;;\r\n"
)
BEFORE = {
    "aktiviteter": "A01;Kartläggning;PM1;pågår;2023-01-09;2023-03-31;chefen;;\r\n"
    "A02;Träffar;PM1;ej påbörjad;2023-02-01;2023-10-01;chefen;;\r\n",
    "matvarden": "I1;40;;;\r\n",
    "bedomningar": "PM1;delvis uppnått;Går bra.\r\n",
    "medel": "M1;Statsbidraget;tkr;100;20;110\r\n",
    "risker": "R1;Svårt att rekrytera.;4;4;\r\nR2;Lokalen stängs.;2;2;\r\n",
}
NOW = {
    "aktiviteter": "A01;Kartläggning;PM1;genomförd;2023-01-09;2023-04-30;chefen;;\r\n"
    "A03;Gemensam plan;PM1;försenad;2023-03-01;2023-12-30;chefen;;\r\n",
    "matvarden": "I1;45,5;;;preliminär\r\nI2;9;;;\r\n",
    "bedomningar": "PM1;ej uppnått;Ingen tid.\r\nPM2;uppnått;Klart.\r\n",
    "medel": "M1;Statsbidraget;tkr;100;130;120\r\n",
    "risker": "R1;Svårt att rekrytera.;4;5;\r\nR2;Lokalen stängs.;2;2;stängd\r\n",
    "inriktning": "äldre;Fler träffar\r\nbarn och unga;Fler träffar\r\näldre;Färre steg\r\n",
    "beslut": "B1;1;Nämnden;2023;godkänner;fattat;Nämnden godkänner planen.;\r\n"
    "B3;1;Nämnden;2023;godkänner;fattat;Nämnden godkänner rapporten.;\r\n"
    "B2;1;Nämnden;;ger uppdrag;förslag;Chefen får 3 uppdrag.;Chefen, rektorn\r\n"
    "B2;2;Nämnden;;ger uppdrag;förslag;Planen mäts 2024.;Chefen\r\n",
    "uppdrag": "U1;uppdrag;Nämnden;Chefen;Mät.;2023-11-01;\r\n",
}
HEADS = {
    "aktiviteter": sample_folder.HEADER,
    "matvarden": "indikator;värde;kön;undergrupp;status",
    "bedomningar": "mål;bedömning;motivering",
    "medel": "id;medel;enhet;budget;utfall;prognos",
    "risker": "id;risk;sannolikhet;konsekvens;status",
    "inriktning": "målgrupp;inriktning",
    "beslut": "id;punkt;organ;datum;typ;status;beslut;skickas till",
    "uppdrag": "id;typ;givare;mottagare;uppdrag;klart senast;status",
}
FILES = {
    "indikatorer": INDICATORS,
    "teman": "namn;typ\r\ntillgänglighet;kärna\r\nväntan;ram\r\nIT;förutsättning\r\n",
    "projektmal": "id;mål\r\nPM1;Fler träffar.\r\nPM2;En gemensam plan.\r\n",
    "effektmal": "id;mål;mäts\r\nEM1;Tryggare äldre.;HT2024\r\n",
    "malgrupper": "namn;typ\r\näldre;invånare\r\nbarn och unga;invånare\r\npolitiker;projektet vänder sig till\r\n",
    "bakgrund": "rubrik;text;källa\r\nVarför;Var tionde är över 80 år.;TS stycke 2\r\nVarför;Kön växer.;\r\n",
    "malvarden": "indikator;period;målvärde\r\nI1;HT2023;50\r\n",
    "motstridigt": "fråga;uppgift 1;källa 1;uppgift 2;källa 2;så visas det\r\nNär?;Nu;TS;Sen;TS;Båda\r\n",
}
AREA = "1814"
SERIES = {
    ("N1", AREA, "T"): ((2021, 42.0), (2022, 68.0), (2023, 60.0)),
    ("N1", "1880", "T"): ((2023, 40.0),),
}


def a_project(folder, *, now=NOW, **files):
    reported = {
        f"{term}__{table}": f"{HEADS[table]}\r\n{rows}"
        for term, tables in (("VT2023", BEFORE), ("HT2023", now))
        for table, rows in tables.items()
    }
    project, findings = sample_folder.read(folder, **FILES | reported | files)
    assert project, findings
    assert not [finding for finding in findings if finding.code == "extra-column"]
    areas = {code: Area(code, name, "K") for code, name in ((AREA, "Lekeberg"), ("1880", "Örebro"))}
    known = KeyFigures(date(2024, 3, 1), county=tuple(areas), county_name="Länet", areas=areas, series=SERIES)
    return replace(project, key_figures=known, memory={})


def plain(block):
    return [line.replace("\u00a0", " ").replace("\u202f", " ") for line in text_of(block).splitlines()]


def test_the_conclusion_counts_activities_and_goals(tmp_path):
    assert plain(prose.conclusion(a_project(tmp_path), "HT2023")) == [
        "Av två aktiviteter är en genomförd; en är försenad. Av ett effektmål kan ett ännu inte bedömas. "
        "Av två projektmål är ett uppnått och ett ej uppnått."
    ]


def test_the_summary_says_focus_money_indicators_decisions_and_what_is_missing(tmp_path):
    assert plain(prose.summary(a_project(tmp_path), "HT2023"))[:-1] == [
        "Arbetet under hösten 2023 var inriktat på äldre samt barn och unga.",
        "Av budgeten på 100 000 kronor är 130 000 kronor använda: 30 000 kronor mer än budget.",
        "Av tre indikatorer har två ett värde. Två har blivit bättre.",
        "Det enda jämförbara värdet är sämre än medelvärdet för länets kommuner.",
        "För hösten 2023 redovisas två fattade beslut och ett förslag till beslut.",
    ]
    assert plain(prose.missing(a_project(tmp_path), "HT2023")) == [
        "Underlaget saknar aktörer, organisation, styrdokument, avvikelser och lärdomar. Helt eller delvis saknas också "
        "budget_kr och utfall_kr i aktiviteter samt datum i beslut."
    ]


def test_what_needs_attention_is_said_one_of_each_kind(tmp_path):
    now = NOW | {"bedomningar": "PM2;uppnått;Klart.\r\n", "medel": "M1;Statsbidraget;tkr;100;90;90\r\n"}
    assert plain(prose.attention(a_project(tmp_path, now=now), "HT2023")) == [
        "Aktiviteten A03 är 1 dag sen: gemensam plan.",
        "Risken R1 har värdet 20 av 25: svårt att rekrytera.",
        "Uppdraget U1 skulle ha varit klart 2023-11-01.",
    ]
    assert plain(prose.attention(a_project(tmp_path), "HT2023"))[:2] == [
        "Målet PM1 är ej uppnått: fler träffar.",
        "Statsbidraget överskrider budgeten med 30 000 kronor (+30,0 %).",
    ]


def test_the_latest_activity_is_told_of_first_and_a_risk_that_is_closed_not_at_all(tmp_path):
    late = "A{};Arbete {};PM1;försenad;2023-03-01;2023-12-{};chefen;;\r\n"
    reported = {"aktiviteter": late.format(1, 1, 30) + late.format(2, 2, 29), "risker": "R3;Ras.;5;5;stängd\r\n"}
    project = a_project(tmp_path, now=reported)
    assert plain(prose.attention(project, "HT2023")) == [
        "Aktiviteten A2 är 2 dagar sen: arbete 2.",
        "Aktiviteten A1 är 1 dag sen: arbete 1.",
    ]


def test_every_kind_of_change_has_its_sentence(tmp_path):
    assert plain(prose.changes(a_project(tmp_path), "HT2023")) == [
        "Detta har ändrats sedan våren 2023.",
        "Mål",
        "Målet PM1 gick från delvis uppnått till ej uppnått.",
        "Målet PM2 gick från bedömning saknas till uppnått.",
        "Aktiviteter",
        "Aktiviteten A01 Kartläggning gick från pågår till genomförd.",
        "Aktiviteten A01 Kartläggning har fått nytt planerat slut: 2023-04-30 i stället för 2023-03-31.",
        "Ny aktivitet: A03 Gemensam plan (försenad).",
        "Aktiviteten A02 Träffar redovisas inte längre (var ej påbörjad).",
        "Indikatorer",
        "Trygga har blivit bättre: från 40,0 till 45,5 (prel.) (%).",
        "Väntar har blivit bättre: från 68 till 60 (dagar).",
        "Medel",
        "M1 Statsbidraget: utfallet ändrades från 20 000 kronor till 130 000 kronor.",
        "M1 Statsbidraget: prognosen ändrades från 110 000 kronor till 120 000 kronor.",
        "Risker",
        "Risken R1 gick från värdet 16 till 20.",
        "Risken R2 är stängd.",
    ]


def test_a_sheet_says_values_with_unit_and_period_and_a_small_count_by_its_own_bound(tmp_path):
    assert plain(prose.indicator_sheet(a_project(tmp_path), "HT2023")) == [
        "I1 Trygga",
        "uppgift saknas i underlaget",
        "Källa: egen mätning.",
        "Enhet: %. Riktning: öka.",
        "Senaste värde: 45,5 % (prel.) (HT2023).",
        "Tidigare värde: 40,0 % (VT2023).",
        "Målvärde: 50,0 % (HT2023).",
        "I2 Deltar",
        "uppgift saknas i underlaget",
        "Källa: egen mätning.",
        "Enhet: personer. Riktning: öka.",
        "Senaste värde: <12.",
        "Ersätter I1: värden före och efter bytet kan inte jämföras.",
        "Anmärkning: Räknas på hösten.",
        "Väntar",
        "uppgift saknas i underlaget",
        "Källa: Kolada, N1.",
        "Enhet: dagar. Riktning: minska.",
        "Senaste värde: 60 dagar (2023).",
        "Tidigare värde: 68 dagar (2022).",
        "Ett år tidigare: 68 dagar. Förändring: \u22128.",
        "Länets kommuner: 50 dagar i medelvärde, 2 av 2 kommuner.",
    ]


def test_the_themes_sentence_counts_what_has_a_value_and_what_has_none(tmp_path):
    project = a_project(tmp_path)
    assert plain(prose.theme(project, "HT2023", "tillgänglighet")) == [
        "Temat följs av två indikatorer. Den som har ett värde har blivit bättre. "
        "En indikator saknar värde som kan visas och står i bilagan om det som saknas."
    ]
    assert plain(prose.theme(project, "HT2023", "väntan")) == [
        "Temat följs av en indikator. Den har blivit bättre. "
        "Det enda jämförbara värdet är sämre än medelvärdet för länets kommuner."
    ]
    assert plain(prose.theme(project, "HT2023", "IT")) == ["Temat IT har inga indikatorer i planen."]


def test_what_the_project_is_for_and_on_whom_it_is_directed(tmp_path):
    project = a_project(tmp_path)
    assert plain(prose.purpose(project)) == [
        "Nära vård i Exempelby är ett projekt i Exempelby kommun från våren 2022 till hösten 2023. "
        "Syfte: uppgift saknas i underlaget."
    ]
    assert plain(prose.audience(project)) == [
        "Projektet vänder sig till politiker. Målgrupper för arbetet är äldre samt barn och unga."
    ]
    assert plain(prose.themes(project)) == ["Nära vård handlar i projektet om tillgänglighet. Förutsättningar är IT."]
    assert plain(prose.background(project)) == ["Varför", "Var tionde är över 80 år. (TS stycke 2)", "Kön växer. "]
    assert plain(prose.discrepancies(project)) == [
        "Källorna går isär i en fråga. Båda uppgifterna visas, och ingen har jämkats."
    ]


def test_the_method_says_when_the_snapshot_was_taken_and_who_is_compared_with(tmp_path):
    said = plain(prose.method(a_project(tmp_path), "VT2023"))
    assert said[0] == (
        "Nyckeltalen är hämtade ur Kolada 2024-03-01 och visas oförändrade. "
        "Senaste värde är det senaste som avser 2022 eller tidigare."
    )
    assert said[3] == "Länet är Lekeberg och Örebro. Grupperna är Koladas."


def test_the_memo_proposes_in_the_words_of_the_record(tmp_path):
    said = plain(prose.memo(a_project(tmp_path), "HT2023"))
    assert "Ärendet gäller uppföljningen av Nära vård i Exempelby för hösten 2023." in said
    start = said.index("Förslag till beslut")
    assert said[start + 1 : start + 3] == ["Chefen får 3 uppdrag.", "Planen mäts 2024."]


def test_a_project_that_knows_nothing_says_so_in_whole_sentences(tmp_path):
    project, _ = sample_folder.read(
        tmp_path, HT2023__aktiviteter=None, projektmal=None, effektmal=None, HT2023__texter=None,
        HT2023__inriktning="målgrupp;inriktning\r\n",
    )  # fmt: skip
    assert plain(prose.conclusion(project, "HT2023")) == [
        "Underlaget saknar aktiviteter, så det framgår inte vad som har genomförts. "
        "Underlaget saknar mål, så det går inte att säga om de är uppnådda."
    ]
    assert plain(prose.summary(project, "HT2023"))[:4] == [
        "Inriktningen för hösten 2023: uppgift saknas i underlaget.",
        "Underlaget saknar medel.",
        "Ingen indikator har ett värde som kan visas.",
        "Inga beslut är redovisade för hösten 2023.",
    ]
    assert plain(prose.theme(project, "HT2023", "tillgänglighet")) == [
        "Temat följs av två indikatorer. Ingen av dem har ett värde som kan visas."
    ]
    assert plain(prose.discrepancies(project)) == ["Inga uppgifter som går isär är kända."]
    assert plain(prose.attention(project, "HT2023")) == [
        "Underlaget pekar inte ut något som kräver särskild uppmärksamhet."
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("I1;45;;;\r\nI2;40;;;\r\n", "Alla två indikatorer har ett värde. Två bedöms inte."),
        ("I1;45;;;\r\n", "Av två indikatorer har en ett värde. Den bedöms inte."),
    ],
)
def test_indicators_that_all_have_a_value_are_said_to(tmp_path, values, said):
    project, _ = sample_folder.read(tmp_path, HT2023__matvarden=f"{HEADS['matvarden']}\r\n{values}")
    assert said in plain(prose.summary(project, "HT2023"))


@pytest.mark.parametrize(
    ("matter", "term", "said"),
    [
        ("lekeberg", "HT2023", "är 16 bättre och tio sämre."),
        ("lekeberg", "VT2022", "är 14 bättre och åtta sämre."),
        ("exempel", "HT2023", "är två bättre och inget sämre."),
    ],
)
def test_how_many_are_better_than_the_countys_mean_is_told(matter, term, said):
    of_county = [line for line in plain(prose.summary(opened(matter), term)) if "länets kommuner" in line]
    assert of_county[0].endswith(f" värden som kan jämföras med medelvärdet för länets kommuner {said}")


@pytest.mark.parametrize(("_", "area", "year"), PROFILES)
def test_a_profile_says_what_is_counted_in_its_measures(_, area, year):
    project = project_of(area, year)
    said = " ".join(plain(Passage((prose.profile_summary(project), prose.profile_missing(project)))))
    for expected in PROFILE_SAID[area]:
        assert expected in said


PROFILE_SAID = {
    "1814": (
        "Lekebergs kommun är bättre än medelvärdet för länets kommuner på 16 av 26 nyckeltal och sämre på tio. "
        "Sedan förra värdet har 15 blivit bättre och tio blivit sämre, och tre är oförändrade. "
        "Kommunen hade 8 756 invånare 2022. Av dem var 5,7 % 80 år eller äldre (riket 5,5 %). Andelen väntas vara 7,6 % om "
        "tio år, enligt framskrivningen 2021.",
        "Fallskador i slutenvård, 65 år och äldre, treårsmedelvärde; och sex till.",
        "Bättre än medelvärdet för liknande kommuner är 17 av 26 nyckeltal, och bättre än riket tolv av 20.",
        "Ett av 44 nyckeltal saknar värde för kommunen: Elevhälsans förebyggande arbete",
        "Senaste värdet är äldre än 2022 för tre nyckeltal: Ledningssystem som omfattar välfärdsteknik (2021); ",
    ),
    "2403": (
        "på 14 av 25 nyckeltal, lika på två och sämre på nio. Sedan förra värdet har tolv blivit bättre",
        "Två av 44 nyckeltal saknar värde för kommunen: Lätt att få hjälp av elevhälsan, åk 8; ",
    ),
    "0018": (
        "på fyra av nio nyckeltal och sämre på fem. Sedan förra värdet har tre blivit bättre och fem blivit sämre, och ett "
        "är oförändrat.",
        "Invånare med fetma; och en till.",
    ),
}
