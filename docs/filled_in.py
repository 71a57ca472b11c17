"""The small project that the handbook fills in: its rows, and how they get into the workbooks of ``naravard new``.

``python docs/filled_in.py data/min-kommun VT2024`` fills in a new project; the pictures and the tests use it too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from pathlib import Path

import openpyxl

Rows = Mapping[str, Sequence[Mapping[str, object]]]

PROJECT: Rows = {
    "Teman": [{"namn": "samordning", "typ": "kärna"}, {"namn": "tillgänglighet", "typ": "kärna"}],
    "Målgrupper": [{"namn": "äldre", "typ": "invånare", "definition": "65 år och äldre"}],
    "Effektmål": [
        {"id": "EM1", "mål": "Äldre personer upplever att vården och omsorgen hänger ihop.", "tema": "samordning",
         "målgrupp": "äldre", "ägare": "socialchef", "mäts": "HT2025"},
    ],
    "Projektmål": [
        {"id": "PM1", "mål": "Alla med hemtjänst och hemsjukvård har en gemensam plan.", "effektmål": "EM1",
         "tema": "samordning", "målgrupp": "äldre", "ägare": "enhetschef hemtjänst", "förfaller": date(2024, 12, 31)},
        {"id": "PM2", "mål": "Den som söker hjälp får svar samma dag.", "effektmål": "EM1", "tema": "tillgänglighet",
         "målgrupp": "äldre", "ägare": "enhetschef bistånd", "förfaller": date(2024, 6, 30)},
    ],
    "Indikatorer": [
        {"id": "I01", "namn": "Personer med gemensam plan", "mål": "PM1", "tema": "samordning", "målgrupp": "äldre",
         "enhet": "antal", "skala": "antal", "riktning": "öka", "antal personer": "ja"},
    ],
}  # fmt: skip
TERM: Rows = {
    "Aktiviteter": [
        {"id": "A01", "namn": "Mall för gemensam plan", "projektmål": "PM1", "status": "genomförd",
         "start": date(2024, 1, 15), "slut": date(2024, 3, 31), "ansvarig": "processledare", "budget_kr": 40000,
         "utfall_kr": 36500, "verkligt slut": date(2024, 3, 22)},
        {"id": "A02", "namn": "Utbildning i arbetssättet", "projektmål": "PM1", "status": "pågår",
         "start": date(2024, 3, 1), "slut": date(2024, 9, 30), "ansvarig": "processledare", "budget_kr": 120000,
         "utfall_kr": 51000, "deltagare": 34},
        {"id": "A03", "namn": "Gemensamma hembesök", "projektmål": "PM1", "status": "pågår",
         "start": date(2024, 4, 1), "slut": date(2024, 12, 15), "ansvarig": "enhetschef hemtjänst", "budget_kr": 90000,
         "utfall_kr": 22000, "deltagare": 3},
        {"id": "A04", "namn": "En väg in: samma telefonnummer", "projektmål": "PM2", "status": "försenad",
         "start": date(2024, 2, 1), "slut": date(2024, 5, 31), "ansvarig": "enhetschef bistånd", "budget_kr": 60000,
         "utfall_kr": 60000, "kommentar": "Väntar på växelns nya avtal."},
        {"id": "A05", "namn": "Information till anhöriga", "projektmål": "PM2", "status": "ej påbörjad",
         "start": date(2024, 5, 1), "slut": date(2024, 11, 30), "ansvarig": "kommunikatör", "budget_kr": 15000},
    ],
    "Mätvärden": [{"indikator": "I01", "värde": 41, "kön": "totalt"}],
    "Bedömningar": [
        {"mål": "PM1", "bedömning": "delvis uppnått", "motivering": "Mallen finns; hälften är utbildade.",
         "bedömd av": "styrgruppen", "datum": date(2024, 6, 18)},
        {"mål": "PM2", "bedömning": "ej uppnått", "motivering": "Numret är inte i bruk.", "bedömd av": "styrgruppen",
         "datum": date(2024, 6, 18)},
    ],
}  # fmt: skip


def fill_in(book: Path, rows: Rows) -> None:
    """Write the rows under the headings of the workbook's sheets, as a person would: in the columns' own formats."""
    workbook = openpyxl.load_workbook(book)
    for title, given in rows.items():
        sheet = workbook[title]
        place = {cell.value: cell.column for cell in sheet[1]}
        for number, row in enumerate(given, 2):
            for heading, value in row.items():
                cell = sheet.cell(number, place[heading])
                look = next(c for c in sheet.column_dimensions.values() if c.min <= cell.column <= c.max)
                cell.number_format, cell.alignment = look.number_format, copy(look.alignment)
                cell.value = value
    workbook.save(book)


def fill_in_project(folder: Path, term: str) -> None:
    """Fill in the two workbooks of a new project."""
    fill_in(folder / "projekt.xlsx", PROJECT)
    fill_in(folder / f"{term}.xlsx", TERM)


def mistake(folder: Path, term: str) -> None:
    """Put the handbook's two mistakes into the term's workbook: a status that is no word of the list, and a date amiss."""
    workbook = openpyxl.load_workbook(folder / f"{term}.xlsx")
    sheet = workbook["Aktiviteter"]
    place = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, place["status"], "igång")
    sheet.cell(5, place["slut"], "2024-06-31")
    workbook.save(folder / f"{term}.xlsx")


if __name__ == "__main__":
    fill_in_project(Path(sys.argv[1]), sys.argv[2])
