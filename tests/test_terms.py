"""One term for one thing: the catalogue keeps to the glossary, in both languages."""

from __future__ import annotations

import csv
import re
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
    "数据版本": "数据代次",
    "评估办法": "评估方法",
    "评估期": "评估周期",
    "门槛": "限制条件",
    "校验": "检查",
    "评审": "评议",
    "初步结果": "初评结果",
    "管理人员": "系统管理员",
    "身份提供方": "身份认证服务",
}
# What comes with the interface may cite the rules of others by the names that these have.
ONLY_IN_THE_INTERFACE = {"评估办法", "评估期", "管理人员", "评审"}
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”][(),;!?]|[(),;!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\w)")
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
    if word not in ONLY_IN_THE_INTERFACE:
        found += [str(path) for path in SHIPPED if word in path.read_text("utf-8")]
    assert not found, f"write {instead} instead"


def test_punctuation_beside_chinese_is_chinese(texts):
    """Full-width brackets, commas and stops, as GB/T 15834 has them."""
    assert not [zh for _, zh in texts if HALF_WIDTH.search(zh)]


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
