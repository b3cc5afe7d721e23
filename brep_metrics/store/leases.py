"""The process's one root connection, the generation files attached to it, and who is using them.

A file is attached read-only under an alias of its own and stays so until nobody reads it and another file is asked
for: DETACH does not wait for readers, so a count of leases does.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from brep_metrics.errors import StoreDamaged
from brep_metrics.store.duckdb_errors import damaged, reading_from
from brep_metrics.store.views import announced_events, present_columns
from brep_metrics.temporary_folders import spill_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass
class _Attached:
    alias: str
    columns: Mapping[str, Sequence[str]]
    readers: int = 0
    announced: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True)
class Lease:
    """A cursor of the holder's own, the alias under which the file is attached, and the columns of its tables."""

    cursor: duckdb.DuckDBPyConnection
    catalog: str
    columns: Mapping[str, Sequence[str]]
    attached: _Attached | None = None

    def announced_events(self) -> frozenset[tuple[str, str]] | None:
        """As `views.announced_events`, looked up once a file; None for a draft, whose rows still change."""
        if self.attached is None:
            return None
        if self.attached.announced is None:
            self.attached.announced = announced_events(self.cursor, self.catalog, self.columns)
        return self.attached.announced


# A file is known by its place and its identity, so that a store deleted and made anew is never mistaken for the old.
_FileIdentity = tuple[Path, int, int, int]


class Root:
    """One in-memory database to which generation files are attached; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._attached: dict[_FileIdentity, _Attached] = {}
        self._numbers = count(1)

    @contextmanager
    def lease(self, path: Path | None) -> Iterator[Lease]:
        """The use of the file `path`, which stays attached meanwhile; of none, it has no tables.

        Raises:
            StoreDamaged: the file is missing or is no database.

        """
        with self._lock:
            attached = _Attached("", {}) if path is None else self._attach(path)
            attached.readers += 1
            cursor = self._root().cursor()
        try:
            yield Lease(cursor, attached.alias, attached.columns, attached)
        except StoreDamaged:
            self._discard()
            raise
        finally:
            cursor.close()
            with self._lock:
                attached.readers -= 1

    def _root(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            self._connection = connect(spill_folder())
        return self._connection

    def _attach(self, path: Path) -> _Attached:
        try:
            state = path.stat()
        except OSError as error:
            raise damaged(path, error.strerror) from error
        identity = (path, state.st_ino, state.st_mtime_ns, state.st_size)
        if identity not in self._attached:
            self._detach_idle()
            alias = f"generation_{next(self._numbers)}"
            with reading_from(path):
                quoted = str(path).replace("'", "''")
                self._root().execute(f"attach '{quoted}' as {alias} (read_only, type duckdb)")
                columns = present_columns(self._root(), alias)
            self._attached[identity] = _Attached(alias, columns)
        return self._attached[identity]

    def _detach_idle(self) -> None:
        idle = [key for key, one in self._attached.items() if one.readers == 0]
        for key in idle:
            self._root().execute(f"detach {self._attached.pop(key).alias}")

    def _discard(self) -> None:
        # An unreadable file may invalidate the DuckDB instance as a whole; the next reader gets a new one.
        with self._lock:
            self._connection = None
            self._attached = {}


def connect(spill: Path) -> duckdb.DuckDBPyConnection:
    """An empty DuckDB instance as all here are; it and its cursors print nothing."""
    connection = duckdb.connect(":memory:", config=settings(spill))
    # DuckDB takes `python -c` and a notebook for a console, and would draw into the output of a slow command.
    connection.execute("set enable_progress_bar = false")
    return connection


def settings(spill: Path) -> dict[str, str | bool | int | float | list[str]]:
    """The configuration of every DuckDB instance here: it fetches nothing, and spills into `spill`."""
    return {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(spill),
    }


root = Root()
