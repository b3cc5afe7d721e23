"""The tables of a generation as CSV files, verbatim, so that loading them again gives the same data.

UTF-8 without byte-order mark, CRLF-free, one file per table, columns in declared order, rows in the order of their key;
dates ISO, lists joined by semicolons, an absent value as an empty cell. Protection against formulas belongs to the
files meant for people, not to this one.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from brep_metrics.store.declarations import declared_tables
from brep_metrics.store.duckdb_errors import writing_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brep_metrics.store.declarations import DeclaredColumn, DeclaredTable
    from brep_metrics.store.store import Store


def export_tables(
    store: Store, folder: Path, generation: str | None = None, *, record: Callable[[], None] | None = None
) -> tuple[Path, ...]:
    """Write `<table>.csv` for every table, empty ones too, into `folder`; everything recorded, whatever its date.

    `record` is called once the folder takes files, and before it gets any: what it raises leaves it empty.

    Raises:
        UsageError: there are no data, or no such generation.
        StoreError: the folder cannot be written.

    """
    with store.read(generation) as reading:
        latest = max(reading.generation.latest, reading.generation.date)
        wanted = reading.generation.id
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    if record is not None:
        record()
    with store.read(wanted, as_of=latest) as reading:
        written = []
        for table in declared_tables():
            path = folder / f"{table.name}.csv"
            reading.fetch(_copy(table, path))
            written.append(path)
    return tuple(written)


def _copy(table: DeclaredTable, path: Path) -> str:
    cells = ", ".join(_cell(column) for column in table.columns)
    key = ", ".join(next(one.columns for one in table.constraints if one.kind == "PRIMARY KEY"))
    target = str(path).replace("'", "''")
    rows = f"select {cells} from {table.name} order by {key}"  # noqa: S608 - declared names
    return f"copy ({rows}) to '{target}' (format csv, header)"


def _cell(column: DeclaredColumn) -> str:
    if column.type.endswith("[]"):
        return f"nullif(array_to_string({column.name}, ';'), '') as {column.name}"
    return column.name
