"""Pages in Debian's browser and in the HTML checker of W3C: what a reader would meet, and what is wrong with them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image

from conftest import missing, program

BROWSER = Path(__file__).with_name("browser")
FEWEST_COLOURS = 8


@dataclass(frozen=True)
class Visit:
    """What the browser saw of a page; each is a list of what was found, but ``width``, the page's when 320 px are there."""

    requests: list[str]
    messages: list[str]
    violations: list[str]
    width: int
    pictures: list[dict]

    @property
    def colours_of_images(self) -> list[int]:
        """How many colours each image has, on the dark and then on the light screen."""
        counts = []
        for picture in self.pictures:
            with Image.open(picture["name"]) as whole:
                parts = [whole.convert("RGB").crop([round(side) for side in box]) for box in picture["images"]]
                counts += [len(part.getcolors(part.width * part.height) or ()) for part in parts]
        return counts

    @property
    def faults(self) -> list[str]:
        """All that no page may have."""
        found = [*self.requests, *self.messages, *self.violations]
        found += ["an image is of one colour"] * any(count < FEWEST_COLOURS for count in self.colours_of_images)
        return found + [f"{self.width} px wide on a screen of 320"] * (self.width > 320)


def visited(files: Sequence[Path], pictures: Path | None = None) -> list[Visit]:
    """Each page as the browser saw it, policy active.

    With a folder for pictures, which costs time, also as a picture, and on a dark screen.
    """
    command = [program("node"), str(package("playwright-core").parents[1] / "visit.js")]
    command += [program("chromium", "chromium-browser", "google-chrome"), *([str(pictures)] if pictures else [])]
    ran = subprocess.run(command, input="\n".join(map(str, files)), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return [Visit(**json.loads(line)) for line in ran.stdout.splitlines()]


def markup_errors(files: Sequence[Path]) -> dict[Path, list[str]]:
    """The errors of each page, as W3C's checker finds them; a page without errors is not among them."""
    checker = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    command = [program("java"), "-jar", str(checker), "--errors-only", "--exit-zero-always", "--format", "json"]
    ran = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    found: dict[Path, list[str]] = {}
    for error in json.loads(ran.stderr)["messages"]:
        found.setdefault(Path(unquote(urlsplit(error["url"]).path)), []).append(error["message"])
    return found


def package(name: str) -> Path:
    """The folder of a package of npm; the scripts that use it lie beside it."""
    folder = BROWSER / "node_modules" / name
    if not folder.is_dir():
        missing(f"{name} (npm ci in tests/browser)")
    return folder
