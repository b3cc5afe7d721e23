"""One term for one thing: the catalogue keeps to the glossary, in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
SHIPPED = (
    *sorted((ROOT / "brep_metrics" / "sql" / "schema").glob("*.sql")),
    *sorted((ROOT / "data").glob("method*/*.*")),
    *sorted((ROOT / "brep_metrics" / "snapshot").glob("*.py")),
)
CATALOGUE = ROOT / "brep_metrics" / "locale" / "zh" / "LC_MESSAGES" / "brep.po"

# What one thing was called besides its term in the glossary, or what no ministry would write.
REPLACED = {
    "等次": "等级",
    "已评定": "参评",
    "未评定": "未参评",
    "不予评定": "不参评",
    "证据": "依据",
    "牵头": "组长单位",
    "排名区间": "名次区间",
    "排名变化": "名次变化",
    "覆盖度": "数据覆盖率",
    "考核期": "评估周期",
    "位次": "名次",
}
# Two words for one thing that the glossary has no term for: the one on the right is kept to.
ALSO_REPLACED = {
    "导入": "载入",
    "加载": "载入",
    "仪表板": "看板",
    "机密文件": "密钥文件",
    "否决条件": "限制条件",
    "异常值": "离群值",
    "取整": "舍入",
    "目标值": "目标区间",
}
NOT_WRITTEN = ("showings", "grown", "nobody else", "moving ", "taken away of", "stand in")


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """Every text of the interface, in English and in Chinese."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="zh") if message.id]
    return [(_joined(message.id), _joined(message.string)) for message in messages]


@pytest.fixture(scope="module")
def glossary(shared) -> dict[str, str]:
    """The field's terms: Chinese → English."""
    with (shared / "data" / "glossary.csv").open(encoding="utf-8") as file:
        return {row["zh"]: row["en"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(("word", "instead"), (REPLACED | ALSO_REPLACED).items())
def test_a_thing_has_no_second_name(texts, word, instead):
    """A reader who meets two words looks for two things, in the interface or in what comes with it."""
    found = [zh for _, zh in texts if word in zh]
    found += [str(path) for path in SHIPPED if word in path.read_text("utf-8")]
    assert not found, f"write {instead} instead"


@pytest.mark.parametrize("word", NOT_WRITTEN)
def test_the_english_is_what_an_official_would_write(texts, word):
    """No private words, and nothing that reads like talk."""
    assert not [en for en, _ in texts if word in en.lower()]


@pytest.mark.parametrize("term", sorted({*REPLACED.values()} - {"不参评"}))
def test_the_terms_are_those_of_the_glossary(texts, glossary, term):
    """Each is in it, and is what the interface says."""
    assert term in glossary
    assert any(term in zh for _, zh in texts)


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("Grade", "等级"),
        ("Rank", "名次"),
        ("rated", "参评"),
        ("not rated", "未参评"),
        ("Rank interval", "名次区间"),
        ("Coverage", "数据覆盖率"),
    ],
)
def test_a_heading_of_one_word_is_the_term_itself(texts, en, zh):
    """The head of a column says what the glossary says."""
    assert {chinese for english, chinese in texts if english == en} == {zh}


def _joined(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else "\n".join(text)
