"""The figures of every paper know the values that they draw or say, and each is what its measure says."""

import re
from dataclasses import replace

import pytest

from every_paper import EVERY, document
from measured import is_as_measured, project_of, row_in_measure
from naravard import figures, labels
from naravard.document import Figure

_NUMBER = re.compile(r"\d|\b(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)\b")
_CONSTANTS = ("(0\u00a0%)", "(100\u00a0%)")
_NAMED = {
    "budget": "budget", "utfall": "outcome", "prognos": "forecast", "mål": "target", "riket": "nation",
    "länets kommuner": "county", "liknande kommuner": "peers", "planerad": "start", "började": "actual_start",
    "klar": "actual_end", "plats": "rank", "länets": "count", "mellan": "low",
}  # fmt: skip
"""The column whose value stands after a word."""
_TRENDS = {
    "better": "bättre än förra värdet", "unchanged": "oförändrat", "worse": "sämre än förra värdet",
    "not_judged": "inget tidigare värde",
}  # fmt: skip
_REACHED = {True: ("nått", "behållet"), False: ("inte nått", "inte nått än", "inte behållet")}


def _figures(paper, matter, when):
    return [block for block in document(paper, matter, when).blocks if isinstance(block, Figure)]


def _term(when):
    return when if len(when) > 4 else f"HT{when}"


DRAWN = [case for case in EVERY if case[0] != "tjansteskrivelse"]


@pytest.mark.parametrize("case", DRAWN, ids=" ".join)
def test_every_value_of_a_figure_is_what_its_measure_says(case):
    project, term = project_of(*case[:2]), _term(case[2])
    for figure in _figures(*case):
        assert figure.values, figure.name
        for value in figure.values:
            assert value.origin.measure, f"{figure.name}: {value.text} comes from nowhere"
            assert is_as_measured(project, term, value), f"{figure.name}: {value}"
            if value.shown and value.number is None and not value.day:
                assert _said_of(row_in_measure(project, term, value), value), f"{figure.name}: {value}"
            if value.number or value.day:
                assert value.origin.rows, f"{figure.name}: {value}"


def _said_of(row, value):
    """Whether a word is what is said of what stands in the measure."""
    given = row[value.origin.column]
    if isinstance(given, bool):
        return value.text in _REACHED[given]
    if value.origin.column == "trend":
        return value.text == _TRENDS[given]
    return value.text == (row["steps"][int(given)] if isinstance(given, float) else str(given))


@pytest.mark.parametrize("case", DRAWN, ids=" ".join)
def test_every_number_that_a_figure_says_in_words_is_a_value_or_part_of_a_name(case):
    project = project_of(*case[:2])
    for figure in _figures(*case):
        rest = "·".join(words for words, _ in _walked(project, figure, case[2]))
        if "linjediagram" in figure.alt:
            drawn = {value.origin.key for value in figure.values if value.origin.measure == "comparison_series"}
            indicators = len({key.split()[0] for key in drawn})
            count = labels.counted(indicators, "litet linjediagram", "små linjediagram", neuter=True)
            assert figure.alt.startswith(labels.sentence(count)), figure.name
            rest = rest.removeprefix(labels.sentence(count))
        assert not _NUMBER.search(rest), f"{figure.name}: {rest}"


@pytest.mark.parametrize("case", DRAWN, ids=" ".join)
def test_a_value_stands_after_the_word_that_names_it(case):
    project = project_of(*case[:2])
    for figure in _figures(*case):
        for words, value in _walked(project, figure, case[2]):
            for ends, column in _NAMED.items():
                if value and re.search(rf"(?<!\w){ends} $", words):
                    assert value.origin.column == column, f"{figure.name}: {words}{value.text}"


def _walked(project, figure, when):
    """What is said in words before each value in turn, with the value; last what is said after them. Names are left out."""
    words, place = _without_names(project, figure.alt, when), 0
    for value in figure.values:
        found = words.find(value.text, place)
        if found >= 0:
            yield words[place:found], value
            place = found + len(value.text)
    yield words[place:], None


def _without_names(project, alt, when):
    """The words without the names of things, which may hold numbers, and without the paper's own term."""
    reports = project.reports
    names = [f"{indicator.id} {indicator.name}" for indicator in project.indicators]
    names += [indicator.name for indicator in project.indicators]
    names += [f"{goal.id} {goal.text.rstrip('.')}" for goal in project.output_goals]
    names += [one.id for one in (*project.outcome_goals, *project.output_goals)]
    names += [f"{activity.id} {activity.name}" for report in reports for activity in report.activities]
    names += [activity.id for report in reports for activity in report.activities]
    names += [funding.name for report in reports for funding in report.funding]
    names += [project.plan.project.municipality, *_CONSTANTS, f"läget {when}"]
    for name in sorted(names, key=len, reverse=True):
        alt = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "·", alt)
    return alt


def test_the_figures_say_in_words_what_a_reader_would():
    said = {figure.name: figure.alt.replace("\u00a0", " ") for figure in _figures("uppfoljning", "exempel", "HT2023")}
    for name, words in {
        "beslut": "Tidslinje med tolv beslut från VT2022 till HT2023. 2022-02-08: Styrgruppen godkänner. 2022-02-22: ",
        "tidplan": "planerad 2022-03-01 till 2022-12-31, började 2022-03-01, klar 2022-12-20, genomförd, 11 dagar före plan.",
        "utveckling-tillgänglighet": "från 64 (2019) till 55 dagar (2023); riket 62; länets kommuner 61; liknande kommuner 50.",
        "medel-och-utfall": "Regionens bidrag till gemensam mottagning: budget 220 tkr, utfall 8 tkr, prognos 8 tkr.",
        "vagen-till-malen": "15 indikatorer på vägen från utgångsvärde (0 %) till mål (100 %); nio har nått målet.",
        "malens-bedomning": "Projektmål: 5 uppnådda, 1 delvis uppnått och 1 bedömning saknas.",
    }.items():
        assert words in said[name]


def test_a_hidden_count_says_its_own_bound():
    """I13's bound is 12 in a municipality that hides more: 9 persons in VT2022 are ``<12``, and never ``<5``."""
    project = project_of("uppfoljning", "exempel")
    stricter = tuple(
        indicator.model_copy(update={"threshold": 12}) if indicator.id == "I13" else indicator
        for indicator in project.indicators
    )
    figure = figures.development(replace(project, indicators=stricter, memory={}), "HT2023", "samordning").blocks[0]
    hidden = next(value for value in figure.values if value.status == "small")
    assert (hidden.text, hidden.below, hidden.origin.measure) == ("<12", 12, "series")
    assert "VT2022 <12" in figure.alt
    assert "<5" not in figure.alt + figure.source


def test_a_background_figure_with_a_target_is_not_said_to_have_missed_it():
    """No direction is good of it, so that nothing can be said of it but how far it has come."""
    project = project_of("uppfoljning", "exempel")
    neutral = tuple(
        indicator.model_copy(update={"direction": "bakgrund"}) if indicator.id == "I01" else indicator
        for indicator in project.indicators
    )
    figure = figures.attainment(replace(project, indicators=neutral, memory={}), "HT2023").blocks[0]
    assert "I01 Trygga med att få hjälp när det behövs: 92\u00a0%. I02" in figure.alt


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"I11": {"decimals": 1}}, "steg 3, mål 3 (VT2023)"),
        ({"I12": {"decimals": 1}}, "ja, mål ja (HT2022)"),
        ({"I12": {"decimals": 1, "steps": ()}}, "ja, mål ja (HT2022)"),
        ({"I12": {"decimals": 1, "steps": ("ej beslutad", "beslutad")}}, "beslutad, mål beslutad (HT2022)"),
    ],
)
def test_a_step_has_no_decimals_and_a_yes_or_no_is_its_word(changed, said):
    project = project_of("uppfoljning", "exempel")
    indicators = tuple(it.model_copy(update=changed.get(it.id, {})) for it in project.indicators)
    figure = figures.attainment(replace(project, indicators=indicators, memory={}), "HT2023").blocks[0]
    assert said in re.findall('data-words="([^"]*)"', figure.svg)


def test_the_values_of_a_figure_in_parts_are_told_with_the_first():
    project = project_of("uppfoljning", "exempel")
    report = project.term("HT2023")
    many = tuple(
        activity.model_copy(update={"id": f"{activity.id}{letter}"})
        for activity in report.activities
        for letter in "abc"
    )
    first, *others = figures.activities(
        replace(project, reports=(replace(report, activities=many),), memory={}), "HT2023"
    ).blocks
    late = [value for value in first.values if value.text == "214\u00a0dagar"]
    assert [value.origin.key for value in late] == ["A08a", "A08b", "A08c"]
    assert others
    assert not any(part.values for part in others)
