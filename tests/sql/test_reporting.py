"""Rows in, rows out: reports and the gates on them."""

from datetime import date

import pytest

JANUARY, DECEMBER = date(2025, 1, 1), date(2025, 12, 31)


def report(code, kind, *, due=date(2025, 2, 28), submitted=None, accepted=None, ends=DECEMBER, group="g1"):
    return {
        "report_id": code, "group_id": group, "kind": kind, "period_start": JANUARY, "period_end": ends,
        "due_on": due, "submitted_on": submitted, "accepted_on": accepted,
    }  # fmt: skip


ON_TIME = {
    "work_plan_on_time": "work_plan",
    "review_on_time": "execution_review",
    "progress_on_time": "progress",
}
FILED = {"work_plan_filed": "work_plan", "review_filed": "execution_review"}


@pytest.mark.parametrize(("indicator", "kind"), ON_TIME.items())
def test_a_report_is_on_time_up_to_its_due_date_and_only_reports_of_the_kind_count(indicators, indicator, kind):
    other = next(one for one in ON_TIME.values() if one != kind)
    reports = [
        report("early", kind, submitted=date(2025, 2, 1)),
        report("last-day", kind, submitted=date(2025, 2, 28)),
        report("late", kind, submitted=date(2025, 3, 1)),
        report("never", kind),
        report("other", other, submitted=date(2025, 2, 1)),
    ]
    assert indicators.parts(indicator, {"report": reports}) == {
        "early": (1, 1), "last-day": (1, 1), "late": (0, 1), "never": (0, 1),
    }  # fmt: skip


@pytest.mark.parametrize(("indicator", "kind"), {**ON_TIME, **FILED}.items())
def test_a_report_belongs_to_the_period_of_its_end_and_counts_from_its_due_date(indicators, indicator, kind):
    """Not by when it is due or submitted; one due on the as-of date counts, one due the day after does not yet."""
    as_of = date(2026, 1, 31)
    reports = [
        report("due-today", kind, due=as_of),
        report("due-tomorrow", kind, due=date(2026, 2, 1), submitted=date(2026, 1, 15)),
        report("last-year", kind, due=date(2025, 1, 31), ends=date(2024, 12, 31)),
        report("next-year", kind, due=date(2025, 12, 1), ends=date(2026, 1, 1)),
    ]
    assert indicators.parts(indicator, {"report": reports}, as_of=as_of) == {"due-today": (0, 1)}


def test_a_report_submitted_after_the_as_of_date_is_not_yet_submitted(indicators):
    reports = [report("r", "work_plan", submitted=date(2025, 2, 10), due=date(2025, 2, 5))]
    tables = {"report": reports}
    assert indicators.parts("work_plan_filed", tables, as_of=date(2025, 2, 9)) == {"r": (0, 1)}


def test_a_late_report_is_filed(indicators):
    reports = [report("late", "execution_review", submitted=date(2025, 9, 1)), report("never", "execution_review")]
    assert indicators.parts("review_filed", {"report": reports}) == {"late": (1, 1), "never": (0, 1)}


def test_acceptance_is_asked_30_days_after_submission_for_reports_of_every_kind(indicators):
    as_of = date(2025, 3, 31)
    reports = [
        report("accepted", "work_plan", submitted=date(2025, 3, 1), accepted=date(2025, 3, 20)),
        report("waiting", "progress", submitted=date(2025, 3, 1)),
        report("too-new", "work_plan", submitted=date(2025, 3, 2), accepted=date(2025, 3, 20)),
        report("never-submitted", "execution_review"),
        report("accepted-later", "execution_review", submitted=date(2025, 2, 1), accepted=date(2025, 4, 1)),
    ]
    assert indicators.rows("reports_accepted", {"report": reports}, as_of=as_of) == [
        ("g1", "report", "accepted", "work_plan", 1, 1),
        ("g1", "report", "accepted-later", "execution_review", 0, 1),
        ("g1", "report", "waiting", "progress", 0, 1),
    ]
