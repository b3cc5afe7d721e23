"""Files as people send them: what is told apart by its bytes, what is skipped and what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from brep_metrics.intake import check, load
from tests.intake.conftest import FILES, GOOD_REVIEW, ORGANIZATION, REVIEW, problems

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store


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
    assert fault.expected.text("en") == (
        "UTF-8 or GB18030 text; open the file where it displays correctly and save it as UTF-8"
    )
    assert fault.line == 2


@pytest.mark.parametrize(
    "name", ["电力", "国家电网有限公司", "哈萨克斯坦国家电网", "鄂尔多斯", "發電國際有限公司", "中信建投", "㐂𠀀龘"]
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
        (f"{SECTOR.upper()}\nwind,风电,Wind,frontier,\n", "column names written otherwise", 1),
        (f"{SECTOR.replace(',', ', ')}\nwind,风电,Wind,frontier,\n", "column names written otherwise", 1),
        (f"{SECTOR}\nwind,风\ufffd,Wind,frontier,\n", "a character was lost before the file was saved", 2),
        (f"{SECTOR}\nwind,{'风电'.encode().decode('latin-1')},Wind,frontier,\n", "a character that no text has", 2),
        (f"{SECTOR}\n'wind,风电,Wind,frontier,\n", "quotation mark U+0027 before “wind”", 2),
        (f'{SECTOR}\n"=""007""",风电,Wind,frontier,\n', 'quotation mark U+0022 after “="007”', 2),
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
    ids=[
        "title",
        "capitals",
        "blanks",
        "lost",
        "decoded twice",
        "apostrophe",
        "formula",
        "value beside",
        "long row",
        "no header",
        "open quote",
        "tabs",
    ],
)
def test_one_cause_is_one_fault(loaded: Store, tmp_path: Path, content: str, problem: str, line: int):
    """It says what it is, and where."""
    (tmp_path / "sector.csv").write_text(content, encoding="utf-8")
    (fault,) = check(loaded, [tmp_path / "sector.csv"]).faults
    assert (fault.problem.text("en"), fault.line) == (problem, line)


def test_faults_of_one_kind_are_counted_beyond_a_bound(loaded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A wholly wrong file costs no more to report than a half wrong one."""
    monkeypatch.setattr("brep_metrics.intake.fault_list.LISTED_PER_KIND", 3)
    rows = "".join(f"s{number},行业,Sector,frontier,,\n" for number in range(10))
    (tmp_path / "sector.csv").write_text(f"{SECTOR}\n{rows}", encoding="utf-8")
    faults = check(loaded, [tmp_path / "sector.csv"]).faults
    assert [fault.problem.text("en") for fault in faults if fault.count > 1] == ["7 more rows have the same fault"]
    assert sum(fault.count for fault in faults) == 10


def test_every_file_of_the_network_reads_the_same_with_a_blank_end(loaded: Store, tmp_path: Path):
    """Commas to the end of every line, as spreadsheet programs write them, change no row."""
    for name, content in FILES.items():
        if "\n" not in content.replace('\nsecond line"', ""):
            continue
        lines = content.replace('""so called""\nsecond line', '""so called""').splitlines()
        (tmp_path / f"{name}.csv").write_text("\n".join(line + ",," for line in lines) + "\n", encoding="utf-8")
        assert check(loaded, [tmp_path / f"{name}.csv"]).faults == ()


@pytest.mark.parametrize("name", ["网络数据 - sector.csv", "sector (1).csv", "sector_2025.csv", "Sector.csv"])
def test_a_name_that_holds_a_tables_is_answered_with_it(loaded: Store, tmp_path: Path, name: str):
    """As a browser or a spreadsheet program names what it saves."""
    (tmp_path / name).write_text(f"{SECTOR}\nwind,风电,Wind,frontier,\n", encoding="utf-8")
    (fault,) = check(loaded, [tmp_path / name]).faults
    assert fault.problem.text("en") == "unknown table"
    assert fault.expected.text("en") in {"“sector”", "one of sector"}
