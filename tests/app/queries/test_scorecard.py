"""The model of the Scorecard, without drawing anything."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import results
from brep_metrics.app.queries.scorecard import scorecard
from brep_metrics.app.queries.selection import Selection
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK, AccessScope


@pytest.fixture
def selection(demo_store, network_methodologies, app) -> Selection:
    """What an evaluator looks at: the last full year of the demonstration network."""
    visit = Visit("scorecard", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(visit, network_methodologies[0], Period.parse("2025"))


def test_a_card_says_what_the_evaluation_says(selection):
    """The figures are the row of the group, and the changes the difference to the period before."""
    scores = results.evaluation(selection).scores
    before = results.evaluation(selection, Period.parse("2024")).scores
    row, earlier = scores.units.index("WG03"), before.units.index("WG03")
    card = scorecard(selection, "WG03")
    assert (card.score, card.rank) == (scores.score[row], scores.rank[row])
    assert card.score_change == scores.score[row] - before.score[earlier]
    assert card.rank_change == before.rank[earlier] - scores.rank[row]
    assert card.indicators["weight"].sum() == pytest.approx(100)


def test_a_group_that_did_not_exist_has_no_card(selection):
    """Neither has one that there never was."""
    assert scorecard(selection, "no-such") is None


def test_a_member_is_told_nothing_before_the_result_is_published(selection):
    """The sentence says so, and no figure is in the model that could slip into a page."""
    scope = AccessScope(named_groups=frozenset({"WG03"}), organization_id="ORG030")
    card = scorecard(replace(selection, visit=replace(selection.visit, access_scope=scope)), "WG03")
    assert card.answer().endswith("for 2025 is not published yet.")
    assert not card.are_records_open
    assert (card.rank, card.grade, card.score_change, card.rank_change) == (0, None, None, None)
    assert card.indicators[["points", "median", "weight"]].isna().all(axis=None)


def test_a_card_is_made_once_and_holds_nothing_of_the_reader(selection):
    """It is shared by all who see the same, so no sign-in may be in it."""
    card = scorecard(selection, "WG03")
    assert scorecard(replace(selection), "WG03") is card
    assert not any(isinstance(getattr(card, field.name), Selection | Visit) for field in fields(card))
