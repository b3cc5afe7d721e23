"""Files with one fault each, and the place and words by which each must be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .conftest import FILES, broken

if TYPE_CHECKING:
    from pathlib import Path


class Case(NamedTuple):
    """One file broken in one way, and the place and words by which it must be refused."""

    table: str
    content: str | bytes
    line: int | None
    column: str | None
    problem: str
    expected: str = ""
    faults: int = 1

    def write(self, folder: Path) -> Path:
        """The broken file; what it refers to is in the store."""
        path = folder / f"{self.table}.csv"
        path.write_bytes(self.content.encode() if isinstance(self.content, str) else self.content)
        return path


CASES = {
    "date that does not exist": Case(
        "report", broken("report", "2025-01-31", "2025-02-30"), 2, "due_on", "this date does not exist", "2025-03-31"
    ),
    "date that is not ISO": Case(
        "report", broken("report", "2025-01-31", "2025/1/31"), 2, "due_on", "not a date", "2025-03-31"
    ),
    "date without leading zeros": Case(
        "report", broken("report", "2025-01-31", "2025-1-31"), 2, "due_on", "not a date"
    ),
    "date that only DuckDB knows": Case(
        "report", broken("report", "2025-01-31", "infinity"), 2, "due_on", "not a date"
    ),
    "unknown reference": Case(
        "report",
        broken("report", "r2,g1", "r2,g11"),
        3,
        "group_id",
        "no such record in table working_group",
        "a known key; similar ones: g1",
    ),
    "unknown reference in a list": Case(
        "activity",
        broken("activity", "CN;KZ", "CN;KX"),
        3,
        "country_codes",
        "Unknown reference in a list",
        "a known key; similar ones: KZ",
    ),
    "empty entry in a list": Case(
        "activity", broken("activity", "CN;KZ", "CN;"), 3, "country_codes", "the list has an empty entry"
    ),
    "full-width separators in a list": Case(
        "activity",
        broken("activity", "CN;KZ", "CN；KZ"),
        3,
        "country_codes",
        "the entries are separated by “；”",
        "single semicolons",
    ),
    "enumeration commas in a list": Case(
        "activity", broken("activity", "o1;o2", "o1、o2"), 3, "organization_ids", "the entries are separated by “、”"
    ),
    "strokes in a list": Case(
        "activity",
        broken("activity", "o1;o2", "o1/o2"),
        3,
        "organization_ids",
        "Unknown reference",
        "single semicolons",
    ),
    "blank beside a separator": Case(
        "activity", broken("activity", "o1;o2", "o1; o2"), 3, "organization_ids", "blank U+0020 before “o2”", "“o2”"
    ),
    "zero-width character in a key": Case(
        "report", broken("report", "r2", "r2\u200b"), 3, "report_id", "invisible character U+200B after “r2”", "“r2”"
    ),
    "zero-width character in a reference": Case(
        "report", broken("report", "r2,g1", "r2,\u2060g1"), 3, "group_id", "invisible character U+2060 before “g1”"
    ),
    "byte-order mark in a key": Case(
        "report", broken("report", "r2", "\ufeffr2"), 3, "report_id", "invisible character U+FEFF before “r2”"
    ),
    "variation selector in a key": Case(
        "report", broken("report", "r2", "r2\ufe0f"), 3, "report_id", "invisible character U+FE0F after “r2”"
    ),
    "no-break space in a key": Case(
        "report", broken("report", "r2", "r2\u00a0"), 3, "report_id", "blank U+00A0 after “r2”", "“r2”"
    ),
    "blank before a key": Case("report", broken("report", "r2", " r2"), 3, "report_id", "blank U+0020 before “r2”"),
    "line break in a key": Case(
        "report", broken("report", "r2", '"r2\n"'), 3, "report_id", "line break U+000A after “r2”", "“r2”"
    ),
    "tab in a key": Case(
        "report", broken("report", "r2", "r\t2"), 3, "report_id", "control character U+0009 after “r”"
    ),
    "full-width key": Case(
        "report",
        broken("report", "r2", "ｒ2"),
        3,
        "report_id",
        "full-width or half-width form U+FF52 before “2”",
        "“r2”",
    ),
    "full-width reference": Case(
        "report", broken("report", "r2,g1", "r2,ｇ1"), 3, "group_id", "full-width or half-width form U+FF47", "“g1”"
    ),
    "keys that differ in case": Case(
        "report",
        FILES["report"] + "R2,g1,progress,2025-04-01,2025-06-30,2025-07-15,,,,\n",
        4,
        "report_id",
        "looks like “r2”",
        "a clearly different one",
    ),
    "key that looks like one of the store": Case(
        "organization",
        FILES["organization"].replace("o1", "O1").replace("o2", "o3"),
        2,
        "organization_id",
        "looks like “o1”",
    ),
    "semicolon in a key that lists hold": Case(
        "organization", FILES["organization"].replace("o1", "o;3"), 2, "organization_id", "holds a semicolon"
    ),
    "organization in a group twice at a time": Case(
        "membership",
        FILES["membership"].splitlines()[0] + "\ng1,o2,2024-01-01,participant,,\n",
        2,
        "organization_id",
        "The organization is in the group twice",
        "do not overlap",
    ),
    "group as its own partner": Case(
        "activity",
        broken("activity", "o1;o2,g2", "o1;o2,g1"),
        3,
        "partner_group_ids",
        "The group is named as its own partner",
    ),
    "country twice in a list": Case(
        "activity", broken("activity", "CN;KZ", "CN;KZ;CN"), 3, "country_codes", "Listed twice in the same cell"
    ),
    "date before 1990": Case(
        "report", broken("report", "2025-01-31", "0025-01-31"), 2, "due_on", "out of range", "1990-01-01 to 20"
    ),
    "date in a far year": Case(
        "report", broken("report", "2025-02-01", "2205-02-01"), 2, "accepted_on", "out of range", "1990-01-01 to 20"
    ),
    "record of a later day": Case(
        "report",
        broken("report", "工作计划,2025-01-05", "工作计划,2225-01-05"),
        2,
        "recorded_on",
        "after the day of the load",
        "1990-01-01 to 20",
    ),
    "digits of another script": Case(
        "report", broken("report", "2025-01-31", "２０２５-01-31"), 2, "due_on", "not a date", "2025-03-31"
    ),
    "full-width number": Case("review", broken("review", "87.5", "８７.5"), 2, "score", "not a number, or one"),
    "repeated key": Case("report", broken("report", "r2", "r1"), 3, "report_id", "the key is repeated", "report.csv:2"),
    "value outside its list": Case(
        "report", broken("report", "work_plan", "workplan"), 2, "kind", "not in the list", "“work_plan”"
    ),
    "value outside its range": Case(
        "review", broken("review", "87.5", "100.01"), 2, "score", "out of range", "0 to 100"
    ),
    "negative number": Case(
        "activity", broken("activity", "120", "-1"), 3, "participants", "out of range", "at least 0"
    ),
    "text for a number": Case("review", broken("review", "87.5", "good"), 2, "score", "not a number, or one"),
    "fraction for a whole number": Case(
        "activity", broken("activity", "120", "5.5"), 3, "participants", "not a whole number"
    ),
    "too many decimals": Case("review", broken("review", "87.5", "87.555"), 2, "score", "not a number, or one"),
    "missing column": Case(
        "review", FILES["review"].replace("criterion,", "").replace("-A,,", "-A,"), 1, "criterion", "missing column"
    ),
    "unknown column": Case(
        "review",
        FILES["review"].replace("criterion", "criteron"),
        1,
        "criteron",
        "unknown column",
        "“criterion”",
    ),
    "column twice": Case(
        "review",
        FILES["review"].replace("criterion", "reviewer"),
        1,
        "reviewer",
        "the column appears more than once",
        faults=2,
    ),
    "short row": Case(
        "report", broken("report", ",工作计划", ""), 2, None, "the row is too short: 9 cells", "10 cells"
    ),
    "long row": Case("report", broken("report", ",工作计划", ",工作,计划"), 2, None, "the row is too long: 11 cells"),
    "long row that ends in a comma": Case(
        "sector",
        broken("sector", "电力,Electric power,conventional,2021-06-08", "电力,El, power,conventional,"),
        2,
        None,
        "the row is too long: 6 cells",
    ),
    "end before its start": Case(
        "report",
        broken("report", "2025-12-31", "2024-12-31"),
        2,
        "period_end",
        "before period_start",
        "not before 2025-01-01",
    ),
    "two leads at a date": Case(
        "membership", broken("membership", "participant", "lead"), 3, "role", "Two leading organizations", faults=2
    ),
    "empty required cell": Case("report", broken("report", "r2,g1", "r2,"), 3, "group_id", "the cell is empty"),
    "blank required cell": Case("activity", broken("activity", "演示培训", "  "), 4, "title", "the cell is empty"),
    "no name in either language": Case(
        "sector", broken("sector", "电力,Electric power", ","), 2, "name_zh", "the cell is empty", "name_zh, name_en"
    ),
    "text in the wrong form": Case(
        "country", broken("country", "KZ", "Kz"), 3, "country_code", "not in the right form", "[A-Z]{2}"
    ),
    "empty file": Case("report", "", None, None, "the file is empty"),
    "file of blank lines": Case("report", "\ufeff\n\n", None, None, "the file is empty"),
    "binary file": Case("report", b"\x7fELF\x02\x00\x00", 1, None, "the file is binary"),
    "UTF-16": Case("report", FILES["report"].encode("utf-16"), None, None, "the file is UTF-16 text"),
    "broken UTF-8": Case(
        "report", FILES["report"].encode().replace("工".encode(), b"\xe5\xb7"), 2, None, "not readable as text"
    ),
    "quotation mark left open": Case(
        "report", broken("report", "工作计划", '"工作计划'), 2, None, "a quotation mark in this row is never closed"
    ),
    "other separator": Case("report", FILES["report"].replace(",", ";"), 1, None, "the columns are separated by “;”"),
    "unknown table": Case("reprot", FILES["report"], None, None, "unknown table", "“report”"),
}
