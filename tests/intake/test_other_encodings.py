"""Texts in other encodings, decoded wrongly or lost: refused by what they are, and a rare name is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brep_metrics.intake import check

from .conftest import GOOD, organizations, problems

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store


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
    assert fault.problem.text("en") == f"{DECODED}; the same in 9 more rows"
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
