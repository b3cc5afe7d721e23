"""A source: one table's worth of one file, ready to be staged, and the way back to the person's own lines."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, shown
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.blanks import is_blank, is_blank_row
from brep_metrics.intake.records import Record, read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass
class Source:
    """A UTF-8 CSV at `staged`, every record of it as wide as `columns`, and the way back to the person's own lines.

    Rows that show nothing are no records. `positions` says where in a row of `width` cells the columns are; the cells
    between and beyond them must be blank.
    """

    file: str
    table: str
    columns: tuple[str, ...]
    staged: Path
    origin: Path
    positions: tuple[int, ...] = ()
    width: int = 0
    text: Path | None = None  # the CSV as the person wrote it; None for a sheet
    sheet_rows: Sequence[int] = ()
    separators: int | None = None  # in the whole text; None once every record is known to have the right width
    rows: int = 0

    def lines(self, cells: Mapping[int, Iterable[str]]) -> dict[tuple[int, str], int]:
        """The physical line of each cell, given as columns by record number (the first below the header is 0)."""
        if self.text is None:
            rows = self.sheet_rows
            return {(number, column): rows[number] for number, columns in cells.items() for column in columns}
        found: dict[tuple[int, str], int] = {}
        last = max(cells, default=-1)
        for number, record in enumerate(self._good_records()):
            if number > last:
                break
            for column in cells.get(number, ()):
                known = column in self.columns
                at = self.positions[self.columns.index(column)] if known else 0
                found[number, column] = record.line_of(at) if known else record.line
        return found

    def rewrite(self, path: Path, report: Callable[[Fault], None]) -> None:
        """Stage the good records alone, in the one form that the fast reader always accepts; report the broken ones."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerow(self.columns)
            for record in self._records():
                if fault := self._fault_of(record):
                    report(fault)
                else:
                    writer.writerow([record.cells[at] for at in self.positions])
        self.staged, self.separators = path, None

    def _good_records(self) -> Iterator[Record]:
        return (record for record in self._records() if self._fault_of(record) is None)

    def _records(self) -> Iterator[Record]:
        """The records below the header that show anything, or are broken."""
        if self.text is not None:
            records = (record for record in read_records(self.text) if record.broken or not is_blank_row(record.cells))
            next(records, None)
            yield from records

    def _fault_of(self, record: Record) -> Fault | None:
        if record.broken:
            return Fault(self.file, record.broken, record.line, table=self.table)
        found = len(record.cells)
        if found == self.width:
            return self._value_outside(record) if self.width > len(self.columns) else None
        short = found < self.width
        text = N_("the row is too short: {found} cells") if short else N_("the row is too long: {found} cells")
        expected = Message(N_("{width} cells"), {"width": self.width})
        return Fault(self.file, Message(text, {"found": found}), record.line, table=self.table, expected=expected)

    def _value_outside(self, record: Record) -> Fault | None:
        for at, cell in enumerate(record.cells):
            if at not in self.positions and not is_blank(cell):
                problem = Message(N_("a value outside the table"))
                return Fault(self.file, problem, record.line_of(at), value=shown(cell), table=self.table)
        return None
