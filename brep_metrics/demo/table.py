"""What the generators produce: rows of plain values, and how a value is written in a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Value = str | int | float | date | None | Sequence[str]
Row = Mapping[str, Value]
Tables = Mapping[str, Sequence[Row]]


def write_tables(tables: Mapping[str, Iterable[Row]], directory: Path) -> list[Path]:
    """Write one CSV file a table into `directory`; tables without rows are left out."""
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for table, rows in tables.items():
        listed = list(rows)
        if listed:
            path = directory / f"{table}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(listed[0])
                writer.writerows([cell(value) for value in row.values()] for row in listed)
            paths.append(path)
    return paths


def cell(value: Value) -> str:
    """A value as the intake expects it: dates ISO, lists separated by semicolons, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float) else ";".join(value)
