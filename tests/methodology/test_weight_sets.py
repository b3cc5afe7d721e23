"""The table of experts' weights: found beside the methodology, carried in its text, and refused cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.methodology import load_methodology, parse_methodology

if TYPE_CHECKING:
    from pathlib import Path

METHODOLOGY = """id = "x"
[[node]]
code = "index"
[[node]]
code = "part"
parent = "index"
[[indicator]]
code = "a"
parent = "part"
[[indicator]]
code = "b"
parent = "index"
[robustness]
weight_sets = "experts.csv"
"""
TABLE = "code,李,Zhao\npart,60,0\nb,40,100\n"
SETS = {"李": {"part": 60.0, "b": 40.0}, "Zhao": {"part": 0.0, "b": 100.0}}


def written(folder: Path, table: bytes) -> Path:
    (folder / "experts.csv").write_bytes(table)
    (folder / "m.toml").write_text(METHODOLOGY, "utf-8")
    return folder / "m.toml"


@pytest.mark.parametrize(
    "table",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig").replace(b"\n", b"\r\n"),
        TABLE.encode("gb18030"),
        TABLE.replace("Zhao", '"Zhao"').encode(),
    ],
)
def test_the_text_of_the_methodology_is_enough(tmp_path: Path, table: bytes):
    """Whatever wrote the table, the methodology's text alone gives the same sets and hash, as in a snapshot."""
    loaded = load_methodology(written(tmp_path, table))
    alone = parse_methodology(loaded.text, file="methodology.toml")
    assert loaded.weight_sets == alone.weight_sets == SETS
    assert alone.hash == loaded.hash
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "m.toml").write_text(loaded.text, "utf-8")
    assert load_methodology(tmp_path / "alone" / "m.toml") == loaded


def test_another_table_is_another_methodology(tmp_path: Path):
    """The hash covers the weights."""
    one = load_methodology(written(tmp_path, TABLE.encode()))
    assert load_methodology(written(tmp_path, TABLE.replace("60", "61").encode())).hash != one.hash


FAULTS = {
    "Code,李\nb,1\n": (1, "Code", None),
    "code\nb\n": (1, None, None),
    "code,李,李\nb,1,2\n": (1, "李", None),
    "code,\nb,1\n": (1, "2", None),
    "code,李\nB,1\n": (2, "code", "B"),
    "code,李\nindex,1\n": (2, "code", "index"),
    "code,李\nb,1\n\nb,2\n": (4, "code", "b"),
    "code,李\nb,-1\n": (2, "李", "-1"),
    "code,李\nb,\n": (2, "李", ""),
    "code,李\nb,nan\n": (2, "李", "nan"),
    "code,李\nb,1e3\n": (2, "李", "1e3"),
    "code,李\nb,1,2\n": (2, None, None),
    "code,李\n": (None, None, None),
    "code,李\na,0\n": (2, "李", "0"),
    'code,李\n"b,1\n': (None, None, None),
    'code,\\"\x01\nb,1\n': (1, "2", None),
}


@pytest.mark.parametrize(("table", "place"), FAULTS.items(), ids=range(len(FAULTS)))
def test_a_fault_has_line_column_and_value(table: str, place: tuple[object, ...], tmp_path: Path):
    """Of the table itself, whose name comes before them."""
    with pytest.raises(FaultsError) as caught:
        load_methodology(written(tmp_path, table.encode()))
    faults = [(fault.file, fault.line, fault.column, fault.value) for fault in caught.value.faults]
    assert faults == [("experts.csv", *place)]


def test_the_table_must_be_there(tmp_path: Path):
    """Beside the file, or in its text; and nothing else is carried along."""
    path = written(tmp_path, TABLE.encode())
    (tmp_path / "experts.csv").unlink()
    with pytest.raises(UsageError):
        load_methodology(path)
    for text in (METHODOLOGY, METHODOLOGY.replace("[robustness]\nweight_sets", "[files]\n'other.csv'")):
        with pytest.raises(FaultsError):
            parse_methodology(text, file="m.toml")


@pytest.mark.parametrize("name", ["../experts.csv", "/etc/passwd", "a\\b.csv", ".csv", "experts.txt"])
def test_only_a_file_beside_it_is_read(name: str, tmp_path: Path):
    """The name has no folder in it, and ends as tables do."""
    path = written(tmp_path, TABLE.encode())
    path.write_text(METHODOLOGY.replace('"experts.csv"', f"'{name}'"), "utf-8")
    with pytest.raises(FaultsError) as caught:
        load_methodology(path)
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(14, "robustness.weight_sets")]


def test_an_option_is_listed_once():
    """It would be drawn twice as often."""
    with pytest.raises(FaultsError) as caught:
        parse_methodology(METHODOLOGY.replace('weight_sets = "experts.csv"', "treatment = [1, 2, 1]"), file="m.toml")
    assert [(fault.line, fault.column, fault.value) for fault in caught.value.faults] == [
        (14, "robustness.treatment[3]", "1")
    ]
