"""`brep convert` writes tables into a folder of their own, and says what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_only_an_empty_folder_is_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A folder that holds something is left alone: exit code 2."""
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    assert run(["convert", "cofi", str(tmp_path / "absent.csv"), str(tmp_path), "--lang", "en"]) == 2
    assert "not an empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Exit code 2, and no folder is made."""
    assert run(["convert", "cofi", str(tmp_path / "absent.csv"), str(tmp_path / "new"), "--lang", "en"]) == 2
    assert "absent.csv" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_another_file_is_a_fault_with_every_missing_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Exit code 1, one line per column, in the language asked for."""
    (tmp_path / "other.csv").write_text("unique_id\n1\n", encoding="utf-8")
    assert run(["convert", "cofi", str(tmp_path / "other.csv"), str(tmp_path / "new"), "--lang", "zh"]) == 1
    said = capsys.readouterr().err
    assert "other.csv:1: primary_fuel: 缺少该列" in said
    assert not (tmp_path / "new").exists()


def test_dirt_is_printed_and_counted(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Every dirty cell goes to stdout as data; the counts, in the language asked for, to stderr."""
    source, folder = shared / "data" / "cofi.csv", tmp_path / "tables"
    assert run(["convert", "cofi", str(source), str(folder), "--format", "csv", "--lang", "zh"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("file,line,column,value,problem,done\n")
    assert "162 处没有投产年份" in said.err
    assert "17 处标记为另一行的重复记录" in said.err
    assert {path.stem for path in folder.iterdir()} == {
        "sector",
        "country",
        "organization",
        "working_group",
        "outcome",
        "review",
    }
