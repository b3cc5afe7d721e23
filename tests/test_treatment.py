import numpy as np
import pytest
from scipy import stats

from brep_metrics.methodology import Treatment
from brep_metrics.treatment import shape_of, treat, winsorise

LIMITS = Treatment()


def everyone(values):
    return np.ones(len(values), dtype=bool)


def test_shape_is_the_one_of_spreadsheets():
    """Skewness G1 and kurtosis G2 of Joanes & Gill (1998), as SKEW() and KURT() give them; scipy's unbiased ones."""
    values = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])
    expected = stats.skew(values, bias=False), stats.kurtosis(values, bias=False)
    assert shape_of(values) == pytest.approx(expected, rel=1e-12)


def test_a_well_shaped_indicator_is_left_alone():
    """Without outliers nothing changes, and nothing is flagged."""
    values = np.arange(20.0)
    result = treat(values, everyone(values), ("winsorise", "log"), LIMITS)
    assert (result.values == values).all()
    assert not result.changed.any()


def test_outliers_are_winsorised_one_by_one_until_the_shape_is_good():
    """The example of COINr's documentation, 1-10 with 30 and 100: one value brought in is enough."""
    values = np.array([*range(1, 11), 30, 100], dtype=float)
    result = treat(values, everyone(values), ("winsorise", "log"), LIMITS)
    assert shape_of(values)[0] > 2
    assert shape_of(values)[1] > 3.5
    assert result.values.max() == 30
    assert result.winsorised == 1
    assert result.changed.tolist() == [False] * 11 + [True]
    assert not result.logarithm
    assert result.before == shape_of(values)
    assert result.after == shape_of(result.values)


def test_low_outliers_are_winsorised_too():
    """The side is that of the longer tail."""
    values = -np.array([*range(1, 11), 30, 100], dtype=float)
    assert winsorise(values, LIMITS).min() == -30


def test_the_logarithm_is_taken_of_the_original_where_winsorising_is_not_enough():
    """At most five values are winsorised; then log(x - min + 1 % of the range), which keeps the order."""
    values = np.array([*np.linspace(1, 2, 60), *np.geomspace(50, 1e6, 9)])
    result = treat(values, everyone(values), ("winsorise", "log"), LIMITS)
    span = values.max() - values.min()
    assert result.logarithm
    assert result.values == pytest.approx(np.log(values - values.min() + 0.01 * span))
    assert (np.diff(result.values) > 0).all()
    mirrored = treat(-values, everyone(values), ("winsorise", "log"), LIMITS)
    assert mirrored.values == pytest.approx(-result.values)


def test_only_the_steps_asked_for_are_taken():
    """`treatment = ["log"]` does not winsorise."""
    values = np.array([*range(1, 11), 30, 100], dtype=float)
    result = treat(values, everyone(values), ("log",), LIMITS)
    assert result.logarithm
    assert result.winsorised == 0


def test_unrated_units_neither_trigger_treatment_nor_leave_the_treated_range():
    """An outlier outside the reference changes no other value; it is itself brought within their range."""
    values = np.array([*range(1, 11), 30, 100, 1e9, np.nan], dtype=float)
    reference = np.array([True] * 12 + [False, False])
    result = treat(values, reference, ("winsorise",), LIMITS)
    assert (
        result.values[:12].tolist() == treat(values[:12], everyone(values[:12]), ("winsorise",), LIMITS).values.tolist()
    )
    assert result.values[12] == 30
    assert np.isnan(result.values[13])
    calm = np.array([*range(12), 1e9])
    untouched = treat(calm, np.array([True] * 12 + [False]), ("winsorise", "log"), LIMITS)
    assert not untouched.changed.any()


def test_few_or_equal_values_have_no_shape():
    """With fewer than four values, or none that differ, nothing can be judged an outlier."""
    assert shape_of(np.array([1.0, 2, 1000])) == (0, 0)
    assert shape_of(np.full(10, 3.0)) == (0, 0)
