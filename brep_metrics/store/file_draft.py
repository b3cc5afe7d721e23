"""A draft in a private file of its own, which becomes the next generation's file."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brep_metrics.store.declarations import declared_table, declared_tables
from brep_metrics.store.draft import Draft
from brep_metrics.store.duckdb_errors import writing_to
from brep_metrics.store.leases import connect
from brep_metrics.store.views import present_columns, selected

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from brep_metrics.store.generation import Generation, SourceFile


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


class FileDraft(Draft):
    """A draft that begins as a copy of its base's file, and can be finished."""

    def __init__(self, path: Path, *, base: Generation | None, base_path: Path | None, day: date) -> None:
        with writing_to(path):
            if base_path is not None:
                shutil.copyfile(base_path, path)
            connection = connect(path.with_suffix(".spill"))
            super().__init__(connection, "draft", path, base=base, day=day)
            quoted = str(path).replace("'", "''")
            # An unpublished file is thrown away after a crash, so a log to recover it from would only cost time.
            connection.execute(f"attach '{quoted}' as draft (recovery_mode no_wal_writes); use draft")
            self._complete()

    def remove_rows(self, table: str, keys: str, parameters: Mapping[str, object] | None = None) -> None:
        """As declared by `Draft`."""
        same = " and ".join(f'old."{name}" = new."{name}"' for name in declared_table(table).key)
        self.execute(f"delete from {table} as old using ({keys}) as new where {same}", parameters)  # noqa: S608 - declared names

    def add_rows(self, table: str, rows: str, parameters: Mapping[str, object] | None = None) -> None:
        """As declared by `Draft`."""
        self.execute(f"insert into {table} {rows}", parameters)

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
        counted = {table.name: self._stamped(table, table.name) for table in declared_tables()}
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
