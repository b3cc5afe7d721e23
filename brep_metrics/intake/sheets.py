"""One sheet as a table: where its header is, its rows as texts, what is hidden in it."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from openpyxl.utils.cell import range_boundaries  # type: ignore[import-untyped]  # it has none

from brep_metrics.errors import Fault, shown
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.blanks import is_blank, is_blank_row
from brep_metrics.intake.header import LOOKED_AT, named_positions
from brep_metrics.intake.workbook import Refusal, Role
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from brep_metrics.intake.workbook import Sheet
    from brep_metrics.intake.workbook.sheet_rows import Cell, Row
    from brep_metrics.schema import Column, Table

_NAMED_HIDDEN = 10


class SheetTable:
    """Reads a sheet once, from top to bottom; `first` holds its first rows (number, texts) that show anything."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._coming = iter(sheet.rows)
        begun = list(islice((row for row in self._coming if self._shows_anything(row)), LOOKED_AT))
        self.first = [(row.number, self._header_texts(row)) for row in begun]
        names = self.first[0][1] if self.first else ()
        self._columns = {position: at for at, position in enumerate(named_positions(names))}
        self.header = tuple(names[position] for position in self._columns)
        self._below = chain(begun[1:], self._coming)
        self._hidden_rows: list[int] = []
        self._last = 0

    def rows(self, report: Callable[[Fault], None]) -> Iterator[tuple[int, list[str]]]:
        """Number and texts of each row below the header that shows anything; a refused cell is reported and empty."""
        table = load_schema().tables[self._sheet.name]
        roles = [role_of(table, name) for name in self.header]
        for row in self._below:
            texts = [""] * len(roles)
            for cell in row.cells:
                at = self._columns.get(cell.position)
                if at is None:
                    self._outside(cell, row.number, report)
                else:
                    texts[at] = self._text(cell, row.number, roles[at], self.header[at], report)
            if not is_blank_row(texts) or self._shows_anything(row):
                self._last = row.number
                if row.hidden:
                    self._hidden_rows.append(row.number)
                yield row.number, texts

    def merged_fault(self) -> Fault | None:
        """The one fault of merged cells among the records, of which all but the first are empty in the file.

        Known once the rows have been read.
        """
        below, last = self.first[0][0] + 1, self._last
        found = [one for one in self._sheet.rows.merged if self._is_among_records(one, below, last)]
        if not found:
            return None
        listed = ", ".join(found[:_NAMED_HIDDEN]) + (" …" if len(found) > _NAMED_HIDDEN else "")
        problem = Message(N_("cells are merged: {cells}"), {"cells": listed})
        expected = Message(N_("a value in every cell, and no merged ones"))
        return Fault(
            self._sheet.file, problem, range_boundaries(found[0])[1], table=self._sheet.name, expected=expected
        )

    def _is_among_records(self, cells: str, first: int, last: int) -> bool:
        left, top, right, bottom = range_boundaries(cells)
        return top <= last and bottom >= first and any(left <= at + 1 <= right for at in self._columns)

    def hidden_warnings(self) -> Iterator[Fault]:
        """What the sheet hid and was loaded all the same; complete once its rows have been read."""
        visible = Message(N_("nothing hidden, or a deliberate choice to load it"))
        name, table = self._sheet.file, self._sheet.name
        if self._sheet.hidden:
            yield Fault(name, Message(N_("the sheet is hidden and was read")), table=table, expected=visible)
        if rows := self._hidden_rows:
            listed = ", ".join(map(str, rows[:_NAMED_HIDDEN])) + (" …" if len(rows) > _NAMED_HIDDEN else "")
            text = N_("hidden rows were read ({count}): {rows}")
            problem = Message(text, {"count": len(rows), "rows": listed})
            yield Fault(name, problem, rows[0], table=table, expected=visible)
        spans = self._sheet.rows.hidden_columns
        hidden = [column for at, column in enumerate(self.header) if any(first <= at <= last for first, last in spans)]
        if hidden:
            problem = Message(N_("hidden columns were read: {columns}"), {"columns": ", ".join(hidden)})
            yield Fault(name, problem, table=table, expected=visible)

    def _text(self, cell: Cell, number: int, role: Role, column: str, report: Callable[[Fault], None]) -> str:
        found = self._sheet.text_of(cell, role)
        if isinstance(found, str):
            return found
        report(self._fault(found, number, column))
        return ""

    def _outside(self, cell: Cell, number: int, report: Callable[[Fault], None]) -> None:
        found = self._sheet.text_of(cell, Role.TEXT)
        value = found.value if isinstance(found, Refusal) else found
        if value is None or not is_blank(value):
            problem = Message(N_("a value outside the table"))
            report(Fault(self._sheet.file, problem, number, value=shown(value), table=self._sheet.name))

    def _fault(self, refusal: Refusal, number: int, column: str) -> Fault:
        name, value = self._sheet.file, shown(refusal.value)
        return Fault(name, refusal.problem, number, column, value, refusal.expected, self._sheet.name)

    def _shows_anything(self, row: Row) -> bool:
        return any(cell.text == "" or not is_blank(cell.text) for cell in row.cells)

    def _header_texts(self, row: Row) -> Sequence[str]:
        texts = [""] * (1 + max(cell.position for cell in row.cells))
        for cell in row.cells:
            found = self._sheet.text_of(cell, Role.TEXT)
            texts[cell.position] = found if isinstance(found, str) else found.value or ""
        return texts


def role_of(table: Table, name: str) -> Role:
    """What a column of the table takes; an unknown one is refused as a whole, so that any text will do."""
    column = table.columns.get(name)
    if column is None:
        return Role.TEXT
    if column.type == "date":
        return Role.DATE
    if column.reference or name in table.key or column.values:
        return Role.IDENTIFIER
    return Role.TEXT if _takes_text(column) else Role.NUMBER


def _takes_text(column: Column) -> bool:
    return column.is_list or column.type == "varchar"
