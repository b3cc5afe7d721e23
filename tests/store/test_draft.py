"""A draft: the current data to change freely, and what is recorded about them at the end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import UsageError
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store

DAY = date(2026, 7, 1)


def test_starts_from_the_current_data(store: Store):
    """A draft holds what the current generation holds and tells which that is."""
    with store.rehearse() as draft:
        assert draft.base == store.current()
        assert draft.query("select count(*) as rows from sector").loc[0, "rows"] == 3


def test_the_first_draft_is_empty(tmp_path: Path):
    """The first draft has every table, without rows."""
    with open_store(tmp_path / "store").rehearse(day=DAY) as draft:
        assert (draft.base, draft.date) == (None, DAY)
        assert draft.fetch("select count(*) from plan_item") == [(0,)]


def test_staging(store: Store):
    """Temporary tables can be made, and are not published."""
    with store.write(who="test", why="staging") as draft:
        draft.execute("create temp table staged as select 'X' as sector_id, '新' as name_zh")
        draft.execute("insert into sector by name select *, 'network' as tier from staged")
    with store.read() as reading:
        assert reading.fetch("select name_zh, tier from sector where sector_id = 'X'") == [("新", "network")]
        with pytest.raises(UsageError):
            reading.fetch("from staged")


def test_the_latest_date(tmp_path: Path):
    """`latest` is the greatest of all dates that a view would tell, due dates and periods aside."""
    store = open_store(tmp_path / "store")
    with store.write(who="test", why="nothing", day=DAY):
        pass
    assert store.current().latest == date.min
    with store.write(who="test", why="dates", day=DAY) as draft:
        draft.execute(
            "insert into plan_item (plan_item_id, group_id, work_content, title, due_on, recorded_on)"
            " values ('P', 'G', 'other', 't', '2030-01-01', '2026-05-01');"
            "insert into issue values ('U', 'G', 't', '2026-05-01', null, '2026-06-30', null, '2026-05-01');"
        )
    assert store.current().latest == date(2026, 6, 30)


def test_recorded_on_is_filled(tmp_path: Path):
    """A row without `recorded_on` was recorded on the generation's day; a given one stays."""
    store = open_store(tmp_path / "store")
    with store.write(who="test", why="dates", day=DAY) as draft:
        draft.execute(
            "insert into sector values ('A', 'a', null, 'network', null), ('B', 'b', null, 'x', '2020-01-01')"
        )
    with store.read() as reading:
        found = reading.fetch("select recorded_on from sector order by sector_id")
    assert found == [(DAY,), (date(2020, 1, 1),)]


def test_a_refused_statement_can_be_answered(store: Store):
    """A refused statement leaves the draft usable once the error is caught."""
    with store.write(who="test", why="try") as draft:
        with pytest.raises(UsageError):
            draft.execute("insert into sector values (1)")
        draft.execute("delete from sector where sector_id = 'S0'")
    with store.read() as reading:
        assert reading.fetch("select count(*) from sector") == [(2,)]


def test_an_overlay_changes_what_is_seen_and_nothing_else(store: Store):
    """Rows that are removed, replaced and added are counted; the file below holds what it held."""
    with store.read() as reading:
        before = reading.fetch("from sector order by sector_id")
    with store.overlay() as draft:
        assert draft.fetch("from sector order by sector_id") == before
        draft.remove_rows("sector", "select unnest(['S0', 'S1', 'none']) as sector_id")
        draft.add_rows("sector", "select 'S1', '新', null, 'network', null")
        draft.add_rows("sector", "select 'T', '加', null, 'network', null")
        draft.remove_rows("sector", "select 'T' as sector_id")
        with draft.read() as reading:
            found = reading.fetch("select sector_id, name_zh, recorded_on from sector order by sector_id")
            assert found[0] == ("S1", "新", draft.date)
            assert [one for one, _, _ in found] == ["S1", "S2"]
            assert reading.generation.rows["sector"] == 2
    with store.read() as reading:
        assert reading.fetch("from sector order by sector_id") == before


def test_overlays_at_the_same_time_do_not_meet(store: Store):
    """Two of them over one file, each with its own rows."""
    with store.overlay() as one, store.overlay() as other:
        one.remove_rows("sector", "select 'S0' as sector_id")
        assert [draft.fetch("select count(*) from sector") for draft in (one, other)] == [[(2,)], [(3,)]]


def test_an_overlay_of_nothing_is_empty(tmp_path: Path):
    """Before the first load there are all tables, without rows."""
    with open_store(tmp_path / "store").overlay() as draft:
        draft.add_rows("sector", "select 'A', 'a', null, 'network', null")
        assert draft.base is None
        assert draft.fetch("select (select count(*) from sector), (select count(*) from plan_item)") == [(1, 0)]
