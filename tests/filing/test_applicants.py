"""Applicants: the door, the intention with its organization, and what accepting it makes."""

from __future__ import annotations

from datetime import date

import pytest

from brep_metrics import filing
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing import State


@pytest.fixture
def actor(monkeypatch):
    """Somebody from outside the network, where the door is open."""
    monkeypatch.setenv("BREP_APPLICANTS", "on")
    return filing.applicant("new@example.org")


@pytest.fixture
def intention(store, actor, fill):
    """An organization and its intention, both submitted."""
    body = filing.start(store, actor, "organization")
    fill(actor, body, {"name_en": "New Body", "kind": "university", "country_code": "CN"})
    wish = filing.start(store, actor, "intention")
    fill(actor, wish, {"sector_id": "S", "proposed_role": "participant", "suggestion": "Open data"})
    filing.submit(store, actor, body.id)
    return filing.submit(store, actor, wish.id)


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


def test_an_accepted_intention_makes_a_participant(store, people, intention):
    """Organization, intention, decision and membership; the day of submission is the intention's."""
    filing.decide(store, people.evaluator, intention.id, accepted=True, group_id="G")
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


def test_a_declined_intention_is_kept(store, people, intention):
    """With its decision, and without a membership."""
    filing.decide(store, people.evaluator, intention.id, accepted=False)
    assert cells(store, "select decision from intention") == [("declined",)]
    assert cells(store, "select count(*) from membership where organization_id = 'F000001'") == [(0,)]


def test_faults_are_told_at_its_own_columns(store, actor, fill):
    """The organization's faults with the organization, the intention's with the intention."""
    body = filing.start(store, actor, "organization")
    fill(actor, body, {"kind": "club"})
    wish = fill(actor, filing.start(store, actor, "intention"), {"sector_id": "X", "proposed_role": "lead"})
    assert {one.column for one in filing.faults_of(store, actor, wish).faults} == {"sector_id"}
    with pytest.raises(FaultsError):
        filing.submit(store, actor, body.id)


def test_nobody_but_an_evaluator_decides(store, people, intention):
    """Nor on anything else than an applicant's intention."""
    for other in (people.lead, people.member):
        with pytest.raises(UsageError):
            filing.decide(store, other, intention.id, accepted=True)
    with pytest.raises(UsageError, match="no intention of an applicant"):
        filing.decide(store, people.evaluator, 1, accepted=True)
