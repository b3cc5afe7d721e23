"""Faults as a form says them: entries by their labels, and no word of files."""

from __future__ import annotations

from brep_metrics.app.wording.form_faults import fault_line, faults_by_column
from brep_metrics.errors import Fault
from brep_metrics.i18n import Message
from brep_metrics.intake.row_checks import EMPTY

VALUE = Message("a value")
EITHER = Message("a value in at least one of {columns}", {"columns": "title_zh, title_en"})
ALIKE = Message(
    "may be the same as “{other}”: equal in {columns}", {"other": "A1", "columns": "title_zh, delivered_on"}
)


def outcome(problem: Message, column: str | None = "title_zh", expected: Message | None = None) -> Fault:
    return Fault("F000001", problem, column=column, expected=expected, table="outcome")


def test_an_empty_entry_is_asked_for():
    """What a file calls an empty cell is an entry that waits to be filled in."""
    empty = [outcome(EMPTY, "kind", VALUE), outcome(EMPTY, expected=EITHER)]
    assert faults_by_column(empty, "en") == {
        "kind": ("Please fill this in.",),
        "title_zh": ("Please fill in at least one of these: Title in Chinese, Title in English",),
    }
    assert faults_by_column(empty, "zh") == {
        "kind": ("请填写。",),
        "title_zh": ("请至少填写其中一项：中文标题、英文标题",),
    }


def test_a_fault_away_from_its_field_names_the_entry_by_its_label():
    """Codes of columns are in no sentence; a fault of the whole record needs no label."""
    assert fault_line(outcome(EMPTY, "delivered_on", VALUE), "en") == "Delivered on: Please fill this in."
    assert fault_line(outcome(EMPTY, "delivered_on", VALUE), "zh") == "交付日期：请填写。"
    assert fault_line(outcome(ALIKE, None), "en") == "may be the same as “A1”: equal in Title in Chinese, Delivered on"
