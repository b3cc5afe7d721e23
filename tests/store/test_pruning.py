"""What is removed of old generations, and what stays."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import literal, select

from brep_metrics.errors import UsageError
from brep_metrics.store import pruning
from brep_metrics.store.tables import KEPT

if TYPE_CHECKING:
    from brep_metrics.store import Store


class _InAYear(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days=365)


@pytest.fixture
def old(store: Store, load, monkeypatch) -> Store:
    """Five generations, a year later: the second was published, of the third there is a snapshot."""
    for round_ in range(2, 6):
        load(store, round_)
    store.journal.append("result_published", who="x", period="2025", methodology_id="m", generation="g000002")
    store.journal.append("snapshot", who="x", generation="g000003")
    monkeypatch.setattr(pruning, "datetime", _InAYear)
    return store


def _files(store: Store) -> set[str]:
    return {one.name.partition("-")[0] for one in store.files.listed("generations")}


def test_what_something_names_stays(old: Store, rounds):
    """Neither the current generation nor one that was published or taken away goes; the journal keeps every line."""
    told = old.prune(keep_days=180, who="op", dry_run=True)
    assert ([one.id for one in told], len(_files(old))) == (["g000001", "g000004"], 5)
    assert old.prune(keep_days=180, who="op") == told
    assert _files(old) == {"g000002", "g000003", "g000005"}
    assert rounds(old) == [("5", 6)]
    assert [one.id for one in old.generations() if one.pruned] == ["g000001", "g000004"]
    with pytest.raises(UsageError, match="prune"), old.read("g000004"):
        pass
    entry = old.journal.page(limit=1)[0]
    assert (entry["event"], entry["who"], entry["generations"]) == ("pruned", "op", ["g000001", "g000004"])
    assert old.verify() == ()
    assert old.prune(keep_days=180, who="op") == ()


def test_what_another_table_names_stays(old: Store, monkeypatch):
    """A part of the software that names generations for good says so in one place, and `prune` knows."""
    monkeypatch.setitem(KEPT, "generations", (*KEPT["generations"], select(literal("g000004"))))
    assert [one.id for one in old.prune(keep_days=180, who="op")] == ["g000001"]


def test_what_a_round_names_stays(old: Store):
    """The generation that a round fixed, and the child in which its corrections are, however old they become."""
    child = old.build(lambda _: None, who="x", why="corrections", parent="g000004")
    assert child.id == "g000006"
    old.journal.append("round_act", who="x", act="correct", generations=["g000004", child.id])
    assert [one.id for one in old.prune(keep_days=180, who="op")] == ["g000001"]
    with old.read(child.id) as reading:
        assert reading.fetch("select count(*) from sector") == [(3,)]
    assert old.verify() == ()


def test_what_is_young_stays(old: Store):
    """A year and a day keeps all of them."""
    assert old.prune(keep_days=366, who="op") == ()
    assert len(_files(old)) == 5


def test_half_a_year_is_the_least(old: Store):
    """A slip of the finger does not empty a store."""
    with pytest.raises(UsageError, match="180"):
        old.prune(keep_days=179, who="op")


def test_a_removal_that_was_cut_short_is_completed(old: Store, monkeypatch):
    """Killed between the line in the journal and the files, the files go with the next run."""
    with monkeypatch.context() as patched:
        patched.setattr(type(old.files), "remove", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            old.prune(keep_days=180, who="op")
    assert len(_files(old)) == 5
    assert old.verify() == ()
    assert old.prune(keep_days=180, who="op") == ()
    assert _files(old) == {"g000002", "g000003", "g000005"}


def test_what_killed_writers_left_goes_after_a_day(store: Store, load, monkeypatch):
    """A young file may belong to a load that is going on; a number of the left-behind is not taken for a generation."""
    left, draft = f"g000002-{'a' * 64}.duckdb", store.location.scratch / "left.duckdb"
    store.files.put("generations", left, b"")
    draft.write_bytes(b"")

    def kept() -> tuple[bool, bool]:
        return left in {one.name for one in store.files.listed("generations")}, draft.exists()

    load(store, 2)
    assert (kept(), store.current().id) == ((True, True), "g000002")
    monkeypatch.setattr("brep_metrics.store.writing._LEFT_BEHIND", timedelta(days=-1))
    load(store, 3)
    assert (kept(), len(store.generations()), store.verify()) == ((False, False), 3, ())


def test_a_wrong_clock_removes_nothing(store: Store, load, monkeypatch):
    """How old a file is its own place knows: a machine whose clock is years ahead takes no young file away."""
    left = f"g000002-{'a' * 64}.duckdb"
    store.files.put("generations", left, b"")
    monkeypatch.setattr("brep_metrics.store.writing.datetime", _InAYear)
    load(store, 2)
    assert left in {one.name for one in store.files.listed("generations")}
    assert store.verify() == ()


def test_an_attachment_that_nothing_names_goes_after_a_day(store: Store, load, monkeypatch):
    """One that something names stays; where it is missing or another one is in its place, `verify` names it."""
    contents = [b"named", b"left behind"]
    named, left = (hashlib.sha256(content).hexdigest() for content in contents)
    for name, content in zip((named, left), contents, strict=True):
        store.files.put("attachments", name, content)
    monkeypatch.setitem(KEPT, "attachments", (select(literal(named)),))
    load(store, 2)
    assert {one.name for one in store.files.listed("attachments")} == {named, left}
    monkeypatch.setattr("brep_metrics.store.writing._LEFT_BEHIND", timedelta(days=-1))
    load(store, 3)
    assert {one.name for one in store.files.listed("attachments")} == {named}
    assert store.verify() == ()
    store.files.remove("attachments", [named])
    store.files.put("attachments", named, b"something else")
    assert [fault.file for fault in store.verify()] == [named]
    store.files.remove("attachments", [named])
    assert [fault.file for fault in store.verify()] == [named]
