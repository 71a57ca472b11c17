from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_output, new_raw_cell

from cells import typed
from naravard.document import (
    MIME,
    Column,
    Figure,
    Heading,
    ItemList,
    Notice,
    Paragraph,
    Passage,
    Quote,
    Span,
    Table,
    text_of,
)
from naravard.paper.compose import PaperError, assemble
from naravard.run.shell import running
from paper_sample import COVER, board_notebook, bundle, notebook, shown, small_figure, small_table, text


def problems_of(*cells, **changes):
    with pytest.raises(PaperError) as caught:
        assemble(notebook(*cells, **changes))
    return caught.value.problems


def blocks_of(*cells):
    return assemble(notebook(*cells)).blocks


def test_the_first_heading_is_the_title_and_leaves_the_text():
    document = assemble(notebook(text("## Ett\n\nText.")))
    assert document.title == "Rapportens titel"
    assert [text_of(block) for block in document.blocks] == ["Ett", "Text."]


def test_the_cover_is_taken_out_of_the_text():
    document = assemble(notebook(text("Text.")))
    assert document.cover == COVER
    assert document.blocks == (Paragraph.plain("Text."),)


def test_blocks_stand_in_the_order_of_the_cells_and_passages_are_opened():
    passage = Passage((Paragraph.plain("b"), Passage((Paragraph.plain("c"), Notice("d", "e")))))
    blocks = blocks_of(text("a"), shown(passage), text("f"))
    assert [text_of(block) for block in blocks] == ["a", "b", "c", "d e", "f"]


def test_tables_and_figures_are_numbered_each_by_itself():
    cells = [shown(small_table()), shown(small_figure()), shown(Passage((small_table(), small_figure())))]
    blocks = blocks_of(*cells)
    assert [(type(block), block.number) for block in blocks] == [(Table, 1), (Figure, 1), (Table, 2), (Figure, 2)]


def test_a_block_is_the_same_after_its_way_through_the_notebook():
    assert blocks_of(shown(small_table())) == (small_table(number=1),)
    assert blocks_of(shown(small_figure())) == (small_figure(number=1),)


def test_markdown_becomes_spans_lists_and_quotes():
    source = "En **stark** och *mild* `kod` [länk](https://a.se).\n\n1. ett\n   - inre\n2. två\n\n> sagt"
    paragraph, numbered, quote = blocks_of(text(source))
    assert paragraph.spans[1:7:2] == (Span("stark", "strong"), Span("mild", "emphasis"), Span("kod", "code"))
    assert paragraph.spans[-2] == Span("länk", link="https://a.se")
    inner = ItemList(((Paragraph.plain("inre"),),))
    assert numbered == ItemList(((Paragraph.plain("ett"), inner), (Paragraph.plain("två"),)), ordered=True)
    assert quote == Quote((Paragraph.plain("sagt"),))


def test_a_footnote_hangs_at_the_word_it_explains_and_is_numbered_through_the_paper():
    first = text("Hej[^a], [länk](https://a.se)[^b].\n\n[^b]: Se *mer* på [sidan](https://b.se).\n[^a]: Ett.")
    one, two = blocks_of(first, text("- punkt[^1]\n\n[^1]: Tre\n    rader\n\n    och stycken"))
    assert one.spans == (
        Span("Hej", note="Ett.", note_number=1),
        Span(", "),
        Span("länk", link="https://a.se"),
        Span("", note="Se mer på sidan (https://b.se).", note_number=2),
        Span("."),
    )
    assert two.items[0][0].spans == (Span("punkt", note="Tre rader och stycken", note_number=3),)


def test_raw_html_in_markdown_is_text():
    inline, block = blocks_of(text("Hej <b>du</b> &lt;i&gt;\n\n<div onclick='x()'>där</div>"))
    assert text_of(inline) == "Hej <b>du</b> <i>"
    assert text_of(block) == "<div onclick='x()'>där</div>"


def test_a_hard_line_break_stays_and_a_soft_one_is_a_blank():
    assert blocks_of(text("ett\ntvå  \ntre")) == (Paragraph.plain("ett två\ntre"),)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("|a|b|\n|-|-|\n|1|2|", "en tabell i Markdown"),
        ("![alt](a.png)", "en bild i Markdown"),
        ("Se $x^2$ här", "en formel (x^2)"),
        ("$$\nx\n$$", "en formel (x)"),
        ("```\nkod\n```", "ett kodblock (kod)"),
        ("ett\n\n---\n\ntvå", "en avdelande linje"),
        ("ord[^1] utan förklaring", "fotnoten [^1] har ingen text"),
        ("> # Rubrik", "en rubrik kan inte stå i ett citat"),
        ("#", "en rubrik är tom"),
        ("[x](javascript:alert(1))", "stycket har en länk till «javascript:alert(1)»"),
        ("[x](data:text/html,x)", "https://, http://, mailto:, tel: eller #"),
        ("- [x](fil.html)", "en länk till «fil.html»"),
        ("[x](#ingenstans)", "leder inte till någon rubrik"),
        ("### Rubrik", "på nivå 3 men rubriken före är på nivå 1. Skriv ## i stället för ###"),
        ("# Ännu en titel", "ska vara ensam om det"),
    ],
)
def test_markdown_that_a_paper_cannot_hold_is_refused_with_its_cell(source, words):
    found = problems_of(text(source))
    assert len([problem for problem in found if words in problem and problem.startswith("Cell 3 («")]) == 1, found


def test_dollar_signs_for_money_are_no_formula():
    assert blocks_of(text("Det kostar 5 $ och 10 \\$ mer"))[0] == Paragraph.plain("Det kostar 5 $ och 10 $ mer")


@pytest.mark.parametrize("link", ["https://a.se/b?c=d", "http://a.se", "mailto:a@b.se", "tel:+46585", "#Läget-nu"])
def test_links_of_the_allowed_kinds_are_kept(link):
    blocks = assemble(notebook(text("## Läget nu"), shown(Paragraph((Span("x", link=link),))))).blocks
    assert blocks[1].spans == (Span("x", link=link),)


@pytest.mark.parametrize(
    "link",
    ["JavaScript:x", " javascript:x", "java\nscript:x", "//a.se", "vbscript:x", "http:", "https://a b", 'https://a"b'],
)
def test_links_of_other_kinds_are_refused_in_blocks_too(link):
    assert any("en länk till" in problem for problem in problems_of(shown(Paragraph((Span("x", link=link),)))))


def test_headings_have_the_anchors_that_jupyterlab_gives_them():
    blocks = blocks_of(text("## Mål och medel\n\n## Mål och medel\n\n[dit](#Mål-och-medel-2)"))
    assert [block.anchor for block in blocks if isinstance(block, Heading)] == ["Mål-och-medel", "Mål-och-medel-2"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text/html": "<b>fet</b>", "text/plain": "<HTML>"}, "något annat (text/html)"),
        ({"text/plain": "42"}, "ett Pythonvärde (text/plain)"),
        ({"application/javascript": "alert(1)"}, "application/javascript"),
        ({MIME: {"kind": "okänd"}}, "cellens block kan inte läsas"),
        ({MIME: {"kind": "paragraph", "spans": [{"text": "a", "color": "red"}]}}, "cellens block kan inte läsas"),
        ({MIME: {"kind": "paragraph", "spans": [{"text": 4}]}}, "kan inte läsas (fel i spans.0.text)"),
        ({MIME: {"kind": "notice", "title": "a", "text": "b", "tone": '"><script>'}}, "(fel i tone)"),
        ({MIME: {"kind": "heading", "level": "2 onload=x", "spans": []}}, "(fel i level)"),
        ({MIME: {"kind": "heading", "level": 7, "spans": [{"text": "a"}]}}, "nivå 7. Skriv en mellan 1 och 6"),
        ({MIME: {"kind": "table", "name": "t", "caption": "a", "columns": 3, "rows": None}}, "(fel i columns)"),
        ({MIME: "text"}, "cellens block kan inte läsas. Rätta"),
    ],
)
def test_an_output_that_is_not_ours_is_refused_with_its_cell(data, words):
    found = problems_of(bundle(data, "visa_tabell()"))
    assert len(found) == 1
    assert found[0].startswith("Cell 3 («visa_tabell()»): ")
    assert words in found[0]


_FIGURE = 'figures.of(fig, caption="…", alt="…", source="…")'
_TABLE = 'tables.of(df, caption="…", source="…")'


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("df.plot()", _FIGURE),
        ("df.plot(subplots=True)", _FIGURE),
        ("df.plot.bar();", _FIGURE),
        ("pyplot.bar([1], [2])", _FIGURE),
        ("pyplot.plot([1, 2])", _FIGURE),
        ("Figure()", _FIGURE),
        ("df", _TABLE),
        ("df['a']", _TABLE),
        ("df['a'].astype('category')", _TABLE),
        ("df.style", _TABLE),
    ],
)
def test_what_an_analyst_shows_bare_is_told_of_once_with_the_call_to_write(code, call):
    before = "import pandas as pd\nfrom matplotlib import pyplot\nfrom matplotlib.figure import Figure\n"
    cell = new_code_cell(f"{before}df = pd.DataFrame({{'a': [1, 2]}})\n{code}")
    with running() as shell:
        assert shell.run(cell)
    (problem,) = problems_of(cell)
    assert problem.startswith("Cell 3 («import pandas as pd»): cellen visar en ")
    assert problem.endswith(f" Visa den med {call}.")


def test_printed_text_and_errors_are_refused_and_warnings_stay_in_the_notebook():
    printed = new_code_cell("print(1)", outputs=[new_output("stream", name="stdout", text="hej\n")])
    warned = new_code_cell("w()", outputs=[new_output("stream", name="stderr", text="FutureWarning")])
    stopped = new_code_cell("f()", outputs=[new_output("error", ename="KeyError", evalue="'mål'", traceback=[])])
    nothing = bundle({"text/plain": "None"})
    found = problems_of(printed, warned, stopped, nothing)
    assert [problem[:6] for problem in found] == ["Cell 3", "Cell 5"]
    assert "cellen skriver ut text («hej»)" in found[0]
    assert "KeyError: 'mål'" in found[1]


def test_a_raw_cell_with_text_is_refused_and_an_empty_one_is_nothing():
    assert len(problems_of(new_raw_cell("<b>"), new_raw_cell(""))) == 1


def test_a_paper_needs_one_cover_and_one_title_that_stands_first():
    assert problems_of(text("a"), cover=None) == ["Rapporten saknar försättsblad. Visa det från en kodcell."]
    assert "har redan ett försättsblad (Cell 2" in problems_of(shown(COVER))[0]
    assert problems_of(text("a"), title="")[0].startswith("Rapporten saknar titel.")
    assert "titeln ska stå först" in problems_of(title="Först detta.\n\n# Titel")[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alt": ""}, "saknar alternativtext"),
        ({"alt": "Ett diagram"}, "minst 20 tecken"),
        ({"alt": "utveckling_per_tema_2023.svg"}, "minst 20 tecken"),
        (
            {"alt": "Frånvaron i kommunens skolor", "caption": "frånvaron i kommunens skolor "},
            "samma alternativtext som bildtext",
        ),
        ({"caption": " "}, "saknar bildtext"),
        ({"svg": "<svg"}, "inte läsbar SVG"),
        ({"svg": "<html/>"}, "inte SVG utan html"),
        ({"svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'}, "(script)"),
        ({"svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'}, "(onload)"),
        (
            {"svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://a.se/b.png"/></svg>'},
            "href=http://a.se/b.png",
        ),
        ({"svg": '<svg xmlns="http://www.w3.org/2000/svg"><g style="fill:url(http://a.se)"/></svg>'}, "style="),
        ({"svg": '<!DOCTYPE a [<!ENTITY b "c">]><svg>&b;</svg>'}, "inte läsbar SVG"),
    ],
)
def test_a_figure_that_somebody_cannot_read_is_refused(changes, words):
    found = problems_of(shown(small_figure(**changes)))
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"caption": ""}, "tabellen «t» saknar rubrik"),
        ({"columns": (Column("Mål"), Column(" "))}, "kolumn 2 saknar rubrik"),
        ({"row_headers": 3}, "row_headers = 3"),
        ({"rows": ((typed("a\x07"), typed("b")),)}, "rad 1, kolumnen «Mål» innehåller styrtecknet U+0007"),
        ({"notes": ("\ue000",)}, "noten innehåller styrtecknet U+E000"),
        ({"source": "\ud800"}, "kan inte läsas (fel i source)"),
        ({"name": "\udfff"}, "kan inte läsas (fel i name)"),
    ],
)
def test_a_table_that_somebody_cannot_read_is_refused(changes, words):
    found = problems_of(shown(small_table(**changes)))
    assert len(found) == 1
    assert words in found[0]


def test_a_ragged_table_is_refused():
    ragged = small_table().to_json() | {"rows": [[{"text": "bara en"}]]}
    assert "tabellen «Mål» har inte en cell per kolumn i rad 1." in problems_of(bundle({MIME: ragged}))[0]


def test_a_cover_without_a_day_is_refused():
    found = problems_of(cover=replace(COVER, date="31 december"))
    assert found == ["Cell 2 («visa()»): försättsbladet har datumet «31 december». Skriv det som 2023-12-31."]


def test_all_problems_are_told_at_once_and_name_their_cells():
    found = problems_of(text("$x$"), bundle({"text/plain": "1"}), shown(small_figure(alt="")), text("#### Hopp"))
    assert [problem[:6] for problem in found] == ["Cell 3", "Cell 4", "Cell 5", "Cell 6"]


def test_the_sample_paper_is_put_together_without_a_word_lost():
    document = assemble(board_notebook())
    kinds = [block.kind for block in document.blocks]
    assert [kinds.count(kind) for kind in ("heading", "table", "figure", "notice")] == [9, 3, 2, 1]
