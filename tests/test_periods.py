"""Periods: what a code means, and which period comes before another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brep_metrics.errors import UsageError
from brep_metrics.periods import Period, add_months


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025H2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2024Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2021-07..2026-06", date(2021, 7, 1), date(2026, 6, 30)),
        ("2024-02..2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_code_names_whole_months(code, start, end):
    """A period runs from the first day of its first month to the last day of its last."""
    period = Period.parse(code)
    assert (period.start, period.end, period.code) == (start, end, code)


@pytest.mark.parametrize(
    ("code", "shortest"),
    [("2025-01..2025-12", "2025"), ("2025-07..2025-12", "2025H2"), ("2025-04..2025-06", "2025Q2")],
)
def test_a_period_has_one_code(code, shortest):
    """Whatever it is written as, so that it cannot be published twice under two names."""
    assert Period.parse(code) == Period.parse(shortest)
    assert Period.parse(code).code == shortest


@pytest.mark.parametrize(
    "code",
    [
        "",
        "25",
        "2025H3",
        "2025Q0",
        "2025Q5",
        "2025-13..2026-01",
        "2026-01..2025-12",
        "2025-00..2025-03",
        "0000",
        "9999",
        "２０２５",
        "2025Q１",
        "٢٠٢٥",
        "2021-０7..2026-06",
        "2025q1",
        " 2025",
        "2025 ",
    ],
)
def test_anything_else_is_refused(code):
    """A month that does not exist and an end before the start are refused, with the forms that are allowed."""
    with pytest.raises(UsageError, match="2025H1"):
        Period.parse(code)


@pytest.mark.parametrize("code", ["1900-01..2999-12", "2000-01..2030-01"])
def test_a_range_of_more_than_thirty_years_is_refused(code):
    """Work grows with the length of a period, and an address may name any; the limit is named."""
    with pytest.raises(UsageError, match="30 years"):
        Period.parse(code)
    assert Period.parse("2000-01..2029-12").months == 360


@pytest.mark.parametrize(
    ("code", "before"),
    [("2025", "2024"), ("2025H1", "2024H2"), ("2025Q1", "2024Q4"), ("2021-07..2026-06", "2016-07..2021-06")],
)
def test_the_previous_period_has_the_same_length_and_ends_the_day_before(code, before):
    """What a change is measured against by default."""
    assert Period.parse(code).previous().code == before


def test_five_years_split_into_twenty_quarters():
    """The timelines' periods are contiguous and cover the whole."""
    whole = Period.parse("2021-07..2026-06")
    quarters = whole.split(3)
    assert (len(quarters), quarters[0].code, quarters[-1].code) == (20, "2021Q3", "2026Q2")
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(quarters))


@given(st.integers(1900, 2980), st.integers(1, 12), st.integers(1, 120))
def test_a_code_reads_back_as_the_period_it_was_written_for(year, month, months):
    """The code of any period, put into an address or a file name, means that period again."""
    period = Period.from_months(date(year, month, 1), months)
    assert Period.parse(period.code) == period
    assert period.months == months
    assert add_months(period.start, months) == period.end + timedelta(days=1)
