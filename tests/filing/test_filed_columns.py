"""Who files which table and column: the schema's marks, written down here a second time."""

from __future__ import annotations

from brep_metrics.filing import fileable
from brep_metrics.schema import load_schema

KINDS = {
    "lead": {
        "report": "change",
        "plan_item": "new change removal",
        "activity": "new change removal",
        "outcome": "new change removal",
        "need": "change",
        "issue": "new change removal",
        "intention": "new",
    },
    "member": {"plan_item": "new change removal", "need": "new change removal", "intention": "new"},
    "applicant": {"intention": "new", "organization": "new"},
}


def test_which_tables_each_role_files():
    """A member files needs and its own plans, an applicant its intention; reports are filled in, never made."""
    found = {role: {name: " ".join(one.kinds) for name, one in fileable(role).items()} for role in KINDS}
    assert found == KINDS


def test_nobody_but_an_evaluator_fills_in_what_decides_a_figure():
    """Due dates of reports, acceptance, decisions, days of receipt and submission are no filer's to write."""
    closed = {
        "report": {"due_on", "submitted_on", "accepted_on", "period_end", "group_id", "recorded_on"},
        "need": {"raised_on", "group_id", "organization_id", "recorded_on"},
        "issue": {"raised_on", "group_id", "recorded_on"},
        "intention": {"submitted_on", "decision", "decided_on", "organization_id"},
    }
    for table, names in closed.items():
        for role in ("lead", "member", "applicant"):
            one = fileable(role).get(table)
            assert one is None or one.names.isdisjoint(names)


def test_a_member_answers_nothing_and_a_lead_raises_no_need():
    """The day of an answer is the lead's, the need itself the member's."""
    assert "answered_on" not in fileable("member")["need"].names
    assert fileable("lead")["need"].names == {"answered_on"}


def test_an_evaluator_files_everything_but_the_day_of_receipt():
    """That day follows from the filing."""
    for name, table in load_schema().tables.items():
        assert fileable("evaluator")[name].names == set(table.columns) - {"recorded_on"}


def test_whoever_files_a_table_is_a_role_and_a_column_belongs_to_such_a_table():
    """A mark that nobody reads would be a rule that nobody keeps."""
    for table in load_schema().tables.values():
        assert set(table.filed) <= {"lead", "member", "applicant"}
        assert all(column.filed_by <= set(table.filed) for column in table.columns.values())
        assert all(set(kinds) <= {"new", "change", "removal"} for kinds in table.filed.values())
