"""An earlier generation or day is for evaluators to choose; everybody else keeps to what is published."""

from __future__ import annotations

import pytest

from brep_metrics.access import Role

STATES = {"generation": "g000001", "as_of": "2025-12-31"}


@pytest.mark.parametrize("role", [Role.LEAD, Role.MEMBER])
@pytest.mark.parametrize("page", ["group", "scorecard"])
def test_a_link_to_an_earlier_state_shows_the_published_one(signed_in, people, leaks, role, page):
    """The figures stay those of the publication, the page says why, and the menu offers no other state."""
    email = f"{role}@example.org"
    usual = signed_in(email, page, lang="en", period="2025")
    asked = signed_in(email, page, lang="en", period="2025", **STATES)
    assert not asked.exception
    assert asked.main.caption[-1].value == usual.main.caption[-1].value
    assert all(any(f"“{code}”" in one.value for one in asked.warning) for code in STATES.values())
    assert not asked.sidebar.expander
    assert not leaks(asked, people.foreign[role])


def test_an_evaluator_may(signed_in):
    """The same link shows an evaluator the earlier state, with the boxes to leave it."""
    asked = signed_in("evaluator@example.org", "scorecard", lang="en", period="2025", **STATES)
    assert "31 December 2025" in asked.main.caption[-1].value
    assert asked.sidebar.expander
