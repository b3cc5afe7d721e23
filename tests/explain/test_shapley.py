"""Shares of one node: a case by hand, the axioms, and agreement of the three ways to compute them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.explain import shapley
from brep_metrics.explain.shapley import node_shares
from brep_metrics.methodology import Node

AGGREGATES = ("arithmetic", "geometric", "harmonic", "power", "minimum")


def node(aggregate: str) -> Node:
    return Node(code="n", aggregate=aggregate, p=2.0)


def test_a_geometric_mean_by_hand():
    """√(x y) from (1, 1) to (4, 9): x alone 2, y alone 3, both 6; so x ((2 - 1) + (6 - 3)) / 2 = 2 and y 3."""
    shares = node_shares(node("geometric"), np.ones(2), np.ones(2), np.array([4.0, 9.0]))
    np.testing.assert_allclose(shares, [2, 3])


def test_the_unanimity_game():
    """Raised together, the children of a minimum share alike: symmetry, Shapley (1953), axiom 1.

    All three are needed for any worth, so each has a third of it.
    """
    shares = node_shares(node("minimum"), np.ones(3), np.zeros(3), np.full(3, 60.0))
    np.testing.assert_allclose(shares, [20, 20, 20])


@pytest.mark.parametrize("aggregate", AGGREGATES)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_shares_add_up_and_give_nothing_to_who_stays(aggregate: str, data: st.DataObject):
    """Efficiency and the dummy axiom, also where children appear or vanish."""
    value = st.one_of(st.integers(0, 10_000).map(lambda number: number / 100), st.just(np.nan))
    before, after = (np.array(data.draw(st.lists(value, min_size=4, max_size=4))) for _ in range(2))
    after[3] = before[3]
    weights = np.array(data.draw(st.lists(st.floats(0.1, 5), min_size=4, max_size=4)))
    ends = shapley.worth(node(aggregate), weights, before, after, np.array([[False] * 4, [True] * 4]))
    if np.isnan(ends).any():
        return
    shares = node_shares(node(aggregate), weights, before, after)
    assert shares.sum() == pytest.approx(ends[1] - ends[0], abs=1e-9)
    assert shares[3] == pytest.approx(0, abs=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 9), st.integers(0, 10_000))
def test_the_closed_form_of_a_geometric_mean_is_the_list_of_coalitions(count: int, seed: int):
    """Owen's integral equals the sum over all coalitions."""
    random = np.random.default_rng(seed)
    weights, before, after = (
        random.uniform(0.1, 3, count),
        random.uniform(0.5, 100, count),
        random.uniform(0, 100, count),
    )
    after[0] = 0.0
    listed = shapley._listed(node("geometric"), weights, before, after)
    np.testing.assert_allclose(node_shares(node("geometric"), weights, before, after), listed, atol=1e-9)


def test_many_children_are_exact_where_a_closed_form_exists():
    """Twenty-five children of a geometric mean: the shares add up, and equal children have equal shares."""
    before, after = np.full(25, 50.0), np.linspace(1, 100, 25)
    after[24] = after[3]
    shares = node_shares(node("geometric"), np.ones(25), before, after)
    assert shares.sum() == pytest.approx(np.exp(np.log(after).mean()) - 50, abs=1e-9)
    assert shares[24] == pytest.approx(shares[3], abs=1e-9)


def test_sampled_orders_add_up_and_come_near():
    """Beyond the limit the shares still add up exactly, and are near those of all coalitions."""
    random = np.random.default_rng(1)
    weights, before, after = random.uniform(1, 3, 9), random.uniform(1, 100, 9), random.uniform(1, 100, 9)
    sampled = shapley._sampled(node("harmonic"), weights, before, after)
    listed = shapley._listed(node("harmonic"), weights, before, after)
    assert sampled.sum() == pytest.approx(listed.sum(), abs=1e-9)
    np.testing.assert_allclose(sampled, listed, atol=0.5)
