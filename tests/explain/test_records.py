"""Records: which of a unit's rows can be put right, and what more of them would bring."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from brep_metrics.explain.records import Record, Records
from brep_metrics.methodology import Indicator


def records(found: float, rows: list[tuple[str, str, float, float]], **indicator: object) -> Records:
    """The records of one indicator by (source, record, numerator, denominator)."""
    frame = pd.DataFrame(rows, columns=["source", "record_id", "numerator", "denominator"])
    return Records(Indicator(code="x", parent="index", **indicator), frame, found)


def test_a_sum_grows_by_its_largest_record():
    """5 and 20 make 25; to 100 it takes four more of 20, and beyond the far end none."""
    found = records(25.0, [("project", "P1", 5.0, np.nan), ("project", "P2", 20.0, np.nan)], value="sum")
    assert found.improvable == ()
    assert (found.most_added(100.0), found.most_added(25.0), found.most_added(10.0)) == (4, 0, 0)
    assert found.with_changes((), 2) == 65


def test_a_sum_of_nothing_grows_by_one():
    """Where the largest record is 0, one more counts as 1: five of them to 5."""
    found = records(0.0, [("project", "P1", 0.0, np.nan)], value="sum")
    assert (found.with_changes((), 1), found.most_added(5.0)) == (1, 5)


def test_a_number_grows_by_one():
    """However large the numerator of a row is, a number counts it once."""
    found = records(2.0, [("activity", f"A{at}", 3.0, np.nan) for at in range(2)], value="count")
    assert (found.most_added(6.0), found.with_changes((), 3)) == (4, 5)


@pytest.mark.parametrize(
    "rows",
    [
        [("target", "T1", 0.0, 10.0)],
        [("project", "P1", 2.0, 0.0), ("project", "P2", 1.0, 0.0), ("target", "T1", 0.0, 10.0)],
        [("project", "P1", 2.0, 0.0), ("plan", "L1", 0.0, 10.0)],
    ],
)
def test_a_ratio_to_a_target_grows_with_its_records(rows):
    """The target is the denominator alone: one record more of ten brings a tenth, and nothing can be put right."""
    value = sum(row[2] for row in rows) / 10
    found = records(value, rows, value="ratio")
    assert found.improvable == ()
    assert found.with_changes((), 1) == pytest.approx(value + 0.1)
    assert found.most_added(1.0) == 10 - sum(row[2] for row in rows)


def test_a_ratio_of_records_is_put_right_largest_gap_first():
    """A report of weight 2 not filed brings more than one of weight 1; one that was filed brings nothing."""
    rows = [("report", "R1", 0.0, 1.0), ("report", "R2", 1.0, 1.0), ("report", "R3", 0.0, 2.0)]
    found = records(0.25, rows, value="ratio")
    assert found.improvable == (Record("report", "R3"), Record("report", "R1"))
    assert found.with_changes([Record("report", "R3")]) == 0.75
    assert found.most_added(1.0) == 0


def test_fewer_is_better_means_putting_right_rather_than_adding():
    """Delays of 30 and 90 days: the longer one first, and it ends at none."""
    rows = [("plan_item", "P1", 30.0, np.nan), ("plan_item", "P2", 90.0, np.nan)]
    found = records(60.0, rows, value="mean", direction=-1)
    assert found.improvable == (Record("plan_item", "P2"), Record("plan_item", "P1"))
    assert found.with_changes([Record("plan_item", "P2")]) == 15
    counted = records(2.0, rows, value="count", direction=-1)
    assert counted.most_added(6.0) == 0


def test_what_has_no_value_does_not_grow():
    """Nothing can be said of how much one record more would bring."""
    assert records(np.nan, [], value="count").most_added(6.0) == 0
