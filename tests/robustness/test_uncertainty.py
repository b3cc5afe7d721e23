"""Intervals, pairs, rank groups and grades of the whole ranking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.methodology import Indicator, Methodology, Node, Robustness
from brep_metrics.robustness import leave_one_out, rank_uncertainty
from brep_metrics.robustness.pairwise import PairCounts, rank_groups
from brep_metrics.robustness.ranks import RankCounts, ordered, rank_matrix
from brep_metrics.scoring import Scores, Status, score


def scored(values: np.ndarray, methodology: Methodology) -> Scores:
    return score(values, methodology, units=[f"u{number}" for number in range(len(values))])


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 70), st.integers(1, 9), st.sampled_from([3, 40_000, 2**40]), st.integers(0, 99))
def test_ranks_are_competition_ranks(units: int, draws: int, top: int, seed: int):
    """Rank = 1 + how many are above; ties share the better rank, whatever integers the scores need."""
    points = np.random.default_rng(seed).integers(0, top + 1, (draws, units))
    expected = 1 + (points[:, None, :] > points[:, :, None]).sum(axis=2)
    np.testing.assert_array_equal(rank_matrix(points, top), expected)
    counts = RankCounts.of(units)
    counts.add(points, top)
    np.testing.assert_array_equal(
        counts.counts, np.stack([(expected == r).sum(axis=0) for r in range(1, units + 1)], 1)
    )
    lowest = np.quantile(expected, 0.05, axis=0, method="inverted_cdf")
    np.testing.assert_array_equal(counts.quantile(0.05), lowest)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 20), st.lists(st.integers(1, 2_500), min_size=1, max_size=4), st.sampled_from([3, 40_000]))
def test_pairs_are_counted_whatever_the_blocks(units: int, blocks: list[int], top: int):
    """Above + below + ties = all draws, for every pair."""
    points = np.random.default_rng(0).integers(0, top + 1, (sum(blocks), units))
    pairs = PairCounts(units, top)
    for block in np.split(points, np.cumsum(blocks)[:-1]):
        pairs.add(block)
    above = pairs.counts
    ties = np.array([[(points[:, a] == points[:, b]).sum() for b in range(units)] for a in range(units)])
    np.testing.assert_array_equal(above + above.T + ties, np.full((units, units), len(points)))
    if units > 1:
        assert above[0, 1] == (points[:, 0] > points[:, 1]).sum()


def test_a_group_begins_where_its_first_unit_is_surely_above():
    """0.95 opens a group; less does not, and the comparison is with the first of the group, not with the neighbour."""
    above = np.array([[0, 0.9, 0.96, 1], [0, 0, 0.6, 0.97], [0, 0, 0, 0.94], [0, 0, 0, 0]])
    np.testing.assert_array_equal(rank_groups(above.__getitem__, np.array([1, 2, 3, 4])), [1, 1, 2, 2])


def test_without_pairs_all_else_is_the_same(methodology: Methodology, values: np.ndarray):
    """Rank groups included, although only some pairs are compared for them."""
    scores = score(values, methodology, units=[f"U{row}" for row in range(len(values))])
    whole, without = (rank_uncertainty(scores, methodology, draws=500, pairs=pairs) for pairs in (True, False))
    assert without.above.size == 0
    np.testing.assert_array_equal(without.rank_group, whole.rank_group)
    assert without.table().equals(whole.table())


def test_only_rated_units_take_part(methodology: Methodology, values: np.ndarray):
    """A unit below the coverage floor, or new, has no rank, and moves no other."""
    floored = replace(methodology, coverage_floor=0.5)
    status = [Status.RATED] * 11 + [Status.NEW]
    units = [f"u{number}" for number in range(12)]
    found = rank_uncertainty(score(values, floored, units=units, status=status), floored, draws=200)
    alone = rank_uncertainty(scored(np.delete(values, [9, 11], axis=0), floored), floored, draws=200)
    assert found.unrated == ("u9", "u11")
    np.testing.assert_array_equal(found.ranks, alone.ranks)
    table = found.table()
    assert table["unit"].tolist()[-2:] == ["u9", "u11"]
    assert table.iloc[-2:, 1:].isna().all(axis=None)


def test_the_table_has_the_columns_of_the_contract(methodology: Methodology, values: np.ndarray):
    """Best first; p_<grade> of each unit adds up to 1; the interval holds the median."""
    table = rank_uncertainty(scored(values, methodology), methodology, draws=300).table()
    ranks = ["rank_nominal", "rank_median", "rank_p05", "rank_p95"]
    assert list(table.columns) == ["unit", *ranks, "p_high", "p_middle", "p_low"]
    assert table["rank_nominal"].is_monotonic_increasing
    np.testing.assert_allclose(table[["p_high", "p_middle", "p_low"]].sum(axis=1), 1)
    assert (table["rank_p05"] <= table["rank_median"]).all()
    assert (table["rank_median"] <= table["rank_p95"]).all()


def test_a_methodology_without_grades_has_no_grade_columns(methodology: Methodology, values: np.ndarray):
    """A published index ranks and does not grade: intervals all the same, and no p_<grade>."""
    ungraded = replace(methodology, grades=(), gates=())
    table = rank_uncertainty(scored(values, ungraded), ungraded, draws=50).table()
    assert list(table.columns) == ["unit", "rank_nominal", "rank_median", "rank_p05", "rank_p95"]


def test_the_same_seed_gives_the_same_result(methodology: Methodology, values: np.ndarray):
    """Seed and draws of the call replace the methodology's; another seed gives other draws."""
    one, same, other = (
        rank_uncertainty(scored(values, methodology), methodology, draws=500, seed=s) for s in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.ranks, same.ranks)
    assert not np.array_equal(one.ranks, other.ranks)


def test_who_is_better_in_everything_is_above_in_every_draw(methodology: Methodology):
    """Dominance holds under every combination of factors; ties in ranks are possible only under the minimum."""
    values = np.linspace(20, 80, 5)[:, None] + np.zeros(7)
    values[:, 3] *= -1
    values[:, 3] += 100
    found = rank_uncertainty(scored(values, methodology), methodology, draws=500)
    assert (found.above[np.tril_indices(5, -1)] == 1).all()
    np.testing.assert_array_equal(found.rank_group, [5, 4, 3, 2, 1])
    assert found.mean_rank_shift == 0


def test_a_mean_that_is_not_defined_is_refused_by_name():
    """z-scores below zero cannot be averaged geometrically: the unit is named, and what would help."""
    indicators = tuple(Indicator(code=code, parent="index", normalise={"method": "zscore"}) for code in "ab")
    methodology = Methodology(
        id="z",
        scale=(-3.0, 3.0),
        nodes=(Node(code="index"),),
        indicators=indicators,
        robustness=Robustness(aggregate=("arithmetic", "geometric")),
    )
    with pytest.raises(FaultsError) as caught:
        rank_uncertainty(scored(np.array([[1.0, 2.0], [2.0, 1.0]]), methodology), methodology)
    assert {fault.column for fault in caught.value.faults} == {"a", "b"}


def test_without_rated_units_there_is_no_ranking(methodology: Methodology):
    """Nothing to vary is said, not computed."""
    with pytest.raises(UsageError):
        rank_uncertainty(scored(np.full((2, 7), np.nan), methodology), methodology)


def test_leave_one_out_is_the_ranking_without_the_indicator(methodology: Methodology, values: np.ndarray):
    """Each row equals scoring a methodology that does not have the indicator."""
    values = np.delete(values, 9, axis=0)
    found = leave_one_out(scored(values, methodology), methodology)
    for column, code in enumerate(found.indicators):
        if code == "i5":
            continue  # the only one of its node
        without = replace(methodology, indicators=tuple(one for one in methodology.indicators if one.code != code))
        np.testing.assert_array_equal(found.ranks[column], scored(np.delete(values, column, axis=1), without).rank)
    table = found.table()
    assert table["mean_rank_shift"].tolist() == np.abs(found.ranks - found.nominal).mean(axis=1).tolist()


def test_ordered_lists_the_best_first():
    """Units from the highest score down, in file order where they tie."""
    unit, rank = ordered(np.array([[5, 9, 5, 1]]), 9)
    assert (unit.tolist(), rank.tolist()) == ([[1, 0, 2, 3]], [[0, 1, 1, 3]])
