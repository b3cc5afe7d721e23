"""Rows in, rows out: needs and issues."""

from datetime import date

MAY = date(2025, 5, 1)


def need(code, *, raised=MAY, answered=None):
    return {
        "need_id": code, "group_id": "g1", "organization_id": "o", "title": code, "raised_on": raised,
        "answered_on": answered,
    }  # fmt: skip


def issue(code, *, raised=MAY, escalated=None, resolved=None):
    return {
        "issue_id": code, "group_id": "g1", "title": code, "raised_on": raised, "escalated_on": escalated,
        "resolved_on": resolved,
    }  # fmt: skip


def test_a_need_is_answered_within_30_days(indicators):
    needs = [
        need("in-time", answered=date(2025, 5, 31)),
        need("late", answered=date(2025, 6, 1)),
        need("never"),
        need("last-year", raised=date(2024, 12, 31), answered=date(2025, 1, 1)),
    ]
    assert indicators.rows("needs_answered", {"need": needs}) == [
        ("g1", "need", "in-time", "o", 1, 1),
        ("g1", "need", "late", "o", 0, 1),
        ("g1", "need", "never", "o", 0, 1),
    ]


def test_a_need_counts_once_30_days_have_passed(indicators):
    needs = [need("old"), need("new", raised=date(2025, 5, 2), answered=date(2025, 5, 3))]
    assert indicators.parts("needs_answered", {"need": needs}, as_of=date(2025, 5, 31)) == {"old": (0, 1)}


def test_an_issue_is_handled_in_90_days_wholly_when_resolved_and_half_when_only_escalated(indicators):
    last, after = date(2025, 7, 30), date(2025, 7, 31)
    issues = [
        issue("resolved", resolved=last),
        issue("resolved-after-escalation", escalated=MAY, resolved=last),
        issue("escalated", escalated=last),
        issue("escalated-then-late", escalated=last, resolved=after),
        issue("late", escalated=after, resolved=after),
        issue("open"),
    ]
    assert indicators.parts("issues_handled", {"issue": issues}) == {
        "resolved": (1, 1), "resolved-after-escalation": (1, 1), "escalated": (0.5, 1),
        "escalated-then-late": (0.5, 1), "late": (0, 1), "open": (0, 1),
    }  # fmt: skip


def test_an_issue_counts_once_90_days_have_passed(indicators):
    issues = [issue("old"), issue("new", raised=date(2025, 5, 2), resolved=date(2025, 5, 3))]
    assert indicators.parts("issues_handled", {"issue": issues}, as_of=date(2025, 7, 30)) == {"old": (0, 1)}


def test_an_issue_ages_until_it_is_resolved_or_until_the_as_of_date(indicators):
    issues = [
        issue("resolved", resolved=date(2025, 5, 11)),
        issue("resolved-later", resolved=date(2026, 1, 1)),
        issue("open"),
        issue("last-year", raised=date(2024, 12, 31)),
    ]
    assert indicators.parts("issue_age", {"issue": issues}, as_of=date(2025, 5, 21)) == {
        "resolved": (10, None), "resolved-later": (20, None), "open": (20, None),
    }  # fmt: skip
