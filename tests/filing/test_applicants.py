"""Applicants: the door, the intention with its organization, and what accepting it makes."""

from __future__ import annotations

from datetime import date

import pytest

from brep_metrics import filing
from brep_metrics.access import Account, Role, Viewer, add_account
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing import State

ORGANIZATION = {"name_en": "New Body", "kind": "university", "country_code": "CN"}
INTENTION = {"sector_id": "S", "proposed_role": "participant", "suggestion": "Open data"}


@pytest.fixture
def actor(monkeypatch):
    """Somebody from outside the network, where the door is open."""
    monkeypatch.setenv("BREP_APPLICANTS", "on")
    return filing.applicant("New@example.org")


@pytest.fixture
def draft(store, actor, fill):
    """An intention, filled in together with its organization."""
    made = filing.apply_to_join(store, actor)
    fill(actor, filing.organization_of(store, made), ORGANIZATION)
    return fill(actor, made, INTENTION)


@pytest.fixture
def intention(store, actor, draft):
    """The same, submitted."""
    return filing.submit(store, actor, draft.id)


def cells(store, sql):
    with store.read(as_of=date(2100, 1, 1)) as reading:
        return reading.fetch(sql)


@pytest.mark.parametrize("value", [None, "", "off", "1", "On"])
def test_the_door_is_closed_unless_it_is_opened(monkeypatch, value):
    """By exactly one word."""
    monkeypatch.delenv("BREP_APPLICANTS", raising=False)
    if value is not None:
        monkeypatch.setenv("BREP_APPLICANTS", value)
    with pytest.raises(UsageError, match="not admitted"):
        filing.applicant("new@example.org")


@pytest.mark.parametrize("email", ["no address", "a@b\n", f"{'a' * 250}@example.org", "a\u200b@example.org"])
def test_what_is_no_address_is_nobody(monkeypatch, email):
    """Whatever an identity provider vouches for."""
    monkeypatch.setenv("BREP_APPLICANTS", "on")
    with pytest.raises(UsageError, match="not admitted"):
        filing.applicant(email)


def test_an_accepted_intention_makes_a_participant(store, people, intention):
    """Organization, intention with its decision, and membership in one generation; the day is the submission's."""
    made = filing.decide(store, people.evaluator, intention.id, accepted=True, group_id="G")
    assert {table: change["new"] for table, change in made.changes.items() if change["new"]} == {
        "organization": 1,
        "intention": 1,
        "membership": 1,
    }
    assert cells(store, "select name_en, kind from organization where organization_id = 'F000001'") == [
        ("New Body", "university")
    ]
    assert cells(store, "select organization_id, submitted_on, decision, suggestion from intention") == [
        ("F000001", intention.submitted_on, "accepted", "Open data")
    ]
    assert cells(store, "select group_id, role from membership where organization_id = 'F000001'") == [
        ("G", "participant")
    ]
    assert filing.find(store, people.evaluator, intention.id).state is State.ENTERED
    assert store.verify() == ()


def test_who_was_accepted_signs_in_as_a_member_and_reads_the_intention(store, people, actor, intention):
    """By an account in the register, of the address that applied; as a lead only where the organization leads."""
    filing.decide(store, people.evaluator, intention.id, accepted=True, group_id="G")
    assert store.accounts() == [("new@example.org", "member", "F000001")]
    member = filing.acting(store, Viewer(Role.MEMBER, actor.who, "F000001"))
    assert member.role_in("G") == "member"
    assert [one.number for one in filing.listing(store, member)] == [intention.number]
    assert filing.decision_on(store, filing.find(store, member, intention.id)) == "accepted"


def test_an_account_that_somebody_gave_meanwhile_stays(store, people, intention):
    """An evaluator is not made a member by an old application."""
    add_account(store, Account(email="new@example.org", role=Role.EVALUATOR), who="operator")
    filing.decide(store, people.evaluator, intention.id, accepted=True, group_id="G")
    assert store.accounts() == [("new@example.org", "evaluator", None)]


def test_accepted_without_a_group_it_is_an_organization_and_no_member(store, people, intention):
    """And nobody has an account yet, which would open nothing."""
    filing.decide(store, people.evaluator, intention.id, accepted=True)
    assert cells(store, "select decision from intention") == [("accepted",)]
    assert cells(store, "select count(*) from membership where organization_id = 'F000001'") == [(0,)]
    assert store.accounts() == []


def test_a_declined_intention_is_kept_with_its_reason(store, people, actor, intention):
    """Which its applicant reads, without the name of the person who decided; a reason there must be."""
    with pytest.raises(UsageError, match="say why F000002 is declined"):
        filing.decide(store, people.evaluator, intention.id, accepted=False, reason=" ")
    filing.decide(store, people.evaluator, intention.id, accepted=False, reason="No such field yet", group_id="G")
    assert cells(store, "select decision from intention") == [("declined",)]
    assert cells(store, "select count(*) from membership where organization_id = 'F000001'") == [(0,)]
    said = filing.history(store, actor, intention.id)
    assert [(one.who, one.text) for one in said] == [("new@example.org", None), ("", "No such field yet")]
    assert filing.decision_on(store, intention) == "declined"


def test_whoever_was_declined_applies_again_for_the_same_organization(store, people, actor, intention, fill):
    """Its data are in the tables already; a second record of it would be another organization."""
    filing.decide(store, people.evaluator, intention.id, accepted=False, reason="Too early")
    again = fill(actor, filing.apply_to_join(store, actor), INTENTION)
    assert (again.number, again.organization_id) == ("F000003", "F000001")
    filing.submit(store, actor, again.id)
    filing.decide(store, people.evaluator, again.id, accepted=True, group_id="G")
    assert cells(store, "select decision from intention order by 1") == [("accepted",), ("declined",)]


def test_organization_and_intention_go_together(store, people, actor, draft):
    """Submitted, returned, submitted again and withdrawn as one, by the number of the intention alone."""
    body = filing.organization_of(store, draft)

    def states():
        return [filing.find(store, actor, one.id).state for one in (body, draft)]

    for act, actor_ in ((filing.submit, actor), (filing.withdraw, actor)):
        with pytest.raises(UsageError, match="F000001 goes with its Record of Intention"):
            act(store, actor_, body.id)
    filing.submit(store, actor, draft.id)
    assert states() == [State.SUBMITTED] * 2
    assert [one.id for one in filing.inbox(store, people.evaluator)] == [draft.id]
    for act in (filing.give_back, filing.enter):
        with pytest.raises(UsageError, match="goes with"):
            act(store, people.evaluator, *([body.id, "why"] if act is filing.give_back else [[body.id]]))
    filing.give_back(store, people.evaluator, draft.id, "Which country?")
    assert states() == [State.RETURNED] * 2
    filing.submit(store, actor, draft.id)
    filing.withdraw(store, actor, draft.id)
    assert states() == [State.WITHDRAWN] * 2


def test_an_intention_is_decided_and_never_merely_entered(store, people, intention):
    """Else it would be in the tables without anybody having said what becomes of it."""
    with pytest.raises(UsageError, match="accept or decline"):
        filing.enter(store, people.evaluator, [intention.id])
    assert filing.check_entering(store, people.evaluator, [intention.id]).faults == ()


def test_faults_of_both_keep_the_application_from_being_submitted(store, actor, fill):
    """The organization's faults with the organization, the intention's with the intention; all of them at once."""
    wish = filing.apply_to_join(store, actor)
    body = fill(actor, filing.organization_of(store, wish), {"kind": "club"})
    wish = fill(actor, wish, {"sector_id": "X", "proposed_role": "lead"})
    assert {one.column for one in filing.faults_of(store, actor, wish).faults} == {"sector_id"}
    with pytest.raises(FaultsError) as refused:
        filing.submit(store, actor, wish.id)
    assert {(one.file, one.column) for one in refused.value.faults} >= {
        (body.number, "kind"),
        (wish.number, "sector_id"),
    }


def test_a_member_asks_to_join_another_group_by_an_intention_too(store, people, fill):
    """It is decided the same way; nobody is in a group twice."""
    wish = fill(people.member, filing.start(store, people.member, "intention"), INTENTION)
    filing.submit(store, people.member, wish.id)
    with pytest.raises(UsageError, match="in the group “G” already"):
        filing.decide(store, people.evaluator, wish.id, accepted=True, group_id="G")
    filing.decide(store, people.evaluator, wish.id, accepted=True, group_id="H")
    assert cells(store, "select role from membership where organization_id = 'M' and group_id = 'H'") == [
        ("participant",)
    ]
    assert store.accounts() == []


def test_nobody_but_an_evaluator_decides_and_only_on_intentions(store, people, intention, activity):
    """Nor on anything else than a Record of Intention."""
    for other in (people.lead, people.member):
        with pytest.raises(UsageError):
            filing.decide(store, other, intention.id, accepted=True)
    other = filing.submit(store, people.lead, activity().id)
    with pytest.raises(UsageError, match="is not a Record of Intention"):
        filing.decide(store, people.evaluator, other.id, accepted=True)


def test_two_windows_submit_one_intention(store, actor, draft, fill, monkeypatch):
    """Whatever was begun in both at the same moment."""
    with monkeypatch.context() as both:
        both.setattr("brep_metrics.filing.drafts._begun_applying", lambda *_: (None, draft.organization_id))
        second = fill(actor, filing.start(store, actor, "intention"), INTENTION)
    filing.submit(store, actor, draft.id)
    with pytest.raises(UsageError, match="is open: F000002"):
        filing.submit(store, actor, second.id)


def test_a_stranger_takes_no_more_room_than_an_application_needs(store, actor, draft):
    """Ten filings begun in a day, two thousand characters a field, and no files."""
    long_text = {"suggestion": ("x" * 2001, draft.fields["suggestion"].version)}
    with pytest.raises(UsageError, match="longer than 2000"):
        filing.save(store, actor, draft, long_text)
    with pytest.raises(UsageError, match="attaches no files"):
        filing.attach(store, actor, draft, "a.pdf", b"%PDF-1.4")
    for _ in range(4):
        filing.withdraw(store, actor, filing.apply_to_join(store, actor).id)
        filing.apply_to_join(store, actor)
    filing.withdraw(store, actor, filing.apply_to_join(store, actor).id)
    with pytest.raises(UsageError, match="too many today"):
        filing.apply_to_join(store, actor)
