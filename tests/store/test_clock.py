"""The network's day, and loads on a machine whose clock cannot be believed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import StoreError, UsageError
from brep_metrics.store import clock, network_day, open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store


class Clock(datetime):
    """A machine that believes it is some time before or after the true moment."""

    off = timedelta(0)

    @classmethod
    def now(cls, tz=None):
        """What it shows."""
        return datetime.now(tz) + cls.off


@pytest.fixture
def off_by(monkeypatch):
    def set_(off: timedelta) -> None:
        monkeypatch.setattr(Clock, "off", off)
        monkeypatch.setattr(clock, "datetime", Clock)

    return set_


@pytest.mark.parametrize(
    ("zone", "day"), [("", date(2026, 3, 2)), ("Asia/Shanghai", date(2026, 3, 2)), ("UTC", date(2026, 3, 1))]
)
def test_a_day_is_the_networks_own(monkeypatch, zone, day):
    """Beijing's is not that of the machine; another network may name its own."""
    monkeypatch.setenv("BREP_TIMEZONE", zone)
    assert network_day(datetime(2026, 3, 1, 20, tzinfo=UTC)) == day


@pytest.mark.parametrize("zone", ["Beijing", "../../etc/passwd", "UTC+8"])
def test_a_time_zone_that_is_none(monkeypatch, zone):
    """A misspelt name is refused rather than taken for UTC."""
    monkeypatch.setenv("BREP_TIMEZONE", zone)
    with pytest.raises(UsageError, match="BREP_TIMEZONE"):
        network_day()


@pytest.mark.parametrize("off", [timedelta(days=-2), timedelta(days=-4000), timedelta(days=500)])
def test_a_clock_far_off_stops_a_load(store: Store, off_by, load, off):
    """It is told what the clock shows and when the last load was, and nothing is written."""
    off_by(off)
    with pytest.raises(StoreError, match="clock of this machine shows"):
        load(store, 2)
    assert [one.id for one in store.generations()] == ["g000001"]


def test_a_load_is_never_dated_before_the_last_one(store: Store, off_by, fill, load):
    """A clock some hours behind gives the predecessor's date; a day that is given too early is refused."""
    first = store.current().date
    off_by(timedelta(hours=-20))
    load(store, 2)
    assert store.current().date == first
    with pytest.raises(UsageError, match=first.isoformat()):
        store.build(lambda draft: fill(draft, 3), who="x", why="y", day=first - timedelta(days=1))
    store.build(lambda draft: fill(draft, 3), who="x", why="y", day=first + timedelta(days=1))
    assert [one.date for one in store.generations()] == [first, first, first + timedelta(days=1)]


def test_with_a_clock_far_off_the_day_can_be_given(store: Store, off_by, fill):
    """A load that says which day it is needs no clock."""
    off_by(timedelta(days=500))
    day = store.current().date + timedelta(days=3)
    assert store.build(lambda draft: fill(draft, 3), who="x", why="y", day=day).date == day


def test_no_record_is_received_after_the_day_of_its_load(store: Store):
    """It would be missing from every view until that day came."""
    day = store.current().date + timedelta(days=1)
    with pytest.raises(UsageError, match=f"sector holds a record received on {day}"):
        store.build(lambda draft: draft.execute(f"update sector set recorded_on = '{day}'"), who="x", why="y")
    assert [one.id for one in store.generations()] == ["g000001"]


@pytest.mark.parametrize(("days", "asked"), [(0, False), (30, False), (31, True), (399, True)])
def test_a_long_silence_is_a_question(folder_store: Store, off_by, days, asked):
    """A clock some weeks ahead is not stopped: records of such a load would be missing from views until then."""
    off_by(timedelta(days=days, hours=1))
    questions = [question.text("en") for question in folder_store.clock_questions()]
    assert len(questions) == asked
    assert not asked or f"{days} days after the last line of the journal" in questions[0]


def test_any_line_of_the_journal_ends_the_silence(folder_store: Store, monkeypatch, off_by):
    """Whatever was done: a network that was at work yesterday has the right day."""
    off_by(timedelta(days=80))
    monkeypatch.setattr("brep_metrics.store.register.datetime", clock.datetime)
    assert len(folder_store.clock_questions()) == 1
    folder_store.journal.append("exported", who="somebody", what="a list")
    assert folder_store.clock_questions() == ()


def test_a_store_without_data_asks_nothing(tmp_path, off_by):
    """There is nothing to compare with."""
    off_by(timedelta(days=5000))
    assert open_store(tmp_path / "empty").clock_questions() == ()


@pytest.mark.parametrize(
    ("off", "questions"),
    [
        (timedelta(seconds=50), 0),
        (timedelta(seconds=70), 1),
        (timedelta(hours=-23), 1),
        (timedelta(days=40), 2),
    ],
)
def test_the_clock_of_the_database_is_compared(store: Store, off_by, off, questions):
    """Where the store has a clock of its own, a minute is a question; a file has none."""
    off_by(off)
    found = [one.text("en") for one in store.clock_questions() if "that of the database" in one.text("en")]
    is_file = store.register.clock() is None
    assert is_file is not store.address.startswith("postgresql")
    assert len(found) == (0 if is_file else min(questions, 1))
    assert len(store.clock_questions()) == (max(0, questions - 1) if is_file else questions)


@pytest.mark.parametrize("off", [timedelta(hours=-25), timedelta(hours=25), timedelta(days=40)])
def test_a_day_from_the_clock_of_the_database_stops_a_load(store: Store, off_by, load, fill, off):
    """Ahead as well as behind, and not where the day is given; a file can be compared with its own past only."""
    off_by(off)
    if store.register.clock() is None and off > timedelta(0):
        load(store, 2)
        return
    with pytest.raises(StoreError, match="clock of this machine shows"):
        load(store, 2)
    day = store.current().date
    assert store.build(lambda draft: fill(draft, 3), who="x", why="y", day=day).date == day
