"""Files as people send them: what is told apart by its bytes, what a cell shows, what is skipped and what is said."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from brep_metrics.intake import check, load
from tests.intake.conftest import FILES, write_network

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.intake import Report
    from brep_metrics.store import Store

ORGANIZATION = "organization_id,name_zh,name_en,kind,country_code,recorded_on\n"
REVIEW = ["review_id", "outcome_id", "reviewer", "criterion", "score", "reviewed_on", "recorded_on"]
GOOD_REVIEW = ["v9", "u1", "B", None, 80, date(2025, 6, 1), None]


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    load(store, [write_network(tmp_path / "network")], who="test", why="")
    return store


def problems(report: Report) -> list[str]:
    return [fault.problem.text("en") for fault in report.faults]


def named(name: str) -> str:
    return f"{ORGANIZATION}o9,,{name},business,CN,2025-01-01\n"


@pytest.mark.parametrize(
    ("codec", "name", "looks_like"),
    [
        ("cp1251", "Демонстрационный институт энергетики", "Windows-1251"),
        ("koi8_r", "Демонстрационный институт", "KOI8-R"),
        ("big5", "示範能源研究院", "Big5"),
        ("shift_jis", "エネルギー研究所", "Shift-JIS"),
        ("shift_jis", "東京電力株式会社", "Shift-JIS"),
        ("euc_kr", "한국전력공사", "EUC-KR"),
        ("euc_jp", "エネルギー研究所", "EUC-JP"),
        ("cp1252", "Société générale", "Windows-1252"),
        ("latin_1", "Müller GmbH", "Windows-1252"),
    ],
)
def test_another_encoding_is_refused_by_name(loaded: Store, tmp_path: Path, codec: str, name: str, looks_like: str):
    """Bytes of another encoding never become Chinese nonsense; the two that are read are named."""
    (tmp_path / "organization.csv").write_bytes(named(name).encode(codec))
    (fault,) = check(loaded, [tmp_path / "organization.csv"]).faults
    assert fault.problem.text("en") == f"the text looks like {looks_like}, which is not read"
    assert fault.expected.text("en") == "UTF-8 or GB18030 text"
    assert fault.line == 2


@pytest.mark.parametrize(
    "name", ["电力", "国家电网有限公司", "哈萨克斯坦国家电网", "鄂尔多斯", "發電國際有限公司", "中信建投"]
)
def test_chinese_in_gb18030_is_read(loaded: Store, tmp_path: Path, name: str):
    """Short names, foreign names and traditional characters are Chinese too."""
    (tmp_path / "organization.csv").write_bytes(named(name).encode("gb18030"))
    load(loaded, [tmp_path / "organization.csv"], who="test", why="")
    with loaded.read() as reading:
        assert reading.fetch("select name_en from organization where organization_id = 'o9'") == [(name,)]


@pytest.mark.parametrize(
    ("file", "content", "kind"),
    [
        ("outcome.csv", b"<!DOCTYPE html><html><body>please sign in</body></html>", "a web page"),
        ("outcome.xlsx", b"<html><table><tr><td>x</td></tr></table></html>", "a web page"),
        ("outcome.csv", b"%PDF-1.7 ...", "a PDF document"),
        ("outcome.csv", b"PK\x03\x04 whatever", "a workbook or another packed file"),
        ("outcome.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of an older kind, or one with a password"),
        ("outcome.csv", b"\x1f\x8b\x08\x00 packed", "a compressed file"),
        ("outcome.xlsx", b"outcome_id,group_id\n", "not a workbook"),
    ],
)
def test_a_file_is_called_what_it_is(loaded: Store, tmp_path: Path, file: str, content: bytes, kind: str):
    """One fault, whatever the name says."""
    (tmp_path / file).write_bytes(content)
    assert problems(check(loaded, [tmp_path / file])) == [f"the file is {kind}"]


def test_a_folder_names_what_it_leaves_out(loaded: Store, tmp_path: Path):
    """Old workbooks, text files, sub-folders and lock files are named; a workbook with macros is read."""
    folder = tmp_path / "sent"
    (folder / "sub").mkdir(parents=True)
    for name in ("report.xls", "issue.txt", "~$book.xlsx", ".DS_Store"):
        (folder / name).write_bytes(b"x")
    book = Workbook()
    book.active.title = "review"
    for row in (REVIEW, GOOD_REVIEW):
        book.active.append(row)
    book.save(folder / "reviews.xlsm")
    report = check(loaded, [folder])
    assert report.faults == ()
    assert report.rows == {"review": 1}
    assert {(one.file, one.problem.text("en")) for one in report.warnings} == {
        ("report.xls", "the file was left out"),
        ("issue.txt", "the file was left out"),
        ("~$book.xlsx", "the mark of an open workbook was left out"),
        ("sub", "the folder was left out"),
    }


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
        ("review_id", 1.5, "General", "the cell shows 1.50E+00, but the file stores 1.5"),
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


SECTOR = "sector_id,name_zh,name_en,tier,recorded_on"


@pytest.mark.parametrize(
    "content",
    [
        f"{SECTOR}\nwind,风电,Wind,frontier,2021-06-08\n,,,,\n , ,\u3000,,\n",
        f"{SECTOR},,\nwind,风电,Wind,frontier,2021-06-08,,\n",
        "sector_id,name_zh,,name_en,tier,recorded_on\nwind,风电,,Wind,frontier,2021-06-08\n",
        f"sep=,\n{SECTOR}\nwind,风电,Wind,frontier,2021-06-08\n",
        f"sep=;\r\n{SECTOR.replace(',', ';')}\r\nwind;风电;Wind;frontier;2021-06-08\r\n",
        f"\n\n{SECTOR}\n\nwind,风电,Wind,frontier,2021-06-08\n",
        f"{SECTOR}\n,,,,,,,\nwind,风电,Wind,frontier,2021-06-08\n",
    ],
    ids=["blank rows", "blank columns", "blank column between", "sep=,", "sep=;", "empty lines", "blank long row"],
)
def test_blank_rows_and_columns_and_a_declared_separator_mean_nothing(loaded: Store, tmp_path: Path, content: str):
    """The same row comes out of each."""
    (tmp_path / "sector.csv").write_text(content, encoding="utf-8", newline="")
    load(loaded, [tmp_path / "sector.csv"], who="test", why="")
    with loaded.read() as reading:
        rows = reading.fetch(
            "select * exclude (recorded_on), recorded_on::varchar from sector where sector_id = 'wind'"
        )
    assert rows == [("wind", "风电", "Wind", "frontier", "2021-06-08")]


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        (
            f"2025年统计表,,,,\n\n行业,中文,英文,类别,收到\n{SECTOR}\nwind,风电,Wind,frontier,\n",
            "the column names are in line 4",
            1,
        ),
        (f"{SECTOR},\nwind,风电,Wind,frontier,2021-06-08,x\n", "a value outside the table", 2),
        (f"{SECTOR}\nwind,风电,W,ind,frontier,\n", "the row is too long: 6 cells", 2),
        ("甲,乙\n1,2\n", "the first line names no column of the table", 1),
        (
            f'{SECTOR}\nwind,"风电,Wind,frontier,\nsun,太阳,Sun,frontier,\n',
            "a quotation mark in this row is never closed; nothing after it was read",
            2,
        ),
        (f"{SECTOR.replace(',', chr(9))}\nwind\t风电\tWind\tfrontier\t\n", "the columns are separated by “\t”", 1),
    ],
    ids=["title", "value beside", "long row", "no header", "open quote", "tabs"],
)
def test_one_cause_is_one_fault(loaded: Store, tmp_path: Path, content: str, problem: str, line: int):
    """It says what it is, and where."""
    (tmp_path / "sector.csv").write_text(content, encoding="utf-8")
    (fault,) = check(loaded, [tmp_path / "sector.csv"]).faults
    assert (fault.problem.text("en"), fault.line) == (problem, line)


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


def test_faults_of_one_kind_are_counted_beyond_a_bound(loaded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A wholly wrong file costs no more to report than a half wrong one."""
    monkeypatch.setattr("brep_metrics.intake.fault_list.LISTED_PER_KIND", 3)
    rows = "".join(f"s{number},行业,Sector,frontier,,\n" for number in range(10))
    (tmp_path / "sector.csv").write_text(f"{SECTOR}\n{rows}", encoding="utf-8")
    faults = check(loaded, [tmp_path / "sector.csv"]).faults
    assert [fault.problem.text("en") for fault in faults if fault.count > 1] == ["7 more rows have the same fault"]
    assert sum(fault.count for fault in faults) == 10


def test_what_is_between_markers_of_pronunciation_is_no_text(loaded: Store, tmp_path: Path):
    """A phonetic run is above the characters, and is not among them."""
    book = sheet_of(tmp_path, "reviewer", "甲")
    runs = '<is><t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh></is>'
    rewritten(book, {"xl/worksheets/sheet1.xml": ('<c r="C2"[^>]*>.*?</c>', f'<c r="C2" t="inlineStr">{runs}</c>')})
    load(loaded, [book], who="test", why="")
    with loaded.read() as reading:
        assert reading.fetch("select reviewer from review where review_id = 'v9'") == [("甲",)]


def test_every_file_of_the_network_reads_the_same_with_a_blank_end(loaded: Store, tmp_path: Path):
    """Commas to the end of every line, as spreadsheet programs write them, change no row."""
    for name, content in FILES.items():
        if "\n" not in content.replace('\nsecond line"', ""):
            continue
        lines = content.replace('""so called""\nsecond line', '""so called""').splitlines()
        (tmp_path / f"{name}.csv").write_text("\n".join(line + ",," for line in lines) + "\n", encoding="utf-8")
        assert check(loaded, [tmp_path / f"{name}.csv"]).faults == ()
