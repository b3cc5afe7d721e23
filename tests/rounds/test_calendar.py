"""Days by the calendar and by working days, as the holidays of 2024 to 2026 were decreed."""

from datetime import date

import pytest

from brep_metrics.errors import UsageError
from brep_metrics.rounds.calendar import is_working_day, last_day


def test_the_day_it_begins_is_not_counted():
    assert last_day(date(2026, 3, 25), 7, working=False) == date(2026, 4, 1)


def test_working_days_leave_out_weekends_and_holidays_and_count_the_days_made_up_for():
    """Spring Festival 2026 is free from 15 to 23 February; 14 and 28 February, two Saturdays, are worked."""
    assert [is_working_day(date(2026, 2, day)) for day in (13, 14, 15, 16, 23, 24, 28)] == [
        True,
        True,
        False,
        False,
        False,
        True,
        True,
    ]
    assert last_day(date(2026, 2, 12), 3, working=True) == date(2026, 2, 24)
    assert last_day(date(2026, 2, 26), 2, working=True) == date(2026, 2, 28)


def test_a_year_without_a_decree_is_refused():
    with pytest.raises(UsageError, match="no days of 2031 yet"):
        last_day(date(2031, 5, 1), 1, working=True)
