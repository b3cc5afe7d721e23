from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brep_metrics.methodology import Grade
from brep_metrics.scoring.grading import competition_ranks, fill_quotas, levels_by_score, round_half_up

GRADES = (Grade("excellent", 90.0, 0.25), Grade("good", 80.0), Grade("poor", 0.0))


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.125, 2, 0.13),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.9225, 3, 0.923),
        (0.1 + 0.2, 1, 0.3),
        (2.5, 0, 3.0),
        (-0.125, 2, -0.13),
        (-2.5, 0, -3.0),
        (89.994999, 2, 89.99),
        (0.0049999, 2, 0.0),
    ],
)
def test_halves_are_rounded_up_as_on_paper(value, decimals, expected):
    """Halves go away from zero, also those that binary numbers can only approach (2.675 is stored below it)."""
    assert round_half_up(np.array([value]), decimals)[0] == expected


def test_a_half_that_arithmetic_has_missed_is_still_a_half():
    """0.7 × 0.75 is 0.5249999999999999 in binary and 0.525 on paper."""
    assert 0.7 * 0.75 < 0.525
    assert round_half_up(np.array([0.7 * 0.75]), 2)[0] == 0.53


@given(st.decimals(-1000, 1000, places=7), st.integers(0, 6))
def test_rounding_is_that_of_decimal_numbers(value, decimals):
    """The standard library's ROUND_HALF_UP on the number as written, to the last bit."""
    expected = float(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    assert round_half_up(np.array([float(value)]), decimals)[0] == expected


def test_rounding_to_many_decimals_changes_nothing_and_missing_stays():
    """At fifteen decimals there is nothing left to round."""
    values = np.array([66.66666666666667, 1e-9, np.nan])
    rounded = round_half_up(values, 15)
    assert rounded[:2] == pytest.approx(values[:2], rel=1e-15)
    assert np.isnan(rounded[2])


def test_ties_share_the_better_rank():
    """1, 1, 3; units that are not ranked have 0 and take no place."""
    scores = np.array([90.0, 95, 90, 99, 10, np.nan])
    ranked = np.array([True, True, True, False, True, False])
    assert competition_ranks(scores, ranked).tolist() == [2, 1, 2, 0, 4, 0]


def test_a_grade_begins_at_its_limit():
    """89.99 is good, 90 excellent; below the last limit there is no grade."""
    scores = np.array([90.0, 89.99, 80, 0, -1])
    assert levels_by_score(scores, GRADES).tolist() == [0, 1, 1, 2, 3]


def fill(scores, rated=None):
    values = np.array(scores, dtype=float)
    members = np.ones(values.shape, dtype=bool) if rated is None else np.array(rated)
    return fill_quotas(levels_by_score(values, GRADES), values, GRADES, members).tolist()


def test_a_quota_is_rounded_down():
    """A quarter of seven is one."""
    assert fill([99, 98, 97, 50, 50, 50, 50]) == [0, 1, 1, 2, 2, 2, 2]
    assert fill([99, 98, 97, 50, 50, 50, 50, 50]) == [0, 0, 1, 2, 2, 2, 2, 2]
    assert fill([99, 50, 50]) == [1, 2, 2]


def test_a_tie_across_the_cut_falls_below_it():
    """Nobody is excellent by the order of names."""
    assert fill([99, 98, 98, 50, 50, 50, 50, 50]) == [0, 1, 1, 2, 2, 2, 2, 2]
    assert fill([98, 98, 98, 50, 50, 50, 50, 50]) == [1, 1, 1, 2, 2, 2, 2, 2]


def test_a_quota_counts_rated_units_only():
    """Units that are not rated neither enlarge the quota nor use it."""
    assert fill([99, 98, 50, 50, 99, 99], [True] * 4 + [False] * 2)[:4] == [0, 1, 2, 2]


def test_a_quota_of_a_lower_grade_counts_those_who_fell_into_it():
    """Quotas are filled from the highest grade down."""
    grades = (Grade("a", 90.0, 0.25), Grade("b", 80.0, 0.5), Grade("c", 0.0))
    scores = np.array([99.0, 98, 85, 84])
    filled = fill_quotas(levels_by_score(scores, grades), scores, grades, np.ones(4, dtype=bool))
    assert filled.tolist() == [0, 1, 1, 2]


def test_a_quota_is_not_lost_to_binary_arithmetic():
    """0.29 × 100 is 28.999999999999996 in binary; 29 units may be excellent."""
    grades = (Grade("a", 90.0, 0.29), Grade("b", 0.0))
    scores = np.arange(100.0) / 100 + 95
    filled = fill_quotas(levels_by_score(scores, grades), scores, grades, np.ones(100, dtype=bool))
    assert (filled == 0).sum() == 29
