"""A record's line says when it was due and what became of it, in either language."""

from __future__ import annotations

from datetime import date

import pytest

from brep_metrics.app.wording.record_lines import record_line

APRIL, MAY = date(2025, 4, 15), date(2025, 5, 3)


@pytest.mark.parametrize(
    ("source", "cells", "line"),
    [
        ("report", {"due_on": APRIL}, "due 15 Apr 2025, not filed"),
        (
            "report",
            {"due_on": APRIL, "submitted_on": date(2025, 4, 20), "accepted_on": MAY},
            "due 15 Apr 2025, filed 20 Apr 2025, 5 days late, accepted 3 May 2025",
        ),
        (
            "report",
            {"due_on": APRIL, "submitted_on": APRIL},
            "due 15 Apr 2025, filed 15 Apr 2025, on time, not accepted yet",
        ),
        ("plan_item", {"due_on": APRIL}, "due 15 Apr 2025, not completed"),
        (
            "plan_item",
            {"first_due_on": APRIL, "due_on": MAY, "completed_on": date(2025, 4, 16)},
            "due 15 Apr 2025, completed 16 Apr 2025, 1 day late",
        ),
        (
            "need",
            {"raised_on": APRIL, "answered_on": MAY},
            "raised 15 Apr 2025, answered 3 May 2025, after 18 days",
        ),
        ("issue", {"raised_on": APRIL, "escalated_on": MAY}, "raised 15 Apr 2025, escalated 3 May 2025, not resolved"),
        (
            "activity",
            {"held_on": MAY, "country_codes": ["AF", "IR"], "participants": 77.0},
            "held 3 May 2025, 2 countries, 77 participants",
        ),
        ("showcase", {"channel": "forum", "shown_on": MAY}, "Forum, shown 3 May 2025"),
        ("membership", {"joined_on": APRIL}, "joined 15 Apr 2025"),
        ("sector", {}, ""),
    ],
)
def test_the_line_of_a_record(source: str, cells: dict[str, object], line: str):
    """Late is counted from the first due date; a day late is one day."""
    assert record_line(source, cells, "en") == line


def test_the_same_in_chinese():
    """With Chinese dates and signs."""
    cells = {"due_on": APRIL, "submitted_on": date(2025, 4, 20)}
    line = record_line("report", cells, "zh")
    assert line == "应于2025年4月15日前完成，2025年4月20日提交，逾期 5 天，尚未采纳"
