"""Sections that a paper shows whole, with as many parts as the plan has themes."""

from __future__ import annotations

from naravard import figures, labels, measures, prose, tables
from naravard.document import Block, Heading, Notice, Paragraph, Passage, Span
from naravard.model import THEME_HEADINGS, Project, Theme, ThemeKind


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
        blocks.append(_heading("Teman utan indikatorer"))
    if without:
        named = f"{'Temat' if len(without) == 1 else 'Temana'} {labels.listing(without)}"
        blocks.append(Paragraph.plain(f"{named} följs inte av någon indikator."))
    return Passage(tuple(blocks) or (Notice("Teman:", f"{labels.UNKNOWN}.", "muted"),))


def counties(project: Project, term: str) -> Passage:
    """The municipality among its county's, theme by theme in the plan's order; what is only background to them is left out."""
    drawn = [figures.county(project, term, theme.name) for theme in project.themes if theme.kind is not ThemeKind.FRAME]
    about = "Varje prick är en kommun i länet."
    if not any(passage.blocks for passage in drawn):
        about = "Det finns inga nyckeltal att jämföra länets kommuner på."
    return Passage((Paragraph.plain(about), *drawn))


def _heading(text: str) -> Heading:
    return Heading(3, (Span(text),))


def _title(theme: Theme) -> str:
    own = labels.sentence(theme.name)
    return THEME_HEADINGS.get(theme.name.casefold(), own) if theme.kind is ThemeKind.FRAME else own
