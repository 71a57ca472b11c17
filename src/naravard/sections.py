"""Sections that a paper shows whole, with as many parts as the plan has themes."""

from __future__ import annotations

from naravard import figures, labels, measures, prose, tables, words, writing
from naravard.document import Block, Heading, Paragraph, Passage, Span
from naravard.model import THEME_HEADINGS, Project, Theme, ThemeKind

_SAID = words.of("prose")["themes"]


def themes(project: Project, term: str) -> Passage:
    """Each theme of the plan, in its order: a heading, a sentence, and its indicators against before and against others.

    The headings are of level 3, below one of the paper's own. A theme that no indicator follows has no part; they are named last.
    """
    followed = {name for row in measures.indicators.rows(project, term) for name in row["themes"]}
    blocks: list[Block] = []
    without: list[str] = []
    for theme in project.themes:
        if theme.name not in followed:
            without.append(theme.name)
            continue
        blocks += [
            _heading(_title(theme)),
            prose.theme(project, term, theme.name),
            tables.development(project, term, theme.name),
            figures.development(project, term, theme.name),
            tables.comparison(project, term, theme.name),
        ]
    if blocks and without:
        blocks.append(_heading(_SAID["heading_not_followed"]))
    if without:
        named = _SAID["not_followed"][len(without) > 1].format(themes=labels.listing(without))
        blocks.append(Paragraph.plain(named))
    return Passage(tuple(blocks) or (writing.notice(_SAID["subject"]),))


def counties(project: Project, term: str) -> Passage:
    """The municipality among its county's, theme by theme in the plan's order; what is only background to them is left out."""
    drawn = [figures.county(project, term, theme.name) for theme in project.themes if theme.kind is not ThemeKind.FRAME]
    about = _SAID["county" if any(passage.blocks for passage in drawn) else "no_county"]
    return Passage((Paragraph.plain(about), *drawn))


def _heading(text: str) -> Heading:
    return Heading(3, (Span(text),))


def _title(theme: Theme) -> str:
    own = labels.sentence(theme.name)
    return THEME_HEADINGS.get(theme.name.casefold(), own) if theme.kind is ThemeKind.FRAME else own
