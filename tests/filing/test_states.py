"""The states of a filing: every act of every relation in every state, against the rule written down a second time."""

from __future__ import annotations

from itertools import product

import pytest

from brep_metrics.errors import UsageError
from brep_metrics.filing import Act, Relation, State, after, may

ALLOWED = {
    "draft save filer": "draft",
    "draft submit filer": "submitted",
    "draft withdraw filer": "withdrawn",
    "submitted withdraw filer": "withdrawn",
    "submitted confirm partner": "submitted",
    "submitted give_back evaluator": "returned",
    "submitted enter evaluator": "entered",
    "returned save filer": "returned",
    "returned submit filer": "submitted",
    "returned withdraw filer": "withdrawn",
}


@pytest.mark.parametrize(("state", "act", "relation"), list(product(State, Act, Relation)))
def test_each_state_act_and_relation(state: State, act: Act, relation: Relation):
    """What is in no line of the table is nobody's to do, and the refusal is a sentence."""
    expected = ALLOWED.get(f"{state} {act} {relation}")
    assert may(state, act, {relation}) is (expected is not None)
    if expected is not None:
        assert after(state, act, {relation}, number="F000001") is State(expected)
        return
    with pytest.raises(UsageError, match="F000001"):
        after(state, act, {relation}, number="F000001")


def test_an_evaluator_who_files_on_behalf_may_do_what_both_may():
    """One person is the filer and an evaluator at once."""
    both = {Relation.FILER, Relation.EVALUATOR}
    assert after(State.SUBMITTED, Act.ENTER, both, number="F000001") is State.ENTERED
    assert after(State.SUBMITTED, Act.WITHDRAW, both, number="F000001") is State.WITHDRAWN
