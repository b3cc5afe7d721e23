"""Entering: one generation for many filings, everybody named, all or none, and once."""

from __future__ import annotations

from datetime import date

import pytest

from brep_metrics import filing
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing import Act, Kind, State
from brep_metrics.intake import load


@pytest.fixture
def rows(store):
    """Rows of the current generation, everything recorded."""

    def fetch(sql: str):
        with store.read(as_of=date(2100, 1, 1)) as reading:
            return reading.fetch(sql)

    return fetch


@pytest.fixture
def report(store, people):
    """The report of group G, submitted."""

    def make() -> filing.Filing:
        draft = filing.start(store, people.lead, "report", "G", kind=Kind.CHANGE, key="r-G")
        return filing.submit(store, people.lead, draft.id)

    return make


def test_several_filings_are_one_generation_that_names_everybody(store, people, activity, report, fill, rows):
    """A report, an activity and a member's need come in together; each filer and receipt is told by the generation."""
    need = fill(people.member, filing.start(store, people.member, "need", "G"), {"title": "Test fields"})
    made = [report(), filing.submit(store, people.lead, activity().id), filing.submit(store, people.member, need.id)]
    generation = filing.enter(store, people.evaluator, [one.id for one in made])
    assert [file.name for file in generation.files] == [
        "F000001 member@example.org",
        "F000002 lead@example.org",
        "F000003 lead@example.org",
    ]
    assert {file.sha256 for file in generation.files} == {one.sha256 for one in made}
    assert all(one.who in generation.why for one in made)
    assert store.current() == generation
    assert len(store.generations()) == 2
    day = made[0].submitted_on
    assert rows("select submitted_on, recorded_on from report where report_id = 'r-G'") == [(day, date(2020, 1, 1))]
    assert rows("select title, held_on, group_id, recorded_on from activity where activity_id like 'F%'") == [
        ("Workshop", date(2025, 3, 1), "G", day)
    ]
    assert rows("select organization_id, raised_on, answered_on from need where title = 'Test fields'") == [
        ("M", day, None)
    ]
    assert {filing.find(store, people.evaluator, one.id).state for one in made} == {State.ENTERED}
    assert {filing.find(store, people.lead, one.id).generation for one in made} == {generation.id}
    assert store.verify() == ()


def test_an_evaluator_alone_enters(store, people, report):
    """Neither its filer nor anybody else in the network."""
    made = report()
    for other in (people.lead, people.member, people.partner, people.stranger):
        with pytest.raises(UsageError):
            filing.enter(store, other, [made.id])


def test_one_with_a_fault_keeps_all_out(store, people, activity, report, rows):
    """A record that somebody else changed meanwhile is told with both values; nothing of the load is entered."""
    change = filing.start(store, people.lead, "activity", "G", kind=Kind.CHANGE, key="a-G")
    filing.save(store, people.lead, change, {"title": ("Spring meeting", 0)})
    made = [filing.submit(store, people.lead, change.id), report()]
    other = filing.start(store, people.evaluator, "activity", "G", kind=Kind.CHANGE, key="a-G")
    filing.save(store, people.evaluator, other, {"title": ("Founding meeting", 0)})
    filing.enter(store, people.evaluator, [filing.submit(store, people.evaluator, other.id).id])
    with pytest.raises(FaultsError) as refused:
        filing.enter(store, people.evaluator, [one.id for one in made])
    [fault] = refused.value.faults
    assert (fault.file, fault.column, fault.value) == (made[0].number, "title", "Spring meeting")
    assert "“Meeting”" in str(fault.problem)
    assert "“Founding meeting”" in str(fault.problem)
    assert filing.check_entering(store, people.evaluator, [made[0].id]).faults == (fault,)
    assert rows("select submitted_on from report where report_id = 'r-G'") == [(None,)]
    assert {filing.find(store, people.evaluator, one.id).state for one in made} == {State.SUBMITTED}


def test_what_another_column_became_meanwhile_is_kept(store, people, rows):
    """A change of one cell changes that cell."""
    for actor, edit in (
        (people.lead, {"title": ("Spring meeting", 0)}),
        (people.evaluator, {"participants": ("9", 0)}),
    ):
        draft = filing.start(store, actor, "activity", "G", kind=Kind.CHANGE, key="a-G")
        filing.save(store, actor, draft, edit)
        filing.submit(store, actor, draft.id)
    for one in filing.inbox(store, people.evaluator):
        filing.enter(store, people.evaluator, [one.id])
    assert rows("select title, participants from activity") == [("Spring meeting", 9)]


def test_two_filings_about_one_record_in_one_load(store, people, rows):
    """They are entered one on top of the other."""
    ids = []
    for actor, edit in (
        (people.lead, {"title": ("Spring meeting", 0)}),
        (people.evaluator, {"participants": ("9", 0)}),
    ):
        draft = filing.start(store, actor, "activity", "G", kind=Kind.CHANGE, key="a-G")
        filing.save(store, actor, draft, edit)
        ids.append(filing.submit(store, actor, draft.id).id)
    filing.enter(store, people.evaluator, ids)
    assert rows("select title, participants from activity") == [("Spring meeting", 9)]


def test_the_request_to_remove_a_record(store, people, rows):
    """Entering it takes the record away."""
    draft = filing.start(store, people.lead, "activity", "G", kind=Kind.REMOVAL, key="a-G")
    made = filing.submit(store, people.lead, draft.id, note="It never took place")
    filing.enter(store, people.evaluator, [made.id])
    assert rows("select count(*) from activity") == [(0,)]


def test_a_filing_whose_partner_has_not_confirmed(store, people, activity):
    """It waits, unless the evaluator says why it is entered without; the history tells it."""
    made = filing.submit(store, people.lead, activity(partner_group_ids="H").id)
    with pytest.raises(UsageError, match="F000001 waits for a partner"):
        filing.enter(store, people.evaluator, [made.id])
    filing.enter(store, people.evaluator, [made.id], reason="Group H confirmed by letter")
    acts = [(one.act, one.text) for one in filing.history(store, people.lead, made.id)]
    assert acts == [(Act.SUBMIT, None), (Act.ENTER, "Group H confirmed by letter")]


def test_it_is_entered_once(store, people, report):
    """Two evaluators at the same filing: the second is told."""
    made = report()
    filing.enter(store, people.evaluator, [made.id])
    with pytest.raises(UsageError, match="F000001 has been entered"):
        filing.enter(store, people.evaluator, [made.id])


def test_a_filing_that_is_withdrawn_while_it_is_being_entered(store, people, report, monkeypatch):
    """The state counts in the transaction that publishes: no generation holds what was taken back in time."""
    made = report()
    real = filing.entering.apply

    def meanwhile(*given):
        filing.withdraw(store, people.lead, made.id)
        return real(*given)

    monkeypatch.setattr("brep_metrics.filing.entering.apply", meanwhile)
    with pytest.raises(UsageError, match="withdrawn"):
        filing.enter(store, people.evaluator, [made.id])
    assert len(store.generations()) == 1
    assert store.verify() == ()


def test_another_load_in_between(store, people, report, tmp_path, monkeypatch, rows):
    """The filing is entered on top of it, and both are there."""
    made = report()
    (tmp_path / "country.csv").write_text(
        "country_code,name_zh,name_en,region,member_from,member_to,recorded_on\nKZ,,Kazakhstan,Asia,,,\n"
    )
    real, done = filing.entering.apply, []

    def meanwhile(*given):
        if not done:
            done.append(load(store, [tmp_path / "country.csv"], who="x", why="y"))
        return real(*given)

    monkeypatch.setattr("brep_metrics.filing.entering.apply", meanwhile)
    assert filing.enter(store, people.evaluator, [made.id]).number == 3
    assert rows("select count(*) from country, report where submitted_on is not null") == [(2,)]
    assert len(filing.history(store, people.lead, made.id)) == 2


def test_on_behalf(store, people, rows):
    """What came on paper bears the day that the evaluator gives; the lead sees it so named, and cannot change it."""
    draft = filing.start(store, people.evaluator, "report", "G", kind=Kind.CHANGE, key="r-G", organization_id="A")
    filing.save(store, people.evaluator, draft, {"submitted_on": ("2025-04-10", 0)})
    made = filing.submit(store, people.evaluator, draft.id, note="by letter")
    assert made.on_behalf
    assert [one.number for one in filing.listing(store, people.lead)] == [made.number]
    with pytest.raises(UsageError):
        filing.withdraw(store, people.lead, made.id)
    filing.enter(store, people.evaluator, [made.id])
    assert rows("select submitted_on from report where report_id = 'r-G'") == [(date(2025, 4, 10),)]


def test_a_late_report_stays_late(store, people, report, rows):
    """Whatever the as-of date: before it was handed in it is missing, from then on it bears its day."""
    made = report()
    filing.enter(store, people.evaluator, [made.id])
    with store.read(as_of=date(2025, 4, 16)) as reading:
        assert reading.fetch("select submitted_on from report where report_id = 'r-G'") == [(None,)]
    assert rows("select submitted_on > due_on from report where report_id = 'r-G'") == [(True,)]


def test_a_due_date_that_a_lead_moves(store, people, rows, fill):
    """The first one is kept with the first change, and no filer can write it."""
    draft = filing.start(store, people.member, "plan_item", "G", kind=Kind.CHANGE, key="p-M")
    fill(people.member, draft, {"due_on": "2027-01-31"})
    filing.enter(store, people.evaluator, [filing.submit(store, people.member, draft.id).id])
    assert rows("select due_on, first_due_on from plan_item") == [(date(2027, 1, 31), date(2025, 6, 30))]
    [task] = [one for one in filing.due(store, people.member, date(2025, 7, 10)) if one.key == "p-M"]
    assert (task.due_on, task.days_late(date(2025, 7, 10))) == (date(2025, 6, 30), 10)
    again = filing.start(store, people.member, "plan_item", "G", kind=Kind.CHANGE, key="p-M")
    fill(people.member, again, {"due_on": "2027-06-30", "withdrawn_on": "yes"})
    made = filing.submit(store, people.member, again.id)
    filing.enter(store, people.evaluator, [made.id])
    assert rows("select due_on, first_due_on, withdrawn_on from plan_item") == [
        (date(2027, 6, 30), date(2025, 6, 30), made.submitted_on)
    ]
