"""texter.md: what the analyst writes, under given headings."""

import shutil
from pathlib import Path

import pytest

from naravard.reading.project import read_project

EXEMPEL = Path(__file__).parents[1] / "data" / "exempel"


@pytest.fixture
def written(tmp_path):
    """A copy of the example in which HT2023 has the text given."""
    folder = tmp_path / "exempel"
    shutil.copytree(EXEMPEL, folder)

    def write(text):
        (folder / "HT2023" / "texter.md").write_bytes(text if isinstance(text, bytes) else text.encode())
        project, findings = read_project(folder)
        told = [finding for finding in findings if finding.file == "HT2023/texter.md"]
        return (project.term("HT2023").texts if project else None), told

    return write


def test_paragraphs_and_lists_are_read_under_their_headings(written):
    texts, findings = written(
        "# Analys\n\nEtt stycke\npå två rader.\n\nEtt till.\n- ett\n- två\n\n## slutsats\nKlart.\n"
    )
    assert findings == []
    assert texts == {"Analys": ("Ett stycke på två rader.", "Ett till.", ("ett", "två")), "Slutsats": ("Klart.",)}


def test_a_heading_without_a_place_is_told_of_with_what_was_meant(written):
    texts, (finding,) = written("# Analyss\nBortkommet.\n# Analys\nKvar.\n")
    assert (finding.code, finding.severity, finding.row) == ("unknown-heading", "warn", 1)
    assert "Menade du 'Analys'?" in finding.message
    assert texts == {"Analys": ("Kvar.",)}


def test_text_before_the_first_heading_is_told_of(written):
    texts, (finding,) = written("Löst.\n# Analys\nKvar.\n")
    assert (finding.code, finding.row) == ("text-without-heading", 1)
    assert texts == {"Analys": ("Kvar.",)}


def test_a_heading_of_the_memo_is_known(written):
    texts, findings = written("# Förvaltningens yttrande\nBra.\n")
    assert findings == []
    assert texts == {"Förvaltningens yttrande": ("Bra.",)}


def test_a_personal_number_in_a_text_refuses_the_report(written):
    texts, findings = written("# Analys\nDet gäller 19121212-1212.\n")
    assert texts is None
    assert [finding.code for finding in findings] == ["personal-number"]
    assert findings[0].row == 2


def test_a_text_from_old_notepad_is_read_with_a_note(written):
    texts, findings = written("# Analys\nÅtgärder på väg.\n".encode("cp1252"))
    assert [finding.code for finding in findings] == ["encoding-cp1252"]
    assert texts == {"Analys": ("Åtgärder på väg.",)}
