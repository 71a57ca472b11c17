"""A small valid project that the tests of the reading break in one place at a time."""

from __future__ import annotations

from pathlib import Path

from naravard.model import Finding, Project
from naravard.reading.project import read_project

HEADER = "id;namn;projektmål;status;start;slut;ansvarig;budget_kr;utfall_kr"
ROWS = (
    "A01;Kartläggning av hälsoläget;PM1;genomförd;2023-01-09;2023-03-31;processledaren;151200,50;148000",
    "A02;Träffar för anhöriga;PM1;pågår;2023-02-01;2024-03-15;enhetschefen;80000;41250,75",
    "A03;Gemensam vårdplan;PM2;försenad;2023-03-01;2023-11-30;processledaren;250000;90000",
    "A04;Hälsosamtal på Östra skolan;PM2;ej påbörjad;2023-09-01;2024-06-14;rektor;60000;0",
    "A05;Utbildning i arbetssättet;PM2;avförd;2023-04-01;2023-06-30;socialchefen;;",
)
ACTIVITIES = "\r\n".join([HEADER, *ROWS]) + "\r\n"

PLAN = """format = 1

[projekt]
namn = "Nära vård i Exempelby"
kommun = "Exempelby kommun"
kommunkod = "1814"
forsta_termin = "VT2022"
sista_termin = "HT2023"
"""

FILES = {
    "plan.toml": PLAN,
    "kallor.csv": "id;titel\r\nTS;Tjänsteskrivelsen\r\n",
    "teman.csv": "namn;typ\r\ntillgänglighet;kärna\r\n",
    "malgrupper.csv": "namn;typ\r\näldre;invånare\r\nbarn och unga;invånare\r\n",
    "projektmal.csv": "id;mål\r\nPM1;Fler träffar\r\nPM2;En gemensam plan\r\n",
    "effektmal.csv": "id;mål\r\nEM1;Tryggare äldre\r\n",
    "indikatorer.csv": "id;namn;tema;enhet;skala;riktning\r\n"
    "I1;Trygga;tillgänglighet;%;andel;öka\r\nI2;Träffar;tillgänglighet;antal;antal;öka\r\n",
    "HT2023/aktiviteter.csv": ACTIVITIES,
}

Found = list[tuple[str, str, int | None]]


def write(folder: Path, **changed: str | bytes | None) -> Path:
    """The valid project in ``folder``, with files changed (``__`` for ``/``, no suffix) or left out (None)."""
    named = {name.replace("__", "/") + ("" if "." in name else ".csv"): content for name, content in changed.items()}
    for name, content in {**FILES, **named}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, **changed: str | bytes | None) -> tuple[Project | None, list[Finding]]:
    """What reading the changed project gives."""
    return read_project(write(folder, **changed))


def read_activities(folder: Path, content: str | bytes) -> tuple[Project | None, list[Finding]]:
    """What reading the project with other activities gives."""
    return read(folder, HT2023__aktiviteter=content)


def changed_row(row: int, **cells: str) -> str:
    """The activities with cells of one row (as Excel numbers it) changed, by heading."""
    headings = HEADER.split(";")
    lines = [HEADER, *ROWS]
    parts = lines[row - 1].split(";")
    for heading, text in cells.items():
        parts[headings.index(heading)] = text
    lines[row - 1] = ";".join(parts)
    return "\r\n".join(lines) + "\r\n"


def told(findings: list[Finding]) -> Found:
    """Severity, code and row of each finding."""
    return [(found.severity.value, found.code, found.row) for found in findings]
