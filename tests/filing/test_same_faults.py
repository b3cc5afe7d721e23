"""Form, workbook and CSV: the same faults come out of each for the same rows, however they are broken."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from brep_metrics import filing, intake
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.errors import Fault

EACH = 25
GOOD = {
    "activity": {
        "group_id": "G",
        "work_content": "other",
        "title": "Workshop",
        "held_on": "2025-03-01",
        "country_codes": "CN",
        "organization_ids": "A;M",
        "partner_group_ids": "H",
        "participants": "12",
    },
    "outcome": {
        "group_id": "G",
        "kind": "project",
        "title_zh": "电站",
        "delivered_on": "2025-03-01",
        "country_codes": "CN",
        "quantity": "1.5",
        "unit": "MW",
    },
    "plan_item": {
        "group_id": "G",
        "report_id": "r-G",
        "organization_id": "M",
        "work_content": "other",
        "title": "Plan",
        "due_on": "2025-06-30",
        "first_due_on": "2025-06-30",
    },
    "issue": {"group_id": "G", "title": "Customs", "raised_on": "2025-01-10", "resolved_on": "2025-02-01"},
}
WORDS = [
    *("", " ", "2025-02-29", "2025-1-5", "1989-12-31", "2090-01-01", "2024-12-31", "infinity", "1e9", "12.5", "-5"),
    *(
        "0x10",
        "99999999999999999999",
        "５",
        "NULL",
        "other ",
        "talks",
        "Other",
        "G;H",
        "G;;H",
        "H;H",
        "CN；KZ",
        "CN;XX",
    ),
    *("cn", "O\u200b", "A,B", "G", "M", "r-H", "=1+1", "“", 'say "x"', "组", "e\u0301", "x" * 300),
]
# What is left empty in these is filled in by the form.
FILLED_IN = {"group_id", "first_due_on", "raised_on"}


@cache
def records(table: str) -> st.SearchStrategy[list[dict[str, str]]]:
    """Records of a table, each with one to three cells overwritten."""
    columns = [name for name in load_schema().tables[table].columns if name not in (f"{table}_id", "recorded_on")]
    # No word holds a line break: a record of a file is one line.
    words = st.one_of(st.sampled_from(WORDS), st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=8))
    changes = st.dictionaries(st.sampled_from(columns), words, min_size=1, max_size=3)
    broken = changes.map(lambda changed: _broken(GOOD[table], changed))
    return st.lists(broken, min_size=EACH, max_size=EACH)


def _broken(good: dict[str, str], changes: dict[str, str]) -> dict[str, str]:
    return {**good, **{name: word for name, word in changes.items() if word or name not in FILLED_IN}}


def told(faults) -> dict[str, set[tuple[str | None, ...]]]:
    """Faults by record, without the place: column, value, what is wrong, what was expected."""
    found = defaultdict(set)
    for place, fault in faults:
        found[place].add((fault.column, fault.value, str(fault.problem), fault.expected and str(fault.expected)))
    return dict(found)


def by_form(store, actor, table: str, rows: list[dict[str, str]], prefix: str) -> list[tuple[int, Fault]]:
    drafts = [typed(store, actor, table, {f"{table}_id": f"{prefix}{at}", **row}) for at, row in enumerate(rows)]
    found = filing.faults_of_each(store, actor, drafts)
    return [(at, fault) for at, checked in enumerate(found) for fault in checked.faults]


def typed(store, actor, table: str, cells: dict[str, str]) -> filing.Filing:
    """A draft that is filled in and never handed in; others may have the same key."""
    draft = filing.start(store, actor, table, "G")
    filing.save(store, actor, draft, {name: (text, 0) for name, text in cells.items()})
    return filing.find(store, actor, draft.id)


def whole(table: str, row: dict[str, str], key: str) -> list[str]:
    cells = {f"{table}_id": key, **row}
    return [cells.get(name, "") for name in load_schema().tables[table].columns]


def by_csv(store, table: str, rows: list[dict[str, str]], prefix: str, folder: Path) -> list[tuple[int, Fault]]:
    path = folder / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(load_schema().tables[table].columns)
        writer.writerows(whole(table, row, f"{prefix}{at}") for at, row in enumerate(rows))
    return [(fault.line - 2, fault) for fault in intake.check(store, [path]).faults]


def by_workbook(store, table: str, rows: list[dict[str, str]], prefix: str, folder: Path) -> list[tuple[int, Fault]]:
    book = Workbook()
    sheet = book.active
    sheet.title = table
    sheet.append(list(load_schema().tables[table].columns))
    for at, row in enumerate(rows, start=2):
        for column, text in enumerate(whole(table, row, f"{prefix}{at - 2}"), start=1):
            if text:
                cell = sheet.cell(at, column)
                cell.value, cell.data_type = text, "s"
    book.save(folder / "rows.xlsx")
    return [(fault.line - 2, fault) for fault in intake.check(store, [folder / "rows.xlsx"]).faults]


def compare(store, people, folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    form = told(by_form(store, people.evaluator, table, rows, "k"))
    assert told(by_csv(store, table, rows, "k", folder)) == form
    assert told(by_workbook(store, table, rows, "k", folder)) == form


# A failing case says by itself which record it is; making it smaller would take minutes.
SETTINGS = {
    "deadline": None,
    "phases": [Phase.generate],
    "derandomize": True,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@pytest.mark.parametrize("table", list(GOOD))
@settings(max_examples=5, **SETTINGS)
@given(data=st.data())
def test_the_same_faults_come_out_of_each(store, people, tmp_path, table, data):
    """500 broken records: column, value, what is wrong and what was expected are the same in all three."""
    compare(store, people, tmp_path, table, data.draw(records(table)))


@pytest.mark.long
@pytest.mark.parametrize("table", list(GOOD))
@settings(max_examples=50, **SETTINGS)
@given(data=st.data())
def test_the_same_faults_come_out_of_each_of_five_thousand(store, people, tmp_path, table, data):
    """As above."""
    compare(store, people, tmp_path, table, data.draw(records(table)))


def test_faults_are_found_at_all(store, people, tmp_path):
    """A good record has none, and each kind of broken cell one."""
    good = dict(GOOD["activity"])
    rows = [good, good | {"held_on": "2025-02-29"}, good | {"participants": "many"}, good | {"country_codes": "CN;XX"}]
    found = told(by_form(store, people.evaluator, "activity", rows, "k"))
    assert {at: {fault[0] for fault in faults} for at, faults in found.items()} == {
        1: {"held_on"},
        2: {"participants"},
        3: {"country_codes"},
    }


@pytest.mark.parametrize("table", list(GOOD))
def test_a_form_alone_tells_what_it_tells_among_others(store, people, table):
    """A form is checked by itself whenever it is saved: the faults are those of forms that are checked together."""
    columns = [name for name in GOOD[table] if name not in FILLED_IN]
    rows = [GOOD[table] | {name: word} for name in columns for word in ("5.5 ", "H;H;XX")]
    drafts = [typed(store, people.evaluator, table, {f"{table}_id": f"k{at}", **row}) for at, row in enumerate(rows)]
    together = [one.faults for one in filing.faults_of_each(store, people.evaluator, drafts)]
    assert together == [filing.faults_of(store, people.evaluator, one).faults for one in drafts]
    assert any(together)
