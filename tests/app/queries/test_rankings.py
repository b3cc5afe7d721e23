"""The model of the Rankings page, without drawing anything."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries.provenance import provenance_text
from brep_metrics.app.queries.rankings import rankings
from brep_metrics.app.queries.selection import Selection
from brep_metrics.app.queries.two_periods import two_periods
from brep_metrics.app.views.rankings.ranking_table import _cells
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK, AccessScope


@pytest.fixture
def selection(demo_store, network_methodologies, app) -> Selection:
    """What an evaluator looks at: the last full year of the demonstration network."""
    visit = Visit("rankings", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(visit, network_methodologies[0], Period.parse("2025"))


def test_filters_choose_what_is_shown_and_not_who_leads(selection):
    """The sentence is of the network; the table and the chart of the groups that meet the filters."""
    whole, part = rankings(selection, (), ()), rankings(selection, ("oil_gas",), ())
    assert set(part.shown["sector_id"]) == {"oil_gas"}
    assert len(part.shown) < len(whole.shown) == len(part.groups)
    assert part.answer == whole.answer
    assert rankings(selection, (), ("no-such-grade",)).shown.empty


def test_every_group_shown_is_rated_or_not(selection):
    """The best come first, and nobody is missing between the two."""
    model = rankings(selection, (), ())
    assert len(model.rated) + len(model.unrated) == len(model.shown)
    assert model.rated["rank"].is_monotonic_increasing
    assert model.rated["interval"].str.fullmatch(r"\d+(–\d+)?").all()


def test_who_leads_among_the_groups_that_an_expert_may_see(selection):
    """Its rival in front is withheld: nobody is said to lead who does not, nor to be unrated who is."""
    groups = frozenset(rankings(selection, (), ()).groups["group_id"])
    scope = AccessScope(groups - {"WG01"}, groups, is_evaluator=True)
    seen = replace(selection, visit=replace(selection.visit, access_scope=scope))
    model = rankings(seen, (), ())
    assert model.answer == (
        "Demo Working Group on Cross-border Grid Interconnection is ahead of the 20 rated groups that you may see, with"
        " 94.70 points and rank 2; results withheld from you until publication: 1."
    )
    assert "WG01" not in set(model.unrated["group_id"])
    assert _cells(model).set_index("group_id")["grade_badge"]["WG01"] == ["○ unpublished"]
    assert provenance_text(seen).endswith(" · groups that compete with yours are left out: 1")


def test_a_model_is_made_once_and_holds_nothing_of_the_reader(selection):
    """It is shared by all who see the same, so no sign-in may be in it."""
    for make in (lambda one: rankings(one, (), ()), lambda one: two_periods(one, Period.parse("2024"), ("WG01",))):
        model = make(selection)
        assert make(replace(selection)) is model
        held = [getattr(model, field.name) for field in fields(model)]
        assert not any(isinstance(one, Selection | Visit) for one in held)
