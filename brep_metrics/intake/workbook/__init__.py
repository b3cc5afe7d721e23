"""XLSX and XLSM workbooks: one sheet per table, each cell turned into the text that the same table has as CSV.

There is a reader of our own because no library tells a cell's number format and its value apart at the speed of a load
(see CONTRIBUTING, "Decisions"). Macros are never looked at.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.workbook.cells import Refusal, Role, text_of
from brep_metrics.intake.workbook.package import UnreadableWorkbookError, open_package
from brep_metrics.intake.workbook.sheet_rows import SheetRows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brep_metrics.intake.workbook.package import Package, SheetPart
    from brep_metrics.intake.workbook.sheet_rows import Cell

__all__ = ["NOTES_SHEET", "Refusal", "Role", "Sheet", "open_workbook", "workbook_fault"]

NOTES_SHEET = "说明 Notes"
"""The sheet of a template that explains it; it holds no data."""


class Sheet:
    """One sheet: its rows, to be read once, and what each cell says in a column of a certain role."""

    def __init__(self, package: Package, part: SheetPart, file: str) -> None:
        self.name, self.hidden = part.name, part.hidden
        self.file = f"{file}[{part.name}]"
        self.rows = SheetRows(package, part.part, self.file)
        self._counts_from_1904 = package.counts_from_1904

    def text_of(self, cell: Cell, role: Role) -> str | Refusal:
        """The text of a cell in a column of this role, or why it is not taken."""
        return text_of(cell, role, counts_from_1904=self._counts_from_1904)


@contextmanager
def open_workbook(path: Path, file: str) -> Iterator[list[Sheet]]:
    """The sheets of a workbook but for the notes of a template, to be read while the block runs."""
    package = open_package(path, file)
    with package.archive:
        yield [Sheet(package, part, file) for part in package.sheets if part.name != NOTES_SHEET]


def workbook_fault(error: Exception, file: str) -> Fault:
    """What to tell of an error that reading a workbook raised; a broken one fails in ways that nobody can list."""
    if isinstance(error, UnreadableWorkbookError):
        return error.fault
    expected = Message(N_("an XLSX workbook, not damaged and without a password"))
    return Fault(file, Message(N_("the workbook cannot be read")), expected=expected)
