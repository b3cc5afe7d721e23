"""The facts beside the scores: named queries of the pages, and single records to which evidence rows lead back.

Scores and their evidence come from `scoring` and `evidence`; here is no formula.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message, Title
from brep_metrics.store.declarations import RECORDED_ON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.schema import Schema, Table
    from brep_metrics.store import Reading

FOLDER = Path(__file__).parent / "sql" / "facts"


def facts(reading: Reading, name: str, **parameters: object) -> pd.DataFrame:
    """The rows of `sql/facts/<name>.sql`, whose header states grain and columns; parameters are bound by name."""
    return reading.query(_statement(name), parameters or None)


def record(reading: Reading, schema: Schema, table: str, record_id: str) -> dict[str, object]:
    """The record that an evidence row names: column → value, in the table's own order.

    Raises:
        UsageError: no such table, or no such record as of the reading's date.

    """
    if table not in schema.tables:
        raise _unknown(table, record_id)
    # Names come from the schema, never from the caller; the key's text is bound.
    rows = reading.query(
        f'select * from "{table}" where {schema.tables[table].key_text} = $record_id',  # noqa: S608
        {"record_id": record_id},
    )
    if rows.empty:
        raise _unknown(table, record_id)
    return {str(column): rows[column].iloc[0] for column in rows.columns}


def titles(reading: Reading, schema: Schema, table: str, record_ids: Sequence[str]) -> dict[str, Title]:
    """What the named records are called, by record id; a table whose records have no name of their own gives none."""
    columns = schema.tables[table].columns
    pairs = (("title_zh", "title_en"), ("name_zh", "name_en"), ("title", "title"))
    named = next((pair for pair in pairs if pair[0] in columns and pair[1] in columns), None)
    if named is None:
        return {}
    rows = reading.fetch(
        f'select {schema.tables[table].key_text} as record_id, {named[0]}, {named[1]} from "{table}" '  # noqa: S608
        "where list_contains($record_ids, record_id)",
        {"record_ids": list(record_ids)},
    )
    return {record_id: Title(zh, en) for record_id, zh, en in rows}


def completeness(reading: Reading, schema: Schema) -> pd.DataFrame:
    """How full every column is: one row per column, in the schema's order.

    Columns: table, column, required, rows (of the table), filled (cells that hold something; a list must hold an
    element), latest (when a record of the table was last received; NaT where there is none).
    """
    parts = [_filled(reading, table) for table in schema.tables.values()]
    return pd.concat(parts, ignore_index=True)


def _filled(reading: Reading, table: Table) -> pd.DataFrame:
    columns = list(table.columns.values())
    cells = [f'nullif(len("{one.name}"), 0)' if one.is_list else f'"{one.name}"' for one in columns]
    counts = ", ".join(f"count({cell})" for cell in cells)
    # Names come from the schema, never from the caller.
    statement = f'select count(*), max({RECORDED_ON}), {counts} from "{table.name}"'  # noqa: S608
    rows, latest, *filled = reading.fetch(statement)[0]
    return pd.DataFrame(
        {
            "table": table.name,
            "column": [one.name for one in columns],
            "required": [one.required or one.name in table.key for one in columns],
            "rows": rows,
            "filled": filled,
            "latest": pd.to_datetime(latest),
        }
    )


@cache
def _statement(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _unknown(table: str, record_id: str) -> UsageError:
    return UsageError(
        Message(N_("There is no record “{record}” in table “{table}”"), {"record": record_id, "table": table})
    )
