"""The cells that a load would change, in words: records, columns and values by name instead of by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics import facts
from brep_metrics.app.wording.formats import MISSING
from brep_metrics.i18n import listed
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language
    from brep_metrics.intake import ChangedCell
    from brep_metrics.schema import Column
    from brep_metrics.store import Reading

Names = dict[tuple[str, str], str]  # by table and code


def changed_cells(selection: Selection, cells: Iterable[ChangedCell]) -> pd.DataFrame:
    """One row per cell: table, record (its name), record_id, column, old, new.

    A code of the schema is told by its label, and one that names a record of the store by that record's name.
    """
    language, tables, cells = selection.visit.language, load_schema().tables, tuple(cells)
    with selection.reading() as reading:
        names = _names(reading, cells, language)
    rows = [
        {
            "table": tables[cell.table].title.text(language),
            "record": names.get((cell.table, cell.record_id), MISSING),
            "record_id": cell.record_id,
            "column": tables[cell.table].columns[cell.column].title.text(language),
            "old": _words(cell.old, tables[cell.table].columns[cell.column], names, language),
            "new": _words(cell.new, tables[cell.table].columns[cell.column], names, language),
        }
        for cell in cells
    ]
    return pd.DataFrame(rows)


def _words(value: str | None, column: Column, names: Names, language: Language) -> str:
    if not value:
        return MISSING
    return listed((_word(part, column, names, language) for part in _parts(value, column)), language)


def _word(code: str, column: Column, names: Names, language: Language) -> str:
    if column.reference:
        return names.get((column.reference.table, code), code)
    title = column.values.get(code)  # noqa: PD011 - no data frame
    return title.text(language) if title else code


def _parts(value: str, column: Column) -> list[str]:
    return value.split(";") if column.is_list else [value]


def _names(reading: Reading, cells: Iterable[ChangedCell], language: Language) -> Names:
    """What the changed records, and those that their old and new values refer to, are called."""
    schema, wanted = load_schema(), dict[str, set[str]]()
    for cell in cells:
        wanted.setdefault(cell.table, set()).add(cell.record_id)
        column = schema.tables[cell.table].columns[cell.column]
        if column.reference:
            codes = [part for value in (cell.old, cell.new) if value for part in _parts(value, column)]
            wanted.setdefault(column.reference.table, set()).update(codes)
    return {
        (table, code): name
        for table, codes in wanted.items()
        for code, title in facts.titles(reading, schema, table, sorted(codes)).items()
        if (name := title.text(language))
    }
