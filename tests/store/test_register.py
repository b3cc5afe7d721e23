"""Changes of the register that leave no line in the journal."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import OperationalError

from brep_metrics.errors import StoreBusy
from brep_metrics.store import open_store, register
from brep_metrics.store.tables import setting

if TYPE_CHECKING:
    from brep_metrics.store import Store

VALUE = select(setting.c.value).where(setting.c.name == "draft")


@pytest.fixture
def saving(store: Store) -> Store:
    """A row of no projection."""
    store.register.save(lambda connection: connection.execute(insert(setting).values(name="draft", value="")).rowcount)
    return store


def _add(store: Store, letter: str, **how: bool) -> None:
    def change(connection) -> None:
        connection.execute(update(setting).where(setting.c.name == "draft").values(value=setting.c.value + letter))

    store.register.save(change, **how)


def _fail(connection) -> None:
    connection.execute(update(setting).where(setting.c.name == "draft").values(value="half"))
    raise ZeroDivisionError


def test_a_saved_change_leaves_no_line(saving: Store):
    """What is saved counts, and the journal does not grow by it."""
    _add(saving, "a")
    assert (saving.register.value(VALUE), len(saving.journal), saving.verify()) == ("a", 1, ())


def test_a_change_that_fails_is_not_saved(saving: Store):
    """All of it or nothing."""
    with pytest.raises(ZeroDivisionError):
        saving.register.save(_fail)
    assert saving.register.value(VALUE) == ""


def test_one_statement_needs_no_other(saving: Store):
    """It counts at once, and the next change on the same connection is again saved as a whole or not at all."""
    _add(saving, "a", is_one_statement=True)
    with pytest.raises(ZeroDivisionError):
        saving.register.save(_fail)
    assert saving.register.value(VALUE) == "a"


def test_many_threads_save_at_once(saving: Store):
    """Twenty threads, ten changes each: none is lost, and none fails because others are writing."""
    with ThreadPoolExecutor(20) as threads:
        for one in [threads.submit(_add, saving, "x") for _ in range(200)]:
            one.result()
    assert saving.register.value(VALUE) == "x" * 200


def test_a_lost_answer_is_asked_for_again(saving: Store, monkeypatch):
    """Without a line nobody can tell whether a change had its effect, so it is made once more."""
    whole, runs = register._writing, []

    def lose(engine, **how: bool):
        runs.append(1)
        if len(runs) == 1:
            raise OperationalError("commit", {}, ConnectionResetError())  # noqa: EM101 - a statement, not a message
        return whole(engine, **how)

    monkeypatch.setattr(register, "_writing", lose)
    _add(saving, "a")
    assert (saving.register.value(VALUE), len(runs)) == ("a", 2)


def test_a_writer_that_waits_too_long(saving: Store, monkeypatch):
    """Whether a thread of this process holds the register or another process: busy, after the time that is set."""
    monkeypatch.setattr("brep_metrics.store.engine.LOCK_SECONDS", 0.3)
    entered, leave = threading.Event(), threading.Event()

    def hold(transaction) -> None:
        transaction.connection.execute(update(setting).where(setting.c.name == "draft").values(value="held"))
        entered.set()
        leave.wait()

    holder = threading.Thread(target=lambda: saving.register.write(hold))
    holder.start()
    entered.wait()
    try:
        for other in (saving, open_store(_address(saving), wait=0.1)):
            with pytest.raises(StoreBusy):
                _add(other, "b")
    finally:
        leave.set()
        holder.join()
    assert saving.register.value(VALUE) == "held"


def _address(store: Store) -> str:
    engine = store.location.engine()
    return store.address if engine.dialect.name == "sqlite" else engine.url.render_as_string(hide_password=False)


def test_more_threads_than_connections(saving: Store, monkeypatch):
    """Where all connections of this process are taken for too long, that is busy too, not an error of the program."""
    engine = saving.location.engine()
    if engine.dialect.name == "sqlite":
        return
    monkeypatch.setattr(engine.pool, "_timeout", 0.2)
    held = [engine.connect() for _ in range(engine.pool.size())]
    for connection in held:
        connection.execute(text("select 1"))
    try:
        with pytest.raises(StoreBusy):
            _add(saving, "c")
    finally:
        for connection in held:
            connection.close()
    _add(saving, "d")
    assert saving.register.value(VALUE) == "d"
