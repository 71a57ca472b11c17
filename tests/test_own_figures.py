"""What somebody has drawn with pandas or matplotlib stands in a paper as if it belonged there."""

import io
import re

import numpy as np
import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring
from matplotlib import pyplot, rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.style import context
from matplotlib.text import Text
from nbformat.v4 import new_code_cell
from pypdf import PdfReader

from naravard import figures
from naravard.document import MIME, Document
from naravard.figures.drawing import INK, OWN, SMALLEST, TALLEST, WIDTH
from naravard.figures.style import SHEET
from naravard.figures.ticks import swedish
from naravard.formats.pdf.paper import pdf_from_document
from naravard.paper.checks import faults_of
from naravard.run.shell import running
from paper_sample import COVER
from test_scalable import seen

WORDS = {"caption": "Besök per år", "alt": "Det som syns i figuren, sagt med ord.", "source": "Källa: påhittade tal."}
FRAME = pd.DataFrame({"Åsbro": [12.5, 1400, 900], "Östansjö": [800, 750.25, -400]}, index=["Vår", "Höst", "Sommar"])
PLOTS = {
    "bar": lambda: FRAME.plot.bar(ylabel="Ärenden"),
    "barh": FRAME.plot.barh,
    "line": lambda: FRAME.set_axis([2021, 2022, 2023]).plot(ylabel="Ärenden"),
    "scatter": lambda: FRAME.plot.scatter("Åsbro", "Östansjö", label="Ett ärende"),
    "subplots": lambda: FRAME.plot(subplots=True),
    "area": FRAME.abs().plot.area,
    "hist": FRAME.hist,
    "pie": lambda: FRAME["Åsbro"].plot.pie(autopct="%1.1f%%"),
}


@pytest.fixture(autouse=True)
def _closed():
    yield
    pyplot.close("all")


def words_in(svg):
    return re.findall('data-words="([^"]*)"', svg)


def size_of(svg):
    return [float(number) for number in re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', svg).groups()]


@pytest.mark.parametrize("kind", PLOTS)
def test_a_plot_of_pandas_becomes_a_figure_the_same_every_time_and_is_shown_only_once(kind):
    first, second = (figures.of(PLOTS[kind](), **WORDS) for _ in range(2))
    assert first == second
    assert faults_of(first) == []
    assert size_of(first.svg)[0] == pytest.approx(WIDTH, abs=0.1)
    assert not pyplot.get_fignums()


def test_its_words_are_text_in_the_pdf():
    made = [figures.of(PLOTS[kind](), **WORDS) for kind in ("bar", "barh", "line", "scatter")]
    pages = PdfReader(io.BytesIO(pdf_from_document(Document("Prov", COVER, tuple(made))))).pages
    said = "".join(page.extract_text() for page in pages).replace("\n", "")
    for words in ("Åsbro", "Östansjö", "Ärenden", "Sommar", "Ett ärende", "2022", "1\u202f200", "−200"):
        assert words in said
    assert all(f'data-words="{words}"' in made[0].svg for words in ("Åsbro", "Ärenden", "Höst", "1\u202f250"))


def drawing_of_everything():
    """A drawing with what the sheets of our own figures do not have."""
    figure = Figure(layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([1, 2, 3, 4], [1, 9, float("nan"), 2], "o-", label="en linje som skärs av")
    left.set(ylim=(0, 5), ylabel="upprätt", title="Två $x^2$")
    left.fill_between([1, 4], [1, 2], [2, 3], alpha=0.3)
    left.annotate("snett", (2, 3), (3, 4), rotation=30, arrowprops={"arrowstyle": "->"})
    left.legend()
    right.imshow(np.arange(12.0).reshape(3, 4), interpolation="nearest")
    right.scatter([0, 1, 2], [0, 1, 2], c=[1, 2, 3], s=[20, 60, 200], cmap="Greys")
    return figure


def test_it_is_the_picture_that_matplotlib_draws(tmp_path):
    with context(SHEET), rc_context({"svg.fonttype": "path"}):
        drawing = drawing_of_everything()
        own = figures.of(drawing, **WORDS).svg
        theirs = io.StringIO()
        FigureCanvasSVG(drawing).print_svg(theirs)
    apart = np.abs(seen(own, tmp_path) - seen(theirs.getvalue(), tmp_path)).max(axis=2)
    assert (apart > 100).mean() < 2e-3, "whole pixels differ"
    assert (apart > 40).mean() < 1e-2, "edges differ"
    assert "data:image/png;base64," in own


def test_what_is_matplotlibs_own_becomes_ours_and_what_was_chosen_stays():
    drawing = Figure(figsize=(10, 5))
    axes = drawing.subplots()
    default, chosen = axes.bar(["a"], [1])[0], axes.bar(["b"], [1], color="#c00020", edgecolor="#111111")[0]
    small, large = axes.text(0, 0.5, "liten", fontsize=4), axes.text(1, 2, "stor", fontsize=17, color="#c00020")
    figures.of(axes, **WORDS)
    assert [to_hex(bar.get_facecolor()) for bar in (default, chosen)] == [OWN, "#c00020"]
    assert to_hex(chosen.get_edgecolor()) == "#111111"
    assert (small.get_fontsize(), large.get_fontsize()) == (SMALLEST, 17)
    assert to_hex(large.get_color()) == "#c00020"
    assert min(text.get_fontsize() for text in drawing.findobj(Text)) == SMALLEST


def test_series_are_told_apart_without_colour():
    axes = pyplot.figure().subplots(1, 3)
    for number in range(3):
        axes[0].plot([1, 2], [1, number], label=f"linje {number}")
        axes[1].bar([number], [1])
        axes[2].scatter([1, 2], [number, 1])
    figures.of(axes, **WORDS)
    assert len({line.get_linestyle() + str(line._dash_pattern) for line in axes[0].lines}) == 3
    assert len({bar.get_hatch() for bar in axes[1].patches}) == 3
    assert len({dots.get_paths()[0].vertices.tobytes() for dots in axes[2].collections}) == 3


def test_a_label_on_a_bar_can_be_read():
    axes = FRAME.abs().plot.bar(stacked=True)
    plain, patterned = (axes.bar_label(bars, label_type="center")[0] for bars in axes.containers)
    figures.of(axes, **WORDS)
    assert to_hex(plain.get_color()) == "#ffffff"
    assert to_hex(patterned.get_color()) == INK
    assert to_hex(patterned.get_bbox_patch().get_facecolor()) == "#ffffff"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (["0.0", "0.5", "−1.0"], ["0,0", "0,5", "−1,0"]),
        (["1000", "12500", "-3"], ["1\u202f000", "12\u202f500", "−3"]),
        (["2019.0", "2020.0"], ["2019", "2020"]),
        (["1500", "2000"], ["1\u202f500", "2\u202f000"]),
        (["50%", "12.5 %", "+2.5"], ["50\u00a0%", "12,5\u00a0%", "+2,5"]),
        (["1e−03", "1e+06"], ["0,001", "1\u202f000\u202f000"]),
        (["Jan\n2023", "May", "Majorna", "A1.2", ""], ["jan\n2023", "maj", "Majorna", "A1.2", ""]),
    ],
)
def test_numbers_and_months_are_swedish(written, wanted):
    assert swedish(written) == wanted


def test_every_axis_is_swedish():
    axes = pyplot.figure().subplots(2, 2)
    axes[0, 0].plot([2019, 2020, 2021], [0, 1.5e6, 3e6])
    axes[0, 1].plot([1, 2], [0.001, 5e4])
    axes[0, 1].set_yscale("log")
    pd.Series(range(14), index=pd.period_range("2022-11", periods=14, freq="M")).plot(ax=axes[1, 0])
    axes[1, 1].bar(["å", "ä"], [0.25, 0.5])
    words = words_in(figures.of(axes, **WORDS).svg)
    for written in ("2020", "3\u202f000\u202f000", "10\u202f000", "0,01", "jan", "juli", "0,2"):
        assert written in words, written
    assert not [word for word in words if re.search(r"\d\.\d|\d{5}|e[+−]|Jul", word)]


LONG = "Andel av de anhöriga som vet vem de ska vända sig till när de behöver stöd i vardagen, "


@pytest.mark.parametrize("bars", [2, 14])
@pytest.mark.parametrize("plot", ["barh", "bar", "level"])
def test_long_names_of_bars_leave_the_drawing_most_of_the_figure(plot, bars):
    data = pd.Series(range(1, bars + 1), index=["kort", *(f"{LONG * 3} {bar}" for bar in range(1, bars))])
    axes = data.plot.bar(rot=0) if plot == "level" else getattr(data.plot, plot)()
    svg = figures.of(axes, **WORDS).svg
    assert size_of(svg)[0] == pytest.approx(WIDTH, abs=1)
    wide, high = axes.get_position().size
    assert wide > 0.5
    assert high > 0.5
    said = words_in(svg)
    assert "kort" in said
    assert not any(word.endswith("-") for word in said), "a word is parted"
    if bars > 2:
        assert any(word.endswith("…") for word in said)


def test_a_long_title_is_in_lines():
    axes = pyplot.figure().subplots()
    axes.set(title=LONG * 3, xlabel=LONG * 3, ylabel=LONG * 3)
    assert size_of(figures.of(axes, **WORDS).svg)[0] == pytest.approx(WIDTH, abs=1)
    assert min(axes.get_position().size) > 0.5


def test_a_long_name_has_a_third_of_each_of_several_axes_and_a_word_is_parted_only_where_it_must():
    axes = pyplot.figure().subplots(1, 3)
    for each in axes:
        each.barh([LONG, "Tillgänglighetssamordning", "å" * 200], [10_000_000, 1, 1])
    said = words_in(figures.of(axes, **WORDS).svg)
    assert min(each.get_position().width for each in axes) > 0.1
    assert "å" * 200 not in said
    plain = pyplot.figure().subplots()
    plain.plot([0, 1], [0, 1e14])
    assert "100\u202f000\u202f000\u202f000\u202f000" in words_in(figures.of(plain, **WORDS).svg)


def test_labels_that_are_no_strings_are_numbers():
    axes = pyplot.figure().subplots()
    axes.plot([1, 2, 3], [1, 2, 3])
    axes.set_xticks([1, 2], labels=[2022, 2023])
    axes.set_yticks([1, 2, 3], labels=np.array([1814, 2.5, 0.25]))
    assert words_in(figures.of(axes, **WORDS).svg) == ["2022", "2023", "1\u202f814,0", "2,5", "0,25"]
    matrix = pd.plotting.scatter_matrix(FRAME)
    assert "Åsbro" in words_in(figures.of(matrix, **WORDS).svg)


CODES = ["0180", "1814", "1.10", "007", "Jan"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: axes.bar(CODES, range(5)),
        lambda axes: pd.Series(range(5), index=CODES).plot.bar(ax=axes),
        lambda axes: pd.Series(range(5), index=CODES).plot.barh(ax=axes),
        lambda axes: axes.set_xticks(range(5), labels=CODES),
        lambda axes: axes.bar_label(axes.bar(range(5), [900, 3, 3, 3, 3]), labels=CODES),
        lambda axes: axes.pie(range(1, 6), labels=CODES),
        lambda axes: (axes.plot([[0] * 5, [1] * 5], label=CODES), axes.legend()),
        lambda axes: [axes.text(0, 0, code) for code in CODES],
    ],
)
def test_names_that_look_like_numbers_stay_as_they_were_given(draw):
    axes = pyplot.figure().subplots()
    draw(axes)
    assert set(CODES) <= set(words_in(figures.of(axes, **WORDS).svg))


def test_numbers_that_were_written_of_what_is_drawn_are_swedish():
    axes = pyplot.figure().subplots(2, 2)
    axes[0, 0].bar_label(axes[0, 0].bar(["a", "b"], [1234.5, 0.25]))
    axes[0, 1].plot([0, 1], [3.14159, 2])
    axes[0, 1].annotate("3.14", (0, 3.14159))
    axes[0, 1].set_xticks([0, 0.5], labels=["0.0", "0.5"])
    axes[1, 0].imshow([[0.125]])
    axes[1, 0].text(0, 0, "0.125")
    axes[1, 1].pie([1, 7], autopct="%.1f%%")
    words = words_in(figures.of(axes, **WORDS).svg)
    assert {"1\u202f234,5", "0,25", "3,14", "0,0", "0,5", "0,125", "12,5\u00a0%"} <= set(words)


def test_an_axis_of_very_small_numbers_says_their_power_beside_it():
    axes = pyplot.figure().subplots()
    axes.plot([0, 1], [1.5e-9, 4e-9])
    words = words_in(figures.of(axes, **WORDS).svg)
    assert {"1,5", "4,0", "× 10⁻⁹"} <= set(words)


def test_nothing_is_cut_and_nothing_is_taller_than_a_page():
    drawing = Figure(figsize=(4, 40))
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.plot([1, 2], [1, 2], label="vid sidan")
    axes.set_ylabel("utanför")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    svg = figures.of(drawing, **WORDS).svg
    left, top, wide, high = (float(n) for n in re.search(r'viewBox="([^"]*)"', svg)[1].split())
    assert wide == pytest.approx(WIDTH, abs=1)
    assert high == pytest.approx(TALLEST, abs=1)
    assert (left < -10, "vid sidan" in words_in(svg)) == (True, True)
    for x, y in re.findall(r"translate\((\S+) ([^\s)]+)\)", svg):
        assert left <= float(x) <= left + wide
        assert top <= float(y) <= top + high


def test_a_figure_is_named_after_its_caption():
    assert figures.of(Figure(), **WORDS).name == "besok-per-ar"
    assert figures.of(Figure(), name="eget", **WORDS).name == "eget"


@pytest.mark.parametrize("what", WORDS)
def test_a_figure_without_words_or_source_is_refused(what):
    with pytest.raises(ValueError, match=f"a figure needs {what}; say "):
        figures.of(Figure(), **{**WORDS, what: " "})


@pytest.mark.parametrize("drawing", [None, "figur.png", [], FRAME])
def test_what_is_no_drawing_is_refused(drawing):
    with pytest.raises(TypeError, match="takes a figure or axes of matplotlib"):
        figures.of(drawing, **WORDS)


def test_a_paper_gets_the_figure_and_no_second_picture():
    code = (
        f"import pandas as pd\nfrom naravard import figures\nax = pd.Series([1, 2]).plot()\nfigures.of(ax, **{WORDS})"
    )
    cell = new_code_cell(code)
    with running() as shell:
        assert shell.run(cell)
    (output,) = cell.outputs
    fromstring(output.data[MIME]["svg"])
