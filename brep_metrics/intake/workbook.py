"""XLSX workbooks: one sheet per table, each cell turned into the text that the same table has as CSV."""

from __future__ import annotations

import re
import warnings
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import load_workbook  # type: ignore[import-untyped]  # it ships no type information

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook import Workbook  # type: ignore[import-untyped]
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet  # type: ignore[import-untyped]

UNPACKED_LIMIT = 1 << 30
"""Bytes: a workbook of a million rows unpacks to about half of this; more is a mistake or an attack."""

COLUMN_LIMIT = 256
"""Columns looked at: no table has a tenth of them, and a stray cell far to the right must not widen every row."""

NOTES_SHEET = "说明 Notes"
"""The sheet of a template that explains it; it holds no data."""

_FORMULA_TAG = re.compile(rb"<f[ >/]")
_SIGNIFICANT_DIGITS = 15  # what a spreadsheet shows of a number; the rest is noise of binary fractions
_UNREADABLE = Message(N_("the workbook cannot be read"))


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet as text: `rows` are (row number, cells) below the header, empty rows left out."""

    name: str
    header_line: int
    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    faults: tuple[Fault, ...]


def read_workbook(path: Path, file: str) -> tuple[list[Sheet], list[Fault]]:
    """Every sheet that holds anything, in order; or the fault for which the workbook cannot be read at all."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if size > UNPACKED_LIMIT:
                limit = Message(N_("at most {limit} bytes"), {"limit": UNPACKED_LIMIT})
                return [], [Fault(file, Message(N_("the workbook is too large when unpacked")), expected=limit)]
            formulas = any(_has_formula(archive, name) for name in archive.namelist())
        return list(_sheets(path, file, formulas=formulas)), []
    except Exception:  # noqa: BLE001 - a broken workbook makes the reader fail in ways that nobody can list
        expected = Message(N_("an XLSX workbook, not damaged and without a password"))
        return [], [Fault(file, _UNREADABLE, expected=expected)]


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    if not name.startswith("xl/worksheets/"):
        return False
    tail = b""
    with archive.open(name) as member:
        while chunk := member.read(1 << 20):
            if _FORMULA_TAG.search(tail + chunk):
                return True
            tail = chunk[-3:]
    return False


def _open(path: Path, *, values: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of extensions (styles, validations) that carry no data
        return load_workbook(path, read_only=True, data_only=values, keep_links=False)


def _sheets(path: Path, file: str, *, formulas: bool) -> Iterator[Sheet]:
    with closing(_open(path, values=True)) as workbook:
        for sheet in workbook.worksheets:
            if sheet.title == NOTES_SHEET:
                continue
            uncomputed = _formula_cells(path, sheet.title) if formulas else frozenset()
            if (read := _sheet(sheet, f"{file}[{sheet.title}]", uncomputed)) is not None:
                yield read


def _formula_cells(path: Path, title: str) -> frozenset[tuple[int, int]]:
    """Row and column of every formula, so that one whose value was never computed does not pass for an empty cell."""
    with closing(_open(path, values=False)) as workbook:
        return frozenset(
            (number, position)
            for number, cells in _rows(workbook[title])
            for position, (_, kind) in enumerate(cells)
            if kind == "f"
        )


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[tuple[object, str]]]]:
    sheet.reset_dimensions()  # the extent that a workbook declares may be wrong
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a date outside the calendar becomes an error value, which is a fault below
        for number, row in enumerate(sheet.iter_rows(max_col=COLUMN_LIMIT), start=1):
            yield number, [(cell.value, cell.data_type) for cell in row]


def _sheet(sheet: ReadOnlyWorksheet, file: str, uncomputed: frozenset[tuple[int, int]]) -> Sheet | None:
    header: tuple[str, ...] | None = None
    header_line = 0
    rows: list[tuple[int, list[str]]] = []
    faults: list[Fault] = []
    for number, cells in _rows(sheet):
        texts = [cell_text(value) for value, _ in cells]
        empty = not any(texts) and not any((number, position) in uncomputed for position in range(len(texts)))
        if empty:
            continue
        if header is None:
            header_line, header = number, _without_empty_end(texts)
            continue
        faults.extend(_cell_faults(cells, header, number, file=file, table=sheet.title, uncomputed=uncomputed))
        rows.append((number, _fitted(texts, len(header))))
    return None if header is None else Sheet(sheet.title, header_line, header, rows, tuple(faults))


def _cell_faults(
    cells: list[tuple[object, str]],
    header: tuple[str, ...],
    number: int,
    *,
    file: str,
    table: str,
    uncomputed: frozenset[tuple[int, int]],
) -> Iterator[Fault]:
    for position, (value, kind) in enumerate(cells):
        column = header[position] if position < len(header) else None
        if column is None and value is not None:
            problem = Message(N_("a value outside the table"))
            yield Fault(file, problem, number, value=cell_text(value), table=table)
        elif kind == "e":
            problem = Message(N_("an error value of the spreadsheet"))
            yield Fault(file, problem, number, column, cell_text(value), table=table)
        elif value is None and (number, position) in uncomputed:
            problem = Message(N_("a formula whose value was never computed"))
            expected = Message(N_("a value, or a workbook saved by a spreadsheet program"))
            yield Fault(file, problem, number, column, expected=expected, table=table)


def cell_text(value: object) -> str:
    """The text that a typed cell has in a CSV file: ISO dates, plain digits, empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        rounded = Decimal(f"{value:.{_SIGNIFICANT_DIGITS}g}")
        return f"{rounded.normalize():f}" if rounded else "0"
    return str(value)


def _without_empty_end(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts = texts[:-1]
    return tuple(texts)


def _fitted(texts: list[str], width: int) -> list[str]:
    return (texts + [""] * width)[:width]
