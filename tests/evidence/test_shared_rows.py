"""A macro that several queries of a statement call with the same arguments is computed once."""

from __future__ import annotations

from brep_metrics.evidence.shared_rows import union_all


def test_the_same_call_in_two_queries_is_one_table_before_them():
    statement = union_all(["select a from held($x, 2)", "select b from held($x, 2) where b > 1"])
    assert statement == (
        "with shared_rows_0 as (select * from held($x, 2))\n"
        "select a from shared_rows_0\n"
        "union all\n"
        "select b from shared_rows_0 where b > 1"
    )


def test_other_arguments_or_one_caller_are_left_as_they_are():
    """Rows that one query alone asks for are read by it alone, which can leave out what it does not need."""
    statement = union_all(["select a from held(1)", "select a from held(2) join held(2) using (a)"])
    assert statement == "select a from held(1)\nunion all\nselect a from held(2) join held(2) using (a)"
