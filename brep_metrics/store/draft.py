"""A generation while it is being written: a private file that nobody reads until it is published."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import duckdb

from brep_metrics.store.declarations import RECORDED_ON, declared_tables
from brep_metrics.store.durable import sync
from brep_metrics.store.faults import writing_to
from brep_metrics.store.generation import Generation, generation_id
from brep_metrics.store.leases import settings
from brep_metrics.store.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from brep_metrics.store.declarations import DeclaredTable
    from brep_metrics.store.generation import SourceFile

DRAFT = "draft"
"""The id under which a draft is read: it is no generation yet."""


class Draft:
    """The next generation's tables, by their plain names, holding what the current one holds until changed.

    They have no keys and no checks: whoever fills them proves the rows first. Temporary tables may be made freely.
    `date` is the generation's date, which fills an empty `recorded_on`; `base` is the generation it started from.
    """

    def __init__(self, path: Path, *, base: Generation | None, base_path: Path | None, day: date) -> None:
        self.date = day
        self.base = base
        self._path = path
        self._files: list[SourceFile] = []
        self._changes: Mapping[str, Mapping[str, int]] = {}
        with writing_to(path):
            if base_path is not None:
                shutil.copyfile(base_path, path)
            self._connection = duckdb.connect(":memory:", config=settings(path.with_suffix(".spill")))
            quoted = str(path).replace("'", "''")
            # An unpublished file is thrown away after a crash, so a log to recover it from would only cost time.
            self._connection.execute(f"attach '{quoted}' as draft (recovery_mode no_wal_writes); use draft")
            if base_path is None:
                self._connection.execute("; ".join(table.bare for table in declared_tables()))

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
    def read(self, *, as_of: date | None = None) -> Iterator[Reading]:
        """A look at the draft as a generation will be read, as of its own date by default."""
        rows, latest = self._summary()
        provisional = Generation(DRAFT, datetime.now(UTC), self.date, "", "", (), rows, latest, 0)
        cursor = self._connection.cursor()
        try:
            yield Reading(cursor, path=self._path, catalog="draft", generation=provisional, as_of=as_of or self.date)
        finally:
            cursor.close()

    def add_file(self, file: SourceFile) -> None:
        """Record that the generation was made from `file` too."""
        self._files.append(file)

    def set_changes(self, changes: Mapping[str, Mapping[str, int]]) -> None:
        """Record how many records of each table are new, changed, equal or removed."""
        self._changes = changes

    def close(self) -> None:
        """Let go of the file without keeping anything of it."""
        self._connection.close()

    def finish(self, number: int, *, who: str, why: str) -> Generation:
        """Bring the file to the disk completely and describe it; the draft cannot be used afterwards."""
        with writing_to(self._path):
            rows, latest = self._summary()
            self._connection.execute("use memory; checkpoint draft; detach draft")
            self._connection.close()
            sync(self._path)
            size = self._path.stat().st_size
        id_, now = generation_id(number), datetime.now(UTC)
        return Generation(id_, now, self.date, who, why, tuple(self._files), rows, latest, size, self._changes)

    def _summary(self) -> tuple[dict[str, int], date]:
        """The number of rows by table, and the latest date by which a view would tell them."""
        counted = {table.name: self._stamped(table) for table in declared_tables()}
        return {name: count for name, (count, _) in counted.items()}, max(day for _, day in counted.values())

    def _stamped(self, table: DeclaredTable) -> tuple[int, date]:
        """Fill each empty `recorded_on`; the number of rows, and the latest date by which a view would tell them."""
        latest = ", ".join(f"max({column})" for column in table.dates)
        provenance = f"update {table.name} set {RECORDED_ON} = date '{self.date}' where {RECORDED_ON} is null"  # noqa: S608 - declared names
        summary = f"select count(*), greatest({latest}) from {table.name}"  # noqa: S608 - declared names
        self.execute(provenance)
        ((count, day),) = self.fetch(summary)
        return count, day or date.min
