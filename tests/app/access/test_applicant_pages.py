"""The page on which an applicant hands in its intention, and the Inbox where it is decided."""

from __future__ import annotations

import pytest

from brep_metrics import filing
from brep_metrics.access import Role
from brep_metrics.filing import State

from .conftest import button, texts


@pytest.fixture
def applicant(own, monkeypatch):
    """Somebody without an account, where applicants are admitted."""
    monkeypatch.setenv("BREP_APPLICANTS", "on")
    return filing.applicant("applicant@example.org")


def apply(own, applicant):
    """An intention with its organization, filled in."""
    made = filing.apply_to_join(own, applicant)
    body = filing.organization_of(own, made)
    filing.save(own, applicant, body, {"name_en": ("Applying Institute", 0), "kind": ("university", 0)})
    filing.save(own, applicant, made, {"sector_id": ("green_energy", 0), "proposed_role": ("participant", 0)})
    return made


def test_an_applicant_begins_and_submits_its_intention(signed_in, own, applicant):
    """From the only page that its menu has; both forms are one, and what is missing in either is counted."""
    opened = signed_in("applicant@example.org", "file", way="start", lang="en")
    assert not opened.exception
    button(opened, "Begin a Record of Intention").click().run()
    assert not opened.exception
    intention = next(one for one in filing.listing(own, applicant) if one.table == "intention")
    button(opened, "Submit").click().run()
    assert "4 entries are missing or wrong" in opened.main.error[0].value.replace("\\", "")
    apply(own, applicant)
    opened.run()
    button(opened, "Submit").click().run()
    assert not opened.exception
    assert filing.find(own, applicant, intention.id).state is State.SUBMITTED
    seen = signed_in("applicant@example.org", "file", way="start", lang="en")
    assert "a decision will be shown here" in texts(seen)
    assert [one.label for one in seen.main.button] == ["Withdraw"]


def test_an_intention_is_accepted_in_the_inbox_and_its_applicant_is_a_member(signed_in, own, applicant, people):
    """Entered with its organization and the membership as one generation; the next click opens the group."""
    made = filing.submit(own, applicant, apply(own, applicant).id)
    group = min(people.scopes[Role.LEAD].visible_groups)
    listed = signed_in("evaluator@example.org", "inbox", lang="en")
    assert "1 filing waits" in texts(listed)
    opened = signed_in("evaluator@example.org", "inbox", lang="en", filing=made.number)
    assert "The checks find no fault" in texts(opened)
    assert "Applying Institute" in texts(opened)
    before = own.current().number
    opened.main.selectbox[0].select(group)
    button(opened, "Accept").click().run()
    assert not opened.exception
    assert f"{made.number} was accepted" in texts(opened)
    assert own.current().number == before + 1
    member = signed_in("applicant@example.org", "group", lang="en")
    assert not member.exception
    assert group in [one.value for one in member.main.selectbox] or "did not exist" in texts(member) or member.metric


def test_a_declined_intention_says_why_and_may_be_followed_by_another(signed_in, own, applicant):
    """The reason, without the name of the person who decided."""
    made = filing.submit(own, applicant, apply(own, applicant).id)
    opened = signed_in("evaluator@example.org", "inbox", lang="en", filing=made.number)
    button(opened, "Decline").click().run()
    assert f"say why {made.number} is declined" in texts(opened)
    opened.main.text_area[0].set_value("Not in this field yet")
    button(opened, "Decline").click().run()
    assert not opened.exception
    seen = signed_in("applicant@example.org", "file", way="start", lang="en")
    assert "Your Record of Intention was declined" in texts(seen)
    shown = texts(seen) + "".join(str(one.value) for one in seen.main.table)
    assert "Not in this field yet" in shown
    assert "evaluator@" not in shown
    button(seen, "Begin a Record of Intention").click().run()
    assert not seen.exception
    assert "is a draft" in texts(seen)


def test_an_applicant_opens_no_other_filing_by_its_address(signed_in, own, applicant, submitted):
    """Neither a group's nor another applicant's: its page is about its own, whatever the address says."""
    other = filing.applicant("other@example.org")
    foreign = filing.submit(own, other, apply(own, other).id)
    for number in (submitted.number, foreign.number):
        opened = signed_in("applicant@example.org", "file", way="start", lang="en", filing=number, thread="need:N0001")
        assert not opened.exception
        assert "You have not handed in a Record of Intention yet" in texts(opened)
        assert "Applying Institute" not in texts(opened)
