"""What `sql/schema/*.sql` declares, read back from DuckDB's own catalogue after executing it in memory.

Raw facts only; `brep_metrics.schema` gives them titles, labels and meaning. Inside the store they say which tables a
generation has and which columns an as-of view blanks, through marks in a column's comment (the last one in a table's):

    [event]                            a date; empty while it is after the as-of date
    [event resolved_on]                empty while `resolved_on` is after the as-of date
    [event decided_on before pending]  reads `pending` while `decided_on` is after the as-of date
    [references country (country_code)]  each element of the list is a key of that table
    [alike kind title event?]            two records equal in these columns may be one fact recorded twice; where a
                                         column has a question mark, two empty cells are equal too
    [filed lead: new change removal]   (of a table) which kinds of filing a role may hand in
    [filed lead member]                (of a column) the roles that may fill it in; evaluators fill in any
    [first pending]                    what a new record has in it where its filer may not fill it in; `$day` is the
                                         day of submission, `$due_on` what the column `due_on` holds
    [day]                              the day of submission, once the filer says that it happened; without saying
                                         so where nobody fills the column in
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

SCHEMA_DIRECTORY = Path(__file__).parents[1] / "sql" / "schema"
RECORDED_ON = "recorded_on"
_FOREIGN_KEY = re.compile(r"references (\w+) \(\w+\)")
_EVENT = re.compile(r"^\[event(?: (?P<of>\w+))?(?: before (?P<before>\w+))?\]$", re.MULTILINE)


@dataclass(frozen=True)
class DeclaredColumn:
    """One column: its type as DuckDB spells it, in lower case, and its whole comment."""

    name: str
    type: str
    required: bool
    comment: str
    event: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class DeclaredConstraint:
    """A key, reference or check; `expression` is set for checks, `referenced` (table, columns) for references."""

    kind: str
    columns: tuple[str, ...]
    expression: str | None
    referenced: tuple[str, tuple[str, ...]] | None


@dataclass(frozen=True)
class DeclaredTable:
    """One table with everything that its file declares."""

    name: str
    comment: str
    columns: tuple[DeclaredColumn, ...]
    constraints: tuple[DeclaredConstraint, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of its key."""
        return next(one.columns for one in self.constraints if one.kind == "PRIMARY KEY")

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns by which an as-of view hides or blanks: `recorded_on` and the event dates."""
        return (RECORDED_ON, *self.events)

    @property
    def events(self) -> tuple[str, ...]:
        """The event dates."""
        return tuple(column.name for column in self.columns if column.event == column.name)

    @property
    def bare(self) -> str:
        """The `create table` of a generation: columns without keys or checks, which a load has proved already."""
        columns = ", ".join(f"{column.name} {column.type}" for column in self.columns)
        return f"create table {self.name} ({columns})"


def declared_table(name: str) -> DeclaredTable:
    """One table."""
    return next(table for table in declared_tables() if table.name == name)


@cache
def declared_tables() -> tuple[DeclaredTable, ...]:
    """All tables, each after those it references."""
    sources = {path.stem: path.read_text("utf-8") for path in sorted(SCHEMA_DIRECTORY.glob("*.sql"))}
    # A list's reference in a comment orders nothing, but no table refers to a later one that way either.
    order = TopologicalSorter({name: sorted(set(_FOREIGN_KEY.findall(sql))) for name, sql in sources.items()})
    names = tuple(order.static_order())
    # Statements this small are not worth a second thread, and every command waits for them.
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute("".join(sources[name] for name in names))
        columns, constraints = _columns(connection), _constraints(connection)
        comments = dict(connection.execute("select table_name, comment from duckdb_tables()").fetchall())
    return tuple(DeclaredTable(name, comments[name], tuple(columns[name]), tuple(constraints[name])) for name in names)


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[DeclaredColumn]]:
    found = defaultdict(list)
    sql = (
        "select table_name, column_name, lower(data_type), not is_nullable, comment"
        " from duckdb_columns() where not internal order by column_index"
    )
    for table, *column in connection.execute(sql).fetchall():
        found[table].append(_column(*column))
    return found


def _constraints(connection: duckdb.DuckDBPyConnection) -> dict[str, list[DeclaredConstraint]]:
    found = defaultdict(list)
    sql = (
        "select table_name, constraint_type, constraint_column_names, expression, referenced_table,"
        " referenced_column_names from duckdb_constraints() order by constraint_index"
    )
    for table, kind, on, expression, referenced, keys in connection.execute(sql).fetchall():
        target = (referenced, tuple(keys)) if referenced else None
        found[table].append(DeclaredConstraint(kind, tuple(on), expression, target))
    return found


def _column(name: str, type_: str, required: bool, comment: str) -> DeclaredColumn:  # noqa: FBT001 - a catalogue row
    mark = _EVENT.search(comment)
    event = (mark["of"] or name) if mark else None
    return DeclaredColumn(name, type_, required, comment, event, mark["before"] if mark else None)
