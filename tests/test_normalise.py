import numpy as np
import pytest

from brep_metrics.methodology import Normalisation
from brep_metrics.normalise import normalise

SCALE = (0.0, 100.0)
NAN = np.nan


def apply(values, how, direction=1, *, scale=SCALE, reference=None, years=1.0):
    raw = np.array(values, dtype=float)
    members = np.ones(raw.shape, dtype=bool) if reference is None else np.array(reference)
    return normalise(raw, how, direction, scale, members, years).tolist()


def test_goalposts_place_linearly_and_clip():
    """The lower goalpost is the low end, the upper the high end, and nothing is beyond."""
    how = Normalisation(lower=10, upper=30)
    assert apply([5, 10, 15, 30, 40], how) == [0, 0, 25, 100, 100]


def test_direction_reverses_the_goalposts():
    """Less is better: the same goalposts, lower below upper, with the ends exchanged."""
    how = Normalisation(lower=10, upper=30)
    assert apply([5, 10, 15, 30, 40], how, -1) == [100, 100, 75, 0, 0]


def test_unclipped_goalposts_let_values_leave_the_scale():
    """`clip = false` keeps what is beyond the goalposts."""
    assert apply([0, 40], Normalisation(lower=10, upper=30, clip=False)) == [-50, 150]


def test_logarithmic_goalposts_are_linear_in_the_logarithm():
    """UNDP, Human Development Report, technical note 1: income between 100 and 75,000; values below clip first."""
    how = Normalisation(lower=100, upper=75_000, log=True)
    (sierra,) = apply([17_306.0], how, scale=(0.0, 1.0))
    assert sierra == pytest.approx((np.log(17_306) - np.log(100)) / (np.log(75_000) - np.log(100)), rel=1e-14)
    assert apply([-3.0, 0.0, 75_000.0], how) == [0, 0, 100]


def test_goalposts_per_year_follow_the_length_of_the_period():
    """A quarter asks for a quarter of the year's count."""
    how = Normalisation(lower=0, upper=12, per="year")
    assert apply([3], how, years=0.25) == [100]
    assert apply([3], how, years=1) == [25]
    assert apply([3], Normalisation(lower=0, upper=12), years=0.25) == [25]


def test_without_goalposts_values_are_already_on_the_scale():
    """A table of finished dimensions needs no normalisation."""
    assert apply([0, 37.5, 100], Normalisation()) == [0, 37.5, 100]


def test_steps_give_the_points_of_the_best_threshold_reached():
    """Thresholds as in Chinese score tables: at or above one earns its points, below all the low end."""
    how = Normalisation(method="steps", steps=((0.6, 60), (0.8, 80), (0.95, 100)))
    assert apply([0.59, 0.6, 0.79, 0.8, 1.0, NAN], how)[:-1] == [0, 60, 60, 80, 100]


def test_steps_downwards_count_values_at_or_below_a_threshold():
    """Days late: none earns all, up to 30 a part, more nothing; the order in the file does not matter."""
    how = Normalisation(method="steps", steps=((30, 60), (0, 100)))
    assert apply([0, 1, 30, 31], how, -1) == [100, 60, 60, 0]


def test_minmax_spans_the_scale_over_the_reference():
    """The worst rated unit is at the low end, the best at the high end; an unrated one moves neither and is clipped."""
    how = Normalisation(method="minmax")
    assert apply([2, 4, 10, 99], how, reference=[True, True, True, False]) == [0, 25, 100, 100]
    assert apply([2, 4, 10], how, -1) == [100, 75, 0]


def test_minmax_of_equal_values_is_the_middle_of_the_scale():
    """Without a range nobody is better or worse."""
    assert apply([7, 7, NAN], Normalisation(method="minmax"))[:2] == [50, 50]


def test_zscores_use_the_sample_standard_deviation():
    """Divided by n - 1, onto the target mean and standard deviation."""
    how = Normalisation(method="zscore", mean=50, sd=10)
    raw = np.array([1.0, 2, 3, 10])
    assert apply(raw, how) == pytest.approx((50 + 10 * (raw - raw.mean()) / raw.std(ddof=1)).tolist(), rel=1e-14)
    assert apply(raw, how, -1) == pytest.approx((50 - 10 * (raw - raw.mean()) / raw.std(ddof=1)).tolist(), rel=1e-14)


def test_zscores_of_equal_values_are_the_target_mean():
    """Nobody deviates."""
    assert apply([5, 5], Normalisation(method="zscore", mean=1, sd=2)) == [1, 1]
    assert apply([5], Normalisation(method="zscore")) == [50]


def test_ranks_put_the_best_at_the_high_end_and_share_the_better_rank():
    """1 - (rank - 1) / (n - 1) with competition ranks 1, 2, 2, 4."""
    assert apply([9, 5, 5, 1], Normalisation(method="rank")) == pytest.approx([100, 200 / 3, 200 / 3, 0])
    assert apply([9, 5, 5, 1], Normalisation(method="rank"), -1) == pytest.approx([0, 200 / 3, 200 / 3, 100])


def test_percentiles_are_the_share_of_others_that_are_worse():
    """Ties are not worse than each other."""
    assert apply([9, 5, 5, 1], Normalisation(method="percentile")) == pytest.approx([100, 100 / 3, 100 / 3, 0])


def test_an_unrated_unit_is_placed_among_the_rated_and_moves_none():
    """Its rank is the one it would have; theirs stay."""
    reference = [True, True, True, False]
    assert apply([9, 5, 1, 4], Normalisation(method="rank"), reference=reference) == pytest.approx(
        [100, 50, 0, 100 / 3]
    )


@pytest.mark.parametrize("method", ["goalposts", "minmax", "zscore", "rank", "percentile"])
def test_missing_stays_missing(method):
    """No method invents a value, also where nothing was observed at all."""
    how = Normalisation(method=method, lower=0, upper=1) if method == "goalposts" else Normalisation(method=method)
    assert np.isnan(apply([1, NAN, 3], how)[1])
    assert np.isnan(apply([NAN, NAN], how)).all()


def test_the_ends_of_the_scale_are_exact():
    """On any scale the extremes are its ends to the last bit, so that rounding and grading can rely on them."""
    for scale in ((0.0, 100.0), (1.0, 100.0), (0.0, 1.0), (-3.3, 7.7)):
        for method in ("minmax", "rank", "percentile"):
            assert apply([0.1, 0.2, 0.3], Normalisation(method=method), scale=scale)[::2] == list(scale)


def test_steps_per_year_follow_the_length_of_the_period():
    """Half a year asks for half of the year's count; without `per` the steps stay."""
    steps = ((4.0, 50.0), (8.0, 100.0))
    assert apply([1, 2, 4], Normalisation(method="steps", steps=steps, per="year"), years=0.5) == [0, 50, 100]
    assert apply([1, 2, 4], Normalisation(method="steps", steps=steps), years=0.5) == [0, 0, 50]


def test_a_z_score_is_placed_about_the_middle_of_any_scale():
    """From 20 to 120 the mean is at 70 and a standard deviation is a tenth of the width: 10."""
    assert apply([0, 1, 2], Normalisation(method="zscore"), scale=(20.0, 120.0)) == [60, 70, 80]


def test_a_standard_score_is_that_among_the_reference():
    """2, 4 and 6 have mean 4 and deviation 2; a unit outside them is placed by these, one without a value is not."""
    how = Normalisation(method="zscore", mean=50.0, sd=10.0)
    reference = [True, True, True, False, True]
    assert apply([2, 4, 6, 8, np.nan], how, reference=reference) == pytest.approx([40, 50, 60, 70, np.nan], nan_ok=True)
