import base64
import hashlib
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from nbconvert.exporters import get_exporter

from cells import typed
from meaning import of_document
from meaning_html import of_html
from naravard.contrast import AA, contrast
from naravard.document import (
    Cell,
    Column,
    Cover,
    Heading,
    ItemList,
    Look,
    Notice,
    Paragraph,
    Quote,
    Span,
    Table,
    Value,
    to_html,
)
from naravard.formats.html.page import HtmlExporter
from naravard.formats.palette import dark, light
from naravard.paper.compose import assemble
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


def hostile_notebook():
    bad = (typed(HOSTILE), Cell(Value(HOSTILE), HOSTILE, tone="bad"))
    blocks = [
        Heading(2, (Span(HOSTILE),)),
        Paragraph((Span(HOSTILE, "strong"), Span(HOSTILE, "code", "https://a.se/?'&lt;"))),
        ItemList.plain((HOSTILE,)),
        Quote((Paragraph.plain(HOSTILE),)),
        Notice(HOSTILE, HOSTILE),
        Table(HOSTILE, HOSTILE, (Column(HOSTILE), Column(HOSTILE)), (bad,), HOSTILE, (HOSTILE,)),
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


NOTED = """### Noter

En mening med not[^1] och en länk till [Kolada](https://www.kolada.se/)[^kolada].

- Samma not[^1] i en lista.

[^1]: Förklaringen & dess <b>tecken</b>.
[^kolada]: Läst 2023-12-31."""


@pytest.fixture(scope="module")
def noted():
    return HtmlExporter().from_notebook_node(notebook(text("## Avsnitt"), text(NOTED)))[0]


def test_a_footnote_is_a_reference_and_stands_last_in_main_with_a_way_back(noted):
    page = Page(noted)
    references = [link for link in page.all("a") if link.get("role") == "doc-noteref"]
    backlinks = [link for link in page.all("a") if link.get("role") == "doc-backlink"]
    items = [item["id"] for item in page.all("li") if "id" in item]
    assert len(references) == len(backlinks) == len(items) == 3
    assert [link["href"] for link in references] == [f"#{item}" for item in items]
    assert [link["href"] for link in backlinks] == [f"#{reference['id']}" for reference in references]
    assert {"role": "doc-endnotes", "aria-labelledby": "fotnoter"} in page.all("section")
    assert re.search(r"</section>\s*</main>", noted)
    assert noted.count("Förklaringen &amp; dess &lt;b&gt;tecken&lt;/b&gt;.") == 2
    assert noted.index('role="doc-noteref"') < noted.index("Förklaringen")


def test_a_page_without_footnotes_has_no_section_for_them(source):
    assert not Page(source).all("section")


def test_in_a_notebook_a_footnote_is_told_where_it_stands():
    shown_alone = to_html(Paragraph((Span("En uppgift", note="Ur <protokollet>."), Span(" till."))))
    assert shown_alone == "<p>En uppgift <small>(fotnot: Ur &lt;protokollet&gt;.)</small> till.</p>"


def test_the_page_means_what_the_document_means(noted, source):
    assert of_html(source) == of_document(assemble(board_notebook()))
    assert of_html(noted) == of_document(assemble(notebook(text("## Avsnitt"), text(NOTED))))


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#7a1f3d"/></svg>'
LOGO_ADDRESS = f"data:image/svg+xml;base64,{base64.b64encode(LOGO.encode()).decode()}"


def in_look(look, imprint=""):
    document = assemble(board_notebook())
    return replace(document, cover=replace(document.cover, look=look), imprint=imprint)


def test_the_look_gives_the_page_its_colours_and_its_logo_and_the_policy_knows_them():
    made = HtmlExporter().from_document(in_look(Look("#7a1f3d", "#8a2f4d", LOGO_ADDRESS, "Kommunens vapen")))
    page = Page(made)
    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)[1]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in page.all("meta")[0]["content"]
    assert colours_of(made)[0] | {"cover": "#7a1f3d", "deep": "#7a1f3d", "accent": "#8a2f4d"} == colours_of(made)[0]
    assert page.all("img")[0] == {"class": "logo", "alt": "Kommunens vapen", "src": LOGO_ADDRESS}
    assert 'alt="Kommunens vapen"' in to_html(in_look(Look(logo=LOGO_ADDRESS, logo_alt="Kommunens vapen")).cover)


def test_a_look_with_one_colour_has_it_everywhere():
    light, _ = colours_of(HtmlExporter().from_document(in_look(Look("#7a1f3d"))))
    assert (light["cover"], light["deep"], light["accent"]) == ("#7a1f3d",) * 3


def test_a_look_that_is_no_colour_never_reaches_the_style_sheet():
    with pytest.raises(ValueError, match="invalid literal"):
        HtmlExporter().from_document(in_look(Look("#</style><script>alert(1)</script>")))


def test_the_imprint_stands_in_the_footer():
    page = Page(HtmlExporter().from_document(in_look(Look(), imprint="Utgåva 7 <av> 2024-01-31")))
    assert {"class": "imprint"} in page.all("p")
    assert page.text().count("Utgåva 7 <av> 2024-01-31") == 1
    assert not [p for p in Page(HtmlExporter().from_document(in_look(Look()))).all("p") if p == {"class": "imprint"}]


def colours_of(source):
    """The page's custom properties: on a light screen and paper, and on a dark screen."""
    found = [dict(re.findall(r"--([\w-]+): (#\w+);", block)) for block in re.findall(r":root \{([^}]*)\}", source)]
    assert len(found) == 2
    return found


PAIRS = {
    "ground": ("ink", "quiet", "accent", "deep", "good", "bad"),
    "wash": ("ink",),
    "pale": ("ink",),
    "good-pale": ("ink",),
    "bad-pale": ("ink",),
    "cover": ("cover-ink", "cover-quiet"),
}
"""Each ground of the style sheet, and the colours of the text that stands on it."""

LOOKS = [Look(), Look("#7a1f3d", "#8a2f4d"), Look("#767676"), Look("#0000ff", "#d60000"), Look("#000000", "#007a33")]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.colour or "naravard")
@pytest.mark.parametrize("screen", [0, 1], ids=["light", "dark"])
def test_each_colour_of_text_holds_aa_contrast_on_its_ground(look, screen):
    colours = colours_of(HtmlExporter().from_document(in_look(look)))[screen]
    weak = [
        (name, ground) for ground, names in PAIRS.items() for name in names
        if contrast(colours[name], colours[ground]) < AA
    ]  # fmt: skip
    assert weak == []
    # What is no text but carries meaning: the outline of what has focus, the edges of notices.
    seen = [contrast(colours[name], colours["ground"]) for name in ("focus", "mute", "good", "bad", "accent")]
    assert min(seen) >= 3


def test_any_colour_that_a_plan_may_have_is_read_on_both_screens():
    parts = range(0, 256, 51)
    written = (f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in itertools.product(parts, repeat=3))
    allowed = [colour for colour in written if contrast(colour, "#ffffff") >= AA]
    assert len(allowed) > 70
    for colours in (shade(Look(colour)) for colour in allowed for shade in (light, dark)):
        for ground, names in PAIRS.items():
            assert min(contrast(colours[name], colours[ground]) for name in names) >= AA, colours


def test_every_colour_of_the_style_sheet_is_one_of_the_palette(source):
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)[1]
    rules = re.sub(r":root \{[^}]*\}", "", style)
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rules)) == {"#fff"}, "white, which figures and the logo stand on"
    assert set(re.findall(r"var\(--([\w-]+)\)", rules)) == set(colours_of(source)[0]) == set(colours_of(source)[1])


def test_the_page_is_dark_on_a_dark_screen_and_never_on_paper(source):
    assert source.count("prefers-color-scheme: dark") == source.count("@media screen and (prefers-color-scheme: dark)")
    light, dark = colours_of(source)
    assert (light["ground"], dark["ground"]) == ("#ffffff", "#11191c")


def test_the_sample_covers_every_kind_of_block():
    kinds = {block.kind for block in assemble(board_notebook()).blocks}
    assert kinds == {"heading", "paragraph", "list", "quote", "notice", "table", "figure"}
