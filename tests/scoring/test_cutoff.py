"""When the books of a period close, and what is said of that which came in later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from brep_metrics.errors import NoDataError
from brep_metrics.periods import Period
from brep_metrics.scoring import (
    default_as_of,
    evaluate,
    evaluate_each,
    late_records,
    read_period,
    require_groups,
)

YEAR = Period.parse("2024")
GENERATION_DATE = date(2026, 6, 30)


@pytest.fixture(scope="module")
def annual(network_methodologies):
    return network_methodologies[0]


@pytest.mark.parametrize(
    ("days", "period", "latest", "expected"),
    [
        (90, "2024", date(2026, 6, 30), date(2025, 3, 31)),
        (90, "2025Q3", date(2026, 6, 30), date(2025, 12, 29)),
        (0, "2025", date(2026, 6, 30), date(2025, 12, 31)),
        (90, "2025", date(2026, 2, 1), date(2026, 2, 1)),
        (90, "2026", date(2026, 6, 30), date(2026, 6, 30)),
        (None, "2024", date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_a_period_counts_what_came_in_within_so_many_days_of_its_end(annual, days, period, latest, expected):
    """Never later than the data themselves, and without a limit where none is declared."""
    methodology = replace(annual, cutoff_days=days)
    assert default_as_of(methodology, Period.parse(period), latest) == expected


def test_of_the_methodologies_that_come_along_only_the_annual_one_closes_its_books(network_methodologies):
    assert [one.cutoff_days for one in network_methodologies] == [90, None]


def test_a_late_load_does_not_move_a_closed_year(demo_store, annual):
    """The demonstration's 2024 is the same today as it was on the day its books closed."""
    with demo_store.read(as_of=date(2025, 3, 31)) as reading:
        then = evaluate(reading, annual, YEAR).table()
    with read_period(demo_store, annual, YEAR) as reading:
        assert reading.as_of == date(2025, 3, 31)
        assert evaluate(reading, annual, YEAR).table().equals(then)
    with read_period(demo_store, annual, YEAR, as_of=GENERATION_DATE) as reading:
        assert not evaluate(reading, annual, YEAR).table().equals(then)


def test_each_of_several_periods_is_seen_as_of_its_own_day(demo_store, annual):
    periods = [Period.parse(code) for code in ("2023", "2024", "2026")]
    with demo_store.read() as reading:
        found = evaluate_each(reading, annual, periods)
    assert [one.period for one in found] == periods
    assert [one.as_of for one in found] == [date(2024, 3, 30), date(2025, 3, 31), GENERATION_DATE]
    assert [one.is_running for one in found] == [False, False, True]


def test_what_came_in_after_the_cutoff_is_listed_record_by_record(demo_store):
    """A report of 2024 that was accepted in June 2025 came in late; what came in by the day itself did not."""
    with demo_store.read() as reading:
        late = late_records(reading, YEAR, date(2025, 3, 31))
        assert late_records(reading, YEAR, GENERATION_DATE).rows.empty
    assert late.of_rows == 1129
    assert late.rows["record_id"].tolist() == [
        "WG02-2024-O04-R3",
        "WG19-2024-O04-R1",
        "WG02-2024-O04-R1",
        "WG08-2024-I01",
        "WG22-2024-ER",
        "WG08-2024-I02",
    ]
    assert not late.is_serious


@pytest.mark.parametrize(("late", "serious"), [(1, False), (2, True)])
def test_more_than_a_tenth_left_out_is_serious(store_of, late, serious):
    """One record of ten is a tenth, two of ten are more."""
    group = {"group_id": "G", "name_en": "G", "sector_id": "S", "established_on": date(2015, 1, 1)}
    needs = [
        {
            "need_id": f"N{number}",
            "group_id": "G",
            "organization_id": "O",
            "title": "need",
            "raised_on": date(2018, 5, 1),
            "recorded_on": date(2019, 4, 1) if number < late else date(2018, 5, 1),
        }
        for number in range(10)
    ]
    store = store_of({"working_group": [group], "need": needs})
    with store.read() as reading:
        found = late_records(reading, Period.parse("2018"), date(2019, 3, 31))
    assert (len(found.rows), found.of_rows, found.is_serious) == (late, 10, serious)


def test_a_period_without_groups_is_said_and_not_shown_empty(demo_store, annual):
    with (
        read_period(demo_store, annual, Period.parse("2019")) as reading,
        pytest.raises(NoDataError, match="no working group of 2019 is known"),
    ):
        require_groups(evaluate(reading, annual, Period.parse("2019")))
