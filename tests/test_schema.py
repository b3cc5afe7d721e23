"""The declared schema: bilingual throughout, in agreement with its own constraints, and covered by the checks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from brep_metrics.i18n import LANGUAGES
from brep_metrics.schema import CHECKS_DIRECTORY, Column, Table, load_schema
from brep_metrics.store import open_store
from brep_metrics.store.declarations import declared_tables

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = load_schema()
COLUMNS = [(table, column) for table in SCHEMA.tables.values() for column in table.columns.values()]
LONG_AGO = date(2020, 1, 1)


def _ids(value: object) -> str | None:
    return value.name if isinstance(value, Table | Column) else None


def test_tables():
    """Every table of the design exists, and each comes after those it refers to."""
    names = "activity country intention issue membership need organization outcome plan_item report review sector"
    assert " ".join(sorted(SCHEMA.tables)) == f"{names} showcase target working_group"
    order = list(SCHEMA.tables)
    for table, column in COLUMNS:
        if column.reference and not column.is_list:
            assert order.index(column.reference.table) < order.index(table.name)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=_ids)
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts(table: Table, column: Column, language: str):
    """A column, its table and each of its labels have a title in both languages, and a description in both or none."""
    for title in (table.title, table.description, column.title, *column.values.values()):
        assert getattr(title, language)
    assert bool(column.description.zh) == bool(column.description.en)


def test_labels_are_the_values_of_the_constraint():
    """The labels of an enumeration are exactly the values that its check allows, in the same order."""
    allowed = {
        (table.name, one.columns[0]): tuple(re.findall(r"'(\w+)'", one.expression))
        for table in declared_tables()
        for one in table.constraints
        if one.expression and " IN (" in one.expression
    }
    labelled = {(table.name, column.name): tuple(column.values) for table, column in COLUMNS if column.values}
    assert labelled == allowed


def test_every_table_records_when():
    """Every table ends with `recorded_on`, which may be empty and is no event."""
    for table in SCHEMA.tables.values():
        column = list(table.columns.values())[-1]
        assert (column.name, column.type, column.required, column.is_event) == ("recorded_on", "date", False, False)


def test_events():
    """What happened is an event; a due date, a period and `recorded_on` are not."""
    assert SCHEMA.tables["report"].events == ("submitted_on", "accepted_on")
    assert SCHEMA.tables["plan_item"].events == ("completed_on", "withdrawn_on")
    dates = {column.name for _, column in COLUMNS if column.type == "date" and not column.is_event}
    assert dates == {"recorded_on", "due_on", "first_due_on", "period_start", "period_end"}


def test_references():
    """A reference names a table's whole key; a list's reference is declared too."""
    for _, column in COLUMNS:
        if column.reference:
            assert SCHEMA.tables[column.reference.table].key == (column.reference.column,)
        assert not column.is_list or column.reference
    referring = {column.name for column in SCHEMA.tables["plan_item"].columns.values() if column.reference}
    assert referring == {"group_id", "report_id", "organization_id"}


def test_rules():
    """Rules keep everything that a label does not already say."""
    assert [rule.columns for rule in SCHEMA.tables["report"].rules] == [
        ("period_start", "period_end"),
        ("submitted_on", "accepted_on"),
    ]
    assert [rule.expression for rule in SCHEMA.tables["review"].rules] == ["(score BETWEEN 0 AND 100)"]


def test_key_text():
    """A row's key is one text, its parts joined by a slash."""
    assert SCHEMA.tables["membership"].key_text == "concat_ws('/', group_id, organization_id, joined_on)"


@pytest.fixture
def bad_rows(tmp_path: Path) -> Any:
    """Runs one check over a network of two groups and the given further statements."""

    def run(check: str, *statements: str) -> list[tuple[Any, ...]]:
        with open_store(tmp_path / "store").rehearse(day=LONG_AGO) as draft:
            draft.execute(
                "insert into country values ('CN', '中国', null, 'Asia', null, null, null);"
                "insert into organization select unnest(['A', 'B']), '演示', null, 'other', 'CN', null;"
                "insert into working_group select unnest(['G', 'H']), '演示', null, 'S', '2021-01-01', null, null;"
            )
            for statement in statements:
                draft.execute(statement)
            return sorted(draft.fetch((CHECKS_DIRECTORY / f"{check}.sql").read_text("utf-8")))

    return run


MEMBER = "insert into membership values ('G', '{}', '{}', '{}', {}, null)"


@pytest.mark.parametrize(
    ("rows", "leads"),
    [
        (["A 2021-01-01 lead null", "B 2022-01-01 lead null"], ["G/A/2021-01-01", "G/B/2022-01-01"]),
        (["A 2021-01-01 lead '2022-01-02'", "B 2022-01-01 lead null"], ["G/A/2021-01-01", "G/B/2022-01-01"]),
        (["A 2021-01-01 lead '2022-01-01'", "B 2022-01-01 lead null"], []),
        (["A 2021-01-01 lead null", "B 2022-01-01 participant null"], []),
    ],
    ids=["both open", "a day too long", "handed over", "a participant"],
)
def test_one_lead(bad_rows: Any, rows: list[str], leads: list[str]):
    """Leads of one group whose times overlap are both named; a handover on one day is none."""
    statements = [
        MEMBER.format(who, joined, role, left) for who, joined, role, left in (row.split(" ", 3) for row in rows)
    ]
    found = bad_rows("one_lead", *statements)
    assert [(table, record, column) for table, record, column, _ in found] == [
        ("membership", lead, "role") for lead in leads
    ]


@pytest.mark.parametrize(
    ("rows", "members"),
    [
        (["A 2021-01-01 lead null", "A 2022-01-01 lead null"], ["G/A/2021-01-01", "G/A/2022-01-01"]),
        (["A 2021-01-01 lead '2022-01-02'", "A 2022-01-01 participant null"], ["G/A/2021-01-01", "G/A/2022-01-01"]),
        (["A 2021-01-01 lead '2022-01-01'", "A 2022-01-01 participant null"], []),
        (["A 2021-01-01 lead null", "B 2021-01-01 participant null"], []),
    ],
    ids=["both open", "a day too long", "another role from that day on", "two organizations"],
)
def test_one_membership(bad_rows: Any, rows: list[str], members: list[str]):
    """Times of one organization in one group that overlap are both named, whatever the roles; touching is fine."""
    statements = [
        MEMBER.format(who, joined, role, left) for who, joined, role, left in (row.split(" ", 3) for row in rows)
    ]
    found = bad_rows("one_membership", *statements)
    assert [(table, record, column) for table, record, column, _ in found] == [
        ("membership", member, "organization_id") for member in members
    ]


@pytest.mark.parametrize("table", ["activity", "outcome"])
def test_own_partner(bad_rows: Any, table: str):
    """A group among its own partners is named; its partners beside it are not."""
    columns = f"{table}_id, group_id, partner_group_ids"
    found = bad_rows(
        "own_partner",
        f"insert into {table} ({columns}) values ('1', 'G', ['H', 'G'])",
        f"insert into {table} ({columns}) values ('2', 'H', ['G'])",
    )
    assert found == [(table, "1", "partner_group_ids", "G")]


@pytest.mark.parametrize(("table", "column"), [one for one in COLUMNS if one[1].is_list], ids=_ids)
def test_listed_twice(bad_rows: Any, table: Table, column: Column):
    """What any list holds twice is named once; what it holds once is not."""
    row = f"insert into {table.name} ({table.key[0]}, {column.name}) values ('1', ['A', 'B', 'A'])"
    assert bad_rows("listed_twice", row) == [(table.name, "1", column.name, "A")]


@pytest.mark.parametrize(("table", "column"), [one for one in COLUMNS if one[1].is_list], ids=_ids)
def test_list_references(bad_rows: Any, table: Table, column: Column):
    """An element of any list that is no key is named; the known ones beside it are not."""
    known = {"country": "CN", "organization": "A", "working_group": "H"}[column.reference.table]
    row = f"insert into {table.name} ({table.key[0]}, {column.name}) values ('1', ['{known}', 'nowhere'])"
    found = bad_rows("list_references", row)
    assert found == [(table.name, "1", column.name, "nowhere")]


def test_checks_are_worded():
    """Each check says in both languages what is wrong and what is expected."""
    for check in SCHEMA.checks:
        assert all((check.problem.zh, check.problem.en, check.expected.zh, check.expected.en))
