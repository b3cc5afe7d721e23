"""The tables of a generation as CSV files, verbatim, so that loading them again gives the same data.

UTF-8 without byte-order mark, CRLF-free, one file per table, columns in declared order, rows in the order of their key;
dates ISO, lists joined by semicolons, an absent value as an empty cell. Protection against formulas belongs to the
files meant for people, not to this one.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from brep_metrics.store.declarations import declared_tables
from brep_metrics.store.faults import writing_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.store.declarations import DeclaredColumn, DeclaredTable
    from brep_metrics.store.store import Store


def export_tables(
    store: Store, folder: Path, generation: str | None = None, *, record: Callable[[], None] | None = None
) -> tuple[Path, ...]:
    """Write `<table>.csv` for every table, empty ones too, into `folder`; everything recorded, whatever its date.

    `record` is called when all of it is written, but nothing in its place yet; what it raises takes everything back.

    Raises:
        UsageError: there are no data, or no such generation.
        StoreError: the folder cannot be written.

    """
    with store.read(generation) as reading:
        latest = max(reading.generation.latest, reading.generation.date)
        wanted = reading.generation.id
    names = [f"{table.name}.csv" for table in declared_tables()]
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".brep-export-", dir=folder) as aside:
            with store.read(wanted, as_of=latest) as reading:
                for table, name in zip(declared_tables(), names, strict=True):
                    reading.fetch(_copy(table, Path(aside) / name))
            if record is not None:
                record()
            return tuple((Path(aside) / name).replace(folder / name) for name in names)


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
