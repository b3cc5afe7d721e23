"""Workbooks as spreadsheet programs write them: what a cell shows and stores, what is hidden, how far a sheet goes."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from brep_metrics.intake import check, load
from tests.intake.conftest import GOOD_REVIEW, ORGANIZATION, REVIEW, problems

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store


def sheet_of(tmp_path: Path, column: str, value: object, number_format: str = "General") -> Path:
    """A workbook with one review, one cell of which has a value and a format of its own."""
    book = Workbook()
    sheet = book.active
    sheet.title = "review"
    sheet.append(REVIEW)
    sheet.append(GOOD_REVIEW)
    cell = sheet.cell(2, REVIEW.index(column) + 1)
    cell.value, cell.number_format = value, number_format
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


@pytest.mark.parametrize(
    ("column", "value", "number_format", "problem"),
    [
        ("score", 0.95, "0%", "the cell shows 95%, but the file stores 0.95"),
        ("score", 0.955, "0.0%", "the cell shows 95.5%, but the file stores 0.955"),
        ("review_id", 7, "000", "the cell shows 007, but the file stores 7"),
        (
            "review_id",
            1234567890123456789,
            "General",
            "the cell shows 1.23E+18, but the file stores 1234567890123460000",
        ),
        ("review_id", 1.5, "General", "a number with decimals"),
        ("review_id", 7, "0.00", "a number under a format of its own"),
        ("reviewer", 7, "0.00", "a number under a format of its own"),
        ("reviewer", 0.95, "0", "a number with decimals"),
        ("reviewer", 1e15, "General", "the cell shows 1.00E+15, but the file stores 1000000000000000"),
        ("review_id", date(2025, 3, 1), "d-mmm", "a date or time of the spreadsheet"),
        ("review_id", True, "General", "a truth value of the spreadsheet"),
        ("outcome_id", 0.5, "0%", "the cell shows 50%, but the file stores 0.5"),
        ("reviewer", date(2025, 3, 1), "yyyy-mm-dd", "a date or time of the spreadsheet"),
        ("reviewer", time(8, 30), "h:mm", "a date or time of the spreadsheet"),
        ("reviewer", False, "General", "a truth value of the spreadsheet"),
        ("reviewer", 0.95, "0%", "the cell shows 95%, but the file stores 0.95"),
        ("criterion", 100000, "0.00E+00", "the cell shows 1.00E+05, but the file stores 100000"),
        ("score", date(2025, 3, 1), "d-mmm", "a date or time of the spreadsheet"),
        ("reviewed_on", datetime(2025, 6, 1, 8, 0), "yyyy-mm-dd h:mm", "not a date"),  # noqa: DTZ001 - a cell has no zone
    ],
)
def test_a_cell_that_shows_something_else_than_it_stores_is_refused(
    loaded: Store, tmp_path: Path, column: str, value: object, number_format: str, problem: str
):
    """A cell's format is part of its value: both readings are named, none is guessed."""
    report = check(loaded, [sheet_of(tmp_path, column, value, number_format)])
    (fault,) = [fault for fault in report.faults if fault.column == column]
    assert fault.problem.text("en") == problem
    assert fault.line == 2


@pytest.mark.parametrize(
    ("column", "value", "number_format", "stored"),
    [
        ("review_id", 7, "General", "7"),
        ("review_id", 7, "0", "7"),
        ("review_id", "007", "General", "007"),
        ("score", 92.5, "0.00", "92.50"),
        ("score", 92, '0"分"', "92.00"),
        ("reviewer", 2025, "General", "2025"),
        ("reviewer", 0.95, "General", "0.95"),
        ("reviewer", "甲_x000D_\n乙", "General", "甲\r\n乙"),
        ("reviewer", "_x005F_x0041_", "General", "_x0041_"),
        ("reviewed_on", date(2025, 6, 2), "d.m.yyyy", "2025-06-02"),
    ],
)
def test_a_cell_that_shows_what_it_stores_is_taken(
    loaded: Store, tmp_path: Path, column: str, value: object, number_format: str, stored: str
):
    """A whole number shown as such is an identifier, a text is a text, an escaped character is that character."""
    load(loaded, [sheet_of(tmp_path, column, value, number_format)], who="test", why="")
    with loaded.read() as reading:
        assert reading.fetch(f"select {column}::varchar from review where reviewer <> '-A'") == [(stored,)]


def rewritten(book: Path, change: dict[str, tuple[str, str]]) -> Path:
    """The workbook with passages of its parts replaced by pattern."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, (pattern, new) in change.items():
        text, count = re.subn(pattern, new, parts[name].decode())
        assert count
        parts[name] = text.encode()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return book


def test_a_strict_workbook_is_read(loaded: Store, tmp_path: Path):
    """The strict dialect has other namespaces and the same cells."""
    book = sheet_of(tmp_path, "score", 81)
    main, strict = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    rewritten(book, {"xl/workbook.xml": (main, strict), "xl/worksheets/sheet1.xml": (main, strict)})
    report = check(loaded, [book])
    assert (report.faults, report.rows) == ((), {"review": 1})


def test_what_is_hidden_is_read_and_said(loaded: Store, tmp_path: Path):
    """Hidden rows, columns and sheets are loaded, each with a warning."""
    book = Workbook()
    sheet = book.active
    sheet.title = "review"
    for row in (REVIEW, GOOD_REVIEW, ["v8", "u1", "C", None, 70, date(2025, 6, 1), None]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    other = book.create_sheet("organization")
    other.sheet_state = "veryHidden"
    for row in (ORGANIZATION.strip().split(","), ["o9", None, "Demo", "business", "CN", None]):
        other.append(row)
    book.save(tmp_path / "book.xlsx")
    report = check(loaded, [tmp_path / "book.xlsx"])
    assert (report.faults, report.rows) == ((), {"organization": 1, "review": 2})
    assert [(one.file, one.line, one.problem.text("en")) for one in report.warnings] == [
        ("book.xlsx[organization]", None, "the sheet is hidden and was read"),
        ("book.xlsx[review]", None, "hidden columns were read: score"),
        ("book.xlsx[review]", 3, "hidden rows were read (1): 3"),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2000000000", "row 2000000000 is beyond the end of a sheet"),
        ("1048577", "row 1048577 is beyond the end of a sheet"),
    ],
)
def test_a_row_beyond_the_sheet_is_refused_at_once(loaded: Store, tmp_path: Path, row: str, problem: str):
    """What a file claims about its extent is not what it costs."""
    book = rewritten(sheet_of(tmp_path, "score", 80), {"xl/worksheets/sheet1.xml": ('<row r="2"', f'<row r="{row}"')})
    assert problem in problems(check(loaded, [book]))


def test_a_lone_cell_in_the_last_row_is_one_row(loaded: Store, tmp_path: Path):
    """The million empty rows above it cost nothing, and its row is named."""
    book = sheet_of(tmp_path, "score", 80)
    rewritten(
        book,
        {
            "xl/worksheets/sheet1.xml": (
                "</sheetData>",
                '<row r="1048576"><c r="A1048576" t="str"><v>v8</v></c></row></sheetData>',
            )
        },
    )
    report = check(loaded, [book])
    assert {fault.line for fault in report.faults} == {1_048_576}


def test_a_document_type_in_a_workbook_is_refused(loaded: Store, tmp_path: Path):
    """Entities are the way to make a small file endless."""
    book = sheet_of(tmp_path, "score", 80)
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    rewritten(book, {"xl/worksheets/sheet1.xml": ("<worksheet", bomb)})
    assert problems(check(loaded, [book])) == ["the workbook cannot be read"]


def test_what_is_between_markers_of_pronunciation_is_no_text(loaded: Store, tmp_path: Path):
    """A phonetic run is above the characters, and is not among them."""
    book = sheet_of(tmp_path, "reviewer", "甲")
    runs = '<is><t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh></is>'
    rewritten(book, {"xl/worksheets/sheet1.xml": ('<c r="C2"[^>]*>.*?</c>', f'<c r="C2" t="inlineStr">{runs}</c>')})
    load(loaded, [book], who="test", why="")
    with loaded.read() as reading:
        assert reading.fetch("select reviewer from review where review_id = 'v9'") == [("甲",)]
