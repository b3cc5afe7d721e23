"""Notes on the Scorecard: written by evaluators, read by the others of them, and never shown to anybody else."""

from __future__ import annotations

from datetime import datetime

from copies import copy_store

from brep_metrics.access import Role, notes, write_note
from brep_metrics.app.context import stores
from brep_metrics.periods import Period
from brep_metrics.store import open_store

EVALUATOR, LEAD = "evaluator@example.org", "lead@example.org"


def test_an_evaluator_writes_a_note_that_no_lead_sees(people, tmp_path, monkeypatch, signed_in):
    """Neither on the page nor in the journal's export."""
    copy_store(people.store.address, tmp_path / "store")
    monkeypatch.setenv(stores.STORE_VARIABLE, str(tmp_path / "store"))
    store = open_store(tmp_path / "store")
    group = min(people.scopes[Role.LEAD].visible_groups)
    write_note(store, who="other@example.org", group_id=group, period=Period.parse("2025"), text="*Ask* for the plan")
    opened = signed_in(EVALUATOR, "scorecard", lang="en", period="2025", group=group)
    assert any(r"\*Ask\* for the plan" in one.value for one in opened.main.markdown)
    opened.text_area(f"note-{group}-2025").input("Visit in June")
    opened.button("save-note").click().run()
    assert not opened.exception
    assert opened.success[-1].value == "The note is saved."
    assert [(note.who, note.text) for note in notes(store)][1] == (EVALUATOR, "Visit in June")
    led = signed_in(LEAD, "scorecard", lang="en", period="2025", group=group)
    assert not led.exception
    assert "save-note" not in {one.key for one in led.button}
    assert "Visit in June" not in str(led) + "".join(one.value for one in led.main.markdown)


def test_notes_are_those_of_a_moment(people, tmp_path):
    """A later text replaces an earlier one, and what there was at an earlier moment is still known."""
    copy_store(people.store.address, tmp_path / "store")
    store, period = open_store(tmp_path / "store"), Period.parse("2025")
    for text in ("first", "second", ""):
        write_note(store, who=EVALUATOR, group_id="WG01", period=period, text=text)
    moments = [datetime.fromisoformat(entry["at"]) for entry in store.journal.entries("note_written")]
    assert [[note.text for note in notes(store, until=at)] for at in moments] == [["first"], ["second"], []]
    assert notes(store) == ()
