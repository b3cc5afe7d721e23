"""Which day it is for the network, and whether the machine's clock can be believed for the date of a load."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brep_metrics.errors import StoreError, UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.store.generation import Generation

ZONE_VARIABLE, DEFAULT_ZONE = "BREP_TIMEZONE", "Asia/Shanghai"
# Clocks of two machines differ a little; a day is more than any of them should.
_TOLERANCE = timedelta(days=1)
# Something is loaded at least every year, so that a longer silence is more likely a clock that runs ahead.
MAX_SILENCE = timedelta(days=400)
# Where a network is at work something is in its journal every week; a longer silence is worth a question.
_USUAL_SILENCE = timedelta(days=31)
MAX_DIFFERENCE = timedelta(minutes=1)
"""By how much the clocks of a machine and of the store's database may differ without a word."""


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


def day_of_load(base: Generation | None, given: date | None, database: datetime | None = None) -> date:
    """The date of a generation that is built on `base`: the day given, else today, and never before that of `base`.

    `database` is what the clock of the store's database shows, where there is one.

    Raises:
        UsageError: the day given is before the date of `base`.
        StoreError: the machine's clock is more than a day from that of the database, or far behind or far ahead of the
            moment at which `base` was loaded.

    """
    if given is None and database is not None:
        _check_difference(database)
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


def clock_questions(last: datetime | None, database: datetime | None) -> Iterator[Message]:
    """What to ask of a load that names no day: a clock that runs ahead would hide what is loaded.

    Later evaluations leave out records that came in after their as-of date. `last` is the moment of the journal's
    latest line, and `database` what the clock of the store's database shows; None where there is none.
    """
    now = datetime.now(UTC)
    shown = now.isoformat(timespec="minutes")
    if last is not None and now - last > _USUAL_SILENCE:
        text = N_(
            "the clock of this machine shows {now}, {days} days after the last line of the journal; records of this"
            " load count from that day on only, so make sure that the clock is right, or give the day with"
            " `brep load --date`"
        )
        yield Message(text, {"now": shown, "days": (now - last).days})
    if database is not None and abs(now - database) > MAX_DIFFERENCE:
        text = N_("the clock of this machine shows {now}, that of the database {database}; set the wrong one right")
        yield Message(text, {"now": shown, "database": database.astimezone(UTC).isoformat(timespec="minutes")})


def _check_difference(database: datetime) -> None:
    now = datetime.now(UTC)
    if abs(now - database) <= _TOLERANCE:
        return
    text = N_(
        "The clock of this machine shows {now}, but that of the database {database}; set the wrong one right, or give"
        " the day of the data with `brep load --date`"
    )
    moments = {"now": now.isoformat(timespec="minutes")}
    moments["database"] = database.astimezone(UTC).isoformat(timespec="minutes")
    raise StoreError(Message(text, moments))


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
