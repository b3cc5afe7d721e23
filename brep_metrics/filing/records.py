"""Records as the texts that a CSV file would hold: what a filing is compared with, and what it becomes."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING, Protocol

from brep_metrics.access import Role
from brep_metrics.filing.filed_columns import GROUP, ORGANIZATION, ORGANIZATION_TABLE, Kind
from brep_metrics.schema import load_schema
from brep_metrics.store.declarations import RECORDED_ON

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from brep_metrics.filing.filings import Filing
    from brep_metrics.schema import Column

    class Rows(Protocol):
        """A reading or a draft."""

        def fetch(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[object, ...]]:
            """The rows of a statement."""


_DAY = "$day"


def record_texts(rows: Rows, table: str, key: str) -> dict[str, str] | None:
    """A record's cells as texts, empty ones as empty texts; None where it is not there."""
    found = records_texts(rows, table, f"{load_schema().tables[table].key_text} = $key", key=key)
    return found[0] if found else None


def records_texts(rows: Rows, table: str, condition: str = "true", **parameters: object) -> list[dict[str, str]]:
    """The cells of the records that meet a condition, in the order of their keys."""
    declared = load_schema().tables[table]
    cells = ", ".join(_text(column) for column in declared.columns.values())
    sql = f'select {cells} from "{table}" where {condition} order by {", ".join(declared.key)}'  # noqa: S608 - declared names
    found = rows.fetch(sql, parameters)
    return [dict(zip(declared.columns, (str(cell) for cell in row), strict=True)) for row in found]


def whole_record(filing: Filing, current: Mapping[str, str] | None, *, day: date) -> dict[str, str]:
    """Every cell of the record that a filing asks for: what is there, what is filled in, and what follows from it.

    Args:
        filing: its `values` are what is filled in.
        current: the record as it is now; None for a new one.
        day: of submission, where it has not been submitted.

    """
    table, counts = load_schema().tables[filing.table], (filing.submitted_on or day).isoformat()
    whole = dict(current) if current else dict.fromkeys(table.columns, "")
    whole.update({name: value for name, value in filing.values.items() if name in table.columns})
    for column in table.columns.values():
        if current is None and not (whole[column.name] and _may_fill(column, filing.role)):
            whole[column.name] = _first(column, whole, filing, counts)
        if current is not None and _is_fixed_by_first(column, filing.role) and not whole[column.name]:
            # What another column held before the first change of it.
            whole[column.name] = current[(column.first or "")[1:]]
        if column.is_filing_day:
            whole[column.name] = _day_of(column, whole, filing, counts)
    if current is None:
        if table.own_identifier and not whole[table.own_identifier]:
            whole[table.own_identifier] = filing.key or filing.number
        whole[RECORDED_ON] = counts
    return whole


def with_free_key(rows: Rows, filing: Filing) -> Filing:
    """A filing of a new record under an identifier that no record has: its number, or one that begins with it.

    Whoever files is not told that a load has taken the number: the record may be another group's. The organization of
    an applicant keeps its number, by which the intention names it.
    """
    table = load_schema().tables[filing.table]
    own = table.own_identifier
    if filing.kind is not Kind.NEW or own is None or filing.values.get(own) or filing.table == ORGANIZATION_TABLE:
        return filing
    sql = f"select lower({own}) from {table.name} where starts_with(lower({own}), lower($number))"  # noqa: S608 - declared names
    taken = {key for (key,) in rows.fetch(sql, {"number": filing.number})}
    offered = chain([filing.number], (f"{filing.number}-{at}" for at in count(2)))
    return replace(filing, key=next(key for key in offered if key.lower() not in taken))


def key_of(table: str, record: Mapping[str, str]) -> str:
    """The key of a record as one text."""
    return "/".join(record[name] for name in load_schema().tables[table].key)


def _may_fill(column: Column, role: str) -> bool:
    return role == Role.EVALUATOR.value or role in column.filed_by


def _is_fixed_by_first(column: Column, role: str) -> bool:
    return (
        column.first is not None
        and column.first.startswith("$")
        and column.first != _DAY
        and not _may_fill(column, role)
    )


def _first(column: Column, whole: Mapping[str, str], filing: Filing, counts: str) -> str:
    """What a new record has in a column that its filer left empty, or may not fill in."""
    if column.name == GROUP:
        return filing.group_id or ""
    if column.name == ORGANIZATION:
        return "" if _may_fill(column, filing.role) else filing.organization_id or ""
    if column.first is None:
        return ""
    if column.first == _DAY:
        return counts
    return whole[column.first[1:]] if column.first.startswith("$") else column.first


def _day_of(column: Column, whole: Mapping[str, str], filing: Filing, counts: str) -> str:
    """The date of what is said to have happened: evaluators give it, for anybody else it is the day of submission."""
    before, given = filing.old.get(column.name, ""), whole[column.name]
    if before or (filing.role == Role.EVALUATOR.value and (given or not filing.on_behalf)):
        return given if filing.role == Role.EVALUATOR.value else before
    asked = filing.values.get(column.name) if column.filed_by else filing.kind is Kind.CHANGE
    return counts if asked else given


def _text(column: Column) -> str:
    name = f'"{column.name}"'
    return f"coalesce(array_to_string({name}, ';'), '')" if column.is_list else f"coalesce({name}::varchar, '')"
