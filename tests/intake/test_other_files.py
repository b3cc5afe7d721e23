"""Files of the same kinds as those that were tried: one fault that says what it is, or the rows that a person sees."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from brep_metrics.intake import check

from .conftest import GOOD, GOOD_REVIEW, ORGANIZATION, REVIEW, organizations, problems

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from brep_metrics.store import Store


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        (organizations(GOOD) + "\x1a", "the file ends with the control character Ctrl-Z (U+001A)", 3),
        (organizations(GOOD, "合计,1,,,,"), "a row of totals", 3),
        (organizations(GOOD, "合 计：,,,,,"), "a row of totals", 3),
        (organizations(GOOD, ",Total,1,,,"), "a row of totals", 3),
        (organizations(GOOD, ORGANIZATION.strip(), GOOD.replace("o9", "o8")), "the column names once more", 3),
        (organizations(GOOD, "注：数据来自演示,,,,,"), "a row with a single value, such as a note", 3),
        (organizations("#N/A,演示,Demo,university,CN,"), "an error value of the spreadsheet", 2),
        (organizations(GOOD).replace(",", "，"), "the columns are separated by “，”", 1),
        ('[{"organization_id": "o9"}]', "the file is a JSON document", None),
        ("<!-- saved -->\n<table><tr></tr></table>", "the file is a web page", None),
        (
            organizations(GOOD).replace(
                "organization_id,name_zh,name_en", "organization_id 机构代码,name_zh 名称,name_en"
            ),
            "column names written otherwise",
            1,
        ),
        (organizations(GOOD).replace("kind", "kind (list)"), "unknown column", 1),
        (organizations(GOOD).replace("country_code", '"country\ncode"'), "unknown column", 1),
        (organizations(GOOD).replace("name_zh", "name_zh\u200b"), "unknown column", 1),
    ],
    ids=[
        "Ctrl-Z", "total", "total with blanks", "total in another column", "header again", "note", "error as key",
        "Chinese commas", "JSON", "HTML comment", "titles", "note in a name", "line break in a name",
        "invisible in a name",
    ],
)  # fmt: skip
def test_one_cause_is_one_fault(network: Store, tmp_path: Path, content: str, problem: str, line: int | None):
    """Whatever follows from it."""
    (tmp_path / "organization.csv").write_text(content, encoding="utf-8", newline="")
    (fault,) = check(network, [tmp_path]).faults
    assert (fault.problem.text("en"), fault.line) == (problem, line)


def book(path: Path, rows: list[list[Any]], edit: Callable[[Worksheet], object] = id) -> Path:
    workbook = Workbook()
    workbook.active.title = "review"
    for row in (REVIEW, *rows):
        workbook.active.append(row)
    edit(workbook.active)
    workbook.save(path)
    return path


OTHER_UNIT = "the cell shows a number in another unit, but the file stores 80"
NOTHING = "the cell shows no number, but the file stores 80"


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ("0.0,", OTHER_UNIT),
        ("0,,", OTHER_UNIT),
        ('0.0"万"', OTHER_UNIT),
        ("0‰", OTHER_UNIT),
        (";;;", NOTHING),
        ('"x"', NOTHING),
        ('#,##0" 分"', None),
        ("[Red]0.00", None),
        ("# ?/?", None),
        ("[DBNum1]General", None),
    ],
)
def test_a_number_is_taken_where_a_person_sees_it(network: Store, tmp_path: Path, form: str, problem: str | None):
    """In thousands, in ten thousands or not at all, another number is read than is stored."""

    def edit(sheet: Worksheet) -> None:
        sheet["E2"].number_format = form

    report = check(network, [book(tmp_path / "book.xlsx", [GOOD_REVIEW], edit)])
    assert problems(report) == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("form", "is_whole"),
    [
        ("yyyy", False),
        ("mmm-yy", False),
        ("d-mmm", False),
        ('m"月"d"日"', False),
        ("e", False),
        ("d.m.yy", True),
        ('yyyy"年"m"月"d"日"', True),
        ('[$-404]e"年"m"月"d"日"', True),
        ("dddd, mmmm dd, yyyy", True),
    ],
)
def test_a_date_is_taken_where_a_person_sees_all_of_it(network: Store, tmp_path: Path, form: str, *, is_whole: bool):
    """“3-25” typed for a month becomes a day of this year: the two readings are told."""

    def edit(sheet: Worksheet) -> None:
        sheet["F2"].number_format = form

    report = check(network, [book(tmp_path / "book.xlsx", [GOOD_REVIEW], edit)])
    told = "the cell shows a part of a date only, but the file stores 2025-06-01"
    assert problems(report) == ([] if is_whole else [told])


@pytest.mark.parametrize(("form", "number", "is_taken"), [("0", 123456789012, True), ("0", 10**16, False)])
def test_a_whole_number_is_an_identifier_as_far_as_its_digits_are_kept(
    network: Store, tmp_path: Path, form: str, number: int, *, is_taken: bool
):
    """A format of digits shows fifteen of them."""

    def edit(sheet: Worksheet) -> None:
        sheet["A2"].number_format = form

    report = check(network, [book(tmp_path / "book.xlsx", [[number, *GOOD_REVIEW[1:]]], edit)])
    assert bool(report.faults) != is_taken


@pytest.mark.parametrize("cells", ["B2:B3", "C2:D2", "A2:A3"])
def test_merged_cells_among_the_records_are_one_fault(network: Store, tmp_path: Path, cells: str):
    """All but the first are empty in the file, although a person sees the value in each."""
    rows = [GOOD_REVIEW, ["v8", "u1", "C", None, 70, date(2025, 6, 2), None]]
    report = check(network, [book(tmp_path / "book.xlsx", rows, lambda sheet: sheet.merge_cells(cells))])
    assert problems(report) == [f"cells are merged: {cells}"]


def test_rows_and_columns_without_extent_are_hidden(network: Store, tmp_path: Path):
    """As those are that the file calls so."""
    path = book(tmp_path / "book.xlsx", [GOOD_REVIEW])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'<row r="2"', b'<row r="2" ht="0" customHeight="1"')
    columns = b'<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<sheetData>", columns)
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    report = check(network, [path])
    assert [one.problem.text("en") for one in report.warnings] == [
        "hidden columns were read: criterion",
        "hidden rows were read (1): 2",
    ]


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("META-INF/manifest.xml", "an OpenDocument file"),
        ("xl/workbook.bin", "a binary workbook (XLSB)"),
        ("word/document.xml", "a text document"),
        ("review.csv", "a packed file of other files"),
    ],
)
def test_another_packed_file_under_the_name_of_a_workbook_is_called_what_it_is(
    network: Store, tmp_path: Path, member: str, kind: str
):
    """By what is in it."""
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr(member, "x")
    assert problems(check(network, [tmp_path / "book.xlsx"])) == [f"the file is {kind}"]


def test_a_duplicate_is_seen_through_invisible_characters(network: Store, tmp_path: Path):
    """A title with a zero-width space is the same title."""
    text = io.StringIO()
    csv.writer(text).writerow(["o9", "演示\u200b电网", "Demo", "business", "CN", ""])
    (tmp_path / "organization.csv").write_text(ORGANIZATION + text.getvalue(), encoding="utf-8")
    (warning,) = check(network, [tmp_path]).warnings
    assert warning.problem.text("en") == "may be the same as “o1”: equal in name_zh"
