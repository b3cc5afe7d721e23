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
# Clocks of two machines differ a little; a day is more than any of them should.
_TOLERANCE = timedelta(days=1)
# Something is loaded at least every year, so that a longer silence is more likely a clock that runs ahead.
MAX_SILENCE = timedelta(days=400)
# The longest usual time between two loads is a quarter of a year; a longer one is worth a question.
_USUAL_SILENCE = timedelta(days=100)


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
        StoreError: the machine's clock is far behind or far ahead of the moment at which `base` was loaded.

    """
    if base is None:
        return given or network_day()
    if given is None:
        _check_clock(base)
        return max(network_day(), base.date)
    if given < base.date:
        text = N_("The data cannot be dated {day}: the latest generation, {generation}, is of {date}")
        values = {"day": given.isoformat(), "generation": base.id, "date": base.date.isoformat()}
        raise UsageError(Message(text, values))
    return given


def long_silence(base: Generation | None) -> Message | None:
    """What to ask whoever loads now without naming a day: a clock that runs ahead would hide what is loaded.

    Later evaluations leave out records that came in after their as-of date.
    """
    now = datetime.now(UTC)
    if base is None or now - base.created_at <= _USUAL_SILENCE:
        return None
    text = N_(
        "the clock of this machine shows {now}, {days} days after the last load; records of this load count from that"
        " day on only, so make sure that the clock is right, or give the day with `brep load --date`"
    )
    return Message(text, {"now": now.isoformat(timespec="minutes"), "days": (now - base.created_at).days})


def _check_clock(base: Generation) -> None:
    now = datetime.now(UTC)
    if base.created_at - _TOLERANCE <= now <= base.created_at + MAX_SILENCE:
        return
    text = N_(
        "The clock of this machine shows {now}, but generation {generation} was loaded on {loaded} by its own clock;"
        " set the clock right, or give the day of the data with `brep load --date`"
    )
    moments = {"now": now.isoformat(timespec="minutes"), "loaded": base.created_at.isoformat(timespec="minutes")}
    raise StoreError(Message(text, {"generation": base.id, **moments}))
