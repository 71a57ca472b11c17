"""The handbook's pictures, made from the product: ``python docs/bilder.py`` (LibreOffice, Chromium and poppler-utils).

Every picture is small enough for a page of text: a palette of 128 colours, and at most 1 600 points wide.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from filled_in import fill_in_project, mistake
from PIL import Image, ImageChops, ImageOps

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
PICTURES = DOCS / "bilder"
_AROUND, _BETWEEN = (223, 229, 230), 10
_IN_SWEDISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"><value>sv-SE</value></prop></item>
</oor:items>
"""


def main() -> None:
    """Make all pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="naravard-bilder-") as made:
        of_workbooks(Path(made))
        of_papers(Path(made))
    for picture in (*sorted(PICTURES.glob("*.png")), DOCS / "paper.png"):
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size / 1000:.0f} kB")


def of_workbooks(work: Path) -> None:
    """The workbook to fill in, and the mending list of two mistakes."""
    project = work / "data" / "min-kommun"
    naravard("new", project, "--terms", "VT2024", "--name", "Nära vård i Exempelby",
             "--municipality", "Exempelby kommun", "--code", "9999")  # fmt: skip
    fill_in_project(project, "VT2024")
    book = printed(project / "VT2024.xlsx", work)
    keep(part(page(book, 1, dpi=130), 0.68, 0.95), PICTURES / "instruktion.png")
    keep(part(page(book, sheet_page(book, "verklig start"), dpi=220), 0.435, 0.137), PICTURES / "arbetsbok.png")
    mistake(project, "VT2024")
    mending = work / "rattning.xlsx"
    naravard("check", "--data", project, "--format", "xlsx", "-o", mending, ends=2)
    listed = printed(mending, work)
    keep(part(page(listed, sheet_page(listed, "igång"), dpi=130), 1, 0.28), PICTURES / "rattningslista.png")


def of_papers(work: Path) -> None:
    """Pages of a paper as PDF and as HTML, from the invented municipality, and three pages for the README."""
    naravard("report", "HT2023", "--data", ROOT / "data" / "exempel", "--only", "uppfoljning", "--format", "html,pdf",
             "--out", work)  # fmt: skip
    paper = work / "exempel" / "HT2023" / "uppfoljning.pdf"
    summary, theme = (
        sheet_page(paper, "Tabell 1. Antal mål"),
        sheet_page(paper, "Personcentrering: Exempelby kommun över"),
    )
    keep(page(paper, summary, dpi=100), PICTURES / "i-korthet.png")
    keep(page(paper, theme, dpi=100), PICTURES / "tema.png")
    keep(screenshot(paper.with_suffix(".html"), work / "html.png"), PICTURES / "html.png")
    keep(beside([page(paper, number, dpi=60) for number in (1, summary, theme)]), DOCS / "paper.png")


def naravard(*arguments: str | Path, ends: int = 0) -> None:
    """Run the command that the handbook is about; RuntimeError if it does not end as it should."""
    done = subprocess.run([sys.executable, "-m", "naravard.cli", *map(str, arguments)], check=False, cwd=ROOT)
    if done.returncode != ends:
        raise RuntimeError(f"naravard {arguments[0]} ended with {done.returncode}, wanted {ends}")


def printed(book: Path, work: Path) -> Path:
    """The workbook as LibreOffice prints it, in the folder to work in: a project's folder is not for pictures."""
    soffice = shutil.which("soffice") or "soffice"
    profile = work / "soffice"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_IN_SWEDISH, encoding="utf-8")
    home = f"-env:UserInstallation={profile.as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", "pdf", "--outdir", str(work), str(book)]
    subprocess.run(command, check=True, capture_output=True)
    return work / f"{book.stem}.pdf"


def sheet_page(pdf: Path, words: str) -> int:
    """The first page on which the words stand; StopIteration if there is none."""
    pdftotext = shutil.which("pdftotext") or "pdftotext"
    text = subprocess.run([pdftotext, "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    return next(number for number, one in enumerate(text.split("\f"), 1) if words in one)


def page(pdf: Path, number: int, *, dpi: int) -> Image.Image:
    """One page of a PDF."""
    drawn = pdf.with_name(f"{pdf.stem}-{number}-{dpi}")
    pdftoppm = shutil.which("pdftoppm") or "pdftoppm"
    command = [pdftoppm, "-singlefile", "-png", "-r", str(dpi), "-f", str(number), str(pdf), str(drawn)]
    subprocess.run(command, check=True)
    return Image.open(drawn.with_name(f"{drawn.name}.png")).convert("RGB")


def screenshot(html: Path, to: Path) -> Image.Image:
    """The top of a web page, as Chromium shows it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1100,800",
               f"--screenshot={to}", html.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return Image.open(to).convert("RGB")


def part(picture: Image.Image, wide: float, tall: float) -> Image.Image:
    """The upper left part of a page, as shares of its width and height, without the white around it."""
    picture = picture.crop((0, 0, round(picture.width * wide), round(picture.height * tall)))
    drawn = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    if drawn is None:
        raise RuntimeError("the page is empty")
    left, top, right, bottom = drawn
    around = (max(left - 12, 0), max(top - 12, 0), min(right + 12, picture.width), min(bottom + 12, picture.height))
    return picture.crop(around)


def beside(pictures: Sequence[Image.Image]) -> Image.Image:
    """The pictures side by side."""
    wide = sum(picture.width + _BETWEEN for picture in pictures) + _BETWEEN
    whole = Image.new("RGB", (wide, max(picture.height for picture in pictures) + 2 * _BETWEEN), _AROUND)
    left = _BETWEEN
    for picture in pictures:
        whole.paste(picture, (left, _BETWEEN))
        left += picture.width + _BETWEEN
    return whole


def keep(picture: Image.Image, to: Path) -> None:
    """Save the picture with few colours, a line around it, and no wider than it is shown."""
    if picture.width > 1600:
        picture = picture.resize((1600, round(picture.height * 1600 / picture.width)), Image.Resampling.LANCZOS)
    few = ImageOps.expand(picture, border=1, fill=_AROUND).quantize(128, dither=Image.Dither.NONE)
    few.save(to, optimize=True)


if __name__ == "__main__":
    main()
