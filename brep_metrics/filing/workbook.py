"""The workbook of a group: the records that somebody may file, filled in, with the choices as lists.

It says in its properties from which generation it was made, so that what comes back is compared with that.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no type information
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from brep_metrics.errors import UsageError
from brep_metrics.filing.drafts import is_own
from brep_metrics.filing.filed_columns import GROUP, fileable
from brep_metrics.filing.records import records_texts
from brep_metrics.i18n import N_, Message
from brep_metrics.intake import NOTES_SHEET
from brep_metrics.templates import write_notes, write_sheet
from brep_metrics.zip_files import first_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

    from brep_metrics.filing.actors import Actor
    from brep_metrics.schema import Table
    from brep_metrics.store import Reading, Store

_BASE = "brep:{generation}"
_BASE_IN = re.compile(rb"brep:(g[0-9]{6,12})")
_PROPERTIES, _MAX_PROPERTIES = "docProps/core.xml", 1 << 16
_LAST_ROW = 1_048_576
_FIRST_LIST = 12
# Of these everybody may know all; of other tables, the records of the group.
_NAMED_TO_ALL = frozenset({"sector", "country", "organization", "working_group"})


def workbook(store: Store, actor: Actor, group_id: str) -> bytes:
    """An XLSX workbook of the records of a group that `actor` may file, one sheet per table.

    Raises:
        UsageError: they file nothing in that group, or there are no data.

    """
    role = actor.role_in(group_id)
    tables = {name: one for name, one in fileable(role).items() if GROUP in one.table.columns} if role else {}
    if not tables:
        raise UsageError(Message(N_("you file nothing in the group “{group}”"), {"group": group_id}))
    current = store.generation()
    made = Workbook()
    write_notes(made.active)
    made.properties.keywords = _BASE.format(generation=current.id)
    with store.read(current.id, as_of=max(current.date, current.latest)) as reading:
        lists = _Lists(made[NOTES_SHEET], reading, group_id)
        for one in tables.values():
            table = one.table
            sheet = made.create_sheet(table.name)
            write_sheet(sheet, table)
            lists.offer(sheet, table, one.names)
            for record in records_texts(reading, table.name, f"{GROUP} = $group", group=group_id):
                if is_own(record, actor, group_id):
                    _write(sheet, record)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def base_of(path: Path) -> str | None:
    """The generation from which a workbook was made; None for any other file."""
    try:
        with ZipFile(path) as package:
            text = first_bytes(package, _PROPERTIES, _MAX_PROPERTIES)
    except (BadZipFile, zlib.error, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return None
    found = _BASE_IN.search(text)
    return found[1].decode() if found else None


class _Lists:
    """The keys that a column may refer to, beside the notes; each list once."""

    def __init__(self, notes: Worksheet, reading: Reading, group_id: str) -> None:
        self._notes, self._reading, self._group_id = notes, reading, group_id
        self._places: dict[str, str] = {}

    def offer(self, sheet: Worksheet, table: Table, fillable: Collection[str]) -> None:
        """Let the cells of fillable columns that hold one key be chosen from a list; other keys are not shown."""
        for position, column in enumerate(table.columns.values(), start=1):
            reference = column.reference if column.name in fillable else None
            if reference is None or column.is_list or not (place := self._place(reference.table, reference.column)):
                continue
            letter = get_column_letter(position)
            choice = DataValidation(type="list", formula1=place, allow_blank=True)
            choice.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(choice)

    def _place(self, table: str, column: str) -> str:
        if table not in self._places:
            within = "true" if table in _NAMED_TO_ALL else f"{GROUP} = $group"
            given = {} if table in _NAMED_TO_ALL else {"group": self._group_id}
            keys = [record[column] for record in records_texts(self._reading, table, within, **given)]
            letter = get_column_letter(_FIRST_LIST + len(self._places))
            for row, key in enumerate((table, *keys), start=1):
                _set(self._notes[f"{letter}{row}"], key)
            end = len(keys) + 1
            self._places[table] = f"'{NOTES_SHEET}'!${letter}$2:${letter}${end}" if keys else ""
        return self._places[table]


def _write(sheet: Worksheet, record: Mapping[str, str]) -> None:
    row = sheet.max_row + 1
    for position, value in enumerate(record.values(), start=1):
        if value:
            _set(sheet.cell(row, position), value)


def _set(cell: object, value: str) -> None:
    """A cell as text, also where it begins like a formula or looks like a number or a date."""
    cell.value, cell.number_format = value, "@"  # type: ignore[attr-defined]  # openpyxl ships no types
    cell.data_type = "s"  # type: ignore[attr-defined]
