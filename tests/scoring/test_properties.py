"""What holds for scores whatever the values: invariances, monotonicity, well-formed ranks."""

import itertools
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from brep_metrics.methodology import parse_methodology
from brep_metrics.scoring import Status, score

FLOOR = 0.5
NORMALISATIONS = {
    "goalposts": 'method = "goalposts", lower = -50, upper = 50',
    "steps": 'method = "steps", steps = [[-40, 10], [0, 50], [40, 90]]',
    "minmax": 'method = "minmax"',
    "zscore": 'method = "zscore", mean = 50, sd = 10, clip = true',
    "rank": 'method = "rank"',
    "percentile": 'method = "percentile"',
}
FALLING_STEPS = 'method = "steps", steps = [[-40, 90], [0, 50], [40, 10]]'
MEANS = ("arithmetic", "geometric", "harmonic", "minimum", "power")
CASES = list(itertools.product(NORMALISATIONS, MEANS))


@cache
def methodology(method, mean, directions=(1, 1, 1, 1), normalise=None):
    """A tree of two levels over four indicators; thresholds are mirrored where less is better."""
    exponent = "\np = 2" if mean == "power" else ""
    text = f"""id = "p"
coverage_floor = {FLOOR}
[[node]]
code = "index"
aggregate = "{mean}"{exponent}
[[node]]
code = "part"
parent = "index"
aggregate = "{mean}"{exponent}
"""
    for code, direction, parent in zip("abcd", directions, ("part", "part", "part", "index"), strict=True):
        text += f"""[[indicator]]
code = "{code}"
parent = "{parent}"
direction = {direction}
normalise = {{ {normalise or (FALLING_STEPS if (method, direction) == ("steps", -1) else NORMALISATIONS[method])} }}
"""
    return parse_methodology(text, file="p.toml")


# A hundredth is the finest difference, so that an affine image of two values keeps their order and their ties.
numbers = st.integers(-10_000, 10_000).map(lambda number: number / 100)
tables = st.integers(1, 12).flatmap(lambda units: arrays(float, (units, 4), elements=numbers | st.just(np.nan)))
directions = st.tuples(*[st.sampled_from([1, -1])] * 4)


def scored(values, rules):
    return score(values, rules, units=[f"u{row}" for row in range(len(values))])


@settings(max_examples=150, deadline=None)
@given(case=st.sampled_from(CASES), values=tables, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_units_does_not_matter(case, values, seed):
    """Shuffled rows give the same scores, ranks and coverage, shuffled."""
    order = np.random.default_rng(seed).permutation(len(values))
    rules = methodology(*case)
    straight, shuffled = scored(values, rules), scored(values[order], rules)
    assert np.allclose(shuffled.nodes[:, 0], straight.nodes[order, 0], rtol=1e-12, equal_nan=True)
    assert (shuffled.rank == straight.rank[order]).all()
    assert (shuffled.coverage == straight.coverage[order]).all()


@settings(max_examples=100, deadline=None)
@given(
    method=st.sampled_from(["minmax", "zscore", "rank", "percentile"]),
    values=tables,
    factor=st.sampled_from([0.25, 2.0, 1024.0]),
    shift=st.integers(-100, 100),
)
def test_relative_methods_do_not_depend_on_the_unit_of_measurement(method, values, factor, shift):
    """Another unit (a factor) and another zero (a shift) change no score beyond arithmetic's last digits."""
    rules = methodology(method, "arithmetic")
    straight, other = scored(values, rules), scored(values * factor + shift, rules)
    assert np.allclose(straight.nodes[:, 0], other.nodes[:, 0], rtol=1e-9, atol=1e-9, equal_nan=True)


@settings(max_examples=50, deadline=None)
@given(values=tables, factor=st.sampled_from([0.25, 2.0, 1024.0]))
def test_goalposts_move_with_the_unit_of_measurement(values, factor):
    """Values and goalposts in another unit give the same score."""
    rules = methodology("goalposts", "arithmetic")
    scaled = f"lower = {-50 * factor}, upper = {50 * factor}"
    other = methodology("goalposts", "arithmetic", normalise=scaled)
    same = np.allclose(scored(values, rules).score, scored(values * factor, other).score, rtol=1e-12, equal_nan=True)
    assert same


@settings(max_examples=150, deadline=None)
@given(
    case=st.sampled_from(CASES),
    values=tables,
    signs=directions,
    unit=st.integers(0, 11),
    column=st.integers(0, 3),
    gain=st.integers(1, 5000),
)
def test_a_better_value_never_lowers_the_own_score(case, values, signs, unit, column, gain):
    """Monotone in every indicator, in its direction, for every method and mean."""
    rules = methodology(*case, signs)
    row = unit % len(values)
    improved = values.copy()
    improved[row, column] += signs[column] * gain / 100
    before, after = scored(values, rules).nodes[row, 0], scored(improved, rules).nodes[row, 0]
    assert np.isnan(before) == np.isnan(after)
    assert np.isnan(before) or after >= before - 1e-9


@settings(max_examples=150, deadline=None)
@given(case=st.sampled_from(CASES), values=tables)
def test_ranks_follow_scores_and_none_is_given_below_the_floor(case, values):
    """Competition ranks over the rated units: a permutation of 1..n in which ties share the better place."""
    scores = scored(values, methodology(*case))
    rated = scores.rated
    assert (rated == (scores.coverage >= FLOOR)).all()
    assert ((scores.rank > 0) == rated).all()
    assert all(
        status is Status.LOW_COVERAGE for status, is_rated in zip(scores.status, rated, strict=True) if not is_rated
    )
    for row in np.flatnonzero(rated):
        assert scores.rank[row] == 1 + (scores.score[rated] > scores.score[row]).sum()
    in_order = np.sort(scores.rank[rated])
    assert all(place == 1 + (in_order < place).sum() for place in in_order)


@settings(max_examples=150, deadline=None)
@given(case=st.sampled_from(CASES), values=tables)
def test_scores_stay_on_the_scale(case, values):
    """Every method that is bounded keeps indicators, nodes and score on the scale, and weights sum to 1."""
    scores = scored(values, methodology(*case))
    for figures in (scores.normalised, scores.nodes, scores.score):
        present = figures[~np.isnan(figures)]
        assert ((present >= -1e-9) & (present <= 100 + 1e-9)).all()
    totals = scores.weights.sum(axis=1)
    assert np.allclose(totals, np.where(np.isnan(scores.nodes[:, 0]), 0, 1))
