"""The demonstration's rounds: one of 2024 that is final, one of 2025 that is on notice."""

from datetime import date

from brep_metrics.access import publication_of
from brep_metrics.demo import load_demonstration
from brep_metrics.periods import Period
from brep_metrics.rounds import Stage, demonstrate_rounds, final_moves, rounds
from brep_metrics.store import open_store


def test_the_rounds_of_the_demonstration(tmp_path):
    """Of two objections one was upheld, and two groups changed places; the journal and its files are whole."""
    store = open_store(tmp_path / "store")
    load_demonstration(store)
    demonstrate_rounds(store)
    finished, noticed = rounds(store)
    assert (finished.stage, noticed.stage) == (Stage.FINAL, Stage.NOTICE)
    assert [claim.decision.outcome for claim in finished.objections] == ["upheld", "rejected"]
    moves = {one.move.group_id: (one.move.before.rank, one.move.after.rank) for one in final_moves(store, finished)}
    assert moves == {"WG16": (7, 6), "WG07": (6, 7)}
    assert sorted(finished.rechecks) == ["WG08", "WG12", "WG14", "WG21", "WG22"]
    found = publication_of(store, Period.parse("2024"), "brep-annual")
    assert (found.generation, found.as_of) == (finished.final, date(2025, 3, 31))
    assert len(noticed.voters) == 1
    assert store.verify() == ()
