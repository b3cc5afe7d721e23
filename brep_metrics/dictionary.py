"""The data dictionary: every table and column in both languages, as the schema declares them, in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brep_metrics.i18n import Title
from brep_metrics.intake.row_checks import FIRST_DATE, YEARS_AHEAD, rule_text
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.i18n import Language
    from brep_metrics.schema import Column, Likeness, Table

_HEAD = """\
# 数据字典 | Data dictionary

<!-- Written from sql/schema and sql/checks by `python -m brep_metrics.dictionary`; a test keeps it so. -->

CSV 每张表一个文件，XLSX 每张表一个工作表，均以表名命名；第一行是列名。日期写作 `2025-03-31`；一格多个编号以 `;` 分隔。\
*粗体*的列是主键，带 `*` 的列必填。\
编号首尾无空格，不含换行、控制字符、不可见字符、全角字符和其他文字的数字，拉丁字母不与西里尔、希腊等字母混用；同一张表中没有两个看似相同的编号（不计大小写和字符宽度）。\
日期在 {first} 至载入之日后 {years} 年之间，首次收到日期不晚于载入之日。\
`≈` 之后各列均相同的两条记录可能是同一项，载入时给出提醒。

One CSV file, or one sheet of a workbook, for each table, named after it; the first row holds the column names. Dates
are written `2025-03-31`; several codes in a cell are separated by `;`. Columns in **bold** are the key, those marked
`*` must be filled in. Identifiers have no blanks at their ends, no line breaks, no control, invisible or full-width
characters, no digits of other scripts, no Latin letters beside Cyrillic or Greek ones, and no two of a table look alike
(case and width of letters do not count, nor the alphabet of letters that look the same). Dates are from {first} to
{years} years after the day of the load; a record is not received later than that day. Two records that are equal in the
columns after `≈` may be one fact under two identifiers: a load warns of them.
"""
_TYPES = {
    "varchar": Title("文本", "text"),
    "varchar[]": Title("列表", "list"),
    "date": Title("日期", "date"),
    "integer": Title("整数", "whole number"),
}
_DECIMAL = re.compile(r"decimal\(\d+,\s*(\d+)\)")


def dictionary() -> str:
    """The whole dictionary."""
    schema = load_schema()
    tables = "\n".join(_table(table) for table in schema.tables.values())
    checks = "\n".join(f"- {check.expected.zh} | {check.expected.en}" for check in schema.checks)
    head = _HEAD.format(first=FIRST_DATE.isoformat(), years=YEARS_AHEAD)
    return f"{head}\n{tables}\n## 跨表检查 | Checks across tables\n\n{checks}\n"


def type_title(column: Column) -> Title:
    """A column's type in words."""
    if decimal := _DECIMAL.fullmatch(column.type):
        return Title(f"数字（至多 {decimal[1]} 位小数）", f"number (at most {decimal[1]} decimals)")
    return _TYPES[column.type]


def remarks(column: Column) -> Title:
    """What a person must know to fill in a column: its description, the table it refers to, the values it may take."""
    return Title("；".join(_remarks(column, "zh")), "; ".join(_remarks(column, "en")))


def _remarks(column: Column, language: Language) -> Iterator[str]:
    if text := column.description.text(language):
        yield text
    if column.reference:
        place = f"{column.reference.table}.{column.reference.column}"
        yield f"见 {place}" if language == "zh" else f"from {place}"
    for value, title in column.values.items():
        yield f"{value} = {title.text(language)}"


def _table(table: Table) -> str:
    rows = "\n".join(_row(column, key=column.name in table.key) for column in table.columns.values())
    rules = "".join(f"\n- `{rule_text(rule)}`" for rule in table.rules)
    rules += "".join(f"\n- {_alike(one)}" for one in table.likenesses)
    return (
        f"## {table.name}: {table.title.zh} | {table.title.en}\n\n"
        f"{table.description.zh}。{table.description.en}.\n\n"
        "| 列 column | 名称 | title | 类型 type | 说明 | notes |\n|---|---|---|---|---|---|\n"
        f"{rows}\n{rules}{chr(10) if rules else ''}"
    )


def _alike(likeness: Likeness) -> str:
    """The columns that make two records of the table one fact."""
    return "≈ " + ", ".join(f"`{name}`" for name in likeness.columns)


def _row(column: Column, *, key: bool) -> str:
    name = f"**{column.name}**" if key else column.name
    kind, notes = type_title(column), remarks(column)
    mark = " *" if column.required or key else ""
    cells = (f"{name}{mark}", column.title.zh, column.title.en, f"{kind.zh} {kind.en}", notes.zh, notes.en)
    return f"| {' | '.join(cell or '' for cell in cells)} |"


if __name__ == "__main__":
    print(dictionary(), end="")  # noqa: T201 - the document itself
