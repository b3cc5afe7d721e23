"""Sobol indices: analytic and enumerated cases, and agreement with SALib's own analysis."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from SALib.analyze import sobol as salib
from SALib.sample import sobol as sampling
from SALib.test_functions import Ishigami

from brep_metrics.methodology import Indicator, Methodology, Node, Robustness
from brep_metrics.robustness import sensitivity
from brep_metrics.robustness.sobol import estimate
from brep_metrics.scoring import score


def ishigami(base: int) -> tuple[dict, np.ndarray]:
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-np.pi, np.pi]] * 3}
    return problem, Ishigami.evaluate(sampling.sample(problem, base, calc_second_order=False, seed=1))


def test_ishigami():
    """Indices of the Ishigami function (Ishigami & Homma 1990): S = 0.3139, 0.4424, 0; T = 0.5576, 0.4424, 0.2437."""
    _, outcomes = ishigami(4_096)
    first, total, *_ = estimate(outcomes.reshape(-1, 5, 1), np.random.default_rng(0))
    np.testing.assert_allclose(first[:, 0], [0.3139, 0.4424, 0], atol=0.01)
    np.testing.assert_allclose(total[:, 0], [0.5576, 0.4424, 0.2437], atol=0.01)


def test_the_estimates_are_those_of_salib():
    """Estimates equal SALib's, and the bootstrap's intervals differ from its by chance only."""
    problem, outcomes = ishigami(256)
    expected = salib.analyze(problem, outcomes, calc_second_order=False, seed=1)
    first, total, first_error, total_error = estimate(outcomes.reshape(-1, 5, 1), np.random.default_rng(0))
    np.testing.assert_allclose(first[:, 0], expected["S1"], atol=1e-12)
    np.testing.assert_allclose(total[:, 0], expected["ST"], atol=1e-12)
    np.testing.assert_allclose(first_error[:, 0], expected["S1_conf"], rtol=0.35)
    np.testing.assert_allclose(total_error[:, 0], expected["ST_conf"], rtol=0.35)


def flat(**factors: object) -> Methodology:
    return Methodology(
        id="flat",
        nodes=(Node(code="index"),),
        indicators=tuple(Indicator(code=f"i{number}", parent="index") for number in range(3)),
        robustness=Robustness(**factors),
    )


UNITS = ("p", "q", "r")
VALUES = np.array([[90.0, 10.0, 50.0], [40.0, 45.0, 50.0], [1.0, 2.0, 3.0]])


def test_one_factor_alone_explains_everything():
    """With a single factor its first-order and total index are 1; a unit that never moves has none."""
    methodology = flat(aggregate=("arithmetic", "geometric"))
    found = sensitivity(score(VALUES, methodology, units=UNITS), methodology)
    assert (found.method, found.evaluations) == ("enumeration", 2)
    np.testing.assert_array_equal(found.first, [[1, 1, np.nan, 1]])
    np.testing.assert_array_equal(found.total, [[1, 1, np.nan, 1]])
    assert (found.most_influential("p"), found.most_influential("r")) == ("aggregate", None)


def test_enumeration_is_the_full_table_by_hand():
    """Two discrete factors: arithmetic or geometric, and which of three indicators is left out.

    p's rank: arithmetic without i0 30 < 47.5 → 2, without i1 70 > 45 → 1, without i2 50 > 42.5 → 1; geometric without
    i0 22.4 < 47.4 → 2, without i1 67.1 > 44.7 → 1, without i2 30 < 42.4 → 2. Variance 1/4; of the means per
    aggregation (4/3, 5/3) 1/36; per indicator (2, 1, 3/2) 1/6; what is left, 1/18, is their interaction.
    """
    methodology = flat(aggregate=("arithmetic", "geometric"), leave_out=True)
    found = sensitivity(score(VALUES, methodology, units=UNITS), methodology)
    assert (found.factors, found.evaluations) == (("aggregate", "leave_out"), 6)
    np.testing.assert_allclose(found.first[:, 0], [4 / 36, 4 / 6])
    np.testing.assert_allclose(found.total[:, 0], [4 / 36 + 4 / 18, 4 / 6 + 4 / 18])


def test_saltelli_finds_what_enumeration_knows(methodology: Methodology, values: np.ndarray):
    """Weights that vary by next to nothing turn enumeration into sampling, which finds the same within its error."""
    exact = replace(methodology, robustness=replace(methodology.robustness, weights=0.0))
    sampled = replace(methodology, robustness=replace(methodology.robustness, weights=1e-9))
    nominal = score(values, methodology, units=[str(number) for number in range(len(values))])
    expected = sensitivity(nominal, exact)
    found = sensitivity(nominal, sampled, draws=12_000)
    assert (expected.method, found.method) == ("enumeration", "saltelli")
    assert found.factors == ("weights", *expected.factors)
    np.testing.assert_allclose(found.first[0], 0, atol=0.05)
    np.testing.assert_allclose(found.total[1:], expected.total, atol=0.08)
    inside = np.abs(found.total[1:] - expected.total) <= 2 * found.total_error[1:] + 1e-9
    assert inside.mean() > 0.9


def test_the_same_seed_gives_the_same_indices(methodology: Methodology, values: np.ndarray):
    """Sampling and bootstrap are both drawn from the seed."""
    nominal = score(values, methodology, units=[str(number) for number in range(len(values))])
    one, other = (sensitivity(nominal, methodology, draws=500, seed=4) for _ in range(2))
    np.testing.assert_array_equal(one.total, other.total)
    np.testing.assert_array_equal(one.total_error, other.total_error)


@pytest.mark.parametrize("draws", [1, 200])
def test_the_design_keeps_within_the_evaluations(draws: int, methodology: Methodology, values: np.ndarray):
    """The base sample is the largest power of two that fits, and never fewer than 16."""
    nominal = score(values, methodology, units=[str(number) for number in range(len(values))])
    assert sensitivity(nominal, methodology, draws=draws).evaluations == 16 * 7
