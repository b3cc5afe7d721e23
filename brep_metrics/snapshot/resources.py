"""How a file of a snapshot describes itself: its columns with titles, types and labels in both languages.

The descriptor, the workbook and the README are drawn from these descriptions; the tables' own come from the schema.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brep_metrics.i18n import Title
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.schema import Table

TABLES_FOLDER = "tables"
_NO_TEXT = Title()


@dataclass(frozen=True)
class Field:
    """One column; `type` is DuckDB's: varchar, varchar[], integer, double, decimal(p,s), date or boolean."""

    name: str
    type: str
    title: Title
    description: Title = _NO_TEXT
    values: Mapping[str, Title] = field(default_factory=dict)
    required: bool = False


@dataclass(frozen=True)
class Resource:
    """One CSV file: its `path` in the snapshot, what a row is, the columns in order, those that identify a row."""

    name: str
    path: str
    title: Title
    description: Title
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    is_headed_by_titles: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns by their codes, in order."""
        return tuple(one.name for one in self.fields)

    @property
    def headings(self) -> tuple[str, ...]:
        """The heading line: the codes, each with its titles in both languages where the file is read by itself."""
        return tuple(map(self.heading, self.fields))

    def heading(self, one: Field) -> str:
        """The heading of one column."""
        titles = (one.title.zh, one.title.en) if self.is_headed_by_titles else ()
        return " ".join(filter(None, (one.name, *titles)))


def fact_resources() -> tuple[Resource, ...]:
    """One resource a table of the schema, each after those it refers to."""
    return tuple(_fact_resource(table) for table in load_schema().tables.values())


def _fact_resource(table: Table) -> Resource:
    # An as-of view empties event dates, so that neither a required nor an identifying one is promised here.
    fields = tuple(
        Field(
            name=column.name,
            type=column.type,
            title=column.title,
            description=column.description,
            values=column.values,
            required=column.required and not column.is_event,
        )
        for column in table.columns.values()
    )
    key = () if set(table.key) & set(table.events) else table.key
    # Headed by the codes alone: the queries in the archive run on these tables.
    return Resource(table.name, f"{TABLES_FOLDER}/{table.name}.csv", table.title, table.description, fields, key)
