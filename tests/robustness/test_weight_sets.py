"""Experts' weights and the extent of winsorising as factors, against methodologies that declare each draw."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from brep_metrics.errors import FaultsError
from brep_metrics.methodology import Methodology, Normalisation, Robustness
from brep_metrics.robustness import rank_uncertainty, sensitivity
from brep_metrics.robustness.factors import factors_of
from brep_metrics.scoring import score

TABLE = "code,Li,Zhao,Sun\na,1,0.2,5\nb,1,4,2\ni0,10,1,1\ni4,3,0.1,8\n"
SETS = {
    "Li": {"a": 1.0, "b": 1.0, "i0": 10.0, "i4": 3.0},
    "Zhao": {"a": 0.2, "b": 4.0, "i0": 1.0, "i4": 0.1},
    "Sun": {"a": 5.0, "b": 2.0, "i0": 1.0, "i4": 8.0},
}


def with_sets(base: Methodology, table: str = TABLE, **factors: object) -> Methodology:
    declared = Robustness(weight_sets="experts.csv", **factors)
    return replace(base, files={"experts.csv": table}, robustness=declared, coverage_floor=0.0)


def weighed(base: Methodology, weights: dict[str, float]) -> Methodology:
    """The methodology that declares an expert's weights as its own."""
    return replace(
        base,
        nodes=tuple(replace(one, weight=weights.get(one.code, one.weight)) for one in base.nodes),
        indicators=tuple(replace(one, weight=weights.get(one.code, one.weight)) for one in base.indicators),
    )


def treated(base: Methodology) -> Methodology:
    """All indicators winsorised where skewed, and then between their lowest and highest value."""
    how = Normalisation(method="minmax")
    return replace(
        base, indicators=tuple(replace(one, treatment=("winsorise",), normalise=how) for one in base.indicators)
    )


def skewed(values: np.ndarray) -> np.ndarray:
    """Two indicators with outliers."""
    values = values.copy()
    values[[0, 3, 7], 0] = 5_000, 400, 300
    values[1, 4] = 20_000
    return values


def names(values: np.ndarray) -> list[str]:
    return [f"u{number}" for number in range(len(values))]


def test_the_table_is_read_by_expert(methodology: Methodology):
    """One set a column, in their order."""
    assert with_sets(methodology).weight_sets == SETS


def test_one_set_is_that_sets_evaluation(methodology: Methodology, values: np.ndarray):
    """Codes that it does not name keep their weight."""
    varied = with_sets(methodology, "code,Li\na,1\nb,1\ni0,10\ni4,3\n")
    found = rank_uncertainty(score(values, varied, units=names(values)), varied)
    expected = score(values, weighed(varied, SETS["Li"]), units=names(values))
    assert (found.draws, found.is_exact) == (1, True)
    for rank in (found.rank_median, found.rank_p05, found.rank_p95):
        np.testing.assert_array_equal(rank, expected.rank)


def test_ranks_over_sets_are_enumerated(methodology: Methodology, values: np.ndarray):
    """Each set counts once: the counts of ranks, and P(above), are those of the three evaluations."""
    varied = with_sets(methodology)
    found = rank_uncertainty(score(values, varied, units=names(values)), varied)
    each = np.array([score(values, weighed(varied, one), units=names(values)).rank for one in SETS.values()])
    expected = np.stack([(each == rank).sum(axis=0) for rank in range(1, len(values) + 1)], axis=1)
    np.testing.assert_array_equal(found.ranks, expected)
    np.testing.assert_array_equal(found.above, (each[:, :, None] < each[:, None, :]).mean(axis=0))
    assert (found.draws, found.factors) == (3, ("weight_sets",))


def test_fewer_draws_than_combinations_are_drawn(methodology: Methodology, values: np.ndarray):
    """What was asked for bounds the work."""
    varied = with_sets(methodology, leave_out=True)
    found = rank_uncertainty(score(values, varied, units=names(values)), varied, draws=20)
    assert (found.draws, found.is_exact) == (20, False)


def test_weights_vary_around_each_set(methodology: Methodology, values: np.ndarray):
    """A spread of next to nothing changes no rank of the sets, each of which is drawn about equally often."""
    varied = with_sets(methodology, weights=1e-12, draws=3_000)
    found = rank_uncertainty(score(values, varied, units=names(values)), varied)
    exact = with_sets(methodology)
    expected = rank_uncertainty(score(values, exact, units=names(values)), exact)
    np.testing.assert_allclose(found.ranks / 3_000, expected.ranks / 3, atol=0.04)


def test_sobol_indices_over_four_factors(methodology: Methodology, values: np.ndarray):
    """Each of treatment × normalise × weight_sets × aggregate: the decomposition of ranks scored one by one."""
    options = {"normalise": ("minmax", "rank"), "aggregate": ("arithmetic", "minimum"), "treatment": (0, 1, 3)}
    varied = with_sets(treated(methodology), **options)
    raw = np.nan_to_num(skewed(values), nan=50.0)
    found = sensitivity(score(raw, varied, units=names(raw)), varied)
    ranks = np.empty((2, 2, 3, 3, len(raw)))
    for (n, how), (a, mean), (s, weights), (t, most) in product(
        enumerate(options["normalise"]), enumerate(options["aggregate"]), enumerate(SETS.values()), enumerate((0, 1, 3))
    ):
        one = weighed(varied, weights)
        one = replace(
            one,
            nodes=tuple(replace(node, aggregate=mean if node.code != "c" else node.aggregate) for node in one.nodes),
            indicators=tuple(replace(i, normalise=replace(i.normalise, method=how)) for i in one.indicators),
            treatment=replace(one.treatment, winsorise_at_most=most),
        )
        ranks[n, a, s, t] = score(raw, one, units=names(raw)).rank
    assert (found.factors, found.method, found.evaluations) == (
        ("normalise", "aggregate", "weight_sets", "treatment"),
        "enumeration",
        36,
    )
    variance = ranks.var(axis=(0, 1, 2, 3))
    moved = variance > 0
    for axis in range(4):
        others = tuple(other for other in range(4) if other != axis)
        np.testing.assert_allclose(
            found.first[axis, :-1][moved], (ranks.mean(axis=others).var(axis=0) / variance)[moved], atol=1e-12
        )
        np.testing.assert_allclose(
            found.total[axis, :-1][moved], (ranks.var(axis=axis).mean(axis=(0, 1, 2)) / variance)[moved], atol=1e-12
        )
    assert (found.total[3, :-1][moved] > 0).any()


@pytest.mark.parametrize("most", [0, 1, 2])
def test_one_level_of_treatment_is_that_methodology(most: int, methodology: Methodology, values: np.ndarray):
    """The number stands in for the declared one; 0 leaves the values as they are."""
    base = treated(methodology)
    varied = replace(base, robustness=Robustness(treatment=(most,)))
    raw = skewed(values)
    found = rank_uncertainty(score(raw, varied, units=names(raw)), varied)
    declared = replace(base, treatment=replace(base.treatment, winsorise_at_most=most))
    expected = score(raw, declared, units=names(raw))
    np.testing.assert_array_equal(found.rank_median, expected.rank)
    assert (expected.normalised[1, 4], expected.normalised[2, 0] > 5) == (100, most > 0)


def test_a_factor_without_its_step_is_refused(methodology: Methodology):
    """Nothing is winsorised; no node has two children to weigh."""
    alone = replace(methodology, nodes=methodology.nodes[:1], indicators=(replace(methodology.indicators[6]),))
    for refused, factor in (
        (replace(methodology, robustness=Robustness(treatment=(0, 1))), "robustness.treatment"),
        (with_sets(alone, "code,Li\ni6,2\n"), "robustness.weight_sets"),
    ):
        with pytest.raises(FaultsError) as caught:
            factors_of(refused)
        assert [fault.column for fault in caught.value.faults] == [factor]
