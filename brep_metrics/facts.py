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


def records(reading: Reading, schema: Schema, table: str, record_ids: Sequence[str]) -> pd.DataFrame:
    """The named records with all their columns and `record_id`, as far as the reading has them."""
    # Names come from the schema, never from the caller; the keys' texts are bound.
    return reading.query(
        f'select {schema.tables[table].key_text} as record_id, * from "{table}" '  # noqa: S608
        "where list_contains($record_ids, record_id) order by record_id",
        {"record_ids": list(record_ids)},
    )


def titles(reading: Reading, schema: Schema, table: str, record_ids: Sequence[str]) -> dict[str, Title]:
    """What the named records are called, by record id.

    Records without a name of their own are called what they are about: a membership by its organization, a showcase by
    its outcome. A table that is about nothing with a name but its group gives none.
    """
    declared = schema.tables[table]
    source = f'select {declared.key_text} as record_id, * from "{table}"'  # noqa: S608 - as above
    if (named := _named_by(declared)) is None:
        about = next(
            (
                column
                for column in declared.columns.values()
                if column.reference and not column.is_list and column.reference.table != "working_group"
            ),
            None,
        )
        if about is None or about.reference is None:
            return {}
        named = _named_by(schema.tables[about.reference.table])
        source = (
            f"select record_id, other.* from ({source}) as own "  # noqa: S608 - as above
            f'inner join "{about.reference.table}" as other on other."{about.reference.column}" = own."{about.name}"'
        )
    if named is None:
        return {}
    rows = reading.fetch(
        f"select record_id, {named[0]}, {named[1]} from ({source}) where list_contains($record_ids, record_id)",  # noqa: S608
        {"record_ids": list(record_ids)},
    )
    return {record_id: Title(zh, en) for record_id, zh, en in rows}


def _named_by(table: Table) -> tuple[str, str] | None:
    """The columns with a record's Chinese and English name; None where it has none of its own."""
    pairs = (("title_zh", "title_en"), ("name_zh", "name_en"), ("title", "title"))
    return next((pair for pair in pairs if pair[0] in table.columns and pair[1] in table.columns), None)


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
