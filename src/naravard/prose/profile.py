"""The sentences of a profile: the state of a municipality or region, what is missing, and how it was worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

from naravard import labels, measures
from naravard.document import Cover, ItemList, Paragraph, Passage, Publication, Span
from naravard.model import STANDARD_THEMES, KeyFigures, Project
from naravard.model.naming import fold_name
from naravard.prose.project import look

INHABITANTS, SHARE_OLD, EXPECTED_OLD = "N01951", "N01813", "N02846"
NAMED = 4


def profile_cover(project: Project) -> Cover:
    """The frame of a profile."""
    rows, figures = _indicators(project), _figures(project)
    year = project.plan.project.last_term.year
    known = sum(not isnan(row["value"]) for row in rows)
    facts = [
        ("Till", project.plan.project.board),
        ("Avser", f"{year}, eller det senaste året före med ett värde"),
        ("Nyckeltal", f"{known} av {len(rows)} har ett värde"),
        ("Jämförs med", labels.listing([_words(project)[group] for group in _compared(project)])),
        ("Källa", f"{figures.source}, hämtad {labels.day(figures.fetched)}"),
    ]
    return Cover(
        organisation=project.plan.project.municipality,
        subtitle=f"{project.plan.project.name}, {year}",
        date=labels.day(figures.fetched),
        facts=tuple(facts),
        look=look(project),
        own_page=False,
        publication=Publication(area=project.plan.project.area),
    )


def profile_summary(project: Project) -> Passage:
    """The state: in two sentences, then in points."""
    points = [_population(project), *_named(project), _against_the_rest(project)]
    conclusion = f"{_against_first(project)} {_moved(project)}"
    return Passage((Paragraph((Span(conclusion, "strong"),)), ItemList.plain(point for point in points if point)))


def profile_missing(project: Project) -> Passage:
    """What the snapshot does not say of the area, by name; a value that is missing is never taken for zero."""
    rows, year = _indicators(project), str(project.plan.project.last_term.year)
    none = [row["name"] for row in rows if isnan(row["value"])]
    older = [f"{row['name']} ({row['period']})" for row in rows if not isnan(row["value"]) and row["period"] != year]
    points = [
        _without(project, none, len(rows)),
        _older(year, older),
        _without_figures(project),
        _without_group(project),
    ]
    said = [point for point in points if point]
    if not said:
        return Passage((Paragraph.plain(f"Alla nyckeltal har ett värde för {year}, och alla jämförelser kan göras."),))
    return Passage((ItemList.plain(said),))


def profile_method(project: Project) -> Passage:
    """Where the figures come from, whom the area is compared with, and what the words mean."""
    figures = _figures(project)
    among = figures.county_name if _among(project) == "county" else _words(project)["peers"]
    points = [
        f"Nyckeltalen är hämtade ur {figures.source} {labels.day(figures.fetched)} och visas oförändrade. Värdet är det "
        f"senaste till och med {project.plan.project.last_term.year}. Urvalet, temat och vilken riktning som är bättre är "
        "vår bedömning, inte Koladas.",
        "Utvecklingen är skillnaden mot det närmast tidigare värdet, oförändrad när skillnaden avrundas till noll. Där "
        "värdena bygger på få personer kan en liten förändring bero på slumpen.",
        *_groups(project, figures),
        f"Medelvärden är ovägda. Platsen räknas bland {among} med ett värde samma år, {labels.AREAS[project.kind]} "
        "inräknad: 1 är bäst, och lika värden delar den bättre platsen.",
    ]
    return Passage((ItemList.plain(points),))


def _population(project: Project) -> str:
    """How many live there, and how many of them are old now and in ten years."""
    known = {row["indicator"]: row for row in _indicators(project) if not isnan(row["value"])}
    if INHABITANTS not in known:
        return ""
    row = known[INHABITANTS]
    said = f"{labels.sentence(labels.AREAS[project.kind])} hade {labels.number(row['value'])} invånare {row['period']}."
    if SHARE_OLD in known:
        share = known[SHARE_OLD]
        nation = f" (riket {_share(share, 'nation')})" if not isnan(share["nation"]) else ""
        said += f" Av dem var {_share(share)} 80 år eller äldre{nation}."
    if EXPECTED_OLD in known:
        expected = known[EXPECTED_OLD]
        said += f" Andelen väntas vara {_share(expected)} om tio år, enligt framskrivningen {expected['period']}."
    return said


def _share(row: Mapping[str, Any], column: str = "value") -> str:
    return labels.quantity(row[column], row["unit"], row["decimals"])


def _named(project: Project) -> Iterator[str]:
    """What has become better and is better than the others' mean, and what is worse in both ways: the first few by name."""
    for word, said in (("better", "bättre"), ("worse", "sämre")):
        names = measures.twice(project, project.plan.project.last_term, word)
        more = len(names) - NAMED
        if names:
            rest = f"; och {labels.count_word(more)} till" if more > 0 else ""
            among = _words(project)[_among(project)]
            yield f"Både {said} än förra värdet och {said} än {among}: {'; '.join(names[:NAMED])}{rest}."


def _against_first(project: Project) -> str:
    """How the area stands against the mean of those nearest to it."""
    group, name = _among(project), project.plan.project.municipality
    row = _counts(project, group)
    if not row["count"]:
        return f"{name} har inget nyckeltal som kan jämföras med {_words(project)[group]}."
    equal = f", lika på {labels.count_word(row['unchanged'], neuter=True)}" if row["unchanged"] else ""
    worse = labels.count_word(row["worse"], neuter=True) if row["worse"] else "inget"
    return f"{name} är bättre än medelvärdet för {_words(project)[group]} på {_of(row)}{equal} och sämre på {worse}."


def _against_the_rest(project: Project) -> str:
    """How many are better than the mean of the other groups, and than the country's value."""
    parts: list[str] = []
    for group in _compared(project):
        row = _counts(project, group)
        if group != _among(project) and row["count"]:
            word = _words(project)[group]
            what = word if group == "nation" else f"medelvärdet för {word}"
            parts.append(f"bättre än {what} {'är ' if not parts else ''}{_of(row, short=bool(parts))}")
    return labels.sentence(f"{', och '.join(parts)}.") if parts else ""


def _of(row: Mapping[str, Any], *, short: bool = False) -> str:
    """``16 av 26 nyckeltal``, and ``16 av 26`` where it has been said of what."""
    better = labels.count_word(row["better"], neuter=True) if row["better"] else "inget"
    if short:
        return f"{better} av {labels.count_word(row['count'], neuter=True)}"
    return f"{better} av {labels.counted(row['count'], 'nyckeltal', 'nyckeltal', neuter=True)}"


def _moved(project: Project) -> str:
    """How the key figures have moved since the value before."""
    row = _counts(project, "previous")
    if not row["count"]:
        return "Inget nyckeltal med en bättre riktning har ett tidigare värde att jämföra med."
    moved = {"better": "blivit bättre", "worse": "blivit sämre"}
    parts = [f"{labels.count_word(row[key], neuter=True)} {verb}" for key, verb in moved.items() if row[key]]
    same = labels.count_word(row["unchanged"], neuter=True) if row["unchanged"] else ""
    still = f"{same} är {'oförändrat' if same == 'ett' else 'oförändrade'}" if same else ""
    if not parts:
        return f"{labels.sentence(still)} sedan förra värdet."
    return f"Sedan förra värdet har {labels.listing(parts)}{f', och {still}' if still else ''}."


def _counts(project: Project, against: str) -> Mapping[str, Any]:
    rows = measures.held_against.rows(project, project.plan.project.last_term)
    return next(row for row in rows if row["theme"] == "totalt" and row["against"] == against)


def _without(project: Project, names: list[str], total: int) -> str:
    if not names:
        return ""
    word = labels.AREAS[project.kind]
    count = f"{labels.sentence(labels.count_word(len(names), neuter=True))} av {total} nyckeltal saknar värde"
    return f"{count} för {word}: {'; '.join(names)}."


def _older(year: str, named: list[str]) -> str:
    if not named:
        return ""
    count = labels.counted(len(named), "nyckeltal", "nyckeltal", neuter=True)
    return f"Senaste värdet är äldre än {year} för {count}: {'; '.join(named)}."


def _without_figures(project: Project) -> str:
    """The themes that the snapshot has no key figure of for an area of this kind."""
    followed = {fold_name(theme) for indicator in project.indicators for theme in indicator.themes}
    themes = [theme for theme in STANDARD_THEMES if theme not in followed]
    kind = "kommuner" if project.kind == "K" else "regioner"
    return f"Uttaget har inga nyckeltal för {kind} om {labels.listing(themes)}." if themes else ""


def _without_group(project: Project) -> str:
    """That there is nobody in the county, or nobody alike, to compare with."""
    figures, name, peers = _figures(project), project.plan.project.municipality, _words(project)["peers"]
    said = []
    if not figures.county:
        placed = f" Platsen räknas därför bland {peers}." if figures.peers else ""
        said.append(f"{name} är ensam i sitt län.{placed}")
    if not figures.peers:
        said.append(f"Uttaget säger inte vilka som är {peers}.")
    return " ".join(said)


def _groups(project: Project, figures: KeyFigures) -> Iterator[str]:
    """Who the similar ones are, and who has chosen them."""
    if figures.peers:
        names = labels.listing([figures.areas[code].name for code in figures.peers if code in figures.areas])
        which = (
            f"Uttaget har ingen av Koladas grupper för {labels.AREAS[project.kind]}; dessa är {figures.peers_name}."
            if figures.peers_own
            else f"Gruppen är Koladas: {figures.peers_name}."
        )
        yield f"{labels.sentence(_words(project)['peers'])} är {names}. {which}"


def _compared(project: Project) -> list[str]:
    """The groups that the area can be compared with, the nearest first."""
    figures = _figures(project)
    members = {"county": figures.county, "peers": figures.peers}
    return [*(group for group, areas in members.items() if areas), "nation"]


def _among(project: Project) -> str:
    return measures.placed_among(project)


def _words(project: Project) -> dict[str, str]:
    return labels.GROUPS[project.kind]


def _figures(project: Project) -> KeyFigures:
    if project.key_figures is None:
        raise ValueError("a profile needs a snapshot of Kolada; make it with naravard.profile")
    return project.key_figures


def _indicators(project: Project) -> Sequence[Mapping[str, Any]]:
    return measures.indicators.rows(project, project.plan.project.last_term)
