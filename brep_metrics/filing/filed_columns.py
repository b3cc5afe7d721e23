"""What may be filed, by whom: the tables and columns as the schema declares them, for one role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.schema import load_schema
from brep_metrics.store.declarations import RECORDED_ON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.schema import Column, Table

GROUP, ORGANIZATION = "group_id", "organization_id"
ORGANIZATION_TABLE = "organization"
APPLICATION = "intention"
"""The one table that is filed by an organization, not within a group."""


class Kind(StrEnum):
    """What a filing asks for."""

    NEW = "new"
    CHANGE = "change"
    REMOVAL = "removal"


@dataclass(frozen=True)
class Fileable:
    """One table that a role may file: the kinds of filing, and the columns to fill in, in the schema's order."""

    table: Table
    kinds: tuple[Kind, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of the columns."""
        return frozenset(column.name for column in self.columns)


@cache
def fileable(role: str) -> Mapping[str, Fileable]:
    """What a role may file, by table. An evaluator may file everything but the day of first receipt."""
    tables = load_schema().tables.values()
    found = (_of_evaluator(table) if role == Role.EVALUATOR.value else _of(table, role) for table in tables)
    return {one.table.name: one for one in found if one is not None}


def columns_for_change(one: Fileable) -> tuple[Column, ...]:
    """The columns that may change in a record that is there: all but its key."""
    return tuple(column for column in one.columns if column.name not in one.table.key)


def _of(table: Table, role: str) -> Fileable | None:
    kinds = tuple(Kind(kind) for kind in table.filed.get(role, ()))
    columns = tuple(column for column in table.columns.values() if role in column.filed_by)
    return Fileable(table, kinds, columns) if kinds else None


def _of_evaluator(table: Table) -> Fileable:
    columns = tuple(column for column in table.columns.values() if column.name != RECORDED_ON)
    return Fileable(table, tuple(Kind), columns)
