"""The rules: what each role may do is stated here a second time, so that no edit changes it unnoticed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from brep_metrics.access import RULES, Account, Action, Reach, Role, allowed


def test_every_action_has_a_reach_for_every_role():
    """No action is left without a rule for somebody."""
    assert set(RULES) == set(Action)
    assert all(set(row) == set(Role) for row in RULES.values())


def test_an_evaluator_may_do_everything_in_the_whole_network():
    """The evaluation belongs to the evaluators."""
    assert all(row[Role.EVALUATOR] is Reach.NETWORK for row in RULES.values())


def test_only_an_evaluator_loads_publishes_reads_journal_and_notes_or_sees_provisional_scores():
    """What changes the result, or shows it early, is nobody else's."""
    own = {Action.LOAD_DATA, Action.PUBLISH, Action.READ_JOURNAL, Action.NOTES, Action.SEE_PROVISIONAL_SCORES}
    assert not any(allowed(role, action) for role in (Role.LEAD, Role.MEMBER) for action in own)


def test_a_lead_takes_away_what_it_may_see_and_a_member_nothing():
    """A snapshot holds records and evidence, which a member has not in reach."""
    assert RULES[Action.MAKE_SNAPSHOT] == RULES[Action.SEE_EVIDENCE]


def test_nobody_but_an_evaluator_reaches_the_network_beyond_what_is_public_in_it():
    """Others see the methodology and the anonymous distribution of the network, and nothing else of it."""
    reached = {
        action for action, row in RULES.items() for role in (Role.LEAD, Role.MEMBER) if row[role] is Reach.NETWORK
    }
    assert reached == {Action.SEE_METHODOLOGY, Action.SEE_DISTRIBUTION}


def test_a_member_never_goes_further_than_a_lead():
    """A lead answers for its group; a member belongs to it."""
    assert all(row[Role.MEMBER] <= row[Role.LEAD] for row in RULES.values())


def test_roles_are_written_in_a_list_of_accounts_as_they_always_were():
    """An operator's file names them by these words."""
    assert [role.value for role in Role] == ["evaluator", "lead", "member", "applicant"]


def test_an_applicant_files_its_own_and_may_nothing_else():
    """Neither read anything of the network nor send files."""
    assert {action: row[Role.APPLICANT] for action, row in RULES.items() if row[Role.APPLICANT]} == {
        Action.FILE: Reach.ORGANIZATION
    }


def test_nobody_has_an_account_as_an_applicant():
    """An applicant is who has none."""
    with pytest.raises(ValidationError):
        Account(email="a@example.org", role=Role.APPLICANT, organization="A")
