"""Where a store's register is: what every place can do, and a file in a folder (a server: `server_location.py`)."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from abc import ABC, abstractmethod
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy import insert

from brep_metrics.errors import StoreDamaged, StoreError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.duckdb_errors import busy, damaged, not_writable, writing_to
from brep_metrics.store.engine import WRITES, registering, sqlite_engine
from brep_metrics.store.revision import check_known, check_revision, migrate, revision_of
from brep_metrics.store.tables import setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection, Engine

FILES, STORE = "files", "store"
BESIDE_REGISTER = "."
_OLD_STORE = ("CURRENT", "journal.jsonl")


class Location(ABC):
    """One register's place. `address` names it to people; `whole_address` opens it, and may hold a password."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.whole_address = address
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @abstractmethod
    def exists(self) -> bool:
        """Whether there is a register; StoreError where it was there before, or cannot be reached."""

    @abstractmethod
    def engine(self, *, create: bool = False) -> Engine:
        """Connections to the register, whose version was checked; with `create`, a missing one may be made."""

    @abstractmethod
    def queue(self, wait: float) -> AbstractContextManager[None]:
        """Hold the place of the one writer that publishes next; StoreBusy after `wait` seconds."""

    @property
    @abstractmethod
    def scratch(self) -> Path:
        """A folder of this machine for generations that are being built."""

    def create(self, files: str) -> None:
        """Make the register, whose files are kept at `files`; StoreError where there is one already."""
        with registering(self.address), self._open().connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with writing.begin():
                if revision_of(writing) is not None:
                    raise StoreError(Message(N_("There is a store at {address} already"), {"address": self.address}))
                _make(writing, files)

    def upgrade(self) -> bool:
        """Bring the register of an older version up to date; whether it was older."""
        with registering(self.address), self._open().connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with writing.begin():
                before = revision_of(writing)
                if before is None:
                    raise no_store(self.address)
                check_known(before, self.address)
                migrate(writing)
                return before != revision_of(writing)

    def _open(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = self._connect()
                weakref.finalize(self, self._engine.dispose)
            return self._engine

    @abstractmethod
    def _connect(self) -> Engine: ...


class FolderLocation(Location):
    """`register.sqlite` in a folder, which is made when something is first written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder
        self._path = folder / "register.sqlite"
        self._known: tuple[int, int] | None = None

    def exists(self) -> bool:
        """Whether the file is there and holds a register."""
        try:
            state = self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            self._check_absent()
            return False
        except OSError as error:
            raise damaged(self._path, error.strerror) from error
        if (state.st_dev, state.st_ino) == self._known:
            return True
        self._forget()
        with registering(self.address), self._open().connect() as connection, connection.begin():
            found = revision_of(connection)
        if found is None:
            self._check_absent()
            return False
        check_revision(found, self.address)
        self._known = (state.st_dev, state.st_ino)
        return True

    def engine(self, *, create: bool = False) -> Engine:
        """The connections; the first writer makes folder and register."""
        if self.exists():
            return self._open()
        if not create:
            raise no_store(self.address)
        with writing_to(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        with self._open().connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with writing.begin():
                if revision_of(writing) is None:
                    _make(writing, BESIDE_REGISTER)
        return self.engine()

    @contextmanager
    def queue(self, wait: float) -> Iterator[None]:
        """A lock on a file, which the system lets go of when its process ends, however it ends."""
        self.exists()
        with writing_to(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "write.lock", timeout=wait)
            try:
                lock.acquire()
            except Timeout as error:
                raise busy(self.address) from error
        try:
            yield
        finally:
            lock.release()

    @property
    def scratch(self) -> Path:
        """Beside the register: what has room for a generation there has room for its draft."""
        return self.folder / "building"

    def create(self, files: str) -> None:
        """Make the folder too."""
        with writing_to(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        self.exists()
        super().create(files)

    def upgrade(self) -> bool:
        """Keep a copy of the register beside it first."""
        with registering(self.address), self._open().connect() as connection, connection.begin():
            found = revision_of(connection)
        if found is not None:
            _copy(self._path, self.folder / f"register-{found}.sqlite")
        return super().upgrade()

    def _connect(self) -> Engine:
        return sqlite_engine(self._path)

    def _forget(self) -> None:
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
            self._known = None

    def _check_absent(self) -> None:
        """Raise where the register is missing though there was a store, or where it is one of version 0.1."""
        values = {"address": self.address}
        if self._known is not None:
            raise StoreDamaged(
                Message(N_("The store {address} was here and is gone: its folder or its register is missing"), values)
            )
        if self.folder.exists() and not self.folder.is_dir():
            raise StoreDamaged(Message(N_("{address} is not a folder, so it cannot be a store"), values))
        if any((self.folder / name).exists() for name in _OLD_STORE):
            text_ = N_(
                "The store {address} was written by version 0.1 of this software; take its data out with that version"
                " (`brep export DIR`) and load them into a new store"
            )
            raise StoreError(Message(text_, values))
        if (self.folder / "generations").exists():
            raise damaged(self._path, os.strerror(2))


def _copy(path: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise not_writable(target, error) from error


def _make(connection: Connection, files: str) -> None:
    migrate(connection)
    rows = [{"name": FILES, "value": files}, {"name": STORE, "value": str(uuid4())}]
    connection.execute(insert(setting), rows)


def no_store(address: str) -> StoreError:
    """What is said where there is no register."""
    text_ = N_("There is no store at {address}; `brep store create` makes one")
    return StoreError(Message(text_, {"address": address}))
