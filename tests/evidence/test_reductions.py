"""What the six reductions give, on rows and for arrays of aggregates."""

from math import isnan, nan

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.evidence import reduce_rows
from brep_metrics.evidence.reductions import REDUCTIONS, reduce_aggregates

MILLIONTHS = st.integers(-(10**12), 10**12)


def rows(*entries):
    return pd.DataFrame(entries, columns=["item", "numerator", "denominator"])


NONE = rows().astype({"numerator": float, "denominator": float})


@pytest.mark.parametrize(
    ("value", "expected"),
    [("ratio", 2.5 / 4), ("sum", 2.5), ("mean", 1.25), ("median", 1.25), ("count", 3), ("distinct", 2)],
)
def test_each_reduction_of_three_rows_one_without_a_numerator(value, expected):
    three = rows(("a", 0.5, 1), ("b", 2, 3), ("a", nan, nan))
    assert reduce_rows(three, value) == expected


@pytest.mark.parametrize("value", ["sum", "count", "distinct"])
def test_nothing_adds_up_to_zero(value):
    assert reduce_rows(NONE, value) == 0


@pytest.mark.parametrize("value", ["ratio", "mean", "median"])
def test_a_ratio_mean_or_median_of_nothing_is_missing(value):
    assert isnan(reduce_rows(NONE, value))


def test_a_ratio_over_zero_is_missing():
    assert isnan(reduce_rows(rows(("a", 1, 0), ("a", 2, 0)), "ratio"))


def test_a_median_is_the_middle_row_or_the_mean_of_the_two_in_the_middle():
    assert reduce_rows(rows(("a", 9, nan), ("a", 1, nan), ("a", 4, nan)), "median") == 4
    assert reduce_rows(rows(("a", 9, nan), ("a", 1, nan)), "median") == 5


@settings(deadline=None)
@given(st.lists(MILLIONTHS, min_size=1))
def test_decimals_add_exactly_in_any_order(units):
    """A float sum of thirds depends on the order; the sum of millionths does not."""
    numbers = [unit / 10**6 for unit in units]
    forwards = rows(*(("a", number, 1) for number in numbers))
    assert reduce_rows(forwards, "sum") == sum(units) / 10**6
    assert reduce_rows(forwards[::-1], "sum") == reduce_rows(forwards, "sum")


@settings(deadline=None, max_examples=50)  # a shared machine pauses now and then
@given(st.lists(MILLIONTHS, min_size=1, max_size=30))
def test_duckdb_reduces_to_the_same_bits(memory, units):
    """Every reduction's SQL, over the same decimals, gives the numerator and denominator of its Python twin."""
    table = rows(*((f"i{unit % 3}", unit / 10**6, (unit % 7) / 10) for unit in units))
    memory.register("given", table)
    for name, reduction in REDUCTIONS.items():
        sql = f"""
            select cast({reduction.numerator_sql} as double), cast({reduction.denominator_sql} as double)
            from (
                select item, cast(numerator as decimal(18, 6)) as numerator,
                    cast(denominator as decimal(18, 6)) as denominator
                from given
            )
        """
        assert memory.execute(sql).fetchone() == (reduction.numerator(table), reduction.denominator(table)), name


def test_arrays_divide_where_they_can_and_are_empty_elsewhere():
    numerators = np.array([[1.0, 1.0], [3.0, nan]])
    denominators = np.array([[2.0, 0.0], [4.0, nan]])
    values = reduce_aggregates(numerators, denominators, np.array([nan, 0.0]))
    np.testing.assert_array_equal(values, [[0.5, 0.0], [0.75, 0.0]])


@pytest.fixture(scope="module")
def memory():
    connection = duckdb.connect()
    yield connection
    connection.close()
