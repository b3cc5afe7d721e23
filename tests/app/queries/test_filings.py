"""Filings in words for the pages, and the year whose ranking they may move."""

from __future__ import annotations

import pytest

from brep_metrics.app.queries.filings import is_about_year
from brep_metrics.filing import Filing, Kind, State


def filing_of(table: str, old: dict[str, str], values: dict[str, str]) -> Filing:
    return Filing(
        id=1,
        organization_id="A",
        group_id="G",
        table=table,
        key="k",
        kind=Kind.CHANGE,
        state=State.SUBMITTED,
        revision=1,
        values=values,
        old=old,
        fields={},
        attachments=(),
        who="lead@example.org",
        role="lead",
        base="g000001",
    )


@pytest.mark.parametrize(
    ("table", "old", "values", "expected"),
    [
        ("activity", {}, {"held_on": "2026-03-01"}, True),
        ("activity", {}, {"held_on": "2025-12-31"}, False),
        ("activity", {"held_on": "2026-03-01"}, {"title": "x"}, True),
        ("activity", {"held_on": "2025-03-01", "recorded_on": "2026-01-01"}, {"title": "x"}, False),
        ("plan_item", {"due_on": "2025-12-01"}, {"completed_on": "2026-01-10"}, True),
        # A report is the year's in which its period ends, whenever it is due or filed.
        ("report", {"period_end": "2025-12-31", "due_on": "2026-01-15"}, {"title": "2026"}, False),
        ("report", {"period_end": "2026-03-31", "due_on": "2026-04-15"}, {}, True),
        ("sector", {}, {"name_en": "2026"}, False),
    ],
)
def test_which_year_a_filing_is_about(table, old, values, expected):
    """By the dates of its record; the day of its receipt is none of them."""
    assert is_about_year(filing_of(table, old, values), "2026") is expected
