"""What a person keeps for themselves: by name, within a limit, seen by nobody else, and in no journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store


def test_a_value_is_kept_replaced_renamed_and_forgotten(store: Store):
    """Of one person and kind; a name that is taken is not given twice."""
    own = store.personal("a@example.org", "view")
    before = len(store.journal)
    assert own.keep("Zwei", "rankings?period=2025", limit=2)
    assert own.keep("Eins", "scorecard?", limit=2)
    assert own.keep("Eins", "scorecard?group=WG01", limit=2)
    assert own.all() == {"Eins": "scorecard?group=WG01", "Zwei": "rankings?period=2025"}
    assert not own.keep("Drei", "x", limit=2)
    assert not own.rename("Eins", "Zwei")
    assert not own.rename("Drei", "Vier")
    assert own.rename("Eins", "一览")
    own.forget("Zwei")
    assert own.all() == {"一览": "scorecard?group=WG01"}
    assert store.personal("a@example.org", "dismissed").all() == {}
    assert store.personal("b@example.org", "view").all() == {}
    assert (len(store.journal), store.verify()) == (before, ())


def test_there_is_nothing_before_there_is_a_register(tmp_path):
    """Looking makes none."""
    assert open_store(tmp_path / "none").personal("a", "view").all() == {}
    assert list(tmp_path.iterdir()) == []
