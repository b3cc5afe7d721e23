"""Rows in, rows out: what appeared, vanished or changed."""

from __future__ import annotations

import pandas as pd

from brep_metrics.explain import changed_rows

COLUMNS = ["indicator", "source", "record_id", "item", "numerator", "denominator"]


def rows(*records: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(records), columns=COLUMNS)


def test_rows_are_compared_by_record_and_item():
    """A row of the same key is changed where an amount differs, and left out where none does."""
    before = rows(
        ("i", "report", "r1", "a", 0.0, 1.0), ("i", "report", "r2", None, 1.0, None), ("i", "need", "n", "", 1.0, 1.0)
    )
    after = rows(
        ("i", "report", "r1", "a", 1.0, 1.0), ("i", "report", "r2", None, 1.0, None), ("i", "need", "m", "", 1.0, 1.0)
    )
    found = changed_rows(before, after)
    assert found[["change", "record_id"]].to_numpy().tolist() == [
        ["appeared", "m"],
        ["vanished", "n"],
        ["changed", "r1"],
    ]
    changed = found.iloc[2]
    assert (changed["numerator_before"], changed["numerator_after"]) == (0, 1)


def test_a_record_counted_twice_is_not_multiplied():
    """Rows of the same key are paired in their order."""
    before = rows(("i", "activity", "a", "x", 1.0, None), ("i", "activity", "a", "x", 2.0, None))
    after = rows(("i", "activity", "a", "x", 1.0, None))
    found = changed_rows(before, after)
    assert found[["change", "numerator_before"]].to_numpy().tolist() == [["vanished", 2.0]]
