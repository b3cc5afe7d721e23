"""The audit trail: what its events are called in the journal."""

from __future__ import annotations

from brep_metrics.access.audit import Event


def test_the_codes_of_events_stay_what_the_journal_holds():
    """Lines written earlier are found by them."""
    assert [event.value for event in Event] == ["signed_in", "signed_out", "refused", "exported"]
