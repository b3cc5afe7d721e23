"""check, load, templates, export and history as a person runs them."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from brep_metrics.cli.main import run
from brep_metrics.store import open_store

SECTOR = "sector_id,name_zh,name_en,tier,recorded_on\npower,电力,Electric power,conventional,2021-06-08\n"


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "store")


@pytest.fixture
def sector(tmp_path: Path) -> Path:
    path = tmp_path / "sector.csv"
    path.write_text(SECTOR, encoding="utf-8")
    return path


def test_check_says_what_it_read_and_leaves_no_store(sector: Path, address: str, tmp_path: Path, capsys):
    """Exit code 0, the rows on stdout, the verdict on stderr in the chosen language, nothing written."""
    assert run(["check", str(sector), "--store", address, "--format", "csv", "--lang", "zh"]) == 0
    said = capsys.readouterr()
    assert said.out == "table,rows,new,changed,equal,removed\nsector,1,1,0,0,0\n"
    unknown, found = said.err.splitlines()
    assert unknown.endswith("没有工作组")
    assert found == "没有发现错误"
    assert [path.name for path in tmp_path.iterdir()] == ["sector.csv"]


def test_check_lists_faults_in_chinese(sector: Path, address: str, capsys):
    """Exit code 1; file, line, column and expectation in Chinese."""
    sector.write_text(SECTOR.replace("conventional", "conventionel"), encoding="utf-8")
    assert run(["check", str(sector), "--store", address, "--lang", "zh"]) == 1
    assert capsys.readouterr().err == (
        "sector.csv:2: tier: “conventionel”: 不在可选值之内；应为“conventional”\n发现错误：1 处\n"
    )


def test_a_load_is_told_by_history_and_undone_by_a_removal(sector: Path, address: str, tmp_path: Path, capsys):
    """Each load is a generation with who, why and the files; `--remove` takes a file of keys."""
    keys = tmp_path / "keys" / "sector.csv"
    keys.parent.mkdir()
    keys.write_text("sector_id\npower\n", encoding="utf-8")
    assert run(["load", str(sector), "--store", address, "--who", "Li", "--why", "first"]) == 0
    assert run(["load", "--remove", str(keys), "--store", address, "--who", "Wang", "--why", "mistake"]) == 0
    capsys.readouterr()
    assert run(["history", "--verify", "--store", address, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["generation"], row["who"], row["why"], row["rows"], row["files"]) for row in rows] == [
        ("g000001", "Li", "first", 1, "sector.csv"),
        ("g000002", "Wang", "mistake", 0, "sector.csv"),
    ]


def test_history_finds_a_changed_journal(sector: Path, address: str, tmp_path: Path, capsys):
    """Exit code 1 and the journal's line, when somebody rewrote it."""
    run(["load", str(sector), "--store", address, "--who", "Li"])
    with closing(sqlite3.connect(tmp_path / "store" / "register.sqlite")) as register, register:
        register.execute("update event set who = 'Wu'")
    assert run(["history", "--verify", "--store", address]) == 1
    assert "journal:1" in capsys.readouterr().err


def test_an_anchor_is_printed_and_found_again(sector: Path, address: str, capsys):
    """What `--anchor` prints is one line, and `--verify --anchor` with it proves that nothing before it was changed."""
    run(["load", str(sector), "--store", address])
    capsys.readouterr()
    assert run(["history", "--anchor", "--store", address]) == 0
    anchor = capsys.readouterr().out.strip()
    assert re.fullmatch(r"1:[0-9a-f]{64}", anchor)
    run(["export", str(Path(address) / ".." / "out"), "--store", address])
    assert run(["history", "--verify", "--anchor", anchor, "--store", address]) == 0
    assert run(["history", "--verify", "--anchor", anchor.replace("1:", "2:"), "--store", address]) == 1
    assert run(["history", "--verify", "--anchor", "yesterday", "--store", address]) == 2
    assert run(["history", anchor, "--store", address]) == 2


def test_the_day_of_a_load_can_be_given_but_not_put_back(sector: Path, address: str, capsys):
    """A later load is never dated before an earlier one."""
    assert run(["load", str(sector), "--store", address, "--date", "2026-03-01"]) == 0
    assert run(["load", str(sector), "--store", address, "--date", "2026-02-28", "--lang", "en"]) == 2
    assert "2026-03-01" in capsys.readouterr().err
    assert run(["load", str(sector), "--store", address, "--date", "2026-2-28"]) == 2
    assert [one.date.isoformat() for one in open_store(address).generations()] == ["2026-03-01"]


def test_what_is_exported_loads_again(sector: Path, address: str, tmp_path: Path):
    """`export` of any generation gives files that `load` takes."""
    assert run(["load", str(sector), "--store", address]) == 0
    assert run(["export", str(tmp_path / "out"), "--store", address, "--generation", "g000001"]) == 0
    assert run(["load", str(tmp_path / "out"), "--store", str(tmp_path / "copy")]) == 0
    assert (tmp_path / "out" / "sector.csv").read_text("utf-8") == SECTOR


def test_templates_are_written_where_asked(tmp_path: Path, capsys):
    """A folder that is made, or wrong usage where a file is in the way."""
    assert run(["templates", str(tmp_path / "blank"), "--lang", "en"]) == 0
    assert capsys.readouterr().err == "Files written: 17\n"
    assert run(["templates", str(tmp_path / "blank" / "sector.csv")]) == 2


@pytest.mark.parametrize("arguments", [["check", "nowhere.csv"], ["load", "nowhere"], ["load"], ["check", "."]])
def test_what_is_not_there_is_wrong_usage(arguments: list[str], address: str, tmp_path: Path, monkeypatch):
    """Exit code 2 for a path that is not there, no path at all, and a folder with nothing to load."""
    monkeypatch.chdir(tmp_path)
    assert run([*arguments, "--store", address]) == 2
