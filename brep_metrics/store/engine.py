"""Connections to the register: one way to open either database, and its errors told apart by their codes."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.pool import NullPool

from brep_metrics.errors import StoreDamaged, StoreError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.duckdb_errors import busy, not_writable
from brep_metrics.store.turns import TurnTaking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

WRITES = "brep_writes"
LOCK_SECONDS = 10.0
_CONNECT_SECONDS = 5
_STATEMENT_SECONDS = 60
# Kept open for good: with more of them than that a process would gain nothing, and pay for opening them each time.
_CONNECTIONS = 15
_SQLITE_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "foreign_keys = on",
)
_SQLITE_OPTIONS: dict[str, Any] = {"isolation_level": None, "timeout": LOCK_SECONDS, "check_same_thread": False}
_SQLITE_WRITES: dict[str, Any] = {**_SQLITE_OPTIONS, "factory": TurnTaking}
_BUSY = {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED", "55P03", "57014"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "42P01", "42703", "XX001", "XX002"}
# The server went away, is starting, or undid one of two transactions that got in each other's way.
_AGAIN = {"57P01", "57P02", "57P03", "40001", "40P01"}
_CONNECTION_LOST = "08"


def sqlite_engine(path: Path) -> Engine:
    """The engine of a register in a file; one that only reads where its folder takes no files."""
    reads_only = path.exists() and not os.access(path.parent, os.W_OK)
    if reads_only:
        engine = create_engine("sqlite://", creator=lambda: _read_only(path), poolclass=NullPool)
    else:
        # Whoever waits for a turn has a connection, and those who only read are not to wait with them.
        engine = create_engine(f"sqlite:///{path}", connect_args=_SQLITE_WRITES, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
        wanted = () if reads_only else _SQLITE_PRAGMAS
        for pragma in (f"busy_timeout = {LOCK_SECONDS * 1000:.0f}", *wanted):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITES, False):
            connection.exec_driver_sql("begin")
            return
        # A transaction that reads first and writes later could only fail once another one has written in between.
        with nullcontext() if reads_only else _turn(connection, path.parent):
            connection.exec_driver_sql("begin immediate")

    return engine


@contextmanager
def _turn(connection: Connection, folder: Path) -> Iterator[None]:
    """Wait for the turn of this connection, which ends with its transaction, or at once where that can't begin."""
    taken: Any = connection.connection.driver_connection
    if not taken.take_turn(folder, LOCK_SECONDS):
        raise busy(str(folder))
    try:
        yield
    except DBAPIError:
        taken.end_turn()
        raise


def _read_only(path: Path) -> sqlite3.Connection:
    """A connection where SQLite can make no files of its own beside the register."""
    # Without them nobody has it open, and only as `immutable` it can be read. Where somebody has, or was killed, what
    # is in its log counts, which `immutable` would not see. The next transaction looks again.
    in_use = any(path.with_name(path.name + end).exists() for end in ("-shm", "-wal"))
    options = "mode=ro" if in_use else "mode=ro&immutable=1"
    made: sqlite3.Connection = sqlite3.connect(f"{path.as_uri()}?{options}", uri=True, **_SQLITE_OPTIONS)
    return made


def server_engine(url: URL) -> Engine:
    """The engine of a register on a database server."""
    options = f"-c lock_timeout={LOCK_SECONDS * 1000:.0f}ms -c statement_timeout={_STATEMENT_SECONDS}s -c timezone=UTC"
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED",
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=LOCK_SECONDS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "options": options, "application_name": "brep"},
    )


def code_of(error: DBAPIError) -> str | None:
    """SQLSTATE, or SQLite's name of the error; None where the server was never reached."""
    found: str | None = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return found


def may_succeed_again(error: DBAPIError) -> bool:
    """Whether the same transaction, run once more from its beginning, may go through."""
    code = code_of(error)
    lost = code is None and isinstance(error, OperationalError)
    return lost or (code is not None and (code in _AGAIN or code.startswith(_CONNECTION_LOST)))


@contextmanager
def registering(address: str) -> Iterator[None]:
    """Turn the database's errors into errors of the tree.

    Raises:
        StoreBusy: another process holds the register.
        StoreDamaged: the register cannot be read.
        StoreError: it cannot be reached or written.

    """
    try:
        yield
    except DBAPIError as error:
        raise _told(error, address) from error
    except NoConnectionLeft as error:
        raise busy(address) from error


def _told(error: DBAPIError, address: str) -> StoreError:
    code = code_of(error)
    reason = str(error.orig).strip().partition("\n")[0]
    values = {"address": address, "reason": f"{reason} ({code})" if code else reason}
    if code in _BUSY:
        return busy(address)
    if code == "SQLITE_READONLY":
        return not_writable(address, os.strerror(errno.EROFS))
    if code in _DAMAGED:
        return StoreDamaged(Message(N_("The register of {address} is damaged: {reason}"), values))
    return StoreError(Message(N_("The register of {address} cannot be used: {reason}"), values))
