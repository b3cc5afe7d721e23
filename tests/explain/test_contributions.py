"""Contributions add up to the score, whatever the aggregation and the missing rule."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.explain import Side, contributions, explain_change
from brep_metrics.explain.contributions import gradient
from brep_metrics.methodology import Adjustment, Indicator, Methodology, Node
from brep_metrics.scoring import Conditions, Status, score

BONUS = Methodology(
    id="bonus",
    nodes=(Node(code="index"),),
    indicators=(Indicator(code="i0", parent="index"), Indicator(code="award", value="count")),
    adjustments=(Adjustment(indicator="award", points_per_unit=2.0, limit=10.0),),
)
THREE_AWARDS = Conditions(np.empty((1, 0)), np.empty((1, 0), dtype=bool), np.array([[3.0]]))


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_contributions_add_up_to_the_score(methodologies, tables, units, data: st.DataObject):
    """Indicators, adjustment and rounding sum to the published score; dimensions to the unrounded root."""
    methodology = data.draw(methodologies)
    scores = score(data.draw(tables(methodology)), methodology, units=units)
    for row, unit in enumerate(units):
        if np.isnan(scores.nodes[row, 0]):
            continue
        found = contributions(scores, methodology, unit)
        assert found.table()["points"].sum() == pytest.approx(found.score, abs=1e-9)
        assert abs(found.rounding) <= 0.5 * 10**-methodology.round + 1e-9
        assert found.nodes[0] == pytest.approx(scores.nodes[row, 0], abs=1e-9)
        assert (found.indicators[np.isnan(scores.normalised[row])] == 0).all()


def flat(aggregate: str, weights: tuple[float, ...] = (1.0, 1.0)) -> Methodology:
    indicators = tuple(Indicator(code=f"i{n}", parent="index", weight=w) for n, w in enumerate(weights))
    return Methodology(id="flat", nodes=(Node(code="index", aggregate=aggregate),), indicators=indicators)


def test_arithmetic_contributions_are_weight_times_value():
    """20 and 80 under the weights 3 and 1 bring 15 and 20, whatever the network's median is."""
    methodology = flat("arithmetic", (3.0, 1.0))
    scores = score(np.array([[20.0, 80.0], [50.0, 10.0]]), methodology, units=("a", "b"))
    np.testing.assert_allclose(contributions(scores, methodology, "a").indicators, [15, 20])


def test_a_geometric_contribution_by_hand():
    """Medians 4 and 9: √36 = 6, half of it each; 16 and 9 make 12, and all of the 6 more are the first one's."""
    methodology = flat("geometric")
    scores = score(np.array([[16.0, 9.0], [4.0, 9.0], [1.0, 1.0]]), methodology, units=("a", "b", "c"))
    found = contributions(scores, methodology, "a")
    np.testing.assert_allclose(found.of_median, [3, 3])
    np.testing.assert_allclose(found.indicators, [9, 3])


def test_weights_count_in_a_geometric_mean():
    """Two indicators equally far from the median: the heavier one brings more, because the baseline is not zero."""
    methodology = flat("geometric", (3.0, 1.0))
    scores = score(np.array([[80.0, 80.0], [40.0, 40.0], [20.0, 20.0]]), methodology, units=("a", "b", "c"))
    found = contributions(scores, methodology, "a")
    assert found.beyond_median[0] > 2 * found.beyond_median[1] > 0


def test_an_adjustment_is_a_part_of_its_own():
    """Points beside the tree are listed apart, and what the scale cuts off is part of the rounding."""
    found = contributions(score(np.array([[97.0]]), BONUS, units=("a",), conditions=THREE_AWARDS), BONUS, "a")
    assert (found.score, found.adjustment, found.rounding) == (100, 6, pytest.approx(-3))


@pytest.mark.parametrize(
    ("aggregate", "children", "exact"),
    [("harmonic", 12, True), ("harmonic", 13, False), ("geometric", 13, True), ("arithmetic", 13, True)],
)
def test_estimated_shares_are_marked(aggregate, children, exact):
    """Beyond twelve children coalitions are sampled where there is no closed form; the sum is exact all the same."""
    methodology = flat(aggregate, (1.0,) * children)
    values = np.random.default_rng(2).uniform(1, 100, (2, children))
    scores = score(values, methodology, units=("a", "b"))
    found = contributions(scores, methodology, "a")
    assert found.exact is exact
    assert found.table()["points"].sum() == pytest.approx(found.score, abs=1e-9)
    assert explain_change(Side(scores, methodology), Side(scores, methodology), "a").exact is exact


def test_a_value_below_one_point_still_has_a_slope():
    """Of a geometric mean of 0.25 and 1 in equal parts, 0.5: the lower value moves it four times as much."""
    node = Node(code="index", aggregate="geometric")
    assert gradient(node, np.array([0.25, 1.0]), np.array([0.5, 0.5])) == pytest.approx([1.0, 0.25])


def test_a_unit_that_is_not_rated_is_explained_up_to_its_own_sum():
    """50 points and three awards of 2 make 56, which nobody published."""
    scores = score(np.array([[50.0]]), BONUS, units=("a",), conditions=THREE_AWARDS, status=[Status.NEW])
    found = contributions(scores, BONUS, "a")
    assert (found.score, found.adjustment, found.rounding) == (56, 6, 0)
    assert found.table().to_numpy().tolist() == [["indicator", "i0", 50], ["adjustment", "", 6], ["rounding", "", 0]]
