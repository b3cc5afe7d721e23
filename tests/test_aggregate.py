from itertools import pairwise

import numpy as np
import pytest

from brep_metrics.aggregate import aggregate, reweighted

NAN = np.nan


@pytest.mark.parametrize(
    ("method", "p", "expected"),
    [
        ("arithmetic", None, (1 * 2 + 3 * 8) / 4),
        ("geometric", None, (2 * 8**3) ** (1 / 4)),
        ("harmonic", None, 4 / (1 / 2 + 3 / 8)),
        ("power", 2.0, ((1 * 2**2 + 3 * 8**2) / 4) ** 0.5),
        ("power", 0.0, (2 * 8**3) ** (1 / 4)),
        ("power", -1.0, 4 / (1 / 2 + 3 / 8)),
        ("minimum", None, 2),
    ],
)
def test_each_mean_is_its_formula(method, p, expected):
    """Weights 1 and 3 over the values 2 and 8 give the mean's definition."""
    values = np.array([[2.0, 8.0]])
    weights = reweighted(np.array([1.0, 3.0]), np.ones((1, 2), dtype=bool))
    assert aggregate(values, weights, method, p)[0] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("method", "p"), [("geometric", None), ("harmonic", None), ("power", -2.0), ("power", 0.0)])
def test_a_zero_makes_a_mean_that_cannot_be_compensated_zero(method, p):
    """One child at zero is not made good by the others."""
    weights = np.array([[0.25, 0.75]])
    assert aggregate(np.array([[0.0, 100.0]]), weights, method, p)[0] == 0


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "power", "minimum"])
def test_a_missing_child_is_as_if_it_were_not_there(method):
    """The weights of the others are rescaled; without any child there is no value."""
    values = np.array([[NAN, 3.0, 5.0], [NAN, NAN, NAN]])
    weights = reweighted(np.array([2.0, 1.0, 3.0]), ~np.isnan(values))
    without = aggregate(np.array([[3.0, 5.0]]), np.array([[0.25, 0.75]]), method, 2.0)
    result = aggregate(values, weights, method, 2.0)
    assert result[0] == pytest.approx(without[0], rel=1e-15)
    assert np.isnan(result[1])


def test_a_child_without_weight_does_not_make_a_mean_undefined():
    """A left-out child at zero has no part in a geometric or harmonic mean."""
    values, weights = np.array([[0.0, 4.0]]), np.array([[0.0, 1.0]])
    assert aggregate(values, weights, "geometric")[0] == pytest.approx(4)
    assert aggregate(values, weights, "harmonic")[0] == pytest.approx(4)


@pytest.mark.parametrize("p", [300.0, -300.0])
def test_high_exponents_approach_the_extremes_without_overflow(p):
    """A power mean stays between the lowest and the highest child."""
    result = aggregate(np.array([[20.0, 90.0]]), np.array([[0.5, 0.5]]), "power", p)[0]
    assert result == pytest.approx(90.0 if p > 0 else 20.0, rel=0.01)


def test_power_means_grow_with_their_exponent():
    """Minimum ≤ harmonic ≤ geometric ≤ arithmetic ≤ quadratic, as always between means of the same values."""
    generator = np.random.default_rng(1)
    values = generator.uniform(0.1, 100, (200, 5))
    weights = reweighted(generator.uniform(0.1, 1, 5), np.ones_like(values, dtype=bool))
    means = [aggregate(values, weights, "minimum")] + [aggregate(values, weights, "power", p) for p in (-1, 0, 1, 2)]
    for lower, higher in pairwise(means):
        assert (lower <= higher * (1 + 1e-12)).all()


def test_an_extreme_exponent_neither_overflows_nor_vanishes():
    """With p = -200 the lowest child decides: 0.001 · 0.5^(-1/200), although 0.001^-200 is no number of the machine."""
    values, weights = np.array([[0.001, 100.0], [100.0, 0.001]]), np.array([[0.5, 0.5], [0.5, 0.5]])
    np.testing.assert_allclose(aggregate(values, weights, "power", -200.0), 0.001 * 0.5 ** (-1 / 200), rtol=1e-12)
    np.testing.assert_allclose(aggregate(values, weights, "power", 200.0), 100 * 0.5 ** (1 / 200), rtol=1e-12)


def test_a_unit_of_low_values_takes_nothing_from_one_of_high_ones():
    """Each is measured against its own lowest child, so that 100 is not lost beside 0.001."""
    values, weights = np.array([[0.001, 0.001], [100.0, 100.0]]), np.array([[0.5, 0.5], [0.5, 0.5]])
    np.testing.assert_allclose(aggregate(values, weights, "power", -200.0), [0.001, 100.0], rtol=1e-12)
