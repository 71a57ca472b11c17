"""An executed notebook such as the team's notebooks leave behind: every kind of block, long compounds, wide and long tables."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.nbconvertapp import NbConvertApp
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cells import typed
from naravard.document import (
    Block,
    Column,
    Cover,
    Figure,
    ItemList,
    Notice,
    Paragraph,
    Passage,
    Quote,
    Span,
    Table,
)
from naravard.formats.fonts import FONTS

COVER = Cover(
    organisation="Exempelköpings kommun",
    subtitle="Uppföljning av höstterminen 2023",
    date="2023-12-31",
    case_number="KS 2022/0147",
    facts=(
        ("Till", "Kommunstyrelsen, sammanträde 2024-02-06"),
        ("Projekt", "Omställningen till Nära vård"),
        ("Period", "1 juli–31 december 2023"),
        ("Projektägare", "Kommundirektören"),
        ("Uppgifter hämtade", "2023-12-31"),
    ),
    marks=("Exempeldata",),
)

INTRO = """# Nära vård i Exempelköping

Den här rapporten visar hur omställningen till Nära vård har gått under terminen, hur kommunen står sig mot
jämförbara kommuner och vad som ännu inte är känt. Siffrorna kommer ur *öppna källor* och räknas om varje termin.

## Sammanfattning

Terminens inriktning var **barn och unga**. Tolv av arton nyckeltal har utvecklats åt rätt håll sedan förra mätningen,
tre är oförändrade och tre har försämrats. Störst är förbättringen inom förebyggande arbete; svagast är utvecklingen av
personalkontinuiteten i hemtjänsten, där personuppgiftsbehandlingsöverenskommelsen ännu inte är undertecknad.

- Skolfrånvaron minskar för andra terminen i rad.
- Den samordnade individuella planeringen når fler, men ojämnt:
  - i centrala Exempelköping nio av tio som har behov,
  - på landsbygden sex av tio.
- Kostnaden per brukare har ökat med 4,2 %, vilket är mindre än i riket.

Styrgruppen föreslår att kommunstyrelsen

1. godkänner uppföljningen,
2. ger kommundirektören i uppdrag att ta fram en färdplan för 2024,
3. överlämnar rapporten till regionens samverkansnämnd.

> Det avgörande är att den som behöver vård och omsorg möter *en* sammanhållen verksamhet, inte flera.

Mer om underlaget finns hos [Kolada](https://www.kolada.se/) och under [Mål och nyckeltal](#Mål-och-nyckeltal)."""


def notebook(*cells: NotebookNode, cover: Cover | None = COVER, title: str = "# Rapportens titel") -> NotebookNode:
    """An executed notebook with a title, a cover and these cells."""
    head = [new_markdown_cell(title)] if title else []
    return new_notebook(cells=[*head, *([shown(cover)] if cover else []), *cells])


def converted(tmp_path: Path, exporter: str, ending: str) -> bytes:
    """What ``jupyter nbconvert --to`` makes of the sample paper; run in this process, since its start takes seconds."""
    nbformat.write(board_notebook(), tmp_path / "rapport.ipynb")
    app = NbConvertApp(log_level="ERROR")
    app.initialize(["--to", exporter, "--output-dir", str(tmp_path), str(tmp_path / "rapport.ipynb")])
    app.start()
    return (tmp_path / f"rapport{ending}").read_bytes()


def shown(block: Block, source: str = "visa()") -> NotebookNode:
    """A code cell that shows a block, as the kernel leaves it."""
    return bundle(block._repr_mimebundle_(), source)


def bundle(data: dict[str, Any], source: str = "visa()") -> NotebookNode:
    """A code cell whose one output holds these MIME types."""
    return new_code_cell(source, outputs=[new_output("execute_result", data=data)])


def text(source: str) -> NotebookNode:
    return new_markdown_cell(source)


def small_figure(**changes: Any) -> Figure:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#0f4c5c"/></svg>'
    return Figure(
        **{"name": "f", "caption": "Frånvaro", "alt": "Frånvaron sjunker från tio till fem.", "svg": svg} | changes
    )


def small_table(**changes: Any) -> Table:
    columns = (Column("Mål"), Column("Utfall", "end"))
    rows = ((typed("Trygghet"), typed("81,0 %", 81.0, "good")), (typed("Frånvaro"), typed("12,4 %", 12.4, "bad")))
    return Table(**{"name": "t", "caption": "Mål", "columns": columns, "rows": rows} | changes)


@cache
def drawing(seed: int, kind: str = "line") -> str:
    """A drawing as the figures module makes it: SVG by matplotlib in the paper's typeface."""
    import matplotlib as mpl
    from matplotlib import font_manager
    from matplotlib.figure import Figure as Canvas

    for path in FONTS.glob("*.ttf"):
        font_manager.fontManager.addfont(path)
    style = {
        "font.family": "Source Sans 3",
        "font.size": 9,
        "svg.hashsalt": "naravard",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with mpl.rc_context(style):
        canvas = Canvas(figsize=(6.3, 2.9), layout="constrained")
        axes = canvas.subplots()
        years = [2018, 2019, 2020, 2021, 2022, 2023]
        if kind == "line":
            axes.plot(
                years,
                [seed + value for value in (61, 63, 62, 66, 69, 74)],
                marker="o",
                color="#0f4c5c",
                label="Exempelköping",
            )
            axes.plot(
                years, [seed + value for value in (64, 64, 65, 65, 66, 67)], marker="s", color="#7d8d93", label="Riket"
            )
            axes.legend(frameon=False)
        else:
            axes.barh(["Äldre", "Barn och unga", "Psykisk hälsa", "Förebyggande"], [4, 7, 2, 9], color="#0f4c5c")
        axes.set_ylabel("Andel (%)" if kind == "line" else "")
        target = io.StringIO()
        canvas.savefig(target, format="svg", metadata={"Date": None})
    return target.getvalue()


INDICATORS = (
    "Brukarbedömning hemtjänst, helhetssyn",
    "Personalkontinuitet i hemtjänsten, antal personal som en hemtjänsttagare möter under 14 dagar",
    "Undvikbara slutenvårdstillfällen",
    "Fallskador bland personer 80 år och äldre",
    "Elever med hög skolfrånvaro",
    "Ungdomar som mår bra eller mycket bra",
    "Vårdtid efter utskrivningsklar",
    "Samordnad individuell plan",
    "Kostnad per brukare i särskilt boende",
    "Nöjdhet med bemötande",
)


def comparison_table() -> Table:
    heads = ("Nyckeltal", "År", "Utfall", "Föregående", "Förändring", "Kvinnor", "Män", "Liknande kommuner", "Riket")
    columns = tuple(Column(head, "start" if position == 0 else "end") for position, head in enumerate(heads))
    rows = []
    for position, name in enumerate(INDICATORS):
        better = position % 3 != 1
        change = typed("▲ 2,4" if better else "▼ −1,3", 2.4 if better else -1.3, "good" if better else "bad")
        values = (f"{1200 + 317 * position:,}".replace(",", "\u202f"), "69,1", "74,0", "70,2", "67,4", "66,9")
        missing = typed("uppgift saknas", None, "muted")
        cells = [typed(name), typed("2023"), typed(values[0]), typed(values[1]), change]
        cells += [missing if position == 6 else typed(value) for value in values[2:4]]
        rows.append((*cells, typed(values[4]), typed(values[5])))
    return Table(
        "jamforelse",
        "Nyckeltal för terminens målgrupp, jämförda med tidigare år och andra kommuner",
        columns,
        tuple(rows),
        source="Källa: Kolada (N20900, N21813 med flera), hämtad 2023-12-31. Medelvärden är egna beräkningar.",
        notes=("Förändring är skillnaden mot föregående mätning. ▲ betyder bättre, ▼ sämre och ● oförändrat.",),
    )


def wide_table() -> Table:
    columns = (Column("Kommun"), *(Column(f"{year}", "end") for year in range(2008, 2024)))
    rows = tuple(
        (typed(f"Exempelkommun {number}"), *(typed(f"{1000 + number * 13 + year}", None) for year in range(16)))
        for number in range(1, 13)
    )
    return Table("bred", "Antal ärenden per kommun och år", columns, rows, source="Källa: egen beräkning.")


def long_table() -> Table:
    columns = (Column("Aktivitet"), Column("Ansvarig"), Column("Läge"), Column("Klart till", "end"))
    states = (
        typed("Genomförd", None, "good"),
        typed("Pågår"),
        typed("Försenad", None, "bad"),
        typed("Ej påbörjad", None, "muted"),
    )
    rows = tuple(
        (
            typed(f"{number}. Samverkansöverenskommelse mellan socialförvaltning och skola, del {number}"),
            typed("Socialförvaltningen" if number % 2 else "Barn- och utbildningsförvaltningen"),
            states[number % 4],
            typed(f"2024-0{number % 9 + 1}-15"),
        )
        for number in range(1, 61)
    )
    return Table(
        "aktiviteter",
        "Projektets aktiviteter och deras läge vid terminens slut",
        columns,
        rows,
        source="Källa: projektets aktivitetsplan.",
    )


def board_notebook() -> NotebookNode:
    """The whole sample paper."""
    line = Figure(
        "trygghet",
        "Andel som känner sig trygga, Exempelköping och riket",
        "Linjediagram: andelen trygga i Exempelköping stiger från 61 % 2018 till 74 % 2023 och går förbi riket 2021.",
        drawing(0),
        "Källa: Kolada (N20900), hämtad 2023-12-31.",
    )
    bars = Figure(
        "insatser",
        "Antal genomförda insatser per tema",
        "Stapeldiagram: flest insatser inom förebyggande arbete (9), minst inom psykisk hälsa (2).",
        drawing(0, "bar"),
        "Källa: projektets aktivitetsplan.",
    )
    notice = Notice(
        "Uppgift saknas:",
        "Målvärden för psykisk hälsa har inte fastställts. De redovisas när styrgruppen har beslutat om dem.",
    )
    spoken = Passage(
        (
            Paragraph((Span("Andelen trygga är "), Span("74,0 %", "strong"), Span(", vilket är 1 234 fler än 2022."))),
            ItemList.plain(("Bättre: 7 nyckeltal", "Oförändrat: 2 nyckeltal", "Sämre: 1 nyckeltal")),
            Quote((Paragraph.plain("Vi ser att samarbetet bär."),)),
        )
    )
    return nbformat.from_dict(
        notebook(
            shown(COVER, "forsattsblad(projekt, term)"),
            text(
                "## Mål och nyckeltal\n\n### Terminens målgrupp\n\n"
                "Tabellen visar terminens nyckeltal. Saknade värden räknas aldrig som noll."
            ),
            shown(comparison_table(), "tabell_jamforelse(projekt, term)"),
            shown(spoken),
            text("### Utvecklingen över tid\n\nTryggheten har ökat varje år sedan 2020."),
            shown(line),
            shown(notice),
            text("### Insatser per tema"),
            shown(bars),
            text("## Aktiviteter\n\nAlla aktiviteter i planen, med ansvarig förvaltning."),
            shown(long_table()),
            text("## Bilaga: ärenden per år"),
            shown(wide_table()),
            text(
                "## Bilaga: metod\n\nMedelvärden är ovägda. Ordinala nyckeltal (0, 1, 2) medelvärdesbildas inte.\n"
                "\n\n### Källor\n\nAlla källor är öppna."
            ),
            title=INTRO,
            cover=None,
        )
    )
