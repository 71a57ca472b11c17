"""The municipality's own look: plan.toml's [utseende], read with findings, and carried by the cover."""

import base64
import shutil
import zlib
from pathlib import Path

import pytest

from naravard import prose
from naravard.reading.inputs import input_files
from naravard.reading.project import read_project

DATA = Path(__file__).parents[1] / "data"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" /></svg>'
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


@pytest.mark.parametrize(
    ("svg", "why"),
    [
        (SVG.replace("0 0 10 10", "0 0 0 0"), "bredd och en höjd"),
        (SVG.replace("0 0 10 10", "0 0 1e9 1e9"), "bredd och en höjd"),
        (SVG.replace(' xmlns="http://www.w3.org/2000/svg"', ""), "börjar inte med"),
        (SVG.replace("<circle", '<style>circle{fill:URL(http://a.se)}</style><circle'), "(style)"),
        (SVG.replace("<circle", r'<style>circle{fill:u\72l(http://a.se)}</style><circle'), "(style)"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "Spara den på nytt"),
    ],
)  # fmt: skip
def test_a_drawing_that_some_format_could_not_show_or_that_reaches_out_is_refused(folder, svg, why):
    (folder / "vapen.svg").write_text(svg, encoding="utf-8")
    project, findings = _with(folder, LOOK)
    assert project is None
    assert any(why in found.message for found in findings)


def test_a_logo_tells_nothing_of_who_drew_it_or_where(folder):
    told = f"""<?xml version="1.0"?><!-- anna.hemlig: vapen.svg -->
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 10 10"
    ink:export-filename="file:anna.hemlig/vapen.png"><ink:page>anna.hemlig</ink:page><metadata>anna.hemlig</metadata>
    {SVG.partition(">")[2]}"""
    (folder / "vapen.svg").write_text(told, encoding="utf-8-sig")
    project, _ = _with(folder, LOOK)
    drawn = base64.b64decode(project.logo.partition(",")[2]).decode()
    assert drawn.startswith("<svg xmlns=") and SVG.partition(">")[2] in drawn
    assert "hemlig" not in drawn and "inkscape" not in drawn


def _part(kind, content):
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def _png(width, height, *more, rows=b"\0\0\0\0"):
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    parts = (_part(b"IHDR", head), *more, _part(b"IDAT", zlib.compress(rows)), _part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_logo_may_be_a_png_and_only_its_picture_is_kept(folder):
    (folder / "vapen.svg").write_bytes(_png(1, 1, _part(b"tEXt", b"Author\0anna.hemlig")))
    project, _ = _with(folder, LOOK)
    kind, _, kept = project.logo.partition(";base64,")
    assert (kind, base64.b64decode(kept)) == ("data:image/png", _png(1, 1))


@pytest.mark.parametrize(
    "damaged",
    [b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n...", _png(1, 1)[:-20], _png(1, 1)[:-12], _png(0, 0), _png(20_000, 1),
     _png(1, 1).replace(zlib.compress(b"\0\0\0\0"), b"inte packat")],
)  # fmt: skip
def test_a_damaged_png_is_refused_before_any_paper_is_made_with_it(folder, damaged):
    (folder / "vapen.svg").write_bytes(damaged)
    project, findings = _with(folder, LOOK)
    assert project is None
    assert [found.column for found in findings if found.severity.stops_a_report] == ["logotyp"]
