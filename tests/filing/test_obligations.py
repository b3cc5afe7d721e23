"""Obligations as a series, extensions, and what is due for whom."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from brep_metrics import filing
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing import Kind, Task
from brep_metrics.periods import Period

YEAR = Period.parse("2027")


def reports(store, condition="true"):
    with store.read(as_of=date(2100, 1, 1)) as reading:
        return reading.fetch(f"select report_id, period_end, due_on from report where {condition} order by report_id")


def test_a_series_obliges_every_group_each_quarter(store, people):
    """Eight obligations in one generation, each due 15 days after its quarter."""
    filing.create_series(store, people.evaluator, "progress", YEAR, every=3, due_days=15)
    assert len(store.generations()) == 2
    assert reports(store, "group_id = 'G' and period_end > '2027-01-01'") == [
        ("G-2027Q1-PR", date(2027, 3, 31), date(2027, 4, 15)),
        ("G-2027Q2-PR", date(2027, 6, 30), date(2027, 7, 15)),
        ("G-2027Q3-PR", date(2027, 9, 30), date(2027, 10, 15)),
        ("G-2027Q4-PR", date(2027, 12, 31), date(2028, 1, 15)),
    ]
    assert len(reports(store)) == 10


def test_an_obligation_that_exists_is_left_alone(store, people):
    """A series that overlaps an earlier one adds what is missing, and nothing twice."""
    filing.create_series(store, people.evaluator, "progress", YEAR, every=3, due_days=15, groups=["G"])
    filing.create_series(store, people.evaluator, "progress", YEAR, every=3, due_days=30)
    assert {due for _, end, due in reports(store, "group_id = 'G' and period_end = '2027-03-31'")} == {
        date(2027, 4, 15)
    }
    assert len(reports(store)) == 10
    with pytest.raises(UsageError, match="exists already"):
        filing.create_series(store, people.evaluator, "progress", YEAR, every=3, due_days=15)


@pytest.mark.parametrize(
    ("change", "error"),
    [({"kind": "essay"}, UsageError), ({"groups": ["X"]}, FaultsError), ({"every": 24}, UsageError)],
)
def test_a_series_that_cannot_be(store, people, change, error):
    """An unknown kind or group, or a part longer than the period, is refused and changes nothing."""
    wanted = {"kind": "work_plan", "every": 12, "groups": None, **change}
    with pytest.raises(error):
        filing.create_series(
            store, people.evaluator, wanted["kind"], YEAR, every=wanted["every"], due_days=1, groups=wanted["groups"]
        )
    assert len(store.generations()) == 1


def test_only_evaluators_oblige_and_extend(store, people):
    """A lead cannot give itself time."""
    with pytest.raises(UsageError):
        filing.create_series(store, people.lead, "progress", YEAR, every=3, due_days=15)
    with pytest.raises(UsageError):
        filing.extend(store, people.lead, "r-G", date(2027, 1, 1), "please")


def test_an_extension_has_a_reason_and_a_later_date(store, people):
    """It is for one group; its lead sees who gave it and why, and nothing is submitted by it."""
    for day, reason in ((date(2025, 6, 1), " "), (date(2025, 4, 15), "flood"), (date(2025, 4, 1), "flood")):
        with pytest.raises(UsageError):
            filing.extend(store, people.evaluator, "r-G", day, reason)
    filing.extend(store, people.evaluator, "r-G", date(2025, 6, 1), "flood")
    assert {row[0]: row[2] for row in reports(store)} == {"r-G": date(2025, 6, 1), "r-H": date(2025, 4, 15)}
    assert reports(store, "submitted_on is not null") == []
    [told] = filing.history_of_record(store, people.lead, "report", "r-G")
    assert (told.note, told.changes) == ("flood", {"due_on": ("2025-04-15", "2025-06-01")})
    assert filing.history_of_record(store, people.partner, "report", "r-G") == ()


def test_what_is_due_for_whom(store, people):
    """A lead owes its group's report and answers, a member its own plan; nobody sees another group's."""
    day = date(2025, 5, 1)

    def tasks(actor):
        return [(one.task, one.key, one.due_on, one.days_late(day)) for one in filing.due(store, actor, day)]

    assert tasks(people.lead) == [
        (Task.NEED, "n-M", date(2025, 2, 9), 81),
        (Task.REPORT, "r-G", date(2025, 4, 15), 16),
    ]
    assert tasks(people.member) == [(Task.PLAN_ITEM, "p-M", date(2025, 6, 30), 0)]
    assert tasks(people.partner) == [(Task.REPORT, "r-H", date(2025, 4, 15), 16)]
    assert tasks(people.stranger) == []
    assert tasks(people.evaluator) == []


def test_what_was_filed_is_pending_and_what_was_entered_is_gone(store, people):
    """Nothing is ticked off: the state says it."""
    draft = filing.start(store, people.lead, "report", "G", kind=Kind.CHANGE, key="r-G")
    made = filing.submit(store, people.lead, draft.id)

    def of_report():
        return [
            (one.is_pending, one.days_late(date(2026, 1, 1)))
            for one in filing.due(store, people.lead)
            if one.key == "r-G"
        ]

    assert of_report() == [(True, 0)]
    assert [(one.task, one.filing) for one in filing.due(store, people.evaluator)] == [(Task.ENTER, made.number)]
    filing.give_back(store, people.evaluator, made.id, "Which quarter?")
    # To be corrected, which is the same work as to be filed: it is told once.
    assert [one.task for one in filing.due(store, people.lead) if one.key == "r-G"] == [Task.RETURNED]
    filing.submit(store, people.lead, made.id)
    filing.enter(store, people.evaluator, [made.id])
    assert of_report() == []
    assert filing.due(store, people.evaluator) == ()


def test_a_filing_that_does_not_do_what_is_due_leaves_it_late(store, people, fill):
    """A new title completes no plan item; the day of its completion does."""

    def of_item():
        return [
            (one.is_pending, one.days_late(date(2025, 7, 10)))
            for one in filing.due(store, people.member, date(2025, 7, 10))
            if one.key == "p-M"
        ]

    draft = filing.start(store, people.member, "plan_item", "G", kind=Kind.CHANGE, key="p-M")
    titled = filing.submit(store, people.member, fill(people.member, draft, {"title": "A better title"}).id)
    assert of_item() == [(False, 10)]
    filing.withdraw(store, people.member, titled.id)
    draft = filing.start(store, people.member, "plan_item", "G", kind=Kind.CHANGE, key="p-M")
    filing.submit(store, people.member, fill(people.member, draft, {"completed_on": "2025-07-09"}).id)
    assert of_item() == [(True, 0)]


def test_a_partner_is_asked_to_confirm(store, people, activity):
    """Until it has."""
    made = filing.submit(store, people.lead, activity(partner_group_ids="H").id)
    (asked,) = (one for one in filing.due(store, people.partner) if one.task is Task.CONFIRM)
    assert asked.filing == made.number
    assert filing.sentence(asked, "en") == "Confirm: Activity Workshop"
    filing.confirm(store, people.partner, made.id)
    assert Task.CONFIRM not in {one.task for one in filing.due(store, people.partner)}


def test_the_calendar_file(store, people):
    """One day-long event for each thing that has a day; the same state gives the same bytes, in either language."""
    tasks = filing.due(store, people.lead, date(2025, 5, 1))
    text = filing.calendar(tasks, "en")
    assert text == filing.calendar(tasks, "en")
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [(str(one["summary"]), one["dtstart"].dt) for one in events] == [
        ("Answer: Cooperation need Grid data", date(2025, 2, 9)),
        ("File: Progress on key issues r-G", date(2025, 4, 15)),
    ]
    assert "填报" in filing.calendar(tasks, "zh").decode()
