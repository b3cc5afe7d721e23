"""Generations in a folder: published whole or not at all, found again, kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import StoreBusy, StoreDamaged, StoreError, UsageError
from brep_metrics.store import SourceFile, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store


def test_an_empty_store(tmp_path: Path):
    """Where nothing was written there is nothing to read, and looking makes no folder."""
    store = open_store(tmp_path / "store")
    assert (store.current(), store.generations()) == (None, ())
    with pytest.raises(UsageError, match="no data"), store.read():
        pass
    assert not (tmp_path / "store").exists()


def test_generations(store: Store, load):
    """Each load is one generation that says who, why, from what, and how much."""
    load(store, 2, rows=4)
    first, second = store.generations()
    assert (first.id, second.id, store.current()) == ("g000001", "g000002", second)
    assert (second.who, second.why, second.files) == ("writer 2", "a load", (SourceFile("sector.csv", "0" * 64, 4),))
    assert (second.rows["sector"], second.rows["report"], second.latest) == (4, 0, second.date)
    assert [(entry["event"], entry["generation"]) for entry in store.journal.entries()] == [
        ("published", "g000001"),
        ("published", "g000002"),
    ]


def test_an_earlier_generation_stays(store: Store, load):
    """What was shown can be shown again, and an unknown generation is refused by name."""
    load(store, 2)
    with store.read("g000001") as reading:
        assert reading.fetch("select distinct name_zh from sector") == [("1",)]
    for unknown in ("g000003", "../g000001", ""):
        with pytest.raises(UsageError, match="g000002"), store.read(unknown):
            pass


def test_a_reading_keeps_its_generation(store: Store, load, rounds):
    """A load during a reading changes nothing in it; the next reading of the same store object has the new data."""
    with store.read() as reading:
        load(store, 2)
        assert reading.fetch("select distinct name_zh from sector") == [("1",)]
        assert rounds(store) == [("2", 6)]
        assert reading.fetch("select distinct name_zh from sector") == [("1",)]


def test_an_exception_publishes_nothing(store: Store, tmp_path: Path, content):
    """A load that ends in an exception leaves every file as it was."""
    before = content(tmp_path)
    with pytest.raises(ZeroDivisionError), store.write(who="x", why="y") as draft:
        draft.query("delete from sector").loc[1 / 0]
    with pytest.raises(UsageError), store.write(who="x", why="y") as draft:
        draft.execute("insert into nothing values (1)")
    assert content(tmp_path) == before


def test_a_rehearsal_leaves_no_trace(store: Store, tmp_path: Path, rounds, content):
    """A rehearsal sees and changes the current data for itself alone, even while another one writes."""
    before = content(tmp_path)
    with store.write(who="x", why="y"), store.rehearse() as draft:
        draft.execute("delete from sector where sector_id = 'S0'")
        assert draft.fetch("select count(*) from sector") == [(2,)]
    assert rounds(store) == [("1", 6)]
    assert content(tmp_path).keys() >= before.keys()


def test_one_writer(store: Store, rounds):
    """A second writer is told that the store is busy; readers are not disturbed."""
    with store.write(who="x", why="y") as draft:
        draft.execute("delete from sector")
        with pytest.raises(StoreBusy), store.write(who="z", why="y"):
            pass
        assert rounds(store) == [("1", 6)]
    assert store.journal.verify() == ()


def test_a_pointer_behind_the_files_stops_the_writer(store: Store, tmp_path: Path, load, content):
    """A pointer set back by hand must not make the next load delete generations."""
    for round_ in (2, 3):
        load(store, round_)
    (tmp_path / "store" / "CURRENT").write_text("g000001\n")
    before = content(tmp_path)
    with pytest.raises(StoreDamaged, match="g000003"):
        load(store, 4)
    assert content(tmp_path) == before


def test_a_store_made_anew_is_not_taken_for_the_old(store: Store, tmp_path: Path, load, rounds):
    """A store deleted and made again at the same place shows its new data in the same process."""
    assert rounds(store) == [("1", 6)]
    (tmp_path / "store").rename(tmp_path / "moved")
    load(store, 7)
    assert rounds(store) == [("7", 6)]


def test_a_changed_record_is_found(store: Store, tmp_path: Path):
    """The journal vouches for what each generation says about itself."""
    record = tmp_path / "store" / "generations" / "g000001.json"
    record.write_text(record.read_text("utf-8").replace("writer 1", "writer 2"), "utf-8")
    assert [fault.file for fault in store.verify()] == ["g000001.json"]


def test_a_place_that_cannot_be_written(tmp_path: Path, load):
    """A store below a file is an error of the store, not a traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="Cannot write"):
        load(open_store(tmp_path / "file" / "store"), 1)


def test_events_about_a_generation_do_not_unsettle_its_record(tmp_path):
    """A publication or a snapshot names a generation too; only the load vouches for its record."""
    store = open_store(tmp_path / "store")
    with store.write(who="test", why="rows"):
        pass
    store.journal.append("result_published", generation="g000001")
    assert store.verify() == ()
