"""The snapshot's CSV files once more as one XLSX workbook, for people who work in a spreadsheet.

Cells are typed, headings are in both languages and stay in sight. openpyxl makes the workbook, its styles and
headings; `cells` streams the rows in between, read back from the CSV files, so that the two can never disagree.
"""

from __future__ import annotations

import csv
import re
import zipfile
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no type information
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from brep_metrics.intake.snapshot_files import ABOUT_SHEET
from brep_metrics.snapshot.archive import write_archive
from brep_metrics.snapshot.cells import row_writer
from brep_metrics.snapshot.words import about
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

    from brep_metrics.i18n import Title
    from brep_metrics.snapshot.provenance import Provenance
    from brep_metrics.snapshot.resources import Field, Resource

# More makes a workbook that takes long to open; those rows are in the CSV file. Excel itself ends at 1,048,576.
MAX_ROWS = 20_000
_MAX_NAME_LENGTH = 31  # of a sheet, by Excel
_NARROWEST, _WIDEST, _SAMPLE = 9, 48, 500
_HEADING_FONT = Font(bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor="1F4E79")
_HEADING_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
_HEADING_HEIGHT = 34
_FORMATS = {"date": "yyyy-mm-dd", "integer": "0", "double": "0.00##"}
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ROWS_END = b"</sheetData>"


def write_workbook(target: Path, folder: Path, provenance: Provenance, tables: Sequence[Resource]) -> None:
    """Write a workbook of the CSV files `tables` in `folder`; equal files give equal bytes."""
    workbook = Workbook()
    workbook.properties.creator = "brep-metrics"
    workbook.properties.created = provenance.created_at.replace(tzinfo=None, microsecond=0)
    samples = {table.path: _sample(folder / table.path) for table in tables}
    counts = {table.path: _count(folder / table.path) for table in tables}
    _fill_about(workbook.active, provenance, tables, counts)
    shown = {}
    for table in tables:
        if counts[table.path] <= MAX_ROWS:
            sheet = workbook.create_sheet(f"{table.title.zh} {table.title.en}"[:_MAX_NAME_LENGTH])
            _format(sheet, [_heading(one) for one in table.fields], samples[table.path], counts[table.path])
            shown[f"xl/worksheets/sheet{len(workbook.worksheets)}.xml"] = (table, _styles(sheet, table.fields))
    _fill_dictionary(workbook.create_sheet("数据字典 Data dictionary"), tables)
    with scratch_folder("workbook") as scratch:
        draft, parts = scratch / "draft.xlsx", scratch / "parts"
        workbook.save(draft)
        with zipfile.ZipFile(draft) as opened:
            opened.extractall(parts)
            names = opened.namelist()
        for name, (table, styles) in shown.items():
            _insert_rows(parts / name, folder / table.path, table.fields, styles)
        # openpyxl stamps the file and its members with the clock.
        core = parts / "docProps" / "core.xml"
        moment = f"{provenance.created_at:%Y-%m-%dT%H:%M:%SZ}".encode()
        core.write_bytes(_MODIFIED.sub(rb"\g<1>" + moment, core.read_bytes()))
        write_archive(target, parts, names)


def _insert_rows(part: Path, table: Path, fields: Sequence[Field], styles: Sequence[int]) -> None:
    """Put the rows of a CSV file after the heading that the sheet's XML holds already."""
    before, _, after = part.read_bytes().partition(_ROWS_END)
    row_xml = row_writer([one.type for one in fields], styles)
    with table.open(encoding="utf-8-sig", newline="") as source, part.open("wb") as sheet:
        sheet.write(before)
        for number, row in enumerate(islice(csv.reader(source), 1, None), start=2):
            sheet.write(row_xml(number, row).encode())
        sheet.write(_ROWS_END + after)


def _sample(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(islice(csv.reader(file), 1, _SAMPLE + 1))


def _count(path: Path) -> int:
    """The number of rows, counted only as far as it matters."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in islice(csv.reader(file), 1, MAX_ROWS + 2))


def _format(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Sequence[str]], count: int) -> None:
    """Heading, frozen and with filters, and widths that suit it and the first rows."""
    sheet.append(headings)
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = _HEADING_HEIGHT
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count + 1}"
    for position, heading in enumerate(headings):
        cell = sheet.cell(1, position + 1)
        cell.font, cell.fill, cell.alignment = _HEADING_FONT, _HEADING_FILL, _HEADING_ALIGNMENT
        longest = max(_width(text) for text in [*heading.split("\n"), *(row[position] for row in rows)])
        width = min(max(longest + 2, _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(position + 1)].width = width


def _styles(sheet: Worksheet, fields: Sequence[Field]) -> list[int]:
    """The workbook's number of the style of each column, made on cells of the next row, which do not stay."""
    numbers = []
    for position, one in enumerate(fields):
        # A cell of its own for each: openpyxl changes the style of a cell in place, also where it is registered.
        cell = sheet.cell(2, position + 1)
        cell.number_format = _FORMATS.get(one.type, "General")
        numbers.append(cell.style_id)
    sheet.delete_rows(2)
    return numbers


def _fill_about(
    sheet: Worksheet, provenance: Provenance, tables: Iterable[Resource], counts: Mapping[str, int]
) -> None:
    sheet.title = ABOUT_SHEET
    rows = [[label.zh or "", label.en or "", value] for label, value in about(provenance)]
    rows.append(["数据表", "Table", "行数 Rows"])
    for table in tables:
        count = counts[table.path]
        rows.append([*_texts(table.title), str(count) if count <= MAX_ROWS else f"> {MAX_ROWS}: {table.path}"])
    _format(sheet, ["项目", "Item", "内容 Content"], rows, len(rows))
    for row in rows:
        sheet.append(row)


def _fill_dictionary(sheet: Worksheet, tables: Iterable[Resource]) -> None:
    rows = [
        [table.path, one.name, *_texts(one.title), one.type, *_texts(_with_values(one))]
        for table in tables
        for one in table.fields
    ]
    headings = ["文件\nFile", "列\nColumn", "中文标题\nTitle in Chinese", "英文标题\nTitle in English", "类型\nType"]
    headings += ["中文说明\nDescription in Chinese", "英文说明\nDescription in English"]
    _format(sheet, headings, rows, len(rows))
    for row in rows:
        sheet.append(row)


def _with_values(one: Field) -> Title:
    zh = [one.description.zh or "", *(f"{code} = {title.text('zh')}" for code, title in one.values.items())]
    en = [one.description.en or "", *(f"{code} = {title.text('en')}" for code, title in one.values.items())]
    return type(one.title)("；".join(text for text in zh if text), "; ".join(text for text in en if text))


def _texts(title: Title) -> list[str]:
    return [title.zh or "", title.en or ""]


def _heading(one: Field) -> str:
    return "\n".join(dict.fromkeys(text for text in (one.title.zh, one.title.en) if text)) or one.name


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
