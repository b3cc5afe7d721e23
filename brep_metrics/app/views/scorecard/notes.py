"""The notes of evaluators on a group and period: one's own to write, those of the others to read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import MAX_NOTE_CHARACTERS, Action, write_note
from brep_metrics.app.auth.error_sentences import sentence
from brep_metrics.app.queries.notes import may_note, visible_notes
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.wording.formats import moment, plain
from brep_metrics.errors import BrepError

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection

_OUTCOME = "notes.outcome"


def show_notes(selection: Selection, group_id: str) -> None:
    """The notes on the group and the period, for evaluators whose organization takes no part in the group."""
    visit = selection.visit
    if not visit.may(Action.NOTES) or not may_note(visit, group_id):
        return
    _ = visit.gettext
    period = selection.period.code
    section(
        _("Notes of evaluators"),
        _("Only evaluators see them. A snapshot of all groups takes them along if its maker chooses so."),
    )
    found = [note for note in visible_notes(visit) if (note.group_id, note.period) == (group_id, period)]
    for note in found:
        if note.who != visit.who:
            when = moment(datetime.fromisoformat(note.at), visit.language)
            st.markdown(f"**{plain(note.who)}** · {plain(when)}  \n" + "  \n".join(map(plain, note.text.splitlines())))
    own = next((note.text for note in found if note.who == visit.who), "")
    key = f"note-{group_id}-{period}"
    st.text_area(_("Your note"), own, key=key, max_chars=MAX_NOTE_CHARACTERS, height="content")
    st.button(
        _("Save the note"), key="save-note", icon=":material/save:", on_click=_save, args=(selection, group_id, key)
    )
    _say_outcome()


def _save(selection: Selection, group_id: str, key: str) -> None:
    """Write the note, once the rules have been asked again: a callback runs before the page's guard."""
    visit = selection.visit
    if not visit.may(Action.NOTES) or not may_note(visit, group_id):
        return
    text = st.session_state.get(key) or ""
    try:
        write_note(visit.store, who=visit.who, group_id=group_id, period=selection.period, text=text)
    except BrepError as error:
        st.session_state[_OUTCOME] = False, sentence(error, visit.language)
        return
    said = visit.gettext("The note is saved.") if text.strip() else visit.gettext("There is no note of yours now.")
    st.session_state[_OUTCOME] = True, said


def _say_outcome() -> None:
    done, text = st.session_state.pop(_OUTCOME, (None, ""))
    if done is True:
        st.success(text, icon=":material/check_circle:")
    elif done is False:
        st.error(plain(text), icon=":material/error:")
