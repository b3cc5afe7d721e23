"""Workbook and CSV: out and back unchanged is nothing, one changed cell is that cell, and a conflict shows both."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from brep_metrics import filing
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing import Kind
from brep_metrics.isolated import result_of
from brep_metrics.schema import load_schema


@pytest.fixture
def book(store, people, tmp_path):
    """The lead's workbook of group G as a file, with cells changed by (table, row, column)."""

    def make(changes=(), actor=None):
        content = BytesIO(filing.workbook(store, actor or people.lead, "G"))
        opened = load_workbook(content)
        for table, row, column, value in changes:
            at = list(load_schema().tables[table].columns).index(column) + 1
            opened[table].cell(row, at).value = value
        opened.save(tmp_path / "group.xlsx")
        return tmp_path / "group.xlsx"

    return make


def test_out_and_back_unchanged(store, people, book, tmp_path):
    """No filing: neither as it came, nor saved again by a spreadsheet program."""
    (tmp_path / "as-it-came.xlsx").write_bytes(filing.workbook(store, people.lead, "G"))
    assert filing.file_files(store, people.lead, "G", [tmp_path / "as-it-came.xlsx"]) == ()
    assert filing.file_files(store, people.lead, "G", [book()]) == ()
    assert filing.listing(store, people.lead) == ()


def test_one_cell_changed_is_that_filing(store, people, book):
    """And no other row, and no other column."""
    [made] = filing.file_files(store, people.lead, "G", [book([("activity", 2, "title", "Spring meeting")])])
    assert (made.table, made.key, made.kind) == ("activity", "a-G", Kind.CHANGE)
    assert made.changes == {"title": ("Meeting", "Spring meeting")}


@pytest.mark.long
def test_a_spreadsheet_program_in_between(store, people, book, tmp_path):
    """LibreOffice opens and saves it: the one cell that was changed is the one filing."""
    path = book([("activity", 2, "participants", "12")])
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    out = tmp_path / "out"
    command = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180)
    [made] = filing.file_files(store, people.lead, "G", [out / "group.xlsx"])
    assert made.changes == {"participants": ("", "12")}


def test_a_new_row(store, people, book):
    """Its key may stay empty, as in the form; group and days are filled in."""
    cells = {"work_content": "other", "title": "Workshop", "held_on": "2025-03-01", "country_codes": "CN"}
    [made] = filing.file_files(
        store, people.lead, "G", [book([("activity", 3, name, value) for name, value in cells.items()])]
    )
    assert (made.kind, made.values) == (Kind.NEW, cells)
    filing.enter(store, people.evaluator, [made.id])
    with store.read(as_of=date(2100, 1, 1)) as reading:
        assert reading.fetch("select activity_id, group_id from activity where title = 'Workshop'") == [
            (made.number, "G")
        ]


def test_a_row_that_changed_meanwhile(store, people, book):
    """The fault names the row and shows both texts; a cell that nobody else touched is no conflict."""
    path = book([("activity", 2, "title", "Spring meeting")])
    other = filing.start(store, people.evaluator, "activity", "G", kind=Kind.CHANGE, key="a-G")
    filing.save(store, people.evaluator, other, {"title": ("Founding meeting", 0)})
    filing.enter(store, people.evaluator, [filing.submit(store, people.evaluator, other.id).id])
    with pytest.raises(FaultsError) as refused:
        filing.file_files(store, people.lead, "G", [path])
    [fault] = refused.value.faults
    assert (fault.file, fault.line, fault.column, fault.value) == ("group.xlsx[activity]", 2, "title", "Spring meeting")
    assert "“Meeting”" in str(fault.problem)
    assert "“Founding meeting”" in str(fault.problem)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("report", 2, "due_on", "2026-01-01"), "due_on"),
        (("report", 2, "submitted_on", "2025-04-01"), "submitted_on"),
        (("plan_item", 2, "first_due_on", "2026-01-01"), "first_due_on"),
        (("activity", 2, "group_id", "H"), "group_id"),
        (("activity", 2, "recorded_on", "2019-01-01"), "recorded_on"),
        (("activity", 2, "held_on", "2025-02-30"), "held_on"),
        (("activity", 2, "activity_id", "a-new"), "recorded_on"),
    ],
)
def test_one_fault_keeps_everything_out(store, people, book, change, column):
    """What is not the filer's to write, or is wrong in itself: the row is named, and nothing is submitted."""
    with pytest.raises(FaultsError) as refused:
        filing.file_files(store, people.lead, "G", [book([change, ("activity", 2, "title", "Spring meeting")])])
    assert column in {fault.column for fault in refused.value.faults}
    assert {fault.line for fault in refused.value.faults} == {2}
    assert filing.inbox(store, people.evaluator) == ()


def test_several_new_rows(store, people, book):
    """Each is given an identifier of its own; one that was chosen is refused in the same words, whoever has it."""
    new = [("issue", row, "title", title) for row, title in ((2, "Customs"), (3, "Tariffs"))]
    made = filing.file_files(store, people.lead, "G", [book(new)])
    assert [one.key for one in made] == [one.number for one in made]
    assert len({one.key for one in made}) == 2
    told = []
    for key in ("i-H", "I-h", "i-9"):
        with pytest.raises(FaultsError) as refused:
            filing.file_files(store, people.lead, "G", [book([*new, ("issue", 2, "issue_id", key)])])
        told.append([(one.column, str(one.problem), str(one.expected)) for one in refused.value.faults])
    assert told[0] == told[1] == told[2]
    assert told[0][0][0] == "issue_id"


def test_another_groups_record_in_the_file(store, people, tmp_path):
    """It is refused without a word about what it holds."""
    columns = list(load_schema().tables["report"].columns)
    row = dict.fromkeys(columns, "") | {"report_id": "r-H", "group_id": "G", "title": "mine"}
    with (tmp_path / "report.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerow(row)
    with pytest.raises(FaultsError) as refused:
        filing.file_files(store, people.lead, "G", [tmp_path / "report.csv"])
    [fault] = refused.value.faults
    assert (str(fault.problem), fault.column, fault.expected) == ("you may not file this: Report", None, None)


def test_whose_workbook_holds_what(store, people, book):
    """A lead's holds its group's records; a member's its own needs and plans; others get none."""
    mine = load_workbook(book(actor=people.member))
    assert {name for name in mine.sheetnames if name in load_schema().tables} == {"plan_item", "need"}
    assert [mine["need"].cell(row, 1).value for row in range(2, mine["need"].max_row + 1)] == ["n-M"]
    whole = BytesIO(filing.workbook(store, people.lead, "G")).getvalue()
    assert b"r-H" not in whole
    for other in (people.partner, people.stranger):
        with pytest.raises(UsageError):
            filing.workbook(store, other, "G")


def test_a_draft_about_the_same_record(store, people, book, fill):
    """What somebody is still writing is not handed in by the way."""
    path = book([("activity", 2, "title", "Spring meeting")])
    fill(
        people.lead,
        filing.start(store, people.lead, "activity", "G", kind=Kind.CHANGE, key="a-G"),
        {"participants": "3"},
    )
    with pytest.raises(FaultsError) as refused:
        filing.file_files(store, people.lead, "G", [path])
    assert [str(fault.problem)[:7] for fault in refused.value.faults] == ["F000001"]


def test_a_file_is_checked_apart_with_the_same_answer(store, people, book):
    """Another process reads what came from outside: what it asks for, or every fault, is that of checking here."""
    for table, column, value in (("activity", "title", "Spring meeting"), ("report", "due_on", "2026-01-01")):
        path = book([(table, 2, column, value)])
        assert result_of("check_filing", store.address, people.lead, "G", [path]) == filing.check_files(
            store, people.lead, "G", [path]
        )


def test_more_records_than_anybody_could_enter_are_refused(store, people, book, monkeypatch):
    """The sentence says how many there are and how many may be, and nothing is begun."""
    monkeypatch.setattr("brep_metrics.filing.files.MAX_AT_ONCE", 1)
    changes = [("activity", 2, "title", "Spring meeting"), ("report", 2, "title", "First quarter")]
    with pytest.raises(UsageError, match="2 records, but at most 1 can"):
        filing.file_files(store, people.lead, "G", [book(changes)])
    assert filing.listing(store, people.lead) == ()
    assert len(filing.file_files(store, people.lead, "G", [book(changes[:1])])) == 1


def test_rows_are_submitted_together_or_not_at_all(store, people, book):
    """Where one cannot be handed in any more, none is."""
    changes = [("activity", 2, "title", "Spring meeting"), ("report", 2, "title", "First quarter")]
    asked, _ = filing.check_files(store, people.lead, "G", [book(changes)])
    asked = (asked[0], replace(asked[1], filing=replace(asked[1].filing, key="no-such")))
    with pytest.raises(UsageError):
        filing.submit_asked(store, people.lead, "G", asked)
    assert filing.inbox(store, people.evaluator) == ()
