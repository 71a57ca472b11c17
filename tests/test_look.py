"""The municipality's own look: plan.toml's [utseende], read with findings, and carried by the cover."""

import base64
import shutil
from pathlib import Path

import pytest

from naravard import prose
from naravard.reading.inputs import input_files
from naravard.reading.project import read_project

DATA = Path(__file__).parents[1] / "data"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
LOOK = '\n[utseende]\nfarg = "#7a1f3d"\naccentfarg = "#8a2f4d"\nlogotyp = "vapen.svg"\n'
LOOK += 'logotypens_text = "Exempelby kommuns vapen"\n'


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "exempel"
    shutil.copytree(DATA / "exempel", copy)
    (copy / "vapen.svg").write_text(SVG, encoding="utf-8")
    return copy


def _with(folder, look):
    plan = folder / "plan.toml"
    plan.write_text((DATA / "exempel" / "plan.toml").read_text(encoding="utf-8") + look, encoding="utf-8")
    return read_project(folder)


def test_the_cover_carries_the_colours_and_the_logo_of_the_plan(folder):
    project, _ = _with(folder, LOOK)
    look = prose.cover(project, "HT2023").look
    assert (look.colour, look.accent, look.logo_alt) == ("#7a1f3d", "#8a2f4d", "Exempelby kommuns vapen")
    kind, _, content = look.logo.partition(";base64,")
    assert kind == "data:image/svg+xml"
    assert base64.b64decode(content).decode() == SVG
    assert "exempel/vapen.svg" in input_files(folder, project)


def test_a_plan_without_a_look_gives_an_empty_one(folder):
    project, _ = _with(folder, "")
    assert prose.cover(project, "HT2023").look == type(prose.cover(project, "HT2023").look)()


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        (('"#7a1f3d"', '"vinröd"'), "farg", "till exempel #0a3a47"),
        (('"#7a1f3d"', '"#ffcc00"'), "farg", "Den här har 1,5:1"),
        (('"#8a2f4d"', '"#8a2f4"'), "accentfarg", "till exempel #0f4c5c"),
        (('"vapen.svg"', '"finns-inte.svg"'), "logotyp", "en bildfil i projektets mapp"),
        (('"vapen.svg"', '"../vapen.svg"'), "logotyp", "en bildfil i projektets mapp"),
        (('"vapen.svg"', '"plan.toml"'), "logotyp", "SVG- eller PNG-fil"),
        (('"Exempelby kommuns vapen"', '""'), "logotypens_text", "vad logotypen visar"),
    ],
)
def test_a_look_that_cannot_be_used_is_refused_with_its_key(folder, change, column, words):
    project, findings = _with(folder, LOOK.replace(*change))
    assert project is None
    wrong = [found for found in findings if found.severity.stops_a_report]
    assert [found.column for found in wrong] == [column]
    assert words in wrong[0].message


@pytest.mark.parametrize(
    "content", [b"<svg><script>1</script></svg>", b"\xff\xfe\x00", b"GIF89a", b"<p/>", b"x" * 600_000]
)
def test_a_logo_that_is_no_still_drawing_is_refused(folder, content):
    (folder / "vapen.svg").write_bytes(content)
    project, findings = _with(folder, LOOK)
    assert project is None
    assert any("SVG- eller PNG-fil om högst 500 kB" in found.message for found in findings)


def test_a_logo_may_be_a_png(folder):
    (folder / "vapen.svg").write_bytes(b"\x89PNG\r\n\x1a\n...")
    project, _ = _with(folder, LOOK)
    assert project.logo.startswith("data:image/png;base64,")
