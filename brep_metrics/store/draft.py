"""A generation while it is being written: a private file that nobody reads until it is published."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import duckdb

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.declarations import RECORDED_ON, declared_tables
from brep_metrics.store.faults import writing_to
from brep_metrics.store.generation import Generation
from brep_metrics.store.leases import Lease, settings
from brep_metrics.store.reading import Reading
from brep_metrics.store.views import present_columns, selected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from brep_metrics.store.declarations import DeclaredTable
    from brep_metrics.store.generation import SourceFile
    from brep_metrics.store.register import Transaction


@dataclass(frozen=True)
class Built:
    """A draft that is complete: its file, and what is to be told of it."""

    path: Path
    sha256: str
    size: int
    day: date
    latest: date
    rows: Mapping[str, int]
    files: tuple[SourceFile, ...]
    changes: Mapping[str, Mapping[str, int]]

    def details(self) -> dict[str, Any]:
        """What the journal keeps of it."""
        return {
            "sha256_of_file": self.sha256,
            "size": self.size,
            "date": self.day.isoformat(),
            "latest": self.latest.isoformat(),
            "rows": dict(self.rows),
            "files": [[file.name, file.sha256, file.rows] for file in self.files],
            "changes": {table: dict(counts) for table, counts in self.changes.items()},
        }


DRAFT = "draft"
"""The id under which a draft is read: it is no generation yet."""


class Draft:
    """The next generation's tables, by their plain names, holding what the current one holds until changed.

    They have no keys and no checks: whoever fills them proves the rows first. Temporary tables may be made freely.
    `date` is the generation's date, which fills an empty `recorded_on`; `base` is the generation it started from.
    `published`, if set, is called in the transaction that makes it a generation, and may prevent that by an error.
    """

    def __init__(self, path: Path, *, base: Generation | None, base_path: Path | None, day: date) -> None:
        self.date = day
        self.base = base
        self._path = path
        self._files: list[SourceFile] = []
        self._changes: Mapping[str, Mapping[str, int]] = {}
        self.published: Callable[[Transaction, Generation], None] | None = None
        with writing_to(path):
            if base_path is not None:
                shutil.copyfile(base_path, path)
            self._connection = duckdb.connect(":memory:", config=settings(path.with_suffix(".spill")))
            quoted = str(path).replace("'", "''")
            # An unpublished file is thrown away after a crash, so a log to recover it from would only cost time.
            self._connection.execute(f"attach '{quoted}' as draft (recovery_mode no_wal_writes); use draft")
            self._complete()

    def execute(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run statements on the draft's tables; UsageError where one is refused, StoreError where there is no room."""
        with writing_to(self._path):
            self._connection.execute(sql, dict(parameters or {}))

    def fetch(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a statement as tuples of Python values."""
        with writing_to(self._path):
            return self._connection.execute(sql, dict(parameters or {})).fetchall()

    def query(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The rows of a statement as a frame."""
        with writing_to(self._path):
            return self._connection.execute(sql, dict(parameters or {})).df()

    def register(self, name: str, frame: pd.DataFrame) -> None:
        """Let statements read `frame` under `name`."""
        with writing_to(self._path):
            self._connection.register(name, frame)

    @contextmanager
    def read(self, *, as_of: date | None = None, about: frozenset[str] | None = None) -> Iterator[Reading]:
        """A look at the draft as a generation will be read, as of its own date by default; `about`: see `Reading`."""
        rows, latest = self._summary()
        provisional = Generation(DRAFT, datetime.now(UTC), self.date, "", "", (), rows, latest, 0)
        cursor = self._connection.cursor()
        try:
            lease = Lease(cursor, "draft", present_columns(cursor, "draft"))
            yield Reading(lease, path=self._path, generation=provisional, as_of=as_of or self.date, about=about)
        finally:
            cursor.close()

    def add_file(self, file: SourceFile) -> None:
        """Record that the generation was made from `file` too."""
        self._files.append(file)

    def set_changes(self, changes: Mapping[str, Mapping[str, int]]) -> None:
        """Record how many records of each table are new, changed, equal or removed."""
        self._changes = changes

    def discard(self) -> None:
        """Let go of the draft, and remove its file."""
        self._connection.close()
        self._path.unlink(missing_ok=True)
        with suppress(OSError):
            shutil.rmtree(self._path.with_suffix(".spill"))

    def finish(self) -> Built:
        """Complete the file and describe it; the draft can only be discarded afterwards.

        Raises:
            UsageError: a record was received after the day of the load.
            StoreError: there is no room for it.

        """
        with writing_to(self._path):
            rows, latest = self._summary()
            self._connection.execute("use memory; checkpoint draft; detach draft")
            self._connection.close()
            with self._path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = self._path.stat().st_size
        return Built(self._path, digest, size, self.date, latest, rows, tuple(self._files), self._changes)

    def _summary(self) -> tuple[dict[str, int], date]:
        """The number of rows by table, and the latest date by which a view would tell them."""
        counted = {table.name: self._stamped(table) for table in declared_tables()}
        return {name: count for name, (count, _) in counted.items()}, max(day for _, day in counted.values())

    def _complete(self) -> None:
        """Give the draft every table and column that is declared; one that its base did not have is empty."""
        present = present_columns(self._connection, "draft")
        for table in declared_tables():
            columns = present.get(table.name)
            if columns is None:
                self._connection.execute(table.bare)
            elif columns != tuple(column.name for column in table.columns):
                rows = f"select {selected(table, columns)} from {table.name}"  # noqa: S608 - declared names
                self._connection.execute(f"create or replace table {table.name} as {rows}")

    def _stamped(self, table: DeclaredTable) -> tuple[int, date]:
        """Fill each empty `recorded_on`; the number of rows, and the latest date by which a view would tell them."""
        latest = ", ".join(f"max({column})" for column in table.dates)
        stamp = f"update {table.name} set {RECORDED_ON} = date '{self.date}' where {RECORDED_ON} is null"  # noqa: S608 - declared names
        summary = f"select count(*), greatest({latest}), max({RECORDED_ON}) from {table.name}"  # noqa: S608 - declared names
        self.execute(stamp)
        ((count, day, received),) = self.fetch(summary)
        if received is not None and received > self.date:
            text = N_("{table} holds a record received on {received}, after the day of the load, {day}")
            values = {"table": table.name, "received": received.isoformat(), "day": self.date.isoformat()}
            raise UsageError(Message(text, values))
        return count, day or date.min
