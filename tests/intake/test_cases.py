"""The files that were tried, one of each kind, on the demonstration network: what is said of each, in Chinese."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from brep_metrics.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store

# Three words of lower-case English in a row are a sentence; names of tables, columns and files are not.
ENGLISH = re.compile(r"\b[A-Za-z]?[a-z]+ [a-z]+ [a-z]+\b")
ONE_GROUP_MOVES = ("WG01", "95.91 → 95.34")

REFUSED = {
    "02b-cp1251": ("文本疑似 Windows-1251 编码，系统不读取该编码", "发现错误：1 处"),
    "02c-big5": ("文本疑似 Big5 编码，系统不读取该编码", "发现错误：1 处"),
    "04-zwsp-key": (
        "“WG01-2025-O01”之后有不可见字符 U+200B",
        "“WG01-2025-O02”之后有空格 U+00A0",
        "“WG01-2025-O03”之前有空格 U+0020",
        "“G01-2025-O04”之前有全角或半角变体 U+FF37",
        "发现错误：4 处",
    ),
    "26-percent": (
        "单元格显示 95%，而文件存储的是 0.95",
        "应为95 或 0.95，填写为不带百分比格式的数值",
        "发现错误：1 处",
    ),
    "27-numkey": (
        "单元格显示 007，而文件存储的是 7",
        "单元格显示 1.23E+18，而文件存储的是 1234567890123460000",
        "发现错误：2 处",
    ),
    "30-title-row": ("列名在第 3 行", "发现错误：1 处"),
    "41b-overlap-only": ("同一单位在同一时间两次参加同一工作组", "发现错误：1 处"),
    "43c-partner-self": ("工作组将自身列为合作工作组", "发现错误：5 处"),
    "54-bom-mid": ("“X54-2”之前有不可见字符 U+FEFF", "发现错误：1 处"),
    "54j-future": ("晚于载入之日", "超出范围", "发现错误：2 处"),
}
TAKEN = {
    "03-trailing-blanks": ONE_GROUP_MOVES,
    "07c-sepcomma": ONE_GROUP_MOVES,
    "23-hidden": ("该工作表处于隐藏状态，已一并读取", "已读取隐藏的行（1 行）：3", "95.91 → 93.06", "1 → 2"),
    "28-x000d": ONE_GROUP_MOVES,
    "29-strict": ONE_GROUP_MOVES,
    "37-space-rows": ONE_GROUP_MOVES,
    "43b-shared": ("“X43-3”: 可能与“X43-2”是同一项", *ONE_GROUP_MOVES),
    "46-report-dup": ("“X46-1”: 可能与“WG01-2025Q1-PR”是同一项", "“X46-2”: 可能与“WG01-2025Q1-PR”是同一项", "1 → 2"),
    "49-colon-green": ("绿色金融:green finance演示组",),
    "50-first-day": ("23 个工作组中有 0 个变动",),
    "51-folder-xls": ("report.xls: 未读取该文件", "issue.txt: 未读取该文件", "sub: 未读取该子文件夹", "提醒：3 条"),
}


@pytest.fixture
def check(demo_store: Store, shared: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Check one of the files in Chinese on the demonstration's last day; the exit code and all that is said."""
    monkeypatch.setattr("brep_metrics.store.clock.network_day", lambda _now=None: date(2026, 6, 30))

    def checked(name: str) -> tuple[int, str]:
        code = run(["--lang", "zh", "check", str(shared / "cases" / name), "--store", demo_store.address])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return checked


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_cannot_be_right_is_refused(check, name: str):
    """Each fault once, by what it is, and not a word of English."""
    code, said = check(name)
    assert code == 1
    assert [text for text in REFUSED[name] if text not in said] == []
    assert not ENGLISH.findall(said)


@pytest.mark.parametrize("name", list(TAKEN))
def test_what_is_right_is_taken_with_what_a_reader_must_know(check, name: str):
    """The rows that a person sees in it, what was read that is hidden or left out, and whom it moves."""
    code, said = check(name)
    assert code == 0
    assert [text for text in TAKEN[name] if text not in said] == []
    assert not ENGLISH.findall(said)


def test_every_file_that_was_tried_is_here(shared: Path):
    """None is left out."""
    assert {path.name for path in (shared / "cases").iterdir() if path.is_dir()} == REFUSED.keys() | TAKEN.keys()
