"""The tables as people and checks see them: titles, labels, keys, references, rules, and the checks across tables.

Everything is read from `sql/schema/<table>.sql` and `sql/checks/<check>.sql`; nothing about a table is in code.
A column's comment is its `zh | en` title, followed by lines `value = zh | en` (the label of an enumerated value),
marks in brackets (see `store.declarations`), or `zh | en` (its description).

A check file is one query over the tables by their plain names. It gives the bad rows as `table_name, record_id,
column_name, value`, all text: `record_id` is the row's key (`Table.key_text`), `value` what is in the column or
the element of a list that is wrong. Its first two comment lines say what is wrong and, after `expected:`, what should
stand there, each `zh | en`; the third, after `together:`, how far it looks (`Check.together`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from brep_metrics.i18n import Title
from brep_metrics.store.declarations import RECORDED_ON, declared_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brep_metrics.store.declarations import DeclaredColumn, DeclaredTable

CHECKS_DIRECTORY = Path(__file__).parent / "sql" / "checks"
_VALUE = re.compile(r"(?P<value>\w+) = (?P<title>.+)")
_COLUMN_OF_TABLE = re.compile(r"(\w+)\.(\w+)")
_FILED = re.compile(r"^\[filed (?P<role>\w+): (?P<kinds>.+)\]$", re.MULTILINE)
_FILED_BY = re.compile(r"^\[filed ([\w ]+)\]$", re.MULTILINE)
_FIRST = re.compile(r"^\[first (\S+)\]$", re.MULTILINE)
_DAY = re.compile(r"^\[day\]$", re.MULTILINE)
_ALIKE = re.compile(r"^\[alike (.+)\]$", re.MULTILINE)
_LIST_REFERENCE = re.compile(r"\[references (\w+) \((\w+)\)\]")


@dataclass(frozen=True)
class Reference:
    """The key column of another table that a column's values, or the elements of its lists, must be found in."""

    table: str
    column: str


@dataclass(frozen=True)
class Column:
    """One column. `type` is varchar, varchar[], date, integer or decimal(p,s).

    `required`: an empty cell is a fault; in a list column it is an empty list. `values`: the only ones allowed, where
    there are any. `is_event`: a date of something that happened, empty in an as-of view while it is ahead.
    """

    name: str
    type: str
    title: Title
    description: Title
    required: bool
    values: Mapping[str, Title]
    is_list: bool
    is_event: bool
    reference: Reference | None
    filed_by: frozenset[str]
    first: str | None
    is_filing_day: bool


@dataclass(frozen=True)
class Rule:
    """A condition every row meets unless it is NULL, as SQL over the row's own columns."""

    expression: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """Columns that make two records of a table one fact where they are equal; in `optional` ones empty equals empty."""

    columns: tuple[str, ...]
    optional: frozenset[str]


@dataclass(frozen=True)
class Table:
    """One table: its columns by name in file order, its key, and its rules without those that `Column.values` tells.

    Records that share a likeness may be one fact under two identifiers, which is worth a warning and no fault.
    `filed` says by role which kinds of filing it takes: new, change, removal.
    """

    name: str
    title: Title
    description: Title
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    rules: tuple[Rule, ...]
    likenesses: tuple[Likeness, ...]
    filed: Mapping[str, tuple[str, ...]]

    @property
    def own_identifier(self) -> str | None:
        """The column whose values name the table's records; None where records are named by other tables' alone."""
        (first, *rest) = self.key
        return None if rest or self.columns[first].reference else first

    @property
    def key_text(self) -> str:
        """SQL for a row's key as one text, the `record_id` of evidence and checks: parts joined by a slash."""
        return self.key[0] if len(self.key) == 1 else f"concat_ws('/', {', '.join(self.key)})"

    @property
    def events(self) -> tuple[str, ...]:
        """The names of the event dates."""
        return tuple(name for name, column in self.columns.items() if column.is_event)


@dataclass(frozen=True)
class Check:
    """A check across rows or tables; `sql` gives the bad rows, `problem` and `expected` word the fault.

    `together` names the tables whose rows it gives, each with the column in which all those rows are equal that it
    looks at to tell whether one is bad.
    """

    name: str
    problem: Title
    expected: Title
    sql: str
    together: Mapping[str, str]


@dataclass(frozen=True)
class Schema:
    """All tables, each after those it refers to, and the checks across them."""

    tables: Mapping[str, Table]
    checks: tuple[Check, ...]


@cache
def load_schema() -> Schema:
    """The schema of this version of the software."""
    tables = {table.name: _table(table) for table in declared_tables()}
    checks = tuple(_check(path) for path in sorted(CHECKS_DIRECTORY.glob("*.sql")))
    return Schema(MappingProxyType(tables), checks)


def _table(declared: DeclaredTable) -> Table:
    title, *rest = declared.comment.split("\n")
    columns = {column.name: _column(declared, column) for column in declared.columns}
    (key,) = (one.columns for one in declared.constraints if one.kind == "PRIMARY KEY")
    rules = tuple(
        Rule(one.expression, one.columns)
        for one in declared.constraints
        if one.expression and not (len(one.columns) == 1 and columns[one.columns[0]].values)
    )
    likenesses = tuple(_likeness(found) for found in _ALIKE.findall(declared.comment))
    filed = {role: tuple(kinds.split()) for role, kinds in _FILED.findall(declared.comment)}
    by_name, by_role = MappingProxyType(columns), MappingProxyType(filed)
    return Table(declared.name, _title(title), _description(rest), by_name, key, rules, likenesses, by_role)


def _likeness(columns: str) -> Likeness:
    names = columns.split()
    optional = frozenset(name[:-1] for name in names if name.endswith("?"))
    return Likeness(tuple(name.removesuffix("?") for name in names), optional)


def _column(table: DeclaredTable, declared: DeclaredColumn) -> Column:
    title, *rest = declared.comment.split("\n")
    is_list = declared.type.endswith("[]")
    values = {found["value"]: _title(found["title"]) for line in rest if (found := _VALUE.fullmatch(line))}
    return Column(
        name=declared.name,
        type=declared.type,
        title=_title(title),
        description=_description(line for line in rest if not _VALUE.fullmatch(line)),
        required=declared.required and not is_list,
        values=MappingProxyType(values),
        is_list=is_list,
        is_event=declared.event == declared.name and declared.name != RECORDED_ON,
        reference=_reference(table, declared),
        filed_by=frozenset(found[1].split()) if (found := _FILED_BY.search(declared.comment)) else frozenset(),
        first=found[1] if (found := _FIRST.search(declared.comment)) else None,
        is_filing_day=bool(_DAY.search(declared.comment)),
    )


def _reference(table: DeclaredTable, declared: DeclaredColumn) -> Reference | None:
    if in_list := _LIST_REFERENCE.search(declared.comment):
        return Reference(in_list[1], in_list[2])
    for one in table.constraints:
        if one.referenced and one.columns == (declared.name,):
            return Reference(one.referenced[0], one.referenced[1][0])
    return None


def _description(lines: Iterator[str] | list[str]) -> Title:
    described = [_title(line) for line in lines if not line.startswith("[")]
    return Title("".join(one.zh or "" for one in described), " ".join(one.en or "" for one in described))


def _check(path: Path) -> Check:
    sql = path.read_text("utf-8")
    texts = (line.removeprefix("-- ") for line in sql.split("\n")[:3])
    problem, expected, together = (text.removeprefix("expected: ").removeprefix("together: ") for text in texts)
    columns = dict(_COLUMN_OF_TABLE.findall(together))
    return Check(path.stem, _title(problem), _title(expected), sql, MappingProxyType(columns))


def _title(text: str) -> Title:
    zh, en = text.split(" | ")
    return Title(zh.strip(), en.strip())
