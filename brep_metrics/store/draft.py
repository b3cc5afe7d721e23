"""The next generation while it is filled: tables to change freely, which nobody reads until it is published."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.declarations import RECORDED_ON
from brep_metrics.store.duckdb_errors import writing_to
from brep_metrics.store.generation import Generation
from brep_metrics.store.leases import Lease
from brep_metrics.store.reading import Reading
from brep_metrics.store.views import present_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    import duckdb
    import pandas as pd

    from brep_metrics.store.declarations import DeclaredTable
    from brep_metrics.store.generation import SourceFile
    from brep_metrics.store.register import Transaction

DRAFT = "draft"
"""The id under which a draft is read: it is no generation yet."""


class Draft(ABC):
    """The next generation's tables, by their plain names, holding what the current one holds until changed.

    They have no keys and no checks: the rows are proved before they are filled in. Temporary tables may be made freely.
    `date` is the generation's date, which fills an empty `recorded_on`; `base` is the generation it started from.
    `published`, if set, is called in the transaction that makes it a generation, and may prevent that by an error.
    """

    _telling = staticmethod(writing_to)
    """How the database's errors are told."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, catalog: str, path: Path, *, base: Generation | None, day: date
    ) -> None:
        """The tables are those of `catalog`, which is the default one of `connection`; `path` is told in errors."""
        self.date = day
        self.base = base
        self.published: Callable[[Transaction, Generation], None] | None = None
        self._connection = connection
        self._catalog = catalog
        self._path = path
        self._files: list[SourceFile] = []
        self._changes: Mapping[str, Mapping[str, int]] = {}

    @abstractmethod
    def remove_rows(self, table: str, keys: str, parameters: Mapping[str, object] | None = None) -> None:
        """Remove the rows of a table whose key is among those that the statement `keys` selects, by their names."""

    @abstractmethod
    def add_rows(self, table: str, rows: str, parameters: Mapping[str, object] | None = None) -> None:
        """Add to a table what the statement `rows` selects, in the order of its columns."""

    @abstractmethod
    def _summary(self) -> tuple[dict[str, int], date]:
        """The rows by table, and the latest date by which a view would tell them or a later one; stamps new rows."""

    def execute(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run statements on the draft's tables; UsageError where one is refused, StoreError where there is no room."""
        with self._telling(self._path):
            self._connection.execute(sql, dict(parameters or {}))

    def fetch(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a statement as tuples of Python values."""
        with self._telling(self._path):
            return self._connection.execute(sql, dict(parameters or {})).fetchall()

    def query(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The rows of a statement as a frame."""
        with self._telling(self._path):
            return self._connection.execute(sql, dict(parameters or {})).df()

    @contextmanager
    def read(self, *, as_of: date | None = None, tables: Collection[str] | None = None) -> Iterator[Reading]:
        """A look at the draft as a generation will be read, as of its own date by default; at some tables or all."""
        rows, latest = self._summary()
        provisional = Generation(DRAFT, datetime.now(UTC), self.date, "", "", (), rows, latest, 0)
        cursor = self._connection.cursor()
        try:
            lease = Lease(cursor, self._catalog, self._present_columns())
            yield Reading(lease, path=self._path, generation=provisional, as_of=as_of or self.date, tables=tables)
        finally:
            cursor.close()

    def _present_columns(self) -> dict[str, tuple[str, ...]]:
        """The columns that each table has."""
        return present_columns(self._connection, self._catalog)

    def qualified(self, table: str) -> str:
        """The name of a table where a statement gives the plain one to something else."""
        return f"{self._catalog}.main.{table}"

    def add_file(self, file: SourceFile) -> None:
        """Record that the generation was made from `file` too."""
        self._files.append(file)

    def set_changes(self, changes: Mapping[str, Mapping[str, int]]) -> None:
        """Record how many records of each table are new, changed, equal or removed."""
        self._changes = changes

    def _stamped(self, table: DeclaredTable, rows: str) -> tuple[int, date]:
        """Fill each empty `recorded_on` of the table named `rows`; its number of rows, and their latest date."""
        latest = ", ".join(f"max({column})" for column in table.dates)
        marking = f"update {rows} set {RECORDED_ON} = date '{self.date}' where {RECORDED_ON} is null"  # noqa: S608 - declared names
        summary = f"select count(*), greatest({latest}), max({RECORDED_ON}) from {rows}"  # noqa: S608 - declared names
        self.execute(marking)
        ((count, day, received),) = self.fetch(summary)
        if received is not None and received > self.date:
            text = N_("{table} holds a record received on {received}, after the day of the load, {day}")
            values = {"table": table.name, "received": received.isoformat(), "day": self.date.isoformat()}
            raise UsageError(Message(text, values))
        return count, day or date.min
