"""Files as people send them: a clean table, the ways in which it is changed, and how it is written."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st
from openpyxl import Workbook

from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Change = Callable[["Sent", st.DataObject], None]

CLEAN = {
    "organization": [
        ["o7", "演示能源研究院", "Institut de démonstration", "research_institution", "CN", "2021-06-08"],
        ["o8", "演示国际合作中心", "Demo Centre", "other", "KZ", "2021-06-08"],
    ],
    "membership": [
        ["g2", "o1", "2021-10-18", "lead", "", "2021-10-18"],
        ["g2", "o2", "2022-01-01", "participant", "2023-01-01", "2022-01-02"],
    ],
    "outcome": [
        ["u7", "g1", "project", "演示风电", "Demo wind farm", "2025-05-11", "CN;KZ", "o1;o2", "g2", "120.25", "MW", ""],
        ["u8", "g2", "research_base", "演示基地", "", "2025-05-21", "", "", "", "", "", "2025-05-22"],
    ],
    "review": [
        ["v7", "u1", "专家甲", "", "87.5", "2025-06-01", "2025-06-02"],
        ["v8", "u1", "专家乙", "创新", "92", "2025-06-03", ""],
    ],
}
ENCODINGS = {
    "utf-8": "演示", "utf-8-sig": "演示", "gb18030": "演示", "gbk": "演示", "utf-16": "演示", "utf-32": "演示",
    "big5": "示範能源研究院", "shift_jis": "エネルギー研究所", "euc_jp": "エネルギー研究所", "euc_kr": "시범기관",
    "cp949": "시범기관", "cp1251": "Демонстрация", "koi8_r": "Демонстрация", "cp1252": "Démonstration naïve",
    "latin-1": "Démonstration naïve", "mac_roman": "Démonstration naïve", "cp437": "Démonstration naïve",
}  # fmt: skip
UNSEEN = [
    *"\u200b\ufeff\u00a0\u3000\u00ad\u2060\u200e\u202e\u3164\u2028\x0b\x7f", " ", "\t", "\n", "\r\n", "'", "\u0301",
]  # fmt: skip
FORMATS = ["General", "0%", "000", "0.00E+00", "yyyy-mm-dd", "h:mm", "@", "0.00", '"¥"#,##0', "0;(0)"]
DATES = [
    "{y}/{m}/{d}",
    "{y}-{m:d}-{d:d}",
    "{d:02}.{m:02}.{y}",
    "{y}{m:02}{d:02}",
    "{y}-{m:02}-{d:02}T00:00:00",
    "{y}年{m}月{d}日",
]
NUMBERS = ["{0},00", "+{0}", " {0}", "{0} ", "{0}%", "{0}e0", "０{0}", "{0}.", "'{0}", "{0}分", "0x{0}"]
LISTS = [("；", "；"), ("、", "、"), (",", ","), ("; ", ";"), (";;", ";"), ("|", "|"), ("\n", "\n")]
MAKES_A_FILE = ("csv", "xlsx")


@dataclass
class Sent:
    """A file that somebody sends: the cells of a table as changed, and `means`, the cells that they must mean.

    `means` is None where the file can only be refused.
    """

    table: str
    rows: list[list[Any]]
    means: list[list[str]] | None
    above: list[list[str]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    touched: set[tuple[int, int]] = field(default_factory=set)
    must_be_workbook: bool = False

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(load_schema().tables[self.table].columns)

    def cell(self, data: st.DataObject, kinds: str) -> tuple[int, int] | None:
        """A filled cell of a column of one of these kinds: n(umber), d(ate), l(ist), k(ey or code), t(ext)."""
        found = [
            (at, position)
            for at, row in enumerate(self.rows)
            for position, name in enumerate(self.columns)
            if kind_of(self.table, name) in kinds
            and row[position]
            and isinstance(row[position], str)
            and (at, position) not in self.touched
        ]
        return data.draw(st.sampled_from(found)) if found else None

    def write(self, at: tuple[int, int], value: Any, means: str | None) -> None:
        """Put a value into a cell, with what it must mean."""
        self.rows[at[0]][at[1]] = value
        self.touched.add(at)
        if means is None:
            self.means = None
        elif self.means is not None:
            self.means[at[0]][at[1]] = means


def kind_of(table: str, name: str) -> str:
    column = load_schema().tables[table].columns[name]
    if column.is_list:
        return "l"
    if column.type == "date":
        return "d"
    if column.type != "varchar":
        return "n"
    return "k" if column.reference or column.values or name in load_schema().tables[table].key else "t"


def unseen(sent: Sent, data: st.DataObject) -> None:
    """A character that is not seen, in any cell: a text keeps it, elsewhere it would make another value."""
    if at := sent.cell(data, "ndlkt"):
        text, mark = sent.rows[at[0]][at[1]], data.draw(st.sampled_from(UNSEEN))
        place = data.draw(st.sampled_from([0, len(text) // 2, len(text)]))
        changed = text[:place] + mark + text[place:]
        name = sent.columns[at[1]]
        # Within a code these three are seen: it is another code.
        is_other_code = mark in " '\u0301" and load_schema().tables[sent.table].own_identifier == name
        sent.write(at, changed, changed if kind_of(sent.table, name) == "t" or is_other_code else None)


def decomposed(sent: Sent, data: st.DataObject) -> None:
    """A text in NFD is the same text."""
    if at := sent.cell(data, "t"):
        text = sent.rows[at[0]][at[1]]
        sent.write(at, unicodedata.normalize("NFD", text), text)


def full_width(sent: Sent, data: st.DataObject) -> None:
    """Full-width letters and digits are no code, number or date."""
    if at := sent.cell(data, "ndlk"):
        text = sent.rows[at[0]][at[1]]
        sent.write(at, "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text), None)


def other_date(sent: Sent, data: st.DataObject) -> None:
    """A date in another notation."""
    if at := sent.cell(data, "d"):
        text = sent.rows[at[0]][at[1]]
        day = date.fromisoformat(text)
        other = data.draw(st.sampled_from(DATES)).format(y=day.year, m=day.month, d=day.day)
        sent.write(at, other, text if other == text else None)


def other_number(sent: Sent, data: st.DataObject) -> None:
    """A number in another notation."""
    if at := sent.cell(data, "n"):
        sent.write(at, data.draw(st.sampled_from(NUMBERS)).format(sent.rows[at[0]][at[1]]), None)


def other_list(sent: Sent, data: st.DataObject) -> None:
    """Another separator, one too many, an entry twice."""
    at = sent.cell(data, "l")
    if at and ";" in sent.rows[at[0]][at[1]]:
        text = sent.rows[at[0]][at[1]]
        if data.draw(st.booleans()):
            between, _ = data.draw(st.sampled_from(LISTS))
            sent.write(at, text.replace(";", between), None)
        else:
            sent.write(at, data.draw(st.sampled_from([f"{text};", f";{text}", f"{text};{text}", f"{text};?"])), None)


def twice(sent: Sent, _: st.DataObject) -> None:
    """A record that is in the file twice, and stays so: with another key one of the two would be another record."""
    sent.rows.append(list(sent.rows[0]))
    sent.touched |= {(at, column) for at in (0, len(sent.rows) - 1) for column in range(len(sent.columns))}
    sent.means = None


def title(sent: Sent, data: st.DataObject) -> None:
    """Lines above the column names."""
    width = len(sent.columns)
    for text in data.draw(st.lists(st.sampled_from(["演示名单", "2025", ""]), min_size=1, max_size=3)):
        sent.above.append([text, *[""] * (width - 1)])
        if text:
            sent.means = None


def typed(sent: Sent, data: st.DataObject) -> None:
    """A number or a date as the spreadsheet's own, under a format that may show something else."""
    if at := sent.cell(data, "nd"):
        text = sent.rows[at[0]][at[1]]
        is_date = kind_of(sent.table, sent.columns[at[1]]) == "d"
        form = data.draw(
            st.sampled_from(["yyyy-mm-dd", "d.m.yy"] if is_date else ["General", "0.00", "0.0%", "#,##0.0"])
        )
        sent.write(at, date.fromisoformat(text) if is_date else float(text), None if "%" in form else text)
        sent.formats[at] = form
        sent.must_be_workbook = True


def number_for_text(sent: Sent, data: st.DataObject) -> None:
    """A number, truth value or date where a code or text belongs: only a whole number shown as such can be one."""
    if at := sent.cell(data, "kt"):
        value = data.draw(st.sampled_from([7, 0.95, 1e15, True, date(2025, 3, 1)]))
        if type(value) in {int, float}:
            sent.formats[at] = data.draw(st.sampled_from(FORMATS))
        is_text = kind_of(sent.table, sent.columns[at[1]]) == "t"
        is_code = load_schema().tables[sent.table].own_identifier == sent.columns[at[1]]
        taken = {7} if is_code else {7, 0.95} if is_text else set()
        is_shown = type(value) in {int, float} and sent.formats[at] in {"General", "@"}
        sent.write(at, value, str(value) if is_shown and value in taken else None)
        sent.must_be_workbook = True


CHANGES: tuple[Change, ...] = (
    unseen, decomposed, full_width, other_date, other_number, other_list, twice, title, typed, number_for_text,
)  # fmt: skip


def written(sent: Sent, folder: Path, data: st.DataObject) -> Path:
    """The file, as a workbook or as CSV in some encoding, quoting and kind of line."""
    blank = [data.draw(st.sampled_from(["", " ", "\u3000", "\t"]))] * len(sent.columns)
    at = data.draw(st.integers(0, len(sent.rows)))
    blanks = data.draw(st.integers(0, 2))
    lines = [*sent.above, sent.columns, *sent.rows[:at], *[blank] * blanks, *sent.rows[at:]]
    sent.formats = {(row + blanks * (row >= at), column): one for (row, column), one in sent.formats.items()}
    if data.draw(st.booleans()):
        lines = [[*line, ""] for line in lines]
    if sent.must_be_workbook or data.draw(st.booleans()):
        return workbook(sent, lines, folder / f"book{data.draw(st.sampled_from(['.xlsx', '.xlsm']))}")
    encoding = data.draw(st.sampled_from(list(ENCODINGS)))
    lines = [[in_script(cell, encoding, sent) for cell in line] for line in lines]
    separator = data.draw(st.sampled_from([None, ",", ";", "\t"]))
    text = io.StringIO()
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    csv.writer(text, delimiter=separator or ",", quoting=quoting, lineterminator=end).writerows(lines)
    shown = (f"sep={separator}{end}" if separator else "") + text.getvalue()
    try:
        encoded = shown.encode(encoding)
    except UnicodeEncodeError:
        assume(False)  # noqa: FBT003 - hypothesis takes it by position
    path = folder / f"{sent.table}.csv"
    path.write_bytes(encoded)
    return path


def in_script(cell: str, encoding: str, sent: Sent) -> str:
    """A text of the clean table in the script that the encoding is for; what it means follows."""
    script = ENCODINGS[encoding]
    if script == "演示" or all(ord(one) < 0x250 for one in cell):
        return cell
    for row in sent.means or []:
        row[:] = [script if one == cell else one for one in row]
    return script


def workbook(sent: Sent, lines: list[list[Any]], path: Path) -> Path:
    """The same cells in a workbook; openpyxl writes no control characters, and XML knows one kind of line only."""
    for row in sent.means or []:
        row[:] = [cell.replace("\r\n", "\n") for cell in row]
    book = Workbook()
    sheet = book.active
    sheet.title = sent.table
    for number, line in enumerate(lines, 1):
        for position, cell in enumerate(line, 1):
            if cell != "":
                assume(not isinstance(cell, str) or all(one >= " " or one in "\t\n\r" for one in cell))
                sheet.cell(number, position, cell).quotePrefix = isinstance(cell, str)
                if isinstance(cell, str):
                    sheet.cell(number, position).data_type = "s"
    first = len(sent.above) + 2
    for (at, position), form in sent.formats.items():
        sheet.cell(first + at, position + 1).number_format = form
    book.save(path)
    return path
