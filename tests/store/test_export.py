"""The tables as files: every cell verbatim, every table there, the same bytes each time."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import StoreError, UsageError
from brep_metrics.schema import load_schema
from brep_metrics.store import export_tables, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store

AWKWARD = ["=1+1", "+1", "-1", "@x", "a,b", 'say "x"', "line\nbreak", "line\r\nbreak", "cr\rcr", " padded ", "NULL",
           "\ttab", "“弯引号”；分号", "；", "0012", "1e5", "#", "'"]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Sectors with awkward names, and an outcome with lists, a decimal and a date in the future."""
    made = open_store(tmp_path / "store")
    with made.write(who="test", why="export", day=date(2026, 2, 2)) as draft:
        for number, name in enumerate(AWKWARD):
            row = {"key": f"S{number:02}", "name": name}
            draft.execute("insert into sector values ($key, $name, null, 'network', null)", row)
        draft.execute(
            "insert into outcome values ('O', 'G', 'project', 't', null, '2027-03-03', ['CN', 'DE'], [], ['H'],"
            " 1.5, 'MW', '2026-02-02')"
        )
    return made


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_cells_are_verbatim(store: Store, tmp_path: Path):
    """A text is written as it is, whatever it begins with or holds, in the order of the keys."""
    export_tables(store, tmp_path / "out")
    assert [row["name_zh"] for row in _rows(tmp_path / "out" / "sector.csv")] == AWKWARD


def test_values(store: Store, tmp_path: Path):
    """Lists are joined by semicolons, dates ISO, absent values empty; rows and events of later dates are there too."""
    export_tables(store, tmp_path / "out")
    assert (tmp_path / "out" / "outcome.csv").read_text("utf-8").splitlines()[1] == (
        "O,G,project,t,,2027-03-03,CN;DE,,H,1.500,MW,2026-02-02"
    )


def test_every_table(store: Store, tmp_path: Path):
    """Each table has a file with the declared columns, an empty one too."""
    paths = export_tables(store, tmp_path / "out")
    for path, table in zip(paths, load_schema().tables.values(), strict=True):
        assert path.read_text("utf-8").splitlines()[0] == ",".join(table.columns)
        assert path.stem == table.name


def test_same_bytes(store: Store, tmp_path: Path):
    """An earlier generation exports to the same bytes after a later one was written."""
    first = export_tables(store, tmp_path / "first")
    with store.write(who="test", why="more") as draft:
        draft.execute("delete from sector")
    second = export_tables(store, tmp_path / "second", "g000001")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_refusals(store: Store, tmp_path: Path):
    """An unknown generation writes nothing; a place that takes no files is an error of the store."""
    with pytest.raises(UsageError):
        export_tables(store, tmp_path / "out", "g000009")
    assert not (tmp_path / "out").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="Cannot write"):
        export_tables(store, tmp_path / "file" / "out")
