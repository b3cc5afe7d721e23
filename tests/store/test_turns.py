"""Turns of those who write to a register in a file: one at a time, and the next one in as soon as one ends."""

from __future__ import annotations

import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from brep_metrics.errors import StoreBusy
from brep_metrics.store import engine, open_store
from brep_metrics.store.engine import WRITES, sqlite_engine
from brep_metrics.store.turns import TurnTaking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks on folders")


@pytest.fixture
def connect(tmp_path: Path):
    made: list[TurnTaking] = []

    def connect_() -> TurnTaking:
        made.append(sqlite3.connect(tmp_path / "register.sqlite", factory=TurnTaking, check_same_thread=False))
        return made[-1]

    yield connect_
    for one in made:
        one.close()


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_a_turn_lasts_until_its_transaction_ends(tmp_path: Path, connect: Callable[[], TurnTaking], end: str):
    """However it ends, the next one is let in, and not before."""
    first, second = connect(), connect()
    assert first.take_turn(tmp_path, 0)
    assert not second.take_turn(tmp_path, 0.02)
    getattr(first, end)()
    assert second.take_turn(tmp_path, 0)


def test_who_waits_is_let_in(tmp_path: Path, connect: Callable[[], TurnTaking]):
    """Without looking again and again: the end of a turn wakes the next one, each for itself."""
    first, others = connect(), [connect() for _ in range(3)]
    assert first.take_turn(tmp_path, 0)

    def follow(other: TurnTaking) -> bool:
        taken = other.take_turn(tmp_path, 30)
        other.commit()
        return taken

    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(follow, other) for other in others]
        assert not any(one.done() for one in waiting)
        first.commit()
        assert [one.result() for one in waiting] == [True] * 3


def test_who_gave_up_holds_nobody_up(tmp_path: Path, connect: Callable[[], TurnTaking]):
    """A turn that came too late is nobody's."""
    first, late, third = connect(), connect(), connect()
    assert first.take_turn(tmp_path, 0)
    assert not late.take_turn(tmp_path, 0.02)
    first.commit()
    assert third.take_turn(tmp_path, 5)


def test_who_only_reads_waits_for_nobody(tmp_path: Path):
    """However many threads of this process wait for their turn."""
    store = open_store(tmp_path)
    store.journal.append("x", who=None)
    with (
        closing(sqlite3.connect(tmp_path / "other.sqlite", factory=TurnTaking)) as other,
        ThreadPoolExecutor(20) as pool,
    ):
        assert other.take_turn(tmp_path, 0)
        waiting = [pool.submit(store.journal.append, "x", who=None) for _ in range(20)]
        engine_, until = store.location.engine(), time.monotonic() + 5
        while engine_.pool.checkedout() < len(waiting):  # type: ignore[attr-defined] - a pool that counts
            assert time.monotonic() < until, "some have no connection to wait with"
            time.sleep(0.001)
        assert len(store.journal.page(limit=100)) == 1
        other.end_turn()
        assert all(one.result() for one in waiting)
    assert len(store.journal.page(limit=100)) == 21


def test_a_transaction_that_cannot_begin_ends_its_turn(tmp_path: Path, monkeypatch):
    """A program that does not know of turns holds the file: busy, and then it is the next one's turn at once."""
    monkeypatch.setattr(engine, "LOCK_SECONDS", 0.05)
    register = sqlite_engine(tmp_path / "register.sqlite")
    with register.connect() as one, register.connect() as two:
        other = sqlite3.connect(tmp_path / "register.sqlite", isolation_level=None)
        other.execute("begin immediate")
        writing = one.execution_options(**{WRITES: True})
        with pytest.raises(OperationalError), writing.begin():
            pass
        other.close()
        with two.execution_options(**{WRITES: True}).begin():
            two.execute(text("create table made (x)"))
            with pytest.raises(StoreBusy), writing.begin():
                pass
    register.dispose()
