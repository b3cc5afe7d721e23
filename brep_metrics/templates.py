"""Blank templates for every table, and the data dictionary, all written from the schema.

CSV holds nothing but the column names, so its explanation is the dictionary beside it; the workbook carries its own.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no type information
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from brep_metrics.dictionary import dictionary, remarks, type_title
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message, Title
from brep_metrics.intake import NOTES_SHEET
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

    from brep_metrics.schema import Column, Table

WORKBOOK = "templates.xlsx"
DICTIONARY = "dictionary.md"
_LAST_ROW = 1_048_576
_HEADING = PatternFill("solid", fgColor="DDE6F0")
_NOTES_HEADER = ("表 table", "列 column", "名称", "title", "类型 type", "必填 required", "说明", "notes")
_NOTES_WIDTHS = (18, 20, 18, 24, 22, 10, 48, 60)
_GUIDE = Title(
    "每张表一个工作表，第一行是列名，请勿改动；从第二行起每行一条记录。带 * 的列必填。",
    "One sheet per table. Keep the first row, which holds the column names; one record per row from the second row on."
    " Columns marked * must be filled in.",
)


def csv_template(table: Table) -> bytes:
    """The heading line of a table, in UTF-8 with the byte-order mark by which a spreadsheet knows it."""
    return (",".join(table.columns) + "\r\n").encode("utf-8-sig")


def workbook_template() -> bytes:
    """An XLSX workbook: notes in both languages first, then one empty sheet a table with choices to pick from."""
    workbook = Workbook()
    write_notes(workbook.active)
    for table in load_schema().tables.values():
        write_sheet(workbook.create_sheet(table.name), table)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def zipped_templates() -> bytes:
    """All templates and the dictionary in one zip, with the names that `write_templates` gives them."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, data in _files().items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return content.getvalue()


def write_templates(folder: Path) -> list[Path]:
    """Write all templates and the dictionary into `folder`; returns their paths.

    Raises:
        UsageError: the folder cannot be written.

    """
    files = _files()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise UsageError(Message(N_("Cannot write to {path}"), {"path": str(folder)})) from error
    return [folder / name for name in files]


def _files() -> dict[str, bytes]:
    files = {f"{name}.csv": csv_template(table) for name, table in load_schema().tables.items()}
    return files | {WORKBOOK: workbook_template(), DICTIONARY: dictionary().encode()}


def write_notes(sheet: Worksheet) -> None:
    """Fill the sheet that explains every table and column in both languages."""
    sheet.title = NOTES_SHEET
    for text in (_GUIDE.zh, _GUIDE.en):
        sheet.append([text])
    sheet.append([])
    sheet.append(_NOTES_HEADER)
    header_row = sheet.max_row
    for table in load_schema().tables.values():
        about = (table.description.zh, table.description.en)
        sheet.append([table.name, None, table.title.zh, table.title.en, None, None, *about])
        for column in table.columns.values():
            sheet.append(_note(table, column))
    _make_readable(sheet, header_row)


def _note(table: Table, column: Column) -> list[str | None]:
    kind, notes = type_title(column), remarks(column)
    mark = "*" if _is_needed(table, column) else None
    types = f"{kind.zh} {kind.en}"
    return [table.name, column.name, column.title.zh, column.title.en, types, mark, notes.zh, notes.en]


def _make_readable(sheet: Worksheet, header_row: int) -> None:
    for letter, width in zip("ABCDEFGH", _NOTES_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=header_row):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.row == header_row or row[1].value is None:
                cell.font, cell.fill = Font(bold=True), _HEADING
    sheet.freeze_panes = f"A{header_row + 1}"


def write_sheet(sheet: Worksheet, table: Table) -> None:
    """Give a sheet the column names of a table, each with its explanation, and its choices as lists."""
    sheet.append(list(table.columns))
    sheet.freeze_panes = "A2"
    for position, column in enumerate(table.columns.values(), start=1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = max(len(column.name) + 4, 14)
        # Text, so that a spreadsheet does not turn 007 into 7 or a code into a date.
        sheet.column_dimensions[letter].number_format = "@"
        cell = sheet[f"{letter}1"]
        cell.font, cell.fill = Font(bold=True), _HEADING
        cell.comment = _comment(table, column)
        if column.values:
            values = ",".join(column.values)
            choice = DataValidation(type="list", formula1=f'"{values}"', allow_blank=not column.required)
            choice.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(choice)


def _comment(table: Table, column: Column) -> Comment:
    _, _, zh, en, *rest = _note(table, column)
    return Comment("\n".join(filter(None, (f"{zh} {en}", *rest))), "brep_metrics", width=360, height=160)


def _is_needed(table: Table, column: Column) -> bool:
    return column.required or column.name in table.key
