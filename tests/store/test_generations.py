"""Generations: published whole or not at all, found again, kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import StoreBusy, StoreDamaged, StoreError, UsageError
from brep_metrics.store import SourceFile, declarations, open_store
from brep_metrics.store import file_draft as draft_module
from brep_metrics.store import reading as reading_module
from brep_metrics.store.declarations import DeclaredColumn, DeclaredTable

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Draft, Store


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


def test_an_exception_publishes_nothing(store: Store, tmp_path: Path, content, rounds):
    """A load that ends in an exception leaves every file as it was."""
    rounds(store)  # what was read once is in the cache
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


def test_one_writer(store: Store, rounds, load):
    """While a block fills a draft a second writer is told that the store is busy; readers are not disturbed."""
    with store.write(who="x", why="y") as draft:
        draft.execute("delete from sector")
        with pytest.raises(StoreBusy), store.write(who="z", why="y"):
            pass
        with pytest.raises(StoreBusy):
            load(store, 2)
        assert rounds(store) == [("1", 6)]
    assert store.verify() == ()


def test_a_draft_that_was_overtaken_is_built_again(store: Store, fill, load):
    """Built on a generation that is not current any more, a load is filled once more, on the one that is."""
    bases = []

    def slow(draft: Draft) -> None:
        bases.append(draft.base.id)
        if len(bases) == 1:
            load(store, 2)
        draft.execute("insert into sector values ('LATE', '3', null, 'network', null)")

    made = store.build(slow, who="late", why="overtaken")
    assert (bases, made.id) == (["g000001", "g000002"], "g000003")
    with store.read() as reading:
        found = reading.fetch("select name_zh, count(*) from sector group by all order by all")
    assert found == [("2", 3), ("3", 1)]
    assert [one.who for one in store.generations()] == ["writer 1", "writer 2", "late"]


def test_a_child_is_read_by_name_and_never_current(store: Store, load, rounds):
    """Corrections of a generation leave the network's data alone, whatever was loaded before or after."""
    load(store, 2)
    day = store.generations()[0].date
    child = store.build(
        lambda draft: draft.execute("update sector set name_zh = 'corrected'"),
        who="an evaluator",
        why="objections upheld",
        day=day,
        parent="g000001",
    )
    assert (child.id, child.parent) == ("g000003", "g000001")
    assert (store.current().id, rounds(store)) == ("g000002", [("2", 6)])
    load(store, 4)
    assert [one.id for one in store.generations()] == ["g000001", "g000002", "g000004"]
    assert [one.id for one in store.generations(children=True)] == ["g000001", "g000002", "g000003", "g000004"]
    with store.read("g000003") as reading:
        assert reading.fetch("select distinct name_zh from sector") == [("corrected",)]
        assert reading.fetch("select distinct name_zh from organization") == [("1",)]
    assert store.verify() == ()


def test_an_old_generation_stays_readable(store: Store, load, monkeypatch):
    """What was written before a column or a table was declared reads as empty there, and the next load has both."""
    tables = declarations.declared_tables()
    report = next(table for table in tables if table.name == "report")
    column = DeclaredColumn("verified_by", "varchar", required=False, comment="new")
    attachment = DeclaredTable(
        "attachment", "new", (DeclaredColumn("recorded_on", "date", required=False, comment=""), column), ()
    )
    grown = (*(replace(one, columns=(*one.columns, column)) if one is report else one for one in tables), attachment)
    with store.write(who="x", why="y") as draft:
        draft.execute("insert into report (report_id, group_id, due_on) values ('R', 'G', '2026-01-01')")
    for module in (draft_module, reading_module):
        monkeypatch.setattr(module, "declared_tables", lambda: grown)
    with store.read() as reading:
        assert reading.fetch("select report_id, verified_by from report") == [("R", None)]
        assert reading.fetch("select count(*) from attachment") == [(0,)]
    with store.write(who="x", why="y") as draft:
        draft.execute("update report set verified_by = 'me'; insert into attachment values (null, 'you')")
    with store.read() as reading:
        assert reading.fetch("select report_id, verified_by, due_on from report") == [("R", "me", date(2026, 1, 1))]
        assert reading.fetch("select verified_by from attachment") == [("you",)]


def test_a_store_that_is_gone_is_not_an_empty_one(folder_store: Store, tmp_path: Path, load, rounds):
    """A folder that vanished, or a file in its place, is damage; made anew by somebody else it shows the new data."""
    folder = tmp_path / "store"
    assert rounds(folder_store) == [("1", 6)]
    folder.rename(tmp_path / "moved")
    for look in (
        folder_store.current,
        folder_store.generations,
        lambda: rounds(folder_store),
        lambda: load(folder_store, 2),
    ):
        with pytest.raises(StoreDamaged, match="gone"):
            look()
    folder.write_text("")
    with pytest.raises(StoreError):
        folder_store.current()
    folder.unlink()
    load(open_store(folder), 7)
    assert rounds(folder_store) == [("7", 6)]


def test_a_place_that_cannot_be_written(tmp_path: Path, load):
    """A store below a file is an error of the store, not a traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="Cannot write"):
        load(open_store(tmp_path / "file" / "store"), 1)
