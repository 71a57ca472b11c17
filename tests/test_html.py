import base64
import hashlib
import re
import subprocess
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from nbconvert.exporters import get_exporter

from naravard.document import Cell, Column, Cover, Heading, ItemList, Notice, Paragraph, Quote, Span, Table
from naravard.report.assemble import assemble
from naravard.report.html import HtmlExporter
from paper_sample import board_notebook, converted, notebook, shown, small_figure, text

HOSTILE = (
    "<script>alert(1)</script> </td></table> **x** $x$ #read(\"/etc/passwd\") {{7*7}} {% raw %} 'onload=x' &lt; ]]>"
)


class Page(HTMLParser):
    """The page's elements in order, each with its attributes, and its text by element."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.words, self._open = [], [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_data(self, data):
        self.words.append((self._open[-1] if self._open else "", data))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self):
        return "".join(data for tag, data in self.words if tag != "style")


@pytest.fixture(scope="module")
def source():
    return HtmlExporter().from_notebook_node(board_notebook())[0]


@pytest.fixture(scope="module")
def page(source):
    return Page(source)


@pytest.fixture(scope="module")
def page_file(source, tmp_path_factory):
    path = tmp_path_factory.mktemp("html") / "rapport.html"
    path.write_text(source, encoding="utf-8")
    return path


def hostile_notebook():
    bad = (Cell(HOSTILE), Cell(HOSTILE, HOSTILE, "bad"))
    blocks = [
        Heading(2, (Span(HOSTILE),)),
        Paragraph((Span(HOSTILE, "strong"), Span(HOSTILE, "code", "https://a.se/?'&lt;"))),
        ItemList.plain((HOSTILE,)),
        Quote((Paragraph.plain(HOSTILE),)),
        Notice(HOSTILE, HOSTILE),
        Table(HOSTILE, HOSTILE, (Column(HOSTILE, "start", HOSTILE), Column(HOSTILE)), (bad,), HOSTILE, (HOSTILE,)),
        small_figure(name=HOSTILE, caption=HOSTILE, alt=HOSTILE + " alt", source=HOSTILE),
    ]
    cover = Cover(HOSTILE, HOSTILE, "2023-12-31", HOSTILE, ((HOSTILE, HOSTILE),), (HOSTILE,))
    return notebook(*map(shown, blocks), cover=cover)


def test_the_page_is_found_by_nbconvert_under_its_name():
    assert get_exporter("naravard-html") is HtmlExporter


def test_the_page_has_language_title_and_one_main_heading(page):
    assert page.all("html") == [{"lang": "sv-SE"}]
    assert ("title", "Nära vård i Exempelköping – Uppföljning av höstterminen 2023") in page.words
    assert len(page.all("h1")) == 1


def test_the_policy_comes_first_and_allows_only_our_style_and_data_images(source, page):
    assert page.elements[2][0] == "meta"
    policy = page.all("meta")[0]["content"]
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        policy == f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_the_page_has_no_script_no_request_and_no_inline_style(page):
    names = {tag for tag, _ in page.elements}
    assert not names & {
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "button",
        "link",
        "base",
        "svg",
        "aside",
    }
    for tag, attributes in page.elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("src", "data:").startswith("data:image/svg+xml;base64,") or tag != "img"
        assert "src" not in attributes or tag == "img"
        assert "href" not in attributes or tag == "a"


def test_the_landmarks_and_the_skip_link_are_there(page):
    for landmark in ("header", "nav", "main", "footer"):
        assert len(page.all(landmark)) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#innehall"}
    assert page.all("main")[0]["id"] == "innehall"


def test_each_id_stands_once_and_each_inner_link_leads_to_one(page):
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    inner = [
        unquote(link["href"][1:]) for link in page.all("a") if link["href"].startswith("#") and link["href"] != "#"
    ]
    assert len(inner) > 10
    assert set(inner) <= set(ids)


def test_the_contents_are_the_headings_of_level_two_and_three(page):
    document = assemble(board_notebook())
    anchors = [block.anchor for block in document.blocks if isinstance(block, Heading) and block.level in (2, 3)]
    inside = re.search(r"<nav.*?</nav>", HtmlExporter().from_document(document), re.DOTALL)[0]
    assert [unquote(link) for link in re.findall(r'href="#([^"]*)"', inside)] == anchors


def test_figures_carry_their_alt_text_and_drawing(page):
    document = assemble(board_notebook())
    figures = [block for block in document.blocks if block.kind == "figure"]
    assert [image["alt"] for image in page.all("img")] == [figure.alt for figure in figures]
    drawings = [base64.b64decode(image["src"].partition(",")[2]).decode() for image in page.all("img")]
    assert drawings == [figure.svg for figure in figures]


def test_tables_have_captions_scopes_and_named_focusable_regions(page):
    tables = [block for block in assemble(board_notebook()).blocks if isinstance(block, Table)]
    assert len(page.all("caption")) == len(tables)
    scopes = [head["scope"] for head in page.all("th")]
    assert scopes.count("col") == sum(len(table.columns) for table in tables)
    assert scopes.count("row") == sum(len(table.rows) * table.row_headers for table in tables)
    regions = [attributes for attributes in page.all("div") if attributes.get("role") == "region"]
    assert [region["aria-labelledby"] for region in regions] == [f"tabell-{table.number}" for table in tables]
    assert all(region["tabindex"] == "0" for region in regions)


def test_two_exports_are_the_same(source):
    assert HtmlExporter().from_notebook_node(board_notebook())[0] == source


def test_hostile_text_stands_on_the_page_as_typed():
    page = Page(HtmlExporter().from_notebook_node(hostile_notebook())[0])
    assert not page.all("script")
    assert {name for _, attributes in page.elements for name in attributes if name.startswith("on")} == set()
    # organisation twice, subtitle twice, number, fact name and text, two marks, contents, 11 texts in blocks, caption and source
    assert page.text().count(HOSTILE) >= 20
    assert page.all("img")[0]["alt"] == HOSTILE + " alt"
    assert ("h2", HOSTILE) in page.words


def test_a_paper_without_headings_has_no_contents():
    page = Page(HtmlExporter().from_notebook_node(notebook(text("Bara en mening.")))[0])
    assert not page.all("nav")


def test_the_command_line_of_nbconvert_makes_the_page(tmp_path, source):
    assert converted(tmp_path, "naravard-html", ".html").decode() == source


def _contrast(one, other):
    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["accent", "ink", "quiet", "good", "bad"])
def test_each_colour_of_text_holds_aa_contrast_on_white(source, name):
    colour = re.search(rf"--{name}: (#\w+)", source)[1]
    assert _contrast(colour, "#ffffff") >= 4.5


def test_the_pdf_has_the_same_colours_as_the_page(source):
    from naravard.report.html import TEMPLATES

    template = (TEMPLATES / "naravard" / "paper.typ").read_text(encoding="utf-8")
    for name in ("accent", "ink", "quiet"):
        assert re.search(rf'#let {name} = rgb\("(#\w+)"\)', template)[1] == re.search(rf"--{name}: (#\w+)", source)[1]


def _run_chromium(chromium, *arguments):
    base = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr"]
    return subprocess.run([*base, *arguments], capture_output=True, text=True, timeout=60, check=True)


@pytest.mark.browser
def test_the_page_gives_no_console_message_and_its_figures_are_drawn(chromium, page_file, tmp_path):
    from PIL import Image

    picture = tmp_path / "sida.png"
    ran = _run_chromium(chromium, f"--screenshot={picture}", "--window-size=1200,4000", page_file.as_uri())
    assert "CONSOLE" not in ran.stderr
    # The accent colour of the line and of the bars is on the page, far below the cover.
    colours = Image.open(picture).convert("RGB").crop((300, 1500, 1200, 4000)).getcolors(1_000_000)
    assert sum(count for count, colour in colours if colour == (15, 76, 92)) > 20_000


@pytest.mark.browser
def test_the_page_fits_a_screen_of_320_pixels(chromium, page_file, tmp_path):
    framed = tmp_path / "ram.html"
    # A frame, since a window of Chromium is never narrower than 500 pixels; the outer page may run script, ours may not.
    framed.write_text(
        f'<iframe id="f" width="320" height="900" src="{page_file.as_uri()}"></iframe><script>'
        'f.onload=()=>{document.title=f.contentDocument.documentElement.scrollWidth+" "+f.contentWindow.innerWidth}</script>',
        encoding="utf-8",
    )
    ran = _run_chromium(
        chromium, "--allow-file-access-from-files", "--virtual-time-budget=3000", "--dump-dom", framed.as_uri()
    )
    width, window = re.search(r"<title>(\d+) (\d+)</title>", ran.stdout).groups()
    assert (window, width) == ("320", "320")


def test_the_sample_covers_every_kind_of_block():
    kinds = {block.kind for block in assemble(board_notebook()).blocks}
    assert kinds == {"heading", "paragraph", "list", "quote", "notice", "table", "figure"}
