"""The sentences of a profile: the state of a municipality or region, what is missing, and how it was worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from naravard import labels, measures, writing
from naravard.document import Cover, ItemList, Paragraph, Passage, Publication, Text, Value
from naravard.model import STANDARD_THEMES, KeyFigures, Project
from naravard.model.naming import fold_name
from naravard.prose.project import how_many, look
from naravard.writing import Row, joined, listing, say, word, words

INHABITANTS, SHARE_OLD, EXPECTED_OLD = "N01951", "N01813", "N02846"


def profile_cover(project: Project) -> Cover:
    """The frame of a profile."""
    rows, figures = _indicators(project), _figures(project)
    year = project.plan.project.last_term.year
    known = sum(measures.is_known(row["value"]) for row in rows)
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
    conclusion = joined([_against_first(project), _moved(project)])
    return Passage((Paragraph.plain(conclusion, "strong"), ItemList.plain(point for point in points if point)))


def profile_missing(project: Project) -> Passage:
    """What the snapshot does not say of the area, by name; a value that is missing is never taken for zero."""
    points: list[Text | str] = [_without(project), _older(project), _without_figures(project), _without_group(project)]
    said = [point for point in points if point]
    if not said:
        year = word(_subject(project), "year")
        all_there = say("Alla nyckeltal har ett värde för {year}, och alla jämförelser kan göras.", year=year)
        return Passage((Paragraph.plain(all_there),))
    return Passage((ItemList.plain(said),))


def profile_method(project: Project) -> Passage:
    """Where the figures come from, whom the area is compared with, and what the words mean."""
    row = _subject(project)
    among = _figures(project).county_name if _among(project) == "county" else _words(project)["peers"]
    fetched = say(
        "Nyckeltalen är hämtade ur {source} {fetched} och visas oförändrade. Värdet är det senaste till och med {year}. "
        "Urvalet, temat och vilken riktning som är bättre är vår bedömning, inte Koladas.",
        fetched=writing.day(row, "fetched"), **words(row, "source", "year"),
    )  # fmt: skip
    points: list[Text | str] = [
        fetched,
        "Utvecklingen är skillnaden mot det närmast tidigare värdet, oförändrad när skillnaden avrundas till noll. Där "
        "värdena bygger på få personer kan en liten förändring bero på slumpen.",
        *_groups(project),
        f"Medelvärden är ovägda. Platsen räknas bland {among} med ett värde samma år, {labels.AREAS[project.kind]} "
        "inräknad: 1 är bäst, och lika värden delar den bättre platsen.",
    ]
    return Passage((ItemList.plain(points),))


def _population(project: Project) -> Text:
    """How many live there, and how many of them are old now and in ten years."""
    known = {row["indicator"]: row for row in _indicators(project) if measures.is_known(row["value"])}
    inhabitants, old, expected = (known.get(kpi) for kpi in (INHABITANTS, SHARE_OLD, EXPECTED_OLD))
    if not inhabitants:
        return Text()
    count, period = writing.number(inhabitants, "value", unit=inhabitants["unit"]), word(inhabitants, "period")
    area = labels.sentence(labels.AREAS[project.kind])
    sentences = [say("{area} hade {count} invånare {period}.", area=area, count=count, period=period)]
    if old:
        nation = say(" (riket {nation})", nation=_share(old, "nation")) if measures.is_known(old["nation"]) else ""
        age = word(old, "name", "80 år eller äldre")
        sentences.append(say("Av dem var {share} {age}{nation}.", share=_share(old), age=age, nation=nation))
    if expected:
        when, period = word(expected, "name", "om tio år"), word(expected, "period")
        said = "Andelen väntas vara {share} {when}, enligt framskrivningen {period}."
        sentences.append(say(said, share=_share(expected), when=when, period=period))
    return joined(sentences)


def _share(row: Row, column: str = "value") -> Value:
    return writing.number(row, column, row["decimals"], unit=row["unit"], with_unit=True)


def _named(project: Project) -> Iterator[Text]:
    """What has become better and is better than the others' mean, and what is worse in both ways: the first few by name."""
    for row in measures.twice.rows(project, project.plan.project.last_term):
        if row["named"]:
            yield say(
                "Både {word} än förra värdet och {word} än {among}: {named}{rest}.",
                word=labels.TRENDS[row["word"]],
                among=_words(project)[_among(project)],
                named=word(row, "named", "; ".join(row["named"])),
                rest=say("; och {rest} till", rest=writing.count(row, "rest")) if row["rest"] else "",
            )


def _against_first(project: Project) -> Text:
    """How the area stands against the mean of those nearest to it."""
    group = _among(project)
    row = _counts(project, group)
    said = {"name": project.plan.project.municipality, "group": _words(project)[group]}
    if not row["count"]:
        return say("{name} har inget nyckeltal som kan jämföras med {group}.", **said)
    equal = say(", lika på {n}", n=_neuter(row, "unchanged")) if row["unchanged"] else ""
    told = "{name} är bättre än medelvärdet för {group} på {better}{equal} och sämre på {worse}."
    return say(told, better=_of(row), equal=equal, worse=_neuter(row, "worse"), **said)


def _against_the_rest(project: Project) -> Text:
    """How many are better than the mean of the other groups, and than the country's value."""
    parts: list[Text] = []
    for group in _compared(project):
        row = _counts(project, group)
        if group != _among(project) and row["count"]:
            named = _words(project)[group]
            what = named if group == "nation" else f"medelvärdet för {named}"
            told = "bättre än {what} {better}" if parts else "bättre än {what} är {better}"
            parts.append(say(told, what=what, better=_of(row, short=bool(parts))))
    return writing.sentence(joined(parts, ", och ")) + "." if parts else Text()


def _of(row: Row, *, short: bool = False) -> Text:
    """``16 av 26 nyckeltal``, and ``16 av 26`` where it has been said of what."""
    count = _neuter(row, "count") if short else _key_figures(row, "count")
    return say("{better} av {count}", better=_neuter(row, "better"), count=count)


def _moved(project: Project) -> Text | str:
    """How the key figures have moved since the value before."""
    row = _counts(project, "previous")
    if not row["count"]:
        return "Inget nyckeltal med en bättre riktning har ett tidigare värde att jämföra med."
    moved = {"better": "blivit bättre", "worse": "blivit sämre"}
    parts = [say("{n} {verb}", n=_neuter(row, column), verb=verb) for column, verb in moved.items() if row[column]]
    verb = "oförändrat" if row["unchanged"] == 1 else "oförändrade"
    still = say("{n} är {verb}", n=_neuter(row, "unchanged"), verb=verb)
    if not parts:
        return writing.sentence(still) + " sedan förra värdet."
    said = say("Sedan förra värdet har {parts}", parts=listing(parts))
    return (joined([said, still], ", och ") if row["unchanged"] else said) + "."


def _neuter(row: Row, column: str) -> Value:
    return writing.count(row, column, neuter=True, none="inget")


def _key_figures(row: Row, column: str) -> Text:
    return writing.counted(row, column, "nyckeltal", "nyckeltal", neuter=True)


def _counts(project: Project, against: str) -> Row:
    rows = measures.held_against.rows(project, project.plan.project.last_term)
    return next(row for row in rows if row["theme"] == "totalt" and row["against"] == against)


def _subject(project: Project) -> Row:
    return measures.subject.rows(project, project.plan.project.last_term)[0]


def _without(project: Project) -> Text:
    row = measures.trend_counts.rows(project, project.plan.project.last_term)[-1]
    named = [word(row, "name") for row in _indicators(project) if row["trend"] == "no_data"]
    said = say(
        "{n} av {total} nyckeltal saknar värde för {area}: {named}.", n=_neuter(row, "no_data"),
        total=writing.number(row, "total"), area=labels.AREAS[project.kind], named=joined(named, "; "),
    )  # fmt: skip
    return writing.sentence(said) if named else Text()


def _older(project: Project) -> Text:
    row = _subject(project)
    older = [one for one in _indicators(project) if one["period"] and one["period"] != str(row["year"])]
    named = joined((say("{name} ({period})", **words(one, "name", "period")) for one in older), "; ")
    count = _key_figures(how_many(project, "indikatorer med äldre värde"), "count")
    said = "Senaste värdet är äldre än {year} för {count}: {named}."
    return say(said, year=word(row, "year"), count=count, named=named) if older else Text()


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


def _groups(project: Project) -> Iterator[Text]:
    """Who the similar ones are, and who has chosen them."""
    for row in measures.comparison_groups.rows(project, project.plan.project.last_term):
        if row["group"] == "peers":
            which = "Gruppen är Koladas: {name}."
            if _figures(project).peers_own:
                which = "Uttaget har ingen av Koladas grupper för {area}; dessa är {name}."
            yield say(
                "{peers} är {members}. " + which,
                peers=labels.sentence(_words(project)["peers"]),
                members=word(row, "members", labels.listing(row["members"])),
                area=labels.AREAS[project.kind],
                name=word(row, "name"),
            )


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


def _indicators(project: Project) -> Sequence[Row]:
    return measures.indicators.rows(project, project.plan.project.last_term)
