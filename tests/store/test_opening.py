"""Addresses: a folder is a store; anything else is refused in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from brep_metrics.errors import UsageError
from brep_metrics.store import open_store


@pytest.mark.parametrize("address", ["ducklake:postgres:dbname=brep", "s3://bucket/store", "md:brep"])
def test_other_kinds_are_refused(address: str):
    """A scheme is not taken for a folder's name."""
    with pytest.raises(UsageError, match="folder"):
        open_store(address)


def test_a_file_is_no_store(tmp_path: Path):
    """A file is refused before anything is written."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="not a folder"):
        open_store(tmp_path / "file")


def test_a_relative_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A store keeps its place when the process changes its directory; quotes and Chinese in a path do no harm."""
    (tmp_path / "数据 'x'").mkdir()
    monkeypatch.chdir(tmp_path / "数据 'x'")
    store = open_store("store")
    with store.write(who="test", why="a path"):
        pass
    monkeypatch.chdir(tmp_path)
    with store.read() as reading:
        assert reading.fetch("select count(*) from sector") == [(0,)]
    assert Path(store.address) == tmp_path / "数据 'x'" / "store"
