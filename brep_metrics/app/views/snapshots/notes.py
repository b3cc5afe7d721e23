"""Which notes of evaluators go into a snapshot: none, those of now, or those of when one was made before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries.notes import visible_notes
from brep_metrics.app.widgets import filters
from brep_metrics.app.wording.formats import moment

if TYPE_CHECKING:
    from brep_metrics.access import Note
    from brep_metrics.app.queries.selection import Selection

NOTES = "notes"
WITH, WITHOUT = "with", "without"


def choose_notes(selection: Selection) -> tuple[Note, ...]:
    """The notes on the period, where the reader may see some and wants them in the snapshot."""
    visit = selection.visit
    asked = (_moment(code) for code in st.query_params.get_all(NOTES))
    earlier = next((one for one in asked if one), None)
    now = _notes(selection)
    if not now and not (earlier and _notes(selection, earlier)):
        query_parameters.clear(NOTES)
        return ()
    code = filters.select(
        visit,
        NOTES,
        visit.gettext("Notes of evaluators"),
        [WITHOUT, WITH] if now else [WITHOUT],
        default=WITHOUT,
        title=lambda code: _title(selection, code),
        accept=lambda code: code in {WITHOUT, WITH} or _moment(code) is not None,
    )
    return () if code == WITHOUT else _notes(selection, _moment(code))


def _notes(selection: Selection, until: datetime | None = None) -> tuple[Note, ...]:
    return tuple(note for note in visible_notes(selection.visit, until) if note.period == selection.period.code)


def _title(selection: Selection, code: str) -> str:
    visit, until = selection.visit, _moment(code)
    if code == WITHOUT:
        return visit.gettext("without")
    count = len(_notes(selection, until))
    if until is None:
        return visit.ngettext("with {count} note", "with {count} notes", count).format(count=count)
    text = visit.ngettext("with {count} note as of {moment}", "with {count} notes as of {moment}", count)
    return text.format(count=count, moment=moment(until, visit.language))


def _moment(code: str) -> datetime | None:
    """The moment that a link names, with its zone."""
    try:
        found = datetime.fromisoformat(code)
    except ValueError:
        return None
    return found if found.tzinfo else None
