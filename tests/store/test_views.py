"""What a reading shows: rows and dates as they were known at a date, and the evaluated periods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import UsageError
from brep_metrics.periods import Period
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store

LOADED = date(2026, 6, 30)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A report filed late, an intention decided later, an issue resolved later, reviews, two rows recorded apart."""
    made = open_store(tmp_path / "store")
    with made.write(who="test", why="as of", day=LOADED) as draft:
        draft.execute(
            "insert into report values ('R', 'G', 'work_plan', '2025-01-01', '2025-12-31', '2026-05-01', '2026-02-10',"
            " '2026-03-01', null, '2025-01-01');"
            "insert into intention values ('I', 'O', 'S', 'lead', '2025-01-01', 'accepted', '2026-02-10', null,"
            " '2025-01-01');"
            "insert into issue values ('U', 'G', 't', '2025-01-01', null, '2026-02-10', 'done', '2025-01-01');"
            "insert into review values ('V', 'O', 'r', null, 90, '2026-02-10', '2025-01-01');"
            "insert into sector values ('early', 'a', null, 'network', '2025-01-01'),"
            " ('late', 'b', null, 'network', '2026-02-10'), ('empty', 'c', null, 'network', null)"
        )
    return made


def _seen(store: Store, sql: str, as_of: str | None) -> list[tuple[object, ...]]:
    with store.read(as_of=date.fromisoformat(as_of) if as_of else None) as reading:
        return reading.fetch(sql)


@pytest.mark.parametrize(
    ("as_of", "sectors"),
    [
        ("2024-12-31", []),
        ("2025-01-01", ["early"]),
        ("2026-02-09", ["early"]),
        ("2026-02-10", ["early", "late"]),
        (None, ["early", "empty", "late"]),
        ("2099-01-01", ["early", "empty", "late"]),
    ],
)
def test_recorded_on(store: Store, as_of: str | None, sectors: list[str]):
    """A row is seen from the day it was recorded; an empty `recorded_on` is the day of the load."""
    rows = _seen(store, "select sector_id from sector order by sector_id", as_of)
    assert [sector for (sector,) in rows] == sectors


@pytest.mark.parametrize(
    ("as_of", "filed", "accepted"),
    [
        ("2026-02-09", None, None),
        ("2026-02-10", date(2026, 2, 10), None),
        ("2026-03-01", date(2026, 2, 10), date(2026, 3, 1)),
    ],
)
def test_event_dates(store: Store, as_of: str, filed: date | None, accepted: date | None):
    """An event later than the date is not known yet; a due date always is."""
    rows = _seen(store, "select submitted_on, accepted_on, due_on from report", as_of)
    assert rows == [(filed, accepted, date(2026, 5, 1))]


def test_what_an_event_brings(store: Store):
    """The decision, the resolution and the score are not known before the day they were given."""
    sql = "select decision, resolution, score from intention, issue, review"
    assert _seen(store, sql, "2026-02-09") == [("pending", None, None)]
    assert _seen(store, sql, "2026-02-10") == [("accepted", "done", 90)]


def test_default_is_the_date_of_the_generation(store: Store):
    """Without a date, a generation is seen as of its own day."""
    with store.read() as reading:
        assert reading.as_of == reading.generation.date == LOADED
        assert reading.generation.latest == LOADED


def test_an_unfiltered_view_shows_the_same(store: Store):
    """From the latest date on the filter is left out, and that changes nothing."""
    with store.read(as_of=LOADED) as bare, store.read(as_of=LOADED - timedelta(days=1)) as filtered:
        for table in ("report", "intention", "issue", "review"):
            sql = f"from {table}"
            assert bare.fetch(sql) == filtered.fetch(sql)


def test_an_event_before_its_row_was_recorded_is_left_as_it_is(tmp_path: Path):
    """No view has to empty such a column, so the database can skip rows by it; one later date in it, and it must."""
    made = open_store(tmp_path / "store")
    for day, who in [("2025-03-01", "before"), ("2025-06-01", "later")]:
        with made.write(who=who, why="announced", day=LOADED) as draft:
            draft.execute(
                "insert into activity values ($who, 'G', 'other', 't', $day, [], [], [], 1, '2025-03-01')",
                {"who": who, "day": day},
            )
    known, announced = made.generations()
    sql = "select activity_id, held_on from activity order by all"
    empties = "select contains(lower(sql), 'case ') from duckdb_views() where view_name = 'activity'"
    with made.read(known.id, as_of=date(2025, 4, 1)) as reading:
        assert reading.fetch(empties) == [(False,)]
        assert reading.fetch(sql) == [("before", date(2025, 3, 1))]
    with made.read(announced.id, as_of=date(2025, 4, 1)) as reading:
        assert reading.fetch(empties) == [(True,)]
        assert reading.fetch(sql) == [("before", date(2025, 3, 1)), ("later", None)]


@pytest.mark.parametrize(
    "codes",
    [
        ["2025"],
        ["2025Q1", "2025Q2", "2025Q3", "2025Q4"],
        ["2024H2", "2025H1", "2025H2"],
        ["2021-07..2022-06", "2022-07..2023-06", "2023-07..2024-06"],
        ["2024-02..2024-06", "2024-07..2024-11", "2024-12..2025-04"],
        ["2021-07..2026-06"],
        ["2023", "2025Q1"],
        ["2025Q2", "2025Q1"],
    ],
    ids=" ".join,
)
def test_period_of(store: Store, codes: list[str]):
    """Every day belongs to the period that holds it, and to none outside all of them."""
    periods = [Period.parse(code) for code in codes]
    with store.read() as reading:
        reading.set_periods(periods)
        found = reading.fetch(
            "select day, period_of(day), is_evaluated(day) from (select unnest(generate_series("
            "date '2020-12-01', date '2027-02-01', interval 1 day))::date as day)"
        )
        table = reading.fetch("select period, starts_on, ends_on from evaluated_period order by period")
    expected = {day: next((one.start for one in periods if one.start <= day <= one.end), None) for day, *_ in found}
    assert found == [(day, start, start is not None) for day, start in expected.items()]
    assert table == [(one.start, one.start, one.end) for one in sorted(periods)]


def test_period_of_nothing(store: Store):
    """An absent day belongs to no period, and periods may be set again."""
    with store.read() as reading:
        reading.set_periods([Period.parse("2025")])
        reading.set_periods([Period.parse("2024")])
        assert reading.fetch("select period_of(null), period_of(date '2024-02-29')") == [(None, date(2024, 1, 1))]
        reading.set_periods([])
        assert reading.fetch("select period_of(date '2024-02-29'), is_evaluated(date '2024-02-29')") == [(None, False)]


def test_overlapping_periods_are_refused(store: Store):
    """A day would belong to two periods."""
    with store.read() as reading, pytest.raises(UsageError, match="2025Q1"):
        reading.set_periods([Period.parse("2025"), Period.parse("2025Q1")])
