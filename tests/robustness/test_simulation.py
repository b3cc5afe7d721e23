"""Every draw equals what the engine makes of the methodology as that draw varies it."""

from dataclasses import replace

import numpy as np
import pytest

from brep_metrics.methodology import Methodology, Robustness
from brep_metrics.robustness.draws import batches
from brep_metrics.robustness.factors import AGGREGATE, LEAVE_OUT, MISSING, NORMALISE, factors_of, with_levels
from brep_metrics.robustness.grades import grading_of
from brep_metrics.robustness.problem import problem_of
from brep_metrics.robustness.ranks import rank_matrix
from brep_metrics.robustness.simulation import blocks_of, simulate
from brep_metrics.scoring import Scores, score


def scored(values: np.ndarray, methodology: Methodology) -> Scores:
    return score(values, methodology, units=[f"u{number}" for number in range(len(values))])


def one_by_one(values: np.ndarray, methodology: Methodology) -> tuple[np.ndarray, np.ndarray]:
    """Ranks (D, U) from `scoring.score`, called once a draw on the methodology as drawn, and grade levels likewise.

    Grades are taken from the draws that keep every indicator's declared normalisation. The scale of the draws is that
    of the methodology here: the tests choose factors that do not need another.
    """
    factors, declared = factors_of(methodology), methodology.robustness
    problem = problem_of(scored(values, methodology), methodology, factors)
    ranks, levels = [], []
    codes = [*(grade.code for grade in methodology.grades), None]
    for draws in batches(problem.tree, factors, declared.draws, declared.seed):
        for draw in range(len(draws)):
            drawn = with_levels(
                methodology,
                factors,
                normalise=factors.normalise[draws.levels[NORMALISE][draw]],
                aggregate=factors.aggregate[draws.levels[AGGREGATE][draw]],
                missing=factors.missing[draws.levels[MISSING][draw]],
            )
            left_out = draws.levels[LEAVE_OUT][draw] if declared.leave_out else None
            result = reference(values, drawn, draws.weights[:, draw], left_out)
            ranks.append(result.rank)
            if [one.normalise.method for one in drawn.scored] == [one.normalise.method for one in methodology.scored]:
                levels.append([codes.index(code) for code in result.grade])
    return np.array(ranks), np.array(levels)


def reference(values: np.ndarray, drawn: Methodology, weights: np.ndarray, left_out: int | None) -> Scores:
    """One draw by the engine: an indicator left out is one that the methodology does not have.

    A whole population is normalised before anything is left out, and leaving out never changes who is rated.
    """
    indicators = [replace(one, weight=float(w) or 1.0) for one, w in zip(drawn.scored, weights, strict=False)]
    count = len(indicators)
    nodes = [replace(node, weight=float(weights[count + number]) or 1.0) for number, node in enumerate(drawn.nodes)]
    kept = [number for number in range(count) if number != left_out]
    indicators = [indicators[number] for number in kept]
    used = {one.parent for one in indicators}
    nodes = [node for node in nodes if node.code in used or any(other.parent == node.code for other in nodes)]
    methodology = replace(drawn, nodes=tuple(nodes), indicators=tuple(indicators))
    return scored(values[:, kept], methodology)


ONE_EACH = {
    "weights": {"weights": 0.4},
    "normalise": {"normalise": ("goalposts", "minmax", "rank", "zscore")},
    "aggregate": {"aggregate": ("arithmetic", "geometric", "harmonic", "minimum")},
    "missing": {"missing": ("reweight", "median", "worst")},
    "leave_out": {"leave_out": True},
    "together": {
        "weights": 0.3,
        "normalise": ("goalposts", "minmax", "rank"),
        "aggregate": ("arithmetic", "geometric"),
        "missing": ("reweight", "median"),
        "leave_out": True,
    },
}


@pytest.mark.parametrize("factors", ONE_EACH.values(), ids=ONE_EACH)
def test_a_draw_is_the_methodology_scored_anew(factors: dict, methodology: Methodology, values: np.ndarray):
    """Ranks and grades of each draw are those of `scoring.score` under the weights and options drawn."""
    values = np.delete(values, 9, axis=0)  # the unit that a draw may leave nothing: below
    methodology = replace(methodology, robustness=Robustness(draws=60, seed=5, **factors))
    ranks, levels = one_by_one(values, methodology)
    nominal = scored(values, methodology)
    problem = problem_of(nominal, methodology, factors_of(methodology))
    tallies = simulate(problem, 60, 5, grading=grading_of(nominal, methodology, problem.points.origin), block=7)
    expected = np.stack([(ranks == rank).sum(axis=0) for rank in range(1, len(values) + 1)], axis=1)
    np.testing.assert_array_equal(tallies.ranks.counts, expected)
    assert tallies.graded == len(levels)
    np.testing.assert_array_equal(
        tallies.grades, np.stack([(levels == level).sum(axis=0) for level in range(3)], axis=1)
    )
    np.testing.assert_array_equal(tallies.above, (ranks[:, :, None] < ranks[:, None, :]).sum(axis=0))


def test_nothing_varied_is_the_nominal_ranking(methodology: Methodology, values: np.ndarray):
    """Without factors every draw gives the nominal ranks and grades."""
    methodology = replace(methodology, robustness=Robustness(draws=3))
    nominal = scored(values, methodology)
    problem = problem_of(nominal, methodology, factors_of(methodology))
    tallies = simulate(problem, 3, 0, grading=grading_of(nominal, methodology, problem.points.origin))
    np.testing.assert_array_equal(tallies.ranks.quantile(0.5), nominal.rank)
    codes = [grade.code for grade in methodology.grades]
    assert [codes[level] for level in tallies.grades.argmax(axis=1)] == list(nominal.grade)


def test_another_scale_leaves_arithmetic_scores_as_they_are(methodology: Methodology, values: np.ndarray):
    """Scores are carried back from the scale of the draws, so that grades begin where they are declared."""
    plain = replace(methodology, robustness=Robustness(draws=40, weights=0.3))
    shifted = replace(methodology, robustness=Robustness(draws=40, weights=0.3, scale=(1.0, 10.0)))
    points = []
    for one in (plain, shifted):
        problem = problem_of(scored(values, one), one, factors_of(one))
        (draws,) = batches(problem.tree, problem.factors, 40, 0)
        points.append(np.concatenate([block for _, block in blocks_of(problem, draws)]) + problem.points.origin)
    np.testing.assert_array_equal(*points)


@pytest.mark.parametrize("block", [1, 7, 1_000])
def test_results_do_not_depend_on_how_the_draws_are_worked_through(
    block: int, methodology: Methodology, values: np.ndarray
):
    """The size of a block changes no count."""
    problem = problem_of(scored(values, methodology), methodology, factors_of(methodology))
    expected, found = simulate(problem, 300, 7), simulate(problem, 300, 7, block=block)
    np.testing.assert_array_equal(found.ranks.counts, expected.ranks.counts)
    np.testing.assert_array_equal(found.above, expected.above)


def test_more_draws_begin_with_the_same_ones(methodology: Methodology, values: np.ndarray):
    """The number of draws does not change the draws, and the seed does."""
    problem = problem_of(scored(values, methodology), methodology, factors_of(methodology))
    few, many, others = (
        next(iter(batches(problem.tree, problem.factors, n, seed))) for n, seed in ((5, 1), (50, 1), (5, 2))
    )
    np.testing.assert_array_equal(few.weights, many.weights[:, :5])
    assert not np.array_equal(few.weights, others.weights)


def test_a_unit_left_with_nothing_is_last(methodology: Methodology, values: np.ndarray):
    """Where a draw leaves out the only indicator a unit has data for, the unit takes the lowest score."""
    methodology = replace(methodology, robustness=Robustness(draws=100, leave_out=True))
    problem = problem_of(scored(values, methodology), methodology, factors_of(methodology))
    (draws,) = batches(problem.tree, problem.factors, 100, 0)
    for chosen, points in blocks_of(problem, draws):
        ranks = rank_matrix(points, problem.points.top)
        assert (ranks[draws.levels[LEAVE_OUT][chosen] == 0, 9] == 12).all()
