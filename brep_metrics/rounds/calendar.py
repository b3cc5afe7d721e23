"""Days of a round: when a stage of so many days ends, by the calendar or by working days.

The day on which something happens is not counted. Weekends are free unless the table of holidays makes them working
days, which are decreed each year; a year that the table does not have yet is refused rather than guessed.
"""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.shipped import shipped
from brep_metrics.store import network_zone

if TYPE_CHECKING:
    from collections.abc import Mapping

HOLIDAYS = shipped("data/holidays.csv")
# Something begun in time may still be sent when the day has just ended.
GRACE = timedelta(minutes=30)
_SATURDAY = 5


@cache
def decreed_days() -> Mapping[date, bool]:
    """The days whose kind was decreed: whether each is a working day."""
    with HOLIDAYS.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["day"]): row["kind"] == "workday" for row in csv.DictReader(file)}


def is_working_day(day: date) -> bool:
    """Whether offices work on a day.

    Raises:
        UsageError: the holidays of its year are not in the table.

    """
    decreed = decreed_days()
    if day.year not in {one.year for one in decreed}:
        text = N_("the table of holidays has no days of {year} yet: add them to {file}, or count calendar days")
        raise UsageError(Message(text, {"year": day.year, "file": HOLIDAYS.name}))
    return decreed.get(day, day.weekday() < _SATURDAY)


def last_day(begins: date, days: int, *, working: bool) -> date:
    """The last of so many days after `begins`, which itself is not counted.

    Raises:
        UsageError: as in `is_working_day`.

    """
    if not working:
        return begins + timedelta(days=days)
    day = begins
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def end_of(day: date) -> datetime:
    """The moment at which a day of the network ends."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), network_zone())
