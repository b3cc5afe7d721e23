"""One fact under two identifiers is a warning that names both, and the load goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from brep_metrics.intake import check, load
from brep_metrics.schema import load_schema

from .conftest import FILES, write_network

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store


class Case(NamedTuple):
    """A row beside those of the small network, and the record that it may be."""

    table: str
    row: str
    other: str | None = None
    columns: str = ""


HEADERS = {
    "intention": (
        "intention_id,organization_id,sector_id,proposed_role,submitted_on,decision,decided_on,suggestion,recorded_on"
    ),
    "plan_item": (
        "plan_item_id,group_id,report_id,organization_id,work_content,title,due_on,first_due_on,completed_on,"
        "withdrawn_on,recorded_on"
    ),
    "showcase": "showcase_id,outcome_id,channel,event,shown_on,recorded_on",
    "need": "need_id,group_id,organization_id,title,raised_on,answered_on,recorded_on",
    "issue": "issue_id,group_id,title,raised_on,escalated_on,resolved_on,resolution,recorded_on",
    "target": "target_id,kind,quantity,period_start,period_end,group_id,recorded_on",
}
IN_STORE = {
    "intention": "i1,o1,power,lead,2025-01-05,pending,,,",
    "plan_item": "p1,g1,,,other,Plan,2025-06-30,,,,",
    "showcase": "s1,u1,forum,,2025-07-01,",
    "need": "n1,g1,o1,Wind data,2025-02-01,,",
    "issue": "q1,g1,Customs,2025-02-01,,,,",
    "target": "t1,expert,10,2021-01-01,2025-12-31,,",
}
CASES = [
    Case("sector", "x,电力,Power of another kind,frontier,", "power", "name_zh"),
    Case("organization", "x,,DEMO grid,other,,", "o1", "name_en"),
    Case("working_group", "x,演示电力组,,power,2025-01-01,,", "g1", "name_zh"),
    Case("intention", "x,o1,power,participant,2025-01-05,pending,,,", "i1", "organization_id, sector_id, submitted_on"),
    Case(
        "report", "x,g1,progress,2025-01-01,2025-03-31,2025-05-01,,,,", "r2", "group_id, kind, period_start, period_end"
    ),
    Case("report", "x,g2,progress,2025-01-01,2025-03-31,2025-05-01,,,,"),
    Case("plan_item", "x,g1,,,policy_exchange,plan ,2025-06-30,,,,", "p1", "group_id, organization_id, title, due_on"),
    Case("plan_item", "x,g1,,o2,other,Plan,2025-06-30,,,,"),
    Case("activity", "x,g2,capacity_building,演示培训,2025-04-01,,,g1,,", "a2", "work_content, title, held_on"),
    Case("outcome", "x,g2,project,演示 电站,,2025-05-01,,,g1,,,", "u1", "kind, title_zh, delivered_on"),
    Case("outcome", "x,g1,project,,Demo Plant,2025-05-01,,,,,,", "u1", "kind, title_en, delivered_on"),
    Case("outcome", "x,g1,project,演示电站,,2025-05-02,,,,,,"),
    Case("review", "x,u1,-a,,12,2025-07-01,", "v1", "outcome_id, reviewer, criterion"),
    Case("review", "x,u1,-A,cost,12,2025-07-01,"),
    Case("showcase", "x,u1,forum,,2025-07-01,", "s1", "outcome_id, channel, event, shown_on"),
    Case("need", "x,g2,o1,wind data,2025-02-01,,", "n1", "organization_id, title, raised_on"),
    Case("issue", "x,g1,CUSTOMS,2025-02-01,,,,", "q1", "group_id, title, raised_on"),
    Case("target", "x,expert,20,2021-01-01,2025-12-31,,", "t1", "kind, group_id, period_start, period_end"),
    Case("target", "x,expert,20,2021-01-01,2025-12-31,g1,"),
]


def header_of(table: str) -> str:
    return HEADERS.get(table) or FILES[table].splitlines()[0]


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    more = {table: f"{header_of(table)}\n{row}\n" for table, row in IN_STORE.items()}
    load(store, [write_network(tmp_path / "good", **more)], who="test", why="base")
    return store


@pytest.mark.parametrize("case", CASES, ids=[f"{case.table}-{case.other or 'another'}" for case in CASES])
def test_a_record_like_one_of_the_store_is_named_with_it(case: Case, loaded: Store, tmp_path: Path):
    """Equal in what makes a record of its table, case and blanks apart; a record that differs there is none."""
    (tmp_path / f"{case.table}.csv").write_text(f"{header_of(case.table)}\n{case.row}\n")
    report = check(loaded, [tmp_path / f"{case.table}.csv"])
    told = [(fault.line, fault.value, fault.problem.text("en")) for fault in report.warnings]
    assert report.faults == ()
    assert told == ([(2, "x", f"may be the same as “{case.other}”: equal in {case.columns}")] if case.other else [])


def test_of_two_alike_in_one_load_the_later_is_named(loaded: Store, tmp_path: Path):
    """Once, with the earlier one; the first of the load is right as far as anybody knows."""
    header = header_of("need")
    (tmp_path / "need.csv").write_text(
        f"{header}\nz,g1,o2,Grid data,2025-03-01,,\na,g1,o2,grid  data,2025-03-01,,\n", encoding="utf-8"
    )
    (warning,) = check(loaded, [tmp_path / "need.csv"]).warnings
    assert (warning.file, warning.line, warning.column, warning.value) == ("need.csv", 3, "need_id", "a")
    assert warning.problem.text("zh") == "可能与“z”是同一项：organization_id, title, raised_on 相同"


def test_a_warning_refuses_nothing(loaded: Store, tmp_path: Path):
    """Both records count from then on."""
    row = f"{header_of('report')}\nx,g1,progress,2025-01-01,2025-03-31,2025-05-01,,,,\n"
    (tmp_path / "report.csv").write_text(row)
    assert load(loaded, [tmp_path / "report.csv"], who="test", why="second").rows["report"] == 3


def test_every_table_says_what_makes_two_records_one():
    """But for memberships, whose times must not overlap at all; the columns are those of the table."""
    tables = load_schema().tables.values()
    assert [table.name for table in tables if not table.likenesses] == ["membership"]
    for table in tables:
        for likeness in table.likenesses:
            assert set(likeness.columns) <= set(table.columns)
            assert table.own_identifier not in likeness.columns
            assert all(not table.columns[name].required for name in likeness.optional)
