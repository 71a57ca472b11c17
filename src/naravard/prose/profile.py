"""The sentences of a profile: the state of a municipality or region, what is missing, and how it was worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from naravard import labels, measures, words, writing
from naravard.document import Cover, ItemList, Paragraph, Passage, Publication, Text, Value
from naravard.model import STANDARD_THEMES, KeyFigures, Project
from naravard.model.naming import fold_name
from naravard.prose.project import cover_of, how_many
from naravard.writing import Row, joined, listing, say, word

_SAID = words.of("kommunprofil")
INHABITANTS, SHARE_OLD, EXPECTED_OLD = "N01951", "N01813", "N02846"


def profile_cover(project: Project) -> Cover:
    """The frame of a profile."""
    rows, figures, plan = _indicators(project), _figures(project), project.plan.project
    given = {
        "project": plan.name,
        "board": plan.board,
        "year": plan.last_term.year,
        "known": sum(measures.is_known(row["value"]) for row in rows),
        "total": len(rows),
        "groups": labels.listing([_group(project, group) for group in _compared(project)]),
        "source": figures.source,
        "fetched": labels.day(figures.fetched),
    }
    about = {"date": given["fetched"], "own_page": False, "publication": Publication(area=plan.area)}
    return cover_of(project, _SAID["cover"], given, **about)


def profile_summary(project: Project) -> Passage:
    """The state: in two sentences, then in points."""
    points = [_population(project), *_named(project), _against_the_rest(project)]
    conclusion = joined([_against_first(project), _moved(project)])
    return Passage((Paragraph.plain(conclusion, "strong"), ItemList.plain(points)))


def profile_missing(project: Project) -> Passage:
    """What the snapshot does not say of the area, by name; a value that is missing is never taken for zero."""
    points = [_without(project), _older(project), _without_figures(project), _without_group(project)]
    nothing = Paragraph.plain(say(_SAID["missing"]["nothing"], _subject(project)))
    return Passage((ItemList.plain(points) if any(points) else nothing,))


def profile_method(project: Project) -> Passage:
    """Where the figures come from, whom the area is compared with, and what the words mean."""
    row, said = _subject(project), _SAID["method"]
    among = _figures(project).county_name if measures.placed_among(project) == "county" else _group(project, "peers")
    points: list[Text | str] = [
        say(said["fetched"], row),
        said["trend"],
        *_groups(project),
        say(said["means"], group=among, area=labels.AREAS[project.kind]),
    ]
    return Passage((ItemList.plain(points),))


def _population(project: Project) -> Text:
    """How many live there, and how many of them are old now and in ten years."""
    known = {row["indicator"]: row for row in _indicators(project) if measures.is_known(row["value"])}
    inhabitants, old, expected = (known.get(kpi) for kpi in (INHABITANTS, SHARE_OLD, EXPECTED_OLD))
    if not inhabitants:
        return Text()
    said = _SAID["population"]
    count, area = writing.number(inhabitants, "value", unit=inhabitants["unit"]), labels.AREAS[project.kind]
    sentences = [say(said["inhabitants"], inhabitants, area=labels.sentence(area), count=count)]
    if old:
        nation = say(said["nation"], nation=_share(old, "nation")) if measures.is_known(old["nation"]) else ""
        sentences.append(say(said["old"], share=_share(old), age=word(old, "name", said["age"]), nation=nation))
    if expected:
        when = word(expected, "name", said["when"])
        sentences.append(say(said["expected"], expected, share=_share(expected), when=when))
    return joined(sentences)


def _share(row: Row, column: str = "value") -> Value:
    return writing.number(row, column, row["decimals"], unit=row["unit"], with_unit=True)


def _named(project: Project) -> Iterator[Text]:
    """What has become better and is better than the others' mean, and what is worse in both ways: the first few by name."""
    said = _SAID["twice"]
    for row in measures.twice.rows(project, project.plan.project.last_term):
        if row["named"]:
            yield say(
                said["said"],
                word=labels.TRENDS[row["word"]],
                group=_group(project, measures.placed_among(project)),
                named=word(row, "named", "; ".join(row["named"])),
                rest=say(said["rest"], row) if row["rest"] else "",
            )


def _against_first(project: Project) -> Text:
    """How the area stands against the mean of those nearest to it."""
    said, group = _SAID["against_first"], measures.placed_among(project)
    row = _counts(project, group)
    given = {"name": project.plan.project.municipality, "group": _group(project, group)}
    if not row["count"]:
        return say(said["nothing"], **given)
    equal = say(said["equal"], n=_neuter(row, "unchanged")) if row["unchanged"] else ""
    return say(said["said"], equal=equal, worse=_neuter(row, "worse"), **given, **_of(row))


def _against_the_rest(project: Project) -> Text:
    """How many are better than the mean of the other groups, and than the country's value."""
    said, made = _SAID["against_the_rest"], Text()
    for group in _compared(project):
        row = _counts(project, group)
        if group != measures.placed_among(project) and row["count"]:
            named = _group(project, group)
            what = named if group == "nation" else say(said["mean"], group=named)
            made += say(said["next" if made else "first"], what=what, **_of(row))
    return writing.sentence(made) + "." if made else made


def _of(row: Row) -> dict[str, Value | Text]:
    """How many are better, and of how many: ``count`` in short, and ``key_figures`` where it has not been said of what."""
    count, key_figures = _neuter(row, "count"), _key_figures(row, "count")
    return {"better": _neuter(row, "better"), "count": count, "key_figures": key_figures}


def _moved(project: Project) -> Text | str:
    """How the key figures have moved since the value before."""
    said, row = _SAID["moved"], _counts(project, "previous")
    if not row["count"]:
        return str(said["nothing"])
    moved = listing([say(said[way], n=_neuter(row, way)) for way in ("better", "worse") if row[way]])
    still = say(said["still"]["one" if row["unchanged"] == 1 else "many"], n=_neuter(row, "unchanged"))
    if not moved:
        return say(said["only_still"], still=writing.sentence(still))
    return say(said["said_with_still" if row["unchanged"] else "said"], moved=moved, still=still)


def _neuter(row: Row, column: str) -> Value:
    return writing.count(row, column, neuter=True, none=_SAID["none"])


def _key_figures(row: Row, column: str) -> Text:
    return writing.counted(row, column, *_SAID["key_figures"], neuter=True)


def _counts(project: Project, against: str) -> Row:
    return measures.held_against.row(project, project.plan.project.last_term, theme="totalt", against=against)


def _subject(project: Project) -> Row:
    return measures.subject.row(project, project.plan.project.last_term)


def _without(project: Project) -> Text:
    row = measures.trend_counts.rows(project, project.plan.project.last_term)[-1]
    named = [word(row, "name") for row in _indicators(project) if row["trend"] == "no_data"]
    sentence = say(
        _SAID["missing"]["without"],
        row,
        n=_neuter(row, "no_data"),
        area=labels.AREAS[project.kind],
        named=joined(named, "; "),
    )
    return writing.sentence(sentence) if named else Text()


def _older(project: Project) -> Text:
    row = _subject(project)
    older = [one for one in _indicators(project) if one["period"] and one["period"] != str(row["year"])]
    named = joined((say(_SAID["missing"]["one_older"], one) for one in older), "; ")
    count = _key_figures(how_many(project, "indikatorer med äldre värde"), "count")
    sentence = say(_SAID["missing"]["older"], row, key_figures=count, named=named)
    return sentence if older else Text()


def _without_figures(project: Project) -> Text:
    """The themes that the snapshot has no key figure of for an area of this kind."""
    followed = {fold_name(theme) for indicator in project.indicators for theme in indicator.themes}
    themes = [theme for theme in STANDARD_THEMES if theme not in followed]
    return say(_SAID["missing"]["themes"][project.kind], themes=labels.listing(themes)) if themes else Text()


def _without_group(project: Project) -> Text:
    """That there is nobody in the county, or nobody alike, to compare with."""
    figures, said = _figures(project), _SAID["missing"]
    alone = () if figures.county else (said["alone_among_peers" if figures.peers else "alone"],)
    no_peers = () if figures.peers else (said["no_peers"],)
    given = {"name": project.plan.project.municipality, "peers": _group(project, "peers")}
    return joined(say(template, **given) for template in (*alone, *no_peers))


def _groups(project: Project) -> Iterator[Text]:
    """Who the similar ones are, and who has chosen them."""
    for row in measures.comparison_groups.rows(project, project.plan.project.last_term):
        if row["group"] == "peers":
            said = _SAID["method"]["own_peers" if _figures(project).peers_own else "peers"]
            peers, members = labels.sentence(_group(project, "peers")), labels.listing(row["members"])
            yield say(said, row, peers=peers, members=word(row, "members", members), area=labels.AREAS[project.kind])


def _compared(project: Project) -> list[str]:
    """The groups that the area can be compared with, the nearest first."""
    figures = _figures(project)
    members = {"county": figures.county, "peers": figures.peers}
    return [*(group for group, areas in members.items() if areas), "nation"]


def _group(project: Project, group: str) -> str:
    return labels.GROUPS[project.kind][group]


def _figures(project: Project) -> KeyFigures:
    if project.key_figures is None:
        raise ValueError("a profile needs a snapshot of Kolada; make it with naravard.profile")
    return project.key_figures


def _indicators(project: Project) -> Sequence[Row]:
    return measures.indicators.rows(project, project.plan.project.last_term)
