"""Tables of plain values that a program makes, written as the CSV files that the intake reads.

CSV for people is `csv_export`; the export of a store is the store's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

Value = str | int | float | date | None | Sequence[str]
Row = Mapping[str, Value]
Tables = Mapping[str, Sequence[Row]]


def write_tables(tables: Mapping[str, Iterable[Row]], directory: Path) -> list[Path]:
    """Write one CSV file per table into `directory`, with all columns of the schema; what a row leaves out is empty.

    Tables without rows are left out. Returns the paths, in the order of `tables`.

    Raises:
        ValueError: a row has a column that its table lacks.

    """
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for table, rows in tables.items():
        listed = list(rows)
        if listed:
            path = directory / f"{table}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(load_schema().tables[table].columns), lineterminator="\n")
                writer.writeheader()
                writer.writerows({column: cell(value) for column, value in row.items()} for row in listed)
            paths.append(path)
    return paths


def cell(value: Value) -> str:
    """A value as the intake expects it: dates ISO, lists separated by semicolons, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float) else ";".join(value)


def day_of(value: Value) -> date:
    """A value known to be a date, as one.

    Raises:
        TypeError: it is none.

    """
    if not isinstance(value, date):
        raise TypeError(value)
    return value
