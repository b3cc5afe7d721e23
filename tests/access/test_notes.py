"""Notes of evaluators: one per person, group and period, kept in the journal, and never for an expert's own groups."""

from __future__ import annotations

import pytest

from brep_metrics.access import NOTE_WRITTEN, Role, Viewer, groups_without_notes, notes, write_note
from brep_metrics.errors import UsageError
from brep_metrics.periods import Period
from brep_metrics.store import open_store

YEAR = Period.parse("2025")
LEAD = "select group_id, organization_id from membership where role = 'lead' and left_on is null order by 1 limit 1"


@pytest.fixture
def store(tmp_path):
    """An empty store: a note is a line of its journal only."""
    return open_store(tmp_path / "store")


def test_a_later_text_replaces_ones_own_note_and_nobody_elses(store):
    """What was written before stays in the journal."""
    for who, text in (("a", "first"), ("b", "of another"), ("a", " second ")):
        write_note(store, who=who, group_id="WG01", period=YEAR, text=text)
    write_note(store, who="a", group_id="WG01", period=Period.parse("2024"), text="another year")
    found = [(note.who, note.period, note.text) for note in notes(store)]
    assert found == [("b", "2025", "of another"), ("a", "2025", "second"), ("a", "2024", "another year")]
    assert next(entry["text"] for entry in store.journal.entries(NOTE_WRITTEN)) == "first"
    assert not store.verify()


def test_an_empty_text_removes_the_note(store):
    """It is not a note without words."""
    write_note(store, who="a", group_id="WG01", period=YEAR, text="first")
    write_note(store, who="a", group_id="WG01", period=YEAR, text="  ")
    assert notes(store) == ()


def test_a_note_has_at_most_two_thousand_characters(store):
    """A longer one is refused whole: cut, it would say something else."""
    write_note(store, who="a", group_id="WG01", period=YEAR, text="备" * 2000)
    with pytest.raises(UsageError, match="2000"):
        write_note(store, who="a", group_id="WG01", period=YEAR, text="备" * 2001)
    assert len(notes(store)[0].text) == 2000


def test_notes_are_for_evaluators_and_of_an_expert_on_other_groups_only(demo_store):
    """Who takes part in a group does not read what evaluators think of it."""
    with demo_store.read() as reading:
        ((group, organization),) = reading.fetch(LEAD)
        assert groups_without_notes(Viewer(Role.EVALUATOR), reading) == frozenset()
        assert group in groups_without_notes(Viewer(Role.EVALUATOR, "x@example.org", organization), reading)
        assert groups_without_notes(Viewer(Role.LEAD, "x@example.org", organization), reading) is None
        assert groups_without_notes(Viewer(Role.MEMBER, "x@example.org", organization), reading) is None
