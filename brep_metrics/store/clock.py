"""Which day it is for the network, and whether the machine's clock can be believed for the date of a load."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brep_metrics.errors import StoreError, UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from brep_metrics.store.generation import Generation

ZONE_VARIABLE, DEFAULT_ZONE = "BREP_TIMEZONE", "Asia/Shanghai"
# The same moment can be two days in two time zones.
_TOLERANCE = timedelta(days=1)
# Reports come at least every year, so that a longer silence is more likely a clock that runs ahead.
MAX_GAP = timedelta(days=400)


def network_zone() -> ZoneInfo:
    """The time zone in which the network counts its days.

    Raises:
        UsageError: the environment names one that does not exist.

    """
    name = os.environ.get(ZONE_VARIABLE) or DEFAULT_ZONE
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        values = {"variable": ZONE_VARIABLE, "name": name}
        raise UsageError(Message(N_("{variable} names no time zone: “{name}”"), values)) from error


def network_day(now: datetime | None = None) -> date:
    """The network's day at a moment, which is now if None."""
    return (now or datetime.now(UTC)).astimezone(network_zone()).date()


def day_of_load(base: Generation | None, given: date | None) -> date:
    """The date of a generation that is built on `base`: the day given, else today, and never before that of `base`.

    Raises:
        UsageError: the day given is before the date of `base`.
        StoreError: the machine's clock is far behind or far ahead of the date of `base`.

    """
    day = given or network_day()
    if base is None or base.date <= day <= base.date + MAX_GAP:
        return day
    values = {"day": day.isoformat(), "generation": base.id, "date": base.date.isoformat()}
    if given is not None:
        if day > base.date:
            return day
        text = N_("The data cannot be dated {day}: the latest generation, {generation}, is of {date}")
        raise UsageError(Message(text, values))
    if day < base.date:
        if base.date - day <= _TOLERANCE:
            return base.date
        text = N_(
            "The clock of this machine shows {day}, but the latest generation, {generation}, is of {date}; set the"
            " clock right, or give the day of the data with `brep load --date`"
        )
        raise StoreError(Message(text, values))
    text = N_(
        "The clock of this machine shows {day}, more than {days} days after the latest generation, {generation}, of"
        " {date}; set the clock right, or confirm the day with `brep load --date {day}`"
    )
    raise StoreError(Message(text, {**values, "days": MAX_GAP.days}))
