"""What rows of texts mean, told without the code under test: the values that a table must hold after them."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from brep_metrics.store import Draft, Reading

Value = str | int | Decimal | tuple[str, ...] | None


def meaning(table: str, row: Mapping[str, str], *, received: str | None = None) -> tuple[Value, ...]:
    """The values of one row, in the order of the schema; an empty `recorded_on` is the day `received`."""
    filled = dict(row) | ({"recorded_on": row["recorded_on"] or received or ""})
    return tuple(_value(column.type, filled[name]) for name, column in load_schema().tables[table].columns.items())


def held(source: Draft | Reading, table: str) -> list[tuple[Value, ...]]:
    """The values of every row that a table holds, sorted by their texts."""
    columns = load_schema().tables[table].columns.values()
    shown = ", ".join(f"{one.name}::varchar" if one.type == "date" else one.name for one in columns)
    rows = source.fetch(f"select {shown} from {table}")
    return ordered(tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row) for row in rows)


def ordered(rows: Iterable[Sequence[Value]]) -> list[tuple[Value, ...]]:
    """Rows in an order of their own, since a table has none."""
    return sorted(map(tuple, rows), key=repr)


def _value(kind: str, text: str) -> Value:
    if kind.endswith("[]"):
        return tuple(text.split(";")) if text else ()
    if not text:
        return None
    if kind.startswith("decimal"):
        return Decimal(text).quantize(Decimal(1).scaleb(-int(kind.rstrip(")").split(",")[1])))
    return int(text) if kind == "integer" else unicodedata.normalize("NFC", text)
