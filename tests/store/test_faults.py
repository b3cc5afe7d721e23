"""Damage to a store's files is told as such, with the file's name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import StoreDamaged
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store


def _overwrite(path: Path, at: int, bytes_: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes_)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("CURRENT", lambda path: path.unlink()),
        ("CURRENT", lambda path: path.write_text("")),
        ("CURRENT", lambda path: path.write_text("g00000x\n")),
        ("CURRENT", lambda path: path.write_bytes(b"\xff\xfe")),
        ("generations/g000001.json", lambda path: path.unlink()),
        ("generations/g000001.json", lambda path: path.write_text("{}")),
        ("generations/g000001.json", lambda path: path.write_text(path.read_text()[:40])),
        ("generations/g000001.duckdb", lambda path: path.unlink()),
        ("generations/g000001.duckdb", lambda path: path.write_bytes(b"")),
        ("generations/g000001.duckdb", lambda path: os.truncate(path, 5000)),
        ("generations/g000001.duckdb", lambda path: _overwrite(path, 0, b"\0" * 20_000)),
        ("generations/g000001.duckdb", lambda path: _overwrite(path, 8, b"XXXX")),
    ],
)
def test_damage_is_named(store: Store, tmp_path: Path, name: str, damage, load, rounds, content):
    """The error names the file that is missing or broken, for readers and writers alike; nothing is removed."""
    path = tmp_path / "store" / name
    damage(path)
    before = content(tmp_path)
    with pytest.raises(StoreDamaged, match=path.name):
        rounds(open_store(tmp_path / "store"))
    if name != "generations/g000001.duckdb":
        with pytest.raises(StoreDamaged, match=path.name):
            load(store, 2)
        assert content(tmp_path) == before


def test_a_damaged_block_is_named(tmp_path: Path, load, rounds):
    """A block whose checksum fails is found when it is read, and other stores stay readable."""
    store, other = open_store(tmp_path / "store"), open_store(tmp_path / "other")
    load(store, 1, rows=200_000)
    load(other, 1)
    path = tmp_path / "store" / "generations" / "g000001.duckdb"
    for block in range(1, path.stat().st_size // 262_144):
        _overwrite(path, 12_288 + block * 262_144 + 5_000, b"damage" * 100)
    with pytest.raises(StoreDamaged, match=r"g000001\.duckdb"):
        rounds(store)
    assert rounds(other) == [("1", 6)]
