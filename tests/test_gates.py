"""The gates of the pages: every paper in Debian's browser and in W3C's checker has nothing to remark on."""

from __future__ import annotations

import base64
import re
import shutil
from dataclasses import replace

import pytest

from every_paper import EVERY, document
from meaning import of_document
from meaning_html import of_html
from naravard.document import Figure, Look
from naravard.editions.index import write_profile_index
from naravard.editions.publisher import publish
from naravard.formats.html.page import HtmlExporter
from naravard.paper.compose import assemble
from pages import markup_errors, visited
from paper_sample import board_notebook, drawing, notebook, shown, small_figure, small_table, text
from small_papers import HTML, Bench

LOGO = base64.b64encode(drawing(0, "bar").encode()).decode()
LOOK = Look("#7a1f3d", "#767676", f"data:image/svg+xml;base64,{LOGO}", "Exempelköpings kommuns vapen")
NOTED = "## Noter\n\nEn mening med not[^1] och en till[^2].\n\n[^1]: Förklaringen.\n[^2]: Se [Kolada](https://www.kolada.se/)."


def sample():
    """A paper with every kind of block, with footnotes, in a municipality's own look."""
    source = board_notebook()
    source.cells.append(text(NOTED))
    made = assemble(source)
    return replace(made, cover=replace(made.cover, look=LOOK), imprint=f"Utgåva 1, kontrollsumma {'0a9f' * 16}")


@pytest.fixture(scope="module")
def documents():
    """Every paper by its name; in reverse, since another worker may be making them from the beginning."""
    return {"-".join(each): document(*each) for each in reversed(EVERY)} | {"sample": sample()}


@pytest.fixture(scope="module")
def files(documents, tmp_path_factory):
    """The page of each paper, and the indexes of what is published."""
    folder, exporter = tmp_path_factory.mktemp("papers"), HtmlExporter()
    made = {name: folder / f"{name}.html" for name in documents}
    for name, file in made.items():
        file.write_text(exporter.from_document(documents[name]), encoding="utf-8")
    return made | indexes(tmp_path_factory.mktemp("published"))


def indexes(folder):
    """The index of papers and that of profiles, when two editions and one profile have been published."""
    bench = Bench(folder)
    for words in ("De första orden", "De andra orden"):
        bench.words.write_text(words, encoding="utf-8")
        publish(bench.papers(), bench.request(), bench.path, HTML)
    profiles = bench.path.out / "profiler" / "2022"
    shutil.copytree(bench.path.latest, profiles / "1814")
    write_profile_index(bench.path.out, profiles, {"18": "Örebro län"})
    return {"index": bench.path.out / "index.html", "index-profiles": profiles / "index.html"}


@pytest.fixture(scope="module")
def visits(files):
    """What the browser saw of each page."""
    return dict(zip(files, visited(list(files.values())), strict=True))


@pytest.fixture(scope="module")
def pictured(files, tmp_path_factory):
    """The same with pictures, and on a dark screen too, of those pages that hold every kind of block and figure."""
    seen = visited([files[paper] for paper in PICTURED], tmp_path_factory.mktemp("pictures"))
    return dict(zip(PICTURED, seen, strict=True))


@pytest.fixture(scope="module")
def errors(files):
    """What W3C's checker found in each page, by its path."""
    return markup_errors(list(files.values()))


PAPERS = ["-".join(each) for each in EVERY] + ["sample"]
PAGES = [*PAPERS, "index", "index-profiles"]
PICTURED = ["sample", "uppfoljning-exempel-HT2023", "slutrapport-lekeberg-HT2023", "indikatorblad-exempel-HT2023"]


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_violation_request_or_message_and_fits_a_narrow_screen(page, visits):
    assert visits[page].faults == []


@pytest.mark.browser
@pytest.mark.parametrize("paper", PICTURED)
def test_a_page_is_read_and_its_figures_are_drawn_on_a_dark_screen_too(paper, documents, pictured):
    figures = sum(isinstance(block, Figure) for block in documents[paper].blocks)
    logos = int(bool(documents[paper].cover.look.logo))
    assert len(pictured[paper].colours_of_images) == 2 * (figures + logos)
    assert pictured[paper].faults == []


@pytest.mark.java
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_valid_html(page, files, errors):
    assert errors.get(files[page], []) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_means_what_the_document_means(paper, documents, files):
    assert of_html(files[paper].read_text(encoding="utf-8")) == of_document(documents[paper])


POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
BLANK = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"/>').decode()

MUTANTS = {
    "an inline style": (r"<main ", '<main style="color: red" ', "inline style"),
    "a script": (r"</main>", "<script>alert(1)</script></main>", "inline script"),
    "a request": (r"</main>", '<img alt="" src="https://127.0.0.1:9/x.png"></main>', "https://127.0.0.1:9/x.png"),
    "no language": (r'<html lang="sv-SE">', "<html>", "html-has-lang"),
    "no alternative text": (r'<img alt="[^"]*"', "<img", "image-alt"),
    "a skipped heading": (r"<h3 (.*?)</h3>", r"<h5 \1</h5>", "heading-order"),
    "a region out of reach": (r'(role="region") tabindex="0"', r"\1", "scrollable-region-focusable"),
    "too weak on a dark screen": (r"--ink: #e3eaec", "--ink: #2c3438", "dark, color-contrast"),
    "too weak on a light screen": (r"--quiet: #52636a", "--quiet: #a7b6bc", "light, color-contrast"),
    "too wide": (r"</main>", f"<pre>{'x' * 200}</pre></main>", "px wide on a screen of 320"),
    "an empty drawing": (r"base64,[^\"]*", f"base64,{BLANK}", "an image is of one colour"),
    "a dialog": (r"</main>", "<script>alert(1)</script></main>", "dialog: 1"),
}
WITH_POLICY = {"an inline style", "a script", "a request"}


@pytest.mark.browser
def test_the_gate_of_the_browser_stops_each_kind_of_fault(tmp_path):
    blocks = [text("## Ett\n\n### Två"), shown(small_figure(svg=drawing(0))), shown(wide())]
    good = HtmlExporter().from_notebook_node(notebook(*blocks))[0]
    files = [tmp_path / "good.html"]
    files[0].write_text(good, encoding="utf-8")
    for name, (pattern, instead, _) in MUTANTS.items():
        mutant, count = re.subn(pattern, instead, good if name in WITH_POLICY else POLICY.sub("", good), count=1)
        assert count == 1, name
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(mutant, encoding="utf-8")
    untouched, *faulty = visited(files, tmp_path)
    assert untouched.faults == []
    missed = [
        name for visit, (name, (_, _, told)) in zip(faulty, MUTANTS.items(), strict=True)
        if told not in "\n".join(visit.faults)
    ]  # fmt: skip
    assert missed == []


def wide():
    """A table that must be scrolled on a screen of 1200 px."""
    table = small_table()
    return replace(
        table, columns=table.columns[:1] * 40, rows=tuple(row[:1] * 40 for row in table.rows), caption="En bred tabell"
    )


@pytest.mark.java
def test_the_gate_of_the_markup_stops_an_element_that_is_not_closed(tmp_path):
    good = HtmlExporter().from_notebook_node(notebook(text("## Ett")))[0]
    (tmp_path / "å å.html").write_text(good.replace("</main>", "<p></main><em>"), encoding="utf-8")
    (tmp_path / "good.html").write_text(good, encoding="utf-8")
    assert list(markup_errors([tmp_path / "å å.html", tmp_path / "good.html"])) == [tmp_path / "å å.html"]
