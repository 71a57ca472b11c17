"""The pinned snapshot: whole, and read only where it is needed."""

from pathlib import Path

import pytest

from naravard import cli
from naravard.model import Comparison
from naravard.reading.kolada import read_key_figures

SNAPSHOT = Path(__file__).parents[1] / "data" / "kolada"


def test_the_snapshot_put_together_again_is_the_file_it_was_made_from(capsys):
    assert cli.main(["kolada", "verify", "--snapshot", str(SNAPSHOT)]) == 0
    assert "helt" in capsys.readouterr().out


def test_a_value_that_has_been_changed_is_noticed(tmp_path, capsys):
    (tmp_path / "values").mkdir()
    (tmp_path / "values" / "1814.csv").write_text("kpi,period,gender,value\nN1,2022,T,2\n")
    (tmp_path / "snapshot.toml").write_text('dump_sha256 = "0"\n')
    assert cli.main(["kolada", "verify", "--snapshot", str(tmp_path)]) == 2
    assert "kontrollsumman" in capsys.readouterr().err


def test_only_the_areas_and_key_figures_asked_for_are_read():
    figures = read_key_figures(SNAPSHOT, "1814", Comparison(snapshot="x", county="G33625"), ["U23401"])
    assert {kpi for kpi, _, _ in figures.series} == {"U23401"}
    assert {area for _, area, _ in figures.series} <= {"1814", "0000", *figures.county}
    assert dict(figures.series["U23401", "1814", "T"])[2022] == 68.0


def test_an_unknown_group_is_an_error_and_not_an_empty_comparison():
    with pytest.raises(ValueError, match="G0"):
        read_key_figures(SNAPSHOT, "1814", Comparison(snapshot="x", peers="G0"), [])
