"""Files of the same kinds as those that were tried: one fault that says what it is, or the rows that a person sees."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from brep_metrics.intake import check, load
from brep_metrics.store import Store, open_store

from .conftest import GOOD_REVIEW, ORGANIZATION, REVIEW, problems, write_network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

GOOD = "o9,演示研究院,Demo Institute,university,CN,2025-01-01"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("network")
    store = open_store(folder / "store")
    load(store, [write_network(folder / "good")], who="test", why="base")
    return store


def organizations(*rows: str) -> str:
    return ORGANIZATION + "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize(
    ("codec", "name", "looks_like"),
    [
        ("cp866", "Институт энергетики", "CP866"),
        ("iso8859_5", "Институт энергетики", "ISO 8859-5"),
        ("koi8_r", "Институт энергетики", "KOI8-R"),
        ("cp1253", "Ινστιτούτο ενέργειας", "Windows-1253"),
        ("cp1256", "معهد الطاقة", "Windows-1256"),
        ("cp874", "สถาบันพลังงาน", "Windows-874"),
        ("hz", "演示能源研究院", "HZ"),
        ("utf-7", "演示能源研究院", "UTF-7"),
        ("iso2022_jp", "エネルギー研究所", "ISO-2022"),
    ],
)
def test_another_alphabet_is_refused_by_name(network: Store, tmp_path: Path, codec: str, name: str, looks_like: str):
    """Those that no byte beyond ASCII gives away too; the way out is said."""
    (tmp_path / "organization.csv").write_bytes(organizations(GOOD.replace("演示研究院", name)).encode(codec))
    (fault,) = check(network, [tmp_path]).faults
    assert fault.problem.text("en") == f"the text looks like {looks_like}, which is not read"
    assert fault.expected.text("zh") == "UTF-8 或 GB18030 文本；请用能正常显示该文件的程序打开，另存为 UTF-8"


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-le", "utf-32-be"])
def test_four_bytes_a_character_are_told_from_two(network: Store, tmp_path: Path, codec: str):
    """With a mark and without."""
    (tmp_path / "organization.csv").write_bytes(organizations(GOOD).encode(codec))
    assert problems(check(network, [tmp_path])) == ["the file is UTF-32 text"]


@pytest.mark.parametrize(
    "name",
    [
        *["鑫淼焱垚", "专家甲", "甲", "赵鑫", "刘雯琪"],
        # Rare in two bytes, some of them with a second byte of ASCII; in four bytes; and those of two families' names.
        *["喆昶", "闫玥", "亓昶", "旻喆", "镕", "赟", "祎玥", "尉迟翀", "䶮", "𠮷", "𬭛", "鿍", "栾㛃", "缪彧"],
    ],
)
def test_names_of_few_characters_in_gb18030_are_read(network: Store, tmp_path: Path, name: str):
    """What people are called is Chinese, however rare elsewhere."""
    (tmp_path / "organization.csv").write_bytes(organizations(GOOD.replace("演示研究院", name)).encode("gb18030"))
    assert check(network, [tmp_path]).faults == ()


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        *[("Росатом", "cp1251"), ("Москва", "koi8_r"), ("Газпром", "cp866"), ("ישראל", "cp1255"), ("Ελλάδα", "cp1253")],
        *[("國家電網", "big5"), ("能源局", "big5"), ("에너지", "euc_kr"), ("연구원", "euc_kr"), ("東京電力", "euc_jp")],
        *[("研究所", "shift_jis"), ("Fundação", "cp1252"), ("Núñez", "cp1252"), ("Ørsted", "cp1252")],
    ],
)
def test_a_single_word_of_another_encoding_is_refused(network: Store, tmp_path: Path, name: str, codec: str):
    """However few bytes there are to tell it by, it does not become a Chinese name."""
    (tmp_path / "organization.csv").write_bytes(organizations(GOOD.replace("演示研究院", name)).encode(codec))
    (fault,) = check(network, [tmp_path]).faults
    assert fault.expected.text("en").endswith("save it as UTF-8")


LOST = "characters were lost before the file was saved: question marks are left of them"
DECODED = "a text that was decoded by a wrong encoding"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("?????", LOST),
        ("???? (2025)", LOST),
        ("????CSG", LOST),
        ("ab???cd", LOST),
        ("演示研究院".encode().decode("cp1252", "ignore"), DECODED),
        ("演示研究院".encode("gbk").decode("latin-1"), DECODED),
        ("Société".encode().decode("latin-1"), DECODED),
        ("#N/A", "an error value of the spreadsheet"),
        ("#REF!", "an error value of the spreadsheet"),
        ("########", "an error value of the spreadsheet"),
        ("\u3000\u00a0", "nothing but blanks"),
        ("\u200b", "nothing but blanks"),
    ],
)
def test_a_text_that_nobody_wrote_is_refused(network: Store, tmp_path: Path, name: str, problem: str):
    """It says what happened to it."""
    (tmp_path / "organization.csv").write_text(organizations(GOOD.replace("Demo Institute", name)), encoding="utf-8")
    assert problems(check(network, [tmp_path])) == [problem]


def test_a_column_of_lost_texts_is_one_fault(network: Store, tmp_path: Path):
    """One cause; the first of its rows is told, and how many more there are. Three and fewer are told one by one."""
    lost = "演示研究院".encode().decode("cp1252", "ignore")
    rows = [GOOD.replace("o9", f"o{number}").replace("演示研究院", f"{number}{lost}") for number in range(90, 100)]
    (tmp_path / "organization.csv").write_text(organizations(*rows), encoding="utf-8")
    (fault,) = check(network, [tmp_path]).faults
    assert (fault.line, fault.column, fault.count) == (2, "name_zh", 10)
    assert fault.problem.text("en") == f"{DECODED}; so it is in 9 more rows"
    assert fault.problem.text("zh") == "文本曾按错误的编码解读；另有 9 行亦如此"
    (tmp_path / "organization.csv").write_text(organizations(*rows[:3]), encoding="utf-8")
    assert problems(check(network, [tmp_path])) == [DECODED] * 3


@pytest.mark.parametrize(
    "name",
    ["What now?", "Really?? Yes", "Why???", "Größe, Öl und Äußeres", "“naïve” – café…", "C#", "#1", "Total", "ÅÄÖ"],
)
def test_a_text_that_only_looks_a_little_like_it_is_taken(network: Store, tmp_path: Path, name: str):
    """Question marks, accents and number signs are characters like any other."""
    row = GOOD.replace("Demo Institute", f'"{name}"')
    (tmp_path / "organization.csv").write_text(organizations(row), encoding="utf-8")
    assert check(network, [tmp_path]).faults == ()


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
