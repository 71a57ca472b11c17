"""The smallest papers that can be published, and the folder they are made from: for trying the runner, not the papers."""

from __future__ import annotations

from pathlib import Path

from nbformat import write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from naravard.editions.making import Order
from naravard.editions.paths import EditionPath
from naravard.editions.publisher import Options, RunRequest

COVER = """from pathlib import Path
from naravard.document import Cover, Paragraph
Cover(organisation="Exempelby kommun", subtitle="Hösten 2023", date="2023-12-31", case_number="EX 1", marks=("Exempeldata",))"""
WORDS = "Paragraph.plain(Path(data, 'ord.csv').read_text(encoding='utf-8').strip())"


def notebook(path: Path, *sources: str) -> Path:
    """A notebook with a title, a cover, the words of ``ord.csv``, and these cells after them."""
    parameters = new_code_cell(
        'data = "data/prov"  # mappen\nterm = "HT2023"  # terminen', metadata={"tags": ["parameters"]}
    )
    cells = [new_markdown_cell("# Ett litet papper"), parameters, *map(new_code_cell, (COVER, WORDS, *sources))]
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    write(new_notebook(cells=cells, metadata=kernel), path)
    return path


class Bench:
    """A folder with a project of one file, a notebook, and a place for the papers."""

    def __init__(self, root: Path) -> None:
        self.root, self.data = root, root / "data" / "prov"
        self.data.mkdir(parents=True)
        self.words = self.data / "ord.csv"
        self.words.write_text("Första orden\n", encoding="utf-8")
        self.path = EditionPath(root / "reports", "prov", "HT2023")
        self.notebook = notebook(root / "notebooks" / "litet.ipynb")

    def request(self) -> RunRequest:
        return RunRequest(self.data, "HT2023", "Exempelby kommun", inputs={"prov/ord.csv": self.words})

    def papers(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted(self.notebook.parent.glob("*.ipynb"))}

    def order(self, folder: Path) -> Order:
        return Order(
            "litet", self.notebook, {"data": "data/prov", "term": "HT2023"}, self.root, folder, ("html",), "", ""
        )


HTML = Options(formats=("html",), workers=2)
