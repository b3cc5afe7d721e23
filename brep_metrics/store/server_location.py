"""A store's register on a database server."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from brep_metrics.store.cache import cache_folder
from brep_metrics.store.engine import registering, server_engine
from brep_metrics.store.location import Location, no_store
from brep_metrics.store.revision import check_revision, revision_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

# Any number that no other program on the same server is likely to lock.
_QUEUE = 0x62726570


class ServerLocation(Location):
    """A database on a PostgreSQL server, which `brep store create` prepared."""

    def __init__(self, url: URL) -> None:
        super().__init__(url.render_as_string(hide_password=True))
        self.whole_address = url.render_as_string(hide_password=False)
        self._url = url
        self._checked = False

    def exists(self) -> bool:
        """Always true: where there is no register nothing is made by the way."""
        self.engine()
        return True

    def engine(self, *, create: bool = False) -> Engine:  # noqa: ARG002 - a server's register is made on purpose only
        """The connections, once the register has been found in order."""
        engine = self._open()
        if not self._checked:
            with registering(self.address), engine.connect() as connection, connection.begin():
                found = revision_of(connection)
            if found is None:
                raise no_store(self.address)
            check_revision(found, self.address)
            self._checked = True
        return engine

    @contextmanager
    def queue(self, wait: float) -> Iterator[None]:
        """An advisory lock, which the server lets go of when its connection ends, however it ends."""
        with registering(self.address):
            connection = self.engine().connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            with registering(self.address):
                connection.execute(text(f"set lock_timeout = {max(1, int(wait * 1000))}"))
                connection.execute(text("set statement_timeout = 0"))
                connection.execute(text("select pg_advisory_lock(:queue)"), {"queue": _QUEUE})
            yield
        finally:
            # Not back into the pool: its settings and its lock are this writer's own.
            connection.detach()
            _end(connection)

    @property
    def scratch(self) -> Path:
        """In this machine's cache."""
        return cache_folder() / "building"

    def _connect(self) -> Engine:
        return server_engine(self._url)


def _end(connection: Connection) -> None:
    try:
        connection.close()
    except DBAPIError:  # the server went away, and the lock with it
        connection.invalidate()
