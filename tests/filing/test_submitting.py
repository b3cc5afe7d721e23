"""Submitting, returning, withdrawing, confirming: which day counts, who may, and what the journal keeps."""

from __future__ import annotations

from datetime import date

import pytest

from brep_metrics import filing, intake
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing import Kind, State


@pytest.fixture
def today(monkeypatch):
    """Sets the network's day for the acts that follow."""

    def on(day: date) -> None:
        for module in ("submitting", "checking", "actors"):
            monkeypatch.setattr(f"brep_metrics.filing.{module}.network_day", lambda: day)

    on(date(2025, 5, 1))
    return on


def test_a_submission_has_a_receipt_and_is_frozen(store, people, activity, today):
    """Number, sha256 and day are given; from then on no field takes an edit."""
    made = filing.submit(store, people.lead, activity().id, note="as agreed")
    assert (made.number, made.state, made.submitted_on, made.key) == (
        "F000001",
        State.SUBMITTED,
        date(2025, 5, 1),
        "F000001",
    )
    assert made.note == "as agreed"
    assert len(made.sha256) == 64
    with pytest.raises(UsageError, match="F000001 has been submitted"):
        filing.save(store, people.lead, made, {"title": ("later", 1)})
    assert filing.inbox(store, people.evaluator) == (made,)
    assert store.verify() == ()


def test_an_edit_from_a_page_that_did_not_see_the_submission(store, people, activity, today):
    """A page of before holds a draft; what it saves is refused all the same."""
    before = activity()
    filing.submit(store, people.lead, before.id)
    with pytest.raises(UsageError, match="has been submitted"):
        filing.save(store, people.lead, before, {"title": ("later", before.fields["title"].version)})


def test_faults_are_those_of_the_intake(store, people, activity, today):
    """Every fault is listed with its column, and nothing is handed in."""
    made = activity(held_on="2025-02-30", country_codes="CN;XX", work_content="talks", participants="many")
    with pytest.raises(FaultsError) as refused:
        filing.submit(store, people.lead, made.id)
    assert sorted({fault.column for fault in refused.value.faults}) == [
        "country_codes",
        "held_on",
        "participants",
        "work_content",
    ]
    assert filing.find(store, people.lead, made.id).state is State.DRAFT


def test_a_report_is_filed_by_handing_it_in(store, people, today):
    """Nobody types the day, and a change of nothing else is enough; once it is there it is no longer enough."""
    made = filing.start(store, people.lead, "report", "G", kind=Kind.CHANGE, key="r-G")
    assert filing.submit(store, people.lead, made.id).state is State.SUBMITTED
    item = filing.start(store, people.member, "plan_item", "G", kind=Kind.CHANGE, key="p-M")
    with pytest.raises(UsageError, match="changes nothing"):
        filing.submit(store, people.member, item.id)


@pytest.mark.parametrize(("sent", "counts"), [(date(2025, 5, 15), date(2025, 5, 1)), (date(2025, 5, 16), None)])
def test_ten_days_to_correct_a_returned_filing(store, people, activity, today, fill, sent, counts):
    """Sent within ten days of the return it keeps its first day; later its own day counts."""
    made = filing.submit(store, people.lead, activity().id)
    today(date(2025, 5, 5))
    returned = filing.give_back(store, people.evaluator, made.id, "Which country?")
    assert (returned.state, returned.comment, returned.returned_on) == (
        State.RETURNED,
        "Which country?",
        date(2025, 5, 5),
    )
    fill(people.lead, returned, {"country_codes": ""})
    today(sent)
    again = filing.submit(store, people.lead, made.id)
    assert (again.revision, again.submitted_on, again.received_on) == (2, counts or sent, sent)
    assert again.values["title"] == "Workshop"


def test_a_return_needs_a_comment(store, people, activity, today):
    """The person who must correct it has to know what."""
    made = filing.submit(store, people.lead, activity().id)
    with pytest.raises(UsageError, match="say in a comment"):
        filing.give_back(store, people.evaluator, made.id, " \n")


def test_several_are_returned_with_one_comment_or_none_is(store, people, activity):
    """One that does not wait any more keeps the others where they are."""
    made = [filing.submit(store, people.lead, activity(title=title).id) for title in ("One", "Two")]
    filing.withdraw(store, people.lead, made[1].id)
    with pytest.raises(UsageError, match="has been withdrawn"):
        filing.give_back_all(store, people.evaluator, [one.id for one in made], "Which country?")
    assert filing.find(store, people.lead, made[0].id).state is State.SUBMITTED
    (returned,) = filing.give_back_all(store, people.evaluator, [made[0].id], "Which country?")
    assert (returned.state, returned.comment) == (State.RETURNED, "Which country?")


def test_a_withdrawn_filing_waits_no_more(store, people, activity, today):
    """It stays readable for its filer and evaluators, and nothing can be done with it."""
    made = filing.submit(store, people.lead, activity().id)
    assert filing.withdraw(store, people.lead, made.id).state is State.WITHDRAWN
    assert filing.inbox(store, people.evaluator) == ()
    with pytest.raises(UsageError, match="withdrawn"):
        filing.submit(store, people.lead, made.id)
    with pytest.raises(UsageError, match="withdrawn"):
        filing.give_back(store, people.evaluator, made.id, "too late")


def test_partners_confirm(store, people, activity, today):
    """The lead of a group that is named sees the filing and confirms it, for its own group alone."""
    made = filing.submit(store, people.lead, activity(partner_group_ids="H").id)
    assert (made.partners, made.waiting) == (("H",), ("H",))
    assert [one.id for one in filing.listing(store, people.partner)] == [made.id]
    with pytest.raises(UsageError):
        filing.confirm(store, people.lead, made.id)
    assert filing.confirm(store, people.partner, made.id).waiting == ()
    with pytest.raises(UsageError):
        filing.give_back(store, people.partner, made.id, "no")
    assert store.verify() == ()


def test_a_group_that_took_part_before_need_not_confirm_again(store, people, today, fill):
    """Only newly named partners are asked."""
    made = filing.start(store, people.lead, "activity", "G", kind=Kind.CHANGE, key="a-G")
    fill(people.lead, made, {"title": "Meeting in spring"})
    assert filing.submit(store, people.lead, made.id).partners == ()


def test_a_member_raises_a_need_today(store, people, today, fill):
    """Organization, group and day are not typed, and cannot be."""
    draft = fill(people.member, filing.start(store, people.member, "need", "G"), {"title": "Test fields"})
    assert filing.faults_of(store, people.member, draft).faults == ()
    made = filing.submit(store, people.member, draft.id)
    assert (made.organization_id, made.group_id, made.submitted_on) == ("M", "G", date(2025, 5, 1))
    assert [one.id for one in filing.listing(store, people.lead)] == [made.id]
    assert filing.listing(store, people.partner) == ()


def test_a_report_of_another_group_is_not_told(store, people, today, fill):
    """A reference to it reads like one to nothing, and no similar key is listed."""
    item = {"work_content": "other", "title": "x", "due_on": "2025-09-01"}
    faults = []
    for key in ("r-H", "r-Y"):
        draft = fill(people.lead, filing.start(store, people.lead, "plan_item", "G"), {**item, "report_id": key})
        faults += [
            (one.column, str(one.problem), one.expected) for one in filing.faults_of(store, people.lead, draft).faults
        ]
    assert faults == [("report_id", "no such record in table report", None)] * 2


def test_a_new_record_is_given_its_identifier(store, people, activity, today):
    """Whoever chose one would be told which of them other groups have; an evaluator sees all and chooses freely."""
    draft = activity()
    for column, table in (("activity_id", draft), ("issue_id", filing.start(store, people.lead, "issue", "G"))):
        with pytest.raises(UsageError):
            filing.save(store, people.lead, table, {column: ("i-H", 0)})
    made = filing.submit(store, people.lead, draft.id)
    assert made.key == made.number


@pytest.mark.parametrize("changed", [str, str.lower])
def test_a_number_that_a_load_has_taken_is_told_to_nobody(store, people, activity, tmp_path, changed):
    """The record is another group's, perhaps: the filing goes in under an identifier that begins with its number."""
    draft = activity()
    own = (
        "activity_id,group_id,work_content,title,held_on,country_codes,organization_ids,partner_group_ids,participants"
    )
    row = f"{changed(draft.number)},H,other,Secret,2025-02-01,,,,"
    (tmp_path / "activity.csv").write_text(f"{own},recorded_on\n{row},\n")
    intake.load(store, [tmp_path / "activity.csv"], who="x", why="y")
    assert filing.faults_of(store, people.lead, draft).faults == ()
    made = filing.submit(store, people.lead, draft.id)
    assert made.key == f"{made.number}-2"
    filing.give_back(store, people.evaluator, made.id, "Which country?")
    assert filing.submit(store, people.lead, made.id).key == made.key
    filing.enter(store, people.evaluator, [made.id])
    with store.read() as reading:
        found = reading.fetch(
            "select activity_id, title from activity where title in ('Secret', 'Workshop') order by 2"
        )
    assert found == [(changed(draft.number), "Secret"), (made.key, "Workshop")]


def test_a_key_that_is_corrected_is_the_one_of_the_receipt(store, people, fill):
    """A returned filing bears the key of its last revision."""
    member = {"group_id": "G", "organization_id": "X", "joined_on": "2025-01-01", "role": "participant"}
    draft = fill(people.evaluator, filing.start(store, people.evaluator, "membership"), member)
    made = filing.submit(store, people.evaluator, draft.id)
    assert made.key == "G/X/2025-01-01"
    filing.give_back(store, people.evaluator, made.id, "Since February")
    fill(people.evaluator, made, {"joined_on": "2025-02-01"})
    assert filing.submit(store, people.evaluator, made.id).key == "G/X/2025-02-01"


def test_an_identifier_that_is_taken_or_looks_like_another(store, people, activity, fill, today):
    """A new record never replaces one that is there."""
    for key, said in (("i-H", {}), ("I-H", {"other": "i-H"})):
        draft = filing.start(store, people.evaluator, "issue", "G")
        draft = fill(people.evaluator, draft, {"group_id": "G", "issue_id": key, "title": "x"})
        [fault] = filing.faults_of(store, people.evaluator, draft).faults
        assert (fault.column, fault.value, fault.problem.values) == ("issue_id", key, said)


def test_every_act_is_in_the_journal(store, people, activity, today):
    """Who, when and what, in the order in which it happened."""
    made = filing.submit(store, people.lead, activity().id)
    filing.give_back(store, people.evaluator, made.id, "Which country?")
    filing.submit(store, people.lead, made.id)
    filing.withdraw(store, people.lead, made.id)
    assert [(line.event, line.who) for line in store.filings.lines(made.id)] == [
        ("filing_submitted", "lead@example.org"),
        ("filing_returned", "evaluator@example.org"),
        ("filing_submitted", "lead@example.org"),
        ("filing_withdrawn", "lead@example.org"),
    ]
