"""plan.toml: read, or stopped on the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_folder import PLAN, read, told

EXAMPLE = (Path(__file__).parents[1] / "data" / "exempel" / "nyckeltal").as_posix()


def read_plan(folder: Path, before: str, after: str) -> tuple[object, list[tuple[str, str, int | None]], str]:
    assert before in PLAN
    project, findings = read(folder, **{"plan.toml": PLAN.replace(before, after, 1)})
    return project, told(findings), " ".join(finding.message for finding in findings)


FAULTS = {
    "a quote is missing": ('by"', "by", [("refuse", "bad-toml", 4)], "ett citattecken saknas"),
    "text without quotes": ('"1814"', "Lekeberg", [("refuse", "bad-toml", 6)], "citattecken"),
    "a key with å": ("forsta_termin", "första_termin", [("refuse", "bad-toml", 7)], "utan å, ä"),
    "a bracket is missing": ("[projekt]", "[projekt", [("refuse", "bad-toml", 3)], "hakparentes"),
    "a key twice": ("sista_termin", "forsta_termin", [("refuse", "bad-toml", 8)], "två gånger"),
    "a misspelt key": ("kommunkod", "komunkod", [("error", "unknown-key", 6)], "Menade du 'kommunkod'?"),
    "a misspelt section": ("[projekt]", "[project]", [("error", "unknown-key", 3)], "Menade du 'projekt'?"),
    "a key outside its section": ("format = 1", 'dnr = "KS 22"', [("error", "unknown-key", 1)], "Rätta nyckelns namn"),
    "a missing key": ('kommunkod = "1814"\n', "", [("error", "missing-key", 3)], "Fyra siffror"),
    "a code as a number": ('"1814"', "1814", [("error", "bad-value", 6)], "citattecken"),
    "a short code": ('"1814"', '"18"', [("error", "bad-value", 6)], "Fyra siffror"),
    "no term": ('"HT2023"', '"hösten"', [("error", "bad-value", 8)], "HT2023"),
    "an empty name": ('"Exempelby kommun"', '""', [("error", "bad-value", 5)], "Kommunens namn"),
    "a word for true": (
        "[projekt]\n",
        '[projekt]\nexempeldata = "ja"\n',
        [("error", "bad-value", 4)],
        "true eller false",
    ),
    "ends before it begins": ('"HT2023"', '"HT2019"', [("error", "end-before-start", 8)], "VT2022"),
    "another format": ("format = 1", "format = 2", [("error", "bad-value", 1)], "nyare version"),
    "no day of the year": (
        "\n[projekt]",
        '\n[kalender]\nvt_borjar = "02-30"\n[projekt]',
        [("error", "bad-value", 4)],
        "MM-DD",
    ),
    "autumn before spring": (
        "\n[projekt]",
        '\n[kalender]\nvt_borjar = "08-01"\n[projekt]',
        [("error", "bad-value", 4)],
        "före",
    ),
    "a personal number": ('"Exempelby kommun"', '"850101-1234"', [("error", "personal-number", 5)], "850101-XXXX"),
    "no snapshot": (
        "\n[projekt]",
        '\n[jamforelse]\nuttag = "../kolada"\n[projekt]',
        [("error", "no-snapshot", None)],
        "../kolada",
    ),
    "a municipality that is not in the snapshot": (
        "\n[projekt]",
        f'\n[jamforelse]\nuttag = "{EXAMPLE}"\n[projekt]',
        [("error", "no-snapshot", None)],
        "inga värden för kommunkoden 1814",
    ),
    "a group that is not in the snapshot": (
        "\n[projekt]",
        f'\n[jamforelse]\nuttag = "{EXAMPLE}"\nlanets_kommuner = "GE77"\n[projekt]',
        [("error", "no-snapshot", None)],
        "gruppen GE77 finns inte",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_plan_is_told_on_its_line(name: str, tmp_path: Path) -> None:
    before, after, expected, said = FAULTS[name]
    project, findings, messages = read_plan(tmp_path, before, after)
    assert project is None
    assert findings == expected
    assert said in messages


@pytest.mark.parametrize("after", ['"första termin"', "Forsta_Termin", '"Första_termin"'])
def test_a_key_is_known_with_and_without_its_marks(after: str, tmp_path: Path) -> None:
    project, findings, _ = read_plan(tmp_path, "forsta_termin", after)
    assert project is not None
    assert not findings


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PLAN.encode("cp1252"), "encoding-cp1252"),
        (PLAN.encode("utf-16"), "encoding-utf16"),
        (PLAN.encode("mac_roman"), "encoding-unknown"),
        (b"", "empty-file"),
        (b"# " + b"x" * 300_000, "too-large"),
        (None, "no-plan"),
    ],
)
def test_the_plan_is_read_as_notepad_saves_it(content: bytes | None, code: str, tmp_path: Path) -> None:
    project, findings = read(tmp_path, **{"plan.toml": content})
    assert [finding.code for finding in findings] == [code]
    assert (project is not None) == (findings[0].severity == "note")


def test_the_tables_are_judged_though_the_plan_is_wrong(tmp_path: Path) -> None:
    _, findings = read(tmp_path, **{"plan.toml": "x", "teman": "namn;typ\r\ntillgänglighet;x\r\n"})
    assert told(findings) == [("refuse", "bad-toml", 1), ("error", "unknown-word", 2)]


def test_the_plan_cites_sources_that_are_there(tmp_path: Path) -> None:
    project, findings, message = read_plan(tmp_path, "[projekt]\n", '[projekt]\nkalla = "XX stycke 1"\n')
    assert project is None
    assert findings == [("error", "unknown-reference", None)]
    assert "'XX'" in message
