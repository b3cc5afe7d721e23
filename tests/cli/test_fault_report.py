"""What the command line says of a file that is wholly wrong: a few faults of each kind, and all of them in a file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from brep_metrics.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ROWS = "".join(f"s{number},行业,,neither,2021-13-08\n" for number in range(30))
SECTORS = f"sector_id,name_zh,name_en,tier,recorded_on\n{ROWS}"


def test_twenty_faults_of_a_kind_are_printed_and_the_others_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Thirty rows with two faults each: twenty lines of each kind, then how many more there are."""
    (tmp_path / "sector.csv").write_text(SECTORS, encoding="utf-8")
    code = run(["check", str(tmp_path / "sector.csv"), "--store", str(tmp_path / "store"), "--lang", "en"])
    said = capsys.readouterr().err.splitlines()
    assert code == 1
    assert len([line for line in said if ": tier: “neither”" in line]) == 20
    assert len([line for line in said if ": recorded_on: “2021-13-08”" in line]) == 20
    assert "sector.csv: tier: 10 more faults of this kind; --faults FILE writes all of them to a file" in said
    assert said[-1] == "Faults found: 60"


def test_all_faults_go_into_a_file_on_request(tmp_path: Path):
    """Every fault is a row of the file, with line, column and value; the command fails all the same."""
    (tmp_path / "sector.csv").write_text(SECTORS, encoding="utf-8")
    listed = tmp_path / "faults.csv"
    store = ["--store", str(tmp_path / "store"), "--lang", "zh"]
    assert run(["load", str(tmp_path / "sector.csv"), "--faults", str(listed), *store]) == 1
    with listed.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    assert {(row["line"], row["column"], row["value"]) for row in rows[:2]} == {
        ("2", "tier", "neither"),
        ("2", "recorded_on", "2021-13-08"),
    }


def test_a_list_of_faults_that_cannot_be_written_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A folder that is not there is wrong usage, not a traceback."""
    (tmp_path / "sector.csv").write_text(SECTORS, encoding="utf-8")
    listed = tmp_path / "nowhere" / "faults.csv"
    store = ["--store", str(tmp_path / "store"), "--lang", "en"]
    assert run(["check", str(tmp_path / "sector.csv"), "--faults", str(listed), *store]) == 2
    assert capsys.readouterr().err.startswith("cannot write ")
